package telephony

import (
	"context"
	"errors"
	"time"

	"hotline/telephony/call"
)

// Answers of the journal in an actor's mailbox.
type (
	away    struct{ version int64 } // it does not take the step of this version, which is tried until it does
	written struct{ err error }     // the oldest step; nil: it stands there
)

// apply is one step of the call: it is decided at once and written before it is acted upon; the ticket alone is
// asked for beside the writing. However long the database is
// away, the call goes on to be decided, and in the switch is done what ends or soothes (call.Soothe).
func (a *actor) apply(ctx context.Context, e call.Event) {
	next, effects, err := call.Next(a.b.Rules, a.c, e)
	if err != nil || next.Version == a.c.Version {
		a.unfit(ctx, e, err)
		return
	}
	a.unwritten = append(a.unwritten, Change{Call: next, Event: e, Effects: effects, From: a.c.State, Wish: a.wishes})
	a.wishes = 0
	a.c = next
	for _, f := range effects {
		if f.Kind == call.OpenTicket { // beside the writing: it is the same ticket however often and by whom it is opened
			a.openTicket(ctx, next)
		}
	}
	a.write(ctx)
}

// write sends the oldest step to the journal, one at a time.
func (a *actor) write(ctx context.Context) {
	if a.writing || len(a.unwritten) == 0 {
		return
	}
	a.writing = true
	ch := a.unwritten[0]
	a.b.wg.Go(func() { a.mail.post(written{a.commit(ctx, ch)}) })
}

// patience is how long the journal may take before it counts as away.
const patience = time.Second

// commit repeats the step until it is written, or refused for good.
func (a *actor) commit(ctx context.Context, ch Change) error {
	slow := time.AfterFunc(patience, func() { a.mail.post(away{ch.Call.Version}) })
	defer slow.Stop()
	for try := 0; ; try++ {
		err := a.b.Journal.Commit(ctx, ch)
		if err == nil || ctx.Err() != nil || errors.Is(err, ErrLostLease) || errors.Is(err, ErrConflict) {
			return err
		}
		if errors.Is(err, ErrRefused) && ch.Call.Version > 1 { // of a call that is not written at all nothing could be read
			return err
		}
		a.b.Stats.CommitRetries.Add(1)
		if try == 0 {
			a.mail.post(away{ch.Call.Version})
		}
		if try%sayAgain == 0 {
			a.log.Error("journal_away", "event", string(ch.Event.Kind), "tries", try+1, "err", err)
		}
		if !wait(ctx, backoff(try)) {
			return ctx.Err()
		}
	}
}

// settle takes the journal's answer to the oldest step.
func (a *actor) settle(ctx context.Context, err error) {
	s := a.unwritten[0]
	if errors.Is(err, ErrRefused) {
		a.refused(ctx, s, err)
		return
	}
	a.writing, a.away = false, false
	if err != nil {
		a.lost = true
		if s.Call.Version == 1 && errors.Is(err, ErrConflict) {
			a.log.Warn("arrived_twice") // it was written before: the report of its arrival is late, or told again
			return
		}
		a.b.fence(err)
		return
	}
	a.unwritten = a.unwritten[1:]
	a.wrote.Store(s.Call.Version)
	a.b.Stats.Transitions.Add(1)
	if state := s.Call.State; s.From != state {
		a.log.Info("call_"+string(state), "event", string(s.Event.Kind), "from", string(s.From), "reason", string(s.Call.EndReason))
	}
	for _, f := range s.Effects {
		a.effect(ctx, s.Call, f)
	}
	if s.Call.Ticket != 0 && s.Call.State == call.Waiting || givesBack(s.Effects) {
		a.b.wakeLine() // who has no ticket yet is not in the line
	}
	a.release(ctx)
	a.write(ctx)
}

// givesBack tells whether a step may have made an agent free.
func givesBack(effects []call.Effect) bool {
	for _, f := range effects {
		if f.Kind != call.OpenTicket && f.Kind != call.FindTarget {
			return true
		}
	}
	return false
}

// release gives agents back who were taken too late. As long as the line does not know what became of the call, it would
// take them for the same call again.
func (a *actor) release(ctx context.Context) {
	if len(a.unwritten) > 0 {
		return
	}
	for _, leg := range a.tooLate {
		a.b.release(ctx, leg)
	}
	a.tooLate = nil
}

// unfit gives back what came too late, and says what should not have come.
func (a *actor) unfit(ctx context.Context, e call.Event, err error) {
	a.giveBack(ctx, e)
	if err != nil {
		a.b.Stats.Misfits.Add(1)
		a.log.Warn("event_does_not_fit", "event", string(e.Kind), "state", string(a.c.State), "err", err)
	}
}

// giveBack frees an agent who was reserved for a step that does not come about.
func (a *actor) giveBack(ctx context.Context, e call.Event) {
	_, in := a.c.Leg(e.Leg)
	if e.Kind == call.OfferMade || e.Kind == call.TargetFound || e.Kind == call.AskSupervise && !in {
		a.tooLate = append(a.tooLate, e.Leg)
		a.release(ctx)
	}
}

// release gives back, sooner or later, who was reserved for a leg that is not needed.
func (b *Board) release(ctx context.Context, leg call.LegID) {
	b.wg.Go(func() {
		b.retry(ctx, "release_agent", func() error { return b.Journal.Release(ctx, leg, b.Now()) })
		b.wakeLine()
	})
}

// effect does what a written step asks for besides the media. c is the call after that step.
func (a *actor) effect(ctx context.Context, c call.Call, f call.Effect) {
	switch f.Kind {
	case call.FindTarget:
		a.b.wg.Go(func() { a.findTarget(ctx, c.ID, f) })
	case call.CallFinished:
		a.log.Info("call_finished", "reason", string(c.EndReason), "duration_ms", c.EndedAt.Sub(c.ArrivedAt).Milliseconds())
	}
}

// openTicket asks the register until it answers.
func (a *actor) openTicket(ctx context.Context, c call.Call) {
	a.b.wg.Go(func() {
		a.b.retry(ctx, "open_ticket", func() error {
			t, err := a.b.Register.OpenForCall(ctx, c)
			if err == nil {
				a.mail.post(call.Event{Kind: call.Registered, At: a.b.Now(), Ticket: t})
			}
			return err
		})
	})
}

func (a *actor) findTarget(ctx context.Context, id call.ID, f call.Effect) {
	e := call.Event{Kind: call.TargetMissed, Leg: f.Leg}
	r, ok, err := a.b.Journal.ReserveTarget(ctx, id, f.Leg, f.Service, f.Agent, a.b.Now())
	switch {
	case err != nil:
		a.log.Error("reserve_target", "err", err)
	case ok:
		e = call.Event{Kind: call.TargetFound, Leg: r.Leg, Agent: r.Agent, Phone: r.Phone, Endpoint: r.Endpoint, Desktop: r.Desktop}
	}
	e.At = a.b.Now()
	a.mail.post(e)
}
