package tickets

import (
	"errors"
	"slices"
	"strings"
	"time"

	"hotline/tickets/sla"
)

// Provenance is whose word a row of the calendar is, and on what it rests.
type Provenance struct {
	Basis  string // the law or the order, e.g. "КЗпП, ст. 73"; may be empty for the service's own decision
	Reason string
	By     Author
	At     time.Time
}

// DayRow is one dated row of the calendar.
type DayRow struct {
	sla.Rule
	Provenance
}

// WeekRow is a week's pattern from a day on.
type WeekRow struct {
	sla.DatedWeek
	Provenance
}

// RegimeRow is a legal regime with the norms that it suspends.
type RegimeRow struct {
	ID   int64
	Name string
	sla.Regime
	Provenance
}

// CalendarDecision is what a person said of a row that the law proposes.
type CalendarDecision struct {
	Date      sla.Date
	Norm      sla.Norm
	Confirmed bool
	By        Author
	At        time.Time
}

// CalendarChange is one line of the calendar's own history.
type CalendarChange struct {
	Version int64 // of the calendar, after it
	At      time.Time
	By      Author
	Summary string // in Ukrainian, as tickets' histories tell it
	Reason  string
}

// Calendar is the whole working calendar as its keepers see it.
type Calendar struct {
	Version   int64
	Weeks     []WeekRow   // earliest first
	Days      []DayRow    // by date
	Regimes   []RegimeRow // earliest first
	Feasts    []FeastRow  // the law's list
	Decisions []CalendarDecision
	Changes   []CalendarChange // newest first, the last hundred
}

// Plan is the calendar as sla counts it.
func (c Calendar) Plan() (p sla.Plan) {
	for _, w := range c.Weeks {
		p.Weeks = append(p.Weeks, w.DatedWeek)
	}
	for _, d := range c.Days {
		p.Rules = append(p.Rules, d.Rule)
	}
	for _, r := range c.Regimes {
		p.Regimes = append(p.Regimes, r.Regime)
	}
	return p
}

// day is the row of a date and norm; nil for none.
func (c Calendar) day(d sla.Date, n sla.Norm) *DayRow {
	if i := slices.IndexFunc(c.Days, func(r DayRow) bool { return r.Date == d && r.Norm == n }); i >= 0 {
		return &c.Days[i]
	}
	return nil
}

// ProposalState is what became of a row that the law proposes.
type ProposalState string

const (
	RowOpen      ProposalState = "open"
	RowConfirmed ProposalState = "confirmed"
	RowRejected  ProposalState = "rejected"
)

// Proposal is a row that the law gives the calendar, and what a person said of it.
type Proposal struct {
	sla.Proposed
	State     ProposalState
	Suspended bool // a regime takes its effect on that day
	Dropped   bool // confirmed, and the law's list gives it no more
	By        Author
	At        time.Time
}

// Propose gives the rows of a year by the law's list, each with what was decided (КЗпП, ст. 73, 67, 53), and those that were
// confirmed and are given no more.
func (c Calendar) Propose(year int) ([]Proposal, error) {
	plan := c.Plan()
	rows, err := plan.Propose(year, c.lawList())
	if err != nil {
		return nil, err
	}
	all := make([]Proposal, 0, len(rows))
	for _, row := range rows {
		p := Proposal{Proposed: row, State: RowOpen, Suspended: plan.Suspended(row.Date, row.Norm)}
		for _, d := range c.Decisions {
			if d.Date == row.Date && d.Norm == row.Norm {
				p.State, p.By, p.At = RowRejected, d.By, d.At
			}
		}
		if d := c.day(row.Date, row.Norm); d != nil {
			p.State, p.By, p.At = RowConfirmed, d.By, d.At
		}
		all = append(all, p)
	}
	all = append(all, c.dropped(year, rows)...)
	slices.SortStableFunc(all, func(a, b Proposal) int { return a.Date.Compare(b.Date) })
	return all, nil
}

// ErrCalendarConflict is wrapped by CalendarConflict.
var ErrCalendarConflict = errors.New("the calendar was changed meanwhile")

// CalendarConflict refuses a change of a calendar that is no longer as it was seen, and says who changed it.
type CalendarConflict struct{ Last CalendarChange }

func (e *CalendarConflict) Error() string { return ErrCalendarConflict.Error() }
func (e *CalendarConflict) Unwrap() error { return ErrCalendarConflict }

// CalendarEdit is what an administrator wants to change. The types of this package are all there are.
type CalendarEdit interface {
	// edit changes c, which is a copy, and says it in Ukrainian.
	edit(c *Calendar, from Provenance) (summary string, err error)
}

const (
	maxDays    = 366 // of one edit
	yearsAhead = 5   // so far a calendar is kept
)

// ApplyCalendar is what an edit makes of a calendar, with the line of its history first in Changes. What has passed stays as
// it was: an edit that would change the hours of a former day is refused, so that verdicts can be counted again (R-X.2).
// Errors: Invalid. Pure.
func ApplyCalendar(c Calendar, e CalendarEdit, why, basis string, by Author, at time.Time) (Calendar, error) {
	from := Provenance{Basis: Printable(basis, 300), Reason: Printable(strings.TrimSpace(why), 500), By: by, At: micro(at)}
	if from.Reason == "" {
		return c, Invalid{{"reason", "required"}}
	}
	before := c.Plan()
	c.Weeks, c.Days, c.Regimes = slices.Clone(c.Weeks), slices.Clone(c.Days), slices.Clone(c.Regimes)
	c.Decisions, c.Feasts = slices.Clone(c.Decisions), slices.Clone(c.Feasts)
	summary, err := e.edit(&c, from)
	if err != nil {
		return c, err
	}
	if err := sound(before, c.Plan(), at); err != nil {
		return c, err
	}
	c.Changes = slices.Insert(slices.Clone(c.Changes), 0, CalendarChange{At: from.At, By: by, Summary: summary, Reason: from.Reason})
	return c, nil
}

// sound refuses a plan that rewrites the past, and one in which terms would never end.
func sound(before, after sla.Plan, at time.Time) error {
	today := sla.DateOf(at, sla.Kyiv)
	from := sla.Date{Year: today.Year - 2, Month: today.Month, Day: 1}
	was, err := before.Days(from, today.AddDays(-1))
	if err != nil {
		return err
	}
	is, err := after.Days(from, today.AddDays(-1))
	if err != nil {
		return Invalid{{"hours", "invalid"}}
	}
	for i := range is {
		if is[i].Hours != was[i].Hours {
			return Invalid{{"from", "past"}}
		}
	}
	calendar, err := after.Calendar(sla.Kyiv, today, sla.Date{Year: today.Year + 3, Month: today.Month, Day: 1})
	if err != nil {
		return Invalid{{"hours", "invalid"}}
	}
	for month := range 24 {
		begins := at.AddDate(0, month, 0)
		ends, err := calendar.Add(begins, longestTerm)
		if err != nil || ends.After(begins.AddDate(1, 0, 0)) {
			return Invalid{{"hours", "no_working_time"}}
		}
	}
	return nil
}

// longestTerm must fit into a year from any month of the next two: 96 hours, and as much again for extensions.
const longestTerm = 200 * time.Hour
