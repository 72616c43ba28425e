package main

import (
	"strings"
	"testing"
	"time"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/tickets"
)

// callingTone stands for the notice that whom we call hears (asterisktest.Tones).
const callingTone = 2600

// callOut is an agent with a ticket, and a carrier behind which its applicant answers.
type callOut struct {
	*town
	oksana, carrier *softphone.Phone
	ticket          call.TicketID
	talk, called    *softphone.Call
}

func newCallOut(t *testing.T, w *town, carrier *softphone.Phone) *callOut {
	t.Helper()
	o := &callOut{town: w, carrier: carrier, oksana: w.agent(t, 1, "Оксана", call.Information)}
	ticket, err := w.reg.OpenForCall(w.ctx, tickets.CallOpening{CallID: "test-1.1", Number: callerNumber, ArrivedAt: w.now(), Service: tickets.Information})
	must(t, err)
	o.ticket = call.TicketID(ticket.ID)
	return o
}

func callOutTown(t *testing.T, adjust func(*config)) *callOut {
	t.Helper()
	var carrier *softphone.Phone
	w := newTown(t, func(c *config) {
		carrier = carrierOf(t, c)
		if adjust != nil {
			adjust(c)
		}
	})
	return newCallOut(t, w, carrier)
}

// carrierOf is outsiders with room for calls out.
func carrierOf(t *testing.T, c *config) *softphone.Phone {
	t.Helper()
	c.Greeting, c.Ring = "-", 3*time.Second
	c.OutAgent, c.OutHour, c.OutAtOnce = 1000, 1000, 10
	p := outsiders(t, c)
	c.OutRing = 4 * time.Second
	return p
}

// place begins a call: the agent's telephone rings.
func (o *callOut) place(t *testing.T) {
	t.Helper()
	_, err := o.tel.Place(o.ctx, telephony.Placement{Agent: 1, Ticket: o.ticket, Number: callerNumber})
	must(t, err)
	o.talk, err = o.oksana.WaitIncoming(o.ctx)
	must(t, err)
	o.talk.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
}

// dial lets the agent answer, upon which the number rings.
func (o *callOut) dial(t *testing.T) {
	t.Helper()
	must(t, o.talk.Answer(o.ctx))
	var err error
	o.called, err = o.carrier.WaitIncoming(o.ctx)
	must(t, err)
	o.called.Play(softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel))
	must(t, o.talk.Heard().WaitTone(o.ctx, softphone.ToneRingback))
}

// reach lets the number answer: it hears the notice, then both talk.
func (o *callOut) reach(t *testing.T) {
	t.Helper()
	must(t, o.called.Answer(o.ctx))
	must(t, o.called.Heard().WaitTone(o.ctx, callingTone))
	o.bothTalk(t)
}

func (o *callOut) bothTalk(t *testing.T) {
	t.Helper()
	must(t, o.called.Heard().WaitOnly(o.ctx, softphone.ToneAgent))
	must(t, o.talk.Heard().WaitOnly(o.ctx, softphone.ToneCaller))
}

// history waits for words in the ticket's history.
func (o *callOut) history(t *testing.T, words string) {
	t.Helper()
	o.until(t, "the ticket's history says "+words, func() bool {
		d, err := o.reg.Get(o.ctx, tickets.Key{ID: tickets.TicketID(o.ticket)})
		must(t, err)
		for _, e := range d.History {
			if strings.Contains(e.Sentence(), words) {
				return true
			}
		}
		return false
	})
}

// An agent calls a ticket's applicant: the own telephone first, then the number, which hears the notice before anything is
// said. What works in a talk works in this one; it is recorded with both sides apart, and stands in the ticket's history.
func TestCallOut_Answered_TalkHoldConsult_RecordedAndInTheHistory(t *testing.T) {
	beside(t, aTown)
	o := callOutTown(t, nil)
	must(t, o.tel.PutDestination(o.ctx, telephony.Destination{Number: mrg, Name: "МРГ", Active: true}, 0))
	o.place(t)
	if v := o.state(t, 1); v.Agent.State != telephony.OnOffer || v.Call.Call.State != call.Placing {
		t.Errorf("while the own telephone rings: %s, %s", v.Agent.State, v.Call.Call.State)
	}
	select {
	case <-o.carrier.Incoming():
		t.Error("the number is dialled before the agent is at the telephone")
	default:
	}
	o.dial(t)
	if to, from := o.called.Header("To"), o.called.Header("From"); !strings.Contains(to, "sip:"+callerNumber+"@") || !strings.Contains(from, "+380443668012") {
		t.Errorf("the carrier is asked for %q by %q", to, from)
	}
	o.reach(t)
	if s := o.state(t, 1).Agent.State; s != telephony.OnCall {
		t.Errorf("the agent is %s", s)
	}
	must(t, o.called.Heard().Wait(o.ctx, "a second of the agent", 16, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
	o.do(t, 1, telephony.Hold, "")
	must(t, o.called.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
	o.do(t, 1, telephony.Resume, "")
	o.bothTalk(t)
	must(t, o.tel.Do(o.ctx, telephony.Wish{Agent: 1, Call: o.state(t, 1).Agent.Call, Action: telephony.Consult, Number: mrg}))
	target, err := o.carrier.WaitIncoming(o.ctx)
	must(t, err)
	target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
	must(t, target.Answer(o.ctx))
	must(t, o.talk.Heard().WaitOnly(o.ctx, softphone.ToneTarget))
	must(t, o.called.Heard().WaitOnly(o.ctx, softphone.ToneMusic))
	o.do(t, 1, telephony.Cancel, "")
	<-target.Done()
	o.bothTalk(t)
	o.do(t, 1, telephony.HangUp, "")
	<-o.called.Done()
	<-o.talk.Done()
	o.quiet(t)

	r := o.last(t)
	if r.Call.EndReason != call.AgentHungUp || r.Call.Direction != call.Outbound || r.Call.Ticket != o.ticket || r.PlacedBy != "Оксана" || len(r.Agents) != 1 {
		t.Errorf("record: %+v", r)
	}
	if a := o.state(t, 1).Agent; a.State != telephony.WrapUp || a.Call != r.Call.ID {
		t.Errorf("the agent is %s of %s", a.State, a.Call)
	}
	left, right := o.sides(t, o.sealed(t, r.Call.ID))
	if heard(left, softphone.ToneCaller) < 16 || heard(left, softphone.ToneAgent) > 2 || heard(right, softphone.ToneAgent) < 16 || heard(right, softphone.ToneCaller) > 2 {
		t.Errorf("recording:\n%s\n%s", score(left), score(right))
	}
	o.history(t, "Дзвінок заявникові: розмова з оператором Оксана, номер "+callerNumber)
}

// Whatever keeps a talk from coming about: the agent reads why, is free at once, nothing rings on, and the history knows.
func TestCallOut_NotReached_AgentReadsWhyAndIsFree(t *testing.T) {
	beside(t, aTown)
	o := callOutTown(t, nil)
	refuse := func(code int) func() {
		return func() { o.dial(t); must(t, o.called.Reject(code)) }
	}
	for _, c := range []struct {
		name   string
		does   func()
		reason call.Reason
		notice call.Notice
		words  string
	}{
		{"busy", refuse(486), call.NotReached, call.NumberBusy, "номер зайнятий"},
		{"refused", refuse(603), call.NotReached, call.NumberRefused, "відхилено"},
		{"no answer, the network", refuse(480), call.NotReached, call.NumberNoAnswer, "немає відповіді"},
		{"no such number", refuse(404), call.NotReached, call.NumberUnreachable, "номер недоступний"},
		{"congestion", refuse(503), call.NotReached, call.NumberUnreachable, "номер недоступний"},
		{"no answer, we", func() { o.dial(t); <-o.called.Done() }, call.NotReached, call.NumberNoAnswer, "немає відповіді"},
		{"agent thinks better", func() { o.dial(t); o.do(t, 1, telephony.HangUp, ""); <-o.called.Done() }, call.Cancelled, "", "не дочекався"},
		{"agent puts the receiver down", func() { o.dial(t); must(t, o.talk.Hangup(o.ctx)); <-o.called.Done() }, call.Cancelled, "", "не дочекався"},
		{"agent does not answer", func() { <-o.talk.Done() }, call.NotPlaced, "", ""},
		{"agent declines", func() { must(t, o.talk.Reject(603)) }, call.NotPlaced, "", ""},
	} {
		o.place(t)
		c.does()
		<-o.talk.Done()
		o.until(t, c.name+": the agent is free", func() bool { return o.state(t, 1).Agent.State == telephony.Available })
		o.quiet(t)
		r := o.last(t)
		if r.Call.EndReason != c.reason || r.Call.Notice != c.notice {
			t.Errorf("%s: %s, %q; want %s, %q", c.name, r.Call.EndReason, r.Call.Notice, c.reason, c.notice)
		}
		if failed := o.state(t, 1).Failed; (failed != nil) != (c.reason != call.Cancelled) {
			t.Errorf("%s: the desk says %+v", c.name, failed)
		}
		if c.words != "" {
			o.history(t, c.words)
		}
		select {
		case <-o.carrier.Incoming():
			t.Errorf("%s: the number was dialled, or dialled again", c.name)
		default:
		}
		if _, err := o.recs.ByCall(o.ctx, recording.CallID(r.Call.ID)); err == nil {
			t.Errorf("%s: there is a recording of a call that nobody answered", c.name)
		}
	}
	if n := o.board.Stats.Strays.Load(); n != 0 {
		t.Errorf("%d agents were found taken by no call", n)
	}
	// Who hangs up in the notice was there, and is recorded; the agent owes nothing all the same.
	o.place(t)
	o.dial(t)
	must(t, o.called.Answer(o.ctx))
	must(t, o.called.Hangup(o.ctx))
	<-o.talk.Done()
	o.until(t, "the agent is free", func() bool { return o.state(t, 1).Agent.State == telephony.Available })
	o.quiet(t)
	if r := o.last(t).Call; r.EndReason != call.NotReached || r.Notice != call.NumberLeft {
		t.Errorf("hung up in the notice: %s, %q", r.EndReason, r.Notice)
	}
	o.history(t, "слухавку покладено до розмови")
}

// hotline is killed while the agent's telephone rings, while the number rings, and in the talk. One whom we called and who
// answers while it is dead hears the notice, then music, and has the agent when it is back; the recording begins all the same.
func TestCrash_KilledInACallOut_NobodyIsLost(t *testing.T) {
	beside(t, aTown)
	var carrier *softphone.Phone
	w, p := watchedTown(t, func(c *config) {
		carrier = carrierOf(t, c)
		c.Ring, c.OutRing = 20*time.Second, 30*time.Second
	})
	o := newCallOut(t, w, carrier)
	back := func() { p = o.launch(t); o.ready(t) }
	const waited = 83 // windows of 60 ms
	for _, row := range []struct {
		state  call.State
		before func() // until the kill
		dead   func() // while it is dead
		after  func()
		waits  bool // whom we called waits meanwhile
	}{
		{call.Placing, func() { o.place(t) }, func() {}, func() { o.dial(t); o.reach(t) }, false},
		{call.Dialling, func() { o.place(t); o.dial(t) }, func() {}, func() { o.reach(t) }, false},
		{call.Dialling, func() { o.place(t); o.dial(t) }, func() {
			must(t, o.called.Answer(o.ctx))
			must(t, o.called.Heard().WaitTone(o.ctx, callingTone))
			must(t, o.called.Heard().Wait(o.ctx, "five seconds of music", waited, func(win softphone.Window) bool { return win.Has(softphone.ToneMusic) }))
		}, func() { o.bothTalk(t) }, true},
		{call.Talking, func() { o.place(t); o.dial(t); o.reach(t) }, func() { o.bothTalk(t) }, func() { o.bothTalk(t) }, false},
	} {
		row.before()
		o.until(t, "the call is "+string(row.state), func() bool { return o.last(t).Call.State == row.state })
		p.kill()
		row.dead()
		back()
		row.after()
		must(t, o.called.Hangup(o.ctx))
		<-o.talk.Done()
		o.until(t, "the call is over, and the agent in the wrap-up", func() bool {
			c := o.last(t).Call
			return c.State == call.Ended && len(c.Legs) == 0 && o.state(t, 1).Agent.State == telephony.WrapUp
		})
		r := o.last(t)
		if r.Call.EndReason != call.CallerHungUp {
			t.Errorf("%s: ended with %s", row.state, r.Call.EndReason)
		}
		if s := o.sealed(t, r.Call.ID); len(s.Warnings) > 0 {
			t.Errorf("%s: the recording warns %q", row.state, s.Warnings)
		}
		if row.waits {
			if _, right := o.sides(t, o.sealed(t, r.Call.ID)); heard(right, softphone.ToneMusic) < waited*19/20 {
				t.Errorf("%d windows of music were heard, %d are recorded", waited, heard(right, softphone.ToneMusic))
			}
		}
		for name, phone := range map[string]*softphone.Phone{"agent": o.oksana, "number": o.carrier} {
			select {
			case <-phone.Incoming():
				t.Errorf("%s: the %s was rung twice", row.state, name)
			default:
			}
		}
		o.rested(t, 1)
	}
}
