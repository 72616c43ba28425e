package call

import (
	"fmt"
	"strings"
	"testing"
	"time"
)

// twoTalk is a house in which nothing is wrong: a caller talks with an agent.
func twoTalk(t *testing.T) Sight {
	t.Helper()
	events := talking()
	for i := range events {
		events[i].At = noon.Add(time.Duration(i) * time.Second)
	}
	c := story(t, events...)
	const leg = LegID("leg-kyiv1-1.0-1")
	return Sight{At: noon, Calls: []Call{c}, Taken: map[AgentID]LegID{1: leg}, Events: map[ID][]Event{c.ID: events}, Rules: DefaultRules(),
		Channels: []Sighted{{ID: LegID(c.ID), Call: c.ID, Up: true, Bridge: "b", Hears: Yes}, {ID: leg, Call: c.ID, Endpoint: "a1w", Up: true, Bridge: "b", Hears: Yes}}}
}

// Each invariant sees what breaks it, and tells it when it has lasted too long, once.
func TestInvariants_EachSeesItsBreach(t *testing.T) {
	if told := Broken(twoTalk(t)); len(told) > 0 {
		t.Fatalf("nothing is wrong, told %q", told)
	}
	ended := func(s *Sight) { s.Calls[0].State, s.Calls[0].Legs = Ended, s.Calls[0].Legs[:1] }
	breach := map[string]func(*Sight){
		"a channel belongs to one call":                 func(s *Sight) { s.Channels[1].Call = "other" },
		"an agent has one leg":                          func(s *Sight) { s.Calls = append(s.Calls, s.Calls[0]) },
		"an agent's telephone is called once at a time": func(s *Sight) { s.Channels[0].Endpoint = "a1w" },
		"an agent in a call is taken, by this call":     func(s *Sight) { s.Taken[1] = "leg-kyiv1-1.0-2" },
		"who is taken is in a call":                     func(s *Sight) { s.Taken[2] = "leg-kyiv1-1.0-2" },
		"nobody is alone in a bridge, but who holds":    func(s *Sight) { s.Channels[0].Bridge = "" },
		"each channel is known":                         func(s *Sight) { s.Channels[0].ID = "x" },
		"who is let go is gone":                         func(s *Sight) { s.Calls[0].Legs[1].Leaving, s.Events = Normal, nil },
		"nobody hears silence":                          func(s *Sight) { s.Channels[0].Hears = No },
		"nobody waits beside a free agent": func(s *Sight) {
			s.Calls = append(s.Calls, Call{State: Waiting, Ticket: 1})
			s.Free = map[Service]int{"": 1}
		},
		"no telephone rings for ever":                                func(s *Sight) { s.Channels[1].Up = false },
		"no telephone rings for a caller who has gone":               func(s *Sight) { s.Channels = s.Channels[1:]; s.Channels[0].Up = false },
		"an ended call holds nobody":                                 ended,
		"an ended call has a ticket and both sides of its recording": func(s *Sight) { s.Finished = []Finished{{Call: s.Calls[0], Recorded: No}} },
		"the sum of the events explains the call":                    func(s *Sight) { s.Events["kyiv1-1.0"] = s.Events["kyiv1-1.0"][:3] },
	}
	for _, in := range Invariants {
		s := twoTalk(t)
		if breach[in.Name] == nil {
			t.Errorf("%s: no breach is tried", in.Name)
			continue
		}
		breach[in.Name](&s)
		w, told := Watch{Ring: time.Second}, ""
		for range 400 {
			for _, what := range w.Look(s) {
				if strings.HasPrefix(what, in.Name) {
					told += fmt.Sprintf("%s at %s\n", what, s.At.Sub(noon))
				}
			}
			s.At = s.At.Add(100 * time.Millisecond)
		}
		limit := in.For
		if in.Rings {
			limit += w.Ring
		}
		if strings.Count(told, "\n") != 1 || !strings.Contains(told, " at "+limit.String()) {
			t.Errorf("%s: told %q, want once at %s", in.Name, told, limit)
		}
		w.Look(twoTalk(t))
		if again := w.Look(s); in.For > 0 && len(again) > 0 {
			t.Errorf("%s: it was well in between, told %q", in.Name, again)
		}
	}
}
