package main

import (
	"bufio"
	"context"
	"fmt"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// asProgram makes a process of this test's binary the program itself, so that it can be killed; its value is keepTime's.
const asProgram = "HOTLINE_TEST_AS_PROGRAM"

// program is hotline in a process of its own.
type program struct {
	cmd    *exec.Cmd
	logged chan struct{} // closed when its log has ended
	faults []string      // lines of level ERROR; read after logged
}

// launch starts `hotline serve` on the town's servers.
func (w *town) launch(t *testing.T) *program {
	t.Helper()
	// A clock that is set goes on over a restart, as a true one does.
	p := &program{cmd: exec.Command(os.Args[0], "serve"), logged: make(chan struct{})}
	p.cmd.Env = append(os.Environ(), asProgram+"="+strconv.FormatInt(time.Now().UnixNano(), 10), "HOTLINE_LISTEN="+w.cfg.Listen, "HOTLINE_PUBLIC_URL="+w.cfg.PublicURL[0],
		"HOTLINE_POSTGRES="+w.cfg.Postgres, "HOTLINE_S3_ENDPOINT="+w.cfg.S3Endpoint, "HOTLINE_S3_ACCESS_KEY="+w.cfg.S3AccessKey,
		"HOTLINE_S3_SECRET_KEY="+w.cfg.S3SecretKey, "HOTLINE_S3_BUCKET="+w.cfg.S3Bucket, "HOTLINE_ARI_URL="+w.cfg.ARIURL,
		"HOTLINE_ARI_USER="+w.cfg.ARIUser, "HOTLINE_ARI_PASSWORD="+w.cfg.ARIPassword, "HOTLINE_NODE="+w.cfg.Node,
		"HOTLINE_SPOOL="+w.cfg.Spool, "HOTLINE_SIP_ADDR="+w.cfg.SIPAddr, "HOTLINE_GREETING="+w.cfg.Greeting, "HOTLINE_CLOCK="+w.now().Format(time.RFC3339Nano),
		"HOTLINE_RING="+w.cfg.Ring.String(), "HOTLINE_AMI_ADDR="+w.cfg.AMIAddr, "HOTLINE_AMI_USER="+w.cfg.AMIUser, "HOTLINE_AMI_PASSWORD="+w.cfg.AMIPassword)
	if w.cfg.TrunkOut != "" {
		p.cmd.Env = append(p.cmd.Env, "HOTLINE_TRUNK_OUT="+w.cfg.TrunkOut, "HOTLINE_OUT_RING="+max(w.cfg.OutRing, 5*time.Second).String())
	}
	out, err := p.cmd.StderrPipe()
	must(t, err)
	p.cmd.Stdout = p.cmd.Stderr
	must(t, p.cmd.Start())
	go func() {
		defer close(p.logged)
		for lines := bufio.NewScanner(out); lines.Scan(); {
			if strings.Contains(lines.Text(), "ERROR") {
				p.faults = append(p.faults, lines.Text())
			}
			_, _ = io.WriteString(testLog{t}, lines.Text())
		}
	}()
	t.Cleanup(func() { p.kill() })
	return p
}

// kill is kill -9.
func (p *program) kill() {
	_ = p.cmd.Process.Kill()
	<-p.logged
	_ = p.cmd.Wait()
}

var discard = slog.New(slog.DiscardHandler)

// watchedTown runs hotline in a process of its own; the town's own parts only look at the stores, and ask as desks do.
func watchedTown(t *testing.T, adjust func(*config)) (*town, *program) {
	t.Helper()
	w := emptyTown(t, adjust)
	w.furnish(t, discard)
	t.Cleanup(w.pool.Close)
	return w, w.launch(t)
}

// pair is a caller and the agent who took the call.
type pair struct {
	number string
	caller *softphone.Call
	agent  call.AgentID
	phone  *softphone.Call
}

// talks lets n callers talk with n agents.
func (w *town) talks(t *testing.T, n int) []pair {
	t.Helper()
	pairs := make([]pair, n)
	phones := map[call.AgentID]*softphone.Phone{}
	for i := range n {
		id := call.AgentID(i + 1)
		phones[id] = w.agent(t, id, fmt.Sprintf("Агент %d", id), call.Information)
		phones[id].OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
	}
	number := map[string]int{}
	for i := range pairs {
		pairs[i].number = fmt.Sprintf("+3805012345%02d", i)
		pairs[i].caller = w.dial(t, pairs[i].number)
		number[pairs[i].number] = i
	}
	for id, phone := range phones {
		leg, err := phone.WaitIncoming(w.ctx)
		must(t, err)
		var of string
		w.until(t, "the desk shows who calls", func() bool {
			v := w.state(t, id)
			if v.Call != nil && v.Agent.State == telephony.OnCall {
				of = v.Call.Call.Number
			}
			return of != ""
		})
		pairs[number[of]].agent, pairs[number[of]].phone = id, leg
	}
	for _, p := range pairs {
		hear(t, w.ctx, p)
	}
	return pairs
}

// hear proves that a pair hears each other and nobody else, from now on.
func hear(t *testing.T, ctx context.Context, p pair) {
	t.Helper()
	must(t, p.caller.Heard().WaitOnly(ctx, softphone.ToneAgent))
	must(t, p.phone.Heard().WaitOnly(ctx, softphone.ToneCaller))
}

// Twenty talks, and hotline is killed: nobody hears it. Started anew it has all of them in hand, and what ended meanwhile
// has its ticket and recording like everything else.
func TestCrash_KilledDuringTwentyTalks_NothingIsLost(t *testing.T) {
	beside(t, aCrowd)
	const talks = 20
	w, first := watchedTown(t, func(c *config) { c.Greeting = "-" })
	pairs := w.talks(t, talks)
	colleague := w.agent(t, talks+1, "Іван", call.Organisation)
	colleague.OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel)})

	first.kill()
	for _, p := range pairs {
		hear(t, w.ctx, p)
	}
	for _, p := range pairs[:3] { // ended while nobody drives
		must(t, p.caller.Hangup(w.ctx))
	}
	w.do(t, pairs[3].agent, telephony.Hold, "") // asked while nobody drives, done by who drives next
	began := time.Now()
	w.launch(t)
	must(t, pairs[3].caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	t.Logf("in hand again %s after the start", time.Since(began).Round(time.Millisecond))
	w.do(t, pairs[3].agent, telephony.Resume, "")
	for _, p := range pairs[3:] {
		hear(t, w.ctx, p)
	}

	w.do(t, pairs[4].agent, telephony.Consult, call.Organisation)
	target, err := colleague.WaitIncoming(w.ctx)
	must(t, err)
	must(t, target.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	w.do(t, pairs[4].agent, telephony.Complete, "")
	must(t, pairs[4].caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	for i, p := range pairs[3:] {
		if i%2 == 0 || p == pairs[4] {
			must(t, p.caller.Hangup(w.ctx))
		} else {
			w.do(t, p.agent, telephony.HangUp, "")
		}
	}
	for _, p := range pairs {
		<-p.caller.Done()
		<-p.phone.Done()
	}
	all := w.accounted(t, talks)
	for _, r := range all {
		w.whole(t, r, r.Call.Number == pairs[4].number)
	}
	for id := range call.AgentID(talks + 1) {
		w.free(t, id+1)
	}
}

// accounted waits until Asterisk is empty and every call has ended with a ticket.
func (w *town) accounted(t *testing.T, calls int) []telephony.Record {
	t.Helper()
	w.until(t, "Asterisk has no channel left", w.sw.Empty)
	var all []telephony.Record
	w.until(t, fmt.Sprintf("%d calls have ended", calls), func() bool {
		var err error
		all, err = w.tel.Records(w.ctx, telephony.RecordFilter{Limit: calls + 1})
		must(t, err)
		ended := 0
		for _, r := range all {
			if r.Call.State == call.Ended && r.Call.Ticket != 0 {
				ended++
			}
		}
		return ended == calls
	})
	if len(all) != calls {
		t.Errorf("%d calls on record, want %d", len(all), calls)
	}
	return all
}

// whole proves that a recording lasts from the first word to the last, both sides, also while hotline was dead.
func (w *town) whole(t *testing.T, r telephony.Record, handedOver bool) {
	t.Helper()
	sealed := w.sealed(t, r.Call.ID)
	if len(sealed.Warnings) > 0 {
		t.Errorf("call %s: the recording warns %q", r.Call.ID, sealed.Warnings)
	}
	left, right := w.sides(t, sealed)
	share := func(side []softphone.Window, tones ...float64) float64 {
		return float64(heard(side, tones...)) / float64(len(side))
	}
	if s := share(left, softphone.ToneCaller); s < 0.9 {
		t.Errorf("call %s: the caller sounds in %.0f %% of the left side\n%s", r.Call.ID, 100*s, score(left))
	}
	if s := share(right, softphone.ToneAgent, softphone.ToneTarget, softphone.ToneMusic); s < 0.8 {
		t.Errorf("call %s: agents and music sound in %.0f %% of the right side\n%s", r.Call.ID, 100*s, score(right))
	}
	if s := share(right, softphone.ToneTarget); (s > 0) != handedOver {
		t.Errorf("call %s: the colleague sounds in %.0f %% of the right side", r.Call.ID, 100*s)
	}
}

// free lets an agent end the wrap-up and proves that the next call may come.
func (w *town) free(t *testing.T, id call.AgentID) {
	t.Helper()
	v := w.state(t, id)
	if v.Agent.State == telephony.WrapUp {
		must(t, w.tel.FinishWrapUp(w.ctx, id, v.Agent.Call, telephony.Available, ""))
		v = w.state(t, id)
	}
	if v.Agent.State != telephony.Available {
		t.Errorf("agent %d is stuck in %s", id, v.Agent.State)
	}
}
