package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/postgres"
)

// post is a receiver that answers as the test says.
type post struct {
	mu     sync.Mutex
	answer tickets.Outcome
	got    []tickets.Delivery
	bodies []string
}

func (p *post) Post(_ context.Context, d tickets.Delivery, message []byte) tickets.Outcome {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.got, p.bodies = append(p.got, d), append(p.bodies, string(message))
	return p.answer
}

func (p *post) Check(string) error { return nil }

func (r *register) hooks(p tickets.Poster) *tickets.Webhooks {
	return tickets.NewWebhooks(postgres.New(r.pool), p, r.now)
}

func addHook(t *testing.T, h *tickets.Webhooks, events ...tickets.Event) tickets.Webhook {
	t.Helper()
	w, err := h.Add(t.Context(), tickets.Webhook{URL: "https://hooks.example.com/gb", Events: events, Note: "Аналітика"}, "key", supervisor)
	must(t, err)
	return w
}

func deliver(t *testing.T, h *tickets.Webhooks) {
	t.Helper()
	_, err := h.Deliver(t.Context())
	must(t, err)
}

func TestWebhooks_EachEventOnceAsTheTicketWasThen(t *testing.T) {
	r := newRegister(t)
	p := &post{}
	h := r.hooks(p)
	openTicket(t, r, "ast-1.0") // before the webhook: not told
	addHook(t, h, tickets.EventRegistered, tickets.EventChanged, tickets.EventResolved, tickets.EventBreached)
	addHook(t, h, tickets.EventClosed)
	ticket := openTicket(t, r, "ast-1.1")
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent)
	must(t, err)
	_, err = r.Do(t.Context(), ticket.ID, 0, tickets.Resolve{Result: "Виправлено"}, agent)
	must(t, err)
	must(t, r.AddNote(t.Context(), ticket.ID, agent, "таємна нотатка", "k"))
	r.warnAt(t, "2026-11-23 10:46")
	deliver(t, h)
	deliver(t, h)
	slices.SortFunc(p.got, func(a, b tickets.Delivery) int { return int(a.ID - b.ID) })
	slices.Sort(p.bodies)
	var events []string
	for _, d := range p.got {
		if d.Ticket == ticket.ID {
			events = append(events, string(d.Event))
		}
	}
	same(t, "events", events, "ticket.registered", "ticket.changed", "ticket.resolved", "term.breached")
	var first struct {
		Event  string
		Ticket struct {
			ID              int64
			Number, Status  string
			ResolutionDueAt time.Time `json:"resolution_due_at"`
			Version         int64
		}
	}
	text, err := p.got[0].Message()
	must(t, err)
	must(t, json.Unmarshal(text, &first))
	if first.Event != "ticket.registered" || first.Ticket.Number != ticket.Number.String() || first.Ticket.Status != "registered" || !first.Ticket.ResolutionDueAt.Equal(ticket.ResolutionDueAt) || first.Ticket.Version != 1 {
		t.Errorf("%s", text)
	}
	if p.got[0].URL != "https://hooks.example.com/gb" || p.got[0].Secret != "key" {
		t.Errorf("%+v", p.got[0])
	}
}

func TestWebhooks_WhatFailsIsTriedLaterAndGivenUpAtLast(t *testing.T) {
	r := newRegister(t)
	p := &post{answer: tickets.Outcome{Status: 500, Code: "status"}}
	h := r.hooks(p)
	w := addHook(t, h, tickets.EventRegistered)
	openTicket(t, r, "ast-1.1")
	deliver(t, h)
	deliver(t, h) // not due yet
	if len(p.got) != 1 {
		t.Fatalf("%d posts at once, want 1", len(p.got))
	}
	r.pass(9 * time.Second)
	deliver(t, h)
	r.pass(time.Second)
	deliver(t, h)
	if len(p.got) != 2 {
		t.Fatalf("%d posts after the first pause, want 2", len(p.got))
	}
	for range 40 {
		r.pass(time.Hour)
		deliver(t, h)
	}
	all, err := h.Deliveries(t.Context(), w.ID, 0, 10)
	must(t, err)
	if len(p.got) != 30 || len(all) != 1 || all[0].State != "dead" || all[0].Tries != 30 || all[0].LastStatus != 500 || all[0].LastError != "status" {
		t.Errorf("%d posts, %+v", len(p.got), all)
	}
	for i := range p.bodies {
		if p.bodies[i] != p.bodies[0] {
			t.Errorf("try %d said something else: %s", i, p.bodies[i])
		}
	}
	p.answer = tickets.Outcome{Status: 200}
	must(t, h.Again(t.Context(), w.ID, all[0].ID))
	deliver(t, h)
	all, err = h.Deliveries(t.Context(), w.ID, 0, 10)
	must(t, err)
	if all[0].State != "delivered" || all[0].DeliveredAt.IsZero() {
		t.Errorf("sent again: %+v", all[0])
	}
	if err := h.Again(t.Context(), w.ID+1, all[0].ID); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("of another webhook: %v", err)
	}
}

func TestWebhooks_ACopyThatIsKilledWhileItSendsLosesNothing(t *testing.T) {
	r := newRegister(t)
	store := postgres.New(r.pool)
	p := &post{}
	h := r.hooks(p)
	w := addHook(t, h, tickets.EventRegistered)
	openTicket(t, r, "ast-1.1")
	now := r.now()
	claimed, err := store.ClaimDeliveries(t.Context(), w.ID, now, now.Add(time.Minute), 4) // and then it is killed
	must(t, err)
	if len(claimed) != 1 {
		t.Fatalf("%+v", claimed)
	}
	deliver(t, h)
	if len(p.got) != 0 {
		t.Fatal("two copies send at once")
	}
	r.pass(time.Minute)
	deliver(t, h)
	if len(p.got) != 1 || p.got[0].ID != claimed[0].ID {
		t.Errorf("%+v", p.got)
	}
}

// hanging is a receiver that does not answer one webhook until it is released.
type hanging struct {
	post
	webhook tickets.WebhookID
	reached chan struct{}
	release chan struct{}
}

func (p *hanging) Post(ctx context.Context, d tickets.Delivery, message []byte) tickets.Outcome {
	if d.Webhook == p.webhook {
		p.reached <- struct{}{}
		<-p.release
	}
	return p.post.Post(ctx, d, message)
}

func TestWebhooks_AReceiverThatHangsKeepsNoOtherWaiting(t *testing.T) {
	r := newRegister(t)
	p := &hanging{reached: make(chan struct{}), release: make(chan struct{})}
	h := r.hooks(p)
	p.webhook = addHook(t, h, tickets.EventRegistered).ID
	addHook(t, h, tickets.EventRegistered)
	addHook(t, h, tickets.EventResolved)
	ticket := openTicket(t, r, "ast-1.1")
	hung := make(chan error)
	go func() {
		_, err := h.Deliver(t.Context())
		hung <- err
	}()
	<-p.reached
	for _, a := range []tickets.Act{tickets.Take{}, tickets.Resolve{Result: "Виправлено"}} {
		_, err := r.Do(t.Context(), ticket.ID, 0, a, agent)
		must(t, err)
	}
	deliver(t, h) // ends, though the first has not
	resolved := func(d tickets.Delivery) bool { return d.Event == tickets.EventResolved }
	p.mu.Lock()
	told := slices.ContainsFunc(p.got, resolved) && !slices.ContainsFunc(p.got, func(d tickets.Delivery) bool { return d.Webhook == p.webhook })
	p.mu.Unlock()
	if !told {
		t.Errorf("while one hangs: %+v", p.got)
	}
	close(p.release)
	must(t, <-hung)
	if len(p.got) != 3 {
		t.Errorf("%d posts in all, want 3", len(p.got))
	}
}

func TestWebhooks_AReceiverThatWantsNoMoreAndOneThatIsTakenAway(t *testing.T) {
	r := newRegister(t)
	p := &post{answer: tickets.Outcome{Status: 410, Code: "status", Gone: true}}
	h := r.hooks(p)
	w := addHook(t, h, tickets.EventRegistered)
	openTicket(t, r, "ast-1.1")
	deliver(t, h)
	if all, err := h.All(t.Context()); err != nil || all[0].Dead != 1 || all[0].Waiting != 0 {
		t.Errorf("gone: %+v, %v", all, err)
	}
	w.Active = false
	w, err := h.Put(t.Context(), w, supervisor)
	must(t, err)
	openTicket(t, r, "ast-1.2")
	must(t, h.Drop(t.Context(), w.ID, w.Version, supervisor))
	openTicket(t, r, "ast-1.3")
	deliver(t, h)
	var states []string
	rows, err := r.pool.Query(t.Context(), `SELECT state FROM webhook_delivery ORDER BY id`)
	must(t, err)
	for rows.Next() {
		var s string
		must(t, rows.Scan(&s))
		states = append(states, s)
	}
	must(t, rows.Err())
	same(t, "deliveries", states, "void")
	if len(p.got) != 1 {
		t.Errorf("%d posts", len(p.got))
	}
	if err := h.Drop(t.Context(), w.ID, w.Version, supervisor); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("taken away twice: %v", err)
	}
}

// Whoever edits what another administrator has changed meanwhile is told by whom and when, and changes nothing.
func TestWebhooks_TwoWhoEditAtOnceAreToldApart(t *testing.T) {
	r := newRegister(t)
	h := r.hooks(&post{})
	seen := addHook(t, h, tickets.EventRegistered)
	faster := seen
	faster.URL, faster.Events = "https://hooks.example.com/moved", []tickets.Event{tickets.EventClosed}
	r.pass(time.Minute)
	faster, err := h.Put(t.Context(), faster, keeper)
	must(t, err)
	at := r.now()
	r.pass(time.Minute)
	edits := map[string]func(w tickets.Webhook) error{
		"changed": func(w tickets.Webhook) error {
			w.Note = "Моє"
			_, err := h.Put(t.Context(), w, supervisor)
			return err
		},
		"another key": func(w tickets.Webhook) error { return h.Renew(t.Context(), w.ID, w.Version, "other", supervisor) },
		"taken away":  func(w tickets.Webhook) error { return h.Drop(t.Context(), w.ID, w.Version, supervisor) },
	}
	for name, edit := range edits {
		var stale *tickets.Stale
		if err := edit(seen); !errors.As(err, &stale) || stale.By != keeper.Name || !stale.At.Equal(at) {
			t.Errorf("%s: %v, want who was faster", name, err)
		}
	}
	all, err := h.All(t.Context())
	must(t, err)
	if len(all) != 1 || all[0].Version != faster.Version || all[0].URL != faster.URL || all[0].Note != seen.Note {
		t.Errorf("something was changed all the same: %+v", all)
	}
	must(t, edits["another key"](faster))
	var stale *tickets.Stale
	if err := edits["changed"](faster); !errors.As(err, &stale) || stale.By != supervisor.Name {
		t.Errorf("after another key: %v, want who gave it", err)
	}
}

func TestWebhooks_FaultsNameTheField(t *testing.T) {
	r := newRegister(t)
	h := r.hooks(&post{})
	for _, c := range []struct {
		w           tickets.Webhook
		field, code string
	}{
		{tickets.Webhook{Events: []tickets.Event{tickets.EventClosed}}, "url", "required"},
		{tickets.Webhook{URL: "ftp://example.com/", Events: []tickets.Event{tickets.EventClosed}}, "url", "invalid"},
		{tickets.Webhook{URL: "https://user:secret@example.com/", Events: []tickets.Event{tickets.EventClosed}}, "url", "invalid"},
		{tickets.Webhook{URL: "https://example.com/"}, "events", "required"},
		{tickets.Webhook{URL: "https://example.com/", Events: []tickets.Event{"ticket.eaten"}}, "events", "invalid"},
	} {
		var faults tickets.Invalid
		if _, err := h.Add(t.Context(), c.w, "key", supervisor); !errors.As(err, &faults) || faults[0] != (tickets.Fault{Field: c.field, Code: c.code}) {
			t.Errorf("%+v: %v", c.w, err)
		}
	}
}

// carrier takes hand-overs as the test says.
type carrier struct {
	mail  *tickets.Mail
	fault error
	got   []tickets.Paper
}

func (c *carrier) Carry(_ context.Context, p tickets.Paper) (*tickets.Mail, error) {
	c.got = append(c.got, p)
	return c.mail, c.fault
}

func handedOver(t *testing.T, r *register, call tickets.CallID) tickets.Ticket {
	t.Helper()
	ticket := openTicket(t, r, call)
	essence := "Не відкривається форма"
	for _, a := range []tickets.Act{tickets.Describe{Description: &essence},
		tickets.Classification{Class: tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, OralReason: "немає інтернету", Assignee: agent},
		tickets.HandOver{To: tickets.UnitTechnical, Why: "помилка в коді"}} {
		_, err := r.Do(t.Context(), ticket.ID, 0, a, agent)
		must(t, err)
	}
	return ticket
}

func TestCarryOut_AHandOverLeavesByItsCarrier_R_2_9(t *testing.T) {
	r := newRegister(t)
	ticket := handedOver(t, r, "ast-1.1")
	c := &carrier{fault: errors.New("status 503")}
	by := map[tickets.ParcelKind]tickets.Carrier{tickets.ParcelTechnical: c, tickets.ParcelGBK: tickets.ByMail{To: tickets.GBKEmail}}
	carry := func() {
		t.Helper()
		_, err := r.CarryOut(t.Context(), by)
		must(t, err)
	}
	waiting := func() []tickets.Parcel {
		t.Helper()
		all, err := r.Outbox(t.Context(), 0, 10)
		must(t, err)
		return all
	}
	carry()
	carry()
	if p := waiting(); len(c.got) != 1 || c.got[0].Ticket.ID != ticket.ID || c.got[0].Reason != "помилка в коді" || len(p) != 1 || p[0].LastError != "status 503" || p[0].Tries != 1 {
		t.Fatalf("%d tries, %+v", len(c.got), p)
	}
	c.fault = nil
	must(t, r.SendAgain(t.Context(), waiting()[0].ID))
	carry()
	if p := waiting(); len(p) != 0 || len(c.got) != 2 || c.got[0].ID != c.got[1].ID {
		t.Errorf("accepted: %+v", p)
	}

	handedOver(t, r, "ast-1.2")
	by[tickets.ParcelTechnical] = tickets.ByMail{To: "developer@example.com"}
	carry()
	carry()
	p := waiting()
	if len(p) != 1 || p[0].Via != "mail" || p[0].State != "waiting" || p[0].Body["to"] != "developer@example.com" || p[0].Tries != 1 {
		t.Errorf("a letter waits for mail: %+v", p)
	}
}

func TestOutbox_ALetterThatPaysADebtWaitsAndGoesWithIt_R_4_9_5_1(t *testing.T) {
	r := newRegister(t)
	ticket, err := r.RegisterByHand(t.Context(), tickets.Intake{Key: "k1", Channel: tickets.Email, Description: "Не відкривається форма"}, agent)
	must(t, err)
	letters := func() (states []string) {
		t.Helper()
		rows, err := r.pool.Query(t.Context(), `SELECT o.body->>'about' || ' ' || o.state || ' ' || n.state FROM ticket_outbox o JOIN ticket_notice n ON n.id = o.notice_id ORDER BY o.id`)
		must(t, err)
		for rows.Next() {
			var s string
			must(t, rows.Scan(&s))
			states = append(states, s)
		}
		must(t, rows.Err())
		return states
	}
	_, err = r.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent)
	must(t, err)
	same(t, "letters", letters(), "registration waiting queued", "assigned waiting queued")
	debts, err := r.Debts(t.Context(), tickets.DebtFilter{})
	must(t, err)
	if len(debts) != 2 || !debts[0].Queued {
		t.Fatalf("%+v", debts)
	}
	_, err = r.Do(t.Context(), ticket.ID, 0, tickets.Assign{To: colleague}, agent) // the word of the former is owed no more
	must(t, err)
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	must(t, r.LetterAccepted(t.Context(), notices[0].ID, "<1@kyiv>"))
	same(t, "letters", letters(), "registration sent paid", "assigned void void", "assigned waiting queued")
}
