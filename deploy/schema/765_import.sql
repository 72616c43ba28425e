-- +goose Up
-- Every import of appeals or applicants, for ever (R-X.4): written in the transaction that brings its rows. Never changed.
CREATE TABLE ticket_import (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at         timestamptz NOT NULL,
    user_id    bigint NOT NULL,
    user_name  text NOT NULL CHECK (user_name <> ''), -- as it was at that moment
    ip         inet,
    file_name  text NOT NULL CONSTRAINT ticket_import_file CHECK (length(file_name) BETWEEN 1 AND 255),
    sha256     text NOT NULL CONSTRAINT ticket_import_sha256 CHECK (sha256 ~ '^[0-9a-f]{64}$'), -- of the file
    applicants boolean NOT NULL, -- applicants alone, without appeals
    rows       integer NOT NULL,
    registered integer NOT NULL, -- the others were in the register already
    CONSTRAINT ticket_import_counts CHECK (registered BETWEEN 0 AND rows)
);

-- +goose StatementBegin
CREATE FUNCTION ticket_import_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'ticket_import is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ticket_import_append_only', TABLE = 'ticket_import';
END $$;
-- +goose StatementEnd
CREATE TRIGGER ticket_import_append_only BEFORE UPDATE OR DELETE ON ticket_import FOR EACH ROW EXECUTE FUNCTION ticket_import_stays();
CREATE TRIGGER ticket_import_append_only_whole BEFORE TRUNCATE ON ticket_import FOR EACH STATEMENT EXECUTE FUNCTION ticket_import_stays();
