package minio

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"github.com/minio/minio-go/v7"

	"hotline/recording"
)

// config names a bucket of its own on the test's MinIO; without a server the test fails.
func config(t *testing.T) Config {
	t.Helper()
	server := os.Getenv("HOTLINE_TEST_MINIO")
	if server == "" {
		t.Fatal("HOTLINE_TEST_MINIO is not set: this test needs a MinIO server (run `make test`, or `deploy/test-servers start`)")
	}
	u, err := url.Parse(server)
	if err != nil || u.User == nil {
		t.Fatalf("HOTLINE_TEST_MINIO must be http://key:secret@host:port")
	}
	secret, _ := u.User.Password()
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return Config{URL: u.Scheme + "://" + u.Host, AccessKey: u.User.Username(), SecretKey: secret, Bucket: "test-" + hex.EncodeToString(b)}
}

func open(t *testing.T) *Store {
	t.Helper()
	s, err := Open(t.Context(), config(t), time.Now())
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func upload(key, text string, until time.Time) recording.Upload {
	sum := sha256.Sum256([]byte(text))
	return recording.Upload{
		Key: key, Body: strings.NewReader(text), Size: int64(len(text)), SHA256: hex.EncodeToString(sum[:]),
		ContentType: recording.ContentType, RetainUntil: until,
	}
}

func put(t *testing.T, s *Store, u recording.Upload) string {
	t.Helper()
	version, err := s.Put(t.Context(), u)
	if err != nil {
		t.Fatal(err)
	}
	return version
}

func TestLock_NobodyDeletesOrShortensForThreeYears_R_4_3_2(t *testing.T) {
	s, ctx := open(t), t.Context()
	until := recording.RetainUntil(time.Now())
	u := upload("2026/11/23/kyiv1-1.1/talk.wav", "talk", until)
	version := put(t, s, u)

	for _, bypass := range []bool{false, true} {
		err := s.core.RemoveObject(ctx, s.bucket, u.Key, minio.RemoveObjectOptions{VersionID: version, GovernanceBypass: bypass})
		if !refused(err) {
			t.Errorf("delete with bypass %v: %v", bypass, err)
		}
	}
	governance, sooner := minio.Governance, until.Add(-time.Hour)
	for name, o := range map[string]minio.PutObjectRetentionOptions{
		"shorten":         {Mode: new(minio.Compliance), RetainUntilDate: &sooner, VersionID: version, GovernanceBypass: true},
		"weaken":          {Mode: &governance, RetainUntilDate: &until, VersionID: version, GovernanceBypass: true},
		"take the lock":   {VersionID: version, GovernanceBypass: true},
		"shorten, no key": {Mode: new(minio.Compliance), RetainUntilDate: &sooner, VersionID: version},
	} {
		if err := s.core.PutObjectRetention(ctx, s.bucket, u.Key, o); err == nil {
			t.Errorf("%s: the store obeyed", name)
		}
	}
	l, err := s.Lock(ctx, u.Key, version)
	if err != nil || l.Mode != recording.Compliance || !l.Until.Equal(until) || l.LegalHold {
		t.Errorf("lock %+v until %s, %v", l, until, err)
	}
	if o, err := s.Stat(ctx, u.Key, version); err != nil || o.SHA256 != u.SHA256 || o.Size != u.Size {
		t.Errorf("object %+v, %v", o, err)
	}
	if err := s.Extend(ctx, u.Key, version, until.AddDate(1, 0, 0)); err != nil {
		t.Errorf("a later end: %v", err)
	}
	if l, err := s.Lock(ctx, u.Key, ""); err != nil || !l.Until.Equal(until.AddDate(1, 0, 0)) {
		t.Errorf("lock %+v, %v", l, err)
	}
}

func TestLock_ADeletedKeyKeepsItsVersion(t *testing.T) {
	s, ctx := open(t), t.Context()
	u := upload("k/talk.wav", "talk", time.Now().Add(time.Hour))
	version := put(t, s, u)
	// Without a version S3 only lays a marker above it.
	if err := s.core.RemoveObject(ctx, s.bucket, u.Key, minio.RemoveObjectOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err := s.Stat(ctx, u.Key, ""); !errors.Is(err, recording.ErrNoObject) {
		t.Errorf("the newest is a marker: %v", err)
	}
	if text := read(t, s, u.Key, version); text != "talk" {
		t.Errorf("read %q", text)
	}
}

func TestLock_OfAnObjectWithoutOneIsEmpty(t *testing.T) {
	s := open(t)
	version := put(t, s, upload("peaks.json", "{}", time.Time{}))
	if l, err := s.Lock(t.Context(), "peaks.json", version); err != nil || l != (recording.Lock{}) {
		t.Errorf("lock %+v, %v", l, err)
	}
	if err := s.Extend(t.Context(), "peaks.json", version, time.Now().Add(time.Hour)); err != nil {
		t.Fatal(err)
	}
	if l, err := s.Lock(t.Context(), "peaks.json", version); err != nil || l.Mode != recording.Compliance {
		t.Errorf("lock %+v, %v", l, err)
	}
	if _, err := s.Lock(t.Context(), "nothing", ""); !errors.Is(err, recording.ErrNoObject) {
		t.Errorf("no object: %v", err)
	}
}

func TestOpen_ABucketWithoutLockIsRefused(t *testing.T) {
	c := config(t)
	s, err := New(c)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.core.MakeBucket(t.Context(), c.Bucket, minio.MakeBucketOptions{}); err != nil {
		t.Fatal(err)
	}
	if _, err = Open(t.Context(), c, time.Now()); !errors.Is(err, recording.ErrNoLock) || !strings.Contains(err.Error(), "name another bucket") {
		t.Errorf("got %v", err)
	}
}

func TestOpen_AgainTakesTheCanaryOfTheDay(t *testing.T) {
	c := config(t)
	now := time.Date(2126, 1, 2, 3, 4, 5, 0, time.UTC)
	var s *Store
	for _, at := range []time.Time{now, now.Add(time.Hour), now.Add(24 * time.Hour)} {
		var err error
		if s, err = Open(t.Context(), c, at); err != nil {
			t.Fatal(err)
		}
	}
	if got := objects(t, s); got != "canary/2126-01-02 canary/2126-01-03" {
		t.Errorf("objects: %s", got)
	}
}

// objects are the keys of all versions.
func objects(t *testing.T, s *Store) string {
	t.Helper()
	var keys []string
	for o := range s.core.Client.ListObjects(t.Context(), s.bucket, minio.ListObjectsOptions{Recursive: true, WithVersions: true}) {
		keys = append(keys, o.Key)
	}
	return strings.Join(keys, " ")
}

// lying is a store that says yes to everything that a lock must refuse, as some do.
func lying(t *testing.T, c Config, lie func(*http.Request) bool) Config {
	t.Helper()
	u, err := url.Parse(c.URL)
	if err != nil {
		t.Fatal(err)
	}
	proxy := httputil.NewSingleHostReverseProxy(u)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if lie(r) {
			_, _ = io.Copy(io.Discard, r.Body)
			if r.Method == http.MethodDelete {
				w.WriteHeader(http.StatusNoContent)
			}
			return
		}
		r.Host = strings.TrimPrefix(c.URL, "http://")
		proxy.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	// Signed for the true host, sent to the proxy: the signature must stay good.
	c.Transport = &http.Transport{DialContext: func(ctx context.Context, network, _ string) (net.Conn, error) {
		return (&net.Dialer{}).DialContext(ctx, network, strings.TrimPrefix(server.URL, "http://"))
	}}
	t.Cleanup(c.Transport.(*http.Transport).CloseIdleConnections)
	return c
}

func TestOpen_AStoreThatOnlyPretendsToLockIsRefused(t *testing.T) {
	for name, lie := range map[string]func(*http.Request) bool{
		"deletes":              func(r *http.Request) bool { return r.Method == http.MethodDelete },
		"deletes with bypass":  func(r *http.Request) bool { return r.Header.Get("X-Amz-Bypass-Governance-Retention") == "true" },
		"lets it be shortened": func(r *http.Request) bool { return r.Method == http.MethodPut && r.URL.Query().Has("retention") },
	} {
		if _, err := Open(t.Context(), lying(t, config(t), lie), time.Now()); !errors.Is(err, recording.ErrNoLock) {
			t.Errorf("%s: %v", name, err)
		}
	}
}

// A store that was away at the start shows that it locks before anything is put there.
func TestPut_ProvesTheStoreFirst(t *testing.T) {
	until := time.Now().Add(time.Hour)
	late, err := New(config(t))
	if err != nil {
		t.Fatal(err)
	}
	if version := put(t, late, upload("k/talk.wav", "talk", until)); version == "" {
		t.Error("no version")
	}
	if got := objects(t, late); !strings.HasPrefix(got, "canary/") || !strings.HasSuffix(got, " k/talk.wav") {
		t.Errorf("objects: %s", got)
	}
	liar, err := New(lying(t, config(t), func(r *http.Request) bool { return r.Method == http.MethodDelete }))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := liar.Put(t.Context(), upload("k/talk.wav", "talk", until)); !errors.Is(err, recording.ErrNoLock) {
		t.Errorf("a store that deletes took a recording: %v", err)
	}
	if err := liar.Ready(t.Context()); !errors.Is(err, recording.ErrNoLock) {
		t.Errorf("a store that deletes is ready: %v", err)
	}
}

func TestOpen_NoStoreIsAnErrorInTime(t *testing.T) {
	silent, err := net.Listen("tcp", "127.0.0.1:0") // takes connections and says nothing
	if err != nil {
		t.Fatal(err)
	}
	defer silent.Close()
	c := config(t)
	c.URL, c.Timeout = "http://"+silent.Addr().String(), 100*time.Millisecond
	begun := time.Now()
	if _, err = Open(t.Context(), c, begun); err == nil || errors.Is(err, recording.ErrNoLock) {
		t.Errorf("got %v", err)
	}
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("took %s", took)
	}
	c.URL = "ftp://x"
	if _, err := Open(t.Context(), c, begun); !errors.Is(err, recording.ErrInvalid) {
		t.Errorf("address: %v", err)
	}
}

func TestReady_TellsOfAStoreOrABucketThatIsGone(t *testing.T) {
	s := open(t)
	if err := s.Ready(t.Context()); err != nil {
		t.Errorf("a store that is there: %v", err)
	}
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	if err := s.Ready(gone); err == nil {
		t.Error("a store that does not answer is ready")
	}
	s.bucket += "-gone"
	if err := s.Ready(t.Context()); !errors.Is(err, recording.ErrNoObject) {
		t.Errorf("a bucket that is gone: %v", err)
	}
}
