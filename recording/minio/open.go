package minio

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline/recording"
)

// Open is New and Prepare.
func Open(ctx context.Context, c Config, now time.Time) (*Store, error) {
	s, err := New(c)
	if err != nil {
		return nil, err
	}
	return s, s.Prepare(ctx, now)
}

// Prepare makes the bucket with object lock when there is none, and proves that the lock works (Prove). A store that does
// not lock is recording.ErrNoLock with the way out in its words.
func (s *Store) Prepare(ctx context.Context, now time.Time) error {
	if s.prepared.Load() {
		return nil
	}
	if err := s.makeBucket(ctx); err != nil {
		return err
	}
	if err := s.Prove(ctx, now); err != nil {
		return err
	}
	s.prepared.Store(true)
	return nil
}

func (s *Store) makeBucket(ctx context.Context) error {
	ctx, cancel := s.short(ctx)
	defer cancel()
	exists, err := s.core.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", s.bucket, err)
	}
	if exists {
		return nil
	}
	err = s.core.MakeBucket(ctx, s.bucket, minio.MakeBucketOptions{ObjectLocking: true})
	if c := code(err); err != nil && c != minio.BucketAlreadyOwnedByYou && c != minio.BucketAlreadyExists {
		return fmt.Errorf("make bucket %s with object lock: %w", s.bucket, err)
	}
	return nil
}

// Ready tells whether the store answers now and has the bucket. It is one small request, unless Prepare has not been done.
func (s *Store) Ready(ctx context.Context) error {
	if !s.prepared.Load() {
		return s.Prepare(ctx, time.Now())
	}
	ctx, cancel := s.short(ctx)
	defer cancel()
	exists, err := s.core.BucketExists(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("look for bucket %s: %w", s.bucket, err)
	}
	if !exists {
		return fmt.Errorf("bucket %s: %w", s.bucket, recording.ErrNoObject)
	}
	return nil
}

// Prove asks the store whether the bucket locks and versions, and then tries it: it takes today's canary, an object locked
// for a day, and tries to delete its version, with the bypass that GOVERNANCE mode allows and without, and to shorten its
// lock. All three must be refused. One canary is put a day at the most. Nothing else is changed.
func (s *Store) Prove(ctx context.Context, now time.Time) error {
	if err := s.configured(ctx); err != nil {
		return err
	}
	key, version, until, err := s.canary(ctx, now.UTC())
	if err != nil {
		return err
	}
	for _, bypass := range []bool{false, true} {
		if err := s.refusesDelete(ctx, key, version, bypass); err != nil {
			return err
		}
	}
	if err := s.Extend(ctx, key, version, until.Add(-time.Hour)); err == nil {
		return fmt.Errorf("%w: bucket %s let the lock of %s be shortened; use a store that keeps COMPLIANCE mode", recording.ErrNoLock, s.bucket, key)
	} else if !refused(err) {
		return fmt.Errorf("try to shorten the canary's lock: %w", err)
	}
	l, err := s.Lock(ctx, key, version)
	if err != nil {
		return fmt.Errorf("look at the canary: %w", err)
	}
	if l.Mode != recording.Compliance || l.Until.Before(until) {
		return fmt.Errorf("%w: bucket %s keeps %s in mode %q until %s instead of COMPLIANCE until %s", recording.ErrNoLock, s.bucket, key, l.Mode, l.Until, until)
	}
	return nil
}

func (s *Store) configured(ctx context.Context) error {
	ctx, cancel := s.short(ctx)
	defer cancel()
	lock, _, _, _, err := s.core.GetObjectLockConfig(ctx, s.bucket)
	if err != nil && code(err) != "ObjectLockConfigurationNotFoundError" {
		return fmt.Errorf("ask bucket %s for its object lock: %w", s.bucket, err)
	}
	if err != nil || lock != "Enabled" {
		return fmt.Errorf("%w: bucket %s was made without object lock, and it cannot be added; name another bucket "+
			"(it will be made with the lock), or make one with `mc mb --with-lock`", recording.ErrNoLock, s.bucket)
	}
	v, err := s.core.GetBucketVersioning(ctx, s.bucket)
	if err != nil {
		return fmt.Errorf("ask bucket %s for its versioning: %w", s.bucket, err)
	}
	if !v.Enabled() {
		return fmt.Errorf("%w: versioning of bucket %s is %q; switch it on with `mc version enable`", recording.ErrNoLock, s.bucket, v.Status)
	}
	return nil
}

// canaryLife is how long a canary is locked: longer than the day for which it is used.
const canaryLife = 48 * time.Hour

func (s *Store) canary(ctx context.Context, now time.Time) (key, version string, until time.Time, err error) {
	day := now.Truncate(24 * time.Hour)
	key = "canary/" + day.Format(time.DateOnly)
	until = day.Add(canaryLife)
	text := []byte("Nobody can delete this object before " + until.Format(time.RFC3339) + ". hotline tries to.\n")
	sum := sha256.Sum256(text)
	version, err = s.put(ctx, recording.Upload{
		Key: key, Body: bytes.NewReader(text), Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:]),
		ContentType: "text/plain", RetainUntil: until,
	})
	if errors.Is(err, recording.ErrExists) {
		var o recording.Object
		o, err = s.Stat(ctx, key, "")
		version = o.VersionID
	}
	if err != nil {
		return "", "", until, fmt.Errorf("put the canary: %w", err)
	}
	if version == "" {
		return "", "", until, fmt.Errorf("%w: bucket %s gives no version to an object; switch versioning on", recording.ErrNoLock, s.bucket)
	}
	return key, version, until, nil
}

func (s *Store) refusesDelete(ctx context.Context, key, version string, bypass bool) error {
	short, cancel := s.short(ctx)
	defer cancel()
	err := s.core.RemoveObject(short, s.bucket, key, minio.RemoveObjectOptions{VersionID: version, GovernanceBypass: bypass})
	if err != nil && !refused(err) {
		return fmt.Errorf("try to delete the canary: %w", err)
	}
	// Whatever the answer was: is it still there?
	if _, gone := s.Stat(ctx, key, version); errors.Is(gone, recording.ErrNoObject) || err == nil && gone == nil {
		return fmt.Errorf("%w: bucket %s let a locked object (%s) be deleted; recordings are not safe there: use a store that keeps COMPLIANCE mode",
			recording.ErrNoLock, s.bucket, key)
	} else if gone != nil {
		return gone
	}
	return nil
}

// refused tells a refusal because of a lock from a fault. A user without the right to delete is refused as well: that
// proves less, but nobody who has our keys can delete then.
func refused(err error) bool {
	switch code(err) {
	case "AccessDenied", "ObjectLocked", "InvalidRequest", "InvalidRetentionPeriod", "MethodNotAllowed":
		return true
	}
	return false
}
