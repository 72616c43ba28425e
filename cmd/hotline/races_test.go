package main

import (
	"context"
	"fmt"
	"maps"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"os/signal"
	"slices"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// crossings is how often a race is run: usual in a run of all tests, HOTLINE_TEST_CROSSINGS when that is set (`make races`).
func crossings(t *testing.T, usual int) int {
	t.Helper()
	asked := os.Getenv("HOTLINE_TEST_CROSSINGS")
	if asked == "" {
		return usual
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("HOTLINE_TEST_CROSSINGS: %q is no number of times", asked)
	}
	return n
}

// slow is how often a race is run of which one run takes n times as long as of others: once, in a run of all tests.
func slow(t *testing.T, n int) int {
	t.Helper()
	return max(1, crossings(t, 1)/n)
}

// tally counts what came of a race.
type tally struct {
	number, made string
	mu           sync.Mutex
	runs         int
	came         map[string]int
}

// tallies are those of tests that run.
var tallies struct {
	sync.Mutex
	once sync.Once
	live map[*tally]bool
}

// race counts a test's race, and logs the count when the test ends, as a line that deploy/race-table reads. When the whole
// run is told to end (SIGTERM), what was counted until then is told too.
func race(t *testing.T, made string) *tally {
	t.Helper()
	n := &tally{number: strings.SplitN(t.Name(), "_", 3)[1], made: made, came: map[string]int{}}
	tallies.once.Do(func() {
		tallies.live = map[*tally]bool{}
		ended := make(chan os.Signal, 1)
		signal.Notify(ended, syscall.SIGTERM)
		go func() {
			<-ended
			tallies.Lock()
			for n := range tallies.live {
				fmt.Println("told to end:", n.row(0))
			}
			os.Exit(1)
		}()
	})
	tallies.Lock()
	tallies.live[n] = true
	tallies.Unlock()
	t.Cleanup(func() {
		tallies.Lock()
		delete(tallies.live, n)
		tallies.Unlock()
		missed := 0
		if t.Failed() {
			missed = 1
		}
		t.Log(n.row(missed))
	})
	return n
}

func (n *tally) row(missed int) string {
	n.mu.Lock()
	defer n.mu.Unlock()
	var came []string
	for _, what := range slices.Sorted(maps.Keys(n.came)) {
		came = append(came, fmt.Sprintf("%s %d", what, n.came[what]))
	}
	return fmt.Sprintf("race | %s | %s | %d | %s | %d", n.number, n.made, n.runs, strings.Join(came, "; "), missed)
}

// ran counts one run and what came of it.
func (n *tally) ran(what string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	n.runs++
	n.came[what]++
}

// servo finds the instant in which two things cross: whoever was late is earlier next time.
type servo struct{ at, step time.Duration }

func (s *servo) early(was bool) {
	if was {
		s.at += s.step
	} else {
		s.at -= s.step
	}
}

// holdBack is a proxy before ARI that keeps requests back before they are carried out, or their answers afterwards.
type holdBack struct {
	rest, events http.Handler
	mu           sync.Mutex
	before       bool                     // keep requests, not answers
	match        func(*http.Request) bool // nil: nothing is kept
	held         chan struct{}            // one for each that is kept
	free         chan struct{}            // closed: let all go
	drop         bool                     // what was kept goes nowhere
	socket       *wire                    // before the events
}

// answers keeps back the answer to each request that matches, once it was carried out.
func (h *holdBack) answers(match func(*http.Request) bool) { h.keep(match, false) }

// requests keeps back each request that matches, before Asterisk sees it.
func (h *holdBack) requests(match func(*http.Request) bool) { h.keep(match, true) }

func (h *holdBack) keep(match func(*http.Request) bool, before bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.match, h.before, h.drop, h.held, h.free = match, before, false, make(chan struct{}, 16), make(chan struct{})
}

// holds waits until something is kept.
func (h *holdBack) holds(t *testing.T, ctx context.Context) {
	t.Helper()
	select {
	case <-h.held:
	case <-ctx.Done():
		t.Fatal("nothing was held back")
	}
}

// letGo carries on with what was kept.
func (h *holdBack) letGo() { h.release(false) }

// lose breaks the connections on which something was kept.
func (h *holdBack) lose() { h.release(true) }

func (h *holdBack) release(drop bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.match, h.drop = nil, drop
	close(h.free)
}

// wait keeps what matches until it is let go; false when it is lost.
func (h *holdBack) wait(r *http.Request, before bool) bool {
	h.mu.Lock()
	keep := h.match != nil && h.before == before && h.match(r)
	held, free := h.held, h.free
	h.mu.Unlock()
	if !keep {
		return true
	}
	held <- struct{}{}
	<-free
	h.mu.Lock()
	defer h.mu.Unlock()
	return !h.drop
}

// ServeHTTP implements http.Handler.
func (h *holdBack) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	if strings.HasSuffix(r.URL.Path, "/events") {
		h.events.ServeHTTP(w, r)
		return
	}
	if !h.wait(r, true) {
		panic(http.ErrAbortHandler)
	}
	h.rest.ServeHTTP(w, r)
}

// hold lets hotline reach ARI through a proxy that can hold requests and answers back, and its events through a wire.
func hold(t *testing.T, w *town) *holdBack {
	t.Helper()
	ari, err := url.Parse(w.cfg.ARIURL)
	must(t, err)
	socket := newWire(t, ari.Host)
	rest := httputil.NewSingleHostReverseProxy(ari)
	h := &holdBack{rest: rest, socket: socket, events: httputil.NewSingleHostReverseProxy(&url.URL{Scheme: "http", Host: socket.addr})}
	rest.ModifyResponse = func(res *http.Response) error {
		if !h.wait(res.Request, false) {
			panic(http.ErrAbortHandler)
		}
		return nil
	}
	server := &http.Server{Addr: asterisktest.Free(), Handler: h, ReadHeaderTimeout: time.Second}
	go func() { _ = server.ListenAndServe() }()
	t.Cleanup(func() { _ = server.Close() })
	w.cfg.ARIURL = "http://" + server.Addr
	return h
}

// keeping is a town whose hotline reaches ARI as hold says.
func keeping(t *testing.T, adjust ...func(*config)) (*town, *holdBack) {
	t.Helper()
	w := emptyTown(t, func(c *config) {
		c.Greeting, c.Look = "-", time.Hour // a look would tell what is held back
		for _, a := range adjust {
			a(c)
		}
	})
	h := hold(t, w)
	w.start(t)
	return w, h
}

// ringsAgent is a request to ring an agent.
func ringsAgent(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/ari/channels/leg-") && strings.Count(r.URL.Path, "/") == 3
}

// joinsBridge is a request to put somebody into a bridge.
func joinsBridge(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/addChannel")
}

// hangsUp is a request to let an agent's leg go.
func hangsUp(r *http.Request) bool {
	return r.Method == http.MethodDelete && strings.HasPrefix(r.URL.Path, "/ari/channels/leg-") && strings.Count(r.URL.Path, "/") == 3
}

// together does both at once and returns when both are done.
func together(one, other func()) {
	start, done := make(chan struct{}), make(chan struct{})
	go func() {
		defer close(done)
		<-start
		one()
	}()
	close(start)
	other()
	<-done
}

// over tells whether a telephone's call has ended.
func over(c *softphone.Call) bool {
	select {
	case <-c.Done():
		return true
	default:
		return false
	}
}

// anybody waits until one of two phones rings.
func anybody(t *testing.T, w *town, phones []*softphone.Phone) *softphone.Call {
	t.Helper()
	c, _ := rings(t, w, phones)
	return c
}

// rings is anybody, and says whose phone it is.
func rings(t *testing.T, w *town, phones []*softphone.Phone) (c *softphone.Call, which int) {
	t.Helper()
	select {
	case c := <-phones[0].Incoming():
		return c, 0
	case c := <-phones[1].Incoming():
		return c, 1
	case <-w.ctx.Done():
		t.Fatal("no telephone rings")
		return nil, 0
	}
}

// ended proves that so many calls are on record, each with a ticket and one of the ends.
func (w *town) ended(t *testing.T, calls int, ends ...call.Reason) {
	t.Helper()
	all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: calls + 1})
	must(t, err)
	if len(all) != calls {
		t.Errorf("%d calls on record, want %d", len(all), calls)
	}
	counted := map[call.Reason]int{}
	for _, r := range all {
		counted[r.Call.EndReason]++
		if r.Call.Ticket == 0 {
			t.Errorf("call %s has no ticket", r.Call.ID)
		}
	}
	rest := len(all)
	for _, e := range ends {
		rest -= counted[e]
	}
	if rest != 0 {
		t.Errorf("ends %v, want only %v", counted, ends)
	}
	w.noStrays(t)
}

func (w *town) noStrays(t *testing.T) {
	t.Helper()
	if n := w.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}

// rested brings agents back from the wrap-up, or from the break of one who let the phone ring out.
func (w *town) rested(t *testing.T, agents ...call.AgentID) {
	t.Helper()
	for _, id := range agents {
		switch a := w.state(t, id).Agent; a.State {
		case telephony.WrapUp:
			must(t, w.tel.FinishWrapUp(w.ctx, id, a.Call, telephony.Available, ""))
		case telephony.Break:
			must(t, w.tel.SetState(w.ctx, id, telephony.Available, "", call.Desk))
		case telephony.Available:
		default:
			t.Fatalf("agent %d is %s after the call", id, a.State)
		}
	}
}
