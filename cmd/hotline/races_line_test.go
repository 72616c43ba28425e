package main

import (
	"context"
	"fmt"
	"sync/atomic"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// worker is an agent who talks for six tenths of a second, and now and then puts the receiver down at once, which sends the
// caller to the front of the line.
type worker struct {
	phone *softphone.Phone
	twice atomic.Int64 // calls that came while there was one
	slips *atomic.Int64
}

const oneTalk = 600 * time.Millisecond

func (a *worker) work(ctx context.Context, slipEach int) {
	for n := 1; ; n++ {
		c, err := a.phone.WaitIncoming(ctx)
		if err != nil {
			return
		}
		if c.Answer(ctx) != nil {
			continue
		}
		if slipEach > 0 && n%slipEach == 0 {
			a.slips.Add(1)
		} else {
			select {
			case <-c.Done():
			case <-time.After(oneTalk):
			}
		}
		a.twice.Add(int64(len(a.phone.Incoming())))
		_ = c.Hangup(ctx)
	}
}

// Race 15: two hundred callers, twenty agents of whom five are of another service and three come later; every seventh answer
// is a slip and every twentieth number has priority, so that such callers come while telephones ring for others. Each offer is compared with an oracle: the
// caller who is first, the agent who has been idle longest. Nobody starves, nobody is rung twice.
func TestRace_15_TwoHundredCallersTwentyAgents_OrderAsTheOracleSays(t *testing.T) {
	beside(t, aCrowd)
	const callers, rate, agents, others, late = 200, 40, 20, 5, 3
	n := race(t, "200 callers at 40/s, 20 agents, some slip as they answer, numbers with priority; each offer beside an oracle")
	rounds := slow(t, 25)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	_, err := w.pool.Exec(w.ctx, watched)
	must(t, err)
	_, err = w.pool.Exec(w.ctx, `INSERT INTO caller_rules SELECT '+38050123' || lpad((20 * n + 19)::text, 4, '0'), 5, NULL, 'депутат', 'тест', now() FROM generate_series(0, $1 / 20 - 1) n`, callers)
	must(t, err)
	ctx, leave := context.WithCancel(w.ctx)
	defer leave()
	var slips atomic.Int64
	staff := make([]*worker, agents)
	for i := range staff {
		service := call.Information
		if i >= agents-others {
			service = call.Organisation
		}
		id := call.AgentID(i + 1)
		staff[i] = &worker{phone: w.agent(t, id, fmt.Sprintf("Агент %d", id), service), slips: &slips}
		staff[i].phone.OnIncoming(softphone.Behaviour{})
		go staff[i].work(ctx, 7)
	}
	faults := make(chan error, 1)
	go func() { faults <- w.noWrapUps(ctx) }()
	for round := range rounds {
		for id := range call.AgentID(late) {
			must(t, w.tel.SetState(w.ctx, id+1, telephony.Break, "обід", call.Desk))
		}
		come := time.AfterFunc(3*time.Second, func() {
			for id := range call.AgentID(late) {
				if err := w.tel.SetState(w.ctx, id+1, telephony.Available, "", call.Desk); err != nil {
					t.Error(err)
				}
			}
		})
		w.callers(t, "patient.xml", callers, rate)
		come.Stop()
		w.until(t, "every call has ended", func() bool { return w.count(t, "calls WHERE settled") == callers*(round+1) })
		w.until(t, "every agent is free", func() bool { return w.count(t, "agents WHERE state = 'available'") == agents })
	}
	leave()
	must(t, <-faults)
	o := w.judge(t)
	for _, fault := range o.faults {
		t.Error(fault)
	}
	twice := int64(0)
	for _, a := range staff {
		twice += a.twice.Load()
	}
	if twice != 0 || w.count(t, "offers JOIN agents a ON a.id = agent_id WHERE a.service <> 'information'") != 0 {
		t.Errorf("%d calls came to an agent who had one, or to one of another service", twice)
	}
	if served := w.count(t, "calls WHERE end_reason = 'agent_hung_up'"); served != callers*rounds {
		t.Errorf("%d of %d callers were served", served, callers*rounds)
	}
	if o.met == 0 || slips.Load() == 0 {
		t.Errorf("%d slips, %d of them while telephones rang for others: the race did not happen", slips.Load(), o.met)
	}
	for range o.offers {
		n.ran("as the oracle says")
	}
	t.Logf("%d offers, %d slips; %d callers with priority came while telephones rang for others; at %d offers somebody better came in the same instant",
		o.offers, slips.Load(), o.met, o.close)
	w.noStrays(t)
}

// Race 15: it becomes 18:00 while thirty wait. They keep their places and are answered in their order; who calls after that
// hears the hours (Regulation 3.2.1).
func TestRace_15_ClosingWhileThirtyWait(t *testing.T) {
	beside(t, aCrowd)
	const waiting = 30
	n := race(t, "30 wait as it becomes 18:00, then three agents come")
	w := newTown(t, func(c *config) { c.Greeting, c.Clock = "-", "2026-11-23T17:59:45+02:00" })
	_, err := w.pool.Exec(w.ctx, watched)
	must(t, err)
	var callers []*softphone.Call
	for i := range waiting {
		callers = append(callers, w.dial(t, fmt.Sprintf("+3805012345%02d", i)))
	}
	w.until(t, "thirty wait", func() bool { return w.count(t, "calls WHERE state = 'waiting'") == waiting })
	closing := time.Date(2026, 11, 23, 16, 0, 0, 0, time.UTC)
	if !w.now().Before(closing) {
		t.Fatalf("it is %s already", w.now())
	}
	w.until(t, "it is 18:00", func() bool { return !w.now().Before(closing) })
	tooLate := w.dial(t, "+380671112233")
	must(t, tooLate.Heard().WaitTone(w.ctx, softphone.TonePrompt3))
	ctx, leave := context.WithCancel(w.ctx)
	defer leave()
	var slips atomic.Int64
	for i := range 3 {
		a := &worker{phone: w.agent(t, call.AgentID(i+1), fmt.Sprintf("Агент %d", i+1), call.Information), slips: &slips}
		go a.work(ctx, 0)
	}
	faults := make(chan error, 1)
	go func() { faults <- w.noWrapUps(ctx) }()
	for _, c := range callers {
		<-c.Done()
	}
	must(t, tooLate.Hangup(w.ctx))
	w.quiet(t)
	leave()
	must(t, <-faults)
	o := w.judge(t)
	for _, fault := range o.faults {
		t.Error(fault)
	}
	if served, after := w.count(t, "calls WHERE end_reason = 'agent_hung_up'"), w.count(t, "calls WHERE end_reason = 'after_hours'"); served != waiting || after != 1 {
		t.Errorf("%d were served, %d came after hours", served, after)
	}
	for range o.offers {
		n.ran("served in order after 18:00")
	}
	w.noStrays(t)
}
