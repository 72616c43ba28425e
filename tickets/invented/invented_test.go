package invented_test

import (
	"reflect"
	"slices"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/invented"
	"hotline/tickets/sla"
)

var until = time.Date(2026, 11, 26, 13, 0, 0, 0, time.UTC)

func terms(t testing.TB) tickets.Terms {
	t.Helper()
	c, err := sla.New(sla.Kyiv, sla.NineToSix, nil, sla.Date{Year: 2015, Month: 1, Day: 1}, sla.Date{Year: 2030, Month: 1, Day: 1})
	if err != nil {
		t.Fatal(err)
	}
	table := tickets.Table{}
	for _, class := range tickets.Classes {
		table[class] = sla.Target{Reaction: 2 * time.Hour, Resolution: 36 * time.Hour}
	}
	table[tickets.Class{Type: tickets.Consultation, Category: tickets.Critical}] = sla.Target{Reaction: 30 * time.Minute, Resolution: 4 * time.Hour}
	return tickets.Terms{Calendar: c, CalendarVersion: 1, Table: table}
}

func world(t testing.TB, n int) *invented.World {
	return invented.New(invented.Size{Tickets: n, Applicants: max(n/10, 100), Seed: 1, From: until.AddDate(-3, 0, 0), Until: until}, terms(t))
}

// A part is the same whether it is made alone or with others.
func TestLives_SameSeedSameRegister(t *testing.T) {
	w := world(t, 3000)
	whole, err := w.Lives(t.Context(), 2000, 3000)
	if err != nil {
		t.Fatal(err)
	}
	part, err := world(t, 3000).Lives(t.Context(), 2500, 2600)
	if err != nil {
		t.Fatal(err)
	}
	for i := range part {
		part[i].Related, whole[500+i].Related = nil, nil // of the same part
		if !reflect.DeepEqual(part[i], whole[500+i]) {
			t.Fatalf("ticket %d is another:\n%+v\n%+v", part[i].Ticket.ID, part[i], whole[500+i])
		}
	}
}

// What the rules allow is what is made up: the shares are those of a contact centre.
func TestLives_SharesAreBelievable(t *testing.T) {
	const n = 20_000
	all, err := world(t, n).Lives(t.Context(), 0, n)
	if err != nil {
		t.Fatal(err)
	}
	statuses, channels, kinds := map[tickets.Status]int{}, map[tickets.Channel]int{}, map[tickets.EntryKind]int{}
	notices, owed, breached, entries := 0, 0, 0, 0
	var before time.Time
	for _, l := range all {
		statuses[l.Ticket.Status]++
		channels[l.Ticket.Channel]++
		if l.Ticket.RegisteredAt.Before(before) {
			t.Fatalf("ticket %d is registered before the one before it", l.Ticket.ID)
		}
		before = l.Ticket.RegisteredAt
		for _, e := range l.History {
			kinds[e.Kind]++
			entries++
			if e.At.After(until) {
				t.Fatalf("ticket %d has a line of %s, behind the end", l.Ticket.ID, e.At)
			}
		}
		for _, notice := range l.Notices {
			notices++
			if notice.Owed() {
				owed++
				if l.Ticket.Status == tickets.Closed {
					t.Errorf("ticket %d is closed and owes %s", l.Ticket.ID, notice.About)
				}
			}
		}
		if l.Ticket.Resolution(until) == sla.Breached || l.Ticket.Resolution(until) == sla.MetLate {
			breached++
		}
	}
	t.Logf("statuses %v, channels %v, %d lines %v, %d notices of which %d are owed, %d late", statuses, channels, entries, kinds, notices, owed, breached)
	between := func(what string, got, low, high int) {
		if got < low*n/1000 || got > high*n/1000 {
			t.Errorf("%s: %d of %d, want %d to %d per mille", what, got, n, low, high)
		}
	}
	between("by phone", channels[tickets.Phone], 680, 720)
	between("closed", statuses[tickets.Closed], 950, 996)
	if owed == 0 { // by tickets that are open; the end of a life is seldom in so short a time
		t.Error("nothing is owed")
	}
	between("late", breached, 10, 300)
	between("notes", kinds[tickets.EntryNote], 1500, 2500)
	for _, s := range tickets.Statuses {
		if statuses[s] == 0 {
			t.Errorf("no ticket is %s", s)
		}
	}
	if !slices.IsSortedFunc(all, func(a, b tickets.Life) int { return int(a.Ticket.ID - b.Ticket.ID) }) {
		t.Error("ids are not in order")
	}
}

func BenchmarkLives(b *testing.B) {
	w := world(b, b.N)
	if _, err := w.Lives(b.Context(), 0, b.N); err != nil {
		b.Fatal(err)
	}
}
