-- +goose Up
-- Where a ticket stands among all, as words of the index: on the shelf of 8 thousand tickets, and on larger ones. A search goes to
-- the newest shelf first, and only when it finds little there to the larger: then what a word costs does not grow with the register.
-- No text has such a word: it begins with a control character.
CREATE FUNCTION search_shelves(id bigint) RETURNS tsvector LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN array_to_tsvector(ARRAY[E'\x01a' || (id >> 13), E'\x01b' || (id >> 16), E'\x01c' || (id >> 19), E'\x01d' || (id >> 22)]);

UPDATE ticket_search_state SET backlog = (SELECT coalesce(max(id), 0) FROM ticket);
