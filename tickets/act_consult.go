package tickets

// Consult is a consultation by phone in one step: classified, answered and told in the talk, and closed (Regulation 4.6).
type Consult struct {
	Category Category
	Process  string
	Text     string // the consultation, kept for the specialists (Regulation 4.9.4)
	Call     CallID // the talk in which it was given
}

// Name implements Act.
func (Consult) Name() ActName { return ActConsult }

func (c Consult) do(s *act) error {
	class := Class{Consultation, c.Category}
	target, known := s.terms.TableAt(s.t.RegisteredAt)[class]
	switch {
	case s.t.Channel != Phone:
		return s.refuse("channel") // what came in writing is answered in writing (Table 2)
	case !known:
		return Invalid{{"category", "impossible"}}
	case c.Call == "":
		return Invalid{{"call_id", "required"}}
	}
	if err := s.reason("text", c.Text); err != nil {
		return err
	}
	s.note("process", s.t.Process, or(c.Process, s.t.Process))
	s.t.Process = or(c.Process, s.t.Process)
	s.classed(class, target)
	s.answering()
	s.t = s.t.reacted(s.at, s.by).finished(s.at)
	if s.t.OralNoticeAt.IsZero() { // Regulation 4.9.5: number and term belong to the talk
		s.t.OralNoticeAt, s.t.OralNoticeBy, s.t.AnnouncedDueAt = s.at, s.by.Name, s.t.ResolutionDueAt
	}
	s.call = c.Call
	s.pays = []NoticeAbout{AboutRegistration, AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed, AboutHandedOver, AboutResult}
	s.note("close_reason", "", string(ConsultedFully))
	s.end(ConsultedFully)
	return nil
}
