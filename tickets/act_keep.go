package tickets

import "unicode/utf8"

// Restrict answers a request to erase (the regulation keeps appeals three years, 4.3): who may read is narrowed, and the ground
// is shown.
type Restrict struct{ Ground string }

// Name implements Act.
func (Restrict) Name() ActName { return ActRestrict }

func (r Restrict) do(s *act) error {
	if s.t.Restricted != "" {
		return s.refuse("same")
	}
	if err := s.reason("reason", r.Ground); err != nil {
		return err
	}
	s.t.Restricted = s.why
	return nil
}

// Unrestrict lifts it, unless the applicant's whole card is narrowed.
type Unrestrict struct{ Why string }

// Name implements Act.
func (Unrestrict) Name() ActName { return ActUnrestrict }

func (u Unrestrict) do(s *act) error {
	if s.t.Restricted == "" {
		return s.refuse("same")
	}
	if s.t.ApplicantName == Narrowed {
		return s.refuse("card") // it is lifted there, from all tickets at once
	}
	if err := s.reason("reason", u.Why); err != nil {
		return err
	}
	s.t.Restricted = ""
	return nil
}

// Hold bars retention from one ticket: a dispute, a court. It wins over the three years (Regulation 4.3, Amb-10). The reason has at
// most 1000 characters.
type Hold struct{ Why string }

// Name implements Act.
func (Hold) Name() ActName { return ActHold }

func (h Hold) do(s *act) error {
	if s.t.Hold != "" {
		return s.refuse("same")
	}
	if err := s.reason("reason", h.Why); err != nil {
		return err
	}
	if utf8.RuneCountInString(s.why) > 1000 {
		return Invalid{{"reason", "over_1000"}}
	}
	s.t.Hold = s.why
	return nil
}

// Release ends the hold. It is a record like any other: the three years are counted from it.
type Release struct{ Why string }

// Name implements Act.
func (Release) Name() ActName { return ActRelease }

func (r Release) do(s *act) error {
	if s.t.Hold == "" {
		return s.refuse("same")
	}
	if err := s.reason("reason", r.Why); err != nil {
		return err
	}
	s.t.Hold = ""
	return nil
}
