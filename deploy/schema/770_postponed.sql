-- +goose Up
-- What was put off until an instant goes on by itself then.
CREATE INDEX ticket_postponed ON ticket (postponed_until) WHERE status = 'postponed' AND postponed_until IS NOT NULL;
