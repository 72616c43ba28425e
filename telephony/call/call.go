package call

import "time"

// ID names a Call. It is the id of the caller's channel in the switch (Asterisk's UNIQUEID with its system name),
// so it is unique for ever, safe in a file name, and known to the recording without asking anybody.
type ID string

// LegID names a Leg and is at the same time the id of its channel in the switch. The caller's is the Call's ID;
// every other is chosen by us before the switch hears of it, so a command may be sent twice.
type LegID string

// AgentID names an Agent; it is the id of the user who logs in.
type AgentID int64

// TicketID names a Ticket of the register. Telephony holds it and knows nothing else of tickets.
type TicketID int64

// Service is a line of support that answers calls (Regulation 2.8).
type Service string

const (
	Information  Service = "information"  // Служба інформаційної підтримки користувачів, line 1
	Organisation Service = "organisation" // Організаційна підтримка користувачів, line 2
)

// Skill is something that not every agent can do, such as a language; the empty one is everybody's. The list is data.
type Skill string

// Front is the priority of a caller who had an agent and is returned to the line: above that of any number.
const Front = 10

// State is where a Call stands. The transition table is printed in doc.go.
type State string

const (
	Greeting       State = "greeting"        // the caller hears the service's name and the notice of recording
	Waiting        State = "waiting"         // in the line, with music
	Offered        State = "offered"         // an agent's phone rings, the caller still hears music
	Talking        State = "talking"         // caller and agent are joined
	Held           State = "held"            // the caller hears music, the agent waits
	ConsultRinging State = "consult_ringing" // the caller hears music, the agent hears ringback, the target's phone rings
	Consulting     State = "consulting"      // the caller hears music, agent and target talk
	Swapped        State = "swapped"         // the agent is with the caller again, the target hears music
	Conference     State = "conference"      // caller, agent and target are joined
	Transferring   State = "transferring"    // the agent has left while the target rang: the caller waits for the target
	Rejoining      State = "rejoining"       // the agent's page was lost in the talk: the caller hears music until it is back
	Closed         State = "closed"          // out of working hours: the caller hears the hours
	Message        State = "message"         // out of working hours: the caller leaves a message
	Thanks         State = "thanks"          // the message was left, the caller hears the goodbye
	Placing        State = "placing"         // a call out: the agent's telephone rings, nobody is dialled yet
	Dialling       State = "dialling"        // the agent hears ringback, the number is rung
	Announcing     State = "announcing"      // the number has answered and hears the notice of recording, the agent ringback
	Ended          State = "ended"           // nobody is left
)

// States are all States in the order of a call's life.
var States = []State{Greeting, Waiting, Offered, Talking, Held, ConsultRinging, Consulting, Swapped, Conference, Transferring, Rejoining, Closed, Message, Thanks, Placing, Dialling, Announcing, Ended}

// Role is what a Leg is in its Call.
type Role string

const (
	Caller Role = "caller"
	Agent  Role = "agent"  // has, or is offered, the talk
	Target Role = "target" // is consulted

	Supervisor Role = "supervisor" // listens, or talks with them
)

// LegStatus is how far a Leg has come.
type LegStatus string

const (
	Reserved LegStatus = "reserved" // the agent is ours, the desktop is being told; the phone does not ring yet
	Ringing  LegStatus = "ringing"  // the phone rings or is about to
	Up       LegStatus = "up"       // answered
	Gone     LegStatus = "gone"
)

// Phone is the kind of a leg's telephone. It decides what a hang-up without a command means:
// on a desk phone or outside it ends the talk, in a browser it is a lost tab.
type Phone string

const (
	Browser Phone = "browser"
	Desk    Phone = "desk"
	Outside Phone = "outside" // a number of the public network; no agent has it
)

// Leg is one party in a Call.
type Leg struct {
	ID       LegID     `json:"id"`
	Role     Role      `json:"role"`
	Status   LegStatus `json:"status"`
	Agent    AgentID   `json:"agent,omitempty"`
	Phone    Phone     `json:"phone,omitempty"`
	Endpoint string    `json:"endpoint,omitempty"` // where the switch rings, e.g. "a7w"; Outside: the number, E.164
	Name     string    `json:"name,omitempty"`     // Outside: of whom the list of destinations says that it is the number
	Mode     Mode      `json:"mode,omitempty"`     // Supervisor
	Muted    bool      `json:"muted,omitempty"`    // the others do not hear this leg
	Talked   bool      `json:"talked,omitempty"`   // was joined to somebody: owes a wrap-up
	UpAt     time.Time `json:"up_at,omitzero"`     // answered first
	Leaving  HangUp    `json:"leaving,omitempty"`  // not empty: is to be hung up, with this reason for the phone
}

// HangUp is the reason that a phone is told when we end its leg.
type HangUp string

const (
	Normal            HangUp = "normal"
	AnsweredElsewhere HangUp = "answered_elsewhere" // the phone must not list it as missed (RFC 3326)
	NoAnswer          HangUp = "no_answer"
)

// Reason says who ended a Call and why.
type Reason string

const (
	CallerHungUp  Reason = "caller_hung_up" // after a talk
	AgentHungUp   Reason = "agent_hung_up"
	OutsideHungUp Reason = "outside_hung_up" // whom the caller was handed over to, outside
	Abandoned     Reason = "abandoned"       // the caller left before an agent answered
	AfterHours    Reason = "after_hours"     // out of working hours, with or without a message
	Dropped       Reason = "dropped"         // we lost the call: Asterisk died or the leg was lost
	NotPlaced     Reason = "not_placed"      // a call out: the agent's telephone was not answered, nobody was dialled
	NotReached    Reason = "not_reached"     // a call out: no talk came about; Notice says why
	Cancelled     Reason = "cancelled"       // a call out: the agent did not wait for the answer
	Unattended    Reason = "unattended"      // hotline was away: the dialplan took the message
)

// Direction says who called whom.
type Direction string

const (
	Inbound  Direction = "" // somebody called the hotline
	Outbound Direction = "outbound"
)

// Call is one caller's contact. Of a call out, the Caller is whom we called. It is a value: Next gives the next one and changes nothing else.
type Call struct {
	ID        ID        `json:"id"`
	State     State     `json:"state"`
	Version   int64     `json:"version"`              // grows by one with each event that changed something
	Node      string    `json:"node"`                 // the Asterisk node it lives on
	DID       string    `json:"did"`                  // the number that was dialled, E.164
	Number    string    `json:"number"`               // the caller's number, E.164; empty when withheld or not understood
	RawNumber string    `json:"raw_number,omitempty"` // what the carrier sent, cut to 64 printable characters
	Service   Service   `json:"service"`
	Ticket    TicketID  `json:"ticket,omitempty"`
	Direction Direction `json:"direction,omitempty"`
	PlacedBy  AgentID   `json:"placed_by,omitempty"` // Outbound: who called
	Legs      []Leg     `json:"legs"`                // live ones and those still to be hung up; the caller's is first
	Attempts  int       `json:"attempts"`            // legs rung or searched for so far: the next one's number
	Search    LegID     `json:"search,omitempty"`    // ConsultRinging: a colleague is searched for, for this leg
	Plays     int       `json:"plays"`               // prompts begun so far: the present prompt's number
	Snoops    int       `json:"snoops,omitempty"`    // snoops needed so far: the present one's number
	Priority  int       `json:"priority"`            // in the line: of the number, 0 to 9; Front when returned
	Skill     Skill     `json:"skill,omitempty"`     // that the caller's agent should have

	ArrivedAt  time.Time `json:"arrived_at"`
	QueuedAt   time.Time `json:"queued_at,omitzero"` // begin of waiting; kept when the caller is returned to the line
	AnsweredAt time.Time `json:"answered_at,omitzero"`
	EndedAt    time.Time `json:"ended_at,omitzero"`
	RecordedAt time.Time `json:"recorded_at,omitzero"` // Outbound: since when there is something to record; zero: nobody answered
	DeadlineAt time.Time `json:"deadline_at,omitzero"` // when Timeout is due; zero: no timer runs
	LostAt     time.Time `json:"lost_at,omitzero"`     // Rejoining: since when
	EndReason  Reason    `json:"end_reason,omitempty"`
	Outages    []string  `json:"outages,omitempty"` // prompts of the downtimes that ran when the caller arrived: told before the line
	Paused     bool      `json:"paused,omitempty"`  // the recording holds silence, by the agent's wish
	Apology    bool      `json:"apology,omitempty"` // the prompt of the line is the apology, not yet finished
	Notice     Notice    `json:"notice,omitempty"`  // last thing that the agent must read on the screen
}

// Notice is a word for the agent's screen: why the consultation did not come about.
type Notice string

const (
	TargetBusy     Notice = "target_busy" // nobody of the service is free
	TargetDeclined Notice = "target_declined"
	TargetNoAnswer Notice = "target_no_answer"
	TargetLost     Notice = "target_lost" // unreachable, or hung up
	CallerLeft     Notice = "caller_left"
	NotPaused      Notice = "not_paused"   // the recording goes on although a pause was asked for
	NotRecorded    Notice = "not_recorded" // the recorder does not say that the pause is over: the talk may not be recorded

	NumberBusy        Notice = "number_busy"
	NumberNoAnswer    Notice = "number_no_answer"
	NumberRefused     Notice = "number_refused"
	NumberUnreachable Notice = "number_unreachable" // no such number, or the network has no way to it
	NumberLeft        Notice = "number_left"        // had answered, and hung up
)
