package sla

import (
	"testing"
	"time"

	"pgregory.net/rapid"
)

// Worked example 8: «Консультація/Низький», paused from Tuesday 15:00 to Thursday 11:30.
func TestDue_PauseOfTheResolution_Amb_15(t *testing.T) {
	c := martial(t)
	k := Clock{Start: kyiv(t, "2026-11-24 10:00:00"), Target: 36 * time.Hour}
	for _, x := range []struct {
		name   string
		pauses []Pause
		want   string
		left   time.Duration
	}{
		{"no pause", nil, "2026-11-30 10:00:00", 0},
		{"closed pause", []Pause{{kyiv(t, "2026-11-24 15:00:00"), kyiv(t, "2026-11-26 11:30:00")}}, "2026-12-01 15:30:00", 0},
		{"split pause", []Pause{{kyiv(t, "2026-11-24 15:00:00"), kyiv(t, "2026-11-25 12:00:00")}, {kyiv(t, "2026-11-25 12:00:00"), kyiv(t, "2026-11-26 11:30:00")}}, "2026-12-01 15:30:00", 0},
		{"it lasts", []Pause{{From: kyiv(t, "2026-11-24 15:00:00")}}, "", 31 * time.Hour},
		{"too late to rescue", []Pause{{From: kyiv(t, "2026-11-30 10:00:00")}}, "2026-11-30 10:00:00", 0},
		{"a microsecond before the end", []Pause{{From: kyiv(t, "2026-11-30 10:00:00").Add(-time.Microsecond)}}, "", time.Microsecond},
	} {
		k.Pauses = x.pauses
		due, err := c.Due(k)
		if err != nil {
			t.Fatalf("%s: %v", x.name, err)
		}
		if x.want == "" && (!due.Frozen || due.Left != x.left || !due.At.IsZero()) || x.want != "" && !due.At.Equal(kyiv(t, x.want)) {
			t.Errorf("%s: %+v, want %s %s", x.name, due, x.want, x.left)
		}
	}
}

func TestDue_AtTheDeadlineIsMet_Amb_17(t *testing.T) {
	at := kyiv(t, "2026-11-23 18:00:00")
	for name, x := range map[string]struct {
		due      Due
		met, now time.Time
		want     Verdict
	}{
		"runs":               {Due{At: at}, time.Time{}, at, Running},
		"passed":             {Due{At: at}, time.Time{}, at.Add(1), Breached},
		"met at it":          {Due{At: at}, at, at.Add(time.Hour), Met},
		"met after it":       {Due{At: at}, at.Add(time.Microsecond), at.Add(time.Hour), MetLate},
		"frozen":             {Due{Frozen: true}, time.Time{}, at, Frozen},
		"met while it froze": {Due{Frozen: true}, at, at, Met},
	} {
		if got := x.due.Judge(x.met, x.now); got != x.want {
			t.Errorf("%s: %s, want %s", name, got, x.want)
		}
	}
}

func drawPauses(t *rapid.T, from time.Time) (ps []Pause) {
	at := from
	for range rapid.IntRange(0, 4).Draw(t, "pauses") {
		a := at.Add(time.Duration(rapid.Int64Range(0, 72*3600e6).Draw(t, "after")) * time.Microsecond)
		at = a.Add(time.Duration(rapid.Int64Range(0, 72*3600e6).Draw(t, "for")) * time.Microsecond)
		ps = append(ps, Pause{a, at})
	}
	return ps
}

func TestProperty5_AClosedPauseShiftsTheDueByItsWorkingTime_Amb_15(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		k := Clock{Start: drawStart(t, "at"), Target: drawTerm(t, "d")}
		k.Pauses = drawPauses(t, k.Start)
		due, err := c.Due(k)
		if err != nil {
			t.Fatal(err)
		}
		// Counted on its own: what is used until the due, without the pauses, is the target; and no earlier instant has it.
		used, err := c.Used(k, due.At)
		if err != nil || used != k.Target {
			t.Fatalf("used %s of %s at the due %s (%v)", used, k.Target, due.At, err)
		}
		if k.Target > 0 {
			if before, err := c.Used(k, due.At.Add(-time.Microsecond)); err != nil || before >= k.Target {
				t.Fatalf("used up already at %s (%v)", due.At.Add(-time.Microsecond), err)
			}
		}
	})
}

func TestProperty5_SplittingAPauseChangesNothing(t *testing.T) {
	each(t, func(t *rapid.T, c asserted) {
		k := Clock{Start: drawStart(t, "at"), Target: drawTerm(t, "d")}
		k.Pauses = drawPauses(t, k.Start)
		if len(k.Pauses) == 0 {
			return
		}
		whole, err := c.Due(k)
		if err != nil {
			t.Fatal(err)
		}
		last := k.Pauses[len(k.Pauses)-1]
		cut := last.From.Add(last.To.Sub(last.From) / 3)
		k.Pauses = append(k.Pauses[:len(k.Pauses)-1:len(k.Pauses)-1], Pause{last.From, cut}, Pause{cut, last.To})
		split, err := c.Due(k)
		if err != nil || !split.At.Equal(whole.At) {
			t.Fatalf("split %s, whole %s (%v)", split.At, whole.At, err)
		}
	})
}
