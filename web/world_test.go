package web_test

import (
	"bytes"
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/legacy"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"hotline/deploy/schema/schematest"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/tickets/phone"
	ticketspg "hotline/tickets/postgres"
	"hotline/tickets/webhook"
	"hotline/web"
	webpg "hotline/web/postgres"
)

const origin = "http://desk.test"

// world is a server on a database of its own, with a floor, a register and recordings that the test sets.
type world struct {
	*web.Server
	t       *testing.T
	pool    *pgxpool.Pool
	store   *webpg.Store
	floor   *floor
	tickets *register
	finder  *finder
	real    *tickets.Register // on the same database
	replay  *replay
	url     string
	users   map[web.Role]web.User
	checks  error
	mu      sync.Mutex
	clock   time.Time
	stop    func()

	sessions atomic.Int64
}

func newWorld(t *testing.T) *world {
	t.Helper()
	pool := schematest.New(t)
	w := &world{t: t, pool: pool, store: webpg.New(pool), users: map[web.Role]web.User{},
		clock: time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)}
	for i, role := range []web.Role{web.Agent, web.Supervisor, web.Administrator} {
		w.users[role] = w.addUser(role, []string{"koval", "shevchuk", "bondar"}[i], "$argon2id$none")
	}
	w.floor = newFloor(w.users[web.Agent])
	w.floor.supervisor = call.AgentID(w.users[web.Supervisor].ID)
	w.real = tickets.New(ticketspg.New(pool), phone.Parse, w.now, slog.New(slog.DiscardHandler))
	w.tickets, w.replay = newRegister(w.now()), newReplay(w.now())
	w.finder = newFinder(w.tickets.detail.Ticket)
	w.serve(nil)
	return w
}

// serve starts the server; change may alter what it gets.
func (w *world) serve(change func(*web.Deps)) {
	w.t.Helper()
	kept := ticketspg.New(w.pool)
	d := web.Deps{Floor: w.floor, Offers: web.NewOffers(&settings{floor: w.floor}, phone.Parse), Tickets: w.tickets, Calendar: tickets.New(kept, phone.Parse, w.now, slog.New(slog.DiscardHandler)), Knowledge: tickets.NewKnowledge(kept, w.now), Downtimes: tickets.NewDowntimes(kept, w.now, slog.New(slog.DiscardHandler)), ParsePhone: phone.Parse, Recordings: w.replay, Replay: w.replay, Store: w.store,
		Finder:     w.finder,
		Inbox:      w.real,
		Applicants: w.real,
		Webhooks:   tickets.NewWebhooks(kept, webhook.New(nil, w.now), w.now),
		UI: fstest.MapFS{"index.html": {Data: []byte(`<meta nonce="__CSP_NONCE__">`)}, "favicon.svg": {Data: []byte("<svg/>")},
			"assets/app-1.js": {Data: []byte("plain")}, "assets/app-1.js.br": {Data: []byte("br")}, "assets/app-1.js.gz": {Data: []byte("gz")}},
		Metrics: prometheus.NewRegistry(), Now: w.now, Log: slog.New(slog.DiscardHandler), Origins: []string{origin},
		Checks:      []web.Check{{Name: "postgres", Probe: func(context.Context) error { return w.checks }}},
		SIPUpstream: "ws://127.0.0.1:1/ws", DeskRegistrar: "pbx.test:5060"}
	if change != nil {
		change(&d)
	}
	s, err := web.New(d)
	must(w.t, err)
	s.SetRoomLimits(50*time.Millisecond, time.Second, 10*time.Millisecond, 300*time.Millisecond)
	server := httptest.NewServer(s)
	ctx, cancel := context.WithCancel(context.Background())
	var running sync.WaitGroup
	running.Go(func() { _ = s.Run(ctx) })
	w.Server, w.url = s, server.URL
	w.stop = sync.OnceFunc(func() {
		cancel()
		running.Wait()
		server.Close()
	})
	w.t.Cleanup(w.stop)
}

func (w *world) now() time.Time {
	w.mu.Lock()
	defer w.mu.Unlock()
	return w.clock
}

func (w *world) pass(d time.Duration) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.clock = w.clock.Add(d)
}

func (w *world) addUser(role web.Role, login, hash string) web.User {
	w.t.Helper()
	u := web.User{Login: login, Name: "Особа " + login, Role: role}
	if role == web.Agent {
		u.Service = "information"
	}
	u, err := w.store.AddUser(context.Background(), u, hash, w.now())
	must(w.t, err)
	return u
}

// cookie opens a session of this user without a password.
func (w *world) cookie(u web.User) string {
	w.t.Helper()
	raw := sha256.Sum256([]byte(u.Login + strconv.Itoa(int(w.sessions.Add(1)))))
	must(w.t, w.store.AddSession(context.Background(), sha256.Sum256(raw[:]), u.ID, "", w.now(), w.now().Add(24*time.Hour)))
	return "hotline_session=" + base64.RawURLEncoding.EncodeToString(raw[:])
}

func (w *world) as(role web.Role) string { return w.cookie(w.users[role]) }

// do sends a request and holds the answer against the contract.
func (w *world) do(method, path, cookie string, body any, header ...string) (*http.Response, []byte) {
	w.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		if file, ok := body.(fileBody); ok {
			text = file
		}
		must(w.t, err)
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(w.t.Context(), method, w.url+path, content)
	must(w.t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if _, ok := body.(fileBody); ok {
		r.Header.Set("Content-Type", "application/octet-stream")
	}
	if cookie != "" {
		r.Header.Set("Cookie", cookie)
	}
	for i := 0; i+1 < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	must(w.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		w.t.Fatalf("%s %s: answer %d: %v", method, path, answer.StatusCode, err)
	}
	if strings.HasPrefix(path, "/api/") {
		w.holdAgainstContract(r, answer, text)
	}
	return answer, text
}

func (w *world) holdAgainstContract(r *http.Request, answer *http.Response, text []byte) {
	w.t.Helper()
	router := contract(w.t)
	route, params, err := router.FindRoute(r)
	if err != nil {
		return // no operation of the contract
	}
	in := &openapi3filter.ResponseValidationInput{
		RequestValidationInput: &openapi3filter.RequestValidationInput{Request: r, PathParams: params, Route: route},
		Status:                 answer.StatusCode, Header: answer.Header, Body: io.NopCloser(bytes.NewReader(text)),
		Options: &openapi3filter.Options{IncludeResponseStatus: true, ExcludeResponseBody: strings.HasPrefix(answer.Header.Get("Content-Type"), "audio/")},
	}
	if err := openapi3filter.ValidateResponse(w.t.Context(), in); err != nil {
		w.t.Errorf("%s %s: answer %d breaks the contract: %v\n%s", r.Method, r.URL.Path, answer.StatusCode, err, text)
	}
}

var document = sync.OnceValues(func() (*openapi3.T, error) {
	openapi3filter.RegisterBodyDecoder("application/problem+json", openapi3filter.JSONBodyDecoder)
	text, err := os.ReadFile("openapi.yaml")
	if err != nil {
		return nil, err
	}
	return openapi3.NewLoader().LoadFromData(text)
})

func contract(t *testing.T) routers.Router {
	t.Helper()
	doc, err := document()
	must(t, err)
	router, err := legacy.NewRouter(doc)
	must(t, err)
	return router
}

// problem reads an error's code.
func problem(t *testing.T, text []byte) (p struct {
	Code, Detail string
	Fields       map[string]string
}) {
	t.Helper()
	if err := json.Unmarshal(text, &p); err != nil {
		t.Fatalf("no problem document: %v\n%s", err, text)
	}
	return p
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func want[T comparable](t testing.TB, what string, got, wanted T) {
	t.Helper()
	if got != wanted {
		t.Errorf("%s: got %v, want %v", what, got, wanted)
	}
}

// eventually waits for a condition that another goroutine brings about.
func eventually(t testing.TB, what string, ok func() bool) {
	t.Helper()
	deadline := time.NewTimer(10 * time.Second)
	defer deadline.Stop()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-deadline.C:
			t.Fatalf("never came: %s", what)
		}
	}
}

var errAway = errors.New("the store is away")
