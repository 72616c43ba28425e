package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
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
	for _, q := range []string{"050 123 45 67", "+380501234567", "o.petrenko@example.com", "O_Petrenko", "оксана", "Оксана Петренко", "петренко оксана василівна",
		"Питренко Оксана Василівна", ticket.Number.String()} {
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

func TestMerge_NothingIsLostAndUnmergeRestoresIt_R_X_3(t *testing.T) {
	r := newRegister(t)
	one := r.call(t, olenaPhone)
	a := r.name(t, one.ID, "Петренко Оксана")
	two := r.call(t, secondPhone)
	b := r.name(t, two.ID, "Петренко О. В.")
	before := r.snapshot(t)

	preview, err := r.Merging(t.Context(), b.ID, a.ID)
	must(t, err)
	if preview.Tickets != 1 || preview.Open != 1 || !slices.Equal(contacts(preview.Contacts), []string{secondPhone}) || preview.Differs[0].Old != "Петренко О. В." {
		t.Errorf("preview %+v", preview)
	}
	m, err := r.MergeApplicants(t.Context(), b.ID, a.ID, "Та сама людина", chief.Author)
	must(t, err)
	c := r.card(t, b.ID) // by the old id too
	if c.Applicant.ID != a.ID || len(c.Tickets) != 2 || len(c.Merges) != 1 || c.Merges[0].Tickets != 1 || len(c.Contacts) != 2 {
		t.Errorf("card %+v", c)
	}
	equal(t, "who calls from the other number", r.call(t, secondPhone).Applicant, a.ID)
	equal(t, "group of the moved ticket", r.get(t, two.ID).Ticket.ApplicantGroup, tickets.ExternalUser)
	found, err := r.FindApplicants(t.Context(), secondPhone, operator)
	must(t, err)
	equal(t, "found", names(found), []string{"Петренко Оксана"})

	// What was decided and learned later stays as it is.
	given := r.call(t, "+380931112233")
	must(t, r.PutContact(t.Context(), a.ID, tickets.EmailContact, "new@example.com", false, operator))
	_, err = r.NameApplicant(t.Context(), given.ID, tickets.ApplicantChoice{ID: b.ID}, agent)
	must(t, err)

	_, err = r.UnmergeApplicants(t.Context(), m.ID, "Помилка: різні люди", chief.Author)
	must(t, err)
	after := r.snapshot(t)
	for what, was := range before {
		if after[what] != was {
			t.Errorf("%s: %q, was %q", what, after[what], was)
		}
	}
	equal(t, "given to the merged card", r.get(t, given.ID).Ticket.Applicant, a.ID)
	equal(t, "learned later", contacts(r.card(t, a.ID).Contacts), []string{"+380931112233", olenaPhone, "new@example.com"})
	_, err = r.UnmergeApplicants(t.Context(), m.ID, "ще раз", chief.Author)
	equal(t, "undone twice", cardCode(err), "undone")
}

func TestMerge_RulesRefuse(t *testing.T) {
	r := newRegister(t)
	a, b, c := r.name(t, r.call(t, "+380501111111").ID, "А"), r.name(t, r.call(t, "+380502222222").ID, "Б"), r.name(t, r.call(t, "+380503333333").ID, "В")
	try := func(source, target tickets.ApplicantID) string {
		_, err := r.MergeApplicants(t.Context(), source, target, "перевірка", chief.Author)
		return cardCode(err)
	}
	equal(t, "itself", try(a.ID, a.ID), "itself")
	equal(t, "first", try(a.ID, b.ID), "<nil>")
	equal(t, "merged already", try(a.ID, c.ID), "merged")
	equal(t, "into a merged one", try(c.ID, a.ID), "merged")
	_, err := r.RestrictApplicant(t.Context(), c.ID, "Заява про видалення", chief)
	must(t, err)
	equal(t, "restricted", try(c.ID, b.ID), "restricted")
	if _, err := r.MergeApplicants(t.Context(), c.ID, b.ID, "  ", chief.Author); fmt.Sprint(err) != "invalid request: reason required" {
		t.Errorf("without a reason: %v", err)
	}
	if _, err := r.MergeApplicants(t.Context(), 999, b.ID, "немає", chief.Author); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("nobody: %v", err)
	}
}

// snapshot is who everybody is and whose each ticket and contact is.
func (r *register) snapshot(t *testing.T) map[string]string {
	t.Helper()
	rows, err := r.pool.Query(t.Context(), `
SELECT 'applicant ' || id, concat_ws('|', kind, grp, subgroup, full_name, email, gb_login, organisation_id, merged_into, restricted, hold, version, updated_at) FROM applicant
UNION ALL SELECT 'ticket ' || id, concat_ws('|', applicant_id, applicant_group, applicant_subgroup, version) FROM ticket
UNION ALL SELECT 'phone ' || applicant_id || e164, concat_ws('|', confidence, shared, last_seen_at) FROM applicant_phone
UNION ALL SELECT 'email ' || applicant_id || email, concat_ws('|', confidence, shared, last_seen_at) FROM applicant_email`)
	must(t, err)
	defer rows.Close()
	out := map[string]string{}
	for rows.Next() {
		var key, value string
		must(t, rows.Scan(&key, &value))
		out[key] = value
	}
	must(t, rows.Err())
	return out
}

// Any order of merges, with their ends in any order: when all are taken apart, everything is as it was.
func TestMerge_AnyOrderOfMergesAndUnmerges_RestoresEverything(t *testing.T) {
	r := newRegister(t)
	var all []tickets.ApplicantID
	for i := range 6 {
		number := fmt.Sprintf("+38050%07d", 1111111+i/2) // pairs share a number
		a, err := r.NameApplicant(t.Context(), r.call(t, number).ID, tickets.ApplicantChoice{Name: fmt.Sprintf("Людина %d", i), Email: fmt.Sprintf("p%d@example.com", i%4)}, agent)
		must(t, err)
		all = append(all, a.ID)
		for range i % 3 {
			_, err := r.NameApplicant(t.Context(), r.call(t, number).ID, tickets.ApplicantChoice{ID: a.ID}, agent)
			must(t, err)
		}
	}
	before := r.snapshot(t)
	random := rand.New(rand.NewPCG(4, 1))
	for range 25 {
		standing := map[tickets.ApplicantID]tickets.ApplicantID{} // who stands for whom, naively
		parent := map[tickets.ApplicantID]tickets.ApplicantID{}
		var active []tickets.Merge
		for range 10 {
			if len(active) > 0 && random.IntN(3) == 0 {
				i := random.IntN(len(active))
				_, err := r.UnmergeApplicants(t.Context(), active[i].ID, "різні люди", chief.Author)
				must(t, err)
				delete(parent, active[i].Source)
				active = slices.Delete(active, i, i+1)
			} else {
				source, target := all[random.IntN(len(all))], all[random.IntN(len(all))]
				m, err := r.MergeApplicants(t.Context(), source, target, "одна людина", chief.Author)
				if parent[source] != 0 || parent[target] != 0 || source == target {
					if err == nil {
						t.Fatalf("%d into %d was allowed with %v", source, target, parent)
					}
					continue
				}
				must(t, err)
				parent[source] = target
				active = append(active, m)
			}
			for _, id := range all {
				standing[id] = id
				for parent[standing[id]] != 0 {
					standing[id] = parent[standing[id]]
				}
			}
			r.holdAgainst(t, standing, before)
		}
		for _, i := range random.Perm(len(active)) {
			_, err := r.UnmergeApplicants(t.Context(), active[i].ID, "різні люди", chief.Author)
			must(t, err)
		}
		if after := r.snapshot(t); !reflect.DeepEqual(after, before) {
			t.Fatalf("after %v:\n got %v\nwant %v", active, after, before)
		}
	}
}

// holdAgainst compares with the naive model: each ticket is with whoever stands for its first owner.
func (r *register) holdAgainst(t *testing.T, standing map[tickets.ApplicantID]tickets.ApplicantID, before map[string]string) {
	t.Helper()
	now := r.snapshot(t)
	for key, was := range before {
		if !strings.HasPrefix(key, "ticket") {
			continue
		}
		owner, is := ownerOf(t, was), ownerOf(t, now[key])
		if is != standing[owner] {
			t.Fatalf("%s of %d is with %d, want %d (%v)", key, owner, is, standing[owner], standing)
		}
	}
}

func ownerOf(t *testing.T, ticket string) tickets.ApplicantID {
	t.Helper()
	id, _, _ := strings.Cut(ticket, "|")
	n, err := strconv.ParseInt(id, 10, 64)
	must(t, err)
	return tickets.ApplicantID(n)
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
