package postgres

import (
	"context"
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

// byIndex makes a transaction look rows up one by one: a register that was empty a moment ago has no statistics yet, and would be
// read whole for each of five thousand rows. What then looks dear to the planner is not, and is not worth compiling.
const byIndex = `SELECT set_config('enable_seqscan', 'off', true), set_config('jit', 'off', true)`

// ImportFacts implements tickets.Store.
func (s *Store) ImportFacts(ctx context.Context, applicants bool, all []tickets.Arrival) (f tickets.ImportFacts, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, byIndex); err != nil {
			return err
		}
		f, err = importFacts(ctx, tx, applicants, all)
		return err
	})
	return f, err
}

func importFacts(ctx context.Context, tx pgx.Tx, applicants bool, all []tickets.Arrival) (f tickets.ImportFacts, err error) {
	f = tickets.ImportFacts{Tickets: map[string]bool{}, Numbers: map[tickets.Number]bool{}, Applicants: map[int]bool{}, Logins: map[string]string{}}
	var keys, logins []string
	var numbers []tickets.Number
	for _, a := range all {
		if a.New.RequestKey != "" {
			keys = append(keys, a.New.RequestKey)
		}
		if a.Ticket != 0 {
			numbers = append(numbers, a.Ticket)
		}
		if a.Applicant.Login != "" {
			logins = append(logins, strings.ToLower(a.Applicant.Login))
		}
	}
	var one, name string
	var number tickets.Number
	for _, look := range []struct {
		sql  string
		what any
		into []any
		keep func()
	}{
		{`SELECT request_key FROM ticket WHERE request_key = ANY ($1)`, keys, []any{&one}, func() { f.Tickets[one] = true }},
		{`SELECT number FROM ticket WHERE number = ANY ($1)`, numbers, []any{&number}, func() { f.Numbers[number] = true }},
		{`SELECT lower(gb_login), full_name FROM applicant WHERE gb_login <> '' AND lower(gb_login) = ANY ($1)`, logins, []any{&one, &name}, func() { f.Logins[one] = name }},
	} {
		rows, err := tx.Query(ctx, look.sql, look.what)
		if err != nil {
			return f, err
		}
		if _, err = pgx.ForEachRow(rows, look.into, func() error { look.keep(); return nil }); err != nil {
			return f, err
		}
	}
	if !applicants {
		return f, nil
	}
	found, err := alike(ctx, tx, all...)
	for i := range found {
		f.Applicants[i] = true
	}
	return f, err
}

// Import implements tickets.Store.
func (s *Store) Import(ctx context.Context, m tickets.Import, all []tickets.Arrival) (tickets.Import, error) {
	err := s.inTxAgain(ctx, func(tx pgx.Tx) error {
		m.Registered = 0
		// Two imports of the same rows would wait for each other's keys and numbers crosswise.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtextextended('ticket_import', 0))`); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, byIndex); err != nil {
			return err
		}
		facts, err := importFacts(ctx, tx, m.Applicants, all)
		if err != nil {
			return err
		}
		fresh := all[:0:0]
		for i, a := range all {
			if a.Ticket == 0 && !facts.Tickets[a.New.RequestKey] && !facts.Applicants[i] {
				fresh = append(fresh, a)
			}
		}
		if err := arrive(ctx, tx, &m, fresh); err != nil {
			return err
		}
		return tx.QueryRow(ctx, `INSERT INTO ticket_import (at, user_id, user_name, ip, file_name, sha256, applicants, rows, registered)
VALUES ($1, $2, $3, $4::text::inet, $5, $6, $7, $8, $9) RETURNING id`,
			m.At, m.By.ID, m.By.Name, null(m.Address), m.File, m.SHA256, m.Applicants, m.Rows, m.Registered).Scan(&m.ID)
	})
	return m, err
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
