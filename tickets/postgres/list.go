package postgres

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hotline/tickets"
)

// conditions are a statement's: it is put together of what a filter uses, so that each combination gets a plan of its own.
type conditions struct {
	all  []string
	args []any
}

func (c *conditions) arg(v any) string {
	c.args = append(c.args, v)
	return fmt.Sprintf("$%d", len(c.args))
}

// where adds a condition; each %s stands for the next value.
func (c *conditions) where(condition string, values ...any) {
	places := make([]any, len(values))
	for i, v := range values {
		places[i] = c.arg(v)
	}
	c.all = append(c.all, fmt.Sprintf(condition, places...))
}

func (c *conditions) String() string {
	if len(c.all) == 0 {
		return " "
	}
	return " WHERE " + strings.Join(c.all, " AND ")
}

// of adds the condition when the value is given.
func of[T comparable](c *conditions, condition string, v T) {
	var zero T
	if v != zero {
		c.where(condition, v)
	}
}

const owed = "n.state IN ('owed', 'queued')" // as the partial indexes have it

// filter is f in SQL; t is the ticket.
func filter(f tickets.Filter) *conditions {
	c := &conditions{}
	if f.IDs != nil {
		c.where("t.id = ANY(%s)", f.IDs)
	}
	of(c, "t.number = %s", f.Number)
	of(c, "t.caller_e164 = %s", f.Phone)
	of(c, "t.applicant_id = %s", f.Applicant)
	of(c, "t.registered_at >= %s", f.From)
	of(c, "t.registered_at < %s", f.To)
	of(c, "t.service = %s", f.Service)
	of(c, "t.assignee_id = %s", f.Assignee)
	of(c, "t.type = %s", f.Type)
	of(c, "t.category = %s", f.Category)
	of(c, "t.process = %s", f.Process)
	of(c, "t.channel = %s", f.Channel)
	of(c, "t.unit = %s", f.Unit)
	of(c, "t.next_due_at >= %s", f.DueFrom)
	of(c, "t.next_due_at < %s", f.DueBefore)
	if f.Statuses != nil {
		c.where("t.status = ANY(%s)", f.Statuses)
	}
	for _, l := range []struct {
		asked     bool
		condition string // as the partial indexes have it, so that they serve
	}{
		{f.OpenOnly || f.Order == tickets.ByTurn || f.Statuses != nil && !slices.ContainsFunc(f.Statuses, func(s tickets.Status) bool { return !s.Open() }), open},
		{f.Order == tickets.DueFirst || !f.DueFrom.IsZero() || !f.DueBefore.IsZero(), "t.next_due_at IS NOT NULL"},
		{f.Service != "", "t.service <> ''"},
		{f.Unassigned, "t.assignee_id IS NULL"},
		{f.Expedited, "t.expedited"},
		{f.Unclassified, "t.type IS NULL"},
		{f.Origin == tickets.FacebookReferral, "t.origin = 'facebook_referral'"},
		{f.Owed, "EXISTS (SELECT FROM ticket_notice n WHERE n.ticket_id = t.id AND " + owed + ")"},
	} {
		if l.asked {
			c.where(l.condition)
		}
	}
	return c
}

// orders are the lists' with the condition that continues behind a place: an instant and a ticket.
var orders = map[tickets.Order]struct{ by, behind string }{
	tickets.Newest:   {"t.registered_at DESC, t.id DESC", "(t.registered_at, t.id) < (%s, %s)"},
	tickets.ByTurn:   {"t.expedited DESC, t.registered_at, t.id", "NOT t.expedited AND (t.registered_at, t.id) > (%s, %s)"},
	tickets.DueFirst: {"t.next_due_at, t.id", "(t.next_due_at, t.id) > (%s, %s)"},
}

// behindExpedited continues a list by turn behind a ticket that goes out of turn.
const behindExpedited = "(NOT t.expedited OR (t.registered_at, t.id) > (%s, %s))"

// List implements tickets.Store.
func (s *Store) List(ctx context.Context, f tickets.Filter) ([]tickets.Ticket, error) {
	sql, args := page(f)
	return list(ctx, s.pool, sql, args...)
}

func page(f tickets.Filter) (sql string, args []any) {
	c := filter(f)
	order := orders[f.Order]
	if behind := order.behind; f.After.ID != 0 {
		if f.Order == tickets.ByTurn && f.After.Expedited {
			behind = behindExpedited
		}
		c.where(behind, f.After.At, f.After.ID)
	}
	sql = selectTicket + c.String() + " ORDER BY " + order.by + " LIMIT " + c.arg(f.Limit)
	return sql, c.args
}

// Count implements tickets.Store.
func (s *Store) Count(ctx context.Context, f tickets.Filter, atMost int) (n int, err error) {
	sql, args := count(f, atMost)
	err = s.pool.QueryRow(ctx, sql, args...).Scan(&n)
	return n, err
}

func count(f tickets.Filter, atMost int) (sql string, args []any) {
	byDebts := f.Owed
	f.Owed = false
	c := filter(f)
	if byDebts { // from debt to debt until there are enough; OFFSET 0 keeps the ticket from being read first
		c.where("t.id = n.ticket_id")
		sql = "SELECT count(*) FROM (SELECT FROM (SELECT DISTINCT n.ticket_id FROM ticket_notice n WHERE " + owed + ") n CROSS JOIN LATERAL (SELECT FROM ticket t" +
			c.String() + " OFFSET 0) t LIMIT " + c.arg(atMost) + ") found"
		return sql, c.args
	}
	sql = "SELECT count(*) FROM (SELECT FROM ticket t" + c.String() + " LIMIT " + c.arg(atMost) + ") found"
	return sql, c.args
}
