package main

import (
	"context"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 1: the caller leaves while the request to ring the agent, or Asterisk's answer to it, is on its way; the agent has
// answered meanwhile, or answers in the same instant: the telephone stops, the agent is free.
func TestRace_01_CallerLeavesBeforeTheRingIsConfirmed(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the request to ring, or Asterisk's answer to it, is held back; the caller hangs up")
	w, ari := keeping(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	times := crossings(t, 8)
	for i := range times {
		if i%4 == 3 {
			ari.requests(ringsAgent)
			caller := w.dial(t, callersNumber)
			ari.holds(t, w.ctx)
			must(t, caller.Hangup(w.ctx))
			w.until(t, "the caller's channel has gone", w.sw.Empty)
			ari.letGo()
			n.ran("never rang")
		} else {
			ari.answers(ringsAgent)
			caller := w.dial(t, callersNumber)
			ring, err := oksana.WaitIncoming(w.ctx)
			must(t, err)
			ari.holds(t, w.ctx)
			switch i % 4 {
			case 0:
				must(t, caller.Hangup(w.ctx))
				n.ran("rang")
			case 1:
				must(t, ring.Answer(w.ctx))
				must(t, caller.Hangup(w.ctx))
				n.ran("had answered")
			default:
				together(func() { _ = ring.Answer(w.ctx) }, func() { must(t, caller.Hangup(w.ctx)) })
				n.ran("answered at the same time")
			}
			ari.letGo()
			<-ring.Done()
		}
		w.quiet(t)
		w.until(t, "the agent is given back", func() bool { return w.state(t, 1).Agent.State != telephony.OnOffer })
		w.rested(t, 1)
	}
	w.ended(t, times, call.Abandoned, call.CallerHungUp)
}

// Race 2: the agent answers in the moment in which the caller hangs up: whoever was first, nobody is left on a line, the agent
// is free within a second, without a wrap-up, and each call has its ticket and one of the two ends that are true.
func TestRace_02_AnswerCrossesTheCallersHangUp_BothAreLetGo(t *testing.T) {
	beside(t, aTown)
	n := race(t, "answer and hang-up are sent at once; whoever was late is earlier next time")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agent(t, 1, "Оксана", call.Information)
	times := crossings(t, 6)
	cross := servo{step: time.Millisecond}
	longest := time.Duration(0)
	for range times {
		caller := w.dial(t, callersNumber)
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		together(
			func() { <-time.After(-cross.at); _ = ring.Answer(w.ctx) },
			func() { <-time.After(cross.at); _ = caller.Hangup(w.ctx) })
		<-caller.Done()
		<-ring.Done()
		gone := time.Now()
		w.until(t, "the agent is free", func() bool {
			a := w.state(t, 1).Agent
			if a.State == telephony.WrapUp {
				t.Fatal("the agent wraps up a talk that was none")
			}
			return a.State == telephony.Available
		})
		longest = max(longest, time.Since(gone))
		w.quiet(t)
		answered := !w.last(t).Call.AnsweredAt.IsZero()
		n.ran(map[bool]string{true: "the answer was first", false: "the hang-up was first"}[answered])
		cross.early(!answered)
	}
	if longest > time.Second {
		t.Errorf("an agent was free %s after the call", longest)
	}
	t.Logf("free again after %s at the most", longest.Round(time.Millisecond))
	w.ended(t, times, call.Abandoned, call.CallerHungUp)
}

// Race 3: the agent answers as the time to ring is over: before it is told to Asterisk, in the same instant, or as the next
// telephone is about to ring. One agent talks, the other telephone stops, and the caller hears somebody.
func TestRace_03_AnswerCrossesTheRingOut_OneTalks(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the agent answers as the ring time ends; the request to stop ringing is held back until it is answered, or as it is")
	w, ari := keeping(t, func(c *config) { c.Ring = time.Second })
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 6)
	cross := servo{at: w.cfg.Ring - 15*time.Millisecond, step: 2 * time.Millisecond}
	for i := range times {
		if i%3 != 0 {
			ari.requests(hangsUp)
		}
		caller := w.dial(t, callersNumber)
		first := anybody(t, w, phones)
		first.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		came := ""
		switch i % 3 {
		case 0:
			<-time.After(cross.at)
			_ = first.Answer(w.ctx) // it may be too late
			came = "at the end of the time"
		case 1:
			ari.holds(t, w.ctx)
			must(t, first.Answer(w.ctx))
			ari.letGo()
			came = "given up, not yet told"
		default:
			ari.holds(t, w.ctx)
			together(func() { _ = first.Answer(w.ctx) }, ari.letGo)
			came = "as it was told"
		}
		legs := w.somebodyTalks(t, phones, caller, first)
		n.ran(came + map[bool]string{true: ": the first talks", false: ": the next talks"}[len(legs) == 1])
		if i%3 == 0 {
			cross.early(len(legs) == 1)
		}
		must(t, caller.Hangup(w.ctx))
		for _, l := range legs {
			<-l.Done()
		}
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	w.ended(t, times, call.CallerHungUp)
}

// somebodyTalks answers what rings until an agent and the caller hear each other, and proves that it is one. A talk that is
// taken back as it begins is none.
func (w *town) somebodyTalks(t *testing.T, phones []*softphone.Phone, caller *softphone.Call, legs ...*softphone.Call) []*softphone.Call {
	t.Helper()
	for {
		ctx, stop := context.WithCancel(w.ctx)
		hear := make(chan error, 1)
		go func() {
			err := caller.Heard().WaitOnly(ctx, softphone.ToneAgent)
			if err == nil && len(legs) > 0 {
				err = legs[len(legs)-1].Heard().WaitOnly(ctx, softphone.ToneCaller)
			}
			hear <- err
		}()
		var next *softphone.Call
		select {
		case err := <-hear:
			stop()
			must(t, err)
			for _, lost := range legs[:max(len(legs)-1, 0)] {
				w.until(t, "who was late is let go", func() bool { return over(lost) })
			}
			return legs
		case next = <-phones[0].Incoming():
		case next = <-phones[1].Incoming():
		}
		stop()
		<-hear
		next.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		legs = append(legs, next)
		_ = next.Answer(w.ctx)
	}
}

// Race 4: the first agent has answered, but the word of it is held back until the ring time is over: it comes before the first
// is let go, or in the instant in which the second answers. The second talks, the first is let go and owes no wrap-up.
func TestRace_04_TwoAgentsAnswer_OneTalks(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the events are held back while the first answers and the ring time ends; they come as the second answers")
	w, ari := keeping(t, func(c *config) { c.Ring = time.Second })
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 4)
	for i := range times {
		early := i%2 == 0
		if early {
			ari.requests(hangsUp)
		}
		caller := w.dial(t, callersNumber)
		first, who := rings(t, w, phones)
		ari.socket.set(frozen)
		must(t, first.Answer(w.ctx))
		if early {
			ari.holds(t, w.ctx)
			ari.socket.set(whole)
			ari.letGo()
		}
		second, err := phones[1-who].WaitIncoming(w.ctx)
		must(t, err)
		second.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		if early {
			must(t, second.Answer(w.ctx))
			n.ran("told before the first is let go: the second talks")
		} else {
			together(func() { ari.socket.set(whole) }, func() { must(t, second.Answer(w.ctx)) })
			n.ran("told as the second answers: the second talks")
		}
		<-first.Done()
		must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
		must(t, second.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
		if s := w.state(t, call.AgentID(who+1)).Agent.State; s != telephony.Break {
			t.Errorf("who was late is %s, want a break", s)
		}
		must(t, caller.Hangup(w.ctx))
		<-second.Done()
		w.quiet(t)
		w.rested(t, 1, 2)
	}
	w.ended(t, times, call.CallerHungUp)
}
