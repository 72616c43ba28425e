package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const selectNotice = `
SELECT n.id, n.ticket_id, n.stage, n.about, n.ways, n.text, n.owed_at, n.due_at, n.state, n.key,
       n.paid_at, coalesce(n.way, ''), coalesce(n.paid_by_id, 0), n.paid_by, coalesce(n.call_id, ''), coalesce(n.message_id, '')
  FROM ticket_notice n `

func scanNotice(row pgx.CollectableRow) (tickets.Notice, error) {
	var n tickets.Notice
	var state string
	var paid *time.Time
	err := row.Scan(&n.ID, &n.Ticket, &n.Stage, &n.About, &n.Ways, &n.Text, &n.OwedAt, &n.DueAt, &state, &n.Key,
		&paid, &n.Paid.Way, &n.Paid.By.ID, &n.Paid.By.Name, &n.Paid.Call, &n.Paid.Letter)
	n.OwedAt, n.DueAt, n.Paid.At = n.OwedAt.UTC(), n.DueAt.UTC(), instant(paid)
	n.Queued, n.Void = state == "queued", state == "void"
	if paid != nil {
		n.Paid.Notice = n.ID
	}
	return n, err
}

// Notices implements tickets.Store.
func (s *Store) Notices(ctx context.Context, id tickets.TicketID) ([]tickets.Notice, error) {
	rows, err := s.pool.Query(ctx, selectNotice+`WHERE n.ticket_id = $1 ORDER BY n.id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanNotice)
}

// PayNotice implements tickets.Store. The ticket is locked before its notice, as everywhere.
func (s *Store) PayNotice(ctx context.Context, id int64, decide func(tickets.Ticket, tickets.Notice) (tickets.Change, error)) (paid bool, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		var of tickets.TicketID
		if err := tx.QueryRow(ctx, `SELECT ticket_id FROM ticket_notice WHERE id = $1`, id).Scan(&of); err != nil {
			return found(err)
		}
		t, err := locked(ctx, tx, of)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, selectNotice+`WHERE n.id = $1`, id)
		if err != nil {
			return err
		}
		n, err := pgx.CollectExactlyOneRow(rows, scanNotice)
		if err != nil || !n.Owed() {
			return err
		}
		change, err := decide(t, n)
		if err != nil {
			return err
		}
		_, paid, err = store(ctx, tx, change)
		return err
	})
	return paid, err
}
