package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const downtimeChannel = "hotline_downtime"

const selectDowntime = `
SELECT id, kind, title, works, starts_at, ends_at, state, agreed_by, coalesce(approver_id, 0), approver, approved_at, coalesce(prompt, ''),
       ended_at, why, author, version, changed_at
  FROM downtime `

func scanDowntime(row pgx.CollectableRow) (tickets.Downtime, error) {
	var d tickets.Downtime
	var ends, approved, ended *time.Time
	err := row.Scan(&d.ID, &d.Kind, &d.Title, &d.Works, &d.StartsAt, &ends, &d.State, &d.AgreedBy, &d.ApproverID, &d.Approver, &approved, &d.Prompt,
		&ended, &d.Why, &d.Author, &d.Version, &d.ChangedAt)
	d.StartsAt, d.ChangedAt = d.StartsAt.UTC(), d.ChangedAt.UTC()
	d.EndsAt, d.ApprovedAt, d.EndedAt = instant(ends), instant(approved), instant(ended)
	return d, err
}

func downtimes(ctx context.Context, q querier, sql string, args ...any) ([]tickets.Downtime, error) {
	rows, err := q.Query(ctx, selectDowntime+sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDowntime)
}

func downtimeOf(ctx context.Context, q querier, id tickets.DowntimeID) (tickets.Downtime, error) {
	all, err := downtimes(ctx, q, `WHERE id = $1`, id)
	if err == nil && len(all) == 0 {
		err = tickets.ErrNoRecord
	}
	if err != nil {
		return tickets.Downtime{}, err
	}
	return all[0], nil
}

// Downtime implements tickets.DowntimeStore.
func (s *Store) Downtime(ctx context.Context, id tickets.DowntimeID) (tickets.Downtime, error) {
	return downtimeOf(ctx, s.pool, id)
}

// Downtimes implements tickets.DowntimeStore.
func (s *Store) Downtimes(ctx context.Context, from, to time.Time) ([]tickets.Downtime, error) {
	return downtimes(ctx, s.pool, `WHERE starts_at < $2 AND coalesce(ended_at, ends_at, 'infinity') > $1 ORDER BY starts_at DESC, id DESC LIMIT 500`, from, to)
}

// RunningDowntimes implements tickets.DowntimeStore. What has ended by itself is the caller's to leave out.
func (s *Store) RunningDowntimes(ctx context.Context, before time.Time) ([]tickets.Downtime, error) {
	return downtimes(ctx, s.pool, `WHERE state IN ('approved', 'running') AND starts_at < $1
		AND (state = 'running' OR ends_at > $1::timestamptz - interval '2 hours') ORDER BY starts_at, id`, before)
}

// PutDowntime implements tickets.DowntimeStore. The row of the limit is locked, so that two cannot both be the last of a period.
func (s *Store) PutDowntime(ctx context.Context, id tickets.DowntimeID, version int64, by tickets.Author, at time.Time,
	decide func(tickets.Downtime, tickets.WorkRules, []tickets.Downtime) (tickets.DowntimeDecision, error)) (d tickets.Downtime, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT FROM work_limit FOR UPDATE`); err != nil {
			return err
		}
		var was tickets.Downtime
		if id != 0 {
			if was, err = downtimeOf(ctx, tx, id); err != nil {
				return err
			}
			if was.Version != version {
				return staleDowntime(ctx, tx, was)
			}
		}
		rules, err := workRules(ctx, tx)
		if err != nil {
			return err
		}
		// A month is the longest period, and what is planned begins after now.
		planned, err := downtimes(ctx, tx, `WHERE kind = 'planned' AND state <> 'cancelled' AND starts_at > $1`, at.AddDate(0, 0, -32))
		if err != nil {
			return err
		}
		decision, err := decide(was, rules, planned)
		if err != nil {
			return err
		}
		if d, err = writeDowntime(ctx, tx, decision.Downtime, at); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `SELECT pg_notify('`+downtimeChannel+`', $1::bigint::text)`, d.ID); err != nil {
			return err
		}
		return noteChange(ctx, tx, fmt.Sprintf("downtime:%d", d.ID), decision.What, decision.Note, d, by, at)
	})
	return d, err
}

// DowntimeChanges implements tickets.DowntimeStore. It holds one connection of its own.
func (s *Store) DowntimeChanges(ctx context.Context) (<-chan tickets.DowntimeID, error) {
	return listen(ctx, s, downtimeChannel, func(payload string) (tickets.DowntimeID, bool) {
		id, err := strconv.ParseInt(payload, 10, 64)
		return tickets.DowntimeID(id), err == nil
	})
}

// staleDowntime says who changed it last.
func staleDowntime(ctx context.Context, tx pgx.Tx, d tickets.Downtime) error {
	stale := &tickets.Stale{At: d.ChangedAt}
	err := tx.QueryRow(ctx, `SELECT by_name FROM subject_change WHERE subject = $1 ORDER BY id DESC LIMIT 1`, fmt.Sprintf("downtime:%d", d.ID)).Scan(&stale.By)
	if err != nil {
		return err
	}
	return stale
}

func writeDowntime(ctx context.Context, tx pgx.Tx, d tickets.Downtime, at time.Time) (tickets.Downtime, error) {
	sql := `
INSERT INTO downtime (kind, title, works, starts_at, ends_at, state, agreed_by, approver_id, approver, approved_at, prompt, ended_at, why, author, changed_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15) RETURNING id`
	args := []any{d.Kind, d.Title, d.Works, d.StartsAt, null(d.EndsAt), d.State, d.AgreedBy, null(d.ApproverID), d.Approver, null(d.ApprovedAt),
		null(d.Prompt), null(d.EndedAt), d.Why, d.Author, at}
	if d.ID != 0 {
		sql = `
UPDATE downtime SET kind = $1, title = $2, works = $3, starts_at = $4, ends_at = $5, state = $6, agreed_by = $7, approver_id = $8, approver = $9,
       approved_at = $10, prompt = $11, ended_at = $12, why = $13, author = $14, changed_at = $15, version = version + 1
 WHERE id = $16 RETURNING id`
		args = append(args, d.ID)
	}
	if err := tx.QueryRow(ctx, sql, args...).Scan(&d.ID); err != nil {
		return d, err
	}
	return downtimeOf(ctx, tx, d.ID)
}
