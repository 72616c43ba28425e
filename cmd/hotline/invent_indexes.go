//go:build bench

package main

import (
	"context"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
)

// loaded are the tables that a register of ten million tickets makes large.
var loaded = []string{"applicant", "applicant_history", "applicant_phone", "applicant_email", "ticket", "ticket_history", "ticket_notice", "ticket_timer",
	"ticket_outbox", "ticket_link", "ticket_search"}

// dropIndexes drops what no constraint needs: an index that is made of a full table is made several times faster, and smaller. What
// is dropped is remembered in the database.
func (f *filling) dropIndexes(ctx context.Context) error {
	if err := f.pool.QueryRow(ctx, `SELECT coalesce(indexes, '{}') FROM invented`).Scan(&f.indexes); err != nil || len(f.indexes) > 0 {
		return err
	}
	return pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `
SELECT i.indexrelid::regclass::text, regexp_replace(pg_get_indexdef(i.indexrelid), ' INDEX ', ' INDEX IF NOT EXISTS ')
  FROM pg_index i JOIN pg_class c ON c.oid = i.indrelid
 WHERE c.relname = ANY ($1) AND NOT EXISTS (SELECT FROM pg_constraint k WHERE k.conindid = i.indexrelid) ORDER BY i.indexrelid`, loaded)
		if err != nil {
			return err
		}
		var names []string
		var name, make string
		if _, err := pgx.ForEachRow(rows, []any{&name, &make}, func() error {
			names, f.indexes = append(names, name), append(f.indexes, make)
			return nil
		}); err != nil {
			return err
		}
		for _, name := range names {
			if _, err := tx.Exec(ctx, `DROP INDEX `+name); err != nil {
				return err
			}
		}
		_, err = tx.Exec(ctx, `UPDATE invented SET indexes = $1`, f.indexes)
		return err
	})
}

// makeIndexes makes them again; that of the search waits until its table is full.
func (f *filling) makeIndexes(ctx context.Context) error {
	var now, later []string
	for _, s := range f.indexes {
		if strings.Contains(s, "ticket_search_words") {
			later = append(later, s)
		} else {
			now = append(now, s)
		}
	}
	f.indexes = later
	return f.blocks(ctx, "індекси", len(now), 1, func(ctx context.Context, from, to int) error {
		_, err := f.pool.Exec(ctx, now[from])
		return err
	})
}

func (f *filling) sequences(ctx context.Context) error {
	_, err := f.pool.Exec(ctx, `SELECT setval(pg_get_serial_sequence('ticket', 'id'), (SELECT max(id) FROM ticket)),
		setval('ticket_number', (SELECT max(number) FROM ticket)),
		setval(pg_get_serial_sequence('applicant', 'id'), (SELECT max(id) FROM applicant)),
		setval(pg_get_serial_sequence('users', 'id'), (SELECT max(id) FROM users))`)
	return err
}

// finish makes the last index and what a register has after its autovacuum.
func (f *filling) finish(ctx context.Context) error {
	for _, s := range append(f.indexes, `VACUUM (ANALYZE)`, `DROP TABLE invented`, `CHECKPOINT`) {
		if _, err := f.pool.Exec(ctx, s); err != nil {
			return err
		}
	}
	return nil
}

// report prints how much there is.
func (f *filling) report(ctx context.Context) error {
	rows, err := f.pool.Query(ctx, `
SELECT c.relname::text, c.reltuples::bigint, pg_size_pretty(pg_table_size(c.oid)), pg_size_pretty(pg_indexes_size(c.oid))
  FROM pg_class c WHERE c.relname = ANY ($1) AND c.reltuples > 0 ORDER BY pg_total_relation_size(c.oid) DESC`, loaded)
	if err != nil {
		return err
	}
	var name, table, indexes string
	var n int64
	fmt.Printf("%-20s %12s %10s %10s\n", "таблиця", "рядків", "дані", "індекси")
	if _, err := pgx.ForEachRow(rows, []any{&name, &n, &table, &indexes}, func() error {
		fmt.Printf("%-20s %12d %10s %10s\n", name, n, table, indexes)
		return nil
	}); err != nil {
		return err
	}
	var open, notes int64
	var whole string
	if err := f.pool.QueryRow(ctx, `SELECT pg_size_pretty(pg_database_size(current_database())), (SELECT count(*) FROM ticket WHERE status NOT IN ('resolved', 'closed')),
		(SELECT count(*) FROM ticket_history WHERE kind = 'note')`).Scan(&whole, &open, &notes); err != nil {
		return err
	}
	fmt.Printf("відкритих тікетів %d, нотаток %d, уся база %s, стан на %s\n", open, notes, whole, f.size.Until.Format(time.RFC3339))
	return nil
}
