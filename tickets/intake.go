package tickets

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"

	"hotline/tickets/sla"
)

// Intake is an appeal that a person registers by hand: of a talk that the switch did not bring, a letter, a form.
type Intake struct {
	Key         string // the request's own: the same key twice is one ticket
	Channel     Channel
	Origin      Origin
	Service     Service // empty: Information
	Subject     string
	Description string // the essence; needed
	OralReason  string // by phone: why not in writing (Regulation 4.7)
	Content     Content
	ReceivedAt  time.Time       // when it came; zero: now
	Applicant   ApplicantChoice // zero: unidentified
	Chief       bool            // whoever brings it may see what access is narrowed to
}

// RegisterByHand registers an appeal that a person brings. Both terms are counted from now, or from ReceivedAt when the setting says so. Invalid names each wrong field. When the login is another's
// the ticket stands all the same, and the same request with another applicant completes it; ErrNarrowed when access to it was narrowed
// meanwhile.
func (r *Register) RegisterByHand(ctx context.Context, in Intake, by Author) (Ticket, error) {
	at := micro(r.now())
	named := in.Applicant != ApplicantChoice{}
	n, err := in.checked(at)
	if err == nil && named {
		in.Applicant, err = in.Applicant.checked(r.parse)
	}
	if err != nil {
		return Ticket{}, err
	}
	terms, err := r.current(ctx, at)
	if err != nil {
		return Ticket{}, fmt.Errorf("register an appeal: %w", err)
	}
	if n.Ticket, err = promised(n.Ticket, terms); err != nil {
		return Ticket{}, fmt.Errorf("register an appeal: %w", err)
	}
	t, first, err := r.open(ctx, n, terms, Entry{At: at, Kind: EntryRegistered, Author: by, Key: "registered"})
	if err != nil {
		return Ticket{}, fmt.Errorf("register an appeal: %w", err)
	}
	v := Viewer{Author: by, Chief: in.Chief}
	if !first {
		if err := r.OpenTicket(ctx, t, v); err != nil {
			return Ticket{}, fmt.Errorf("register an appeal again: %w", err)
		}
	}
	if first {
		r.log.InfoContext(ctx, "ticket registered", "ticket", t.Number.String(), "channel", string(t.Channel), "agent", int64(by.ID))
	}
	if !named {
		return t, nil
	}
	if _, err := r.store.Identify(ActingAs(ctx, v), t.ID, in.Applicant, by, at); err != nil {
		return Ticket{}, fmt.Errorf("name applicant of ticket %d: %w", t.ID, err)
	}
	return r.Ticket(ctx, Key{ID: t.ID})
}

// checked is the ticket to be made, without its terms.
func (in Intake) checked(at time.Time) (NewTicket, error) {
	var faults Invalid
	if in.Key == "" || len(in.Key) > 128 || Printable(in.Key, 128) != in.Key {
		faults = append(faults, Fault{"key", "invalid"})
	}
	if !slices.Contains([]Channel{Phone, Email, Form}, in.Channel) {
		faults = append(faults, Fault{"channel", "invalid"})
	}
	if !in.Origin.known() {
		faults = append(faults, Fault{"origin", "invalid"})
	}
	if in.Service = or(in.Service, Information); in.Service.Line() == 0 {
		faults = append(faults, Fault{"service", "invalid"})
	}
	if in.Subject = Printable(in.Subject, 1000); utf8.RuneCountInString(in.Subject) > 200 {
		faults = append(faults, Fault{"subject", "too_long"})
	}
	in.Description = clean(in.Description)
	if err := checkText("description", in.Description, true); err != nil {
		faults = append(faults, err.(Invalid)...)
	}
	in.OralReason = clean(in.OralReason)
	if short("oral_reason", in.OralReason, 2000) != nil {
		faults = append(faults, Fault{"oral_reason", "too_long"})
	}
	faults = append(faults, in.Content.clean()...)
	if in.ReceivedAt.After(at) {
		faults = append(faults, Fault{"received_at", "future"})
	}
	if in.ReceivedAt.IsZero() {
		in.ReceivedAt = at
	}
	return NewTicket{RequestKey: in.Key, Ticket: Ticket{Channel: in.Channel, Origin: in.Origin, Status: Registered, Service: in.Service, Subject: in.Subject,
		Description: in.Description, OralReason: in.OralReason, Content: in.Content, ReceivedAt: micro(in.ReceivedAt), RegisteredAt: at, Version: 1}}, faults.orNil()
}

// promised gives an unclassified ticket its terms (Amb-14).
func promised(t Ticket, terms Terms) (Ticket, error) {
	target, err := terms.TableAt(t.RegisteredAt).Unclassified()
	if err != nil {
		return t, err
	}
	t.Clocks = Clocks{Target: target, FromReceipt: terms.Setting(FromReceipt, t.RegisteredAt) == 1}
	t, err = Recount(t, terms)
	if t.FromReceipt && errors.Is(err, sla.ErrHorizon) {
		return t, Invalid{{"received_at", "too_old"}}
	}
	return t, err
}

// Process is a business process of the weekly report (Regulation 3.3.4).
type Process struct {
	Code   string
	Name   string
	Active bool // may be chosen
}

// Processes are the business processes in the order of the report.
func (r *Register) Processes(ctx context.Context) ([]Process, error) {
	all, err := r.store.Processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("business processes: %w", err)
	}
	return all, nil
}

// Table is Table 1 as it holds now.
func (r *Register) Table(ctx context.Context) (Table, error) {
	terms, err := r.current(ctx, micro(r.now()))
	return terms.TableAt(micro(r.now())), err
}
