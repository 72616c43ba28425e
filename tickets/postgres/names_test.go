package postgres_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

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

// cards are as many of one name.
func cards(t *testing.T, r *register, name string, many int) {
	t.Helper()
	_, err := r.pool.Exec(t.Context(), `INSERT INTO applicant (kind, grp, full_name, created_at, updated_at)
		SELECT 'person', 'external', $1, now(), now() FROM generate_series(1, $2::int)`, name, many)
	must(t, err)
}

func TestFindApplicants_WhoIsCalledSoStandsBeforeAHundredWhoseNamesBeginSo(t *testing.T) {
	r := newRegister(t)
	cards(t, r, "Коваленко Артурович", 300)
	r.name(t, r.call(t, olenaPhone).ID, "Коваль Артур")
	fill(t, r, postgres.NewIndex(r.pool))
	found, err := r.FindApplicants(t.Context(), "коваль артур", operator)
	must(t, err)
	if len(found) != 50 || found[0].Name != "Коваль Артур" || found[1].Name != "Коваленко Артурович" {
		t.Errorf("%d found: %q", len(found), names(found))
	}
}

func TestFindApplicants_TheLastWordOfAnOrganisationsLongName(t *testing.T) {
	r := newRegister(t)
	r.name(t, r.call(t, olenaPhone).ID, "Комунальне некомерційне підприємство «Центр первинної медико-санітарної допомоги № 2» Шевченківського району міста Києва, відділ роботи зі зверненнями")
	found, err := r.FindApplicants(t.Context(), "шевченківського центр", operator)
	must(t, err)
	equal(t, "found", len(found), 1)
}

// Autovacuum and the restoring of a dump look for functions on no path.
func TestNames_AreCountedAndIndexedWithoutAPath(t *testing.T) {
	r := newRegister(t)
	cards(t, r, "Коваленко Артур", 3)
	must(t, pgx.BeginFunc(t.Context(), r.pool, func(tx pgx.Tx) error {
		var schema string
		if err := tx.QueryRow(t.Context(), `SELECT current_schema()`).Scan(&schema); err != nil {
			return err
		}
		for _, statement := range []string{`SET LOCAL search_path = ''`, `ANALYZE ` + schema + `.applicant`, `REINDEX INDEX ` + schema + `.applicant_names`} {
			if _, err := tx.Exec(t.Context(), statement); err != nil {
				return err
			}
		}
		return nil
	}))
}

func TestForget_AsksTheIndexOfNames(t *testing.T) {
	r := newRegister(t)
	cards(t, r, "Коваленко Артур", 3000)
	_, err := r.pool.Exec(t.Context(), `ANALYZE applicant`)
	must(t, err)
	rows, err := r.pool.Query(t.Context(), `EXPLAIN `+postgres.ForgetNames)
	must(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	if plan := strings.Join(lines, "\n"); !strings.Contains(plan, "applicant_names") {
		t.Errorf("names are read whole for each word:\n%s", plan)
	}
}
