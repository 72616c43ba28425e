package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"hotline/recording"
)

// multirange is PostgreSQL's int4multirange of milliseconds.
type multirange = pgtype.Multirange[pgtype.Range[pgtype.Int4]]

// selectListen is every column that scanListen reads; %s is what was heard.
const selectListen = `
SELECT l.id::text, l.recording_id::text, l.user_id, l.user_name, coalesce(host(l.ip), ''), l.reason, l.at, l.expires_at, l.duration_ms, %s
FROM recording_listens l WHERE `

func scanListen(row pgx.CollectableRow) (recording.Listen, error) {
	var l recording.Listen
	var durationMS int64
	var heard multirange
	err := row.Scan(&l.ID, &l.Recording, &l.Who.ID, &l.Who.Name, &l.Who.IP, &l.Reason, &l.At, &l.ExpiresAt, &durationMS, &heard)
	l.At, l.ExpiresAt, l.Duration = l.At.UTC(), l.ExpiresAt.UTC(), time.Duration(durationMS)*time.Millisecond
	for _, r := range heard {
		l.Heard = append(l.Heard, recording.Interval{FromMS: int64(r.Lower.Int32), ToMS: int64(r.Upper.Int32)})
	}
	return l, err
}

// AddListen implements recording.Audit.
func (s *Store) AddListen(ctx context.Context, l recording.Listen) error {
	_, err := s.pool.Exec(ctx, `
		INSERT INTO recording_listens (id, recording_id, user_id, user_name, ip, reason, at, expires_at, duration_ms)
		VALUES ($1, $2, $3, $4, nullif($5, '')::inet, $6, $7, $8, $9)`,
		l.ID, l.Recording, l.Who.ID, l.Who.Name, l.Who.IP, l.Reason, l.At, l.ExpiresAt, l.Duration.Milliseconds())
	if err != nil {
		return fmt.Errorf("insert listen %s: %w", l.ID, err)
	}
	return nil
}

// AddHeard implements recording.Audit. The database joins intervals that touch.
func (s *Store) AddHeard(ctx context.Context, id recording.ListenID, heard []recording.Interval, now time.Time) error {
	var ranges multirange
	for _, i := range heard {
		ranges = append(ranges, pgtype.Range[pgtype.Int4]{
			Lower: pgtype.Int4{Int32: int32(i.FromMS), Valid: true}, LowerType: pgtype.Inclusive,
			Upper: pgtype.Int4{Int32: int32(i.ToMS), Valid: true}, UpperType: pgtype.Exclusive, Valid: true,
		})
	}
	if _, err := s.pool.Exec(ctx, `INSERT INTO recording_heard (listen_id, at, heard_ms) VALUES ($1, $2, $3)`, id, now, ranges); err != nil {
		return fmt.Errorf("insert what was heard in %s: %w", id, err)
	}
	return nil
}

// Listen implements recording.Audit.
func (s *Store) Listen(ctx context.Context, id recording.ListenID) (recording.Listen, error) {
	rows, err := s.pool.Query(ctx, fmt.Sprintf(selectListen, `NULL::int4multirange`)+`l.id = $1`, id)
	if err != nil {
		return recording.Listen{}, fmt.Errorf("select listen %s: %w", id, err)
	}
	l, err := pgx.CollectExactlyOneRow(rows, scanListen)
	if errors.Is(err, pgx.ErrNoRows) {
		err = recording.ErrNotFound
	}
	if err != nil {
		return recording.Listen{}, fmt.Errorf("select listen %s: %w", id, err)
	}
	return l, nil
}

// Listens implements recording.Audit, newest first.
func (s *Store) Listens(ctx context.Context, id recording.RecordingID) ([]recording.Listen, error) {
	if !id.Valid() {
		return nil, fmt.Errorf("recording %q: %w", id, recording.ErrNotFound)
	}
	rows, err := s.pool.Query(ctx, fmt.Sprintf(selectListen,
		`(SELECT range_agg(h.heard_ms) FROM recording_heard h WHERE h.listen_id = l.id)`)+`l.recording_id = $1 ORDER BY l.at DESC, l.id`, id)
	if err != nil {
		return nil, fmt.Errorf("select listens of %s: %w", id, err)
	}
	listens, err := pgx.CollectRows(rows, scanListen)
	if err != nil {
		return nil, fmt.Errorf("select listens of %s: %w", id, err)
	}
	return listens, nil
}
