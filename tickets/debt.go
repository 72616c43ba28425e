package tickets

import (
	"context"
	"fmt"
	"time"
)

// Debt is a notice that somebody still has to give, with what is needed to give it.
type Debt struct {
	Notice
	Number    Number
	Subject   string
	Channel   Channel
	Status    Status
	Service   Service
	Assignee  Author
	Applicant string // the name; empty when unidentified, Narrowed when access is
	Phone     string // E.164: from where the appeal came; empty when access is narrowed
	TermAt    time.Time
}

// Cursor is the place behind this debt; its id is the notice's.
func (d Debt) Cursor() Cursor { return Cursor{At: d.DueAt, ID: TicketID(d.ID)} }

// DebtFilter chooses debts; zero fields choose all.
type DebtFilter struct {
	Service  Service
	Assignee AgentID
	Oral     bool      // only those that a talk can pay
	LateAt   time.Time // only those that were due before
	After    Cursor
	Limit    int // 1..201, which is a page of 200 and one more that tells whether there is another; 0: 50
}

// Debts are what applicants are still to be told, the earliest deadline first: what is late stands before the rest. Of a ticket to
// which access is narrowed it is told that something is owed, and not what: who may read it opens it.
func (r *Register) Debts(ctx context.Context, f DebtFilter) ([]Debt, error) {
	if f.Limit == 0 {
		f.Limit = 50
	}
	if f.Limit < 1 || f.Limit > 201 {
		return nil, Invalid{{"limit", "invalid"}}
	}
	if f.Service != "" && f.Service.Line() == 0 {
		return nil, Invalid{{"service", "invalid"}}
	}
	page, err := r.store.Debts(ctx, f)
	if err != nil {
		return nil, fmt.Errorf("debts: %w", err)
	}
	return page, nil
}

// Debtor is the part of Store that keeps debts and what leaves the house.
type Debtor interface {
	// Debts is a page of what is owed.
	Debts(ctx context.Context, f DebtFilter) ([]Debt, error)
	// Outbox is a page of parcels that have not left, the newest first.
	Outbox(ctx context.Context, before int64, limit int) ([]Parcel, error)
	// ClaimParcel is one that waits and is due; nobody else gets it before until. ErrNotFound when there is none.
	ClaimParcel(ctx context.Context, kind ParcelKind, at, until time.Time) (Parcel, error)
	// CloseParcel stores what became of a claimed one; next is when it is tried again, zero: it is not. A letter that was written
	// while access to its ticket was (withheld) or was not narrowed is not stored when that has changed meanwhile.
	CloseParcel(ctx context.Context, p Parcel, next time.Time, withheld bool) error
	// AcceptParcel stores what decide makes of the locked ticket when its parcel of this kind is accepted on the other side, once;
	// last: no later one of the kind was made. accepted is false when it was before. ErrNotFound.
	AcceptParcel(ctx context.Context, id int64, kind ParcelKind, decide func(t Ticket, last bool) Change) (accepted bool, err error)
	// SendAgain makes one due now. ErrNotFound.
	SendAgain(ctx context.Context, id int64, at time.Time) error
}
