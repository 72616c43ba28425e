package tickets

import (
	"slices"
	"testing"

	"hotline/tickets/sla"
)

func remindersAt(t *testing.T, c Calendar, when string) (keys []string) {
	t.Helper()
	all, err := Reminders(c, at(t, when))
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range all {
		if !a.Administrators || a.Person != 0 || a.Supervisors || a.Text == "" {
			t.Errorf("%+v", a)
		}
		keys = append(keys, a.Key)
	}
	return keys
}

// confirmed is a calendar in which every row of a year has a decision.
func (c Calendar) confirmed(t *testing.T, year int, when string) Calendar {
	t.Helper()
	rows, err := c.Propose(year)
	if err != nil {
		t.Fatal(err)
	}
	e := Decide{Year: year}
	for i, r := range rows {
		e.Rows = append(e.Rows, Verdict{r.Date, r.Norm, i%2 == 0})
	}
	return c.mustEdit(t, when, e)
}

func TestReminders_NextYearFromTheFirstOfOctoberUntilEachRowIsDecided(t *testing.T) {
	c := lawCalendar().confirmed(t, 2026, "2026-01-05 10:00")
	for when, want := range map[string][]string{
		"2026-09-30 23:59": nil,
		"2026-10-01 00:00": {"calendar_year:2027:2026-W40"}, // midnight in Kyiv
		"2026-10-04 12:00": {"calendar_year:2027:2026-W40"}, // once a week
		"2026-10-05 00:00": {"calendar_year:2027:2026-W41"},
		"2026-12-31 12:00": {"calendar_year:2027:2026-W53"},
		"2027-02-01 12:00": {"calendar_year:2027:2027-W05"}, // and goes on until it is
		"2028-01-01 12:00": {"calendar_year:2028:2027-W52"}, // the year that is over is not asked about
	} {
		if got := remindersAt(t, c, when); !slices.Equal(got, want) {
			t.Errorf("at %s: %v, want %v", when, got, want)
		}
	}
	rows, err := c.Propose(2027)
	if err != nil {
		t.Fatal(err)
	}
	one := c.mustEdit(t, "2026-10-06 10:00", Decide{Year: 2027, Rows: []Verdict{{rows[0].Date, rows[0].Norm, true}}})
	if got := remindersAt(t, one, "2026-10-06 12:00"); len(got) != 1 {
		t.Errorf("one row is decided: %v", got)
	}
	if got := remindersAt(t, c.confirmed(t, 2027, "2026-10-06 10:00"), "2026-10-06 12:00"); got != nil {
		t.Errorf("confirmed: %v", got)
	}
}

func TestReminders_ARegimeWithoutAnEndIsLookedAtEachNinetyDays(t *testing.T) {
	c := lawCalendar().confirmed(t, 2026, "2026-01-05 10:00")
	martial := sla.Regime{Span: sla.Span{From: sla.Date{Year: 2022, Month: 2, Day: 24}}}
	c = c.mustEdit(t, "2026-02-01 10:00", SetRegime{Name: "Воєнний стан", Regime: martial})
	c.Regimes[0].ID = 4
	for when, want := range map[string][]string{
		"2026-05-02 10:59": nil,
		"2026-05-02 11:00": {"regime_unseen:4:2026-W18"}, // ninety days, over the change of clocks
		"2026-05-05 11:00": {"regime_unseen:4:2026-W19"},
	} {
		if got := remindersAt(t, c, when); !slices.Equal(got, want) {
			t.Errorf("at %s: %v, want %v", when, got, want)
		}
	}
	seen := c.mustEdit(t, "2026-05-05 12:00", SetRegime{ID: 4, Name: "Воєнний стан", Regime: martial})
	if got := remindersAt(t, seen, "2026-05-06 12:00"); got != nil {
		t.Errorf("looked at and kept as it is: %v", got)
	}
	martial.Until = sla.Date{Year: 2026, Month: 12, Day: 31}
	ended := c.mustEdit(t, "2026-05-05 12:00", SetRegime{ID: 4, Name: "Воєнний стан", Regime: martial})
	if got := remindersAt(t, ended, "2026-09-20 12:00"); got != nil {
		t.Errorf("it has an end: %v", got)
	}
}
