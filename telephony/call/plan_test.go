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
			if lf.InBridge {
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
		f.Legs[l.ID] = LegFacts{Exists: true, Up: true, Music: No, Ringback: No}
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

func TestFacts_ReportOfLeavingComesAfterTheNextJoin_LegIsStillIn(t *testing.T) {
	f := Facts{Legs: map[LegID]LegFacts{"a": {Exists: true, Up: true, InBridge: true, Met: true}}}
	a := Leg{ID: "a"}
	f.Done(Command{Kind: CmdLeave, Leg: a}, false)
	f.Done(Command{Kind: CmdJoin, Leg: a}, false)
	f.Left("a")
	if lf := f.Legs["a"]; !lf.InBridge {
		t.Error("the late report of the leave undid the join")
	}
	f.Left("a")
	if lf := f.Legs["a"]; lf.InBridge {
		t.Error("the second report was not believed")
	}
}
