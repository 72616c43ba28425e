package main

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The agent goes to and fro between caller and colleague, joins all three, parts them again, and leaves them to each other:
// at each step everybody hears whom they should and nobody else.
func TestCall_SwapAndConference_EverybodyHearsWhomTheyShould(t *testing.T) {
	beside(t, aTown)
	tr := newTrio(t)
	target := tr.consult(t)
	caller, agent, colleague, music := softphone.ToneCaller, softphone.ToneAgent, softphone.ToneTarget, softphone.ToneMusic
	for _, c := range []struct {
		does                       telephony.Action
		state                      call.State
		byCaller, byAgent, byOther []float64
	}{
		{telephony.Swap, call.Swapped, []float64{agent}, []float64{caller}, []float64{music}},
		{telephony.Swap, call.Consulting, []float64{music}, []float64{colleague}, []float64{agent}},
		{telephony.Confer, call.Conference, []float64{agent, colleague}, []float64{caller, colleague}, []float64{caller, agent}},
		{telephony.Swap, call.Consulting, []float64{music}, []float64{colleague}, []float64{agent}},
		{telephony.Swap, call.Swapped, []float64{agent}, []float64{caller}, []float64{music}},
		{telephony.Confer, call.Conference, []float64{agent, colleague}, []float64{caller, colleague}, []float64{caller, agent}},
	} {
		tr.do(t, 1, c.does, "")
		must(t, tr.caller.Heard().WaitOnly(tr.ctx, c.byCaller...))
		must(t, tr.talk.Heard().WaitOnly(tr.ctx, c.byAgent...))
		must(t, target.Heard().WaitOnly(tr.ctx, c.byOther...))
		if got := tr.last(t).Call.State; got != c.state {
			t.Errorf("the call is %s, want %s", got, c.state)
		}
	}
	tr.do(t, 1, telephony.Complete, "")
	must(t, tr.caller.Heard().WaitOnly(tr.ctx, colleague))
	must(t, target.Heard().WaitOnly(tr.ctx, caller))
	<-tr.talk.Done()
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
	plot(t, "conference-heard", ear("заявник", tr.caller, tr.caller), ear("оператор", tr.caller, tr.talk), ear("колега", tr.caller, target))
	left, right := tr.sides(t, tr.sealed(t, tr.last(t).Call.ID))
	plotSides(t, "conference", left, right)
	if heard(left, caller) == 0 || heard(right, caller) != 0 {
		t.Errorf("the caller sounds in %d windows on the left, in %d on the right", heard(left, caller), heard(right, caller))
	}
}

// Whoever leaves a conference, or a talk beside which the colleague waits: those who are left hear each other.
func TestCall_SomebodyLeavesAConference_TheOthersGoOn(t *testing.T) {
	beside(t, aTown)
	tr := newTrio(t)
	for _, c := range []struct {
		name   string
		before telephony.Action
		leaves func(target *softphone.Call)
		ends   string
	}{
		{"caller, all joined", telephony.Confer, func(*softphone.Call) { must(t, tr.caller.Hangup(tr.ctx)) }, "agent and colleague"},
		{"agent, all joined", telephony.Confer, func(*softphone.Call) { must(t, tr.talk.Hangup(tr.ctx)) }, "caller and colleague"},
		{"colleague, all joined", telephony.Confer, func(target *softphone.Call) { must(t, target.Hangup(tr.ctx)) }, "caller and agent"},
		{"caller, colleague waits", telephony.Swap, func(*softphone.Call) { must(t, tr.caller.Hangup(tr.ctx)) }, "agent and colleague"},
		{"agent, colleague waits", telephony.Swap, func(*softphone.Call) { must(t, tr.talk.Hangup(tr.ctx)) }, "caller and colleague"},
		{"colleague, who waits", telephony.Swap, func(target *softphone.Call) { must(t, target.Hangup(tr.ctx)) }, "caller and agent"},
	} {
		target := tr.consult(t)
		tr.do(t, 1, c.before, "")
		tr.until(t, "the agent's wish is done", func() bool { return tr.last(t).Call.State != call.Consulting })
		c.leaves(target)
		if got := tr.outcome(t, target); got != c.ends {
			t.Errorf("%s leaves: %s, want %s", c.name, got, c.ends)
		}
		_, _, _ = tr.caller.Hangup(tr.ctx), tr.talk.Hangup(tr.ctx), target.Hangup(tr.ctx)
		tr.quiet(t)
		tr.rested(t, 1, 2)
		tr.begin(t)
	}
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
}
