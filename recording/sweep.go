package recording

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"
)

// Sweeper finds recordings that nobody announced: calls that arrived while no program of ours ran, and jobs that were
// lost. All fields are needed but Age. Safe for concurrent use.
type Sweeper struct {
	Spool   Spool
	Records Records
	Switch  Switch
	Calls   Calls
	Age     time.Duration // files younger than this are left alone; 0 is 30 s
	Now     func() time.Time
	Log     *slog.Logger
}

// Sweep registers what the spool holds and returns what is to be sealed: every call with rested files that does not live.
// One whose row was missing is told to Calls first and gets its row after that, so a crash between them tells it again.
// A call that cannot be registered does not hide the others: they are returned together with the error.
func (s *Sweeper) Sweep(ctx context.Context) ([]Found, error) {
	all, strange, err := s.Spool.List()
	if err != nil {
		return nil, fmt.Errorf("sweep: %w", err)
	}
	for _, path := range strange {
		s.Log.WarnContext(ctx, "a file in the spool belongs to no recording", "path", path)
	}
	now := s.Now()
	var rest []Found
	for _, f := range all {
		if f.settled(now, s.age()) && !s.Switch.Writing(f.CallID) {
			rest = append(rest, f)
		}
	}
	known, err := s.Records.ByCalls(ctx, ids(rest))
	if err != nil {
		return nil, fmt.Errorf("sweep: %w", err)
	}
	var found []Found
	var faults []error
	for _, f := range rest {
		rec, ok := known[f.CallID]
		if !ok {
			if rec, err = s.announce(ctx, f, now); err != nil {
				faults = append(faults, err)
				continue
			}
		} else {
			f.State = rec.State
		}
		found = append(found, f)
	}
	if err := s.Spool.tidy(now); err != nil {
		faults = append(faults, err)
	}
	return found, errors.Join(faults...)
}

func (s *Sweeper) announce(ctx context.Context, f Found, now time.Time) (Recording, error) {
	s.Log.WarnContext(ctx, "a recording that nobody announced", "call_id", f.CallID, "arrived_at", f.ArrivedAt,
		"duration_ms", f.Duration.Milliseconds(), "warnings", len(f.Warnings))
	if err := s.Calls.Unattended(ctx, f); err != nil {
		return Recording{}, fmt.Errorf("tell of the unattended call %s: %w", f.CallID, err)
	}
	return register(ctx, s.Records, f, now)
}

func (s *Sweeper) age() time.Duration {
	if s.Age == 0 {
		return 30 * time.Second
	}
	return s.Age
}

func ids(found []Found) []CallID {
	calls := make([]CallID, len(found))
	for i, f := range found {
		calls[i] = f.CallID
	}
	return calls
}
