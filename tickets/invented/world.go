package invented

import (
	"context"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"time"

	"hotline/tickets"
	"hotline/tickets/phone"
)

// Size is what is to be made up. The same Size gives the same register.
type Size struct {
	Tickets    int
	Applicants int // at most a hundred million
	Seed       uint64
	From       time.Time // the first appeals
	Until      time.Time // what was to be done later has not been done
}

// World is a register that is made up part by part. Safe for concurrent use.
type World struct {
	size     Size
	terms    tickets.Terms
	arrivals arrivals
	staff    []tickets.Author
}

// New makes up a register of a size. terms must reach from Size.From, by some months, over Size.Until.
func New(size Size, terms tickets.Terms) *World {
	return &World{size: size, terms: terms, arrivals: newArrivals(size.From, size.Until, size.Tickets), staff: Staff()}
}

// Lives are the tickets from ≤ i < to in the order of their registration; ids are i+1, numbers follow them. An error is a fault of
// this package: a life that the rules refuse.
func (w *World) Lives(ctx context.Context, from, to int) ([]tickets.Life, error) {
	to = min(to, w.size.Tickets)
	m := &memory{terms: w.terms}
	l := &life{w: w, m: m, ctx: ctx}
	l.reg = tickets.New(m, phone.Parse, func() time.Time { return l.now }, slog.New(slog.DiscardHandler))
	all := make([]tickets.Life, 0, to-from)
	last := map[tickets.ApplicantID]int{} // of each applicant the last appeal of this part
	for i := from; i < to; i++ {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		if err := l.live(i); err != nil {
			return nil, fmt.Errorf("ticket %d of seed %d: %w", i, w.size.Seed, err)
		}
		now := m.life
		if who := now.Ticket.Applicant; who != 0 {
			if earlier, ok := last[who]; ok {
				before := all[earlier].Ticket
				if over := before.ResolvedAt; over.IsZero() || over.After(now.Ticket.RegisteredAt) {
					now.Related = []tickets.TicketID{before.ID}
				}
			}
			last[who] = len(all)
		}
		all = append(all, now)
	}
	return all, nil
}

// random is the chance of ticket i.
func (w *World) random(i int) *rand.Rand { return rand.New(rand.NewPCG(w.size.Seed, uint64(i))) }

// who appeals: a hundredth of all applicants makes a tenth of the appeals.
func (w *World) who(r *rand.Rand) int {
	u := r.Float64()
	return int(u * u * float64(w.size.Applicants))
}
