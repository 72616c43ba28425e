package postgres_test

import (
	"errors"
	"fmt"
	"math/rand/v2"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"

	"hotline/tickets"
)

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

	_, err = r.UnmergeApplicants(t.Context(), m.ID, m.Target, "Помилка: різні люди", chief.Author)
	must(t, err)
	after := r.snapshot(t)
	for what, was := range before {
		if after[what] != was {
			t.Errorf("%s: %q, was %q", what, after[what], was)
		}
	}
	equal(t, "given to the merged card", r.get(t, given.ID).Ticket.Applicant, a.ID)
	equal(t, "learned later", contacts(r.card(t, a.ID).Contacts), []string{"+380931112233", olenaPhone, "new@example.com"})
	_, err = r.UnmergeApplicants(t.Context(), m.ID, m.Target, "ще раз", chief.Author)
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

// Supervisors who merge the same cards crosswise at once are refused by the rules or merge: none is told of a failure.
func TestMerge_CrosswiseAtOnceEndsByTheRules(t *testing.T) {
	r := newRegister(t)
	for round := range 10 {
		var ids [3]tickets.ApplicantID
		for i := range ids {
			ids[i] = r.name(t, r.call(t, fmt.Sprintf("+38050%07d", 1000+10*round+i)).ID, fmt.Sprintf("Людина %d-%d", round, i)).ID
		}
		var all sync.WaitGroup
		for _, pair := range [][2]int{{0, 1}, {1, 2}, {2, 0}, {1, 0}} {
			all.Go(func() {
				_, err := r.MergeApplicants(t.Context(), ids[pair[0]], ids[pair[1]], "та сама людина", chief.Author)
				var refused *tickets.CardRefused
				if err != nil && !errors.As(err, &refused) {
					t.Errorf("round %d: %v", round, err)
				}
			})
		}
		all.Go(func() {
			_, err := r.RestrictApplicant(t.Context(), ids[0], "Заява про видалення", chief)
			var refused *tickets.CardRefused
			if err != nil && !errors.As(err, &refused) {
				t.Errorf("round %d: restricting: %v", round, err)
			}
		})
		all.Wait()
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
				_, err := r.UnmergeApplicants(t.Context(), active[i].ID, active[i].Target, "різні люди", chief.Author)
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
			_, err := r.UnmergeApplicants(t.Context(), active[i].ID, active[i].Target, "різні люди", chief.Author)
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
