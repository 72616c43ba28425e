package call

func consult(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.c.State, s.c.Notice = ConsultRinging, ""
	if s.e.Number != "" {
		s.dialOut()
		return ""
	}
	s.deadline(s.Ring)
	// Each search has a leg of its own: who is found by one that was called off is given back by this name.
	s.c.Search = s.c.NextLeg()
	s.c.Attempts++
	s.effects = append(s.effects, Effect{Kind: FindTarget, Agent: s.e.Agent, Leg: s.c.Search, Service: s.e.Service})
	return ""
}

// dialOut makes an outside number the target. Nobody has to be found for it.
func (s *step) dialOut() {
	s.c.Legs = append(s.c.Legs, Leg{ID: s.c.NextLeg(), Role: Target, Status: Ringing, Phone: Outside, Endpoint: s.e.Number, Name: s.e.Name})
	s.c.Attempts++
	s.deadline(s.RingOut)
}

// tooLate is the answer to a search whose consultation is over: the shell gives the agent back.
func tooLate(*step) string { return "the consultation is over" }

func targetFound(s *step) string {
	if why := s.searched(); why != "" {
		return why
	}
	s.reserve(Target)
	return ""
}

// searched takes the answer of the search that goes on.
func (s *step) searched() string {
	switch {
	case s.of(Target) != nil:
		return "a target is there"
	case s.e.Leg != "" && s.e.Leg != s.c.Search:
		return "another search"
	}
	s.c.Search = ""
	return ""
}

func targetMissed(s *step) string {
	if why := s.searched(); why != "" {
		return why
	}
	s.back(TargetBusy)
	return ""
}

// back returns the agent to the caller, with a word on the screen.
func (s *step) back(n Notice) {
	s.noDeadline()
	s.c.Notice = n
	if s.of(Caller) == nil {
		s.end(CallerHungUp)
		return
	}
	s.c.State = Talking
}

func consultTimeout(s *step) string {
	t := s.of(Target)
	if s.popLate(t) {
		return ""
	}
	s.release(t, NoAnswer, RangOut)
	s.back(t.noticeOr(NumberNoAnswer, TargetNoAnswer))
	return ""
}

func consultAnswered(s *step) string {
	t := s.live(Target)
	if t == nil {
		return "not the target"
	}
	s.pickUp(t)
	s.c.State = Consulting
	return ""
}

func consultCancelled(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.release(s.of(Target), Normal, Withdrawn)
	s.back("")
	return ""
}

func consultDeclined(s *step) string {
	t := s.party(Target)
	if t == nil {
		return "not the target"
	}
	s.release(t, Normal, Declined)
	s.back(TargetDeclined)
	return ""
}

// swapped lets the agent talk with the caller, whom the target does not hear.
func swapped(s *step) string { return s.arrange(Swapped) }

// conferred joins all three.
func conferred(s *step) string { return s.arrange(Conference) }

// apart lets agent and target talk, whom the caller does not hear.
func apart(s *step) string { return s.arrange(Consulting) }

// arrange says who of the three hears whom. It is the agent's to say, and needs the caller.
func (s *step) arrange(state State) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	if s.of(Caller) == nil {
		return "the caller has gone"
	}
	s.c.State = state
	return ""
}

func consultHungUp(s *step) string {
	if s.asks(Target) {
		s.release(s.of(Target), Normal, Answered)
		s.back(TargetLost)
		return ""
	}
	return handedOver(s)
}

// handedOver completes the attended transfer: the caller talks with the target, the agent is free for the wrap-up.
func handedOver(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.release(s.of(Agent), Normal, Answered)
	s.succeed()
	return ""
}

// succeed makes the target the agent of the talk, or ends the call when there is no caller for it any more.
func (s *step) succeed() {
	if s.of(Caller) == nil {
		s.end(CallerHungUp)
		return
	}
	s.of(Target).Role = Agent
	s.c.State, s.c.Notice = Talking, ""
	s.noDeadline()
}

// noticeOr is the first for an outside number, the second for a colleague.
func (l *Leg) noticeOr(outside, colleague Notice) Notice {
	if l != nil && l.Phone == Outside {
		return outside
	}
	return colleague
}

// handedBlind lets the agent go while the target still rings: the caller waits for the target.
func handedBlind(s *step) string {
	if !s.asks(Agent) || s.of(Target) == nil {
		return "no target rings yet"
	}
	s.release(s.of(Agent), Normal, Answered)
	s.c.State = Transferring
	return ""
}

func transferred(s *step) string {
	t := s.live(Target)
	if t == nil {
		return "not the target"
	}
	s.pickUp(t)
	s.succeed()
	return ""
}

func transferFailed(s *step) string {
	t := s.of(Target)
	if s.e.Kind == Timeout && s.popLate(t) {
		return ""
	}
	o := RangOut
	if s.e.Kind == AskDecline {
		o = Declined
	}
	s.release(t, NoAnswer, o)
	s.line(true)
	return ""
}
