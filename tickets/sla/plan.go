package sla

import (
	"errors"
	"fmt"
	"slices"
	"time"
)

// Kind is what a dated row makes of a day.
type Kind string

const (
	Holiday  Kind = "holiday"  // святковий або неробочий день (КЗпП, ст. 73)
	DayOff   Kind = "day_off"  // вихідний, e.g. the one that a holiday on a weekend has moved (ст. 67)
	Working  Kind = "working"  // a working day where the week has none
	Short    Kind = "short"    // closes earlier (ст. 53)
	Extended Kind = "extended" // other hours under confirmed circumstances (Regulation 3.2.3)
)

// Kinds are all of them.
var Kinds = []Kind{Holiday, DayOff, Working, Short, Extended}

// Off tells whether a day of this kind has no working hours.
func (k Kind) Off() bool { return k == Holiday || k == DayOff }

// Norm is the rule of labour law from which a dated row follows. A legal regime can suspend it: then the row has no effect.
// The empty norm is the service's own decision, which nothing suspends.
type Norm string

const (
	Own      Norm = ""
	Holidays Norm = "holidays" // КЗпП, ст. 73: святкові і неробочі дні
	Transfer Norm = "transfer" // КЗпП, ст. 67, ч. 3–5: a day off that moves
	ShortEve Norm = "short"    // КЗпП, ст. 53: an hour less on the eve
)

// Norms are those that a regime may suspend.
var Norms = []Norm{Holidays, Transfer, ShortEve}

// rank is which row of a date goes before the others: the service's own, then what the law says first.
func (n Norm) rank() int { return slices.Index([]Norm{ShortEve, Transfer, Holidays, Own}, n) }

// Rule is what holds on one date instead of the week's pattern, and by which norm. A date may have a row for each norm.
type Rule struct {
	Date  Date
	Kind  Kind
	Hours Hours // zero for days off
	Norm  Norm
}

// Span is from a day to a day, both included. A zero end: without end.
type Span struct{ From, Until Date }

// Has tells whether d lies in the span.
func (s Span) Has(d Date) bool {
	return !d.Before(s.From) && (s.Until == Date{} || !s.Until.Before(d))
}

// Suspension says that a norm has no effect, as long as its regime is in force as well.
type Suspension struct {
	Norm Norm
	Span
}

// Regime is a legal regime with two switches that are independent of each other: when it is in force, and when it suspends
// which norm (Law 2136-IX art. 6(6) for martial law; either may end before the other).
type Regime struct {
	Span
	Suspends []Suspension
}

// suspends tells whether the regime takes a norm's effect on d.
func (r Regime) suspends(d Date, n Norm) bool {
	return n != Own && r.Has(d) && slices.ContainsFunc(r.Suspends, func(s Suspension) bool { return s.Norm == n && s.Has(d) })
}

// DatedWeek is a week's pattern from a day on, until the next one's.
type DatedWeek struct {
	From Date
	Week Week
}

// Plan is everything of which a calendar is made. The zero value has no working time.
type Plan struct {
	Weeks   []DatedWeek // any order; before the first there is no working time
	Rules   []Rule      // any order; the later of two with the same date and norm wins
	Regimes []Regime
}

// ErrHours says that a day cannot have such hours.
var ErrHours = errors.New("impossible hours")

// Effect is what a plan makes of one day.
type Effect struct {
	Hours     Hours
	Rule      *Rule  // the row that made it so; nil: the week's pattern
	Suspended []Rule // rows that would hold if a regime did not suspend their norm
}

// reader is a plan that can be asked day after day.
type reader struct {
	weeks   []DatedWeek // latest first
	rules   map[Date][]Rule
	regimes []Regime
}

func (p Plan) reader() (reader, error) {
	r := reader{slices.Clone(p.Weeks), make(map[Date][]Rule, len(p.Rules)), p.Regimes}
	slices.SortStableFunc(r.weeks, func(a, b DatedWeek) int { return b.From.Compare(a.From) })
	for _, w := range r.weeks {
		for wd, h := range w.Week {
			if !h.Valid() {
				return r, fmt.Errorf("calendar: %s from %s, %s–%s: %w", time.Weekday(wd), w.From, h.Open, h.Close, ErrHours)
			}
		}
	}
	for _, d := range p.Rules {
		if !d.Hours.Valid() {
			return r, fmt.Errorf("calendar: %s, %s–%s: %w", d.Date, d.Hours.Open, d.Hours.Close, ErrHours)
		}
		same := func(o Rule) bool { return o.Norm == d.Norm }
		r.rules[d.Date] = append(slices.DeleteFunc(r.rules[d.Date], same), d)
	}
	for _, day := range r.rules {
		slices.SortFunc(day, func(a, b Rule) int { return b.Norm.rank() - a.Norm.rank() })
	}
	return r, nil
}

func (r reader) week(d Date) Week {
	for _, w := range r.weeks {
		if !d.Before(w.From) {
			return w.Week
		}
	}
	return Week{}
}

func (r reader) on(d Date) (e Effect) {
	e.Hours = r.week(d)[d.Weekday()]
	for _, rule := range r.rules[d] {
		switch suspended := slices.ContainsFunc(r.regimes, func(g Regime) bool { return g.suspends(d, rule.Norm) }); {
		case suspended:
			e.Suspended = append(e.Suspended, rule)
		case e.Rule == nil:
			e.Hours, e.Rule = rule.Hours, &rule
		}
	}
	return e
}

// Days is what the plan makes of each day from..to, both included.
func (p Plan) Days(from, to Date) ([]Effect, error) {
	r, err := p.reader()
	if err != nil {
		return nil, err
	}
	var all []Effect
	for d := from; !to.Before(d); d = d.AddDays(1) {
		all = append(all, r.on(d))
	}
	return all, nil
}

// Calendar materialises the days from..to (both included) in loc.
func (p Plan) Calendar(loc *time.Location, from, to Date) (*Calendar, error) {
	if to.Before(from) {
		return nil, fmt.Errorf("calendar from %s to %s: the end lies before the begin", from, to)
	}
	r, err := p.reader()
	if err != nil {
		return nil, err
	}
	c := &Calendar{loc: loc, from: from.start(loc).UnixMicro(), to: to.AddDays(1).start(loc).UnixMicro(), before: []int64{0}}
	for d := from; !to.Before(d); d = d.AddDays(1) {
		if h := r.on(d).Hours; !h.Off() {
			c.add(wall(d, h.Open, loc), wall(d, h.Close, loc))
		}
	}
	return c, nil
}

// Suspended tells whether a regime takes the effect of a norm on d.
func (p Plan) Suspended(d Date, n Norm) bool {
	return slices.ContainsFunc(p.Regimes, func(r Regime) bool { return r.suspends(d, n) })
}
