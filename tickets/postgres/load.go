package postgres

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// Load writes whole lives of tickets with COPY, in the transaction tx: a register that comes from elsewhere. Their ids and numbers
// are kept, the lines of all histories are numbered in the order of their instants. Whoever loads sets the sequences afterwards.
// The database checks what it always checks, unless the transaction has told it not to.
func Load(ctx context.Context, tx pgx.Tx, all []tickets.Life) error {
	var entries []tickets.Entry
	var l loads
	for _, life := range all {
		t := life.Ticket
		l.tickets = append(l.tickets, ticketRow(t, life.RequestKey))
		entries = append(entries, life.History...)
		for _, n := range life.Notices {
			l.notices = append(l.notices, noticeRow(t.ID, n))
		}
		for _, x := range life.Timers {
			l.timers = append(l.timers, []any{t.ID, x.Promise, x.Percent, x.At, t.RegisteredAt, fired(life, x)})
		}
		for i, letter := range life.Letters {
			state := "waiting"
			if !letter.SentAt.IsZero() {
				state = "sent"
			}
			l.letters = append(l.letters, []any{t.ID, letter.Kind, letter.Body, fmt.Sprintf("%s:%d", letter.Key, i), letter.MadeAt, null(letter.SentAt), state})
		}
		for _, earlier := range life.Related {
			l.links = append(l.links, []any{t.ID, earlier, "repeat", t.RegisteredAt})
		}
	}
	slices.SortStableFunc(entries, func(a, b tickets.Entry) int { return a.At.Compare(b.At) })
	slices.SortStableFunc(l.notices, func(a, b []any) int { return a[4].(time.Time).Compare(b[4].(time.Time)) })
	for _, e := range entries {
		doc, err := document(e)
		if err != nil {
			return err
		}
		l.entries = append(l.entries, []any{e.Ticket, e.At, e.Kind, null(e.Author.ID), e.Author.Name, null(e.Call), e.Text, doc, e.Key})
	}
	return l.copy(ctx, tx)
}

// loads are the rows of each table.
type loads struct{ tickets, entries, notices, timers, letters, links [][]any }

func (l loads) copy(ctx context.Context, tx pgx.Tx) error {
	for _, table := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"ticket", ticketLoad, l.tickets},
		{"ticket_history", []string{"ticket_id", "at", "kind", "author_id", "author", "call_id", "body", "details", "key"}, l.entries},
		{"ticket_notice", []string{"ticket_id", "stage", "about", "ways", "owed_at", "text", "due_at", "state", "paid_at", "way", "paid_by_id", "paid_by", "call_id", "message_id", "key"}, l.notices},
		{"ticket_timer", []string{"ticket_id", "promise", "percent", "fire_at", "set_at", "fired_at"}, l.timers},
		{"ticket_outbox", []string{"ticket_id", "kind", "body", "key", "made_at", "sent_at", "state"}, l.letters},
		{"ticket_link", []string{"ticket_id", "related_id", "kind", "created_at"}, l.links},
	} {
		if err := copyRows(ctx, tx, table.name, table.columns, table.rows); err != nil {
			return err
		}
	}
	return nil
}

func copyRows(ctx context.Context, tx pgx.Tx, table string, columns []string, rows [][]any) error {
	if len(rows) == 0 {
		return nil
	}
	if _, err := tx.CopyFrom(ctx, pgx.Identifier{table}, columns, pgx.CopyFromRows(rows)); err != nil {
		return fmt.Errorf("load %s: %w", table, err)
	}
	return nil
}

// fired: a warning that stands in the history has been told, and those of lower parts with it.
func fired(life tickets.Life, x tickets.Timer) *time.Time {
	for _, e := range slices.Backward(life.History) {
		if e.Kind == tickets.EntryWarning && !x.At.After(e.At) {
			return &e.At
		}
	}
	return nil
}

var ticketLoad = []string{"id", "number", "channel", "status", "type", "category", "service", "subject", "applicant_id", "applicant_group", "applicant_subgroup",
	"call_id", "caller_e164", "caller_raw", "did", "after_hours", "received_at", "registered_at", "reaction_due_at", "resolution_due_at",
	"first_response_at", "oral_notice_at", "oral_notice_by", "announced_due_at", "resolved_at", "closed_at", "version",
	"description", "process", "oral_reason", "content", "assignee_id", "assignee", "expedited", "expedite_reason", "unit", "responsible",
	"decision_at", "decision", "gbk_accepted_at", "planned_release_at", "postponed_until", "close_reason", "duplicate_of", "restricted", "reopened",
	"assigned_at", "informed_at", "done_at", "told_at", "reaction_minutes", "resolution_minutes", "calendar_version", "extension_us", "pauses", "resolution_left_us", "hold", "from_receipt", "origin", "request_key"}

func ticketRow(t tickets.Ticket, key string) []any {
	var left *int64
	if t.Frozen {
		us := t.ResolutionLeft.Microseconds()
		left = &us
	}
	return []any{t.ID, t.Number, t.Channel, t.Status, null(t.Class.Type), null(t.Class.Category), t.Service, t.Subject, null(t.Applicant), null(t.ApplicantGroup), null(t.ApplicantSub),
		null(t.Call), null(t.Caller), t.RawCaller, t.DID, t.AfterHours, t.ReceivedAt, t.RegisteredAt, t.ReactionDueAt, null(t.ResolutionDueAt),
		null(t.FirstResponseAt), null(t.OralNoticeAt), t.OralNoticeBy, null(t.AnnouncedDueAt), null(t.ResolvedAt), null(t.ClosedAt), t.Version,
		t.Description, null(t.Process), t.OralReason, t.Content, null(t.Assignee.ID), t.Assignee.Name, t.Expedited, t.ExpediteReason, null(t.Unit), t.Responsible,
		null(t.Decision.At), t.Decision.Protocol, null(t.GBKAcceptedAt), null(t.PlannedReleaseAt), null(t.PostponedUntil), null(t.CloseReason), null(t.DuplicateOf), t.Restricted, t.Reopened,
		null(t.AssignedAt), null(t.InformedAt), null(t.DoneAt), null(t.ToldAt), int64(t.Target.Reaction / time.Minute), int64(t.Target.Resolution / time.Minute),
		t.CalendarVersion, t.Extension.Microseconds(), append([]tickets.Pause{}, t.Pauses...), left, t.Hold, t.FromReceipt, t.Origin, null(key)}
}

func noticeRow(id tickets.TicketID, n tickets.Notice) []any {
	state := "owed"
	switch {
	case n.Void:
		state = "void"
	case !n.Paid.At.IsZero():
		state = "paid"
	case n.Queued:
		state = "queued"
	}
	p := n.Paid
	return []any{id, n.Stage, n.About, n.Ways, n.OwedAt, n.Text, n.DueAt, state, null(p.At), null(p.Way), null(p.By.ID), p.By.Name, null(p.Call), null(p.Letter), n.Key}
}

// Contacts is an applicant with when the card was made; Shared: the first number is an office's.
type Contacts struct {
	tickets.Applicant
	Shared    bool
	CreatedAt time.Time
}

// LoadApplicants writes whole cards with COPY, as Load does with tickets.
func LoadApplicants(ctx context.Context, tx pgx.Tx, all []Contacts) error {
	var cards, phones, histories [][]any
	var mailed []tickets.ApplicantID
	for _, a := range all {
		cards = append(cards, []any{a.ID, a.Kind, a.Group, a.Subgroup, a.Name, a.Email, a.Login, a.CreatedAt, a.CreatedAt, cmp.Or(a.Version, 1)})
		histories = append(histories, []any{a.ID, a.CreatedAt, "created", a.Name})
		for i, number := range a.Phones {
			phones = append(phones, []any{a.ID, number, len(a.Phones) - i, a.Shared && i == 0, a.CreatedAt})
		}
		if a.Email != "" {
			mailed = append(mailed, a.ID)
		}
	}
	for _, table := range []struct {
		name    string
		columns []string
		rows    [][]any
	}{
		{"applicant", []string{"id", "kind", "grp", "subgroup", "full_name", "email", "gb_login", "created_at", "updated_at", "version"}, cards},
		{"applicant_history", []string{"applicant_id", "at", "kind", "body"}, histories},
		{"applicant_phone", []string{"applicant_id", "e164", "confidence", "shared", "last_seen_at"}, phones},
	} {
		if err := copyRows(ctx, tx, table.name, table.columns, table.rows); err != nil {
			return err
		}
	}
	// A trigger has done so already, unless the transaction does without triggers.
	_, err := tx.Exec(ctx, `INSERT INTO applicant_email (applicant_id, email, last_seen_at)
		SELECT id, lower(email), updated_at FROM applicant WHERE id = ANY ($1) ON CONFLICT DO NOTHING`, mailed)
	if err != nil {
		return fmt.Errorf("load applicant_email: %w", err)
	}
	return nil
}
