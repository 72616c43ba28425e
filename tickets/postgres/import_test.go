package postgres_test

import (
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"

	"hotline/tickets"
)

func aFile(name string) tickets.Import {
	return tickets.Import{By: agent, Address: "10.1.2.3", File: name, SHA256: strings.Repeat("ab", 32)}
}

func importRow(n int, key, text string, who tickets.ApplicantChoice) tickets.ImportRow {
	return tickets.ImportRow{Number: n, Key: key, Intake: tickets.Intake{Channel: tickets.Email, Subject: "Лист", Description: text, Applicant: who}}
}

// counts is how much of everything the register has.
func (r *register) counts(t *testing.T) (tickets, people, imports int) {
	t.Helper()
	must(t, r.pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM applicant), (SELECT count(*) FROM ticket_import)`).Scan(&tickets, &people, &imports))
	return tickets, people, imports
}

func TestImport_RegistersAsByHandAndSaysFromWhere_R_X_4_Amb_23(t *testing.T) {
	r := newRegister(t)
	known := r.name(t, r.call(t, olenaPhone).ID, "Олена Бойко")
	rows := []tickets.ImportRow{
		importRow(2, "", "Не надходить лист", tickets.ApplicantChoice{Name: "олена  бойко", Phone: "050 123 45 67", Login: "olena"}),
		importRow(4, "A-7", "=HYPERLINK(\"x\")", tickets.ApplicantChoice{Name: "Петро Гнатюк", Email: "petro@example.com", Kind: tickets.Person}),
		importRow(5, "A-8", "Іще раз", tickets.ApplicantChoice{Name: "Петро Гнатюк", Email: "Petro@example.com"}),
		importRow(6, "", "Без заявника", tickets.ApplicantChoice{}),
	}
	rows[0].Intake.ReceivedAt = kyiv(t, "2026-11-20 19:00")
	m, err := r.Import(t.Context(), aFile("листопад.csv"), rows)
	must(t, err)
	if m.Rows != 4 || m.Registered != 4 {
		t.Errorf("%+v", m)
	}
	list, err := r.List(t.Context(), tickets.Filter{Limit: 10, Channel: tickets.Email})
	must(t, err)
	slices.SortFunc(list, func(a, b tickets.Ticket) int { return int(a.ID - b.ID) })
	if len(list) != 4 || list[0].Applicant != known.ID || list[1].Applicant == 0 || list[1].Applicant != list[2].Applicant || list[3].Applicant != 0 {
		t.Fatalf("%+v", list)
	}
	if first := list[0]; !first.RegisteredAt.Equal(r.now()) || !first.ReceivedAt.Equal(rows[0].Intake.ReceivedAt) || !first.ResolutionDueAt.Equal(kyiv(t, "2026-11-27 10:16")) {
		t.Errorf("registered %s, due %s", first.RegisteredAt, first.ResolutionDueAt)
	}
	d := r.get(t, list[1].ID)
	if e := d.History[0]; e.Author != agent || e.Sentence() != "Звернення зареєстровано. Імпортовано з файлу «листопад.csv», рядок 4" || d.Ticket.Description != `=HYPERLINK("x")` {
		t.Errorf("%+v: %s", e, e.Sentence())
	}
	owed, err := r.Notices(t.Context(), list[1].ID)
	must(t, err)
	if len(owed) != 1 {
		t.Errorf("owed %+v", owed)
	}
	audit, err := r.Imports(t.Context())
	must(t, err)
	if !reflect.DeepEqual(audit, []tickets.Import{m}) || audit[0].By != agent || audit[0].File != "листопад.csv" || audit[0].Address != "10.1.2.3" || !audit[0].At.Equal(r.now()) {
		t.Errorf("audit %+v", audit)
	}
	if _, err := r.pool.Exec(t.Context(), `UPDATE ticket_import SET rows = 1`); err == nil {
		t.Error("the audit can be changed")
	}
}

// The same rows again, from whichever file, whoever sends them, one after another or at once: nothing twice.
func TestImport_RepetitionRegistersNothingTwice(t *testing.T) {
	r := newRegister(t)
	who := tickets.ApplicantChoice{Name: "Петро Гнатюк", Email: "petro@example.com", Login: "petro"}
	rows := []tickets.ImportRow{importRow(2, "A-7", "Перше", who), importRow(3, "", "Друге", who), importRow(4, "", "Третє", tickets.ApplicantChoice{Name: "Без контактів"})}
	done := make(chan error, 3)
	for range cap(done) {
		go func() {
			_, err := r.Import(t.Context(), aFile("а.csv"), rows)
			done <- err
		}()
	}
	for range cap(done) {
		must(t, <-done)
	}
	r.pass(1e9)
	rows = append(rows, importRow(9, "", "Нове", who))
	rows[0].Intake.Description = "Перше, переписане: ключ той самий"
	check, err := r.CheckImport(t.Context(), aFile("б.xlsx"), rows)
	must(t, err)
	m, err := r.Import(t.Context(), aFile("б.xlsx"), rows)
	must(t, err)
	all, people, imports := r.counts(t)
	if check.Known != 3 || len(check.Arrivals) != 4 || m.Rows != 4 || m.Registered != 1 || all != 4 || people != 2 || imports != 4 {
		t.Errorf("known %d, registered %d; %d tickets, %d applicants, %d imports", check.Known, m.Registered, all, people, imports)
	}
}

func TestImport_EachFaultNamesRowAndField(t *testing.T) {
	r := newRegister(t)
	_, err := r.Import(t.Context(), aFile("а.csv"), []tickets.ImportRow{importRow(2, "", "Є", tickets.ApplicantChoice{Name: "Ірина Мельник", Login: "iryna"})})
	must(t, err)
	good := func(n int) tickets.ImportRow {
		return importRow(n, "", fmt.Sprint("Опис ", n), tickets.ApplicantChoice{})
	}
	rows := []tickets.ImportRow{good(2), good(3), good(4), good(5), importRow(6, "", "Опис 2", tickets.ApplicantChoice{}), importRow(7, "K", "а", tickets.ApplicantChoice{}),
		importRow(8, "K", "б", tickets.ApplicantChoice{}), importRow(9, "", "Логін чужий", tickets.ApplicantChoice{Name: "Інша Особа", Login: "IRYNA"}),
		importRow(10, "", "а", tickets.ApplicantChoice{Name: "Перша", Login: "same"}), importRow(11, "", "б", tickets.ApplicantChoice{Name: "Друга", Login: "same"})}
	rows[1].Intake.Channel, rows[1].Intake.Service, rows[1].Intake.ReceivedAt = "viber", "x", r.now().Add(1e9)
	rows[2].Intake.Description, rows[2].Intake.Subject = " ", strings.Repeat("а", 201)
	rows[3].Intake.Applicant = tickets.ApplicantChoice{Phone: "12", Email: "x@", Group: "all", Subgroup: tickets.OfKMR}
	rows[5].Key = "K"
	check, err := r.CheckImport(t.Context(), aFile("б.csv"), rows)
	must(t, err)
	want := []string{"3 channel invalid 0", "3 service invalid 0", "3 received_at future 0", "4 subject too_long 0", "4 description required 0",
		"5 name required 0", "5 group invalid 0", "5 subgroup invalid 0", "5 phone invalid 0", "5 email invalid 0", "6 key repeated 2", "8 key repeated 7",
		"9 login taken 0", "11 login taken 0"}
	var got []string
	for _, f := range check.Faults {
		got = append(got, fmt.Sprintf("%d %s %s %d", f.Row, f.Field, f.Code, f.Of))
	}
	if !slices.Equal(got, want) {
		t.Errorf("\n got %q\nwant %q", got, want)
	}
	_, err = r.Import(t.Context(), aFile("б.csv"), rows)
	var faults tickets.RowFaults
	if all, people, imports := r.counts(t); !errors.As(err, &faults) || len(faults) != len(want) || all != 1 || people != 1 || imports != 1 {
		t.Errorf("%v; %d tickets, %d applicants, %d imports", err, all, people, imports)
	}
}

// The last row fails in the database, after the check: no row of the file is in the register.
func TestImport_FaultInTheLastRowLeavesNothing(t *testing.T) {
	r := newRegister(t)
	var rows []tickets.ImportRow
	for n := range 20 {
		rows = append(rows, importRow(n+2, "", fmt.Sprint("Опис ", n), tickets.ApplicantChoice{Name: fmt.Sprint("Заявник ", n), Phone: fmt.Sprintf("05012345%02d", n)}))
	}
	rows[19].Intake.Applicant.Login = "last"
	_, err := r.pool.Exec(t.Context(), `CREATE FUNCTION taken() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
		INSERT INTO applicant (kind, grp, full_name, gb_login, created_at, updated_at) VALUES ('person', 'external', 'Хто встиг', 'LAST', now(), now());
		RETURN NEW; END $$`)
	must(t, err)
	_, err = r.pool.Exec(t.Context(), `CREATE TRIGGER taken BEFORE INSERT ON applicant FOR EACH ROW WHEN (NEW.gb_login = 'last') EXECUTE FUNCTION taken()`)
	must(t, err)
	_, err = r.Import(t.Context(), aFile("а.csv"), rows)
	var faults tickets.RowFaults
	if all, people, imports := r.counts(t); !errors.As(err, &faults) || faults[0] != (tickets.RowFault{Row: 21, Field: "login", Code: "taken"}) || all+people+imports != 0 {
		t.Errorf("%v; %d tickets, %d applicants, %d imports", err, all, people, imports)
	}
}

func TestImport_ApplicantsAlone_R_2_6(t *testing.T) {
	r := newRegister(t)
	person := func(n int, c tickets.ApplicantChoice) tickets.ImportRow {
		return tickets.ImportRow{Number: n, Intake: tickets.Intake{Applicant: c}}
	}
	rows := []tickets.ImportRow{
		person(2, tickets.ApplicantChoice{Name: "Школа № 5", Kind: tickets.OrganisationKind, Phone: "0443668012"}),
		person(3, tickets.ApplicantChoice{Name: "Ірина Мельник", Group: tickets.InternalUser, Subgroup: tickets.OfKMR, Email: "iryna@example.com"}),
		person(4, tickets.ApplicantChoice{Name: "Ніхто"}),
	}
	file := aFile("люди.csv")
	file.Applicants = true
	_, err := r.Import(t.Context(), file, rows)
	var faults tickets.RowFaults
	if !errors.As(err, &faults) || faults[0] != (tickets.RowFault{Row: 4, Field: "phone", Code: "contact"}) {
		t.Fatal(err)
	}
	m, err := r.Import(t.Context(), file, rows[:2])
	must(t, err)
	again, err := r.Import(t.Context(), file, rows[:2])
	must(t, err)
	all, people, _ := r.counts(t)
	if m.Registered != 2 || again.Registered != 0 || all != 0 || people != 2 {
		t.Errorf("%+v, again %+v; %d tickets, %d applicants", m, again, all, people)
	}
	card, err := r.CallerCard(t.Context(), "+380443668012", "")
	must(t, err)
	if len(card.Applicants) != 1 || card.Applicants[0].Kind != tickets.OrganisationKind {
		t.Errorf("%+v", card)
	}
}

// A row of one to whom access is narrowed does not hold up the file: his appeal comes, and is narrowed with him.
func TestImport_OfARestrictedApplicantIsNarrowedWithHim_R_X_5(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Олена Бойко")
	_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	m, err := r.Import(t.Context(), aFile("а.csv"), []tickets.ImportRow{importRow(2, "A-1", "Не відкривається форма", tickets.ApplicantChoice{Name: "Олена Бойко", Phone: olenaPhone}),
		importRow(3, "A-2", "Не надходить код", tickets.ApplicantChoice{})})
	must(t, err)
	list, err := r.List(t.Context(), tickets.Filter{Applicant: a.ID, Limit: 10})
	must(t, err)
	if m.Registered != 2 || len(list) != 2 || list[0].Restricted != "Заява № 1" {
		t.Errorf("%+v, %+v", m, list)
	}
}
