package call

import (
	"fmt"
	"slices"
	"strings"
	"time"
)

// Rules are the times and choices that the municipality sets.
type Rules struct {
	Greeting bool          // the caller hears the notice before the line
	Ring     time.Duration // how long an agent's phone rings
	RingOut  time.Duration // how long an outside number rings: the network takes its time before it does
	Pop      time.Duration // how long the phone waits for the screen-pop to be on the desktop
	Prompt   time.Duration // after this a prompt counts as played even if the switch never says so
	Message  time.Duration // the longest message out of hours
	Pause    time.Duration // after this a recording that was paused goes on by itself
	Rejoin   time.Duration // how long the caller waits for an agent whose page was lost in the talk
}

// DefaultRules are what `hotline serve` begins with.
func DefaultRules() Rules {
	return Rules{Greeting: true, Ring: 20 * time.Second, RingOut: 45 * time.Second, Pop: 300 * time.Millisecond, Prompt: 30 * time.Second, Message: 2 * time.Minute,
		Pause: 2 * time.Minute, Rejoin: 15 * time.Second}
}

// Outcome is how an Offer ended.
type Outcome string

const (
	Answered        Outcome = "answered"
	Declined        Outcome = "declined"
	RangOut         Outcome = "no_answer"
	Unreachable     Outcome = "unreachable"
	PageLost        Outcome = "page_lost" // the browser's page went away, perhaps to be reloaded
	CallerLeftFirst Outcome = "caller_left"
	Withdrawn       Outcome = "withdrawn" // the consultation was cancelled
)

// EffectKind is what has to be done in the same transaction as the new state, or right after it.
type EffectKind string

const (
	OpenTicket       EffectKind = "open_ticket"       // beside the commit: ask the register; Registered comes back
	FindTarget       EffectKind = "find_target"       // after the commit: reserve an agent; TargetFound or TargetMissed comes back
	AgentMoves       EffectKind = "agent_moves"       // the agent's next leg in the same talk is Leg
	AgentDials       EffectKind = "agent_dials"       // the agent is at the telephone and calls: state on_call, no talk yet
	AgentBusy        EffectKind = "agent_busy"        // the agent talks: state on_call
	AgentWraps       EffectKind = "agent_wraps"       // the agent talked: state wrap_up
	AgentFreed       EffectKind = "agent_freed"       // the agent did not talk; Outcome says why
	SupervisionAsked EffectKind = "supervision_asked" // the supervisor is to do what Mode says: for the audit
	SupervisionBegan EffectKind = "supervision_began" // the supervisor's phone was answered: state on_call
	SupervisionOver  EffectKind = "supervision_over"  // the supervisor is free
	TakenOver        EffectKind = "taken_over"        // the supervisor is the call's agent

	CallFinished EffectKind = "call_finished" // the outbox: recording, ticket's history
)

// Effect is one thing that Next asks for besides the media, which Wanted describes.
type Effect struct {
	Kind    EffectKind
	Agent   AgentID
	Leg     LegID
	Service Service
	Outcome Outcome
	Mode    Mode // Supervision…
}

// TransitionError says that an event does not fit the state. The call goes on as it was; the event is counted and logged.
type TransitionError struct {
	Call  ID
	State State
	Event EventKind
	Why   string
}

func (e *TransitionError) Error() string {
	s := fmt.Sprintf("call %s: %s does not fit the state %s", e.Call, e.Event, e.State)
	if e.Why != "" {
		s += ": " + e.Why
	}
	return s
}

// New is a call of which nothing is known yet but its names. Its first event is Arrived or LeftUnattended.
func New(id ID, node string) Call {
	return Call{ID: id, Node: node, Service: Information}
}

// step is one application of Next: the call that becomes, and what it asks for.
type step struct {
	Rules
	c       Call
	e       Event
	effects []Effect
}

// Next is what becomes of c when e happens, and what is to be done besides the media (Wanted). c is not changed.
// An event that does not fit gives c back with a *TransitionError; one that changes nothing gives c back with nil
// (a repeated report of the switch). Pure, safe for concurrent use.
func Next(r Rules, c Call, e Event) (Call, []Effect, error) {
	do := table[c.State][e.Kind]
	if do == nil {
		if harmless(e.Kind) {
			return c, nil, nil
		}
		return c, nil, &TransitionError{Call: c.ID, State: c.State, Event: e.Kind}
	}
	s := &step{Rules: r, c: c, e: e}
	s.c.Legs = slices.Clone(c.Legs)
	if why := do(s); why != "" {
		if harmless(e.Kind) {
			return c, nil, nil
		}
		return c, nil, &TransitionError{Call: c.ID, State: c.State, Event: e.Kind, Why: why}
	}
	if s.c.State != Talking && s.c.State != Held {
		s.c.Paused = false // whoever else is heard has not asked for it
	}
	if s.c.State != ConsultRinging {
		s.c.Search = ""
	}
	s.c.count(c)
	s.c.Version = c.Version + 1
	return s.c, s.effects, nil
}

// harmless kinds are reports, not wishes: late or repeated ones are the normal case and not worth an error.
func harmless(k EventKind) bool {
	switch k {
	case PauseFailed, RecordFailed, Recorded, SnoopFailed, PromptEnded, Shown, LegRinging, LegAnswered, LegUp, LegGone, PhoneBack, Timeout, Registered, Arrived:
		return true
	}
	return false
}

// Leg returns the leg with this id, or false.
func (c Call) Leg(id LegID) (Leg, bool) {
	for _, l := range c.Legs {
		if l.ID == id {
			return l, true
		}
	}
	return Leg{}, false
}

// Of returns the live leg with this role: not gone, not to be hung up.
func (c Call) Of(role Role) (Leg, bool) {
	for _, l := range c.Legs {
		if l.Role == role && l.Leaving == "" && l.Status != Gone {
			return l, true
		}
	}
	return Leg{}, false
}

// LegOf returns the agent's own live leg.
func (c Call) LegOf(a AgentID) (Leg, bool) {
	for _, l := range c.Legs {
		if l.Agent == a && a != 0 && l.Leaving == "" && l.Status != Gone {
			return l, true
		}
	}
	return Leg{}, false
}

// NextLeg is the id of the leg that the next Offer or consultation will ring.
func (c Call) NextLeg() LegID {
	return LegID(fmt.Sprintf("leg-%s-%d", c.ID, c.Attempts+1))
}

// CallOf gives the call to which the id of a leg or a snoop belongs; false for an id that is not of our making.
func CallOf(leg LegID) (ID, bool) {
	rest, ok := strings.CutPrefix(string(leg), "leg-")
	if !ok {
		rest, ok = strings.CutPrefix(string(leg), "snoop-")
	}
	i := strings.LastIndexByte(rest, '-')
	if !ok || i < 0 {
		return "", false
	}
	return ID(rest[:i]), true
}

func (s *step) leg(id LegID) *Leg {
	for i := range s.c.Legs {
		if s.c.Legs[i].ID == id {
			return &s.c.Legs[i]
		}
	}
	return nil
}

func (s *step) of(role Role) *Leg {
	l, ok := s.c.Of(role)
	if !ok {
		return nil
	}
	return s.leg(l.ID)
}

func (s *step) ask(k EffectKind, l Leg, o Outcome) {
	s.effects = append(s.effects, Effect{Kind: k, Agent: l.Agent, Leg: l.ID, Service: s.c.Service, Outcome: o})
}

func (s *step) deadline(d time.Duration) { s.c.DeadlineAt = s.e.At.Add(d) }
func (s *step) noDeadline()              { s.c.DeadlineAt = time.Time{} }

// giveBack ends the agent's part in the call: who talked wraps up, who did not is free. A leaving leg's agent was
// given back before.
func (s *step) giveBack(l *Leg, o Outcome) {
	switch {
	case l.Leaving != "" || l.Agent == 0:
	case l.Role == Supervisor:
		s.supervision(SupervisionOver, *l)
	case l.Talked:
		s.ask(AgentWraps, *l, Answered)
	default:
		s.ask(AgentFreed, *l, o)
	}
}

// release lets go of an agent's leg: it is hung up if it still lives, and the agent is given back.
func (s *step) release(l *Leg, why HangUp, o Outcome) {
	if l == nil {
		return
	}
	s.giveBack(l, o)
	// A reserved leg was never rung, but the command may be under way: it stays until the switch says that it has gone.
	if l.Status != Gone {
		l.Leaving = why
	}
}

// lost is release for a leg that has gone by itself, or whose agent was dismissed.
func (s *step) lost(l *Leg, o Outcome) {
	if s.e.Cause == CauseDismissed {
		s.release(l, Normal, o)
		return
	}
	s.giveBack(l, o)
	s.remove(l.ID)
}

func (s *step) remove(id LegID) {
	s.c.Legs = slices.DeleteFunc(s.c.Legs, func(l Leg) bool { return l.ID == id })
}

func (s *step) prompt(state State) {
	s.c.State = state
	s.c.Plays++
	s.deadline(s.Prompt)
}

// line puts the caller into the line; front: back to its head, with an apology and the original waiting time.
func (s *step) line(front bool) {
	s.c.State = Waiting
	s.release(s.of(Supervisor), Normal, Withdrawn) // there is nobody to be heard
	s.noDeadline()
	if s.c.Apology { // it still plays, and its end may not be told
		s.deadline(s.Prompt)
	}
	if s.c.QueuedAt.IsZero() {
		s.c.QueuedAt = s.e.At
	}
	if front {
		s.c.Priority = Front
		s.c.Apology = true
		s.c.Plays++
		s.deadline(s.Prompt)
	}
}

// end ends the call: every leg that lives is hung up, every agent is freed.
func (s *step) end(why Reason) {
	for i := range s.c.Legs {
		s.release(&s.c.Legs[i], Normal, CallerLeftFirst)
	}
	s.c.State, s.c.EndReason, s.c.EndedAt = Ended, why, s.e.At
	s.c.Apology = false
	s.noDeadline()
	s.ask(CallFinished, Leg{}, "")
}
