package postgres

import (
	"context"
	"fmt"
	"strings"

	"hotline/tickets"
)

// List implements tickets.Store. The statement is put together of what the filter uses, so that each combination
// of conditions gets a plan of its own.
func (s *Store) List(ctx context.Context, f tickets.Filter) ([]tickets.Ticket, error) {
	conditions, args := []string{"true"}, []any{}
	arg := func(v any) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	where := func(condition string) { conditions = append(conditions, condition) }
	if f.IDs != nil {
		where("t.id = ANY(" + arg(f.IDs) + ")")
	}
	if f.Number != 0 {
		where("t.number = " + arg(f.Number))
	}
	if f.Phone != "" {
		where("t.caller_e164 = " + arg(f.Phone))
	}
	if f.Applicant != 0 {
		where("t.applicant_id = " + arg(f.Applicant))
	}
	if !f.From.IsZero() {
		where("t.registered_at >= " + arg(f.From))
	}
	if !f.To.IsZero() {
		where("t.registered_at < " + arg(f.To))
	}
	if f.OpenOnly {
		where(open)
	}
	if f.After.ID != 0 {
		where("(t.registered_at, t.id) < (" + arg(f.After.At) + ", " + arg(f.After.ID) + ")")
	}
	return list(ctx, s.pool, selectTicket+"WHERE "+strings.Join(conditions, " AND ")+
		" ORDER BY t.registered_at DESC, t.id DESC LIMIT "+arg(f.Limit), args...)
}
