package postgres

import "hotline/tickets"

// ListStatement and CountStatement are what List and Count send, for tests that look at their plans.
func ListStatement(f tickets.Filter) (sql string, args []any) { return page(f) }

func CountStatement(f tickets.Filter, atMost int) (sql string, args []any) { return count(f, atMost) }
