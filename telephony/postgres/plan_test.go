package postgres

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/deploy/schema/schematest"
	"hotline/telephony/call"
)

// In a table full of calls that are over, who is next and what a desk shows of its line are found by an index: both are
// asked for at each change of the line.
func TestPlans_ATableFullOfOldCalls_IsNotRead(t *testing.T) {
	pool := schematest.New(t)
	for _, fill := range []string{
		`INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, ended_at, end_reason, settled, body)
			SELECT 'n-' || i, 'n', 'ended', 1, 'information', '+38050' || i, i, 0, now(), now() - make_interval(secs => i % 3000), now(), 'caller_hung_up', true, '{}'
			FROM generate_series(1, 20000) i`,
		`INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, end_reason, body)
			VALUES ('w', 'n', 'waiting', 1, 'information', '+38050777', 1, 0, now(), now(), '', '{}')`,
		`ANALYZE calls`,
	} {
		if _, err := pool.Exec(t.Context(), fill); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	for _, q := range []struct {
		name, sql, index string
		args             any
	}{
		{"next", next, "calls_number", pgx.NamedArgs{"node": "n", "now": now, "since": now.Add(-time.Hour), "risen": now.Add(-time.Hour), "front": call.Front,
			"calls": []call.ID{}, "agents": []call.AgentID{}, "services": []call.Service{call.Information}}},
		{"line", line, "calls_queue", pgx.NamedArgs{"services": []call.Service{call.Information}}},
	} {
		rows, err := pool.Query(t.Context(), "EXPLAIN "+q.sql, q.args)
		if err != nil {
			t.Fatal(err)
		}
		steps, err := pgx.CollectRows(rows, pgx.RowTo[string])
		if err != nil {
			t.Fatal(err)
		}
		if plan := strings.Join(steps, "\n"); !strings.Contains(plan, q.index) || strings.Contains(plan, "Seq Scan on calls") {
			t.Errorf("%s does not use %s:\n%s", q.name, q.index, plan)
		}
	}
}
