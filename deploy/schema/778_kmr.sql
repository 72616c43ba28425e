-- +goose Up
-- КМР is a party of its own (Regulation 1).
ALTER TABLE ticket DROP CONSTRAINT ticket_unit;
ALTER TABLE ticket ADD CONSTRAINT ticket_unit CHECK (unit IN ('technical', 'mrg', 'gbk', 'kmr', 'other'));
