package tickets

import (
	"slices"
	"time"
)

// Ground is why a solution is postponed or impossible (Regulation 4.14). The list is closed.
type Ground string

const (
	NotReproducible Ground = "not_reproducible_and_unreachable"
	NotEnoughInfo   Ground = "insufficient_info"
	NeedsRelease    Ground = "needs_diagnosis_rework_or_release"
	UserViolates    Ground = "user_violates_technical_requirements"
	OutOfScope      Ground = "out_of_scope"
	Unconstructive  Ground = "incorrect_or_unconstructive"
)

// Grounds are the six in the regulation's order.
var Grounds = []Ground{NotReproducible, NotEnoughInfo, NeedsRelease, UserViolates, OutOfScope, Unconstructive}

// RequestInfo asks the applicant for what is missing; the resolution's clock stands until the answer (Regulation 4.8, Amb-15).
type RequestInfo struct{ Question string }

// Name implements Act.
func (RequestInfo) Name() ActName { return ActRequestInfo }

func (r RequestInfo) do(s *act) error {
	if err := s.reason("question", r.Question); err != nil {
		return err
	}
	s.answering()
	s.t.Status = WaitingApplicant
	s.pause(string(ActRequestInfo))
	s.owe(StageStatus, AboutQuestion)
	return nil
}

// Postpone puts the ticket off for one of the grounds of Regulation 4.14.
type Postpone struct {
	Ground Ground
	Why    string
	Until  time.Time // zero: until somebody resumes
}

// Name implements Act.
func (Postpone) Name() ActName { return ActPostpone }

func (p Postpone) do(s *act) error {
	if !slices.Contains(Grounds, p.Ground) {
		return Invalid{{"ground", "invalid"}}
	}
	if err := s.reason("reason", p.Why); err != nil {
		return err
	}
	if !p.Until.IsZero() && !p.Until.After(s.at) {
		return Invalid{{"until", "past"}}
	}
	s.note("ground", "", string(p.Ground))
	s.note("postponed_until", stamp(s.t.PostponedUntil), stamp(maybe(p.Until)))
	s.answering()
	s.t.Status, s.t.PostponedUntil = Postponed, maybe(p.Until)
	s.pause(string(p.Ground))
	s.owe(StageStatus, AboutPostponed)
	return nil
}

// Resume lets work go on: the applicant has answered, the ground is gone, or a unit gave the ticket back.
type Resume struct{ Why string }

// Name implements Act.
func (Resume) Name() ActName { return ActResume }

func (r Resume) do(s *act) error {
	s.why = clean(r.Why)
	s.resume()
	if !s.t.DoneAt.IsZero() { // a unit had it, and maybe it waited there for the applicant
		s.undone()
		s.voids = append(s.voids, AboutHandedOver)
	}
	s.t.Status, s.t.PostponedUntil = InProgress, time.Time{}
	return nil
}

// undone takes back what kept the resolution's promise; the time in between does not count (B4.6: a reopened ticket's solved
// stretch acts as a pause).
func (s *act) undone() {
	from := s.t.DoneAt
	if from.IsZero() {
		return
	}
	// A pause of what was handed over already, and waited there for the applicant, is a part of that stretch.
	s.t.Pauses = slices.DeleteFunc(s.t.Pauses, func(p Pause) bool { return !p.From.Before(from) })
	if n := len(s.t.Pauses); n > 0 && s.t.Pauses[n-1].To.After(from) {
		s.t.Pauses[n-1].To = from
	}
	s.t.Pauses = append(s.t.Pauses, newPause(from, s.at, s.name))
	s.t.DoneAt, s.t.ToldAt = time.Time{}, time.Time{}
}

func newPause(from, to time.Time, why ActName) (p Pause) {
	p.From, p.To, p.Why = from, to, string(why)
	return p
}

// ExtendTerm adds working time to the resolution; a supervisor's act (Regulation 4.9.6).
type ExtendTerm struct {
	By  time.Duration // working time
	Why string
}

// Name implements Act.
func (ExtendTerm) Name() ActName { return ActExtendTerm }

// maxExtension keeps a term inside the calendar's horizon.
const maxExtension = 1000 * time.Hour

func (e ExtendTerm) do(s *act) error {
	if e.By < time.Minute || s.t.Extension+e.By > maxExtension {
		return Invalid{{"extension_minutes", "invalid"}}
	}
	if err := s.reason("reason", e.Why); err != nil {
		return err
	}
	s.t.Extension += e.By
	s.owe(StageStatus, AboutTerm)
	return nil
}

// Expedite puts the ticket before those that came earlier, or back into the order of receipt (Regulation 3.3.1); a supervisor's act.
type Expedite struct {
	On  bool
	Why string
}

// Name implements Act.
func (Expedite) Name() ActName { return ActExpedite }

func (e Expedite) do(s *act) error {
	if e.On == s.t.Expedited {
		return s.refuse("same")
	}
	if err := s.reason("reason", e.Why); err != nil {
		return err
	}
	s.t.Expedited, s.t.ExpediteReason = e.On, ""
	if e.On {
		s.t.ExpediteReason = s.why
	}
	s.note("expedited", yes(!e.On), yes(e.On))
	return nil
}

func yes(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
