package main

import (
	"errors"
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// What the supervisor says in each mode, so that a recording tells them apart.
const (
	saidBarging    = softphone.ToneSupervisor
	saidWhispering = softphone.TonePrompt1
	saidListening  = softphone.TonePrompt3
)

const olena = call.AgentID(9)

// overheard is a trio with a supervisor at a desk phone.
type overheard struct {
	*trio
	phone *softphone.Phone
	sup   *softphone.Call
}

// chief puts a supervisor at a desk phone.
func (w *town) chief(t *testing.T, id call.AgentID, name string) *softphone.Phone {
	t.Helper()
	must(t, w.tel.PutSupervisor(w.ctx, id, name))
	return w.seat(t, id, name)
}

func newOverheard(t *testing.T) *overheard {
	t.Helper()
	tr := newTrio(t)
	return &overheard{trio: tr, phone: tr.chief(t, olena, "Олена")}
}

// supervise asks for a mode; the first time the telephone rings and is answered. What is said in the new mode is said when
// the caller does not hear the supervisor any more.
func (w *overheard) supervise(t *testing.T, m call.Mode) {
	t.Helper()
	if w.sup != nil && m == call.Barge {
		w.says(m)
	}
	must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: olena, Call: w.last(t).Call.ID, Action: telephony.Supervise, Mode: m, Reason: "навчання"}))
	if w.sup == nil {
		var err error
		w.sup, err = w.phone.WaitIncoming(w.ctx)
		must(t, err)
		w.says(m)
		must(t, w.sup.Answer(w.ctx))
		return
	}
	if m != call.TakeOver {
		must(t, w.caller.Heard().Wait(w.ctx, "not the supervisor", 3, func(win softphone.Window) bool { return m == call.Barge || !win.Has(saidBarging) }))
	}
	w.says(m)
}

func (w *overheard) says(m call.Mode) {
	hz := map[call.Mode]float64{call.Listen: saidListening, call.Whisper: saidWhispering, call.Barge: saidBarging, call.TakeOver: saidBarging}[m]
	w.sup.Play(softphone.Tone(hz, softphone.DefaultLevel))
}

// hear proves what each hears, from now on.
func (w *overheard) hear(t *testing.T, caller, agent, sup []float64) {
	t.Helper()
	must(t, w.caller.Heard().WaitOnly(w.ctx, caller...))
	must(t, w.talk.Heard().WaitOnly(w.ctx, agent...))
	must(t, w.sup.Heard().WaitOnly(w.ctx, sup...))
}

// over waits for the end of somebody's part.
func (w *overheard) over(t *testing.T, c *softphone.Call) {
	t.Helper()
	select {
	case <-c.Done():
	case <-w.ctx.Done():
		t.Fatal("a telephone was not hung up")
	}
}

func with(tones []float64, more ...float64) []float64 {
	return append(append([]float64{}, tones...), more...)
}

// The supervisor listens, whispers, barges in, and goes from each mode to each other: at each step everybody hears whom they
// should. The recording has what was said barging in, and nothing of what was whispered.
func TestSupervise_EachMode_EverybodyHearsWhomTheyShould(t *testing.T) {
	beside(t, aTown)
	w := newOverheard(t)
	both := with(byCaller, softphone.ToneAgent)
	for _, m := range []call.Mode{call.Listen, call.Whisper, call.Barge, call.Listen, call.Barge, call.Whisper, call.Listen} {
		w.supervise(t, m)
		switch m {
		case call.Listen:
			w.hear(t, byAgent, byCaller, both)
		case call.Whisper:
			w.hear(t, byAgent, with(byCaller, saidWhispering), both)
		case call.Barge:
			w.hear(t, with(byAgent, saidBarging), with(byCaller, saidBarging), both)
		}
		if v := w.state(t, 1); v.Call.Supervisor != "Олена" || v.Call.Mode != m {
			t.Errorf("%s: the agent's desk shows %q, %s", m, v.Call.Supervisor, v.Call.Mode)
		}
	}
	w.chief(t, 8, "Петро")
	second := telephony.Wish{Agent: 8, Call: w.last(t).Call.ID, Action: telephony.Supervise, Mode: call.Listen, Reason: "теж"}
	if err := w.tel.Do(w.ctx, second); !errors.Is(err, telephony.ErrSupervised) {
		t.Errorf("the second supervisor: %v, want ErrSupervised", err)
	}
	must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: olena, Call: w.last(t).Call.ID, Action: telephony.Leave}))
	w.over(t, w.sup)
	must(t, w.caller.Heard().WaitOnly(w.ctx, byAgent...))
	must(t, w.talk.Heard().WaitOnly(w.ctx, byCaller...))
	must(t, w.caller.Hangup(w.ctx))
	w.quiet(t)
	w.until(t, "the supervisor is free", func() bool { return w.state(t, olena).Agent.State == telephony.Available })
	plot(t, "supervision-heard", ear("заявник", w.caller, w.caller), ear("оператор", w.caller, w.talk), ear("керівник", w.caller, w.sup))
	id := w.last(t).Call.ID
	left, right := w.sides(t, w.sealed(t, id))
	plotSides(t, "supervision", left, right)
	if n := heard(right, saidBarging); n < 5 {
		t.Errorf("what was said barging in sounds in %d windows", n)
	}
	if n := heard(right, saidWhispering, saidListening) + heard(left, saidWhispering, saidListening, saidBarging); n > 0 {
		t.Errorf("what was whispered, or said to nobody, sounds in %d windows\n%s", n, score(right))
	}
	audit, err := w.tel.Supervisions(w.ctx, id)
	must(t, err)
	if len(audit) != 7 || audit[0].Mode != call.Listen || audit[6].Until.IsZero() || audit[0].Name != "Олена" || audit[0].Reason != "навчання" {
		t.Errorf("audit: %+v", audit)
	}
}

// Hold, a consultation and a transfer while a supervisor is there: who listens hears the agent's side, then whoever has the
// talk; who has barged in is with the agent, wherever that is.
func TestSupervise_HoldConsultationTransfer_SupervisorStaysWithTheAgent(t *testing.T) {
	beside(t, aTown)
	w := newOverheard(t)
	w.supervise(t, call.Listen)
	w.do(t, 1, telephony.Hold, "")
	must(t, w.caller.Heard().WaitOnly(w.ctx, music...))
	must(t, w.sup.Heard().WaitOnly(w.ctx, byAgent...))
	w.supervise(t, call.Whisper)
	w.hear(t, music, []float64{saidWhispering}, byAgent)
	w.do(t, 1, telephony.Resume, "")
	w.hear(t, byAgent, with(byCaller, saidWhispering), with(byCaller, softphone.ToneAgent))
	w.do(t, 1, telephony.Hold, "")
	w.hear(t, music, []float64{saidWhispering}, byAgent)
	w.supervise(t, call.Barge)
	w.hear(t, music, []float64{saidBarging}, byAgent)
	w.do(t, 1, telephony.Resume, "")
	w.hear(t, with(byAgent, saidBarging), with(byCaller, saidBarging), with(byCaller, softphone.ToneAgent))
	target := w.consult2(t, saidBarging)
	w.hear(t, music, with(byColleague, saidBarging), with(byAgent, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneAgent, saidBarging))
	w.do(t, 1, telephony.Confer, "")
	w.hear(t, with(byAgent, softphone.ToneTarget, saidBarging), with(byCaller, softphone.ToneTarget, saidBarging), with(byCaller, softphone.ToneAgent, softphone.ToneTarget))
	w.supervise(t, call.Listen)
	w.hear(t, with(byAgent, softphone.ToneTarget), with(byCaller, softphone.ToneTarget), with(byCaller, softphone.ToneAgent, softphone.ToneTarget))
	w.do(t, 1, telephony.Complete, "")
	w.over(t, w.talk)
	must(t, w.caller.Heard().WaitOnly(w.ctx, byColleague...))
	must(t, target.Heard().WaitOnly(w.ctx, byCaller...))
	must(t, w.sup.Heard().WaitOnly(w.ctx, with(byCaller, softphone.ToneTarget)...))
	w.supervise(t, call.Whisper)
	must(t, target.Heard().WaitOnly(w.ctx, with(byCaller, saidWhispering)...))
	must(t, w.caller.Heard().WaitOnly(w.ctx, byColleague...))
	must(t, w.caller.Hangup(w.ctx))
	w.over(t, w.sup)
	w.quiet(t)
}

// consult2 brings agent and colleague together; the agent hears also.
func (w *overheard) consult2(t *testing.T, also float64) (target *softphone.Call) {
	t.Helper()
	w.do(t, 1, telephony.Consult, call.Organisation)
	target, err := w.ivan.WaitIncoming(w.ctx)
	must(t, err)
	must(t, w.talk.Heard().WaitTone(w.ctx, also))
	must(t, w.talk.Heard().WaitTone(w.ctx, softphone.ToneRingback))
	must(t, w.sup.Heard().WaitTone(w.ctx, softphone.ToneAgent))
	target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	must(t, target.Answer(w.ctx))
	must(t, w.talk.Heard().WaitOnly(w.ctx, softphone.ToneTarget, also))
	return target
}

// The supervisor takes the call over, from within and from outside: the agent wraps up, the supervisor talks, holds and
// wraps up as any agent.
func TestTakeOver_SupervisorTalksAgentWrapsUp(t *testing.T) {
	beside(t, aTown)
	w := newOverheard(t)
	for _, before := range []call.Mode{call.Listen, call.Barge, ""} {
		if before != "" {
			w.supervise(t, before)
			must(t, w.sup.Heard().WaitOnly(w.ctx, with(byCaller, softphone.ToneAgent)...))
		}
		w.supervise(t, call.TakeOver)
		w.over(t, w.talk)
		must(t, w.caller.Heard().WaitOnly(w.ctx, saidBarging))
		must(t, w.sup.Heard().WaitOnly(w.ctx, byCaller...))
		if s := w.state(t, 1).Agent.State; s != telephony.WrapUp {
			t.Errorf("%s: the agent is %s, want wrap_up", before, s)
		}
		w.do(t, olena, telephony.Hold, "")
		must(t, w.caller.Heard().WaitOnly(w.ctx, music...))
		w.do(t, olena, telephony.Resume, "")
		must(t, w.caller.Heard().WaitOnly(w.ctx, saidBarging))
		must(t, w.caller.Hangup(w.ctx))
		w.over(t, w.sup)
		w.quiet(t)
		if s := w.state(t, olena).Agent.State; s != telephony.WrapUp {
			t.Errorf("%s: the supervisor is %s, want wrap_up", before, s)
		}
		if r := w.last(t); len(r.Agents) != 2 || r.Agents[1] != "Олена" {
			t.Errorf("%s: talked %v", before, r.Agents)
		}
		w.free(t, 1)
		w.free(t, olena)
		w.sup = nil
		w.begin(t)
	}
	must(t, w.caller.Hangup(w.ctx))
	w.quiet(t)
}

// Whoever ends the talk lets the supervisor go; the supervisor who leaves, or never answers, ends nothing.
func TestSupervise_SomebodyLeaves_NobodyIsLeftInSilence(t *testing.T) {
	beside(t, aTown)
	w := newOverheard(t)
	for _, c := range []struct {
		name   string
		mode   call.Mode
		leaves func() error
		goesOn bool
	}{
		{"caller", call.Listen, func() error { return w.caller.Hangup(w.ctx) }, false},
		{"caller, barged in", call.Barge, func() error { return w.caller.Hangup(w.ctx) }, false},
		{"agent", call.Whisper, func() error { return w.talk.Hangup(w.ctx) }, false},
		{"agent, barged in", call.Barge, func() error { return w.talk.Hangup(w.ctx) }, false},
		{"supervisor", call.Whisper, func() error { return w.sup.Hangup(w.ctx) }, true},
		{"supervisor, barged in", call.Barge, func() error { return w.sup.Hangup(w.ctx) }, true},
	} {
		w.supervise(t, c.mode)
		must(t, w.sup.Heard().WaitOnly(w.ctx, with(byCaller, softphone.ToneAgent)...))
		// An agent who puts the receiver down at once has not talked (call.slip).
		must(t, w.caller.Heard().Wait(w.ctx, "a second of the agent", 17, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
		must(t, c.leaves())
		w.over(t, w.sup)
		if c.goesOn {
			must(t, w.caller.Heard().WaitOnly(w.ctx, byAgent...))
			must(t, w.talk.Heard().WaitOnly(w.ctx, byCaller...))
			must(t, w.caller.Hangup(w.ctx))
		}
		w.over(t, w.talk)
		w.over(t, w.caller)
		w.quiet(t)
		w.until(t, c.name+": the supervisor is free", func() bool { return w.state(t, olena).Agent.State == telephony.Available })
		w.free(t, 1)
		w.sup = nil
		w.begin(t)
	}
	must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: olena, Call: w.last(t).Call.ID, Action: telephony.Supervise, Mode: call.Listen, Reason: "навчання"}))
	ring, err := w.phone.WaitIncoming(w.ctx)
	must(t, err)
	must(t, ring.Reject(603))
	w.until(t, "the supervisor is free", func() bool { return w.state(t, olena).Agent.State == telephony.Available })
	must(t, w.caller.Heard().WaitOnly(w.ctx, byAgent...))
	must(t, w.caller.Hangup(w.ctx))
	w.quiet(t)
}

// hotline is killed while the supervisor whispers: nobody hears it; who drives next goes on from there, and lets the
// supervisor go when the agent left meanwhile.
func TestCrash_KilledWhileWhispering_GoesOn(t *testing.T) {
	beside(t, aTown)
	town, first := watchedTown(t, func(c *config) { c.Greeting = "-" })
	tr := &trio{town: town, oksana: town.agent(t, 1, "Оксана", call.Information)}
	w := &overheard{trio: tr, phone: town.chief(t, olena, "Олена")}
	w.begin(t)
	both := with(byCaller, softphone.ToneAgent)
	w.supervise(t, call.Whisper)
	w.hear(t, byAgent, with(byCaller, saidWhispering), both)
	first.kill()
	w.hear(t, byAgent, with(byCaller, saidWhispering), both)
	second := w.launch(t)
	w.ready(t)
	w.hear(t, byAgent, with(byCaller, saidWhispering), both)
	w.supervise(t, call.Barge)
	w.hear(t, with(byAgent, saidBarging), with(byCaller, saidBarging), both)
	w.supervise(t, call.Whisper)
	w.hear(t, byAgent, with(byCaller, saidWhispering), both)
	second.kill()
	must(t, w.talk.Hangup(w.ctx))
	w.launch(t)
	w.over(t, w.sup)
	w.over(t, w.caller)
	w.accounted(t, 1)
	w.until(t, "the supervisor is free", func() bool { return w.state(t, olena).Agent.State == telephony.Available })
}
