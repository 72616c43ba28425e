package postgres_test

import (
	"errors"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

// drama is one call, whose steps are written as an actor writes them.
type drama struct {
	t     *testing.T
	store *postgres.Store
	c     call.Call
}

// happens applies events to the call and writes each step.
func (d *drama) happens(events ...call.Event) {
	d.t.Helper()
	for _, e := range events {
		e.At = time.Now()
		next, effects, err := call.Next(call.DefaultRules(), d.c, e)
		if err != nil || next.Version == d.c.Version {
			d.t.Fatalf("%s in %s: %v", e.Kind, d.c.State, err)
		}
		if err := d.store.Commit(d.t.Context(), telephony.Change{From: d.c.State, Call: next, Event: e, Effects: effects}); err != nil {
			d.t.Fatal(err)
		}
		d.c = next
	}
}

// hall is a store with agents 1 and 2, who talk in a call each, and supervisors 8 and 9 at their desk phones.
func hall(t *testing.T) (*pgxpool.Pool, *postgres.Store, [2]*drama) {
	t.Helper()
	pool := schematest.New(t)
	store := newStore(pool)
	ctx := t.Context()
	for id := range call.AgentID(2) {
		if err := errors.Join(store.PutAgent(ctx, id+1, "Оксана", call.Information), store.PutSupervisor(ctx, id+8, "Олена")); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := pool.Exec(ctx, `UPDATE agents SET state = 'available', desk_reachable = true, phone = 'desk'`); err != nil {
		t.Fatal(err)
	}
	var talks [2]*drama
	for i := range talks {
		id := call.ID([]string{"kyiv1-1.0", "kyiv1-2.0"}[i])
		d := &drama{t, store, call.New(id, "kyiv1")}
		d.happens(call.Event{Kind: call.Arrived, Open: true}, call.Event{Kind: call.Registered, Ticket: 7}, call.Event{Kind: call.PromptEnded, Prompt: 1})
		r, ok, err := store.Reserve(ctx, "kyiv1", time.Now())
		if err != nil || !ok || r.Call != id || r.Agent > 2 {
			t.Fatalf("reserve: %+v, %v, %v", r, ok, err)
		}
		d.happens(call.Event{Kind: call.OfferMade, Leg: r.Leg, Agent: r.Agent, Phone: r.Phone, Endpoint: r.Endpoint}, call.Event{Kind: call.LegUp, Leg: r.Leg})
		talks[i] = d
	}
	return pool, store, talks
}

func listens(who call.AgentID, of call.ID) telephony.Wish {
	return telephony.Wish{Agent: who, Call: of, Action: telephony.Supervise, Mode: call.Listen, Reason: "навчання"}
}

// What cannot be is refused before any telephone rings, and changes nothing.
func TestSupervise_WhatCannotBe_IsRefused(t *testing.T) {
	pool, store, talks := hall(t)
	ctx, of := t.Context(), talks[0].c.ID
	refused := func(what string, w telephony.Wish, want error) {
		t.Helper()
		if err := store.Do(ctx, w); !errors.Is(err, want) {
			t.Errorf("%s: %v, want %v", what, err, want)
		}
	}
	refused("an agent", listens(1, talks[1].c.ID), telephony.ErrNoSupervisor)
	refused("nobody", listens(77, of), telephony.ErrNoSupervisor)
	refused("no such call", listens(9, "kyiv1-9.9"), telephony.ErrNoCall)
	for _, state := range []string{"state = 'offline'", "desk_reachable = false, state = 'available'"} {
		if _, err := pool.Exec(ctx, `UPDATE agents SET `+state+` WHERE id = 9`); err != nil {
			t.Fatal(err)
		}
		refused(state, listens(9, of), telephony.ErrNoPhone)
	}
	if _, err := pool.Exec(ctx, `UPDATE agents SET desk_reachable = true WHERE id = 9`); err != nil {
		t.Fatal(err)
	}
	if err := store.Do(ctx, listens(8, of)); err != nil {
		t.Fatal(err)
	}
	refused("the second, while the first one's wish is under way", listens(9, of), telephony.ErrSupervised)
	refused("the first again, elsewhere", listens(8, talks[1].c.ID), telephony.ErrBusy)
	wishes, err := store.Wishes(ctx, "kyiv1")
	if err != nil || len(wishes) != 1 || !call.OfSupervisor(wishes[0].Wish.Leg) || wishes[0].Wish.Phone != call.Desk || wishes[0].Wish.Mode != call.Listen {
		t.Fatalf("wishes %+v, %v", wishes, err)
	}
	talks[0].happens(call.Event{Kind: call.AskSupervise, Leg: wishes[0].Wish.Leg, Agent: 8, Mode: call.Listen, Reason: "навчання"})
	refused("the second, while the first one's telephone rings", listens(9, of), telephony.ErrSupervised)
	if err := store.Do(ctx, listens(9, talks[1].c.ID)); err != nil {
		t.Errorf("the other call: %v", err)
	}
}

// One supervisor who asks for two calls at once is in one of them; of two who ask for one call one is.
func TestSupervise_AtOnce_OneLegEach(t *testing.T) {
	pool, store, talks := hall(t)
	var granted atomic.Int64
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			err := store.Do(t.Context(), listens(call.AgentID(8+i/2%2), talks[i%2].c.ID))
			if err == nil {
				granted.Add(1)
			} else if !errors.Is(err, telephony.ErrBusy) && !errors.Is(err, telephony.ErrSupervised) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	var legs, calls int
	err := pool.QueryRow(t.Context(), `SELECT count(leg), count(DISTINCT call_id) FROM agents WHERE role = 'supervisor'`).Scan(&legs, &calls)
	if err != nil || legs != calls || int64(legs) != granted.Load() || legs == 0 {
		t.Errorf("%d legs in %d calls, %d were granted: %v", legs, calls, granted.Load(), err)
	}
}

// The audit says who heard whom, how, why, from when until when; the supervisor is free again afterwards, and no line
// ever offers a caller to one.
func TestSupervise_Audit(t *testing.T) {
	_, store, talks := hall(t)
	ctx, d := t.Context(), talks[0]
	if err := store.Do(ctx, listens(9, d.c.ID)); err != nil {
		t.Fatal(err)
	}
	wishes, err := store.Wishes(ctx, "kyiv1")
	if err != nil || len(wishes) != 1 {
		t.Fatalf("wishes %v, %v", wishes, err)
	}
	leg := wishes[0].Wish.Leg
	d.happens(call.Event{Kind: call.AskSupervise, Leg: leg, Agent: 9, Mode: call.Listen, Reason: "навчання"}, call.Event{Kind: call.LegUp, Leg: leg},
		call.Event{Kind: call.AskSupervise, Leg: leg, Mode: call.Whisper}, call.Event{Kind: call.AskSupervise, Leg: leg, Mode: call.Barge, Reason: "скарга"})
	view, err := store.Desk(ctx, d.c.Legs[1].Agent)
	if err != nil || view.Call.Supervisor != "Олена" || view.Call.Mode != call.Barge {
		t.Errorf("the agent's desk: %+v, %v", view.Call, err)
	}
	view, err = store.Desk(ctx, 9)
	if err != nil || view.Call == nil || view.Call.Leg.Role != call.Supervisor || view.Call.Supervisor != "" || view.Agent.State != telephony.OnCall || view.Call.Other == nil {
		t.Errorf("the supervisor's desk: %+v, %v", view, err)
	}
	h, err := store.Hall(ctx)
	if i := slices.IndexFunc(h.Agents, func(a telephony.AgentInHall) bool { return a.Agent.ID == 9 }); err != nil || i < 2 || !h.Agents[i].Agent.Supervisor || h.Agents[i].Call == nil {
		t.Errorf("the hall: %+v, %v", h, err)
	}
	d.happens(call.Event{Kind: call.AskLeave, Leg: leg})
	var modes []call.Mode
	var reasons []string
	audit, err := store.Supervisions(ctx, d.c.ID)
	for _, v := range audit {
		modes, reasons = append(modes, v.Mode), append(reasons, v.Reason)
		if v.Supervisor != 9 || v.From.IsZero() || v.Until.Before(v.From) {
			t.Errorf("audit: %+v", v)
		}
	}
	if err != nil || !slices.Equal(modes, []call.Mode{call.Listen, call.Whisper, call.Barge}) || !slices.Equal(reasons, []string{"навчання", "навчання", "скарга"}) {
		t.Errorf("audit: %v, %v, %v", modes, reasons, err)
	}
	_, moments, err := store.Record(ctx, d.c.ID)
	if last := moments[len(moments)-1]; err != nil || last.Event != call.AskLeave || last.Agent != "Олена" {
		t.Errorf("the timeline ends with %+v, %v", last, err)
	}
	waiting := &drama{t, store, call.New("kyiv1-3.0", "kyiv1")}
	waiting.happens(call.Event{Kind: call.Arrived, Open: true}, call.Event{Kind: call.Registered, Ticket: 7}, call.Event{Kind: call.PromptEnded, Prompt: 1})
	if view, err := store.Desk(ctx, 9); err != nil || view.Agent.State != telephony.Available || view.Waiting != 1 {
		t.Errorf("afterwards: %+v, %v", view, err)
	}
	if r, ok, err := store.Reserve(ctx, "kyiv1", time.Now()); err != nil || ok {
		t.Errorf("a supervisor was offered a caller: %+v, %v", r, err)
	}
}

// Whoever takes a call over is one of those who talked, and wraps up as everybody does.
func TestTakeOver_SupervisorIsTheCallsAgent(t *testing.T) {
	pool, store, talks := hall(t)
	ctx, d := t.Context(), talks[0]
	w := listens(9, d.c.ID)
	w.Mode = call.TakeOver
	if err := store.Do(ctx, w); err != nil {
		t.Fatal(err)
	}
	wishes, err := store.Wishes(ctx, "kyiv1")
	if err != nil || len(wishes) != 1 {
		t.Fatalf("wishes %v, %v", wishes, err)
	}
	leg, first := wishes[0].Wish.Leg, d.c.Legs[1]
	d.happens(call.Event{Kind: call.AskSupervise, Leg: leg, Agent: 9, Mode: call.TakeOver, Reason: "скарга"}, call.Event{Kind: call.LegUp, Leg: leg},
		call.Event{Kind: call.LegGone, Leg: first.ID}, call.Event{Kind: call.AskHangUp, Leg: leg})
	for _, agent := range []call.AgentID{first.Agent, 9} {
		if view, err := store.Desk(ctx, agent); err != nil || view.Agent.State != telephony.WrapUp {
			t.Errorf("agent %d: %+v, %v", agent, view.Agent, err)
		}
	}
	if r, _, err := store.Record(ctx, d.c.ID); err != nil || !slices.Equal(r.Agents, []string{"Оксана", "Олена"}) {
		t.Errorf("talked: %v, %v", r.Agents, err)
	}
	if err := store.FinishWrapUp(ctx, 9, d.c.ID, telephony.Available, ""); err != nil {
		t.Error(err)
	}
	// The first agent's wrap-up was forgotten.
	why := telephony.Author{ID: 9, Name: "Олена", Why: "пішла додому"}
	if err := store.SetStateOf(ctx, why, first.Agent, telephony.Offline, ""); err != nil {
		t.Error(err)
	}
	var noted string
	if err := pool.QueryRow(ctx, `SELECT by_name || ': ' || (body->>'why') FROM floor_changes WHERE subject = 'agent:' || $1::bigint`, first.Agent).Scan(&noted); err != nil || noted != "Олена: пішла додому" {
		t.Errorf("noted %q, %v", noted, err)
	}
	if view, err := store.Desk(ctx, first.Agent); err != nil || view.Agent.State != telephony.Offline || view.Call != nil {
		t.Errorf("the first agent: %+v, %v", view, err)
	}
}
