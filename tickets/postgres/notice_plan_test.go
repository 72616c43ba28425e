package postgres_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
	"hotline/tickets/postgres"
)

var wholeTable = regexp.MustCompile(`Seq Scan on (ticket|ticket_notice|ticket_timer|notification|webhook_delivery|ticket_outbox) `)

// What is asked every few seconds, or at each look at a screen, reads along an index, whatever the register has grown to.
func TestNotices_NothingReadsAWholeTable(t *testing.T) {
	r := newRegister(t)
	fillTickets(t, r, 20_000)
	for _, statement := range []string{
		`INSERT INTO ticket_timer (ticket_id, promise, percent, fire_at, set_at) SELECT id, 'resolution', percent, registered_at + percent * interval '1 hour', registered_at
		   FROM ticket, unnest('{50,75,90,100}'::int[]) percent`,
		`UPDATE ticket_timer SET fired_at = fire_at WHERE fire_at < '2026-11-20Z'`,
		`INSERT INTO notification (user_id, at, kind, ticket_id, key, read_at) SELECT id % 40, registered_at, 'assigned', id, 'k', CASE WHEN id % 20 <> 0 THEN registered_at END FROM ticket`,
		`INSERT INTO webhook (url, events, secret, created_at, created_by, changed_at, changed_by) SELECT 'https://example.com/', '{ticket.closed}', 'key', now(), '', now(), '' FROM generate_series(1, 2)`,
		`INSERT INTO webhook_delivery (webhook_id, ticket_id, event, made_at, next_at, key, body, state)
		 SELECT w.id, t.id, 'ticket.closed', t.registered_at, t.registered_at, t.id, '{}', CASE WHEN t.id % 100 = 0 THEN 'waiting' ELSE 'delivered' END FROM ticket t, webhook w`,
		`ANALYZE`,
	} {
		_, err := r.pool.Exec(t.Context(), statement)
		must(t, err)
	}
	now := kyiv(t, "2026-11-23 10:15")
	type statement struct {
		sql  string
		args []any
	}
	debts := func(f tickets.DebtFilter) statement {
		sql, args := postgres.DebtsPage(f)
		return statement{sql, args}
	}
	for what, statement := range map[string]statement{
		"debts":            debts(tickets.DebtFilter{Limit: 50}),
		"debts, behind":    debts(tickets.DebtFilter{After: tickets.Cursor{At: now.AddDate(0, -3, 0), ID: 77}, Limit: 50}),
		"late debts, mine": debts(tickets.DebtFilter{Service: tickets.Information, Assignee: 7, Oral: true, LateAt: now, Limit: 50}),
		"an inbox":         {postgres.SelectInbox, []any{7, 0, 20}},
		"unread":           {postgres.CountUnread, []any{7, 100}},
		"timers":           {postgres.Fireable, []any{now, 100}},
		"late notices":     {postgres.Indebted, []any{now, 100}},
		"deliveries":       {postgres.ClaimDeliveries, []any{1, now, now.Add(time.Minute), 4}},
	} {
		rows, err := r.pool.Query(t.Context(), "EXPLAIN "+statement.sql, statement.args...)
		must(t, err)
		lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
		must(t, err)
		if plan := strings.Join(lines, "\n"); wholeTable.MatchString(plan) {
			t.Errorf("%s reads a whole table:\n%s", what, plan)
		}
	}
}
