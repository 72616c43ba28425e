package tickets

import (
	"errors"
	"slices"
	"testing"
	"time"

	"pgregory.net/rapid"

	"hotline/tickets/sla"
)

// naive is a ticket's resolution as a clerk would keep it: what was promised, and when the clock stood.
type naive struct {
	start  time.Time
	target time.Duration
	stops  []sla.Pause // in order; only the last may last
	done   time.Time
}

func (n *naive) stop(at time.Time) {
	if k := len(n.stops); k == 0 || !n.stops[k-1].To.IsZero() {
		n.stops = append(n.stops, sla.Pause{From: at})
	}
}

func (n *naive) goOn(at time.Time) {
	if k := len(n.stops); k > 0 && n.stops[k-1].To.IsZero() {
		n.stops[k-1].To = at
	}
}

// due goes through the working days and takes out what the clock stood, hour by hour of each.
func (n *naive) due() sla.Due {
	left := n.target
	spend := func(from, to time.Time) (time.Time, bool) {
		if !from.Before(to) {
			return time.Time{}, false
		}
		if span := to.Sub(from); span < left {
			left -= span
			return time.Time{}, false
		}
		return from.Add(left), true
	}
	for day := n.start.In(sla.Kyiv); ; day = day.AddDate(0, 0, 1) {
		if wd := day.Weekday(); wd == time.Saturday || wd == time.Sunday {
			continue
		}
		y, m, d := day.Date()
		from, shut := time.Date(y, m, d, 9, 0, 0, 0, sla.Kyiv), time.Date(y, m, d, 18, 0, 0, 0, sla.Kyiv)
		if from.Before(n.start) {
			from = n.start
		}
		for _, s := range n.stops {
			if !s.From.Before(shut) || !s.To.IsZero() && !s.To.After(from) {
				continue
			}
			if at, over := spend(from, s.From); over {
				return sla.Due{At: at.UTC()}
			}
			if s.To.IsZero() {
				return sla.Due{Frozen: true, Left: left}
			}
			from = s.To
		}
		if at, over := spend(from, shut); over {
			return sla.Due{At: at.UTC()}
		}
	}
}

// drawAct is something that can be done with a ticket; unrelated acts touch no clock.
func drawAct(t *rapid.T) (a Act, unrelated bool) {
	subject := "Не працює"
	switch rapid.IntRange(0, 11).Draw(t, "act") {
	case 0, 1:
		return Classification{Class: rapid.SampledFrom(Classes).Draw(t, "class")}, false
	case 2:
		return RequestInfo{Question: "Яка версія?"}, false
	case 3:
		return Postpone{Ground: NeedsRelease, Why: "оновлення"}, false
	case 4, 5:
		return Resume{}, false
	case 6:
		return ExtendTerm{By: time.Duration(rapid.IntRange(1, 600).Draw(t, "minutes")) * time.Minute, Why: "складно"}, false
	case 7:
		return HandOver{To: UnitOther, Why: "не наше"}, false
	case 8:
		return Resolve{Result: "Виправлено"}, false
	case 9:
		return Reopen{Why: "знову"}, false
	case 10:
		return Describe{Subject: &subject}, true
	}
	return Assign{To: rapid.SampledFrom([]Author{koval, melnyk}).Draw(t, "to")}, true
}

// follow does to the clerk's book what an act did to the ticket.
func (n *naive) follow(a Act, after Ticket, at time.Time) {
	switch a.(type) {
	case Classification, ExtendTerm:
		n.target = after.Target.Resolution + after.Extension
	case RequestInfo, Postpone:
		n.stop(at)
	case HandOver, Resolve:
		if n.goOn(at); n.done.IsZero() {
			n.done = at
		}
	case Resume, Reopen:
		n.goOn(at)
		n.undone(at)
	}
}

// undone is the clerk's word for a ticket that is worked on again: since it was done the clock has stood, whoever was asked meanwhile.
func (n *naive) undone(at time.Time) {
	if n.done.IsZero() {
		return
	}
	n.stops = slices.DeleteFunc(n.stops, func(p sla.Pause) bool { return !p.From.Before(n.done) })
	n.stops, n.done = append(n.stops, sla.Pause{From: n.done, To: at}), time.Time{}
}

// Whatever is done with a ticket in whatever order, its resolution is what the clerk's book says; acts that have nothing to do with
// the clock change nothing of it, and doing the same again gives the same.
func TestProperty12And13_AnyOrderOfActsGivesTheClerksTerm_Amb_15_Amb_16(t *testing.T) {
	terms := termsOf(t)
	begin := ticketAt(t, Email, "2026-01-12 10:00")
	steps := 0
	rapid.Check(t, func(t *rapid.T) {
		ticket, bare := begin, begin // bare: without the unrelated acts
		n := naive{start: begin.RegisteredAt, target: begin.Target.Resolution}
		at := begin.RegisteredAt
		for range 250 {
			at = at.Add(time.Duration(rapid.Int64Range(1, 16*3600e6).Draw(t, "later")) * time.Microsecond)
			a, unrelated := drawAct(t)
			change, err := Apply(ticket, a, koval, at, terms)
			steps++
			var faults Invalid
			if errors.Is(err, ErrRefused) || errors.As(err, &faults) {
				continue
			}
			if err != nil {
				t.Fatalf("%s: %v", a.Name(), err)
			}
			n.follow(a, change.Ticket, at)
			ticket = change.Ticket
			if !unrelated {
				again, err := Apply(bare, a, koval, at, terms)
				if err != nil {
					t.Fatalf("%s without the unrelated acts: %v", a.Name(), err)
				}
				bare = again.Ticket
			}
			want := n.due()
			if !ticket.ResolutionDueAt.Equal(want.At) || ticket.Frozen != want.Frozen || ticket.ResolutionLeft != want.Left {
				t.Fatalf("after %s at %s: due %s frozen %v left %s, by the book %+v\n%+v", a.Name(), at, ticket.ResolutionDueAt, ticket.Frozen, ticket.ResolutionLeft, want, n)
			}
			if !bare.ResolutionDueAt.Equal(ticket.ResolutionDueAt) || bare.Frozen != ticket.Frozen || bare.ResolutionLeft != ticket.ResolutionLeft {
				t.Fatalf("without the unrelated acts due %s, with them %s", bare.ResolutionDueAt, ticket.ResolutionDueAt)
			}
		}
	})
	if steps < 20_000 {
		t.Errorf("only %d steps", steps)
	}
}
