package tickets

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"hotline/tickets/sla"
)

// Register is what can be done with the register of appeals. Its methods are safe for concurrent use, and each may be
// repeated: the same call opens one ticket, the same entry is one line.
type Register struct {
	store Store
	parse func(string) PhoneNumber
	now   func() time.Time
	log   *slog.Logger

	mu       sync.Mutex // guards what follows
	terms    Terms
	termsAt  time.Time // when terms were read
	termsDay sla.Date  // the day for which they were read
}

// termsFor is how long a read calendar is used. A change of the calendar has effect within this time.
const termsFor = 15 * time.Second

// New makes the register. parse is tickets/phone.Parse; now is the clock, which tests and demos may set.
func New(store Store, parse func(string) PhoneNumber, now func() time.Time, log *slog.Logger) *Register {
	return &Register{store: store, parse: parse, now: now, log: log}
}

// Hours says whether it is working time at an instant, and if not, when the next begins (Regulation 3.2.1).
// A calendar that does not reach so far gives sla.ErrHorizon.
func (r *Register) Hours(ctx context.Context, at time.Time) (open bool, next time.Time, err error) {
	terms, err := r.current(ctx, at)
	if err != nil {
		return false, time.Time{}, err
	}
	if open, err = terms.Calendar.Open(at); err != nil {
		return false, time.Time{}, fmt.Errorf("working hours: %w", err)
	}
	if next, err = terms.Calendar.NextOpen(at); err != nil {
		return false, time.Time{}, fmt.Errorf("working hours: %w", err)
	}
	return open, next, nil
}

// OpenForCall registers a call: one ticket a call, however often it is told (Regulation 4.1, 4.9.3).
// The applicant is found by the number when exactly one has it; open tickets of the same applicant or number are
// linked as earlier appeals. Both terms are counted from the instant of registration; out of working hours
// they begin at the next opening (Regulation 3.2.2).
func (r *Register) OpenForCall(ctx context.Context, o CallOpening) (Ticket, error) {
	at := micro(r.now())
	terms, err := r.current(ctx, at)
	if err != nil {
		return Ticket{}, fmt.Errorf("open ticket of call %s: %w", o.CallID, err)
	}
	n, err := opened(o, at, terms)
	if err != nil {
		return Ticket{}, fmt.Errorf("open ticket of call %s: %w", o.CallID, err)
	}
	t, first, err := r.open(ctx, n, terms, Entry{At: at, Kind: EntryRegistered, Call: o.CallID, Key: "registered"})
	if err != nil {
		return Ticket{}, fmt.Errorf("open ticket of call %s: %w", o.CallID, err)
	}
	if first {
		r.log.InfoContext(ctx, "ticket registered", "ticket", t.Number.String(), "call", string(t.Call),
			"identified", t.Applicant != 0, "after_hours", t.AfterHours)
	}
	return t, nil
}

// CallerCard is what the register knows of a caller: of the number (E.164, or empty when withheld) and of the
// applicant whom an agent has named for this call, which goes before the number.
func (r *Register) CallerCard(ctx context.Context, number string, call CallID) (Card, error) {
	if !e164.MatchString(number) {
		number = ""
	}
	card, err := r.store.Card(ctx, number, call, micro(r.now()))
	if err != nil {
		return Card{}, fmt.Errorf("card of call %s: %w", call, err)
	}
	return card, nil
}

// AddCallEntry writes into the history what became of a call. An answered talk is the reaction to the appeal
// (Regulation 1.6, Amb-4): it sets FirstResponseAt and takes a registered ticket into work.
func (r *Register) AddCallEntry(ctx context.Context, id TicketID, c CallEntry) error {
	if _, ok := outcomeWords[c.Kind]; !ok {
		return Invalid{{"kind", "invalid"}}
	}
	if c.CallID == "" || len(c.CallID) > 128 {
		return Invalid{{"call_id", "invalid"}}
	}
	at := micro(r.now())
	if c.EndedAt.IsZero() {
		c.EndedAt = at
	}
	c.Wait, c.Talk = max(c.Wait, 0), max(c.Talk, 0)
	return r.append(ctx, id, "call entry", func(t Ticket) Change {
		e := Entry{At: at, Kind: EntryCall, Author: c.Agent, Call: c.CallID, Key: c.key(), Talk: &c}
		if c.Kind == Talked || c.Kind == Called || c.Kind == Transferred {
			if t.FirstResponseAt.IsZero() {
				t.FirstResponseAt = micro(c.EndedAt.Add(-c.Talk))
			}
			// Who talks with the applicant is responsible, and the applicant knows (Amb-4).
			t = t.reacted(t.FirstResponseAt, c.Agent)
			if t.Status == Registered {
				e.From, e.To = t.Status, InProgress
				t.Status = InProgress
			}
		}
		return Change{Ticket: t, Entry: e}
	})
}

// AddNote appends what an agent wrote. key is the request's own: the same key twice is one note.
func (r *Register) AddNote(ctx context.Context, id TicketID, by Author, text, key string) error {
	text = clean(text)
	if err := checkText("text", text, true); err != nil {
		return err
	}
	if key == "" || len(key) > 128 || Printable(key, 128) != key {
		return Invalid{{"key", "invalid"}}
	}
	at := micro(r.now())
	return r.append(ctx, id, "note", func(t Ticket) Change {
		return Change{Ticket: t, Entry: Entry{At: at, Kind: EntryNote, Author: by, Text: text, Key: noteKey(by, key)}}
	})
}

// WrapUp closes an agent's part in a call with an outcome and a note (may be empty), once a call and agent. It moves
// the ticket's status forward as the outcome says, and drops the agent's draft.
func (r *Register) WrapUp(ctx context.Context, id TicketID, call CallID, by Author, d Disposition, note string) error {
	if !d.Known() {
		return Invalid{{"disposition", "invalid"}}
	}
	if note = clean(note); strings.TrimSpace(note) == "" {
		note = ""
	}
	if err := checkText("note", note, false); err != nil {
		return err
	}
	at := micro(r.now())
	return r.append(ctx, id, "wrap-up", func(t Ticket) Change {
		e := Entry{At: at, Kind: EntryWrapUp, Author: by, Call: call, Text: note, Disposition: d,
			Key: wrapUpKey(call, by)}
		if s := d.moves(t, call); s != "" {
			e.From, e.To = t.Status, s
			t.Status = s
			switch s {
			case Resolved: // the answer was given in the talk
				t.ResolvedAt = at
				t = t.reacted(at, by).finished(at)
			case HandedOver:
				t = t.reacted(at, by).finished(at)
			}
		}
		sent := d.send(&t, e)
		t, heard := d.told(t, at) // what is told in a talk needs no letter
		return Change{Ticket: t, Entry: e, DropDraftOf: by.ID, PaysAbout: heard, Paid: Payment{At: at, Way: Oral, By: by, Call: call},
			Letters: sent.letters, Alerts: sent.alerts}
	})
}

// Lapse closes an agent's part in a call of which no outcome was chosen: the time was over, the shift ended, the account was
// closed, the program died. What the agent had typed becomes the note (Regulation 4.9.4). Part and draft are closed once; a
// draft that is left behind a chosen outcome becomes a note of its own. An empty call: the agent took no part.
func (r *Register) Lapse(ctx context.Context, id TicketID, call CallID, by Author) error {
	e := Entry{Ticket: id, At: micro(r.now()), Kind: EntryWrapUp, Author: by, Call: call, Key: wrapUpKey(call, by)}
	if call == "" {
		e.Kind, e.Key = EntryNote, ""
	}
	if err := r.store.KeepDraft(ctx, e); err != nil {
		return fmt.Errorf("lapse of ticket %d: %w", id, err)
	}
	return nil
}

// Left are the drafts that were not touched since an instant, of all tickets, the oldest first.
func (r *Register) Left(ctx context.Context, since time.Time) ([]Draft, error) {
	all, err := r.store.Left(ctx, since)
	if err != nil {
		return nil, fmt.Errorf("drafts left: %w", err)
	}
	return all, nil
}

// NameApplicant gives a ticket its applicant: a known one, a known one with corrections, or a new one.
// The caller's number is remembered as the applicant's. The ticket of one to whom access is narrowed is narrowed with him.
// Invalid names each wrong field; *CardRefused: only a chief chooses a card to which access is narrowed.
func (r *Register) NameApplicant(ctx context.Context, id TicketID, c ApplicantChoice, by Author) (Applicant, error) {
	c, err := c.checked(r.parse)
	if err != nil {
		return Applicant{}, err
	}
	a, err := r.store.Identify(ctx, id, c, by, micro(r.now()))
	if err != nil {
		return Applicant{}, fmt.Errorf("name applicant of ticket %d: %w", id, err)
	}
	return a, nil
}

// SaveDraft keeps what an agent is typing. version is that of the draft that was edited, 0 for the first.
// A draft that is newer than that is not overwritten: DraftConflict carries it.
func (r *Register) SaveDraft(ctx context.Context, id TicketID, by Author, text string, version int64) (Draft, error) {
	text = clean(text)
	if err := checkText("text", text, false); err != nil {
		return Draft{}, err
	}
	d, err := r.store.SaveDraft(ctx, Draft{Ticket: id, Agent: by, Text: text, Version: version, SavedAt: micro(r.now())})
	if err != nil {
		return Draft{}, fmt.Errorf("save draft of ticket %d: %w", id, err)
	}
	return d, nil
}

// LoadDraft is the agent's draft; one with Version 0 and no text when there is none.
func (r *Register) LoadDraft(ctx context.Context, id TicketID, agent AgentID) (Draft, error) {
	all, err := r.Drafts(ctx, id)
	for _, d := range all {
		if d.Agent.ID == agent {
			return d, nil
		}
	}
	return Draft{Ticket: id, Agent: Author{ID: agent}}, err
}

// Drafts are the drafts of all agents on a ticket, newest first: whom a call is transferred to reads what is being typed.
func (r *Register) Drafts(ctx context.Context, id TicketID) ([]Draft, error) {
	all, err := r.store.Drafts(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("drafts of ticket %d: %w", id, err)
	}
	return all, nil
}

// Ticket finds one ticket without its history. ErrNotFound.
func (r *Register) Ticket(ctx context.Context, by Key) (Ticket, error) {
	t, err := r.store.Ticket(ctx, by)
	if err != nil {
		return Ticket{}, fmt.Errorf("ticket %s: %w", by, err)
	}
	return t, nil
}

// Get is one ticket with its whole timeline. ErrNotFound.
func (r *Register) Get(ctx context.Context, by Key) (Detail, error) {
	d, err := r.store.Detail(ctx, by)
	if err != nil {
		return Detail{}, fmt.Errorf("ticket %s: %w", by, err)
	}
	return d, nil
}

func (r *Register) append(ctx context.Context, id TicketID, what string, decide func(Ticket) Change) error {
	t, added, err := r.store.Append(ctx, id, decide)
	if err != nil {
		return fmt.Errorf("%s of ticket %d: %w", what, id, err)
	}
	if added {
		r.log.DebugContext(ctx, "ticket entry", "ticket", t.Number.String(), "entry", what, "status", string(t.Status))
	}
	return nil
}

// current is the calendar and Table 1 for counting from at. What was read is used for a few seconds, so that a burst
// of calls does not read it each time; and for as long as the database does not answer, so that a caller is told
// the right hours all the same.
func (r *Register) current(ctx context.Context, at time.Time) (Terms, error) {
	day, now := sla.DateOf(at, sla.Kyiv), r.now()
	r.mu.Lock()
	known, age, sameDay := r.terms, now.Sub(r.termsAt), day == r.termsDay
	r.mu.Unlock()
	if known.Calendar != nil && sameDay && age >= 0 && age < termsFor {
		return known, nil
	}
	terms, err := r.reread(ctx, at)
	if err != nil && known.Calendar != nil {
		r.log.WarnContext(ctx, "working calendar not read, the last known is used", "error", err)
		return known, nil
	}
	return terms, err
}

// reread is current, read anew.
func (r *Register) reread(ctx context.Context, at time.Time) (Terms, error) {
	now := r.now()
	terms, err := r.store.Terms(ctx, at)
	if err != nil {
		return Terms{}, fmt.Errorf("working calendar: %w", err)
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	r.terms, r.termsAt, r.termsDay = terms, now, sla.DateOf(at, sla.Kyiv)
	return terms, nil
}

func checkText(field, s string, required bool) error {
	switch {
	case required && strings.TrimSpace(s) == "":
		return Invalid{{field, "required"}}
	case utf8.RuneCountInString(s) > MaxText:
		return Invalid{{field, "too_long"}}
	}
	return nil
}
