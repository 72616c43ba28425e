package main

import (
	"sync"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 12: Asterisk is killed with fifty calls, of which thirty talk and twenty wait: each ends as dropped, with ticket and a
// recording that lasts until five seconds before the crash and can be heard, and every agent is free.
func TestRace_12_AsteriskKilledWithFiftyCalls(t *testing.T) {
	beside(t, aCrowd)
	const talking, waiting = 30, 20
	n := race(t, "Asterisk is killed with 30 talks and 20 who wait")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	phones := map[call.AgentID]*softphone.Phone{}
	seen := map[call.ID]bool{}
	for round := range slow(t, 25) {
		pairs := w.fifty(t, phones, talking, waiting, round)
		killed := w.now()
		w.sw.Kill()
		w.sw.Restart()
		var everybody sync.WaitGroup
		for _, p := range pairs {
			everybody.Go(func() { _ = p.Hangup(w.ctx) }) // nobody answers their goodbyes
		}
		for _, r := range w.accounted(t, (talking+waiting)*(round+1)) {
			if seen[r.Call.ID] {
				continue
			}
			seen[r.Call.ID] = true
			sealed := w.sealed(t, r.Call.ID)
			lasted := killed.Sub(r.Call.ArrivedAt)
			if r.Call.EndReason != call.Dropped || sealed.Duration < lasted-5*time.Second {
				t.Errorf("call of %s ended as %s, its recording lasts %s", lasted, r.Call.EndReason, sealed.Duration)
			}
			if left, _ := w.sides(t, sealed); lasted > 8*time.Second && heard(left, softphone.ToneCaller) < 10 {
				t.Errorf("the caller is not heard in the recording: %s", score(left))
			}
			n.ran("dropped, recorded")
		}
		everybody.Wait()
		for id := range phones {
			w.rested(t, id)
		}
		w.noStrays(t)
	}
}

// fifty lets so many talk and so many wait, for so long that Asterisk has written something of each.
func (w *town) fifty(t *testing.T, phones map[call.AgentID]*softphone.Phone, talking, waiting, round int) (all []*softphone.Call) {
	t.Helper()
	if round == 0 {
		for i := range talking {
			id := call.AgentID(i + 1)
			phones[id] = w.agent(t, id, "Агент", call.Information)
			phones[id].OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
		}
	} else {
		for id, p := range phones {
			w.registers(t, id, p)
		}
	}
	for range talking + waiting {
		all = append(all, w.dial(t, callersNumber))
	}
	w.until(t, "all agents talk, the others wait", func() bool {
		return w.count(t, "agents WHERE state = 'on_call'") == talking && w.count(t, "calls WHERE state = 'waiting'") == waiting
	})
	must(t, all[0].Heard().Wait(w.ctx, "six seconds", 100, func(win softphone.Window) bool { return !win.Silent() }))
	for _, c := range all[1:5] {
		must(t, c.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	}
	if a, err := w.tel.Colleagues(w.ctx, 0); err != nil || len(a) != talking || a[0].State != telephony.OnCall {
		t.Fatalf("agents: %+v, %v", a, err)
	}
	return all
}
