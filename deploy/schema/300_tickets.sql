-- +goose Up
-- The register of appeals (Система обліку звернень). Instants are timestamptz, terms are working minutes.

-- The working calendar: a week's pattern and dated days, data with a reason each (Regulation 3.2).
CREATE TABLE work_calendar (
    id        smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    time_zone text     NOT NULL DEFAULT 'Europe/Kyiv',
    version   bigint   NOT NULL DEFAULT 1 -- grows with each change below; kept with every term that was counted
);
INSERT INTO work_calendar DEFAULT VALUES;

CREATE TABLE calendar_week (
    weekday   smallint PRIMARY KEY CHECK (weekday BETWEEN 0 AND 6), -- 0 is Sunday; no row: a day off
    opens_at  time NOT NULL,
    closes_at time NOT NULL,
    CONSTRAINT calendar_week_hours CHECK (opens_at < closes_at)
);
INSERT INTO calendar_week SELECT d, '09:00', '18:00' FROM generate_series(1, 5) d;

-- Under martial law there are no holidays (Law 2136-IX art. 6(6)), so none is seeded.
CREATE TABLE calendar_day (
    day        date PRIMARY KEY,
    kind       text NOT NULL CONSTRAINT calendar_day_kind CHECK (kind IN ('holiday', 'day_off', 'working', 'short', 'extended')),
    opens_at   time,
    closes_at  time,
    reason     text NOT NULL CONSTRAINT calendar_day_reason CHECK (reason <> ''),
    author     text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT calendar_day_hours CHECK (
        CASE WHEN kind IN ('holiday', 'day_off') THEN opens_at IS NULL AND closes_at IS NULL
             ELSE opens_at IS NOT NULL AND closes_at IS NOT NULL AND opens_at < closes_at END)
);

-- +goose StatementBegin
CREATE FUNCTION work_calendar_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    UPDATE work_calendar SET version = version + 1;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER calendar_week_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_week
    FOR EACH STATEMENT EXECUTE FUNCTION work_calendar_changed();
CREATE TRIGGER calendar_day_changed AFTER INSERT OR UPDATE OR DELETE OR TRUNCATE ON calendar_day
    FOR EACH STATEMENT EXECUTE FUNCTION work_calendar_changed();

-- Which type may have which category (Regulation 3.3.2; «Нова функціональність» has no «Критичний», Amb-1).
CREATE TABLE ticket_class (
    type     text NOT NULL CONSTRAINT ticket_class_type CHECK (type IN ('bug', 'feature', 'consultation')),
    category text NOT NULL CONSTRAINT ticket_class_category CHECK (category IN ('critical', 'high', 'low')),
    PRIMARY KEY (type, category),
    CONSTRAINT ticket_class_possible CHECK (NOT (type = 'feature' AND category = 'critical'))
);
INSERT INTO ticket_class VALUES
    ('bug', 'critical'), ('bug', 'high'), ('bug', 'low'),
    ('feature', 'high'), ('feature', 'low'),
    ('consultation', 'critical'), ('consultation', 'high'), ('consultation', 'low');

-- Table 1 of the regulation. A change is a new row with a later date; former tickets keep what they were promised.
CREATE TABLE sla_target (
    type               text NOT NULL,
    category           text NOT NULL,
    valid_from         timestamptz NOT NULL,
    reaction_minutes   integer NOT NULL CHECK (reaction_minutes > 0),
    resolution_minutes integer NOT NULL,
    author             text NOT NULL,
    reason             text NOT NULL,
    PRIMARY KEY (type, category, valid_from),
    CONSTRAINT sla_target_class FOREIGN KEY (type, category) REFERENCES ticket_class,
    CONSTRAINT sla_target_order CHECK (resolution_minutes >= reaction_minutes)
);
INSERT INTO sla_target SELECT type, category, '2000-01-01Z', reaction, resolution, 'Регламент', 'Таблиця 1' FROM (VALUES
    ('bug', 'critical', 60, 4 * 60), ('bug', 'high', 2 * 60, 16 * 60), ('bug', 'low', 4 * 60, 36 * 60),
    ('feature', 'high', 60, 4 * 60), ('feature', 'low', 4 * 60, 96 * 60),
    ('consultation', 'critical', 30, 4 * 60), ('consultation', 'high', 60, 16 * 60), ('consultation', 'low', 2 * 60, 36 * 60)
) AS table1 (type, category, reaction, resolution);

-- Applicants (Regulation 2.6). A number may be of several people and a person may have several numbers.
CREATE TABLE applicant (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text NOT NULL CONSTRAINT applicant_kind CHECK (kind IN ('person', 'organisation')),
    grp        text NOT NULL CONSTRAINT applicant_group CHECK (grp IN ('internal', 'external', 'moderator', 'administrator')),
    full_name  text NOT NULL CONSTRAINT applicant_name CHECK (length(full_name) BETWEEN 1 AND 200),
    email      text NOT NULL DEFAULT '' CONSTRAINT applicant_email CHECK (length(email) <= 254),
    gb_login   text NOT NULL DEFAULT '' CONSTRAINT applicant_login CHECK (length(gb_login) <= 64),
    created_at timestamptz NOT NULL,
    updated_at timestamptz NOT NULL
);
CREATE UNIQUE INDEX applicant_login_once ON applicant (lower(gb_login)) WHERE gb_login <> '';
CREATE INDEX applicant_email_lower ON applicant (lower(email)) WHERE email <> '';

CREATE TABLE applicant_phone (
    applicant_id bigint NOT NULL REFERENCES applicant,
    e164         text NOT NULL CONSTRAINT applicant_phone_e164 CHECK (e164 ~ '^\+[1-9][0-9]{4,14}$'),
    confidence   integer NOT NULL DEFAULT 1, -- how often an agent confirmed that this number is this applicant's
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (applicant_id, e164)
);
CREATE INDEX applicant_phone_by_number ON applicant_phone (e164, confidence DESC, last_seen_at DESC);

-- Eight digits; the ninth is the check digit, which the program computes. Never used twice; gaps are allowed.
CREATE SEQUENCE ticket_number AS bigint START 10000001 MINVALUE 10000001 MAXVALUE 99999999 NO CYCLE;

CREATE TABLE ticket (
    id                 bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    number             bigint NOT NULL DEFAULT nextval('ticket_number')
                       CONSTRAINT ticket_number_digits CHECK (number BETWEEN 10000001 AND 99999999),
    channel            text NOT NULL CONSTRAINT ticket_channel CHECK (channel IN ('phone', 'email', 'form')),
    status             text NOT NULL CONSTRAINT ticket_status CHECK (status IN
                       ('registered', 'in_progress', 'waiting_applicant', 'postponed', 'handed_over', 'resolved', 'closed')),
    type               text,
    category           text,
    service            text NOT NULL CONSTRAINT ticket_service CHECK (service IN ('information', 'organisation', 'technical')),
    subject            text NOT NULL DEFAULT '',
    applicant_id       bigint REFERENCES applicant,
    applicant_group    text, -- as it was when the ticket was given to the applicant (R-2.6.1)
    call_id            text CONSTRAINT ticket_call_id CHECK (length(call_id) BETWEEN 1 AND 128),
    caller_e164        text CONSTRAINT ticket_caller_e164 CHECK (caller_e164 ~ '^\+[1-9][0-9]{4,14}$'),
    caller_raw         text NOT NULL DEFAULT '' CONSTRAINT ticket_caller_raw CHECK (length(caller_raw) <= 64),
    did                text NOT NULL DEFAULT '' CONSTRAINT ticket_did CHECK (length(did) <= 64),
    after_hours        boolean NOT NULL DEFAULT false,
    received_at        timestamptz NOT NULL,
    registered_at      timestamptz NOT NULL,
    reaction_minutes   integer NOT NULL, -- the targets and the calendar from which the two terms were counted
    resolution_minutes integer NOT NULL,
    calendar_version   bigint NOT NULL,
    reaction_due_at    timestamptz NOT NULL,
    resolution_due_at  timestamptz NOT NULL,
    first_response_at  timestamptz,
    oral_notice_at     timestamptz,
    oral_notice_by     text NOT NULL DEFAULT '',
    announced_due_at   timestamptz, -- the term that was told to the applicant (Regulation 4.9.5)
    resolved_at        timestamptz,
    closed_at          timestamptz,
    version            bigint NOT NULL DEFAULT 1,
    CONSTRAINT ticket_number_once UNIQUE (number),
    CONSTRAINT ticket_call_once UNIQUE (call_id),
    CONSTRAINT ticket_class_known FOREIGN KEY (type, category) REFERENCES ticket_class MATCH FULL,
    CONSTRAINT ticket_call_is_phone CHECK (channel = 'phone' OR call_id IS NULL),
    CONSTRAINT ticket_closed_is_classified CHECK (status <> 'closed' OR type IS NOT NULL), -- R-2.3
    CONSTRAINT ticket_due_after_registration CHECK (reaction_due_at >= registered_at AND resolution_due_at >= reaction_due_at)
);
CREATE INDEX ticket_by_applicant ON ticket (applicant_id, registered_at DESC, id DESC) WHERE applicant_id IS NOT NULL;
CREATE INDEX ticket_by_caller ON ticket (caller_e164, registered_at DESC, id DESC) WHERE caller_e164 IS NOT NULL;
CREATE INDEX ticket_by_caller_received ON ticket (caller_e164, received_at DESC) WHERE caller_e164 IS NOT NULL AND call_id IS NOT NULL;
CREATE INDEX ticket_open_by_applicant ON ticket (applicant_id, registered_at DESC)
    WHERE applicant_id IS NOT NULL AND status NOT IN ('resolved', 'closed');
CREATE INDEX ticket_open_by_caller ON ticket (caller_e164, registered_at DESC)
    WHERE caller_e164 IS NOT NULL AND status NOT IN ('resolved', 'closed');
CREATE INDEX ticket_newest ON ticket (registered_at DESC, id DESC);

-- A repeated appeal is linked to the earlier ones (R-1.3). ticket_id is the later ticket.
CREATE TABLE ticket_link (
    ticket_id  bigint NOT NULL REFERENCES ticket,
    related_id bigint NOT NULL REFERENCES ticket,
    kind       text NOT NULL CONSTRAINT ticket_link_kind CHECK (kind IN ('repeat')),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, related_id),
    CONSTRAINT ticket_link_other CHECK (ticket_id <> related_id)
);
CREATE INDEX ticket_link_back ON ticket_link (related_id);

-- The history: rows are added and never changed (R-1.2). key makes a repeated request harmless.
CREATE TABLE ticket_history (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint NOT NULL REFERENCES ticket,
    at        timestamptz NOT NULL,
    kind      text NOT NULL CONSTRAINT ticket_history_kind CHECK (kind IN
              ('registered', 'call', 'note', 'wrap_up', 'oral_notice', 'applicant')),
    author_id bigint, -- NULL: the system itself
    author    text NOT NULL DEFAULT '',
    call_id   text,
    body      text NOT NULL DEFAULT '' CONSTRAINT ticket_history_body CHECK (length(body) <= 10000),
    details   jsonb NOT NULL DEFAULT '{}',
    key       text NOT NULL CONSTRAINT ticket_history_key CHECK (length(key) BETWEEN 1 AND 300),
    CONSTRAINT ticket_history_once UNIQUE (ticket_id, key)
);
CREATE INDEX ticket_history_timeline ON ticket_history (ticket_id, id);
CREATE INDEX ticket_history_at ON ticket_history USING brin (at);

-- +goose StatementBegin
CREATE FUNCTION ticket_history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket_history is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ticket_history_append_only', TABLE = 'ticket_history';
END $$;
-- +goose StatementEnd
CREATE TRIGGER ticket_history_append_only BEFORE UPDATE OR DELETE ON ticket_history
    FOR EACH ROW EXECUTE FUNCTION ticket_history_refuse();
CREATE TRIGGER ticket_history_append_only_whole BEFORE TRUNCATE ON ticket_history
    FOR EACH STATEMENT EXECUTE FUNCTION ticket_history_refuse();

-- An agent's note while it is typed: kept through reload and crash, gone with the wrap-up.
CREATE TABLE ticket_draft (
    ticket_id bigint NOT NULL REFERENCES ticket,
    agent_id  bigint NOT NULL,
    agent     text NOT NULL,
    body      text NOT NULL CONSTRAINT ticket_draft_body CHECK (length(body) <= 10000),
    version   bigint NOT NULL,
    saved_at  timestamptz NOT NULL,
    PRIMARY KEY (ticket_id, agent_id)
);
