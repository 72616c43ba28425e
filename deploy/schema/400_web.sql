-- +goose Up
-- Who may log in, and who is logged in.

CREATE TABLE users (
    id                  bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY, -- an agent's id everywhere else
    login               text        NOT NULL CONSTRAINT users_login UNIQUE
                                    CONSTRAINT users_login_form CHECK (login ~ '^[a-z0-9][a-z0-9._@-]{1,63}$'),
    name                text        NOT NULL CONSTRAINT users_name CHECK (name <> '' AND length(name) <= 200),
    role                text        NOT NULL CONSTRAINT users_role CHECK (role IN ('agent', 'supervisor', 'administrator')),
    service             text        CONSTRAINT users_service CHECK (service IN ('information', 'organisation')),
    password_hash       text        NOT NULL CHECK (password_hash LIKE '$argon2id$%'), -- PHC string
    disabled_at         timestamptz,
    created_at          timestamptz NOT NULL,
    password_changed_at timestamptz NOT NULL,
    CONSTRAINT users_agent_has_service CHECK ((role = 'agent') = (service IS NOT NULL))
);

-- What happened to an account, for ever. A person's row in users is never deleted, so the name behind an id stays known.
CREATE TABLE user_history (
    id      bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id bigint      NOT NULL REFERENCES users,
    at      timestamptz NOT NULL,
    event   text        NOT NULL CONSTRAINT user_history_event
                        CHECK (event IN ('added', 'password_changed', 'disabled', 'enabled', 'logged_in', 'logged_out')),
    address text        NOT NULL DEFAULT ''
);
CREATE INDEX user_history_user ON user_history (user_id, at DESC);

-- The cookie itself is nowhere: only its SHA-256, so that a copy of the database opens no session.
CREATE TABLE user_session (
    token_sha256 bytea       PRIMARY KEY CHECK (octet_length(token_sha256) = 32),
    user_id      bigint      NOT NULL REFERENCES users,
    created_at   timestamptz NOT NULL,
    seen_at      timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL -- absolute; the idle limit is reckoned from seen_at
);
CREATE INDEX user_session_user ON user_session (user_id);
CREATE INDEX user_session_expires ON user_session (expires_at);

-- Attempts to log in, by login and by address (both hashed: people type passwords into the field for the login).
CREATE UNLOGGED TABLE login_attempt (
    key       bytea       PRIMARY KEY,
    attempts  integer     NOT NULL CHECK (attempts > 0),
    began_at  timestamptz NOT NULL
);
CREATE INDEX login_attempt_began ON login_attempt (began_at);
