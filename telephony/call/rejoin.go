package call

import "time"

// rejoinTry is when a lost page's telephone is rung although nobody said that it is back: it may never have been away.
const rejoinTry = 2 * time.Second

// rejoin keeps the talk for its agent, whose page was lost, with a new leg that is rung when the phone is back.
func (s *step) rejoin(l *Leg) {
	again := *l
	s.remove(l.ID)
	s.again(again)
}

func (s *step) again(l Leg) {
	l.ID, l.Status, l.Muted = s.c.NextLeg(), Reserved, false
	s.c.Attempts++
	s.c.Legs = append(s.c.Legs, l)
	s.c.State = Rejoining
	s.deadline(rejoinTry)
	if until := s.rejoinUntil(); s.c.DeadlineAt.After(until) {
		s.c.DeadlineAt = until
	}
	s.ask(AgentMoves, l, "")
}

func (s *step) rejoinUntil() time.Time { return s.c.LostAt.Add(s.Rejoin) }

// phoneBack rings the agent's telephone anew. What rang before rang at a page that is no more.
func phoneBack(s *step) string {
	l := s.of(Agent)
	if l == nil || l.Endpoint != s.e.Endpoint {
		return "another telephone"
	}
	if l.Status == Ringing {
		next := *l
		l.Leaving, l.Agent = Normal, 0
		s.again(next)
		l = s.of(Agent)
	}
	s.ringAgain(l)
	return ""
}

func (s *step) ringAgain(l *Leg) {
	l.Status = Ringing
	s.c.DeadlineAt = s.rejoinUntil()
}

func rejoinTimeout(s *step) string {
	l := s.of(Agent)
	if l.Status == Reserved && s.e.At.Before(s.rejoinUntil()) {
		s.ringAgain(l)
		return ""
	}
	s.release(l, NoAnswer, Answered)
	s.line(true)
	return ""
}

func rejoined(s *step) string {
	l := s.live(Agent)
	if l == nil {
		return "not the agent's leg"
	}
	s.pickUp(l)
	s.c.State, s.c.LostAt = Talking, time.Time{}
	return ""
}

// rejoinHungUp ends the talk of an agent whose telephone is not back yet.
func rejoinHungUp(s *step) string {
	if s.party(Agent) == nil {
		return "not the agent of the talk"
	}
	s.end(AgentHungUp)
	return ""
}
