package postgres

import (
	"context"
	"errors"
	"strings"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// selectAlike are the applicants whom a file means: of the same name, with the same login, number or address. Another login is another person.
const selectAlike = `
SELECT w.n, m.id FROM unnest($1::text[], $2::text[], $3::text[], $4::text[]) WITH ORDINALITY AS w (name, login, phone, email, n)
 CROSS JOIN LATERAL (
    SELECT coalesce(a.merged_into, a.id) AS id
      FROM (SELECT id FROM applicant WHERE gb_login <> '' AND lower(gb_login) = lower(w.login)
            UNION SELECT applicant_id FROM applicant_phone WHERE e164 = w.phone
            UNION SELECT applicant_id FROM applicant_email WHERE email = lower(w.email)) c JOIN applicant a USING (id)
     WHERE lower(a.full_name) = lower(w.name) AND (w.login = '' OR a.gb_login = '' OR lower(a.gb_login) = lower(w.login))
     ORDER BY a.id LIMIT 1) m`

// alike gives the applicant of each arrival that has one, by its place.
func alike(ctx context.Context, q querier, all ...tickets.Arrival) (map[int]tickets.ApplicantID, error) {
	var names, logins, phones, emails []string
	for _, a := range all {
		names, logins = append(names, a.Applicant.Name), append(logins, a.Applicant.Login)
		phones, emails = append(phones, a.Applicant.Phone), append(emails, a.Applicant.Email)
	}
	rows, err := q.Query(ctx, selectAlike, names, logins, phones, emails)
	if err != nil {
		return nil, err
	}
	found := map[int]tickets.ApplicantID{}
	var n int
	var id tickets.ApplicantID
	_, err = pgx.ForEachRow(rows, []any{&n, &id}, func() error {
		found[n-1] = id
		return nil
	})
	return found, err
}

// ImportFacts implements tickets.Store.
func (s *Store) ImportFacts(ctx context.Context, all []tickets.Arrival) (f tickets.ImportFacts, err error) {
	f = tickets.ImportFacts{Tickets: map[string]bool{}, Applicants: map[int]bool{}, Logins: map[string]string{}}
	var keys, logins []string
	for _, a := range all {
		if a.New.RequestKey != "" {
			keys = append(keys, a.New.RequestKey)
		}
		if a.Applicant.Login != "" {
			logins = append(logins, strings.ToLower(a.Applicant.Login))
		}
	}
	var one, name string
	rows, err := s.pool.Query(ctx, `SELECT request_key FROM ticket WHERE request_key = ANY ($1)`, keys)
	if err != nil {
		return f, err
	}
	if _, err = pgx.ForEachRow(rows, []any{&one}, func() error { f.Tickets[one] = true; return nil }); err != nil {
		return f, err
	}
	rows, err = s.pool.Query(ctx, `SELECT lower(gb_login), full_name FROM applicant WHERE gb_login <> '' AND lower(gb_login) = ANY ($1)`, logins)
	if err != nil {
		return f, err
	}
	if _, err = pgx.ForEachRow(rows, []any{&one, &name}, func() error { f.Logins[one] = name; return nil }); err != nil {
		return f, err
	}
	found, err := alike(ctx, s.pool, all...)
	for i := range found {
		f.Applicants[i] = true
	}
	return f, err
}

// Import implements tickets.Store.
func (s *Store) Import(ctx context.Context, m tickets.Import, all []tickets.Arrival) (tickets.Import, error) {
	err := s.inTx(ctx, func(tx pgx.Tx) error {
		// Two imports of the same rows would wait for each other's keys and numbers crosswise.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('ticket_import', 0))`); err != nil {
			return err
		}
		for _, a := range all {
			first, err := arrive(ctx, tx, m, a)
			var faults tickets.Invalid
			if errors.As(err, &faults) {
				return tickets.RowFaults{{Row: a.Row, Field: faults[0].Field, Code: faults[0].Code}}
			}
			if err != nil {
				return err
			}
			if first {
				m.Registered++
			}
		}
		return tx.QueryRow(ctx, `INSERT INTO ticket_import (at, user_id, user_name, ip, file_name, sha256, applicants, rows, registered)
VALUES ($1, $2, $3, $4::text::inet, $5, $6, $7, $8, $9) RETURNING id`,
			m.At, m.By.ID, m.By.Name, null(m.Address), m.File, m.SHA256, m.Applicants, m.Rows, m.Registered).Scan(&m.ID)
	})
	return m, err
}

// arrive registers one row; first is false when the register has it already.
func arrive(ctx context.Context, tx pgx.Tx, m tickets.Import, a tickets.Arrival) (first bool, err error) {
	var t tickets.Ticket
	if !m.Applicants {
		if t, err = insert(ctx, tx, a.New, a.Entry); errors.Is(err, tickets.ErrNotFound) {
			return false, nil
		}
		if err != nil || a.Applicant == (tickets.ApplicantChoice{}) {
			return err == nil, err
		}
	}
	found, err := alike(ctx, tx, a)
	if err != nil {
		return false, err
	}
	id, known := found[0]
	if known && m.Applicants {
		return false, nil
	}
	if known { // who is known stays as the card has him
		a.Applicant = tickets.ApplicantChoice{ID: id, Phone: a.Applicant.Phone}
	}
	if !m.Applicants {
		_, err = identify(ctx, tx, t, a.Applicant, m.By, m.At)
		return true, err
	}
	if id, _, err = choose(ctx, tx, t, a.Applicant, m.By, m.At); err != nil {
		return false, err
	}
	return true, remember(ctx, tx, id, t, a.Applicant.Phone, m.At)
}

// Imports implements tickets.Store.
func (s *Store) Imports(ctx context.Context) ([]tickets.Import, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, at, user_id, user_name, coalesce(host(ip), ''), file_name, sha256, applicants, rows, registered
  FROM ticket_import ORDER BY id DESC LIMIT 100`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (m tickets.Import, err error) {
		err = row.Scan(&m.ID, &m.At, &m.By.ID, &m.By.Name, &m.Address, &m.File, &m.SHA256, &m.Applicants, &m.Rows, &m.Registered)
		m.At = m.At.UTC()
		return m, err
	})
}
