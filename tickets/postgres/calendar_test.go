package postgres_test

import (
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
	"hotline/tickets/sla"
)

func on(year int, month time.Month, day int) sla.Date {
	return sla.Date{Year: year, Month: month, Day: day}
}

func (r *register) edit(t *testing.T, e tickets.CalendarEdit) tickets.Calendar {
	t.Helper()
	c, err := r.EditCalendar(t.Context(), 0, e, "наказ № 12", "Наказ № 12", agent)
	must(t, err)
	return c
}

func TestEditCalendar_WhatIsStoredIsReadAgainAndHasItsAuthor_R_3_2_3(t *testing.T) {
	r := newRegister(t)
	before, err := r.Calendar(t.Context())
	must(t, err)
	c := r.edit(t, tickets.SetDays{From: on(2026, 11, 28), Until: on(2026, 11, 28), Kind: sla.Working, Hours: sla.Hours{Open: 10 * time.Hour, Close: 15 * time.Hour}})
	if len(c.Days) != 1 || c.Days[0].By != agent || c.Days[0].Reason != "наказ № 12" || c.Days[0].Basis != "Наказ № 12" || c.Version <= before.Version {
		t.Fatalf("%+v", c)
	}
	if h := c.Changes[0]; h.By != agent || h.Version != c.Version || !strings.Contains(h.Summary, "28.11.2026") {
		t.Errorf("%+v", h)
	}
	week := sla.NineToSix
	week[time.Saturday] = sla.Hours{Open: 9 * time.Hour, Close: 13 * time.Hour}
	c = r.edit(t, tickets.SetWeek{From: on(2027, 1, 1), Week: week})
	if len(c.Weeks) != 2 || c.Weeks[1].Week != week {
		t.Errorf("%+v", c.Weeks)
	}
	martial := c.Regimes[0]
	martial.Until = on(2027, 2, 1)
	martial.Suspends[0].Until = on(2026, 12, 1)
	c = r.edit(t, tickets.SetRegime{ID: martial.ID, Name: martial.Name, Regime: martial.Regime})
	if got := c.Regimes[0]; got.Until != on(2027, 2, 1) || len(got.Suspends) != 3 || got.Suspends[0] != martial.Suspends[0] {
		t.Errorf("%+v", got)
	}
	c = r.edit(t, tickets.SetRegime{Name: "Надзвичайний стан", Regime: sla.Regime{Span: sla.Span{From: on(2027, 3, 1)}}})
	if len(c.Regimes) != 2 || c.Regimes[1].ID == 0 {
		t.Errorf("%+v", c.Regimes)
	}
	c = r.edit(t, tickets.SetDays{From: on(2026, 11, 28), Until: on(2026, 11, 28)})
	if len(c.Days) != 0 || len(c.Changes) != 5 {
		t.Errorf("%+v", c.Days)
	}
	open, _, err := r.Hours(t.Context(), kyiv(t, "2027-01-02 10:00"))
	if err != nil || !open {
		t.Errorf("a Saturday of the new week: open %v, %v", open, err)
	}
	for _, statement := range []string{`UPDATE calendar_change SET reason = 'x'`, `DELETE FROM calendar_change`, `TRUNCATE calendar_change`} {
		if _, err := r.pool.Exec(t.Context(), statement); constraint(err) != "calendar_change_append_only" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestEditCalendar_TwoAtOnceTheSecondReadsWho(t *testing.T) {
	r := newRegister(t)
	c, err := r.Calendar(t.Context())
	must(t, err)
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, by := range []tickets.Author{agent, colleague} {
		wg.Go(func() {
			_, errs[i] = r.EditCalendar(t.Context(), c.Version, tickets.SetDays{From: on(2026, 12, 24), Until: on(2026, 12, 24), Kind: sla.DayOff}, "наказ", "", by)
		})
	}
	wg.Wait()
	winner, loser := agent, errs[1]
	if errs[1] == nil {
		winner, loser = colleague, errs[0]
	}
	var conflict *tickets.CalendarConflict
	if (errs[0] == nil) == (errs[1] == nil) || !errors.As(loser, &conflict) || conflict.Last.By != winner {
		t.Fatalf("%v and %v", errs[0], errs[1])
	}
}

func TestEditCalendar_ConfirmedHolidayHasNoEffectUnderMartialLaw_R_3_2_1_1(t *testing.T) {
	r := newRegister(t)
	var rows []tickets.Verdict
	c, err := r.Calendar(t.Context())
	must(t, err)
	proposed, err := c.Propose(2027)
	must(t, err)
	for _, p := range proposed {
		if p.State != tickets.RowOpen || !p.Suspended {
			t.Fatalf("%+v", p)
		}
		rows = append(rows, tickets.Verdict{Date: p.Date, Norm: p.Norm, Confirm: p.Norm != sla.ShortEve})
	}
	c = r.edit(t, tickets.Decide{Year: 2027, Rows: rows})
	proposed, err = c.Propose(2027)
	must(t, err)
	for _, p := range proposed {
		if want := map[bool]tickets.ProposalState{true: tickets.RowRejected, false: tickets.RowConfirmed}[p.Norm == sla.ShortEve]; p.State != want || p.By != agent {
			t.Errorf("%s %s: %+v", p.Date, p.Norm, p)
		}
	}
	open, _, err := r.Hours(t.Context(), kyiv(t, "2027-07-15 12:00"))
	if err != nil || !open {
		t.Errorf("День Державності under martial law: open %v, %v", open, err)
	}
	martial := c.Regimes[0]
	martial.Until = on(2027, 6, 30)
	r.edit(t, tickets.SetRegime{ID: martial.ID, Name: martial.Name, Regime: martial.Regime})
	open, next, err := r.Hours(t.Context(), kyiv(t, "2027-07-15 12:00"))
	if err != nil || open || !next.Equal(kyiv(t, "2027-07-16 09:00")) {
		t.Errorf("День Державності after martial law: open %v, next %s, %v", open, next, err)
	}
}

func TestRecount_ADayOffMovesOpenTermsAndOwesTheNewOne_R_3_2_3_R_4_9_6(t *testing.T) {
	r := newRegister(t)
	told, untold := r.call(t, olenaPhone), r.call(t, secondPhone)
	must(t, r.ConfirmOralNotice(t.Context(), told.ID, tickets.Talk{Call: told.Call}, agent))
	broken := r.call(t, "")
	_, err := r.pool.Exec(t.Context(), `UPDATE ticket SET reaction_due_at = $2, registered_at = $2, resolution_due_at = $2 WHERE id = $1`, broken.ID, kyiv(t, "2026-11-20 10:00"))
	must(t, err)
	r.edit(t, tickets.SetDays{From: on(2026, 11, 25), Until: on(2026, 11, 25), Kind: sla.DayOff})
	n, err := r.RecountOpen(t.Context())
	must(t, err)
	if n != 3 {
		t.Errorf("%d looked at", n)
	}
	d := r.get(t, told.ID)
	last := d.History[len(d.History)-1]
	wasDue, isDue := kyiv(t, "2026-11-27 10:16"), kyiv(t, "2026-11-30 10:16")
	if !told.ResolutionDueAt.Equal(wasDue) || !d.Ticket.ResolutionDueAt.Equal(isDue) || last.Kind != tickets.EntryRecount || last.Author != agent {
		t.Fatalf("due %s, %+v", d.Ticket.ResolutionDueAt, last)
	}
	for _, word := range []string{"25.11.2026: вихідний день", "наказ № 12"} {
		if !strings.Contains(last.Sentence(), word) {
			t.Errorf("%q lacks %q", last.Sentence(), word)
		}
	}
	if want := (tickets.Value{Field: "resolution_due_at", Old: "2026-11-27T08:16:00Z", New: "2026-11-30T08:16:00Z"}); len(last.Values) != 1 || last.Values[0] != want {
		t.Errorf("%+v", last.Values)
	}
	owes := func(id tickets.TicketID) (n int) {
		notices, err := r.Notices(t.Context(), id)
		must(t, err)
		for _, notice := range notices {
			if notice.About == tickets.AboutTerm && notice.Owed() {
				n++
			}
		}
		return n
	}
	if owes(told.ID) != 1 || owes(untold.ID) != 0 {
		t.Errorf("owed %d to whom another term was told, %d to the other", owes(told.ID), owes(untold.ID))
	}
	if got := r.get(t, broken.ID); !got.Ticket.ResolutionDueAt.Equal(kyiv(t, "2026-11-20 10:00")) || len(got.History) != 1 {
		t.Errorf("a broken promise was rewritten: %+v", got.Ticket.ResolutionDueAt)
	}
	r.edit(t, tickets.SetDays{From: on(2026, 11, 26), Until: on(2026, 11, 26), Kind: sla.DayOff})
	_, err = r.RecountOpen(t.Context())
	must(t, err)
	if d = r.get(t, told.ID); !d.Ticket.ResolutionDueAt.Equal(kyiv(t, "2026-12-01 10:16")) || owes(told.ID) != 1 {
		t.Errorf("a second change: due %s, %d terms to be told", d.Ticket.ResolutionDueAt, owes(told.ID))
	}
	before := d.Ticket.Version
	if n, err := r.RecountOpen(t.Context()); err != nil || n != 0 || r.get(t, told.ID).Ticket.Version != before {
		t.Errorf("again: %d, %v", n, err)
	}
}

// Another copy of the program uses a calendar for a few seconds: it does not count by it what was counted by a newer one.
func TestDo_AnotherCopyCountsByTheCalendarThatTheTicketHas_R_3_2_3(t *testing.T) {
	r := newRegister(t)
	other := tickets.New(postgres.New(r.pool), phone.Parse, r.now, slog.New(slog.DiscardHandler))
	ticket := r.call(t, olenaPhone)
	_, err := other.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent) // it has read the calendar
	must(t, err)
	r.edit(t, tickets.SetDays{From: on(2026, 11, 25), Until: on(2026, 11, 25), Kind: sla.DayOff})
	_, err = r.RecountOpen(t.Context())
	must(t, err)
	counted := r.get(t, ticket.ID).Ticket
	done, err := other.Do(t.Context(), ticket.ID, 0, tickets.Assign{To: colleague}, agent)
	must(t, err)
	if due := kyiv(t, "2026-11-30 10:16"); !done.ResolutionDueAt.Equal(due) || done.CalendarVersion != counted.CalendarVersion {
		t.Errorf("due %s by calendar %d, want %s by %d", done.ResolutionDueAt, done.CalendarVersion, due, counted.CalendarVersion)
	}
}

// More tickets than a batch, two copies at once, and every one is counted exactly once.
func TestRecount_InBatchesByTwoCopiesOnceEach(t *testing.T) {
	r := newRegister(t)
	first := r.call(t, olenaPhone)
	_, err := r.pool.Exec(t.Context(), `INSERT INTO ticket (channel, status, service, received_at, registered_at, reaction_minutes, resolution_minutes,
		calendar_version, reaction_due_at, resolution_due_at)
		SELECT 'email', 'registered', service, received_at, registered_at, reaction_minutes, resolution_minutes, calendar_version, reaction_due_at, resolution_due_at
		FROM ticket, generate_series(1, 1200) WHERE id = $1`, first.ID)
	must(t, err)
	r.edit(t, tickets.SetDays{From: on(2026, 11, 25), Until: on(2026, 11, 25), Kind: sla.DayOff})
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i := range errs {
		wg.Go(func() { _, errs[i] = r.RecountOpen(t.Context()) })
	}
	wg.Wait()
	must(t, errors.Join(errs...))
	var lines, moved int
	must(t, r.pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ticket_history WHERE kind = 'recount'), count(*) FROM ticket WHERE resolution_due_at = $1 AND version = 2`,
		kyiv(t, "2026-11-30 10:16")).Scan(&lines, &moved))
	if lines != 1201 || moved != 1201 {
		t.Errorf("%d lines, %d moved", lines, moved)
	}
}

func TestSetTarget_APromiseIsForTicketsRegisteredLater_R_3_1(t *testing.T) {
	r := newRegister(t)
	class := tickets.Class{Type: tickets.Consultation, Category: tickets.Low}
	before := r.call(t, olenaPhone)
	row := tickets.TargetRow{Class: class, Target: sla.Target{Reaction: time.Hour, Resolution: 9 * time.Hour}, From: kyiv(t, "2026-11-23 12:00"), Reason: "рішення МРГ", By: agent}
	must(t, r.SetTarget(t.Context(), row))
	var faults tickets.Invalid
	if err := r.SetTarget(t.Context(), row); !errors.As(err, &faults) || faults[0] != (tickets.Fault{Field: "valid_from", Code: "taken"}) {
		t.Errorf("the same instant twice: %v", err)
	}
	row.From, row.Resolution, row.Reason, row.Class = kyiv(t, "2026-11-22 12:00"), time.Minute, " ", tickets.Class{Type: tickets.Feature, Category: tickets.Critical}
	if err := r.SetTarget(t.Context(), row); !errors.As(err, &faults) || fmt.Sprint(faults) != "invalid request: category impossible, resolution_minutes invalid, valid_from past, reason required" {
		t.Errorf("%v", err)
	}
	r.clock = kyiv(t, "2026-11-23 13:00")
	after := r.call(t, secondPhone)
	for id, want := range map[tickets.TicketID]time.Duration{before.ID: 36 * time.Hour, after.ID: 9 * time.Hour} {
		got, err := r.Do(t.Context(), id, 0, tickets.Classification{Class: class}, agent)
		must(t, err)
		if got.Target.Resolution != want {
			t.Errorf("ticket %d is promised %s, want %s", id, got.Target.Resolution, want)
		}
	}
	all, err := r.Targets(t.Context())
	must(t, err)
	if len(all) != 9 || all[0].Resolution != 9*time.Hour || all[0].By != agent || all[0].Reason != "рішення МРГ" {
		t.Errorf("%+v", all)
	}
}
