-- +goose Up
-- The rules of downtimes are edited by several administrators: whoever edits what another has changed meanwhile is told.
ALTER TABLE work_limit
    ADD COLUMN version    bigint NOT NULL DEFAULT 1,
    ADD COLUMN changed_by text NOT NULL DEFAULT '',
    ADD COLUMN changed_at timestamptz NOT NULL DEFAULT '2000-01-01';

-- Whoever wrote on Facebook is sent to an official channel; where an appeal came from so is kept (Amb-11). '' is nothing special.
ALTER TABLE ticket ADD COLUMN origin text NOT NULL DEFAULT '' CONSTRAINT ticket_origin CHECK (origin IN ('', 'facebook_referral'));
CREATE INDEX ticket_of_facebook ON ticket (registered_at DESC, id DESC) WHERE origin = 'facebook_referral';
