package tickets

import (
	"testing"
	"time"

	"hotline/tickets/sla"
)

// resolvedLife is a consultation that was answered at an instant, by a calendar with exceptions.
func resolvedLife(t *testing.T, when string, days ...sla.Day) *life {
	t.Helper()
	l := newLife(t, Email, "2026-11-23 10:00")
	c, err := sla.New(sla.Kyiv, sla.NineToSix, days, sla.Date{Year: 2025, Month: 1, Day: 1}, sla.Date{Year: 2028, Month: 12, Day: 31})
	if err != nil {
		t.Fatal(err)
	}
	l.terms.Calendar = c
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do(when, koval, Resolve{"Готово"})
	l.tell(when)
	return l
}

func TestReopen_TheSolvedStretchDoesNotCount_R_1_3(t *testing.T) {
	l := resolvedLife(t, "2026-11-23 12:00")
	l.do("2026-11-24 12:00", koval, Reopen{"Не працює"})
	if l.Status != InProgress || l.Reopened != 1 || !l.ResolutionDueAt.Equal(at(t, "2026-11-30 10:00")) { // nine hours later
		t.Errorf("%s, %d times, due %s", l.Status, l.Reopened, l.ResolutionDueAt)
	}
}

// «День» is a working day (Regulation 1): five of them follow the day on which the ticket was finished, whatever their hours.
func TestReopen_FiveWorkingDaysByTheCalendar_R_1_1(t *testing.T) {
	const h = time.Hour
	off := func(m time.Month, d int) sla.Day { return sla.Day{Date: sla.Date{Year: 2026, Month: m, Day: d}} }
	open := func(m time.Month, d int, from, to time.Duration) sla.Day {
		return sla.Day{Date: sla.Date{Year: 2026, Month: m, Day: d}, Hours: sla.Hours{Open: from, Close: to}}
	}
	for name, c := range map[string]struct {
		ended, last, late string
		days              []sla.Day
	}{
		"a plain week":                    {"2026-11-23 12:00", "2026-11-30 18:00", "2026-11-30 18:01", nil},
		"ended as the day began":          {"2026-11-23 12:00", "2026-11-30 17:59", "2026-12-01 09:00", nil},
		"ended in the evening":            {"2026-11-23 21:00", "2026-11-30 18:00", "2026-11-30 18:01", nil},
		"ended on a Saturday":             {"2026-11-28 12:00", "2026-12-04 18:00", "2026-12-04 18:01", nil},
		"a holiday between":               {"2026-11-23 12:00", "2026-12-01 18:00", "2026-12-01 18:01", []sla.Day{off(11, 26)}},
		"short days are days":             {"2026-11-23 12:00", "2026-11-30 18:00", "2026-11-30 18:01", []sla.Day{open(11, 25, 9*h, 17*h), open(11, 26, 9*h, 12*h)}},
		"extended hours are one day":      {"2026-11-23 12:00", "2026-11-30 18:00", "2026-11-30 18:01", []sla.Day{open(11, 25, 7*h, 22*h)}},
		"the last day is short":           {"2026-11-23 12:00", "2026-11-30 17:00", "2026-11-30 17:01", []sla.Day{open(11, 30, 9*h, 17*h)}},
		"the last day is long":            {"2026-11-23 12:00", "2026-11-30 20:00", "2026-11-30 20:01", []sla.Day{open(11, 30, 9*h, 20*h)}},
		"a Saturday is made a working":    {"2026-11-23 12:00", "2026-11-28 18:00", "2026-11-28 18:01", []sla.Day{open(11, 28, 9*h, 18*h)}},
		"the last day turns into a feast": {"2026-11-23 12:00", "2026-12-01 18:00", "2026-12-01 18:01", []sla.Day{off(11, 30)}},
	} {
		t.Run(name, func(t *testing.T) {
			l := resolvedLife(t, c.ended, c.days...)
			refusedWith(t, l.try(c.late, koval, Reopen{"Пізно"}), "reopen_late")
			l.do(c.last, koval, Reopen{"Не працює"})
			if l.Status != InProgress {
				t.Errorf("%s at %s", l.Status, c.last)
			}
		})
	}
}

func TestReopen_OfAClosedTicketTheDaysFollowTheClosing_R_1_1(t *testing.T) {
	l := resolvedLife(t, "2026-11-23 12:00")
	l.do("2026-11-27 12:00", koval, Close{Reason: ConsultedFully})
	refusedWith(t, l.try("2026-12-04 18:01", koval, Reopen{"Пізно"}), "reopen_late")
	l.do("2026-12-04 18:00", koval, Reopen{"Не працює"})
	if !l.ClosedAt.IsZero() || l.CloseReason != "" {
		t.Errorf("closed at %s, %s", l.ClosedAt, l.CloseReason)
	}
}
