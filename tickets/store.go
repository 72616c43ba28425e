package tickets

import (
	"context"
	"slices"
	"strconv"
	"time"
)

// Store keeps the register. Each method is one transaction; all are safe for concurrent use. Append, Act, PayNotice and Identify ask
// Ticket.MayAct of the locked ticket.
// The implementation is tickets/postgres; the register's rules are tested with it, not with a substitute.
type Store interface {
	Notifier
	Debtor
	ApplicantStore
	Importer
	// Terms are the calendar over the given days and Table 1 as it holds at the instant.
	Terms(ctx context.Context, at time.Time) (Terms, error)
	// Open stores a ticket with its first entry and links the same applicant's or number's open tickets to it.
	// When a ticket of the same call or request key exists, that one is returned and opened is false.
	Open(ctx context.Context, t NewTicket, e Entry) (ticket Ticket, opened bool, err error)
	// Ticket finds one ticket. ErrNotFound.
	Ticket(ctx context.Context, by Key) (Ticket, error)
	// Detail is a ticket with its applicant, history and links. ErrNotFound.
	Detail(ctx context.Context, by Key) (Detail, error)
	// List is a page of tickets in the filter's order.
	List(ctx context.Context, f Filter) ([]Ticket, error)
	// Count is how many tickets fit, at most that many: an exact count of a long list takes too long.
	Count(ctx context.Context, f Filter, atMost int) (int, error)
	// ApplicantsByID are the cards of these, whatever their order.
	ApplicantsByID(ctx context.Context, ids []ApplicantID) (map[ApplicantID]Applicant, error)
	// AddExport writes an export into the audit and gives its id; FinishExport, once, that it is whole.
	AddExport(ctx context.Context, e Export) (id int64, err error)
	FinishExport(ctx context.Context, e Export) error
	// Exports are the last hundred, the newest first.
	Exports(ctx context.Context) ([]Export, error)
	// Append adds an entry and stores what decide makes of the locked ticket, in one transaction.
	// When the ticket has an entry of that key already, nothing happens and added is false. ErrNotFound.
	Append(ctx context.Context, id TicketID, decide func(Ticket) Change) (ticket Ticket, added bool, err error)
	// Act stores what decide makes of the locked ticket, in one transaction: the ticket, the history, debts, letters.
	// version is that of the ticket that was seen; *Conflict when it is another by now, 0: any. ErrNotFound.
	Act(ctx context.Context, id TicketID, version int64, decide func(Ticket) (Change, error)) (Ticket, error)
	// Processes are the business processes in the order of the report.
	Processes(ctx context.Context) ([]Process, error)
	// Notices are a ticket's, the oldest first.
	Notices(ctx context.Context, id TicketID) ([]Notice, error)
	// PayNotice pays a debt once: decide says what it does to the locked ticket. paid is false when it was paid before.
	PayNotice(ctx context.Context, id int64, decide func(Ticket, Notice) (Change, error)) (paid bool, err error)
	// Identify creates, corrects or finds the applicant, gives the ticket to him, and remembers his number.
	// Invalid when the login is another's ("login taken") or the id is nobody's ("applicant_id unknown"). ErrNotFound.
	Identify(ctx context.Context, id TicketID, c ApplicantChoice, by Author, at time.Time) (Applicant, error)
	// Card is what is known of a number (E.164 or "") and of the call's own ticket.
	Card(ctx context.Context, number string, call CallID, at time.Time) (Card, error)
	// SaveDraft stores d.Text when d.Version is the stored version (0: none yet) and returns it with the next version.
	// DraftConflict otherwise, unless the stored text is the same. ErrNotFound.
	SaveDraft(ctx context.Context, d Draft) (Draft, error)
	// Drafts are all drafts of a ticket, the newest first.
	Drafts(ctx context.Context, id TicketID) ([]Draft, error)
	// Left are at most 100 drafts of all tickets that were saved before an instant, the oldest first.
	Left(ctx context.Context, before time.Time) ([]Draft, error)
	// KeepDraft makes the author's draft the text of e and drops it. When the ticket has an entry of e's key already, or e has
	// no key, what was typed becomes a note. ErrNotFound.
	KeepDraft(ctx context.Context, e Entry) error

	// Calendar is the whole working calendar with its history.
	Calendar(ctx context.Context) (Calendar, error)
	// ChangeCalendar stores what decide makes of the calendar. version is that of the calendar that was seen;
	// *CalendarConflict when it is another by now, 0: any.
	ChangeCalendar(ctx context.Context, version int64, decide func(Calendar) (Calendar, error)) (Calendar, error)
	// Recount locks at most limit open tickets behind after that an older calendar than version counted, by id, stores what
	// decide makes of each, and gives the last one's id; 0: there was none. why are the calendar's changes since the ticket was
	// counted, oldest first. changed false: only the version is stored. A ticket for which decide fails stays as it is.
	Recount(ctx context.Context, version int64, after TicketID, limit int,
		decide func(t Ticket, why []CalendarChange) (c Change, changed bool, err error)) (last TicketID, err error)
	// Targets are all rows that Table 1 has ever had, the latest first.
	Targets(ctx context.Context) ([]TargetRow, error)
	// Settings are all decisions on settings, the latest first.
	Settings(ctx context.Context) ([]SettingRow, error)
	// AddSetting adds a decision; *Stale when the last one has another id than seen, Invalid ("valid_from taken") when the setting
	// has one of that instant.
	AddSetting(ctx context.Context, seen int64, row SettingRow) error
	// AddTarget adds a row; Invalid ("valid_from taken") when the class has one of that instant.
	AddTarget(ctx context.Context, row TargetRow) error
}

// Change is what becomes of a ticket, and the line of its history that says so. Who appeals, and how the appeal came, is not
// changed so.
type Change struct {
	Ticket      Ticket
	Entry       Entry
	DropDraftOf AgentID  // 0: no draft is dropped
	Notices     []Notice // new debts
	Pays        []Payment
	PaysAbout   []NoticeAbout // open debts of these kinds are paid, as Paid says
	Paid        Payment
	Voids       []NoticeAbout // older debts of these kinds are owed no more
	Letters     []Letter      // what leaves the house
	Left        int64         // the parcel that has left it; 0: none
	Timers      []Timer       // of the running promises, when the terms were counted anew; nil: they were not
	Alerts      []Alert       // whom of the house it concerns
}

// Key names one ticket; exactly one field is set.
type Key struct {
	ID     TicketID
	Number Number
	Call   CallID
}

func (k Key) String() string {
	switch {
	case k.ID != 0:
		return "id " + strconv.FormatInt(int64(k.ID), 10)
	case k.Number != 0:
		return k.Number.String()
	}
	return "of call " + string(k.Call)
}

// Detail is a ticket with all that belongs to it.
type Detail struct {
	Ticket    Ticket
	Applicant *Applicant // nil: unidentified
	History   []Entry    // oldest first
	Related   []Ticket   // earlier and later appeals linked to it, newest first
}

// TermSince is when the ticket came to have its number and the term that it has now: in a talk that was over before, nobody can
// have told them (Regulation 4.9.5.2).
func (d Detail) TermSince() time.Time {
	since := d.Ticket.RegisteredAt
	for _, e := range d.History {
		if e.At.After(since) && slices.ContainsFunc(e.Values, func(v Value) bool { return v.Field == "resolution_due_at" }) {
			since = e.At
		}
	}
	return since
}
