package web_test

import (
	"context"
	"fmt"
	"net/http"
	"testing"

	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web"
)

// meanwhile is a register in which something happens after each look at a ticket, once.
type meanwhile struct {
	*tickets.Register
	then func(tickets.TicketID)
}

func (m *meanwhile) Ticket(ctx context.Context, by tickets.Key) (tickets.Ticket, error) {
	t, err := m.Register.Ticket(ctx, by)
	if then := m.then; then != nil {
		m.then = nil
		then(t.ID)
	}
	return t, err
}

func TestRestricted_BetweenTheLookAndTheAct_R_X_5_R_4_9_4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	m := &meanwhile{Register: w.real}
	w.serve(func(d *web.Deps) { d.Tickets = m })
	for path, body := range map[string]map[string]any{
		"/acts/take":   {"version": 1},
		"/notes":       {"text": "Передзвонить", "key": "k"},
		"/applicant":   {"name": "Оксана Петренко"},
		"/oral-notice": nil,
	} {
		for _, talks := range []bool{false, true} {
			ticket, err := w.real.OpenForCall(t.Context(), tickets.CallOpening{CallID: tickets.CallID(fmt.Sprint(path, talks)), ArrivedAt: w.now(), Service: tickets.Information})
			must(t, err)
			m.then = func(id tickets.TicketID) {
				_, err := w.real.Do(t.Context(), id, 0, tickets.Restrict{Ground: "заява"}, tickets.Author{ID: 2, Name: "Шевчук"})
				must(t, err)
			}
			w.floor.mu.Lock()
			w.floor.view.Call.Call.Ticket = call.TicketID(ticket.ID)
			if !talks {
				w.floor.view.Call.Call.Ticket++
			}
			w.floor.mu.Unlock()
			method := http.MethodPost
			if path == "/applicant" {
				method = http.MethodPut
			}
			var sent any
			if body != nil {
				sent = body
			}
			answer, text := w.do(method, fmt.Sprintf("/api/v1/tickets/%d%s", ticket.ID, path), w.as(web.Agent), sent)
			if kept := talks && path != "/acts/take"; kept && answer.StatusCode >= 300 || !kept && problem(t, text).Code != "narrowed" {
				t.Errorf("%s, talking %v: %d %s", path, talks, answer.StatusCode, text)
			}
			d, err := w.real.Get(t.Context(), tickets.Key{ID: ticket.ID})
			must(t, err)
			want(t, path+" is in the history", len(d.History) > 2, talks && path != "/acts/take")
		}
	}
}
