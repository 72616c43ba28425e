package asterisk

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"sync"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline/telephony"
)

const patience = 10 * time.Second

// request is what the scripted server was sent.
type request struct {
	line string // "POST /channels/c1/moh?mohClass=hotline", path as it was on the wire
	body map[string]any
}

// script is a server that looks like ARI. Answers are set by line; what is not set is 204 without a body.
type script struct {
	*httptest.Server
	sockets chan *websocket.Conn

	mu          sync.Mutex
	answers     map[string]answer
	requests    []request
	connections map[net.Conn]bool // of HTTP and sockets
}

type answer struct {
	code int
	body string
	wait <-chan struct{} // the answer is held back until it is closed
}

func newScript(t *testing.T) *script {
	t.Helper()
	s := &script{sockets: make(chan *websocket.Conn, 16), answers: map[string]answer{}, connections: map[net.Conn]bool{}}
	s.Server = httptest.NewUnstartedServer(s)
	s.Config.ConnState = func(c net.Conn, state http.ConnState) {
		s.mu.Lock()
		defer s.mu.Unlock()
		if state == http.StateNew {
			s.connections[c] = true
		}
	}
	s.Start()
	t.Cleanup(s.Close)
	for line, body := range map[string]string{
		"GET /asterisk/info?only=status": `{"status":{"startup_time":"2026-11-23T10:00:00.000+0200","last_reload_time":"x"}}`,
		"GET /applications/hotline":      `{"name":"hotline","channel_ids":[]}`,
		"GET /channels":                  `[]`,
		"GET /bridges":                   `[]`,
		"GET /endpoints/PJSIP":           `[]`,
	} {
		s.answer(line, 200, body)
	}
	return s
}

func (s *script) answer(line string, code int, body string) {
	s.set(line, answer{code: code, body: body})
}

func (s *script) set(line string, a answer) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.answers[line] = a
}

// ServeHTTP implements http.Handler.
func (s *script) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if r.URL.Path == "/ari/events" {
		upgrader := websocket.Upgrader{}
		if conn, err := upgrader.Upgrade(w, r, nil); err == nil {
			s.sockets <- conn
		}
		return
	}
	line := r.Method + " " + r.RequestURI[len("/ari"):]
	var body map[string]any
	if raw, err := io.ReadAll(r.Body); err == nil && len(raw) > 0 {
		_ = json.Unmarshal(raw, &body) // a body that is no object stays nil and fails the test that looks at it
	}
	s.mu.Lock()
	s.requests = append(s.requests, request{line: line, body: body})
	a, ok := s.answers[line]
	s.mu.Unlock()
	if !ok {
		w.WriteHeader(http.StatusNoContent)
		return
	}
	if a.wait != nil {
		select {
		case <-a.wait:
		case <-r.Context().Done():
		}
	}
	w.WriteHeader(a.code)
	_, _ = io.WriteString(w, a.body) // a client that has gone is the test's intention
}

// count says how often a line was sent.
func (s *script) count(line string) (n int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.requests {
		if r.line == line {
			n++
		}
	}
	return n
}

// body gives the body that was sent with a line.
func (s *script) body(t *testing.T, line string) map[string]any {
	t.Helper()
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, r := range s.requests {
		if r.line == line {
			return r.body
		}
	}
	t.Fatalf("no request %q among %v", line, s.requests)
	return nil
}

func (s *script) opened() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.connections)
}

// socket gives the next event socket that a controller opened, and reads from it, so that pings are answered.
func (s *script) socket(t *testing.T) *websocket.Conn {
	t.Helper()
	conn := s.mute(t)
	go func() {
		for {
			if _, _, err := conn.ReadMessage(); err != nil {
				return
			}
		}
	}()
	return conn
}

// mute gives the next event socket, which answers nothing.
func (s *script) mute(t *testing.T) *websocket.Conn {
	t.Helper()
	select {
	case conn := <-s.sockets:
		t.Cleanup(func() { _ = conn.Close() })
		return conn
	case <-time.After(patience):
		t.Fatal("no event socket was opened")
		return nil
	}
}

func say(t *testing.T, conn *websocket.Conn, text string) {
	t.Helper()
	if err := conn.WriteMessage(websocket.TextMessage, []byte(text)); err != nil {
		t.Fatalf("send event: %v", err)
	}
}

// diary is a Feed that writes down: each entry is a World, a SwitchEvent or an error.
type diary chan any

func (d diary) Up(w telephony.World)          { d <- w }
func (d diary) Event(e telephony.SwitchEvent) { d <- e }
func (d diary) Down(err error)                { d <- err }

// next gives the next entry, which must be a T.
func next[T any](t *testing.T, d diary) T {
	t.Helper()
	select {
	case entry := <-d:
		got, ok := entry.(T)
		if !ok {
			t.Fatalf("got %#v, want a %T", entry, got)
		}
		return got
	case <-time.After(patience):
		var want T
		t.Fatalf("nothing was reported, want a %T", want)
		return want
	}
}

// until passes entries over until one satisfies.
func until(t *testing.T, d diary, what string, satisfies func(e telephony.SwitchEvent) bool) telephony.SwitchEvent {
	t.Helper()
	deadline := time.After(patience)
	var seen []any
	for {
		select {
		case entry := <-d:
			if e, ok := entry.(telephony.SwitchEvent); ok && satisfies(e) {
				return e
			}
			seen = append(seen, entry)
		case <-deadline:
			t.Fatalf("not reported: %s; reported: %+v", what, seen)
		}
	}
}

// eventually waits for a condition that nothing reports.
func eventually(t *testing.T, what string, holds func() bool) {
	t.Helper()
	deadline := time.After(patience)
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !holds() {
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatalf("did not become true: %s", what)
		}
	}
}

// drive runs a Node against the script until the test ends; it gives Run's result as well.
func drive(t *testing.T, c Config) (*Node, diary, <-chan error) {
	t.Helper()
	n, d := New(c), make(diary, 20000)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		done <- n.Run(ctx, d)
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	return n, d, done
}

func (s *script) config() Config {
	return Config{URL: s.URL, User: "hotline", Password: "secret", App: "hotline"}
}

// connected is drive, up to the first Up.
func connected(t *testing.T, s *script) (*Node, diary, *websocket.Conn) {
	t.Helper()
	n, d, _ := drive(t, s.config())
	conn := s.socket(t)
	next[telephony.World](t, d)
	return n, d, conn
}

const channelJSON = `{"id":"%s","name":"PJSIP/x-1","state":"%s","caller":{"name":"","number":"380501112233"},` +
	`"creationtime":"2026-11-23T10:00:01.000+0200","dialplan":{"context":"c","exten":"0800","priority":3},` +
	`"channelvars":%s,"caller_rdnis":"","protocol_id":"x@y"}`

func arrival(id string) string {
	return fmt.Sprintf(`{"type":"StasisStart","timestamp":"2026-11-23T10:00:02.000+0200","args":["in"],"channel":`+channelJSON+`}`,
		id, "Up", `{"HOTLINE_CALL":"`+id+`","HOTLINE_ROLE":"caller","HOTLINE_DID":"0800100"}`)
}

func isDown(err error) bool { return errors.Is(err, telephony.ErrDown) }
func isGone(err error) bool { return errors.Is(err, telephony.ErrGone) }
