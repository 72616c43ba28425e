package postgres

import (
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/deploy/schema/schematest"
	"hotline/telephony/call"
)

// With 10 000 who wait, of whom some need a skill and some have priority, and 1 000 agents, of whom a few have it and a few
// help out, who is first and who is idle longest are read by their indexes. The few with a skill are looked up as the
// planner likes: a thousand agents are forty pages.
func TestPlans_ManyWait_TheFirstAndTheIdleAreReadByTheirIndexes(t *testing.T) {
	pool := schematest.New(t)
	for _, fill := range []string{
		`INSERT INTO skills VALUES ('english', 'Англійська', 60), ('signs', 'Жестова мова', 1200)`,
		`INSERT INTO calls (id, node, state, version, service, skill, number, ticket_id, priority, queued_at, arrived_at, end_reason, body)
			SELECT 'n-' || i, 'n', 'waiting', 1, CASE WHEN i % 3 = 0 THEN 'organisation' ELSE 'information' END,
				CASE i % 20 WHEN 0 THEN 'english' WHEN 1 THEN 'signs' ELSE '' END, '+38050' || lpad(i::text, 7, '0'), i, CASE WHEN i % 50 = 0 THEN 5 ELSE 0 END,
				now() - make_interval(secs => i / 10), now(), '', jsonb_build_object('id', 'n-' || i)
			FROM generate_series(1, 10000) i`,
		`INSERT INTO agents (id, name, service, state, phone, desk_reachable, idle_since, offer_after, state_since, password)
			SELECT i, 'a' || i, CASE WHEN i % 5 = 0 THEN 'organisation' ELSE 'information' END, 'available', 'desk', true,
				now() - make_interval(secs => i), now() - interval '1 hour', now(), 'x' FROM generate_series(1, 1000) i`,
		`INSERT INTO agent_skills SELECT i, CASE i % 3 WHEN 0 THEN 'signs' ELSE 'english' END, 1 + i % 2 FROM generate_series(1, 1000, 16) i`,
		`INSERT INTO agent_lines SELECT i, 'information', 60 FROM generate_series(5, 1000, 50) i`,
		`ANALYZE`,
	} {
		if _, err := pool.Exec(t.Context(), fill); err != nil {
			t.Fatal(err)
		}
	}
	now := time.Now()
	rows, err := pool.Query(t.Context(), "EXPLAIN "+next, pgx.NamedArgs{"node": "n", "now": now, "since": now.Add(-time.Hour), "risen": now.Add(-Patience),
		"front": call.Front, "calls": []string{}, "agents": []int64{}, "services": []call.Service{call.Information, call.Organisation}})
	if err != nil {
		t.Fatal(err)
	}
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	if err != nil {
		t.Fatal(err)
	}
	plan := strings.Join(lines, "\n")
	for _, index := range []string{"calls_line", "calls_longest", "agents_idle"} {
		if !strings.Contains(plan, "using "+index) {
			t.Errorf("%s is not used", index)
		}
	}
	if strings.Contains(plan, "Seq Scan on calls") {
		t.Error("all calls are read")
	}
	if t.Failed() {
		t.Log(plan)
	}
}
