-- +goose Up
-- Who is told what and when: timers of the two promises, people's inboxes, what leaves the house, webhooks.

-- Whom the register may tell something: what it knows of web's accounts.
CREATE VIEW staff AS SELECT id, name, role, service FROM users WHERE disabled_at IS NULL;

-- When a part of a promise is used up, in working time. Written anew with the clock; a fired one is remembered, so that nobody is
-- warned twice of the same term. A promise that is kept, and a clock that stands, has none that could fire.
CREATE TABLE ticket_timer (
    ticket_id bigint NOT NULL REFERENCES ticket,
    promise   text NOT NULL CONSTRAINT ticket_timer_promise CHECK (promise IN ('reaction', 'resolution')),
    percent   smallint NOT NULL CONSTRAINT ticket_timer_percent CHECK (percent IN (50, 75, 90, 100)),
    fire_at   timestamptz NOT NULL,
    set_at    timestamptz NOT NULL, -- when it was counted: a term that was over by then was shortened (Amb-16)
    fired_at  timestamptz,
    PRIMARY KEY (ticket_id, promise, percent)
);
CREATE INDEX ticket_timer_fire ON ticket_timer (fire_at) WHERE fired_at IS NULL;
-- Tickets that are open already. The worker warns of the highest part that is used up by now.
INSERT INTO ticket_timer (ticket_id, promise, percent, fire_at, set_at)
SELECT t.id, p.promise, 100, p.due, t.registered_at FROM ticket t CROSS JOIN LATERAL (VALUES
       ('reaction', CASE WHEN t.reaction_met_at IS NULL THEN t.reaction_due_at END),
       ('resolution', CASE WHEN t.resolution_met_at IS NULL THEN t.resolution_due_at END)) p (promise, due)
 WHERE t.status NOT IN ('resolved', 'closed') AND p.due IS NOT NULL;

-- A person's inbox.
CREATE TABLE notification (
    id        bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    user_id   bigint NOT NULL,
    at        timestamptz NOT NULL,
    kind      text NOT NULL CONSTRAINT notification_kind CHECK (kind IN ('warning', 'breach', 'assigned', 'escalated', 'reopened', 'notice_late')),
    ticket_id bigint NOT NULL REFERENCES ticket,
    promise   text NOT NULL DEFAULT '',
    percent   smallint NOT NULL DEFAULT 0,
    due_at    timestamptz,
    author    text NOT NULL DEFAULT '',
    text      text NOT NULL DEFAULT '',
    read_at   timestamptz,
    key       text NOT NULL,
    CONSTRAINT notification_once UNIQUE (user_id, ticket_id, key)
);
CREATE INDEX notification_inbox ON notification (user_id, id DESC);
CREATE INDEX notification_unread ON notification (user_id) WHERE read_at IS NULL;

-- Debts in the order in which they are due, page by page; a late one is told once.
ALTER TABLE ticket_notice ADD COLUMN warned_at timestamptz;
DROP INDEX ticket_notice_owed;
CREATE INDEX ticket_notice_owed ON ticket_notice (due_at, id) WHERE state IN ('owed', 'queued');
CREATE INDEX ticket_notice_late ON ticket_notice (due_at) WHERE state = 'owed' AND warned_at IS NULL;

-- What leaves the house: a letter that pays a debt, letters to ГБК and to технічний супровід, a hand-over by webhook.
ALTER TABLE ticket_outbox
    ADD COLUMN notice_id bigint REFERENCES ticket_notice,
    ADD COLUMN state     text NOT NULL DEFAULT 'waiting' CONSTRAINT ticket_outbox_state CHECK (state IN ('waiting', 'sent', 'void', 'dead')),
    ADD COLUMN via       text CONSTRAINT ticket_outbox_via CHECK (via IN ('mail', 'webhook')), -- NULL: nobody has looked at it
    ADD COLUMN next_at   timestamptz NOT NULL DEFAULT '-infinity';
UPDATE ticket_outbox SET state = 'sent' WHERE sent_at IS NOT NULL;
ALTER TABLE ticket_outbox ADD CONSTRAINT ticket_outbox_sent CHECK ((state = 'sent') = (sent_at IS NOT NULL));
DROP INDEX ticket_outbox_waiting;
CREATE INDEX ticket_outbox_waiting ON ticket_outbox (kind, next_at, id) WHERE state = 'waiting';
CREATE INDEX ticket_outbox_newest ON ticket_outbox (id DESC) WHERE state <> 'sent';
CREATE UNIQUE INDEX ticket_outbox_notice ON ticket_outbox (notice_id) WHERE notice_id IS NOT NULL;

-- Who outside is told what becomes of tickets.
CREATE TABLE webhook (
    id         bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    url        text NOT NULL CONSTRAINT webhook_url CHECK (length(url) <= 2000),
    events     text[] NOT NULL CONSTRAINT webhook_events CHECK (cardinality(events) > 0),
    secret     text NOT NULL, -- the key of the signature; shown once
    note       text NOT NULL DEFAULT '' CONSTRAINT webhook_note CHECK (length(note) <= 200),
    active     boolean NOT NULL DEFAULT true,
    created_at timestamptz NOT NULL,
    created_by text NOT NULL,
    changed_at timestamptz NOT NULL,
    changed_by text NOT NULL,
    deleted_at timestamptz -- its deliveries stay readable
);

-- One event for one webhook, written in the transaction of the change, with the ticket as it was then.
CREATE TABLE webhook_delivery (
    id           bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    webhook_id   bigint NOT NULL REFERENCES webhook,
    ticket_id    bigint NOT NULL REFERENCES ticket,
    event        text NOT NULL,
    made_at      timestamptz NOT NULL,
    body         jsonb NOT NULL,
    key          text NOT NULL,
    state        text NOT NULL DEFAULT 'waiting' CONSTRAINT webhook_delivery_state CHECK (state IN ('waiting', 'delivered', 'dead', 'void')),
    tries        integer NOT NULL DEFAULT 0,
    next_at      timestamptz NOT NULL,
    tried_at     timestamptz,
    delivered_at timestamptz,
    last_status  integer NOT NULL DEFAULT 0,
    last_error   text NOT NULL DEFAULT '',
    CONSTRAINT webhook_delivery_once UNIQUE (webhook_id, key)
);
CREATE INDEX webhook_delivery_due ON webhook_delivery (webhook_id, next_at) WHERE state = 'waiting';
CREATE INDEX webhook_delivery_newest ON webhook_delivery (webhook_id, id DESC);
