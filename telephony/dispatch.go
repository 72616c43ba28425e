package telephony

import (
	"context"
	"time"

	"hotline/telephony/call"
)

// tidyRest is how long the database must have answered before agents whom no call holds are freed: reservations made
// before it went away become legs within that time.
const tidyRest = 10 * time.Second

// dispatch gives the first in the line the agent who has been idle longest, as long as there is such a pair.
func (b *Board) dispatch(ctx context.Context) {
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	var failed time.Time
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.line:
		case <-tick.C:
			if time.Since(failed) >= tidyRest && !b.tidy(ctx) {
				failed = time.Now()
			}
		}
		if !b.offer(ctx) {
			failed = time.Now()
		}
	}
}

func (b *Board) tidy(ctx context.Context) bool {
	strays, err := b.Journal.Tidy(ctx, b.Now())
	if err != nil && ctx.Err() == nil {
		b.Log.Error("tidy", "err", err)
	}
	b.Stats.Strays.Add(int64(strays))
	return err == nil
}

// offer makes every pair that there is; false when the database does not answer.
func (b *Board) offer(ctx context.Context) bool {
	for b.isLoaded() {
		r, ok, err := b.Journal.Reserve(ctx, b.Node, b.Now())
		if err != nil && ctx.Err() == nil {
			b.Log.Error("reserve", "err", err)
		}
		if err != nil || !ok {
			return err == nil
		}
		e := call.Event{Kind: call.OfferMade, At: b.Now(), Leg: r.Leg, Agent: r.Agent, Phone: r.Phone, Endpoint: r.Endpoint, Desktop: r.Desktop}
		if !b.post(r.Call, e) {
			b.retry(ctx, "release_agent", func() error { return b.Journal.Release(ctx, r.Leg, b.Now()) })
			return true
		}
	}
	return true
}

// isLoaded tells whether the journal's calls are on the board. Nobody is taken for a call before.
func (b *Board) isLoaded() bool {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.ready
}

// heed brings what agents ask for to their calls. Wishes that were made while nobody drove wait until the calls are here.
func (b *Board) heed(ctx context.Context) {
	sweep := time.NewTicker(5 * time.Second)
	defer sweep.Stop()
	var handed map[int64]bool // wishes that are with their calls
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.wishes:
		case <-sweep.C:
		}
		if b.isLoaded() {
			handed = b.takeWishes(ctx, handed)
		}
	}
}

// takeWishes hands on the wishes that were not handed on yet, and gives all that are with their calls now. They stay in the
// journal until their step is written: a copy that takes over obeys what this one had only heard.
func (b *Board) takeWishes(ctx context.Context, handed map[int64]bool) map[int64]bool {
	wishes, err := b.Journal.Wishes(ctx, b.Node)
	if err != nil {
		if ctx.Err() == nil {
			b.Log.Error("read_wishes", "err", err)
		}
		return handed
	}
	now := map[int64]bool{}
	for _, p := range wishes {
		switch id := p.Wish.Call; {
		case handed[p.ID] && b.has(id):
			now[p.ID] = true
		case p.Wish.Action == "placed":
			if p.Placed != nil {
				b.start(ctx, *p.Placed, fresh{})
			}
			b.dropWish(ctx, p.ID)
		case b.post(id, wish(p)):
			now[p.ID] = true
		default:
			if p.Shown == "" && p.Wish.Leg != "" {
				b.release(ctx, p.Wish.Leg)
			}
			b.dropWish(ctx, p.ID)
		}
	}
	return now
}

// dropWish removes, sooner or later, a wish of which nothing comes.
func (b *Board) dropWish(ctx context.Context, id int64) {
	b.wg.Go(func() { b.retry(ctx, "drop_wish", func() error { return b.Journal.DropWish(ctx, id) }) })
}

// wish is sent to the actor, which knows the agent's leg.
type wish PendingWish
