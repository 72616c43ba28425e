package call

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
)

var noon = time.Date(2026, 11, 23, 10, 0, 0, 0, time.UTC)

// story applies events to a new call and fails at the first that does not fit.
func story(t *testing.T, events ...Event) Call {
	t.Helper()
	c := New("kyiv1-1.0", "kyiv1")
	for i, e := range events {
		if e.At.IsZero() {
			e.At = noon.Add(time.Duration(i) * time.Second)
		}
		next, _, err := Next(DefaultRules(), c, e)
		if err != nil {
			t.Fatal(err)
		}
		if next.Version == c.Version {
			t.Fatalf("event %d, %s, changed nothing in %s", i, e.Kind, c.State)
		}
		c = next
	}
	return c
}

func talking() []Event {
	return []Event{{Kind: Arrived, Open: true}, {Kind: Registered, Ticket: 7}, {Kind: PromptEnded, Prompt: 1},
		{Kind: OfferMade, Leg: "leg-kyiv1-1.0-1", Agent: 1, Phone: Browser}, {Kind: LegUp, Leg: "leg-kyiv1-1.0-1"}}
}

func TestTransferAttended_Complete_CallerTalksWithTarget(t *testing.T) {
	c := story(t, append(talking(), Event{Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Service: Organisation},
		Event{Kind: TargetFound, Leg: "leg-kyiv1-1.0-2", Agent: 2, Phone: Desk}, Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"},
		Event{Kind: AskComplete, Leg: "leg-kyiv1-1.0-1"})...)
	w := Wanted(c)
	if c.State != Talking || !slices.Equal(w.Bridge, []LegID{"leg-kyiv1-1.0-2", "kyiv1-1.0"}) {
		t.Errorf("state %s, bridge %v", c.State, w.Bridge)
	}
	if len(w.HangUp) != 1 || w.HangUp[0].Agent != 1 {
		t.Errorf("hang up %v, want the first agent", w.HangUp)
	}
}

func TestTransferAttended_TargetHangsUp_CallerReturns(t *testing.T) {
	c := story(t, append(talking(), Event{Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Service: Organisation},
		Event{Kind: TargetFound, Leg: "leg-kyiv1-1.0-2", Agent: 2}, Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"},
		Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-2", Cause: 16})...)
	if c.State != Talking || c.Notice != TargetLost {
		t.Errorf("state %s, notice %s", c.State, c.Notice)
	}
	if a, _ := c.Of(Agent); a.Agent != 1 {
		t.Errorf("the talk is with agent %d", a.Agent)
	}
}

// A pause ends by the agent, by itself, and with the talk between these two.
func TestPause_EndsInEachWay(t *testing.T) {
	pause := append(talking(), Event{Kind: AskPause, Leg: "leg-kyiv1-1.0-1", Reason: "дані картки"})
	if c := story(t, pause...); !Wanted(c).Paused || c.DeadlineAt.IsZero() {
		t.Errorf("paused: %+v", c)
	}
	for name, e := range map[string]Event{
		"the agent":          {Kind: AskRecord, Leg: "leg-kyiv1-1.0-1"},
		"time":               {Kind: Timeout},
		"a consultation":     {Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Service: Organisation},
		"the agent's page":   {Kind: LegGone, Leg: "leg-kyiv1-1.0-1", Cause: CauseUnregistered},
		"the caller hung up": {Kind: LegGone, Leg: "kyiv1-1.0"},
	} {
		if c := story(t, append(slices.Clone(pause), e)...); Wanted(c).Paused {
			t.Errorf("%s: still paused in %s", name, c.State)
		}
	}
	held := story(t, append(slices.Clone(pause), Event{Kind: AskHold, Leg: "leg-kyiv1-1.0-1"})...)
	if !Wanted(held).Paused {
		t.Error("a hold ended the pause")
	}
}

// outsider is a talk whose agent consults an outside number.
func outsider() []Event {
	return append(talking(), Event{Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Number: outsideNumber, Name: "МРГ"})
}

func TestTransferOutside_EachEndOfTheRinging_CallerReturnsWithAWord(t *testing.T) {
	gone := func(cause int) Event { return Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-2", Cause: cause} }
	for want, e := range map[Notice]Event{
		NumberBusy: gone(causeBusy), NumberRefused: gone(causeRejected), NumberNoAnswer: gone(causeNoAnswer),
		NumberUnreachable: gone(34), "": {Kind: AskCancel, Leg: "leg-kyiv1-1.0-1"},
	} {
		if c := story(t, append(outsider(), e)...); c.State != Talking || c.Notice != want {
			t.Errorf("%s, cause %d: state %s, notice %q, want %q", e.Kind, e.Cause, c.State, c.Notice, want)
		}
	}
	c := story(t, outsider()...)
	if ring := Wanted(c).Ring; len(ring) != 1 || ring[0].Endpoint != outsideNumber || !c.DeadlineAt.Equal(noon.Add(5*time.Second+DefaultRules().RingOut)) {
		t.Errorf("rings %v until %s", ring, c.DeadlineAt)
	}
	if c := story(t, append(outsider(), Event{Kind: Timeout})...); c.State != Talking || c.Notice != NumberNoAnswer {
		t.Errorf("rang out: state %s, notice %q", c.State, c.Notice)
	}
}

func TestTransferOutside_AgentLeaves_CallEndsWithWhoHangsUpFirst(t *testing.T) {
	answered := append(outsider(), Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"})
	for name, way := range map[string][]Event{
		"by the button":       append(slices.Clone(answered), Event{Kind: AskComplete, Leg: "leg-kyiv1-1.0-1"}),
		"by hanging up":       append(slices.Clone(answered), Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-1"}),
		"blind while it rang": append(outsider(), Event{Kind: AskComplete, Leg: "leg-kyiv1-1.0-1"}, Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"}),
	} {
		c := story(t, way...)
		if w := Wanted(c); c.State != Talking || !slices.Equal(w.Bridge, []LegID{"leg-kyiv1-1.0-2", "kyiv1-1.0"}) {
			t.Errorf("%s: state %s, bridge %v", name, c.State, w.Bridge)
		}
		for want, e := range map[Reason]Event{OutsideHungUp: {Kind: LegGone, Leg: "leg-kyiv1-1.0-2", Cause: causeNormal}, CallerHungUp: {Kind: LegGone, Leg: "kyiv1-1.0"}} {
			if c := story(t, append(slices.Clone(way), e)...); c.State != Ended || c.EndReason != want {
				t.Errorf("%s: state %s, reason %s, want %s", name, c.State, c.EndReason, want)
			}
		}
		// The network lost the outside party: somebody else takes the caller.
		if c := story(t, append(slices.Clone(way), Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-2", Cause: 41})...); c.State != Waiting || !c.Apology {
			t.Errorf("%s: lost outside, state %s, apology %v", name, c.State, c.Apology)
		}
	}
}

func lostPage() []Event {
	return append(talking(), Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-1", Cause: 16})
}

func TestTalk_PageReloaded_AgentIsRungAgainAndTalks(t *testing.T) {
	c := story(t, lostPage()...)
	if w := Wanted(c); c.State != Rejoining || w.Music != "kyiv1-1.0" || len(w.Ring) != 0 {
		t.Errorf("lost: state %s, music %q, rings %v", c.State, w.Music, w.Ring)
	}
	c = story(t, append(lostPage(), Event{Kind: PhoneBack})...)
	if w := Wanted(c); len(w.Ring) != 1 || w.Ring[0].ID != "leg-kyiv1-1.0-2" || w.Ring[0].Agent != 1 {
		t.Errorf("back: rings %v", w.Ring)
	}
	// The page is reloaded once more while its phone rings.
	c = story(t, append(lostPage(), Event{Kind: PhoneBack}, Event{Kind: PhoneBack})...)
	if w := Wanted(c); len(w.Ring) != 1 || w.Ring[0].ID != "leg-kyiv1-1.0-3" || len(w.HangUp) != 1 {
		t.Errorf("back again: rings %v, hangs up %v", w.Ring, w.HangUp)
	}
	c = story(t, append(lostPage(), Event{Kind: PhoneBack}, Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"})...)
	if w := Wanted(c); c.State != Talking || len(w.Bridge) != 2 {
		t.Errorf("answered: state %s, bridge %v", c.State, w.Bridge)
	}
}

func TestTalk_PageLostForGood_CallerToFrontWithApology(t *testing.T) {
	c := story(t, append(lostPage(), Event{Kind: Timeout}, Event{Kind: Timeout, At: noon.Add(time.Minute)})...)
	if c.State != Waiting || c.Priority != Front || !c.Apology || !c.QueuedAt.Equal(noon.Add(2*time.Second)) {
		t.Errorf("state %s, priority %d, apology %v, queued %s", c.State, c.Priority, c.Apology, c.QueuedAt)
	}
}

func TestTalk_DeskPhoneHangsUp_CallEnds(t *testing.T) {
	events := talking()
	events[3].Phone = Desk
	c := story(t, append(events, Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-1", Cause: 16})...)
	if c.State != Ended || c.EndReason != AgentHungUp {
		t.Errorf("state %s, reason %s", c.State, c.EndReason)
	}
}

// Who answers as the caller hangs up has not talked: the agent is free at once. After a word there is a wrap-up.
func TestTalk_CallerLeavesAsTheAgentAnswers_NoWrapUp(t *testing.T) {
	for after, want := range map[time.Duration]EffectKind{50 * time.Millisecond: AgentFreed, 200 * time.Millisecond: AgentWraps} {
		c := story(t, talking()...)
		agent, _ := c.Of(Agent)
		next, effects, err := Next(DefaultRules(), c, Event{Kind: LegGone, Leg: LegID(c.ID), Cause: causeNormal, At: agent.UpAt.Add(after)})
		if err != nil || next.EndReason != CallerHungUp {
			t.Errorf("after %s: ended as %s, %v", after, next.EndReason, err)
		}
		if !slices.ContainsFunc(effects, func(e Effect) bool { return e.Kind == want && e.Agent == agent.Agent }) {
			t.Errorf("after %s: effects %+v, want %s", after, effects, want)
		}
	}
}

func TestOffer_WishOfAStranger_IsRefused(t *testing.T) {
	c := story(t, talking()...)
	_, _, err := Next(DefaultRules(), c, Event{Kind: AskHold, Leg: "leg-other-1", At: noon})
	var misfit *TransitionError
	if !errors.As(err, &misfit) || misfit.State != Talking {
		t.Errorf("error %v, want a TransitionError", err)
	}
}

// The table in doc.go is the table that runs.
func TestTable_PrintedInDoc(t *testing.T) {
	var b strings.Builder
	for _, state := range append([]State{begin}, States...) {
		var kinds []string
		for _, k := range EventKinds {
			if table[state][k] != nil && !slices.Contains([]EventKind{Registered, LegGone, LegRinging, RecordFailed, Recorded}, k) {
				kinds = append(kinds, string(k))
			}
		}
		name := string(state)
		if name == "" {
			name = "(begin)"
		}
		b.WriteString(strings.TrimRight(fmt.Sprintf("//\t%-15s %s", name, strings.Join(kinds, " ")), " ") + "\n")
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), b.String()) {
		t.Errorf("doc.go is stale; the table is now:\n%s", b.String())
	}
}

// A page that is reloaded says 480 or nothing: its agent is not taken for one who let it ring out, in an offer or a
// consultation alike. A desk phone's 480 is one.
func TestLegGone_BrowserThatRang_PageLostNotRungOut(t *testing.T) {
	offer := talking()[:4]
	consult := append(talking(), Event{Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Service: Organisation},
		Event{Kind: TargetFound, Leg: "leg-kyiv1-1.0-2", Agent: 2})
	for _, c := range []struct {
		name  string
		at    []Event
		leg   LegID
		phone Phone
		cause int
		want  Outcome
	}{
		{"offer, 480", offer, "leg-kyiv1-1.0-1", Browser, causeNoAnswer, PageLost},
		{"offer, no word", offer, "leg-kyiv1-1.0-1", Browser, CauseUnregistered, PageLost},
		{"offer, declined", offer, "leg-kyiv1-1.0-1", Browser, causeRejected, Declined},
		{"offer, desk phone", offer, "leg-kyiv1-1.0-1", Desk, causeNoAnswer, RangOut},
		{"consultation, 480", consult, "leg-kyiv1-1.0-2", Browser, causeNoAnswer, PageLost},
		{"consultation, desk phone", consult, "leg-kyiv1-1.0-2", Desk, CauseUnregistered, Unreachable},
	} {
		events := slices.Clone(c.at)
		events[len(events)-1].Phone = c.phone
		_, effects, err := Next(DefaultRules(), story(t, events...), Event{Kind: LegGone, Leg: c.leg, Cause: c.cause, At: noon.Add(time.Minute)})
		if err != nil {
			t.Fatalf("%s: %v", c.name, err)
		}
		i := slices.IndexFunc(effects, func(e Effect) bool { return e.Kind == AgentFreed && e.Leg == c.leg })
		if i < 0 || effects[i].Outcome != c.want {
			t.Errorf("%s: effects %+v, want the agent freed as %s", c.name, effects, c.want)
		}
	}
}

// Whose account is closed in a talk is not waited for, as a lost page is: the caller goes to the front of the line at once.
func TestDismissed_InATalk_CallerIsFirstInTheLine(t *testing.T) {
	for _, phone := range []Phone{Browser, Desk} {
		events := talking()
		events[3].Phone = phone
		c, effects, err := Next(DefaultRules(), story(t, events...), Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-1", Cause: CauseDismissed, At: noon.Add(time.Minute)})
		if err != nil || c.State != Waiting || c.Priority != Front || c.Legs[1].Leaving != Normal {
			t.Errorf("%s: %v, state %s, priority %d, legs %v", phone, err, c.State, c.Priority, c.Legs)
		}
		if !slices.ContainsFunc(effects, func(e Effect) bool { return e.Kind == AgentWraps }) {
			t.Errorf("%s: effects %+v, want the agent in the wrap-up", phone, effects)
		}
	}
}

// Who puts the receiver down at once has not talked: the agent owes no wrap-up, the caller was not answered by it, and one
// who then gives up has left before an agent answered. An answer before that one stands.
func TestSlip_TheReceiverIsDownAtOnce_NobodyHasTalked(t *testing.T) {
	desk := talking()
	desk[3].Phone = Desk
	up := noon.Add(4 * time.Second)
	down := Event{Kind: LegGone, Leg: "leg-kyiv1-1.0-1", Cause: causeNormal, At: up.Add(slip - time.Millisecond)}
	c, effects, err := Next(DefaultRules(), story(t, desk...), down)
	if err != nil || c.State != Waiting || !c.AnsweredAt.IsZero() {
		t.Errorf("%v, state %s, answered at %s", err, c.State, c.AnsweredAt)
	}
	if !slices.ContainsFunc(effects, func(e Effect) bool { return e.Kind == AgentFreed && e.Outcome == Declined }) {
		t.Errorf("effects %+v, want the agent freed", effects)
	}
	if c, _, _ = Next(DefaultRules(), c, Event{Kind: LegGone, Leg: "kyiv1-1.0", At: up.Add(time.Minute)}); c.EndReason != Abandoned {
		t.Errorf("the caller gives up: %s", c.EndReason)
	}
	down.At = up.Add(slip)
	if c, _, _ = Next(DefaultRules(), story(t, desk...), down); c.EndReason != AgentHungUp || c.AnsweredAt.IsZero() {
		t.Errorf("a short talk: %s, answered at %s", c.EndReason, c.AnsweredAt)
	}
}
