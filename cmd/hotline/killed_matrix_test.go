package main

import (
	"fmt"
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

// killing is a trio whose hotline is killed in one state of the call after the other.
type killing struct {
	*trio
	program *program
	target  *softphone.Call
	ari     *holdBack // before ARI, in some tests
}

// killed is one row of the table: how a call comes into the state, what is heard in it, and what shows that hotline is in
// control again.
type killed struct {
	state    call.State
	bring    func(k *killing, t *testing.T)
	heard    func(k *killing, t *testing.T)
	controls func(k *killing, t *testing.T)
}

func (k killed) name() string {
	if k.state == call.Ended {
		return "wrap_up"
	}
	return string(k.state)
}

// some is how often each of n cases is run, of a race that is run so often in all: once, in a run of all tests.
func some(t *testing.T, n int) int {
	t.Helper()
	return (crossings(t, n) + n - 1) / n
}

// hears proves what each of the three hears, from now on; 0: the party is not in the call.
func (k *killing) hears(t *testing.T, caller, agent, colleague []float64) {
	t.Helper()
	for _, e := range []struct {
		c     *softphone.Call
		tones []float64
	}{{k.caller, caller}, {k.talk, agent}, {k.target, colleague}} {
		if e.tones != nil {
			must(t, e.c.Heard().WaitOnly(k.ctx, e.tones...))
		}
	}
}

var (
	byCaller, byAgent, byColleague = []float64{softphone.ToneCaller}, []float64{softphone.ToneAgent}, []float64{softphone.ToneTarget}
	music                          = []float64{softphone.ToneMusic}
)

func waits(k *killing, t *testing.T)    { k.hears(t, music, nil, nil) }
func bothTalk(k *killing, t *testing.T) { k.hears(t, byAgent, byCaller, nil) }
func holds(k *killing, t *testing.T)    { k.hears(t, music, nil, nil) }
func calls(k *killing, t *testing.T)    { k.hears(t, music, nil, nil) }
func asks(k *killing, t *testing.T)     { k.hears(t, music, byColleague, byAgent) }
func swaps(k *killing, t *testing.T)    { k.hears(t, byAgent, byCaller, music) }
func confers(k *killing, t *testing.T) {
	k.hears(t, append(byAgent, byColleague...), append(byCaller, byColleague...), append(byCaller, byAgent...))
}
func leaves(k *killing, t *testing.T) { k.hears(t, byColleague, nil, byCaller) }

// then is one thing after the other.
func then(steps ...func(*killing, *testing.T)) func(*killing, *testing.T) {
	return func(k *killing, t *testing.T) {
		for _, do := range steps {
			do(k, t)
		}
	}
}

func press(a telephony.Action) func(*killing, *testing.T) {
	return func(k *killing, t *testing.T) { k.do(t, 1, a, "") }
}

func dials(k *killing, t *testing.T)   { k.caller = k.dial(t, callersNumber) }
func begins(k *killing, t *testing.T)  { k.begin(t) }
func invites(k *killing, t *testing.T) { k.do(t, 1, telephony.Consult, call.Organisation); k.rings(t) }
func consults(k *killing, t *testing.T) {
	k.target = k.consult(t)
}

// rings waits for the colleague's telephone.
func (k *killing) rings(t *testing.T) {
	t.Helper()
	var err error
	k.target, err = k.ivan.WaitIncoming(k.ctx)
	must(t, err)
	k.target.Play(softphone.Tone(softphone.ToneTarget, softphone.DefaultLevel))
}

// offered waits for the first agent's telephone, and answers leaves it to the next step.
func offered(k *killing, t *testing.T) {
	var err error
	k.talk, err = k.oksana.WaitIncoming(k.ctx)
	must(t, err)
	k.talk.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
}

func answers(k *killing, t *testing.T)          { must(t, k.talk.Answer(k.ctx)) }
func colleagueAnswers(k *killing, t *testing.T) { must(t, k.target.Answer(k.ctx)) }

func agentRests(k *killing, t *testing.T) {
	must(t, k.tel.SetState(k.ctx, 1, telephony.Break, "обід", call.Desk))
}

func agentIsBack(k *killing, t *testing.T) {
	must(t, k.tel.SetState(k.ctx, 1, telephony.Available, "", call.Desk))
}

func callerLeaves(k *killing, t *testing.T) {
	must(t, k.caller.Hangup(k.ctx))
	<-k.talk.Done()
	k.until(t, "the wrap-up has begun", func() bool { return k.state(t, 1).Agent.State == telephony.WrapUp })
}

func nextCallerIsAnswered(k *killing, t *testing.T) {
	k.free(t, 1)
	k.begin(t)
}

// isBack waits for hotline: who answers while it is dead is let go by Asterisk, and rung again (TestCrash_Killed…Rings).
func isBack(k *killing, t *testing.T) { k.ready(t) }

func nothing(*killing, *testing.T) {}

// Race 8, a to e: hotline is killed in every state of a call. Nobody hears it: what is heard goes on while it is dead and when it is back;
// then it is in control again, and in the end every call has its ticket and its whole recording.
func TestRace_08_KilledInEveryState_NobodyHearsIt(t *testing.T) {
	beside(t, aTown)
	n := race(t, "kill -9 of hotline in each state of a call")
	w, first := watchedTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second }) // longer than a start on a busy machine
	k := &killing{trio: &trio{town: w, oksana: w.agent(t, 1, "Оксана", call.Information), ivan: w.agent(t, 2, "Іван", call.Organisation)}, program: first}
	rows := []killed{
		{call.Waiting, then(agentRests, dials), waits, then(agentIsBack, offered, answers, bothTalk)},
		{call.Offered, then(dials, offered), waits, then(isBack, answers, bothTalk)},
		{call.Talking, begins, bothTalk, then(press(telephony.Hold), holds)},
		{call.Held, then(begins, press(telephony.Hold)), holds, then(press(telephony.Resume), bothTalk)},
		{call.ConsultRinging, then(begins, invites), calls, then(isBack, colleagueAnswers, asks)},
		{call.Consulting, then(begins, consults), asks, then(press(telephony.Swap), swaps)},
		{call.Swapped, then(begins, consults, press(telephony.Swap)), swaps, then(press(telephony.Confer), confers)},
		{call.Conference, then(begins, consults, press(telephony.Confer)), confers, then(press(telephony.Complete), leaves)},
		{call.Ended, then(begins, callerLeaves), nothing, then(isBack, nextCallerIsAnswered, bothTalk)}, // the wrap-up
	}
	took := make([][]time.Duration, len(rows))
	expected := 0
	for run := range some(t, len(rows)) * len(rows) {
		row := rows[run%len(rows)]
		row.bring(k, t)
		row.heard(k, t)
		if row.state != call.Ended {
			k.until(t, "the call is "+string(row.state), func() bool { return k.last(t).Call.State == row.state })
		}
		k.program.kill()
		row.heard(k, t)
		began := time.Now()
		k.program = k.launch(t)
		row.controls(k, t)
		took[run%len(rows)] = append(took[run%len(rows)], time.Since(began))
		expected++
		if row.state == call.Ended {
			expected++
		}
		k.finish(t, expected)
		n.ran(row.name())
	}
	for _, r := range k.accounted(t, expected) {
		if s := k.sealed(t, r.Call.ID); len(s.Warnings) > 0 {
			t.Errorf("the recording warns %q", s.Warnings)
		}
	}
	var table strings.Builder
	fmt.Fprintf(&table, "| state | killed | times | heard while it is dead and after | in control again after, median | at the most |\n|---|---|---:|---|---:|---:|\n")
	for i, row := range rows {
		slices.Sort(took[i])
		fmt.Fprintf(&table, "| %s | hotline | %d | the same as before | %d ms | %d ms |\n", row.name(), len(took[i]),
			took[i][len(took[i])/2].Milliseconds(), took[i][len(took[i])-1].Milliseconds())
	}
	t.Log("\n" + table.String())
	if dir := os.Getenv("HOTLINE_TEST_SHOTS"); dir != "" {
		must(t, os.WriteFile(filepath.Join(dir, "kills.md"), []byte(table.String()), 0o644))
	}
}

// finish ends a row: everybody hangs up, all is accounted for, and no telephone was rung twice.
func (k *killing) finish(t *testing.T, expected int) {
	t.Helper()
	for _, c := range []*softphone.Call{k.caller, k.talk, k.target} {
		if c != nil {
			_ = c.Hangup(k.ctx)
			<-c.Done()
		}
	}
	for _, p := range []*softphone.Phone{k.oksana, k.ivan} {
		select {
		case in := <-p.Incoming():
			t.Errorf("a telephone was rung twice, from %s", in.From())
		default:
		}
	}
	k.accounted(t, expected)
	k.rested(t, 1, 2)
	k.target = nil
}
