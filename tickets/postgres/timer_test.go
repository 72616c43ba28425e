package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
)

var supervisor = tickets.Author{ID: 9, Name: "Ірина Шевчук"}

// staff are the people of the house, by the ids that tests use.
func (r *register) staff(t *testing.T) {
	t.Helper()
	for _, u := range []struct {
		id            tickets.AgentID
		role, service string
	}{{agent.ID, "agent", "information"}, {colleague.ID, "agent", "organisation"}, {supervisor.ID, "supervisor", ""}, {10, "agent", "information"}} {
		_, err := r.pool.Exec(t.Context(), `INSERT INTO users (id, login, name, role, service, password_hash, created_at, password_changed_at) OVERRIDING SYSTEM VALUE
			VALUES ($1, $2, $2, $3, nullif($4, ''), '$argon2id$none', now(), now())`, u.id, fmt.Sprintf("user%d", u.id), u.role, u.service)
		must(t, err)
	}
}

// told is what a person's inbox says, the oldest first: kind, promise and part.
func (r *register) told(t *testing.T, who tickets.AgentID) []string {
	t.Helper()
	in, err := r.Inbox(t.Context(), who, 0, 100)
	must(t, err)
	lines := []string{}
	for _, n := range slices.Backward(in.Lines) {
		s := string(n.Kind)
		if n.Percent > 0 {
			s += fmt.Sprintf(" %s %d", n.Promise, n.Percent)
		}
		lines = append(lines, s)
	}
	return lines
}

func (r *register) warnAt(t *testing.T, when string) {
	t.Helper()
	r.setClock(kyiv(t, when))
	_, err := r.Warn(t.Context())
	must(t, err)
}

func (r *register) setClock(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = at
}

func same(t *testing.T, what string, got []string, want ...string) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %q, want %q", what, got, want)
	}
}

func TestWarn_EachPartOnceToTheRightPerson_Amb_17(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	ticket := openTicket(t, r, "ast-1.1") // 10:15, reaction until 10:45, resolution until Friday 10:15
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent)
	must(t, err)
	r.warnAt(t, "2026-11-23 10:29")
	same(t, "before half of it", r.told(t, agent.ID))
	for range 3 { // a worker that looks again has nothing to say
		r.warnAt(t, "2026-11-23 10:30")
	}
	same(t, "half of the reaction", r.told(t, agent.ID), "warning reaction 50")
	r.warnAt(t, "2026-11-23 10:38")
	r.warnAt(t, "2026-11-23 10:42")
	same(t, "90 %", r.told(t, supervisor.ID), "warning reaction 90")
	r.warnAt(t, "2026-11-23 10:45") // due at this instant is not broken yet
	same(t, "at the deadline", r.told(t, supervisor.ID), "warning reaction 90")
	r.warnAt(t, "2026-11-23 10:46")
	same(t, "breach, responsible", r.told(t, agent.ID), "warning reaction 50", "warning reaction 75", "breach reaction 100", "notice_late", "notice_late")
	same(t, "breach, supervisor", r.told(t, supervisor.ID), "warning reaction 90", "breach reaction 100")
	same(t, "another agent of the line", r.told(t, 10))
	d := r.get(t, ticket.ID)
	var lines []string
	for _, e := range d.History {
		if e.Kind == tickets.EntryWarning {
			lines = append(lines, e.Sentence())
		}
	}
	same(t, "history", lines, "Минуло 50 % строку реакції (до 23 листопада, 10:45)", "Минуло 75 % строку реакції (до 23 листопада, 10:45)", "Минуло 90 % строку реакції (до 23 листопада, 10:45)", "Порушено строк реакції (до 23 листопада, 10:45)")
	if d.Ticket.Version != ticket.Version+1 {
		t.Errorf("a warning changed the version to %d: whoever has the ticket open would be refused", d.Ticket.Version)
	}
}

func TestWarn_AFrozenClockIsSilentAndGoesOnWithWhatIsLeft_Amb_15(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	ticket := openTicket(t, r, "ast-1.1")
	must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: ticket.Call, Kind: tickets.Talked, Agent: agent})) // reacted
	r.setClock(kyiv(t, "2026-11-24 10:15"))
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.RequestInfo{Question: "Яка версія браузера?"}, agent)
	must(t, err)
	r.warnAt(t, "2026-12-01 12:00")
	same(t, "asked for a week", slices.DeleteFunc(r.told(t, agent.ID), func(s string) bool { return s == "notice_late" }))
	r.setClock(kyiv(t, "2026-12-02 09:00"))
	_, err = r.Do(t.Context(), ticket.ID, 0, tickets.Resume{}, agent) // 9 of 36 hours are used up
	must(t, err)
	r.warnAt(t, "2026-12-02 17:59")
	r.warnAt(t, "2026-12-02 18:00")
	same(t, "half of it", slices.DeleteFunc(r.told(t, agent.ID), func(s string) bool { return s == "notice_late" }), "warning resolution 50")
}

func TestWarn_AnExtendedTermIsWarnedOfAnewAndAShorterOneIsBrokenAtOnce_R_4_9_6_Amb_16(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	ticket := openTicket(t, r, "ast-1.1")
	must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: ticket.Call, Kind: tickets.Talked, Agent: agent}))
	resolution := func() (lines []string) {
		for _, s := range r.told(t, supervisor.ID) {
			if s != "notice_late" {
				lines = append(lines, s)
			}
		}
		return lines
	}
	r.warnAt(t, "2026-11-27 12:00") // the term ended at 10:15
	same(t, "breach", resolution(), "breach resolution 100")
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.ExtendTerm{By: 36 * time.Hour, Why: "чекаємо даних"}, supervisor)
	must(t, err)
	r.warnAt(t, "2026-11-27 12:01")
	same(t, "extended", resolution(), "breach resolution 100")
	r.warnAt(t, "2026-12-04 12:00")
	same(t, "broken again", resolution(), "breach resolution 100", "breach resolution 100")
	other := openTicket(t, r, "ast-1.2")
	r.setClock(other.RegisteredAt.Add(5 * time.Hour))
	must(t, r.AddCallEntry(t.Context(), other.ID, tickets.CallEntry{CallID: other.Call, Kind: tickets.Talked, Agent: agent}))
	_, err = r.Do(t.Context(), other.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Critical}}, agent)
	must(t, err)
	_, err = r.Warn(t.Context())
	must(t, err)
	last := r.get(t, other.ID).History
	if got := last[len(last)-1].Sentence(); got != "Порушено строк виконання (до 4 грудня, 16:00): після перерахунку він уже минув" {
		t.Errorf("%q", got)
	}
}

func TestWarn_SeveralCopiesAtOnceTellOnce(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	const all = 30
	for i := range all {
		openTicket(t, r, tickets.CallID(fmt.Sprintf("ast-1.%d", i)))
	}
	r.setClock(kyiv(t, "2026-11-23 10:46"))
	var copies sync.WaitGroup
	for range 4 {
		copies.Go(func() {
			for range 10 {
				if _, err := r.Warn(context.Background()); err != nil {
					t.Error(err)
				}
			}
		})
	}
	copies.Wait()
	_, err := r.Warn(t.Context()) // what the copies left to each other
	must(t, err)
	breaches := slices.DeleteFunc(r.told(t, supervisor.ID), func(s string) bool { return s != "breach reaction 100" })
	if len(breaches) != all {
		t.Errorf("%d breaches told, want %d", len(breaches), all)
	}
	var lines int
	must(t, r.pool.QueryRow(t.Context(), `SELECT count(*) FROM ticket_history WHERE kind = 'warning'`).Scan(&lines))
	if lines != all {
		t.Errorf("%d lines of history, want %d", lines, all)
	}
}

func TestInbox_PagesUnreadAndRead(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	changes, err := r.InboxChanges(t.Context())
	must(t, err)
	for i := range 3 {
		ticket := openTicket(t, r, tickets.CallID(fmt.Sprintf("ast-1.%d", i)))
		_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Assign{To: colleague, Why: "ваша тема"}, agent)
		must(t, err)
		if who := <-changes; who != colleague.ID {
			t.Errorf("the change is of %d", who)
		}
	}
	in, err := r.Inbox(t.Context(), colleague.ID, 0, 2)
	must(t, err)
	if in.Unread != 3 || len(in.Lines) != 2 || in.Lines[0].Kind != tickets.AlertAssigned || in.Lines[0].By != agent.Name || in.Lines[0].Text != "ваша тема" || !in.Lines[0].ReadAt.IsZero() {
		t.Errorf("%+v", in)
	}
	must(t, r.MarkRead(t.Context(), colleague.ID, in.Lines[1].ID))
	must(t, r.MarkRead(t.Context(), agent.ID, in.Lines[0].ID)) // another's: nothing
	rest, err := r.Inbox(t.Context(), colleague.ID, in.Lines[1].ID, 10)
	must(t, err)
	if rest.Unread != 1 || len(rest.Lines) != 1 || rest.Lines[0].ReadAt.IsZero() {
		t.Errorf("%+v", rest)
	}
}

func TestDebts_WhatIsLateStandsFirst_R_T2(t *testing.T) {
	r := newRegister(t)
	first := openTicket(t, r, "ast-1.1")
	_, err := r.Do(t.Context(), first.ID, 0, tickets.Take{}, agent)
	must(t, err)
	r.pass(2 * time.Hour)
	second := openTicket(t, r, "ast-1.2")
	all, err := r.Debts(t.Context(), tickets.DebtFilter{})
	must(t, err)
	if len(all) != 3 || all[0].Ticket != first.ID || all[2].Ticket != second.ID || all[2].Number != second.Number || all[2].About != tickets.AboutRegistration || all[2].Phone != olenaPhone {
		t.Fatalf("%+v", all)
	}
	var paged []int64
	f := tickets.DebtFilter{Limit: 1}
	for range 4 {
		page, err := r.Debts(t.Context(), f)
		must(t, err)
		for _, d := range page {
			paged, f.After = append(paged, d.ID), d.Cursor()
		}
	}
	if !slices.Equal(paged, []int64{all[0].ID, all[1].ID, all[2].ID}) {
		t.Errorf("page by page %v", paged)
	}
	mine, err := r.Debts(t.Context(), tickets.DebtFilter{Assignee: agent.ID, LateAt: kyiv(t, "2026-11-23 14:16"), Oral: true, Service: tickets.Information})
	must(t, err)
	if len(mine) != 2 || mine[1].Ticket != first.ID {
		t.Errorf("mine: %+v", mine)
	}
	must(t, r.ToldOrally(t.Context(), mine[0].ID, tickets.Talk{Call: "ast-1.1"}, agent))
	rest, err := r.Debts(t.Context(), tickets.DebtFilter{})
	must(t, err)
	if len(rest) != 2 {
		t.Errorf("a paid debt is still owed: %+v", rest)
	}
}

func TestWarn_WhatWasPutOffGoesOnWhenItsTimeHasCome_R_4_14(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	id := r.call(t, "+380501234567").ID
	for _, a := range []tickets.Act{tickets.Take{}, tickets.Postpone{Ground: tickets.NeedsRelease, Why: "Чекаємо на оновлення", Until: r.now().Add(2 * time.Hour)}} {
		_, err := r.Do(t.Context(), id, 0, a, agent)
		must(t, err)
	}
	look := func() tickets.Ticket {
		t.Helper()
		_, err := r.Warn(t.Context())
		must(t, err)
		got, err := r.Ticket(t.Context(), tickets.Key{ID: id})
		must(t, err)
		return got
	}
	r.pass(2*time.Hour - time.Microsecond)
	if got := look(); got.Status != tickets.Postponed || !got.Frozen {
		t.Fatalf("a moment too early it is %s", got.Status)
	}
	r.pass(time.Microsecond)
	got := look()
	if got.Status != tickets.InProgress || got.Frozen || !got.PostponedUntil.IsZero() {
		t.Errorf("its time has come, and it is %s, put off until %s, clock stands: %v", got.Status, got.PostponedUntil, got.Frozen)
	}
	if again := look(); again.Version != got.Version {
		t.Errorf("it goes on twice: version %d, then %d", got.Version, again.Version)
	}
	if told := r.told(t, agent.ID); !slices.Contains(told, "reopened") {
		t.Errorf("whoever is responsible is told %q", told)
	}
}

// A ticket that cannot go on is told of, and keeps neither the others nor the late notices waiting.
func TestWarn_OneThatCannotGoOnKeepsNoOther_R_4_14(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	var all []tickets.TicketID
	for _, number := range []string{olenaPhone, secondPhone} {
		id := r.call(t, number).ID
		for _, a := range []tickets.Act{tickets.Take{}, tickets.Postpone{Ground: tickets.NeedsRelease, Why: "Чекаємо", Until: r.now().Add(2 * time.Hour)}} {
			_, err := r.Do(t.Context(), id, 0, a, agent)
			must(t, err)
		}
		all = append(all, id)
	}
	_, err := r.pool.Exec(t.Context(), `UPDATE ticket SET registered_at = '2001-01-02', received_at = '2001-01-02' WHERE id = $1`, all[0]) // before the calendar begins
	must(t, err)
	r.pass(3 * time.Hour)
	_, err = r.Warn(t.Context())
	if !errors.Is(err, sla.ErrHorizon) {
		t.Errorf("%v, want what is wrong with the first", err)
	}
	if got := r.get(t, all[1]).Ticket; got.Status != tickets.InProgress {
		t.Errorf("the other is %s", got.Status)
	}
	if told := r.told(t, agent.ID); !slices.Contains(told, "notice_late") {
		t.Errorf("told %q", told)
	}
}
