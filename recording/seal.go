package recording

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"os"
	"time"
)

// MaxSkew is how far the legs' lengths may differ before the manifest warns: Asterisk writes both in step, so more means
// that one of them lost sound.
const MaxSkew = 40 * time.Millisecond

// MaxGap is how much time a recording may lack between the call's arrival and its last sound: answering takes some of it,
// and what a call that hotline must not touch needs to be taken in.
const MaxGap = 3 * time.Second

// Sealer brings recordings from the spool under lock. All fields but Talks are needed. Safe for concurrent use, also
// with Sealers of other processes.
type Sealer struct {
	Spool    Spool
	Records  Records
	Store    Store
	Switch   Switch
	Talks    Talks            // may be nil
	Quiet    time.Duration    // how long the files must have rested; 0 is 10 s
	Software string           // name and version, for the manifest
	Now      func() time.Time // the clock
	Log      *slog.Logger
}

// Register makes the recording known as spooled, so that it can be heard before it is sealed; it returns what is known
// already. startedAt is used when the spool says nothing yet.
func (s *Sealer) Register(ctx context.Context, call CallID, startedAt time.Time) (Recording, error) {
	found, err := s.Spool.Look(call)
	if err != nil {
		return Recording{}, err
	}
	if found.ArrivedAt.IsZero() {
		found.ArrivedAt = startedAt
	}
	return s.register(ctx, found)
}

func (s *Sealer) register(ctx context.Context, found Found) (Recording, error) {
	return register(ctx, s.Records, found, s.Now())
}

func register(ctx context.Context, records Records, found Found, now time.Time) (Recording, error) {
	started := found.ArrivedAt
	if started.IsZero() {
		started, _ = found.CallID.ArrivedAt()
	}
	if started.IsZero() {
		started = now
	}
	started = started.UTC().Truncate(time.Microsecond)
	rec, err := records.Register(ctx, Recording{
		ID: NewRecordingID(), CallID: found.CallID, StartedAt: started, Duration: found.Duration, State: Spooled,
		RetainUntil: RetainUntil(started), Channels: channels,
	}, now)
	if err != nil {
		return Recording{}, fmt.Errorf("register the recording of %s: %w", found.CallID, err)
	}
	return rec, nil
}

// Seal puts the call's recording under lock and empties the spool of it. It may be run any number of times, twice at
// once, and be killed anywhere. ErrNotFinished asks for another attempt a little later; after any other error the spool
// is kept, the recording says why, and another attempt may succeed. A call without sound is marked missing, with an
// ERROR in the log, and is no error.
func (s *Sealer) Seal(ctx context.Context, call CallID) error {
	rec, err := s.seal(ctx, call)
	if err == nil || errors.Is(err, ErrNotFinished) {
		return err
	}
	err = fmt.Errorf("seal the recording of %s: %w", call, err)
	if rec.ID == "" || rec.State == Sealed || ctx.Err() != nil {
		return err
	}
	rec.Reason = err.Error()
	if failed := s.Records.MarkFailed(ctx, rec, s.Now()); failed != nil && !errors.Is(failed, ErrConflict) {
		err = errors.Join(err, failed)
	}
	return err
}

func (s *Sealer) seal(ctx context.Context, call CallID) (Recording, error) {
	if s.Switch.Writing(call) {
		return Recording{}, ErrNotFinished
	}
	// The spool first and the row after it: files vanish only from a recording whose row is sealed already, so what is
	// not here now and not sealed then was never here.
	found, err := s.Spool.Look(call)
	if err != nil {
		return Recording{}, err
	}
	if found.Exists() && !found.settled(s.Now(), s.quiet()) {
		return Recording{}, ErrNotFinished
	}
	rec, err := s.register(ctx, found)
	if err != nil {
		return Recording{}, err
	}
	if rec.State == Sealed {
		return rec, s.empty(rec, found)
	}
	if !found.sounds() {
		return rec, s.missing(ctx, rec, found)
	}
	sealed, err := s.lock(ctx, rec, found)
	if err != nil {
		// Another Seal of the same call may have sealed it and removed the files under our hands.
		if now, readErr := s.Records.ByID(ctx, rec.ID); readErr == nil && now.State == Sealed {
			return now, s.empty(now, found)
		}
		return rec, err
	}
	return sealed, s.empty(sealed, found)
}

func (s *Sealer) quiet() time.Duration {
	if s.Quiet == 0 {
		return 10 * time.Second
	}
	return s.Quiet
}

func (s *Sealer) missing(ctx context.Context, rec Recording, found Found) error {
	rec.Reason = "no file in the spool"
	if found.Exists() {
		rec.Reason = "the files in the spool are empty"
	}
	if rec.State != Missing {
		if err := s.Records.MarkMissing(ctx, rec, s.Now()); err != nil {
			return err
		}
		s.Log.ErrorContext(ctx, "a call has no recording", "call_id", rec.CallID, "recording_id", rec.ID, "reason", rec.Reason)
	}
	for _, f := range found.files() {
		if f == found.Note || f.Size == 0 {
			if err := remove(f); err != nil {
				return err
			}
		}
	}
	return nil
}

// lock uploads, proves and marks. The returned recording is sealed.
func (s *Sealer) lock(ctx context.Context, rec Recording, found Found) (Recording, error) {
	l, err := found.open()
	if err != nil {
		return rec, err
	}
	defer l.Close()
	work, err := s.measure(rec, found, l)
	if err != nil {
		return rec, err
	}
	again, err := s.Spool.Look(rec.CallID)
	if err != nil {
		return rec, err
	}
	if !same(found.RX, again.RX) || !same(found.TX, again.TX) {
		return rec, ErrNotFinished
	}
	if s.Talks != nil {
		if work.segments, err = s.Talks.Segments(ctx, rec.CallID); err != nil {
			return rec, fmt.Errorf("ask who was in the talk: %w", err)
		}
	}
	if err := s.upload(ctx, &work); err != nil {
		return rec, err
	}
	work.rec.State, work.rec.Reason = Sealed, ""
	work.rec.SealedAt = s.Now().UTC().Truncate(time.Microsecond)
	if err := s.Records.MarkSealed(ctx, work.rec); err != nil {
		return rec, err
	}
	s.Log.InfoContext(ctx, "recording sealed", "call_id", rec.CallID, "recording_id", rec.ID, "object_key", work.rec.ObjectKey,
		"size_bytes", work.rec.SizeBytes, "duration_ms", work.rec.Duration.Milliseconds(), "retain_until", work.rec.RetainUntil,
		"warnings", len(work.rec.Warnings))
	return work.rec, nil
}

// same tells whether a file was left alone between two looks.
func same(a, b *File) bool {
	return (a == nil) == (b == nil) && (a == nil || a.Path == b.Path && a.Size == b.Size && a.ModTime.Equal(b.ModTime))
}

// empty removes a sealed call's files, each only if it is what was sealed.
func (s *Sealer) empty(rec Recording, found Found) error {
	for _, leg := range []struct {
		file *File
		sum  string
	}{{found.RX, rec.CallerSHA256}, {found.TX, rec.HeardSHA256}} {
		if leg.file == nil {
			continue
		}
		sum, err := hashFile(leg.file.Path)
		if errors.Is(err, fs.ErrNotExist) {
			continue
		}
		if err != nil {
			return fmt.Errorf("read a sealed leg again: %w", err)
		}
		if sum != leg.sum && leg.file.Size > 0 {
			return fmt.Errorf("%w: %s", ErrChanged, leg.file.Path)
		}
		if err := remove(leg.file); err != nil {
			return err
		}
	}
	if found.Note != nil {
		return remove(found.Note)
	}
	return nil
}

func remove(f *File) error {
	if err := os.Remove(f.Path); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return fmt.Errorf("empty the spool: %w", err)
	}
	return nil
}
