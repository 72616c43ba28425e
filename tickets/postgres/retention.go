package postgres

import (
	"context"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// expiring are tickets whose last record is old enough and which nothing holds. A duplicate needs its original, and goes first.
const expiring = `
SELECT t.id, last.at FROM ticket t CROSS JOIN LATERAL (
	SELECT greatest(t.registered_at, max(h.at)) AS at FROM ticket_history h WHERE h.ticket_id = t.id) last
 WHERE t.registered_at <= $1 AND last.at <= $1 AND t.status IN ('resolved', 'closed') AND t.hold = ''
   AND NOT EXISTS (SELECT FROM applicant a WHERE (a.id = t.applicant_id OR a.merged_into = t.applicant_id) AND a.hold <> '')
   AND NOT EXISTS (SELECT FROM ticket d WHERE d.duplicate_of = t.id)
 ORDER BY t.registered_at LIMIT $2 FOR UPDATE OF t SKIP LOCKED`

// Expire implements tickets.RetentionStore.
func (s *Store) Expire(ctx context.Context, before, at time.Time, limit int, over func(time.Time) bool) (n, m int, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT set_config('hotline.retention', 'on', true)`); err != nil {
			return err
		}
		ids, err := overdue(ctx, tx, expiring, before, limit, over)
		if err != nil {
			return fmt.Errorf("find tickets: %w", err)
		}
		if len(ids) > 0 {
			_, err = tx.Exec(ctx, `INSERT INTO ticket_expired (number, registered_at, last_at, expired_at) SELECT t.number, t.registered_at,
				(SELECT greatest(t.registered_at, max(h.at)) FROM ticket_history h WHERE h.ticket_id = t.id), $2 FROM ticket t WHERE t.id = ANY ($1)`, ids, at)
			if err != nil {
				return fmt.Errorf("keep the numbers: %w", err)
			}
			if err := purge(ctx, tx, "ticket", `id = ANY ($1)`, ids, nil); err != nil {
				return err
			}
		}
		n = len(ids)
		if n == limit {
			return nil // tickets first
		}
		m, err = expireApplicants(ctx, tx, before, limit, over)
		return err
	})
	return n, m, err
}

// lonely are applicants of whom nothing is left but the card. A card and those merged into it are one person: none of them goes
// before the last record of all is over, while one is held, has a ticket or a member; and then the merged ones go first.
const lonely = `
SELECT a.id, last.at FROM applicant a CROSS JOIN LATERAL (SELECT coalesce(a.merged_into, a.id) AS id) root CROSS JOIN LATERAL (
	SELECT max(greatest(f.created_at, f.updated_at, (SELECT max(h.at) FROM applicant_history h WHERE h.applicant_id = f.id),
	       (SELECT max(p.last_seen_at) FROM applicant_phone p WHERE p.applicant_id = f.id))) AS at
	  FROM applicant f WHERE f.id = root.id OR f.merged_into = root.id) last
 WHERE a.created_at <= $1 AND a.updated_at <= $1 AND last.at <= $1
   AND NOT EXISTS (SELECT FROM applicant f WHERE (f.id = root.id OR f.merged_into = root.id) AND (f.hold <> ''
       OR EXISTS (SELECT FROM ticket t WHERE t.applicant_id = f.id) OR EXISTS (SELECT FROM applicant o WHERE o.organisation_id = f.id)))
   AND NOT EXISTS (SELECT FROM applicant o WHERE o.merged_into = a.id)
   AND NOT EXISTS (SELECT FROM applicant_merge m JOIN applicant_moved v ON v.merge_id = m.id WHERE m.source_id = a.id AND m.undone_at IS NULL)
 ORDER BY a.id LIMIT $2 FOR UPDATE OF a SKIP LOCKED`

func expireApplicants(ctx context.Context, tx pgx.Tx, before time.Time, limit int, over func(time.Time) bool) (int, error) {
	ids, err := overdue(ctx, tx, lonely, before, limit, over)
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	return len(ids), purge(ctx, tx, "applicant", `id = ANY ($1)`, ids, nil)
}

func overdue(ctx context.Context, tx pgx.Tx, find string, before time.Time, limit int, over func(time.Time) bool) (ids []int64, err error) {
	rows, err := tx.Query(ctx, find, before, limit)
	if err != nil {
		return nil, err
	}
	var id int64
	var last time.Time
	_, err = pgx.ForEachRow(rows, []any{&id, &last}, func() error {
		if over(last) {
			ids = append(ids, id)
		}
		return nil
	})
	return ids, err
}

// purge deletes rows of a table and, before them, whatever refers to them, in whatever table it stands: nothing of an expired
// ticket may be left behind, and a table that somebody adds is not forgotten. A table's references to itself are the caller's.
func purge(ctx context.Context, tx pgx.Tx, table, which string, ids []int64, way []string) error {
	rows, err := tx.Query(ctx, `
SELECT c.conrelid::regclass::text, k.attname, r.attname FROM pg_constraint c
  JOIN pg_attribute k ON k.attrelid = c.conrelid AND k.attnum = c.conkey[1]
  JOIN pg_attribute r ON r.attrelid = c.confrelid AND r.attnum = c.confkey[1]
 WHERE c.contype = 'f' AND c.confrelid = $1::regclass AND c.conrelid <> c.confrelid AND cardinality(c.conkey) = 1 AND c.conparentid = 0 ORDER BY 1, 2`, table)
	if err != nil {
		return err
	}
	type reference struct{ Table, Column, To string }
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[reference])
	if err != nil {
		return fmt.Errorf("who refers to %s: %w", table, err)
	}
	way = append(slices.Clone(way), table)
	for _, r := range all {
		if slices.Contains(way, r.Table) {
			continue
		}
		inner := fmt.Sprintf(`%s IN (SELECT %s FROM %s WHERE %s)`, pgx.Identifier{r.Column}.Sanitize(), pgx.Identifier{r.To}.Sanitize(), table, which)
		if err := purge(ctx, tx, r.Table, inner, ids, way); err != nil {
			return err
		}
	}
	if _, err := tx.Exec(ctx, `DELETE FROM `+table+` WHERE `+which, ids); err != nil {
		return fmt.Errorf("delete from %s: %w", table, err)
	}
	return nil
}

var _ tickets.ApplicantStore = (*Store)(nil)
