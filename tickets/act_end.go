package tickets

import (
	"fmt"
	"slices"
)

// CloseReason is why a ticket is over.
type CloseReason string

const (
	Solved         CloseReason = "solved"
	ConsultedFully CloseReason = "consulted"
	RedirectedMRG  CloseReason = "redirected_mrg" // Regulation 4.11.2: control at the named representative
	RedirectedGBK  CloseReason = "redirected_gbk" // Regulation 4.11.5
	ThirdParty     CloseReason = "third_party_service"
	Impossible     CloseReason = "impossible" // with a ground of Regulation 4.14
	DuplicateOf    CloseReason = "duplicate"
	NoContact      CloseReason = "no_contact" // silence, a wrong number: nobody to tell
)

// CloseReasons are all of them.
var CloseReasons = []CloseReason{Solved, ConsultedFully, RedirectedMRG, RedirectedGBK, ThirdParty, Impossible, DuplicateOf, NoContact}

// Resolve says that it is done, and what the applicant is answered (Regulation 4.9.7).
type Resolve struct{ Result string }

// Name implements Act.
func (Resolve) Name() ActName { return ActResolve }

func (r Resolve) do(s *act) error {
	if err := s.reason("result", r.Result); err != nil {
		return err
	}
	s.t.Status, s.t.ResolvedAt = Resolved, s.at
	s.done()
	s.owe(StageClosing, AboutResult)
	return nil
}

// Close ends the ticket. It needs a class and that the applicant was told the result (Table 2).
type Close struct {
	Reason      CloseReason
	Ground      Ground // Impossible
	Responsible string // RedirectedMRG, unless named before
	Text        string // needed for ThirdParty, Impossible and NoContact
}

// Name implements Act.
func (Close) Name() ActName { return ActClose }

func (c Close) do(s *act) error {
	if s.t.DuplicateOf != 0 && c.Reason != NoContact {
		c.Reason = DuplicateOf // whatever was answered, the work goes on elsewhere
	}
	if !slices.Contains(CloseReasons, c.Reason) || c.Reason == DuplicateOf && s.t.DuplicateOf == 0 {
		return Invalid{{"close_reason", "invalid"}}
	}
	s.why = clean(c.Text)
	responsible := or(Printable(c.Responsible, 200), s.t.Responsible)
	switch {
	case s.t.Class == (Class{}):
		return s.refuse("unclassified")
	case s.t.Status == HandedOver && !slices.Contains(s.t.redirects(), c.Reason):
		return s.refuse("unresolved") // the result is yet to come, and to be told
	case slices.Contains([]CloseReason{ThirdParty, Impossible, NoContact}, c.Reason) && s.why == "":
		return Invalid{{"text", "required"}} // Regulation 2.5, 4.14
	case c.Reason == NoContact && !s.t.Unreached:
		return s.refuse("reachable") // Table 2: the result is told whenever it can be
	case c.Reason == Impossible && !slices.Contains(Grounds, c.Ground):
		return Invalid{{"ground", "invalid"}}
	case (c.Reason == RedirectedMRG || c.Reason == RedirectedGBK) && s.t.Class.Type != Consultation:
		return s.refuse("competence")
	case c.Reason == RedirectedMRG && responsible == "":
		return Invalid{{"responsible", "required"}}
	case c.Reason == RedirectedGBK && s.t.GBKAcceptedAt.IsZero():
		return s.refuse("letter") // Regulation 4.11.5: after the letter to ГБК
	case s.t.NoticesOwed > 0 && c.Reason != NoContact:
		return s.refuse("closing_notice")
	case s.t.ToldAt.IsZero() && c.Reason != NoContact:
		return s.refuse("closing_notice")
	}
	s.note("close_reason", "", string(c.Reason))
	s.note("ground", "", string(c.Ground))
	s.note("responsible", s.t.Responsible, responsible)
	s.t.Responsible = responsible
	s.end(c.Reason)
	s.voids = append(s.voids, AboutRegistration, AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed, AboutHandedOver) // the result says it all
	if c.Reason == NoContact {
		s.voids = append(s.voids, AboutResult)
	}
	return nil
}

// redirects are the reasons that close t where it was handed over: whose competence it is keeps control (Regulation 4.11). What
// another unit works on is yet to be solved.
func (t Ticket) redirects() []CloseReason {
	switch t.Unit {
	case UnitMRG:
		return []CloseReason{RedirectedMRG}
	case UnitGBK:
		return []CloseReason{RedirectedGBK}
	case "": // handed over in a talk, before units were named
		return []CloseReason{RedirectedMRG, RedirectedGBK}
	}
	return nil
}

func (s *act) end(why CloseReason) {
	s.done()
	if s.t.ResolvedAt.IsZero() {
		s.t.ResolvedAt = s.at
	}
	s.t.Status, s.t.ClosedAt, s.t.CloseReason = Closed, s.at, why
}

// Reopen takes a ticket into work again: the applicant is not satisfied. After the closing of the last of the working
// days (ReopenDays) that follow the day of the end it is a new, linked appeal instead.
type Reopen struct{ Why string }

// Name implements Act.
func (Reopen) Name() ActName { return ActReopen }

func (r Reopen) do(s *act) error {
	if err := s.reason("reason", r.Why); err != nil {
		return err
	}
	ended := s.t.ResolvedAt
	if s.t.Status == Closed {
		ended = s.t.ClosedAt
	}
	last, err := s.terms.Calendar.LastDay(ended, s.terms.Setting(ReopenDays, s.at))
	if err != nil {
		return fmt.Errorf("last day to reopen: %w", err)
	}
	if s.at.After(last) {
		return s.refuse("reopen_late")
	}
	s.undone()
	s.t.ResolvedAt, s.t.ClosedAt, s.t.CloseReason, s.t.DuplicateOf, s.t.Status = zeroTime, zeroTime, "", 0, InProgress
	s.t.GBKAcceptedAt = zeroTime // another end by ГБК needs a letter of its own (Regulation 4.11.5)
	s.t.Reopened++
	s.voids = append(s.voids, AboutResult)
	s.owe(StageStatus, AboutTerm)
	return nil
}

// Duplicate resolves the ticket as a repetition of another, in which the work goes on; a supervisor's act. The applicant
// is told so before it is closed, as of any result. The other must not be a repetition itself, and no other a repetition of
// this one: the store sees to it, with the codes chain and repeated.
type Duplicate struct {
	Of     TicketID
	Number Number // that ticket's, for the history
	Why    string
}

// Name implements Act.
func (Duplicate) Name() ActName { return ActDuplicate }

func (d Duplicate) do(s *act) error {
	switch {
	case d.Of == 0:
		return Invalid{{"duplicate_of", "required"}}
	case d.Of == s.t.ID:
		return s.refuse("itself")
	case s.t.Class == (Class{}):
		return s.refuse("unclassified")
	}
	s.why = clean(d.Why)
	s.t.DuplicateOf = d.Of
	if d.Number != 0 {
		s.note("duplicate_of", "", d.Number.String())
	}
	s.t.Status, s.t.ResolvedAt = Resolved, s.at
	s.done()
	// What else was to be told is told by the appeal in which the work goes on.
	s.voids = append(s.voids, AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed, AboutHandedOver)
	s.owe(StageClosing, AboutResult)
	return nil
}
