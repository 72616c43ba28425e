-- +goose Up
-- Cards by name (R-1.4, R-4.4.2): the trigrams of all names were lists that grew with the register, and so did what a search read.
-- A name's words, and each two of them, are found at once; what was typed is first compared with the words that occur.

-- The words of a name as they are compared, in the order of their bytes.
CREATE FUNCTION name_words(name text) RETURNS text[] LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN ARRAY(SELECT w COLLATE "C" FROM regexp_split_to_table(search_fold(normalize(name, NFC)), '[^[:alnum:]ʼ]+') AS w
              WHERE w <> '' GROUP BY 1 ORDER BY 1);

-- What a card is found by: its words, and each two of the first 24 in their order. Its cost is above what it costs: no plan should make
-- the keys of many names. Its path is its own: a restored dump and autovacuum have none.
-- +goose StatementBegin
CREATE FUNCTION name_keys(name text) RETURNS text[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE COST 10000 SET search_path FROM CURRENT AS $$
DECLARE
    words text[] := name_words(name);
    keys  text[] := words;
BEGIN
    FOR one IN 1..least(cardinality(words), 24) LOOP
        FOR other IN one + 1..least(cardinality(words), 24) LOOP
            keys := keys || (words[one] || ' ' || words[other]);
        END LOOP;
    END LOOP;
    RETURN keys;
END $$;
-- +goose StatementEnd
CREATE INDEX applicant_names ON applicant USING gin (name_keys(full_name));
DROP INDEX applicant_name_trigrams;
ANALYZE applicant; -- how common each key is

-- The words that occur in names. Written by the program that fills the search, never by who writes a card: two who bring the same
-- new words would wait for each other.
CREATE TABLE name_word (word text COLLATE "C" PRIMARY KEY);
CREATE INDEX name_word_alike ON name_word USING gin (word gin_trgm_ops);
INSERT INTO name_word SELECT DISTINCT unnest(name_words(full_name)) FROM applicant;

-- Cards whose words are not among them yet.
CREATE TABLE name_word_due (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL
);
-- +goose StatementBegin
CREATE FUNCTION name_word_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO name_word_due (applicant_id) SELECT id FROM added;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION applicant_search_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO name_word_due (applicant_id) VALUES (NEW.id);
    INSERT INTO ticket_search_due (ticket_id) SELECT id FROM ticket WHERE applicant_id = NEW.id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER applicant_name_is_learned AFTER INSERT ON applicant REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION name_word_told();
