package postgres_test

import (
	"errors"
	"fmt"
	"testing"
	"time"

	"hotline/tickets"
)

// old is a finished ticket whose last record was made at an instant.
func (r *register) old(t *testing.T, number string, at time.Time) tickets.Ticket {
	t.Helper()
	r.mu.Lock()
	r.clock = at.Add(-time.Minute)
	r.mu.Unlock()
	ticket := r.call(t, number)
	must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, agent, tickets.Consulted, ""))
	return ticket
}

func (r *register) at(at time.Time) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = at
}

func TestExpire_ThreeYearsFromTheLastRecord_R_4_3_2_Amb_10(t *testing.T) {
	r := newRegister(t)
	last := kyiv(t, "2020-02-29 12:00")
	ticket := r.old(t, olenaPhone, last)
	r.set(t, tickets.EraseWithinDays, 1)
	r.name(t, ticket.ID, "Оксана")
	r.old(t, secondPhone, kyiv(t, "2020-02-28 12:00"))
	held := r.old(t, "+380931112233", kyiv(t, "2020-02-28 13:00"))
	a := r.name(t, held.ID, "Позивач")
	_, err := r.HoldApplicant(t.Context(), a.ID, "Судова справа", chief)
	must(t, err)
	for _, step := range []struct {
		at                  time.Time
		tickets, applicants int
	}{
		{kyiv(t, "2023-02-28 12:00").Add(-time.Second), 0, 0},
		{kyiv(t, "2023-02-28 12:00"), 1, 0},
		{kyiv(t, "2023-03-01 12:00").Add(-time.Second), 0, 0},
		{kyiv(t, "2023-03-01 12:00"), 1, 1},
		{kyiv(t, "2026-01-01 12:00"), 0, 0}, // the hold
	} {
		r.at(step.at)
		n, m, err := r.Expire(t.Context())
		must(t, err)
		if n != step.tickets || m != step.applicants {
			t.Errorf("at %s: %d tickets and %d applicants went, want %d and %d", step.at, n, m, step.tickets, step.applicants)
		}
	}
	if _, err := r.Get(t.Context(), tickets.Key{Number: ticket.Number}); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("the expired ticket: %v", err)
	}
	var kept int
	must(t, r.pool.QueryRow(t.Context(), `SELECT count(*) FROM ticket_expired WHERE number = $1 AND last_at = $2`, ticket.Number, last).Scan(&kept))
	equal(t, "its number is remembered", kept, 1)
	_, err = r.ReleaseApplicant(t.Context(), a.ID, "Справу закрито", chief)
	must(t, err)
	n, _, err := r.Expire(t.Context())
	must(t, err)
	equal(t, "after the hold", n, 1)
}

func TestExpire_NothingIsDeletedBeforeAndOpenTicketsStay_R_4_3_2(t *testing.T) {
	r := newRegister(t)
	r.at(kyiv(t, "2020-03-02 10:00"))
	open := r.call(t, olenaPhone)
	r.at(kyiv(t, "2026-01-01 10:00"))
	n, _, err := r.Expire(t.Context())
	must(t, err)
	equal(t, "somebody still waits for an answer", n, 0)
	r.get(t, open.ID)
	for _, statement := range []string{
		`DELETE FROM ticket_history`,
		`SELECT set_config('hotline.retention', 'on', false); UPDATE ticket_history SET body = ''`,
		`SELECT set_config('hotline.retention', 'on', false); TRUNCATE ticket_history`,
	} {
		if _, err := r.pool.Exec(t.Context(), statement); constraint(err) != "ticket_history_append_only" {
			t.Errorf("%s: %v", statement, err)
		}
	}
	young := r.call(t, secondPhone)
	a := r.name(t, young.ID, "Оксана")
	_, err = r.pool.Exec(t.Context(), `SELECT set_config('hotline.retention', 'on', false); DELETE FROM ticket_history WHERE ticket_id = `+fmt.Sprint(young.ID))
	equal(t, "a young record, even by the job", constraint(err), "ticket_history_append_only")
	_, err = r.pool.Exec(t.Context(), `DELETE FROM applicant WHERE id = $1`, a.ID)
	equal(t, "an applicant", constraint(err), "applicant_kept")
}

func TestExpire_DuplicateGoesBeforeItsOriginal(t *testing.T) {
	r := newRegister(t)
	original := r.old(t, olenaPhone, kyiv(t, "2020-03-02 10:00"))
	r.set(t, tickets.EraseWithinDays, 1)
	duplicate := r.call(t, olenaPhone)
	_, err := r.Do(t.Context(), duplicate.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}}, agent)
	must(t, err)
	_, err = r.Do(t.Context(), duplicate.ID, 0, tickets.Duplicate{Of: original.ID}, agent)
	must(t, err)
	r.at(kyiv(t, "2023-03-02 10:00"))
	n, _, err := r.Expire(t.Context())
	must(t, err)
	equal(t, "the original is needed", n, 0)
	r.at(kyiv(t, "2023-03-02 10:02"))
	n, _, err = r.Expire(t.Context())
	must(t, err)
	equal(t, "both", n, 2)
}

func TestExpire_AHeldTicketStaysUntilItIsReleased_R_4_3_2_Amb_10(t *testing.T) {
	r := newRegister(t)
	held := r.old(t, olenaPhone, kyiv(t, "2020-03-02 10:00"))
	r.set(t, tickets.EraseWithinDays, 1)
	r.old(t, secondPhone, kyiv(t, "2020-03-02 10:00"))
	_, err := r.Do(t.Context(), held.ID, 0, tickets.Hold{Why: "Судова справа"}, chief.Author)
	must(t, err)
	expire := func(what string, at time.Time, want int) {
		t.Helper()
		r.at(at)
		n, _, err := r.Expire(t.Context())
		must(t, err)
		equal(t, what, n, want)
	}
	expire("only the other is over", kyiv(t, "2023-04-01 10:00"), 1)
	d := r.get(t, held.ID)
	equal(t, "why", d.Ticket.Hold, "Судова справа")
	equal(t, "in the history", d.History[len(d.History)-1].Sentence(), "Видалення заборонено. Судова справа")
	_, err = r.Do(t.Context(), held.ID, 0, tickets.Release{Why: "Справу закрито"}, chief.Author)
	must(t, err)
	expire("the release is a record, too", kyiv(t, "2026-04-01 09:00"), 0)
	expire("three years after it", kyiv(t, "2026-04-01 10:00"), 1)
}

// oldMerged is the card that stands for another, both of an old ticket; what is over is deleted a day later.
func (r *register) oldMerged(t *testing.T) tickets.Applicant {
	t.Helper()
	ticket := r.old(t, olenaPhone, kyiv(t, "2020-03-02 10:00"))
	r.set(t, tickets.EraseWithinDays, 1)
	merged := r.name(t, ticket.ID, "Петренко О.")
	root := r.name(t, ticket.ID, "Петренко Оксана")
	_, err := r.MergeApplicants(t.Context(), merged.ID, root.ID, "Та сама людина", chief.Author)
	must(t, err)
	return root
}

// A card that was merged into a held one is a part of it: its numbers are the other's.
func TestExpire_AHoldKeepsTheCardsMergedIntoIt_R_4_3_2_Amb_10(t *testing.T) {
	r := newRegister(t)
	held := r.oldMerged(t)
	_, err := r.HoldApplicant(t.Context(), held.ID, "Судова справа", chief)
	must(t, err)
	r.at(kyiv(t, "2023-06-01 10:00"))
	n, m, err := r.Expire(t.Context())
	must(t, err)
	equal(t, "gone", []int{n, m}, []int{0, 0})
	_, err = r.ReleaseApplicant(t.Context(), held.ID, "Справу закрито", chief)
	must(t, err)
	n, m, err = r.Expire(t.Context())
	must(t, err)
	equal(t, "after the hold, whose end is a record of the card", []int{n, m}, []int{1, 0})
	r.at(kyiv(t, "2026-06-01 10:00"))
	n, m, err = r.Expire(t.Context())
	must(t, err)
	equal(t, "both cards at once", []int{n, m}, []int{0, 2})
}

// A merged card holds numbers of the one that stands for it: it is kept as long.
func TestExpire_AMergedCardStaysAsLongAsTheOneThatStandsForIt_R_4_3_2_Amb_10(t *testing.T) {
	r := newRegister(t)
	root := r.oldMerged(t)
	r.at(kyiv(t, "2022-05-05 10:00"))
	later := r.old(t, secondPhone, kyiv(t, "2022-05-05 10:00"))
	_, err := r.NameApplicant(t.Context(), later.ID, tickets.ApplicantChoice{ID: root.ID}, agent)
	must(t, err)
	for _, step := range []struct {
		at   string
		want []int
	}{{"2024-01-01 10:00", []int{1, 0}}, {"2025-05-05 09:59", []int{0, 0}}, {"2025-05-05 10:01", []int{1, 2}}} {
		r.at(kyiv(t, step.at))
		n, m, err := r.Expire(t.Context())
		must(t, err)
		equal(t, step.at, []int{n, m}, step.want)
	}
}

// What still has to wait does not fill the batches: what is over goes, however much was registered before it.
func TestExpire_WhatWaitsIsNotLookedAt_R_4_3_2_Amb_10(t *testing.T) {
	r := newRegister(t)
	r.old(t, olenaPhone, kyiv(t, "2020-03-20 10:00"))
	_, err := r.pool.Exec(t.Context(), `UPDATE ticket SET registered_at = registered_at - interval '1 month', received_at = received_at - interval '1 month';
		INSERT INTO ticket (channel, status, service, received_at, registered_at, reaction_minutes, resolution_minutes, calendar_version, reaction_due_at, resolution_due_at, resolved_at)
		SELECT channel, status, service, received_at, registered_at, reaction_minutes, resolution_minutes, calendar_version, reaction_due_at, resolution_due_at, resolved_at
		  FROM ticket, generate_series(1, 600);
		INSERT INTO ticket_history (ticket_id, at, kind, body, details, key) SELECT id, '2020-03-20 10:00Z', 'note', '', '{}', 'late' FROM ticket`)
	must(t, err)
	over := r.old(t, secondPhone, kyiv(t, "2020-03-01 10:00"))
	r.at(kyiv(t, "2023-03-31 10:00"))
	n, _, err := r.Expire(t.Context())
	must(t, err)
	equal(t, "what is over", n, 1)
	if _, err := r.Get(t.Context(), tickets.Key{ID: over.ID}); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("it is there still: %v", err)
	}
}
