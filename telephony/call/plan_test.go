package call

import (
	"slices"
	"testing"
)

var names = map[LegID]string{"kyiv1-1.0": "caller", "leg-kyiv1-1.0-1": "first", "leg-kyiv1-1.0-2": "second"}

// carryOut carries out all that Plan asks for, and tells what it was.
func carryOut(t *testing.T, c Call, f *Facts) []string {
	t.Helper()
	var done []string
	for range 20 {
		cmd, more := Plan(c, Wanted(c), *f)
		if !more {
			return done
		}
		done = append(done, string(cmd.Kind)+" "+names[cmd.Leg.ID])
		f.Done(cmd, false)
		in := 0
		for _, lf := range f.Legs {
			if lf.In != NoBridge {
				in++
			}
		}
		if in > 2 {
			t.Fatalf("three are in the bridge after %v", done)
		}
	}
	t.Fatalf("no end of commands: %v", done)
	return nil
}

// The decoders of a bridge's place remember the stream of whom they heard: who stays joins anew with the next.
func TestPlan_Complete_TargetJoinsAnewWithTheCaller(t *testing.T) {
	consult := append(talking(), Event{Kind: AskConsult, Leg: "leg-kyiv1-1.0-1", Service: Organisation},
		Event{Kind: TargetFound, Leg: "leg-kyiv1-1.0-2", Agent: 2, Phone: Desk}, Event{Kind: LegUp, Leg: "leg-kyiv1-1.0-2"})
	c := story(t, consult...)
	f := Facts{Legs: map[LegID]LegFacts{}}
	for _, l := range c.Legs {
		f.Legs[l.ID] = LegFacts{Exists: true, Up: true, Music: No, Ringback: No, Muted: No, Paused: No}
	}
	if got, want := carryOut(t, c, &f), []string{"join first", "join second", "start_music caller"}; !slices.Equal(got, want) {
		t.Errorf("consult: %v, want %v", got, want)
	}
	c = story(t, append(consult[:len(consult):len(consult)], Event{Kind: AskComplete, Leg: "leg-kyiv1-1.0-1"})...)
	want := []string{"hang_up first", "stop_music caller", "leave first", "leave second", "join second", "join caller"}
	if got := carryOut(t, c, &f); !slices.Equal(got, want) {
		t.Errorf("complete: %v, want %v", got, want)
	}
}

// The report of a join may come after the leave that followed: the leg is out all the same.
func TestFacts_ReportOfJoiningComesAfterTheNextLeave_LegIsOut(t *testing.T) {
	f := Facts{Legs: map[LegID]LegFacts{"a": {Exists: true, Up: true}}}
	a := Leg{ID: "a"}
	f.Done(Command{Kind: CmdJoin, Leg: a, Bridge: OfTwo}, false)
	f.Done(Command{Kind: CmdLeave, Leg: a}, false)
	f.Entered("a", OfTwo)
	f.Left("a")
	if lf := f.Legs["a"]; lf.In != NoBridge || lf.Late != 0 {
		t.Errorf("after the reports: %+v", lf)
	}
	f.Entered("a", OfTwo) // of a join whose answer was lost
	if lf := f.Legs["a"]; lf.In != OfTwo {
		t.Errorf("after the next join: %+v", lf)
	}
}

func TestFacts_ReportOfLeavingComesAfterTheNextJoin_LegIsStillIn(t *testing.T) {
	f := Facts{Legs: map[LegID]LegFacts{"a": {Exists: true, Up: true, In: OfTwo, Met: true}}}
	a := Leg{ID: "a"}
	f.Done(Command{Kind: CmdLeave, Leg: a}, false)
	f.Done(Command{Kind: CmdJoin, Leg: a, Bridge: OfTwo}, false)
	f.Left("a")
	if lf := f.Legs["a"]; lf.In != OfTwo {
		t.Error("the late report of the leave undid the join")
	}
	f.Left("a")
	if lf := f.Legs["a"]; lf.In != NoBridge {
		t.Error("the second report was not believed")
	}
}

// While the database is away only what ends or soothes goes out: each row is a call as it is decided and the commands.
func TestSoothe_DecidedAndNotWritten_EndsAndSoothes(t *testing.T) {
	inCall := func(ids ...LegID) map[LegID]LegFacts {
		legs := map[LegID]LegFacts{}
		for _, id := range ids {
			legs[id] = LegFacts{Exists: true, Up: true, In: OfTwo, Met: true, Music: No, Ringback: No, Paused: No}
		}
		return legs
	}
	const caller, first = LegID("kyiv1-1.0"), LegID("leg-kyiv1-1.0-1")
	alone := map[LegID]LegFacts{caller: {Exists: true, Up: true, Music: No}}
	for name, row := range map[string]struct {
		events []Event
		facts  Facts
		want   []string
	}{
		"a new caller hears the notice":          {talking()[:1], Facts{Legs: alone}, []string{"play caller"}},
		"the talk goes on":                       {talking(), Facts{Legs: inCall(caller, first)}, nil},
		"the caller left: the agent is let go":   {append(talking(), Event{Kind: LegGone, Leg: caller}), Facts{Legs: inCall(first)}, []string{"hang_up first"}},
		"the agent left: the caller is let go":   {append(talking(), Event{Kind: AskHangUp, Leg: first}), Facts{Legs: inCall(caller, first)}, []string{"hang_up caller", "hang_up first"}},
		"a hold waits: the agent is still there": {append(talking(), Event{Kind: AskHold, Leg: first}), Facts{Legs: inCall(caller, first)}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			c, f := story(t, row.events...), row.facts
			var got []string
			for cmd, more := Soothe(c, Wanted(c), f); more && len(got) < 9; cmd, more = Soothe(c, Wanted(c), f) {
				got = append(got, string(cmd.Kind)+" "+names[cmd.Leg.ID])
				f.Done(cmd, false)
			}
			if !slices.Equal(got, row.want) {
				t.Errorf("commands %v, want %v", got, row.want)
			}
		})
	}
}

// What a restart does not know may be a mute that was taken back while nobody drove.
func TestPlan_MuteUnknown_AgentIsUnmuted(t *testing.T) {
	c := story(t, talking()...)
	f := Facts{Bridges: map[Bridge]bool{OfTwo: true}, Legs: map[LegID]LegFacts{}}
	for _, l := range c.Legs {
		f.Legs[l.ID] = LegFacts{Exists: true, Up: true, In: OfTwo, Met: true, Music: No, Ringback: No, Paused: No}
	}
	if got, want := carryOut(t, c, &f), []string{"unmute first"}; !slices.Equal(got, want) {
		t.Errorf("commands %v, want %v", got, want)
	}
}
