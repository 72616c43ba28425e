-- +goose Up
-- The law's list of holidays is kept as the other parts of the calendar are: whose word a row is, and why.
ALTER TABLE calendar_feast
    ADD COLUMN reason     text NOT NULL DEFAULT 'Початковий перелік' CHECK (reason <> ''),
    ADD COLUMN author_id  bigint,
    ADD COLUMN author     text NOT NULL DEFAULT 'Початкові дані',
    ADD COLUMN created_at timestamptz NOT NULL DEFAULT now();
ALTER TABLE calendar_feast
    ALTER COLUMN reason DROP DEFAULT, ALTER COLUMN author DROP DEFAULT, ALTER COLUMN created_at DROP DEFAULT;

-- What is told of the calendar belongs to no ticket, and is told once a person and key as well.
ALTER TABLE notification
    ALTER COLUMN ticket_id DROP NOT NULL,
    DROP CONSTRAINT notification_once,
    ADD CONSTRAINT notification_once UNIQUE NULLS NOT DISTINCT (user_id, ticket_id, key),
    DROP CONSTRAINT notification_kind,
    ADD CONSTRAINT notification_kind CHECK (kind IN ('warning', 'breach', 'assigned', 'escalated', 'reopened', 'notice_late', 'registered_late',
                                                     'calendar_year', 'regime_unseen')),
    ADD CONSTRAINT notification_of_ticket CHECK ((ticket_id IS NULL) = (kind IN ('calendar_year', 'regime_unseen')));
