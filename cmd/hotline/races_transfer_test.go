package main

import (
	"context"
	"slices"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// crossing is a case of race 13: what happens at once, and as which event the call's history tells each.
type crossing struct {
	name       string
	consulting bool // the colleague has answered before
	button     telephony.Action
	pressed    call.EventKind
	also       func(tr *trio, target *softphone.Call)
	happened   call.EventKind
}

func pressing(a telephony.Action) func(*trio, *softphone.Call) {
	return func(tr *trio, _ *softphone.Call) { // it may be refused: the other was first
		_ = tr.tel.Do(tr.ctx, telephony.Wish{Agent: 1, Call: tr.id, Action: a})
	}
}

func targetAnswers(tr *trio, target *softphone.Call) { _ = target.Answer(tr.ctx) }
func targetDeclines(_ *trio, target *softphone.Call) { _ = target.Reject(486) }
func targetHangsUp(tr *trio, target *softphone.Call) { _ = target.Hangup(tr.ctx) }
func callerHangsUp(tr *trio, _ *softphone.Call)      { _ = tr.caller.Hangup(tr.ctx) }
func agentHangsUp(tr *trio, _ *softphone.Call)       { _ = tr.talk.Hangup(tr.ctx) }
func bothHangUp(tr *trio, target *softphone.Call) {
	callerHangsUp(tr, target)
	agentHangsUp(tr, target)
}
func everybodyHangsUp(tr *trio, target *softphone.Call) {
	bothHangUp(tr, target)
	targetHangsUp(tr, target)
}

// Race 13: a button and something else, in the same instant: whoever is left hears whom they should, nobody sits in silence,
// and all are given back.
func TestRace_13_ButtonsCrossTheTransfer(t *testing.T) {
	t.Parallel()
	for _, c := range []crossing{
		{"cancel × busy", false, telephony.Cancel, call.AskCancel, targetDeclines, call.LegGone},
		{"cancel × answer", false, telephony.Cancel, call.AskCancel, targetAnswers, call.LegUp},
		{"cancel × caller leaves", false, telephony.Cancel, call.AskCancel, callerHangsUp, call.LegGone},
		{"cancel × caller and agent leave", false, telephony.Cancel, call.AskCancel, bothHangUp, call.LegGone},
		{"swap × answer", false, telephony.Swap, call.AskSwap, targetAnswers, call.LegUp},
		{"complete × answer", false, telephony.Complete, call.AskComplete, targetAnswers, call.LegUp},
		{"complete × caller leaves", true, telephony.Complete, call.AskComplete, callerHangsUp, call.LegGone},
		{"complete × agent leaves", true, telephony.Complete, call.AskComplete, agentHangsUp, call.LegGone},
		{"complete × colleague leaves", true, telephony.Complete, call.AskComplete, targetHangsUp, call.LegGone},
		{"complete × cancel", true, telephony.Complete, call.AskComplete, pressing(telephony.Cancel), call.AskCancel},
		{"complete twice", true, telephony.Complete, call.AskComplete, pressing(telephony.Complete), call.AskComplete},
		{"complete × all leave", true, telephony.Complete, call.AskComplete, everybodyHangsUp, call.LegGone},
	} {
		t.Run(c.name, func(t *testing.T) {
			beside(t, aTown)
			cross(t, c, func(tr *trio, target *softphone.Call) { pressing(c.button)(tr, target) })
		})
	}
}

// Race 13 without a button: somebody leaves as the colleague answers.
func TestRace_13_SomebodyLeavesAsTheColleagueAnswers(t *testing.T) {
	t.Parallel()
	for name, leaves := range map[string]func(*trio, *softphone.Call){"agent leaves × answer": agentHangsUp, "caller leaves × answer": callerHangsUp} {
		t.Run(name, func(t *testing.T) {
			beside(t, aTown)
			cross(t, crossing{name: name, pressed: call.LegGone, also: targetAnswers, happened: call.LegUp}, leaves)
		})
	}
}

// cross lets it happen again and again; whoever was late is earlier next time.
func cross(t *testing.T, c crossing, once func(*trio, *softphone.Call)) {
	n := race(t, c.name+", in the same instant")
	tr := newTrio(t)
	when := servo{at: 5 * time.Millisecond, step: time.Millisecond}
	for range crossings(t, 2) {
		tr.id = tr.last(t).Call.ID
		target, before := tr.asked(t, c.consulting)
		together(
			func() { <-time.After(when.at); c.also(tr, target) },
			func() { <-time.After(-when.at); once(tr, target) })
		tr.until(t, "the buttons are heeded", func() bool { return tr.count(t, "wishes") == 0 })
		left := tr.outcome(t, target)
		first := tr.first(t, before, c.pressed, c.happened)
		if c.pressed != c.happened {
			when.early(first == c.happened)
		}
		n.ran(string(first) + " first: " + left)
		_, _, _ = tr.caller.Hangup(tr.ctx), tr.talk.Hangup(tr.ctx), target.Hangup(tr.ctx)
		<-tr.caller.Done()
		<-tr.talk.Done()
		<-target.Done()
		tr.quiet(t)
		tr.until(t, "nobody is taken", func() bool { return tr.count(t, "agents WHERE state IN ('offered', 'on_call')") == 0 })
		tr.rested(t, 1, 2)
		tr.again(t, 2)
		tr.begin(t)
	}
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
	tr.noStrays(t)
}

// asked brings the trio to where the colleague rings, or talks with the agent, and says how much had happened until then.
func (tr *trio) asked(t *testing.T, consulting bool) (target *softphone.Call, moments int) {
	t.Helper()
	if consulting {
		target = tr.consult(t)
	} else {
		tr.do(t, 1, telephony.Consult, call.Organisation)
		var err error
		target, err = tr.ivan.WaitIncoming(tr.ctx)
		must(t, err)
		target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	}
	_, all, err := tr.tel.Record(tr.ctx, tr.id)
	must(t, err)
	return target, len(all)
}

// first tells which of the two the call's history has first since so many moments. Who is let go may know it before it is
// written.
func (tr *trio) first(t *testing.T, since int, kinds ...call.EventKind) (first call.EventKind) {
	t.Helper()
	tr.until(t, "the history tells of one of the two", func() bool {
		_, all, err := tr.tel.Record(tr.ctx, tr.id)
		must(t, err)
		all = all[since:]
		if kinds[0] == call.AskSwap && !slices.ContainsFunc(all, func(m telephony.Moment) bool { return m.Event == call.AskSwap }) {
			first = call.AskSwap // refused: it came while the colleague's telephone rang
			return true
		}
		i := slices.IndexFunc(all, func(m telephony.Moment) bool { return slices.Contains(kinds, m.Event) })
		if i >= 0 {
			first = all[i].Event
		}
		return i >= 0
	})
	return first
}

// outcome waits until the call has come to rest, and proves with the ears of those who are left that nobody hears silence.
func (tr *trio) outcome(t *testing.T, target *softphone.Call) string {
	t.Helper()
	hears := func(c *softphone.Call, hz float64) bool {
		short, cancel := context.WithTimeout(tr.ctx, 200*time.Millisecond)
		defer cancel()
		return c.Heard().WaitOnly(short, hz) == nil
	}
	out := ""
	tr.until(t, "everybody who is left hears somebody", func() bool {
		switch alive := [3]bool{!over(tr.caller), !over(tr.talk), !over(target)}; alive {
		case [3]bool{true, true, true}:
			switch tr.last(t).Call.State {
			case call.Consulting:
				if hears(tr.talk, softphone.ToneTarget) && hears(target, softphone.ToneAgent) && hears(tr.caller, softphone.ToneMusic) {
					out = "all three, consulting"
				}
			case call.Swapped:
				if hears(tr.talk, softphone.ToneCaller) && hears(tr.caller, softphone.ToneAgent) && hears(target, softphone.ToneMusic) {
					out = "all three, swapped"
				}
			}
		case [3]bool{false, false, false}:
			out = "all let go"
		case [3]bool{true, false, true}:
			if hears(tr.caller, softphone.ToneTarget) && hears(target, softphone.ToneCaller) {
				out = "caller and colleague"
			}
		case [3]bool{true, true, false}:
			if hears(tr.caller, softphone.ToneAgent) && hears(tr.talk, softphone.ToneCaller) {
				out = "caller and agent"
			}
		case [3]bool{false, true, true}:
			if hears(tr.talk, softphone.ToneTarget) && hears(target, softphone.ToneAgent) {
				out = "agent and colleague"
				must(t, target.Hangup(tr.ctx))
			}
		case [3]bool{true, false, false}:
			if hears(tr.caller, softphone.ToneMusic) {
				out = "caller waits for the next agent"
			}
		}
		return out != ""
	})
	return out
}
