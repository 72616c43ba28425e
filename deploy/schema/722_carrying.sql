-- +goose Up
-- Which tickets have an open debt, ticket by ticket: a list asks it of each row that it shows.
CREATE INDEX ticket_notice_open ON ticket_notice (ticket_id) WHERE state IN ('owed', 'queued');

-- What a carrier may take; a letter that was written for mail waits for mail alone.
DROP INDEX ticket_outbox_waiting;
CREATE INDEX ticket_outbox_waiting ON ticket_outbox (kind, next_at, id) WHERE state = 'waiting' AND via IS DISTINCT FROM 'mail';
