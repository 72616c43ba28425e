-- +goose Up
-- Recordings of calls (Regulation 4.3.2): what is in the spool or under lock, and who listened to it.

CREATE TABLE recordings (
    id            uuid        PRIMARY KEY,
    call_id       text        NOT NULL CONSTRAINT recordings_call UNIQUE CHECK (call_id <> ''),
    started_at    timestamptz NOT NULL,
    duration_ms   bigint      NOT NULL DEFAULT 0 CHECK (duration_ms >= 0),
    state         text        NOT NULL CONSTRAINT recordings_state CHECK (state IN ('spooled', 'sealed', 'missing', 'failed')),
    reason        text        NOT NULL DEFAULT '',
    attempts      integer     NOT NULL DEFAULT 0 CHECK (attempts >= 0), -- failed ones
    channels      smallint    NOT NULL DEFAULT 2 CHECK (channels IN (1, 2)),
    size_bytes    bigint      NOT NULL DEFAULT 0 CHECK (size_bytes >= 0),
    sha256        text        NOT NULL DEFAULT '' CHECK (sha256 ~ '^([0-9a-f]{64})?$'),
    caller_sha256 text        NOT NULL DEFAULT '' CHECK (caller_sha256 ~ '^([0-9a-f]{64})?$'),
    heard_sha256  text        NOT NULL DEFAULT '' CHECK (heard_sha256 ~ '^([0-9a-f]{64})?$'),
    object_key    text        NOT NULL DEFAULT '',
    version_id    text        NOT NULL DEFAULT '',
    retain_until  timestamptz NOT NULL,
    legal_hold    boolean     NOT NULL DEFAULT false,
    warnings      text[]      NOT NULL DEFAULT '{}',
    sealed_at     timestamptz,
    version       bigint      NOT NULL DEFAULT 1,
    CONSTRAINT recordings_three_years CHECK (
        retain_until AT TIME ZONE 'UTC' >= started_at AT TIME ZONE 'UTC' + interval '3 years'),
    CONSTRAINT recordings_sealed CHECK (
        (state = 'sealed') = (sealed_at IS NOT NULL)
        AND (state <> 'sealed' OR (size_bytes > 0 AND sha256 <> '' AND object_key <> '' AND version_id <> ''))),
    CONSTRAINT recordings_reason CHECK ((state IN ('missing', 'failed')) = (reason <> ''))
);
CREATE INDEX recordings_started ON recordings (started_at DESC, id DESC);
CREATE INDEX recordings_open ON recordings (started_at) WHERE state <> 'sealed'; -- what a person or a job must still look at

-- Each change of a recording's state, for ever.
CREATE TABLE recording_history (
    id           bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    recording_id uuid        NOT NULL REFERENCES recordings,
    at           timestamptz NOT NULL,
    state        text        NOT NULL CHECK (state IN ('spooled', 'sealed', 'missing', 'failed')),
    reason       text        NOT NULL
);
CREATE INDEX recording_history_recording ON recording_history (recording_id, id);

-- Who asked to hear which recording and why; the row stands before the first byte leaves.
CREATE TABLE recording_listens (
    id           uuid        PRIMARY KEY,
    recording_id uuid        NOT NULL REFERENCES recordings,
    user_id      bigint      NOT NULL,
    user_name    text        NOT NULL CHECK (user_name <> ''), -- as it was at that moment
    ip           inet,
    reason       text        NOT NULL CHECK (length(reason) BETWEEN 3 AND 500),
    at           timestamptz NOT NULL,
    expires_at   timestamptz NOT NULL CHECK (expires_at > at),
    duration_ms  bigint      NOT NULL CHECK (duration_ms >= 0) -- of the recording at that moment
);
CREATE INDEX recording_listens_recording ON recording_listens (recording_id, at DESC);
CREATE INDEX recording_listens_user ON recording_listens (user_id, at DESC);

-- What the player says was heard, in milliseconds of the recording. Ranges of requests prove nothing: browsers read ahead.
CREATE TABLE recording_heard (
    id        bigint         GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    listen_id uuid           NOT NULL REFERENCES recording_listens,
    at        timestamptz    NOT NULL,
    heard_ms  int4multirange NOT NULL CHECK (NOT isempty(heard_ms) AND lower(heard_ms) >= 0 AND NOT lower_inf(heard_ms) AND NOT upper_inf(heard_ms))
);
CREATE INDEX recording_heard_listen ON recording_heard (listen_id);

-- +goose StatementBegin
CREATE FUNCTION recording_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '% is append-only', TG_TABLE_NAME USING ERRCODE = 'restrict_violation';
END $$;
-- +goose StatementEnd
CREATE TRIGGER recording_history_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recording_history
    FOR EACH STATEMENT EXECUTE FUNCTION recording_append_only();
CREATE TRIGGER recording_listens_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recording_listens
    FOR EACH STATEMENT EXECUTE FUNCTION recording_append_only();
CREATE TRIGGER recording_heard_append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON recording_heard
    FOR EACH STATEMENT EXECUTE FUNCTION recording_append_only();
CREATE TRIGGER recordings_kept BEFORE DELETE OR TRUNCATE ON recordings
    FOR EACH STATEMENT EXECUTE FUNCTION recording_append_only();

-- What is sealed stays what it was: the hold and a later end may still be written, nothing else.
-- +goose StatementBegin
CREATE FUNCTION recording_sealed_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.retain_until < OLD.retain_until THEN
        RAISE EXCEPTION 'the retention of recording % cannot be shortened', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF (NEW.id, NEW.call_id, NEW.started_at) IS DISTINCT FROM (OLD.id, OLD.call_id, OLD.started_at) THEN
        RAISE EXCEPTION 'recording % keeps its call and its start', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    IF OLD.state = 'sealed' AND
       (NEW.state, NEW.duration_ms, NEW.size_bytes, NEW.sha256, NEW.caller_sha256, NEW.heard_sha256, NEW.object_key, NEW.version_id, NEW.sealed_at)
       IS DISTINCT FROM
       (OLD.state, OLD.duration_ms, OLD.size_bytes, OLD.sha256, OLD.caller_sha256, OLD.heard_sha256, OLD.object_key, OLD.version_id, OLD.sealed_at) THEN
        RAISE EXCEPTION 'recording % is sealed', OLD.id USING ERRCODE = 'restrict_violation';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER recordings_sealed_stays BEFORE UPDATE ON recordings FOR EACH ROW EXECUTE FUNCTION recording_sealed_stays();
