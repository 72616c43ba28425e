package main

import (
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The agent answers in the moment in which the caller hangs up, again and again: whoever was first, nobody is left on a
// line, the agent is free or wraps up, and each call has its ticket and one of the two ends that are true.
func TestBadDay_AnswerCrossesTheCallersHangUp_BothAreLetGo(t *testing.T) {
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	times := crossings(t, 30)
	for range times {
		caller := w.dial(t, "+380501234567")
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		cross(w, ring, caller)
		<-caller.Done()
		<-ring.Done()
		w.until(t, "the agent is free, or wraps up", func() bool {
			a := w.state(t, 1).Agent
			if a.State == telephony.WrapUp {
				must(t, w.tel.FinishWrapUp(w.ctx, 1, a.Call, telephony.Available, ""))
			}
			return a.State == telephony.Available
		})
	}
	w.quiet(t)
	all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: 2 * times})
	must(t, err)
	ends := map[call.Reason]int{}
	for _, r := range all {
		ends[r.Call.EndReason]++
		if r.Call.Ticket == 0 {
			t.Errorf("call %s has no ticket", r.Call.ID)
		}
	}
	t.Logf("ends: %v", ends)
	if n := ends[call.Abandoned] + ends[call.CallerHungUp]; n != times || len(all) != times {
		t.Errorf("%d calls ended %v, want %d, abandoned or hung up by the caller", len(all), ends, times)
	}
	if n := w.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}

// cross lets one answer and the other hang up at once. Either may fail: the other was first.
func cross(w *town, ring, caller *softphone.Call) {
	start, answered := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(answered)
		<-start
		_ = ring.Answer(w.ctx)
	}()
	close(start)
	_ = caller.Hangup(w.ctx)
	<-answered
}

// The first agent answers in the moment in which the time to ring is over and the second agent is rung: one of them
// talks, the other's phone stops, and the caller hears somebody.
func TestBadDay_AnswerCrossesTheRingOut_OneTalks(t *testing.T) {
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", time.Second })
	rings := make(chan *softphone.Call, 4)
	for id, name := range map[call.AgentID]string{1: "Оксана", 2: "Марія"} {
		p := w.agent(t, id, name, call.Information)
		go func() {
			for c, err := p.WaitIncoming(w.ctx); err == nil; c, err = p.WaitIncoming(w.ctx) {
				c.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
				rings <- c
			}
		}()
	}
	times := crossings(t, 12)
	answered := map[string]int{}
	for i := range times {
		caller := w.dial(t, "+380671112233")
		legs := []*softphone.Call{<-rings}
		<-time.After(w.cfg.Ring - time.Duration(30-4*(i%12))*time.Millisecond) // from well before to a little after
		_ = legs[0].Answer(w.ctx)                                              // it may be too late
		w.until(t, "one agent talks", func() bool {
			select {
			case next := <-rings:
				legs = append(legs, next)
				_ = next.Answer(w.ctx)
			default:
			}
			return w.last(t).Call.State == call.Talking
		})
		must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
		answered[map[bool]string{true: "first", false: "next"}[len(legs) == 1]]++
		must(t, caller.Hangup(w.ctx))
		for _, l := range legs {
			<-l.Done()
		}
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	t.Logf("talked: %v", answered)
	if n := w.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}

// rested brings agents back from the wrap-up, or from the break of one who let the phone ring out.
func (w *town) rested(t *testing.T, agents ...call.AgentID) {
	t.Helper()
	for _, id := range agents {
		switch a := w.state(t, id).Agent; a.State {
		case telephony.WrapUp:
			must(t, w.tel.FinishWrapUp(w.ctx, id, a.Call, telephony.Available, ""))
		case telephony.Break:
			must(t, w.tel.SetState(w.ctx, id, telephony.Available, "", call.Desk))
		case telephony.Available:
		default:
			t.Fatalf("agent %d is %s after the call", id, a.State)
		}
	}
}
