//go:build bench

package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"
)

// scans is how often each large table was read whole since the statistics began, by plans of every kind.
func (b *bench) scans(t *testing.T) map[string]int64 {
	t.Helper()
	// What a session counted is told when it ends, or some time after a transaction.
	b.pool.Reset()
	rows, err := b.pool.Query(t.Context(), `SELECT relname::text, seq_scan FROM pg_stat_user_tables WHERE relname = ANY ($1)`, large)
	must(t, err)
	all := map[string]int64{}
	var name string
	var n int64
	_, err = pgx.ForEachRow(rows, []any{&name, &n}, func() error { all[name] = n; return nil })
	must(t, err)
	return all
}

// explain asks PostgreSQL how it answers each statement that was sent, and refuses a plan that reads a large table whole.
func (b *bench) explain(t *testing.T) {
	t.Helper()
	looked := 0
	for sql, args := range b.sql.taken() {
		if strings.Contains(sql, "pg_stat_user_tables") || strings.Contains(sql, "array_agg(caller_e164)") {
			continue
		}
		looked++
		for _, name := range readWhole(t, b.pool, sql, args) {
			t.Errorf("%s is read whole by\n%s", name, sql)
		}
	}
	fmt.Printf("%d tickets: EXPLAIN of %d statements\n", b.n, looked)
}
