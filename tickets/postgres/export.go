package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// ApplicantsByID implements tickets.Store.
func (s *Store) ApplicantsByID(ctx context.Context, ids []tickets.ApplicantID) (map[tickets.ApplicantID]tickets.Applicant, error) {
	by := map[tickets.ApplicantID]tickets.Applicant{}
	if len(ids) == 0 {
		return by, nil
	}
	rows, err := s.pool.Query(ctx, selectApplicant+`WHERE a.id = ANY ($1)`, ids)
	if err != nil {
		return nil, err
	}
	all, err := pgx.CollectRows(rows, scanApplicant)
	for _, a := range all {
		by[a.ID] = a
	}
	return by, err
}

// AddExport implements tickets.Store.
func (s *Store) AddExport(ctx context.Context, e tickets.Export) (id int64, err error) {
	err = s.pool.QueryRow(ctx, `INSERT INTO ticket_export (at, user_id, user_name, ip, format, filter) VALUES ($1, $2, $3, $4::text::inet, $5, $6) RETURNING id`,
		e.At, e.By.ID, e.By.Name, null(e.Address), e.Format, e.Filter).Scan(&id)
	return id, err
}

// FinishExport implements tickets.Store.
func (s *Store) FinishExport(ctx context.Context, e tickets.Export) error {
	_, err := s.pool.Exec(ctx, `UPDATE ticket_export SET tickets = $2, finished_at = $3 WHERE id = $1`, e.ID, e.Tickets, e.FinishedAt)
	return err
}

// Exports implements tickets.Store.
func (s *Store) Exports(ctx context.Context) ([]tickets.Export, error) {
	rows, err := s.pool.Query(ctx, `SELECT id, at, user_id, user_name, coalesce(host(ip), ''), format, filter, coalesce(tickets, 0), finished_at
  FROM ticket_export ORDER BY id DESC LIMIT 100`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, func(row pgx.CollectableRow) (e tickets.Export, err error) {
		var finished *time.Time
		err = row.Scan(&e.ID, &e.At, &e.By.ID, &e.By.Name, &e.Address, &e.Format, &e.Filter, &e.Tickets, &finished)
		e.At, e.FinishedAt = e.At.UTC(), instant(finished)
		return e, err
	})
}
