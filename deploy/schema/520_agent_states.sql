-- +goose Up
-- What each agent did, from when until when: one row for each state that is over, written once. The present one is in agents.
CREATE TABLE agent_states (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    agent_id bigint NOT NULL REFERENCES agents,
    state    text NOT NULL,
    reason   text NOT NULL, -- of a break
    call_id  text,          -- of an offer, a talk, a wrap-up
    from_at  timestamptz NOT NULL,
    until_at timestamptz NOT NULL CHECK (until_at >= from_at)
);
CREATE INDEX agent_states_agent ON agent_states (agent_id, until_at);
CREATE INDEX agent_states_until ON agent_states (until_at);
CREATE TRIGGER agent_states_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON agent_states
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

-- A trigger, so that no way of changing a state can forget it. Two copies' clocks may differ a little: never backwards.
-- +goose StatementBegin
CREATE FUNCTION note_agent_state() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO agent_states (agent_id, state, reason, call_id, from_at, until_at)
    VALUES (OLD.id, OLD.state, OLD.reason, OLD.call_id, OLD.state_since, greatest(NEW.state_since, OLD.state_since));
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER agents_state_noted AFTER UPDATE ON agents FOR EACH ROW
    WHEN ((OLD.state, OLD.reason) IS DISTINCT FROM (NEW.state, NEW.reason)) EXECUTE FUNCTION note_agent_state();

-- Why somebody is on a break: a list that the administrator keeps. One that is retired stays, for the history's words.
CREATE TABLE break_reasons (
    reason     text PRIMARY KEY CHECK (reason ~ '^[a-z][a-z0-9_]{0,31}$'),
    name       text NOT NULL CHECK (name <> '' AND length(name) <= 64),
    position   int NOT NULL DEFAULT 0,
    retired_at timestamptz
);
INSERT INTO break_reasons (reason, name, position) VALUES
    ('lunch', 'Обід', 1), ('rest', 'Відпочинок', 2), ('training', 'Навчання', 3), ('technical', 'Технічна', 4);

-- Who changed what of the floor: an agent's state on somebody's behalf, and how calls are given out. Written once.
CREATE TABLE floor_changes (
    id       bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at       timestamptz NOT NULL,
    by_user  bigint, -- null: on the command line
    by_name  text NOT NULL,
    subject  text NOT NULL, -- e.g. agent:7, skill:english
    what     text NOT NULL,
    body     jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX floor_changes_subject ON floor_changes (subject, at DESC);
CREATE TRIGGER floor_changes_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON floor_changes
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
