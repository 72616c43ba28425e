package disorder

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"runtime"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony"
	"hotline/telephony/asterisk"
	"hotline/telephony/call"
)

// scene is one shift of a hotline: the program, its switch, its journal and its people.
type scene struct {
	t      *testing.T
	seed   uint64
	double *double
	book   book
	size
	rules   call.Rules
	over    bool          // nobody wishes any more
	evening chan struct{} // closed then
	watch   call.Watch
	broken  []string
	calls   int    // in the end
	stop    func() // hotline
	mu      sync.Mutex
	gaveUp  string    // why hotline ended by itself
	calmAt  time.Time // until then something is broken, and nothing is judged
}

// book is a journal and a register, with a desk for agents and a view for who watches.
type book interface {
	telephony.Journal
	telephony.Register
	hire(id call.AgentID, s call.Service, phone call.Phone)
	press(id call.AgentID, action telephony.Action, twice bool) bool
	look(s *call.Sight, there map[string]bool) (wrong []string)
	account() (calls []call.Call, events map[call.ID][]call.Event, held []string)
	setAway(away bool)
}

func rules() call.Rules {
	return call.Rules{Ring: 8 * time.Second, RingOut: 8 * time.Second, Pop: 300 * time.Millisecond, Prompt: 10 * time.Second, Message: 10 * time.Second,
		Pause: 10 * time.Second, Rejoin: 8 * time.Second}
}

// start runs hotline: as after an installation, or after a crash.
func (s *scene) start() {
	log := slog.New(slog.NewTextHandler(teller{s.double}, &slog.HandlerOptions{Level: slog.LevelWarn}))
	node := asterisk.New(asterisk.Config{URL: "http://double", User: "u", Password: "p", App: "hotline", Manager: manager, Dial: s.double.dial, Log: log})
	board := telephony.NewBoard(telephony.Config{Node: "kyiv1", Rules: s.rules, Greeting: []string{"welcome"}, Switch: node, Journal: s.book,
		Register: s.book, Hours: func(at time.Time) bool { return s.seed%7 != 0 || at.Second()%2 == 0 }, Number: func(raw string) (string, string) { return raw, raw },
		DIDs: func(d string) string { return d }, Now: time.Now, Log: log})
	s.rules.Greeting = true
	ctx, cancel := context.WithCancel(context.Background())
	var both sync.WaitGroup
	both.Go(func() {
		if err := board.Run(ctx); ctx.Err() == nil {
			s.double.tells("BROKEN hotline gave up: %v", err)
			s.mu.Lock()
			defer s.mu.Unlock()
			s.gaveUp = fmt.Sprintf("hotline gave up: %v", err)
		}
	})
	both.Go(func() { _ = node.Run(ctx, board) })
	s.stop = func() {
		cancel()
		both.Wait()
	}
}

// teller puts hotline's log into the story.
type teller struct{ d *double }

func (w teller) Write(b []byte) (int, error) {
	w.d.mu.Lock()
	defer w.d.mu.Unlock()
	_, line, _ := strings.Cut(strings.TrimSpace(string(b)), "level=")
	w.d.note("    hotline: %s", line)
	return len(b), nil
}

// look takes one look at the whole house.
func (s *scene) look() {
	d := s.double
	d.mu.Lock()
	defer d.mu.Unlock()
	sight := call.Sight{At: time.Now(), Channels: d.seen(), Rules: s.rules}
	wrong := s.book.look(&sight, d.contacts)
	s.mu.Lock()
	if time.Now().Before(s.calmAt) {
		s.watch.Forget()
	}
	s.mu.Unlock()
	for _, what := range append(s.watch.Look(sight), wrong...) {
		d.note("BROKEN %s", what)
		s.broken = append(s.broken, what)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.gaveUp != "" {
		s.broken = append(s.broken, s.gaveUp)
	}
}

// play lets a shift pass in a bubble, and gives what broke.
func play(t *testing.T, seed uint64, how disorder, slack time.Duration) (s *scene) {
	synctest.Test(t, func(t *testing.T) {
		d := newDouble(seed, how)
		s = &scene{t: t, seed: seed, double: d, book: newLedger(d.tells), rules: rules(), evening: make(chan struct{}),
			size: size{4, 6, 100 * time.Second, 40 * time.Second}, watch: call.Watch{Ring: 8 * time.Second, Slack: slack}}
		s.pass(slack)
		time.Sleep(10 * time.Second) // requests that nobody waits for come to their end
		synctest.Wait()
	})
	return s
}

// pass is the shift, from the first caller to the account.
func (s *scene) pass(slack time.Duration) {
	s.begin()
	s.start()
	begin := time.Now()
	var troubles sync.WaitGroup
	if s.double.how.troubles > 0 {
		troubles.Go(s.trouble)
	}
	for time.Since(begin) < s.shift && len(s.broken) == 0 {
		time.Sleep(200 * time.Millisecond)
		s.look()
	}
	s.leaves()
	troubles.Wait()
	for end := time.Now().Add(2*time.Minute + slack); time.Now().Before(end) && len(s.left()) > 0 && len(s.broken) == 0; s.look() {
		time.Sleep(200 * time.Millisecond)
	}
	if len(s.broken) == 0 {
		s.broken = s.left()
	}
	if len(s.broken) == 0 {
		s.broken = s.unexplained()
	}
	s.stop()
	close(s.double.closed)
	_ = s.double.server.Close()
}

// left is what is still there of anybody.
func (s *scene) left() (all []string) {
	d := s.double
	d.mu.Lock()
	defer d.mu.Unlock()
	for id := range d.channels {
		all = append(all, "in the end there is the channel "+id)
	}
	for id := range d.bridges {
		all = append(all, "in the end there is the bridge "+id)
	}
	calls, _, held := s.book.account()
	for _, c := range calls {
		if !settled(c) {
			all = append(all, fmt.Sprintf("in the end %s is %s with %d legs and ticket %d", c.ID, c.State, len(c.Legs), c.Ticket))
		}
	}
	for _, who := range held {
		all = append(all, "in the end "+who)
	}
	return all
}

// unexplained are calls that lack a ticket, or are not what their events make them.
func (s *scene) unexplained() []string {
	calls, events, _ := s.book.account()
	sight := call.Sight{Rules: s.rules, Events: events}
	for _, c := range calls {
		sight.Finished = append(sight.Finished, call.Finished{Call: c})
	}
	s.calls = len(calls)
	return call.Broken(sight)
}

// scenes is how many shifts a run plays of each kind: HOTLINE_TEST_SCENES, or few, because of the race detector.
func scenes(t *testing.T) uint64 {
	t.Helper()
	asked := os.Getenv("HOTLINE_TEST_SCENES")
	if asked == "" {
		return 20
	}
	n, err := strconv.ParseUint(asked, 10, 64)
	if err != nil {
		t.Fatalf("HOTLINE_TEST_SCENES: %v", err)
	}
	return n
}

// seeds plays many shifts, or the one that HOTLINE_TEST_SEED names, and tells the story of the first that breaks.
func seeds(t *testing.T, how disorder, slack time.Duration) {
	t.Helper()
	first, last := uint64(1), scenes(t)
	if asked := os.Getenv("HOTLINE_TEST_SEED"); asked != "" {
		only, err := strconv.ParseUint(asked, 10, 64)
		if err != nil {
			t.Fatalf("HOTLINE_TEST_SEED: %v", err)
		}
		first, last = only, only
	}
	var next, calls atomic.Uint64
	next.Store(first - 1)
	var told sync.Mutex
	var workers sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		workers.Go(func() {
			for seed := next.Add(1); seed <= last && !t.Failed(); seed = next.Add(1) {
				s := play(t, seed, how, slack)
				calls.Add(uint64(s.calls))
				if told.Lock(); len(s.broken) > 0 && !t.Failed() {
					t.Errorf("seed %d:\n  %s\nits story:\n%s", seed, strings.Join(s.broken, "\n  "), strings.Join(s.double.story, "\n"))
				}
				told.Unlock()
			}
		})
	}
	workers.Wait()
	t.Logf("%d shifts, %d calls", last-first+1, calls.Load())
}

// A switch that does and tells all at once: every invariant holds with the patience that it names, and no more.
func TestDisorder_None(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 20 * time.Millisecond}, 0)
}

// Everything is told in order, some of it twice, and among what nobody ever heard of: that changes nothing.
func TestDisorder_TwiceAndInvented(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 20 * time.Millisecond, twice: 0.2, invented: 0.1}, 0)
}

// Reports come late and out of order: what that hid is found by the next look, after 30 s.
func TestDisorder_LateAndOutOfOrder(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 20 * time.Millisecond, late: 0.2, lateness: time.Second, twice: 0.1, invented: 0.02}, 35*time.Second)
}

// Commands are answered late, wrongly or never.
func TestDisorder_AnswersFail(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 500 * time.Millisecond, hang: 0.03, refuse: 0.03}, 20*time.Second)
}

// Reports are lost, and the rest comes late.
func TestDisorder_ReportsAreLost(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 20 * time.Millisecond, late: 0.1, lateness: time.Second, twice: 0.05, lost: 0.1, invented: 0.02}, 35*time.Second)
}

// Sockets break or go deaf, hotline, the database and Asterisk die and come back: soon after everything is as it should be.
func TestDisorder_Troubles(t *testing.T) {
	seeds(t, disorder{claim: true, latency: 20 * time.Millisecond, troubles: 20 * time.Second}, 3*time.Second)
}

// All of it at once.
func TestDisorder_AllAtOnce(t *testing.T) {
	seeds(t, disorder{latency: 200 * time.Millisecond, hang: 0.01, refuse: 0.01, late: 0.1, lateness: time.Second, twice: 0.1, lost: 0.05,
		invented: 0.05, troubles: 30 * time.Second}, time.Minute)
}
