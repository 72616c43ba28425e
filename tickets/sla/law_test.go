package sla

import (
	"slices"
	"strings"
	"testing"
	"time"
)

// feasts is the list of КЗпП, ст. 73 as the schema seeds it.
var feasts = func() (all []Feast) {
	for _, f := range []struct {
		name       string
		month, day int
	}{{"Новий рік", 1, 1}, {"8 Березня", 3, 8}, {"День праці", 5, 1}, {"День пам’яті", 5, 8}, {"День Конституції", 6, 28}, {"День Державності", 7, 15},
		{"День незалежності", 8, 24}, {"День захисників", 10, 1}, {"Різдво", 12, 25}} {
		all = append(all, Feast{Name: f.name, Month: time.Month(f.month), Day: f.day})
	}
	return append(all, Feast{Name: "Великдень"}, Feast{Name: "Трійця", AfterEaster: 49})
}()

var peace = Plan{Weeks: []DatedWeek{{Date{2000, 1, 1}, NineToSix}}}

func propose(t *testing.T, year int) []Proposed {
	t.Helper()
	rows, err := peace.Propose(year, feasts)
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// with makes a plan of the law's rows.
func with(t *testing.T, regimes []Regime, years ...int) Plan {
	t.Helper()
	p := peace
	p.Regimes = regimes
	for _, year := range years {
		for _, row := range propose(t, year) {
			p.Rules = append(p.Rules, row.Rule)
		}
	}
	return p
}

func TestEaster_KnownSundays(t *testing.T) {
	for year, want := range map[int]string{2016: "05-01", 2021: "05-02", 2024: "05-05", 2025: "04-20", 2026: "04-12", 2027: "05-02", 2030: "04-28"} {
		got := Easter(year)
		if got.String() != time.Date(year, 1, 1, 0, 0, 0, 0, time.UTC).Format("2006-")+want || got.Weekday() != time.Sunday {
			t.Errorf("%d: %s, a %s", year, got, got.Weekday())
		}
	}
}

// The days off on weekdays in peace, by the press and the worked lists; * is a day off that moved (ст. 67, ч. 3).
func TestPropose_DaysOffOfAYear_R_3_2_1_1(t *testing.T) {
	for year, want := range map[int]string{
		2026: "01-01 03-09* 04-13* 05-01 05-08 06-01* 06-29* 07-15 08-24 10-01 12-25",
		2027: "01-01 03-08 05-03* 05-04* 05-10* 06-21* 06-28 07-15 08-24 10-01 12-27*",
	} {
		var got []string
		for _, row := range propose(t, year) {
			if wd := row.Date.Weekday(); row.Kind.Off() && wd != time.Saturday && wd != time.Sunday {
				got = append(got, row.Date.String()[5:]+map[Norm]string{Transfer: "*"}[row.Norm])
			}
		}
		if text := strings.Join(got, " "); text != want {
			t.Errorf("%d: %s, want %s", year, text, want)
		}
	}
}

func TestPropose_AnHourLessOnAWorkingEve_Amb_18(t *testing.T) {
	var got []string
	for _, row := range propose(t, 2027) {
		if row.Norm == ShortEve {
			if row.Hours != (Hours{9 * time.Hour, 17 * time.Hour}) || row.Kind != Short {
				t.Errorf("%+v", row)
			}
			got = append(got, row.Date.String()[5:])
		}
	}
	// 31 December is the eve of a feast of the next year; 7 March and 27 June are Sundays, 30 April is a Friday.
	if text := strings.Join(got, " "); text != "04-30 05-07 07-14 08-23 09-30 12-24 12-31" {
		t.Errorf("short: %s", text)
	}
}

func TestPropose_AFeastHoldsInTheYearsOfItsLaw(t *testing.T) {
	list := []Feast{{Name: "колишнє", Month: 5, Day: 9, Valid: Span{Until: Date{2023, 6, 14}}}, {Name: "теперішнє", Month: 5, Day: 8, Valid: Span{From: Date{2023, 6, 15}}}}
	for year, want := range map[int]string{2023: "2023-05-09", 2024: "2024-05-08"} {
		rows, err := peace.Propose(year, list)
		if err != nil {
			t.Fatal(err)
		}
		rows = slices.DeleteFunc(rows, func(p Proposed) bool { return p.Norm != Holidays })
		if len(rows) != 1 || rows[0].Date.String() != want {
			t.Errorf("%d: %+v", year, rows)
		}
	}
}

func TestPlan_TheTwoSwitchesOfARegimeAreIndependent_R_3_2_1_1(t *testing.T) {
	all := func(until Date) (s []Suspension) {
		for _, n := range Norms {
			s = append(s, Suspension{n, Span{Date{2022, 3, 24}, until}})
		}
		return s
	}
	war := Span{From: Date{2022, 2, 24}}
	for name, x := range map[string]struct {
		regime Regime
		works  bool // on 15 July 2027, a Thursday and День Державності
	}{
		"in force, suspends":                    {Regime{war, all(Date{})}, true},
		"in force, suspends nothing any more":   {Regime{war, all(Date{2027, 1, 1})}, false},
		"over, though it says that it suspends": {Regime{Span{war.From, Date{2027, 7, 14}}, all(Date{})}, false},
		"over on that day":                      {Regime{Span{war.From, Date{2027, 7, 15}}, all(Date{})}, true},
		"suspends the eves only":                {Regime{war, []Suspension{{ShortEve, Span{From: war.From}}}}, false},
	} {
		days, err := with(t, []Regime{x.regime}, 2027).Days(Date{2027, 7, 15}, Date{2027, 7, 15})
		if err != nil {
			t.Fatal(err)
		}
		if day := days[0]; day.Hours.Off() == x.works || x.works != (len(day.Suspended) == 1) {
			t.Errorf("%s: %+v", name, day)
		}
	}
}

func TestPlan_TheServicesOwnRowGoesBeforeTheLaws_R_3_2_3(t *testing.T) {
	p := with(t, nil, 2027)
	long := Hours{8 * time.Hour, 20 * time.Hour}
	p.Rules = append(p.Rules, Rule{Date{2027, 7, 15}, Extended, long, Own})
	days, err := p.Days(Date{2027, 7, 15}, Date{2027, 7, 15})
	if err != nil || days[0].Hours != long || days[0].Rule.Kind != Extended {
		t.Errorf("%+v, %v", days, err)
	}
}

func TestPlan_AWeekHoldsFromItsDayOn_R_3_2_3(t *testing.T) {
	week := NineToSix
	week[time.Saturday] = Hours{10 * time.Hour, 15 * time.Hour}
	p := Plan{Weeks: []DatedWeek{{Date{2027, 2, 1}, week}, {Date{2000, 1, 1}, NineToSix}}} // any order
	days, err := p.Days(Date{2027, 1, 30}, Date{2027, 2, 6})
	if err != nil || !days[0].Hours.Off() || days[7].Hours != week[time.Saturday] {
		t.Errorf("%+v, %v", days, err)
	}
	if days, err := p.Days(Date{1999, 12, 31}, Date{1999, 12, 31}); err != nil || !days[0].Hours.Off() {
		t.Errorf("before the first week: %+v, %v", days, err)
	}
}
