-- +goose Up
-- What is mine is read in turn, as the queues are: what goes out of turn stands first in the index, too.
DROP INDEX ticket_mine;
CREATE INDEX ticket_mine ON ticket (assignee_id, expedited DESC, registered_at, id)
    WHERE status NOT IN ('resolved', 'closed') AND assignee_id IS NOT NULL;
