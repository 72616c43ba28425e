package main

import (
	"net/url"
	"syscall"
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The copy that drives is frozen while a telephone rings; the standby takes its place and answers callers. When the old one
// wakes up, with its ring time long over, it ends without one more request to Asterisk.
func TestCrash_LeaderFrozen_StandbyDrivesAndTheOldSaysNothing(t *testing.T) {
	t.Parallel()
	w := emptyTown(t, func(c *config) { c.Greeting = "-" })
	w.furnish(t, discard)
	t.Cleanup(w.pool.Close)
	direct, err := url.Parse(w.cfg.ARIURL)
	must(t, err)
	spied := newWire(t, direct.Host)
	w.cfg.ARIURL = "http://" + spied.addr
	leader := w.launch(t)
	w.ready(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "+380501234567")
	_, err = oksana.WaitIncoming(w.ctx)
	must(t, err)

	must(t, leader.cmd.Process.Signal(syscall.SIGSTOP))
	w.cfg.ARIURL = direct.String()
	w.cfg.Listen = freePort(t)
	w.cfg.PublicURL = []string{"http://" + w.cfg.Listen}
	w.launch(t)
	w.ready(t)
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	w.until(t, "the first agent, who did not answer, is on a break", func() bool { return w.state(t, 1).Agent.State == telephony.Break })
	before := spied.requests.Load()
	if before == 0 {
		t.Fatal("the leader's requests are not seen")
	}
	must(t, leader.cmd.Process.Signal(syscall.SIGCONT))
	<-leader.logged
	if n := spied.requests.Load() - before; n != 0 {
		t.Errorf("the old leader sent %d requests after it woke up", n)
	}
	maria := w.agent(t, 2, "Марія", call.Information)
	ring, err := maria.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	must(t, caller.Hangup(w.ctx))
	for _, r := range w.accounted(t, 1) {
		w.sealed(t, r.Call.ID)
	}
	w.free(t, 2)
}
