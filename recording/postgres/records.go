package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/recording"
)

// Store is recording.Records and recording.Audit in PostgreSQL. Safe for concurrent use.
type Store struct{ pool *pgxpool.Pool }

var (
	_ recording.Records = (*Store)(nil)
	_ recording.Audit   = (*Store)(nil)
)

// New keeps recordings in the migrated database behind pool.
func New(pool *pgxpool.Pool) *Store { return &Store{pool} }

const selectRecording = `
SELECT id::text, call_id, started_at, duration_ms, state, reason, attempts, channels, size_bytes, sha256, caller_sha256,
       heard_sha256, object_key, version_id, retain_until, legal_hold, warnings, sealed_at, version
FROM recordings`

func scanRecording(row pgx.CollectableRow) (recording.Recording, error) {
	var r recording.Recording
	var durationMS int64
	var sealedAt *time.Time
	err := row.Scan(&r.ID, &r.CallID, &r.StartedAt, &durationMS, &r.State, &r.Reason, &r.Attempts, &r.Channels, &r.SizeBytes, &r.SHA256,
		&r.CallerSHA256, &r.HeardSHA256, &r.ObjectKey, &r.VersionID, &r.RetainUntil, &r.LegalHold, &r.Warnings, &sealedAt, &r.Version)
	r.Duration = time.Duration(durationMS) * time.Millisecond
	r.StartedAt, r.RetainUntil = r.StartedAt.UTC(), r.RetainUntil.UTC()
	if sealedAt != nil {
		r.SealedAt = sealedAt.UTC()
	}
	return r, err
}

// querier is the pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
}

func one(ctx context.Context, q querier, where string, arg any) (recording.Recording, error) {
	rows, err := q.Query(ctx, selectRecording+where, arg)
	if err != nil {
		return recording.Recording{}, fmt.Errorf("select recording %v: %w", arg, err)
	}
	r, err := pgx.CollectExactlyOneRow(rows, scanRecording)
	if errors.Is(err, pgx.ErrNoRows) {
		err = recording.ErrNotFound
	}
	if err != nil {
		return recording.Recording{}, fmt.Errorf("select recording %v: %w", arg, err)
	}
	return r, nil
}

// Register implements recording.Records.
func (s *Store) Register(ctx context.Context, r recording.Recording, now time.Time) (known recording.Recording, err error) {
	err = pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `
			INSERT INTO recordings (id, call_id, started_at, duration_ms, state, retain_until, channels)
			VALUES ($1, $2, $3, $4, $5, $6, $7)
			ON CONFLICT (call_id) DO NOTHING`,
			r.ID, r.CallID, r.StartedAt, r.Duration.Milliseconds(), recording.Spooled, r.RetainUntil, r.Channels)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 1 {
			if err := remember(ctx, tx, r.ID, recording.Spooled, "", now); err != nil {
				return err
			}
		}
		known, err = one(ctx, tx, ` WHERE call_id = $1`, r.CallID)
		return err
	})
	if err != nil {
		return recording.Recording{}, fmt.Errorf("register recording of %s: %w", r.CallID, err)
	}
	return known, nil
}

func remember(ctx context.Context, tx pgx.Tx, id recording.RecordingID, state recording.State, reason string, now time.Time) error {
	_, err := tx.Exec(ctx, `INSERT INTO recording_history (recording_id, at, state, reason) VALUES ($1, $2, $3, $4)`, id, now, state, reason)
	return err
}

// change runs an UPDATE that names the row by id and version, and remembers the new state.
func (s *Store) change(ctx context.Context, r recording.Recording, state recording.State, now time.Time, update string, args ...any) error {
	err := pgx.BeginFunc(ctx, s.pool, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, update, append([]any{r.ID, r.Version}, args...)...)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return recording.ErrConflict
		}
		return remember(ctx, tx, r.ID, state, r.Reason, now)
	})
	if err != nil {
		return fmt.Errorf("make recording %s %s: %w", r.ID, state, err)
	}
	return nil
}

// MarkSealed implements recording.Records.
func (s *Store) MarkSealed(ctx context.Context, r recording.Recording) error {
	warnings := r.Warnings
	if warnings == nil {
		warnings = []string{}
	}
	r.Reason = ""
	return s.change(ctx, r, recording.Sealed, r.SealedAt, `
		UPDATE recordings SET state = 'sealed', reason = '', duration_ms = $3, size_bytes = $4, sha256 = $5, caller_sha256 = $6,
		       heard_sha256 = $7, object_key = $8, version_id = $9, retain_until = $10, warnings = $11, sealed_at = $12, version = version + 1
		WHERE id = $1 AND version = $2 AND state <> 'sealed'`,
		r.Duration.Milliseconds(), r.SizeBytes, r.SHA256, r.CallerSHA256, r.HeardSHA256, r.ObjectKey, r.VersionID, r.RetainUntil, warnings, r.SealedAt)
}

// MarkMissing implements recording.Records.
func (s *Store) MarkMissing(ctx context.Context, r recording.Recording, now time.Time) error {
	return s.change(ctx, r, recording.Missing, now, `
		UPDATE recordings SET state = 'missing', reason = $3, version = version + 1
		WHERE id = $1 AND version = $2 AND state <> 'sealed'`, r.Reason)
}

// MarkFailed implements recording.Records.
func (s *Store) MarkFailed(ctx context.Context, r recording.Recording, now time.Time) error {
	return s.change(ctx, r, recording.Failed, now, `
		UPDATE recordings SET state = 'failed', reason = $3, attempts = attempts + 1, version = version + 1
		WHERE id = $1 AND version = $2 AND state <> 'sealed'`, r.Reason)
}

// ByID implements recording.Records.
func (s *Store) ByID(ctx context.Context, id recording.RecordingID) (recording.Recording, error) {
	if !id.Valid() {
		return recording.Recording{}, fmt.Errorf("recording %q: %w", id, recording.ErrNotFound)
	}
	return one(ctx, s.pool, ` WHERE id = $1`, id)
}

// ByCall implements recording.Records.
func (s *Store) ByCall(ctx context.Context, call recording.CallID) (recording.Recording, error) {
	return one(ctx, s.pool, ` WHERE call_id = $1`, call)
}

// ByCalls implements recording.Records.
func (s *Store) ByCalls(ctx context.Context, calls []recording.CallID) (map[recording.CallID]recording.Recording, error) {
	names := make([]string, len(calls))
	for i, c := range calls {
		names[i] = string(c)
	}
	rows, err := s.pool.Query(ctx, selectRecording+` WHERE call_id = ANY ($1)`, names)
	if err != nil {
		return nil, fmt.Errorf("select recordings of %d calls: %w", len(calls), err)
	}
	all, err := pgx.CollectRows(rows, scanRecording)
	if err != nil {
		return nil, fmt.Errorf("select recordings of %d calls: %w", len(calls), err)
	}
	found := make(map[recording.CallID]recording.Recording, len(all))
	for _, r := range all {
		found[r.CallID] = r
	}
	return found, nil
}

// Find implements recording.Records.
func (s *Store) Find(ctx context.Context, f recording.Filter) ([]recording.Recording, error) {
	limit := f.Limit
	if limit <= 0 {
		limit = 50
	}
	where, args := ` WHERE true`, []any{}
	and := func(condition string, values ...any) {
		places := make([]any, len(values))
		for i := range values {
			places[i] = len(args) + i + 1
		}
		where += fmt.Sprintf(` AND `+condition, places...)
		args = append(args, values...)
	}
	if f.CallID != "" {
		and(`call_id = $%d`, f.CallID)
	}
	if !f.From.IsZero() {
		and(`started_at >= $%d`, f.From)
	}
	if !f.To.IsZero() {
		and(`started_at < $%d`, f.To)
	}
	if f.State != "" {
		and(`state = $%d`, f.State)
	}
	if !f.Before.IsZero() && f.BeforeID.Valid() {
		and(`(started_at, id) < ($%d, $%d::uuid)`, f.Before, f.BeforeID)
	}
	args = append(args, min(limit, 500))
	rows, err := s.pool.Query(ctx, selectRecording+where+fmt.Sprintf(` ORDER BY started_at DESC, id DESC LIMIT $%d`, len(args)), args...)
	if err != nil {
		return nil, fmt.Errorf("find recordings: %w", err)
	}
	found, err := pgx.CollectRows(rows, scanRecording)
	if err != nil {
		return nil, fmt.Errorf("find recordings: %w", err)
	}
	return found, nil
}
