-- +goose Up
-- Where an agent's phone is registered. Only that node can ring it, and only that node knows when it has gone.
ALTER TABLE agents ADD COLUMN browser_node text NOT NULL DEFAULT '', ADD COLUMN desk_node text NOT NULL DEFAULT '';
