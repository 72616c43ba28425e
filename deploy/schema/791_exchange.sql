-- +goose Up
-- Two administrators who change a webhook at once are told apart: who changes one says which version of it was seen.
ALTER TABLE webhook ADD COLUMN version bigint NOT NULL DEFAULT 1;

-- A guard of rows does not see TRUNCATE: what is added and never changed is not emptied either.
CREATE TRIGGER setting_append_only_whole BEFORE TRUNCATE ON setting FOR EACH STATEMENT EXECUTE FUNCTION setting_refuse();
CREATE TRIGGER calendar_change_append_only_whole BEFORE TRUNCATE ON calendar_change FOR EACH STATEMENT EXECUTE FUNCTION ticket_history_refuse();
