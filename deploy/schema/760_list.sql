-- +goose Up
-- The register's lists. Each order has its index; next_due_at is the nearest deadline of a promise that is not kept.

ALTER TABLE ticket ADD COLUMN next_due_at timestamptz GENERATED ALWAYS AS (CASE WHEN status = 'closed' THEN NULL ELSE least(
    CASE WHEN assigned_at IS NULL OR informed_at IS NULL THEN reaction_due_at END,
    CASE WHEN done_at IS NULL OR told_at IS NULL THEN resolution_due_at END) END) STORED;

-- The nearest deadline first: near, and breached.
CREATE INDEX ticket_due ON ticket (next_due_at, id) WHERE next_due_at IS NOT NULL;
CREATE INDEX ticket_due_of_service ON ticket (service, next_due_at, id) WHERE next_due_at IS NOT NULL;
-- In turn over all services; each service has ticket_queue.
CREATE INDEX ticket_queue_of_all ON ticket (expedited DESC, registered_at, id) WHERE status NOT IN ('resolved', 'closed');
-- The newest of one service, responsible, process, unit.
CREATE INDEX ticket_newest_of_service ON ticket (service, registered_at DESC, id DESC);
CREATE INDEX ticket_newest_of_assignee ON ticket (assignee_id, registered_at DESC, id DESC) WHERE assignee_id IS NOT NULL;
CREATE INDEX ticket_newest_of_process ON ticket (process, registered_at DESC, id DESC) WHERE process IS NOT NULL;
CREATE INDEX ticket_newest_of_unit ON ticket (unit, registered_at DESC, id DESC) WHERE unit IS NOT NULL;

-- Every export, for ever (R-X.4): the row stands before a byte leaves, and is filled in once when it is whole.
CREATE TABLE ticket_export (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    at          timestamptz NOT NULL,
    user_id     bigint NOT NULL,
    user_name   text NOT NULL CHECK (user_name <> ''), -- as it was at that moment
    ip          inet,
    format      text NOT NULL CONSTRAINT ticket_export_format CHECK (format IN ('csv', 'xlsx')),
    filter      text NOT NULL, -- the address's query
    tickets     bigint,
    finished_at timestamptz,
    CONSTRAINT ticket_export_whole CHECK ((tickets IS NULL) = (finished_at IS NULL))
);

-- +goose StatementBegin
CREATE FUNCTION ticket_export_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'UPDATE' OR OLD.finished_at IS NOT NULL OR
       (NEW.id, NEW.at, NEW.user_id, NEW.user_name, NEW.ip, NEW.format, NEW.filter) IS DISTINCT FROM
       (OLD.id, OLD.at, OLD.user_id, OLD.user_name, OLD.ip, OLD.format, OLD.filter) THEN
        RAISE EXCEPTION 'ticket_export is append-only: % refused', TG_OP
            USING ERRCODE = 'restrict_violation', CONSTRAINT = 'ticket_export_append_only', TABLE = 'ticket_export';
    END IF;
    RETURN NEW;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ticket_export_append_only BEFORE UPDATE OR DELETE ON ticket_export FOR EACH ROW EXECUTE FUNCTION ticket_export_stays();
CREATE TRIGGER ticket_export_append_only_whole BEFORE TRUNCATE ON ticket_export FOR EACH STATEMENT EXECUTE FUNCTION ticket_export_stays();
