package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const selectDebts = `
SELECT n.id, n.ticket_id, n.stage, n.about, n.ways, CASE WHEN t.restricted = '' THEN n.text ELSE '' END, n.owed_at, n.due_at,
       n.state = 'queued', n.key, t.number, CASE WHEN t.restricted = '' THEN t.subject ELSE '' END,
       t.channel, t.status, t.service, coalesce(t.assignee_id, 0), t.assignee,
       CASE WHEN t.restricted <> '' OR a.restricted <> '' THEN 'Доступ обмежено' ELSE coalesce(a.full_name, '') END,
       CASE WHEN t.restricted <> '' OR a.restricted <> '' THEN '' ELSE coalesce(t.caller_e164, '') END, t.resolution_due_at
  FROM ticket_notice n JOIN ticket t ON t.id = n.ticket_id LEFT JOIN applicant a ON a.id = t.applicant_id
 WHERE n.state IN ('owed', 'queued') AND ($1 = '' OR t.service = $1) AND ($2::bigint = 0 OR t.assignee_id = $2)
   AND (NOT $3 OR 'oral' = ANY (n.ways)) AND ($4::timestamptz IS NULL OR n.due_at < $4)
   AND ($5::timestamptz IS NULL OR (n.due_at, n.id) > ($5, $6))
 ORDER BY n.due_at, n.id LIMIT $7`

// Debts implements tickets.Store, along the index of open debts.
func (s *Store) Debts(ctx context.Context, f tickets.DebtFilter) ([]tickets.Debt, error) {
	rows, err := s.pool.Query(ctx, selectDebts, f.Service, f.Assignee, f.Oral, null(f.LateAt), null(f.After.At), f.After.ID, f.Limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDebt)
}

func scanDebt(row pgx.CollectableRow) (tickets.Debt, error) {
	var d tickets.Debt
	var term *time.Time
	n := &d.Notice
	err := row.Scan(&n.ID, &n.Ticket, &n.Stage, &n.About, &n.Ways, &n.Text, &n.OwedAt, &n.DueAt, &n.Queued, &n.Key,
		&d.Number, &d.Subject, &d.Channel, &d.Status, &d.Service, &d.Assignee.ID, &d.Assignee.Name, &d.Applicant, &d.Phone, &term)
	n.OwedAt, n.DueAt, d.TermAt = n.OwedAt.UTC(), n.DueAt.UTC(), instant(term)
	return d, err
}
