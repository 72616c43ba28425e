package recording

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"time"
)

// work is one recording on its way into the store.
type work struct {
	rec         Recording // as it will be when sealed
	talk        *Talk
	left, right Side
	peaks       []byte
	segments    []Segment
}

// measure reads the legs: hashes, lengths, peaks, and what is odd about them.
func (s *Sealer) measure(rec Recording, found Found, l legs) (work, error) {
	talk, err := NewTalk(l.left, l.right)
	if err != nil {
		return work{}, err
	}
	w := work{rec: rec, talk: talk, left: Side{Sound: "caller"}, right: Side{Sound: "heard_by_caller"}}
	for _, side := range []struct {
		leg Leg
		to  *Side
	}{{l.left, &w.left}, {l.right, &w.right}} {
		side.to.Samples, side.to.LengthMS = side.leg.Samples, length(side.leg.Samples).Milliseconds()
		if side.to.SHA256, err = side.leg.sum(); err != nil {
			return work{}, fmt.Errorf("read a leg: %w", err)
		}
	}
	peaks, err := NewPeaks(l.left, l.right)
	if err != nil {
		return work{}, err
	}
	if w.peaks, err = json.Marshal(peaks); err != nil {
		return work{}, fmt.Errorf("encode peaks: %w", err)
	}
	w.rec.SHA256, err = hash(io.NewSectionReader(talk, 0, talk.Size()))
	if err != nil {
		return work{}, fmt.Errorf("read the talk: %w", err)
	}
	w.rec.Duration, w.rec.SizeBytes = length(talk.Samples()), talk.Size()
	w.rec.CallerSHA256, w.rec.HeardSHA256 = w.left.SHA256, w.right.SHA256
	w.rec.ObjectKey = Prefix(rec.CallID, rec.StartedAt) + TalkName
	w.rec.Warnings = append(found.Warnings[:len(found.Warnings):len(found.Warnings)], oddities(found)...)
	return w, nil
}

// oddities are what a listener must know about the legs.
func oddities(found Found) (odd []string) {
	for _, leg := range []struct {
		file *File
		name string
	}{{found.RX, "the caller's leg"}, {found.TX, "the leg that the caller heard"}} {
		switch {
		case leg.file == nil:
			odd = append(odd, leg.name+" is missing: silence instead")
		case leg.file.Size == 0:
			odd = append(odd, leg.name+" is empty: silence instead")
		}
	}
	if skew := length(found.RX.size() - found.TX.size()); skew.Abs() > MaxSkew && len(odd) == 0 {
		odd = append(odd, fmt.Sprintf("the legs differ by %d ms: the shorter one ends in silence", skew.Abs().Milliseconds()))
	}
	if gap := found.gap(); gap > MaxGap {
		odd = append(odd, fmt.Sprintf("%d s were not written, as when the disk of the spool is full: what follows a gap stands too early",
			int(gap.Round(time.Second).Seconds())))
	}
	return odd
}

// gap is the time from the arrival to the last write of a leg for which neither leg has sound. Asterisk goes on after
// what it could not write as if nothing were missing. 0 when the arrival is not known to the millisecond.
func (f Found) gap() time.Duration {
	if f.noted.IsZero() || !f.sounds() {
		return 0
	}
	var last time.Time
	for _, leg := range []*File{f.RX, f.TX} {
		if leg != nil && leg.ModTime.After(last) {
			last = leg.ModTime
		}
	}
	return last.Sub(f.noted) - f.Duration
}

// upload puts the WAV, the manifest and the peaks, and proves the first two.
func (s *Sealer) upload(ctx context.Context, w *work) error {
	object, replaced, err := s.put(ctx, Upload{
		Key: w.rec.ObjectKey, Body: w.talk, Size: w.talk.Size(), SHA256: w.rec.SHA256,
		ContentType: ContentType, RetainUntil: w.rec.RetainUntil,
	})
	if err != nil {
		return err
	}
	w.rec.VersionID = object
	if replaced {
		w.rec.Warnings = append(w.rec.Warnings, "another talk was under the same key; it stays there as an older version")
		s.Log.ErrorContext(ctx, "an object of other content was under a recording's key", "call_id", w.rec.CallID, "object_key", w.rec.ObjectKey)
	}
	if err := s.uploadManifest(ctx, w); err != nil {
		return err
	}
	sum, err := hash(bytes.NewReader(w.peaks))
	if err != nil {
		return fmt.Errorf("hash peaks: %w", err)
	}
	_, err = s.Store.Put(ctx, Upload{
		Key: beside(w.rec.ObjectKey, PeaksName), Body: bytes.NewReader(w.peaks), Size: int64(len(w.peaks)), SHA256: sum,
		ContentType: "application/json", NewVersion: replaced,
	})
	if err != nil && !errors.Is(err, ErrExists) {
		return err
	}
	return nil
}

func (s *Sealer) uploadManifest(ctx context.Context, w *work) error {
	key := beside(w.rec.ObjectKey, ManifestName)
	if has, err := s.hasManifest(ctx, key, w.rec); err != nil || has {
		return err
	}
	text, err := Manifest{
		Format: 1, CallID: w.rec.CallID, RecordingID: w.rec.ID, StartedAt: w.rec.StartedAt.UTC(),
		EndedAt: w.rec.StartedAt.UTC().Add(w.rec.Duration), DurationMS: w.rec.Duration.Milliseconds(),
		RetainUntil: w.rec.RetainUntil.UTC(), Object: w.rec.ObjectKey, ContentType: ContentType,
		SizeBytes: w.rec.SizeBytes, SHA256: w.rec.SHA256, Left: w.left, Right: w.right,
		SkewMS: w.left.LengthMS - w.right.LengthMS, Warnings: w.rec.Warnings, Segments: w.segments, Software: s.Software,
	}.encode()
	if err != nil {
		return err
	}
	sum, err := hash(bytes.NewReader(text))
	if err != nil {
		return fmt.Errorf("hash manifest: %w", err)
	}
	_, _, err = s.put(ctx, Upload{
		Key: key, Body: bytes.NewReader(text), Size: int64(len(text)), SHA256: sum,
		ContentType: "application/json", RetainUntil: w.rec.RetainUntil,
	})
	return err
}

// hasManifest tells whether an earlier attempt left a locked manifest of this very talk. It need not be the same byte for
// byte: another version of the program may have written it.
func (s *Sealer) hasManifest(ctx context.Context, key string, rec Recording) (bool, error) {
	r, object, err := s.Store.Open(ctx, key, "")
	if errors.Is(err, ErrNoObject) {
		return false, nil
	}
	if err != nil {
		return false, err
	}
	defer r.Close()
	text, err := io.ReadAll(io.LimitReader(r, maxManifest))
	if err != nil {
		return false, fmt.Errorf("read manifest %s: %w", key, err)
	}
	var m Manifest
	if json.Unmarshal(text, &m) != nil || m.SHA256 != rec.SHA256 || m.RecordingID != rec.ID {
		return false, nil
	}
	return true, s.ensureLock(ctx, key, object.VersionID, rec.RetainUntil)
}

// put uploads unless the same content is there already, and proves what is there: size, bytes read back, lock.
// replaced: the key had other content, above which a new version was put.
func (s *Sealer) put(ctx context.Context, u Upload) (version string, replaced bool, err error) {
	version, err = s.Store.Put(ctx, u)
	if errors.Is(err, ErrExists) {
		var object Object
		if object, err = s.Store.Stat(ctx, u.Key, ""); err != nil {
			return "", false, err
		}
		version = object.VersionID
		if proved := s.prove(ctx, u, version); !errors.Is(proved, ErrDamaged) {
			return version, false, proved
		}
		u.NewVersion, replaced = true, true
		version, err = s.Store.Put(ctx, u)
	}
	if err != nil {
		return "", replaced, err
	}
	return version, replaced, s.prove(ctx, u, version)
}

// prove reads the object back, whatever checksum the store reports, and asks how it is locked.
func (s *Sealer) prove(ctx context.Context, u Upload, version string) error {
	r, object, err := s.Store.Open(ctx, u.Key, version)
	if err != nil {
		return err
	}
	defer r.Close()
	if object.Size != u.Size {
		return fmt.Errorf("%w: %s has %d bytes instead of %d", ErrDamaged, u.Key, object.Size, u.Size)
	}
	sum, err := hash(r)
	if err != nil {
		return fmt.Errorf("read back %s: %w", u.Key, err)
	}
	if sum != u.SHA256 {
		return fmt.Errorf("%w: %s has the hash %s instead of %s", ErrDamaged, u.Key, sum, u.SHA256)
	}
	return s.ensureLock(ctx, u.Key, version, u.RetainUntil)
}

// ensureLock wants COMPLIANCE until at least that instant, and asks for it once where it is weaker.
func (s *Sealer) ensureLock(ctx context.Context, key, version string, until time.Time) error {
	l, err := s.Store.Lock(ctx, key, version)
	if err != nil || l.holds(until) {
		return err
	}
	if err := s.Store.Extend(ctx, key, version, until); err != nil {
		return err
	}
	if l, err = s.Store.Lock(ctx, key, version); err != nil || l.holds(until) {
		return err
	}
	return fmt.Errorf("%w: %s is kept in mode %q until %s, not until %s", ErrNoLock, key, l.Mode, l.Until, until)
}

// Compliance is the lock that nobody can shorten, an administrator of the store neither.
const Compliance = "COMPLIANCE"

func (l Lock) holds(until time.Time) bool { return l.Mode == Compliance && !l.Until.Before(until) }
