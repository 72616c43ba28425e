package main

import (
	"strings"
	"testing"
	"time"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 4: the first agent lifts the receiver after the time to ring is over and before Asterisk has stopped the phone, so
// that for a moment two have answered the same caller: the next one talks, the first one's phone is told that the call was
// answered elsewhere. Every other time nobody lifts it, and the phone is told the same: no missed call.
func TestRace_04_AnswerAfterTheRingOut_NextTalksAndTheFirstIsToldElsewhere(t *testing.T) {
	beside(t, aTown)
	w, ari := keeping(t, func(c *config) { c.Ring = time.Second })
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 4)
	n := race(t, "the request to stop ringing is held back; the first agent lifts the receiver then, or not at all")
	for i := range times {
		ari.requests(hangsUp)
		caller := w.dial(t, callersNumber)
		first := anybody(t, w, phones)
		ari.holds(t, w.ctx) // the time to ring is over
		late := i%2 == 0
		if late {
			must(t, first.Answer(w.ctx))
		}
		ari.letGo()
		next := anybody(t, w, phones)
		next.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		must(t, next.Answer(w.ctx))
		<-first.Done()
		end, kind := first.EndCause(), map[bool]softphone.EndKind{true: softphone.EndThere, false: softphone.EndCancelled}[late]
		if end.Kind != kind || !strings.Contains(end.Reason, "cause=200") || !strings.Contains(end.Reason, "elsewhere") {
			t.Errorf("lifted %v: the first phone was told %+v, want %v and answered elsewhere", late, end, kind)
		}
		must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
		must(t, next.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		if c := w.last(t).Call; c.State != call.Talking || c.Priority != 0 {
			t.Errorf("the call is %s with priority %d", c.State, c.Priority)
		}
		must(t, caller.Hangup(w.ctx))
		<-next.Done()
		w.quiet(t)
		w.rested(t, 1, 2)
		n.ran(map[bool]string{true: "lifted too late: told elsewhere", false: "not lifted: told elsewhere"}[late])
	}
	w.ended(t, times, call.CallerHungUp)
}
