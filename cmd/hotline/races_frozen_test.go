package main

import (
	"net/url"
	"syscall"
	"testing"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 11: the copy that drives is frozen while a telephone rings; the standby takes its place and answers callers. When the
// old one wakes up, with its ring time long over, it ends without one more request to Asterisk. Then the standby is frozen in
// its turn.
func TestRace_11_LeaderFrozen_StandbyDrivesAndTheOldSaysNothing(t *testing.T) {
	places(t, 5, func(t *testing.T, times int) {
		n := race(t, "SIGSTOP while a telephone rings, SIGCONT when the standby drives")
		w := emptyTown(t, func(c *config) { c.Greeting = "-" })
		w.furnish(t, discard)
		t.Cleanup(w.pool.Close)
		direct, err := url.Parse(w.cfg.ARIURL)
		must(t, err)
		copyOf := func() (*program, *wire) { // each with a wire of its own, which counts its requests
			spied := newWire(t, direct.Host)
			w.cfg.ARIURL = "http://" + spied.addr
			w.cfg.Listen = asterisktest.Free()
			w.cfg.PublicURL = []string{"http://" + w.cfg.Listen}
			return w.launch(t), spied
		}
		leader, spied := copyOf()
		w.ready(t)
		oksana := w.agent(t, 1, "Оксана", call.Information)
		for i := range times {
			caller := w.dial(t, callersNumber)
			_, err = oksana.WaitIncoming(w.ctx)
			must(t, err)
			must(t, leader.cmd.Process.Signal(syscall.SIGSTOP))
			standby, other := copyOf()
			w.ready(t)
			must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			w.until(t, "the agent, who did not answer, is on a break", func() bool { return w.state(t, 1).Agent.State == telephony.Break })
			before := spied.requests.Load()
			if before == 0 {
				t.Fatal("the leader's requests are not seen")
			}
			must(t, leader.cmd.Process.Signal(syscall.SIGCONT))
			<-leader.logged
			if said := spied.requests.Load() - before; said != 0 {
				t.Errorf("the old leader sent %d requests after it woke up", said)
			}
			leader, spied = standby, other
			w.rested(t, 1)
			ring, err := oksana.WaitIncoming(w.ctx)
			must(t, err)
			w.takes(t, ring, caller)
			must(t, caller.Hangup(w.ctx))
			<-ring.Done()
			n.ran("the old one said nothing")
			w.accounted(t, i+1)
			w.free(t, 1)
		}
		w.sealed(t, w.last(t).Call.ID)
	})
}
