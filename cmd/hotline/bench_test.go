//go:build bench

package main

import (
	"fmt"
	"math/rand/v2"
	"os"
	"path/filepath"
	"slices"
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

// plainNumber is answered by Asterisk alone, with Dial().
const plainNumber = "380440000900"

// plainDial adds a number that does everything which the dialplan does for hotline's number, the two legs of the
// recording and the answer among it, and then Dial() where the other asks hotline. It records outside the spool.
func (w *town) plainDial(t *testing.T, endpoint string) {
	t.Helper()
	path := filepath.Join(w.sw.Dir, "etc", "extensions.conf")
	conf, err := os.ReadFile(path)
	must(t, err)
	_, section, found := strings.Cut(string(conf), "[hotline]\n")
	if !found {
		t.Fatal("the dialplan has no context [hotline]")
	}
	section = strings.ReplaceAll(section, w.sw.SpoolDir, t.TempDir())
	lines := strings.SplitAfter(section, "\n")
	asks := 0
	for i, line := range lines {
		if strings.Contains(line, "StasisBroadcast(") {
			lines[i] = " same => n,Dial(PJSIP/" + endpoint + ")\n"
			asks++
		}
	}
	if asks != 1 {
		t.Fatalf("the dialplan asks hotline %d times, want once", asks)
	}
	conf = append(conf, "\n[from-trunk](+)\nexten => "+plainNumber+",1,Goto(plain,s,1)\n[plain]\n"+strings.Join(lines, "")...)
	must(t, os.WriteFile(path, conf, 0o600))
	w.sw.Command("module load app_dial.so")
	w.sw.Command("dialplan reload")
}

// ringing is one call: when the caller's INVITE left, and when one arrived at the agent's phone.
type ringing struct {
	number      string
	sent, rings time.Time
}

// ring places a call, waits until the agent's phone has the INVITE, and hangs up.
func (w *town) ring(t *testing.T, caller, agent *softphone.Phone, dials, number string) ringing {
	t.Helper()
	w.until(t, "the agent is free", func() bool { return w.state(t, 1).Agent.State == telephony.Available })
	// Answer() waits for the caller's first packet, which leaves by the phone's clock: begin anywhere between its beats.
	<-time.After(rand.N(20 * time.Millisecond))
	c, err := caller.Start(w.ctx, softphone.Target{Addr: w.sw.SIPAddr, User: dials},
		softphone.Options{From: number, Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
	must(t, err)
	in, err := agent.WaitIncoming(w.ctx)
	must(t, err)
	r := ringing{number, c.InviteSentAt(), in.InviteReceivedAt()}
	must(t, c.Hangup(w.ctx))
	<-in.Done()
	return r
}

// From the caller's INVITE to the INVITE at the agent's phone, beside the same dialplan with Dial(), on the same
// Asterisk and by turns, so that whatever else the machine does hits both. Hotline also opens the ticket in that time.
func TestBench_RingBesideDial(t *testing.T) {
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	agent := w.agent(t, 1, "Оксана", call.Information)
	w.plainDial(t, telephony.Endpoint(1, call.Desk))
	caller, err := softphone.New(softphone.Config{Listen: "127.0.0.2:0"})
	must(t, err)
	t.Cleanup(func() { caller.Close() })
	// A talk that is no part of this keeps the phone's clock of 20 ms going, the same for both ways.
	other, err := softphone.New(softphone.Config{Listen: "127.0.0.1:0", Incoming: softphone.Behaviour{AutoAnswer: true}})
	must(t, err)
	t.Cleanup(func() { other.Close() })
	_, err = caller.Dial(w.ctx, softphone.Target{Addr: other.Addr().String(), User: "clock"}, softphone.Options{})
	must(t, err)

	var ours, plain []ringing
	for i := range warmUp + rounds {
		number := fmt.Sprintf("+38050123%04d", i)
		a := w.ring(t, caller, agent, "380443668012", number)
		b := w.ring(t, caller, agent, plainNumber, number)
		if i >= warmUp {
			ours, plain = append(ours, a), append(plain, b)
		}
	}
	fmt.Printf("\nINVITE of the caller → INVITE at the agent's phone, %d calls each, by turns\n\n", rounds)
	fmt.Printf("%-9s %9s %9s %9s %9s\n", "", "p50", "p95", "p99", "max")
	h, d := tell("hotline", ours), tell("Dial()", plain)
	fmt.Printf("%-9s", "ratio")
	for i := range h {
		fmt.Printf(" %9.2f", float64(h[i])/float64(d[i]))
	}
	fmt.Print("\n\nwhere hotline's time goes, median\n\n")
	w.stages(t, ours)
}

// tell prints one line of the table and gives what stands in it.
func tell(name string, calls []ringing) (at [4]time.Duration) {
	var took []time.Duration
	for _, r := range calls {
		took = append(took, r.rings.Sub(r.sent))
	}
	slices.Sort(took)
	fmt.Printf("%-9s", name)
	for i, percent := range [4]int{50, 95, 99, 100} {
		at[i] = took[min(len(took)*percent/100, len(took)-1)]
		fmt.Printf(" %6.1f ms", ms(at[i]))
	}
	fmt.Println()
	return at
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
		slices.Sort(took[i])
		fmt.Printf("%-32s %6.1f ms\n", name, ms(took[i][len(took[i])/2]))
	}
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
