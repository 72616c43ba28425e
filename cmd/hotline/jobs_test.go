package main

import (
	"context"
	"testing"

	"github.com/riverqueue/river"

	"hotline/recording"
)

// still is a switch that writes nothing any more.
type still struct{}

func (still) Writing(recording.CallID) bool { return false }

// A recording lies in one node's spool: who drives another node would find nothing there, and mark it missing.
func TestJobs_ASpoolIsSealedAndSweptByItsOwnNode(t *testing.T) {
	beside(t, anOffice)
	first := newOffice(t, nil)
	second := &house{cfg: first.cfg, log: first.log, now: first.now, pool: first.pool}
	second.cfg.Node, second.cfg.Spool = "kyiv2", t.TempDir()
	must(t, second.build(t.Context()))
	second.seal.Switch = still{}
	must(t, second.jobs.client.Start(t.Context()))
	defer func() { must(t, second.jobs.client.Stop(context.WithoutCancel(t.Context()))) }()
	done, stop := second.jobs.client.Subscribe(river.EventKindJobCompleted)
	defer stop()

	const kept, other = recording.CallID("kyiv1-1763913600.1"), recording.CallID("kyiv2-1763913600.1")
	for id, node := range map[recording.CallID]string{kept: "kyiv1", other: "kyiv2"} {
		_, err := second.seal.Register(t.Context(), id, first.now())
		must(t, err)
		_, err = first.jobs.client.Insert(t.Context(), sealArgs{id}, &river.InsertOpts{Queue: spoolQueue(node)})
		must(t, err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	go second.jobs.sweepOn(ctx)
	worked := map[string]bool{}
	for !worked["seal_recording"] || !worked["sweep_spool"] {
		select {
		case e := <-done:
			worked[e.Job.Kind] = true
		case <-first.ctx.Done():
			t.Fatalf("worked only %v", worked)
		}
	}
	all, err := first.recs.ByCalls(t.Context(), []recording.CallID{kept, other})
	must(t, err)
	if all[kept].State != recording.Spooled || all[other].State != recording.Missing {
		t.Errorf("the first node's is %s, want spooled; the second's %s, want missing", all[kept].State, all[other].State)
	}
}
