-- +goose Up
-- Outside numbers to which a caller may be handed over: representatives of the working groups. Administrators keep the list.

CREATE TABLE destinations (
    number     text        PRIMARY KEY CONSTRAINT destinations_number CHECK (number ~ '^\+[1-9][0-9]{7,14}$'),
    name       text        NOT NULL CONSTRAINT destinations_name CHECK (name <> '' AND length(name) <= 200),
    note       text        NOT NULL DEFAULT '' CONSTRAINT destinations_note CHECK (length(note) <= 500),
    active     boolean     NOT NULL DEFAULT true,
    changed_at timestamptz NOT NULL
);

-- What the list was at any time, and who made it so. by: the user; NULL: the command line.
CREATE TABLE destination_history (
    id     bigint      GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at     timestamptz NOT NULL,
    by     bigint,
    number text        NOT NULL REFERENCES destinations,
    name   text        NOT NULL,
    note   text        NOT NULL,
    active boolean     NOT NULL
);
CREATE INDEX destination_history_number ON destination_history (number, id);
CREATE TRIGGER destination_history_written_once BEFORE UPDATE OR DELETE OR TRUNCATE ON destination_history
    FOR EACH STATEMENT EXECUTE FUNCTION refuse_change();

ALTER TABLE wishes ADD COLUMN number text NOT NULL DEFAULT '', -- of a consultation outside, with what the list says of it
                   ADD COLUMN name   text NOT NULL DEFAULT '';
