package tickets

import (
	"fmt"
	"time"

	"hotline/tickets/sla"
)

// Pause is a stretch in which a ticket's resolution stands still, with why (Amb-15): the applicant is asked, or a ground of
// Regulation 4.14. The reaction never pauses.
type Pause struct {
	sla.Pause
	Why string // the act's name, or the ground
}

// Clocks are a ticket's two promises as they stand.
type Clocks struct {
	Target          sla.Target // what was promised, kept however Table 1 changes
	CalendarVersion int64
	FromReceipt     bool          // both terms are counted from the arrival, as the setting said at the registration (Amb-23)
	Extension       time.Duration // working time that a supervisor added to the resolution
	Pauses          []Pause

	// The halves of both promises (Regulation 1.6, Table 1**): the later one keeps the promise.
	AssignedAt time.Time // somebody is responsible, or has talked with the applicant
	InformedAt time.Time // … and the applicant knows
	DoneAt     time.Time // resolved, or handed to another unit
	ToldAt     time.Time // … and the applicant knows

	ResolutionLeft time.Duration // Frozen: what the resolution has left
	Frozen         bool
}

// StartsAt is the instant from which both terms are counted (Regulation 1, Amb-23).
func (t Ticket) StartsAt() time.Time {
	if t.FromReceipt {
		return t.ReceivedAt
	}
	return t.RegisteredAt
}

// ReactionMetAt is when the reaction's promise was kept; zero: not yet.
func (t Ticket) ReactionMetAt() time.Time { return later(t.AssignedAt, t.InformedAt) }

// ResolutionMetAt is when the resolution's promise was kept; zero: not yet.
func (t Ticket) ResolutionMetAt() time.Time { return later(t.DoneAt, t.ToldAt) }

// later of two halves; zero while one is missing.
func later(a, b time.Time) time.Time {
	if a.IsZero() || b.IsZero() {
		return time.Time{}
	}
	if a.After(b) {
		return a
	}
	return b
}

// reacted is t after somebody became responsible and the applicant knows; who was first stays.
func (t Ticket) reacted(at time.Time, by Author) Ticket {
	if t.AssignedAt.IsZero() {
		t.AssignedAt = at
	}
	if t.InformedAt.IsZero() {
		t.InformedAt = at
	}
	if t.Assignee.ID == 0 && by.ID != 0 {
		t.Assignee = by
	}
	return t
}

// finished is t after it was solved or handed over and the applicant knows.
func (t Ticket) finished(at time.Time) Ticket {
	if t.DoneAt.IsZero() {
		t.DoneAt = at
	}
	if t.ToldAt.IsZero() {
		t.ToldAt = at
	}
	return t
}

// Reaction is how the reaction stands at now.
func (t Ticket) Reaction(now time.Time) sla.Verdict {
	return sla.Due{At: t.ReactionDueAt}.Judge(t.ReactionMetAt(), now)
}

// Resolution is how the resolution stands at now.
func (t Ticket) Resolution(now time.Time) sla.Verdict {
	return sla.Due{At: t.ResolutionDueAt, Frozen: t.Frozen, Left: t.ResolutionLeft}.Judge(t.ResolutionMetAt(), now)
}

// ReactionClock is the promise of the reaction as it is counted.
func (t Ticket) ReactionClock() sla.Clock {
	return sla.Clock{Start: t.StartsAt(), Target: t.Target.Reaction}
}

// ResolutionClock is the promise of the resolution as it is counted.
func (t Ticket) ResolutionClock() sla.Clock {
	k := sla.Clock{Start: t.StartsAt(), Target: t.Target.Resolution + t.Extension}
	for _, p := range t.Pauses {
		k.Pauses = append(k.Pauses, p.Pause)
	}
	return k
}

// Recount gives t its deadlines anew, from where they start, by a calendar (Regulation 3.2.3: the mode may change, then open
// terms are counted again). A promise that was kept or broken already stays as it was (Amb-16).
func Recount(t Ticket, terms Terms) (Ticket, error) {
	return counted(t, terms, t.ReactionMetAt().IsZero(), t.ResolutionMetAt().IsZero())
}

// counted is Recount of the named promises.
func counted(t Ticket, terms Terms, reaction, resolution bool) (Ticket, error) {
	if reaction {
		due, err := terms.Calendar.Due(t.ReactionClock())
		if err != nil {
			return t, fmt.Errorf("reaction of ticket %s: %w", t.Number, err)
		}
		t.ReactionDueAt = due.At
	}
	if resolution {
		due, err := terms.Calendar.Due(t.ResolutionClock())
		if err != nil {
			return t, fmt.Errorf("resolution of ticket %s: %w", t.Number, err)
		}
		t.ResolutionDueAt, t.Frozen, t.ResolutionLeft = due.At, due.Frozen, due.Left
	}
	t.CalendarVersion = terms.CalendarVersion
	return t, nil
}

// recount counts after an act. The first classification says what had been promised: until then the terms were the approximate
// ones of an appeal that nobody had classified (Amb-14).
func (s *act) recount() (err error) {
	if s.before.Class == (Class{}) && s.t.Class != (Class{}) {
		s.t, err = counted(s.t, s.terms, true, true)
		return err
	}
	s.t, err = Recount(s.t, s.terms)
	return err
}

// termsTold keeps both old and new deadline in the history when the act moved one, and owes the applicant the new term when
// another was told. What moved no term owes none: one notice a change (Regulation 4.9.6).
func (s *act) termsTold() {
	s.note("reaction_due_at", stamp(s.before.ReactionDueAt), stamp(s.t.ReactionDueAt))
	s.note("resolution_due_at", stamp(s.before.ResolutionDueAt), stamp(s.t.ResolutionDueAt))
	moved := !s.before.ResolutionDueAt.Equal(s.t.ResolutionDueAt) || s.before.Frozen && !s.t.Frozen
	told := s.before.AnnouncedDueAt
	if moved && s.t.Status.Open() && !s.t.Frozen && !told.IsZero() && !told.Equal(s.t.ResolutionDueAt) && !s.owes(AboutTerm) && !s.owes(AboutAssigned) {
		s.owe(StageStatus, AboutTerm)
	}
}

func (s *act) owes(about NoticeAbout) bool {
	for _, n := range s.notices {
		if n.About == about {
			return true
		}
	}
	return false
}

// stamp is an instant in a history's value; empty for none.
func stamp(at time.Time) string {
	if at.IsZero() {
		return ""
	}
	return at.UTC().Format(time.RFC3339Nano)
}

// pause stops the resolution's clock; one that stands goes on standing, for the new reason. With pausing off it goes on.
func (s *act) pause(why string) {
	if s.resume(); s.terms.Setting(Pausing, s.at) == 0 {
		return
	}
	s.t.Pauses = append(s.t.Pauses, Pause{sla.Pause{From: s.at}, why})
}

// resume lets it go on.
func (s *act) resume() {
	if n := len(s.t.Pauses); n > 0 && s.t.Pauses[n-1].To.IsZero() {
		s.t.Pauses[n-1].To = s.at
	}
}
