-- +goose Up
-- Search in the register (R-1.4): words in any of their forms, names and words with a slip, and nobody who changes a ticket
-- waits for it.

CREATE EXTENSION IF NOT EXISTS pg_trgm; -- the owner of the database may do so

-- What is compared: small letters, one apostrophe (U+02BC, which does not part a word), one spelling of what has two, and no
-- Latin i in a Cyrillic word. Each character becomes one, so that a place in the result is a place in the text.
CREATE FUNCTION search_fold(body text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN replace(replace(replace(replace(replace(
    regexp_replace(
        regexp_replace(
            regexp_replace(translate(lower(body), 'ґё', 'ге'),
                '(?<=[[:alpha:]])[''’‘`´′ʹ](?=[[:alpha:]])', 'ʼ', 'g'),
            '(?<=[а-яєії])i|i(?=[а-яєії])', 'і', 'g'),
        '\mкеп\M', 'ецп', 'g'), -- the law of 2017 named the ЕЦП anew
    'проект', 'проєкт'), 'проекц', 'проєкц'), 'траекто', 'траєкто'), 'плеер', 'плеєр'), 'фойе', 'фойє'); -- spelling of 2019

-- Names that are written apart or together.
CREATE FUNCTION search_join(folded text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE
RETURN regexp_replace(regexp_replace(folded, '\m(bank|kyiv)[ -]+id\M', '\1id', 'g'), '\mприват[ -]+24\M', 'приват24', 'g');

-- Until the program finds the Ukrainian dictionary on the database's machine: stems of what is Cyrillic, everything else as it is.
CREATE TEXT SEARCH DICTIONARY search_stem (TEMPLATE = snowball, Language = russian);
CREATE TEXT SEARCH CONFIGURATION search (COPY = pg_catalog.simple);
ALTER TEXT SEARCH CONFIGURATION search ALTER MAPPING FOR word, hword, hword_part WITH search_stem;

CREATE TABLE ticket_search (
    ticket_id bigint PRIMARY KEY REFERENCES ticket ON DELETE CASCADE,
    tsv       tsvector NOT NULL
);
CREATE INDEX ticket_search_words ON ticket_search USING gin (tsv) WITH (gin_pending_list_limit = 1024);

-- Tickets whose words are not in ticket_search yet. Added to and taken from, and never a row that two writers wait for.
CREATE TABLE ticket_search_due (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id bigint NOT NULL
);

CREATE TABLE ticket_search_state (
    id      smallint PRIMARY KEY DEFAULT 1 CHECK (id = 1),
    mode    text NOT NULL DEFAULT 'stem' CONSTRAINT ticket_search_mode CHECK (mode IN ('dictionary', 'stem')),
    backlog bigint NOT NULL -- tickets up to this one are still to be read, the newest first; 0: all are
);
INSERT INTO ticket_search_state (backlog) SELECT coalesce(max(id), 0) FROM ticket;

-- The words that occur, to find what a slip meant. seen_on lets go of those that no ticket has any more (Amb-10).
CREATE TABLE search_word (
    word    text PRIMARY KEY,
    seen_on date NOT NULL
);
CREATE INDEX search_word_alike ON search_word USING gin (word gin_trgm_ops);

CREATE INDEX applicant_name_alike ON applicant USING gin (full_name gin_trgm_ops);
CREATE INDEX applicant_login_part ON applicant USING gin (gb_login gin_trgm_ops) WHERE gb_login <> '';
CREATE INDEX applicant_email_part ON applicant USING gin (email gin_trgm_ops) WHERE email <> '';

-- Every change of a ticket is a line of its history.
-- +goose StatementBegin
CREATE FUNCTION ticket_search_told() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_search_due (ticket_id) SELECT DISTINCT ticket_id FROM added;
    RETURN NULL;
END $$;

CREATE FUNCTION applicant_search_renamed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ticket_search_due (ticket_id) SELECT id FROM ticket WHERE applicant_id = NEW.id;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER ticket_history_is_searched AFTER INSERT ON ticket_history REFERENCING NEW TABLE AS added
    FOR EACH STATEMENT EXECUTE FUNCTION ticket_search_told();
CREATE TRIGGER applicant_name_is_searched AFTER UPDATE OF full_name ON applicant FOR EACH ROW
    WHEN (OLD.full_name IS DISTINCT FROM NEW.full_name) EXECUTE FUNCTION applicant_search_renamed();
