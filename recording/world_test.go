package recording_test

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/recording"
	"hotline/recording/minio"
	"hotline/recording/postgres"
)

// world is a spool, a database and a bucket of a test's own, all real.
type world struct {
	t       *testing.T
	spool   recording.Spool
	pool    *pgxpool.Pool
	records *postgres.Store
	store   *minio.Store
	config  minio.Config
	alive   living
	log     *journal
	now     time.Time
	sealer  *recording.Sealer
	sweeper *recording.Sweeper
	replay  *recording.Replay
	calls   *register
}

const call recording.CallID = "kyiv1-1763913600.12"

var arrived = time.Unix(1763913600, 250_000_000).UTC()

func newWorld(t *testing.T) *world {
	t.Helper()
	w := &world{t: t, spool: recording.Spool{Root: t.TempDir()}, alive: living{}, log: &journal{}, now: time.Now(), calls: &register{}}
	w.pool = schematest.New(t)
	w.records = postgres.New(w.pool)
	w.config = bucket(t)
	var err error
	if w.store, err = minio.Open(t.Context(), w.config, w.now); err != nil {
		t.Fatal(err)
	}
	clock, log := func() time.Time { return w.now }, slog.New(slog.NewTextHandler(w.log, nil))
	w.sealer = &recording.Sealer{Spool: w.spool, Records: w.records, Store: w.store, Switch: w.alive, Software: "hotline test", Now: clock, Log: log}
	w.sweeper = &recording.Sweeper{Spool: w.spool, Records: w.records, Switch: w.alive, Calls: w.calls, Now: clock, Log: log}
	w.replay = &recording.Replay{Records: w.records, Audit: w.records, Store: w.store, Spool: w.spool, Switch: w.alive, Now: clock, Log: log}
	return w
}

func bucket(t *testing.T) minio.Config {
	t.Helper()
	u, err := url.Parse(os.Getenv("HOTLINE_TEST_MINIO"))
	if err != nil || u.User == nil {
		t.Fatal("HOTLINE_TEST_MINIO is not set: this test needs a MinIO server (run `make test`, or `deploy/test-servers start`)")
	}
	secret, _ := u.User.Password()
	b := make([]byte, 6)
	_, _ = rand.Read(b)
	return minio.Config{URL: u.Scheme + "://" + u.Host, AccessKey: u.User.Username(), SecretKey: secret, Bucket: "test-" + hex.EncodeToString(b), Timeout: 2 * time.Second}
}

// living are the calls whose channel lives.
type living map[recording.CallID]bool

func (l living) Writing(c recording.CallID) bool { return l[c] }

// journal keeps what was logged.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) errors() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return strings.Count(j.text.String(), "level=ERROR")
}

// register is a recording.Calls that notes what it was told, and fails while told to.
type register struct {
	told []recording.Found
	err  error
}

func (r *register) Unattended(_ context.Context, f recording.Found) error {
	if r.err == nil {
		r.told = append(r.told, f)
	}
	return r.err
}

// tone is a leg that differs everywhere, so that a shift or a swap is seen.
func tone(n int, seed byte) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(i) ^ byte(i>>8) ^ seed
	}
	return b
}

// write puts a file into the spool, written without a gap since the call arrived.
func (w *world) write(name string, content []byte) string {
	w.t.Helper()
	path := filepath.Join(w.spool.Root, "2025/11/23", name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		w.t.Fatal(err)
	}
	if err := os.WriteFile(path, content, 0o600); err != nil {
		w.t.Fatal(err)
	}
	w.touch(path, w.now.Sub(arrived)-time.Duration(len(content))*time.Second/8000)
	return path
}

func (w *world) touch(path string, age time.Duration) {
	w.t.Helper()
	if err := os.Chtimes(path, w.now.Add(-age), w.now.Add(-age)); err != nil {
		w.t.Fatal(err)
	}
}

func note(c recording.CallID) []byte {
	return fmt.Appendf(nil, `{"call":"%s","did":"+380443668012","number":"0501234567","arrived":1763913600.25}`+"\n", c)
}

// talk spools a call of two equal legs.
func (w *world) talk(c recording.CallID, samples int) {
	w.t.Helper()
	w.write(string(c)+"-rx.alaw", tone(samples, 0x11))
	w.write(string(c)+"-tx.alaw", tone(samples, 0x77))
	w.write(string(c)+".call", note(c))
}

// left are the names of the spool's files.
func (w *world) left() string {
	w.t.Helper()
	var names []string
	err := filepath.WalkDir(w.spool.Root, func(_ string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			names = append(names, d.Name())
		}
		return err
	})
	if err != nil {
		w.t.Fatal(err)
	}
	return strings.Join(names, " ")
}

func (w *world) seal(c recording.CallID) {
	w.t.Helper()
	if err := w.sealer.Seal(w.t.Context(), c); err != nil {
		w.t.Fatal(err)
	}
}

func (w *world) row(c recording.CallID) recording.Recording {
	w.t.Helper()
	r, err := w.records.ByCall(w.t.Context(), c)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) object(key, version string) []byte {
	w.t.Helper()
	r, _, err := w.store.Open(w.t.Context(), key, version)
	if err != nil {
		w.t.Fatal(err)
	}
	defer r.Close()
	b, err := io.ReadAll(r)
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

// wav is what a call's talk must be.
func (w *world) wav(left, right []byte) []byte {
	w.t.Helper()
	talk, err := recording.NewTalk(recording.Leg{Sound: bytes.NewReader(left), Samples: int64(len(left))},
		recording.Leg{Sound: bytes.NewReader(right), Samples: int64(len(right))})
	if err != nil {
		w.t.Fatal(err)
	}
	b, err := io.ReadAll(talk)
	if err != nil {
		w.t.Fatal(err)
	}
	return b
}

// counting counts the versions that it was made to put.
type counting struct {
	recording.Store
	puts atomic.Int32
}

func (c *counting) Put(ctx context.Context, u recording.Upload) (string, error) {
	version, err := c.Store.Put(ctx, u)
	if err == nil && strings.HasSuffix(u.Key, recording.TalkName) {
		c.puts.Add(1)
	}
	return version, err
}

// cable is a TCP line to the store that can be cut after so many bytes of upload and mended.
type cable struct {
	listener net.Listener
	target   string
	budget   atomic.Int64
	open     sync.Map
}

func lay(t *testing.T, target string) *cable {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	c := &cable{listener: l, target: target}
	c.mend()
	var wg sync.WaitGroup
	wg.Go(func() {
		for {
			conn, err := l.Accept()
			if err != nil {
				return
			}
			wg.Go(func() { c.carry(conn) })
		}
	})
	t.Cleanup(func() {
		_ = l.Close()
		c.open.Range(func(k, _ any) bool { _ = k.(net.Conn).Close(); return true })
		wg.Wait()
	})
	return c
}

func (c *cable) mend()                { c.budget.Store(1 << 40) }
func (c *cable) cutAfter(bytes int64) { c.budget.Store(bytes) }

var errCut = errors.New("the cable is cut")

func (c *cable) carry(near net.Conn) {
	defer near.Close()
	c.open.Store(near, nil)
	defer c.open.Delete(near)
	far, err := net.Dial("tcp", c.target)
	if err != nil {
		return
	}
	defer far.Close()
	go func() {
		_, _ = io.Copy(near, far)
		_ = near.Close()
	}()
	buf := make([]byte, 4096)
	for {
		n, err := near.Read(buf)
		if c.budget.Add(-int64(n)) < 0 {
			err = errCut
		}
		if err == nil {
			_, err = far.Write(buf[:n])
		}
		if err != nil {
			return
		}
	}
}
