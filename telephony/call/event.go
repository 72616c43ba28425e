package call

import "time"

// EventKind is what can happen to a Call.
type EventKind string

const (
	Arrived        EventKind = "arrived"       // the caller's channel entered our application
	Placed         EventKind = "placed"        // an agent, who is reserved, calls a number
	Registered     EventKind = "registered"    // the ticket is open
	PromptEnded    EventKind = "prompt_ended"  // the present prompt was played to its end, or could not be
	OfferMade      EventKind = "offer_made"    // an agent was reserved for the waiting caller
	TargetFound    EventKind = "target_found"  // an agent was reserved for a consultation
	TargetMissed   EventKind = "target_missed" // nobody could be reserved
	Shown          EventKind = "shown"         // the screen-pop is on the agent's desktop
	LegRinging     EventKind = "leg_ringing"
	LegAnswered    EventKind = "leg_answered" // a number that we called was answered; its channel is not ours yet
	LegUp          EventKind = "leg_up"
	LegGone        EventKind = "leg_gone"
	PhoneBack      EventKind = "phone_back" // a telephone can be rung again
	Timeout        EventKind = "timeout"    // the call's deadline has come
	AskDecline     EventKind = "decline"
	AskHold        EventKind = "hold"
	AskResume      EventKind = "resume"
	AskMute        EventKind = "mute"
	AskUnmute      EventKind = "unmute"
	AskConsult     EventKind = "consult"
	AskComplete    EventKind = "complete"
	AskCancel      EventKind = "cancel"
	AskSwap        EventKind = "swap"
	AskConference  EventKind = "conference"
	AskPause       EventKind = "pause_recording"
	AskRecord      EventKind = "resume_recording"
	PauseFailed    EventKind = "pause_failed"  // the recorder did not say that it holds silence
	RecordFailed   EventKind = "record_failed" // the recorder did not say that it goes on
	Recorded       EventKind = "recorded"      // the recorder says that it goes on
	AskHangUp      EventKind = "hangup"
	AskSupervise   EventKind = "supervise"       // a supervisor comes in, or does something else in the call
	AskLeave       EventKind = "leave"           // the supervisor goes
	SnoopFailed    EventKind = "snoop_failed"    // the switch refuses to let the supervisor hear
	LeftUnattended EventKind = "left_unattended" // the dialplan took the message while hotline was away
)

// EventKinds are all kinds, for tables and tests.
var EventKinds = []EventKind{Arrived, Placed, Registered, PromptEnded, OfferMade, TargetFound, TargetMissed, Shown, LegRinging, LegUp,
	LegAnswered, LegGone, PhoneBack, Timeout, AskDecline, AskHold, AskResume, AskMute, AskUnmute, AskConsult, AskComplete, AskCancel, AskSwap, AskConference, AskPause, AskRecord, PauseFailed, RecordFailed, Recorded, AskHangUp,
	AskSupervise, AskLeave, SnoopFailed, LeftUnattended}

// Event is one thing that happened to a Call. Fields that do not belong to its Kind are zero.
type Event struct {
	Kind     EventKind `json:"kind"`
	At       time.Time `json:"at"`
	Leg      LegID     `json:"leg,omitempty"`      // Shown, Leg…; Placed, OfferMade and TargetFound: the new leg
	Agent    AgentID   `json:"agent,omitempty"`    // Placed, OfferMade, TargetFound, AskConsult, AskSupervise: of whom; Ask…: who asks is Leg
	Phone    Phone     `json:"phone,omitempty"`    // Placed, OfferMade, TargetFound
	Endpoint string    `json:"endpoint,omitempty"` // Placed, OfferMade, TargetFound, PhoneBack
	Desktop  bool      `json:"desktop,omitempty"`  // OfferMade, TargetFound: a desktop is connected that will show the pop
	Priority int       `json:"priority,omitempty"` // Arrived: of the caller's number, 0 to 9
	Skill    Skill     `json:"skill,omitempty"`    // Arrived: that the agent should have
	Service  Service   `json:"service,omitempty"`  // AskConsult; Placed: the agent's; Arrived: whose line, empty: as New says
	Number   string    `json:"number,omitempty"`   // E.164. AskConsult: an outside one that was found in the list of destinations; Placed: which is called
	Name     string    `json:"name,omitempty"`     // AskConsult: what the list says of it
	Since    time.Time `json:"since,omitzero"`     // LeftUnattended: the caller's arrival; At is when the message ended
	Ticket   TicketID  `json:"ticket,omitempty"`   // Registered, LeftUnattended, Placed
	Prompt   int       `json:"prompt,omitempty"`   // PromptEnded: which one
	Open     bool      `json:"open,omitempty"`     // Arrived: within working hours
	Outages  []string  `json:"outages,omitempty"`  // Arrived: prompts of the downtimes that run
	Mode     Mode      `json:"mode,omitempty"`     // AskSupervise
	Reason   string    `json:"reason,omitempty"`   // AskPause, AskSupervise: in the words of who asks
	Cause    int       `json:"cause,omitempty"`    // LegGone: Q.850 cause, or one of Cause…
}
