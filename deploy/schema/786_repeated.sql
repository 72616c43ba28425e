-- +goose Up
-- Which tickets repeat this one: asked when it is marked as a repetition itself, and when its time to go has come.
CREATE INDEX ticket_repeats ON ticket (duplicate_of) WHERE duplicate_of IS NOT NULL;
