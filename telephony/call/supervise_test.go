package call

import (
	"slices"
	"testing"
	"time"
)

// supervise is what a supervisor asks for.
func (w *stage) supervise(arg uint8) {
	l, in := w.c.Of(Supervisor)
	switch {
	case in && arg > 220:
		w.apply(Event{Kind: AskLeave, Leg: l.ID})
		return
	case !in && w.away: // nobody can be taken
		return
	case !in:
		w.agents++
		w.watchers++
		l = Leg{ID: SupervisorLeg(w.c.ID, w.watchers), Agent: w.agents}
	}
	mode := Modes[arg%3]
	if arg > 180 {
		mode = TakeOver
	}
	w.apply(Event{Kind: AskSupervise, Leg: l.ID, Agent: l.Agent, Phone: []Phone{Browser, Desk}[arg/4%2], Endpoint: "a9w", Mode: mode})
}

// watch brings a supervisor into the talk, if there is one.
func (w *stage) watch(mode Mode) {
	w.supervise(uint8(slices.Index(Modes, mode)))
	w.settle(false)
	if l, in := w.c.Of(Supervisor); in {
		w.channels[l.ID].up = true
		w.reports = append(w.reports, report{kind: legUp, leg: l.ID})
		w.settle(false)
	}
}

const (
	firstLeg  = LegID("leg-kyiv1-1.0-1")
	secondLeg = LegID("leg-kyiv1-1.0-2")
	callerLeg = LegID("kyiv1-1.0")
)

// sup is the leg of the n-th supervisor.
func sup(n int64) LegID { return SupervisorLeg("kyiv1-1.0", n) }

// watched is a talk with a supervisor in it.
func watched(mode Mode) []Event {
	return append(talking(), Event{Kind: AskSupervise, Leg: sup(1), Agent: 9, Mode: mode, Endpoint: "a9w", Phone: Browser}, Event{Kind: LegUp, Leg: sup(1)})
}

// Whom a supervisor hears and by whom the supervisor is heard, in each mode, whatever becomes of the call.
func TestSupervise_EachModeInEachState(t *testing.T) {
	consult := []Event{{Kind: AskConsult, Leg: firstLeg, Service: Organisation}, {Kind: TargetFound, Leg: secondLeg, Agent: 2, Phone: Desk}, {Kind: LegUp, Leg: secondLeg}}
	hear := func(n int, of LegID, whisper bool) Want {
		return Want{Snoop: Snoop{SnoopID("kyiv1-1.0", n), of, whisper}, Aside: []LegID{sup(1), SnoopID("kyiv1-1.0", n)}}
	}
	join := func(with ...LegID) Want { return Want{Bridge: append(with, sup(1)), Mixed: true} }
	for _, c := range []struct {
		name string
		mode Mode
		then []Event
		want Want
	}{
		{"talk", Listen, nil, hear(1, firstLeg, false)},
		{"talk", Whisper, nil, hear(1, firstLeg, true)},
		{"talk", Barge, nil, join(firstLeg, callerLeg)},
		{"from listening to whispering", Listen, []Event{{Kind: AskSupervise, Leg: sup(1), Mode: Whisper}}, hear(2, firstLeg, true)},
		{"from whispering to barging", Whisper, []Event{{Kind: AskSupervise, Leg: sup(1), Mode: Barge}}, join(firstLeg, callerLeg)},
		{"and back", Whisper, []Event{{Kind: AskSupervise, Leg: sup(1), Mode: Barge}, {Kind: AskSupervise, Leg: sup(1), Mode: Whisper}}, hear(2, firstLeg, true)},
		{"hold", Listen, []Event{{Kind: AskHold, Leg: firstLeg}}, hear(1, firstLeg, false)},
		{"hold", Barge, []Event{{Kind: AskHold, Leg: firstLeg}}, join(firstLeg)},
		{"hold: nobody else could hear it", Whisper, []Event{{Kind: AskHold, Leg: firstLeg}}, join(firstLeg)},
		{"and after it", Whisper, []Event{{Kind: AskHold, Leg: firstLeg}, {Kind: AskResume, Leg: firstLeg}}, hear(2, firstLeg, true)},
		{"a colleague rings", Listen, consult[:2], hear(1, firstLeg, false)},
		{"a colleague rings: only the agent can be spoken to", Barge, consult[:2], hear(1, firstLeg, true)},
		{"consultation", Whisper, consult, hear(1, firstLeg, true)},
		{"consultation", Barge, consult, join(firstLeg, secondLeg)},
		{"conference", Barge, append(slices.Clone(consult), Event{Kind: AskConference, Leg: firstLeg}), join(firstLeg, secondLeg, callerLeg)},
		{"the colleague has the talk", Listen, append(slices.Clone(consult), Event{Kind: AskComplete, Leg: firstLeg}), hear(2, secondLeg, false)},
		{"the caller waits for the colleague", Listen, append(slices.Clone(consult[:2]), Event{Kind: AskComplete, Leg: firstLeg}), Want{Ringback: sup(1)}},
		{"the caller waits for a lost page", Barge, []Event{{Kind: LegGone, Leg: firstLeg}}, Want{Ringback: sup(1)}},
		{"the page is back", Listen, []Event{{Kind: LegGone, Leg: firstLeg}, {Kind: PhoneBack}, {Kind: LegUp, Leg: secondLeg}}, hear(2, secondLeg, false)},
		{"the snoop is lost", Listen, []Event{{Kind: LegGone, Leg: SnoopID("kyiv1-1.0", 1)}}, hear(2, firstLeg, false)},
		{"the caller has left the consultation", Listen, append(slices.Clone(consult), Event{Kind: LegGone, Leg: callerLeg}), hear(1, firstLeg, false)},
	} {
		w := Wanted(story(t, append(watched(c.mode), c.then...)...))
		if w.Snoop != c.want.Snoop || !slices.Equal(w.Aside, c.want.Aside) || w.Ringback != c.want.Ringback && c.want.Ringback != "" ||
			c.want.Mixed && !slices.Equal(w.Bridge, c.want.Bridge) || w.Mixed != c.want.Mixed {
			t.Errorf("%s, %s: want %+v, have %+v", c.mode, c.name, c.want, w)
		}
	}
}

// A supervisor is let go when there is nobody left to be heard, when the switch refuses, and by the own wish; and owes no
// work after the talk.
func TestSupervise_EndsInEachWay(t *testing.T) {
	for name, e := range map[string]Event{
		"the caller":             {Kind: LegGone, Leg: callerLeg},
		"the agent":              {Kind: AskHangUp, Leg: firstLeg},
		"the supervisor":         {Kind: AskLeave, Leg: sup(1)},
		"the supervisor's phone": {Kind: LegGone, Leg: sup(1)},
		"the switch":             {Kind: SnoopFailed},
	} {
		e.At = noon.Add(time.Hour)
		c, effects, err := Next(DefaultRules(), story(t, watched(Whisper)...), e)
		if _, in := c.Of(Supervisor); in || err != nil || !slices.ContainsFunc(effects, func(f Effect) bool { return f.Kind == SupervisionOver && f.Agent == 9 }) {
			t.Errorf("%s: %v, %+v, effects %+v", name, err, c.Legs, effects)
		}
		if slices.ContainsFunc(effects, func(f Effect) bool { return f.Kind == AgentWraps && f.Agent == 9 }) {
			t.Errorf("%s: a supervisor wraps up", name)
		}
	}
	lost := append(watched(Barge), Event{Kind: LegGone, Leg: firstLeg}, Event{Kind: Timeout}, Event{Kind: Timeout, At: noon.Add(time.Minute)})
	c := story(t, lost...)
	if _, in := c.Of(Supervisor); in || c.State != Waiting {
		t.Errorf("the agent is lost for good: %s, %+v", c.State, c.Legs)
	}
}

// The second who wants to listen is refused; so is who comes when nobody talks.
func TestSupervise_WhatCannotBe_IsRefused(t *testing.T) {
	second := Event{Kind: AskSupervise, Leg: sup(2), Agent: 8, Mode: Listen, At: noon}
	for name, events := range map[string][]Event{
		"a second supervisor":      watched(Listen),
		"nobody talks":             talking()[:4],
		"the agent's page is lost": lostPage(),
	} {
		if _, _, err := Next(DefaultRules(), story(t, events...), second); err == nil {
			t.Errorf("%s: not refused", name)
		}
	}
}

// Whoever takes over talks in the agent's place, in each state; the agent of before wraps up.
func TestTakeOver_AgentWrapsUp_SupervisorTalks(t *testing.T) {
	take := Event{Kind: AskSupervise, Leg: sup(1), Mode: TakeOver}
	consult := []Event{{Kind: AskConsult, Leg: firstLeg, Service: Organisation}, {Kind: TargetFound, Leg: secondLeg, Agent: 2, Phone: Desk}}
	for name, row := range map[string]struct {
		events []Event
		state  State
		bridge []LegID
	}{
		"who listens":       {append(watched(Listen), take), Talking, []LegID{sup(1), callerLeg}},
		"who has barged in": {append(watched(Barge), take), Talking, []LegID{sup(1), callerLeg}},
		"on hold":           {append(watched(Listen), Event{Kind: AskHold, Leg: firstLeg}, take), Talking, []LegID{sup(1), callerLeg}},
		"at once":           {watched(TakeOver), Talking, []LegID{sup(1), callerLeg}},
		"the page was lost": {append(watched(Listen), Event{Kind: LegGone, Leg: firstLeg}, take), Talking, []LegID{sup(1), callerLeg}},
		"a colleague rings": {append(append(watched(Listen), consult...), take), ConsultRinging, nil},
		"handed over blind": {append(append(watched(Listen), consult...), Event{Kind: AskComplete, Leg: firstLeg}, take), ConsultRinging, nil},
		"a colleague talks": {append(append(watched(Listen), consult...), Event{Kind: LegUp, Leg: secondLeg}, take), Consulting, []LegID{sup(1), secondLeg}},
	} {
		c := story(t, row.events...)
		w := Wanted(c)
		agent, _ := c.Of(Agent)
		if c.State != row.state || !slices.Equal(w.Bridge, row.bridge) || agent.ID != sup(1) || agent.Role != Agent || w.Mixed || w.Snoop.ID != "" {
			t.Errorf("%s: %s, %+v, want %+v", name, c.State, agent, w)
		}
	}
	_, effects, err := Next(DefaultRules(), story(t, watched(Listen)...), Event{Kind: AskSupervise, Leg: sup(1), Mode: TakeOver, At: noon})
	want := []Effect{{Kind: SupervisionAsked, Agent: 9, Leg: sup(1), Mode: TakeOver}, {Kind: AgentWraps, Agent: 1, Leg: firstLeg, Service: Information, Outcome: Answered}, {Kind: TakenOver, Agent: 9, Leg: sup(1)}}
	if err != nil || !slices.Equal(effects, want) {
		t.Errorf("%v, effects %+v, want %+v", err, effects, want)
	}
}

// snoop lets the switch make a snoop, or refuse it.
func (w *stage) snoop(fl *flight, arg uint8) {
	s := fl.cmd.Snoop
	fl.refused = arg < 10 && !fl.faulty
	if fl.refused || w.channels[s.ID] != nil {
		return
	}
	if w.snoops[s.ID] { // its name rests for a while: Asterisk refuses, and the supervision ends
		fl.refused = !fl.faulty
		return
	}
	w.snoops[s.ID] = true
	w.channels[s.ID] = &channel{up: true, spies: s}
	w.reports = append(w.reports, report{kind: legUp, leg: s.ID})
}

// That the snoop was made is known from the answer alone; that it is up, and that it died, nobody was told.
func TestReconcile_SnoopDiedUnheard_NextHasAnotherName(t *testing.T) {
	c := story(t, watched(Listen)...)
	first := Wanted(c).Snoop.ID
	f := Facts{Legs: map[LegID]LegFacts{callerLeg: {Exists: true, Up: true}, firstLeg: {Exists: true, Up: true}, sup(1): {Exists: true, Up: true}, first: {Exists: true}}}
	seen := Seen{Sweep: true, Legs: map[LegID]SeenLeg{callerLeg: {Up: true, InControl: true}, firstLeg: {Up: true, InControl: true}, sup(1): {Up: true, InControl: true}}}
	_, missed := Reconcile(c, f, seen, noon)
	if len(missed) != 1 || missed[0].Kind != LegGone || missed[0].Leg != first {
		t.Fatalf("missed %+v, want that %s has gone", missed, first)
	}
	c, _, err := Next(DefaultRules(), c, missed[0])
	if next := Wanted(c).Snoop.ID; err != nil || next == first {
		t.Errorf("%v: the next is %s again", err, next)
	}
}

// private: no command brings a supervisor into a bridge with the caller, unless the call wanted that when it was sent. The
// leave of one who has barged in may be under way, but nobody comes in to hear what is whispered.
func (w *stage) private(fl *flight) {
	caller := w.channels[LegID(w.c.ID)]
	for id, ch := range w.channels {
		if caller == nil || caller.in == NoBridge || ch.in != caller.in || !OfSupervisor(id) {
			continue
		}
		joined := id == fl.cmd.Leg.ID || LegID(w.c.ID) == fl.cmd.Leg.ID
		if joined && (!slices.Contains(fl.together, id) || !slices.Contains(fl.together, LegID(w.c.ID))) {
			w.fail("the caller is brought together with %s and should not be", id)
		}
	}
}
