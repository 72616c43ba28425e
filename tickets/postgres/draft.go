package postgres

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const selectDraft = `SELECT ticket_id, agent_id, agent, body, version, saved_at FROM ticket_draft `

func scanDraft(row pgx.CollectableRow) (d tickets.Draft, err error) {
	err = row.Scan(&d.Ticket, &d.Agent.ID, &d.Agent.Name, &d.Text, &d.Version, &d.SavedAt)
	d.SavedAt = d.SavedAt.UTC()
	return d, err
}

// SaveDraft implements tickets.Store.
func (s *Store) SaveDraft(ctx context.Context, d tickets.Draft) (tickets.Draft, error) {
	statement := `UPDATE ticket_draft SET agent = $3, body = $4, version = version + 1, saved_at = $5
 WHERE ticket_id = $1 AND agent_id = $2 AND version = $6 RETURNING ticket_id, agent_id, agent, body, version, saved_at`
	if d.Version == 0 {
		statement = `INSERT INTO ticket_draft (ticket_id, agent_id, agent, body, version, saved_at) VALUES ($1, $2, $3, $4, $6 + 1, $5)
ON CONFLICT DO NOTHING RETURNING ticket_id, agent_id, agent, body, version, saved_at`
	}
	rows, err := s.pool.Query(ctx, statement, d.Ticket, d.Agent.ID, d.Agent.Name, d.Text, d.SavedAt, d.Version)
	if err != nil {
		return tickets.Draft{}, err
	}
	saved, err := pgx.CollectExactlyOneRow(rows, scanDraft)
	switch {
	case err == nil:
		return saved, nil
	case violates(err, foreignKeyViolation, "ticket_draft_ticket_id_fkey"):
		return tickets.Draft{}, tickets.ErrNotFound
	case !errors.Is(err, pgx.ErrNoRows):
		return tickets.Draft{}, err
	}
	return s.newer(ctx, d)
}

// newer answers a save of an older draft. The same text is no conflict: the answer to the first request was lost.
func (s *Store) newer(ctx context.Context, d tickets.Draft) (tickets.Draft, error) {
	rows, err := s.pool.Query(ctx, selectDraft+`WHERE ticket_id = $1 AND agent_id = $2`, d.Ticket, d.Agent.ID)
	if err != nil {
		return tickets.Draft{}, err
	}
	stored, err := pgx.CollectExactlyOneRow(rows, scanDraft)
	if errors.Is(err, pgx.ErrNoRows) { // the wrap-up has dropped it
		return tickets.Draft{}, &tickets.DraftConflict{Newer: tickets.Draft{Ticket: d.Ticket, Agent: d.Agent}}
	}
	if err != nil {
		return tickets.Draft{}, err
	}
	if stored.Text == d.Text {
		return stored, nil
	}
	return tickets.Draft{}, &tickets.DraftConflict{Newer: stored}
}

// Left implements tickets.Store.
func (s *Store) Left(ctx context.Context, before time.Time) ([]tickets.Draft, error) {
	rows, err := s.pool.Query(ctx, selectDraft+`WHERE saved_at < $1 ORDER BY saved_at LIMIT 100`, before)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDraft)
}

// KeepDraft implements tickets.Store.
func (s *Store) KeepDraft(ctx context.Context, e tickets.Entry) error {
	return s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := one(ctx, tx, selectTicket+`WHERE t.id = $1 FOR UPDATE OF t`, e.Ticket); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `DELETE FROM ticket_draft WHERE ticket_id = $1 AND agent_id = $2
RETURNING ticket_id, agent_id, agent, body, version, saved_at`, e.Ticket, e.Author.ID)
		if err != nil {
			return err
		}
		d, err := pgx.CollectExactlyOneRow(rows, scanDraft)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if e.Text = d.Text; strings.TrimSpace(d.Text) == "" {
			e.Text = ""
		}
		if e.Key != "" {
			if added, err := insertEntry(ctx, tx, e); err != nil || added {
				return err
			}
		}
		if e.Text == "" {
			return nil
		}
		e.Kind, e.Key = tickets.EntryNote, fmt.Sprintf("draft:%d:%d", d.Agent.ID, d.SavedAt.UnixMicro())
		_, err = insertEntry(ctx, tx, e)
		return err
	})
}

// Drafts implements tickets.Store.
func (s *Store) Drafts(ctx context.Context, id tickets.TicketID) ([]tickets.Draft, error) {
	rows, err := s.pool.Query(ctx, selectDraft+`WHERE ticket_id = $1 ORDER BY saved_at DESC, agent_id`, id)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDraft)
}
