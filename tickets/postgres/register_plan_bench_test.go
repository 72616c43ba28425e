//go:build bench

package postgres_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
)

// large are the tables of which no question may read the whole.
var large = []string{"ticket", "ticket_history", "ticket_notice", "ticket_search", "ticket_link", "applicant", "applicant_phone", "applicant_email"}

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

// statements remembers every SELECT that was sent, with one set of values.
type statements struct {
	mu   sync.Mutex
	seen map[string][]any
}

func (s *statements) keep(sql string, args []any) {
	if q := strings.TrimSpace(sql); !strings.HasPrefix(q, "SELECT") && !strings.HasPrefix(q, "WITH") || strings.Contains(q, "INSERT INTO") {
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, known := s.seen[sql]; !known {
		s.seen[sql] = args
	}
}

func (s *statements) TraceQueryStart(ctx context.Context, _ *pgx.Conn, d pgx.TraceQueryStartData) context.Context {
	s.keep(d.SQL, d.Args)
	return ctx
}
func (s *statements) TraceQueryEnd(context.Context, *pgx.Conn, pgx.TraceQueryEndData) {}
func (s *statements) TraceBatchStart(ctx context.Context, _ *pgx.Conn, _ pgx.TraceBatchStartData) context.Context {
	return ctx
}
func (s *statements) TraceBatchQuery(_ context.Context, _ *pgx.Conn, d pgx.TraceBatchQueryData) {
	s.keep(d.SQL, d.Args)
}
func (s *statements) TraceBatchEnd(context.Context, *pgx.Conn, pgx.TraceBatchEndData) {}

const occurs = `SELECT EXISTS (SELECT FROM ticket_search WHERE tsv @@ $1::tsquery)`

// explain asks PostgreSQL how it answers each statement that was sent, and refuses a plan that reads a large table whole.
func (b *bench) explain(t *testing.T) {
	t.Helper()
	b.sql.mu.Lock()
	all := b.sql.seen
	b.sql.seen = map[string][]any{}
	b.sql.mu.Unlock()
	looked := 0
	for sql, args := range all {
		if strings.Contains(sql, "pg_stat_user_tables") || strings.Contains(sql, "array_agg(caller_e164)") {
			continue
		}
		if sql == occurs { // sent with enable_seqscan off, which the count of scans proves
			continue
		}
		var doc []byte
		if err := b.pool.QueryRow(t.Context(), "EXPLAIN (FORMAT JSON) "+sql, args...).Scan(&doc); err != nil {
			t.Errorf("explain: %v\n%s", err, sql)
			continue
		}
		var plans []struct{ Plan node }
		must(t, json.Unmarshal(doc, &plans))
		looked++
		for _, name := range plans[0].Plan.whole() {
			t.Errorf("%s is read whole by\n%s", name, sql)
		}
	}
	fmt.Printf("%d tickets: EXPLAIN of %d statements\n", b.n, looked)
}

// node of a plan.
type node struct {
	Type     string `json:"Node Type"`
	Relation string `json:"Relation Name"`
	Plans    []node
}

// whole are the large tables that the plan reads sequentially.
func (n node) whole() (names []string) {
	for _, name := range large {
		if n.Type == "Seq Scan" && n.Relation == name {
			names = append(names, name)
		}
	}
	for _, p := range n.Plans {
		names = append(names, p.whole()...)
	}
	return names
}
