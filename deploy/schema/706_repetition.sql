-- +goose Up
-- A repetition is closed when the applicant knows of it, and may be closed because nobody can be reached.
ALTER TABLE ticket DROP CONSTRAINT ticket_duplicate,
    ADD CONSTRAINT ticket_duplicate CHECK (close_reason IS DISTINCT FROM 'duplicate' OR duplicate_of IS NOT NULL);
