package tickets

import "time"

// Stage of informing the applicant (Regulation, Table 2).
type Stage string

const (
	StageRegistration Stage = "registration" // Реєстрація
	StageStatus       Stage = "status"       // Зміна статусу/продовження терміну
	StageClosing      Stage = "closing"      // Закриття
)

// NoticeAbout is what the applicant is to be told.
type NoticeAbout string

const (
	AboutRegistration NoticeAbout = "registration" // number and approximate term (Regulation 4.9.5)
	AboutAssigned     NoticeAbout = "assigned"     // who is responsible, and until when (Regulation 1.6)
	AboutTerm         NoticeAbout = "term"         // the new term (Regulation 4.9.6)
	AboutQuestion     NoticeAbout = "question"     // what is needed of the applicant (Regulation 4.8)
	AboutPostponed    NoticeAbout = "postponed"    // the ground of Regulation 4.14
	AboutHandedOver   NoticeAbout = "handed_over"
	AboutResult       NoticeAbout = "result" // the answer (Regulation 4.9.7)

	AboutGBK NoticeAbout = "gbk" // no debt: in histories only, the letter to ГБК (Regulation 4.11.5)
)

// Way by which a notice may reach the applicant.
type Way string

const (
	Oral    Way = "oral"
	ByEmail Way = "email"
)

// Ways are those that Table 2 allows for a stage and the channel by which the appeal came.
func Ways(c Channel, s Stage) []Way {
	switch {
	case c != Phone:
		return []Way{ByEmail}
	case s == StageRegistration:
		return []Way{Oral}
	}
	return []Way{Oral, ByEmail}
}

// Notice is a debt: something that the applicant must be told, and until when. It is paid by a letter that a mail server
// accepted, or by an oral notice in a call.
type Notice struct {
	ID     int64
	Ticket TicketID
	Stage  Stage
	About  NoticeAbout
	Ways   []Way
	Text   string // what a person wrote for the applicant
	OwedAt time.Time
	DueAt  time.Time
	Queued bool // a letter is on its way
	Void   bool // nobody is owed it any more
	Paid   Payment
	Key    string
}

// Payment is how the applicant was told; zero: not yet.
type Payment struct {
	Notice int64
	At     time.Time
	Way    Way
	By     Author // zero: the system, by letter
	Call   CallID // Oral: in which call
	Letter string // ByEmail: Message-ID of the letter that a mail server accepted
}

// Owed tells whether the applicant is still to be told.
func (n Notice) Owed() bool { return !n.Void && n.Paid.At.IsZero() }

// Letter is something that leaves the house: stored in the act's transaction, sent by a job.
type Letter struct {
	Kind string // e.g. "gbk", "technical"
	Key  string
	Body map[string]string
}

// Told is t after the applicant was told what the notice is about: the other half of the promises (Regulation 1.6, Table 1**).
// The automatic word of a registration informs nobody of a responsible employee and stops no clock (Amb-4).
func (n Notice) Told(t Ticket, at time.Time) Ticket {
	first := func(half *time.Time) {
		if half.IsZero() {
			*half = at
		}
	}
	switch n.About {
	case AboutRegistration:
		t.AnnouncedDueAt = t.ResolutionDueAt
	case AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed:
		first(&t.InformedAt)
		t.AnnouncedDueAt = t.ResolutionDueAt
	case AboutHandedOver, AboutResult:
		first(&t.InformedAt)
		if !t.DoneAt.IsZero() {
			first(&t.ToldAt)
		}
	}
	return t
}
