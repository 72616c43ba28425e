package main

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The agent goes to and fro between caller and colleague, and leaves them to each other: at each step everybody hears whom
// they should and nobody else.
func TestCall_Swap_EverybodyHearsWhomTheyShould(t *testing.T) {
	t.Parallel()
	tr := newTrio(t)
	target := tr.consult(t)
	caller, agent, colleague, music := softphone.ToneCaller, softphone.ToneAgent, softphone.ToneTarget, softphone.ToneMusic
	for range 4 {
		for _, c := range []struct {
			state                      call.State
			byCaller, byAgent, byOther float64
		}{
			{call.Swapped, agent, caller, music},
			{call.Consulting, music, colleague, agent},
		} {
			tr.do(t, 1, telephony.Swap, "")
			must(t, tr.caller.Heard().WaitOnly(tr.ctx, c.byCaller))
			must(t, tr.talk.Heard().WaitOnly(tr.ctx, c.byAgent))
			must(t, target.Heard().WaitOnly(tr.ctx, c.byOther))
			if got := tr.last(t).Call.State; got != c.state {
				t.Errorf("the call is %s, want %s", got, c.state)
			}
		}
	}
	tr.do(t, 1, telephony.Swap, "")
	must(t, target.Heard().WaitOnly(tr.ctx, music))
	tr.do(t, 1, telephony.Complete, "")
	must(t, tr.caller.Heard().WaitOnly(tr.ctx, colleague))
	must(t, target.Heard().WaitOnly(tr.ctx, caller))
	<-tr.talk.Done()
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
	left, right := tr.sides(t, tr.sealed(t, tr.last(t).Call.ID))
	plotSides(t, "swap", left, right)
	if heard(left, caller) == 0 || heard(right, caller) != 0 {
		t.Errorf("the caller sounds in %d windows on the left, in %d on the right", heard(left, caller), heard(right, caller))
	}
}

// Whoever leaves a talk beside which the colleague waits: those who are left hear each other.
func TestCall_SomebodyLeavesWhileTheColleagueWaits_TheOthersGoOn(t *testing.T) {
	t.Parallel()
	tr := newTrio(t)
	for _, c := range []struct {
		name   string
		leaves func(target *softphone.Call)
		ends   string
	}{
		{"caller", func(*softphone.Call) { must(t, tr.caller.Hangup(tr.ctx)) }, "agent and colleague"},
		{"agent", func(*softphone.Call) { must(t, tr.talk.Hangup(tr.ctx)) }, "caller and colleague"},
		{"colleague", func(target *softphone.Call) { must(t, target.Hangup(tr.ctx)) }, "caller and agent"},
	} {
		target := tr.consult(t)
		tr.do(t, 1, telephony.Swap, "")
		must(t, target.Heard().WaitOnly(tr.ctx, softphone.ToneMusic))
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
