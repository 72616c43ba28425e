package telephony

import (
	"context"
	"time"

	"hotline/telephony/call"
)

// reread is the call as it is written, after the oldest step was refused.
type reread struct {
	c     call.Call
	found bool
}

// refusedRest is the pause after a step that cannot be written: what led to it may lead to it again at once.
const refusedRest = time.Second

// refused drops a step that cannot be written, and reads the call as it stands. Until then nothing else is written.
func (a *actor) refused(ctx context.Context, s Change, err error) {
	a.log.Error("step_refused", "event", string(s.Event.Kind), "from", string(s.From), "state", string(s.Call.State), "err", err)
	id := a.c.ID
	a.b.wg.Go(func() {
		if !wait(ctx, refusedRest) {
			return
		}
		var m reread
		a.b.retry(ctx, "read_call", func() error {
			calls, err := a.b.Journal.Live(ctx, a.b.Node)
			for _, c := range calls {
				if c.ID == id {
					m = reread{c, true}
				}
			}
			return err
		})
		if ctx.Err() == nil {
			a.mail.post(m)
		}
	})
}

// begin goes on from the call as it is written. What was decided after the step that was dropped is decided anew.
func (a *actor) begin(ctx context.Context, m reread) {
	dropped, later := a.unwritten[0], a.unwritten[1:]
	a.unwritten, a.writing, a.away = nil, false, false
	if a.lost = !m.found; a.lost {
		a.log.Error("call_not_found")
		return
	}
	a.c = m.c
	a.giveBack(ctx, dropped.Event)
	a.obeys(ctx, dropped.Wish, func() {})
	for _, ch := range later {
		a.obeys(ctx, ch.Wish, func() { a.apply(ctx, ch.Event) })
	}
}
