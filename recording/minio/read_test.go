package minio

import (
	"bytes"
	"context"
	"crypto/rand"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/recording"
)

func TestPut_CreatesOnceHoweverManyTry(t *testing.T) {
	s := open(t)
	u := upload("k/talk.wav", strings.Repeat("talk", 100_000), time.Now().Add(time.Hour))
	var wg sync.WaitGroup
	errs := make([]error, 6)
	for i := range errs {
		mine := u
		mine.Body = strings.NewReader(strings.Repeat("talk", 100_000))
		wg.Go(func() { _, errs[i] = s.Put(t.Context(), mine) })
	}
	wg.Wait()
	won := 0
	for _, err := range errs {
		if err == nil {
			won++
		} else if !errors.Is(err, recording.ErrExists) {
			t.Errorf("got %v", err)
		}
	}
	if won != 1 {
		t.Errorf("%d puts created the object", won)
	}
	u.NewVersion = true
	first, err := s.Stat(t.Context(), u.Key, "")
	if err != nil {
		t.Fatal(err)
	}
	if version := put(t, s, u); version == first.VersionID {
		t.Error("a new version was asked for")
	}
}

func TestPut_ABodyThatDiffersFromItsHashIsRefused(t *testing.T) {
	s := open(t)
	u := upload("k/talk.wav", "talk", time.Time{})
	u.Body = strings.NewReader("walk")
	if _, err := s.Put(t.Context(), u); err == nil {
		t.Error("the store took it")
	}
	u.SHA256 = "no hash"
	if _, err := s.Put(t.Context(), u); !errors.Is(err, recording.ErrInvalid) {
		t.Errorf("got %v", err)
	}
	if _, err := s.Stat(t.Context(), u.Key, ""); !errors.Is(err, recording.ErrNoObject) {
		t.Errorf("something is there: %v", err)
	}
}

func read(t *testing.T, s *Store, key, version string) string {
	t.Helper()
	r, _, err := s.Open(t.Context(), key, version)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	text, err := io.ReadAll(r)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

func TestReader_FromAnyPlace(t *testing.T) {
	s := open(t)
	text := make([]byte, 300_000)
	_, _ = rand.Read(text)
	version := put(t, s, upload("k/talk.wav", string(text), time.Time{}))
	r, o, err := s.Open(t.Context(), "k/talk.wav", version)
	if err != nil || o.Size != int64(len(text)) {
		t.Fatalf("%+v %v", o, err)
	}
	defer r.Close()
	for _, from := range []int64{0, 200_000, 7, 299_999, 300_000} {
		if _, err := r.Seek(from, io.SeekStart); err != nil {
			t.Fatal(err)
		}
		part := make([]byte, min(1000, len(text)-int(from)))
		if _, err := io.ReadFull(r, part); err != nil || !bytes.Equal(part, text[from:int(from)+len(part)]) {
			t.Errorf("from %d: %v", from, err)
		}
	}
	if end, err := r.Seek(0, io.SeekEnd); err != nil || end != o.Size {
		t.Errorf("end %d %v", end, err)
	}
	if n, err := r.Read(make([]byte, 1)); n != 0 || !errors.Is(err, io.EOF) {
		t.Errorf("behind the end: %d %v", n, err)
	}
	if _, err := r.Seek(-1, io.SeekStart); !errors.Is(err, recording.ErrInvalid) {
		t.Errorf("before the beginning: %v", err)
	}
	if _, _, err := s.Open(t.Context(), "nothing", ""); !errors.Is(err, recording.ErrNoObject) {
		t.Errorf("nothing: %v", err)
	}
}

func TestReader_AStoreThatStopsInTheMiddleIsAnError(t *testing.T) {
	c := config(t)
	s, err := Open(t.Context(), c, time.Now())
	if err != nil {
		t.Fatal(err)
	}
	version := put(t, s, upload("k/talk.wav", strings.Repeat("x", 1<<20), time.Time{}))
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(u)
	done := make(chan struct{})
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method != http.MethodGet {
			proxy.ServeHTTP(w, r)
			return
		}
		w.Header().Set("Content-Length", "1048576")
		w.Header().Set("Last-Modified", time.Now().UTC().Format(http.TimeFormat))
		w.WriteHeader(http.StatusPartialContent)
		_, _ = w.Write(make([]byte, 1000))
		w.(http.Flusher).Flush()
		<-done
	}))
	t.Cleanup(server.Close)
	t.Cleanup(func() { close(done) })
	c.Timeout = 200 * time.Millisecond
	c.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, strings.TrimPrefix(server.URL, "http://"))
	}}
	stuck, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	r, _, err := stuck.Open(t.Context(), "k/talk.wav", version)
	if err != nil {
		t.Fatal(err)
	}
	defer r.Close()
	if n, err := io.Copy(io.Discard, r); err == nil || n != 1000 {
		t.Errorf("%d bytes, %v", n, err)
	}
}
