//go:build bench

package main

import (
	"bytes"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// A hundred talks, from the first INVITE to the last hang-up: five begin each second, twenty seconds with all of them. CPU of
// hotline and PostgreSQL beside Asterisk's; and hotline's memory with two hundred calls, of which half wait in the line.
func TestBench_HundredTalks(t *testing.T) {
	const talks = 100
	f := newFleet(t, talks)
	procs := f.processes(t)
	before := procs.spent(t)
	tick := time.NewTicker(200 * time.Millisecond)
	defer tick.Stop()
	var mu sync.Mutex
	var callers []*softphone.Call
	var all sync.WaitGroup
	place := func(from, to int) {
		for i := from; i < to; i++ {
			<-tick.C
			all.Go(func() {
				c, err := f.call(f.mute, ours.number, fmt.Sprintf("+38050%07d", i))
				if err != nil {
					t.Error(err)
					return
				}
				mu.Lock()
				defer mu.Unlock()
				callers = append(callers, c)
			})
		}
		all.Wait()
	}
	place(0, talks)
	f.until(t, "everybody talks", func() bool { return f.count(t, `calls WHERE state = 'talking'`) == talks })
	<-time.After(20 * time.Second)
	held := f.hotline.resident(t)
	for _, c := range callers {
		all.Go(func() { _ = c.Hangup(f.ctx) })
	}
	all.Wait()
	f.until(t, "no channel is left", f.sw.Empty)
	after := procs.spent(t)
	var used [3]float64 // Asterisk, hotline, PostgreSQL
	for i := range used {
		used[i] = (after[i] - before[i]).Seconds()
	}
	f.until(t, "wrap-ups are over", func() bool {
		f.endWrapUps(t)
		return f.count(t, `agents WHERE state = 'available'`) == talks
	})
	callers = nil
	place(talks, 3*talks)
	f.until(t, "two hundred are there", func() bool { return f.count(t, `calls WHERE state <> 'ended'`) == 2*talks })
	table := fmt.Sprintf("| %d talks, CPU | s | of Asterisk's |\n|---|---:|---:|\n| Asterisk | %.1f | |\n| hotline | %.1f | %.1f %% |\n| PostgreSQL | %.1f | %.1f %% |\n| hotline and PostgreSQL | %.1f | %.1f %% |\n\n"+
		"hotline's memory: %.0f MB with %d talks, %.0f MB with %d calls, of which half wait\n", talks, used[0], used[1], 100*used[1]/used[0], used[2], 100*used[2]/used[0],
		used[1]+used[2], 100*(used[1]+used[2])/used[0], held, talks, f.hotline.resident(t), 2*talks)
	fmt.Print("\n" + table)
	keep(t, "cpu.md", table)
	for _, c := range callers {
		all.Go(func() { _ = c.Hangup(f.ctx) })
	}
	all.Wait()
}

// endWrapUps lets everybody's wrap-up be over.
func (f *fleet) endWrapUps(t *testing.T) {
	t.Helper()
	_, err := f.pool.Exec(f.ctx, `UPDATE agents SET wrap_up_until = $1 WHERE state = 'wrap_up'`, f.now())
	must(t, err)
}

// Ten thousand callers who hang up soon after they were answered: hotline's memory afterwards is what it was after a
// thousand.
func TestBench_TenThousandCalls(t *testing.T) {
	const calls, rate = 10_000, 40
	f := newFleet(t, 0)
	scenario, err := filepath.Abs("../../deploy/sipp/brief.xml")
	must(t, err)
	sipp := exec.CommandContext(f.ctx, "sipp", f.sw.SIPAddr, "-sf", scenario, "-s", ours.number, "-i", "127.0.0.2", "-m", strconv.Itoa(calls),
		"-r", strconv.Itoa(rate), "-l", "400", "-nostdin")
	var out bytes.Buffer
	sipp.Stdout, sipp.Stderr = &out, &out
	must(t, sipp.Start())
	ended := make(chan error, 1)
	go func() { ended <- sipp.Wait() }()
	seen := named{"hotline", colours[ours], line{{0, f.hotline.resident(t)}}}
	table := "| calls | memory, MB |\n|---:|---:|\n"
	for _, at := range []int{1000, 5000, calls} {
		f.until(t, fmt.Sprintf("%d calls are over", at), func() bool {
			select {
			case err := <-ended:
				if ended <- err; err != nil {
					t.Fatalf("sipp: %v\n%s", err, out.String())
				}
			default:
			}
			n := f.count(t, `calls WHERE state = 'ended'`)
			if last := seen.line[len(seen.line)-1]; float64(n) >= last.x+200 {
				seen.line = append(seen.line, point{float64(n), f.hotline.resident(t)})
			}
			<-time.After(200 * time.Millisecond)
			return n >= at
		})
		table += fmt.Sprintf("| %d | %.0f |\n", at, f.hotline.resident(t))
	}
	fmt.Print("\n" + table)
	keep(t, "memory.md", table)
	keep(t, "memory.svg", chart{title: "hotline's memory over calls that have ended, MB", low: 0, high: 100, lines: []named{seen}}.svg())
}

// costs are the processes of a fleet whose work is counted.
type costs struct{ asterisk, hotline, postgres string }

func (f *fleet) processes(t *testing.T) costs {
	t.Helper()
	c := costs{hotline: strconv.Itoa(f.hotline.cmd.Process.Pid)}
	var backend int
	must(t, f.pool.QueryRow(f.ctx, `SELECT pg_backend_pid()`).Scan(&backend))
	c.postgres = status(t, strconv.Itoa(backend))[1]
	files, err := filepath.Glob("/proc/[0-9]*/cmdline")
	must(t, err)
	for _, file := range files {
		if line, err := os.ReadFile(file); err == nil && strings.Contains(string(line), f.sw.Dir) {
			c.asterisk = strings.Split(file, "/")[2]
		}
	}
	return c
}

// spent is the CPU time of Asterisk, hotline and PostgreSQL with all its processes, those that have ended among them.
func (c costs) spent(t *testing.T) (all [3]time.Duration) {
	t.Helper()
	all[0], all[1], all[2] = ticks(t, c.asterisk, 11, 12), ticks(t, c.hotline, 11, 12), ticks(t, c.postgres, 11, 12, 13, 14)
	files, err := filepath.Glob("/proc/[0-9]*/stat")
	must(t, err)
	for _, file := range files {
		pid := strings.Split(file, "/")[2]
		if s := status(t, pid); s != nil && s[1] == c.postgres {
			all[2] += ticks(t, pid, 11, 12)
		}
	}
	return all
}

// status is what proc(5) tells of a process from its third field on; nil when it has ended.
func status(t *testing.T, pid string) []string {
	t.Helper()
	stat, err := os.ReadFile("/proc/" + pid + "/stat")
	if err != nil {
		return nil
	}
	return strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
}

// ticks adds fields that count hundredths of a second.
func ticks(t *testing.T, pid string, fields ...int) (sum time.Duration) {
	t.Helper()
	s := status(t, pid)
	for _, i := range fields {
		if s != nil {
			n, err := strconv.Atoi(s[i])
			must(t, err)
			sum += time.Duration(n) * 10 * time.Millisecond
		}
	}
	return sum
}

// resident is the process's memory, in MB.
func (p *program) resident(t *testing.T) float64 {
	t.Helper()
	said, err := os.ReadFile("/proc/" + strconv.Itoa(p.cmd.Process.Pid) + "/status")
	must(t, err)
	_, rest, _ := strings.Cut(string(said), "VmRSS:")
	kb, err := strconv.ParseFloat(strings.Fields(rest)[0], 64)
	must(t, err)
	return kb / 1024
}
