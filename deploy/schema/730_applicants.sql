-- +goose Up
-- Who appeals (Regulation 2.6): sub-groups, organisations, several addresses, merged cards, narrowed access, and for how long it is kept.

CREATE EXTENSION IF NOT EXISTS pg_trgm;

ALTER TABLE applicant
    ADD COLUMN subgroup        text NOT NULL DEFAULT '' CONSTRAINT applicant_subgroup
                               CHECK (subgroup = '' OR grp = 'internal' AND subgroup IN ('mrg', 'gbk', 'kmr', 'rda', 'department')),
    ADD COLUMN organisation_id bigint REFERENCES applicant,
    ADD COLUMN merged_into     bigint REFERENCES applicant, -- the card that stands for this one; it is never merged itself
    ADD COLUMN restricted      text NOT NULL DEFAULT '' CONSTRAINT applicant_restricted CHECK (length(restricted) <= 1000), -- the ground
    ADD COLUMN hold            text NOT NULL DEFAULT '' CONSTRAINT applicant_hold CHECK (length(hold) <= 1000), -- why nothing of his may expire
    ADD COLUMN version         bigint NOT NULL DEFAULT 1,
    ADD CONSTRAINT applicant_not_itself CHECK (merged_into <> id AND organisation_id <> id);
CREATE INDEX applicant_merged ON applicant (merged_into) WHERE merged_into IS NOT NULL;
CREATE INDEX applicant_members ON applicant (organisation_id) WHERE organisation_id IS NOT NULL;
CREATE INDEX applicant_name_trigrams ON applicant USING gin (lower(full_name) gin_trgm_ops);

ALTER TABLE applicant_phone ADD COLUMN shared boolean NOT NULL DEFAULT false; -- an office, a family: it names nobody

-- Every address of an applicant; applicant.email is the one to which letters go.
CREATE TABLE applicant_email (
    applicant_id bigint NOT NULL REFERENCES applicant,
    email        text NOT NULL CONSTRAINT applicant_email_lower_case CHECK (email = lower(email) AND length(email) BETWEEN 3 AND 254),
    confidence   integer NOT NULL DEFAULT 1,
    shared       boolean NOT NULL DEFAULT false,
    last_seen_at timestamptz NOT NULL,
    PRIMARY KEY (applicant_id, email)
);
CREATE INDEX applicant_email_by_address ON applicant_email (email, confidence DESC, last_seen_at DESC);
INSERT INTO applicant_email (applicant_id, email, last_seen_at) SELECT id, lower(email), updated_at FROM applicant WHERE length(email) >= 3;

-- +goose StatementBegin
CREATE FUNCTION applicant_email_known() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO applicant_email (applicant_id, email, last_seen_at) VALUES (NEW.id, lower(NEW.email), NEW.updated_at) ON CONFLICT DO NOTHING;
    RETURN NULL;
END $$;
-- +goose StatementEnd
CREATE TRIGGER applicant_email_known AFTER INSERT OR UPDATE OF email ON applicant
    FOR EACH ROW WHEN (length(NEW.email) >= 3) EXECUTE FUNCTION applicant_email_known();

-- Two cards of one person. Numbers and addresses stay where they are and are read together; appeals move, and which is remembered.
CREATE TABLE applicant_merge (
    id          bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    source_id   bigint NOT NULL REFERENCES applicant,
    target_id   bigint NOT NULL REFERENCES applicant,
    reason      text NOT NULL CONSTRAINT applicant_merge_reason CHECK (length(reason) BETWEEN 1 AND 1000),
    by_id       bigint NOT NULL,
    by_name     text NOT NULL,
    at          timestamptz NOT NULL,
    undone_at   timestamptz,
    undone_by   text NOT NULL DEFAULT '',
    undone_why  text NOT NULL DEFAULT '',
    CONSTRAINT applicant_merge_other CHECK (source_id <> target_id)
);
CREATE UNIQUE INDEX applicant_merge_once ON applicant_merge (source_id) WHERE undone_at IS NULL;
CREATE INDEX applicant_merge_target ON applicant_merge (target_id);
CREATE TABLE applicant_moved (
    merge_id  bigint NOT NULL REFERENCES applicant_merge,
    ticket_id bigint NOT NULL REFERENCES ticket,
    PRIMARY KEY (merge_id, ticket_id)
);
CREATE INDEX applicant_moved_ticket ON applicant_moved (ticket_id);

-- What was done with an applicant's card, and who read it while access to it was narrowed. Rows are added and never changed.
CREATE TABLE applicant_history (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    applicant_id bigint NOT NULL REFERENCES applicant,
    at           timestamptz NOT NULL,
    kind         text NOT NULL CONSTRAINT applicant_history_kind CHECK (kind IN ('created', 'changed', 'merged', 'merged_away', 'unmerged',
                 'unmerged_away', 'restricted', 'lifted', 'held', 'released', 'read')),
    author_id    bigint,
    author       text NOT NULL DEFAULT '',
    body         text NOT NULL DEFAULT '',
    details      jsonb NOT NULL DEFAULT '{}'
);
CREATE INDEX applicant_history_of ON applicant_history (applicant_id, id);

ALTER TABLE ticket
    ADD COLUMN applicant_subgroup text, -- as it was when the ticket was given to the applicant
    ADD COLUMN hold text NOT NULL DEFAULT '' CONSTRAINT ticket_hold CHECK (length(hold) <= 1000); -- why it may not expire

-- Three years (Regulation 4.3, Amb-10): what has expired leaves its number and its dates.
CREATE TABLE ticket_expired (
    number        bigint PRIMARY KEY,
    registered_at timestamptz NOT NULL,
    last_at       timestamptz NOT NULL,
    expired_at    timestamptz NOT NULL
);

-- Before three years nobody deletes a record; after them, only the job of retention, which says that it is one.
-- +goose StatementBegin
CREATE FUNCTION expired(at timestamptz) RETURNS boolean LANGUAGE sql STABLE AS $$
    SELECT coalesce(current_setting('hotline.retention', true), '') = 'on' AND at < now() - interval '3 years'
$$;
-- +goose StatementEnd
-- +goose StatementBegin
CREATE OR REPLACE FUNCTION ticket_history_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        IF expired(OLD.at) THEN
            RETURN OLD;
        END IF;
    END IF;
    RAISE EXCEPTION '% is append-only: % refused', TG_TABLE_NAME, TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = TG_TABLE_NAME || '_append_only', TABLE = TG_TABLE_NAME;
END $$;
-- +goose StatementEnd
CREATE TRIGGER applicant_history_append_only BEFORE UPDATE OR DELETE ON applicant_history
    FOR EACH ROW EXECUTE FUNCTION ticket_history_refuse();
CREATE TRIGGER applicant_history_append_only_whole BEFORE TRUNCATE ON applicant_history
    FOR EACH STATEMENT EXECUTE FUNCTION ticket_history_refuse();
-- +goose StatementBegin
CREATE FUNCTION applicant_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF expired(greatest(OLD.created_at, OLD.updated_at)) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'an applicant is kept three years: % refused', TG_OP
        USING ERRCODE = 'restrict_violation', CONSTRAINT = 'applicant_kept', TABLE = 'applicant';
END $$;
-- +goose StatementEnd
CREATE TRIGGER applicant_kept BEFORE DELETE ON applicant FOR EACH ROW EXECUTE FUNCTION applicant_refuse();
