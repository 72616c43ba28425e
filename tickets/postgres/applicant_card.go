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

const selectCardEntry = `SELECT h.id, h.applicant_id, h.at, h.kind, coalesce(h.author_id, 0), h.author, h.body, h.details FROM applicant_history h `

func scanCardEntry(row pgx.CollectableRow) (e tickets.CardEntry, err error) {
	var doc []byte
	if err := row.Scan(&e.ID, &e.Applicant, &e.At, &e.Kind, &e.Author.ID, &e.Author.Name, &e.Text, &doc); err != nil {
		return e, err
	}
	e.At = e.At.UTC()
	var d details
	if err := json.Unmarshal(doc, &d); err != nil {
		return e, fmt.Errorf("details of line %d of a card: %w", e.ID, err)
	}
	e.Values = d.Values
	return e, nil
}

func insertCardEntry(ctx context.Context, q querier, e tickets.CardEntry) error {
	doc, err := json.Marshal(details{Values: e.Values})
	if err != nil {
		return fmt.Errorf("line of card %d: %w", e.Applicant, err)
	}
	_, err = q.Exec(ctx, `INSERT INTO applicant_history (applicant_id, at, kind, author_id, author, body, details) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		e.Applicant, e.At, e.Kind, null(e.Author.ID), e.Author.Name, e.Text, doc)
	if err != nil {
		return fmt.Errorf("line of card %d: %w", e.Applicant, err)
	}
	return nil
}

// ReadCard implements tickets.ApplicantStore.
func (s *Store) ReadCard(ctx context.Context, e tickets.CardEntry) error {
	doc, err := json.Marshal(details{Values: e.Values})
	if err != nil {
		return fmt.Errorf("read of card %d: %w", e.Applicant, err)
	}
	_, err = s.pool.Exec(ctx, `INSERT INTO applicant_history (applicant_id, at, kind, author_id, author, body, details)
		SELECT $1, $2, $3, $4, $5, $6, $7 WHERE NOT EXISTS (SELECT FROM applicant_history h
		 WHERE h.applicant_id = $1 AND h.kind = $3 AND h.author_id = $4 AND h.details = $7 AND h.at > $2::timestamptz - interval '1 hour')`,
		e.Applicant, e.At, e.Kind, e.Author.ID, e.Author.Name, e.Text, doc)
	if err != nil {
		return fmt.Errorf("read of card %d: %w", e.Applicant, err)
	}
	return nil
}

// lockCard is a card that nobody else changes until the transaction ends. Tickets of it may be opened meanwhile: a caller does
// not wait for an editor.
func lockCard(ctx context.Context, tx pgx.Tx, id tickets.ApplicantID) (tickets.Applicant, error) {
	rows, err := tx.Query(ctx, selectApplicant+`WHERE a.id = $1 FOR NO KEY UPDATE OF a`, id)
	if err != nil {
		return tickets.Applicant{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanApplicant)
	return a, found(err)
}

// lockAlone is lockCard, and no ticket comes to the card until the transaction ends.
func lockAlone(ctx context.Context, tx pgx.Tx, id tickets.ApplicantID) (a tickets.Applicant, all []tickets.Ticket, err error) {
	if _, err = lockTickets(ctx, tx, id); err != nil {
		return a, nil, fmt.Errorf("lock tickets: %w", err)
	}
	if _, err = tx.Exec(ctx, `SELECT FROM applicant WHERE id = $1 FOR UPDATE`, id); err != nil {
		return a, nil, fmt.Errorf("lock card: %w", err)
	}
	if all, err = lockTickets(ctx, tx, id); err != nil { // with those that came while we waited
		return a, nil, fmt.Errorf("lock tickets: %w", err)
	}
	a, err = lockCard(ctx, tx, id)
	return a, all, err
}

// lockTickets locks an applicant's tickets, also such as stand at a merged card, before the card itself: locks are taken in one order.
func lockTickets(ctx context.Context, tx pgx.Tx, of tickets.ApplicantID) ([]tickets.Ticket, error) {
	return list(ctx, tx, selectTicket+`WHERE `+hisTickets+` ORDER BY t.id FOR UPDATE OF t`, of)
}

func storeCard(ctx context.Context, tx pgx.Tx, a tickets.Applicant, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE applicant SET kind = $2, grp = $3, subgroup = $4, full_name = $5, email = $6, gb_login = $7, organisation_id = $8,
       restricted = $9, hold = $10, updated_at = $11, version = version + 1 WHERE id = $1`,
		a.ID, a.Kind, a.Group, a.Subgroup, a.Name, a.Email, a.Login, null(a.Organisation), a.Restricted, a.Hold, at)
	return applicantFault(err)
}

// ChangeApplicant implements tickets.ApplicantStore.
func (s *Store) ChangeApplicant(ctx context.Context, id tickets.ApplicantID, version int64, withTickets bool,
	decide func(tickets.Applicant) (tickets.CardChange, error)) (a tickets.Applicant, err error) {
	err = s.inTxAgain(ctx, func(tx pgx.Tx) error {
		if id, err = root(ctx, tx, id); err != nil {
			return err
		}
		var all []tickets.Ticket
		var before tickets.Applicant
		if withTickets {
			before, all, err = lockAlone(ctx, tx, id)
		} else {
			before, err = lockCard(ctx, tx, id)
		}
		if err != nil {
			return err
		}
		if version != 0 && version != before.Version {
			return cardConflict(ctx, tx, id)
		}
		c, err := decide(before)
		if err != nil {
			return err
		}
		if err := checkOrganisation(ctx, tx, &c); err != nil {
			return err
		}
		if err := storeCard(ctx, tx, c.After, c.Entry.At); err != nil {
			return err
		}
		if err := insertCardEntry(ctx, tx, c.Entry); err != nil {
			return err
		}
		if err := changeTickets(ctx, tx, all, c.Tickets); err != nil {
			return err
		}
		a, err = applicant(ctx, tx, id)
		return err
	})
	return a, err
}

func changeTickets(ctx context.Context, tx pgx.Tx, all []tickets.Ticket, decide func(tickets.Ticket) (tickets.Change, error)) error {
	if decide == nil {
		return nil
	}
	for _, t := range all {
		change, err := decide(t)
		if tickets.AlreadyDone(err) {
			continue
		}
		if err != nil {
			return err
		}
		if _, _, err := store(ctx, tx, change); err != nil {
			return err
		}
	}
	return nil
}

func cardConflict(ctx context.Context, tx pgx.Tx, id tickets.ApplicantID) error {
	rows, err := tx.Query(ctx, selectCardEntry+`WHERE h.applicant_id = $1 AND h.kind <> 'read' ORDER BY h.id DESC LIMIT 1`, id)
	if err != nil {
		return err
	}
	e, err := pgx.CollectExactlyOneRow(rows, scanCardEntry)
	if err != nil && !errors.Is(err, pgx.ErrNoRows) {
		return err
	}
	return &tickets.CardConflict{By: e.Author, At: e.At}
}

// checkOrganisation sees that the organisation is one, and tells its name to the line of the history.
func checkOrganisation(ctx context.Context, tx pgx.Tx, c *tickets.CardChange) error {
	if c.After.Organisation == 0 {
		return nil
	}
	o, err := applicant(ctx, tx, c.After.Organisation)
	if errors.Is(err, tickets.ErrNotFound) || err == nil && o.Kind != tickets.OrganisationKind {
		return tickets.Invalid{{Field: "organisation_id", Code: "unknown"}}
	}
	for i, v := range c.Entry.Values {
		if v.Field == "organisation" {
			c.Entry.Values[i].New = o.Name
		}
	}
	return err
}

// PutContact implements tickets.ApplicantStore.
func (s *Store) PutContact(ctx context.Context, id tickets.ApplicantID, c tickets.Contact, e tickets.CardEntry, chief bool) error {
	contacts, column := "applicant_phone", "e164"
	if c.Kind == tickets.EmailContact {
		contacts, column = "applicant_email", "email"
	}
	// A number of a merged card stays that card's, so that it may be taken apart again.
	his := ` FROM ` + contacts + ` WHERE ` + column + ` = $2 AND applicant_id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1)`
	return s.changeContact(ctx, id, &e, chief, func(tx pgx.Tx, id tickets.ApplicantID) (int64, error) {
		var has, other int64
		if err := tx.QueryRow(ctx, `SELECT count(*), count(*) FILTER (WHERE shared <> $3)`+his, id, c.Value, c.Shared).Scan(&has, &other); err != nil {
			return 0, err
		}
		e.Values = c.Since(has == 0, other > 0)
		if has == 0 {
			tag, err := tx.Exec(ctx, `INSERT INTO `+contacts+` (applicant_id, `+column+`, last_seen_at, shared) VALUES ($1, $2, $3, $4)`, id, c.Value, c.LastSeenAt, c.Shared)
			return tag.RowsAffected(), err
		}
		_, err := tx.Exec(ctx, `UPDATE `+contacts+` SET shared = $3 WHERE `+column+` = $2 AND applicant_id IN (SELECT applicant_id`+his+`)`, id, c.Value, c.Shared)
		return has, err
	})
}

// DropContact implements tickets.ApplicantStore.
func (s *Store) DropContact(ctx context.Context, id tickets.ApplicantID, c tickets.Contact, e tickets.CardEntry, chief bool) error {
	return s.changeContact(ctx, id, &e, chief, func(tx pgx.Tx, id tickets.ApplicantID) (int64, error) {
		statement := `DELETE FROM applicant_phone WHERE e164 = $2 AND applicant_id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1)`
		if c.Kind == tickets.EmailContact {
			statement = `WITH main AS (UPDATE applicant SET email = '', version = version + 1 WHERE id = $1 AND lower(email) = $2)
				DELETE FROM applicant_email WHERE email = $2 AND applicant_id IN (SELECT id FROM applicant WHERE id = $1 OR merged_into = $1)`
		}
		tag, err := tx.Exec(ctx, statement, id, c.Value)
		return tag.RowsAffected(), err
	})
}

func (s *Store) changeContact(ctx context.Context, id tickets.ApplicantID, e *tickets.CardEntry, chief bool, do func(pgx.Tx, tickets.ApplicantID) (int64, error)) error {
	return s.inTx(ctx, func(tx pgx.Tx) error {
		id, err := root(ctx, tx, id)
		if err != nil {
			return err
		}
		card, err := lockCard(ctx, tx, id)
		if err != nil {
			return err
		}
		if card.Restricted != "" && !chief {
			return &tickets.CardRefused{Code: "restricted"}
		}
		switch n, err := do(tx, id); {
		case err != nil:
			return fmt.Errorf("change contact: %w", err)
		case n == 0:
			return tickets.ErrNotFound
		case len(e.Values) == 0: // it was so before
			return nil
		}
		e.Applicant = id
		return insertCardEntry(ctx, tx, *e)
	})
}
