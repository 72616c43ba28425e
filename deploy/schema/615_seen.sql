-- +goose Up
ALTER TABLE wishes ADD COLUMN seen text NOT NULL DEFAULT ''; -- the call's state that the agent saw; empty: not told
