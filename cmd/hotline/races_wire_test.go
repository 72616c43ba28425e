package main

import (
	"fmt"
	"os"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// places runs a race that lasts long in several towns at once when it is run a hundred times, and tells each how often.
func places(t *testing.T, towns int, story func(t *testing.T, times int)) {
	t.Helper()
	t.Parallel()
	times := 1
	if os.Getenv("HOTLINE_TEST_CROSSINGS") == "" {
		towns = 1
	} else {
		times = max(1, crossings(t, 1)/towns)
	}
	for i := range towns {
		t.Run(fmt.Sprintf("town %d", i+1), func(t *testing.T) {
			beside(t, aTown)
			story(t, times)
		})
	}
}

// Race 9: every packet between hotline and Asterisk is dropped, both ways and without a word. The loss is noticed within 12 s,
// the talk goes on, a new caller is answered by the dialplan, and when packets pass again one connection puts all in order.
func TestRace_09_SocketHalfOpen_NoticedAndPutInOrderOnce(t *testing.T) {
	places(t, 5, func(t *testing.T, times int) {
		n := race(t, "every packet between hotline and Asterisk is dropped in a talk")
		var ari *wire
		w := newTown(t, func(c *config) {
			c.Greeting = "-"
			ari = newWire(t, strings.TrimPrefix(c.ARIURL, "http://"))
			c.ARIURL = "http://" + ari.addr
		})
		oksana := w.agent(t, 1, "Оксана", call.Information)
		for range times {
			caller := w.dial(t, callersNumber)
			ring, err := oksana.WaitIncoming(w.ctx)
			must(t, err)
			w.takes(t, ring, caller)
			id, before := w.state(t, 1).Call.Call.ID, w.node.Stats().Connections // whom the dialplan answers carries the true time
			ari.set(swallowing)
			began := time.Now()
			stranger := w.dial(t, "+380931112233")
			must(t, stranger.Heard().WaitTone(w.ctx, awayTone))
			w.do(t, 1, telephony.Hold, "") // asked while nothing gets through, done afterwards
			hear(t, w.ctx, pair{caller: caller, phone: ring})
			w.until(t, "the loss is noticed", func() bool { return !w.node.Stats().Connected })
			noticed := time.Since(began)
			hear(t, w.ctx, pair{caller: caller, phone: ring})
			ari.set(whole)
			must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			w.do(t, 1, telephony.Resume, "")
			hear(t, w.ctx, pair{caller: caller, phone: ring})
			must(t, stranger.Hangup(w.ctx))
			must(t, caller.Hangup(w.ctx))
			<-ring.Done()
			w.quiet(t)
			if after := w.node.Stats().Connections; after != before+1 || noticed > 12500*time.Millisecond {
				t.Errorf("noticed after %s, %d connections afterwards", noticed, after-before)
			}
			if r, _, err := w.tel.Record(w.ctx, id); err != nil || r.Call.EndReason != call.CallerHungUp || r.Call.Ticket == 0 {
				t.Errorf("the talk: %+v, %v", r.Call, err)
			}
			w.until(t, "who was answered by the dialplan is registered", func() bool {
				return w.count(t, "calls WHERE end_reason = 'unattended' AND ticket_id IS NOT NULL") > n.runs
			})
			n.ran(fmt.Sprintf("noticed in the second %d", int(noticed.Seconds())+1))
			w.rested(t, 1)
		}
		w.noStrays(t)
	})
}

// Race 10: hotline reads no event for five seconds while twenty callers a second come. Then all of it comes late; or the socket
// is closed with what waited in it, and the application comes back. No INVITE is lost, and every caller has been answered, by
// hotline or by the dialplan, and has a ticket.
func TestRace_10_SlowConsumer_NoInviteIsLost(t *testing.T) {
	t.Parallel()
	for name, breaks := range map[string]bool{"then all come late": false, "then the socket breaks": true} {
		t.Run(name, func(t *testing.T) {
			beside(t, aTown)
			n := race(t, "no event is read for 5 s at 20 calls/s, "+name)
			w := emptyTown(t, func(c *config) { c.Greeting = "-" })
			events := hold(t, w).socket
			w.start(t)
			for i := range 8 {
				w.agent(t, call.AgentID(i+1), fmt.Sprintf("Агент %d", i+1), call.Information).OnIncoming(softphone.Behaviour{AutoAnswer: true,
					Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
			}
			const callers, rate = 160, 20
			for run := range slow(t, 20) {
				before := w.node.Stats().Connections
				stop := time.AfterFunc(time.Second, func() { events.set(frozen) })
				thaw := time.AfterFunc(6*time.Second, func() {
					if breaks {
						events.set(cut)
					}
					events.set(whole)
				})
				w.callers(t, "caller.xml", callers, rate) // it fails when an INVITE is not answered
				stop.Stop()
				thaw.Stop()
				w.until(t, "Asterisk has no channel left", w.sw.Empty)
				w.until(t, "each caller has a ticket", func() bool { return w.count(t, "calls WHERE settled AND ticket_id IS NOT NULL") == callers*(run+1) })
				if n := w.count(t, "calls"); n != callers*(run+1) {
					t.Errorf("%d calls on record, want %d", n, callers*(run+1))
				}
				again := w.node.Stats().Connections - before
				if breaks != (again > 0) {
					t.Errorf("%d connections anew", again)
				}
				for range callers {
					n.ran("answered")
				}
				for i := range 8 {
					w.until(t, "nobody is taken", func() bool { return w.count(t, "agents WHERE state IN ('offered', 'on_call')") == 0 })
					w.rested(t, call.AgentID(i+1))
				}
			}
			t.Logf("by the dialplan: %d of %d", w.count(t, "calls WHERE end_reason = 'unattended'"), w.count(t, "calls"))
			w.noStrays(t)
		})
	}
}
