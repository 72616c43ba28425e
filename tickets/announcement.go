package tickets

import (
	"fmt"
	"time"

	"hotline/tickets/sla"
)

var monthsOf = [...]string{"", "січня", "лютого", "березня", "квітня", "травня", "червня",
	"липня", "серпня", "вересня", "жовтня", "листопада", "грудня"}

// Announcement is the sentence that the agent reads to the caller before the talk ends (Regulation 4.9.5.2): the number
// and the approximate term, in Kyiv's time. While nobody has classified the ticket, the term is the longest default
// and is to be made precise (Amb-14).
func Announcement(t Ticket) string {
	if t.ResolutionDueAt.IsZero() {
		return fmt.Sprintf("Ваше звернення зареєстровано за номером %s; строк зупинено, доки ми чекаємо.", t.Number)
	}
	s := fmt.Sprintf("Ваше звернення зареєстровано за номером %s, орієнтовний строк — до %s",
		t.Number, spellInstant(t.ResolutionDueAt, t.RegisteredAt))
	if t.Class == (Class{}) {
		s += "; його буде уточнено"
	}
	return s + "."
}

// spellInstant is «27 листопада, 17:30» in Kyiv's time; the year is told when it is not that of the reference.
func spellInstant(at, reference time.Time) string {
	at, reference = at.In(sla.Kyiv), reference.In(sla.Kyiv)
	day := fmt.Sprintf("%d %s", at.Day(), monthsOf[at.Month()])
	if at.Year() != reference.Year() {
		day += fmt.Sprintf(" %d року", at.Year())
	}
	return day + at.Format(", 15:04")
}
