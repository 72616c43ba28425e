package postgres

import (
	"context"
	"errors"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const selectSettings = `SELECT id, name, value, valid_from, reason, coalesce(author_id, 0), author, created_at FROM setting ORDER BY id DESC`

func scanSetting(row pgx.CollectableRow) (r tickets.SettingRow, err error) {
	err = row.Scan(&r.ID, &r.Name, &r.Value, &r.From, &r.Reason, &r.By.ID, &r.By.Name, &r.At)
	r.From, r.At = r.From.UTC(), r.At.UTC()
	return r, err
}

// Settings implements tickets.Store.
func (s *Store) Settings(ctx context.Context) ([]tickets.SettingRow, error) {
	return settings(ctx, s.pool)
}

func settings(ctx context.Context, q querier) ([]tickets.SettingRow, error) {
	rows, err := q.Query(ctx, selectSettings)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanSetting)
}

// AddSetting implements tickets.Store.
func (s *Store) AddSetting(ctx context.Context, seen int64, r tickets.SettingRow) error {
	return s.inTx(ctx, func(tx pgx.Tx) error {
		// Whoever decides waits here for whoever does already.
		if _, err := tx.Exec(ctx, `LOCK TABLE setting IN SHARE ROW EXCLUSIVE MODE`); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, selectSettings+` LIMIT 1`)
		if err != nil {
			return err
		}
		last, err := pgx.CollectExactlyOneRow(rows, scanSetting)
		if err != nil && !errors.Is(err, pgx.ErrNoRows) {
			return err
		}
		if last.ID != seen {
			return &tickets.Stale{By: last.By.Name, At: last.At}
		}
		_, err = tx.Exec(ctx, `INSERT INTO setting (name, valid_from, value, reason, author_id, author, created_at) VALUES ($1, $2, $3, $4, $5, $6, $7)`,
			r.Name, r.From, r.Value, r.Reason, null(r.By.ID), r.By.Name, r.At)
		if violates(err, uniqueViolation, "setting_once") {
			return tickets.Invalid{{Field: "valid_from", Code: "taken"}}
		}
		return err
	})
}
