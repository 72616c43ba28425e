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

// letterOf gives each debt in notice (rows of ticket_notice) that only a letter can pay its letter: it waits in the outbox until
// mail takes it.
const letterOf = `
INSERT INTO ticket_outbox (ticket_id, notice_id, kind, body, key, made_at)
SELECT ticket_id, id, 'letter', jsonb_build_object('about', about), 'letter:' || id, owed_at FROM notice WHERE state = 'queued'`

// stateOf is the state in which a debt begins, by its ways.
const stateOf = `CASE WHEN 'oral' = ANY (%[1]s) THEN 'owed' ELSE 'queued' END`

// owe stores a debt.
func owe(b *pgx.Batch, id tickets.TicketID, n tickets.Notice) {
	b.Queue(`
WITH notice AS (
    INSERT INTO ticket_notice (ticket_id, stage, about, ways, text, owed_at, due_at, key, state)
    VALUES ($1, $2, $3, $4, $5, $6, $7, $8, `+fmt.Sprintf(stateOf, `$4::text[]`)+`)
    ON CONFLICT ON CONSTRAINT ticket_notice_once DO NOTHING RETURNING *)`+letterOf, id, n.Stage, n.About, n.Ways, n.Text, n.OwedAt, n.DueAt, n.Key)
}

// voidNotices takes back debts that nobody owes any more, with the letters that wait for them.
func voidNotices(b *pgx.Batch, id tickets.TicketID, about []tickets.NoticeAbout) {
	if len(about) == 0 {
		return
	}
	b.Queue(`
WITH void AS (UPDATE ticket_notice SET state = 'void' WHERE ticket_id = $1 AND about = ANY ($2) AND state IN ('owed', 'queued') RETURNING id)
UPDATE ticket_outbox SET state = 'void' WHERE ticket_id = $1 AND notice_id IN (SELECT id FROM void) AND state IN ('waiting', 'dead')`, id, about)
}

// settle takes out of the outbox what a change has made needless: the letter of a debt that was paid, or what the other side has
// accepted.
func settle(b *pgx.Batch, id tickets.TicketID, c tickets.Change) {
	if len(c.Pays)+len(c.PaysAbout) > 0 {
		b.Queue(`
UPDATE ticket_outbox o SET state = CASE n.way WHEN 'email' THEN 'sent' ELSE 'void' END, sent_at = CASE n.way WHEN 'email' THEN n.paid_at END
  FROM ticket_notice n WHERE o.ticket_id = $1 AND n.id = o.notice_id AND n.state = 'paid' AND o.state IN ('waiting', 'dead')`, id)
	}
	if c.Left != 0 {
		b.Queue(`UPDATE ticket_outbox SET state = 'sent', sent_at = $2 WHERE id = $1 AND state IN ('waiting', 'dead')`, c.Left, c.Entry.At)
	}
}

const selectParcel = `
SELECT o.id, o.ticket_id, t.number, o.kind, coalesce(o.notice_id, 0), o.body, o.made_at, o.sent_at, o.state, coalesce(o.via, ''), o.tries, o.last_error
  FROM ticket_outbox o JOIN ticket t ON t.id = o.ticket_id `

func scanParcel(row pgx.CollectableRow) (tickets.Parcel, error) {
	var p tickets.Parcel
	var body []byte
	var sent *time.Time
	err := row.Scan(&p.ID, &p.Ticket, &p.Number, &p.Kind, &p.Notice, &body, &p.MadeAt, &sent, &p.State, &p.Via, &p.Tries, &p.LastError)
	if err == nil {
		err = json.Unmarshal(body, &p.Body)
	}
	p.MadeAt, p.SentAt = p.MadeAt.UTC(), instant(sent)
	return p, err
}

// Outbox implements tickets.Store.
func (s *Store) Outbox(ctx context.Context, before int64, limit int) ([]tickets.Parcel, error) {
	rows, err := s.pool.Query(ctx, selectParcel+`WHERE o.state <> 'sent' AND ($1::bigint = 0 OR o.id < $1) ORDER BY o.id DESC LIMIT $2`, before, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanParcel)
}

// ClaimParcel implements tickets.Store.
func (s *Store) ClaimParcel(ctx context.Context, kind tickets.ParcelKind, at, until time.Time) (p tickets.Parcel, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, selectParcel+`WHERE o.id = (SELECT id FROM ticket_outbox WHERE kind = $1 AND state = 'waiting' AND via IS DISTINCT FROM 'mail' AND next_at <= $2
			ORDER BY next_at, id LIMIT 1 FOR UPDATE SKIP LOCKED)`, kind, at)
		if err != nil {
			return err
		}
		if p, err = pgx.CollectExactlyOneRow(rows, scanParcel); err != nil {
			return found(err)
		}
		_, err = tx.Exec(ctx, `UPDATE ticket_outbox SET tries = tries + 1, next_at = $2 WHERE id = $1`, p.ID, until)
		p.Tries++
		return err
	})
	return p, err
}

// CloseParcel implements tickets.Store.
func (s *Store) CloseParcel(ctx context.Context, p tickets.Parcel, next time.Time, withheld bool) error {
	tag, err := s.pool.Exec(ctx, `WITH t AS MATERIALIZED (SELECT restricted FROM ticket WHERE id = $8 FOR SHARE)
		UPDATE ticket_outbox SET state = $2, via = $3, sent_at = $4, last_error = $5, next_at = coalesce($6, next_at), body = body || $7::jsonb
		 WHERE id = $1 AND state = 'waiting' AND ($3 IS DISTINCT FROM 'mail' OR (SELECT restricted <> '' FROM t) = $9)`,
		p.ID, p.State, null(p.Via), null(p.SentAt), p.LastError, null(next), p.Body, p.Ticket, withheld)
	if err == nil && tag.RowsAffected() == 0 {
		return nil // it was made needless meanwhile, or is to be written anew
	}
	return err
}

// rewrite has letters written anew that wait for mail: they say what may be said of a ticket when they were written, and access to it
// was narrowed or opened since.
func rewrite(b *pgx.Batch, id tickets.TicketID, at time.Time) {
	b.Queue(`UPDATE ticket_outbox SET via = NULL, body = body - ARRAY['to', 'subject', 'text'], next_at = $2
		WHERE ticket_id = $1 AND via = 'mail' AND state IN ('waiting', 'dead')`, id, at)
}

// AcceptParcel implements tickets.Store.
func (s *Store) AcceptParcel(ctx context.Context, id int64, kind tickets.ParcelKind, decide func(tickets.Ticket, bool) tickets.Change) (accepted bool, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		var of tickets.TicketID
		if err := tx.QueryRow(ctx, `SELECT ticket_id FROM ticket_outbox WHERE id = $1 AND kind = $2`, id, kind).Scan(&of); err != nil {
			return found(err)
		}
		t, err := locked(ctx, tx, of)
		if err != nil {
			return err
		}
		var waits, last bool
		err = tx.QueryRow(ctx, `SELECT state IN ('waiting', 'dead'), NOT EXISTS (SELECT FROM ticket_outbox l WHERE l.ticket_id = o.ticket_id AND l.kind = o.kind AND l.id > o.id)
			FROM ticket_outbox o WHERE id = $1`, id).Scan(&waits, &last)
		if err != nil || !waits {
			return err
		}
		_, accepted, err = store(ctx, tx, decide(t, last))
		return err
	})
	return accepted, err
}

// SendAgain implements tickets.Store.
func (s *Store) SendAgain(ctx context.Context, id int64, at time.Time) error {
	err := s.pool.QueryRow(ctx, `UPDATE ticket_outbox SET state = 'waiting', next_at = $2, tries = 0 WHERE id = $1 AND state IN ('dead', 'waiting') RETURNING id`, id, at).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		return tickets.ErrNotFound
	}
	return err
}
