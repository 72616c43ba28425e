package postgres_test

import (
	"context"
	"encoding/json"
	"strings"
	"sync"
	"testing"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
)

// large are the tables of which no question may read the whole.
var large = []string{"ticket", "ticket_history", "ticket_notice", "ticket_search", "ticket_link", "applicant", "applicant_phone", "applicant_email"}

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

// taken are the statements that were sent since they were last taken.
func (s *statements) taken() map[string][]any {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := s.seen
	s.seen = map[string][]any{}
	return all
}

// readWhole asks PostgreSQL how it answers a statement, and names the large tables that it would read whole.
func readWhole(t *testing.T, pool *pgxpool.Pool, sql string, args []any) []string {
	t.Helper()
	var doc []byte
	if err := pool.QueryRow(t.Context(), "EXPLAIN (FORMAT JSON) "+sql, args...).Scan(&doc); err != nil {
		t.Errorf("explain: %v\n%s", err, sql)
		return nil
	}
	var plans []struct{ Plan node }
	must(t, json.Unmarshal(doc, &plans))
	return plans[0].Plan.whole()
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
