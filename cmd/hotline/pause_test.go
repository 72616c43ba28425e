package main

import (
	"slices"
	"testing"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 14: the agent pauses the recording twice; hotline is killed in the second pause. Caller and agent hear each other all the time,
// the recording holds silence of both for as long, and nothing after a pause is missing.
func TestRace_14_RecordingPausedAcrossACrash(t *testing.T) {
	beside(t, aTown)
	n := race(t, "kill -9 of hotline in a pause of the recording")
	w, program := watchedTown(t, func(c *config) { c.Greeting = "-" })
	tr := &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)}
	for run := range slow(t, 10) {
		w.ready(t)
		tr.begin(t)
		program = tr.pausesTwice(t, program)
		must(t, tr.caller.Hangup(w.ctx))
		w.accounted(t, run+1)
		r := w.last(t)
		sealed := w.sealed(t, r.Call.ID)
		if len(sealed.Warnings) > 0 {
			t.Errorf("the recording warns %q", sealed.Warnings)
		}
		left, right := w.sides(t, sealed)
		if run == 0 {
			plotSides(t, "pause", left, right)
		}
		for name, side := range map[string][]softphone.Window{"left": left, "right": right} {
			if got, want := stretches(side), []bool{true, false, true, false, true}; !slices.Equal(got, want) {
				t.Errorf("%s side: sound and silence take turns %v, want %v\n%s", name, got, want, score(side))
			}
		}
		_, moments, err := w.tel.Record(w.ctx, r.Call.ID)
		must(t, err)
		if n := slices.IndexFunc(moments, func(m telephony.Moment) bool {
			return m.Event == call.AskPause && m.Agent == "Оксана" && m.Reason == "особисті дані"
		}); n < 0 {
			t.Errorf("the history does not say who paused and why: %+v", moments)
		}
		n.ran("still paused afterwards")
		w.rested(t, 1)
		w.again(t, 2)
	}
}

// pausesTwice pauses the recording, goes on, and pauses again; in the second pause hotline is killed and started anew.
func (tr *trio) pausesTwice(t *testing.T, first *program) (second *program) {
	t.Helper()
	w := tr.town
	both := func() {
		t.Helper()
		for range 4 { // 0.7 s
			must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
			must(t, tr.talk.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		}
	}
	pause := func() {
		t.Helper()
		must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: 1, Call: w.state(t, 1).Agent.Call, Action: telephony.PauseRecording, Reason: "особисті дані"}))
	}
	both()
	pause()
	both()
	tr.do(t, 1, telephony.ResumeRecording, "")
	both()
	pause()
	w.until(t, "the second pause stands", func() bool { return w.last(t).Call.Paused })
	both()
	first.kill()
	both()
	second = w.launch(t)
	w.ready(t)
	both()
	tr.do(t, 1, telephony.Consult, call.Organisation) // whoever comes has not asked for a pause
	target, err := tr.ivan.WaitIncoming(w.ctx)
	must(t, err)
	must(t, target.Reject(486))
	must(t, tr.caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	both()
	return second
}

// The recorder cannot be reached: the agent reads that the talk is recorded, and everything else goes on.
func TestCall_RecorderAway_AgentReadsThatTheTalkIsRecorded(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting, c.AMIAddr = "-", asterisktest.Free() })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, callersNumber)
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: 1, Call: w.state(t, 1).Agent.Call, Action: telephony.PauseRecording, Reason: "особисті дані"}))
	w.until(t, "the agent reads it", func() bool { return w.last(t).Call.Notice == call.NotPaused })
	if w.last(t).Call.Paused {
		t.Error("the screen says that the recording is paused")
	}
	must(t, caller.Heard().Wait(w.ctx, "a second of the agent", 17, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
	w.do(t, 1, telephony.Hold, "")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	w.do(t, 1, telephony.HangUp, "")
	<-caller.Done()
	w.quiet(t)
	left, _ := w.sides(t, w.sealed(t, w.last(t).Call.ID))
	if got := stretches(left); !slices.Equal(got, []bool{true}) {
		t.Errorf("sound and silence take turns %v, want sound", got)
	}
}

// stretches tells how sound and silence take turns; what is shorter than half a second is passed over.
func stretches(side []softphone.Window) (turns []bool) {
	run := 0
	for i, win := range side {
		if run++; i > 0 && win.Silent() != side[i-1].Silent() {
			run = 1
		}
		if sound := !win.Silent(); run == 8 && (len(turns) == 0 || turns[len(turns)-1] != sound) {
			turns = append(turns, sound)
		}
	}
	return turns
}
