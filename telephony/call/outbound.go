package call

import "slices"

// placed begins a call out: the agent's own telephone rings first. The number is dialled when it is answered.
func placed(s *step) string {
	if s.e.Leg != s.c.NextLeg() {
		return "not the first leg"
	}
	s.c.Direction, s.c.PlacedBy, s.c.ArrivedAt = Outbound, s.e.Agent, s.e.At
	s.c.Number, s.c.Ticket, s.c.Service = s.e.Number, s.e.Ticket, s.e.Service
	s.c.Legs = []Leg{{ID: s.e.Leg, Role: Agent, Status: Ringing, Agent: s.e.Agent, Phone: s.e.Phone, Endpoint: s.e.Endpoint}}
	s.c.Attempts++
	s.c.State = Placing
	s.deadline(s.Ring)
	return ""
}

// dialled rings the number: the agent is at the telephone. Nobody has talked yet, so nothing is owed.
func dialled(s *step) string {
	l := s.live(Agent)
	if l == nil {
		return "not the agent's leg"
	}
	l.Status, l.UpAt = Up, s.e.At
	s.ask(AgentDials, *l, "")
	s.c.Legs = slices.Insert(s.c.Legs, 0, Leg{ID: LegID(s.c.ID), Role: Caller, Status: Ringing, Phone: Outside, Endpoint: s.c.Number})
	s.c.State = Dialling
	s.deadline(s.RingOut)
	return ""
}

// notPlaced is an agent's telephone that was not answered: nobody was called.
func notPlaced(s *step) string {
	s.giveUp(NotPlaced, "")
	return ""
}

// announced: who was called is at the telephone, is recorded, and hears so. The dialplan does both, so that it happens
// whatever becomes of us.
func announced(s *step) string {
	if s.live(Caller) == nil || s.c.State == Announcing {
		return "not the number that was dialled"
	}
	s.c.State, s.c.RecordedAt = Announcing, s.e.At
	s.deadline(s.Prompt)
	return ""
}

// reached joins the agent with whom was called.
func reached(s *step) string {
	l, a := s.live(Caller), s.of(Agent)
	if l == nil || a == nil {
		return "not the number that was dialled"
	}
	l.Status, l.Talked, l.UpAt = Up, true, s.e.At
	a.Talked = true
	s.ask(AgentBusy, *a, Answered)
	s.c.State, s.c.AnsweredAt = Talking, s.e.At
	if s.c.RecordedAt.IsZero() {
		s.c.RecordedAt = s.e.At
	}
	s.noDeadline()
	return ""
}

// dialTimeout: it rang for long enough, or the notice does not end.
func dialTimeout(s *step) string {
	if s.c.State == Announcing {
		s.giveUp(Dropped, "")
		return ""
	}
	s.release(s.of(Caller), NoAnswer, RangOut)
	s.giveUp(NotReached, NumberNoAnswer)
	return ""
}

// dialCancelled is the agent who does not wait for the answer.
func dialCancelled(s *step) string {
	if l := s.party(Agent); l == nil {
		return "not the agent who calls"
	}
	s.giveUp(Cancelled, "")
	return ""
}

// giveUp ends a call out of which no talk came: the agent owes nothing.
func (s *step) giveUp(why Reason, n Notice) {
	s.release(s.of(Agent), Normal, Withdrawn)
	s.c.Notice = n
	s.end(why)
}

// unreached is the number that was dialled and has gone before the talk.
func (s *step) unreached(l Leg) {
	n := outside(&l, s.e.Cause)
	if s.c.State == Announcing {
		n = NumberLeft
	}
	s.giveUp(NotReached, n)
}
