package tickets

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/tickets/sla"
)

// Progress is how one of a ticket's two promises stands.
type Progress struct {
	Verdict sla.Verdict
	Target  time.Duration // working time, with what a supervisor has added
	DueAt   time.Time     // zero while the clock stands
	MetAt   time.Time     // zero: not yet kept
	Left    time.Duration // working time until the deadline, from now or from when it was kept; negative: too late by so much
	Unknown bool          // the calendar does not reach so far: Left is not known
}

// Standing is how a ticket's promises stand at an instant, and when working time begins or ends next.
type Standing struct {
	At         time.Time
	Reaction   Progress
	Resolution Progress
	Open       bool      // At is working time: what is left grows less
	ChangesAt  time.Time // the end of this working day, or the next opening
}

// StandingOf is t's standing at an instant. Pure.
func StandingOf(t Ticket, at time.Time, calendar *sla.Calendar) (Standing, error) {
	s := Standing{At: at,
		Reaction:   Progress{Verdict: t.Reaction(at), Target: t.Target.Reaction, DueAt: t.ReactionDueAt, MetAt: t.ReactionMetAt()},
		Resolution: Progress{Verdict: t.Resolution(at), Target: t.Target.Resolution + t.Extension, DueAt: t.ResolutionDueAt, MetAt: t.ResolutionMetAt()}}
	var err error
	if s.Open, s.ChangesAt, err = calendar.Edge(at); err != nil {
		return s, fmt.Errorf("standing of ticket %s: %w", t.Number, err)
	}
	for _, p := range []*Progress{&s.Reaction, &s.Resolution} {
		if p.DueAt.IsZero() {
			p.Left = t.ResolutionLeft
			continue
		}
		from := at
		if !p.MetAt.IsZero() {
			from = p.MetAt
		}
		p.Left, err = calendar.Worked(from, p.DueAt)
		if p.Unknown = errors.Is(err, sla.ErrHorizon); err != nil && !p.Unknown {
			return s, fmt.Errorf("standing of ticket %s: %w", t.Number, err)
		}
	}
	return s, nil
}

// Standing is how a ticket's promises stand now.
func (r *Register) Standing(ctx context.Context, t Ticket) (Standing, error) {
	at := micro(r.now())
	terms, err := r.current(ctx, at)
	if err != nil {
		return Standing{}, err
	}
	return StandingOf(t, at, terms.Calendar)
}
