package main

import (
	"slices"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 14: somebody hangs up while the recording is paused, or in the instant in which the pause is asked for: the recording
// holds the sound before and silence after, both sides are of one length, and the history tells of the pause.
func TestRace_14_HungUpWhilePaused(t *testing.T) {
	beside(t, aTown)
	n := race(t, "caller or agent hang up while the recording is paused, or as the pause is asked for")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	cross := servo{at: 5 * time.Millisecond, step: time.Millisecond}
	for i := range crossings(t, 3) {
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		w.takes(t, ring, caller)
		bothHear(t, w, ring, caller, 12)
		id := w.last(t).Call.ID
		pause := func() {
			_ = w.tel.Do(w.ctx, telephony.Wish{Agent: 1, Call: id, Action: telephony.PauseRecording, Reason: "особисті дані"})
		}
		want, came := []bool{true, false}, "the caller leaves in the pause"
		switch i % 3 {
		case 2:
			together(
				func() { <-time.After(-cross.at); pause() },
				func() { <-time.After(cross.at); must(t, caller.Hangup(w.ctx)) })
			want = []bool{true}
		default:
			pause()
			w.until(t, "the pause stands", func() bool { return w.last(t).Call.Paused })
			bothHear(t, w, ring, caller, 15)
			if i%3 == 1 {
				came = "the agent leaves in the pause"
				w.do(t, 1, telephony.HangUp, "")
			} else {
				must(t, caller.Hangup(w.ctx))
			}
		}
		<-caller.Done()
		<-ring.Done()
		w.quiet(t)
		_, moments, err := w.tel.Record(w.ctx, id)
		must(t, err)
		told := slices.ContainsFunc(moments, func(m telephony.Moment) bool { return m.Event == call.AskPause && m.Reason != "" })
		if i%3 == 2 {
			came = map[bool]string{true: "the pause was first", false: "the caller's hang-up was first"}[told]
			cross.early(!told)
		} else if !told {
			t.Error("the history does not tell of the pause")
		}
		n.ran(came)
		w.heardInTurns(t, id, want)
		w.rested(t, 1)
	}
	w.noStrays(t)
}

// heardInTurns proves how sound and silence take turns on both sides of a recording without a warning: one of both sides'
// lengths would be said if they differed by 40 ms.
func (w *town) heardInTurns(t *testing.T, id call.ID, want []bool) {
	t.Helper()
	sealed := w.sealed(t, id)
	if len(sealed.Warnings) > 0 {
		t.Errorf("the recording warns %q", sealed.Warnings)
	}
	left, right := w.sides(t, sealed)
	if heard(left, softphone.ToneAgent) > 0 || heard(right, softphone.ToneCaller) > 0 {
		t.Errorf("the sides are mixed:\n%s\n%s", score(left), score(right))
	}
	for name, side := range map[string][]softphone.Window{"left": left, "right": right} {
		if got := stretches(side); !slices.Equal(got, want) {
			t.Errorf("%s side: sound and silence take turns %v, want %v\n%s", name, got, want, score(side))
		}
	}
}

// Race 14: a hold that lasts longer than Asterisk waits for a telephone that sends nothing. The times are shortened: four
// seconds without a packet end a talk, nine a hold by the telephone's own button, which are sixty and three hundred outside
// of tests. A caller who is held, and one who holds at the telephone, are still there, and the recording is whole.
func TestRace_14_HoldLongerThanTheTimeOuts(t *testing.T) {
	beside(t, aTown)
	n := race(t, "a hold longer than rtp_timeout (4 s for 60 s) and rtp_timeout_hold (9 s for 300 s), by hotline and by the telephone")
	w := emptyTownOn(t, asterisktest.Options{PJSIP: "[trunk](+)\nrtp_timeout = 4\nrtp_timeout_hold = 9\n"}, func(c *config) { c.Greeting = "-" })
	w.start(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	for range slow(t, 10) {
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		w.takes(t, ring, caller)
		id := w.last(t).Call.ID
		w.do(t, 1, telephony.Hold, "")
		must(t, caller.Heard().Wait(w.ctx, "ten seconds of music", 167, func(win softphone.Window) bool { return win.Has(softphone.ToneMusic) }))
		w.do(t, 1, telephony.Resume, "")
		hear(t, w.ctx, pair{caller: caller, phone: ring})
		must(t, caller.Hold(w.ctx)) // the caller's own button, by which the telephone sends nothing
		caller.Play(softphone.Nothing())
		must(t, ring.Heard().Wait(w.ctx, "five seconds without the caller", 84, func(win softphone.Window) bool { return !win.Has(softphone.ToneCaller) }))
		must(t, caller.Resume(w.ctx))
		caller.Play(softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel))
		hear(t, w.ctx, pair{caller: caller, phone: ring})
		must(t, caller.Hangup(w.ctx))
		<-ring.Done()
		w.quiet(t)
		r, _, err := w.tel.Record(w.ctx, id)
		must(t, err)
		sealed := w.sealed(t, id)
		if lasted := r.Call.EndedAt.Sub(r.Call.ArrivedAt); r.Call.EndReason != call.CallerHungUp || len(sealed.Warnings) > 0 || (lasted-sealed.Duration).Abs() > time.Second {
			t.Errorf("a call of %s ended as %s, its recording of %s warns %q", lasted, r.Call.EndReason, sealed.Duration, sealed.Warnings)
		}
		n.ran("nobody was cut off")
		w.rested(t, 1)
	}
	w.noStrays(t)
}
