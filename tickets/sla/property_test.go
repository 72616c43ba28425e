package sla

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

var day2026 = Date{2026, 1, 1}

// drawStart is an instant of 2026 with microseconds.
func drawStart(t *rapid.T, label string) time.Time {
	return time.UnixMicro(rapid.Int64Range(day2026.start(Kyiv).UnixMicro()+1, Date{2026, 12, 31}.start(Kyiv).UnixMicro()).Draw(t, label)).UTC()
}

func drawTerm(t *rapid.T, label string) time.Duration {
	return time.Duration(rapid.Int64Range(0, 100*3600e6).Draw(t, label)) * time.Microsecond
}

// asserted holds a calendar to its word: what must not fail is fatal.
type asserted struct {
	*Calendar
	t *rapid.T
}

func (c asserted) add(at time.Time, d time.Duration) time.Time {
	due, err := c.Add(at, d)
	if err != nil {
		c.t.Fatal(err)
	}
	return due
}

func (c asserted) worked(a, b time.Time) time.Duration {
	d, err := c.Worked(a, b)
	if err != nil {
		c.t.Fatal(err)
	}
	return d
}

// cases is how often each property is asked of each of rapid's hundred calendars: twenty thousand times in all.
const cases = 200

// each runs a property on random calendars.
func each(t *testing.T, property func(t *rapid.T, c asserted)) {
	t.Helper()
	eachSo(t, cases, property)
}

func eachSo(t *testing.T, cases int, property func(t *rapid.T, c asserted)) {
	t.Helper()
	rapid.Check(t, func(t *rapid.T) {
		c := asserted{drawCalendar(t), t}
		for range cases {
			property(t, c)
		}
	})
}

func TestProperty1And2_InverseAndMinimal_Amb_17(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		at, d := drawStart(t, "at"), drawTerm(t, "d")
		due := c.add(at, d)
		if got := c.worked(at, due); got != d {
			t.Fatalf("worked(%s, %s) = %s, want %s", at, due, got, d)
		}
		if due.Before(at) {
			t.Fatalf("due %s lies before %s", due, at)
		}
		if d > 0 && c.worked(at, due.Add(-time.Microsecond)) >= d {
			t.Fatalf("%s is not the earliest instant", due)
		}
	})
}

func TestProperty3_Additive(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		at, a, b := drawStart(t, "at"), drawTerm(t, "a"), drawTerm(t, "b")
		if two, one := c.add(c.add(at, a), b), c.add(at, a+b); !two.Equal(one) {
			t.Fatalf("in two steps %s, in one %s", two, one)
		}
	})
}

func TestProperty4_LaterStartIsNeverDueEarlier(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		a, b, d := drawStart(t, "a"), drawStart(t, "b"), drawTerm(t, "d")
		if b.Before(a) {
			a, b = b, a
		}
		if c.add(b, d).Before(c.add(a, d)) {
			t.Fatalf("started at %s due earlier than started at %s", b, a)
		}
	})
}

func TestProperty6_ADayOffNeverMakesADueEarlier(t *testing.T) {
	plain, err := New(Kyiv, NineToSix, nil, day2026, Date{2027, 12, 31})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		off := Day{Date: day2026.AddDays(rapid.IntRange(0, 365).Draw(t, "off"))}
		fewer, err := New(Kyiv, NineToSix, []Day{off}, day2026, Date{2027, 12, 31})
		if err != nil {
			t.Fatal(err)
		}
		for range cases {
			at, d := drawStart(t, "at"), drawTerm(t, "d")
			if (asserted{fewer, t}).add(at, d).Before(asserted{plain, t}.add(at, d)) {
				t.Fatalf("day off %s: %s + %s is due earlier", off.Date, at, d)
			}
		}
	})
}

func TestProperty8_ZoneOfTheProcessAndOfTheInstantDoNotMatter(t *testing.T) {
	former := time.Local
	defer func() { time.Local = former }()
	zones := []*time.Location{time.UTC, Kyiv, time.FixedZone("far", -11*3600), time.FixedZone("half", 5*3600+1800)}
	for _, local := range zones {
		time.Local = local
		eachSo(t, cases/len(zones), func(t *rapid.T, c asserted) {
			at, d := drawStart(t, "at"), drawTerm(t, "d")
			want := c.add(at.UTC(), d)
			if got := c.add(at.In(rapid.SampledFrom(zones).Draw(t, "zone")), d); !got.Equal(want) || got.Location() != time.UTC {
				t.Fatalf("due %s, want %s", got, want)
			}
		})
	}
}

func TestProperty9And10_OffHoursStartsAreAlikeAndDueLiesInAWindow_R_3_2_2(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		at, d := drawStart(t, "at"), drawTerm(t, "d")+time.Microsecond
		due := c.add(at, d)
		next, err := c.NextOpen(at)
		if err != nil {
			t.Fatal(err)
		}
		if got := c.add(next, d); !got.Equal(due) { // 3.2.2
			t.Fatalf("from the opening %s due %s, from %s due %s", next, got, at, due)
		}
		i := c.window(due.UnixMicro() - 1)
		if i < 0 || due.UnixMicro() <= c.open[i] || due.UnixMicro() > c.close[i] {
			t.Fatalf("due %s lies in no (open, close]", due)
		}
	})
}

func TestProperty11_WeeksShiftTheLocalDue(t *testing.T) {
	c, err := New(Kyiv, NineToSix, nil, day2026, Date{2028, 12, 31})
	if err != nil {
		t.Fatal(err)
	}
	rapid.Check(t, func(t *rapid.T) {
		for asked := 0; asked < cases; {
			at, d, weeks := drawStart(t, "at").In(Kyiv), drawTerm(t, "d")+time.Microsecond, rapid.IntRange(1, 50).Draw(t, "weeks")
			later := at.AddDate(0, 0, 7*weeks)
			if h := later.Hour(); h < 9 || h >= 18 { // at night a change of clocks may lie between: the wall clock is not defined
				continue
			}
			asked++
			want := (asserted{c, t}).add(at, d).In(Kyiv).AddDate(0, 0, 7*weeks)
			if got := (asserted{c, t}).add(later, d); !got.Equal(want) {
				t.Fatalf("%d weeks later due %s, want %s", weeks, got.In(Kyiv), want)
			}
		}
	})
}
