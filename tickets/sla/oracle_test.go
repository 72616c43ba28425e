package sla

import (
	"math/rand/v2"
	"testing"
	"time"

	"github.com/rickar/cal/v2"
)

// oracle is a second way to count, which shares nothing with the first: it knows of each minute of seven months, with both changes
// of the clocks in them, whether the service works, and walks.
type oracle struct {
	from time.Time
	open []bool
}

var oracleFrom, oracleTo = Date{2026, 9, 1}, Date{2027, 4, 30}

func newOracle(p Plan) oracle {
	o := oracle{from: time.Date(2026, 9, 1, 0, 0, 0, 0, Kyiv)}
	end := time.Date(2027, 5, 1, 0, 0, 0, 0, Kyiv)
	var day string
	var opens, closes int
	for t := o.from; t.Before(end); t = t.Add(time.Minute) {
		if today := t.Format(time.DateOnly); today != day {
			day = today
			opens, closes = oracleHours(p, today)
		}
		minute := t.Hour()*60 + t.Minute()
		o.open = append(o.open, minute >= opens && minute < closes)
	}
	return o
}

// oracleHours reads the rows of a day as a clerk would: dates are compared as text.
func oracleHours(p Plan, day string) (opens, closes int) {
	has := func(s Span) bool { return s.From.String() <= day && (s.Until == Date{} || s.Until.String() >= day) }
	hours, since := Hours{}, ""
	for _, w := range p.Weeks {
		if from := w.From.String(); from <= day && from > since {
			t, _ := time.Parse(time.DateOnly, day)
			hours, since = w.Week[t.Weekday()], from
		}
	}
	for _, norm := range []Norm{ShortEve, Transfer, Holidays, Own} { // the later goes before the earlier
		suspended := false
		for _, r := range p.Regimes {
			for _, s := range r.Suspends {
				suspended = suspended || norm != Own && s.Norm == norm && has(s.Span) && has(r.Span)
			}
		}
		for _, rule := range p.Rules {
			if rule.Date.String() == day && rule.Norm == norm && !suspended {
				hours = rule.Hours
			}
		}
	}
	return int(hours.Open.Minutes()), int(hours.Close.Minutes())
}

// due walks to the end of the minute in which the target is used up; frozen is a clock that a lasting pause stops before.
func (o oracle) due(k Clock) (at time.Time, frozen bool) {
	left := int(k.Target.Minutes())
	for i := int(k.Start.Sub(o.from).Minutes()); ; i++ {
		t := o.from.Add(time.Duration(i) * time.Minute)
		paused := false
		for _, p := range k.Pauses {
			inside := !t.Before(p.From) && (p.To.IsZero() || t.Before(p.To))
			if inside && p.To.IsZero() {
				return time.Time{}, true
			}
			paused = paused || inside
		}
		if o.open[i] && !paused {
			if left--; left == 0 {
				return t.Add(time.Minute), false
			}
		}
	}
}

func randomPlan(r *rand.Rand) (p Plan) {
	day := func() Date { return oracleFrom.AddDays(r.IntN(240)) }
	hours := func() Hours {
		// Not in the hour that the clocks repeat or leave out: there the wall clock has no one answer.
		open := 4*60 + r.IntN(16*60)
		return Hours{time.Duration(open) * time.Minute, time.Duration(open+30+r.IntN(24*60-open-29)) * time.Minute}
	}
	span := func() Span {
		s := Span{From: day()}
		if r.IntN(3) > 0 {
			s.Until = s.From.AddDays(r.IntN(90))
		}
		return s
	}
	p.Weeks = []DatedWeek{{Date{2020, 1, 1}, NineToSix}}
	if r.IntN(2) == 0 {
		week := NineToSix
		week[time.Saturday], week[time.Weekday(1+r.IntN(5))] = hours(), Hours{}
		p.Weeks = append(p.Weeks, DatedWeek{day(), week})
	}
	for range r.IntN(60) {
		rule := Rule{Date: day(), Norm: []Norm{Own, Holidays, Transfer, ShortEve}[r.IntN(4)]}
		if r.IntN(2) == 0 {
			rule.Hours = hours()
		}
		p.Rules = append(p.Rules, rule)
	}
	for range r.IntN(3) {
		g := Regime{Span: span()}
		for range r.IntN(4) {
			g.Suspends = append(g.Suspends, Suspension{Norms[r.IntN(3)], span()})
		}
		p.Regimes = append(p.Regimes, g)
	}
	return p
}

func TestProperty7_EqualsTheWalkMinuteByMinute(t *testing.T) {
	t.Parallel()
	r := rand.New(rand.NewPCG(2026, 1123))
	frozen := 0
	for range 40 {
		plan := randomPlan(r)
		c, err := plan.Calendar(Kyiv, oracleFrom, oracleTo)
		if err != nil {
			t.Fatal(err)
		}
		o := newOracle(plan)
		for range 500 {
			minutes := func(n int) time.Duration { return time.Duration(r.IntN(n)) * time.Minute }
			k := Clock{Start: o.from.Add(minutes(120 * 24 * 60)), Target: time.Minute + minutes(96*60)}
			for at := k.Start; r.IntN(2) == 0; {
				p := Pause{From: at.Add(minutes(4 * 24 * 60))}
				p.To = p.From.Add(time.Minute + minutes(6*24*60))
				if len(k.Pauses) == 3 {
					p.To = time.Time{}
				}
				k.Pauses = append(k.Pauses, p)
				if at = p.To; at.IsZero() {
					break
				}
			}
			due, err := c.Due(k)
			if err != nil {
				t.Fatalf("%+v in %+v: %v", k, plan, err)
			}
			want, stands := o.due(k)
			if due.Frozen != stands || !stands && !due.At.Equal(want) {
				t.Fatalf("%+v in %+v: due %+v, walked to %s (frozen %v)", k, plan, due, want, stands)
			}
			if stands {
				frozen++
			}
		}
	}
	if frozen == 0 {
		t.Error("no clock stood still")
	}
}

func TestProperty7_EqualsRickarCalOnThePlainCalendar(t *testing.T) {
	t.Parallel()
	theirs := cal.NewBusinessCalendar()
	theirs.SetWorkHours(9*time.Hour, 18*time.Hour)
	ours, err := New(Kyiv, NineToSix, nil, Date{2025, 1, 1}, Date{2028, 12, 31})
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(2, 27))
	for range 20_000 {
		start := time.Date(2026, 1, 1, 0, 0, r.IntN(365*86400), 0, Kyiv)
		d := time.Duration(1+r.IntN(100*3600)) * time.Second
		due, err := ours.Add(start, d)
		if err != nil {
			t.Fatal(err)
		}
		if want := theirs.AddWorkHours(start, d); !due.Equal(want) {
			t.Fatalf("%s + %s: %s, theirs %s", start, d, due.In(Kyiv), want)
		}
	}
}

func BenchmarkPlanOfThirteenYears(b *testing.B) {
	p := randomPlan(rand.New(rand.NewPCG(1, 1)))
	for b.Loop() {
		if _, err := p.Calendar(Kyiv, Date{2016, 1, 1}, Date{2029, 12, 31}); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkDueWithAPause(b *testing.B) {
	c := martial(b)
	k := Clock{Start: kyiv(b, "2026-11-24 10:00:00"), Target: 36 * time.Hour,
		Pauses: []Pause{{kyiv(b, "2026-11-24 15:00:00"), kyiv(b, "2026-11-26 11:30:00")}}}
	for b.Loop() {
		if _, err := c.Due(k); err != nil {
			b.Fatal(err)
		}
	}
}
