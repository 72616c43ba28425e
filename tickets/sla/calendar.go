package sla

import (
	"cmp"
	"errors"
	"fmt"
	"sort"
	"time"
	_ "time/tzdata" // Europe/Kyiv must load on a machine that has no zone files, or old ones that say Europe/Kiev
)

// ErrHorizon is wrapped by every error that says: this instant, or the answer, lies outside the days that the
// calendar was made for. It must reach a person; a term is never left out in silence.
var ErrHorizon = errors.New("outside the calendar's horizon")

// HorizonError says which instant left which horizon. It wraps ErrHorizon.
type HorizonError struct {
	At       time.Time // the instant asked about; for Add the start
	From, To time.Time // the calendar's half-open horizon
}

func (e *HorizonError) Error() string {
	return fmt.Sprintf("%s: %s is not answered within [%s, %s)", ErrHorizon,
		e.At.UTC().Format(time.RFC3339), e.From.UTC().Format(time.RFC3339), e.To.UTC().Format(time.RFC3339))
}

func (e *HorizonError) Unwrap() error { return ErrHorizon }

// ErrNegative refuses a duration below zero.
var ErrNegative = errors.New("negative working time")

// Kyiv is the zone of the working calendar. Its rules (clock changes) are those of the Go release or of ZONEINFO.
var Kyiv = func() *time.Location {
	loc, err := time.LoadLocation("Europe/Kyiv")
	if err != nil {
		panic("the embedded time zones lack Europe/Kyiv: " + err.Error())
	}
	return loc
}()

// Date is a day of the civil calendar, without a zone.
type Date struct {
	Year  int
	Month time.Month
	Day   int
}

// DateOf is the day on which t falls in loc.
func DateOf(t time.Time, loc *time.Location) Date {
	y, m, d := t.In(loc).Date()
	return Date{y, m, d}
}

// ParseDate reads 2026-12-24.
func ParseDate(s string) (Date, error) {
	t, err := time.Parse(time.DateOnly, s)
	if err != nil {
		return Date{}, fmt.Errorf("date %q: %w", s, err)
	}
	return DateOf(t, time.UTC), nil
}

// AddDays is the date n days later; n may be negative.
func (d Date) AddDays(n int) Date { return DateOf(d.noon().AddDate(0, 0, n), time.UTC) }

// Weekday of the date.
func (d Date) Weekday() time.Weekday { return d.noon().Weekday() }

// Before tells whether d is an earlier day than e.
func (d Date) Before(e Date) bool { return d.Compare(e) < 0 }

// Compare is -1, 0 or 1: d is earlier than e, the same day, later.
func (d Date) Compare(e Date) int {
	return cmp.Or(cmp.Compare(d.Year, e.Year), cmp.Compare(d.Month, e.Month), cmp.Compare(d.Day, e.Day))
}

func (d Date) String() string { return d.noon().Format(time.DateOnly) }

func (d Date) noon() time.Time { return time.Date(d.Year, d.Month, d.Day, 12, 0, 0, 0, time.UTC) }

// start is the first instant of the date in loc.
func (d Date) start(loc *time.Location) time.Time {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, loc)
}

// Hours are one day's working hours on the wall clock, as time since midnight. The zero value is a day off.
type Hours struct{ Open, Close time.Duration }

// Off tells whether the day has no working hours.
func (h Hours) Off() bool { return h == Hours{} }

// String is the hours as people read them: 09:00–18:00; empty for a day off.
func (h Hours) String() string {
	if h.Off() {
		return ""
	}
	open, close := h.Clocks()
	return open + "–" + close
}

// Clocks are the hours on the wall, 09:00 and 18:00.
func (h Hours) Clocks() (open, close string) { return spellClock(h.Open), spellClock(h.Close) }

func spellClock(d time.Duration) string {
	return fmt.Sprintf("%02d:%02d", int(d/time.Hour), int(d/time.Minute)%60)
}

// Valid tells whether a day can have such hours: none, or an opening before a closing, within one day.
func (h Hours) Valid() bool {
	return h.Off() || (h.Open >= 0 && h.Open < h.Close && h.Close <= 24*time.Hour)
}

// Week is the pattern of a week, by time.Weekday (Sunday is 0).
type Week [7]Hours

// NineToSix is Monday to Friday 09:00–18:00 without a break (Regulation 3.2.1).
var NineToSix = func() (w Week) {
	for d := time.Monday; d <= time.Friday; d++ {
		w[d] = Hours{9 * time.Hour, 18 * time.Hour}
	}
	return w
}()

// Day is what holds on one date instead of the week's pattern: a holiday or a moved day off (zero Hours),
// a working Saturday, a short day, extended hours (Regulation 3.2.3). A Plan knows why, and what a regime suspends.
type Day struct {
	Date  Date
	Hours Hours
}

// Calendar answers questions of working time. It is made by New, never changes, and is safe for concurrent use.
type Calendar struct {
	loc         *time.Location
	from, to    int64   // horizon, microseconds since 1970
	open, close []int64 // windows, ascending, not overlapping
	before      []int64 // before[i]: working microseconds of the windows 0..i-1; one longer than open
}

// New materialises the days from..to (both included) in loc from one week. A later entry of days for the same date wins.
func New(loc *time.Location, week Week, days []Day, from, to Date) (*Calendar, error) {
	p := Plan{Weeks: []DatedWeek{{from, week}}}
	for _, d := range days {
		p.Rules = append(p.Rules, Rule{Date: d.Date, Hours: d.Hours})
	}
	return p.Calendar(loc, from, to)
}

// add appends a window. One that a change of clocks has emptied is left out.
func (c *Calendar) add(open, close int64) {
	if open >= close {
		return
	}
	c.open, c.close = append(c.open, open), append(c.close, close)
	c.before = append(c.before, c.before[len(c.before)-1]+close-open)
}

// wall is the instant at which the clock on the wall shows h on d. Both ends of a window are made so,
// hence a day has its hours on the wall whatever the offset (Date.Add would be an hour off on two days a year).
func wall(d Date, h time.Duration, loc *time.Location) int64 {
	return time.Date(d.Year, d.Month, d.Day, 0, 0, int(h/time.Second), int(h%time.Second), loc).UnixMicro()
}

// Location is the zone in which the hours are meant.
func (c *Calendar) Location() *time.Location { return c.loc }

// Open tells whether t is working time. The opening instant is, the closing one is not.
func (c *Calendar) Open(t time.Time) (bool, error) {
	at, err := c.at(t)
	if err != nil {
		return false, err
	}
	i := c.window(at)
	return i >= 0 && at < c.close[i], nil
}

// NextOpen is the first instant of working time that is not before t: t itself when it is working time.
func (c *Calendar) NextOpen(t time.Time) (time.Time, error) {
	at, err := c.at(t)
	if err != nil {
		return time.Time{}, err
	}
	i := c.window(at)
	if i >= 0 && at < c.close[i] {
		return time.UnixMicro(at).UTC(), nil
	}
	if i+1 == len(c.open) {
		return time.Time{}, c.beyond(t)
	}
	return time.UnixMicro(c.open[i+1]).UTC(), nil
}

// Worked is the working time in [a, b); negative when b lies before a.
func (c *Calendar) Worked(a, b time.Time) (time.Duration, error) {
	from, err := c.at(a)
	if err != nil {
		return 0, err
	}
	to, err := c.at(b)
	if err != nil {
		return 0, err
	}
	return time.Duration(c.sum(to)-c.sum(from)) * time.Microsecond, nil
}

// Add is the earliest instant, not before t, by which d of working time has passed since t (Amb-17: a term that is
// used up at closing is due at closing, not at the next opening). Out of hours the clock starts at the next
// opening (Regulation 3.2.2). The answer is UTC.
func (c *Calendar) Add(t time.Time, d time.Duration) (time.Time, error) {
	if d < 0 {
		return time.Time{}, fmt.Errorf("add %s: %w", d, ErrNegative)
	}
	at, err := c.at(t)
	if err != nil {
		return time.Time{}, err
	}
	need := d.Microseconds()
	if need == 0 {
		return time.UnixMicro(at).UTC(), nil
	}
	goal := c.sum(at) + need
	// The first window at whose end the goal is reached: there the goal lies in (open, close].
	i := sort.Search(len(c.open), func(i int) bool { return c.before[i+1] >= goal })
	if i == len(c.open) {
		return time.Time{}, c.beyond(t)
	}
	return time.UnixMicro(c.open[i] + goal - c.before[i]).UTC(), nil
}

// LastDay is the closing of the n-th working day after the day of t (n ≥ 1), UTC: the end of a term that the regulation counts in
// days («День» is a working one, Regulation 1). The day of t itself is not counted, a short day is one as any other.
func (c *Calendar) LastDay(t time.Time, n int) (time.Time, error) {
	if _, err := c.at(t); err != nil {
		return time.Time{}, err
	}
	next := DateOf(t, c.loc).AddDays(1).start(c.loc).UnixMicro()
	i := sort.Search(len(c.open), func(i int) bool { return c.open[i] >= next }) + n - 1 // a day has one window at most
	if i >= len(c.close) {
		return time.Time{}, c.beyond(t)
	}
	return time.UnixMicro(c.close[i]).UTC(), nil
}

// sum is C(t): working time from the horizon's begin to at. Continuous, never falling.
func (c *Calendar) sum(at int64) int64 {
	i := c.window(at)
	if i < 0 {
		return 0
	}
	return c.before[i] + min(at, c.close[i]) - c.open[i]
}

// window is the last window that opened at or before at; -1 when none has.
func (c *Calendar) window(at int64) int {
	return sort.Search(len(c.open), func(i int) bool { return c.open[i] > at }) - 1
}

func (c *Calendar) at(t time.Time) (int64, error) {
	at := t.UnixMicro()
	if at < c.from || at >= c.to {
		return 0, c.beyond(t)
	}
	return at, nil
}

func (c *Calendar) beyond(t time.Time) error {
	return &HorizonError{At: t, From: time.UnixMicro(c.from), To: time.UnixMicro(c.to)}
}
