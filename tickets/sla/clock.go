package sla

import (
	"fmt"
	"time"
)

// Pause is a stretch in which a clock stands still: [From, To). A zero To: it lasts.
type Pause struct{ From, To time.Time }

// Clock is one promise of Table 1 as it runs: working time from Start, without the pauses. Pauses are in order and do
// not overlap; only the last may last.
type Clock struct {
	Start  time.Time
	Target time.Duration // working time
	Pauses []Pause
}

// Due is when a Clock's time is used up. Frozen: the clock stands, At is zero, and Left is the working time that will
// still be there when it goes on.
type Due struct {
	At     time.Time // UTC
	Frozen bool
	Left   time.Duration
}

// Due counts the clock's deadline. A pause that begins when the time is used up does not rescue it (a breach stays one).
func (c *Calendar) Due(k Clock) (Due, error) {
	used := time.Duration(0) // before the pause that is looked at
	from := k.Start
	for _, p := range k.Pauses {
		began := p.From
		if began.Before(from) {
			began = from
		}
		ran, err := c.Worked(from, began)
		if err != nil {
			return Due{}, fmt.Errorf("clock: %w", err)
		}
		if used+ran >= k.Target {
			break
		}
		if used += ran; p.To.IsZero() {
			return Due{Frozen: true, Left: k.Target - used}, nil
		}
		if from = p.To; from.Before(began) {
			from = began
		}
	}
	at, err := c.Add(from, k.Target-used)
	if err != nil {
		return Due{}, fmt.Errorf("clock: %w", err)
	}
	return Due{At: at}, nil
}

// Part is the same clock with a part of its target, in per cent: when it is due, that much of the time is used up.
func (k Clock) Part(percent int) Clock {
	k.Target = k.Target * time.Duration(percent) / 100
	return k
}

// Used is the working time that the clock has counted until at.
func (c *Calendar) Used(k Clock, at time.Time) (time.Duration, error) {
	used, from := time.Duration(0), k.Start
	for _, p := range append(k.Pauses[:len(k.Pauses):len(k.Pauses)], Pause{From: at}) {
		until := p.From
		if at.Before(until) {
			until = at
		}
		if from.Before(until) {
			ran, err := c.Worked(from, until)
			if err != nil {
				return 0, fmt.Errorf("clock: %w", err)
			}
			used += ran
		}
		if p.To.IsZero() || at.Before(p.To) {
			break
		}
		from = p.To
	}
	return used, nil
}

// Verdict is what became of a promise.
type Verdict string

const (
	Running  Verdict = "running"
	Frozen   Verdict = "frozen"   // the clock stands still
	Met      Verdict = "met"      // at or before the deadline (Amb-17)
	MetLate  Verdict = "met_late" // after it
	Breached Verdict = "breached" // the deadline has passed and the promise is not kept
)

// Judge says how a promise stands at now; met is the instant at which it was kept, zero when it was not yet.
func (d Due) Judge(met, now time.Time) Verdict {
	switch {
	case d.Frozen && met.IsZero():
		return Frozen
	case !met.IsZero() && (d.Frozen || !met.After(d.At)):
		return Met
	case !met.IsZero():
		return MetLate
	case now.After(d.At):
		return Breached
	}
	return Running
}
