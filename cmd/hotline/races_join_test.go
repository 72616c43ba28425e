package main

import (
	"testing"
	"time"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 5: the agent lifts the receiver and puts it down before the caller is joined: before the agent is in the bridge, or when
// it is and the caller is not. The caller goes to the front of the line with an apology and the waiting time of before.
func TestRace_05_AgentLeavesBeforeTheCallerIsJoined(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the request to join the agent, or the answer to it, is held back; the agent hangs up")
	w, ari := keeping(t)
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 4)
	for i := range times {
		if i%2 == 0 {
			ari.requests(joinsBridge)
			n.ran("nobody is in the bridge: the next talks")
		} else {
			ari.answers(joinsBridge)
			n.ran("the agent is in the bridge: the next talks")
		}
		caller := w.dial(t, callersNumber)
		first := anybody(t, w, phones)
		must(t, first.Answer(w.ctx))
		ari.holds(t, w.ctx)
		must(t, first.Hangup(w.ctx))
		ari.letGo()
		must(t, caller.Heard().WaitTone(w.ctx, apologyTone))
		next := anybody(t, w, phones)
		w.takes(t, next, caller)
		must(t, next.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		if c := w.last(t).Call; c.Priority != call.Front || c.QueuedAt.After(c.ArrivedAt.Add(time.Second)) {
			t.Errorf("priority %d, queued %s after the arrival", c.Priority, c.QueuedAt.Sub(c.ArrivedAt))
		}
		must(t, caller.Hangup(w.ctx))
		<-next.Done()
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	w.ended(t, times, call.CallerHungUp)
}

// Race 6: the next agent answers while the apology is played, from its first moment to a little after its end: the caller
// hears the agent and nothing of the apology after, and no command is refused.
func TestRace_06_AnnouncementPlaysWhenTheAgentAnswers(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the agent answers 0 to 440 ms after the apology of 400 ms began")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 5)
	for i := range times {
		caller := w.dial(t, callersNumber)
		first := anybody(t, w, phones)
		must(t, first.Answer(w.ctx))
		w.until(t, "the first talks", func() bool { return w.last(t).Call.State == call.Talking })
		must(t, first.Hangup(w.ctx))
		next := anybody(t, w, phones)
		<-time.After(time.Duration(i%5) * 110 * time.Millisecond)
		cut := w.last(t).Call.Apology
		w.takes(t, next, caller)
		must(t, next.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		w.nothingAfter(t, caller)
		n.ran(map[bool]string{true: "it was cut off", false: "it was over"}[cut])
		must(t, caller.Hangup(w.ctx))
		<-next.Done()
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	if f := w.board.Stats.CommandFaults.Load(); f != 0 {
		t.Errorf("%d commands were refused", f)
	}
	w.ended(t, times, call.CallerHungUp)
}

// nothingAfter proves that once the caller has heard the agent alone, nothing of a prompt came.
func (w *town) nothingAfter(t *testing.T, caller *softphone.Call) {
	t.Helper()
	windows, agent := caller.Heard().Windows(), false
	for _, win := range windows {
		if agent && win.Has(apologyTone) {
			t.Errorf("the apology goes on after the agent's first word: %s", score(windows))
			return
		}
		agent = agent || win.Has(softphone.ToneAgent) && !win.Has(apologyTone)
	}
}
