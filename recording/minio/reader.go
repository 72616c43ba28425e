package minio

import (
	"context"
	"errors"
	"fmt"
	"io"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline/recording"
)

// reader reads one version of an object from any place, with one request from each place to which it was moved. A store
// that stops in the middle of a body is an error after the store's time-out. Not safe for concurrent use.
type reader struct {
	ctx    context.Context //nolint:containedctx // io.Reader has no room for it, and Open's contract names it
	store  *Store
	object recording.Object
	at     int64
	body   io.ReadCloser
	cancel context.CancelFunc
}

// Read implements io.Reader.
func (r *reader) Read(p []byte) (int, error) {
	if r.at >= r.object.Size {
		return 0, io.EOF
	}
	if len(p) == 0 {
		return 0, nil
	}
	if r.body == nil {
		if err := r.request(); err != nil {
			return 0, err
		}
	}
	stalled := time.AfterFunc(r.store.timeout, r.cancel)
	n, err := r.body.Read(p)
	stalled.Stop()
	r.at += int64(n)
	switch {
	case err == nil:
		return n, nil
	case errors.Is(err, io.EOF) && r.at >= r.object.Size:
		return n, io.EOF
	case errors.Is(err, io.EOF):
		err = io.ErrUnexpectedEOF
	}
	return n, fmt.Errorf("read %s at %d: %w", r.object.Key, r.at, translate(err))
}

func (r *reader) request() error {
	o := minio.GetObjectOptions{VersionID: r.object.VersionID}
	if err := o.SetRange(r.at, r.object.Size-1); err != nil {
		return fmt.Errorf("read %s: %w", r.object.Key, err)
	}
	ctx, cancel := context.WithCancel(r.ctx)
	body, _, _, err := r.store.core.GetObject(ctx, r.store.bucket, r.object.Key, o)
	if err != nil {
		cancel()
		return fmt.Errorf("read %s: %w", r.object.Key, translate(err))
	}
	r.body, r.cancel = body, cancel
	return nil
}

// Seek implements io.Seeker; the next Read asks the store again if the place has changed.
func (r *reader) Seek(offset int64, whence int) (int64, error) {
	switch whence {
	case io.SeekCurrent:
		offset += r.at
	case io.SeekEnd:
		offset += r.object.Size
	}
	if offset < 0 {
		return r.at, fmt.Errorf("seek %s: %w: before the beginning", r.object.Key, recording.ErrInvalid)
	}
	if offset != r.at {
		_ = r.Close() // the rest of that body is not wanted
		r.at = offset
	}
	return offset, nil
}

// Close implements io.Closer.
func (r *reader) Close() error {
	if r.body == nil {
		return nil
	}
	r.cancel()
	body := r.body
	r.body, r.cancel = nil, nil
	_ = body.Close() // its request is cancelled; there is nothing left to fail
	return nil
}
