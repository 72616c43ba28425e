package main

import (
	"context"
	"net/http"
	"net/http/httputil"
	"net/url"
	"os"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

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

// holdBack is a proxy before ARI that keeps answers back: of each request that matches, once it was carried out, until it
// is let go; or the request itself.
type holdBack struct {
	mu    sync.Mutex
	match func(*http.Request) bool // nil: nothing is kept
	early bool                     // the request is kept, and not its answer
	held  chan struct{}            // one for each answer that is kept
	free  chan struct{}            // closed: let all go
}

func (h *holdBack) answers(match func(*http.Request) bool) {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.match, h.early, h.held, h.free = match, false, make(chan struct{}, 16), make(chan struct{})
}

func (h *holdBack) requests(match func(*http.Request) bool) {
	h.answers(match)
	h.mu.Lock()
	defer h.mu.Unlock()
	h.early = true
}

func (h *holdBack) letGo() {
	h.mu.Lock()
	defer h.mu.Unlock()
	h.match = nil
	close(h.free)
}

func (h *holdBack) kept(res *http.Response) error {
	h.keep(res.Request, false)
	return nil
}

// RoundTrip carries a request to Asterisk, unless it is kept.
func (h *holdBack) RoundTrip(r *http.Request) (*http.Response, error) {
	h.keep(r, true)
	return http.DefaultTransport.RoundTrip(r)
}

func (h *holdBack) keep(r *http.Request, early bool) {
	h.mu.Lock()
	match, held, free := h.match, h.held, h.free
	match = map[bool]func(*http.Request) bool{true: match}[early == h.early]
	h.mu.Unlock()
	if match != nil && match(r) {
		held <- struct{}{}
		<-free
	}
}

// keeping lets hotline reach ARI through a proxy that can hold answers back.
func keeping(t *testing.T, adjust ...func(*config)) (*town, *holdBack) {
	t.Helper()
	h := &holdBack{}
	w := emptyTown(t, func(c *config) {
		c.Greeting = "-"
		for _, a := range adjust {
			a(c)
		}
	})
	target, err := url.Parse(w.cfg.ARIURL)
	must(t, err)
	proxy := httputil.NewSingleHostReverseProxy(target)
	proxy.ModifyResponse, proxy.Transport = h.kept, h
	server := &http.Server{Addr: freePort(t), Handler: proxy, ReadHeaderTimeout: time.Second}
	go func() { _ = server.ListenAndServe() }()
	t.Cleanup(func() { _ = server.Close() })
	w.cfg.ARIURL = "http://" + server.Addr
	w.start(t)
	return w, h
}

// rings is a request to ring an agent.
func ringsAgent(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasPrefix(r.URL.Path, "/ari/channels/leg-")
}

// joins is a request to put somebody into a bridge.
func joinsBridge(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/addChannel")
}

// Race 1: the caller leaves while Asterisk's answer to the request to ring the agent is on its way, and, every other time,
// the agent has answered meanwhile: the telephone stops, the agent is free.
func TestRace01_CallerLeavesBeforeTheRingIsConfirmed(t *testing.T) {
	w, ari := keeping(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	times := crossings(t, 10)
	for i := range times {
		ari.answers(ringsAgent)
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		<-ari.held
		if i%2 == 1 {
			_ = ring.Answer(w.ctx)
		}
		must(t, caller.Hangup(w.ctx))
		ari.letGo()
		<-ring.Done()
		w.quiet(t)
		w.rested(t, 1)
	}
	w.ended(t, times, call.Abandoned, call.CallerHungUp)
}

// Races 5 and 6: the agent lifts the receiver and puts it down before the caller is joined: the caller goes to the front of
// the line with an apology, and the next agent, who answers while that is played, is heard and not its end.
func TestRace05_AgentLeavesBeforeTheCallerIsJoined(t *testing.T) {
	w, ari := keeping(t)
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 8)
	for range times {
		ari.answers(joinsBridge)
		caller := w.dial(t, callersNumber)
		first := anybody(t, w, phones)
		must(t, first.Answer(w.ctx))
		<-ari.held
		must(t, first.Hangup(w.ctx))
		ari.letGo()
		next := anybody(t, w, phones)
		next.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		must(t, next.Answer(w.ctx))
		must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
		must(t, next.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		if c := w.last(t).Call; c.Priority != call.Front || c.QueuedAt.After(c.ArrivedAt.Add(time.Second)) {
			t.Errorf("priority %d, queued %s after the arrival", c.Priority, c.QueuedAt.Sub(c.ArrivedAt))
		}
		must(t, caller.Hangup(w.ctx))
		<-next.Done()
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	w.ended(t, times, call.CallerHungUp)
}

// anybody waits until one of the phones rings.
func anybody(t *testing.T, w *town, phones []*softphone.Phone) *softphone.Call {
	t.Helper()
	select {
	case c := <-phones[0].Incoming():
		return c
	case c := <-phones[1].Incoming():
		return c
	case <-w.ctx.Done():
		t.Fatal("no telephone rings")
		return nil
	}
}

// Race 13: the agent presses another button in the moment in which the colleague declines, answers or leaves, or the caller
// leaves: whoever is left hears whom they should.
func TestRace13_ButtonsCrossTheColleague(t *testing.T) {
	t.Parallel()
	tr := newTrio(t)
	times := crossings(t, 4)
	press := func(a telephony.Action) func(*softphone.Call) {
		return func(*softphone.Call) {
			_ = tr.tel.Do(tr.ctx, telephony.Wish{Agent: 1, Call: tr.last(t).Call.ID, Action: a})
		}
	}
	answer := func(target *softphone.Call) { _ = target.Answer(tr.ctx) }
	decline := func(target *softphone.Call) { _ = target.Reject(486) }
	callerLeaves := func(*softphone.Call) { _ = tr.caller.Hangup(tr.ctx) }
	agentLeaves := func(*softphone.Call) { _ = tr.talk.Hangup(tr.ctx) }
	for _, c := range []struct {
		name       string
		once, also func(target *softphone.Call)
	}{
		{"cancel × busy", press(telephony.Cancel), decline},
		{"cancel × answer", press(telephony.Cancel), answer},
		{"cancel × caller leaves", press(telephony.Cancel), callerLeaves},
		{"swap × answer", press(telephony.Swap), answer},
		{"complete × answer", press(telephony.Complete), answer},
		{"agent leaves × answer", agentLeaves, answer},
		{"caller leaves × answer", callerLeaves, answer},
	} {
		ends := map[string]int{}
		for range times {
			tr.do(t, 1, telephony.Consult, call.Organisation)
			target, err := tr.ivan.WaitIncoming(tr.ctx)
			must(t, err)
			target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
			crossed := make(chan struct{})
			go func() { defer close(crossed); c.also(target) }()
			c.once(target)
			<-crossed
			ends[tr.rest(t, target)]++
			_, _, _ = tr.caller.Hangup(tr.ctx), tr.talk.Hangup(tr.ctx), target.Hangup(tr.ctx)
			<-tr.caller.Done()
			<-tr.talk.Done()
			<-target.Done()
			tr.quiet(t)
			tr.rested(t, 1, 2)
			tr.again(t, 2)
			tr.begin(t)
		}
		t.Logf("%s: %v", c.name, ends)
	}
	must(t, tr.caller.Hangup(tr.ctx))
	tr.quiet(t)
	if n := tr.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}

// rest is outcome, for a consultation that may also go on.
func (tr *trio) rest(t *testing.T, target *softphone.Call) string {
	t.Helper()
	for what, hears := range map[string][2]float64{ // the colleague, the caller
		"consulting": {softphone.ToneAgent, softphone.ToneMusic},
		"swapped":    {softphone.ToneMusic, softphone.ToneAgent},
	} {
		short, cancel := context.WithTimeout(tr.ctx, 500*time.Millisecond)
		here := target.Heard().WaitOnly(short, hears[0]) == nil && tr.caller.Heard().WaitOnly(short, hears[1]) == nil
		cancel()
		if here {
			return what
		}
	}
	return tr.outcome(t, target)
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
	t.Logf("%d times, ends: %v", calls, counted)
	if rest != 0 {
		t.Errorf("ends %v, want only %v", counted, ends)
	}
	if n := w.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
}
