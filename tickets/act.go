package tickets

import (
	"errors"
	"fmt"
	"slices"
	"time"
	"unicode/utf8"
)

// ActName is one thing that can be done with a ticket; the word in histories, addresses and on buttons.
type ActName string

const (
	ActClassify    ActName = "classify"     // type, category, process, line and responsible at once (Regulation 4.9.2)
	ActTake        ActName = "take"         // take it into one's own work
	ActAssign      ActName = "assign"       // give it to somebody
	ActDescribe    ActName = "describe"     // subject, essence, the required content (Regulation 4.4, 4.5, 4.7)
	ActRequestInfo ActName = "request_info" // ask the applicant (Regulation 4.8)
	ActPostpone    ActName = "postpone"     // a ground of Regulation 4.14
	ActResume      ActName = "resume"
	ActEscalate    ActName = "escalate"     // to another service (Regulation 2.8)
	ActHandOver    ActName = "hand_over"    // to another unit: технічний супровід, МРГ, ГБК (Regulation 3.3.3, 4.11)
	ActPlanRelease ActName = "plan_release" // when the update is to come (Regulation 3.3.3)
	ActExtendTerm  ActName = "extend_term"  // Regulation 4.9.6
	ActExpedite    ActName = "expedite"     // out of turn (Regulation 3.3.1)
	ActConsult     ActName = "consult"      // answered by phone in one step (Regulation 4.6)
	ActResolve     ActName = "resolve"
	ActClose       ActName = "close"
	ActReopen      ActName = "reopen"
	ActDuplicate   ActName = "mark_duplicate"
	ActRestrict    ActName = "restrict_access" // a request to erase (Regulation 4.3 bars it)
	ActUnrestrict  ActName = "lift_restriction"
	ActHold        ActName = "hold" // it may not expire (Regulation 4.3, Amb-10)
	ActRelease     ActName = "release_hold"
)

// ActNames are all acts in the order in which people read them.
var ActNames = []ActName{ActClassify, ActTake, ActAssign, ActDescribe, ActRequestInfo, ActPostpone, ActResume, ActEscalate, ActHandOver,
	ActPlanRelease, ActExtendTerm, ActExpedite, ActConsult, ActResolve, ActClose, ActReopen, ActDuplicate, ActRestrict, ActUnrestrict, ActHold, ActRelease}

// possible is the table of what may be done in which status; doc.go holds it in print, and a test compares.
var possible = func() map[Status][]ActName {
	always := []ActName{ActDescribe, ActRestrict, ActUnrestrict, ActHold, ActRelease}
	open := append([]ActName{ActClassify, ActTake, ActAssign, ActEscalate, ActHandOver, ActPlanRelease, ActExtendTerm, ActExpedite, ActResolve, ActDuplicate}, always...)
	with := func(base []ActName, more ...ActName) []ActName { return append(slices.Clone(base), more...) }
	return map[Status][]ActName{
		Registered:       with(open, ActRequestInfo, ActPostpone, ActConsult),
		InProgress:       with(open, ActRequestInfo, ActPostpone, ActConsult),
		WaitingApplicant: with(open, ActRequestInfo, ActPostpone, ActResume),
		Postponed:        with(open, ActRequestInfo, ActResume),
		HandedOver:       with(open, ActRequestInfo, ActResume, ActClose),
		Resolved:         with(always, ActClassify, ActConsult, ActClose, ActReopen),
		Closed:           with(always, ActReopen),
	}
}()

// Possible tells whether an act may be done in a status.
func Possible(s Status, a ActName) bool { return slices.Contains(possible[s], a) }

// OfSupervisor tells whether only supervisors do this (R-X.3: terms, the order of work, merging, who may read, what may expire).
func (a ActName) OfSupervisor() bool {
	return slices.Contains([]ActName{ActExtendTerm, ActExpedite, ActDuplicate, ActRestrict, ActUnrestrict, ActHold, ActRelease}, a)
}

// PossibleNow are the acts that may be done with t as it stands, in the order in which people read them.
func PossibleNow(t Ticket) (names []ActName) {
	for _, a := range ActNames {
		switch {
		case !Possible(t.Status, a):
		case a == ActRestrict && t.Restricted != "" || a == ActUnrestrict && (t.Restricted == "" || t.ApplicantName == Narrowed):
		case a == ActHold && t.Hold != "" || a == ActRelease && t.Hold == "":
		case a == ActConsult && t.Channel != Phone:
		case a == ActClose && t.Status == HandedOver && t.redirects() == nil:
		default:
			names = append(names, a)
		}
	}
	return names
}

// Act is what somebody wants to do with a ticket. The types of this package are all there are.
type Act interface {
	// Name is the act's.
	Name() ActName
	do(*act) error
}

// ErrRefused is wrapped by Refused.
var ErrRefused = errors.New("the rules do not allow it")

// Refused says why a rule forbids an act. Codes: status (not in this status), unclassified, unresolved, closing_notice, letter,
// decision, competence, channel, reopen_late, same, itself, reachable, chain, repeated, card. The words for people are web's.
type Refused struct {
	Act    ActName
	Status Status
	Code   string
}

func (e *Refused) Error() string {
	return fmt.Sprintf("%s in the status %s: %s (%s)", e.Act, e.Status, ErrRefused, e.Code)
}
func (e *Refused) Unwrap() error { return ErrRefused }

// act is one application of Apply.
type act struct {
	t       Ticket
	before  Ticket
	name    ActName
	by      Author
	at      time.Time
	terms   Terms
	why     string
	values  []Value
	call    CallID
	notices []Notice
	pays    []NoticeAbout
	voids   []NoticeAbout
	letters []Letter
}

// Value is one field that an act changed, as the history keeps it.
type Value struct {
	Field string `json:"field"`
	Old   string `json:"old,omitempty"`
	New   string `json:"new,omitempty"`
}

// Apply is what a becomes of t: the ticket after it, the line in its history, and what it makes necessary. Nothing is stored
// and t is not changed. Invalid names wrong fields; *Refused is a rule's no. Pure, safe for concurrent use.
func Apply(t Ticket, a Act, by Author, at time.Time, terms Terms) (Change, error) {
	name := a.Name()
	if !Possible(t.Status, name) {
		return Change{}, &Refused{name, t.Status, "status"}
	}
	s := &act{t: t, before: t, name: name, by: by, at: micro(at), terms: terms}
	s.t.Pauses = slices.Clone(t.Pauses)
	if err := a.do(s); err != nil {
		return Change{}, err
	}
	if err := s.recount(); err != nil {
		return Change{}, err
	}
	s.note("status", string(t.Status), string(s.t.Status))
	s.note("service", string(t.Service), string(s.t.Service))
	s.note("assignee", t.Assignee.Name, s.t.Assignee.Name)
	s.termsTold()
	if err := s.untilWhen(); err != nil {
		return Change{}, err
	}
	e := Entry{At: s.at, Kind: EntryAct, Act: name, Author: by, Call: s.call, Text: s.why, Values: s.values, Key: fmt.Sprintf("act:%d", t.Version+1)}
	if t.Status != s.t.Status {
		e.From, e.To = t.Status, s.t.Status
	}
	timers, err := Timers(s.t, terms.Calendar)
	if err != nil {
		return Change{}, err
	}
	return Change{Ticket: s.t, Entry: e, Notices: s.notices, Voids: s.voids, Letters: s.letters, Timers: timers, Alerts: s.alerts(),
		PaysAbout: s.pays, Paid: Payment{At: s.at, Way: Oral, By: by, Call: s.call}}, nil
}

// note keeps a changed field for the history.
func (s *act) note(field, was, is string) {
	if was != is {
		s.values = append(s.values, Value{field, was, is})
	}
}

func (s *act) refuse(code string) error { return &Refused{s.name, s.before.Status, code} }

// forApplicants are the acts whose words are written for the applicant, in the notice about this; what people write with other
// acts is for the house.
var forApplicants = map[ActName]NoticeAbout{ActRequestInfo: AboutQuestion, ActPostpone: AboutPostponed, ActHandOver: AboutHandedOver,
	ActExtendTerm: AboutTerm, ActResolve: AboutResult}

// owe makes a debt of a notice to the applicant (Regulation, Table 2). An older one about the same is owed no more: what the
// applicant is to be told is what holds now, once (Regulation 4.9.6).
func (s *act) owe(stage Stage, about NoticeAbout) {
	s.voids = append(s.voids, about)
	text := ""
	if forApplicants[s.name] == about {
		text = s.why
	}
	s.notices = append(s.notices, Notice{Stage: stage, About: about, Ways: Ways(s.t.Channel, stage), OwedAt: s.at, Text: text,
		Key: fmt.Sprintf("%s:%d", about, s.t.Version+1)})
}

// noticeWithin is the working time in which the applicant is told what has changed.
const noticeWithin = time.Hour

// untilWhen gives each debt its deadline: the word of who is responsible belongs to the reaction, the result to the resolution;
// everything else, and what is late already, is told within a working hour.
func (s *act) untilWhen() error {
	soon, err := s.terms.Calendar.Add(s.at, noticeWithin)
	if err != nil {
		return fmt.Errorf("term of a notice: %w", err)
	}
	for i := range s.notices {
		n := &s.notices[i]
		n.DueAt = soon
		switch {
		case n.About == AboutAssigned && s.t.ReactionDueAt.After(s.at):
			n.DueAt = s.t.ReactionDueAt
		case n.About == AboutResult && s.t.ResolutionDueAt.After(s.at):
			n.DueAt = s.t.ResolutionDueAt
		}
	}
	return nil
}

// reason takes a text that the act must have.
func (s *act) reason(field, text string) error {
	text = clean(text)
	if err := checkText(field, text, true); err != nil {
		return err
	}
	s.why = text
	return nil
}

// given makes somebody responsible: half of the reaction (Regulation 1.6); the other half is that the applicant knows.
func (s *act) given(to Author) {
	if s.t.Assignee.ID == to.ID && s.t.Assignee.ID != 0 {
		return
	}
	s.t.Assignee = to
	if to.ID == 0 {
		return
	}
	if s.t.AssignedAt.IsZero() {
		s.t.AssignedAt = s.at
	}
	s.owe(StageStatus, AboutAssigned)
}

// answering makes whoever answers the applicant responsible, unless somebody is (Amb-4: an answer of a person is the reaction).
func (s *act) answering() {
	if s.t.Assignee.ID == 0 {
		s.t.Assignee = s.by
	}
	if s.t.AssignedAt.IsZero() {
		s.t.AssignedAt = s.at
	}
}

// short checks a line of text that may be empty.
func short(field, text string, limit int) error {
	if utf8.RuneCountInString(text) > limit {
		return Invalid{{field, "too_long"}}
	}
	return nil
}
