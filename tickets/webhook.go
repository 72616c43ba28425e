package tickets

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"time"
	"unicode/utf8"
)

// Event is what became of a ticket, as outsiders are told it.
type Event string

const (
	EventRegistered Event = "ticket.registered"
	EventChanged    Event = "ticket.changed" // an act, an outcome of a call or a recount that is none of the others
	EventHandedOver Event = "ticket.handed_over"
	EventResolved   Event = "ticket.resolved"
	EventClosed     Event = "ticket.closed"
	EventReopened   Event = "ticket.reopened"
	EventWarning    Event = "term.warning" // 50, 75 or 90 % of a promise are used up
	EventBreached   Event = "term.breached"
)

// Events are all of them.
var Events = []Event{EventRegistered, EventChanged, EventHandedOver, EventResolved, EventClosed, EventReopened, EventWarning, EventBreached}

// EventOf is the event that a line of the history is, with what else is to be told of it; empty when outsiders are told nothing.
func EventOf(e Entry) (Event, map[string]string) {
	switch e.Kind {
	case EntryWarning:
		for _, v := range e.Values {
			if v.Field != "cause" {
				told := map[string]string{"promise": v.Field, "percent": v.New}
				if v.New == "100" {
					return EventBreached, told
				}
				return EventWarning, told
			}
		}
	case EntryRecount:
		return EventChanged, map[string]string{"act": string(EntryRecount)}
	case EntryAct:
		told := map[string]string{"act": string(e.Act)}
		switch {
		case slices.Contains([]ActName{ActRestrict, ActUnrestrict, ActHold, ActRelease}, e.Act):
			return "", nil // that a person asked to be erased, or goes to court, is nothing for outsiders
		case e.Act == ActReopen:
			return EventReopened, told
		case e.From != e.To:
			return eventOf(e.To), told
		}
		return EventChanged, told
	case EntryCall, EntryWrapUp:
		if e.To != "" && e.From != e.To {
			return eventOf(e.To), map[string]string{"act": string(e.Kind)}
		}
	}
	return "", nil
}

// eventOf is the event of coming into a status.
func eventOf(s Status) Event {
	switch s {
	case HandedOver:
		return EventHandedOver
	case Resolved:
		return EventResolved
	case Closed:
		return EventClosed
	}
	return EventChanged
}

// WebhookID is a webhook's key.
type WebhookID int64

// Webhook is an address outside that is told of events. Its secret, by which each message is signed, is told once and never read.
type Webhook struct {
	ID        WebhookID
	URL       string
	Events    []Event
	Note      string // whose it is
	Active    bool
	Version   int64 // grows with each change of it, its key too
	CreatedAt time.Time
	CreatedBy string
	ChangedAt time.Time
	ChangedBy string

	Waiting int // deliveries that were not accepted yet; at most MaxUnread are counted, as of the next
	Dead    int // … that were given up
}

// Delivery is one event for one webhook.
type Delivery struct {
	ID          int64
	Webhook     WebhookID
	Ticket      TicketID
	Number      Number
	Event       Event
	MadeAt      time.Time
	State       string // waiting, delivered, dead (given up until a person sends it again), void (its webhook is gone)
	Tries       int
	NextAt      time.Time
	TriedAt     time.Time
	DeliveredAt time.Time
	LastStatus  int    // of HTTP; 0: there was no answer
	LastError   string // a code: see webhook.Code
	Body        []byte // JSON: the ticket as it was then

	URL, Secret string // of a claimed delivery: where it goes, and its signature's key
}

// Message is what is sent: the same bytes at every try.
func (d Delivery) Message() ([]byte, error) {
	var body struct {
		Ticket map[string]any `json:"ticket"`
		Detail map[string]any `json:"detail"`
	}
	if err := json.Unmarshal(d.Body, &body); err != nil {
		return nil, fmt.Errorf("delivery %d: %w", d.ID, err)
	}
	if body.Ticket != nil {
		body.Ticket["number"] = d.Number.String()
	}
	return json.Marshal(struct {
		ID     int64          `json:"id"`
		Event  Event          `json:"event"`
		At     time.Time      `json:"at"`
		Ticket map[string]any `json:"ticket,omitempty"`
		Detail map[string]any `json:"detail,omitempty"`
	}{d.ID, d.Event, d.MadeAt, body.Ticket, body.Detail})
}

// Outcome is what came of one try. Code is empty when it was accepted.
type Outcome struct {
	Status int
	Code   string
	Gone   bool // the other side wants no more of it
}

// Poster sends a claimed delivery; webhook.Sender is it. It must return soon after ctx ends.
type Poster interface {
	Post(ctx context.Context, d Delivery, message []byte) Outcome
	// Check refuses an address to which nothing is ever sent: Invalid of the field "url".
	Check(url string) error
}

func (w Webhook) checked(p Poster) (Webhook, error) {
	var faults Invalid
	u, err := url.Parse(w.URL)
	switch {
	case w.URL == "":
		faults = append(faults, Fault{"url", "required"})
	case err != nil || u.Host == "" || u.Hostname() == "" || u.User != nil || u.Fragment != "" || u.Scheme != "https" && u.Scheme != "http" || len(w.URL) > 2000:
		faults = append(faults, Fault{"url", "invalid"})
	default:
		var more Invalid
		if err := p.Check(w.URL); errors.As(err, &more) {
			faults = append(faults, more...)
		} else if err != nil {
			return w, err
		}
	}
	if len(w.Events) == 0 {
		faults = append(faults, Fault{"events", "required"})
	}
	for _, e := range w.Events {
		if !slices.Contains(Events, e) {
			faults = append(faults, Fault{"events", "invalid"})
			break
		}
	}
	slices.Sort(w.Events)
	w.Events = slices.Compact(w.Events)
	if w.Note = Printable(w.Note, 1000); utf8.RuneCountInString(w.Note) > 200 {
		faults = append(faults, Fault{"note", "over_200"})
	}
	return w, faults.orNil()
}

// HookStore is the part of Store that keeps webhooks.
type HookStore interface {
	// Webhooks are all that were not deleted, the oldest first.
	Webhooks(ctx context.Context) ([]Webhook, error)
	// AddWebhook stores a new one.
	AddWebhook(ctx context.Context, w Webhook, secret string) (Webhook, error)
	// PutWebhook changes address, events, note and whether it is active of the version that w has. ErrNotFound, *Stale.
	PutWebhook(ctx context.Context, w Webhook) (Webhook, error)
	// DropWebhook takes it away, as it was seen at a version, with what was not delivered. ErrNotFound, *Stale.
	DropWebhook(ctx context.Context, id WebhookID, seen int64, by string, at time.Time) error
	// SetSecret gives it, as it was seen at a version, another key. ErrNotFound, *Stale.
	SetSecret(ctx context.Context, id WebhookID, seen int64, secret, by string, at time.Time) error
	// Deliveries are a page of a webhook's, the newest first.
	Deliveries(ctx context.Context, id WebhookID, before int64, limit int) ([]Delivery, error)
	// DueWebhooks are the active ones of which a delivery is due.
	DueWebhooks(ctx context.Context, at time.Time) ([]WebhookID, error)
	// ClaimDeliveries are at most limit of an active webhook that are due; nobody else gets them before until.
	ClaimDeliveries(ctx context.Context, id WebhookID, at, until time.Time, limit int) ([]Delivery, error)
	// CloseDelivery stores what became of a claimed one.
	CloseDelivery(ctx context.Context, d Delivery) error
	// DeliverAgain makes one due now, delivered or not. ErrNotFound.
	DeliverAgain(ctx context.Context, id WebhookID, delivery int64, at time.Time) error
}
