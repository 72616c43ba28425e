package telephony

import (
	"context"
	"sync"
	"time"

	"hotline/telephony/call"
)

// reconcile rebuilds the board after a (re)connection: the journal says what should be, the switch says what is.
func (b *Board) reconcile(ctx context.Context, w World) {
	if !b.load(ctx) {
		return
	}
	mine := map[call.ID]world{}
	began := b.Now().Add(-time.Since(w.StartedAt)) // by our clock
	of := func(id call.ID) world {
		m, ok := mine[id]
		if !ok {
			m = world{began: began, channels: map[call.LegID]Channel{}, bridge: map[call.LegID]BridgeID{}, bridges: map[BridgeID]bool{}, sweep: w.Sweep, looked: w.LookedAt}
		}
		return m
	}
	for _, ch := range w.Channels {
		m := of(ch.Call)
		m.channels[ch.ID] = ch
		mine[ch.Call] = m
	}
	for _, br := range w.Bridges {
		id := callOfBridge(br.ID)
		m := of(id)
		m.bridges[br.ID] = true
		for _, l := range br.Members {
			m.bridge[l] = br.ID
		}
		mine[id] = m
	}
	b.mu.Lock()
	for id := range b.actors {
		if _, ok := mine[id]; !ok {
			mine[id] = of(id)
		}
	}
	b.mu.Unlock()
	for id, m := range mine {
		if !b.post(id, m) && b.adopting.begin(id) {
			b.wg.Go(func() { defer b.adopting.end(id); b.adopt(ctx, id, m) })
		}
	}
	if w.Sweep {
		b.Log.Debug("switch_swept", "node", b.Node, "channels", len(w.Channels), "calls", len(mine))
		return
	}
	b.reach.note(w.Reachable, true)
	stir(b.phones)
	b.Log.Info("switch_up", "node", b.Node, "channels", len(w.Channels), "calls", len(mine))
	stir(b.wishes)
	b.wakeLine()
}

// load brings the journal's living calls onto the board, once.
func (b *Board) load(ctx context.Context) bool {
	if b.ready {
		return true
	}
	var calls []call.Call
	b.retry(ctx, "load_calls", func() (err error) {
		calls, err = b.Journal.Live(ctx, b.Node)
		return err
	})
	b.learn(ctx)
	if ctx.Err() != nil {
		return false
	}
	for _, c := range calls {
		b.start(ctx, c)
	}
	b.mu.Lock()
	b.ready = true
	b.mu.Unlock()
	close(b.loaded)
	return true
}

// adopt takes in a caller of whom the journal knows nothing, and clears away what belongs to no living call.
func (b *Board) adopt(ctx context.Context, id call.ID, m world) {
	ch, ok := m.channels[call.LegID(id)]
	if ok && !ch.InControl {
		// The dialplan still has this caller: it says next that the caller is ours, or answers in our place.
		delete(m.channels, ch.ID)
	} else if ok {
		// The caller may arrive meanwhile, as reported: then the call is known because it lives here.
		known, here := false, false
		b.retry(ctx, "known_call", func() (err error) {
			if known, err = b.Journal.Known(ctx, id); err != nil && !b.has(id) {
				_ = b.Switch.StartMusic(ctx, ch.ID) // while it is away nobody should listen to silence
			}
			if here = b.has(id); here {
				return nil
			}
			return err
		})
		if ctx.Err() != nil || here {
			return
		}
		if !known {
			b.arrive(ctx, SwitchEvent{Kind: CallerArrived, Channel: ch.ID, Number: ch.Number, DID: ch.DID})
			return
		}
	}
	for leg := range m.channels {
		b.hangUp(ctx, leg)
	}
	for bridge := range m.bridges {
		if err := b.Switch.CloseBridge(ctx, bridge); err != nil {
			b.Log.Warn("close_bridge", "err", err)
		}
	}
}

// adoptions are the calls that are being adopted: the next look must not begin a second time.
type adoptions struct {
	mu  sync.Mutex
	ids map[call.ID]bool
}

// begin is false when the call is being adopted already.
func (a *adoptions) begin(id call.ID) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	if a.ids[id] {
		return false
	}
	if a.ids == nil {
		a.ids = map[call.ID]bool{}
	}
	a.ids[id] = true
	return true
}

func (a *adoptions) end(id call.ID) {
	a.mu.Lock()
	defer a.mu.Unlock()
	delete(a.ids, id)
}

// meet is reconcile for one call: facts are set to what the switch has, and what was missed becomes an event.
func (a *actor) meet(ctx context.Context, w world) {
	seen := w.seen()
	seen.Old = w.sweep && (a.busy || a.answered.After(w.looked))
	facts, missed := call.Reconcile(a.c, a.facts, seen, a.b.Now())
	a.facts, a.blind = facts, false
	for _, e := range missed {
		a.apply(ctx, e)
	}
	if w.sweep {
		if len(missed) > 0 {
			a.log.Warn("swept", "missed", len(missed))
		}
		return
	}
	if a.c.Ticket == 0 {
		a.openTicket(ctx, a.c)
	}
}

// seen is the world as the call's rules read it.
func (w world) seen() call.Seen {
	s := call.Seen{Sweep: w.sweep, Began: w.began, Legs: map[call.LegID]call.SeenLeg{}, Bridges: map[call.Bridge]bool{}}
	for b := range w.bridges {
		s.Bridges[kindOf(b)] = true
	}
	for leg, ch := range w.channels {
		s.Legs[leg] = call.SeenLeg{Up: ch.Up, InControl: ch.InControl, In: kindOf(w.bridge[leg])}
	}
	return s
}
