package tickets

import (
	"context"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"
)

// Order of a list.
type Order string

const (
	Newest   Order = ""      // the latest registration first
	ByTurn   Order = "queue" // out of turn first, then in order of receipt (Regulation 3.3.1, Amb-7); only open tickets
	DueFirst Order = "due"   // by the nearest deadline; only tickets of which a promise runs
)

// Filter chooses tickets; zero fields choose all.
type Filter struct {
	IDs        []TicketID // any of these; nil: all
	Number     Number
	Phone      string // E.164: the caller's
	Applicant  ApplicantID
	From, To   time.Time // registered in [From, To)
	OpenOnly   bool
	Service    Service
	Statuses   []Status // any of these; nil: all
	Assignee   AgentID
	Unassigned bool
	Type       Type
	Category   Category
	Process    string
	Channel    Channel
	Unit       Unit // handed over to it

	Expedited    bool // only those that go out of turn
	Unclassified bool // only those without a class
	Origin       Origin
	Owed         bool // only those of which the applicant must still be told something (Table 2)

	// The nearest deadline of a promise that runs is in [DueFrom, DueBefore).
	DueFrom, DueBefore time.Time

	Order Order
	After Cursor // continue behind this ticket
	Limit int    // 1..500; 0: 50
}

// Cursor is a place in a list. The zero value is the list's begin.
type Cursor struct {
	At        time.Time // what the list is ordered by: the registration, or the nearest deadline
	ID        TicketID
	Expedited bool // ByTurn
}

// Cursor is the place behind this ticket in a list that is ordered newest first.
func (t Ticket) Cursor() Cursor { return Newest.Cursor(t) }

// Cursor is the place behind t in a list of this order.
func (o Order) Cursor(t Ticket) Cursor {
	switch o {
	case ByTurn:
		return Cursor{t.RegisteredAt, t.ID, t.Expedited}
	case DueFirst:
		return Cursor{At: t.NextDueAt(), ID: t.ID}
	}
	return Cursor{At: t.RegisteredAt, ID: t.ID}
}

// NextDueAt is the nearest deadline of a promise that is not kept; zero when none runs.
func (t Ticket) NextDueAt() (next time.Time) {
	if t.Status == Closed {
		return next
	}
	if t.ReactionMetAt().IsZero() {
		next = t.ReactionDueAt
	}
	if due := t.ResolutionDueAt; t.ResolutionMetAt().IsZero() && !due.IsZero() && (next.IsZero() || due.Before(next)) {
		next = due
	}
	return next
}

// String is the cursor as it goes through an address; empty for the zero value.
func (c Cursor) String() string {
	if c.ID == 0 {
		return ""
	}
	s := fmt.Sprintf("%d.%d", c.At.UnixMicro(), c.ID)
	if c.Expedited {
		s += ".x"
	}
	return s
}

// ParseCursor reads what String wrote. Anything else is Invalid.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	rest, expedited := strings.CutSuffix(s, ".x")
	at, id, _ := strings.Cut(rest, ".")
	us, err1 := strconv.ParseInt(at, 10, 64)
	n, err2 := strconv.ParseInt(id, 10, 64)
	// The bounds are those of a timestamptz that PostgreSQL and Go both can hold.
	if err1 != nil || err2 != nil || n <= 0 || us < 0 || us > 253402300799e6 {
		return Cursor{}, Invalid{{"cursor", "invalid"}}
	}
	if c := (Cursor{time.UnixMicro(us).UTC(), TicketID(n), expedited}); c.String() == s {
		return c, nil
	}
	return Cursor{}, Invalid{{"cursor", "invalid"}}
}

// checked is f with its limit, or Invalid.
func (f Filter) checked() (Filter, error) {
	var faults Invalid
	if f.Limit == 0 {
		f.Limit = 50
	}
	if f.Limit < 1 || f.Limit > 500 {
		faults = append(faults, Fault{"limit", "invalid"})
	}
	if !slices.Contains([]Order{Newest, ByTurn, DueFirst}, f.Order) {
		faults = append(faults, Fault{"order", "invalid"})
	}
	if f.After.Expedited && f.Order != ByTurn { // a place in another list
		faults = append(faults, Fault{"cursor", "invalid"})
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		faults = append(faults, Fault{"to", "before_from"})
	}
	return f, faults.orNil()
}

// List is a page of tickets; the next page follows Filter.After = Filter.Order.Cursor(last).
func (r *Register) List(ctx context.Context, f Filter) ([]Ticket, error) {
	f, err := f.checked()
	if err != nil {
		return nil, err
	}
	page, err := r.store.List(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("list tickets: %w", err)
	}
	return page, nil
}

// Count is how many tickets fit; atMost when there are more.
func (r *Register) Count(ctx context.Context, f Filter, atMost int) (int, error) {
	f, err := f.checked()
	if err != nil {
		return 0, err
	}
	n, err := r.store.Count(ctx, f, atMost)
	if err != nil {
		return 0, fmt.Errorf("count tickets: %w", err)
	}
	return n, nil
}

// nearWithin is the working time in which a deadline is near.
const nearWithin = 2 * time.Hour

// Near is the instant before which a deadline is near: two working hours from at.
func (r *Register) Near(ctx context.Context, at time.Time) (time.Time, error) {
	terms, err := r.current(ctx, at)
	if err != nil {
		return time.Time{}, err
	}
	until, err := terms.Calendar.Add(at, nearWithin)
	if err != nil {
		return time.Time{}, fmt.Errorf("near deadlines: %w", err)
	}
	return until, nil
}

// Standings are how the promises of these tickets stand at an instant, in their order.
func (r *Register) Standings(ctx context.Context, list []Ticket, at time.Time) ([]Standing, error) {
	terms, err := r.current(ctx, at)
	if err != nil {
		return nil, err
	}
	out := make([]Standing, len(list))
	for i, t := range list {
		if out[i], err = StandingOf(t, at, terms.Calendar); err != nil {
			return nil, err
		}
	}
	return out, nil
}
