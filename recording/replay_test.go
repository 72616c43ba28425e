package recording_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/recording"
)

var supervisor = recording.Listener{ID: 7, Name: "Олена Коваль", IP: "10.0.0.5"}

// spooled is a call that has just ended.
func (w *world) spooled(samples int) recording.Recording {
	w.t.Helper()
	w.talk(call, samples)
	r, err := w.sealer.Register(w.t.Context(), call, arrived)
	if err != nil {
		w.t.Fatal(err)
	}
	return r
}

func (w *world) listen(id recording.RecordingID) recording.Listen {
	w.t.Helper()
	l, err := w.replay.StartListen(w.t.Context(), supervisor, id, "скарга заявника")
	if err != nil {
		w.t.Fatal(err)
	}
	return l
}

// get asks for a range as a browser does.
func (w *world) get(id recording.ListenID, ranges string) (status int, contentRange string, body []byte) {
	w.t.Helper()
	server := httptest.NewServer(http.HandlerFunc(func(rw http.ResponseWriter, r *http.Request) {
		audio, err := w.replay.Open(r.Context(), id, supervisor.ID)
		if err != nil {
			http.Error(rw, err.Error(), http.StatusServiceUnavailable)
			return
		}
		defer audio.Close()
		rw.Header().Set("Content-Type", recording.ContentType)
		http.ServeContent(rw, r, "", audio.ModTime, audio)
	}))
	defer server.Close()
	req, err := http.NewRequestWithContext(w.t.Context(), http.MethodGet, server.URL, nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if ranges != "" {
		req.Header.Set("Range", ranges)
	}
	res, err := server.Client().Do(req)
	if err != nil {
		w.t.Fatal(err)
	}
	defer res.Body.Close()
	if body, err = io.ReadAll(res.Body); err != nil {
		w.t.Fatal(err)
	}
	return res.StatusCode, res.Header.Get("Content-Range"), body
}

func TestReplay_RangesFromTheSpoolAndFromTheStoreAreTheSame(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(80_000)
	wav := w.wav(tone(80_000, 0x11), tone(80_000, 0x77))
	l := w.listen(r.ID)
	if l.Duration != 10*time.Second {
		t.Errorf("listen %+v", l)
	}
	for _, place := range []string{"spool", "store"} {
		for ranges, want := range map[string][2]int{
			"": {0, len(wav)}, "bytes=0-": {0, len(wav)}, "bytes=0-57": {0, 58}, "bytes=100001-": {100_001, len(wav)},
			"bytes=57-60": {57, 61}, "bytes=-5": {len(wav) - 5, len(wav)},
		} {
			status, _, body := w.get(l.ID, ranges)
			if wantStatus := map[bool]int{true: 200, false: 206}[ranges == ""]; status != wantStatus || !bytes.Equal(body, wav[want[0]:want[1]]) {
				t.Errorf("%s, range %q: status %d, %d bytes", place, ranges, status, len(body))
			}
		}
		if status, contentRange, _ := w.get(l.ID, "bytes=160058-"); status != 416 || contentRange != "bytes */160058" {
			t.Errorf("%s, behind the end: %d %s", place, status, contentRange)
		}
		w.seal(call) // the same listen goes on
	}
}

func TestReplay_SealedUnderTheListenersHands(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(8000)
	l := w.listen(r.ID)
	audio, err := w.replay.Open(t.Context(), l.ID, supervisor.ID)
	if err != nil {
		t.Fatal(err)
	}
	defer audio.Close()
	w.seal(call)
	got, err := io.ReadAll(audio)
	if err != nil || !bytes.Equal(got, w.wav(tone(8000, 0x11), tone(8000, 0x77))) {
		t.Errorf("%d bytes, %v", len(got), err)
	}
}

func TestReplay_NoAuditNoSound_R_X_4(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(8000)
	for _, reason := range []string{"", "  ab  ", strings.Repeat("а", 501)} {
		if _, err := w.replay.StartListen(t.Context(), supervisor, r.ID, reason); !errors.Is(err, recording.ErrReason) {
			t.Errorf("reason %q: %v", reason, err)
		}
	}
	if _, err := w.replay.StartListen(t.Context(), recording.Listener{}, r.ID, "скарга"); !errors.Is(err, recording.ErrInvalid) {
		t.Errorf("nobody listens: %v", err)
	}
	if _, err := w.replay.Open(t.Context(), recording.NewListenID(), supervisor.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("no listen: %v", err)
	}
	if _, err := w.replay.Open(t.Context(), "nonsense", supervisor.ID); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("nonsense: %v", err)
	}
	if listens, err := w.replay.Listens(t.Context(), r.ID); err != nil || len(listens) != 0 {
		t.Errorf("%+v %v", listens, err)
	}
}

func TestReplay_AListenBelongsToItsUserForAnHour(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(8000)
	l := w.listen(r.ID)
	heard := []recording.Interval{{FromMS: 0, ToMS: 500}}
	_, open := w.replay.Open(t.Context(), l.ID, 8)
	_, peaks := w.replay.Peaks(t.Context(), l.ID, 8)
	for what, err := range map[string]error{"open": open, "peaks": peaks, "heard": w.replay.Heard(t.Context(), l.ID, 8, heard)} {
		if !errors.Is(err, recording.ErrForbidden) {
			t.Errorf("%s by another: %v", what, err)
		}
	}
	w.now = w.now.Add(time.Hour + 2*time.Second)
	if _, err := w.replay.Open(t.Context(), l.ID, supervisor.ID); !errors.Is(err, recording.ErrExpired) {
		t.Errorf("after an hour: %v", err)
	}
	if err := w.replay.Heard(t.Context(), l.ID, supervisor.ID, heard); err != nil {
		t.Errorf("the last report: %v", err)
	}
	w.now = w.now.Add(11 * time.Minute)
	if err := w.replay.Heard(t.Context(), l.ID, supervisor.ID, heard); !errors.Is(err, recording.ErrExpired) {
		t.Errorf("a late report: %v", err)
	}
}

func TestReplay_WhoHeardWhat_R_X_4(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(80_000)
	l := w.listen(r.ID)
	for _, heard := range [][]recording.Interval{{{FromMS: 0, ToMS: 3000}}, nil, {{FromMS: 2000, ToMS: 4000}, {FromMS: 9000, ToMS: 10_500}}} {
		if err := w.replay.Heard(t.Context(), l.ID, supervisor.ID, heard); err != nil {
			t.Fatal(err)
		}
	}
	for _, heard := range [][]recording.Interval{
		{{FromMS: -1, ToMS: 5}}, {{FromMS: 5, ToMS: 5}}, {{FromMS: 0, ToMS: 11_001}}, slices.Repeat([]recording.Interval{{FromMS: 0, ToMS: 1}}, 501),
	} {
		if err := w.replay.Heard(t.Context(), l.ID, supervisor.ID, heard); !errors.Is(err, recording.ErrInvalid) {
			t.Errorf("%v", err)
		}
	}
	listens, err := w.replay.Listens(t.Context(), r.ID)
	if err != nil || len(listens) != 1 || listens[0].Who != supervisor || listens[0].Reason != "скарга заявника" || listens[0].HeardFor() != 5500*time.Millisecond {
		t.Errorf("%+v %v", listens, err)
	}
}

func TestReplay_PeaksAreTheSameFromEverywhere(t *testing.T) {
	w := newWorld(t)
	l := w.listen(w.spooled(8100).ID)
	peaks := func() recording.Peaks {
		t.Helper()
		text, err := w.replay.Peaks(t.Context(), l.ID, supervisor.ID)
		if err != nil {
			t.Fatal(err)
		}
		var p recording.Peaks
		if err := json.Unmarshal(text, &p); err != nil {
			t.Fatal(err)
		}
		return p
	}
	spool := peaks()
	w.seal(call)
	store := peaks()
	sound := w.row(call)
	w.replay.Store = without{Store: w.store}
	reckoned := peaks()
	if spool.Length != 21 || !slices.Equal(spool.Data, store.Data) || !slices.Equal(spool.Data, reckoned.Data) || sound.State != recording.Sealed {
		t.Errorf("spool  %v\nstore  %v\nreckoned %v", spool, store, reckoned)
	}
}

func TestReplay_WhatCannotBeHeard(t *testing.T) {
	w := newWorld(t)
	r := w.spooled(800)
	w.alive[call] = true
	if _, err := w.replay.StartListen(t.Context(), supervisor, r.ID, "скарга"); !errors.Is(err, recording.ErrNotFinished) {
		t.Errorf("a living call: %v", err)
	}
	w.seal("kyiv1-1763913600.99")
	if _, err := w.replay.StartListen(t.Context(), supervisor, w.row("kyiv1-1763913600.99").ID, "скарга"); !errors.Is(err, recording.ErrMissing) {
		t.Errorf("a missing one: %v", err)
	}
	if _, err := w.replay.StartListen(t.Context(), supervisor, recording.NewRecordingID(), "скарга"); !errors.Is(err, recording.ErrNotFound) {
		t.Errorf("an unknown one: %v", err)
	}
}

// without is a store that has lost the peaks.
type without struct{ recording.Store }

func (s without) Open(ctx context.Context, key, version string) (io.ReadSeekCloser, recording.Object, error) {
	if strings.HasSuffix(key, recording.PeaksName) {
		return nil, recording.Object{}, recording.ErrNoObject
	}
	return s.Store.Open(ctx, key, version)
}
