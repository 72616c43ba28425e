package minio

import (
	"context"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"

	"github.com/minio/minio-go/v7"
	"github.com/minio/minio-go/v7/pkg/credentials"

	"hotline/recording"
)

// Config says where the store is. The zero durations are sensible.
type Config struct {
	URL       string // http or https, host and port: http://127.0.0.1:9000
	AccessKey string
	SecretKey string
	Bucket    string
	Region    string        // empty: us-east-1, as MinIO has it
	Timeout   time.Duration // of a request without a body, and of each wait for the next bytes of one; 0 is 15 s
	// Transport replaces the HTTP transport, for a private certificate authority; nil is one with time-outs.
	Transport http.RoundTripper
}

// Store is recording.Store on one bucket. Safe for concurrent use.
type Store struct {
	core     minio.Core
	bucket   string
	timeout  time.Duration
	prepared atomic.Bool // the bucket is there and keeps what it locks
}

var _ recording.Store = (*Store)(nil)

// attempts at one request before the error is returned; the job that wanted it tries again later.
const attempts = 2

// New returns a Store that has not been asked for anything yet. recording.ErrInvalid: the address cannot be one.
func New(c Config) (*Store, error) {
	u, err := url.Parse(c.URL)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" || u.Path != "" && u.Path != "/" {
		return nil, fmt.Errorf("%w: the store's address must be http://host:port or https://host:port", recording.ErrInvalid)
	}
	if c.Timeout <= 0 {
		c.Timeout = 15 * time.Second
	}
	if c.Region == "" {
		c.Region = "us-east-1"
	}
	if c.Transport == nil {
		c.Transport = transport(c.Timeout)
	}
	core, err := minio.NewCore(u.Host, &minio.Options{
		Creds:  credentials.NewStaticV4(c.AccessKey, c.SecretKey, ""),
		Secure: u.Scheme == "https", Region: c.Region, Transport: c.Transport, MaxRetries: attempts,
	})
	if err != nil {
		return nil, fmt.Errorf("open store %s: %w", u.Host, err)
	}
	return &Store{core: *core, bucket: c.Bucket, timeout: c.Timeout}, nil
}

func transport(timeout time.Duration) *http.Transport {
	return &http.Transport{
		DialContext:         (&net.Dialer{Timeout: min(timeout, 5*time.Second), KeepAlive: 15 * time.Second}).DialContext,
		MaxIdleConnsPerHost: 16, IdleConnTimeout: time.Minute, TLSHandshakeTimeout: timeout,
		ResponseHeaderTimeout: timeout, ExpectContinueTimeout: time.Second,
		DisableCompression: true, // a WAV is to arrive byte for byte
	}
}

// short bounds a request that carries no body worth mentioning, its repetition included.
func (s *Store) short(ctx context.Context) (context.Context, context.CancelFunc) {
	return context.WithTimeout(ctx, attempts*s.timeout)
}

// slowest is the rate at which an upload is still waited for.
const slowest = 128 << 10 // bytes a second

// Put implements recording.Store. The store reckons the SHA-256 itself and refuses a body that differs. Nothing is put
// before the store has shown that it locks (Prepare).
func (s *Store) Put(ctx context.Context, u recording.Upload) (string, error) {
	if err := s.Prepare(ctx, time.Now()); err != nil {
		return "", fmt.Errorf("put %s: %w", u.Key, err)
	}
	return s.put(ctx, u)
}

func (s *Store) put(ctx context.Context, u recording.Upload) (string, error) {
	sum, err := hex.DecodeString(u.SHA256)
	if err != nil || len(sum) != 32 {
		return "", fmt.Errorf("put %s: %w: SHA-256 %q", u.Key, recording.ErrInvalid, u.SHA256)
	}
	ctx, cancel := context.WithTimeout(ctx, attempts*s.timeout+time.Duration(u.Size/slowest)*time.Second)
	defer cancel()
	o := minio.PutObjectOptions{
		ContentType:  u.ContentType,
		UserMetadata: map[string]string{"x-amz-checksum-sha256": base64.StdEncoding.EncodeToString(sum)},
	}
	if !u.RetainUntil.IsZero() {
		o.Mode, o.RetainUntilDate = minio.Compliance, u.RetainUntil
	}
	if !u.NewVersion {
		o.SetMatchETagExcept("*")
	}
	if _, err := u.Body.Seek(0, io.SeekStart); err != nil {
		return "", fmt.Errorf("put %s: %w", u.Key, err)
	}
	done, err := s.core.PutObject(ctx, s.bucket, u.Key, u.Body, u.Size, "", u.SHA256, o)
	if err != nil {
		return "", fmt.Errorf("put %s: %w", u.Key, translate(err))
	}
	return done.VersionID, nil
}

// Stat implements recording.Store.
func (s *Store) Stat(ctx context.Context, key, version string) (recording.Object, error) {
	ctx, cancel := s.short(ctx)
	defer cancel()
	st, err := s.core.StatObject(ctx, s.bucket, key, minio.StatObjectOptions{VersionID: version, Checksum: true})
	if err != nil {
		return recording.Object{}, fmt.Errorf("stat %s: %w", key, translate(err))
	}
	o := recording.Object{Key: key, VersionID: st.VersionID, Size: st.Size, At: st.LastModified.UTC()}
	if sum, err := base64.StdEncoding.DecodeString(st.ChecksumSHA256); err == nil && len(sum) == 32 {
		o.SHA256 = hex.EncodeToString(sum)
	}
	return o, nil
}

// Open implements recording.Store. The object is pinned to the version that was found; ctx bounds the whole reading.
func (s *Store) Open(ctx context.Context, key, version string) (io.ReadSeekCloser, recording.Object, error) {
	o, err := s.Stat(ctx, key, version)
	if err != nil {
		return nil, recording.Object{}, err
	}
	return &reader{ctx: ctx, store: s, object: o}, o, nil
}

// Lock implements recording.Store.
func (s *Store) Lock(ctx context.Context, key, version string) (recording.Lock, error) {
	ctx, cancel := s.short(ctx)
	defer cancel()
	var l recording.Lock
	mode, until, err := s.core.GetObjectRetention(ctx, s.bucket, key, version)
	if err = none(translate(err)); err != nil {
		return l, fmt.Errorf("ask for the lock of %s: %w", key, err)
	}
	if mode != nil && until != nil {
		l.Mode, l.Until = mode.String(), until.UTC()
	}
	hold, err := s.core.GetObjectLegalHold(ctx, s.bucket, key, minio.GetObjectLegalHoldOptions{VersionID: version})
	if err = none(translate(err)); err != nil {
		return l, fmt.Errorf("ask for the legal hold of %s: %w", key, err)
	}
	l.LegalHold = hold != nil && *hold == minio.LegalHoldEnabled
	return l, nil
}

// Extend implements recording.Store.
func (s *Store) Extend(ctx context.Context, key, version string, until time.Time) error {
	ctx, cancel := s.short(ctx)
	defer cancel()
	mode := minio.Compliance
	until = until.UTC()
	err := s.core.PutObjectRetention(ctx, s.bucket, key, minio.PutObjectRetentionOptions{Mode: &mode, RetainUntilDate: &until, VersionID: version})
	if err != nil {
		return fmt.Errorf("extend the lock of %s: %w", key, translate(err))
	}
	return nil
}

// errNotLocked: the object has no lock of the kind that was asked for.
var errNotLocked = errors.New("no lock on the object")

func none(err error) error {
	if errors.Is(err, errNotLocked) {
		return nil
	}
	return err
}

// code is the store's word for what it refused, empty when err is not an answer of the store.
func code(err error) string {
	var answer minio.ErrorResponse
	if errors.As(err, &answer) {
		return answer.Code
	}
	return ""
}

// translate gives the domain's word for the store's answer and keeps the answer.
func translate(err error) error {
	if err == nil {
		return nil
	}
	switch code(err) {
	case minio.NoSuchKey, "NoSuchVersion":
		return fmt.Errorf("%w: %w", recording.ErrNoObject, err)
	case minio.PreconditionFailed, "ConditionalRequestConflict":
		return fmt.Errorf("%w: %w", recording.ErrExists, err)
	case "NoSuchObjectLockConfiguration":
		return fmt.Errorf("%w: %w", errNotLocked, err)
	case "InvalidRequest":
		// What a bucket without object lock says to any question about locks.
		return fmt.Errorf("%w: %w", recording.ErrNoLock, err)
	}
	return err
}
