package web_test

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// workingTerms are the plain calendar and Table 1.
func workingTerms() tickets.Terms {
	calendar, err := sla.New(sla.Kyiv, sla.NineToSix, nil, sla.Date{Year: 2025, Month: 1, Day: 1}, sla.Date{Year: 2028, Month: 12, Day: 31})
	if err != nil {
		panic(err)
	}
	table := tickets.Table{}
	const h = time.Hour
	for i, t := range [][2]time.Duration{{h, 4 * h}, {2 * h, 16 * h}, {4 * h, 36 * h}, {h, 4 * h}, {4 * h, 96 * h}, {h / 2, 4 * h}, {h, 16 * h}, {2 * h, 36 * h}} {
		table[tickets.Classes[i]] = sla.Target{Reaction: t[0], Resolution: t[1]}
	}
	return tickets.Terms{Calendar: calendar, Table: table}
}

// Do applies the real rules to the one ticket.
func (r *register) Do(_ context.Context, id tickets.TicketID, version int64, a tickets.Act, by tickets.Author) (tickets.Ticket, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.acts = append(r.acts, a)
	t := r.detail.Ticket
	switch {
	case r.fault != nil:
		return t, r.fault
	case id != t.ID:
		return t, tickets.ErrNotFound
	case version != t.Version:
		return t, &tickets.Conflict{Now: t, Last: r.detail.History[len(r.detail.History)-1]}
	}
	change, err := tickets.Apply(t, a, by, r.now, r.terms)
	if err != nil {
		return t, err
	}
	change.Ticket.Version++
	r.detail.Ticket = change.Ticket
	r.detail.History = append(slices.Clone(r.detail.History), change.Entry)
	for _, n := range change.Notices {
		n.ID = int64(len(r.owed) + 1)
		r.owed = append(r.owed, n)
	}
	return change.Ticket, nil
}

func (r *register) RegisterByHand(_ context.Context, in tickets.Intake, _ tickets.Author) (tickets.Ticket, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.notes[in.Key] = in.Description
	return r.detail.Ticket, r.fault
}

func (r *register) Notices(context.Context, tickets.TicketID) ([]tickets.Notice, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return slices.Clone(r.owed), nil
}

func (r *register) ToldOrally(_ context.Context, id int64, talk tickets.Talk, by tickets.Author) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	for i, n := range r.owed {
		if n.ID == id {
			r.owed[i].Paid = tickets.Payment{Notice: id, At: r.now, Way: tickets.Oral, By: by, Call: talk.Call}
			return cmp.Or(r.fault, talk.Knew(n.OwedAt))
		}
	}
	return fmt.Errorf("notice %d: %w", id, tickets.ErrNotFound)
}

func (r *register) Standing(_ context.Context, t tickets.Ticket) (tickets.Standing, error) {
	return tickets.StandingOf(t, r.now, r.terms.Calendar)
}

func (r *register) Processes(context.Context) ([]tickets.Process, error) {
	return []tickets.Process{{Code: "bankid_nbu", Name: "Авторизація через BankID НБУ (Ощадбанк, Радабанк)", Active: true}, {Code: "old", Name: "Колишній"}}, nil
}

func (r *register) Table(context.Context) (tickets.Table, error) { return r.terms.Table, nil }
