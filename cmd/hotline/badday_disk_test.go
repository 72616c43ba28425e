package main

import (
	"strings"
	"testing"

	"golang.org/x/sys/unix"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// diskFull lets no write of Asterisk's succeed, as when the disk of the spool is full, until room is called.
func diskFull(t *testing.T, w *town) (room func()) {
	t.Helper()
	var before unix.Rlimit
	must(t, unix.Prlimit(w.sw.PID(), unix.RLIMIT_FSIZE, nil, &before))
	must(t, unix.Prlimit(w.sw.PID(), unix.RLIMIT_FSIZE, &unix.Rlimit{Cur: 0, Max: before.Max}, nil))
	return func() { must(t, unix.Prlimit(w.sw.PID(), unix.RLIMIT_FSIZE, &before, nil)) }
}

// bothHear waits until the two have heard each other for so many windows of 60 ms.
func bothHear(t *testing.T, w *town, agent, caller *softphone.Call, windows int) {
	t.Helper()
	must(t, caller.Heard().Wait(w.ctx, "the agent", windows, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
	must(t, agent.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
}

// Race 14: the disk is full for a part of the talk: the two talk on, what was written before and after is sealed, and the
// recording says that something is missing.
func TestRace_14_DiskFullDuringTheTalk_TalkGoesOnAndTheGapIsTold(t *testing.T) {
	beside(t, aTown)
	n := race(t, "no write of Asterisk's succeeds for six seconds of a talk")
	w := newTown(t, nil)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	for range slow(t, 20) {
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		w.takes(t, ring, caller)
		bothHear(t, w, ring, caller, 20)
		room := diskFull(t, w)
		bothHear(t, w, ring, caller, 90)
		room()
		bothHear(t, w, ring, caller, 30)
		must(t, caller.Hangup(w.ctx))
		<-ring.Done()
		w.quiet(t)
		r := w.last(t)
		sealed := w.sealed(t, r.Call.ID)
		talked := r.Call.EndedAt.Sub(r.Call.ArrivedAt)
		t.Logf("the call lasted %s, its recording %s; warnings %q", talked, sealed.Duration, sealed.Warnings)
		if !strings.Contains(strings.Join(sealed.Warnings, "\n"), "s were not written") {
			t.Errorf("the recording of %s of a call of %s does not say that sound is missing: %q", sealed.Duration, talked, sealed.Warnings)
		}
		if sealed.Duration == 0 || r.Call.Ticket == 0 || r.Call.EndReason != call.CallerHungUp {
			t.Errorf("recording %s, ticket %d, reason %s", sealed.Duration, r.Call.Ticket, r.Call.EndReason)
		}
		n.ran("the gap is told")
		w.rested(t, 1)
	}
}

// Race 14: a call that comes while the disk is full is talked as ever; that it has no recording is known, and the next call is
// recorded when there is room.
func TestRace_14_DiskFullBeforeTheCall_NextCallIsRecorded(t *testing.T) {
	beside(t, aTown)
	n := race(t, "no write of Asterisk's succeeds from before the call to its end")
	w := newTown(t, nil)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	room := diskFull(t, w)
	for _, full := range []bool{true, false} {
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		w.takes(t, ring, caller)
		bothHear(t, w, ring, caller, 20)
		must(t, caller.Hangup(w.ctx))
		<-ring.Done()
		w.quiet(t)
		r := w.last(t)
		if full {
			w.until(t, "the recording is known to be missing", func() bool { return w.recordingIs(r.Call.ID, recording.Missing) })
			room()
		} else if sealed := w.sealed(t, r.Call.ID); len(sealed.Warnings) > 0 {
			t.Errorf("with room again: %q", sealed.Warnings)
		}
		must(t, w.tel.FinishWrapUp(w.ctx, 1, r.Call.ID, telephony.Available, ""))
	}
	n.ran("talked, known to be missing, the next recorded")
}

func (w *town) recordingIs(id call.ID, state recording.State) bool {
	r, err := w.recs.ByCall(w.ctx, recording.CallID(id))
	return err == nil && r.State == state
}
