package call

import "time"

// Q.850 causes that tell apart how a ringing phone was left.
const (
	causeNormal       = 16
	causeBusy         = 17
	causeNoUser       = 18
	causeNoAnswer     = 19
	causeRejected     = 21
	CauseUnknown      = 0
	CauseUnregistered = 20
)

// No causes of Q.850.
const (
	CauseSwitchDied = -1 // the whole switch went, and every leg with it
	CauseUntold     = -2 // the switch refused a command because the leg has gone: why stands in its report
	CauseDismissed  = -3 // nothing has gone: whose leg it is works here no more, and is not waited for
)

// legGone is a leg that ended by itself, or as it was told to.
func legGone(s *step) string {
	l := s.leg(s.e.Leg)
	switch {
	case l == nil && s.e.Leg == Wanted(s.c).Snoop.ID:
		s.c.Snoops++ // it is made anew, under another name
	case l == nil:
		return "unknown leg"
	case l.Leaving != "":
		s.remove(l.ID)
	case l.Role == Caller:
		s.callerGone()
	case l.Role == Target:
		s.targetGone(l)
	case l.Role == Supervisor:
		s.lost(l, Withdrawn)
	case l.Status == Up && s.e.Cause == CauseUntold:
		return "whether the agent hung up or was lost is told next"
	default:
		s.agentGone(l)
	}
	return ""
}

func (s *step) callerGone() {
	gone, _ := s.c.Leg(LegID(s.c.ID))
	s.remove(gone.ID)
	died := s.e.Cause == CauseSwitchDied
	switch s.c.State {
	case Dialling, Announcing:
		if died {
			s.giveUp(Dropped, "")
			return
		}
		s.unreached(gone)
	case Closed, Message, Thanks:
		s.end(AfterHours)
	case Consulting, Swapped, Conference:
		if died {
			s.end(Dropped)
			return
		}
		// Agent and target may finish their talk; it ends with the first who leaves.
		s.c.State, s.c.Notice = Consulting, CallerLeft
		if sup := s.of(Supervisor); sup != nil && sup.Status != Up {
			s.release(sup, Normal, Withdrawn)
		}
	default:
		s.crossed()
		switch {
		case died:
			s.end(Dropped)
		case s.c.AnsweredAt.IsZero():
			s.end(Abandoned)
		case s.c.State == Waiting || s.c.State == Offered:
			s.end(Dropped) // had talked, was lost by us, and gave up
		default:
			s.end(CallerHungUp)
		}
	}
}

// left reads a cause: what it means that a phone which rang has gone. The call itself counts how long it rings, so that a
// browser which neither answers nor declines is a page that goes away; it says 480, or nothing.
func left(l *Leg, cause int) (o Outcome, n Notice) {
	switch cause {
	case causeBusy, causeRejected:
		o, n = Declined, TargetDeclined
	case causeNoUser, causeNoAnswer:
		o, n = RangOut, TargetNoAnswer
	default:
		o, n = Unreachable, TargetLost
	}
	switch {
	case l.Phone == Outside:
		n = outside(l, cause)
	case l.Phone == Browser && o != Declined:
		o = PageLost
	}
	return o, n
}

// outside reads a cause of the public network.
func outside(l *Leg, cause int) Notice {
	switch {
	case l.Talked:
		return NumberLeft
	case cause == causeBusy:
		return NumberBusy
	case cause == causeNoUser, cause == causeNoAnswer:
		return NumberNoAnswer
	case cause == causeNormal, cause == causeRejected:
		return NumberRefused
	}
	return NumberUnreachable
}

func (s *step) targetGone(l *Leg) {
	outcome, notice := left(l, s.e.Cause)
	if l.Talked && l.Phone != Outside {
		notice = TargetLost
	}
	s.lost(l, outcome)
	switch s.c.State {
	case Transferring:
		s.line(true)
	default:
		s.back(notice)
	}
}

// slip is the shortest talk: a receiver that was put down sooner was lifted by mistake, or the line broke.
const slip = 500 * time.Millisecond

// aWord is the shortest talk in which anybody can have said something.
const aWord = 100 * time.Millisecond

// crossed spares the agent a wrap-up whose answer has crossed the caller's hang-up: nobody has said a word.
func (s *step) crossed() {
	if a := s.of(Agent); a != nil && s.c.State == Talking && s.e.At.Sub(a.UpAt) < aWord {
		a.Talked = false
	}
}

// slipped takes back an answer that was none: the receiver was down before a talk could begin, so nobody was answered by it.
func (s *step) slipped(l *Leg) bool {
	if l.Phone != Desk || s.e.At.Sub(l.UpAt) >= slip {
		return false
	}
	l.Talked = false
	if s.c.AnsweredAt.Equal(l.UpAt) {
		s.c.AnsweredAt = time.Time{}
	}
	return true
}

func (s *step) agentGone(l *Leg) {
	outcome, _ := left(l, s.e.Cause)
	// A desk phone's goodbye is meant, and so is one from outside; a browser hangs up by a command, so its silence is a
	// lost tab.
	meant := (l.Phone == Desk || l.Phone == Outside) && (s.e.Cause == causeNormal || s.e.Cause == CauseUnknown) && s.e.At.Sub(l.UpAt) >= slip
	why := AgentHungUp
	if l.Phone == Outside {
		why = OutsideHungUp
	}
	switch s.c.State {
	case Placing, Dialling, Announcing:
		outcome = Withdrawn // it is nobody's offer
	case Talking, Held:
		if s.slipped(l) {
			outcome = Declined
		}
		if l.Phone == Browser && s.e.Cause != CauseDismissed {
			s.c.LostAt = s.e.At
			s.rejoin(l)
			return
		}
	case Rejoining:
		if outcome != Declined && s.e.Cause != CauseDismissed {
			s.rejoin(l)
			return
		}
	}
	s.lost(l, outcome)
	switch s.c.State {
	case Offered:
		s.line(false)
	case Placing:
		s.end(NotPlaced)
	case Dialling, Announcing:
		s.end(Cancelled)
	case Consulting, Swapped, Conference:
		s.succeed()
	case ConsultRinging:
		if s.of(Target) != nil {
			s.c.State = Transferring
			return
		}
		s.line(true)
	default:
		if meant {
			s.end(why)
			return
		}
		s.line(true)
	}
}
