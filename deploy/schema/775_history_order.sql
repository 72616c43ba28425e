-- +goose Up
-- A history is read ticket by ticket, in its order: that is its key, and one index less for each line that is written.
ALTER TABLE ticket_history DROP CONSTRAINT ticket_history_pkey;
DROP INDEX ticket_history_timeline;
ALTER TABLE ticket_history ADD PRIMARY KEY (ticket_id, id);
