package main

import (
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"strconv"
	"sync"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// life is a working day in a minute: callers and agents who do as they like, by chance and from a seed.
type life struct {
	*town
	seed   uint64
	over   context.Context
	people sync.WaitGroup
	mu     sync.Mutex
	told   []string // what nobody should say
}

// numberOf reads a number that a test is given from outside.
func numberOf(t *testing.T, name string, usual int) int {
	t.Helper()
	asked := os.Getenv(name)
	if asked == "" {
		return usual
	}
	n, err := strconv.Atoi(asked)
	if err != nil || n < 1 {
		t.Fatalf("%s: %q is no number", name, asked)
	}
	return n
}

// Whatever people do, on a real Asterisk and a real database: nothing of what never happens does, at any moment.
// HOTLINE_TEST_LIFE is how many seconds it lasts, HOTLINE_TEST_SEED who does what.
func TestInvariants_ALifeOfCallsAndTransfers_NothingEverBreaks(t *testing.T) {
	beside(t, aCrowd)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 3*time.Second })
	lasts := time.Duration(numberOf(t, "HOTLINE_TEST_LIFE", 30)) * time.Second
	all, cancel := context.WithTimeout(context.Background(), lasts+2*time.Minute)
	t.Cleanup(cancel)
	w.ctx = all
	over, end := context.WithCancel(w.ctx)
	l := &life{town: w, seed: uint64(numberOf(t, "HOTLINE_TEST_SEED", int(time.Now().UnixNano()%1e6)+1)), over: over}
	t.Logf("HOTLINE_TEST_SEED=%d", l.seed)
	phones := map[call.AgentID]*softphone.Phone{}
	for id := range call.AgentID(6) {
		service := call.Information
		if id >= 4 {
			service = call.Organisation
		}
		phones[id+1] = w.agent(t, id+1, fmt.Sprintf("Агент %d", id+1), service)
	}
	looks := w.watched(t)
	for id, p := range phones {
		l.people.Go(func() { l.telephone(id, p) })
		l.people.Go(func() { l.desk(id) })
	}
	r, n := l.chance(0), 0
	for begin := time.Now(); time.Since(begin) < lasts; n++ {
		number, as := fmt.Sprintf("+38050%07d", n), l.chance(uint64(1000+n))
		l.people.Go(func() { l.caller(number, as) })
		l.sleep(r, 300*time.Millisecond, 1300*time.Millisecond)
	}
	w.until(t, "the last caller has gone", w.sw.Empty)
	w.until(t, "no call is live", func() bool { return w.board.Stats.Live.Load() == 0 })
	end()
	l.people.Wait()
	looks()
	w.until(t, "every call is on record", func() bool { return w.count(t, "calls") >= n })
	for _, what := range l.told {
		t.Error(what)
	}
	if calls := w.settled(t); calls != n {
		t.Errorf("%d calls on record, %d were made", calls, n)
	}
	if strays := w.board.Stats.Strays.Load(); strays != 0 {
		t.Errorf("%d agents were found taken by no call", strays)
	}
}

func (l *life) chance(who uint64) *rand.Rand { return rand.New(rand.NewPCG(l.seed, who)) }

func (l *life) tell(format string, args ...any) {
	l.mu.Lock()
	defer l.mu.Unlock()
	l.told = append(l.told, fmt.Sprintf(format, args...))
}

// sleep is a person's pause.
func (l *life) sleep(r *rand.Rand, from, to time.Duration) {
	select {
	case <-l.over.Done():
	case <-time.After(from + time.Duration(r.Int64N(int64(to-from)))):
	}
}

// caller calls, listens, and hangs up at some time. Nobody who is not muted may leave the caller in silence.
func (l *life) caller(number string, r *rand.Rand) {
	p, err := softphone.New(softphone.Config{Listen: "127.0.0.2:0"})
	if err != nil {
		l.tell("a caller has no telephone: %v", err)
		return
	}
	defer p.Close()
	c, err := p.Dial(l.ctx, softphone.Target{Addr: l.sw.SIPAddr, User: "380443668012"},
		softphone.Options{From: number, Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
	if err != nil {
		l.tell("%s is not answered: %v", number, err)
		return
	}
	stays := time.Duration(r.Int64N(int64(25 * time.Second)))
	if r.IntN(5) == 0 {
		stays /= 25
	}
	select {
	case <-c.Done():
	case <-time.After(stays):
		_ = c.Hangup(l.ctx) // the other may have been first
		<-c.Done()
	}
	longest, silence := 0, 0
	for _, win := range c.Heard().Windows() {
		if silence++; !win.Silent() {
			silence = 0
		}
		longest = max(longest, silence)
	}
	if heard := time.Duration(longest) * 60 * time.Millisecond; heard > 3*time.Second {
		l.tell("%s heard silence for %s", number, heard)
	}
}

// telephone is who sits at an agent's telephone.
func (l *life) telephone(id call.AgentID, p *softphone.Phone) {
	r := l.chance(uint64(id))
	for {
		c, err := p.WaitIncoming(l.over)
		if err != nil {
			return
		}
		tone := softphone.ToneAgent
		if id > 4 {
			tone = softphone.ToneTarget
		}
		c.Play(softphone.Tone(tone, softphone.DefaultLevel))
		chance, talks := r.IntN(20), time.Duration(r.Int64N(int64(15*time.Second)))
		l.sleep(r, 0, 2*time.Second)
		l.people.Go(func() {
			switch {
			case chance < 12:
				if c.Answer(l.ctx) == nil {
					select {
					case <-c.Done():
					case <-time.After(talks):
						_ = c.Hangup(l.ctx)
					}
				}
			case chance < 14: // lifted and put down
				if c.Answer(l.ctx) == nil {
					_ = c.Hangup(l.ctx)
				}
			case chance < 16:
				_ = c.Reject([]int{486, 603, 480}[chance%3])
			case chance < 18:
				l.elsewhere(id, p)
			} // else nobody is there
		})
	}
}

// elsewhere is a telephone that goes and comes back.
func (l *life) elsewhere(id call.AgentID, p *softphone.Phone) {
	if p.Unregister(l.ctx) != nil {
		return
	}
	account, err := l.tel.PhoneAccount(l.ctx, id)
	for err == nil {
		_, err = p.Register(l.ctx, softphone.RegisterConfig{Registrar: l.sw.SIPAddr, User: account.Endpoint, Password: account.Password})
		if err == nil {
			return
		}
	}
	l.tell("agent %d: %v", id, err)
}

var buttons = []telephony.Action{telephony.Hold, telephony.Resume, telephony.Consult, telephony.Consult, telephony.Consult, telephony.Complete,
	telephony.Cancel, telephony.Swap, telephony.Swap, telephony.Confer, telephony.Decline, telephony.HangUp}

// desk is an agent's hand: it presses buttons, ends wrap-ups and breaks.
func (l *life) desk(id call.AgentID) {
	for r := l.chance(uint64(100 + id)); l.over.Err() == nil; {
		l.sleep(r, 200*time.Millisecond, 2*time.Second)
		v, err := l.tel.Desk(l.ctx, id)
		if err != nil {
			l.tell("desk of agent %d: %v", id, err)
			return
		}
		switch v.Agent.State {
		case telephony.WrapUp:
			_ = l.tel.FinishWrapUp(l.ctx, id, v.Agent.Call, telephony.Available, "") // it may have ended by itself
		case telephony.Break:
			_ = l.tel.SetState(l.ctx, id, telephony.Available, "", call.Desk)
		case telephony.OnCall, telephony.OnOffer:
			for range 1 + r.IntN(2) { // some press twice; what cannot be now is refused
				_ = l.tel.Do(l.ctx, telephony.Wish{Agent: id, Call: v.Agent.Call, Action: buttons[r.IntN(len(buttons))], Service: call.Organisation})
			}
		}
	}
}
