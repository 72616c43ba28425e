package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// kin are the card a itself and those merged into it: their numbers and addresses are read together.
const kin = `ARRAY(SELECT a.id UNION ALL SELECT m.id FROM applicant m WHERE m.merged_into = a.id)`

const selectApplicant = `
SELECT a.id, a.kind, a.grp, a.subgroup, a.full_name, a.email, a.gb_login, ARRAY(
       SELECT p.e164 FROM applicant_phone p WHERE p.applicant_id = ANY (` + kin + `)
        GROUP BY p.e164 ORDER BY sum(p.confidence) DESC, max(p.last_seen_at) DESC, p.e164),
       coalesce(o.merged_into, o.id, 0), CASE WHEN r.restricted <> '' THEN 'Доступ обмежено' ELSE coalesce(o.full_name, '') END, coalesce(a.merged_into, 0), a.restricted, a.hold, a.version
  FROM applicant a LEFT JOIN applicant o ON o.id = a.organisation_id
       LEFT JOIN applicant r ON r.id = coalesce(o.merged_into, o.id) `

func scanApplicant(row pgx.CollectableRow) (a tickets.Applicant, err error) {
	err = row.Scan(&a.ID, &a.Kind, &a.Group, &a.Subgroup, &a.Name, &a.Email, &a.Login, &a.Phones,
		&a.Organisation, &a.OrganisationName, &a.MergedInto, &a.Restricted, &a.Hold, &a.Version)
	return a, err
}

// root is the card that stands for an applicant: the one into which his was merged, or his own.
func root(ctx context.Context, q querier, id tickets.ApplicantID) (at tickets.ApplicantID, err error) {
	err = q.QueryRow(ctx, `SELECT coalesce(merged_into, id) FROM applicant WHERE id = $1`, id).Scan(&at)
	return at, found(err)
}

func applicant(ctx context.Context, q querier, id tickets.ApplicantID) (tickets.Applicant, error) {
	rows, err := q.Query(ctx, selectApplicant+`WHERE a.id = $1`, id)
	if err != nil {
		return tickets.Applicant{}, err
	}
	a, err := pgx.CollectExactlyOneRow(rows, scanApplicant)
	return a, found(err)
}

// Identify implements tickets.Store. Locks are taken in one order: ticket, applicant, numbers.
func (s *Store) Identify(ctx context.Context, id tickets.TicketID, c tickets.ApplicantChoice, by tickets.Author, at time.Time) (a tickets.Applicant, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		t, err := alone(ctx, tx, id)
		if err != nil {
			return err
		}
		a, err = identify(ctx, tx, t, c, by, at)
		return err
	})
	return a, err
}

// identify does so with a locked ticket.
func identify(ctx context.Context, tx pgx.Tx, t tickets.Ticket, c tickets.ApplicantChoice, by tickets.Author, at time.Time) (a tickets.Applicant, err error) {
	who, changed, err := choose(ctx, tx, t, c, by, at)
	if err != nil {
		return a, err
	}
	if err := remember(ctx, tx, who, t, c.Phone, at); err != nil {
		return a, err
	}
	if a, err = applicant(ctx, tx, who); err != nil || !changed {
		return a, err
	}
	return a, give(ctx, tx, t, a, by, at)
}

// choose finds, corrects or creates the applicant. changed is false when the ticket has exactly this applicant already:
// the request was repeated.
func choose(ctx context.Context, tx pgx.Tx, t tickets.Ticket, c tickets.ApplicantChoice, by tickets.Author, at time.Time) (who tickets.ApplicantID, changed bool, err error) {
	if c.ID != 0 {
		if c.ID, err = root(ctx, tx, c.ID); errors.Is(err, tickets.ErrNotFound) {
			return 0, false, tickets.Invalid{{Field: "applicant_id", Code: "unknown"}}
		}
		if err != nil {
			return 0, false, err
		}
		changed, err = correct(ctx, tx, c, by, at)
		return c.ID, changed || t.Applicant != c.ID, err
	}
	if t.Applicant != 0 {
		a, err := applicant(ctx, tx, t.Applicant)
		if err != nil {
			return 0, false, err
		}
		if a.Name == c.Name && a.Kind == c.Kind && a.Group == c.Group && a.Subgroup == c.Subgroup && a.Email == c.Email && a.Login == c.Login {
			return a.ID, false, nil
		}
	}
	err = tx.QueryRow(ctx, `
INSERT INTO applicant (kind, grp, subgroup, full_name, email, gb_login, created_at, updated_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $7) RETURNING id`, c.Kind, c.Group, c.Subgroup, c.Name, c.Email, c.Login, at).Scan(&who)
	if err != nil {
		return 0, false, applicantFault(err)
	}
	return who, true, insertCardEntry(ctx, tx, tickets.CardEntry{Applicant: who, At: at, Kind: tickets.CardCreated, Author: by})
}

// correct stores the fields that the choice brings; changed says whether any is new. What is narrowed is not corrected in passing.
func correct(ctx context.Context, tx pgx.Tx, c tickets.ApplicantChoice, by tickets.Author, at time.Time) (changed bool, err error) {
	before, err := lockCard(ctx, tx, c.ID)
	if err != nil {
		return false, err
	}
	if before.Restricted != "" && !c.Chief {
		return false, &tickets.CardRefused{Code: "restricted"}
	}
	after := before
	put(&after.Kind, c.Kind)
	put(&after.Group, c.Group)
	put(&after.Subgroup, c.Subgroup)
	if after.Group != tickets.InternalUser {
		after.Subgroup = ""
	}
	put(&after.Name, c.Name)
	put(&after.Email, c.Email)
	put(&after.Login, c.Login)
	values := tickets.Differences(before, after)
	if len(values) == 0 {
		return false, nil
	}
	if before.Restricted != "" {
		return false, &tickets.CardRefused{Code: "restricted"}
	}
	if err := storeCard(ctx, tx, after, at); err != nil {
		return false, err
	}
	return true, insertCardEntry(ctx, tx, tickets.CardEntry{Applicant: after.ID, At: at, Kind: tickets.CardChanged, Author: by, Values: values})
}

func put[T ~string](field *T, v T) {
	if v != "" {
		*field = v
	}
}

func applicantFault(err error) error {
	if violates(err, uniqueViolation, "applicant_login_once") {
		return tickets.Invalid{{Field: "login", Code: "taken"}}
	}
	return err
}

// remember keeps the caller's number, and the one that was typed, as the applicant's. An agent's choice makes a number
// surer, once a ticket.
func remember(ctx context.Context, tx pgx.Tx, who tickets.ApplicantID, t tickets.Ticket, typed string, at time.Time) error {
	numbers := slices.DeleteFunc([]string{t.Caller, typed}, func(n string) bool { return n == "" })
	slices.Sort(numbers)
	surer := 1
	if t.Applicant == who {
		surer = 0
	}
	for _, n := range slices.Compact(numbers) {
		_, err := tx.Exec(ctx, `
INSERT INTO applicant_phone (applicant_id, e164, last_seen_at) VALUES ($1, $2, $3)
ON CONFLICT (applicant_id, e164) DO UPDATE SET
       confidence = applicant_phone.confidence + $4, last_seen_at = greatest(applicant_phone.last_seen_at, excluded.last_seen_at)`,
			who, n, at, surer)
		if err != nil {
			return fmt.Errorf("remember number: %w", err)
		}
	}
	return nil
}

// give makes the applicant the ticket's, with the group as it is now, and links his other open tickets. What access is narrowed to
// already stays so, whoever the applicant is; a trigger narrows it to what comes to one to whom it is.
func give(ctx context.Context, tx pgx.Tx, t tickets.Ticket, a tickets.Applicant, by tickets.Author, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE ticket SET applicant_id = $2, applicant_group = $3, applicant_subgroup = nullif($4, ''),
       version = version + 1 WHERE id = $1`, t.ID, a.ID, a.Group, a.Subgroup)
	if err != nil {
		return fmt.Errorf("give ticket to applicant %d: %w", a.ID, err)
	}
	if a.Restricted != "" {
		batch := &pgx.Batch{}
		rewrite(batch, t.ID, at)
		if err := tx.SendBatch(ctx, batch).Close(); err != nil {
			return fmt.Errorf("letters of ticket %d: %w", t.ID, err)
		}
	}
	// A person has decided whose it is: no undone merge takes it away.
	if _, err := tx.Exec(ctx, `DELETE FROM applicant_moved WHERE ticket_id = $1`, t.ID); err != nil {
		return fmt.Errorf("forget merges of ticket %d: %w", t.ID, err)
	}
	if err := link(ctx, tx, t.ID); err != nil {
		return err
	}
	_, err = insertEntry(ctx, tx, tickets.Entry{Ticket: t.ID, At: at, Kind: tickets.EntryApplicant, Author: by, Call: t.Call,
		Text: nameOf(a), Applicant: a.ID, Key: fmt.Sprintf("applicant:%d:%d", a.ID, t.Version+1)})
	return err
}

// nameOf is an applicant's name for a history that stays when access is narrowed, or opened again.
func nameOf(a tickets.Applicant) string { return a.SeenBy(tickets.Viewer{}).Name }
