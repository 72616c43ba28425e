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
  FROM ticket_notice n JOIN ticket t ON t.id = n.ticket_id LEFT JOIN applicant a ON a.id = t.applicant_id`

// Debts implements tickets.Store, along the index of open debts.
func (s *Store) Debts(ctx context.Context, f tickets.DebtFilter) ([]tickets.Debt, error) {
	sql, args := debts(f)
	rows, err := s.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDebt)
}

func debts(f tickets.DebtFilter) (sql string, args []any) {
	c := &conditions{}
	c.where(owed)
	of(c, "t.service = %s", f.Service)
	of(c, "t.assignee_id = %s", f.Assignee)
	of(c, "n.due_at < %s", f.LateAt)
	if f.Oral {
		c.where("'oral' = ANY (n.ways)")
	}
	if f.After.ID != 0 {
		c.where("(n.due_at, n.id) > (%s, %s)", f.After.At, f.After.ID)
	}
	sql = selectDebts + c.String() + " ORDER BY n.due_at, n.id LIMIT " + c.arg(f.Limit)
	return sql, c.args
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
