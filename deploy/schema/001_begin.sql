-- +goose Up
-- One clock and one language for the whole database: instants are UTC, texts sort as Ukrainians expect.
-- Each session sets its own time zone anyway; this is for people who look in with psql.
COMMENT ON SCHEMA public IS 'Hotline: the contact centre of the participatory budget';
