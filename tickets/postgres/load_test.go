package postgres_test

import (
	"reflect"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
	"hotline/tickets/invented"
	"hotline/tickets/postgres"
)

// Every rule of the database holds for a register that was made up, and it reads as it was made.
func TestLoad_WhatWasMadeUpIsWhatIsRead(t *testing.T) {
	r := newRegister(t)
	store := postgres.New(r.pool)
	until := kyiv(t, "2026-11-23 15:00")
	terms, err := store.Terms(t.Context(), until)
	must(t, err)
	const n = 1500
	world := invented.New(invented.Size{Tickets: n, Applicants: 200, Seed: 3, From: until.AddDate(0, -2, 0), Until: until}, terms)
	all, err := world.Lives(t.Context(), 0, n)
	must(t, err)
	some := &all[n-1].Ticket // what made-up tickets do not have
	some.Hold, some.FromReceipt, some.Origin = "Судова справа", true, tickets.FacebookReferral
	var people []postgres.Contacts
	for _, p := range world.People(0, 200) {
		people = append(people, postgres.Contacts(p))
	}
	must(t, pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
		if err := postgres.LoadApplicants(t.Context(), tx, people); err != nil {
			return err
		}
		return postgres.Load(t.Context(), tx, all)
	}))
	for _, want := range all {
		d, err := store.Detail(t.Context(), tickets.Key{ID: want.Ticket.ID})
		must(t, err)
		got := d.Ticket
		want.Ticket.ApplicantName, want.Ticket.NoticesOwed, want.Ticket.Orally, want.Ticket.Unreached = got.ApplicantName, 0, nil, got.Unreached
		if !reflect.DeepEqual(got, want.Ticket) {
			t.Fatalf("ticket\n got %+v\nwant %+v", got, want.Ticket)
		}
		if len(d.History) != len(want.History) {
			t.Fatalf("ticket %d: %d lines, want %d", got.ID, len(d.History), len(want.History))
		}
		for i, e := range d.History {
			if e.ID = 0; e.Key != want.History[i].Key || !e.At.Equal(want.History[i].At) || e.Sentence() != want.History[i].Sentence() {
				t.Fatalf("ticket %d, line %d\n got %+v\nwant %+v", got.ID, i, e, want.History[i])
			}
		}
		notices, err := store.Notices(t.Context(), got.ID)
		must(t, err)
		owed := 0
		for _, notice := range notices {
			if notice.Owed() {
				owed++
			}
		}
		for _, notice := range want.Notices {
			if notice.Owed() {
				owed--
			}
		}
		if len(notices) != len(want.Notices) || owed != 0 {
			t.Fatalf("ticket %d: notices %+v, want %+v", got.ID, notices, want.Notices)
		}
	}
	// What is to fire is ahead, but for breaches of this very moment: the worker does not warn a whole register anew.
	var late int
	must(t, r.pool.QueryRow(t.Context(), `SELECT count(*) FROM ticket_timer WHERE fired_at IS NULL AND fire_at < $1`, until.Add(-time.Minute)).Scan(&late))
	if late != 0 {
		t.Errorf("%d timers would fire at once", late)
	}
}
