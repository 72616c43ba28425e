package call

import (
	"slices"
	"testing"
)

const (
	agentLeg  = LegID("leg-kyiv1-1.0-1")
	calledLeg = LegID("kyiv1-1.0")
)

// callOut is a call out whose number rings.
func callOut() []Event {
	return []Event{{Kind: Placed, Leg: agentLeg, Agent: 1, Phone: Desk, Endpoint: "a1d", Number: outsideNumber, Ticket: 7, Service: Organisation},
		{Kind: LegUp, Leg: agentLeg}}
}

func TestCallOut_AgentFirstThenTheNumber_TalkIsRecordedFromTheAnswer(t *testing.T) {
	c := story(t, callOut()[:1]...)
	if w := Wanted(c); c.State != Placing || len(w.Ring) != 1 || w.Ring[0].ID != agentLeg || Originator(c, w.Ring[0]) != "" {
		t.Errorf("placed: %s, rings %v", c.State, w.Ring)
	}
	c = story(t, callOut()...)
	w := Wanted(c)
	if c.State != Dialling || w.Ringback != agentLeg || len(w.Ring) != 1 || w.Ring[0].ID != calledLeg || w.Ring[0].Endpoint != outsideNumber ||
		Originator(c, w.Ring[0]) != agentLeg || c.Ticket != 7 || !c.RecordedAt.IsZero() {
		t.Errorf("dialled: %+v wants %+v", c, w)
	}
	c = story(t, append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg})...)
	if w := Wanted(c); c.State != Announcing || c.RecordedAt.IsZero() || !c.AnsweredAt.IsZero() || w.Ringback != agentLeg || len(w.Bridge) > 0 {
		t.Errorf("answered: %+v wants %+v", c, w)
	}
	c = story(t, append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg}, Event{Kind: LegUp, Leg: calledLeg})...)
	if w := Wanted(c); c.State != Talking || !slices.Equal(w.Bridge, []LegID{agentLeg, calledLeg}) || c.AnsweredAt.IsZero() || !c.DeadlineAt.IsZero() {
		t.Errorf("talk: %+v wants %+v", c, w)
	}
}

// Who did not talk owes nothing, and reads why; who talked wraps up.
func TestCallOut_EachEnd_AgentFreeOrInWrapUp(t *testing.T) {
	ring := func(cause int) []Event { return append(callOut(), Event{Kind: LegGone, Leg: calledLeg, Cause: cause}) }
	talk := append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg}, Event{Kind: LegUp, Leg: calledLeg})
	for name, c := range map[string]struct {
		events []Event
		reason Reason
		notice Notice
		after  EffectKind
	}{
		"agent does not answer":  {append(callOut()[:1], Event{Kind: Timeout}), NotPlaced, "", AgentFreed},
		"agent declines":         {append(callOut()[:1], Event{Kind: LegGone, Leg: agentLeg, Cause: causeRejected}), NotPlaced, "", AgentFreed},
		"agent thinks better":    {append(callOut(), Event{Kind: AskHangUp, Leg: agentLeg}), Cancelled, "", AgentFreed},
		"agent hangs up":         {append(callOut(), Event{Kind: LegGone, Leg: agentLeg, Cause: causeNormal}), Cancelled, "", AgentFreed},
		"busy":                   {ring(causeBusy), NotReached, NumberBusy, AgentFreed},
		"no answer, network":     {ring(causeNoAnswer), NotReached, NumberNoAnswer, AgentFreed},
		"no answer, we":          {append(callOut(), Event{Kind: Timeout}), NotReached, NumberNoAnswer, AgentFreed},
		"refused":                {ring(causeRejected), NotReached, NumberRefused, AgentFreed},
		"congestion":             {ring(34), NotReached, NumberUnreachable, AgentFreed},
		"leaves in the notice":   {append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg}, Event{Kind: LegGone, Leg: calledLeg, Cause: 16}), NotReached, NumberLeft, AgentFreed},
		"notice without an end":  {append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg}, Event{Kind: Timeout}), Dropped, "", AgentFreed},
		"switch dies":            {ring(CauseSwitchDied), Dropped, "", AgentFreed},
		"called party hangs up":  {append(slices.Clone(talk), Event{Kind: LegGone, Leg: calledLeg, Cause: 16}), CallerHungUp, "", AgentWraps},
		"agent ends the talk":    {append(slices.Clone(talk), Event{Kind: AskHangUp, Leg: agentLeg}), AgentHungUp, "", AgentWraps},
		"agent's receiver, talk": {append(slices.Clone(talk), Event{Kind: LegGone, Leg: agentLeg, Cause: 16}), AgentHungUp, "", AgentWraps},
	} {
		t.Run(name, func(t *testing.T) {
			before := story(t, c.events[:len(c.events)-1]...)
			last := c.events[len(c.events)-1]
			last.At = noon.Add(30e9)
			got, effects, err := Next(DefaultRules(), before, last)
			if err != nil || got.State != Ended || got.EndReason != c.reason || got.Notice != c.notice {
				t.Fatalf("state %s, reason %s, notice %q, %v; want %s, %q", got.State, got.EndReason, got.Notice, err, c.reason, c.notice)
			}
			if !slices.ContainsFunc(effects, func(e Effect) bool { return e.Kind == c.after && e.Agent == 1 }) {
				t.Errorf("effects %+v, want %s", effects, c.after)
			}
			for _, l := range got.Legs {
				if l.Leaving == "" {
					t.Errorf("%s is left", l.ID)
				}
			}
		})
	}
}

// What works in a talk works in one that we began.
func TestCallOut_HoldConsultPage_AsInAnyTalk(t *testing.T) {
	talk := append(callOut(), Event{Kind: LegUp, Leg: calledLeg})
	if c := story(t, append(slices.Clone(talk), Event{Kind: AskHold, Leg: agentLeg})...); Wanted(c).Music != calledLeg {
		t.Errorf("held: %+v", Wanted(c))
	}
	talk[0].Phone = Browser
	c := story(t, append(slices.Clone(talk), Event{Kind: LegGone, Leg: agentLeg, Cause: 16})...)
	if w := Wanted(c); c.State != Rejoining || w.Music != calledLeg {
		t.Errorf("page lost: %s, %+v", c.State, w)
	}
}

// A restart finds the number answered: in the dialplan, in our hands, or gone.
func TestReconcile_CallOut_FindsHowFarItHasCome(t *testing.T) {
	dialling, announcing := story(t, callOut()...), story(t, append(callOut(), Event{Kind: LegAnswered, Leg: calledLeg})...)
	agent := SeenLeg{Up: true, InControl: true}
	for name, c := range map[string]struct {
		call Call
		legs map[LegID]SeenLeg
		want []EventKind
	}{
		"rings":                    {dialling, map[LegID]SeenLeg{agentLeg: agent, calledLeg: {}}, nil},
		"hears the notice":         {dialling, map[LegID]SeenLeg{agentLeg: agent, calledLeg: {Up: true}}, []EventKind{LegAnswered}},
		"waits for us":             {dialling, map[LegID]SeenLeg{agentLeg: agent, calledLeg: {Up: true, InControl: true}}, []EventKind{LegUp}},
		"waits after the notice":   {announcing, map[LegID]SeenLeg{agentLeg: agent, calledLeg: {Up: true, InControl: true}}, []EventKind{LegUp}},
		"left in the notice":       {announcing, map[LegID]SeenLeg{agentLeg: agent}, []EventKind{LegGone}},
		"still hears the notice":   {announcing, map[LegID]SeenLeg{agentLeg: agent, calledLeg: {Up: true}}, nil},
		"agent left while it rang": {dialling, map[LegID]SeenLeg{calledLeg: {}}, []EventKind{LegGone}},
	} {
		f, missed := Reconcile(c.call, Facts{}, Seen{Legs: c.legs}, noon)
		var got []EventKind
		for _, e := range missed {
			got = append(got, e.Kind)
		}
		if !slices.Equal(got, c.want) {
			t.Errorf("%s: missed %v, want %v", name, got, c.want)
		}
		if f.Legs[calledLeg].Up != c.legs[calledLeg].InControl {
			t.Errorf("%s: what the dialplan has is held for ours", name)
		}
	}
}
