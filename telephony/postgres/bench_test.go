//go:build bench

package postgres_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"hotline/deploy/schema/schematest"
	"hotline/telephony/call"
)

// Who is next: the first of 10 000 waiting callers and the longest idle of 1 000 agents of the service, taken in one
// transaction. A third of the callers wait for a service none of whose agents is free, before all others.
func TestBench_WhoIsNext(t *testing.T) {
	const waiting, agents, rounds = 10_000, 1_000, 500
	pool := schematest.New(t)
	s := newStore(pool)
	now := time.Now()
	for _, fill := range []string{
		fmt.Sprintf(`INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, end_reason, body)
			SELECT 'n-' || i, 'n', 'waiting', 1, CASE WHEN i %% 3 = 0 THEN 'organisation' ELSE 'information' END, '', i, CASE WHEN i %% 3 = 0 THEN 1 ELSE 0 END,
				now() - make_interval(secs => i), now(), '', jsonb_build_object('id', 'n-' || i, 'state', 'waiting', 'version', 1, 'node', 'n', 'attempts', 0)
			FROM generate_series(1, %d) i`, waiting),
		fmt.Sprintf(`INSERT INTO agents (id, name, service, state, phone, desk_reachable, idle_since, offer_after, state_since, password)
			SELECT i, 'a' || i, 'information', 'available', 'desk', true, now() - make_interval(secs => i), now() - interval '1 hour', now(), 'x'
			FROM generate_series(1, %d) i`, agents),
		`ANALYZE calls, agents`,
	} {
		if _, err := pool.Exec(t.Context(), fill); err != nil {
			t.Fatal(err)
		}
	}
	var took []time.Duration
	for i := range rounds {
		began := time.Now()
		r, ok, err := s.Reserve(t.Context(), "n", now)
		took = append(took, time.Since(began))
		if err != nil || !ok {
			t.Fatalf("reservation %d: %v, %v", i, ok, err)
		}
		if _, err := pool.Exec(t.Context(), `UPDATE calls SET state = 'offered' WHERE id = $1`, r.Call); err != nil {
			t.Fatal(err)
		}
		if want := call.AgentID(agents - i); r.Agent != want {
			t.Fatalf("reservation %d took agent %d, want %d, who is idle longest", i, r.Agent, want)
		}
	}
	slices.Sort(took)
	fmt.Printf("\nwho is next, %d waiting × %d agents, %d times: p50 %.2f ms, p99 %.2f ms\n", waiting, agents, rounds,
		float64(took[rounds/2].Microseconds())/1000, float64(took[rounds*99/100].Microseconds())/1000)
}
