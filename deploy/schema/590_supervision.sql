-- +goose Up
-- A supervisor has a telephone as an agent has, and no service: no line ever rings it.
ALTER TABLE agents
    ADD COLUMN role text NOT NULL DEFAULT 'agent' CHECK (role IN ('agent', 'supervisor')),
    ALTER COLUMN service DROP NOT NULL,
    ADD CONSTRAINT agents_service_of_role CHECK ((role = 'agent') = (service IS NOT NULL));
INSERT INTO agents (id, name, role, state_since, idle_since, offer_after, password)
    SELECT id, name, 'supervisor', now(), now(), now(), replace(gen_random_uuid()::text || gen_random_uuid()::text, '-', '')
    FROM users WHERE role = 'supervisor';

ALTER TABLE wishes ADD COLUMN mode text NOT NULL DEFAULT ''; -- of a supervisor

-- Who listened to which talk, how and why: a row for each thing that a supervisor asked to do, also when the telephone
-- was not answered (from_at stays empty).
CREATE TABLE supervisions (
    call_id    text NOT NULL REFERENCES calls,
    version    bigint NOT NULL, -- of the call, with this wish
    leg        text NOT NULL,
    supervisor bigint NOT NULL REFERENCES agents,
    agent      bigint,          -- whose talk it was at that moment; null: of nobody in the house
    mode       text NOT NULL CHECK (mode IN ('listen', 'whisper', 'barge', 'take_over')),
    reason     text NOT NULL CHECK (reason <> ''),
    asked_at   timestamptz NOT NULL,
    from_at    timestamptz,
    until_at   timestamptz,
    PRIMARY KEY (call_id, version)
);
CREATE INDEX supervisions_open ON supervisions (leg) WHERE until_at IS NULL;
CREATE INDEX supervisions_supervisor ON supervisions (supervisor, asked_at DESC);
