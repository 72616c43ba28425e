package invented

import (
	"context"
	"slices"
	"time"

	"hotline/tickets"
)

// memory is where one ticket lives while it is being made up. It keeps what tickets/postgres would store of the same acts; what no
// life needs it does not have.
type memory struct {
	tickets.Store
	terms tickets.Terms

	id      tickets.TicketID
	life    tickets.Life
	notices int64
	known   *tickets.Applicant // to whom the caller's number leads
	person  *tickets.Applicant // whom an agent will name
}

// begin forgets the last ticket.
func (m *memory) begin(id tickets.TicketID, known *tickets.Applicant) {
	m.id, m.life, m.notices, m.known, m.person = id, tickets.Life{}, 0, known, nil
}

func (m *memory) Terms(context.Context, time.Time) (tickets.Terms, error) { return m.terms, nil }

func (m *memory) Open(_ context.Context, n tickets.NewTicket, e tickets.Entry) (tickets.Ticket, bool, error) {
	t := n.Ticket
	t.ID, t.Number = m.id, tickets.Number(10000000+m.id)
	m.life = tickets.Life{Ticket: t, RequestKey: n.RequestKey, Timers: n.Timers}
	if m.known != nil {
		m.give(*m.known)
	}
	m.add(e)
	m.owe(tickets.Notice{Stage: tickets.StageRegistration, About: tickets.AboutRegistration, Ways: tickets.Ways(t.Channel, tickets.StageRegistration),
		OwedAt: t.RegisteredAt, DueAt: t.ReactionDueAt, Key: "registration"})
	return m.life.Ticket, true, nil
}

func (m *memory) give(a tickets.Applicant) {
	m.life.Ticket.Applicant, m.life.Ticket.ApplicantGroup, m.life.Ticket.ApplicantSub = a.ID, a.Group, a.Subgroup
}

func (m *memory) Ticket(context.Context, tickets.Key) (tickets.Ticket, error) {
	return m.life.Ticket, nil
}

func (m *memory) Detail(context.Context, tickets.Key) (tickets.Detail, error) {
	return tickets.Detail{Ticket: m.life.Ticket, History: m.life.History}, nil
}

func (m *memory) Identify(_ context.Context, _ tickets.TicketID, c tickets.ApplicantChoice, by tickets.Author, at time.Time) (tickets.Applicant, error) {
	m.give(*m.person)
	m.life.Ticket.Version++
	m.add(tickets.Entry{At: at, Kind: tickets.EntryApplicant, Author: by, Text: m.person.Name, Applicant: c.ID, Key: "applicant:1"})
	return *m.person, nil
}

func (m *memory) Append(_ context.Context, _ tickets.TicketID, decide func(tickets.Ticket) tickets.Change) (tickets.Ticket, bool, error) {
	m.count()
	added := m.store(decide(m.life.Ticket))
	return m.life.Ticket, added, nil
}

func (m *memory) Act(_ context.Context, _ tickets.TicketID, _ int64, decide func(tickets.Ticket) (tickets.Change, error)) (tickets.Ticket, error) {
	m.count()
	c, err := decide(m.life.Ticket)
	if err == nil {
		m.store(c)
	}
	return m.life.Ticket, err
}

func (m *memory) PayNotice(_ context.Context, id int64, decide func(tickets.Ticket, tickets.Notice) (tickets.Change, error)) (bool, error) {
	n := &m.life.Notices[id-1]
	if !n.Owed() {
		return false, nil
	}
	c, err := decide(m.life.Ticket, *n)
	if err != nil {
		return false, err
	}
	return m.store(c), nil
}

// count tells the ticket its closing debts.
func (m *memory) count() {
	m.life.Ticket.NoticesOwed, m.life.Ticket.Orally = 0, nil
	for _, n := range m.life.Notices {
		if n.Owed() && slices.Contains(n.Ways, tickets.Oral) {
			m.life.Ticket.Orally = append(m.life.Ticket.Orally, n.About)
		}
		if n.Stage == tickets.StageClosing && n.Owed() {
			m.life.Ticket.NoticesOwed++
		}
	}
}

func (m *memory) add(e tickets.Entry) bool {
	if slices.ContainsFunc(m.life.History, func(was tickets.Entry) bool { return was.Key == e.Key }) {
		return false
	}
	e.Ticket = m.id
	m.life.History = append(m.life.History, e)
	return true
}

func (m *memory) owe(n tickets.Notice) {
	m.notices++
	n.ID, n.Ticket = m.notices, m.id
	m.life.Notices = append(m.life.Notices, n)
}

func (m *memory) store(c tickets.Change) bool {
	if !m.add(c.Entry) {
		return false
	}
	m.life.Ticket = c.Ticket
	m.life.Ticket.Version++
	for i := range m.life.Notices {
		if n := &m.life.Notices[i]; n.Owed() && slices.Contains(c.Voids, n.About) {
			n.Void = true
		}
	}
	for _, n := range c.Notices {
		m.owe(n)
	}
	for i := range m.life.Notices {
		n := &m.life.Notices[i]
		for _, p := range c.Pays {
			if p.Notice == n.ID && n.Owed() {
				n.Paid = p
			}
		}
		if n.Owed() && slices.Contains(c.PaysAbout, n.About) && slices.Contains(n.Ways, c.Paid.Way) {
			n.Paid = c.Paid
		}
	}
	for _, l := range c.Letters {
		m.life.Letters = append(m.life.Letters, tickets.LetterAt{Letter: l, MadeAt: c.Entry.At})
	}
	m.timers(c.Timers)
	return true
}

// timers are those that could still fire: of running promises, as they were counted last.
func (m *memory) timers(all []tickets.Timer) {
	if len(all) > 0 {
		m.life.Timers = all
	}
	running := m.life.Ticket.Running()
	m.life.Timers = slices.DeleteFunc(m.life.Timers, func(x tickets.Timer) bool { return !slices.Contains(running, x.Promise) })
}
