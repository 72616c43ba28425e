package call

import (
	"encoding/json"
	"fmt"
	"slices"
	"time"
)

// Sight is what somebody sees of the house at one moment: in the switch, and of what is written. Who looks may not see
// everything; what is Unknown, nil or empty is not judged.
type Sight struct {
	At       time.Time
	Channels []Sighted
	Calls    []Call            // that live, or whose legs were not all seen to go
	Taken    map[AgentID]LegID // who is reserved or talks, and on which leg
	Free     map[Service]int   // agents who could be rung now
	Finished []Finished        // calls that have come to their end
	Events   map[ID][]Event    // the journal of those calls and of the finished ones, from the first
	Rules    Rules             // by which they were decided
}

// Sighted is one channel of ours in the switch.
type Sighted struct {
	ID       LegID
	Call     ID     // as the channel itself says
	Endpoint string // of an agent's telephone
	Up       bool
	Bridge   string // which it is in; empty: none
	Hears    Known  // music, a tone, a prompt or somebody; not judged of one that is alone in a bridge
}

// Finished is a call that has come to its end, with what must be left of it.
type Finished struct {
	Call     Call
	Recorded Known // both sides are in the spool or in the store
}

// Invariant is something that never happens. Who looks is given the subjects of which it is not true now; For is how long
// that may last, because a command, or a report of the switch, may be under way.
type Invariant struct {
	Name  string
	For   time.Duration
	Rings bool // to be added to For: as long as a telephone may ring
	Lasts bool // only that it lasts is wrong
	sees  func(Sight) []string
}

// Invariants are what never happens, whatever callers, agents, telephones, the switch, the network and the database do.
// The pure machine, a scripted switch and a real one under load are held to this one list.
var Invariants = []Invariant{
	{Name: "a channel belongs to one call", sees: inTwoCalls},
	{Name: "an agent has one leg", sees: twoLegs},
	{Name: "an agent's telephone is called once at a time", For: time.Second, sees: twoChannels},
	{Name: "an agent in a call is taken, by this call", For: 5 * time.Second, sees: notTaken},
	{Name: "who is taken is in a call", For: 10 * time.Second, sees: takenByNone},
	{Name: "nobody is alone in a bridge, but who holds", For: 2 * time.Second, sees: deserted},
	{Name: "each channel is known", For: 5 * time.Second, sees: unknown},
	{Name: "who is let go is gone", For: 5 * time.Second, sees: lingers},
	{Name: "nobody hears silence", For: 2 * time.Second, sees: silent},
	{Name: "nobody waits beside a free agent", For: 2 * time.Second, sees: waits},
	{Name: "no telephone rings for ever", For: 5 * time.Second, Rings: true, Lasts: true, sees: ringing},
	{Name: "no telephone rings for a caller who has gone", For: time.Second, sees: ringsInVain},
	{Name: "an ended call holds nobody", sees: heldByEnded},
	{Name: "an ended call has a ticket and both sides of its recording", For: 30 * time.Second, sees: incomplete},
	{Name: "the sum of the events explains the call", sees: unexplained},
}

// Broken gives what is not so in s, the patience of the invariants apart.
func Broken(s Sight) (all []string) {
	for _, in := range Invariants {
		if in.Lasts {
			continue
		}
		for _, of := range in.sees(s) {
			all = append(all, in.Name+": "+of)
		}
	}
	return all
}

// Watch looks again and again, and tells what lasts longer than it may. The zero value with Ring set is ready.
type Watch struct {
	Ring  time.Duration // the longest that a telephone rings
	Slack time.Duration // what switch and network may be late besides
	since map[string]time.Time
}

// Look takes one look and gives what has just become wrong for too long.
func (w *Watch) Look(s Sight) (all []string) {
	seen := map[string]time.Time{}
	for _, in := range Invariants {
		limit := in.For
		if limit > 0 {
			limit += w.Slack
		}
		if in.Rings {
			limit += w.Ring
		}
		for _, of := range in.sees(s) {
			what := in.Name + ": " + of
			since, known := w.since[what]
			if !known {
				since = s.At
			}
			if !since.IsZero() && s.At.Sub(since) >= limit {
				all = append(all, fmt.Sprintf("%s, for %s", what, s.At.Sub(since).Round(time.Millisecond)))
				since = time.Time{} // told
			}
			seen[what] = since
		}
	}
	w.since = seen
	return all
}

// Forget lets the next look begin anew: for a while nobody could see.
func (w *Watch) Forget() { w.since = nil }

// legs gives each leg of the calls with its call.
func (s Sight) legs(do func(Call, Leg)) {
	for _, c := range s.Calls {
		for _, l := range c.Legs {
			do(c, l)
		}
	}
}

func (s Sight) call(id ID) (Call, bool) {
	i := slices.IndexFunc(s.Calls, func(c Call) bool { return c.ID == id })
	if i < 0 {
		return Call{}, false
	}
	return s.Calls[i], true
}

func (s Sight) has(id LegID) bool {
	return slices.ContainsFunc(s.Channels, func(ch Sighted) bool { return ch.ID == id })
}

func inTwoCalls(s Sight) (of []string) {
	calls := map[LegID][]ID{}
	s.legs(func(c Call, l Leg) { calls[l.ID] = append(calls[l.ID], c.ID) })
	for _, ch := range s.Channels {
		if in := calls[ch.ID]; len(in) > 1 || len(in) == 1 && ch.Call != "" && in[0] != ch.Call {
			of = append(of, fmt.Sprintf("%s, which says %s, is in %v", ch.ID, ch.Call, in))
		}
	}
	return of
}

func twoLegs(s Sight) (of []string) {
	legs := map[AgentID][]LegID{}
	s.legs(func(_ Call, l Leg) {
		if l.Agent != 0 && l.Leaving == "" {
			legs[l.Agent] = append(legs[l.Agent], l.ID)
		}
	})
	for agent, ids := range legs {
		if len(ids) > 1 {
			of = append(of, fmt.Sprintf("agent %d: %v", agent, ids))
		}
	}
	return of
}

func twoChannels(s Sight) (of []string) {
	channels := map[string][]LegID{}
	for _, ch := range s.Channels {
		if ch.Endpoint != "" {
			channels[ch.Endpoint] = append(channels[ch.Endpoint], ch.ID)
		}
	}
	for endpoint, ids := range channels {
		if len(ids) > 1 {
			of = append(of, fmt.Sprintf("%s: %v", endpoint, ids))
		}
	}
	return of
}

func notTaken(s Sight) (of []string) {
	if s.Taken == nil {
		return nil
	}
	s.legs(func(c Call, l Leg) {
		if l.Agent != 0 && l.Leaving == "" && s.Taken[l.Agent] != l.ID {
			of = append(of, fmt.Sprintf("agent %d is in %s on %s", l.Agent, c.ID, l.ID))
		}
	})
	return of
}

func takenByNone(s Sight) (of []string) {
	in := map[LegID]bool{}
	s.legs(func(_ Call, l Leg) { in[l.ID] = in[l.ID] || l.Leaving == "" })
	for agent, leg := range s.Taken {
		if !in[leg] {
			of = append(of, fmt.Sprintf("agent %d on %s", agent, leg))
		}
	}
	return of
}

func deserted(s Sight) (of []string) {
	members := map[string][]Sighted{}
	for _, ch := range s.Channels {
		if ch.Bridge != "" {
			members[ch.Bridge] = append(members[ch.Bridge], ch)
		}
	}
	for bridge, in := range members {
		if c, known := s.call(in[0].Call); len(in) == 1 && (!known || c.State != Held) {
			of = append(of, fmt.Sprintf("%s is alone in %s, the call is %s", in[0].ID, bridge, c.State))
		}
	}
	return of
}

func unknown(s Sight) (of []string) {
	in := map[LegID]bool{}
	s.legs(func(_ Call, l Leg) { in[l.ID] = true })
	for _, c := range s.Calls {
		in[Wanted(c).Snoop.ID] = true
	}
	for _, ch := range s.Channels {
		if !in[ch.ID] {
			of = append(of, fmt.Sprintf("%s, which says %s", ch.ID, ch.Call))
		}
	}
	return of
}

func lingers(s Sight) (of []string) {
	s.legs(func(c Call, l Leg) {
		if l.Leaving != "" && s.has(l.ID) {
			of = append(of, fmt.Sprintf("%s of %s", l.ID, c.ID))
		}
	})
	return of
}

// quiet are the states in which a leg hears nothing on purpose: an agent who holds, a caller who speaks a message.
func quiet(c Call, l Leg) bool {
	return c.State == Held && l.Role == Agent || c.State == Message || c.State == Ended || l.Leaving != ""
}

func silent(s Sight) (of []string) {
	for _, ch := range s.Channels {
		c, known := s.call(ch.Call)
		if l, in := c.Leg(ch.ID); known && in && ch.Up && ch.Hears == No && !quiet(c, l) {
			of = append(of, fmt.Sprintf("%s of %s", ch.ID, c.ID)) // without the state: silence from one to the next is silence
		}
	}
	return of
}

func waits(s Sight) (of []string) {
	for _, c := range s.Calls {
		if c.State == Waiting && c.Ticket != 0 && s.Free[c.Service] > 0 {
			of = append(of, string(c.ID))
		}
	}
	return of
}

func ringing(s Sight) (of []string) {
	for _, ch := range s.Channels {
		if !ch.Up {
			of = append(of, string(ch.ID))
		}
	}
	return of
}

func ringsInVain(s Sight) (of []string) {
	for _, ch := range s.Channels {
		// An agent who calls out is rung before there is anybody to talk with.
		if c, _ := s.call(ch.Call); !ch.Up && ch.Call != "" && c.State != Placing && !s.has(LegID(ch.Call)) {
			of = append(of, fmt.Sprintf("%s of %s", ch.ID, ch.Call))
		}
	}
	return of
}

func heldByEnded(s Sight) (of []string) {
	s.legs(func(c Call, l Leg) {
		if c.State == Ended && l.Leaving == "" {
			of = append(of, fmt.Sprintf("%s of %s", l.ID, c.ID))
		}
	})
	return of
}

func incomplete(s Sight) (of []string) {
	for _, f := range s.Finished {
		if f.Call.Ticket == 0 || f.Recorded == No {
			of = append(of, fmt.Sprintf("%s, ticket %d, recorded %v", f.Call.ID, f.Call.Ticket, f.Recorded != No))
		}
	}
	return of
}

func unexplained(s Sight) (of []string) {
	all := slices.Clone(s.Calls)
	for _, f := range s.Finished {
		all = append(all, f.Call)
	}
	for _, c := range all {
		if events, told := s.Events[c.ID]; told {
			if err := Explain(s.Rules, c, events); err != nil {
				of = append(of, err.Error())
			}
		}
	}
	return of
}

// Explain lets everything that happened to c happen anew, from its first event, and tells where that leads elsewhere.
func Explain(r Rules, c Call, events []Event) error {
	again := New(c.ID, c.Node)
	again.DID, again.Number, again.RawNumber = c.DID, c.Number, c.RawNumber // what the switch says of a caller, before any event
	for i, e := range events {
		next, _, err := Next(r, again, e)
		if err == nil && next.Version == again.Version {
			err = fmt.Errorf("it changes nothing")
		}
		if err != nil {
			return fmt.Errorf("call %s: event %d, %s, in %s: %w", c.ID, i+1, e.Kind, again.State, err)
		}
		again = next
	}
	is, err := json.Marshal(c)
	if err != nil {
		return err
	}
	should, err := json.Marshal(again)
	if err == nil && string(is) != string(should) {
		err = fmt.Errorf("call %s is %s, and its events make it %s", c.ID, is, should)
	}
	return err
}
