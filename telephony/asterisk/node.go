package asterisk

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"sync"
	"sync/atomic"
	"time"

	"hotline/telephony"
)

// ErrReplaced says that another controller has opened the event socket of our application: Asterisk sends events to
// that one now. Commands of a replaced Node are refused with it (and telephony.ErrDown), until Run is called again.
var ErrReplaced = errors.New("another controller has taken over the application")

// Config says how to reach one Asterisk node. Zero durations mean the defaults.
type Config struct {
	URL                          string // of Asterisk's HTTP server, "http://127.0.0.1:8088"
	User                         string // of ari.conf
	Password                     string
	App                          string // the Stasis application's name
	TrunkOut                     string // host:port of the carrier that takes our calls; empty: nobody outside can be rung
	Manager                      string // AMI's address, "127.0.0.1:5038", for what ARI cannot do
	ManagerUser, ManagerPassword string
	Log                          *slog.Logger // nil: nothing is logged
	Dial                         Dial         // how a connection is opened; nil: over the network
	May                          func() error // asked before each connection and request, which is not made when it refuses; nil: always
	// Takes gives what is closed when somebody is there for callers: until then none is claimed. nil: at once.
	Takes     func() <-chan struct{}
	Timeout   time.Duration // for one command; 3 s
	PingEvery time.Duration // of the event socket; 5 s
	Deaf      time.Duration // without a frame or a pong the socket is given up; 12 s
	Sweep     time.Duration // between two looks at the whole switch while the connection lasts; 30 s
	RetryMin  time.Duration // before the first reconnection; 50 ms
	RetryMax  time.Duration // the longest wait between two reconnections; 5 s
}

// Dial opens one connection, as net.Dialer.DialContext does.
type Dial func(ctx context.Context, network, address string) (net.Conn, error)

func (c Config) withDefaults() Config {
	or := func(d *time.Duration, value time.Duration) {
		if *d == 0 {
			*d = value
		}
	}
	or(&c.Timeout, 3*time.Second)
	or(&c.PingEvery, 5*time.Second)
	or(&c.Deaf, 12*time.Second)
	or(&c.Sweep, 30*time.Second)
	or(&c.RetryMin, 50*time.Millisecond)
	or(&c.RetryMax, 5*time.Second)
	if c.Log == nil {
		c.Log = slog.New(slog.DiscardHandler)
	}
	if c.Dial == nil {
		c.Dial = (&net.Dialer{Timeout: c.Timeout}).DialContext
	}
	if c.May == nil {
		c.May = func() error { return nil }
	}
	return c
}

// Node is one Asterisk, driven over ARI. It implements telephony.Switch; all methods but Run are safe for concurrent use.
type Node struct {
	cfg      Config
	log      *slog.Logger
	ari      *client
	stats    *counters
	replaced atomic.Bool
}

var _ telephony.Switch = (*Node)(nil)

// New gives a Node that is not connected: commands work at once, events come with Run.
func New(c Config) *Node {
	c = c.withDefaults()
	stats := newCounters()
	return &Node{cfg: c, log: c.Log, ari: newClient(c, stats), stats: stats}
}

// Stats gives what was counted so far.
func (n *Node) Stats() Stats { return n.stats.snapshot() }

// Run keeps the event socket open and calls feed from this goroutine alone, until ctx ends (it returns ctx's error) or
// another controller takes over (it returns ErrReplaced, after feed.Down). After each connection feed.Up comes first;
// feed.Down comes once for each outage, also when the first connection fails. Only one Run at a time.
func (n *Node) Run(ctx context.Context, feed telephony.Feed) error {
	n.replaced.Store(false)
	defer n.ari.http.CloseIdleConnections() // Asterisk would wait for them when it ends
	var pause time.Duration
	down := false
	for {
		up, err := n.session(ctx, feed)
		if ctx.Err() != nil {
			return fmt.Errorf("run asterisk node: %w", context.Cause(ctx))
		}
		if up {
			pause, down = 0, false
		}
		if !down {
			feed.Down(fmt.Errorf("asterisk event socket: %w", err))
			down = true
		}
		if errors.Is(err, ErrReplaced) {
			return err
		}
		pause = min(max(2*pause, n.cfg.RetryMin), n.cfg.RetryMax)
		select {
		case <-ctx.Done():
		case <-time.After(pause/2 + rand.N(pause/2+1)): // jittered: controllers must not come back in step
		}
	}
}

// session lives as long as one event socket. It says whether feed.Up was called, and why the socket ended.
func (n *Node) session(ctx context.Context, feed telephony.Feed) (up bool, err error) {
	if err := n.cfg.May(); err != nil {
		return false, err
	}
	ctx, cancel := context.WithCancelCause(ctx)
	sock, err := n.openSocket(ctx)
	if err != nil {
		cancel(err)
		return false, err
	}
	var jobs sync.WaitGroup
	defer func() {
		cancel(errors.New("event socket closed"))
		sock.close()
		jobs.Wait()
		n.stats.change(func(s *Stats) { s.Connected, s.Queue = false, 0 })
	}()
	jobs.Go(func() { sock.read(cancel) })
	jobs.Go(func() { sock.ping(ctx) })
	jobs.Go(func() { n.remind(ctx, sock.queue) })
	// The socket is open and buffers: whatever happens from now on is in the queue, whatever happened before in the world.
	world, err := n.world(ctx)
	if err != nil {
		if cause := context.Cause(ctx); cause != nil {
			err = cause
		}
		return false, err
	}
	n.stats.change(func(s *Stats) { s.Connected = true; s.Connections++ })
	n.log.Info("switch up", "channels", len(world.Channels), "bridges", len(world.Bridges))
	t := newTranslator(world)
	feed.Up(world)
	for {
		messages, err := sock.queue.take()
		if err != nil {
			return true, err
		}
		for _, m := range messages {
			if m.raw == nil {
				n.sweep(ctx, t, feed, world.StartedAt)
				continue
			}
			if err := n.dispatch(ctx, t, feed, m, &jobs); err != nil {
				return true, err
			}
		}
	}
}

// remind asks for a sweep now and then, by a message without text; for the first one soon, because commands may have been
// under way while the world was read.
func (n *Node) remind(ctx context.Context, q *queue) {
	for wait := n.cfg.Sweep / 15; ; wait = n.cfg.Sweep {
		select {
		case <-ctx.Done():
			return
		case <-time.After(wait):
			q.put(message{read: time.Now()})
		}
	}
}

// sweep tells what the switch has now. Events wait meanwhile, so that none of what was handed on is newer.
func (n *Node) sweep(ctx context.Context, t *translator, feed telephony.Feed, began time.Time) {
	short, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	w, err := n.look(short, began)
	if err != nil {
		if ctx.Err() == nil {
			n.log.Warn("sweep failed", "error", err)
		}
		return
	}
	w.Sweep = true
	n.stats.change(func(s *Stats) { s.Sweeps++ })
	feed.Up(w)
	for _, e := range t.swept(w.Reachable) {
		feed.Event(e)
	}
}

// dispatch hands one event on. What must be sent to Asterisk because of it goes out beside, so that the feed never waits.
func (n *Node) dispatch(ctx context.Context, t *translator, feed telephony.Feed, m message, jobs *sync.WaitGroup) error {
	n.stats.handed(time.Since(m.read))
	e, err := decodeEvent(m.raw)
	if err != nil {
		n.stats.change(func(s *Stats) { s.Malformed++ })
		n.log.Warn("event not understood", "error", err)
		return nil
	}
	known := knownEvents[e.Type]
	n.stats.change(func(s *Stats) {
		if known {
			s.Events[e.Type]++
		} else {
			s.Events["unknown"]++
		}
	})
	if !known {
		n.log.Warn("event type unknown", "type", e.Type)
		return nil
	}
	n.log.Debug("event", "type", e.Type, "channel", e.subject().ID, "bridge", e.Bridge.ID, "playback", e.Playback.ID)
	switch e.Type {
	case typeReplaced:
		n.replaced.Store(true)
		return ErrReplaced
	case typeBroadcast:
		jobs.Go(func() { n.claim(ctx, e.Channel.ID) })
		return nil
	}
	for _, out := range t.translate(e, m.read) {
		feed.Event(out)
	}
	return nil
}
