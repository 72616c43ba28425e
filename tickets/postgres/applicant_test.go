package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/postgres"
)

var chief = tickets.Viewer{Author: tickets.Author{ID: 3, Name: "Андрій Мельник"}, Chief: true}
var operator = tickets.Viewer{Author: agent}

func (r *register) card(t *testing.T, id tickets.ApplicantID) tickets.ApplicantCard {
	t.Helper()
	c, err := r.ApplicantCard(t.Context(), id, chief)
	must(t, err)
	return c
}

func names(all []tickets.Applicant) (out []string) {
	for _, a := range all {
		out = append(out, a.Name)
	}
	return out
}

func contacts(all []tickets.Contact) (out []string) {
	for _, c := range all {
		out = append(out, c.Value)
	}
	return out
}

func equal[T any](t *testing.T, what string, got, want T) {
	t.Helper()
	if !reflect.DeepEqual(got, want) {
		t.Errorf("%s: got %v, want %v", what, got, want)
	}
}

func cardCode(err error) string {
	var refused *tickets.CardRefused
	if errors.As(err, &refused) {
		return refused.Code
	}
	return fmt.Sprint(err)
}

func TestFindApplicants_ByNumberNameEmailLoginAndTicket_R_4_4_2(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	_, err := r.NameApplicant(t.Context(), ticket.ID, tickets.ApplicantChoice{Name: "Петренко Оксана Василівна", Email: "O.Petrenko@Example.com", Login: "o_petrenko"}, agent)
	must(t, err)
	r.name(t, r.call(t, secondPhone).ID, "Коваленко Ігор")
	fill(t, r, postgres.NewIndex(r.pool))
	for _, q := range []string{"050 123 45 67", "+380501234567", "o.petrenko@example.com", "O_Petrenko", "оксана", "Оксана Петренко", "петренко оксана василівна",
		"Питренко Оксана Василівна", "Питренко", "Петренку Оксані", "ренк васил", "пе", ticket.Number.String()} {
		found, err := r.FindApplicants(t.Context(), q, operator)
		must(t, err)
		if len(found) != 1 || found[0].Name != "Петренко Оксана Василівна" {
			t.Errorf("%q finds %v", q, names(found))
		}
	}
	for _, q := range []string{"%", "_____", "нікого такого", "0671234568", "10009999-0", `\`} {
		found, err := r.FindApplicants(t.Context(), q, operator)
		var faults tickets.Invalid
		if len(found) > 0 || err != nil && !errors.As(err, &faults) {
			t.Errorf("%q finds %v, %v", q, names(found), err)
		}
	}
}

func TestEditApplicant_GroupsOfTheRegulation_R_2_6_1(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Гнатюк Степан")
	for _, sub := range tickets.Subgroups {
		before := r.card(t, a.ID).Applicant
		_, err := r.EditApplicant(t.Context(), a.ID, before.Version, tickets.ApplicantEdit{Name: a.Name, Kind: tickets.Person, Group: tickets.InternalUser, Subgroup: sub}, operator)
		must(t, err)
		ticket := r.call(t, olenaPhone)
		if ticket.ApplicantGroup != tickets.InternalUser || ticket.ApplicantSub != sub {
			t.Errorf("snapshot of the ticket: %s/%s, want internal/%s", ticket.ApplicantGroup, ticket.ApplicantSub, sub)
		}
	}
	first := r.get(t, 1).Ticket
	equal(t, "an older ticket keeps its group", first.ApplicantGroup, tickets.ExternalUser)
	_, err := r.EditApplicant(t.Context(), a.ID, 0, tickets.ApplicantEdit{Name: a.Name, Kind: tickets.Person, Group: tickets.ExternalUser, Subgroup: tickets.OfMRG}, operator)
	equal(t, "a sub-group of nobody", fmt.Sprint(err), "invalid request: subgroup invalid")
}

// Who works in a ticket of an applicant, of whom there may be thousands, keeps nobody from his card.
func TestEditApplicant_LocksNoTicket(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	a := r.name(t, ticket.ID, "Гнатюк Степан")
	tx, err := r.pool.Begin(t.Context())
	must(t, err)
	defer func() { must(t, tx.Rollback(t.Context())) }()
	_, err = tx.Exec(t.Context(), `SELECT FROM ticket WHERE id = $1 FOR UPDATE`, ticket.ID)
	must(t, err)
	patience, cancel := context.WithTimeout(t.Context(), 10*time.Second)
	defer cancel()
	got, err := r.EditApplicant(patience, a.ID, 0, tickets.ApplicantEdit{Name: "Гнатюк Степан Іванович", Kind: tickets.Person, Group: tickets.ExternalUser}, operator)
	must(t, err)
	equal(t, "name", got.Name, "Гнатюк Степан Іванович")
}

func TestEditApplicant_PersonOfAnOrganisation_R_2_6_2(t *testing.T) {
	r := newRegister(t)
	person := r.name(t, r.call(t, olenaPhone).ID, "Іваненко Марія")
	org, err := r.NameApplicant(t.Context(), r.call(t, secondPhone).ID, tickets.ApplicantChoice{Name: "ГО «Каштан»", Kind: tickets.OrganisationKind}, agent)
	must(t, err)
	edit := tickets.ApplicantEdit{Name: person.Name, Kind: tickets.Person, Group: tickets.ExternalUser, Organisation: org.ID}
	_, err = r.EditApplicant(t.Context(), person.ID, 1, edit, operator)
	must(t, err)
	equal(t, "members", names(r.card(t, org.ID).Members), []string{"Іваненко Марія"})
	equal(t, "organisation", r.card(t, person.ID).Applicant.OrganisationName, "ГО «Каштан»")
	none := edit
	none.Organisation = 0
	_, err = r.EditApplicant(t.Context(), person.ID, 2, none, operator)
	must(t, err)
	equal(t, "the history", r.card(t, person.ID).History[0].Values, []tickets.Value{{Field: "organisation", Old: "ГО «Каштан»"}})
	_, err = r.EditApplicant(t.Context(), org.ID, 0, tickets.ApplicantEdit{Name: "ГО", Kind: tickets.OrganisationKind, Group: tickets.ExternalUser, Organisation: person.ID}, operator)
	equal(t, "a person is no organisation", fmt.Sprint(errors.Unwrap(err)), "invalid request: organisation_id unknown")
	var conflict *tickets.CardConflict
	_, err = r.EditApplicant(t.Context(), person.ID, 1, edit, tickets.Viewer{Author: colleague})
	if !errors.As(err, &conflict) || conflict.By != agent {
		t.Errorf("an old card: %v, want the conflict with %v", err, agent)
	}
}

func TestContacts_SeveralNumbersAndAddresses(t *testing.T) {
	r := newRegister(t)
	a, err := r.NameApplicant(t.Context(), r.call(t, olenaPhone).ID, tickets.ApplicantChoice{Name: "Оксана", Email: "a@example.com"}, agent)
	must(t, err)
	must(t, r.PutContact(t.Context(), a.ID, tickets.PhoneContact, "067 123 45 67", false, operator))
	must(t, r.PutContact(t.Context(), a.ID, tickets.EmailContact, "B@Example.com", false, operator))
	equal(t, "contacts", contacts(r.card(t, a.ID).Contacts), []string{olenaPhone, secondPhone, "a@example.com", "b@example.com"})
	equal(t, "wrong number", fmt.Sprint(r.PutContact(t.Context(), a.ID, tickets.PhoneContact, "12", false, operator)), "invalid request: phone invalid")
	must(t, r.DropContact(t.Context(), a.ID, tickets.EmailContact, "a@example.com", operator))
	must(t, r.DropContact(t.Context(), a.ID, tickets.PhoneContact, secondPhone, operator))
	c := r.card(t, a.ID)
	equal(t, "contacts", contacts(c.Contacts), []string{olenaPhone, "b@example.com"})
	equal(t, "address for letters", c.Applicant.Email, "")
	if err := r.DropContact(t.Context(), a.ID, tickets.PhoneContact, secondPhone, operator); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("dropped twice: %v", err)
	}
}

func TestContacts_SharedNumberNamesNobody(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Оксана")
	must(t, r.PutContact(t.Context(), a.ID, tickets.PhoneContact, olenaPhone, true, operator))
	ticket := r.call(t, olenaPhone)
	card, err := r.CallerCard(t.Context(), olenaPhone, ticket.Call)
	must(t, err)
	if ticket.Applicant != 0 || card.Match != tickets.Several || len(card.Applicants) != 1 {
		t.Errorf("ticket of %d, match %s, %d candidates; want nobody, several, 1", ticket.Applicant, card.Match, len(card.Applicants))
	}
	_, err = r.NameApplicant(t.Context(), ticket.ID, tickets.ApplicantChoice{ID: a.ID}, agent)
	must(t, err)
	card, err = r.CallerCard(t.Context(), olenaPhone, ticket.Call)
	must(t, err)
	equal(t, "after the choice", card.Match, tickets.Exact)
}

// The history tells each change of a contact as what it was.
func TestContacts_TheHistoryTellsWhatWasDone_R_1_2(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Оксана")
	before := len(r.card(t, a.ID).History)
	for _, shared := range []bool{true, true, false} { // the second changes nothing
		must(t, r.PutContact(t.Context(), a.ID, tickets.PhoneContact, olenaPhone, shared, operator))
	}
	must(t, r.PutContact(t.Context(), a.ID, tickets.EmailContact, "office@example.com", true, operator))
	must(t, r.PutContact(t.Context(), a.ID, tickets.EmailContact, "office@example.com", false, operator))
	must(t, r.DropContact(t.Context(), a.ID, tickets.EmailContact, "office@example.com", operator))
	var told []string
	history := r.card(t, a.ID).History
	for _, e := range history[:len(history)-before] { // the newest first
		for _, v := range e.Values {
			field, old, now := v.CardWords()
			told = append([]string{strings.TrimSpace(field + ": " + old + " → " + now)}, told...)
		}
	}
	same(t, "history", told, "Спільний телефон:  → "+olenaPhone, "Телефон більше не спільний:  → "+olenaPhone,
		"Спільна ел. пошта:  → office@example.com", "Ел. пошта:  → office@example.com", "Ел. пошта більше не спільна:  → office@example.com",
		"Ел. пошта: office@example.com →")
}

func TestContacts_OfFourApplicantsIsSharedByItself(t *testing.T) {
	r := newRegister(t)
	var last tickets.Applicant
	for i := range 4 {
		if last.ID != 0 && r.card(t, last.ID).Contacts[0].Shared {
			t.Fatalf("shared with %d", i)
		}
		last = r.name(t, r.call(t, olenaPhone).ID, fmt.Sprintf("Мешканець %d", i))
	}
	equal(t, "shared", r.card(t, last.ID).Contacts[0].Shared, true)
}

func TestLikely_SameNumberAddressLoginOrName(t *testing.T) {
	r := newRegister(t)
	named := func(number string, c tickets.ApplicantChoice) tickets.Applicant {
		a, err := r.NameApplicant(t.Context(), r.call(t, number).ID, c, agent)
		must(t, err)
		return a
	}
	a := named(olenaPhone, tickets.ApplicantChoice{Name: "Петренко Оксана Василівна", Email: "o.petrenko@example.com"})
	named("+380991112233", tickets.ApplicantChoice{Name: "Зовсім Інша Особа"})
	named("+380991112244", tickets.ApplicantChoice{Name: "Оксана Петренко-Василівна"})
	named("+380991112255", tickets.ApplicantChoice{Name: "Невідомий", Login: "O.Petrenko@example.com"})
	named("+380991112266", tickets.ApplicantChoice{Name: "Родич", Phone: olenaPhone})
	named("+380991112277", tickets.ApplicantChoice{Name: "Поштар", Email: "o.petrenko@example.com"})
	got := map[string][]string{}
	for _, l := range r.card(t, a.ID).Likely {
		got[l.Applicant.Name] = l.Reasons
	}
	equal(t, "likely", got, map[string][]string{"Оксана Петренко-Василівна": {"name"}, "Невідомий": {"login"}, "Родич": {"phone"}, "Поштар": {"email"}})
}

// A name stays in other cards: as the organisation's, and where two cards were taken apart again.
func TestRestrict_OtherCardsDoNotNameWhom_R_X_5(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана")
	b := r.name(t, r.call(t, secondPhone).ID, "Гнатюк Степан")
	_, err := r.EditApplicant(t.Context(), a.ID, 0, tickets.ApplicantEdit{Name: "ТОВ «Петренко»", Kind: tickets.OrganisationKind, Group: tickets.ExternalUser}, operator)
	must(t, err)
	_, err = r.EditApplicant(t.Context(), b.ID, 0, tickets.ApplicantEdit{Name: b.Name, Kind: tickets.Person, Group: tickets.ExternalUser, Organisation: a.ID}, operator)
	must(t, err)
	other := r.name(t, r.call(t, "+380931112233").ID, "Бойко Олена")
	m, err := r.MergeApplicants(t.Context(), a.ID, other.ID, "перевірка", chief.Author)
	must(t, err)
	of := func(c tickets.ApplicantCard, v tickets.Viewer) (named []string) {
		for _, e := range c.SeenBy(v).History {
			for _, f := range e.Values {
				if f.Field == "card" {
					named = append(named, f.New)
				}
			}
		}
		return named
	}
	equal(t, "while it is in it", of(r.card(t, other.ID), operator), []string{"ТОВ «Петренко»"})
	_, err = r.UnmergeApplicants(t.Context(), m.ID, other.ID, "різні", chief.Author)
	must(t, err)
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	equal(t, "organisation", r.card(t, b.ID).Applicant.OrganisationName, tickets.Narrowed)
	equal(t, "taken out of it", len(of(r.card(t, other.ID), operator)), 0)
	equal(t, "for a chief", len(of(r.card(t, other.ID), chief)), 2)
}

func TestRestrict_OthersSeeOnlyThatAndWhy_ReadsAreWrittenDown(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	a := r.name(t, ticket.ID, "Петренко Оксана")
	_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява про видалення № 12", chief)
	must(t, err)
	masked, err := r.ApplicantCard(t.Context(), a.ID, operator)
	must(t, err)
	if masked.Applicant.Name != tickets.Narrowed || masked.Applicant.Restricted != "Заява про видалення № 12" || len(masked.Applicant.Phones)+len(masked.Tickets)+len(masked.Contacts)+len(masked.History) > 0 {
		t.Errorf("an operator sees %+v", masked)
	}
	found, err := r.FindApplicants(t.Context(), "Петренко", operator)
	must(t, err)
	equal(t, "found by name", len(found), 0)
	found, err = r.FindApplicants(t.Context(), olenaPhone, operator)
	must(t, err)
	equal(t, "found by number", names(found), []string{tickets.Narrowed})
	for viewer, want := range map[tickets.Viewer]int{operator: 0, chief: 1} {
		found, err = r.FindApplicants(t.Context(), ticket.Number.String(), viewer)
		must(t, err)
		equal(t, "found by the number of a ticket to which access is narrowed", len(found), want)
	}
	found, err = r.FindApplicants(t.Context(), "Петренко", chief)
	must(t, err)
	equal(t, "found by a chief", names(found), []string{"Петренко Оксана"})

	read := r.get(t, ticket.ID).Ticket
	equal(t, "name in lists", read.ApplicantName, tickets.Narrowed)
	equal(t, "the ticket", []bool{read.MaySee(operator), read.MaySee(chief)}, []bool{false, true})
	_, err = r.EditApplicant(t.Context(), a.ID, 0, tickets.ApplicantEdit{Name: "Інше", Kind: tickets.Person, Group: tickets.ExternalUser}, operator)
	equal(t, "edited", cardCode(err), "restricted")
	equal(t, "contact", cardCode(r.PutContact(t.Context(), a.ID, tickets.PhoneContact, secondPhone, false, operator)), "restricted")

	r.card(t, a.ID)
	c := r.card(t, a.ID)
	if c.History[0].Kind != tickets.CardRead || c.History[0].Author != chief.Author {
		t.Errorf("history %+v", c.History)
	}
	_, err = r.LiftApplicant(t.Context(), a.ID, "Заяву відкликано", chief)
	must(t, err)
	open, err := r.ApplicantCard(t.Context(), a.ID, operator)
	must(t, err)
	if open.Applicant.Name != "Петренко Оксана" || r.get(t, ticket.ID).Ticket.Restricted != "" || open.History[0].Kind != tickets.CardLifted {
		t.Errorf("lifted: %+v", open)
	}
}
