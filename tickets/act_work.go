package tickets

import (
	"slices"
	"strings"
	"time"

	"hotline/tickets/sla"
)

// Unit is where a ticket may be handed to, outside the lines that talk with applicants.
type Unit string

const (
	UnitTechnical Unit = "technical" // Служба технічного супроводу системи (Розробник ГБ), line 3
	UnitMRG       Unit = "mrg"       // Міська робоча група (Regulation 4.11)
	UnitGBK       Unit = "gbk"       // Громадська бюджетна комісія (Regulation 4.11.5)
	UnitKMR       Unit = "kmr"       // Київська міська рада
	UnitOther     Unit = "other"     // another unit of КМДА
)

// Units are all of them.
var Units = []Unit{UnitTechnical, UnitMRG, UnitGBK, UnitKMR, UnitOther}

// services are the lines in their order: 1, 2, 3 (Amb-12).
var services = []Service{Information, Organisation, Technical}

// Line is the number of a service's line of support; 0 for none.
func (s Service) Line() int { return slices.Index(services, s) + 1 }

// Classification is type, category, business process, zone of responsibility and responsible, set at once (Regulation 4.9.2).
// Empty fields stay as they are, but a class is needed.
type Classification struct {
	Class      Class
	Process    string // a business process's code, e.g. "digital_signature"
	Service    Service
	Assignee   Author
	OralReason string // why not in writing: needed for a bug or a feature by phone (Regulation 4.7)
	Why        string // for the history; may be empty
}

// Name implements Act.
func (Classification) Name() ActName { return ActClassify }

func (c Classification) do(s *act) error {
	target, known := s.terms.TableAt(s.t.RegisteredAt)[c.Class]
	var faults Invalid
	if !slices.Contains(Classes, c.Class) || !known {
		faults = append(faults, Fault{"category", "impossible"}) // Regulation 3.3.2, Table 1
	}
	if c.Service != "" && c.Service.Line() == 0 {
		faults = append(faults, Fault{"service", "invalid"})
	}
	oral := clean(strings.TrimSpace(c.OralReason))
	if oral == "" {
		oral = s.t.OralReason
	}
	if s.t.Channel == Phone && c.Class.Type != Consultation {
		if oral == "" {
			faults = append(faults, Fault{"oral_reason", "required"})
		}
		if s.t.Description == "" {
			faults = append(faults, Fault{"description", "required"}) // Regulation 4.7: the essence in detail
		}
	}
	if err := faults.orNil(); err != nil {
		return err
	}
	if c.Service != "" && c.Service != s.t.Service && c.Class.needsDecision(s.t.Decision, c.Service == Technical) {
		return s.refuse("decision")
	}
	if err := s.moved(c); err != nil {
		return err
	}
	s.note("process", s.t.Process, or(c.Process, s.t.Process))
	s.t.Process, s.t.OralReason = or(c.Process, s.t.Process), oral
	s.classed(c.Class, target)
	if c.Assignee.ID != 0 {
		s.given(c.Assignee)
		s.work()
	}
	return nil
}

// moved gives the ticket to the line that the class asks for: with a reason, and to nobody there unless somebody is named, as by
// Escalate (Regulation 2.8).
func (s *act) moved(c Classification) error {
	if s.why = clean(c.Why); c.Service == "" || c.Service == s.t.Service {
		return nil
	}
	if err := s.reason("reason", c.Why); err != nil {
		return err
	}
	if s.t.Service = c.Service; s.t.Status.Open() {
		s.t.Assignee = Author{}
	}
	return nil
}

// classed gives the ticket a class and its target; the start stays (Amb-16).
func (s *act) classed(class Class, target sla.Target) {
	s.note("type", string(s.t.Class.Type), string(class.Type))
	s.note("category", string(s.t.Class.Category), string(class.Category))
	if s.t.Class.Category != class.Category && s.t.ExpediteReason == "" {
		// Regulation 3.3.1: Критичний goes out of turn (Amb-7); a supervisor's word stays.
		s.note("expedited", yes(s.t.Expedited), yes(class.Category == Critical))
		s.t.Expedited = class.Category == Critical
	}
	if s.t.Class != class {
		s.retarget(target)
		s.t.Class = class
	}
}

// retarget takes the targets of another class. A promise of the former class that is kept or broken already stays as it was
// (Amb-16); one that is met by the new class's term only, or missed by it, is so from the registration on.
func (s *act) retarget(to sla.Target) {
	first := s.t.Class == (Class{})
	stays := func(met time.Time, v sla.Verdict) bool { return !first && (!met.IsZero() || v == sla.Breached) }
	if !stays(s.t.ReactionMetAt(), s.t.Reaction(s.at)) {
		s.t.Target.Reaction = to.Reaction
	}
	if !stays(s.t.ResolutionMetAt(), s.t.Resolution(s.at)) {
		s.t.Target.Resolution = to.Resolution
	}
}

// work takes a registered ticket into work.
func (s *act) work() {
	if s.t.Status == Registered {
		s.t.Status = InProgress
	}
}

func or[T ~string](v, otherwise T) T {
	if v != "" {
		return v
	}
	return otherwise
}

// Take makes whoever takes it responsible. Two who take at once: the second is refused by the version.
type Take struct{}

// Name implements Act.
func (Take) Name() ActName { return ActTake }

func (Take) do(s *act) error {
	if s.t.Assignee.ID == s.by.ID && s.t.Status == InProgress {
		return s.refuse("same")
	}
	s.given(s.by)
	s.work()
	return nil
}

// Assign gives the ticket to somebody.
type Assign struct {
	To  Author
	Why string
}

// Name implements Act.
func (Assign) Name() ActName { return ActAssign }

func (a Assign) do(s *act) error {
	if a.To.ID == 0 {
		return Invalid{{"assignee", "required"}}
	}
	if a.To.ID == s.t.Assignee.ID {
		return s.refuse("same")
	}
	s.why = clean(a.Why)
	s.given(a.To)
	s.work()
	return nil
}

// Escalate gives the ticket to another service, with the reason; who takes it there becomes responsible (Regulation 2.8).
type Escalate struct {
	To  Service
	Why string
}

// Name implements Act.
func (Escalate) Name() ActName { return ActEscalate }

func (e Escalate) do(s *act) error {
	if e.To.Line() == 0 {
		return Invalid{{"service", "invalid"}}
	}
	if e.To == s.t.Service {
		return s.refuse("same")
	}
	if s.t.Class.needsDecision(s.t.Decision, e.To == Technical) {
		return s.refuse("decision")
	}
	if err := s.reason("reason", e.Why); err != nil {
		return err
	}
	s.t.Service, s.t.Assignee = e.To, Author{}
	return nil
}

// Decision is МРГ's word that a wish is agreed (Regulation 3.3.2.2): the meeting's date and protocol. What МРГ has declined is not
// handed over, so no other decision is kept.
type Decision struct {
	At       time.Time
	Protocol string
}

// needsDecision: a wish goes to those who develop only after МРГ has agreed (Regulation 3.3.2.2), be it as their line or as a unit.
func (c Class) needsDecision(d Decision, develops bool) bool {
	return develops && c == Class{Feature, Low} && d == Decision{}
}

// words are the decision as the history keeps it.
func (d Decision) words() string {
	if d == (Decision{}) {
		return ""
	}
	return "погоджено " + d.At.In(sla.Kyiv).Format("02.01.2006") + ", протокол " + d.Protocol
}

// faults of a decision that is said with an act at an instant.
func (d Decision) faults(agreed bool, at time.Time) (faults Invalid) {
	if d.Protocol == "" {
		faults = append(faults, Fault{"decision", "required"})
	}
	switch {
	case d.At.IsZero():
		faults = append(faults, Fault{"decision_at", "required"})
	case d.At.After(at):
		faults = append(faults, Fault{"decision_at", "future"})
	}
	if !agreed {
		faults = append(faults, Fault{"decision_agreed", "required"})
	}
	return faults
}

// HandOver gives the ticket to a unit outside (Regulation 3.3.3, 4.11; Table 1**). It stays open, and whoever is named keeps
// control.
type HandOver struct {
	To          Unit
	Responsible string // МРГ: the representative's name (Regulation 4.11.2)
	Decision    Decision
	Agreed      bool      // МРГ's result, said with the decision
	ReleaseAt   time.Time // technical: the planned update, zero when not known yet
	Why         string
}

// Name implements Act.
func (HandOver) Name() ActName { return ActHandOver }

func (h HandOver) do(s *act) error {
	if !slices.Contains(Units, h.To) {
		return Invalid{{"unit", "invalid"}}
	}
	if err := s.reason("reason", h.Why); err != nil {
		return err
	}
	h.Responsible, h.Decision.Protocol = Printable(h.Responsible, 200), Printable(h.Decision.Protocol, 200)
	switch {
	case s.t.Class == (Class{}):
		return s.refuse("unclassified")
	case h.To == UnitMRG && h.Responsible == "":
		return Invalid{{"responsible", "required"}}
	case (h.To == UnitMRG || h.To == UnitGBK) && s.t.Class.Type != Consultation && s.t.Class.Type != Feature:
		return s.refuse("competence") // Regulation 4.11.2: «Консультація/задача»; a wish goes to МРГ for its decision
	case s.t.Class.needsDecision(s.t.Decision, h.To == UnitTechnical) && h.Decision == Decision{} && !h.Agreed:
		return s.refuse("decision")
	}
	if (h.Decision != Decision{} || h.Agreed) {
		if err := h.Decision.faults(h.Agreed, s.at).orNil(); err != nil {
			return err
		}
		s.note("decision", s.t.Decision.words(), h.Decision.words())
		s.t.Decision = Decision{micro(h.Decision.At), h.Decision.Protocol}
	}
	s.note("unit", string(s.t.Unit), string(h.To))
	s.note("responsible", s.t.Responsible, or(h.Responsible, s.t.Responsible))
	s.t.Responsible, s.t.Status = or(h.Responsible, s.t.Responsible), HandedOver
	s.t.handedTo(h.To)
	if !h.ReleaseAt.IsZero() {
		if err := s.planned(h.ReleaseAt); err != nil {
			return err
		}
	}
	s.done()
	s.owe(StageStatus, AboutHandedOver)
	if h.To == UnitTechnical || h.To == UnitGBK {
		s.letters = append(s.letters, letterTo(h.To, s.why))
	}
	return nil
}

// handedTo names the unit; each hand-over to ГБК needs a letter of its own (Regulation 4.11.5).
func (t *Ticket) handedTo(u Unit) {
	if t.Unit = u; u == UnitGBK {
		t.GBKAcceptedAt = time.Time{}
	}
}

// letterTo is what leaves the house when a ticket is handed over.
func letterTo(u Unit, why string) Letter {
	return Letter{Kind: string(u), Key: string(u), Body: map[string]string{"reason": why}}
}

// done is half of the resolution: solved, or handed to another unit (Table 1**). What was running is over.
func (s *act) done() {
	s.resume()
	if s.t.DoneAt.IsZero() {
		s.t.DoneAt = s.at
	}
	s.answering()
}

// PlanRelease sets the date of the update that will solve it (Regulation 3.3.3).
type PlanRelease struct {
	At  time.Time
	Why string
}

// Name implements Act.
func (PlanRelease) Name() ActName { return ActPlanRelease }

func (p PlanRelease) do(s *act) error {
	if p.At.IsZero() {
		return Invalid{{"planned_release_at", "required"}}
	}
	if micro(p.At).Equal(s.t.PlannedReleaseAt) {
		return s.refuse("same")
	}
	if err := s.planned(p.At); err != nil {
		return err
	}
	s.why = clean(p.Why)
	s.owe(StageStatus, AboutTerm)
	return nil
}

// planned is yet to come: what is out already is no plan.
func (s *act) planned(at time.Time) error {
	if !at.After(s.at) {
		return Invalid{{"planned_release_at", "past"}}
	}
	s.note("planned_release_at", stamp(s.t.PlannedReleaseAt), stamp(micro(at)))
	s.t.PlannedReleaseAt = micro(at)
	return nil
}
