-- +goose Up
-- What is done with a ticket (tickets/act.go), its two promises with their halves, debts of notices, what leaves the house.

-- The business processes of the weekly report (Regulation 3.3.4), data.
CREATE TABLE business_process (
    code         text PRIMARY KEY CONSTRAINT business_process_code CHECK (code ~ '^[a-z0-9_]{1,40}$'),
    name         text NOT NULL,
    report_order smallint NOT NULL UNIQUE,
    active       boolean NOT NULL DEFAULT true
);
INSERT INTO business_process (code, name, report_order) VALUES
    ('digital_signature', 'Авторизація через ЕЦП', 1),
    ('bankid_privat24', 'Авторизація через BankID Приват 24', 2),
    ('bankid_nbu', 'Авторизація через BankID НБУ (Ощадбанк, Радабанк)', 3),
    ('gbk_application', 'Формування заявки в кандидати ГБК', 4),
    ('gbk_moderation', 'Модерація кандидатів в ГБК', 5),
    ('rework', 'Доопрацювання системи', 6),
    ('other', 'Інше', 7);

ALTER TABLE ticket
    ADD COLUMN description        text NOT NULL DEFAULT '' CONSTRAINT ticket_description CHECK (length(description) <= 10000),
    ADD COLUMN process            text REFERENCES business_process,
    ADD COLUMN oral_reason        text NOT NULL DEFAULT '',
    ADD COLUMN content            jsonb NOT NULL DEFAULT '{}',
    ADD COLUMN assignee_id        bigint,
    ADD COLUMN assignee           text NOT NULL DEFAULT '',
    ADD COLUMN expedited          boolean NOT NULL DEFAULT false,
    ADD COLUMN expedite_reason    text NOT NULL DEFAULT '',
    ADD COLUMN unit               text CONSTRAINT ticket_unit CHECK (unit IN ('technical', 'mrg', 'gbk', 'other')),
    ADD COLUMN responsible        text NOT NULL DEFAULT '',
    ADD COLUMN decision_at        timestamptz,
    ADD COLUMN decision           text NOT NULL DEFAULT '',
    ADD COLUMN gbk_accepted_at    timestamptz,
    ADD COLUMN planned_release_at timestamptz,
    ADD COLUMN postponed_until    timestamptz,
    ADD COLUMN close_reason       text CONSTRAINT ticket_close_reason CHECK (close_reason IN ('solved', 'consulted', 'redirected_mrg',
                                  'redirected_gbk', 'third_party_service', 'impossible', 'duplicate', 'no_contact')),
    ADD COLUMN duplicate_of       bigint REFERENCES ticket,
    ADD COLUMN restricted         text NOT NULL DEFAULT '',
    ADD COLUMN reopened           integer NOT NULL DEFAULT 0,
    -- The halves of both promises (Regulation 1.6, Table 1**).
    ADD COLUMN assigned_at        timestamptz,
    ADD COLUMN informed_at        timestamptz,
    ADD COLUMN done_at            timestamptz,
    ADD COLUMN told_at            timestamptz,
    ADD COLUMN reaction_met_at    timestamptz GENERATED ALWAYS AS (CASE WHEN assigned_at IS NULL OR informed_at IS NULL THEN NULL
                                  ELSE greatest(assigned_at, informed_at) END) STORED,
    ADD COLUMN resolution_met_at  timestamptz GENERATED ALWAYS AS (CASE WHEN done_at IS NULL OR told_at IS NULL THEN NULL
                                  ELSE greatest(done_at, told_at) END) STORED,
    ADD COLUMN extension_us       bigint NOT NULL DEFAULT 0 CHECK (extension_us >= 0),
    ADD COLUMN pauses             jsonb NOT NULL DEFAULT '[]',
    ADD COLUMN resolution_left_us bigint, -- the clock stands, and this is left
    DROP CONSTRAINT ticket_due_after_registration,
    ALTER COLUMN resolution_due_at DROP NOT NULL,
    ADD CONSTRAINT ticket_due CHECK (reaction_due_at >= registered_at AND (resolution_due_at IS NULL) = (resolution_left_us IS NOT NULL)),
    ADD CONSTRAINT ticket_closed_has_reason CHECK (status <> 'closed' OR close_reason IS NOT NULL),
    ADD CONSTRAINT ticket_mrg_is_named CHECK (close_reason IS DISTINCT FROM 'redirected_mrg' OR responsible <> ''), -- Regulation 4.11.2
    ADD CONSTRAINT ticket_gbk_is_told CHECK (close_reason IS DISTINCT FROM 'redirected_gbk' OR gbk_accepted_at IS NOT NULL), -- 4.11.5
    ADD CONSTRAINT ticket_duplicate CHECK ((close_reason IS NOT DISTINCT FROM 'duplicate') = (duplicate_of IS NOT NULL));
-- A talk that was answered was the reaction and told who is responsible (Amb-4); what was resolved in a talk was told there.
UPDATE ticket SET assigned_at = first_response_at, informed_at = first_response_at, done_at = resolved_at, told_at = resolved_at;

ALTER TABLE ticket_history DROP CONSTRAINT ticket_history_kind, ADD CONSTRAINT ticket_history_kind CHECK (kind IN
    ('registered', 'call', 'note', 'wrap_up', 'oral_notice', 'applicant', 'act', 'notice', 'recount', 'warning'));

-- Debts: what the applicant must be told, and until when (Regulation, Table 2). A paid one is a fact and stays.
CREATE TABLE ticket_notice (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id  bigint NOT NULL REFERENCES ticket,
    stage      text NOT NULL CONSTRAINT ticket_notice_stage CHECK (stage IN ('registration', 'status', 'closing')),
    about      text NOT NULL CONSTRAINT ticket_notice_about CHECK (about IN
               ('registration', 'assigned', 'term', 'question', 'postponed', 'handed_over', 'result')),
    ways       text[] NOT NULL CHECK (ways <@ ARRAY['oral', 'email'] AND cardinality(ways) > 0),
    text       text NOT NULL DEFAULT '', -- what a person wrote for the applicant
    owed_at    timestamptz NOT NULL,
    due_at     timestamptz NOT NULL,
    state      text NOT NULL DEFAULT 'owed' CONSTRAINT ticket_notice_state CHECK (state IN ('owed', 'queued', 'paid', 'void')),
    paid_at    timestamptz,
    way        text CHECK (way = ANY (ways)),
    paid_by_id bigint,
    paid_by    text NOT NULL DEFAULT '',
    call_id    text,
    message_id text,
    key        text NOT NULL,
    CONSTRAINT ticket_notice_once UNIQUE (ticket_id, key),
    CONSTRAINT ticket_notice_paid CHECK ((state = 'paid') = (paid_at IS NOT NULL AND way IS NOT NULL))
);
CREATE INDEX ticket_notice_owed ON ticket_notice (due_at) WHERE state IN ('owed', 'queued');
CREATE INDEX ticket_notice_ticket ON ticket_notice (ticket_id, id);

-- What leaves the house, written in the transaction of the act that made it necessary and sent by a job.
CREATE TABLE ticket_outbox (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    ticket_id  bigint NOT NULL REFERENCES ticket,
    kind       text NOT NULL,
    body       jsonb NOT NULL,
    key        text NOT NULL,
    made_at    timestamptz NOT NULL,
    sent_at    timestamptz,
    tries      integer NOT NULL DEFAULT 0,
    last_error text NOT NULL DEFAULT '',
    CONSTRAINT ticket_outbox_once UNIQUE (ticket_id, key)
);
CREATE INDEX ticket_outbox_waiting ON ticket_outbox (kind, id) WHERE sent_at IS NULL;

-- Each service's list in its order (Regulation 3.3.1, Amb-7): out of turn first, then by registration.
CREATE INDEX ticket_queue ON ticket (service, expedited DESC, registered_at, id) WHERE status NOT IN ('resolved', 'closed');
CREATE INDEX ticket_mine ON ticket (assignee_id, registered_at, id) WHERE status NOT IN ('resolved', 'closed') AND assignee_id IS NOT NULL;
-- Near-breach and breach: promises that are not kept, by deadline.
CREATE INDEX ticket_reaction_due ON ticket (reaction_due_at) WHERE reaction_met_at IS NULL AND status <> 'closed';
CREATE INDEX ticket_resolution_due ON ticket (resolution_due_at) WHERE resolution_met_at IS NULL AND status <> 'closed' AND resolution_due_at IS NOT NULL;
