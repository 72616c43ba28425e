package call

import (
	"maps"
	"time"
)

// Seen is what a switch has of a call at the moment of a connection, or of a look in between.
type Seen struct {
	Sweep   bool      // a look in between: no report was missed
	Old     bool      // of a look in between: a command was answered since it began, or will be, and what it changed is newer
	Began   time.Time // of the switch, by our clock: what was there before is dead
	Legs    map[LegID]SeenLeg
	Bridges map[Bridge]bool // those that exist
}

// SeenLeg is one channel of the call.
type SeenLeg struct {
	Up, InControl bool
	In            Bridge
}

// Reconcile compares a call with what the switch has: the facts from now on, and the events that were missed, in order.
// f are the facts before, of which a restart has none. Pure.
func Reconcile(c Call, f Facts, s Seen, now time.Time) (next Facts, missed []Event) {
	if s.Old {
		return f, nil
	}
	// What was made since the switch was looked at stays: to close what is not there is harmless.
	next = Facts{Legs: map[LegID]LegFacts{}, Bridges: map[Bridge]bool{}, Playing: f.Playing, Played: f.Played}
	maps.Copy(next.Bridges, f.Bridges)
	maps.Copy(next.Bridges, s.Bridges)
	if !s.Sweep {
		next.Playing = c.Plays // Nobody can be asked what plays. The last prompt may; to stop one that does not is harmless.
	}
	for id, l := range s.Legs {
		lf := LegFacts{}
		if s.Sweep {
			lf = f.Legs[id]
		}
		lf.Exists, lf.Up, lf.In, lf.Met = true, l.Up && l.InControl, l.In, l.In != NoBridge && (!s.Sweep || lf.Met)
		next.Legs[id] = lf
	}
	for id := range next.Legs {
		next.meets(id)
	}
	cause := CauseUnknown
	if c.ArrivedAt.Before(s.Began) {
		cause = CauseSwitchDied
	}
	for _, l := range c.Legs {
		seen, there := s.Legs[l.ID]
		switch {
		case there && seen.Up && seen.InControl && l.Status != Up:
			missed = append(missed, Event{Kind: LegUp, At: now, Leg: l.ID})
		case there && seen.Up && c.State == Dialling && l.Role == Caller:
			missed = append(missed, Event{Kind: LegAnswered, At: now, Leg: l.ID})
		case !there && (l.Status == Up || l.Leaving != "" || c.State == Announcing):
			missed = append(missed, Event{Kind: LegGone, At: now, Leg: l.ID, Cause: cause})
		}
	}
	// A snoop that is not there may have died unheard, and Asterisk lets a dead channel's name rest for a while.
	if snoop := Wanted(c).Snoop.ID; snoop != "" && (!s.Sweep || f.Legs[snoop].Exists) {
		if _, there := s.Legs[snoop]; !there {
			missed = append(missed, Event{Kind: LegGone, At: now, Leg: snoop})
		}
	}
	if s.Sweep {
		return next, missed
	}
	// The search for a colleague may have died with who made it; if it did not, who is found is given back.
	if _, there := c.Of(Target); !there && c.State == ConsultRinging {
		missed = append(missed, Event{Kind: TargetMissed, At: now})
	}
	// A prompt may have ended unheard; the call's own deadline would find that later.
	if w := Wanted(c); w.Prompt.Number != 0 && w.Prompt.Number == next.Played {
		missed = append(missed, Event{Kind: PromptEnded, At: now, Prompt: w.Prompt.Number})
	}
	return next, missed
}
