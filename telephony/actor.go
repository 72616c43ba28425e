package telephony

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
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
	blind bool // the call comes from the journal, and what the switch has of it is not known yet: nothing is commanded

	busy, recorderBusy   bool      // a command is under way; the next one is planned when its answer is here
	rests, recorderRests bool      // no answer came: it is left alone for a while
	answered             time.Time // the last command of the switch

	faults    int          // commands since the last one that was answered
	wishes    int64        // the wish that the next step obeys, while it is decided; 0: none
	unwritten []Change     // decided, oldest first; c is the call after the last of them
	tooLate   []call.LegID // of agents who were taken for the call and are to be given back
	writing   bool         // the oldest is on its way
	away      bool         // the journal does not take it
	lost      bool         // what was decided is refused for good: this one says nothing more

	wrote atomic.Int64 // the version that stands in the journal, as far as was heard; for the board
}

// Messages of an actor's mailbox besides call.Event and SwitchEvent.
type (
	arrival struct{ at time.Time } // the caller's channel is in our application and up
	done    struct {               // a command's answer
		cmd call.Command
		err error
	}
	again       struct{}                  // the recorder may be asked again
	fresh       struct{}                  // the switch has nothing of this call yet
	resume      struct{}                  // the pause after a fault is over
	unreachable struct{ endpoint string } // a telephone's last contact has gone
	world       struct {                  // what the switch has of this call
		channels map[call.LegID]Channel
		bridge   map[call.LegID]BridgeID // whom it has in a bridge, and in which
		bridges  map[BridgeID]bool       // those of the call that exist
		began    time.Time               // of the switch, by our clock
		sweep    bool                    // no connection, a look in between
		looked   time.Time               // when the look began
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
		case <-a.mail.flag:
			for _, m := range a.mail.take() {
				a.handle(ctx, m)
			}
		}
		a.expire(ctx)
		a.converge(ctx)
		a.convergeRecording(ctx)
	}
}

// expire is before the next command: whoever takes a call over whose ring time is long past rings nobody for an instant.
func (a *actor) expire(ctx context.Context) {
	if d := a.c.DeadlineAt; !d.IsZero() && !a.blind && !a.lost && !a.b.Now().Before(d) {
		a.apply(ctx, call.Event{Kind: call.Timeout, At: a.b.Now()})
	}
}

// over: the call has ended, all of it is written, and the switch has nothing of it any more. A begun call is never over.
func (a *actor) over() bool {
	if a.lost {
		return true
	}
	if a.c.State != call.Ended || a.busy || a.recorderBusy || len(a.unwritten) > 0 {
		return false
	}
	_, more := call.Plan(a.c, call.Wanted(a.c), a.facts)
	return !more && len(a.c.Legs) == 0 && (a.c.Ticket != 0)
}

func (a *actor) untilDeadline() time.Duration {
	if a.c.DeadlineAt.IsZero() || a.blind {
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
		a.facts.Legs[call.LegID(a.c.ID)] = call.LegFacts{Exists: true, Up: true, Music: call.No, Ringback: call.No, Muted: call.No, Paused: call.No}
		// The hours may have to be read from the database: here only this call waits for it.
		e := a.b.rules.Load().arrival(a.c, m.at)
		e.Open = a.b.Hours(m.at)
		if a.b.Outages != nil {
			e.Outages = a.b.Outages()
		}
		a.apply(ctx, e)
	case done:
		a.finished(ctx, m)
	case again:
		a.recorderRests = false
	case fresh:
		a.blind = false
	case resume:
		a.rests = false
	case written:
		a.settle(ctx, m.err)
	case reread:
		a.begin(ctx, m)
	case away:
		a.away = len(a.unwritten) > 0 && a.unwritten[0].Call.Version == m.version
	case world:
		a.meet(ctx, m)
	case unreachable:
		a.abandon(ctx, m.endpoint)
	case wish:
		a.obey(ctx, PendingWish(m))
	}
}

// asked maps what agents ask for to what happens to the call.
var asked = map[Action]call.EventKind{Decline: call.AskDecline, Hold: call.AskHold, Resume: call.AskResume, Mute: call.AskMute,
	Unmute: call.AskUnmute, Consult: call.AskConsult, Complete: call.AskComplete, Cancel: call.AskCancel, Swap: call.AskSwap,
	Confer: call.AskConference, PauseRecording: call.AskPause, ResumeRecording: call.AskRecord, HangUp: call.AskHangUp,
	Supervise: call.AskSupervise, Leave: call.AskLeave, Dismiss: call.LegGone}

// obey makes a wish a step, which removes it; one of which nothing comes is dropped.
func (a *actor) obey(ctx context.Context, p PendingWish) {
	a.obeys(ctx, p.ID, func() {
		if p.Shown != "" {
			a.apply(ctx, call.Event{Kind: call.Shown, At: a.b.Now(), Leg: p.Shown})
			return
		}
		a.wish(ctx, p.Wish)
	})
}

// obeys lets the step that do decides be the one of this wish.
func (a *actor) obeys(ctx context.Context, wish int64, do func()) {
	a.wishes = wish
	do()
	if a.wishes != 0 {
		a.b.dropWish(ctx, a.wishes)
	}
	a.wishes = 0
}

// wish is an agent's request. One that comes when the agent is no longer in the call has lost its meaning.
func (a *actor) wish(ctx context.Context, w Wish) {
	if w.Leg != "" { // reserved for a supervisor who comes in
		a.apply(ctx, call.Event{Kind: call.AskSupervise, At: a.b.Now(), Leg: w.Leg, Agent: w.Agent, Phone: w.Phone,
			Endpoint: Endpoint(w.Agent, w.Phone), Mode: w.Mode, Reason: w.Reason})
		return
	}
	kind, known := asked[w.Action]
	l, in := a.c.LegOf(w.Agent)
	if in && !w.StillMeant(a.c.State) {
		a.log.Info("wish_overtaken", "action", string(w.Action), "agent", int64(w.Agent), "seen", string(w.Seen), "state", string(a.c.State))
		return
	}
	if !known || !in {
		a.log.Warn("wish_without_leg", "action", string(w.Action), "agent", int64(w.Agent))
		return
	}
	e := call.Event{Kind: kind, At: a.b.Now(), Leg: l.ID, Agent: w.Target, Service: w.Service, Number: w.Number, Name: w.Name, Mode: w.Mode, Reason: w.Reason}
	if w.Action == Dismiss {
		e.Cause = call.CauseDismissed
	}
	a.apply(ctx, e)
}

// abandon ends what rings at a telephone that is no more: Asterisk would send to the lost connection until the ring time
// is over. A talk is left alone, its media may outlive the signalling; rtp_timeout ends it when they do not.
func (a *actor) abandon(ctx context.Context, endpoint string) {
	for _, l := range a.c.Legs {
		if l.Endpoint == endpoint && l.Status == call.Ringing && l.Leaving == "" && a.facts.Legs[l.ID].Exists {
			a.b.wg.Go(func() { a.b.hangUp(ctx, l.ID) })
		}
	}
}

// report turns what the switch says into facts and an event.
func (a *actor) report(ctx context.Context, e SwitchEvent) {
	ev := call.Event{At: a.b.Now(), Leg: e.Channel, Cause: e.Cause}
	switch e.Kind {
	case ChannelRinging:
		a.facts.Rings(e.Channel)
		ev.Kind = call.LegRinging
	case ChannelAnswered:
		ev.Kind = call.LegAnswered
	case ChannelUp:
		a.facts.Up(e.Channel)
		ev.Kind = call.LegUp
	case ChannelGone:
		a.facts.Gone(e.Channel)
		ev.Kind = call.LegGone
	case BridgeEntered:
		a.facts.Entered(e.Channel, kindOf(e.Bridge))
		return
	case BridgeLeft:
		a.facts.Left(e.Channel)
		return
	case ChannelHeld, ChannelResumed: // means something in a talk only, and may be told twice
		l, _ := a.c.Leg(e.Channel)
		switch {
		case l.Role == call.Agent && e.Kind == ChannelHeld && a.c.State == call.Talking:
			ev.Kind = call.AskHold
		case l.Role == call.Agent && e.Kind == ChannelResumed && a.c.State == call.Held:
			ev.Kind = call.AskResume
		default:
			return
		}
	case PlaybackFinished:
		n := promptNumber(e.Playback)
		a.facts.PromptOver(n)
		ev = call.Event{Kind: call.PromptEnded, At: ev.At, Prompt: n}
	default:
		return
	}
	a.apply(ctx, ev)
}

// converge sends the next command that brings the switch nearer to what the call wants. One at a time is under way. What is
// not written yet is not acted upon, with two exceptions in which only what ends or soothes is done: the journal is away; or
// the caller has gone, so that whoever else drives lets the same legs go.
func (a *actor) converge(ctx context.Context) {
	for !a.busy && !a.rests && !a.lost && !a.blind {
		plan := call.Plan
		if len(a.unwritten) > 0 {
			if _, here := a.c.Of(call.Caller); here && !a.away {
				return
			}
			plan = call.Soothe
		}
		cmd, ok := plan(a.c, call.Wanted(a.c), a.facts)
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
		a.send(ctx, cmd)
	}
}

// convergeRecording is converge for the recorder. It has a command of its own under way: a recorder that does not answer
// holds nothing else up.
func (a *actor) convergeRecording(ctx context.Context) {
	if a.recorderBusy || a.recorderRests || a.lost || a.blind || len(a.unwritten) > 0 {
		return
	}
	if cmd, ok := call.PlanRecording(a.c, call.Wanted(a.c), a.facts); ok {
		a.recorderBusy = true
		a.send(ctx, cmd)
	}
}

func (a *actor) send(ctx context.Context, cmd call.Command) {
	a.b.Stats.Commands.Add(1)
	c := a.c
	a.b.wg.Go(func() { a.mail.post(done{cmd, a.b.command(ctx, c, cmd)}) })
}

// finished takes a command's answer.
func (a *actor) finished(ctx context.Context, d done) {
	if ofRecorder(d.cmd) {
		a.recorderBusy = false
	} else {
		a.busy, a.answered = false, time.Now()
	}
	if errors.Is(d.err, ErrNoCaller) {
		// Whose phone was to ring has nothing to do with it; the switch's own report of the originator is on its way.
		if of := call.Originator(a.c, d.cmd.Leg); of != "" {
			a.facts.Gone(of)
			a.apply(ctx, call.Event{Kind: call.LegGone, At: a.b.Now(), Leg: of})
		}
		return
	}
	gone := errors.Is(d.err, ErrGone)
	if d.err == nil || gone {
		a.faults = 0
		if e, follows := a.facts.Done(d.cmd, gone); follows {
			e.At = a.b.Now()
			a.apply(ctx, e)
			a.unexplained(ctx, e)
		}
		return
	}
	a.b.Stats.CommandFaults.Add(1)
	if a.faults++; a.faults%sayAgain == 1 { // a switch that is away is asked several times a second, by each call
		a.log.Warn("command_failed", "faults", a.faults, "command", string(d.cmd.Kind), "leg", string(d.cmd.Leg.ID), "err", d.err)
	}
	if d.cmd.Kind == call.CmdRing && !errors.Is(d.err, ErrDown) {
		// The switch refuses to ring this phone: it is not reachable, and asking again would not help.
		a.apply(ctx, call.Event{Kind: call.LegGone, At: a.b.Now(), Leg: d.cmd.Leg.ID, Cause: call.CauseUnregistered})
		return
	}
	if d.cmd.Kind == call.CmdSnoop && !errors.Is(d.err, ErrDown) {
		a.apply(ctx, call.Event{Kind: call.SnoopFailed, At: a.b.Now()})
		return
	}
	if e, follows := a.facts.Failed(d.cmd, errors.Is(d.err, ErrUntold)); follows {
		e.At = a.b.Now()
		a.apply(ctx, e)
	}
	if ofRecorder(d.cmd) {
		a.recorderRests = true
		a.later(ctx, recorderRest, again{})
		return
	}
	a.rests = true
	a.later(ctx, 300*time.Millisecond, resume{})
}

// recorderRest is how long a recorder that failed is left alone.
const recorderRest = 5 * time.Second

// reportRest is how long the switch's report of a leg that has gone may take.
const reportRest = time.Second

// unexplained waits for the report that says why a leg has gone, and does without when it does not come.
func (a *actor) unexplained(ctx context.Context, e call.Event) {
	if _, still := a.c.Leg(e.Leg); e.Cause == call.CauseUntold && still {
		a.later(ctx, reportRest, call.Event{Kind: call.LegGone, At: e.At, Leg: e.Leg, Cause: call.CauseUnknown})
	}
}

func ofRecorder(cmd call.Command) bool {
	return cmd.Kind == call.CmdPause || cmd.Kind == call.CmdRecord
}

// later posts a message to the actor itself.
func (a *actor) later(ctx context.Context, d time.Duration, m any) {
	a.b.wg.Go(func() {
		if wait(ctx, d) {
			a.mail.post(m)
		}
	})
}
