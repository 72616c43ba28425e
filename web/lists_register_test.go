package web_test

import (
	"context"
	"log/slog"
	"slices"
	"time"

	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/sla"
)

// The register's lists: its one ticket, and what was asked last.

func (r *register) List(_ context.Context, f tickets.Filter) ([]tickets.Ticket, error) {
	r.asked.Add(1)
	r.mu.Lock()
	defer r.mu.Unlock()
	r.filter = f
	if r.listed != nil {
		return r.listed[:min(len(r.listed), f.Limit)], r.fault
	}
	if f.IDs != nil && !slices.Contains(f.IDs, r.detail.Ticket.ID) {
		return nil, r.fault
	}
	return []tickets.Ticket{r.detail.Ticket}, r.fault
}

func (r *register) Count(_ context.Context, f tickets.Filter, atMost int) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.counted = append(r.counted, f)
	return min(max(r.many, len(r.counted)), atMost), r.fault
}

func (r *register) Near(_ context.Context, at time.Time) (time.Time, error) {
	return at.Add(2 * time.Hour), r.fault
}

func (r *register) Standings(_ context.Context, list []tickets.Ticket, at time.Time) ([]tickets.Standing, error) {
	out := make([]tickets.Standing, len(list))
	for i, t := range list {
		out[i].Reaction = tickets.Progress{Verdict: t.Reaction(at), DueAt: t.ReactionDueAt, Left: 30 * time.Minute}
		out[i].Resolution = tickets.Progress{Verdict: sla.Met, DueAt: t.ResolutionDueAt, MetAt: at}
	}
	return out, r.fault
}

func (r *register) Export(_ context.Context, e tickets.Export, f tickets.Filter, take func([]tickets.Exported) error) error {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.filter, r.exported = f, e
	if r.fault != nil {
		return r.fault
	}
	return take([]tickets.Exported{{Ticket: r.detail.Ticket.Listed()}})
}

// CheckImport and Import are the true register's rules over a store that knows nothing and keeps what it is given.
func (r *register) CheckImport(ctx context.Context, m tickets.Import, rows []tickets.ImportRow) (tickets.ImportCheck, error) {
	return tickets.New(importStore{r: r}, phone.Parse, func() time.Time { return r.now }, slog.New(slog.DiscardHandler)).CheckImport(ctx, m, rows)
}

func (r *register) Import(ctx context.Context, m tickets.Import, rows []tickets.ImportRow) (tickets.Import, error) {
	return tickets.New(importStore{r: r}, phone.Parse, func() time.Time { return r.now }, slog.New(slog.DiscardHandler)).Import(ctx, m, rows)
}

func (r *register) Imports(context.Context) ([]tickets.Import, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.imported, r.fault
}

type importStore struct {
	tickets.Store
	r *register
}

func (s importStore) Terms(context.Context, time.Time) (tickets.Terms, error) { return s.r.terms, nil }

func (s importStore) Processes(ctx context.Context) ([]tickets.Process, error) {
	return s.r.Processes(ctx)
}

func (s importStore) ImportFacts(context.Context, bool, []tickets.Arrival) (tickets.ImportFacts, error) {
	return tickets.ImportFacts{Numbers: s.r.known, Logins: map[string]string{"olena": "Олена Бойко"}}, s.r.fault
}

func (s importStore) Import(_ context.Context, m tickets.Import, all []tickets.Arrival) (tickets.Import, error) {
	s.r.mu.Lock()
	defer s.r.mu.Unlock()
	m.Registered = len(all)
	s.r.imported, s.r.arrivals = append(s.r.imported, m), append(s.r.arrivals, all...)
	return m, s.r.fault
}

func (r *register) Exports(context.Context) ([]tickets.Export, error) {
	return []tickets.Export{{ID: 1, At: arrived, By: tickets.Author{ID: 2, Name: "Керівник"}, Format: "csv", Filter: "list=all", Tickets: 7, FinishedAt: arrived}}, r.fault
}
