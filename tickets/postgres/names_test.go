package postgres_test

import (
	"slices"
	"testing"

	"hotline/tickets"
	"hotline/tickets/postgres"
)

func TestFindApplicants_ByTheWordsOfANameHoweverItIsWritten(t *testing.T) {
	r := newRegister(t)
	for _, name := range []string{"Лук'янчук-Квітка Ганна Іванівна", "Іваненко Ганна", "ОСББ «Русанівка 223»", "Школа № 65", "Гриценко Ґанна Петрівна"} {
		r.name(t, r.call(t, "").ID, name)
	}
	fill(t, r, postgres.NewIndex(r.pool))
	for _, c := range []struct {
		typed string
		want  []string
	}{
		{"лукʼянчук", []string{"Лук'янчук-Квітка Ганна Іванівна"}}, // another apostrophe
		{"квітка ганна", []string{"Лук'янчук-Квітка Ганна Іванівна"}},
		{"Ганна Квітки", []string{"Лук'янчук-Квітка Ганна Іванівна"}},
		{"гриценко ганна", []string{"Гриценко Ґанна Петрівна"}},
		{"осбб 223", []string{"ОСББ «Русанівка 223»"}},
		{"русан", []string{"ОСББ «Русанівка 223»"}},
		{"школа 65", []string{"Школа № 65"}},
		{"іван", []string{"Іваненко Ганна", "Лук'янчук-Квітка Ганна Іванівна"}},
		{"Іваненка", []string{"Іваненко Ганна"}},
		{"iваненко", []string{"Іваненко Ганна"}}, // a Latin i
		{"івоненко", []string{"Іваненко Ганна"}},
		{"іваненко петрівна", nil}, // two people have one of them each
		{"№ «»", nil},
	} {
		found, err := r.FindApplicants(t.Context(), c.typed, operator)
		must(t, err)
		got := names(found)
		slices.Sort(got)
		if !slices.Equal(got, c.want) {
			t.Errorf("%q finds %q, want %q", c.typed, got, c.want)
		}
	}
}

func TestFindApplicants_ANameIsFoundBeforeItsWordsAreLearnt(t *testing.T) {
	r := newRegister(t)
	r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана")
	found, err := r.FindApplicants(t.Context(), "оксана петренко", operator)
	must(t, err)
	equal(t, "found", names(found), []string{"Петренко Оксана"})
}

func TestForget_TheWordsOfANameThatNobodyHasAnyMore(t *testing.T) {
	r := newRegister(t)
	index := postgres.NewIndex(r.pool)
	a := r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана")
	fill(t, r, index)
	before := r.card(t, a.ID).Applicant
	_, err := r.EditApplicant(t.Context(), a.ID, before.Version, tickets.ApplicantEdit{Name: "Гнатюк Оксана", Kind: a.Kind, Group: a.Group}, operator)
	must(t, err)
	fill(t, r, index)
	must(t, index.Forget(t.Context(), r.now().AddDate(-3, 0, 0)))
	rows, err := r.pool.Query(t.Context(), `SELECT word FROM name_word ORDER BY word`)
	must(t, err)
	var words []string
	for rows.Next() {
		var w string
		must(t, rows.Scan(&w))
		words = append(words, w)
	}
	must(t, rows.Err())
	equal(t, "words of names", words, []string{"гнатюк", "оксана"})
}
