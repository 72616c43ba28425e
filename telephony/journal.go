package telephony

import (
	"context"
	"errors"
	"time"

	"hotline/telephony/call"
)

// ErrLostLease is a Journal's answer to a copy of hotline that no longer drives the node: it may command nothing more.
var ErrLostLease = errors.New("the node is driven by another copy")

// ErrConflict says that the call's row is not the one that the step was decided on: somebody else writes this call.
var ErrConflict = errors.New("the call has changed meanwhile")

// ErrRefused says that a step can never be written: its values do not fit the tables. Another step may.
var ErrRefused = errors.New("the step cannot be written")

// Change is one step of a call as it is written: the event, the state after it and what follows at once.
type Change struct {
	From    call.State // before the event
	Call    call.Call  // after the event; its Version is one more than the row's
	Event   call.Event
	Effects []call.Effect
	Wish    int64 // the agent's wish that this step obeys; it is removed with it
}

// Reservation is an agent who has been taken for a call and for nobody else.
type Reservation struct {
	Call     call.ID
	Leg      call.LegID
	Agent    call.AgentID
	Phone    call.Phone
	Endpoint string
	Desktop  bool
}

// PendingWish is a Wish, or the news that an offer is shown, on its way to the copy that drives the call.
type PendingWish struct {
	ID    int64
	Wish  Wish
	Shown call.LegID // not empty: the offer of this leg is on the screen
	// Placed is a call out whose first step was just written; it is nobody's wish.
	Placed *call.Call
}

// Journal is what telephony writes down before it acts. Every method is one transaction.
// Safe for concurrent use. A database that is away gives its error; the caller tries again.
type Journal interface {
	// Commit writes one step: the call's state, the event, and what its effects change of agents and offers. A step that
	// is written already is no error. ErrConflict: the row is not the one that the step was decided on; ErrLostLease:
	// another copy drives the node; ErrRefused: the tables do not take it. None gets better by trying again.
	Commit(ctx context.Context, ch Change) error
	// Live gives the calls of a node that have not ended, and those ended whose legs were not yet seen to go.
	Live(ctx context.Context, node string) ([]call.Call, error)
	Known(ctx context.Context, id call.ID) (bool, error)
	// Reserve takes an agent for somebody in the line, in the order that its implementation tells; false when there is no such pair.
	Reserve(ctx context.Context, node string, now time.Time) (Reservation, bool, error)
	// ReserveTarget takes one agent of a service, or the named one, for a consultation.
	ReserveTarget(ctx context.Context, id call.ID, leg call.LegID, s call.Service, a call.AgentID, now time.Time) (Reservation, bool, error)
	Release(ctx context.Context, leg call.LegID, now time.Time) error
	// Tidy ends wrap-ups that are over and frees agents whose call no longer holds them; it tells how many were freed so.
	Tidy(ctx context.Context, now time.Time) (strays int, err error)
	// Wishes gives what agents ask for at a node, in order. A wish is there until the step that obeys it is written, or until
	// DropWish.
	Wishes(ctx context.Context, node string) ([]PendingWish, error)
	// DropWish removes a wish of which nothing comes. One that is not there is no error.
	DropWish(ctx context.Context, id int64) error
	Phones(ctx context.Context) ([]AgentPhone, error)
	Routing(ctx context.Context) (Routing, error)
	// Reachable notes which endpoints have a contact at a node; all: those that are not named have none there.
	Reachable(ctx context.Context, node string, endpoints map[string]bool, all bool) error
	// Wake sends when wishes wait, the line may have moved, or phones or rules are others, until ctx ends.
	Wake(ctx context.Context) (<-chan Stir, error)
}

// Stir says what may have changed in the database.
type Stir string

const (
	StirWish   Stir = "wish"
	StirLine   Stir = "line"
	StirPhones Stir = "phones"
	StirRules  Stir = "rules"
	StirAll    Stir = "all" // the connection was lost meanwhile: look at everything
)

// Register is the register of appeals as telephony needs it: a ticket for each call.
type Register interface {
	// OpenForCall opens the call's ticket, or gives the one that is open. Idempotent by the call's id.
	OpenForCall(ctx context.Context, c call.Call) (call.TicketID, error)
}
