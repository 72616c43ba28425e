package main

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// An agent holds by the desk telephone's own button: it is a hold like the desktop's, with music for the caller, and when the
// button is pressed again both hear each other. A caller who holds hears and sends nothing, and is heard again afterwards.
func TestCall_HeldByATelephonesOwnButton_BothHearEachOtherAgain(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller, ring := w.talk(t, oksana)
	for range 4 { // Asterisk's numbers of packets are by chance
		must(t, ring.Hold(w.ctx))
		must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
		w.until(t, "the desk shows the hold", func() bool { return w.state(t, 1).Call.Call.State == call.Held })
		must(t, ring.Resume(w.ctx))
		hear(t, w.ctx, pair{caller: caller, phone: ring})
		must(t, caller.Hold(w.ctx))
		caller.Play(softphone.Nothing())
		must(t, ring.Heard().WaitSilence(w.ctx))
		must(t, caller.Resume(w.ctx))
		caller.Play(softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel))
		hear(t, w.ctx, pair{caller: caller, phone: ring})
	}
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	if a := w.state(t, 1).Agent; a.State != telephony.WrapUp {
		t.Errorf("the agent is %s", a.State)
	}
}
