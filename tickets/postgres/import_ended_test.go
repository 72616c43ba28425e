package postgres_test

import (
	"testing"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// What an older system has closed is closed, with its class, date and reason: nobody is owed anything, nothing waits and nothing
// is news, and an appeal that is open now is not an earlier one of it.
func TestImport_ClosedElsewhereOwesNothing(t *testing.T) {
	r := newRegister(t)
	r.name(t, r.call(t, olenaPhone).ID, "Олена Бойко")
	row := importRow(2, "A-1", "Не відкривалася форма", tickets.ApplicantChoice{Name: "Олена Бойко", Phone: olenaPhone})
	row.Class, row.Process, row.Status = tickets.Class{Type: tickets.Bug, Category: tickets.High}, "доопрацювання  системи", tickets.Closed
	row.Intake.ReceivedAt = kyiv(t, "2025-05-12 10:00")
	row.Ended = tickets.Ended{At: kyiv(t, "2025-05-15 09:30"), Reason: tickets.Solved, ReactedAt: kyiv(t, "2025-05-12 11:00")}
	late := importRow(3, "A-2", "Пропозиція", tickets.ApplicantChoice{Name: "Новий Заявник", Email: "new@example.com"})
	late.Class, late.Status, late.Intake.ReceivedAt = tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, tickets.Closed, kyiv(t, "2025-05-12 10:00")
	late.Ended = tickets.Ended{At: kyiv(t, "2025-07-01 12:00"), Reason: tickets.RedirectedGBK}
	m, err := r.Import(t.Context(), aFile("архів.csv"), []tickets.ImportRow{row, late})
	must(t, err)
	again, err := r.Import(t.Context(), aFile("архів.csv"), []tickets.ImportRow{row, late})
	must(t, err)
	list, err := r.List(t.Context(), tickets.Filter{Statuses: []tickets.Status{tickets.Closed}, Limit: 10})
	must(t, err)
	if m.Registered != 2 || again.Registered != 0 || len(list) != 2 {
		t.Fatalf("%+v, again %+v, %d closed", m, again, len(list))
	}
	var owed, letters, timers, news, links int
	must(t, r.pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ticket_notice n WHERE n.ticket_id = ANY ($1)), (SELECT count(*) FROM ticket_outbox o WHERE o.ticket_id = ANY ($1)),
		(SELECT count(*) FROM ticket_timer x WHERE x.ticket_id = ANY ($1)), (SELECT count(*) FROM webhook_delivery), (SELECT count(*) FROM ticket_link)`,
		[]tickets.TicketID{list[0].ID, list[1].ID}).Scan(&owed, &letters, &timers, &news, &links))
	if owed+letters+timers+news+links != 0 {
		t.Errorf("%d debts, %d letters, %d timers, %d deliveries, %d links", owed, letters, timers, news, links)
	}
	for _, one := range list {
		d := r.get(t, one.ID)
		if d.Ticket.Applicant == 0 || d.History[0].Author != agent || d.History[0].To != tickets.Closed || len(d.History) != 2 {
			t.Errorf("%+v", d)
		}
		switch now := r.now(); one.CloseReason {
		case tickets.Solved:
			if one.Process != "rework" || one.Class != row.Class || !one.ClosedAt.Equal(row.Ended.At) || !one.RegisteredAt.Equal(row.Intake.ReceivedAt) ||
				one.Reaction(now) != sla.Met || one.Resolution(now) != sla.MetLate {
				t.Errorf("%+v", one)
			}
			if said := d.History[0].Sentence(); said != "Звернення зареєстровано. Статус: Закрито. Імпортовано з файлу «архів.csv», рядок 2" {
				t.Error(said)
			}
		case tickets.RedirectedGBK:
			if one.GBKAcceptedAt.IsZero() || one.Reaction(now) != sla.MetLate {
				t.Errorf("%+v", one)
			}
		}
	}
}

// A class that the file brings is one that somebody has set: its terms run from the import.
func TestImport_ClassOfAnOpenAppealCountsItsTerms_Amb_7(t *testing.T) {
	r := newRegister(t)
	row := importRow(2, "A-1", "Подання зупинено", tickets.ApplicantChoice{})
	row.Class, row.Process, row.Status = tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, "digital_signature", tickets.Registered
	_, err := r.Import(t.Context(), aFile("а.csv"), []tickets.ImportRow{row})
	must(t, err)
	list, err := r.List(t.Context(), tickets.Filter{Expedited: true, Process: "digital_signature", Type: tickets.Bug, Limit: 10})
	must(t, err)
	if len(list) != 1 || !list[0].ReactionDueAt.Equal(kyiv(t, "2026-11-23 11:15")) || !list[0].ResolutionDueAt.Equal(kyiv(t, "2026-11-23 14:15")) {
		t.Fatalf("%+v", list)
	}
	var timers int
	must(t, r.pool.QueryRow(t.Context(), `SELECT count(*) FROM ticket_timer WHERE ticket_id = $1 AND fire_at <= $2`, list[0].ID, list[0].ResolutionDueAt).Scan(&timers))
	owed, err := r.Notices(t.Context(), list[0].ID)
	must(t, err)
	if timers != 2*len(tickets.Parts) || len(owed) != 1 || r.get(t, list[0].ID).History[0].Values[0] != (tickets.Value{Field: "type", New: "bug"}) {
		t.Errorf("%d timers, owed %+v", timers, owed)
	}
}
