package main

import (
	"fmt"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Race 7: the telephone says farewell to the registrar while it rings, or in the instant in which the agent answers: the next
// agent is rung at once, or the talk goes on.
func TestRace_07_TelephoneLeavesWhileItRings(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the telephone unregisters while it rings, or as the agent answers")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	phones := []*softphone.Phone{w.agent(t, 1, "Оксана", call.Information), w.agent(t, 2, "Марія", call.Information)}
	times := crossings(t, 4)
	cross := servo{step: time.Millisecond}
	for i := range times {
		caller := w.dial(t, callersNumber)
		first, who := rings(t, w, phones)
		first.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
		if i%2 == 0 {
			must(t, phones[who].Unregister(w.ctx))
		} else {
			together(
				func() { <-time.After(-cross.at); _ = first.Answer(w.ctx) },
				func() { <-time.After(cross.at); must(t, phones[who].Unregister(w.ctx)) })
		}
		legs := w.somebodyTalks(t, phones, caller, first)
		n.ran([]string{"", "the first talks", "the next talks"}[len(legs)])
		if i%2 == 1 {
			cross.early(len(legs) == 2)
		}
		must(t, caller.Hangup(w.ctx))
		for _, l := range legs {
			<-l.Done()
		}
		w.quiet(t)
		w.registers(t, call.AgentID(who+1), phones[who])
		w.rested(t, 1, 2)
	}
	w.ended(t, times, call.CallerHungUp)
}

// registers brings a telephone back.
func (w *town) registers(t *testing.T, id call.AgentID, p *softphone.Phone) {
	t.Helper()
	account, err := w.tel.PhoneAccount(w.ctx, id)
	must(t, err)
	w.until(t, "the telephone registers", func() bool {
		_, err := p.Register(w.ctx, softphone.RegisterConfig{Registrar: w.sw.SIPAddr, User: account.Endpoint, Password: account.Password})
		return err == nil
	})
	w.until(t, "it is reachable", func() bool { return w.state(t, id).Agent.PhoneReachable })
}

// Race 7 in the talk: the telephones die without a word. When Asterisk has missed them for 30 s each caller hears music and an
// apology, is the next agent's first, and the recording is whole.
func TestRace_07_TelephoneDiesInTheTalk(t *testing.T) {
	beside(t, aTown)
	n := race(t, "the telephones of all who talk die without a word")
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	const most = 20
	times, done := crossings(t, 3), 0
	for id := call.AgentID(1); done < times; {
		some := min(times-done, most)
		phones := map[call.AgentID]*softphone.Phone{}
		for range some {
			phones[id] = w.agent(t, id, fmt.Sprintf("Агент %d", id), call.Information)
			phones[id].OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
			id++
		}
		var callers []*softphone.Call
		for range some {
			callers = append(callers, w.dial(t, callersNumber))
		}
		for _, c := range callers {
			must(t, c.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
		}
		died := time.Now()
		for _, p := range phones {
			must(t, p.Vanish())
		}
		for _, c := range callers {
			must(t, c.Heard().WaitTone(w.ctx, softphone.ToneMusic))
		}
		t.Logf("all hear music %s after the telephones died", time.Since(died).Round(100*time.Millisecond))
		colleague := softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel)}
		for range some {
			w.answering(t, id, fmt.Sprintf("Агент %d", id), call.Information, colleague)
			id++
		}
		for _, c := range callers {
			must(t, c.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
			must(t, c.Hangup(w.ctx))
		}
		w.quiet(t)
		all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: some})
		must(t, err)
		for _, r := range all {
			sealed := w.sealed(t, r.Call.ID)
			if r.Call.Priority != call.Front || r.Call.EndReason != call.CallerHungUp || len(sealed.Warnings) > 0 {
				left, right := w.sides(t, sealed)
				t.Errorf("priority %d, reason %s, the recording warns %q\n%s\n%s", r.Call.Priority, r.Call.EndReason, sealed.Warnings, score(left), score(right))
			}
			n.ran("the next agent talks")
		}
		agents, err := w.tel.Colleagues(w.ctx, 0)
		must(t, err)
		for _, a := range agents {
			must(t, w.tel.SetState(w.ctx, a.ID, telephony.Offline, "", call.Desk))
		}
		done += some
	}
	w.noStrays(t)
}
