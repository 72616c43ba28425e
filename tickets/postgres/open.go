package postgres

import (
	"context"
	"errors"
	"fmt"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// open is the condition of the partial indexes on tickets that somebody still works on.
const open = `t.status NOT IN ('resolved', 'closed')`

// Open implements tickets.Store. Two that open the same call at once meet at ticket_call_once:
// the second waits for the first and then reads its ticket.
func (s *Store) Open(ctx context.Context, n tickets.NewTicket, e tickets.Entry) (t tickets.Ticket, opened bool, err error) {
	// A call that is told again is the usual way here after a restart; it must not burn a number.
	if n.Ticket.Call != "" {
		t, err := ticket(ctx, s.pool, tickets.Key{Call: n.Ticket.Call})
		if !errors.Is(err, tickets.ErrNotFound) {
			return t, false, err
		}
	}
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		id, err := insertTicket(ctx, tx, n)
		if opened = err == nil; errors.Is(err, pgx.ErrNoRows) {
			t, err = ticket(ctx, tx, tickets.Key{Call: n.Ticket.Call})
			return err
		}
		if err != nil {
			return fmt.Errorf("insert ticket: %w", err)
		}
		e.Ticket = id
		if _, err := insertEntry(ctx, tx, e); err != nil {
			return err
		}
		if err := link(ctx, tx, id); err != nil {
			return err
		}
		t, err = ticket(ctx, tx, tickets.Key{ID: id})
		return err
	})
	return t, opened && err == nil, err
}

func insertTicket(ctx context.Context, tx pgx.Tx, n tickets.NewTicket) (id tickets.TicketID, err error) {
	t := n.Ticket
	// Exactly one applicant with this number is the caller, as long as nobody says otherwise; several are a choice
	// that a person makes.
	err = tx.QueryRow(ctx, `
WITH known AS (SELECT min(applicant_id) AS id FROM applicant_phone WHERE e164 = $7 HAVING count(*) = 1)
INSERT INTO ticket (channel, status, service, subject, applicant_id, applicant_group,
       call_id, caller_e164, caller_raw, did, after_hours, received_at, registered_at,
       reaction_minutes, resolution_minutes, calendar_version, reaction_due_at, resolution_due_at, type, category)
VALUES ($1, $2, $3, $4, (SELECT id FROM known), (SELECT a.grp FROM applicant a JOIN known USING (id)),
       $6, $7, $8, $9, $10, $11, $5, $12, $13, $14, $15, $16, $17, $18)
ON CONFLICT ON CONSTRAINT ticket_call_once DO NOTHING RETURNING id`,
		t.Channel, t.Status, t.Service, t.Subject, t.RegisteredAt,
		null(t.Call), null(t.Caller), t.RawCaller, t.DID, t.AfterHours, t.ReceivedAt,
		n.ReactionMinutes, n.ResolutionMinutes, n.CalendarVersion, t.ReactionDueAt, t.ResolutionDueAt,
		null(t.Class.Type), null(t.Class.Category)).Scan(&id)
	return id, err
}

// link marks a ticket as a repeated appeal: it is linked to the earlier tickets of the same applicant or number on
// which somebody still works, the newest twenty.
func link(ctx context.Context, tx pgx.Tx, id tickets.TicketID) error {
	_, err := tx.Exec(ctx, `
WITH self AS (SELECT id, applicant_id, caller_e164, registered_at FROM ticket WHERE id = $1),
earlier AS (
    SELECT his.* FROM self CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t WHERE t.applicant_id = self.applicant_id AND `+open+` AND t.id < self.id
         ORDER BY t.registered_at DESC LIMIT 20) his
    UNION
    SELECT same.* FROM self CROSS JOIN LATERAL (
        SELECT t.id, t.registered_at FROM ticket t WHERE t.caller_e164 = self.caller_e164 AND `+open+` AND t.id < self.id
         ORDER BY t.registered_at DESC LIMIT 20) same)
INSERT INTO ticket_link (ticket_id, related_id, kind, created_at)
SELECT self.id, earlier.id, 'repeat', self.registered_at FROM self, (SELECT id FROM earlier ORDER BY registered_at DESC LIMIT 20) earlier
ON CONFLICT DO NOTHING`, id)
	if err != nil {
		return fmt.Errorf("link earlier tickets: %w", err)
	}
	return nil
}
