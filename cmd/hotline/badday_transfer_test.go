package main

import (
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// trio is a caller who talks with the first agent, and a colleague of the organisational support.
type trio struct {
	*town
	oksana, ivan *softphone.Phone
	caller, talk *softphone.Call
	id           call.ID // of the call, where a test asks for it
}

func newTrio(t *testing.T) *trio {
	t.Helper()
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 2*time.Second })
	tr := &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)}
	tr.begin(t)
	return tr
}

// begin lets a new caller talk with the first agent.
func (tr *trio) begin(t *testing.T) {
	t.Helper()
	tr.caller, tr.talk = tr.town.talk(t, tr.oksana)
}

// consult brings the first agent and the colleague together, the caller hears music.
func (tr *trio) consult(t *testing.T) (target *softphone.Call) {
	t.Helper()
	tr.do(t, 1, telephony.Consult, call.Organisation)
	target, err := tr.ivan.WaitIncoming(tr.ctx)
	must(t, err)
	target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	must(t, target.Answer(tr.ctx))
	must(t, tr.talk.Heard().WaitOnly(tr.ctx, softphone.ToneTarget))
	must(t, tr.caller.Heard().WaitOnly(tr.ctx, softphone.ToneMusic))
	return target
}

// A colleague who is busy, declines, lets it ring or whose telephone leaves: the agent is with the caller again, and reads why.
func TestBadDay_ColleagueDoesNotCome_AgentIsBackWithTheCaller(t *testing.T) {
	beside(t, aTown)
	tr := newTrio(t)
	refuse := func(code int) func(*softphone.Call) {
		return func(target *softphone.Call) { must(t, target.Reject(code)) }
	}
	for _, c := range []struct {
		name   string
		does   func(target *softphone.Call)
		notice call.Notice
	}{
		{"busy", refuse(486), call.TargetDeclined},
		{"declines", refuse(603), call.TargetDeclined},
		{"unavailable", refuse(480), call.TargetNoAnswer},
		{"server fault", refuse(500), call.TargetLost},
		{"rings out", func(target *softphone.Call) { <-target.Done() }, call.TargetNoAnswer},
		{"telephone leaves", func(target *softphone.Call) { must(t, tr.ivan.Unregister(tr.ctx)); <-target.Done() }, call.TargetLost},
		{"nobody is left", nil, call.TargetBusy},
	} {
		tr.do(t, 1, telephony.Consult, call.Organisation)
		if c.does != nil {
			target, err := tr.ivan.WaitIncoming(tr.ctx)
			must(t, err)
			must(t, tr.talk.Heard().WaitTone(tr.ctx, softphone.ToneRingback))
			c.does(target)
		}
		must(t, tr.caller.Heard().WaitOnly(tr.ctx, softphone.ToneAgent))
		must(t, tr.talk.Heard().WaitOnly(tr.ctx, softphone.ToneCaller))
		if got := tr.state(t, 1).Call.Call.Notice; got != c.notice {
			t.Errorf("%s: the agent reads %q, want %q", c.name, got, c.notice)
		}
		if c.name != "telephone leaves" && c.name != "nobody is left" {
			tr.again(t, 2)
		}
	}
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
	tr.sealed(t, tr.last(t).Call.ID)
	if n := tr.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}

// again lets an agent who did not come be offered at once.
func (w *town) again(t *testing.T, id call.AgentID) {
	t.Helper()
	w.until(t, "the colleague is given back", func() bool { return w.state(t, id).Agent.Call == "" })
	must(t, w.tel.SetState(w.ctx, id, telephony.Break, "обід", call.Desk))
	must(t, w.tel.SetState(w.ctx, id, telephony.Available, "", call.Desk))
	_, err := w.pool.Exec(w.ctx, `UPDATE agents SET offer_after = idle_since WHERE id = $1`, id)
	must(t, err)
}
