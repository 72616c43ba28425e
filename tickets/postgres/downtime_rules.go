package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// WorkRules implements tickets.DowntimeStore.
func (s *Store) WorkRules(ctx context.Context) (rules tickets.WorkRules, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rules, err = workRules(ctx, tx)
		return err
	})
	return rules, err
}

func workRules(ctx context.Context, q querier) (r tickets.WorkRules, err error) {
	if err := q.QueryRow(ctx, `SELECT version, works, period FROM work_limit`).Scan(&r.Version, &r.Limit.Works, &r.Limit.Period); err != nil {
		return r, fmt.Errorf("limit of works: %w", err)
	}
	rows, err := q.Query(ctx, `SELECT id, name, from_day, to_day FROM protected_period ORDER BY from_day, id`)
	if err != nil {
		return r, err
	}
	r.Protected, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (p tickets.ProtectedPeriod, err error) {
		var from, to time.Time
		err = row.Scan(&p.ID, &p.Name, &from, &to)
		p.From, p.To = sla.DateOf(from, time.UTC), sla.DateOf(to, time.UTC)
		return p, err
	})
	if err != nil {
		return r, fmt.Errorf("protected periods: %w", err)
	}
	if rows, err = q.Query(ctx, `SELECT id, name, position, contact, active FROM responsible ORDER BY active DESC, name, id`); err != nil {
		return r, err
	}
	if r.Responsibles, err = pgx.CollectRows(rows, pgx.RowToStructByPos[tickets.Responsible]); err != nil {
		return r, fmt.Errorf("responsible persons: %w", err)
	}
	if rows, err = q.Query(ctx, `SELECT name, words, active FROM line_prompt ORDER BY name`); err != nil {
		return r, err
	}
	if r.Prompts, err = pgx.CollectRows(rows, pgx.RowToStructByPos[tickets.LinePrompt]); err != nil {
		return r, fmt.Errorf("prompts of the line: %w", err)
	}
	return r, nil
}

// ruling changes rules of version seen (0: any) in one transaction; whoever else wants to waits for it. *Stale.
func (s *Store) ruling(ctx context.Context, seen int64, by tickets.Author, at time.Time, do func(pgx.Tx) error) error {
	return s.inTx(ctx, func(tx pgx.Tx) error {
		var version int64
		var last tickets.Stale
		if err := tx.QueryRow(ctx, `SELECT version, changed_by, changed_at FROM work_limit FOR UPDATE`).Scan(&version, &last.By, &last.At); err != nil {
			return err
		}
		if seen != 0 && seen != version {
			last.At = last.At.UTC()
			return &last
		}
		if _, err := tx.Exec(ctx, `UPDATE work_limit SET version = version + 1, changed_by = $1, changed_at = $2`, by.Name, at); err != nil {
			return err
		}
		return do(tx)
	})
}

// PutLimit implements tickets.DowntimeStore.
func (s *Store) PutLimit(ctx context.Context, seen int64, l tickets.WorkLimit, by tickets.Author, at time.Time) error {
	return s.ruling(ctx, seen, by, at, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE work_limit SET works = $1, period = $2`, l.Works, l.Period); err != nil {
			return err
		}
		return noteChange(ctx, tx, "limit", "changed", "", l, by, at)
	})
}

// AddProtected implements tickets.DowntimeStore.
func (s *Store) AddProtected(ctx context.Context, seen int64, p tickets.ProtectedPeriod, by tickets.Author, at time.Time) (tickets.ProtectedPeriod, error) {
	err := s.ruling(ctx, seen, by, at, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `INSERT INTO protected_period (name, from_day, to_day) VALUES ($1, $2::text::date, $3::text::date) RETURNING id`,
			p.Name, p.From.String(), p.To.String()).Scan(&p.ID)
		if err != nil {
			return err
		}
		return noteChange(ctx, tx, fmt.Sprintf("period:%d", p.ID), "created", "", p, by, at)
	})
	return p, err
}

// DropProtected implements tickets.DowntimeStore.
func (s *Store) DropProtected(ctx context.Context, seen int64, id int64, by tickets.Author, at time.Time) error {
	return s.ruling(ctx, seen, by, at, func(tx pgx.Tx) error {
		var name string
		if err := tx.QueryRow(ctx, `DELETE FROM protected_period WHERE id = $1 RETURNING name`, id).Scan(&name); err != nil {
			return kept(err)
		}
		return noteChange(ctx, tx, fmt.Sprintf("period:%d", id), "dropped", "", name, by, at)
	})
}

// PutResponsible implements tickets.DowntimeStore.
func (s *Store) PutResponsible(ctx context.Context, seen int64, p tickets.Responsible, by tickets.Author, at time.Time) (tickets.Responsible, error) {
	err := s.ruling(ctx, seen, by, at, func(tx pgx.Tx) error {
		what, sql := "changed", `UPDATE responsible SET name = $1, position = $2, contact = $3, active = $4 WHERE id = $5 RETURNING id`
		args := []any{p.Name, p.Position, p.Contact, p.Active, p.ID}
		if p.ID == 0 {
			what, sql, args = "created", `INSERT INTO responsible (name, position, contact, active) VALUES ($1, $2, $3, $4) RETURNING id`, args[:4]
		}
		if err := tx.QueryRow(ctx, sql, args...).Scan(&p.ID); err != nil {
			return kept(err)
		}
		return noteChange(ctx, tx, fmt.Sprintf("responsible:%d", p.ID), what, "", p, by, at)
	})
	return p, err
}

// PutPrompt implements tickets.DowntimeStore.
func (s *Store) PutPrompt(ctx context.Context, seen int64, p tickets.LinePrompt, by tickets.Author, at time.Time) error {
	return s.ruling(ctx, seen, by, at, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO line_prompt (name, words, active) VALUES ($1, $2, $3)
			ON CONFLICT (name) DO UPDATE SET words = excluded.words, active = excluded.active`, p.Name, p.Words, p.Active)
		if err != nil {
			return err
		}
		return noteChange(ctx, tx, "prompt:"+p.Name, "changed", "", p, by, at)
	})
}
