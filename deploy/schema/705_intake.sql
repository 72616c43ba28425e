-- +goose Up
-- An appeal that is registered by hand carries its request's key: the same request twice is one ticket (R-4.1.2).
ALTER TABLE ticket ADD COLUMN request_key text CONSTRAINT ticket_request_key CHECK (length(request_key) BETWEEN 1 AND 128);
CREATE UNIQUE INDEX ticket_request_once ON ticket (request_key) WHERE request_key IS NOT NULL;
