package telephony

import (
	"context"
	"errors"
	"log/slog"
	"sync"
	"sync/atomic"
	"time"

	"hotline/telephony/call"
)

// Config is what a Board needs. Every field but Outages and Log is required.
type Config struct {
	Node     string
	Rules    call.Rules
	Greeting []string // prompts of the greeting; empty: callers go straight to the line
	Switch   Switch
	Journal  Journal
	Register Register
	Hours    func(time.Time) bool                  // within working hours
	Outages  func() []string                       // prompts of the downtimes that run now, told before the line; nil: none ever
	Number   func(raw string) (e164, clean string) // reads a carrier's number; both empty when withheld
	DIDs     func(dialled string) string           // E.164 of the number that was dialled
	Now      func() time.Time
	Log      *slog.Logger
}

// Stats are counters since the start.
type Stats struct {
	Calls, Transitions, Misfits, Commands, CommandFaults, CommitRetries, Strays atomic.Int64
	Live                                                                        atomic.Int64
}

// Board drives the calls of one node: one actor a call, one dispatcher for the line. It is the Feed of the node's switch.
// Run must be running for anything to happen. Safe for concurrent use.
type Board struct {
	Config
	Stats Stats

	inbox  *mailbox[any] // World, SwitchEvent, error
	line   chan struct{} // the line may have moved
	phones chan struct{} // what the switch must know of the telephones may have changed
	wishes chan struct{} // somebody may have asked for something
	fenced chan error    // the journal refused a step for good: another copy drives the node

	mu     sync.Mutex
	actors map[call.ID]*actor
	ready  bool          // the journal's calls are loaded
	loaded chan struct{} // closed then
	rules  atomic.Pointer[rules]
	wg     sync.WaitGroup

	adopting adoptions

	reach *reach
}

// NewBoard returns a Board that does nothing until Run.
func NewBoard(c Config) *Board {
	if c.Log == nil {
		c.Log = slog.Default()
	}
	c.Rules.Greeting = len(c.Greeting) > 0
	return &Board{Config: c, inbox: newMailbox[any](), line: make(chan struct{}, 1), wishes: make(chan struct{}, 1), phones: make(chan struct{}, 1),
		fenced: make(chan error, 1), loaded: make(chan struct{}), actors: map[call.ID]*actor{}, reach: newReach()}
}

// Up takes the switch's world after a connection.
func (b *Board) Up(w World) { b.inbox.post(w) }

// Event takes one report of the switch.
func (b *Board) Event(e SwitchEvent) { b.inbox.post(e) }

// Down takes the loss of the switch. Calls go on in the switch; they are looked at again when it is back.
func (b *Board) Down(err error) { b.inbox.post(err) }

// Loaded gives what is closed when the journal's calls are here: before, nobody takes care of a caller. A Board is run once.
func (b *Board) Loaded() <-chan struct{} { return b.loaded }

// Live tells whether the call has not come to its end on this board.
func (b *Board) Live(id call.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	_, ok := b.actors[id]
	return ok || !b.ready
}

// Run drives the node until ctx ends, or until the journal answers ErrLostLease or ErrConflict, which it returns: whoever
// runs next begins with what is written. It returns when every actor has stopped, so that a copy that was frozen and woken
// commands nothing more.
// Calls and talks go on in the switch without us.
func (b *Board) Run(ctx context.Context) error {
	ctx, stop := context.WithCancel(ctx)
	defer b.wg.Wait()
	defer stop()
	stirs, err := b.Journal.Wake(ctx)
	if err != nil {
		return err
	}
	b.wg.Go(func() { b.dispatch(ctx) })
	b.wg.Go(func() { b.heed(ctx) })
	b.wg.Go(func() { b.keepReachable(ctx) })
	b.wg.Go(func() { b.keepPhones(ctx) })
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case err := <-b.fenced:
			return err
		case <-b.inbox.flag:
			for _, m := range b.inbox.take() {
				b.handle(ctx, m)
			}
		case s := <-stirs:
			b.stirred(ctx, s)
		}
	}
}

func (b *Board) handle(ctx context.Context, m any) {
	switch m := m.(type) {
	case World:
		b.reconcile(ctx, m)
	case SwitchEvent:
		b.route(ctx, m)
	case error:
		b.Log.Error("switch_down", "node", b.Node, "err", m)
	}
}

func (b *Board) stirred(ctx context.Context, s Stir) {
	if s == StirWish || s == StirAll {
		stir(b.wishes)
	}
	// Before the switch is up there is nothing to configure, and reconcile does it then.
	if (s == StirPhones || s == StirAll) && b.ready {
		stir(b.phones)
	}
	if s == StirRules || s == StirAll {
		b.wg.Go(func() { b.learn(ctx) })
	}
	if s == StirAll {
		b.wg.Go(func() { b.compare(ctx) })
	}
	b.wakeLine()
}

func (b *Board) wakeLine() { stir(b.line) }

// stir wakes a channel's reader, unless it is to wake anyway.
func stir(c chan struct{}) {
	select {
	case c <- struct{}{}:
	default:
	}
}

// post gives the call's actor a message; false when the call is not on this board.
func (b *Board) post(id call.ID, m any) bool {
	b.mu.Lock()
	a := b.actors[id]
	b.mu.Unlock()
	if a == nil {
		return false
	}
	a.mail.post(m)
	return true
}

// has tells whether the call's actor lives.
func (b *Board) has(id call.ID) bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.actors[id] != nil
}

// start makes the actor of c and lets it run; false when the call has one.
func (b *Board) start(ctx context.Context, c call.Call, first ...any) bool {
	a := &actor{b: b, c: c, mail: newMailbox[any](), facts: call.Facts{Legs: map[call.LegID]call.LegFacts{}},
		log: b.Log.With("call", string(c.ID)), blind: !c.ArrivedAt.IsZero()}
	for _, m := range first {
		a.mail.post(m)
	}
	b.mu.Lock()
	_, known := b.actors[c.ID]
	if !known {
		b.actors[c.ID] = a
	}
	b.mu.Unlock()
	if known {
		return false
	}
	b.Stats.Live.Add(1)
	b.wg.Go(func() {
		a.run(ctx)
		b.mu.Lock()
		delete(b.actors, c.ID)
		b.mu.Unlock()
		b.Stats.Live.Add(-1)
	})
	return true
}

// route gives a report to the actor whom it concerns.
func (b *Board) route(ctx context.Context, e SwitchEvent) {
	switch e.Kind {
	case CallerArrived:
		b.arrive(ctx, e)
		return
	case PhoneReachable, PhoneUnreachable:
		b.reach.note(map[string]bool{e.Endpoint: e.Kind == PhoneReachable}, false)
		b.phoneTurned(e)
		return
	}
	id := e.Call
	if id == "" {
		id = call.ID(e.Channel)
		if of, ok := call.CallOf(e.Channel); ok {
			id = of
		} else if of, ok := callOfPlayback(e.Playback); ok {
			id = of
		}
	}
	if !b.post(id, e) && e.Kind == ChannelUp {
		// A phone was answered for a call that is over.
		b.wg.Go(func() { b.hangUp(ctx, e.Channel) })
	}
}

func (b *Board) arrive(ctx context.Context, e SwitchEvent) {
	id := call.ID(e.Channel)
	c := call.New(id, b.Node)
	c.Number, c.RawNumber = b.Number(e.Number)
	c.DID = b.DIDs(e.DID)
	if b.start(ctx, c, arrival{b.Now()}) {
		b.Stats.Calls.Add(1)
	}
}

// phoneTurned tells every call, of which one may wait for this telephone, or ring it.
func (b *Board) phoneTurned(e SwitchEvent) {
	var m any = unreachable{e.Endpoint}
	if e.Kind == PhoneReachable {
		m = call.Event{Kind: call.PhoneBack, At: b.Now(), Endpoint: e.Endpoint}
	}
	b.mu.Lock()
	defer b.mu.Unlock()
	for _, a := range b.actors {
		a.mail.post(m)
	}
}

func (b *Board) hangUp(ctx context.Context, leg call.LegID) {
	if err := b.Switch.Hangup(ctx, leg, call.Normal); err != nil && !errors.Is(err, ErrGone) && ctx.Err() == nil {
		b.Log.Warn("hang_up_failed", "leg", string(leg), "err", err)
	}
}
