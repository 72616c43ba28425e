package main

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

// fatal is a case of race 8: hotline is killed with one request on its way.
type fatal struct {
	name  string
	bring func(k *killing, t *testing.T) // to where the request is made next
	match func(*http.Request) bool
	asks  func(k *killing, t *testing.T) // makes hotline send the request
	then  func(k *killing, t *testing.T) // what is so when it is back
}

// letsCallerGo is a request to let the caller's channel go.
func letsCallerGo(r *http.Request) bool {
	return r.Method == http.MethodDelete && strings.HasPrefix(r.URL.Path, "/ari/channels/") &&
		!strings.HasPrefix(r.URL.Path, "/ari/channels/leg-") && strings.Count(r.URL.Path, "/") == 3
}

// playsMusic is a request to play music to the caller.
func playsMusic(r *http.Request) bool {
	return r.Method == http.MethodPost && strings.HasSuffix(r.URL.Path, "/moh")
}

func bothLeft(k *killing, _ *testing.T) {
	<-k.caller.Done()
	<-k.talk.Done()
}

// Race 8, f and g: hotline is killed when a step is written and its request has not left, or has been carried out and nobody
// has read the answer. Whoever drives next does what is missing, and nothing twice.
func TestRace_08_KilledWithARequestOnItsWay(t *testing.T) {
	beside(t, aTown)
	n := race(t, "kill -9 between the row and the request to Asterisk, or between the request and its answer")
	k := dying(t)
	cases := []fatal{
		{"music", nothing, playsMusic, then(agentRests, dials), then(waits, agentIsBack, offered, answers, bothTalk)},
		{"ring", nothing, ringsAgent, dials, then(waits, offered, isBack, answers, bothTalk)},
		{"join", then(dials, offered), joinsBridge, answers, bothTalk},
		{"hold", begins, playsMusic, press(telephony.Hold), then(holds, press(telephony.Resume), bothTalk)},
		{"ring the colleague", begins, ringsAgent, asksColleague, then(calls, ringsColleague, isBack, colleagueAnswers, asks)},
		{"join the colleague", then(begins, invites), joinsBridge, colleagueAnswers, asks},
		{"swap", then(begins, consults), joinsBridge, press(telephony.Swap), swaps},
		{"join all three", then(begins, consults), joinsBridge, press(telephony.Confer), confers},
		{"let the agent go", then(begins, consults), hangsUp, press(telephony.Complete), leaves},
		{"end", begins, letsCallerGo, press(telephony.HangUp), bothLeft},
	}
	for run := range some(t, len(cases)) * len(cases) {
		c, before := cases[run%len(cases)], (run+run/len(cases))%2 == 0 // the other way round next time
		c.bring(k, t)
		k.ari.keep(c.match, before)
		c.asks(k, t)
		k.ari.holds(t, k.ctx)
		k.program.kill()
		k.ari.lose()
		k.program = k.launch(t)
		c.then(k, t)
		n.ran(c.name + map[bool]string{true: " not sent", false: " not confirmed"}[before])
		k.finish(t, run+1)
	}
	k.sealed(t, k.last(t).Call.ID)
}

// Race 8, b and d: while hotline is dead the agent answers, or the caller hangs up.
func TestRace_08_SomebodyActsWhileItIsDead(t *testing.T) {
	beside(t, aTown)
	n := race(t, "kill -9, and the agent answers or the caller hangs up before the next start")
	k := dying(t)
	cases := []struct {
		name              string
		bring, does, then func(*killing, *testing.T)
	}{
		{"the agent answers: rung again", then(dials, offered), answersInVain, then(offered, isBack, answers, bothTalk)},
		{"who waits hangs up", then(agentRests, dials, waits), hangsUpNow, agentIsBack},
		{"the caller of a ringing telephone hangs up", then(dials, offered), hangsUpNow, stopsRinging},
		{"the caller hangs up in the talk", begins, hangsUpNow, stopsRinging},
		{"the caller hangs up on hold", then(begins, press(telephony.Hold), holds), hangsUpNow, stopsRinging},
		{"the caller hangs up while the colleague rings", then(begins, invites, calls), hangsUpNow, stopsRinging},
		{"the caller hangs up in the consultation", then(begins, consults), hangsUpNow, colleaguesFinish},
		{"the agent hangs up in the consultation", then(begins, consults), agentHangsUpNow, leaves},
		{"the colleague hangs up in the consultation", then(begins, consults), colleagueHangsUpNow, bothTalk},
	}
	for run := range some(t, len(cases)) * len(cases) {
		c := cases[run%len(cases)]
		c.bring(k, t)
		k.die(t, k.program)
		c.does(k, t)
		k.program = k.launch(t)
		c.then(k, t)
		n.ran(c.name)
		k.finish(t, run+1)
	}
	k.sealed(t, k.last(t).Call.ID)
}

// dying has a hotline whose requests can be held back, and which is to be killed.
func dying(t *testing.T) *killing {
	t.Helper()
	w := emptyTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second }) // longer than a start on a busy machine
	ari := hold(t, w)
	w.furnish(t, discard)
	t.Cleanup(w.pool.Close)
	p := w.launch(t)
	return &killing{trio: &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)},
		program: p, ari: ari}
}

func asksColleague(k *killing, t *testing.T)  { k.do(t, 1, telephony.Consult, call.Organisation) }
func ringsColleague(k *killing, t *testing.T) { k.rings(t) }

func answersInVain(k *killing, _ *testing.T) {
	_ = k.talk.Answer(k.ctx) // Asterisk may hang up before it is done
	<-k.talk.Done()
}

func hangsUpNow(k *killing, t *testing.T)          { must(t, k.caller.Hangup(k.ctx)) }
func agentHangsUpNow(k *killing, t *testing.T)     { must(t, k.talk.Hangup(k.ctx)) }
func colleagueHangsUpNow(k *killing, t *testing.T) { must(t, k.target.Hangup(k.ctx)) }

// stopsRinging waits until whoever was called or talked is let go.
func stopsRinging(k *killing, _ *testing.T) {
	<-k.talk.Done()
	if k.target != nil {
		<-k.target.Done()
	}
}

// colleaguesFinish lets agent and colleague talk on.
func colleaguesFinish(k *killing, t *testing.T) { k.hears(t, nil, byColleague, byAgent) }
