//go:build bench

package main

import (
	"fmt"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// A ramp goes up by so many calls, holds them for so long, and ends when the sound was not clean twice in a row, or here.
const (
	rampStep = 15
	rampEnd  = 300
	rampHold = 4 * time.Second
	// Clean is: so much of the RTP that is due arrives, and so many of all 60 ms at the ears hold the other's tone alone.
	clean = 0.99
)

// load is what was heard with so many calls.
type load struct {
	calls int
	rtp   float64 // of what was due, both ways
	heard float64 // of the windows of all agents and of each tenth caller
}

func (l load) clean() bool { return l.rtp >= clean && l.heard >= clean }

// How many recorded talks this machine carries with clean sound: hotline's, and those of a dialplan that records and says
// Dial(). The phones that talk run on the same cores, the same for both.
func TestBench_Capacity(t *testing.T) {
	f := newFleet(t, rampEnd)
	f.peer(t, "_380449XXXX", "many", "Dial(PJSIP/a${DIALLED:6}d)")
	bare := f.ramp(t, dialled)
	mine := f.ramp(t, func(int) string { return ours.number })
	table := capacityTable(mine, bare)
	fmt.Print("\n" + table)
	keep(t, "capacity.md", table)
	keep(t, "capacity.svg", capacityPlot(mine, bare))
}

// ramp places calls until they do not sound clean any more.
func (f *fleet) ramp(t *testing.T, to func(call int) string) []load {
	t.Helper()
	var callers, agents []*softphone.Call
	var loads []load
	for bad := 0; len(callers) < rampEnd && bad < 2; {
		made := make([]*softphone.Call, rampStep)
		var all sync.WaitGroup
		for i := range made {
			<-time.After(50 * time.Millisecond)
			n := len(callers) + i
			from := f.mute
			if n%10 == 0 {
				from = f.ear
			}
			all.Go(func() {
				var err error
				if made[i], err = f.call(from, to(n), fmt.Sprintf("+38050%07d", n)); err != nil {
					t.Error(err)
				}
			})
		}
		for range made {
			in, err := f.agents.WaitIncoming(f.ctx)
			must(t, err)
			must(t, in.WaitAnswer(f.ctx))
			agents = append(agents, in)
		}
		all.Wait()
		if t.Failed() {
			t.FailNow()
		}
		callers = append(callers, made...)
		must(t, agents[len(agents)-1].Heard().WaitTone(f.ctx, softphone.ToneCaller))
		<-time.After(time.Second)
		l := listen(t, callers, agents)
		if loads = append(loads, l); l.clean() {
			bad = 0
		} else {
			bad++
		}
	}
	var all sync.WaitGroup
	for _, c := range callers {
		all.Go(func() { _ = c.Hangup(f.ctx) })
	}
	all.Wait()
	f.until(t, "Asterisk has no channel left", f.sw.Empty)
	f.until(t, "every recording is under lock", func() bool {
		return f.count(t, `calls WHERE NOT settled`) == 0 && f.count(t, `calls`) == f.count(t, `recordings WHERE state = 'sealed'`)
	})
	return loads
}

// listen counts for a while what arrives.
func listen(t *testing.T, callers, agents []*softphone.Call) load {
	t.Helper()
	packets := func() (n int) {
		for _, c := range callers {
			n += c.Heard().Reception().Packets
		}
		for _, c := range agents {
			n += c.Heard().Reception().Packets
		}
		return n
	}
	began, had := time.Now(), packets()
	<-time.After(rampHold)
	due := time.Since(began).Seconds() * 50 * float64(2*len(callers))
	l := load{calls: len(callers), rtp: min(1, float64(packets()-had)/due)}
	var windows, good int
	count := func(c *softphone.Call, hz float64) {
		for _, w := range c.Heard().Windows() {
			if w.At.After(began) {
				windows++
				if w.Only(hz) {
					good++
				}
			}
		}
	}
	for _, c := range agents {
		count(c, softphone.ToneCaller)
	}
	for i := 0; i < len(callers); i += 10 {
		count(callers[i], softphone.ToneAgent)
	}
	l.heard = float64(good) / float64(max(windows, 1))
	fmt.Printf("%3d calls: %.2f %% of the RTP, %.2f %% of the windows clean\n", l.calls, 100*l.rtp, 100*l.heard)
	return l
}

// most is the largest number of calls up to which the sound was clean.
func most(loads []load) (calls int) {
	for _, l := range loads {
		if l.clean() {
			calls = l.calls
		}
	}
	return calls
}

func capacityTable(mine, bare []load) string {
	var b strings.Builder
	b.WriteString("| calls | hotline: RTP | heard clean | Dial(): RTP | heard clean |\n|---:|---:|---:|---:|---:|\n")
	cells := func(loads []load, i int) string {
		if i >= len(loads) {
			return "| | "
		}
		l := loads[i]
		return fmt.Sprintf("| %.2f %% | %.2f %% ", 100*l.rtp, 100*l.heard)
	}
	for i := range max(len(mine), len(bare)) {
		fmt.Fprintf(&b, "| %d %s%s|\n", (i+1)*rampStep, cells(mine, i), cells(bare, i))
	}
	fmt.Fprintf(&b, "\nclean up to: hotline %d calls, Dial() and MixMonitor %d, ratio %.2f\n", most(mine), most(bare), float64(most(mine))/float64(most(bare)))
	return b.String()
}

// capacityPlot draws what part of the RTP arrived over the number of calls.
func capacityPlot(mine, bare []load) string {
	c := chart{title: "RTP that arrived, % of what was due, over concurrent recorded calls; 99 is clean", low: 90, high: 100}
	for i, loads := range [][]load{mine, bare} {
		by := []way{ours, plain}[i]
		l := named{by.name, colours[by], nil}
		for _, at := range loads {
			l.line = append(l.line, point{float64(at.calls), 100 * at.rtp})
		}
		c.lines = append(c.lines, l)
	}
	return c.svg()
}
