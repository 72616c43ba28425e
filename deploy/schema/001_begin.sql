-- +goose Up
-- For people who look in with psql.
COMMENT ON SCHEMA public IS 'Hotline: the contact centre of the participatory budget';
