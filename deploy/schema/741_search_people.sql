-- +goose Up
-- Applicants have several addresses, and an index of their names for all who look for them (730).
DROP INDEX applicant_name_alike, applicant_email_part;
CREATE INDEX applicant_email_part ON applicant_email USING gin (email gin_trgm_ops);
