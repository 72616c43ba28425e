package recording_test

import (
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/recording"
)

func (w *world) sweep() []recording.Found {
	w.t.Helper()
	found, err := w.sweeper.Sweep(w.t.Context())
	if err != nil {
		w.t.Fatal(err)
	}
	return found
}

func names(found []recording.Found) string {
	var calls []string
	for _, f := range found {
		calls = append(calls, string(f.CallID)+string(f.State))
	}
	return strings.Join(calls, " ")
}

func TestSweep_ACallThatNobodyAnnounced_IsToldRegisteredAndSealed(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 16_000)
	if got := names(w.sweep()); got != string(call) {
		t.Fatalf("found %s", got)
	}
	if len(w.calls.told) != 1 {
		t.Fatalf("told %d times", len(w.calls.told))
	}
	f := w.calls.told[0]
	if f.DID != "+380443668012" || f.Number != "0501234567" || !f.ArrivedAt.Equal(arrived) || f.Duration != 2*time.Second || len(f.Warnings) != 0 {
		t.Errorf("told %+v", f)
	}
	if r := w.row(call); r.State != recording.Spooled || !r.StartedAt.Equal(arrived) {
		t.Errorf("row %+v", r)
	}
	if got := names(w.sweep()); got != string(call)+"spooled" || len(w.calls.told) != 1 {
		t.Errorf("the second time: found %s, told %d times", got, len(w.calls.told))
	}
	w.seal(call)
	if got := names(w.sweep()); got != "" {
		t.Errorf("sealed, and found again: %s", got)
	}
}

func TestSweep_LeavesAloneWhatLivesAndWhatIsYoung(t *testing.T) {
	w := newWorld(t)
	w.talk("lives-1763913600.1", 800)
	w.alive["lives-1763913600.1"] = true
	w.talk("young-1763913600.1", 800)
	w.touch(filepath.Join(w.spool.Root, "2025/11/23/young-1763913600.1-rx.alaw"), 29*time.Second)
	if got := names(w.sweep()); got != "" || len(w.calls.told) != 0 {
		t.Errorf("found %s", got)
	}
	w.now = w.now.Add(time.Second)
	if got := names(w.sweep()); got != "young-1763913600.1" {
		t.Errorf("found %s", got)
	}
}

func TestSweep_ADamagedOrMissingNoteStillMakesACall(t *testing.T) {
	w := newWorld(t)
	w.write("a-1763913600.1-rx.alaw", tone(8000, 1))
	w.write("b-1763913600.1.call", []byte("\x00\x00{"))
	w.write("nameless-tx.alaw", tone(8000, 1))
	w.sweep()
	if len(w.calls.told) != 3 {
		t.Fatalf("told %+v", w.calls.told)
	}
	for i, want := range []time.Time{time.Unix(1763913600, 0), time.Unix(1763913600, 0), arrived} {
		f := w.calls.told[i]
		if f.ArrivedAt.Sub(want).Abs() > time.Millisecond || f.Number != "" || len(f.Warnings) == 0 {
			t.Errorf("told %+v, want arrival at %s", f, want)
		}
	}
}

func TestSweep_WhenTelephonyCannotBeToldNothingIsRegistered(t *testing.T) {
	w := newWorld(t)
	w.talk(call, 800)
	w.talk("kyiv1-1763913600.13", 800)
	if _, err := w.sealer.Register(t.Context(), "kyiv1-1763913600.13", arrived); err != nil {
		t.Fatal(err)
	}
	w.calls.err = errors.New("no database")
	found, err := w.sweeper.Sweep(t.Context())
	if !errors.Is(err, w.calls.err) || names(found) != "kyiv1-1763913600.13spooled" {
		t.Errorf("found %s, %v", names(found), err)
	}
	if _, err := w.records.ByCall(t.Context(), call); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("a row: %v", err)
	}
	w.calls.err = nil
	w.sweep()
	if len(w.calls.told) != 1 || w.calls.told[0].CallID != call {
		t.Errorf("told %+v", w.calls.told)
	}
}

func TestSweep_RemovesEmptyDaysAndReportsStrangers(t *testing.T) {
	w := newWorld(t)
	today := filepath.Join(w.spool.Root, w.now.UTC().Format("2006/01/02"))
	past := filepath.Join(w.spool.Root, "2025/11/23")
	for _, dir := range []string{today, past, filepath.Join(w.spool.Root, "lost+found")} {
		if err := os.MkdirAll(dir, 0o750); err != nil {
			t.Fatal(err)
		}
	}
	stranger := filepath.Join(today, "core.123")
	if err := os.WriteFile(stranger, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if got := names(w.sweep()); got != "" || !strings.Contains(w.log.text.String(), stranger) {
		t.Errorf("found %q; log %s", got, w.log.text.String())
	}
	if _, err := os.Stat(past); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("an empty past day: %v", err)
	}
	if _, err := os.Stat(stranger); err != nil {
		t.Error(err)
	}
}
