package sla

import (
	"errors"
	"testing"
	"time"

	"pgregory.net/rapid"
)

var (
	day2025 = Date{2025, 1, 1}
	day2028 = Date{2028, 12, 31}
)

func martial(t testing.TB) *Calendar {
	t.Helper()
	c, err := New(Kyiv, NineToSix, nil, day2025, day2028)
	if err != nil {
		t.Fatal(err)
	}
	return c
}

func kyiv(t testing.TB, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04:05", s, Kyiv)
	if err != nil {
		t.Fatal(err)
	}
	return at
}

func TestKyiv_ClockChangesOf2026And2027_R_X_1(t *testing.T) {
	for day, hours := range map[string]int{"2026-10-25 00:00:00": 25, "2027-03-28 00:00:00": 23, "2026-11-23 00:00:00": 24} {
		from := kyiv(t, day)
		if got := from.AddDate(0, 0, 1).Sub(from); got != time.Duration(hours)*time.Hour {
			t.Errorf("%s has %s, want %d hours", day, got, hours)
		}
	}
}

func TestDeadlines_WorkedExamples_R_1_1_R_3_2_1_2_R_3_2_2_Amb_2(t *testing.T) {
	const h = time.Hour
	for _, c := range []struct {
		name, start          string
		target               Target
		reaction, resolution string
	}{
		{"1 consultation critical", "2026-11-23 10:15:00", Target{h / 2, 4 * h}, "2026-11-23 10:45:00", "2026-11-23 14:15:00"},
		{"2 bug critical", "2026-11-23 16:20:00", Target{h, 4 * h}, "2026-11-23 17:20:00", "2026-11-24 11:20:00"},
		{"3 bug low over a weekend", "2026-11-27 17:30:00", Target{4 * h, 36 * h}, "2026-11-30 12:30:00", "2026-12-03 17:30:00"},
		{"4 feature low, 96 hours", "2026-11-23 09:00:00", Target{4 * h, 96 * h}, "2026-11-23 13:00:00", "2026-12-07 15:00:00"},
		{"5 3.2.2: Saturday's mail starts on Monday", "2026-11-28 14:00:00", Target{2 * h, 16 * h}, "2026-11-30 11:00:00", "2026-12-01 16:00:00"},
		{"7 Amb-17: due at closing", "2026-11-23 14:00:00", Target{4 * h, 4 * h}, "2026-11-23 18:00:00", "2026-11-23 18:00:00"},
		{"11 spring", "2027-03-26 17:00:00", Target{4 * h, 4 * h}, "2027-03-29 12:00:00", "2027-03-29 12:00:00"},
		{"11 autumn", "2026-10-23 17:00:00", Target{4 * h, 4 * h}, "2026-10-26 12:00:00", "2026-10-26 12:00:00"},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := martial(t).Deadlines(kyiv(t, c.start), c.target)
			if err != nil {
				t.Fatal(err)
			}
			if !got.ReactionAt.Equal(kyiv(t, c.reaction)) || !got.ResolutionAt.Equal(kyiv(t, c.resolution)) {
				t.Errorf("due %s / %s, want %s / %s", got.ReactionAt.In(Kyiv), got.ResolutionAt.In(Kyiv), c.reaction, c.resolution)
			}
		})
	}
	// The same working hours are 66 real ones in spring and 68 in autumn.
	for start, real := range map[string]time.Duration{"2027-03-26 17:00:00": 66 * h, "2026-10-23 17:00:00": 68 * h} {
		due, err := martial(t).Add(kyiv(t, start), 4*h)
		if err != nil || due.Sub(kyiv(t, start)) != real {
			t.Errorf("from %s: %s real time, want %s (%v)", start, due.Sub(kyiv(t, start)), real, err)
		}
	}
}

func TestCalendar_DatedDays_R_3_2_3_Amb_18(t *testing.T) {
	const h = time.Hour
	c, err := New(Kyiv, NineToSix, []Day{
		{Date{2026, 11, 24}, Hours{}},               // holiday on a Tuesday
		{Date{2026, 11, 28}, Hours{9 * h, 18 * h}},  // working Saturday
		{Date{2026, 11, 25}, Hours{9 * h, 17 * h}},  // short day
		{Date{2026, 11, 26}, Hours{8 * h, 20 * h}},  // extended hours
		{Date{2026, 10, 25}, Hours{0, 24 * h}},      // round the clock on the day of 25 hours
		{Date{2027, 3, 28}, Hours{3 * h, 4 * h}},    // the hour that the clocks leave out
		{Date{2026, 11, 27}, Hours{10 * h, 11 * h}}, // overruled by the next row
		{Date{2026, 11, 27}, Hours{9 * h, 18 * h}},
	}, day2025, day2028)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		from, to string
		want     time.Duration
	}{
		{"2026-11-23 00:00:00", "2026-11-24 00:00:00", 9 * h},
		{"2026-11-24 00:00:00", "2026-11-25 00:00:00", 0},
		{"2026-11-25 00:00:00", "2026-11-26 00:00:00", 8 * h},
		{"2026-11-26 00:00:00", "2026-11-27 00:00:00", 12 * h},
		{"2026-11-27 00:00:00", "2026-11-28 00:00:00", 9 * h},
		{"2026-11-28 00:00:00", "2026-11-29 00:00:00", 9 * h},
		{"2026-10-25 00:00:00", "2026-10-26 00:00:00", 25 * h},
		{"2027-03-28 00:00:00", "2027-03-29 00:00:00", 0},
		{"2026-11-28 00:00:00", "2026-11-23 00:00:00", -38 * h},
	} {
		if got, err := c.Worked(kyiv(t, x.from), kyiv(t, x.to)); err != nil || got != x.want {
			t.Errorf("worked %s – %s: %s, want %s (%v)", x.from, x.to, got, x.want, err)
		}
	}
}

func TestLastDay_ClosesTheNthWorkingDayAfterTheDay_R_1_1(t *testing.T) {
	const h = time.Hour
	c, err := New(Kyiv, NineToSix, []Day{
		{Date{2026, 11, 25}, Hours{}},              // a holiday on Wednesday
		{Date{2026, 11, 24}, Hours{9 * h, 17 * h}}, // its eve
		{Date{2026, 11, 28}, Hours{9 * h, 18 * h}}, // working Saturday
	}, day2025, day2028)
	if err != nil {
		t.Fatal(err)
	}
	for _, x := range []struct {
		from string
		days int
		want string
	}{
		{"2026-11-23 12:00:00", 1, "2026-11-24 17:00:00"}, // the eve is a day as any other, and ends at its closing
		{"2026-11-23 00:00:00", 2, "2026-11-26 18:00:00"}, // the whole day of the begin is not counted, nor the holiday
		{"2026-11-23 23:59:59", 2, "2026-11-26 18:00:00"},
		{"2026-11-23 12:00:00", 4, "2026-11-28 18:00:00"},
		{"2026-11-23 12:00:00", 5, "2026-11-30 18:00:00"},
		{"2026-11-29 12:00:00", 1, "2026-11-30 18:00:00"}, // from a Sunday
		{"2026-10-24 12:00:00", 1, "2026-10-26 18:00:00"}, // over the change of clocks
	} {
		if got, err := c.LastDay(kyiv(t, x.from), x.days); err != nil || !got.Equal(kyiv(t, x.want)) {
			t.Errorf("%d days after %s: %s, want %s (%v)", x.days, x.from, got.In(Kyiv), x.want, err)
		}
	}
	if _, err := c.LastDay(kyiv(t, "2028-12-29 12:00:00"), 1); !errors.Is(err, ErrHorizon) {
		t.Errorf("%v, want the horizon's end", err)
	}
}

func TestCalendar_OpenAndNextOpen_R_3_2_1_1(t *testing.T) {
	c := martial(t)
	for at, x := range map[string]struct {
		open bool
		next string
	}{
		"2026-11-23 08:59:59": {false, "2026-11-23 09:00:00"},
		"2026-11-23 09:00:00": {true, "2026-11-23 09:00:00"},
		"2026-11-23 13:30:00": {true, "2026-11-23 13:30:00"}, // no break for lunch (3.2.1)
		"2026-11-23 17:59:59": {true, "2026-11-23 17:59:59"},
		"2026-11-23 18:00:00": {false, "2026-11-24 09:00:00"},
		"2026-11-27 18:00:00": {false, "2026-11-30 09:00:00"},
		"2026-11-29 12:00:00": {false, "2026-11-30 09:00:00"},
		"2025-01-01 00:00:00": {false, "2025-01-01 09:00:00"}, // a Wednesday; no holidays under martial law
	} {
		open, err := c.Open(kyiv(t, at))
		if err != nil || open != x.open {
			t.Errorf("%s: open %v, want %v (%v)", at, open, x.open, err)
		}
		if next, err := c.NextOpen(kyiv(t, at)); err != nil || !next.Equal(kyiv(t, x.next)) {
			t.Errorf("%s: opens %s, want %s (%v)", at, next.In(Kyiv), x.next, err)
		}
	}
}

func TestCalendar_OutsideTheHorizonIsATypedError(t *testing.T) {
	c := martial(t)
	last := kyiv(t, "2028-12-29 17:00:00") // a Friday; the horizon ends on Sunday
	_, errAdd := c.Add(last, 2*time.Hour)
	_, errBefore := c.Open(kyiv(t, "2024-12-31 23:59:59"))
	_, errAfter := c.Worked(last, kyiv(t, "2029-01-01 00:00:00"))
	_, errNext := c.NextOpen(kyiv(t, "2028-12-29 18:00:00"))
	_, errZero := c.Open(time.Time{})
	for name, err := range map[string]error{"add": errAdd, "before": errBefore, "after": errAfter, "next": errNext, "zero": errZero} {
		var typed *HorizonError
		if !errors.Is(err, ErrHorizon) || !errors.As(err, &typed) || !typed.From.Equal(kyiv(t, "2025-01-01 00:00:00")) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if due, err := c.Add(last, time.Hour); err != nil || !due.Equal(kyiv(t, "2028-12-29 18:00:00")) {
		t.Errorf("the last hour of the horizon: %s, %v", due, err)
	}
	if _, err := c.Add(last, -1); !errors.Is(err, ErrNegative) {
		t.Errorf("negative: %v", err)
	}
}

func TestNew_ImpossibleHoursAreRefused(t *testing.T) {
	for name, h := range map[string]Hours{"closes before it opens": {18 * time.Hour, 9 * time.Hour},
		"empty": {9 * time.Hour, 9 * time.Hour}, "past midnight": {9 * time.Hour, 25 * time.Hour}, "before midnight": {-1, time.Hour}} {
		if _, err := New(Kyiv, NineToSix, []Day{{Date{2026, 1, 1}, h}}, day2025, day2028); err == nil {
			t.Errorf("%s was accepted for a day", name)
		}
		if _, err := New(Kyiv, Week{time.Monday: h}, nil, day2025, day2028); err == nil {
			t.Errorf("%s was accepted for a week", name)
		}
	}
	if _, err := New(Kyiv, NineToSix, nil, day2028, day2025); err == nil {
		t.Error("a horizon that ends before it begins was accepted")
	}
}

func BenchmarkAdd(b *testing.B) {
	c := martial(b)
	at := kyiv(b, "2026-11-27 17:30:00")
	for b.Loop() {
		if _, err := c.Add(at, 36*time.Hour); err != nil {
			b.Fatal(err)
		}
	}
}

func drawCalendar(t *rapid.T) *Calendar {
	days := rapid.SliceOfN(rapid.Custom(func(t *rapid.T) Day {
		d := Day{Date: day2026.AddDays(rapid.IntRange(0, 500).Draw(t, "day"))}
		if open := rapid.IntRange(0, 23*60).Draw(t, "open"); rapid.Bool().Draw(t, "works") {
			d.Hours = Hours{time.Duration(open) * time.Minute, time.Duration(rapid.IntRange(open+1, 24*60).Draw(t, "close")) * time.Minute}
		}
		return d
	}), 0, 60).Draw(t, "days")
	c, err := New(Kyiv, NineToSix, days, day2026, Date{2027, 12, 31})
	if err != nil {
		t.Fatal(err)
	}
	return c
}
