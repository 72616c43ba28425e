package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// open is the condition of the partial indexes on tickets that somebody still works on.
const open = `t.status NOT IN ('resolved', 'closed')`

// Open implements tickets.Store, in one statement: a caller waits for it. Two that open the same call at once meet at
// ticket_call_once: the second waits for the first and then reads its ticket.
func (s *Store) Open(ctx context.Context, n tickets.NewTicket, e tickets.Entry) (t tickets.Ticket, opened bool, err error) {
	t, err = insert(ctx, s.pool, n, e)
	if errors.Is(err, tickets.ErrNotFound) {
		if n.RequestKey != "" {
			t, err = one(ctx, s.pool, selectTicket+`WHERE t.request_key = $1`, n.RequestKey)
			return t, false, err
		}
		t, err = ticket(ctx, s.pool, tickets.Key{Call: n.Ticket.Call})
		return t, false, err
	}
	if err != nil {
		return t, false, fmt.Errorf("insert ticket: %w", err)
	}
	return t, true, nil
}

// sender is the pool, which makes a batch one transaction, or a transaction.
type sender interface {
	SendBatch(ctx context.Context, b *pgx.Batch) pgx.BatchResults
}

// insert writes the ticket, its first entry and its links. ErrNotFound: the call or the request has a ticket.
func insert(ctx context.Context, to sender, n tickets.NewTicket, e tickets.Entry) (tickets.Ticket, error) {
	doc, err := document(e)
	if err != nil {
		return tickets.Ticket{}, err
	}
	t := n.Ticket
	b := &pgx.Batch{}
	// Otherwise PostgreSQL plans it anew each time, which takes longer than to carry it out.
	settings := `SELECT set_config('plan_cache_mode', 'force_generic_plan', true)`
	if t.Call != "" { // opened again if the database crashes before it is on the disk; the caller's offer, that waits, is later in the same log
		settings += `, set_config('synchronous_commit', 'off', true)`
	}
	b.Queue(settings)
	var found []tickets.Ticket
	promises, percents, fires := columnsOf(n.Timers)
	b.Queue(insertTicket, pgx.NamedArgs{"channel": t.Channel, "status": t.Status, "service": t.Service, "subject": t.Subject,
		"registered": t.RegisteredAt, "call": null(t.Call), "caller": null(t.Caller), "raw": t.RawCaller, "did": t.DID, "after_hours": t.AfterHours,
		"received": t.ReceivedAt, "reaction": t.Target.Reaction / time.Minute, "resolution": t.Target.Resolution / time.Minute, "calendar": t.CalendarVersion,
		"reaction_due": t.ReactionDueAt, "resolution_due": t.ResolutionDueAt, "type": null(t.Class.Type), "category": null(t.Class.Category),
		"process": null(t.Process), "expedited": t.Expedited, "description": t.Description, "oral": t.OralReason, "content": t.Content, "request": null(n.RequestKey), "from_receipt": t.FromReceipt, "origin": t.Origin, "late": n.Late,
		"author_id": null(e.Author.ID), "author": e.Author.Name,
		"promises": promises, "percents": percents, "fires": fires, "ways": tickets.Ways(t.Channel, tickets.StageRegistration), "entry_at": e.At, "entry_kind": e.Kind, "entry_call": null(e.Call), "entry_text": e.Text, "details": doc, "key": e.Key}).Query(func(rows pgx.Rows) (err error) {
		found, err = pgx.CollectRows(rows, scanTicket)
		return err
	})
	if err := to.SendBatch(ctx, b).Close(); err != nil {
		return tickets.Ticket{}, err
	}
	if len(found) == 0 {
		return tickets.Ticket{}, tickets.ErrNotFound
	}
	return found[0], nil
}

// Exactly one applicant with the number is the caller, as long as nobody says otherwise; several are a choice that a person
// makes, and a shared number names nobody. A call that is told again is the usual way here after a restart: it must not burn a number.
var insertTicket = `
WITH known AS (
    SELECT min(coalesce(a.merged_into, a.id)) AS id FROM applicant_phone p JOIN applicant a ON a.id = p.applicant_id
     WHERE p.e164 = @caller HAVING count(DISTINCT coalesce(a.merged_into, a.id)) = 1 AND NOT bool_or(p.shared)),
self AS (
    INSERT INTO ticket (channel, status, service, subject, applicant_id, applicant_group, applicant_subgroup,
           call_id, caller_e164, caller_raw, did, after_hours, received_at, registered_at,
           reaction_minutes, resolution_minutes, calendar_version, reaction_due_at, resolution_due_at, type, category,
           process, expedited, description, oral_reason, content, request_key, from_receipt, origin)
    SELECT @channel::text, @status::text, @service::text, @subject::text,
           (SELECT id FROM known), (SELECT a.grp FROM applicant a JOIN known USING (id)), (SELECT nullif(a.subgroup, '') FROM applicant a JOIN known USING (id)),
           @call::text, @caller::text, @raw::text, @did::text, @after_hours::boolean, @received::timestamptz, @registered::timestamptz,
           @reaction::int, @resolution::int, @calendar::bigint, @reaction_due::timestamptz, @resolution_due::timestamptz, @type::text, @category::text,
           @process::text, @expedited::boolean, @description::text, @oral::text, @content::jsonb, @request::text, @from_receipt::boolean, @origin::text
     WHERE NOT EXISTS (SELECT FROM ticket WHERE call_id = @call::text)
    ON CONFLICT DO NOTHING RETURNING *), -- its call, or its request, has a ticket
entry AS (
    INSERT INTO ticket_history (ticket_id, at, kind, author_id, author, call_id, body, details, key)
    SELECT id, @entry_at::timestamptz, @entry_kind::text, @author_id::bigint, @author::text, @entry_call::text, @entry_text::text, @details::jsonb, @key::text FROM self),
debt AS ( -- the number and the term (Regulation 4.9.5)
    INSERT INTO ticket_notice (ticket_id, stage, about, ways, owed_at, due_at, key, state)
    SELECT id, 'registration', 'registration', @ways::text[], registered_at, reaction_due_at, 'registration', ` + fmt.Sprintf(stateOf, "@ways::text[]") + ` FROM self
    RETURNING id AS notice_id, ticket_id, about, owed_at, state),
letter AS (
    INSERT INTO ticket_outbox (ticket_id, notice_id, kind, body, key, made_at)
    SELECT ticket_id, notice_id, 'letter', jsonb_build_object('about', about), 'letter:' || notice_id, owed_at FROM debt WHERE state = 'queued'),
timers AS (
    INSERT INTO ticket_timer (ticket_id, promise, percent, fire_at, set_at)
    SELECT id, promise, percent, fire_at, registered_at FROM self, unnest(@promises::text[], @percents::smallint[], @fires::timestamptz[]) AS n (promise, percent, fire_at)),
late AS ( -- Amb-23
    INSERT INTO notification (user_id, at, kind, ticket_id, author, text, key)
    SELECT s.id, self.registered_at, 'registered_late', self.id, '', @late::text, 'registered_late' FROM self, staff s WHERE @late::text <> '' AND s.role = 'supervisor'
    RETURNING pg_notify('` + inboxChannel + `', user_id::text)),
news AS (` + newsOf("self", "'ticket.registered'", "t.registered_at", "'{}'::jsonb", "'registered'") + `), ` + links + `
SELECT ` + ticketColumns + ` FROM self t LEFT JOIN applicant a ON a.id = t.applicant_id`

// links marks the ticket in self as a repeated appeal: it is linked to the earlier tickets of the same applicant or number
// on which somebody still works, the newest twenty.
const links = `earlier AS (
    SELECT his.* FROM self CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t WHERE t.applicant_id = self.applicant_id AND ` + open + ` AND t.id < self.id AND t.registered_at <= self.registered_at
         ORDER BY t.registered_at DESC LIMIT 20) his
    UNION
    SELECT same.* FROM self CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t WHERE t.caller_e164 = self.caller_e164 AND ` + open + ` AND t.id < self.id AND t.registered_at <= self.registered_at
         ORDER BY t.registered_at DESC LIMIT 20) same),
linked AS (
    INSERT INTO ticket_link (ticket_id, related_id, kind, created_at)
    SELECT self.id, earlier.id, 'repeat', self.registered_at FROM self, (SELECT id FROM earlier ORDER BY registered_at DESC LIMIT 20) earlier
    ON CONFLICT DO NOTHING)`

// linkTicket does so for a ticket that was given to another applicant, of whom later ones may be known already: they repeat it.
const linkTicket = `WITH self AS (SELECT id, applicant_id, caller_e164, registered_at FROM ticket WHERE id = $1), ` + links + `,
repeating AS (
    INSERT INTO ticket_link (ticket_id, related_id, kind, created_at)
    SELECT his.id, self.id, 'repeat', his.registered_at FROM self JOIN ticket t ON t.id = self.id AND ` + open + ` CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t WHERE t.applicant_id = self.applicant_id AND ` + open + ` AND t.id > self.id AND t.registered_at >= self.registered_at
         ORDER BY t.registered_at LIMIT 20) his
    ON CONFLICT DO NOTHING) SELECT`

func link(ctx context.Context, tx pgx.Tx, id tickets.TicketID) error {
	if _, err := tx.Exec(ctx, linkTicket, id); err != nil {
		return fmt.Errorf("link repeated appeals: %w", err)
	}
	return nil
}
