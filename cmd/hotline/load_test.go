package main

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The load: so many callers, so many a second, and fewer agents than it would take to answer all of them.
const (
	loadCalls  = 200
	loadRate   = 10
	loadAgents = 24
)

// Two hundred callers in twenty seconds: each has a ticket and a recording under lock, whether an agent was free or not,
// and nothing is left behind.
func TestLoad_TwoHundredCallers_NothingIsLostAndNothingLeft(t *testing.T) {
	beside(t, aCrowd)
	w, p := watchedTown(t, func(c *config) { c.Greeting = "-" })
	for i := range loadAgents {
		id := call.AgentID(i + 1)
		w.agent(t, id, fmt.Sprintf("Агент %d", id), call.Information).OnIncoming(softphone.Behaviour{AutoAnswer: true,
			Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
	}
	began := time.Now()
	calling, done := context.WithCancel(w.ctx)
	faults := make(chan error, 1)
	go func() { faults <- w.noWrapUps(calling) }()
	w.callers(t, "caller.xml", loadCalls, loadRate)
	called := time.Since(began)
	w.until(t, "Asterisk has no channel left", w.sw.Empty)
	empty := time.Since(began) - called
	w.until(t, "every call has ended and has its ticket", func() bool { return w.count(t, `calls WHERE settled`) == loadCalls })
	w.until(t, "every agent is free", func() bool { return w.count(t, `agents WHERE state = 'available' AND call_id IS NULL`) == loadAgents })
	done()
	must(t, <-faults)
	settled := time.Since(began)
	w.until(t, "every recording is under lock", func() bool {
		return w.count(t, `recordings WHERE state = 'sealed' AND version_id <> '' AND retain_until > now() + interval '2 years'`) == loadCalls
	})
	locked := time.Since(began)
	if n := w.count(t, `recordings WHERE warnings <> '{}'`); n != 0 {
		t.Errorf("%d recordings with a warning", n)
	}
	if n := w.count(t, `calls`); n != loadCalls {
		t.Errorf("%d calls on record, want %d", n, loadCalls)
	}
	if n := w.count(t, `ticket`); n != loadCalls {
		t.Errorf("%d tickets, want %d", n, loadCalls)
	}
	p.kill()
	for _, line := range p.faults {
		t.Error(line)
	}
	w.waits(t)
	t.Logf("the last caller hung up after %s; no channel %s later; calls and agents settled after %s, the last recording under lock after %s",
		round(called), round(empty), round(settled), round(locked))
}

// count counts rows.
func (w *town) count(t *testing.T, of string) (n int) {
	t.Helper()
	must(t, w.pool.QueryRow(w.ctx, `SELECT count(*) FROM `+of).Scan(&n))
	return n
}

// waits tells how the callers fared; the load is such that some are answered and some give up.
func (w *town) waits(t *testing.T) {
	t.Helper()
	all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: loadCalls})
	must(t, err)
	answered, longest := 0, time.Duration(0)
	for _, r := range all {
		c := r.Call
		switch {
		case !c.AnsweredAt.IsZero():
			answered++
			longest = max(longest, c.AnsweredAt.Sub(c.ArrivedAt))
		case c.EndReason != call.Abandoned:
			t.Errorf("call %s was not answered and ended as %s", c.ID, c.EndReason)
		}
	}
	if len(all) != loadCalls || answered < loadAgents || answered == loadCalls {
		t.Errorf("%d of %d calls were answered by %d agents", answered, len(all), loadAgents)
	}
	t.Logf("%d calls at %d/s, %d agents: %d answered, %d abandoned, longest wait of an answered one %s", len(all), loadRate, loadAgents,
		answered, len(all)-answered, round(longest))
}

func round(d time.Duration) time.Duration { return d.Round(10 * time.Millisecond) }

// noWrapUps sends every agent who has talked back to work at once, until ctx ends.
func (w *town) noWrapUps(ctx context.Context) error {
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		agents, err := w.tel.Colleagues(ctx, 0)
		for _, a := range agents {
			if a.State != telephony.WrapUp {
				continue
			}
			if finish := w.tel.FinishWrapUp(ctx, a.ID, a.Call, telephony.Available, ""); !errors.Is(finish, telephony.ErrNotNow) {
				err = errors.Join(err, finish)
			}
		}
		if err != nil && ctx.Err() == nil {
			return err
		}
	}
}

// callers lets SIPp place so many calls of a scenario, so many a second, and returns when the last has ended.
func (w *town) callers(t *testing.T, scenario string, calls, rate int) {
	t.Helper()
	scenario, err := filepath.Abs("../../deploy/sipp/" + scenario)
	must(t, err)
	dir := t.TempDir()
	var numbers strings.Builder
	numbers.WriteString("SEQUENTIAL\n")
	for i := range calls {
		fmt.Fprintf(&numbers, "+38050123%04d;\n", i)
	}
	must(t, os.WriteFile(filepath.Join(dir, "numbers.csv"), []byte(numbers.String()), 0o600))
	// A square wave of 444 Hz: nine samples up, nine down.
	wave := append(bytes.Repeat([]byte{0xa5}, 9), bytes.Repeat([]byte{0x25}, 9)...)
	must(t, os.WriteFile(filepath.Join(dir, "caller.alaw"), bytes.Repeat(wave, 4000), 0o600))
	_, port, err := net.SplitHostPort(asterisktest.Free())
	must(t, err)
	sipp := exec.CommandContext(w.ctx, "sipp", w.sw.SIPAddr, "-sf", scenario, "-inf", "numbers.csv", "-s", "380443668012", "-i", "127.0.0.2",
		"-mi", "127.0.0.2", "-p", port, "-m", fmt.Sprint(calls), "-r", fmt.Sprint(rate),
		"-nostdin", "-trace_err", "-error_file", "errors.log")
	sipp.Dir = dir
	out, err := sipp.CombinedOutput()
	if err != nil {
		wrong, _ := os.ReadFile(filepath.Join(dir, "errors.log"))
		t.Fatalf("sipp: %v\n%s\n%s", err, bytes.TrimSpace(out), wrong)
	}
}
