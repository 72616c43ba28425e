-- +goose Up
-- The FAQ and ready answers (Regulation 1, 4.13), the register of downtimes with its rules (Regulation 1, 3.2.4).

CREATE TABLE article (
    id         bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind       text        NOT NULL CONSTRAINT article_kind CHECK (kind IN ('question', 'answer')),
    process    text        CONSTRAINT article_process REFERENCES business_process,
    title      text        NOT NULL CONSTRAINT article_title CHECK (title <> '' AND length(title) <= 300),
    body       text        NOT NULL CONSTRAINT article_body CHECK (body <> '' AND length(body) <= 10000),
    links      jsonb       NOT NULL DEFAULT '[]',
    position   integer     NOT NULL DEFAULT 0,
    published  boolean     NOT NULL DEFAULT false,
    uses       bigint      NOT NULL DEFAULT 0, -- tickets in which it was used; not a change of the article
    version    bigint      NOT NULL DEFAULT 1,
    changed_at timestamptz NOT NULL,
    changed_by text        NOT NULL
);
CREATE INDEX article_order ON article (kind, position, id);

-- Once a ticket. The ticket itself may be deleted when its years are over; the count stays.
CREATE TABLE article_use (
    article_id bigint      NOT NULL REFERENCES article,
    ticket_id  bigint      NOT NULL,
    at         timestamptz NOT NULL,
    by_id      bigint,
    PRIMARY KEY (article_id, ticket_id)
);

-- «Періодичність виконання планових робіт»: one row. works 0: no limit.
CREATE TABLE work_limit (
    one    boolean PRIMARY KEY DEFAULT true CHECK (one),
    works  integer NOT NULL CHECK (works >= 0),
    period text    NOT NULL CHECK (period IN ('week', 'month'))
);
INSERT INTO work_limit (works, period) VALUES (4, 'month');

-- Days in which works need an approval: projects are submitted, a vote ends.
CREATE TABLE protected_period (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text   NOT NULL CHECK (name <> '' AND length(name) <= 300),
    from_day date   NOT NULL,
    to_day   date   NOT NULL,
    CHECK (to_day >= from_day)
);

-- Section 5 of the regulation, which its text lacks (Amb-13). Nobody is deleted: approvals name them.
CREATE TABLE responsible (
    id       bigint  GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name     text    NOT NULL CHECK (name <> ''),
    position text    NOT NULL DEFAULT '',
    contact  text    NOT NULL DEFAULT '',
    active   boolean NOT NULL DEFAULT true
);

-- What callers can hear before the line; the sound itself is a file of this name among the switch's prompts.
CREATE TABLE line_prompt (
    name   text    PRIMARY KEY CHECK (name ~ '^[a-z0-9][a-z0-9-]{0,39}$'),
    words  text    NOT NULL CHECK (words <> '' AND length(words) <= 1000),
    active boolean NOT NULL DEFAULT true
);
INSERT INTO line_prompt (name, words) VALUES
    ('outage', 'Система «Громадський бюджет» тимчасово недоступна через аварію. Фахівці вже працюють над відновленням. Якщо ваше запитання інше, залишайтеся на лінії.'),
    ('works', 'Зараз тривають планові роботи в системі «Громадський бюджет», вона може бути недоступна. Якщо ваше запитання інше, залишайтеся на лінії.');

CREATE TABLE downtime (
    id          bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    kind        text        NOT NULL CONSTRAINT downtime_kind CHECK (kind IN ('planned', 'emergency')),
    title       text        NOT NULL CONSTRAINT downtime_title CHECK (title <> '' AND length(title) <= 300),
    works       text        NOT NULL DEFAULT '',
    starts_at   timestamptz NOT NULL,
    ends_at     timestamptz,
    state       text        NOT NULL CONSTRAINT downtime_state CHECK (state IN ('draft', 'approved', 'running', 'done', 'cancelled')),
    agreed_by   text        NOT NULL DEFAULT '',
    approver_id bigint      REFERENCES responsible,
    approver    text        NOT NULL DEFAULT '',
    approved_at timestamptz,
    prompt      text        CONSTRAINT downtime_prompt REFERENCES line_prompt,
    ended_at    timestamptz,
    why         text        NOT NULL DEFAULT '',
    author      text        NOT NULL,
    version     bigint      NOT NULL DEFAULT 1,
    changed_at  timestamptz NOT NULL,
    CONSTRAINT downtime_order CHECK (ends_at > starts_at),
    CONSTRAINT downtime_planned_has_end CHECK (kind = 'emergency' OR ends_at IS NOT NULL),
    -- From 19:00 to 08:00 of the next day in Kyiv (Regulation 3.2.4); eight hours back, a night is one day.
    CONSTRAINT downtime_night CHECK (kind = 'emergency' OR
        ((starts_at AT TIME ZONE 'Europe/Kyiv') - interval '8 hours')::time >= '11:00' AND
        (ends_at AT TIME ZONE 'Europe/Kyiv') - interval '8 hours' <= ((starts_at AT TIME ZONE 'Europe/Kyiv') - interval '8 hours')::date + interval '1 day'),
    CONSTRAINT downtime_agreed CHECK (state <> 'approved' OR agreed_by <> '' AND approved_at IS NOT NULL),
    CONSTRAINT downtime_over CHECK ((state IN ('done', 'cancelled')) = (ended_at IS NOT NULL))
);
CREATE INDEX downtime_time ON downtime (starts_at DESC, id DESC);
CREATE INDEX downtime_near ON downtime (starts_at) WHERE state IN ('approved', 'running');

-- Who changed what of all that. Written once.
CREATE TABLE subject_change (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at      timestamptz NOT NULL,
    by_id   bigint,
    by_name text        NOT NULL,
    subject text        NOT NULL, -- e.g. article:5, downtime:7, limit
    what    text        NOT NULL,
    note    text        NOT NULL DEFAULT '',
    body    jsonb       NOT NULL
);
CREATE INDEX subject_change_subject ON subject_change (subject, id DESC);
CREATE TRIGGER subject_change_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON subject_change
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
