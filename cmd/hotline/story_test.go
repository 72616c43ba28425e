package main

import (
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"path"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/tickets"
)

// The story of the house: a citizen calls, hears the notice and music, talks, is handed over warmly, and the talk is
// found under lock, both sides apart.
func TestCall_AnsweredHandedOverWarmly_RecordedUnderLock(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	ivan := w.agent(t, 2, "Іван", call.Organisation)
	caller := w.dial(t, "+380501234567")
	hear := caller.Heard()
	must(t, hear.WaitTone(w.ctx, softphone.TonePrompt1))
	must(t, hear.WaitTone(w.ctx, softphone.ToneMusic))

	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	v := w.state(t, 1)
	if leg := ring.Header("X-Hotline-Leg"); v.Call == nil || leg != string(v.Call.Leg.ID) {
		t.Errorf("the INVITE names leg %q, the desk shows %+v", leg, v.Call)
	}
	if v.Call == nil || v.Call.Call.Ticket == 0 {
		t.Fatal("the phone rings before the ticket is open")
	}
	if v.Call.Call.Number != "+380501234567" {
		t.Errorf("number on the desk = %q", v.Call.Call.Number)
	}
	w.takes(t, ring, caller)
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	must(t, hear.Wait(w.ctx, "two seconds of the agent", 33, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))

	w.do(t, 1, telephony.Hold, "")
	must(t, hear.WaitOnly(w.ctx, softphone.ToneMusic))
	must(t, ring.Heard().WaitSilence(w.ctx))
	w.do(t, 1, telephony.Resume, "")
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneCaller))

	w.do(t, 1, telephony.Consult, call.Organisation)
	target, err := ivan.WaitIncoming(w.ctx)
	must(t, err)
	must(t, hear.WaitOnly(w.ctx, softphone.ToneMusic))
	must(t, ring.Heard().WaitTone(w.ctx, softphone.ToneRingback))
	if other := w.state(t, 2); other.Call == nil || other.Call.Call.Ticket != v.Call.Call.Ticket {
		t.Error("the colleague's desk does not show the same ticket")
	}
	target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	must(t, target.Answer(w.ctx))
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	must(t, hear.WaitOnly(w.ctx, softphone.ToneMusic))

	w.do(t, 1, telephony.Complete, "")
	must(t, hear.WaitOnly(w.ctx, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	must(t, hear.Wait(w.ctx, "a second of the target", 16, func(win softphone.Window) bool { return win.Has(softphone.ToneTarget) }))
	<-ring.Done()
	if s := w.state(t, 1).Agent.State; s != telephony.WrapUp {
		t.Errorf("the first agent is %s, want wrap_up", s)
	}
	must(t, caller.Hangup(w.ctx))
	<-target.Done()
	w.quiet(t)

	r := w.last(t)
	if r.Call.EndReason != call.CallerHungUp || len(r.Agents) != 2 {
		t.Errorf("record: reason %s, agents %v", r.Call.EndReason, r.Agents)
	}
	w.proveRecording(t, w.sealed(t, r.Call.ID))
	must(t, w.tel.FinishWrapUp(w.ctx, 1, r.Call.ID, telephony.Available, ""))
	if s := w.state(t, 1).Agent.State; s != telephony.Available {
		t.Errorf("after the wrap-up the agent is %s", s)
	}
}

// proveRecording reads the stored object: its lock, and who sounds on which side.
func (w *town) proveRecording(t *testing.T, r recording.Recording) {
	t.Helper()
	lock, err := w.store.Lock(w.ctx, r.ObjectKey, r.VersionID)
	must(t, err)
	if lock.Mode != "COMPLIANCE" || lock.Until.Before(r.StartedAt.AddDate(3, 0, 0).Add(-time.Second)) {
		t.Errorf("lock %+v, the recording began %s", lock, r.StartedAt)
	}
	if len(r.Warnings) > 0 {
		t.Errorf("the recording warns %q", r.Warnings)
	}
	left, right := w.sides(t, r)
	plotSides(t, "recording", left, right)
	for _, c := range []struct {
		name string
		side []softphone.Window
		hz   float64
		want bool
	}{{"caller left", left, softphone.ToneCaller, true}, {"notice right", right, softphone.TonePrompt1, true}, {"agent not left", left, softphone.ToneAgent, false}, {"caller not right", right, softphone.ToneCaller, false},
		{"agent right", right, softphone.ToneAgent, true}, {"target right", right, softphone.ToneTarget, true}} {
		if n := heard(c.side, c.hz); (n > 2) != c.want {
			t.Errorf("%s: tone in %d windows", c.name, n)
		}
	}
	if t.Failed() {
		t.Log(score(left), "\n", score(right))
	}
	w.proveManifest(t, r)
	listens, err := w.play.Listens(w.ctx, r.ID)
	must(t, err)
	if len(listens) != 1 || listens[0].Who.Name != "Олена" {
		t.Errorf("audit of listening: %+v", listens)
	}
}

// proveManifest reads who talked beside the locked talk: the agent, then the colleague to whom the caller was handed.
func (w *town) proveManifest(t *testing.T, r recording.Recording) {
	t.Helper()
	text, _, err := w.store.Open(w.ctx, path.Join(path.Dir(r.ObjectKey), recording.ManifestName), "")
	must(t, err)
	defer text.Close()
	var m recording.Manifest
	must(t, json.NewDecoder(text).Decode(&m))
	if len(m.Segments) != 2 || m.Segments[0].FromMS <= 0 || m.Segments[0].ToMS < m.Segments[1].FromMS || m.Segments[1].ToMS > m.DurationMS+1000 {
		t.Errorf("segments %+v of %d ms", m.Segments, m.DurationMS)
	}
}

// sides replays a recording, as a supervisor does, and says what sounds on its left and on its right.
func (w *town) sides(t *testing.T, r recording.Recording) (left, right []softphone.Window) {
	t.Helper()
	l, err := w.play.StartListen(w.ctx, recording.Listener{ID: 9, Name: "Олена", IP: "127.0.0.1"}, r.ID, "перевірка якості")
	must(t, err)
	audio, err := w.play.Open(w.ctx, l.ID, 9)
	must(t, err)
	defer audio.Close()
	wav, err := io.ReadAll(audio)
	must(t, err)
	caller, heard := make([]byte, 0, len(wav)/2), make([]byte, 0, len(wav)/2)
	for i := 58; i+1 < len(wav); i += 2 {
		caller, heard = append(caller, wav[i]), append(heard, wav[i+1])
	}
	return softphone.DetectTones(caller, softphone.TestTones()), softphone.DetectTones(heard, softphone.TestTones())
}

// heard counts the windows of 60 ms in which one of the tones sounds.
func heard(side []softphone.Window, tones ...float64) (n int) {
	for _, win := range side {
		if slices.ContainsFunc(tones, win.Has) {
			n++
		}
	}
	return n
}

// score writes down what sounds in each 60 ms.
func score(side []softphone.Window) string {
	var b strings.Builder
	for _, win := range side {
		fmt.Fprintf(&b, "|%.0fdB ", win.Level)
		for _, tone := range win.Tones {
			if tone.Present {
				fmt.Fprintf(&b, "%.0f", tone.Hz)
			}
		}
	}
	return b.String()
}

// Out of hours the caller hears whose line it is, that the talk is recorded and the hours, leaves a message and has a ticket (Regulation 3.2.2).
func TestCall_AfterHours_MessageAndTicket_R_3_2_2(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Clock = "2026-11-28T12:00:00+02:00" })
	caller := w.dial(t, "anonymous")
	for _, tone := range []float64{softphone.TonePrompt1, recordedTone, softphone.TonePrompt3} {
		must(t, caller.Heard().WaitTone(w.ctx, tone))
	}
	w.until(t, "the message is being taken", func() bool { return w.last(t).Call.State == call.Message })
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	r := w.last(t)
	if r.Call.EndReason != call.AfterHours || r.Call.Ticket == 0 || r.Call.Number != "" {
		t.Errorf("record: %+v", r.Call)
	}
	w.sealed(t, r.Call.ID)
	w.until(t, "the ticket's history tells of the message", func() bool {
		d, err := w.reg.Get(w.ctx, tickets.Key{ID: tickets.TicketID(r.Call.Ticket)})
		must(t, err)
		for _, e := range d.History {
			if strings.Contains(e.Sentence(), "овідомлення") {
				return true
			}
		}
		return false
	})
}

// Who gives up waiting has a ticket all the same, and nobody's phone goes on ringing.
func TestCall_CallerLeavesWhileAgentRings_AbandonedAndAgentFree(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "0501234567")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	must(t, caller.Hangup(w.ctx))
	<-ring.Done()
	w.quiet(t)
	r := w.last(t)
	if r.Call.EndReason != call.Abandoned || r.Call.Ticket == 0 || r.Call.Number != "+380501234567" {
		t.Errorf("record: %+v", r.Call)
	}
	w.until(t, "the agent is free", func() bool { return w.state(t, 1).Agent.State == telephony.Available })
}

// A restart of hotline in the middle of a talk is not heard by anybody, and the talk is in hand again afterwards.
func TestCall_HotlineRestartsDuringTalk_TalkGoesOn(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "+380671112233")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	w.stop()
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	w.start(t)
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	w.until(t, "the call is live again", func() bool { return w.board.Stats.Live.Load() == 1 })
	w.do(t, 1, telephony.Hold, "")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	w.do(t, 1, telephony.Resume, "")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	w.do(t, 1, telephony.HangUp, "")
	<-caller.Done()
	w.quiet(t)
	w.sealed(t, w.last(t).Call.ID)
}

// A call that came while hotline was away is answered by the dialplan, recorded, and registered afterwards.
func TestCall_HotlineAway_MessageIsRegisteredLater(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	w.stop()
	caller := w.dial(t, "+380931112233")
	must(t, caller.Heard().WaitTone(w.ctx, awayTone))
	must(t, caller.Hangup(w.ctx))
	w.start(t)
	var r telephony.Record
	w.until(t, "the call is registered", func() bool {
		all, err := w.tel.Records(w.ctx, telephony.RecordFilter{})
		must(t, err)
		if len(all) == 1 {
			r = all[0]
		}
		return len(all) == 1
	})
	if r.Call.EndReason != call.Unattended || r.Call.Ticket == 0 || r.Call.Number != "+380931112233" {
		t.Errorf("record: %+v", r.Call)
	}
	w.sealed(t, r.Call.ID)
}

// A caller whom the dialplan still offers when hotline comes is not hung up: nobody claimed in time, so the dialplan answers.
func TestCall_HotlineComesWhileTheDialplanAsks_CallerIsNotHungUp(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	w.stop()
	caller := w.dial(t, "+380931112233")
	w.start(t)
	must(t, caller.Heard().WaitTone(w.ctx, awayTone))
	must(t, caller.Hangup(w.ctx))
	w.until(t, "the call is registered", func() bool {
		all, err := w.tel.Records(w.ctx, telephony.RecordFilter{})
		must(t, err)
		return len(all) == 1 && all[0].Call.Ticket != 0
	})
}

// The web server of a running house answers, and is ready when its parts are.
func TestServe_ReadyWhenPartsAre(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	w.ready(t)
	res, err := http.Get("http://" + w.cfg.Listen + "/metrics")
	must(t, err)
	defer res.Body.Close()
	page, err := io.ReadAll(res.Body)
	must(t, err)
	if !regexp.MustCompile(`(?m)^hotline_spool_free_ratio 0\.\d+$`).Match(page) {
		t.Error("/metrics does not tell of the room for recordings")
	}
}
