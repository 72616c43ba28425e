package postgres_test

import (
	"fmt"
	"testing"
	"time"

	"hotline/deploy/schema/schematest"
	"hotline/telephony/call"
)

// Who calls again gets the agent of before if that is not long ago and the agent is free; everybody else the longest idle.
func TestReserve_NumberCallsAgain_AgentOfBefore(t *testing.T) {
	const number = "+380501234567"
	for _, c := range []struct {
		name          string
		lastAgent     time.Duration
		number, state string // of the waiting call; of agent 1, who talked with the number half an hour ago
		want          call.AgentID
	}{
		{"within the time", time.Hour, number, "available", 1},
		{"longer ago", 10 * time.Minute, number, "available", 2},
		{"switched off", 0, number, "available", 2},
		{"the agent is at rest", time.Hour, number, "break", 2},
		{"another number", time.Hour, "+380671112233", "available", 2},
		{"withheld", time.Hour, "", "available", 2},
	} {
		t.Run(c.name, func(t *testing.T) {
			pool := schematest.New(t)
			store := newStore(pool)
			store.LastAgent = c.lastAgent
			exec := func(sql string, args ...any) {
				t.Helper()
				if _, err := pool.Exec(t.Context(), sql, args...); err != nil {
					t.Fatal(err)
				}
			}
			for id := range call.AgentID(2) {
				if err := store.PutAgent(t.Context(), id+1, fmt.Sprint("Агент ", id+1), call.Information); err != nil {
					t.Fatal(err)
				}
			}
			exec(`UPDATE agents SET state = 'available', phone = 'desk', desk_reachable = true, idle_since = now() - make_interval(mins => id::int)`)
			exec(`UPDATE agents SET state = $1 WHERE id = 1`, c.state)
			put := func(id, state, number string, ago time.Duration) {
				body := fmt.Sprintf(`{"id": %q, "node": "kyiv1", "state": %q, "version": 1, "attempts": 2}`, id, state)
				exec(`INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, ended_at, end_reason, body)
					VALUES ($1, 'kyiv1', $2, 1, 'information', $3, 7, 0, $4, $4, CASE WHEN $2 = 'ended' THEN now() END, CASE WHEN $2 = 'ended' THEN 'caller_hung_up' ELSE '' END, $5)`,
					id, state, number, time.Now().Add(-ago), body)
			}
			put("kyiv1-1.0", "ended", number, 30*time.Minute)
			exec(`INSERT INTO offers (leg, call_id, agent_id, made_at, answered_at, outcome) VALUES ('leg-kyiv1-1.0-1', 'kyiv1-1.0', 1, now(), now(), 'answered')`)
			put("kyiv1-2.0", "waiting", c.number, 0)
			r, ok, err := store.Reserve(t.Context(), "kyiv1", time.Now())
			if err != nil || !ok || r.Agent != c.want || r.Call != "kyiv1-2.0" {
				t.Errorf("%v, %v, %+v; want agent %d", err, ok, r, c.want)
			}
			if want := (call.Call{ID: "kyiv1-2.0", Attempts: 2}).NextLeg(); r.Leg != want {
				t.Errorf("leg %s, want %s, as the call names it", r.Leg, want)
			}
		})
	}
}

// A register that does not open the ticket keeps a caller from an agent for ten seconds, and no longer.
func TestReserve_TheRegisterRefuses_CallerIsOfferedWithoutATicket(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	if err := store.PutAgent(t.Context(), 1, "Агент", call.Information); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), `UPDATE agents SET state = 'available', phone = 'desk', desk_reachable = true`); err != nil {
		t.Fatal(err)
	}
	queued := time.Now().Truncate(time.Microsecond)
	if _, err := pool.Exec(t.Context(), `INSERT INTO calls (id, node, state, version, service, number, priority, queued_at, arrived_at, end_reason, body)
		VALUES ('kyiv1-1.0', 'kyiv1', 'waiting', 1, 'information', '', 0, $1, $1, '', '{"id": "kyiv1-1.0", "state": "waiting", "attempts": 0}')`, queued); err != nil {
		t.Fatal(err)
	}
	for after, want := range map[time.Duration]bool{10*time.Second - time.Microsecond: false, 10 * time.Second: true} {
		r, ok, err := store.Reserve(t.Context(), "kyiv1", queued.Add(after))
		if err != nil || ok != want {
			t.Errorf("after %s: %+v, %v, %v", after, r, ok, err)
		}
		if ok {
			if err := store.Release(t.Context(), r.Leg, time.Now()); err != nil {
				t.Fatal(err)
			}
		}
	}
}
