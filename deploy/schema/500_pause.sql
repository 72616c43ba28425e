-- +goose Up
ALTER TABLE wishes ADD COLUMN reason text NOT NULL DEFAULT ''; -- of a pause of the recording
