package tickets

import (
	"strings"
	"testing"
	"time"

	"hotline/tickets/sla"
)

// lawCalendar has a plain week and two holidays; nobody has decided anything.
func lawCalendar() Calendar {
	from := sla.Date{Year: 2000, Month: 1, Day: 1}
	feast := func(id int64, name string, m time.Month, d, easter int) FeastRow {
		return FeastRow{ID: id, Feast: sla.Feast{Name: name, Month: m, Day: d, AfterEaster: easter, Valid: sla.Span{From: from}}}
	}
	return Calendar{Version: 1, Weeks: []WeekRow{{DatedWeek: sla.DatedWeek{From: from, Week: sla.NineToSix}}},
		Feasts: []FeastRow{feast(1, "Різдво Христове", time.December, 25, 0), feast(2, "Великдень", 0, 0, 0)}}
}

func (c Calendar) mustEdit(t *testing.T, when string, e CalendarEdit) Calendar {
	t.Helper()
	after, err := ApplyCalendar(c, e, "звірено", "Закон № 1", koval, at(t, when))
	if err != nil {
		t.Fatal(err)
	}
	return after
}

func datesOf(rows []Proposal) string {
	var all []string
	for _, r := range rows {
		all = append(all, r.Date.String()+" "+string(r.Norm))
	}
	return strings.Join(all, ", ")
}

func TestSetFeast_ADayThatTheLawAddsIsProposedFromItsDay_R_3_2_1_1(t *testing.T) {
	c := lawCalendar()
	added := SetFeast{Feast: sla.Feast{Name: " День Києва ", Month: time.May, Day: 25, Valid: sla.Span{From: sla.Date{Year: 2028, Month: 1, Day: 1}}}}
	c = c.mustEdit(t, "2026-11-23 10:00", added)
	if f := c.Feasts[2]; f.Name != "День Києва" || f.Basis != "Закон № 1" || f.By != koval || f.Reason != "звірено" {
		t.Errorf("%+v", f)
	}
	if s := c.Changes[0].Summary; s != "перелік свят за законом: «День Києва», з 01.01.2028" {
		t.Error(s)
	}
	for year, want := range map[int]bool{2027: false, 2028: true} {
		rows, err := c.Propose(year)
		if err != nil || strings.Contains(datesOf(rows), "05-25 holidays") != want {
			t.Errorf("%d: %s, %v", year, datesOf(rows), err)
		}
	}
}

func TestSetFeast_ADayThatTheLawDropsStaysForFormerYearsAndWhatWasConfirmedIsShown_R_3_2_1_1(t *testing.T) {
	c := lawCalendar()
	christmas := sla.Date{Year: 2028, Month: time.December, Day: 25}
	c = c.mustEdit(t, "2028-01-10 10:00", Decide{Year: 2028, Rows: []Verdict{{christmas, sla.Holidays, true}}})
	dropped := c.Feasts[0].Feast
	dropped.Valid.Until = sla.Date{Year: 2027, Month: time.December, Day: 31}
	c = c.mustEdit(t, "2028-02-10 10:00", SetFeast{ID: 1, Feast: dropped})
	rows, err := c.Propose(2028)
	if err != nil {
		t.Fatal(err)
	}
	last := rows[len(rows)-1]
	if last.Date != christmas || !last.Dropped || last.State != RowConfirmed || last.Feast != "Різдво Христове" {
		t.Errorf("%s: %+v", datesOf(rows), last)
	}
	c = c.mustEdit(t, "2028-02-10 10:05", Decide{Year: 2028, Rows: []Verdict{{christmas, sla.Holidays, false}}})
	if rows, err = c.Propose(2028); err != nil || strings.Contains(datesOf(rows), "12-25") || len(c.Days) != 0 {
		t.Errorf("rejected: %s, %d days, %v", datesOf(rows), len(c.Days), err)
	}
	if rows, err = c.Propose(2027); err != nil || !strings.Contains(datesOf(rows), "2027-12-25 holidays") {
		t.Errorf("the year before: %s, %v", datesOf(rows), err)
	}
}

func TestSetFeast_WhatIsWrongIsNamed(t *testing.T) {
	good := sla.Feast{Name: "Свято", Month: time.May, Day: 25, Valid: sla.Span{From: sla.Date{Year: 2027, Month: 1, Day: 1}}}
	with := func(change func(*sla.Feast)) SetFeast {
		f := good
		change(&f)
		return SetFeast{Feast: f}
	}
	for name, c := range map[string]struct {
		edit  SetFeast
		field string
	}{
		"no name":                {with(func(f *sla.Feast) { f.Name = " " }), "name"},
		"no such day":            {with(func(f *sla.Feast) { f.Day = 32 }), "day"},
		"not in every year":      {with(func(f *sla.Feast) { f.Month, f.Day = time.February, 29 }), "day"},
		"both ways":              {with(func(f *sla.Feast) { f.AfterEaster = 1 }), "day"},
		"a day without a month":  {with(func(f *sla.Feast) { f.Month = 0 }), "day"},
		"far from Easter":        {with(func(f *sla.Feast) { f.Month, f.Day, f.AfterEaster = 0, 0, 101 }), "after_easter"},
		"ends before it begins":  {with(func(f *sla.Feast) { f.Valid.Until = sla.Date{Year: 2026, Month: 1, Day: 1} }), "until"},
		"a line that is no more": {SetFeast{ID: 9, Feast: good}, "id"},
	} {
		t.Run(name, func(t *testing.T) {
			_, err := ApplyCalendar(lawCalendar(), c.edit, "звірено", "Закон № 1", koval, at(t, "2026-11-23 10:00"))
			faultOf(t, err, c.field)
		})
	}
	_, err := ApplyCalendar(lawCalendar(), SetFeast{Feast: good}, "звірено", "", koval, at(t, "2026-11-23 10:00"))
	faultOf(t, err, "legal_basis")
}
