package tickets

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"
)

// recountBatch is how many tickets one transaction counts again.
const recountBatch = 500

// RecountOpen counts the open promises again that an older calendar counted (Regulation 3.2.3), in batches, and gives how many
// were looked at. It may be repeated and run beside itself: a ticket that is counted is not counted again. A ticket that cannot be
// counted stays as it was, is in the error, and does not hold up the others.
func (r *Register) RecountOpen(ctx context.Context) (n int, err error) {
	var faults []error
	at := micro(r.now())
	terms, err := r.store.Terms(ctx, at)
	if err != nil {
		return 0, fmt.Errorf("recount: %w", err)
	}
	for after := TicketID(0); ; {
		last, err := r.store.Recount(ctx, terms.CalendarVersion, after, recountBatch, func(t Ticket, why []CalendarChange) (Change, bool, error) {
			n++
			c, changed, err := recounted(t, terms, why, at)
			if err != nil {
				faults = append(faults, err)
			}
			return c, changed, err
		})
		if err != nil {
			return n, fmt.Errorf("recount after ticket %d: %w", after, err)
		}
		if last == 0 {
			return n, errors.Join(faults...)
		}
		after = last
	}
}

// recounted is t by a changed calendar: with a line in the history and, when another term had been told, the debt of telling the
// new one (Regulation 4.9.6). A promise that is kept or broken by now stays as it was (Amb-16).
func recounted(t Ticket, terms Terms, why []CalendarChange, at time.Time) (c Change, changed bool, err error) {
	fresh, err := Recount(t, terms)
	if err != nil {
		return c, false, err
	}
	if t.ReactionDueAt.Before(at) {
		fresh.ReactionDueAt = t.ReactionDueAt
	}
	if !t.Frozen && t.ResolutionDueAt.Before(at) {
		fresh.ResolutionDueAt, fresh.Frozen, fresh.ResolutionLeft = t.ResolutionDueAt, false, 0
	}
	s := &act{t: fresh, before: t, at: at, terms: terms}
	s.termsTold()
	if t.Frozen {
		s.note("resolution_left", t.ResolutionLeft.String(), fresh.ResolutionLeft.String())
	}
	if len(s.values) == 0 {
		return c, false, nil
	}
	if err := s.untilWhen(); err != nil {
		return c, false, err
	}
	e := Entry{At: at, Kind: EntryRecount, Values: s.values, Key: fmt.Sprintf("recount:%d", terms.CalendarVersion)}
	var words []string
	for _, w := range why {
		words, e.Author = append(words, w.Summary+" ("+w.Reason+")"), w.By
	}
	e.Text = Printable(strings.Join(words, "; "), MaxText)
	timers, err := Timers(fresh, terms.Calendar)
	return Change{Ticket: fresh, Entry: e, Notices: s.notices, Voids: s.voids, Timers: timers}, err == nil, err
}

// recountSentence tells why terms moved; Values tell which.
func recountSentence(e Entry) string {
	s := "Строки перераховано через зміну робочого календаря"
	if e.Text != "" {
		s += ". Причина: " + e.Text
	}
	return s
}
