package postgres

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// workColumns is what work reads: what is done with a ticket, and its clocks.
const workColumns = `t.description, coalesce(t.process, ''), t.oral_reason, t.content, coalesce(t.assignee_id, 0), t.assignee,
       t.expedited, t.expedite_reason, coalesce(t.unit, ''), t.responsible, t.decision_at, t.decision, t.gbk_accepted_at,
       t.planned_release_at, t.postponed_until, coalesce(t.close_reason, ''), coalesce(t.duplicate_of, 0), t.restricted, t.hold, t.reopened,
       t.assigned_at, t.informed_at, t.done_at, t.told_at, t.reaction_minutes, t.resolution_minutes, t.calendar_version,
       t.extension_us, t.pauses, t.resolution_left_us, t.from_receipt, t.origin`

// work is what of those columns needs a second look.
type work struct {
	content, pauses                           []byte
	decision, gbk, release, postponed         *time.Time
	assigned, informed, done, told            *time.Time
	reactionMinutes, resolutionMinutes, extra int64
	left                                      *int64
}

func (w *work) into(t *tickets.Ticket) []any {
	return []any{&t.Description, &t.Process, &t.OralReason, &w.content, &t.Assignee.ID, &t.Assignee.Name,
		&t.Expedited, &t.ExpediteReason, &t.Unit, &t.Responsible, &w.decision, &t.Decision.Protocol, &w.gbk,
		&w.release, &w.postponed, &t.CloseReason, &t.DuplicateOf, &t.Restricted, &t.Hold, &t.Reopened,
		&w.assigned, &w.informed, &w.done, &w.told, &w.reactionMinutes, &w.resolutionMinutes, &t.CalendarVersion,
		&w.extra, &w.pauses, &w.left, &t.FromReceipt, &t.Origin}
}

func (w *work) put(t *tickets.Ticket) error {
	if err := json.Unmarshal(w.content, &t.Content); err != nil {
		return fmt.Errorf("content of ticket %d: %w", t.ID, err)
	}
	if err := json.Unmarshal(w.pauses, &t.Pauses); err != nil {
		return fmt.Errorf("pauses of ticket %d: %w", t.ID, err)
	}
	if len(t.Pauses) == 0 {
		t.Pauses = nil
	}
	t.Decision.At, t.GBKAcceptedAt = instant(w.decision), instant(w.gbk)
	t.PlannedReleaseAt, t.PostponedUntil = instant(w.release), instant(w.postponed)
	t.AssignedAt, t.InformedAt, t.DoneAt, t.ToldAt = instant(w.assigned), instant(w.informed), instant(w.done), instant(w.told)
	t.Target.Reaction = time.Duration(w.reactionMinutes) * time.Minute
	t.Target.Resolution = time.Duration(w.resolutionMinutes) * time.Minute
	t.Extension = time.Duration(w.extra) * time.Microsecond
	if t.Frozen = w.left != nil; t.Frozen {
		t.ResolutionLeft = time.Duration(*w.left) * time.Microsecond
	}
	return nil
}

// Act implements tickets.Store.
func (s *Store) Act(ctx context.Context, id tickets.TicketID, version int64, decide func(tickets.Ticket) (tickets.Change, error)) (t tickets.Ticket, err error) {
	do := func(tx pgx.Tx) error {
		if t, err = locked(ctx, tx, id); err != nil {
			return err
		}
		if version != 0 && version != t.Version {
			return conflict(ctx, tx, t)
		}
		change, err := decide(t)
		if err != nil {
			return err
		}
		t, _, err = store(ctx, tx, change)
		return err
	}
	// Two tickets that are made repetitions of each other at once wait for each other.
	err = s.inTxAgain(ctx, do)
	return t, err
}

// conflict tells who has changed the ticket.
func conflict(ctx context.Context, tx pgx.Tx, t tickets.Ticket) error {
	rows, err := tx.Query(ctx, selectEntry+`WHERE h.ticket_id = $1 ORDER BY h.id DESC LIMIT 1`, t.ID)
	if err != nil {
		return err
	}
	last, err := pgx.CollectExactlyOneRow(rows, scanEntry)
	if err != nil {
		return fmt.Errorf("last entry of ticket %d: %w", t.ID, err)
	}
	return &tickets.Conflict{Now: t, Last: last}
}

// Processes implements tickets.Store.
func (s *Store) Processes(ctx context.Context) ([]tickets.Process, error) {
	rows, err := s.pool.Query(ctx, `SELECT code, name, active FROM business_process ORDER BY report_order`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[tickets.Process])
}

// locked is a ticket that nobody else changes until the transaction ends, and with which whoever acts may do something.
func locked(ctx context.Context, tx pgx.Tx, id tickets.TicketID) (tickets.Ticket, error) {
	t, err := alone(ctx, tx, id)
	if err != nil {
		return t, err
	}
	err = tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE stage = 'closing'), array_agg(DISTINCT about) FILTER (WHERE 'oral' = ANY (ways))
		FROM ticket_notice WHERE ticket_id = $1 AND state IN ('owed', 'queued')`, id).Scan(&t.NoticesOwed, &t.Orally)
	if err != nil {
		return t, fmt.Errorf("debts of ticket %d: %w", id, err)
	}
	err = tx.QueryRow(ctx, selectUnreached, id).Scan(&t.Unreached)
	return t, err
}

// alone is such a ticket without what is owed.
func alone(ctx context.Context, tx pgx.Tx, id tickets.TicketID) (tickets.Ticket, error) {
	t, err := one(ctx, tx, selectTicket+`WHERE t.id = $1 FOR UPDATE OF t`, id)
	if err != nil {
		return t, err
	}
	return t, t.MayAct(ctx)
}

// selectUnreached tells whether there is no way to a ticket's applicant, or one was tried in vain.
const selectUnreached = `
SELECT t.caller_e164 IS NULL AND NOT EXISTS (SELECT FROM applicant_phone p WHERE p.applicant_id = t.applicant_id)
           AND NOT EXISTS (SELECT FROM applicant_email e WHERE e.applicant_id = t.applicant_id)
    OR EXISTS (SELECT FROM ticket_history h WHERE h.ticket_id = t.id AND
           (h.kind = 'call' AND h.details->>'outcome' IN ('called_busy', 'called_no_answer', 'called_refused', 'called_unreachable')
            OR h.kind = 'wrap_up' AND h.details->>'disposition' IN ('silence', 'wrong_number')))
  FROM ticket t WHERE t.id = $1`

// store writes a change; added is false when the history has this line already, and then nothing is written.
func store(ctx context.Context, tx pgx.Tx, c tickets.Change) (t tickets.Ticket, added bool, err error) {
	t = c.Ticket
	c.Entry.Ticket = t.ID
	if added, err = insertEntry(ctx, tx, c.Entry); err != nil || !added {
		return t, added, err
	}
	if c.Entry.Act == tickets.ActDuplicate {
		if err := mayRepeat(ctx, tx, c); err != nil {
			return t, false, err
		}
	}
	t.Version++
	if err := storeTicket(ctx, tx, t); err != nil {
		return t, false, err
	}
	batch := &pgx.Batch{}
	voidNotices(batch, t.ID, c.Voids)
	for _, n := range c.Notices {
		owe(batch, t.ID, n)
	}
	for _, p := range c.Pays {
		batch.Queue(`UPDATE ticket_notice SET state = 'paid', paid_at = $2, way = $3, paid_by_id = $4, paid_by = $5, call_id = $6, message_id = $7
			WHERE id = $1 AND state IN ('owed', 'queued')`, p.Notice, p.At, p.Way, null(p.By.ID), p.By.Name, null(p.Call), null(p.Letter))
	}
	if len(c.PaysAbout) > 0 {
		p := c.Paid
		batch.Queue(`UPDATE ticket_notice SET state = 'paid', paid_at = $3, way = $4, paid_by_id = $5, paid_by = $6, call_id = $7
			WHERE ticket_id = $1 AND about = ANY ($2) AND state IN ('owed', 'queued') AND $4 = ANY (ways)`,
			t.ID, c.PaysAbout, p.At, p.Way, null(p.By.ID), p.By.Name, null(p.Call))
	}
	for _, l := range c.Letters {
		batch.Queue(`INSERT INTO ticket_outbox (ticket_id, kind, body, key, made_at) VALUES ($1, $2, $3, $4, $5)
			ON CONFLICT ON CONSTRAINT ticket_outbox_once DO NOTHING`, t.ID, l.Kind, l.Body, fmt.Sprintf("%s:%d", l.Key, t.Version), c.Entry.At)
	}
	if t.DuplicateOf != 0 && c.Entry.Act == tickets.ActDuplicate {
		batch.Queue(`INSERT INTO ticket_link (ticket_id, related_id, kind, created_at) VALUES ($1, $2, 'repeat', $3) ON CONFLICT DO NOTHING`, t.ID, t.DuplicateOf, c.Entry.At)
	}
	if c.DropDraftOf != 0 {
		batch.Queue(`DELETE FROM ticket_draft WHERE ticket_id = $1 AND agent_id = $2`, t.ID, c.DropDraftOf)
	}
	settle(batch, t.ID, c)
	if c.Entry.Act == tickets.ActRestrict || c.Entry.Act == tickets.ActUnrestrict {
		rewrite(batch, t.ID, c.Entry.At)
	}
	setTimers(batch, t, c.Timers, c.Entry.At)
	publish(batch, t.ID, c.Entry)
	for _, a := range c.Alerts {
		tell(batch, t.ID, a, c.Entry.At)
	}
	if err := tx.SendBatch(ctx, batch).Close(); err != nil {
		return t, false, fmt.Errorf("store what follows: %w", err)
	}
	return t, true, nil
}

// mayRepeat refuses a repetition of what is a repetition itself, and of what others repeat: the work would go on nowhere.
func mayRepeat(ctx context.Context, tx pgx.Tx, c tickets.Change) error {
	var repeats, repeated bool
	err := tx.QueryRow(ctx, `SELECT duplicate_of IS NOT NULL, EXISTS (SELECT FROM ticket r WHERE r.duplicate_of = $2) FROM ticket WHERE id = $1 FOR KEY SHARE`,
		c.Ticket.DuplicateOf, c.Ticket.ID).Scan(&repeats, &repeated)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return tickets.Invalid{{Field: "duplicate_of", Code: "unknown"}}
	case err != nil:
		return fmt.Errorf("original of ticket %d: %w", c.Ticket.ID, err)
	case repeats:
		return &tickets.Refused{Act: tickets.ActDuplicate, Status: c.Entry.From, Code: "chain"}
	case repeated:
		return &tickets.Refused{Act: tickets.ActDuplicate, Status: c.Entry.From, Code: "repeated"}
	}
	return nil
}

func storeTicket(ctx context.Context, tx pgx.Tx, t tickets.Ticket) error {
	var left *int64
	if t.Frozen {
		us := t.ResolutionLeft.Microseconds()
		left = &us
	}
	pauses := t.Pauses
	if pauses == nil {
		pauses = []tickets.Pause{}
	}
	_, err := tx.Exec(ctx, `
UPDATE ticket SET status = @status, type = @type, category = @category, service = @service, subject = @subject,
       reaction_due_at = @reaction_due, resolution_due_at = @resolution_due, resolution_left_us = @left,
       first_response_at = @response, oral_notice_at = @notice, oral_notice_by = @notice_by, announced_due_at = @announced,
       resolved_at = @resolved, closed_at = @closed, version = @version,
       description = @description, process = @process, oral_reason = @oral, content = @content, origin = @origin,
       assignee_id = @assignee_id, assignee = @assignee, expedited = @expedited, expedite_reason = @expedite_reason,
       unit = @unit, responsible = @responsible, decision_at = @decision_at, decision = @decision,
       gbk_accepted_at = @gbk, planned_release_at = @release, postponed_until = @postponed,
       close_reason = @close_reason, duplicate_of = @duplicate_of, restricted = @restricted, hold = @hold, reopened = @reopened,
       assigned_at = @assigned, informed_at = @informed, done_at = @done, told_at = @told,
       reaction_minutes = @reaction, resolution_minutes = @resolution, calendar_version = @calendar, extension_us = @extra, pauses = @pauses
 WHERE id = @id`, pgx.NamedArgs{"id": t.ID, "status": t.Status, "type": null(t.Class.Type), "category": null(t.Class.Category), "service": t.Service,
		"subject": t.Subject, "reaction_due": t.ReactionDueAt, "resolution_due": null(t.ResolutionDueAt), "left": left,
		"response": null(t.FirstResponseAt), "notice": null(t.OralNoticeAt), "notice_by": t.OralNoticeBy, "announced": null(t.AnnouncedDueAt),
		"resolved": null(t.ResolvedAt), "closed": null(t.ClosedAt), "version": t.Version,
		"description": t.Description, "process": null(t.Process), "oral": t.OralReason, "content": t.Content, "origin": t.Origin,
		"assignee_id": null(t.Assignee.ID), "assignee": t.Assignee.Name, "expedited": t.Expedited, "expedite_reason": t.ExpediteReason,
		"unit": null(t.Unit), "responsible": t.Responsible, "decision_at": null(t.Decision.At), "decision": t.Decision.Protocol,
		"gbk": null(t.GBKAcceptedAt), "release": null(t.PlannedReleaseAt), "postponed": null(t.PostponedUntil),
		"close_reason": null(t.CloseReason), "duplicate_of": null(t.DuplicateOf), "restricted": t.Restricted, "hold": t.Hold, "reopened": t.Reopened,
		"assigned": null(t.AssignedAt), "informed": null(t.InformedAt), "done": null(t.DoneAt), "told": null(t.ToldAt),
		"reaction": int64(t.Target.Reaction / time.Minute), "resolution": int64(t.Target.Resolution / time.Minute),
		"calendar": t.CalendarVersion, "extra": t.Extension.Microseconds(), "pauses": pauses})
	switch {
	case violates(err, foreignKeyViolation, "ticket_process_fkey"):
		return tickets.Invalid{{Field: "process", Code: "unknown"}}
	case violates(err, foreignKeyViolation, "ticket_duplicate_of_fkey"):
		return tickets.Invalid{{Field: "duplicate_of", Code: "unknown"}}
	case err != nil:
		return fmt.Errorf("store ticket: %w", err)
	}
	return nil
}
