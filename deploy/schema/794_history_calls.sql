-- +goose Up
-- A caller's last talks are read before an agent says hello: two lines of a ticket's eight or ten, which lie wherever they were written.
CREATE INDEX ticket_history_calls ON ticket_history (ticket_id, id) WHERE kind IN ('call', 'wrap_up');
