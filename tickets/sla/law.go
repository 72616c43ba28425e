package sla

import (
	"maps"
	"slices"
	"strings"
	"time"
)

// Feast is one line of the law's list of holidays (КЗпП, ст. 73), with the years for which it stands in the list. It is a day of
// a month, or so many days after Easter.
type Feast struct {
	Name        string
	Month       time.Month // 0: it moves with Easter
	Day         int
	AfterEaster int
	Valid       Span
}

// in is the feast's day in a year; false: the law does not know it then.
func (f Feast) in(year int) (Date, bool) {
	d := Date{year, f.Month, f.Day}
	if f.Month == 0 {
		d = Easter(year).AddDays(f.AfterEaster)
	}
	return d, f.Valid.Has(d)
}

// Easter is the Sunday of Великдень in a year of the civil calendar: Meeus' Julian algorithm, thirteen days later (1900–2099).
func Easter(year int) Date {
	d := (19*(year%19) + 15) % 30
	e := (2*(year%4) + 4*(year%7) - d + 34) % 7
	return Date{year, time.March, 22}.AddDays(d + e + 13)
}

// Proposed is a row that the law would give the calendar; a person confirms it.
type Proposed struct {
	Rule
	Feast string // for whose sake
	Of    Date   // the feast's own day
}

// Propose gives the rows of a year, by date: the list of art. 73; for each feast that falls on a day off, the next day that is
// neither a day off nor a feast nor already given (art. 67, part 3; two in a row stack); an hour less on a working eve (art. 53).
// What a regime suspends is proposed all the same: the regime may end.
func (p Plan) Propose(year int, list []Feast) ([]Proposed, error) {
	r, err := Plan{Weeks: p.Weeks}.reader()
	if err != nil {
		return nil, err
	}
	names, taken := map[Date]string{}, map[Date]bool{}
	for y := year - 1; y <= year+1; y++ { // with next year's, whose first eve is in this one
		for _, f := range list {
			if on, ok := f.in(y); ok {
				names[on], taken[on] = strings.TrimPrefix(names[on]+"; "+f.Name, "; "), true
			}
		}
	}
	feasts := slices.SortedFunc(maps.Keys(names), Date.Compare)
	week := func(d Date) Hours { return r.week(d)[d.Weekday()] }
	var all []Proposed
	give := func(on, of Date, kind Kind, h Hours, n Norm) {
		if on.Year == year {
			all = append(all, Proposed{Rule{on, kind, h, n}, names[of], of})
		}
	}
	for _, f := range feasts {
		give(f, f, Holiday, Hours{}, Holidays)
		for d, tries := f.AddDays(1), 0; week(f).Off() && tries < 31; d, tries = d.AddDays(1), tries+1 {
			if !week(d).Off() && !taken[d] {
				taken[d] = true
				give(d, f, DayOff, Hours{}, Transfer)
				break
			}
		}
	}
	for _, f := range feasts {
		eve := f.AddDays(-1)
		if h := week(eve); !taken[eve] && h.Close-h.Open > time.Hour {
			give(eve, f, Short, Hours{h.Open, h.Close - time.Hour}, ShortEve)
		}
	}
	slices.SortStableFunc(all, func(a, b Proposed) int { return a.Date.Compare(b.Date) })
	return all, nil
}
