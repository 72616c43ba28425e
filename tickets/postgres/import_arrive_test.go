package postgres_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// traces are all that a ticket has left in the database, but whose it is and which.
const traces = `
SELECT 'ticket ' || (to_jsonb(t) - ARRAY['id', 'number', 'applicant_id', 'request_key'])::text FROM ticket t WHERE id = $1
UNION ALL SELECT 'debt ' || (to_jsonb(n) - ARRAY['id', 'ticket_id'])::text FROM ticket_notice n WHERE ticket_id = $1
UNION ALL SELECT 'letter ' || (to_jsonb(o) - ARRAY['id', 'ticket_id', 'notice_id', 'key'])::text || (o.key = 'letter:' || o.notice_id) FROM ticket_outbox o WHERE ticket_id = $1
UNION ALL SELECT 'timer ' || (to_jsonb(x) - 'ticket_id')::text FROM ticket_timer x WHERE ticket_id = $1
UNION ALL SELECT 'news ' || (to_jsonb(d) - ARRAY['id', 'ticket_id', 'key'])::text || (d.key = d.ticket_id || ':registered') FROM webhook_delivery d WHERE ticket_id = $1
UNION ALL SELECT 'line ' || (to_jsonb(h) - ARRAY['id', 'ticket_id', 'body', 'key', 'details'])::text || replace(h.key, 'applicant:' || (SELECT applicant_id FROM ticket WHERE id = $1) || ':', 'applicant:who:') FROM ticket_history h WHERE ticket_id = $1
UNION ALL SELECT 'search' FROM ticket_search_due WHERE ticket_id = $1
UNION ALL SELECT 'card ' || (to_jsonb(a) - ARRAY['id', 'full_name', 'email', 'gb_login'])::text FROM applicant a JOIN ticket t ON a.id = t.applicant_id WHERE t.id = $1
UNION ALL SELECT 'line of the card ' || (to_jsonb(h) - ARRAY['id', 'applicant_id'])::text FROM applicant_history h JOIN ticket t USING (applicant_id) WHERE t.id = $1
UNION ALL SELECT 'number ' || p.confidence || p.shared || p.last_seen_at FROM applicant_phone p JOIN ticket t USING (applicant_id) WHERE t.id = $1
UNION ALL SELECT 'address ' || e.confidence || e.last_seen_at FROM applicant_email e JOIN ticket t USING (applicant_id) WHERE t.id = $1
UNION ALL SELECT 'name ' || count(*) FROM name_word_due d JOIN ticket t USING (applicant_id) WHERE t.id = $1
ORDER BY 1`

func (r *register) traces(t *testing.T, id tickets.TicketID) []string {
	t.Helper()
	rows, err := r.pool.Query(t.Context(), traces, id)
	must(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	for i := range all { // the body of a message tells which ticket it is
		all[i] = strings.ReplaceAll(all[i], fmt.Sprintf(`"id": %d`, id), `"id": 0`)
	}
	return all
}

// A row leaves what an appeal that a person registers leaves: the debt, its letter, timers, news and lines.
func TestImport_LeavesWhatRegisteringByHandLeaves_R_X_4(t *testing.T) {
	r := newRegister(t)
	addHook(t, r.hooks(&post{}), tickets.EventRegistered)
	for _, channel := range []tickets.Channel{tickets.Email, tickets.Form, tickets.Phone} {
		by := tickets.Intake{Key: "by hand " + string(channel), Channel: channel, Origin: tickets.FacebookReferral, Subject: "Лист", Description: "Не надходить лист", OralReason: "усно",
			Content: tickets.Content{Browser: "Firefox"}, ReceivedAt: kyiv(t, "2026-11-20 19:00"),
			Applicant: tickets.ApplicantChoice{Name: "Олена Бойко " + string(channel), Phone: "0501234567", Email: "hand@example.com", Login: "hand-" + string(channel), Group: tickets.InternalUser, Subgroup: tickets.OfKMR}}
		hand, err := r.RegisterByHand(t.Context(), by, agent)
		must(t, err)
		row := tickets.ImportRow{Number: 2, Intake: by}
		row.Intake.Applicant.Name, row.Intake.Applicant.Phone, row.Intake.Applicant.Email = "Петро Гнатюк "+string(channel), "0671234567", "file@example.com"
		row.Intake.Applicant.Login = "file-" + string(channel)
		_, err = r.Import(t.Context(), aFile("а.csv"), []tickets.ImportRow{row})
		must(t, err)
		list, err := r.List(t.Context(), tickets.Filter{Limit: 10, Channel: channel})
		must(t, err)
		if len(list) != 2 {
			t.Fatalf("%s: %+v", channel, list)
		}
		id := list[0].ID + list[1].ID - hand.ID
		if want := r.traces(t, hand.ID); len(want) < 12 {
			t.Errorf("%s: %q", channel, want)
		} else {
			same(t, string(channel), r.traces(t, id), want...)
		}
	}
}

// Rows of one name find the applicant that rows before them have brought, in the file's order, and repeated appeals are linked.
func TestImport_RowsOfOneNameAreOneApplicant_R_1_3(t *testing.T) {
	r := newRegister(t)
	row := func(n int, c tickets.ApplicantChoice) tickets.ImportRow {
		return importRow(n, fmt.Sprint("k", n), fmt.Sprint("Опис ", n), c)
	}
	const name = "Петро Гнатюк"
	_, err := r.Import(t.Context(), aFile("а.csv"), []tickets.ImportRow{
		row(2, tickets.ApplicantChoice{Name: name, Login: "petro"}),
		row(3, tickets.ApplicantChoice{Name: "Олена Бойко", Phone: "0501234567"}),
		row(4, tickets.ApplicantChoice{Name: "ПЕТРО гнатюк", Login: "Petro", Phone: "0671234567"}),
		row(5, tickets.ApplicantChoice{Name: name, Phone: "0671234567"}),                   // known by the number of row 4
		row(6, tickets.ApplicantChoice{Name: name, Phone: "0671234567", Login: "another"}), // another login is another person
		row(7, tickets.ApplicantChoice{Name: "Олена Бойко"}),                               // nothing tells that it is the same
	})
	must(t, err)
	rows, err := r.pool.Query(t.Context(), `
SELECT substr(t.description, 6) || ' of ' || dense_rank() OVER (ORDER BY min(t2.id)) || ', earlier ' || coalesce((
       SELECT string_agg(substr(e.description, 6), ' ' ORDER BY e.id) FROM ticket_link l JOIN ticket e ON e.id = l.related_id WHERE l.ticket_id = t.id), '-')
  FROM ticket t JOIN ticket t2 USING (applicant_id) GROUP BY t.id ORDER BY t.id`)
	must(t, err)
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	same(t, "appeals", got, "2 of 1, earlier -", "3 of 2, earlier -", "4 of 1, earlier 2", "5 of 1, earlier 2 4", "6 of 3, earlier -", "7 of 4, earlier -")
	var confidence int
	must(t, r.pool.QueryRow(t.Context(), `SELECT confidence FROM applicant_phone JOIN applicant a ON a.id = applicant_id WHERE e164 = '+380671234567' AND a.gb_login = 'petro'`).Scan(&confidence))
	equal(t, "how sure the number is", confidence, 2)
}
