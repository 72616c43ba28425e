package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

// A database whose answer was lost is asked again: the step and its outbox row stand once, another step is refused.
func TestCommit_SameStepTwice_WrittenOnce(t *testing.T) {
	var outbox int
	store := postgres.New(schematest.New(t), time.Now, slog.New(slog.DiscardHandler),
		func(context.Context, pgx.Tx, call.ID) error { outbox++; return nil })
	e := call.Event{Kind: call.LeftUnattended, At: time.Now(), Since: time.Now().Add(-time.Minute), Ticket: 7}
	c, effects, err := call.Next(call.DefaultRules(), call.New("kyiv1-1.0", "kyiv1"), e)
	if err != nil {
		t.Fatal(err)
	}
	step := telephony.Change{Call: c, Event: e, Effects: effects}
	for range 2 {
		if err := store.Commit(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	if outbox != 1 {
		t.Errorf("%d outbox rows, want 1", outbox)
	}
	step.Event.At = e.At.Add(time.Second)
	if err := store.Commit(t.Context(), step); !errors.Is(err, telephony.ErrConflict) {
		t.Errorf("another step of the same version: %v, want ErrConflict", err)
	}
}

// The number of a leg that was reserved for a consultation, which was over before it began, is used by the agent's next leg.
func TestCommit_AgentMovesToANumberThatWasReserved_IsWritten(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	for id, service := range map[call.AgentID]call.Service{1: call.Information, 2: call.Organisation} {
		if err := store.PutAgent(t.Context(), id, "Агент", service); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pool.Exec(t.Context(), `UPDATE agents SET state = 'available', desk_reachable = true, phone = 'desk'`); err != nil {
		t.Fatal(err)
	}
	ch := arrived(t)
	if err := store.Commit(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	leg := ch.Call.NextLeg()
	if _, ok, err := store.ReserveTarget(t.Context(), ch.Call.ID, leg, call.Organisation, 0, time.Now()); err != nil || !ok {
		t.Fatalf("reserve: %v, %v", ok, err)
	}
	if err := store.Release(t.Context(), leg, time.Now()); err != nil {
		t.Fatal(err)
	}
	next := ch.Call
	next.Version++
	step := telephony.Change{Call: next, Event: call.Event{Kind: call.LegGone, At: time.Now()},
		Effects: []call.Effect{{Kind: call.AgentMoves, Agent: 1, Leg: leg}}}
	if err := store.Commit(t.Context(), step); err != nil {
		t.Errorf("the agent's next leg: %v", err)
	}
}

// However many notices of the line there are before the board reads, it is told of the telephones.
func TestWake_TheBoardDoesNotRead_NoKindIsLost(t *testing.T) {
	pool := schematest.New(t)
	stirs, err := newStore(pool).Wake(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	notify := func(name string) {
		t.Helper()
		if _, err := pool.Exec(t.Context(), `SELECT pg_notify($1, '')`, name); err != nil {
			t.Fatal(err)
		}
	}
	if s := <-stirs; s != telephony.StirAll {
		t.Fatalf("first %q", s)
	}
	for len(stirs) < cap(stirs) {
		notify("hotline_line")
	}
	notify("hotline_phones")
	notify("hotline_wish")
	over := time.After(30 * time.Second)
	told := map[telephony.Stir]bool{}
	for !told[telephony.StirPhones] || !told[telephony.StirWish] {
		select {
		case s := <-stirs:
			told[s] = true
		case <-over:
			t.Fatalf("told of %v", told)
		}
	}
}

// What a node says of its telephones says nothing of those that are registered at another; and only where a phone is
// registered its agent is offered a call.
func TestReachable_TwoNodes_EachSpeaksOfItsOwn(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	for id := range call.AgentID(2) {
		if err := store.PutAgent(t.Context(), id+1, "Агент", call.Information); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pool.Exec(t.Context(), `UPDATE agents SET state = 'available', phone = 'desk'`); err != nil {
		t.Fatal(err)
	}
	for _, say := range []struct {
		node, endpoint string
		up, all        bool
		want           [2]bool // who is reachable then
	}{
		{"kyiv1", "a1d", true, true, [2]bool{true, false}},
		{"kyiv2", "a2d", true, true, [2]bool{true, true}},
		{"kyiv2", "a1d", false, false, [2]bool{true, true}},
		{"kyiv1", "a1d", false, false, [2]bool{false, true}},
		{"kyiv2", "a1d", true, false, [2]bool{true, true}},
		{"kyiv1", "a3d", true, true, [2]bool{true, true}},
	} {
		if err := store.Reachable(t.Context(), say.node, map[string]bool{say.endpoint: say.up}, say.all); err != nil {
			t.Fatal(err)
		}
		for i, want := range say.want {
			v, err := store.Desk(t.Context(), call.AgentID(i+1))
			if err != nil || v.Agent.PhoneReachable != want {
				t.Errorf("%+v: agent %d reachable %v, %v", say, i+1, v.Agent.PhoneReachable, err)
			}
		}
	}
	if _, err := pool.Exec(t.Context(), `UPDATE agents SET desk_node = 'kyiv1' WHERE id = 1;
		INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, end_reason, body)
			VALUES ('kyiv2-1.0', 'kyiv2', 'waiting', 1, 'information', '', 1, 0, now(), now(), '', '{"id": "kyiv2-1.0", "state": "waiting", "attempts": 0}')`); err != nil {
		t.Fatal(err)
	}
	if r, ok, err := store.Reserve(t.Context(), "kyiv2", time.Now()); err != nil || !ok || r.Agent != 2 {
		t.Errorf("a caller of the second node: %+v, %v, %v; want agent 2", r, ok, err)
	}
}

// An answer that was none is not in the offer: the number's last agent is another, and no talk is counted.
func TestCommit_AnAnswerThatWasNone_IsTakenBackFromTheOffer(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	if err := store.PutAgent(t.Context(), 1, "Агент", call.Information); err != nil {
		t.Fatal(err)
	}
	ch := arrived(t)
	leg := ch.Call.NextLeg()
	for _, effects := range [][]call.Effect{nil, {{Kind: call.AgentBusy, Agent: 1, Leg: leg}}, {{Kind: call.AgentFreed, Agent: 1, Leg: leg, Outcome: call.Declined}}} {
		ch.Effects = effects
		if err := store.Commit(t.Context(), ch); err != nil {
			t.Fatal(err)
		}
		if effects == nil {
			if _, err := pool.Exec(t.Context(), `INSERT INTO offers (leg, call_id, agent_id, made_at) VALUES ($1, $2, 1, now())`, leg, ch.Call.ID); err != nil {
				t.Fatal(err)
			}
		}
		ch.Call.Version++
	}
	var outcome string
	var answered *time.Time
	if err := pool.QueryRow(t.Context(), `SELECT outcome, answered_at FROM offers WHERE leg = $1`, leg).Scan(&outcome, &answered); err != nil {
		t.Fatal(err)
	}
	if outcome != string(call.Declined) || answered != nil {
		t.Errorf("outcome %q, answered at %v; want declined, never", outcome, answered)
	}
}

// What the tables do not take is told apart from a database that is away: trying again would not help.
func TestCommit_TheTablesDoNotTakeIt_Refused(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	ch := arrived(t)
	if err := store.Commit(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	ch.Call.Version++
	for name, spoil := range map[string]func(*telephony.Change){
		"a constraint": func(ch *telephony.Change) { ch.Call.EndReason = call.Dropped },
		"a value":      func(ch *telephony.Change) { ch.Call.Number = "+380\x00" },
	} {
		bad := ch
		spoil(&bad)
		if err := store.Commit(t.Context(), bad); !errors.Is(err, telephony.ErrRefused) {
			t.Errorf("%s: %v, want ErrRefused", name, err)
		}
	}
	if err := store.Commit(t.Context(), ch); err != nil {
		t.Errorf("the call goes on: %v", err)
	}
}

// A wish is removed by the step that obeys it, and only by that: a step that is not written leaves it.
func TestCommit_AWish_IsRemovedWithItsStep(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	if err := store.PutAgent(t.Context(), 1, "Агент", call.Information); err != nil {
		t.Fatal(err)
	}
	ch := arrived(t)
	if err := store.Commit(t.Context(), ch); err != nil {
		t.Fatal(err)
	}
	if err := store.Shown(t.Context(), 1, ch.Call.NextLeg()); err != nil {
		t.Fatal(err)
	}
	wishes := func() []telephony.PendingWish {
		t.Helper()
		w, err := store.Wishes(t.Context(), ch.Call.Node)
		if err != nil {
			t.Fatal(err)
		}
		return w
	}
	all := wishes()
	if len(all) != 1 || all[0].ID == 0 || all[0].Shown != ch.Call.NextLeg() {
		t.Fatalf("wishes %+v", all)
	}
	ch.Wish = all[0].ID
	ch.Call.Version += 2
	if err := store.Commit(t.Context(), ch); !errors.Is(err, telephony.ErrConflict) || len(wishes()) != 1 {
		t.Errorf("a step that does not fit: %v, wishes %v", err, wishes())
	}
	ch.Call.Version--
	for range 2 { // the answer may be lost
		if err := store.Commit(t.Context(), ch); err != nil || len(wishes()) != 0 {
			t.Errorf("the step: %v, wishes %v", err, wishes())
		}
	}
	if err := store.DropWish(t.Context(), ch.Wish); err != nil {
		t.Errorf("a wish that is not there: %v", err)
	}
}
