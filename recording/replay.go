package recording

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"log/slog"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// ListenFor is how long a listen may be used, besides the recording's own length.
const ListenFor = time.Hour

// Replay lets people hear recordings and remembers who heard what. Whether a person may is decided by the caller, before
// StartListen. All fields are needed. Safe for concurrent use.
type Replay struct {
	Records Records
	Audit   Audit
	Store   Store
	Spool   Spool
	Switch  Switch
	Now     func() time.Time
	Log     *slog.Logger
}

// Audio is a WAV that can be read from any place, for http.ServeContent. Close it.
type Audio struct {
	io.ReadSeeker
	io.Closer
	Size    int64
	ModTime time.Time
	ETag    string // quoted; empty while the recording may still change
}

// StartListen writes the row of the audit; no byte leaves without it. The reason is mandatory: 3 to 500 characters
// (ErrReason). ErrMissing: there is nothing to hear; ErrNotFinished: the call still lives.
func (r *Replay) StartListen(ctx context.Context, who Listener, id RecordingID, reason string) (Listen, error) {
	reason = strings.TrimSpace(reason)
	if n := utf8.RuneCountInString(reason); n < 3 || n > 500 || !utf8.ValidString(reason) {
		return Listen{}, ErrReason
	}
	if who.ID == 0 || who.Name == "" {
		return Listen{}, fmt.Errorf("%w: a listener without id or name", ErrInvalid)
	}
	rec, err := r.Records.ByID(ctx, id)
	if err != nil {
		return Listen{}, fmt.Errorf("listen to %s: %w", id, err)
	}
	if rec.State != Sealed {
		found, err := r.spooled(rec)
		if err != nil {
			return Listen{}, err
		}
		rec.Duration = found.Duration
	}
	now := r.Now().UTC().Truncate(time.Microsecond)
	l := Listen{
		ID: NewListenID(), Recording: id, Who: who, Reason: reason, At: now,
		ExpiresAt: now.Add(ListenFor + rec.Duration), Duration: rec.Duration,
	}
	if err := r.Audit.AddListen(ctx, l); err != nil {
		return Listen{}, fmt.Errorf("write the audit of %s: %w", id, err)
	}
	r.Log.InfoContext(ctx, "listen begun", "listen_id", l.ID, "recording_id", id, "user_id", who.ID)
	return l, nil
}

func (r *Replay) spooled(rec Recording) (Found, error) {
	if r.Switch.Writing(rec.CallID) {
		return Found{}, ErrNotFinished
	}
	found, err := r.Spool.Look(rec.CallID)
	if err == nil && !found.sounds() {
		err = ErrMissing
	}
	if err != nil {
		return Found{}, fmt.Errorf("look for %s: %w", rec.ID, err)
	}
	return found, nil
}

// session gives the listen if it is this user's (ErrForbidden) and not over by more than grace (ErrExpired).
func (r *Replay) session(ctx context.Context, id ListenID, who UserID, grace time.Duration) (Listen, error) {
	if !id.Valid() {
		return Listen{}, fmt.Errorf("listen %q: %w", id, ErrNotFound)
	}
	l, err := r.Audit.Listen(ctx, id)
	switch {
	case err != nil:
		return Listen{}, fmt.Errorf("listen %s: %w", id, err)
	case l.Who.ID != who:
		return Listen{}, fmt.Errorf("listen %s: %w", id, ErrForbidden)
	case r.Now().After(l.ExpiresAt.Add(grace)):
		return Listen{}, fmt.Errorf("listen %s: %w", id, ErrExpired)
	}
	return l, nil
}

// Open gives the sound of a listen: from the store, or straight from the spool while it is not sealed.
func (r *Replay) Open(ctx context.Context, id ListenID, who UserID) (Audio, error) {
	rec, err := r.recording(ctx, id, who)
	if err != nil {
		return Audio{}, err
	}
	if rec.State != Sealed {
		audio, err := r.fromSpool(rec)
		if err == nil || !errors.Is(err, ErrMissing) && !errors.Is(err, fs.ErrNotExist) {
			return audio, err
		}
		// The files have gone since the row was read: sealed meanwhile.
		now, readErr := r.Records.ByID(ctx, rec.ID)
		if readErr != nil || now.State != Sealed {
			return Audio{}, errors.Join(err, readErr)
		}
		rec = now
	}
	body, object, err := r.Store.Open(ctx, rec.ObjectKey, rec.VersionID)
	if err != nil {
		return Audio{}, fmt.Errorf("open %s: %w", rec.ID, err)
	}
	if object.Size != rec.SizeBytes {
		return Audio{}, errors.Join(fmt.Errorf("%w: %s has %d bytes instead of %d", ErrDamaged, rec.ObjectKey, object.Size, rec.SizeBytes), body.Close())
	}
	return Audio{ReadSeeker: body, Closer: body, Size: object.Size, ModTime: rec.SealedAt, ETag: `"` + rec.SHA256 + `"`}, nil
}

func (r *Replay) recording(ctx context.Context, id ListenID, who UserID) (Recording, error) {
	l, err := r.session(ctx, id, who, 0)
	if err != nil {
		return Recording{}, err
	}
	rec, err := r.Records.ByID(ctx, l.Recording)
	if err != nil {
		return Recording{}, fmt.Errorf("open %s: %w", l.Recording, err)
	}
	return rec, nil
}

func (r *Replay) fromSpool(rec Recording) (Audio, error) {
	found, err := r.spooled(rec)
	if err != nil {
		return Audio{}, err
	}
	l, err := found.open()
	if err != nil {
		return Audio{}, err
	}
	talk, err := NewTalk(l.left, l.right)
	if err != nil {
		return Audio{}, errors.Join(err, l.Close())
	}
	return Audio{ReadSeeker: talk, Closer: l, Size: talk.Size(), ModTime: found.lastWrite()}, nil
}

// Peaks gives the audiowaveform JSON of a listen; where none is stored it is reckoned from the sound.
func (r *Replay) Peaks(ctx context.Context, id ListenID, who UserID) ([]byte, error) {
	rec, err := r.recording(ctx, id, who)
	if err != nil {
		return nil, err
	}
	if rec.State == Sealed {
		body, object, err := r.Store.Open(ctx, beside(rec.ObjectKey, PeaksName), "")
		if err == nil {
			defer body.Close()
			text := make([]byte, object.Size)
			if _, err := io.ReadFull(body, text); err != nil {
				return nil, fmt.Errorf("read peaks of %s: %w", rec.ID, err)
			}
			return text, nil
		}
		if !errors.Is(err, ErrNoObject) {
			return nil, fmt.Errorf("open peaks of %s: %w", rec.ID, err)
		}
	}
	return r.reckon(ctx, id, who)
}

func (r *Replay) reckon(ctx context.Context, id ListenID, who UserID) ([]byte, error) {
	audio, err := r.Open(ctx, id, who)
	if err != nil {
		return nil, err
	}
	defer audio.Close()
	peaks, err := NewPeaks(legsOf(&sequential{audio.ReadSeeker}, audio.Size))
	if err != nil {
		return nil, err
	}
	text, err := json.Marshal(peaks)
	if err != nil {
		return nil, fmt.Errorf("encode peaks: %w", err)
	}
	return text, nil
}

// sequential is an io.ReaderAt for one reader at a time.
type sequential struct{ io.ReadSeeker }

func (s *sequential) ReadAt(p []byte, off int64) (int, error) {
	if _, err := s.Seek(off, io.SeekStart); err != nil {
		return 0, err
	}
	return io.ReadFull(s.ReadSeeker, p)
}

// heardGrace lets a player report what was heard in the last moments of a listen.
const heardGrace = 10 * time.Minute

// Heard adds what the player says was heard; intervals may overlap and repeat. At most 500 at once, each within the
// recording (a second of slack, since players round): otherwise ErrInvalid and nothing is kept.
func (r *Replay) Heard(ctx context.Context, id ListenID, who UserID, heard []Interval) error {
	l, err := r.session(ctx, id, who, heardGrace)
	if err != nil {
		return err
	}
	end := l.Duration.Milliseconds() + 1000
	if len(heard) > 500 || slices.ContainsFunc(heard, func(i Interval) bool { return i.FromMS < 0 || i.ToMS <= i.FromMS || i.ToMS > end }) {
		return fmt.Errorf("listen %s: %w: intervals", id, ErrInvalid)
	}
	if len(heard) == 0 {
		return nil
	}
	if err := r.Audit.AddHeard(ctx, id, heard, r.Now()); err != nil {
		return fmt.Errorf("write what was heard in %s: %w", id, err)
	}
	return nil
}

// Listens tells who listened to a recording and what they heard, newest first.
func (r *Replay) Listens(ctx context.Context, id RecordingID) ([]Listen, error) {
	listens, err := r.Audit.Listens(ctx, id)
	if err != nil {
		return nil, fmt.Errorf("listens of %s: %w", id, err)
	}
	return listens, nil
}
