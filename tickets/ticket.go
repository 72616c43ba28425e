package tickets

import (
	"errors"
	"regexp"
	"slices"
	"time"
)

// TicketID is a ticket's key inside the system; people use its Number.
type TicketID int64

// CallID is telephony's id of a call.
type CallID string

// AgentID is the id of the user who works with a ticket; 0 is the system itself.
type AgentID int64

// Author is who did something, with the name as it was then.
type Author struct {
	ID   AgentID
	Name string
}

// Channel is the way by which an appeal came (Regulation 2.7). There is no other (4.2).
type Channel string

const (
	Phone Channel = "phone"
	Email Channel = "email"
	Form  Channel = "form"
)

// Service is a line of support (Regulation 2.8).
type Service string

const (
	Information  Service = "information"  // Служба інформаційної підтримки користувачів, line 1
	Organisation Service = "organisation" // Організаційна підтримка користувачів, line 2
	Technical    Service = "technical"    // Служба технічного супроводу системи, line 3
)

// Status of a ticket.
type Status string

const (
	Registered       Status = "registered"        // Зареєстровано
	InProgress       Status = "in_progress"       // В роботі
	WaitingApplicant Status = "waiting_applicant" // Очікує інформації від Заявника
	Postponed        Status = "postponed"         // Відкладено
	HandedOver       Status = "handed_over"       // Передано
	Resolved         Status = "resolved"          // Вирішено
	Closed           Status = "closed"            // Закрито
)

// Statuses are all of them, in the order of a ticket's life.
var Statuses = []Status{Registered, InProgress, WaitingApplicant, Postponed, HandedOver, Resolved, Closed}

// Open tells whether somebody still has to work on the ticket.
func (s Status) Open() bool { return s != Resolved && s != Closed }

// Ukrainian is the status as people read it.
func (s Status) Ukrainian() string {
	return map[Status]string{Registered: "Зареєстровано", InProgress: "В роботі",
		WaitingApplicant: "Очікує інформації від Заявника", Postponed: "Відкладено", HandedOver: "Передано",
		Resolved: "Вирішено", Closed: "Закрито"}[s]
}

// Ticket is one registered appeal. Instants are UTC; a zero one has not come.
type Ticket struct {
	ID      TicketID
	Number  Number
	Channel Channel
	Status  Status
	Class   Class // zero: not classified yet
	Service Service
	Subject string

	Applicant      ApplicantID // 0: unidentified
	ApplicantName  string      // read with the ticket
	ApplicantGroup Group       // as it was when the applicant was named
	ApplicantSub   Subgroup    // likewise

	Call       CallID // empty when it did not come by phone
	Caller     string // E.164; empty when withheld or not understood
	RawCaller  string // what the carrier sent, at most 64 printable characters
	DID        string
	AfterHours bool

	Origin          Origin    // what led to the channel (Amb-11)
	ReceivedAt      time.Time // the call, or the letter, arrived
	RegisteredAt    time.Time // both terms are counted from here, or from ReceivedAt: see StartsAt
	ReactionDueAt   time.Time
	ResolutionDueAt time.Time
	FirstResponseAt time.Time
	OralNoticeAt    time.Time // number and term were told (Regulation 4.9.5)
	OralNoticeBy    string
	AnnouncedDueAt  time.Time // the term that was told
	ResolvedAt      time.Time
	ClosedAt        time.Time

	Clocks
	Assignee         Author // who is responsible; zero: nobody
	Description      string // the essence in detail (Regulation 4.7)
	Process          string // business process, by its code
	OralReason       string // why not in writing (Regulation 4.7)
	Content          Content
	Expedited        bool   // goes out of turn (Regulation 3.3.1)
	ExpediteReason   string // in a supervisor's words; empty for Критичний
	Unit             Unit   // to which it was handed over
	Responsible      string // who keeps control there (Regulation 4.11.3)
	Decision         Decision
	GBKAcceptedAt    time.Time // the letter to ГБК was accepted by a mail server (Regulation 4.11.5)
	PlannedReleaseAt time.Time
	PostponedUntil   time.Time
	CloseReason      CloseReason
	DuplicateOf      TicketID
	Restricted       string // the ground on which access is narrowed; empty: it is not
	Hold             string // why it may not expire; empty: it may
	Reopened         int
	NoticesOwed      int // closing notices that are not paid

	// Orally is what is owed and may be told in a talk; Unreached: there is no way to the applicant, or a call of it was in vain.
	// They and NoticesOwed are filled where a ticket is locked to be changed.
	Orally    []NoticeAbout
	Unreached bool

	Version int64
}

var zeroTime time.Time

// CallOpening is what telephony knows of a call when it arrives.
type CallOpening struct {
	CallID     CallID // unique for ever; the register opens one ticket for it
	Number     string // E.164, or empty
	RawNumber  string // as the carrier sent it; not trusted
	DID        string
	ArrivedAt  time.Time
	AfterHours bool
	Service    Service // empty: Information
}

// NewTicket is a ticket that is to be stored. ID, Number and Applicant are the store's to give.
type NewTicket struct {
	Ticket     Ticket
	RequestKey string // of a registration by hand; empty for a call
	Timers     []Timer
	Late       string // registered late, as supervisors are told it; empty: in time
}

// ErrNotFound says that there is no such ticket or applicant.
var ErrNotFound = errors.New("not in the register")

var e164 = regexp.MustCompile(`^\+[1-9][0-9]{4,14}$`)

// opened makes the ticket of a call. A caller's number that is not E.164 is no reason to lose a call:
// it is kept as raw text only.
func opened(o CallOpening, at time.Time, terms Terms) (NewTicket, error) {
	if o.CallID == "" || len(o.CallID) > 128 || Printable(string(o.CallID), 128) != string(o.CallID) {
		return NewTicket{}, Invalid{{"call_id", "invalid"}}
	}
	raw := Printable(o.RawNumber, 64)
	if raw == "" {
		raw = Printable(o.Number, 64)
	}
	if !e164.MatchString(o.Number) {
		o.Number = ""
	}
	if o.Service == "" {
		o.Service = Information
	}
	if !slices.Contains([]Service{Information, Organisation, Technical}, o.Service) {
		return NewTicket{}, Invalid{{"service", "invalid"}}
	}
	if o.ArrivedAt.IsZero() {
		o.ArrivedAt = at
	}
	t, err := promised(Ticket{Channel: Phone, Status: Registered, Service: o.Service, Call: o.CallID, Caller: o.Number, RawCaller: raw,
		DID: Printable(o.DID, 64), AfterHours: o.AfterHours, ReceivedAt: micro(o.ArrivedAt), RegisteredAt: at, Version: 1}, terms)
	return NewTicket{Ticket: t}, err
}

// micro cuts an instant to the resolution of the register.
func micro(t time.Time) time.Time { return time.UnixMicro(t.UnixMicro()).UTC() }

// maybe is micro of an instant that may not have come.
func maybe(t time.Time) time.Time {
	if t.IsZero() {
		return t
	}
	return micro(t)
}
