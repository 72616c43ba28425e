package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// Merging implements tickets.MergeStore.
func (s *Store) Merging(ctx context.Context, source, target tickets.ApplicantID) (m tickets.Merging, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if m.Source, err = applicant(ctx, tx, source); err != nil {
			return err
		}
		if m.Target, err = applicant(ctx, tx, target); err != nil {
			return err
		}
		if err := mayMerge(m.Source, m.Target); err != nil {
			return err
		}
		m.Differs = tickets.Differences(m.Source, m.Target)
		err := tx.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE status NOT IN ('resolved', 'closed')) FROM ticket WHERE applicant_id = $1`,
			source).Scan(&m.Tickets, &m.Open)
		if err != nil {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT kind, value FROM (
			SELECT 'phone' AS kind, e164 AS value, applicant_id FROM applicant_phone UNION ALL SELECT 'email', email, applicant_id FROM applicant_email) w
			 WHERE applicant_id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1)
			EXCEPT SELECT kind, value FROM (
			SELECT 'phone' AS kind, e164 AS value, applicant_id FROM applicant_phone UNION ALL SELECT 'email', email, applicant_id FROM applicant_email) w
			 WHERE applicant_id IN (SELECT id FROM applicant WHERE id = $2 OR merged_into = $2) ORDER BY 1 DESC, 2`, source, target)
		if err != nil {
			return err
		}
		m.Contacts, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (c tickets.Contact, err error) {
			return c, row.Scan(&c.Kind, &c.Value)
		})
		return err
	})
	return m, err
}

// mayMerge: a card that is in another already is found under that one; an open card would show what access is narrowed to.
func mayMerge(source, target tickets.Applicant) error {
	switch {
	case source.ID == target.ID:
		return &tickets.CardRefused{Code: "itself"}
	case source.MergedInto != 0 || target.MergedInto != 0:
		return &tickets.CardRefused{Code: "merged"}
	case source.Restricted != "" || target.Restricted != "":
		return &tickets.CardRefused{Code: "restricted"}
	}
	return nil
}

// lockBoth locks two cards, the older first.
func lockBoth(ctx context.Context, tx pgx.Tx, one, other tickets.ApplicantID) (first, second tickets.Applicant, err error) {
	if one > other {
		second, first, err = lockBoth(ctx, tx, other, one)
		return first, second, err
	}
	if first, err = lockCard(ctx, tx, one); err != nil {
		return first, second, err
	}
	second, err = lockCard(ctx, tx, other)
	return first, second, err
}

// Merge implements tickets.MergeStore.
func (s *Store) Merge(ctx context.Context, source, target tickets.ApplicantID, why string, by tickets.Author, at time.Time) (m tickets.Merge, err error) {
	err = s.inTxAgain(ctx, func(tx pgx.Tx) error {
		if _, err := lockTickets(ctx, tx, source); err != nil {
			return fmt.Errorf("lock tickets: %w", err)
		}
		from, to, err := lockBoth(ctx, tx, source, target)
		if err != nil {
			return err
		}
		if err := mayMerge(from, to); err != nil {
			return err
		}
		m = tickets.Merge{Source: source, SourceName: from.Name, Target: target, Reason: why, By: by, At: at}
		err = tx.QueryRow(ctx, `INSERT INTO applicant_merge (source_id, target_id, reason, by_id, by_name, at) VALUES ($1, $2, $3, $4, $5, $6) RETURNING id`,
			source, target, why, by.ID, by.Name, at).Scan(&m.ID)
		if err != nil {
			return fmt.Errorf("insert merge: %w", err)
		}
		tag, err := tx.Exec(ctx, `WITH moved AS (UPDATE ticket SET applicant_id = $2 WHERE applicant_id = $1 RETURNING id)
			INSERT INTO applicant_moved (merge_id, ticket_id) SELECT $3, id FROM moved`, source, target, m.ID)
		if err != nil {
			return fmt.Errorf("move tickets: %w", err)
		}
		m.Tickets = int(tag.RowsAffected())
		if _, err := tx.Exec(ctx, `UPDATE applicant SET merged_into = $2 WHERE id = $1 OR merged_into = $1`, source, target); err != nil {
			return fmt.Errorf("point to the card: %w", err)
		}
		if err := tellTickets(ctx, tx, m.ID, to, from.Name+" — картки об’єднано", fmt.Sprintf("merge:%d", m.ID), by, at); err != nil {
			return err
		}
		return tellCards(ctx, tx, from, to, tickets.CardMergedAway, tickets.CardMerged, why, by, at)
	})
	return m, err
}

// tellTickets writes a merge, or its end, into the history of each ticket that it moved to whom.
func tellTickets(ctx context.Context, tx pgx.Tx, id tickets.MergeID, whom tickets.Applicant, what, key string, by tickets.Author, at time.Time) error {
	doc, err := document(tickets.Entry{Key: key, Applicant: whom.ID})
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `INSERT INTO ticket_history (ticket_id, at, kind, author_id, author, body, details, key)
		SELECT t.id, $3, 'applicant', $4, $5, $6, $7, $8 FROM applicant_moved v JOIN ticket t ON t.id = v.ticket_id
		 WHERE v.merge_id = $1 AND t.applicant_id = $2 ORDER BY t.id`,
		id, whom.ID, at, null(by.ID), by.Name, nameOf(whom)+" ("+what+")", doc, key)
	if err != nil {
		return fmt.Errorf("tell tickets of merge %d: %w", id, err)
	}
	return nil
}

func tellCards(ctx context.Context, tx pgx.Tx, from, to tickets.Applicant, kindFrom, kindTo tickets.CardEntryKind, why string, by tickets.Author, at time.Time) error {
	err := insertCardEntry(ctx, tx, tickets.CardEntry{Applicant: from.ID, At: at, Kind: kindFrom, Author: by, Text: why, Values: []tickets.Value{{Field: "card", New: nameOf(to)}}})
	if err != nil {
		return err
	}
	return insertCardEntry(ctx, tx, tickets.CardEntry{Applicant: to.ID, At: at, Kind: kindTo, Author: by, Text: why, Values: []tickets.Value{{Field: "card", New: nameOf(from)}}})
}

// Unmerge implements tickets.MergeStore.
func (s *Store) Unmerge(ctx context.Context, id tickets.MergeID, of tickets.ApplicantID, why string, by tickets.Author, at time.Time) (m tickets.Merge, err error) {
	err = s.inTxAgain(ctx, func(tx pgx.Tx) error {
		var undone bool
		var now tickets.ApplicantID
		err := tx.QueryRow(ctx, `SELECT m.id, m.source_id, m.target_id, m.reason, m.undone_at IS NOT NULL, coalesce(a.merged_into, 0)
			FROM applicant_merge m JOIN applicant a ON a.id = m.source_id WHERE m.id = $1 FOR UPDATE OF m`, id).
			Scan(&m.ID, &m.Source, &m.Target, &m.Reason, &undone, &now)
		if err != nil {
			return found(err)
		}
		if undone {
			return &tickets.CardRefused{Code: "undone"}
		}
		if of, err = root(ctx, tx, of); err != nil {
			return err
		}
		if of != now {
			return tickets.ErrNotFound
		}
		if _, err := tx.Exec(ctx, `SELECT FROM ticket WHERE id IN (SELECT ticket_id FROM applicant_moved WHERE merge_id = $1) ORDER BY id FOR UPDATE`, id); err != nil {
			return fmt.Errorf("lock tickets: %w", err)
		}
		from, to, err := lockBoth(ctx, tx, m.Source, now)
		if err != nil {
			return err
		}
		if from.MergedInto != to.ID {
			return errors.Join(tickets.ErrCardConflict, fmt.Errorf("merge %d was moved meanwhile", id))
		}
		m.SourceName, m.By, m.At = from.Name, by, at
		if m.Tickets, err = takeApart(ctx, tx, m, to.ID); err != nil {
			return err
		}
		if err := narrowWith(ctx, tx, &from, to, by, at); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE applicant_merge SET undone_at = $2, undone_by = $3, undone_why = $4 WHERE id = $1`, id, at, by.Name, why)
		if err != nil {
			return fmt.Errorf("end merge: %w", err)
		}
		if err := tellTickets(ctx, tx, id, from, "картки роз’єднано", fmt.Sprintf("unmerge:%d", id), by, at); err != nil {
			return err
		}
		return tellCards(ctx, tx, from, to, tickets.CardUnmergedAway, tickets.CardUnmerged, why, by, at)
	})
	return m, err
}

// narrowWith keeps narrowed to a card what was narrowed to the one that stood for it.
func narrowWith(ctx context.Context, tx pgx.Tx, a *tickets.Applicant, stood tickets.Applicant, by tickets.Author, at time.Time) error {
	if stood.Restricted == "" || a.Restricted != "" {
		return nil
	}
	a.Restricted = stood.Restricted
	if err := storeCard(ctx, tx, *a, at); err != nil {
		return fmt.Errorf("narrow the access to card %d: %w", a.ID, err)
	}
	return insertCardEntry(ctx, tx, tickets.CardEntry{Applicant: a.ID, At: at, Kind: tickets.CardRestricted, Author: by, Text: a.Restricted})
}

// takeApart gives the source its tickets back, as far as they are still there, and the cards that had been merged into it.
func takeApart(ctx context.Context, tx pgx.Tx, m tickets.Merge, now tickets.ApplicantID) (moved int, err error) {
	tag, err := tx.Exec(ctx, `UPDATE ticket SET applicant_id = $2 WHERE applicant_id = $3 AND id IN (SELECT ticket_id FROM applicant_moved WHERE merge_id = $1)`,
		m.ID, m.Source, now)
	if err != nil {
		return 0, fmt.Errorf("move tickets back: %w", err)
	}
	// They are in no merge above this one any more: the end of such a merge must not take them.
	_, err = tx.Exec(ctx, `
WITH RECURSIVE above AS (
	SELECT id, target_id FROM applicant_merge WHERE source_id = $2 AND undone_at IS NULL AND id <> $1
	UNION SELECT m.id, m.target_id FROM applicant_merge m JOIN (SELECT $3::bigint AS target_id UNION SELECT target_id FROM applicant_merge WHERE id = $1) b
	      ON m.source_id = b.target_id WHERE m.undone_at IS NULL
	UNION SELECT m.id, m.target_id FROM applicant_merge m JOIN above ON m.source_id = above.target_id WHERE m.undone_at IS NULL)
DELETE FROM applicant_moved WHERE merge_id IN (SELECT id FROM above) AND ticket_id IN (SELECT ticket_id FROM applicant_moved WHERE merge_id = $1)`,
		m.ID, m.Source, m.Target)
	if err != nil {
		return 0, fmt.Errorf("forget the merges above: %w", err)
	}
	_, err = tx.Exec(ctx, `
WITH RECURSIVE under AS (
	SELECT source_id FROM applicant_merge WHERE target_id = $1 AND undone_at IS NULL
	UNION SELECT m.source_id FROM applicant_merge m JOIN under ON m.target_id = under.source_id WHERE m.undone_at IS NULL)
UPDATE applicant SET merged_into = CASE WHEN id = $1 THEN NULL ELSE $1 END WHERE id = $1 OR id IN (SELECT source_id FROM under)`, m.Source)
	if err != nil {
		return 0, fmt.Errorf("stand for itself: %w", err)
	}
	return int(tag.RowsAffected()), nil
}
