package call

import "time"

// transition changes the step's call, or says why the event does not fit.
type transition func(*step) string

// begin is the state of a Call of which nothing has happened yet.
const begin State = ""

// table is the whole machine: what each event means in each state. doc.go holds it in print; a test compares.
var table map[State]map[EventKind]transition

func init() {
	table = map[State]map[EventKind]transition{
		begin:    {Arrived: arrived, Placed: placed, LeftUnattended: leftUnattended},
		Greeting: {PromptEnded: greeted, Timeout: greeted},
		Waiting:  {OfferMade: offered, PromptEnded: apologised, Timeout: apologised},
		Offered:  {Shown: shown, Timeout: offerTimeout, LegUp: answered, AskDecline: declined, PromptEnded: apologised},
		Talking: {AskHold: held, AskConsult: consult, AskMute: muted, AskUnmute: unmuted, AskHangUp: hungUp,
			AskPause: paused, AskRecord: recordedAgain, PauseFailed: pauseFailed, Timeout: pauseOver, TargetFound: tooLate, TargetMissed: tooLate},
		Held: {AskResume: resumed, AskConsult: consult, AskHangUp: hungUp, AskPause: paused, AskRecord: recordedAgain, PauseFailed: pauseFailed, Timeout: pauseOver},
		ConsultRinging: {TargetFound: targetFound, TargetMissed: targetMissed, Shown: shown, Timeout: consultTimeout, LegUp: consultAnswered,
			AskCancel: consultCancelled, AskDecline: consultDeclined, AskComplete: handedBlind, AskHangUp: handedBlind,
			AskMute: muted, AskUnmute: unmuted},
		Consulting: {AskSwap: swapped, AskConference: conferred, AskComplete: handedOver, AskCancel: consultCancelled,
			AskHangUp: consultHungUp, AskMute: muted, AskUnmute: unmuted},
		Swapped: {AskSwap: apart, AskConference: conferred, AskComplete: handedOver, AskCancel: consultCancelled,
			AskHangUp: consultHungUp, AskMute: muted, AskUnmute: unmuted},
		Conference: {AskSwap: apart, AskComplete: handedOver, AskCancel: consultCancelled, AskHangUp: consultHungUp,
			AskMute: muted, AskUnmute: unmuted},
		Transferring: {Shown: shown, Timeout: transferFailed, LegUp: transferred, AskDecline: transferFailed},
		Rejoining:    {PhoneBack: phoneBack, Timeout: rejoinTimeout, LegUp: rejoined, AskDecline: declined, AskHangUp: rejoinHungUp},
		Closed:       {PromptEnded: closedHeard, Timeout: closedHeard},
		Message:      {Timeout: messageFull},
		Thanks:       {PromptEnded: thanked, Timeout: thanked},
		Placing:      {LegUp: dialled, Timeout: notPlaced, AskDecline: dialCancelled, AskCancel: dialCancelled, AskHangUp: dialCancelled},
		Dialling: {LegAnswered: announced, LegUp: reached, Timeout: dialTimeout, AskCancel: dialCancelled, AskHangUp: dialCancelled,
			AskMute: muted, AskUnmute: unmuted},
		Announcing: {LegUp: reached, Timeout: dialTimeout, AskCancel: dialCancelled, AskHangUp: dialCancelled, AskMute: muted, AskUnmute: unmuted},
		Ended:      {},
	}
	for _, state := range supervised {
		row := table[state]
		row[LegUp], row[AskSupervise], row[AskLeave], row[SnoopFailed] = orSupervisor(row[LegUp]), supervise, leave, snoopFailed
	}
	for state, row := range table {
		if state != begin {
			row[Registered] = registered
			row[LegGone] = legGone
			row[LegRinging] = legRinging
			row[RecordFailed] = recordFailed
			row[Recorded] = recorded
		}
	}
}

func arrived(s *step) string {
	s.c.ArrivedAt, s.c.Skill, s.c.Priority = s.e.At, s.e.Skill, min(max(s.e.Priority, 0), Front-1)
	if s.e.Service != "" {
		s.c.Service = s.e.Service
	}
	s.c.Legs, s.c.Outages = []Leg{{ID: LegID(s.c.ID), Role: Caller, Status: Up}}, s.e.Outages
	s.ask(OpenTicket, Leg{}, "")
	switch {
	case !s.e.Open:
		s.prompt(Closed)
	case s.Greeting || len(s.e.Outages) > 0:
		s.prompt(Greeting)
	default:
		s.line(false)
		return ""
	}
	s.deadline(s.Prompt * time.Duration(1+len(s.e.Outages)))
	return ""
}

func leftUnattended(s *step) string {
	s.c.ArrivedAt, s.c.Ticket = s.e.Since, s.e.Ticket
	s.end(Unattended)
	return ""
}

func registered(s *step) string {
	if s.c.Ticket != 0 {
		return "the ticket is open already"
	}
	s.c.Ticket = s.e.Ticket
	return ""
}

func legRinging(s *step) string { return "known" }

func (s *step) current() bool { return s.e.Kind != PromptEnded || s.e.Prompt == s.c.Plays }

func greeted(s *step) string {
	if !s.current() {
		return "an older prompt"
	}
	s.line(false)
	return ""
}

func apologised(s *step) string {
	if !s.c.Apology || !s.current() {
		return "no prompt plays"
	}
	s.c.Apology = false
	if s.c.State == Waiting {
		s.noDeadline()
	}
	return ""
}

// reserve gives the call a leg of an agent who has been taken.
func (s *step) reserve(role Role) {
	l := Leg{ID: s.e.Leg, Role: role, Status: Reserved, Agent: s.e.Agent, Phone: s.e.Phone, Endpoint: s.e.Endpoint}
	s.deadline(s.Pop)
	if !s.e.Desktop {
		l.Status = Ringing
		s.deadline(s.Ring)
	}
	s.c.Legs = append(s.c.Legs, l)
}

func offered(s *step) string {
	if s.e.Leg != s.c.NextLeg() {
		return "not the next leg"
	}
	s.c.Attempts++
	s.reserve(Agent)
	s.c.State = Offered
	return ""
}

// shown lets the phone ring: the screen-pop is on the agent's desktop.
func shown(s *step) string {
	l := s.leg(s.e.Leg)
	if l == nil || l.Status != Reserved || l.Leaving != "" {
		return "rings already"
	}
	l.Status = Ringing
	s.deadline(s.Ring)
	return ""
}

// popLate lets a reserved leg ring although no desktop has acknowledged the screen-pop in time.
func (s *step) popLate(l *Leg) bool {
	if l == nil || l.Status != Reserved {
		return false
	}
	l.Status = Ringing
	s.deadline(s.Ring)
	return true
}

func offerTimeout(s *step) string {
	l := s.of(Agent)
	if s.popLate(l) {
		return ""
	}
	// The line has the caller, and another agent in a moment: nobody shall call back from the list of missed calls, and a
	// receiver that is lifted too late is told why nobody is there.
	s.release(l, AnsweredElsewhere, RangOut)
	s.line(false)
	return ""
}

func (s *step) pickUp(l *Leg) {
	if !l.Talked { // a page that is back goes on with its talk
		l.UpAt = s.e.At
	}
	l.Status, l.Talked = Up, true
	if l.Agent != 0 {
		s.ask(AgentBusy, *l, Answered)
	}
	s.noDeadline()
	s.c.Apology = false
	if s.c.AnsweredAt.IsZero() {
		s.c.AnsweredAt = s.e.At
	}
}

// party is the leg of the event when it is one that we still want, in the role.
func (s *step) party(role Role) *Leg {
	l := s.leg(s.e.Leg)
	if l == nil || l.Role != role || l.Leaving != "" {
		return nil
	}
	return l
}

// live is a party that has not answered yet.
func (s *step) live(role Role) *Leg {
	if l := s.party(role); l != nil && l.Status != Up {
		return l
	}
	return nil
}

func answered(s *step) string {
	l := s.live(Agent)
	if l == nil {
		return "not the leg that is offered"
	}
	s.pickUp(l)
	s.c.State, s.c.Notice = Talking, ""
	return ""
}

// declined gives the caller to the next agent; one who was in a talk is the next one's first.
func declined(s *step) string {
	l := s.party(Agent)
	if l == nil {
		return "not the agent that is offered"
	}
	s.release(l, Normal, Declined)
	s.line(s.c.State == Rejoining)
	return ""
}

// asks: an agent who talks, in the role, asks for it. Nobody outside has anything to ask with.
func (s *step) asks(role Role) bool {
	l := s.party(role)
	return l != nil && l.Status == Up && l.Agent != 0
}

func held(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.c.State = Held
	return ""
}

func resumed(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.c.State = Talking
	return ""
}

// paused lets the recording hold silence, for so long and no longer: it may be forgotten.
func paused(s *step) string {
	switch {
	case !s.asks(Agent):
		return "not the agent of the talk"
	case s.c.Paused:
		return "so already"
	}
	s.c.Paused, s.c.Notice = true, ""
	s.deadline(s.Pause)
	return ""
}

func recordedAgain(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	return pauseOver(s)
}

// pauseFailed says on the screen that the talk is recorded all the same.
func pauseFailed(s *step) string {
	if why := pauseOver(s); why != "" {
		return why
	}
	s.c.Notice = NotPaused
	return ""
}

// recordFailed says on the screen that the pause may last.
func recordFailed(s *step) string {
	if l := s.of(Agent); l == nil || l.Status != Up || l.Agent == 0 || s.c.Notice == NotRecorded {
		return "nobody reads it, or it stands there"
	}
	s.c.Notice = NotRecorded
	return ""
}

func recorded(s *step) string {
	if s.c.Notice != NotRecorded {
		return "nobody doubted it"
	}
	s.c.Notice = ""
	return ""
}

func pauseOver(s *step) string {
	if !s.c.Paused {
		return "nothing is paused"
	}
	s.c.Paused = false
	s.noDeadline()
	return ""
}

func muted(s *step) string   { return s.mute(true) }
func unmuted(s *step) string { return s.mute(false) }

func (s *step) mute(on bool) string {
	l := s.leg(s.e.Leg)
	if l == nil || l.Agent == 0 || l.Leaving != "" || l.Status != Up {
		return "not an agent who talks"
	}
	if l.Muted == on {
		return "so already"
	}
	l.Muted = on
	return ""
}

func hungUp(s *step) string {
	if !s.asks(Agent) {
		return "not the agent of the talk"
	}
	s.end(AgentHungUp)
	return ""
}

func closedHeard(s *step) string {
	if !s.current() {
		return "an older prompt"
	}
	s.c.State = Message
	s.deadline(s.Message)
	return ""
}

func messageFull(s *step) string {
	s.prompt(Thanks)
	return ""
}

func thanked(s *step) string {
	if !s.current() {
		return "an older prompt"
	}
	s.end(AfterHours)
	return ""
}
