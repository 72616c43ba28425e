package web_test

import (
	"net/http"
	"strings"
	"testing"

	"hotline/recording"
	"hotline/web"
)

func TestReplay_RangeWholeAndUnchanged(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie, path := w.as(web.Supervisor), "/api/v1/listens/"+listenID+"/audio"
	answer, text := w.do("GET", path, cookie, nil)
	want(t, "status", answer.StatusCode, http.StatusOK)
	want(t, "type", answer.Header.Get("Content-Type"), "audio/wav")
	want(t, "caching", answer.Header.Get("Cache-Control"), "private, no-store")
	want(t, "ranges", answer.Header.Get("Accept-Ranges"), "bytes")
	want(t, "sound", string(text) == string(talk), true)
	answer, text = w.do("GET", path, cookie, nil, "Range", "bytes=9990-")
	want(t, "status", answer.StatusCode, http.StatusPartialContent)
	want(t, "Content-Range", answer.Header.Get("Content-Range"), "bytes 9990-9999/10000")
	want(t, "the last bytes", string(text), "0123456789")
	answer, _ = w.do("GET", path, cookie, nil, "If-None-Match", answer.Header.Get("ETag"))
	want(t, "unchanged", answer.StatusCode, http.StatusNotModified)
}

func TestReplay_HeardIsToldAndListensAreShown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Supervisor)
	answer, _ := w.do("POST", "/api/v1/listens/"+listenID+"/heard", cookie, map[string]any{"intervals_ms": [][]int{{0, 900}, {1500, 2000}}})
	want(t, "status", answer.StatusCode, http.StatusNoContent)
	want(t, "heard", len(w.replay.heard) == 2 && w.replay.heard[1] == recording.Interval{FromMS: 1500, ToMS: 2000}, true)
	_, text := w.do("GET", "/api/v1/recordings/"+recordingID+"/listens", cookie, nil)
	if !strings.Contains(string(text), `"heard_ms":1500`) || !strings.Contains(string(text), `"who":"Керівник"`) {
		t.Errorf("listens: %s", text)
	}
}

func TestReplay_FaultsHaveTheirAnswers(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie, path := w.as(web.Supervisor), "/api/v1/listens/"+listenID+"/audio"
	for _, c := range []struct {
		fault  error
		status int
	}{{recording.ErrForbidden, 403}, {recording.ErrExpired, 410}, {recording.ErrNotFinished, 409}, {errAway, 503}, {recording.ErrDamaged, 500}} {
		w.replay.fault = c.fault
		answer, _ := w.do("GET", path, cookie, nil)
		want(t, c.fault.Error(), answer.StatusCode, c.status)
	}
}
