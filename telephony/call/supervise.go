package call

import (
	"fmt"
	"strings"
	"time"
)

// Mode is what a supervisor does in a call.
type Mode string

const (
	Listen   Mode = "listen"    // hears both, and nobody hears the supervisor
	Whisper  Mode = "whisper"   // besides, the agent hears the supervisor, and nobody else does
	Barge    Mode = "barge"     // all who talk hear each other
	TakeOver Mode = "take_over" // becomes the call's agent
)

// Modes are all that a supervisor may ask for.
var Modes = []Mode{Listen, Whisper, Barge, TakeOver}

// supervised are the states in which a supervisor may be in the call.
var supervised = []State{Talking, Held, ConsultRinging, Consulting, Swapped, Conference, Transferring, Rejoining}

// Snoop is a channel that hears what an agent says and hears, and may speak to that agent alone. What it does is settled
// when it is made, and it dies with the agent's leg: another mode, or another agent, needs a new one.
type Snoop struct {
	ID      LegID
	Of      LegID // the agent's leg
	Whisper bool
}

// SnoopID names the n-th snoop of a call. It is the id of its channel in the switch.
func SnoopID(id ID, n int) LegID { return LegID(fmt.Sprintf("snoop-%s-%d", id, n)) }

// SupervisorLeg names the leg of a supervisor; n is of no other in the house.
func SupervisorLeg(id ID, n int64) LegID { return LegID(fmt.Sprintf("leg-%s-s%d", id, n)) }

// OfSupervisor tells by its name that a leg was rung for a supervisor, who may be the call's agent by now.
func OfSupervisor(leg LegID) bool {
	i := strings.LastIndexByte(string(leg), '-')
	return i >= 0 && strings.HasPrefix(string(leg), "leg-") && strings.HasPrefix(string(leg[i:]), "-s")
}

// supervise rings a supervisor's telephone, or changes what a supervisor does who is in the call.
func supervise(s *step) string {
	if l := s.party(Supervisor); l != nil {
		return s.changeMode(l)
	}
	agent := s.of(Agent)
	of, _ := CallOf(s.e.Leg)
	switch {
	case s.of(Supervisor) != nil:
		return "another supervisor is in the call"
	case s.of(Caller) == nil:
		return "the caller has gone"
	case agent == nil || agent.Status != Up:
		return "no agent talks"
	case of != s.c.ID || s.leg(s.e.Leg) != nil:
		return "not a new leg of this call"
	}
	l := Leg{ID: s.e.Leg, Role: Supervisor, Status: Ringing, Mode: s.e.Mode, Agent: s.e.Agent, Phone: s.e.Phone, Endpoint: s.e.Endpoint}
	s.c.Legs = append(s.c.Legs, l)
	s.supervision(SupervisionAsked, l)
	return ""
}

func (s *step) changeMode(l *Leg) string {
	switch {
	case s.e.Mode == l.Mode:
		return "so already"
	case s.e.Mode == TakeOver && s.of(Caller) == nil:
		return "the caller has gone"
	}
	l.Mode = s.e.Mode
	s.supervision(SupervisionAsked, *l)
	if l.Mode == TakeOver && l.Status == Up {
		s.takeOver(l)
	}
	return ""
}

func (s *step) supervision(k EffectKind, l Leg) {
	s.effects = append(s.effects, Effect{Kind: k, Agent: l.Agent, Leg: l.ID, Mode: l.Mode})
}

// orSupervisor is a LegUp that may be a supervisor's.
func orSupervisor(others transition) transition {
	return func(s *step) string {
		l := s.live(Supervisor)
		switch {
		case l != nil:
			return supervisorUp(s, l)
		case others != nil:
			return others(s)
		}
		return "nobody is rung"
	}
}

func supervisorUp(s *step, l *Leg) string {
	l.Status, l.UpAt = Up, s.e.At
	s.supervision(SupervisionBegan, *l)
	if l.Mode == TakeOver {
		s.takeOver(l)
	}
	return ""
}

// takeOver makes the supervisor the agent of the talk; the agent of before wraps up. A consultation goes on with the
// supervisor in the agent's place.
func (s *step) takeOver(l *Leg) {
	s.release(s.of(Agent), Normal, Answered)
	l.Role, l.Mode, l.Talked = Agent, "", true
	s.supervision(TakenOver, *l)
	s.c.Notice, s.c.LostAt = "", time.Time{}
	switch s.c.State {
	case Talking, Held, Rejoining:
		s.c.State, s.c.Paused = Talking, false // whoever is heard now has not asked for a pause
		s.noDeadline()
	case Transferring:
		s.c.State = ConsultRinging
	}
}

// leave lets the supervisor go.
func leave(s *step) string {
	l := s.party(Supervisor)
	if l == nil {
		return "not the supervisor of the call"
	}
	s.release(l, Normal, Withdrawn)
	return ""
}

// snoopFailed ends a supervision that the switch cannot bring about: nobody is left alone in silence.
func snoopFailed(s *step) string {
	l := s.of(Supervisor)
	if l == nil {
		return "nobody listens"
	}
	s.release(l, Normal, Withdrawn)
	return ""
}

// snoop is whom a supervisor hears by a snoop, and how: nobody when the supervisor has joined the others.
func (c Call) snoop() (of Snoop, supervisor LegID) {
	sup, in := c.Of(Supervisor)
	agent, talks := c.Of(Agent)
	if !in || sup.Status != Up || !talks || agent.Status != Up || joined(sup.Mode, c.State) {
		return Snoop{}, ""
	}
	return Snoop{Of: agent.ID, Whisper: sup.Mode != Listen}, sup.ID
}

// joined: the supervisor is in the agent's bridge. Who barges is, where there is one, and else speaks to the agent alone; who
// whispers is while nobody else could hear it: an agent who holds is sent no sound, and Asterisk whispers only into sound
// (#1966).
func joined(m Mode, state State) bool {
	return m == Barge && state != ConsultRinging || m == Whisper && state == Held
}

// count numbers the snoop that c needs when before had none, or another.
func (c *Call) count(before Call) {
	now, _ := c.snoop()
	was, _ := before.snoop()
	if now.Of != "" && now != was {
		c.Snoops++
	}
}

// supervision adds to w what a supervisor needs.
func (w *Want) supervision(c Call) {
	sup, in := c.Of(Supervisor)
	if !in || sup.Status != Up {
		return
	}
	switch of, _ := c.snoop(); {
	case of.Of != "":
		of.ID = SnoopID(c.ID, c.Snoops)
		w.Snoop, w.Aside = of, []LegID{sup.ID, of.ID}
	case len(w.Bridge) > 0:
		w.Bridge, w.Mixed = append(w.Bridge, sup.ID), true
	default:
		w.Ringback = sup.ID // until somebody answers
	}
}

// planAside makes the snoop and joins it with the supervisor.
func planAside(c Call, w Want, f Facts) (Command, bool) {
	if w.Snoop.ID == "" {
		return Command{}, false
	}
	if spied, snoop := f.Legs[w.Snoop.Of], f.Legs[w.Snoop.ID]; spied.Exists && spied.Up && !snoop.Exists {
		l, _ := c.Leg(w.Snoop.Of)
		return Command{Kind: CmdSnoop, Leg: l, Snoop: w.Snoop}, true
	}
	for _, id := range w.Aside {
		if lf := f.Legs[id]; lf.Exists && lf.Up && lf.In == NoBridge {
			return Command{Kind: CmdJoin, Leg: Leg{ID: id}, Bridge: Aside}, true
		}
	}
	return Command{}, false
}
