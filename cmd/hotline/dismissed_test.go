package main

import (
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// An account is closed while its agent talks: the telephone is let go at once, and the caller is the next agent's first.
func TestBadDay_AccountClosedInATalk_TheNextAgentHasTheCallerAtOnce(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller, ring := w.talk(t, oksana)
	began := time.Now()
	must(t, w.tel.SetState(w.ctx, 1, telephony.Offline, "", ""))
	must(t, w.tel.Dismiss(w.ctx, 1))
	<-ring.Done()
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	t.Logf("the caller hears music after %s", time.Since(began).Round(time.Millisecond))
	must(t, w.tel.Dismiss(w.ctx, 1)) // in no call any more: nothing to do
	next, err := w.agent(t, 2, "Марія", call.Information).WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, next, caller)
	if a := w.state(t, 1).Agent; a.State != telephony.Offline {
		t.Errorf("who was dismissed is %s, want offline", a.State)
	}
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	if r := w.last(t); r.Call.Priority != call.Front || r.Call.EndReason != call.CallerHungUp {
		t.Errorf("priority %d, reason %s", r.Call.Priority, r.Call.EndReason)
	}
}
