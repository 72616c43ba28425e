package main

import (
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// outsiders opens the door to a carrier, which is a telephone of ours.
func outsiders(t *testing.T, c *config) *softphone.Phone {
	t.Helper()
	p, err := softphone.New(softphone.Config{Listen: "127.0.0.2:0", Tones: append(softphone.TestTones(), callingTone)})
	must(t, err)
	t.Cleanup(func() { p.Close() })
	c.TrunkOut, c.OutAllowed, c.OutRefused, c.OutRing = p.Addr().String(), []string{"+380"}, []string{"+380900"}, 5*time.Second
	return p
}

// outside is a caller who talks with an agent, and a carrier behind which somebody of the list answers.
type outside struct {
	*trio
	carrier *softphone.Phone
}

func newOutside(t *testing.T) *outside {
	t.Helper()
	o := &outside{}
	w := newTown(t, func(c *config) {
		c.Greeting, c.Ring = "-", 3*time.Second
		o.carrier = outsiders(t, c)
		c.OutRing = 2 * time.Second
	})
	must(t, w.tel.PutDestination(w.ctx, telephony.Destination{Number: mrg, Name: "МРГ", Active: true}, 0))
	o.trio = &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information)}
	o.begin(t)
	return o
}

// ring asks for the representative, whose telephone rings: the agent hears ringback, the caller music.
func (o *outside) ring(t *testing.T) *softphone.Call {
	t.Helper()
	must(t, o.tel.Do(o.ctx, telephony.Wish{Agent: 1, Call: o.state(t, 1).Agent.Call, Action: telephony.Consult, Number: mrg}))
	target, err := o.carrier.WaitIncoming(o.ctx)
	must(t, err)
	must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
	must(t, o.talk.Heard().WaitTone(o.ctx, softphone.ToneRingback))
	return target
}

func (o *outside) consult(t *testing.T) *softphone.Call {
	t.Helper()
	target := o.ring(t)
	target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	must(t, target.Answer(o.ctx))
	must(t, o.talk.Heard().WaitOnly(o.ctx, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(o.ctx, softphone.ToneAgent))
	must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
	return target
}

// A representative outside is consulted, waits, talks with both, and takes the caller over, who talks on when the agent has
// left, until somebody hangs up; the recording has it all on one timeline.
func TestTransferOutside_ConsultSwapThreeComplete_EachHearsWhoTheyShould_R_4_11_1(t *testing.T) {
	beside(t, aTown)
	o := newOutside(t)
	target := o.consult(t)
	if to, from := target.Header("To"), target.Header("From"); !strings.Contains(to, "sip:"+mrg+"@") || !strings.Contains(from, "+380443668012") {
		t.Errorf("the carrier is asked for %q by %q", to, from)
	}
	if h := target.Header("X-Hotline-Leg"); h != "" {
		t.Errorf("the carrier is told our leg: %q", h)
	}
	if v := o.state(t, 1); v.Call.Other != nil || v.Call.OtherLeg.Name != "МРГ" || v.Call.OtherLeg.Endpoint != mrg {
		t.Errorf("the desk shows %+v", v.Call.OtherLeg)
	}
	o.do(t, 1, telephony.Swap, "")
	must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneAgent))
	must(t, target.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
	o.do(t, 1, telephony.Confer, "")
	for c, tones := range map[*softphone.Call][]float64{o.caller: {softphone.ToneAgent, softphone.ToneTarget},
		o.talk: {softphone.ToneCaller, softphone.ToneTarget}, target: {softphone.ToneCaller, softphone.ToneAgent}} {
		must(t, c.Heard().WaitOnly(o.ctx, tones...))
	}
	o.do(t, 1, telephony.Complete, "")
	must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneTarget))
	must(t, target.Heard().WaitOnly(o.ctx, softphone.ToneCaller))
	<-o.talk.Done()
	if s := o.state(t, 1).Agent.State; s != telephony.WrapUp {
		t.Errorf("the agent is %s, want wrap_up", s)
	}
	must(t, target.Hangup(o.ctx))
	<-o.caller.Done()
	o.quiet(t)
	r := o.last(t)
	if r.Call.EndReason != call.OutsideHungUp || len(r.Agents) != 1 {
		t.Errorf("record: reason %s, agents %v", r.Call.EndReason, r.Agents)
	}
	left, right := o.sides(t, o.sealed(t, r.Call.ID))
	if heard(left, softphone.ToneTarget) > 2 || heard(right, softphone.ToneTarget) < 3 || heard(right, softphone.ToneAgent) < 3 || heard(left, softphone.ToneCaller) < 3 {
		t.Errorf("recording:\n%s\n%s", score(left), score(right))
	}
}

// Whoever does not come, or leaves again: the agent is back with the caller and reads why.
func TestTransferOutside_DoesNotComeOrLeaves_AgentIsBackWithTheCaller(t *testing.T) {
	beside(t, aTown)
	o := newOutside(t)
	refuse := func(code int) func() {
		return func() { must(t, o.ring(t).Reject(code)) }
	}
	for _, c := range []struct {
		name   string
		does   func()
		notice call.Notice
	}{
		{"busy", refuse(486), call.NumberBusy},
		{"refuses", refuse(603), call.NumberRefused},
		{"no answer", refuse(480), call.NumberNoAnswer},
		{"no such number", refuse(404), call.NumberUnreachable},
		{"congestion", refuse(503), call.NumberUnreachable},
		{"rings out", func() { <-o.ring(t).Done() }, call.NumberNoAnswer},
		{"hangs up", func() { must(t, o.consult(t).Hangup(o.ctx)) }, call.NumberLeft},
		{"agent cancels", func() { target := o.ring(t); o.do(t, 1, telephony.Cancel, ""); <-target.Done() }, ""},
	} {
		c.does()
		must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneAgent))
		must(t, o.talk.Heard().WaitOnly(o.ctx, softphone.ToneCaller))
		if got := o.state(t, 1).Call.Call.Notice; got != c.notice {
			t.Errorf("%s: the agent reads %q, want %q", c.name, got, c.notice)
		}
	}
	must(t, o.caller.Hangup(o.ctx))
	o.quiet(t)
}

// The agent leaves, by the button, by hanging up or blind while it rings: caller and representative talk; one who leaves ends
// it. A hotline that dies meanwhile is not noticed.
func TestTransferOutside_AgentLeaves_BothTalkUntilOneHangsUp(t *testing.T) {
	beside(t, aTown)
	o := newOutside(t)
	hangsUp := func() { must(t, o.talk.Hangup(o.ctx)) }
	complete := func() { o.do(t, 1, telephony.Complete, "") }
	for _, c := range []struct {
		name   string
		leaves func()
		blind  bool
		ends   func(target *softphone.Call)
		reason call.Reason
	}{
		{"button, caller", complete, false, func(*softphone.Call) { must(t, o.caller.Hangup(o.ctx)) }, call.CallerHungUp},
		{"receiver, representative", hangsUp, false, func(target *softphone.Call) { must(t, target.Hangup(o.ctx)) }, call.OutsideHungUp},
		{"blind, representative", complete, true, func(target *softphone.Call) { must(t, target.Hangup(o.ctx)) }, call.OutsideHungUp},
	} {
		var target *softphone.Call
		if c.blind {
			target = o.ring(t)
			c.leaves()
			<-o.talk.Done()
			must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
			target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
			must(t, target.Answer(o.ctx))
		} else {
			target = o.consult(t)
			c.leaves()
		}
		must(t, o.caller.Heard().WaitOnly(o.ctx, softphone.ToneTarget))
		must(t, target.Heard().WaitOnly(o.ctx, softphone.ToneCaller))
		o.stop()
		o.start(t)
		o.until(t, "the call is in hand again", func() bool { return o.board.Stats.Live.Load() == 1 })
		must(t, o.caller.Heard().Wait(o.ctx, "a second of the representative", 16, func(win softphone.Window) bool { return win.Has(softphone.ToneTarget) }))
		c.ends(target)
		<-target.Done()
		<-o.caller.Done()
		o.quiet(t)
		if r := o.last(t).Call.EndReason; r != c.reason {
			t.Errorf("%s: reason %s, want %s", c.name, r, c.reason)
		}
		o.rested(t, 1)
		o.begin(t)
	}
	must(t, o.caller.Hangup(o.ctx))
	o.quiet(t)
}
