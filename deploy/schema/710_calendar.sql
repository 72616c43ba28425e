-- +goose Up
-- The working calendar as dated data: which week holds from when, rows of days with the norm from which each follows, legal
-- regimes that suspend norms, the law's list of holidays, and who changed what (Regulation 3.2).

-- A week's pattern holds from a day on until the next one's.
CREATE TABLE calendar_pattern (
    valid_from  date PRIMARY KEY,
    legal_basis text NOT NULL DEFAULT '',
    reason      text NOT NULL CHECK (reason <> ''),
    author_id   bigint,
    author      text NOT NULL,
    created_at  timestamptz NOT NULL
);
INSERT INTO calendar_pattern VALUES ('2000-01-01', 'Регламент, п. 3.2.1', 'Режим 9×5: робочі дні 09:00–18:00 без перерви', NULL, 'Регламент', now());
ALTER TABLE calendar_week
    ADD COLUMN valid_from date NOT NULL DEFAULT '2000-01-01' REFERENCES calendar_pattern ON DELETE CASCADE,
    DROP CONSTRAINT calendar_week_pkey,
    ADD PRIMARY KEY (valid_from, weekday);

-- A day may have a row for each norm; one whose norm is suspended has no effect. '' is the service's own decision (3.2.3).
ALTER TABLE calendar_day
    ADD COLUMN norm        text NOT NULL DEFAULT '' CONSTRAINT calendar_day_norm CHECK (norm IN ('', 'holidays', 'transfer', 'short')),
    ADD COLUMN legal_basis text NOT NULL DEFAULT '',
    ADD COLUMN author_id   bigint,
    DROP CONSTRAINT calendar_day_pkey,
    ADD PRIMARY KEY (day, norm);

-- Two independent switches: the regime is in force; it suspends a norm.
CREATE TABLE calendar_regime (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name        text NOT NULL CHECK (name <> ''),
    valid_from  date NOT NULL,
    valid_until date CHECK (valid_until >= valid_from), -- NULL: not known yet
    legal_basis text NOT NULL,
    reason      text NOT NULL CHECK (reason <> ''),
    author_id   bigint,
    author      text NOT NULL,
    created_at  timestamptz NOT NULL
);
CREATE TABLE calendar_suspension (
    regime_id   bigint NOT NULL REFERENCES calendar_regime ON DELETE CASCADE,
    norm        text NOT NULL CHECK (norm IN ('holidays', 'transfer', 'short')),
    valid_from  date NOT NULL,
    valid_until date CHECK (valid_until >= valid_from),
    PRIMARY KEY (regime_id, norm, valid_from)
);
WITH regime AS (INSERT INTO calendar_regime (name, valid_from, legal_basis, reason, author, created_at) VALUES
    ('Воєнний стан', '2022-02-24', 'Указ Президента України № 64/2022; Закон № 2136-IX, ст. 6, ч. 6',
     'Діє до рішення про припинення; строк уточнює адміністратор', 'Початкові дані', now()) RETURNING id)
INSERT INTO calendar_suspension SELECT id, norm, '2022-03-24' FROM regime, unnest(ARRAY['holidays', 'transfer', 'short']) norm;

-- The list of КЗпП, ст. 73: a day of a month, or so many days after Easter, and the years for which it stands there.
CREATE TABLE calendar_feast (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name         text NOT NULL CHECK (name <> ''),
    month        smallint CHECK (month BETWEEN 1 AND 12),
    day          smallint CHECK (day BETWEEN 1 AND 31),
    after_easter smallint,
    valid_from   date NOT NULL,
    valid_until  date CHECK (valid_until >= valid_from),
    legal_basis  text NOT NULL,
    CONSTRAINT calendar_feast_when CHECK ((month IS NULL) = (day IS NULL) AND (month IS NULL) <> (after_easter IS NULL))
);
INSERT INTO calendar_feast (name, month, day, after_easter, valid_from, legal_basis) VALUES
    ('Новий рік', 1, 1, NULL, '2000-01-01', 'КЗпП, ст. 73'),
    ('Міжнародний жіночий день', 3, 8, NULL, '2000-01-01', 'КЗпП, ст. 73'),
    ('Великдень', NULL, NULL, 0, '2000-01-01', 'КЗпП, ст. 73'),
    ('День праці', 5, 1, NULL, '2018-01-01', 'КЗпП, ст. 73'),
    ('День пам’яті та перемоги над нацизмом у Другій світовій війні 1939–1945 років', 5, 8, NULL, '2023-06-15', 'КЗпП, ст. 73 (Закон № 3107-IX)'),
    ('Трійця', NULL, NULL, 49, '2000-01-01', 'КЗпП, ст. 73'),
    ('День Конституції України', 6, 28, NULL, '2000-01-01', 'КЗпП, ст. 73'),
    ('День Української Державності', 7, 15, NULL, '2023-09-01', 'КЗпП, ст. 73'),
    ('День незалежності України', 8, 24, NULL, '2000-01-01', 'КЗпП, ст. 73'),
    ('День захисників і захисниць України', 10, 1, NULL, '2023-09-01', 'КЗпП, ст. 73'),
    ('Різдво Христове', 12, 25, NULL, '2017-12-01', 'КЗпП, ст. 73');

-- What a person decided of a row that the law proposes; a confirmed one is in calendar_day besides.
CREATE TABLE calendar_decision (
    day        date NOT NULL,
    norm       text NOT NULL CHECK (norm IN ('holidays', 'transfer', 'short')),
    confirmed  boolean NOT NULL,
    author_id  bigint,
    author     text NOT NULL,
    decided_at timestamptz NOT NULL,
    PRIMARY KEY (day, norm)
);

-- Who changed the calendar, why, and in which words the histories of tickets tell it. Rows are added and never changed.
CREATE TABLE calendar_change (
    version   bigint PRIMARY KEY, -- of the calendar, after it
    at        timestamptz NOT NULL,
    author_id bigint,
    author    text NOT NULL,
    summary   text NOT NULL,
    reason    text NOT NULL
);
CREATE TRIGGER calendar_change_append_only BEFORE UPDATE OR DELETE ON calendar_change
    FOR EACH ROW EXECUTE FUNCTION ticket_history_refuse();

CREATE TRIGGER calendar_pattern_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_pattern
    FOR EACH STATEMENT EXECUTE FUNCTION work_calendar_changed();
CREATE TRIGGER calendar_regime_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_regime
    FOR EACH STATEMENT EXECUTE FUNCTION work_calendar_changed();
CREATE TRIGGER calendar_suspension_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_suspension
    FOR EACH STATEMENT EXECUTE FUNCTION work_calendar_changed();

ALTER TABLE sla_target ADD COLUMN author_id bigint, ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();

-- Open promises that were counted by an older calendar, in the order in which they are locked.
CREATE INDEX ticket_recount ON ticket (calendar_version, id)
    WHERE status <> 'closed' AND (reaction_met_at IS NULL OR resolution_met_at IS NULL);
