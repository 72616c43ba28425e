-- +goose Up
-- Figures that the regulation leaves open, each from an instant on. Rows are added and never changed; before the first row of a
-- name the program's own reading holds (tickets.SettingRules).
CREATE TABLE setting (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    name       text NOT NULL CONSTRAINT setting_name CHECK (name IN ('erase_within_days', 'pausing', 'from_receipt', 'late_after_minutes', 'reopen_days')),
    valid_from timestamptz NOT NULL,
    value      integer NOT NULL,
    reason     text NOT NULL CHECK (reason <> ''),
    author_id  bigint,
    author     text NOT NULL,
    created_at timestamptz NOT NULL,
    CONSTRAINT setting_once UNIQUE (name, valid_from)
);
-- +goose StatementBegin
CREATE FUNCTION setting_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'setting is append-only: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'setting_append_only', TABLE = 'setting';
END $$;
-- +goose StatementEnd
CREATE TRIGGER setting_append_only BEFORE UPDATE OR DELETE ON setting FOR EACH ROW EXECUTE FUNCTION setting_refuse();

-- Which instant a ticket's terms are counted from is decided once, at its registration (Amb-23).
ALTER TABLE ticket ADD COLUMN from_receipt boolean NOT NULL DEFAULT false;
ALTER TABLE ticket
    DROP CONSTRAINT ticket_due,
    ADD CONSTRAINT ticket_due CHECK (reaction_due_at >= CASE WHEN from_receipt THEN received_at ELSE registered_at END
                                     AND (resolution_due_at IS NULL) = (resolution_left_us IS NOT NULL));

-- An appeal that waited too long between its arrival and its registration is told to the supervisors (Amb-23).
ALTER TABLE notification
    DROP CONSTRAINT notification_kind,
    ADD CONSTRAINT notification_kind CHECK (kind IN ('warning', 'breach', 'assigned', 'escalated', 'reopened', 'notice_late', 'registered_late'));
