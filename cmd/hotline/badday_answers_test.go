package main

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The agent answers in the moment in which the caller hangs up, again and again: whoever was first, nobody is left on a
// line, the agent is free or wraps up, and each call has its ticket and one of the two ends that are true.
func TestBadDay_AnswerCrossesTheCallersHangUp_BothAreLetGo(t *testing.T) {
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	const times = 30
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
