package recording_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/recording"
	"hotline/recording/minio"
)

type segments struct{}

func (segments) Segments(context.Context, recording.CallID) ([]recording.Segment, error) {
	return []recording.Segment{{Who: "Олена", Role: "agent", FromMS: 1000, ToMS: 1500}}, nil
}

func TestSeal_TwoFilesBecomeOneLockedObject_R_4_3_1_R_4_3_2(t *testing.T) {
	w := newWorld(t)
	w.sealer.Talks = segments{}
	w.talk(call, 12_000)
	w.seal(call)

	r := w.row(call)
	until := time.Unix(1763913600, 0).UTC().AddDate(3, 0, 0).Add(time.Second) // 250 ms are rounded up
	if r.State != recording.Sealed || r.Duration != 1500*time.Millisecond || !r.StartedAt.Equal(arrived) || !r.RetainUntil.Equal(until) ||
		r.ObjectKey != "2025/11/23/kyiv1-1763913600.12/talk.wav" || len(r.Warnings) != 0 {
		t.Errorf("row %+v", r)
	}
	wav := w.object(r.ObjectKey, r.VersionID)
	if !bytes.Equal(wav, w.wav(tone(12_000, 0x11), tone(12_000, 0x77))) || int64(len(wav)) != r.SizeBytes {
		t.Error("the object is not the talk")
	}
	prefix := recording.Prefix(call, arrived)
	for _, name := range []string{recording.TalkName, recording.ManifestName} {
		if l, err := w.store.Lock(t.Context(), prefix+name, ""); err != nil || l.Mode != recording.Compliance || !l.Until.Equal(until) {
			t.Errorf("%s: lock %+v %v", name, l, err)
		}
	}
	var m recording.Manifest
	if err := json.Unmarshal(w.object(prefix+recording.ManifestName, ""), &m); err != nil {
		t.Fatal(err)
	}
	if m.SHA256 != r.SHA256 || m.RecordingID != r.ID || m.DurationMS != 1500 || !m.EndedAt.Equal(arrived.Add(1500*time.Millisecond)) ||
		m.Left != (recording.Side{Sound: "caller", Samples: 12_000, LengthMS: 1500, SHA256: r.CallerSHA256}) || m.Right.SHA256 != r.HeardSHA256 ||
		len(m.Warnings) != 0 || len(m.Segments) != 1 || m.Software != "hotline test" {
		t.Errorf("manifest %+v", m)
	}
	if files := w.left(); files != "" {
		t.Errorf("left in the spool: %s", files)
	}
	w.seal(call)
	if again := w.row(call); again.Version != r.Version {
		t.Error("a second Seal changed the row")
	}
}

func TestSeal_WhileAsteriskMayWriteItWaits(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 800)
	w.alive[call] = true
	if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, recording.ErrNotFinished) {
		t.Errorf("channel alive: %v", err)
	}
	delete(w.alive, call)
	w.touch(filepath.Join(w.spool.Root, "2025/11/23", string(call)+"-tx.alaw"), time.Second)
	if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, recording.ErrNotFinished) {
		t.Errorf("written a second ago: %v", err)
	}
	if _, err := w.records.ByCall(t.Context(), call); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("a row: %v", err)
	}
	w.now = w.now.Add(10 * time.Second)
	w.seal(call)
	if r := w.row(call); r.State != recording.Sealed {
		t.Errorf("row %+v", r)
	}
}

func TestSeal_TwiceAtOnceMakesOneVersion(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 80_000)
	store := &counting{Store: w.store}
	w.sealer.Store = store
	var wg sync.WaitGroup
	errs := make([]error, 4)
	for i := range errs {
		wg.Go(func() { errs[i] = w.sealer.Seal(t.Context(), call) })
	}
	wg.Wait()
	if err := errors.Join(errs...); err != nil {
		t.Error(err)
	}
	if n := store.puts.Load(); n != 1 {
		t.Errorf("%d versions", n)
	}
	if r := w.row(call); r.State != recording.Sealed || w.left() != "" || r.Attempts != 0 {
		t.Errorf("row %+v, spool %s", r, w.left())
	}
}

func TestSeal_StoreStopsInTheMiddle_SpoolIsKeptAndSealedLater(t *testing.T) {
	w := newWorld(t)
	line := lay(t, strings.TrimPrefix(w.config.URL, "http://"))
	c := w.config
	c.URL = "http://" + line.listener.Addr().String()
	through, err := minio.Open(t.Context(), c, w.now)
	if err != nil {
		t.Fatal(err)
	}
	w.sealer.Store = through
	w.talk(call, 400_000)
	line.cutAfter(300_000)
	if err := w.sealer.Seal(t.Context(), call); err == nil {
		t.Fatal("sealed without a store")
	}
	if r := w.row(call); r.State != recording.Failed || r.Attempts != 1 || r.Reason == "" {
		t.Errorf("row %+v", r)
	}
	if n := len(strings.Fields(w.left())); n != 3 {
		t.Errorf("left in the spool: %s", w.left())
	}
	line.mend()
	w.seal(call)
	if r := w.row(call); r.State != recording.Sealed || r.Reason != "" || w.left() != "" {
		t.Errorf("row %+v, spool %s", r, w.left())
	}
}

// killed is a database that dies when the recording is to be marked.
type killed struct {
	recording.Records
	armed bool
}

var errKilled = errors.New("killed")

func (k *killed) MarkSealed(ctx context.Context, r recording.Recording) error {
	if k.armed {
		return errKilled
	}
	return k.Records.MarkSealed(ctx, r)
}

func TestSeal_KilledBetweenUploadAndRow_TheObjectIsAdopted(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 8000)
	store, records := &counting{Store: w.store}, &killed{Records: w.records, armed: true}
	w.sealer.Store, w.sealer.Records = store, records
	if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, errKilled) {
		t.Fatalf("got %v", err)
	}
	first, err := w.store.Stat(t.Context(), recording.Prefix(call, arrived)+recording.TalkName, "")
	if err != nil {
		t.Fatal(err)
	}
	records.armed = false
	w.sealer.Software = "hotline of a later version"
	w.seal(call)
	if r := w.row(call); store.puts.Load() != 1 || r.VersionID != first.VersionID || w.left() != "" {
		t.Errorf("%d versions, row %+v, spool %s", store.puts.Load(), r, w.left())
	}
}

func TestSeal_KilledBeforeTheSpoolWasEmptied_TheRestIsRemovedAndNothingElse(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 8000)
	w.seal(call)
	w.write(string(call)+"-tx.alaw", tone(8000, 0x77)) // as it was sealed
	w.seal(call)
	if files := w.left(); files != "" {
		t.Errorf("left in the spool: %s", files)
	}
	w.write(string(call)+"-rx.alaw", tone(8001, 0x11)) // not what was sealed
	if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, recording.ErrChanged) {
		t.Errorf("got %v", err)
	}
	if r := w.row(call); r.State != recording.Sealed || w.left() == "" {
		t.Errorf("row %+v, spool %q", r, w.left())
	}
}

func TestSeal_NoFiles_MissingWithAnErrorAndSealedWhenTheyTurnUp(t *testing.T) {
	w := newWorld(t)
	w.seal(call)
	w.seal(call)
	if r := w.row(call); r.State != recording.Missing || r.Reason != "no file in the spool" || w.log.errors() != 1 {
		t.Errorf("row %+v, %d errors logged", r, w.log.errors())
	}
	w.talk(call, 800)
	w.seal(call)
	if r := w.row(call); r.State != recording.Sealed {
		t.Errorf("row %+v", r)
	}
}

func TestSeal_EmptyFilesAreMissing(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 0)
	w.seal(call)
	if r := w.row(call); r.State != recording.Missing || w.log.errors() != 1 || w.left() != "" {
		t.Errorf("row %+v, %d errors logged, spool %s", r, w.log.errors(), w.left())
	}
}

func TestSeal_AnUnreadableSpoolIsNotAMissingRecording(t *testing.T) {
	w := newWorld(t)
	if err := os.Remove(w.spool.Root); err != nil {
		t.Fatal(err)
	}
	if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("got %v", err)
	}
	if _, err := w.records.ByCall(t.Context(), call); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("a row: %v", err)
	}
	if err := w.sealer.Seal(t.Context(), "../../etc/passwd"); !errors.Is(err, recording.ErrInvalid) {
		t.Errorf("a path for an id: %v", err)
	}
}

// A disk that was full for a while leaves no hole in the files: only their times tell that something is missing.
func TestSeal_AGapThatWasNotWrittenIsTold(t *testing.T) {
	for name, c := range map[string]struct {
		late time.Duration // of the last write
		want []string
	}{
		"three seconds may be missing": {3 * time.Second, nil},
		"more is told": {4100 * time.Millisecond,
			[]string{"4 s were not written, as when the disk of the spool is full: what follows a gap stands too early"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			w.talk(call, 16_000)
			leg := filepath.Join(w.spool.Root, "2025/11/23", string(call)+"-rx.alaw")
			w.touch(leg, w.now.Sub(arrived)-2*time.Second-c.late)
			w.seal(call)
			if r := w.row(call); r.State != recording.Sealed || !slices.Equal(r.Warnings, c.want) {
				t.Errorf("%s, warns %q, want %q", r.State, r.Warnings, c.want)
			}
		})
	}
}

func TestSeal_WhatIsOddStandsInTheManifest(t *testing.T) {
	for name, c := range map[string]struct {
		rx, tx int // -1: no file
		note   string
		want   []string
	}{
		"40 ms apart is in step":  {8000, 8320, string(note(call)), nil},
		"41 ms apart is not":      {8000, 8328, string(note(call)), []string{"the legs differ by 41 ms: the shorter one ends in silence"}},
		"no leg of the caller":    {-1, 8000, string(note(call)), []string{"the caller's leg is missing: silence instead"}},
		"nothing heard":           {8000, 0, string(note(call)), []string{"the leg that the caller heard is empty: silence instead"}},
		"no note":                 {8000, 8000, "", []string{"the note of the dialplan is missing"}},
		"half a note":             {8000, 8000, `{"call":"kyiv1`, []string{"the note of the dialplan is damaged: unexpected EOF"}},
		"the note of another":     {8000, 8000, `{"call":"x","arrived":1763913600}`, []string{"the note of the dialplan is damaged: it names another call"}},
		"a note without its time": {8000, 8000, `{"call":"` + string(call) + `"}`, []string{"the note of the dialplan has no time of arrival"}},
	} {
		t.Run(name, func(t *testing.T) {
			w := newWorld(t)
			var legs [2][]byte
			for i, leg := range []struct {
				samples int
				suffix  string
			}{{c.rx, "-rx.alaw"}, {c.tx, "-tx.alaw"}} {
				if leg.samples >= 0 {
					legs[i] = tone(leg.samples, 0x11)
					w.write(string(call)+leg.suffix, legs[i])
				}
			}
			if c.note != "" {
				w.write(string(call)+".call", []byte(c.note))
			}
			w.seal(call)
			r := w.row(call)
			var m recording.Manifest
			if err := json.Unmarshal(w.object(recording.Prefix(call, r.StartedAt)+recording.ManifestName, ""), &m); err != nil {
				t.Fatal(err)
			}
			if !slices.Equal(m.Warnings, c.want) || !slices.Equal(r.Warnings, c.want) {
				t.Errorf("manifest warns %q, row %q, want %q", m.Warnings, r.Warnings, c.want)
			}
			if m.SkewMS != int64(max(c.rx, 0)-max(c.tx, 0))/8 || r.StartedAt.Unix() != 1763913600 || w.left() != "" {
				t.Errorf("skew %d, started %s, spool %s", m.SkewMS, r.StartedAt, w.left())
			}
			if !bytes.Equal(w.object(r.ObjectKey, r.VersionID), w.wav(legs[0], legs[1])) {
				t.Error("the object is not the talk")
			}
		})
	}
}

func TestSeal_OtherContentUnderTheKey_ANewVersionAboveIt(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 800)
	w.seal(call)
	older := w.row(call)
	if _, err := w.pool.Exec(t.Context(), `ALTER TABLE recordings DISABLE TRIGGER ALL; ALTER TABLE recording_history DISABLE TRIGGER ALL;
		DELETE FROM recording_history; DELETE FROM recordings`); err != nil {
		t.Fatal(err) // a database restored from before the call
	}
	w.talk(call, 1600)
	w.seal(call)
	r := w.row(call)
	if r.VersionID == older.VersionID || len(r.Warnings) != 1 || w.log.errors() != 1 {
		t.Errorf("row %+v, %d errors logged", r, w.log.errors())
	}
	if !bytes.Equal(w.object(r.ObjectKey, older.VersionID), w.wav(tone(800, 0x11), tone(800, 0x77))) {
		t.Error("the older version is not what it was")
	}
}

// weak is a store with a fault of its own.
type weak struct {
	recording.Store
	unlocked, damaged bool
}

func (s weak) Lock(ctx context.Context, key, version string) (recording.Lock, error) {
	if s.unlocked {
		return recording.Lock{Mode: "GOVERNANCE", Until: time.Now().AddDate(9, 0, 0)}, nil
	}
	return s.Store.Lock(ctx, key, version)
}

type flipped struct{ io.ReadSeekCloser }

func (f flipped) Read(p []byte) (int, error) {
	n, err := f.ReadSeekCloser.Read(p)
	if n > 0 {
		p[n-1] ^= 1
	}
	return n, err
}

func (s weak) Open(ctx context.Context, key, version string) (io.ReadSeekCloser, recording.Object, error) {
	r, o, err := s.Store.Open(ctx, key, version)
	if err == nil && s.damaged {
		r = flipped{r}
	}
	return r, o, err
}

func TestSeal_AStoreThatDoesNotKeepWhatItTookIsNotBelieved(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 8000)
	for want, store := range map[error]recording.Store{
		recording.ErrNoLock:  weak{Store: w.store, unlocked: true},
		recording.ErrDamaged: weak{Store: w.store, damaged: true},
	} {
		w.sealer.Store = store
		if err := w.sealer.Seal(t.Context(), call); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
		if r := w.row(call); r.State != recording.Failed || len(strings.Fields(w.left())) != 3 {
			t.Errorf("row %+v, spool %s", r, w.left())
		}
	}
}

func TestRegister_BeforeTheSpoolSaysAnything(t *testing.T) {
	w := newWorld(t)
	at := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	r, err := w.sealer.Register(t.Context(), call, at)
	if err != nil || r.State != recording.Spooled || !r.StartedAt.Equal(at) {
		t.Fatalf("%+v %v", r, err)
	}
	w.talk(call, 800)
	again, err := w.sealer.Register(t.Context(), call, at)
	if err != nil || again.ID != r.ID {
		t.Errorf("%+v %v", again, err)
	}
}
