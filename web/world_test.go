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
	"hotline/telephony"
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

// floor is telephony as the test wants it.
type floor struct {
	mu         sync.Mutex
	view       telephony.DeskView
	records    []telephony.Record // all of them the agent's own, unless foreign
	foreign    bool
	fault      error
	told       []string
	changes    chan call.AgentID
	moments    []telephony.Moment
	hall       telephony.Hall
	supervisor call.AgentID // whose desk shows what the agent's does
	till       time.Time    // when the agent's last talk ended; zero: it goes on
}

var arrived = time.Date(2026, 11, 23, 7, 58, 0, 0, time.UTC)

func newFloor(agent web.User) *floor {
	c := call.Call{ID: "kyiv1-1763913600.12", State: call.Offered, Number: "+380501234567", Service: call.Information, Ticket: 123,
		ArrivedAt: arrived, Legs: []call.Leg{{ID: "kyiv1-1763913600.12", Role: call.Caller, Status: call.Up}}}
	me := telephony.Agent{ID: call.AgentID(agent.ID), Name: agent.Name, Service: call.Information, State: telephony.OnOffer,
		StateSince: arrived, Phone: call.Browser, PhoneReachable: true, Call: c.ID}
	return &floor{changes: make(chan call.AgentID, 16),
		moments: []telephony.Moment{{At: arrived, Event: call.Arrived, State: call.Greeting},
			{At: arrived.Add(time.Second), Event: call.PromptEnded, State: call.Waiting},
			{At: arrived.Add(9 * time.Second), Event: call.LegUp, State: call.Talking, Agent: agent.Name}},
		view: telephony.DeskView{Agent: me, Waiting: 1, Longest: time.Minute, Call: &telephony.DeskCall{Call: c,
			Leg: call.Leg{ID: "leg-1", Role: call.Agent, Status: call.Reserved, Agent: me.ID}}},
		records: []telephony.Record{{Call: c, Agents: []string{agent.Name}, TalkFor: time.Minute}}}
}

// set changes the view and tells of it.
func (f *floor) set(change func(*telephony.DeskView)) {
	f.mu.Lock()
	c := *f.view.Call
	f.view.Call = &c
	change(&f.view)
	agent := f.view.Agent.ID
	f.mu.Unlock()
	f.changes <- agent
}

func (f *floor) tell(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = append(f.told, what)
	return f.fault
}

func (f *floor) heard(what string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.told {
		if s == what {
			n++
		}
	}
	return n
}

func (f *floor) Desk(_ context.Context, agent call.AgentID) (telephony.DeskView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.view
	switch agent {
	case v.Agent.ID:
	case f.supervisor:
		v.Agent.ID, v.Agent.Service, v.Agent.Supervisor = agent, "", true
	default:
		return telephony.DeskView{}, telephony.ErrNoAgent
	}
	return v, nil
}

func (f *floor) Colleagues(context.Context, call.AgentID) ([]telephony.Agent, error) {
	return []telephony.Agent{{ID: 21, Name: "Зайнята", Service: call.Information, State: telephony.OnCall, StateSince: arrived},
		{ID: 22, Name: "Вільний", Service: call.Organisation, State: telephony.Available, StateSince: arrived}}, nil
}

func (f *floor) SetState(_ context.Context, _ call.AgentID, s telephony.AgentState, reason string, p call.Phone) error {
	return f.tell("state " + string(s) + " " + reason + " " + string(p))
}

func (f *floor) PhoneAccount(context.Context, call.AgentID) (telephony.AgentPhone, error) {
	return telephony.AgentPhone{Endpoint: "a1w", Password: "secret", Phone: call.Browser}, nil
}

func (f *floor) Desktop(_ context.Context, _ call.AgentID, on bool) error {
	f.mu.Lock()
	f.view.Agent.Desktop = on
	f.mu.Unlock()
	if on {
		return f.tell("desktop on")
	}
	return f.tell("desktop off")
}

func (f *floor) Shown(_ context.Context, _ call.AgentID, leg call.LegID) error {
	return f.tell("shown " + string(leg))
}

func (f *floor) Do(_ context.Context, w telephony.Wish) error {
	return f.tell("do " + string(w.Action))
}

func (f *floor) Hall(context.Context) (telephony.Hall, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall, f.fault
}

func (f *floor) Supervisions(context.Context, call.ID) ([]telephony.Supervision, error) {
	return []telephony.Supervision{{Supervisor: 9, Name: "Олена", Mode: call.Listen, Reason: "навчання", AskedAt: arrived, From: arrived}}, nil
}

func (f *floor) PartIn(context.Context, call.AgentID, call.TicketID) (telephony.Part, error) {
	return telephony.Part{Call: "kyiv1-1.1", Till: f.till}, nil
}

func (f *floor) Place(_ context.Context, p telephony.Placement) (call.ID, error) {
	return "kyiv1-o1.abc", f.tell("call " + p.Number)
}

func (f *floor) Destinations(_ context.Context, all bool) ([]telephony.Destination, error) {
	list := []telephony.Destination{{Number: "+380441112233", Name: "МРГ", Note: "будні", Active: true}}
	if all {
		list = append(list, telephony.Destination{Number: "+380441112244", Name: "Колишній"})
	}
	return list, nil
}

func (f *floor) PutDestination(_ context.Context, d telephony.Destination, _ call.AgentID) error {
	return f.tell("destination " + d.Number)
}

func (f *floor) FinishWrapUp(_ context.Context, _ call.AgentID, id call.ID, next telephony.AgentState, _ string) error {
	return f.tell("finish " + string(id) + " " + string(next))
}

func (f *floor) ExtendWrapUp(context.Context, call.AgentID, call.ID) error { return f.tell("extend") }

func (f *floor) Records(_ context.Context, filter telephony.RecordFilter) ([]telephony.Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if filter.Agent != 0 && f.foreign {
		return nil, nil
	}
	var out []telephony.Record
	for _, r := range f.records {
		after := filter.Before.IsZero() || r.Call.ArrivedAt.Before(filter.Before)
		if after && !r.Call.ArrivedAt.Before(filter.From) && len(out) < filter.Limit {
			out = append(out, r)
		}
	}
	return out, nil
}

func (f *floor) Record(_ context.Context, id call.ID) (telephony.Record, []telephony.Moment, error) {
	if id != f.records[0].Call.ID {
		return telephony.Record{}, nil, telephony.ErrNoCall
	}
	return f.records[0], f.moments, nil
}

func (f *floor) RecentCalls(context.Context, string, call.ID, int) ([]telephony.Record, error) {
	return f.records, nil
}

func (f *floor) Changes(ctx context.Context) (<-chan call.AgentID, error) {
	out := make(chan call.AgentID)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case agent := <-f.changes:
				select {
				case out <- agent:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out, nil
}

var errAway = errors.New("the store is away")
