package telephony

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/telephony/call"
)

// AgentState is what an agent does now. The server owns it; the desktop asks for a change and shows what is.
type AgentState string

const (
	Offline   AgentState = "offline"
	Available AgentState = "available"
	OnOffer   AgentState = "offered" // reserved for a call, the phone rings or is about to
	OnCall    AgentState = "on_call"
	WrapUp    AgentState = "wrap_up"
	Break     AgentState = "break"
)

// ReasonNoAnswer is the reason of the break into which an agent is put who let an offer ring out,
// so that the next caller does not ring at an empty chair.
const ReasonNoAnswer = "no_answer"

// MaxExtensions is how often a wrap-up may be prolonged.
const MaxExtensions = 2

// Faults of what an agent asks for. The texts are for logs; web has the words for people.
var (
	ErrNoAgent      = errors.New("no such agent")
	ErrNoCall       = errors.New("no such call")
	ErrNotYours     = errors.New("the agent is not in this call")
	ErrNotNow       = errors.New("not possible in the present state")
	ErrNoExtension  = errors.New("the wrap-up cannot be prolonged any more")
	ErrNotFree      = errors.New("the agent is neither available nor in a wrap-up")
	ErrUnknownState = errors.New("an agent cannot ask for this state")
)

// Agent is one agent as the floor sees it.
type Agent struct {
	ID             call.AgentID
	Name           string
	Service        call.Service // empty: a supervisor, whom no line rings
	Supervisor     bool
	State          AgentState
	Reason         string // of a break
	StateSince     time.Time
	Phone          call.Phone
	PhoneReachable bool       // its endpoint has a registered contact
	Desktop        bool       // a desktop is connected
	Call           call.ID    // offered, on_call and wrap_up: of this call
	Next           AgentState // what follows the present call; empty: Available
	NextReason     string
	WrapUpUntil    time.Time
	Extensions     int // wrap-up prolongations used
}

// DeskCall is the call on an agent's desk.
type DeskCall struct {
	Call       call.Call
	Leg        call.Leg  // the agent's own
	RingUntil  time.Time // while it rings
	Other      *Agent    // the other agent of a consultation; nil when that one is outside
	OtherLeg   call.Leg  // the zero Leg: there is none
	Supervisor string    // name of who supervises the call; empty: nobody, or whose desk it is
	Mode       call.Mode // in which the supervisor is there
}

// DeskView is what telephony knows for one agent's desk at one moment. Call stays on the desk through the wrap-up.
type DeskView struct {
	Agent   Agent
	Call    *DeskCall
	Failed  *call.Call    // the agent's last call out, while it is news that no talk came of it
	Waiting int           // callers in the line of the agent's service
	Longest time.Duration // the longest wait among them
}

// Action is a wish of an agent about a call.
type Action string

const (
	Decline  Action = "decline"
	Hold     Action = "hold"
	Resume   Action = "resume"
	Mute     Action = "mute"
	Unmute   Action = "unmute"
	Consult  Action = "consult"
	Complete Action = "complete"   // of a consultation: the caller goes to the target
	Cancel   Action = "cancel"     // of a consultation: back to the caller
	Swap     Action = "swap"       // of a consultation: talk with the caller, with the target again
	Confer   Action = "conference" // of a consultation: all three talk

	PauseRecording  Action = "pause_recording" // with the reason
	ResumeRecording Action = "resume_recording"
	HangUp          Action = "hangup"

	Supervise Action = "supervise" // with the mode and the reason
	Leave     Action = "leave"     // of a supervisor

	Dismiss Action = "dismiss" // nobody's wish at a desk: the agent's account is closed
)

// Wish is one Action with whom it concerns.
type Wish struct {
	Agent   call.AgentID
	Call    call.ID
	Action  Action
	Service call.Service // Consult: anybody free of this service …
	Target  call.AgentID // … or this colleague …
	Number  string       // … or this outside number, if the list of destinations has it
	Name    string       // what the list says of it; set by the Floor
	Reason  string       // Pause, Supervise: why, for the audit
	Mode    call.Mode    // Supervise
	Leg     call.LegID   // Supervise, of who is not in the call yet: what was reserved
	Phone   call.Phone   // the agent's, now
	Seen    call.State   // what the agent saw of the call when asking; empty: not told
}

// Record is a call as history shows it.
type Record struct {
	Call    call.Call
	Agents  []string // names of those who talked, in order
	TalkFor time.Duration

	PlacedBy string // name of the agent who called out
}

// Moment is one line of a call's timeline.
type Moment struct {
	At     time.Time
	Event  call.EventKind
	State  call.State // after it
	Leg    call.LegID // whom the event is about, when it says so
	Agent  string     // name, when an agent or a supervisor is concerned
	Mode   call.Mode  // AskSupervise
	Reason string     // in the words of who asked
	Name   string     // of whom somebody outside was called
}

// Part is what an agent has to do with a ticket.
type Part struct {
	Name string    // the agent's
	Call call.ID   // of this ticket, in which the agent talked last; empty: none
	Till time.Time // when that talk ended; zero while it goes on
	Now  bool      // the agent's desk shows a call of this ticket, or its caller waits to be offered again
}

// RecordFilter selects calls; zero fields select all.
type RecordFilter struct {
	Number string // E.164
	Ticket call.TicketID
	Agent  call.AgentID // took part
	From   time.Time    // arrived at or after
	To     time.Time    // arrived before
	Reason call.Reason
	Before time.Time // keyset: the last row's ArrivedAt …
	After  call.ID   // … and id
	Limit  int
}

// Floor is telephony as desktops see it. Every copy of hotline answers it from the database; a wish reaches the copy
// that drives the call's node. Safe for concurrent use.
type Floor interface {
	Desk(ctx context.Context, agent call.AgentID) (DeskView, error)
	Colleagues(ctx context.Context, except call.AgentID) ([]Agent, error)
	// SetState begins or ends a shift or a break (Available, Break, Offline). During a call or wrap-up it becomes Next.
	SetState(ctx context.Context, agent call.AgentID, state AgentState, reason string, phone call.Phone) error
	// PhoneAccount is the agent's account in the switch for the phone that is in use; nil error only when the agent exists.
	PhoneAccount(ctx context.Context, agent call.AgentID) (AgentPhone, error)
	// Desktop tells that the agent's first desktop connected or the last one left.
	Desktop(ctx context.Context, agent call.AgentID, connected bool) error
	// Shown tells that the offer is on the agent's screen: now the phone may ring.
	Shown(ctx context.Context, agent call.AgentID, leg call.LegID) error
	// Do passes a wish on. Besides the faults of agents: ErrNoTrunk, ErrNotListed, ErrNumberBarred of an outside number.
	// Do passes a wish on, or refuses it; what another event overtakes on the way is dropped, and the desk shows what is.
	Do(ctx context.Context, w Wish) error
	// Place begins a call out. ErrNoTrunk, ErrNumberBarred; ErrNotFree, ErrNoPhone; ErrAgentCap, ErrHouseCap, ErrLinesBusy.
	Place(ctx context.Context, p Placement) (call.ID, error)
	// Destinations are the outside numbers to which callers may be handed over; all: those that are off as well.
	Destinations(ctx context.Context, all bool) ([]Destination, error)
	// PutDestination adds or changes one; by is the user, 0 on the command line. ErrNumberBarred.
	PutDestination(ctx context.Context, d Destination, by call.AgentID) error
	FinishWrapUp(ctx context.Context, agent call.AgentID, id call.ID, next AgentState, reason string) error
	ExtendWrapUp(ctx context.Context, agent call.AgentID, id call.ID) error
	Hall(ctx context.Context) (Hall, error)
	Supervisions(ctx context.Context, id call.ID) ([]Supervision, error)
	Records(ctx context.Context, f RecordFilter) ([]Record, error)
	Record(ctx context.Context, id call.ID) (Record, []Moment, error)
	RecentCalls(ctx context.Context, number string, except call.ID, limit int) ([]Record, error)
	// PartIn tells what an agent has to do with a ticket. ErrNoAgent.
	PartIn(ctx context.Context, agent call.AgentID, ticket call.TicketID) (Part, error)
	// Changes sends the agents whose desk may have changed, until ctx ends; the zero AgentID means everybody
	// (a reconnection to the database, a change of the line).
	Changes(ctx context.Context) (<-chan call.AgentID, error)
}

// Endpoint is the name of an agent's phone in the switch: "a7w" in the browser, "a7d" on the desk.
func Endpoint(a call.AgentID, p call.Phone) string {
	suffix := "d"
	if p == call.Browser {
		suffix = "w"
	}
	return fmt.Sprintf("a%d%s", a, suffix)
}

// StillMeant tells whether a wish means in the call's present state what it meant in the one that the agent saw. To hang up
// in a consultation hands the caller over, and ends the call when the colleague has just gone; a swap goes the other way.
func (w Wish) StillMeant(now call.State) bool {
	consults := func(s call.State) bool {
		return s == call.ConsultRinging || s == call.Consulting || s == call.Swapped || s == call.Conference
	}
	switch {
	case w.Seen == "":
		return true
	case w.Action == HangUp:
		return consults(w.Seen) == consults(now)
	case w.Action == Swap:
		return w.Seen == now
	}
	return true
}

// EventOf gives what happens to a call when an agent asks for an action; false for an action that nobody knows.
func EventOf(a Action) (call.EventKind, bool) {
	k, ok := asked[a]
	return k, ok
}
