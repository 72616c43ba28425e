-- +goose Up
CREATE TABLE nodes (
    node  text PRIMARY KEY,
    epoch bigint NOT NULL DEFAULT 0 -- grows with each copy of hotline that takes the node over
);

CREATE TABLE agents (
    id             bigint PRIMARY KEY, -- the user's
    name           text NOT NULL,
    service        text NOT NULL CHECK (service IN ('information', 'organisation')),
    state          text NOT NULL DEFAULT 'offline' CHECK (state IN ('offline', 'available', 'offered', 'on_call', 'wrap_up', 'break')),
    reason         text NOT NULL DEFAULT '',
    state_since    timestamptz NOT NULL,
    idle_since     timestamptz NOT NULL, -- whoever is idle longest is offered the next call
    offer_after    timestamptz NOT NULL, -- after a declined offer: a moment's rest before the next
    phone          text NOT NULL DEFAULT 'browser' CHECK (phone IN ('browser', 'desk')),
    password       text NOT NULL, -- of the phones' accounts in the switch; random, ours
    browser_reachable boolean NOT NULL DEFAULT false,
    desk_reachable boolean NOT NULL DEFAULT false,
    desktop        boolean NOT NULL DEFAULT false,
    call_id        text,
    leg            text,
    next_state     text NOT NULL DEFAULT '' CHECK (next_state IN ('', 'available', 'offline', 'break')),
    next_reason    text NOT NULL DEFAULT '',
    wrap_up_until  timestamptz,
    extensions     int NOT NULL DEFAULT 0,
    -- An agent has a call exactly in the states that mean one.
    CHECK ((call_id IS NOT NULL) = (state IN ('offered', 'on_call', 'wrap_up'))),
    CHECK ((leg IS NOT NULL) = (state IN ('offered', 'on_call'))),
    CHECK ((wrap_up_until IS NOT NULL) = (state = 'wrap_up'))
);
CREATE UNIQUE INDEX agents_leg ON agents (leg); -- one live leg belongs to one agent
CREATE INDEX agents_idle ON agents (service, idle_since) WHERE state = 'available';

CREATE TABLE calls (
    id         text PRIMARY KEY CHECK (length(id) <= 149),
    node       text NOT NULL,
    state      text NOT NULL,
    version    bigint NOT NULL CHECK (version > 0),
    service    text NOT NULL,
    number     text NOT NULL,
    ticket_id  bigint,
    priority   int NOT NULL,
    queued_at  timestamptz,
    arrived_at timestamptz NOT NULL,
    ended_at   timestamptz,
    end_reason text NOT NULL,
    settled    boolean NOT NULL DEFAULT false, -- ended, nothing left in the switch, the ticket known
    body       jsonb NOT NULL,                  -- the call as a value
    CHECK ((ended_at IS NOT NULL) = (state = 'ended')),
    CHECK ((end_reason <> '') = (state = 'ended'))
);
CREATE INDEX calls_line ON calls (node, service, priority DESC, queued_at) WHERE state = 'waiting';
CREATE INDEX calls_live ON calls (node) WHERE NOT settled;
CREATE INDEX calls_arrived ON calls (arrived_at DESC, id DESC);
CREATE INDEX calls_number ON calls (number, arrived_at DESC) WHERE number <> '';
CREATE INDEX calls_ticket ON calls (ticket_id);

CREATE TABLE call_events (
    call_id text NOT NULL REFERENCES calls,
    version bigint NOT NULL,
    at      timestamptz NOT NULL,
    kind    text NOT NULL,
    state   text NOT NULL,
    agent   bigint, -- whom it concerns
    body    jsonb NOT NULL,
    PRIMARY KEY (call_id, version)
);

CREATE TABLE offers (
    leg      text PRIMARY KEY,
    call_id  text NOT NULL,
    agent_id bigint NOT NULL REFERENCES agents,
    made_at  timestamptz NOT NULL,
    answered_at timestamptz,
    ended_at timestamptz,
    outcome  text NOT NULL DEFAULT ''
);
CREATE INDEX offers_call ON offers (call_id);
CREATE INDEX offers_agent ON offers (agent_id, made_at DESC);

CREATE TABLE wishes (
    id      bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    node    text NOT NULL,
    call_id text NOT NULL,
    agent_id bigint NOT NULL,
    action  text NOT NULL, -- an agent's action, or 'shown'
    service text NOT NULL DEFAULT '',
    target  bigint NOT NULL DEFAULT 0,
    leg     text NOT NULL DEFAULT '',
    at      timestamptz NOT NULL
);

-- +goose StatementBegin
CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'rows of % are written once', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER call_events_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON call_events
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();
