package disorder

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

// ledger is a journal and a register in memory, with what telephony/postgres promises: one step at a time, each on the one
// before; an agent is taken by one call; what is written is not lost.
type ledger struct {
	mu     sync.Mutex
	away   bool
	calls  map[call.ID]call.Call
	events map[call.ID][]call.Event
	agents map[call.AgentID]*agent
	wishes []telephony.PendingWish
	wishID int64
	stirs  chan telephony.Stir
	wrong  []string // what no journal should be asked
	note   func(format string, args ...any)
}

type agent struct {
	telephony.Agent
	leg             call.LegID
	idleSince, rest time.Time
}

var errAway = errors.New("the database is away")

func newLedger(note func(string, ...any)) *ledger {
	return &ledger{note: note, calls: map[call.ID]call.Call{}, events: map[call.ID][]call.Event{}, agents: map[call.AgentID]*agent{}}
}

// open begins a transaction; it fails when the database is away.
func (l *ledger) open() (func(), error) {
	l.mu.Lock()
	if l.away {
		l.mu.Unlock()
		return func() {}, errAway
	}
	return l.mu.Unlock, nil
}

func (l *ledger) setAway(away bool) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.away = away; !away {
		l.stir(telephony.StirAll)
	}
}

func (l *ledger) stir(s telephony.Stir) {
	select {
	case l.stirs <- s:
	default: // nobody drives, or much waits already
	}
}

func (l *ledger) Commit(_ context.Context, ch telephony.Change) error {
	effects := ""
	for _, f := range ch.Effects {
		effects += fmt.Sprintf(" [%s %s]", f.Kind, f.Leg)
	}
	l.note("    %s: %s %s, %s becomes %s%s", ch.Call.ID, ch.Event.Kind, ch.Event.Leg, ch.From, ch.Call.State, effects)
	end, err := l.open()
	if err != nil {
		return err
	}
	defer end()
	c := ch.Call
	was := l.calls[c.ID]
	if was.Version == c.Version && len(l.events[c.ID]) > 0 && same(l.events[c.ID][c.Version-1], ch.Event) {
		return nil
	}
	if was.Version != c.Version-1 {
		return fmt.Errorf("call %s: %d on %d: %w", c.ID, c.Version, was.Version, telephony.ErrConflict)
	}
	l.calls[c.ID] = c
	if ch.Wish != 0 && !slices.ContainsFunc(l.wishes, func(w telephony.PendingWish) bool { return w.ID == ch.Wish }) {
		l.note("    wish %d is obeyed twice", ch.Wish)
		return fmt.Errorf("wish %d is obeyed twice: %w", ch.Wish, telephony.ErrConflict)
	}
	l.drop(ch.Wish)
	l.events[c.ID] = append(l.events[c.ID], ch.Event)
	for _, f := range ch.Effects {
		l.effect(c, f, ch.Event.At)
	}
	return nil
}

func same(a, b call.Event) bool {
	x, _ := json.Marshal(a) // plain values
	y, _ := json.Marshal(b)
	return string(x) == string(y)
}

func (l *ledger) effect(c call.Call, f call.Effect, at time.Time) {
	a := l.agents[f.Agent]
	switch f.Kind {
	case call.AgentMoves:
		if a.Call == c.ID {
			a.leg = f.Leg
		}
	case call.AgentBusy:
		if a.leg == f.Leg && a.State == telephony.OnOffer {
			a.State = telephony.OnCall
		}
	case call.AgentWraps, call.AgentFreed:
		switch {
		case f.Agent == 0: // outside
		case a.leg != f.Leg:
			l.wrong = append(l.wrong, fmt.Sprintf("%s: agent %d is given back on %s and is on %q", f.Kind, f.Agent, f.Leg, a.leg))
		case f.Kind == call.AgentWraps:
			a.State, a.leg, a.WrapUpUntil = telephony.WrapUp, "", at.Add(3*time.Second)
		default:
			l.free(a, f.Outcome, at)
		}
	}
}

func (l *ledger) free(a *agent, o call.Outcome, at time.Time) {
	a.State, a.Call, a.leg, a.rest = telephony.Available, "", "", at
	switch o {
	case call.RangOut, call.Unreachable:
		a.State = telephony.Break
	case call.Declined:
		a.rest, a.idleSince = at.Add(2*time.Second), at
	case call.PageLost:
		a.rest = at.Add(2 * time.Second)
	}
}

func (l *ledger) Live(context.Context, string) ([]call.Call, error) {
	end, err := l.open()
	defer end()
	var all []call.Call
	for _, c := range l.calls {
		if !settled(c) {
			all = append(all, c)
		}
	}
	return all, err
}

func settled(c call.Call) bool { return c.State == call.Ended && len(c.Legs) == 0 && c.Ticket != 0 }

func (l *ledger) Known(_ context.Context, id call.ID) (bool, error) {
	end, err := l.open()
	defer end()
	_, known := l.calls[id]
	return known, err
}

// idle are those who can be offered a call, the longest idle first.
func (l *ledger) idle(now time.Time, fits func(*agent) bool) []*agent {
	all := slices.Collect(maps.Values(l.agents))
	all = slices.DeleteFunc(all, func(a *agent) bool {
		return a.State != telephony.Available || a.rest.After(now) || !a.PhoneReachable || !fits(a)
	})
	slices.SortFunc(all, func(a, b *agent) int { return a.idleSince.Compare(b.idleSince)*1000 + int(a.ID-b.ID) })
	return all
}

// take gives an agent a leg, which belongs to nobody else.
func (l *ledger) take(a *agent, id call.ID, leg call.LegID) telephony.Reservation {
	for _, other := range l.agents {
		if other.leg == leg {
			l.wrong = append(l.wrong, fmt.Sprintf("agents %d and %d are taken for %s", other.ID, a.ID, leg))
		}
	}
	a.State, a.Call, a.leg, a.StateSince = telephony.OnOffer, id, leg, time.Now()
	return telephony.Reservation{Call: id, Leg: leg, Agent: a.ID, Phone: a.Phone, Endpoint: telephony.Endpoint(a.ID, a.Phone), Desktop: a.Desktop}
}

func (l *ledger) Reserve(_ context.Context, _ string, now time.Time) (r telephony.Reservation, ok bool, err error) {
	end, err := l.open()
	defer end()
	if err != nil {
		return r, false, err
	}
	offered := map[call.ID]bool{}
	for _, a := range l.agents {
		offered[a.Call] = offered[a.Call] || a.State == telephony.OnOffer
	}
	waiting := slices.DeleteFunc(slices.Collect(maps.Values(l.calls)), func(c call.Call) bool {
		return c.State != call.Waiting || c.Ticket == 0 || offered[c.ID]
	})
	slices.SortFunc(waiting, func(a, b call.Call) int { return (b.Priority-a.Priority)*1000 + a.QueuedAt.Compare(b.QueuedAt) })
	for _, c := range waiting {
		if free := l.idle(now, func(a *agent) bool { return a.Service == c.Service }); len(free) > 0 {
			return l.take(free[0], c.ID, c.NextLeg()), true, nil
		}
	}
	return r, false, nil
}

func (l *ledger) ReserveTarget(_ context.Context, id call.ID, leg call.LegID, s call.Service, a call.AgentID, now time.Time) (r telephony.Reservation, ok bool, err error) {
	end, err := l.open()
	defer end()
	if err != nil {
		return r, false, err
	}
	free := l.idle(now, func(x *agent) bool { return x.ID == a || a == 0 && x.Service == s })
	if len(free) == 0 {
		return r, false, nil
	}
	return l.take(free[0], id, leg), true, nil
}

func (l *ledger) Release(_ context.Context, leg call.LegID, now time.Time) error {
	l.note("    %s is released", leg)
	end, err := l.open()
	defer end()
	for _, a := range l.agents {
		if a.leg == leg && err == nil {
			l.free(a, call.Withdrawn, now)
		}
	}
	return err
}

// Tidy is as the store's: wrap-ups end, and who is taken by no call is freed.
func (l *ledger) Tidy(_ context.Context, now time.Time) (strays int, err error) {
	end, err := l.open()
	defer end()
	for _, a := range l.agents {
		switch {
		case err != nil:
		case a.State == telephony.WrapUp && !a.WrapUpUntil.After(now):
			a.State, a.Call, a.idleSince = telephony.Available, "", now
			l.stir(telephony.StirLine)
		case (a.State == telephony.OnOffer || a.State == telephony.OnCall) && now.Sub(a.StateSince) > 5*time.Second:
			if _, in := l.calls[a.Call].Leg(a.leg); !in {
				a.State, a.Call, a.leg = telephony.Available, "", ""
				strays++
			}
		}
	}
	return strays, err
}

func (l *ledger) DropWish(_ context.Context, id int64) error {
	end, err := l.open()
	defer end()
	if err == nil {
		l.drop(id)
	}
	return err
}

func (l *ledger) drop(id int64) {
	l.wishes = slices.DeleteFunc(l.wishes, func(w telephony.PendingWish) bool { return w.ID == id })
}

// wished puts a wish down.
func (l *ledger) wished(w telephony.Wish) {
	l.wishID++
	l.wishes = append(l.wishes, telephony.PendingWish{ID: l.wishID, Wish: w})
}

func (l *ledger) Wishes(context.Context, string) ([]telephony.PendingWish, error) {
	end, err := l.open()
	defer end()
	if err != nil {
		return nil, err
	}
	return slices.Clone(l.wishes), nil
}

func (l *ledger) Routing(context.Context) (r telephony.Routing, err error) { return r, nil }

func (l *ledger) Phones(context.Context) (all []telephony.AgentPhone, err error) {
	end, err := l.open()
	defer end()
	for _, a := range l.agents {
		all = append(all, telephony.AgentPhone{Endpoint: telephony.Endpoint(a.ID, a.Phone), Password: "secret", Phone: a.Phone})
	}
	return all, err
}

func (l *ledger) Reachable(_ context.Context, _ string, endpoints map[string]bool, all bool) error {
	end, err := l.open()
	defer end()
	for _, a := range l.agents {
		if up, told := endpoints[telephony.Endpoint(a.ID, a.Phone)]; err == nil && (told || all) {
			a.PhoneReachable = up
		}
	}
	return err
}

func (l *ledger) Wake(context.Context) (<-chan telephony.Stir, error) {
	end, err := l.open()
	defer end()
	l.stirs = make(chan telephony.Stir, 64)
	return l.stirs, err
}

// OpenForCall is the register's.
func (l *ledger) OpenForCall(_ context.Context, c call.Call) (call.TicketID, error) {
	end, err := l.open()
	defer end()
	return 7, err
}

// hire gives the hotline an agent.
func (l *ledger) hire(id call.AgentID, s call.Service, phone call.Phone) {
	a := &agent{}
	a.ID, a.Service, a.State, a.Phone = id, s, telephony.Available, phone
	l.agents[id] = a
}

// press is an agent's hand at the desk: who is in a call wishes something. It tells whether something was wished.
func (l *ledger) press(id call.AgentID, action telephony.Action, twice bool) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	switch a := l.agents[id]; {
	case l.away:
	case a.State == telephony.Break:
		a.State, a.idleSince = telephony.Available, time.Now()
		l.stir(telephony.StirLine)
	case a.leg != "":
		w := telephony.Wish{Agent: id, Call: a.Call, Action: action, Service: call.Organisation, Reason: "картка"}
		l.wished(w)
		if twice {
			l.wished(w)
		}
		l.stir(telephony.StirWish)
		return true
	}
	return false
}

// look is what is written, for the watch, and what was asked of the journal and should not have been.
func (l *ledger) look(s *call.Sight, there map[string]bool) (wrong []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	s.Taken, s.Free = map[call.AgentID]call.LegID{}, map[call.Service]int{}
	for _, c := range l.calls {
		if !settled(c) {
			s.Calls = append(s.Calls, c)
		}
	}
	for id, a := range l.agents {
		if a.leg != "" {
			s.Taken[id] = a.leg
		}
		if a.State == telephony.Available && !a.rest.After(s.At) && there[telephony.Endpoint(id, a.Phone)] {
			s.Free[a.Service]++
		}
	}
	wrong, l.wrong = l.wrong, nil
	return wrong
}

// account is everything that was written, and who is not free.
func (l *ledger) account() (calls []call.Call, events map[call.ID][]call.Event, held []string) {
	l.mu.Lock()
	defer l.mu.Unlock()
	for id, a := range l.agents {
		if a.State != telephony.Available && a.State != telephony.Break {
			held = append(held, fmt.Sprintf("agent %d is %s by %s", id, a.State, a.Call))
		}
	}
	return slices.Collect(maps.Values(l.calls)), l.events, held
}
