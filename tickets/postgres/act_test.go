package postgres_test

import (
	"errors"
	"reflect"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// openTicket is a ticket of a call that came on a working morning.
func openTicket(t *testing.T, r *register, call tickets.CallID) tickets.Ticket {
	t.Helper()
	ticket, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: call, Number: olenaPhone, ArrivedAt: kyiv(t, "2026-11-23 10:14")})
	must(t, err)
	return ticket
}

func TestDo_TwoTakeAtOnce_OneHasItTheOtherReadsWho(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, who := range []tickets.Author{agent, colleague} {
		wg.Go(func() { _, errs[i] = r.Do(t.Context(), ticket.ID, ticket.Version, tickets.Take{}, who) })
	}
	wg.Wait()
	winner, loser := agent, errs[1]
	if errs[1] == nil {
		winner, loser = colleague, errs[0]
	}
	var conflict *tickets.Conflict
	if (errs[0] == nil) == (errs[1] == nil) || !errors.As(loser, &conflict) || conflict.Now.Assignee != winner {
		t.Fatalf("%v and %v, want one conflict that names the winner", errs[0], errs[1])
	}
	d, err := r.Get(t.Context(), tickets.Key{ID: ticket.ID})
	must(t, err)
	if len(d.History) != 2 || d.Ticket.Assignee != winner || d.Ticket.Status != tickets.InProgress || d.Ticket.Version != ticket.Version+1 {
		t.Errorf("%+v", d)
	}
}

func TestDo_WhatIsStoredIsWhatIsReadAgain(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	subject, essence := "Не відкривається форма", "Натискаю «Подати», нічого не стається"
	for _, a := range []tickets.Act{
		tickets.Describe{Subject: &subject, Description: &essence, Content: &tickets.Content{PageLink: "https://gb.kyivcity.gov.ua/projects", Browser: "Firefox 140"}},
		tickets.Classification{Class: tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, Process: "bankid_nbu", Service: tickets.Technical, Assignee: agent, OralReason: "немає інтернету", Why: "помилка в коді"},
		tickets.RequestInfo{Question: "Яка версія?"}, tickets.Resume{}, tickets.ExtendTerm{By: 3 * time.Hour, Why: "чекаємо оновлення"},
		tickets.Postpone{Ground: tickets.NeedsRelease, Why: "потрібне оновлення", Until: kyiv(t, "2026-12-10 09:00")},
		tickets.HandOver{To: tickets.UnitTechnical, Why: "помилка в коді", ReleaseAt: kyiv(t, "2026-12-15 09:00")},
	} {
		stored, err := r.Do(t.Context(), ticket.ID, 0, a, agent)
		must(t, err)
		read, err := r.Ticket(t.Context(), tickets.Key{ID: ticket.ID})
		must(t, err)
		if stored.NoticesOwed, stored.Orally, stored.Unreached = 0, nil, false; !reflect.DeepEqual(stored, read) {
			t.Errorf("%s:\nstored %+v\nread   %+v", a.Name(), stored, read)
		}
	}
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	var about []tickets.NoticeAbout
	for _, n := range notices {
		about = append(about, n.About)
	}
	want := []tickets.NoticeAbout{tickets.AboutRegistration, tickets.AboutAssigned, tickets.AboutQuestion, tickets.AboutTerm, tickets.AboutPostponed, tickets.AboutHandedOver}
	if !reflect.DeepEqual(about, want) {
		t.Errorf("owed %v, want %v", about, want)
	}
}

func TestNotice_PaidOnceByATalkOrALetter_R_T2(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent)
	must(t, err)
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	registration, assigned := notices[0], notices[1]
	var faults tickets.Invalid
	if err := r.LetterAccepted(t.Context(), registration.ID, "<1@kyiv>"); !errors.As(err, &faults) || faults[0].Field != "way" {
		t.Errorf("a registration by phone is told in the talk: %v", err)
	}
	if err := r.ToldOrally(t.Context(), assigned.ID, tickets.Talk{Call: ""}, agent); !errors.As(err, &faults) || faults[0].Field != "call_id" {
		t.Errorf("an oral notice without its call: %v", err)
	}
	must(t, r.LetterAccepted(t.Context(), assigned.ID, "<1@kyiv>"))
	must(t, r.ToldOrally(t.Context(), assigned.ID, tickets.Talk{Call: "ast-1.1"}, colleague)) // told again: the first stays
	notices, err = r.Notices(t.Context(), ticket.ID)
	must(t, err)
	if p := notices[1].Paid; p.Way != tickets.ByEmail || p.Letter != "<1@kyiv>" || p.By.ID != 0 {
		t.Errorf("%+v", p)
	}
	read, err := r.Ticket(t.Context(), tickets.Key{ID: ticket.ID})
	must(t, err)
	if read.InformedAt.IsZero() || read.Reaction(kyiv(t, "2026-11-30 10:00")) != sla.Met {
		t.Errorf("informed %s, reaction %s", read.InformedAt, read.Reaction(kyiv(t, "2026-11-30 10:00")))
	}
	if err := r.ToldOrally(t.Context(), 999, tickets.Talk{Call: "ast-1.1"}, agent); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("a notice that nobody has: %v", err)
	}
}
