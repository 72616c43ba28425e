//go:build bench

package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Each way is measured so often, after as many calls of each as warm pools, caches and the switch.
const (
	rounds = 200
	warmUp = 20
)

// way is one of those who answer a number on the same Asterisk.
type way struct{ name, number string }

var (
	ours   = way{"hotline", "380443668012"}
	handed = way{"by Stasis()", "380440000902"} // hotline, to whom the dialplan hands the caller over without asking who claims him
	plain  = way{"Dial()", "380440000900"}
	queue  = way{"app_queue", "380440000901"}
	ways   = []way{ours, handed, plain, queue}
)

// field is a town for measurements: one agent, whom hotline, Dial() and app_queue ring, and a caller.
type field struct {
	*town
	caller, agent *softphone.Phone
	calls         int
}

func newField(t *testing.T, ring time.Duration, agents int) (*field, []*softphone.Phone) {
	t.Helper()
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", ring })
	long, cancel := context.WithTimeout(context.Background(), 15*time.Minute)
	t.Cleanup(cancel)
	w.ctx = long
	f := &field{town: w}
	var phones []*softphone.Phone
	for i := range agents {
		phones = append(phones, w.agent(t, call.AgentID(i+1), fmt.Sprintf("Агент %d", i+1), call.Information))
	}
	f.agent = phones[0]
	w.peers(t, agents, ring)
	var err error
	f.caller, err = softphone.New(softphone.Config{Listen: "127.0.0.2:0"})
	must(t, err)
	t.Cleanup(func() { f.caller.Close() })
	// A talk that is no part of this keeps the phone's clock of 20 ms going, the same for all.
	other, err := softphone.New(softphone.Config{Listen: "127.0.0.1:0", Incoming: softphone.Behaviour{AutoAnswer: true}})
	must(t, err)
	t.Cleanup(func() { other.Close() })
	_, err = f.caller.Dial(w.ctx, softphone.Target{Addr: other.Addr().String(), User: "clock"}, softphone.Options{})
	must(t, err)
	return f, phones
}

// peer adds a number, or a pattern of numbers, that does everything which the dialplan does for hotline's number, the two
// legs of the recording and the answer among it, and then something else where the other asks hotline. It records outside
// the spool.
func (w *town) peer(t *testing.T, number, context, does string) {
	t.Helper()
	path := filepath.Join(w.sw.Dir, "etc", "extensions.conf")
	conf, err := os.ReadFile(path)
	must(t, err)
	_, section, found := strings.Cut(string(conf), "[hotline]\n")
	if !found {
		t.Fatal("the dialplan has no context [hotline]")
	}
	section, _, _ = strings.Cut(section, "\n[")
	lines := strings.SplitAfter(strings.ReplaceAll(section, w.sw.SpoolDir, t.TempDir()), "\n")
	asks := 0
	for i, line := range lines {
		if strings.Contains(line, "StasisBroadcast(") {
			lines[i] = " same => n," + does + "\n"
			asks++
		}
	}
	if asks != 1 {
		t.Fatalf("the dialplan asks hotline %d times, want once", asks)
	}
	conf = append(conf, "\n[from-trunk](+)\nexten => "+number+",1,Set(DIALLED=${EXTEN})\n same => n,Goto("+context+",s,1)\n["+context+"]\n"+strings.Join(lines, "")...)
	must(t, os.WriteFile(path, conf, 0o600))
	w.sw.Command("module load app_dial.so")
	w.sw.Command("dialplan reload")
}

// peers adds Dial() and Queue().
func (w *town) peers(t *testing.T, agents int, ring time.Duration) {
	t.Helper()
	w.peer(t, handed.number, "handed", "Stasis("+w.sw.App+",in)")
	w.peer(t, plain.number, "plain", "Dial(PJSIP/"+telephony.Endpoint(1, call.Desk)+")")
	w.peer(t, queue.number, "queued", "Queue(bench)")
	// Its best settings: the shortest pauses that it has, several callers at once, nothing announced. With leastrecent it
	// would ring the one who did not answer again.
	lines := fmt.Sprintf(`[general]
autofill = yes
shared_lastcall = yes
[bench]
strategy = rrmemory
musicclass = hotline
autofill = yes
ringinuse = no
retry = 1
timeout = %d
wrapuptime = 0
announce-frequency = 0
periodic-announce-frequency = 0
joinempty = yes
`, int(ring.Seconds()))
	for i := range agents {
		lines += "member => PJSIP/" + telephony.Endpoint(call.AgentID(i+1), call.Desk) + "\n"
	}
	must(t, os.WriteFile(filepath.Join(w.sw.Dir, "etc", "queues.conf"), []byte(lines), 0o600))
	w.sw.Command("module load app_queue.so")
	if said := w.sw.Command("queue show bench"); !strings.Contains(said, "strategy") {
		t.Fatalf("app_queue has no queue: %s", said)
	}
}

// start places a call at any moment between two beats of the caller's clock: Answer() waits for the caller's first packet.
func (f *field) start(t *testing.T, to way) *softphone.Call {
	t.Helper()
	f.calls++
	<-time.After(rand.N(20 * time.Millisecond))
	c, err := f.caller.Start(f.ctx, softphone.Target{Addr: f.sw.SIPAddr, User: to.number},
		softphone.Options{From: fmt.Sprintf("+38050%07d", f.calls), Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
	must(t, err)
	return c
}

// free waits until hotline has every agent back, and lets a wrap-up end.
func (f *field) free(t *testing.T) {
	t.Helper()
	f.until(t, "the agents are free", func() bool {
		all, err := f.tel.Colleagues(f.ctx, 0)
		must(t, err)
		free := true
		for _, a := range all {
			if a.State == telephony.WrapUp {
				must(t, f.tel.FinishWrapUp(f.ctx, a.ID, a.Call, telephony.Available, ""))
			}
			free = free && a.State == telephony.Available
		}
		return free && f.board.Stats.Live.Load() == 0
	})
}

// T1: from the caller's INVITE to the INVITE at the agent's phone. T3: from the agent's 200 to the first sound at the agent.
// T4: from the moment at which a waiting caller hangs up to the CANCEL at the agent's phone. By turns on the same Asterisk,
// so that whatever else the machine does hits all. Hotline also opens the ticket in T1.
func TestBench_OneCall(t *testing.T) {
	f, _ := newField(t, 20*time.Second, 1)
	t1, t3, t4 := newFigure("T1", "the caller's INVITE → the agent's phone rings"), newFigure("T3", "the agent's 200 → the caller is heard"), newFigure("T4", "the caller has gone → CANCEL")
	var numbers []ringing
	for i := range warmUp + rounds {
		for _, by := range ways {
			f.free(t)
			c := f.start(t, by)
			in, err := f.agent.WaitIncoming(f.ctx)
			must(t, err)
			rang := in.InviteReceivedAt().Sub(c.InviteSentAt())
			answered := i%2 == 0
			var then time.Duration
			if answered {
				must(t, in.Answer(f.ctx))
				must(t, in.Heard().WaitTone(f.ctx, softphone.ToneCaller))
				then = in.Heard().FirstRTPAt().Sub(in.AnsweredAt())
				must(t, c.Hangup(f.ctx))
			} else {
				left := time.Now()
				go func() { _ = c.Hangup(f.ctx) }()
				<-in.Done()
				then = time.Since(left)
			}
			<-in.Done()
			<-c.Done()
			if i < warmUp {
				continue
			}
			t1.took(by, rang)
			if answered {
				t3.took(by, then)
			} else {
				t4.took(by, then)
			}
			if by == ours {
				numbers = append(numbers, ringing{fmt.Sprintf("+38050%07d", f.calls), c.InviteSentAt(), in.InviteReceivedAt()})
			}
		}
	}
	report(t, t1, t3, t4)
	fmt.Print("\nwhere hotline's T1 goes, median\n\n")
	f.stages(t, numbers)
}

// T2: from the moment at which an agent is free again to the next waiting caller's INVITE at the agent's phone: the end of
// the wrap-up with hotline, the BYE with app_queue, which is set to none.
func TestBench_NextCaller(t *testing.T) {
	f, _ := newField(t, 20*time.Second, 1)
	t2 := newFigure("T2", "an agent is free → the next caller rings")
	for i := range warmUp/4 + rounds/2 {
		for _, by := range []way{ours, queue} {
			f.free(t)
			first := f.start(t, by)
			in, err := f.agent.WaitIncoming(f.ctx)
			must(t, err)
			must(t, in.Answer(f.ctx))
			second := f.start(t, by)
			must(t, second.WaitAnswer(f.ctx))
			must(t, second.Heard().WaitTone(f.ctx, softphone.ToneMusic))
			<-time.After(rand.N(time.Second)) // anywhere between two looks of app_queue, which come each second
			freed := time.Now()
			if by == ours {
				f.do(t, 1, telephony.HangUp, "")
				f.until(t, "the wrap-up has begun", func() bool { return f.state(t, 1).Agent.State == telephony.WrapUp })
				freed = time.Now()
				must(t, f.tel.FinishWrapUp(f.ctx, 1, f.state(t, 1).Agent.Call, telephony.Available, ""))
			} else {
				must(t, in.Hangup(f.ctx))
			}
			next, err := f.agent.WaitIncoming(f.ctx)
			must(t, err)
			if i >= warmUp/4 {
				t2.took(by, next.InviteReceivedAt().Sub(freed))
			}
			must(t, second.Hangup(f.ctx))
			<-next.Done()
			<-first.Done()
		}
	}
	report(t, t2)
}

// T5: from the CANCEL at the phone of an agent who did not answer to the INVITE at the next one's.
func TestBench_NextAgent(t *testing.T) {
	f, phones := newField(t, time.Second, 2)
	t5 := newFigure("T5", "no answer → the next agent rings")
	incoming := func() *softphone.Call {
		select {
		case in := <-phones[0].Incoming():
			return in
		case in := <-phones[1].Incoming():
			return in
		case <-f.ctx.Done():
			t.Fatal("no phone rings")
			return nil
		}
	}
	for i := range rounds / 8 {
		for _, by := range []way{ours, queue} {
			c := f.start(t, by)
			in := incoming()
			<-in.Done()
			missed := time.Now()
			next := incoming()
			if i > 0 {
				t5.took(by, next.InviteReceivedAt().Sub(missed))
			}
			must(t, c.Hangup(f.ctx))
			<-next.Done()
			if by == ours {
				f.until(t, "the call is over", func() bool { return f.board.Stats.Live.Load() == 0 })
				for id := range call.AgentID(2) {
					f.again(t, id+1)
				}
			}
		}
	}
	report(t, t5)
}

// ringing is one call of hotline's: when the caller's INVITE left, and when one arrived at the agent's phone.
type ringing struct {
	number      string
	sent, rings time.Time
}

// stages prints from what the journal says when each step began, which is before it is written.
func (w *town) stages(t *testing.T, calls []ringing) {
	t.Helper()
	shift := w.now().Sub(time.Now())
	names := []string{"INVITE → hotline has the call", "→ ticket is open and noted", "→ agent is taken", "→ INVITE at the agent's phone"}
	took := make([][]time.Duration, len(names))
	for _, r := range calls {
		var arrived, registered, offered time.Time
		err := w.pool.QueryRow(w.ctx, `SELECT min(at) FILTER (WHERE e.kind = $2), min(at) FILTER (WHERE e.kind = $3), min(at) FILTER (WHERE e.kind = $4)
			FROM calls c JOIN call_events e ON e.call_id = c.id WHERE c.number = $1`,
			r.number, call.Arrived, call.Registered, call.OfferMade).Scan(&arrived, &registered, &offered)
		must(t, err)
		at := r.sent
		for i, next := range []time.Time{arrived.Add(-shift), registered.Add(-shift), offered.Add(-shift), r.rings} {
			took[i] = append(took[i], next.Sub(at))
			at = next
		}
	}
	for i, name := range names {
		fmt.Printf("%-32s %6.1f ms\n", name, ms(sorted(took[i])[len(took[i])/2]))
	}
}
