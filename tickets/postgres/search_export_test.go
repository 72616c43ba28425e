package postgres

import "hotline/tickets"

// MatchStatement is what Match sends, for tests that look at its plan.
func MatchStatement(a tickets.Asked, query string, top tickets.TicketID) (sql string, args []any) {
	return matchStatement(a, query, top)
}
