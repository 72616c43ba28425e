package main

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Asterisk is killed in a talk and beside a caller who waits: both calls end, with ticket and recording, the agents are
// free, and the next caller is answered as ever.
func TestBadDay_AsteriskKilled_CallsEndAndTheNextIsAnswered(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	talker := w.dial(t, "+380501234567")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, talker)
	waiting := w.dial(t, "+380671112233")
	must(t, waiting.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	// Asterisk writes 32 KiB at a time (main/file.c): what it had not written is lost with it.
	must(t, talker.Heard().Wait(w.ctx, "six seconds of the agent", 100, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))

	w.sw.Kill()
	w.sw.Restart()
	_, _, _ = talker.Hangup(w.ctx), waiting.Hangup(w.ctx), ring.Hangup(w.ctx) // nobody answers their goodbyes
	for _, r := range w.accounted(t, 2) {
		if r.Call.EndReason != call.Dropped {
			t.Errorf("call from %s ended as %s, want dropped", r.Call.Number, r.Call.EndReason)
		}
		w.sealed(t, r.Call.ID)
	}
	w.rested(t, 1)
	account, err := w.tel.PhoneAccount(w.ctx, 1)
	must(t, err)
	w.until(t, "the telephone registers again", func() bool {
		_, err := oksana.Register(w.ctx, softphone.RegisterConfig{Registrar: w.sw.SIPAddr, User: account.Endpoint, Password: account.Password})
		return err == nil
	})
	next := w.dial(t, "+380931112233")
	ring, err = oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, next)
	must(t, next.Hangup(w.ctx))
	for _, r := range w.accounted(t, 3) {
		w.sealed(t, r.Call.ID)
	}
}

// hotline is killed while the agent asks a colleague: nobody hears it, and who drives next completes the transfer.
func TestCrash_KilledInAConsultation_TheTransferIsCompleted(t *testing.T) {
	beside(t, aTown)
	w, first := watchedTown(t, func(c *config) { c.Greeting = "-" })
	tr := &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)}
	tr.begin(t)
	target := tr.consult(t)
	first.kill()
	must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	w.do(t, 1, telephony.Complete, "") // asked while nobody drives
	second := w.launch(t)
	must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	<-tr.talk.Done()

	// And again while the first agent wraps up, which is over by itself or by the agent.
	second.kill()
	if s := w.state(t, 1).Agent.State; s != telephony.WrapUp {
		t.Errorf("the first agent is %s, want wrap_up", s)
	}
	w.free(t, 1)
	w.launch(t)
	must(t, tr.caller.Hangup(w.ctx))
	<-target.Done()
	for _, r := range w.accounted(t, 1) {
		if sealed := w.sealed(t, r.Call.ID); len(sealed.Warnings) > 0 {
			t.Errorf("the recording warns %q", sealed.Warnings)
		}
	}
	w.free(t, 2)
}

// hotline is killed while the colleague's telephone rings. It goes on ringing, and who answers when hotline is back has the
// consultation; who answers before is let go by Asterisk, and rung again.
func TestCrash_KilledWhileTheColleagueRings_TheConsultationComesAbout(t *testing.T) {
	t.Parallel()
	for name, meanwhile := range map[string]bool{"answers afterwards": false, "answers meanwhile": true} {
		t.Run(name, func(t *testing.T) {
			beside(t, aTown)
			w, first := watchedTown(t, func(c *config) { c.Greeting = "-" })
			tr := &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)}
			tr.begin(t)
			tr.do(t, 1, telephony.Consult, call.Organisation)
			target, err := tr.ivan.WaitIncoming(w.ctx)
			must(t, err)
			w.die(t, first)
			if meanwhile {
				_ = target.Answer(w.ctx) // Asterisk may hang up before it is done
				<-target.Done()
			}
			w.launch(t)
			w.ready(t)
			if meanwhile {
				target, err = tr.ivan.WaitIncoming(w.ctx)
				must(t, err)
			}
			target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
			must(t, target.Answer(w.ctx))
			must(t, tr.talk.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
			must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			w.do(t, 1, telephony.Cancel, "")
			must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
			must(t, tr.caller.Hangup(w.ctx))
			w.accounted(t, 1)
			w.free(t, 1)
			w.free(t, 2)
		})
	}
}

// hotline is killed while a caller leaves a message out of hours: the message is whole, and the caller is thanked by who
// drives next, or hangs up before.
func TestCrash_KilledInAMessage_TheMessageIsWhole(t *testing.T) {
	beside(t, aTown)
	w, first := watchedTown(t, func(c *config) { c.Clock = "2026-11-28T12:00:00+02:00" })
	w.ready(t)
	caller := w.dial(t, "+380501234567")
	w.until(t, "the message is being taken", func() bool {
		all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: 1})
		must(t, err)
		return len(all) == 1 && all[0].Call.State == call.Message
	})
	first.kill()
	w.launch(t)
	must(t, caller.Hangup(w.ctx))
	r := w.accounted(t, 1)[0]
	if r.Call.EndReason != call.AfterHours {
		t.Errorf("the call ended as %s", r.Call.EndReason)
	}
	left, _ := w.sides(t, w.sealed(t, r.Call.ID))
	if n := heard(left, softphone.ToneCaller); n < 10 {
		t.Errorf("the caller sounds in %d windows of %d", n, len(left))
	}
}
