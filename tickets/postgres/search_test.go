package postgres_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

// about opens a ticket with this subject.
func (r *register) about(t *testing.T, number, subject string) tickets.Ticket {
	t.Helper()
	one := r.call(t, number)
	_, err := r.Do(t.Context(), one.ID, 0, tickets.Describe{Subject: &subject}, agent)
	must(t, err)
	return one
}

func newFinder(t *testing.T) (*register, *postgres.Index, *tickets.Finder) {
	t.Helper()
	r := newRegister(t)
	index := postgres.NewIndex(r.pool)
	return r, index, tickets.NewFinder(index, phone.Parse)
}

// found are the tickets of a search, and how it was understood.
func found(t *testing.T, f *tickets.Finder, s tickets.Search) (ids []tickets.TicketID, page tickets.Found) {
	t.Helper()
	page, err := f.Find(t.Context(), s)
	must(t, err)
	for _, h := range page.Hits {
		ids = append(ids, h.Ticket.ID)
	}
	return ids, page
}

func areFound[T comparable](t *testing.T, what string, got, want []T) {
	t.Helper()
	if !slices.Equal(got, want) {
		t.Errorf("%s: %v, want %v", what, got, want)
	}
}

func TestSearch_NumbersTelephonesAddressesAndLogins_R_1_4(t *testing.T) {
	r, index, find := newFinder(t)
	first, second := r.about(t, olenaPhone, "Пароль"), r.about(t, olenaPhone, "Голосування")
	other := r.about(t, secondPhone, "Підпис")
	_, err := r.NameApplicant(t.Context(), other.ID, tickets.ApplicantChoice{Name: "Гнатюк Степан", Email: "S.Hnatiuk@example.com", Login: "s.hnatiuk", Phone: "044 366 80 13"}, agent)
	must(t, err)
	fill(t, r, index)
	for text, want := range map[string]struct {
		by  tickets.Sought
		ids []tickets.TicketID
	}{
		first.Number.String():                   {tickets.SoughtNumber, []tickets.TicketID{first.ID}},
		"№ " + first.Number.Spoken():            {tickets.SoughtNumber, []tickets.TicketID{first.ID}},
		first.Number.String()[:8]:               {tickets.SoughtNumber, []tickets.TicketID{first.ID}},
		"лист про " + second.Number.String():    {tickets.SoughtNumber, []tickets.TicketID{second.ID}},
		"050 123-45-67":                         {tickets.SoughtPhone, []tickets.TicketID{second.ID, first.ID}},
		"+380 (67) 123 45 67":                   {tickets.SoughtPhone, []tickets.TicketID{other.ID}},
		"0443668013":                            {tickets.SoughtPhone, []tickets.TicketID{other.ID}}, // another number of the applicant
		"s.hnatiuk@EXAMPLE.com":                 {tickets.SoughtEmail, []tickets.TicketID{other.ID}},
		"S.Hnatiuk":                             {tickets.SoughtLogin, []tickets.TicketID{other.ID}},
		"від s.hnatiuk@example.com, терміново!": {tickets.SoughtEmail, []tickets.TicketID{other.ID}},
	} {
		ids, page := found(t, find, tickets.Search{Text: text})
		areFound(t, text, ids, want.ids)
		if page.By != want.by {
			t.Errorf("%q is understood as %s, want %s", text, page.By, want.by)
		}
	}
	n := first.Number.String()
	wrong := n[:9] + string('0'+(n[9]-'0'+1)%10)
	if ids, page := found(t, find, tickets.Search{Text: wrong}); len(ids) > 0 || !page.WrongDigit {
		t.Errorf("%s finds %v; a wrong digit: %t", wrong, ids, page.WrongDigit)
	}
	_, page := found(t, find, tickets.Search{Text: "hnat"})
	if len(page.Applicants) != 1 || page.Applicants[0].Name != "Гнатюк Степан" {
		t.Errorf("by a part of a login: %+v", page.Applicants)
	}
	if _, page = found(t, find, tickets.Search{Text: "Гнатюка Степана"}); len(page.Applicants) != 1 {
		t.Errorf("by a name in another case: %+v", page.Applicants)
	}
}

func TestSearch_WhatWasJustWrittenIsFound(t *testing.T) {
	r, index, find := newFinder(t)
	one := r.about(t, "", "Консультація")
	fill(t, r, index)
	none, _ := found(t, find, tickets.Search{Text: "кошторис"})
	must(t, r.AddNote(t.Context(), one.ID, agent, "Надіслала зразок кошторису.", "k"))
	before, _ := found(t, find, tickets.Search{Text: "кошторис"})
	fill(t, r, index)
	after, _ := found(t, find, tickets.Search{Text: "кошторис"})
	areFound(t, "before the note", none, nil)
	areFound(t, "not yet read", before, nil)
	areFound(t, "read", after, []tickets.TicketID{one.ID})

	a := r.name(t, one.ID, "Шевченко Григорій")
	fill(t, r, index)
	named, _ := found(t, find, tickets.Search{Text: "Шевченка"})
	_, err := r.NameApplicant(t.Context(), one.ID, tickets.ApplicantChoice{ID: a.ID, Name: "Бондаренко Григорій"}, agent)
	must(t, err)
	fill(t, r, index)
	renamed, _ := found(t, find, tickets.Search{Text: "Бондаренка"})
	former, _ := found(t, find, tickets.Search{Text: "Шевченка"})
	areFound(t, "named", named, []tickets.TicketID{one.ID})
	areFound(t, "renamed", renamed, []tickets.TicketID{one.ID})
	areFound(t, "by the former name", former, nil)
}

// Nothing that was changed while the program was away, or in a copy that died in the middle, stays unread.
func TestSearch_CatchesUpAfterDowntimeAndARolledBackFill(t *testing.T) {
	r, index, find := newFinder(t)
	var want []tickets.TicketID
	for n := range 3 {
		want = append(want, r.about(t, "", fmt.Sprintf("Тема номер %d", n)).ID)
	}
	tx, err := r.pool.Begin(t.Context())
	must(t, err)
	_, err = tx.Exec(t.Context(), `DELETE FROM ticket_search_due`) // as Fill does, and then the copy dies
	must(t, err)
	must(t, tx.Rollback(t.Context()))
	fill(t, r, index)
	ids, _ := found(t, find, tickets.Search{Text: "тема", Newest: true})
	slices.Reverse(ids)
	areFound(t, "all", ids, want)

	// A register of before the search: its tickets are the backlog.
	_, err = r.pool.Exec(t.Context(), `TRUNCATE ticket_search; UPDATE ticket_search_state SET backlog = (SELECT max(id) FROM ticket)`)
	must(t, err)
	if _, page := found(t, find, tickets.Search{Text: "тема"}); page.Complete || len(page.Hits) > 0 {
		t.Errorf("before the backlog was read: complete %t, %d hits", page.Complete, len(page.Hits))
	}
	fill(t, r, index)
	if ids, page := found(t, find, tickets.Search{Text: "тема"}); !page.Complete || len(ids) != 3 {
		t.Errorf("after: complete %t, %v", page.Complete, ids)
	}
}

func TestSearch_TwoCopiesDoNotFillAtOnce(t *testing.T) {
	r, index, _ := newFinder(t)
	r.about(t, "", "Тема")
	tx, err := r.pool.Begin(t.Context())
	must(t, err)
	defer func() { must(t, tx.Rollback(t.Context())) }()
	_, err = tx.Exec(t.Context(), `SELECT pg_advisory_xact_lock(740740)`)
	must(t, err)
	n, err := index.Fill(t.Context())
	must(t, err)
	if n != 0 {
		t.Errorf("%d tickets were read beside another copy", n)
	}
	// A writer waits for no copy that fills.
	must(t, r.AddNote(t.Context(), 1, agent, "Нотатка", "k"))
}

func TestSearch_RestrictedTicketsAreKeptFromWhoMayNotReadThem(t *testing.T) {
	r, index, find := newFinder(t)
	open, secret := r.about(t, olenaPhone, "Пароль Олени"), r.about(t, olenaPhone, "Пароль таємний")
	_, err := r.Do(t.Context(), secret.ID, 0, tickets.Restrict{Ground: "заява про вилучення даних"}, chief.Author)
	must(t, err)
	fill(t, r, index)
	for _, text := range []string{"пароль", "050 123 45 67"} {
		for _, newest := range []bool{false, true} {
			ids, _ := found(t, find, tickets.Search{Text: text, By: operator, Newest: newest})
			areFound(t, text+" by an operator", ids, []tickets.TicketID{open.ID})
			ids, page := found(t, find, tickets.Search{Text: text, By: chief, Newest: newest})
			if len(ids) != 2 {
				t.Errorf("%s by a supervisor: %v", text, ids)
			}
			for _, h := range page.Hits {
				if masked := h.Ticket.ID == secret.ID; h.Masked != masked || h.MayOpen != masked || masked && (h.Ticket.Subject != "" || h.Snippet != nil) {
					t.Errorf("%s by a supervisor: %+v", text, h)
				}
			}
		}
	}
	_, page := found(t, find, tickets.Search{Text: secret.Number.String(), By: operator})
	if len(page.Hits) != 1 || !page.Hits[0].Masked || page.Hits[0].MayOpen || page.Hits[0].Ticket.Subject != "" || page.Hits[0].Ticket.Caller != "" {
		t.Errorf("an operator who was told the number: %+v", page.Hits)
	}
}

func TestSearch_PagesFollowWhileTheRegisterGrows(t *testing.T) {
	r, index, find := newFinder(t)
	all := map[tickets.TicketID]bool{}
	for n := range 25 {
		all[r.about(t, olenaPhone, "Пароль"+strings.Repeat(" кабінету", n%3)).ID] = true
	}
	fill(t, r, index)
	for _, s := range []tickets.Search{{Text: "пароль"}, {Text: "пароль", Newest: true}, {Text: olenaPhone}} {
		s.Limit = 10
		seen := map[tickets.TicketID]bool{}
		for range 3 {
			ids, page := found(t, find, s)
			for _, id := range ids {
				if seen[id] {
					t.Errorf("%+v: ticket %d is on two pages", s, id)
				}
				seen[id] = true
			}
			s.After = page.Next
			r.about(t, "", "Новий пароль")
			fill(t, r, index)
		}
		if s.After != "" {
			t.Errorf("%+v: there is a page behind the last", s)
		}
		for id := range all {
			if !seen[id] {
				t.Errorf("%+v: ticket %d is on no page", s, id)
			}
		}
	}
}

func TestSearch_WhileOneIsTyping(t *testing.T) {
	r, index, find := newFinder(t)
	one := r.about(t, "", "Авторизація через Об'єднання")
	r.about(t, "", "Пароль")
	fill(t, r, index)
	for _, text := range []string{"авто", "авториза", "авторизація чер", "через об'єд", "через об’єднан", "Авторизацією"} {
		ids, _ := found(t, find, tickets.Search{Text: text, Typing: true})
		areFound(t, text, ids, []tickets.TicketID{one.ID})
	}
	ids, _ := found(t, find, tickets.Search{Text: "авториза':*|'", Typing: true}) // no operator of PostgreSQL's gets through
	areFound(t, "operators", ids, nil)
}

func TestSearch_SnippetIsTheTextAsItWasWritten(t *testing.T) {
	r, index, find := newFinder(t)
	one := r.about(t, "", "Об'єднання")
	must(t, r.AddNote(t.Context(), one.ID, agent, "<script>alert(1)</script> Старий проекту опис; и\u0306 розкладене.", "k"))
	fill(t, r, index)
	_, page := found(t, find, tickets.Search{Text: "проєкт обʼєднання"})
	var b strings.Builder
	for _, p := range page.Hits[0].Snippet {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	if want := "[Об'єднання] <script>alert(1)</script> Старий [проекту] опис; й розкладене."; b.String() != want {
		t.Errorf("%s, want %s", b.String(), want)
	}
}

// A server without the dictionary's files, or one that has lost them with a restore: stems do, and everything is read anew.
func TestSearch_DictionaryComesAndGoes(t *testing.T) {
	r, index, find := newFinder(t)
	one := r.about(t, "", "День відкритих дверей")
	fill(t, r, index)
	stem, _ := found(t, find, tickets.Search{Text: "дні"})
	mode, err := index.Prepare(t.Context())
	must(t, err)
	if mode != postgres.ByDictionary {
		t.Fatalf("%s: PostgreSQL has no dictionary hotline_uk (run deploy/install)", mode)
	}
	fill(t, r, index)
	dictionary, _ := found(t, find, tickets.Search{Text: "дні"})
	areFound(t, "by stems", stem, nil)
	areFound(t, "by the dictionary", dictionary, []tickets.TicketID{one.ID})

	_, err = r.pool.Exec(t.Context(), `UPDATE pg_ts_dict SET dictinitoption = replace(dictinitoption, 'hotline_uk', 'hotline_gone') WHERE dictname = 'search_uk'`)
	must(t, err)
	r.pool.Reset() // connections that have loaded it would go on
	mode, err = index.Prepare(t.Context())
	must(t, err)
	behind, err := index.Behind(t.Context())
	must(t, err)
	if mode != postgres.ByStem || behind == 0 {
		t.Errorf("without its files: %s, %d tickets to read anew", mode, behind)
	}
	fill(t, r, index)
	again, _ := found(t, find, tickets.Search{Text: "день"})
	areFound(t, "by stems again", again, []tickets.TicketID{one.ID})
}
