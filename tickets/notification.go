package tickets

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// AlertKind is why somebody of the house is told something.
type AlertKind string

const (
	AlertWarning    AlertKind = "warning"     // so much of a term is used up
	AlertBreach     AlertKind = "breach"      // the term is over
	AlertAssigned   AlertKind = "assigned"    // somebody gave you the ticket
	AlertEscalated  AlertKind = "escalated"   // your line has got the ticket
	AlertReopened   AlertKind = "reopened"    // your ticket is open again
	AlertNoticeLate AlertKind = "notice_late" // the applicant should have been told by now

	AlertRegisteredLate AlertKind = "registered_late" // the appeal waited too long to be registered (Amb-23)
)

// Alert is what people of the house are told of a ticket: each of those named once.
type Alert struct {
	Kind        AlertKind
	Person      AgentID // 0: nobody in particular
	Service     Service // the agents of this line; empty: none
	Supervisors bool
	// Administrators are told what belongs to no ticket.
	Administrators bool
	Promise        Promise // of a warning or a breach
	Percent        int
	DueAt          time.Time
	By             Author // who caused it, and is not told; zero: the system
	Text           string
	Key            string // one Alert a person, ticket and key
}

// Notification is one line of a person's inbox.
type Notification struct {
	ID      int64
	At      time.Time
	Kind    AlertKind
	Ticket  TicketID // 0: of the calendar
	Number  Number
	Subject string
	Promise Promise
	Percent int
	DueAt   time.Time
	By      string
	Text    string
	ReadAt  time.Time // zero: unread
}

// Inbox is a page of a person's notifications, the newest first.
type Inbox struct {
	Unread int // of all; at most MaxUnread are counted
	Lines  []Notification
}

// MaxUnread is where counting of unread notifications ends.
const MaxUnread = 100

// alerts are what an act has to say to colleagues: to whom the ticket was given, or to the line that has got it.
func (s *act) alerts() []Alert {
	var all []Alert
	tell := func(a Alert) {
		a.By, a.Text, a.DueAt = s.by, s.why, s.t.ResolutionDueAt
		a.Key = fmt.Sprintf("%s:%d:%d", a.Kind, s.t.ID, s.t.Version+1)
		all = append(all, a)
	}
	now := s.t.Assignee.ID
	switch {
	case now != 0 && now != s.before.Assignee.ID:
		tell(Alert{Kind: AlertAssigned, Person: now})
	case (s.name == ActReopen || s.name == ActResume && s.by.ID == 0) && now != 0:
		tell(Alert{Kind: AlertReopened, Person: now})
	}
	if s.t.Service != s.before.Service && now == 0 {
		tell(Alert{Kind: AlertEscalated, Service: s.t.Service, Supervisors: s.t.Service == Technical})
	}
	return slices.DeleteFunc(all, func(a Alert) bool { return a.Person != 0 && a.Person == s.by.ID })
}

// Inbox is a page of who's notifications: at most limit (1..100) lines before the given id, 0: from the newest. Of a ticket to which
// access is narrowed it is told that something came, without words: who may read it opens it.
func (r *Register) Inbox(ctx context.Context, who AgentID, before int64, limit int) (Inbox, error) {
	if limit < 1 || limit > 100 {
		return Inbox{}, Invalid{{"limit", "invalid"}}
	}
	in, err := r.store.Inbox(ctx, who, before, limit)
	if err != nil {
		return Inbox{}, fmt.Errorf("inbox of %d: %w", who, err)
	}
	return in, nil
}

// MarkRead marks who's notifications up to an id as read; ids of others are left alone.
func (r *Register) MarkRead(ctx context.Context, who AgentID, upTo int64) error {
	if err := r.store.MarkRead(ctx, who, upTo, micro(r.now())); err != nil {
		return fmt.Errorf("inbox of %d: %w", who, err)
	}
	return nil
}

// InboxChanges tells whose inboxes have changed, until ctx ends or the database is lost; then the channel is closed.
func (r *Register) InboxChanges(ctx context.Context) (<-chan AgentID, error) {
	changes, err := r.store.InboxChanges(ctx)
	if err != nil {
		return nil, fmt.Errorf("changes of inboxes: %w", err)
	}
	return changes, nil
}

// Notifier is the part of Store that tells people of the house.
type Notifier interface {
	// Fire locks the tickets of the limit timers that are due first at an instant, stores what warn says of each, and marks all its
	// due timers as fired, in one transaction. Tickets that somebody changes at this moment are left for the next time. n is how many were locked.
	Fire(ctx context.Context, at time.Time, limit int, warn func(Ticket, []Timer) []Warning) (n int, err error)
	// LateNotices tells of at most limit debts that nobody has paid in time, once each.
	LateNotices(ctx context.Context, at time.Time, limit int) (n int, err error)
	// Tell tells what belongs to no ticket to each of those named once a key.
	Tell(ctx context.Context, all []Alert, at time.Time) error
	// PostponedUntil gives at most limit tickets that were put off until an instant that is not after at.
	PostponedUntil(ctx context.Context, at time.Time, limit int) ([]Ticket, error)
	// Inbox is a page of a person's notifications.
	Inbox(ctx context.Context, who AgentID, before int64, limit int) (Inbox, error)
	// MarkRead marks a person's notifications up to an id.
	MarkRead(ctx context.Context, who AgentID, upTo int64, at time.Time) error
	// InboxChanges tells whose inboxes have changed.
	InboxChanges(ctx context.Context) (<-chan AgentID, error)
}
