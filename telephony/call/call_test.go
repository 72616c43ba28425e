package call

import (
	"errors"
	"fmt"
	"math/rand/v2"
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
	if c.State != Waiting || c.Priority != 1 || !c.Apology || !c.QueuedAt.Equal(noon.Add(2*time.Second)) {
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

func TestOffer_WishOfAStranger_IsRefused(t *testing.T) {
	c := story(t, talking()...)
	_, _, err := Next(DefaultRules(), c, Event{Kind: AskHold, Leg: "leg-other-1", At: noon})
	var misfit *TransitionError
	if !errors.As(err, &misfit) || misfit.State != Talking {
		t.Errorf("error %v, want a TransitionError", err)
	}
}

// A switch that does what it is told and reports in any order: whatever agents, callers and timers do, every call ends,
// nobody is left alone in a bridge, and each agent who was taken is given back exactly once.
func TestCall_RandomInterleavings_KeepInvariants(t *testing.T) {
	const runs = 20000
	for seed := range uint64(runs) {
		r := rand.New(rand.NewPCG(seed, 1))
		if told := interleave(r); told != "" {
			t.Fatalf("seed %d: %s", seed, told)
		}
	}
}

func interleave(r *rand.Rand) string {
	c, f := New("kyiv1-1.0", "kyiv1"), Facts{Legs: map[LegID]LegFacts{"kyiv1-1.0": {Exists: true, Up: true}}}
	taken := map[AgentID]bool{}
	var log []string
	apply := func(e Event) string {
		e.At = noon
		next, effects, _ := Next(DefaultRules(), c, e)
		if next.Version == c.Version {
			return ""
		}
		log = append(log, fmt.Sprintf("%s(%s)->%s", e.Kind, e.Leg, next.State))
		c = next
		if e.Kind == OfferMade || e.Kind == TargetFound {
			taken[e.Agent] = true
		}
		for _, eff := range effects {
			if eff.Kind == AgentWraps || eff.Kind == AgentFreed {
				if !taken[eff.Agent] {
					return fmt.Sprintf("leg %s given back twice", eff.Leg)
				}
				delete(taken, eff.Agent)
			}
		}
		return invariants(c)
	}
	fail := func(why string) string { return why + "\n  " + strings.Join(log, "\n  ") }
	if why := apply(Event{Kind: Arrived, Open: r.IntN(8) > 0}); why != "" {
		return fail(why)
	}
	for step := range 400 {
		var e Event
		plan := Plan
		if step < 60 && step/12%2 == 1 { // the database is away
			plan = Soothe
		}
		if cmd, ok := plan(c, Wanted(c), f); ok && r.IntN(3) > 0 {
			e = obey(&f, c, cmd, r)
		} else if step > 60 {
			e = Event{Kind: LegGone, Leg: LegID(c.ID)} // callers do not wait for ever
			delete(f.Legs, e.Leg)
			if c.State == Ended || c.State == Consulting {
				e = anyEvent(r, c, &f)
			}
		} else {
			e = anyEvent(r, c, &f)
		}
		if why := apply(e); why != "" {
			return fail(why)
		}
	}
	if c.State != Ended || len(taken) > 0 {
		return fail(fmt.Sprintf("after 400 steps the call is %s, taken %v", c.State, taken))
	}
	return ""
}

// obey is the switch carrying out one command; the report that follows may come at once.
func obey(f *Facts, c Call, cmd Command, r *rand.Rand) Event {
	f.Done(cmd, false)
	switch cmd.Kind {
	case CmdForget:
		return Event{Kind: LegGone, Leg: cmd.Leg.ID}
	case CmdHangUp:
		delete(f.Legs, cmd.Leg.ID)
		return Event{Kind: LegGone, Leg: cmd.Leg.ID, Cause: 16}
	case CmdRing:
		if r.IntN(4) == 0 {
			delete(f.Legs, cmd.Leg.ID)
			return Event{Kind: LegGone, Leg: cmd.Leg.ID, Cause: []int{17, 19, 20}[r.IntN(3)]}
		}
	}
	return Event{Kind: LegRinging, Leg: cmd.Leg.ID}
}

func anyEvent(r *rand.Rand, c Call, f *Facts) Event {
	e := Event{Kind: EventKinds[r.IntN(len(EventKinds))], Agent: AgentID(1 + c.Attempts), Ticket: 7, Prompt: c.Plays, Service: Organisation,
		Desktop: r.IntN(2) == 0, Phone: []Phone{Browser, Desk}[r.IntN(2)], Cause: []int{16, CauseSwitchDied}[r.IntN(2)]}
	if len(c.Legs) > 0 {
		e.Leg = c.Legs[r.IntN(len(c.Legs))].ID
	}
	switch e.Kind {
	case OfferMade, TargetFound:
		e.Leg = c.NextLeg()
	case LegUp:
		if lf := f.Legs[e.Leg]; lf.Exists {
			lf.Up = true
			f.Legs[e.Leg] = lf
		} else {
			e.Kind = LegRinging
		}
	case LegGone:
		delete(f.Legs, e.Leg)
	case LeftUnattended:
		e.Kind = Timeout
	}
	return e
}

func invariants(c Call) string {
	w := Wanted(c)
	if len(w.Bridge) == 1 && c.State != Held {
		return fmt.Sprintf("one party alone in the bridge in %s", c.State)
	}
	for _, id := range w.Bridge {
		if l, ok := c.Leg(id); !ok || l.Status != Up || l.Leaving != "" {
			return fmt.Sprintf("%q is wanted in the bridge in %s and cannot be there", id, c.State)
		}
	}
	if caller, ok := c.Of(Caller); ok && c.State != Ended && c.State != Message {
		if w.Music != caller.ID && w.Prompt.Number == 0 && !slices.Contains(w.Bridge, caller.ID) {
			return fmt.Sprintf("the caller hears nothing in %s", c.State)
		}
	}
	agents := map[AgentID]int{}
	for _, l := range c.Legs {
		if l.Leaving == "" && l.Agent != 0 {
			agents[l.Agent]++
		}
	}
	if c.State == Ended && len(agents) > 0 {
		return "an agent is left in an ended call"
	}
	return ""
}

// The table in doc.go is the table that runs.
func TestTable_PrintedInDoc(t *testing.T) {
	var b strings.Builder
	for _, state := range append([]State{begin}, States...) {
		var kinds []string
		for _, k := range EventKinds {
			if table[state][k] != nil && k != Registered && k != LegGone && k != LegRinging {
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
