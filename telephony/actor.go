package telephony

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"time"

	"hotline/telephony/call"
)

// actor owns one call: nobody else reads or changes its state. Everything reaches it through its mailbox.
type actor struct {
	b     *Board
	c     call.Call
	facts call.Facts
	mail  *mailbox[any]
	log   *slog.Logger
	busy  bool // a command is under way; the next one is planned when its answer is here
	pause bool // the switch did not answer: wait a little before the next command
}

// Messages of an actor's mailbox besides call.Event and SwitchEvent.
type (
	arrival struct{ at time.Time } // the caller's channel is in our application and up
	done    struct {               // a command's answer
		cmd call.Command
		err error
	}
	resume struct{} // the pause after a fault is over
	world  struct { // what the switch has of this call
		channels map[call.LegID]Channel
		bridge   map[call.LegID]bool
		exists   bool // the bridge
	}
)

func (a *actor) run(ctx context.Context) {
	timer := time.NewTimer(time.Hour)
	defer timer.Stop()
	for {
		if a.over() {
			return
		}
		timer.Reset(a.untilDeadline())
		select {
		case <-ctx.Done():
			return
		case <-timer.C:
			if d := a.c.DeadlineAt; !d.IsZero() && !a.b.Now().Before(d) {
				a.apply(ctx, call.Event{Kind: call.Timeout, At: a.b.Now()})
			}
		case <-a.mail.flag:
			for _, m := range a.mail.take() {
				a.handle(ctx, m)
			}
		}
		a.converge(ctx)
	}
}

// over: the call has ended and the switch has nothing of it any more. A begun call is never over.
func (a *actor) over() bool {
	if a.c.State != call.Ended || a.busy {
		return false
	}
	_, more := call.Plan(a.c, call.Wanted(a.c), a.facts)
	return !more && len(a.c.Legs) == 0 && (a.c.Ticket != 0)
}

func (a *actor) untilDeadline() time.Duration {
	if a.c.DeadlineAt.IsZero() {
		return time.Hour
	}
	return max(a.c.DeadlineAt.Sub(a.b.Now()), 0)
}

func (a *actor) handle(ctx context.Context, m any) {
	switch m := m.(type) {
	case call.Event:
		a.apply(ctx, m)
	case SwitchEvent:
		a.report(ctx, m)
	case arrival:
		a.facts.Legs[call.LegID(a.c.ID)] = call.LegFacts{Exists: true, Up: true, Music: call.No, Ringback: call.No, Muted: call.No}
		// The hours may have to be read from the database: here only this call waits for it.
		a.apply(ctx, call.Event{Kind: call.Arrived, At: m.at, Open: a.b.Hours(m.at)})
	case done:
		a.finished(ctx, m)
	case resume:
		a.pause = false
	case world:
		a.meet(ctx, m)
	case wish:
		a.wish(ctx, Wish(m))
	}
}

// asked maps what agents ask for to what happens to the call.
var asked = map[Action]call.EventKind{Decline: call.AskDecline, Hold: call.AskHold, Resume: call.AskResume, Mute: call.AskMute,
	Unmute: call.AskUnmute, Consult: call.AskConsult, Complete: call.AskComplete, Cancel: call.AskCancel, HangUp: call.AskHangUp}

// wish is an agent's request. One that comes when the agent is no longer in the call has lost its meaning.
func (a *actor) wish(ctx context.Context, w Wish) {
	kind, known := asked[w.Action]
	l, in := a.c.LegOf(w.Agent)
	if !known || !in {
		a.log.Warn("wish_without_leg", "action", string(w.Action), "agent", int64(w.Agent))
		return
	}
	a.apply(ctx, call.Event{Kind: kind, At: a.b.Now(), Leg: l.ID, Agent: w.Target, Service: w.Service})
}

// report turns what the switch says into facts and an event.
func (a *actor) report(ctx context.Context, e SwitchEvent) {
	lf := a.facts.Legs[e.Channel]
	ev := call.Event{At: a.b.Now(), Leg: e.Channel, Cause: e.Cause}
	switch e.Kind {
	case ChannelRinging:
		ev.Kind = call.LegRinging
	case ChannelUp:
		lf.Exists, lf.Up = true, true
		a.facts.Legs[e.Channel] = lf
		ev.Kind = call.LegUp
	case ChannelGone:
		delete(a.facts.Legs, e.Channel)
		ev.Kind = call.LegGone
	case BridgeEntered:
		a.facts.Entered(e.Channel)
		return
	case BridgeLeft:
		a.facts.Left(e.Channel)
		return
	case PlaybackFinished:
		n := promptNumber(e.Playback)
		if a.facts.Playing == n {
			a.facts.Playing = 0
		}
		ev = call.Event{Kind: call.PromptEnded, At: ev.At, Prompt: n}
	default:
		return
	}
	a.apply(ctx, ev)
}

// apply is one step of the call: decide, write, then act. It returns when the step is written, however long the
// database is away; meanwhile only what ends or soothes is done in the switch.
func (a *actor) apply(ctx context.Context, e call.Event) {
	next, effects, err := call.Next(a.b.Rules, a.c, e)
	if err != nil || next.Version == a.c.Version {
		a.unfit(ctx, e, err)
		return
	}
	ch := Change{Call: next, Event: e, Effects: effects}
	for try := 0; ; try++ {
		err := a.b.Journal.Commit(ctx, ch)
		if err == nil {
			break
		}
		if ctx.Err() != nil || errors.Is(err, ErrLostLease) {
			return
		}
		if errors.Is(err, ErrConflict) {
			a.log.Error("call_row_conflict", "event", string(e.Kind), "err", err)
			return
		}
		a.b.Stats.CommitRetries.Add(1)
		if try == 0 {
			a.log.Error("journal_away", "event", string(e.Kind), "err", err)
			a.soothe(ctx, next)
		}
		if !wait(ctx, backoff(try)) {
			return
		}
	}
	a.b.Stats.Transitions.Add(1)
	before := a.c.State
	a.c = next
	if before != next.State {
		a.log.Info("call_"+string(next.State), "event", string(e.Kind), "from", string(before), "reason", string(next.EndReason))
	}
	for _, f := range effects {
		a.effect(ctx, f)
	}
	if next.State == call.Waiting || len(effects) > 0 || e.Kind == call.Registered {
		a.b.wakeLine()
	}
}

// unfit gives back what came too late, and says what should not have come.
func (a *actor) unfit(ctx context.Context, e call.Event, err error) {
	if e.Kind == call.OfferMade || e.Kind == call.TargetFound {
		leg := e.Leg
		a.b.wg.Go(func() {
			a.b.retry(ctx, "release_agent", func() error { return a.b.Journal.Release(ctx, leg, a.b.Now()) })
			a.b.wakeLine()
		})
	}
	if err != nil {
		a.b.Stats.Misfits.Add(1)
		a.log.Warn("event_does_not_fit", "event", string(e.Kind), "state", string(a.c.State), "err", err)
	}
}

// soothe does in the switch what must not wait for the database: who should go is hung up, who waits hears music.
func (a *actor) soothe(ctx context.Context, next call.Call) {
	w := call.Wanted(next)
	for _, l := range w.HangUp {
		if err := a.b.Switch.Hangup(ctx, l.ID, l.Leaving); err == nil {
			lf := a.facts.Legs[l.ID]
			if lf.Exists {
				lf.HungUp = true
				a.facts.Legs[l.ID] = lf
			}
		}
	}
	caller, ok := next.Of(call.Caller)
	if lf := a.facts.Legs[caller.ID]; ok && lf.Exists && !lf.InBridge && lf.Music != call.Yes {
		if a.b.Switch.StartMusic(ctx, caller.ID) == nil {
			lf.Music = call.Yes
			a.facts.Legs[caller.ID] = lf
		}
	}
}

func (a *actor) effect(ctx context.Context, f call.Effect) {
	c := a.c
	switch f.Kind {
	case call.OpenTicket:
		a.b.wg.Go(func() {
			a.b.retry(ctx, "open_ticket", func() error {
				t, err := a.b.Register.OpenForCall(ctx, c)
				if err == nil {
					a.mail.post(call.Event{Kind: call.Registered, At: a.b.Now(), Ticket: t})
				}
				return err
			})
		})
	case call.FindTarget:
		a.b.wg.Go(func() { a.findTarget(ctx, f) })
	case call.CallFinished:
		a.log.Info("call_finished", "reason", string(c.EndReason), "duration_ms", c.EndedAt.Sub(c.ArrivedAt).Milliseconds())
	}
}

func (a *actor) findTarget(ctx context.Context, f call.Effect) {
	e := call.Event{Kind: call.TargetMissed}
	r, ok, err := a.b.Journal.ReserveTarget(ctx, a.c.ID, f.Leg, f.Service, f.Agent, a.b.Now())
	switch {
	case err != nil:
		a.log.Error("reserve_target", "err", err)
	case ok:
		e = call.Event{Kind: call.TargetFound, Leg: r.Leg, Agent: r.Agent, Phone: r.Phone, Endpoint: r.Endpoint, Desktop: r.Desktop}
	}
	e.At = a.b.Now()
	a.mail.post(e)
}

// converge sends the next command that brings the switch nearer to what the call wants. One at a time is under way.
func (a *actor) converge(ctx context.Context) {
	for !a.busy && !a.pause {
		cmd, ok := call.Plan(a.c, call.Wanted(a.c), a.facts)
		if !ok {
			return
		}
		if cmd.Kind == call.CmdForget {
			a.apply(ctx, call.Event{Kind: call.LegGone, At: a.b.Now(), Leg: cmd.Leg.ID})
			if _, still := a.c.Leg(cmd.Leg.ID); still {
				return
			}
			continue
		}
		a.busy = true
		a.b.Stats.Commands.Add(1)
		c := a.c
		a.b.wg.Go(func() { a.mail.post(done{cmd, a.b.command(ctx, c, cmd)}) })
	}
}

// finished takes a command's answer.
func (a *actor) finished(ctx context.Context, d done) {
	a.busy = false
	gone := errors.Is(d.err, ErrGone)
	if d.err == nil || gone {
		a.facts.Done(d.cmd, gone)
		switch {
		case gone && d.cmd.Kind == call.CmdPlay:
			a.facts.Played, a.facts.Playing = d.cmd.Prompt.Number, 0
			a.apply(ctx, call.Event{Kind: call.PromptEnded, At: a.b.Now(), Prompt: d.cmd.Prompt.Number})
		case gone && d.cmd.Leg.ID != "":
			a.apply(ctx, call.Event{Kind: call.LegGone, At: a.b.Now(), Leg: d.cmd.Leg.ID})
		}
		return
	}
	a.b.Stats.CommandFaults.Add(1)
	a.log.Warn("command_failed", "command", string(d.cmd.Kind), "leg", string(d.cmd.Leg.ID), "err", d.err)
	if d.cmd.Kind == call.CmdRing && !errors.Is(d.err, ErrDown) {
		// The switch refuses to ring this phone: it is not reachable, and asking again would not help.
		a.apply(ctx, call.Event{Kind: call.LegGone, At: a.b.Now(), Leg: d.cmd.Leg.ID, Cause: call.CauseUnregistered})
		return
	}
	a.pause = true
	a.b.wg.Go(func() {
		if wait(ctx, 300*time.Millisecond) {
			a.mail.post(resume{})
		}
	})
}

// command carries one command to the switch.
func (b *Board) command(ctx context.Context, c call.Call, cmd call.Command) error {
	leg, bridge := cmd.Leg.ID, bridgeOf(c.ID)
	sw := b.Switch
	switch cmd.Kind {
	case call.CmdRing:
		return sw.Ring(ctx, Ring{Call: c.ID, Leg: leg, Role: cmd.Leg.Role, Endpoint: cmd.Leg.Endpoint, CallerID: c.Number,
			Originator: call.LegID(c.ID), Timeout: b.Rules.Ring + 5*time.Second})
	case call.CmdHangUp:
		return sw.Hangup(ctx, leg, cmd.Leg.Leaving)
	case call.CmdJoin:
		return sw.Join(ctx, bridge, leg)
	case call.CmdLeave:
		return sw.Leave(ctx, bridge, leg)
	case call.CmdMusic:
		return sw.StartMusic(ctx, leg)
	case call.CmdNoMusic:
		return sw.StopMusic(ctx, leg)
	case call.CmdRingback:
		return sw.StartRingback(ctx, leg)
	case call.CmdNoRingback:
		return sw.StopRingback(ctx, leg)
	case call.CmdPlay:
		return sw.Play(ctx, leg, playback(c.ID, cmd.Prompt.Number), b.prompts(cmd.Prompt.Names))
	case call.CmdStopPlay:
		return sw.StopPlay(ctx, playback(c.ID, cmd.Prompt.Number))
	case call.CmdMute, call.CmdUnmute:
		return sw.Mute(ctx, leg, cmd.Kind == call.CmdMute)
	case call.CmdCloseBridge:
		return sw.CloseBridge(ctx, bridge)
	}
	return fmt.Errorf("unknown command %q", cmd.Kind)
}

func (b *Board) prompts(names []string) []string {
	if len(names) == 1 && names[0] == call.GreetingPrompt {
		return b.Greeting
	}
	return names
}

func bridgeOf(id call.ID) BridgeID { return BridgeID("b-" + string(id)) }

func playback(id call.ID, n int) PlaybackID { return PlaybackID(fmt.Sprintf("p-%s-%d", id, n)) }

func callOfPlayback(p PlaybackID) (call.ID, bool) {
	rest, ok := strings.CutPrefix(string(p), "p-")
	i := strings.LastIndexByte(rest, '-')
	if !ok || i < 0 {
		return "", false
	}
	return call.ID(rest[:i]), true
}

func promptNumber(p PlaybackID) int {
	n := 0
	if i := strings.LastIndexByte(string(p), '-'); i >= 0 {
		_, _ = fmt.Sscanf(string(p[i+1:]), "%d", &n)
	}
	return n
}

// backoff is the pause after the given try, counted from 0: a database that is back is used within a second.
func backoff(try int) time.Duration {
	return min(time.Duration(try+1)*100*time.Millisecond, time.Second)
}

// wait is a pause that ends with ctx; false when ctx has ended.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// retry repeats what the database or the register must do in the end, until it is done or ctx ends.
func (b *Board) retry(ctx context.Context, what string, do func() error) {
	for try := 0; ; try++ {
		err := do()
		if err == nil || ctx.Err() != nil {
			return
		}
		if try == 0 {
			b.Log.Error(what, "err", err)
		}
		if !wait(ctx, backoff(try)) {
			return
		}
	}
}
