package call

import (
	"maps"
	"slices"
)

// carry lets the switch carry out the command that is under way.
func (w *stage) carry(arg uint8) {
	at, found := w.underWay(int(arg/32)%2, false)
	if !found {
		return
	}
	fl := w.slots[at]
	fl.carried, fl.faulty = true, arg%32 == 7
	id := fl.cmd.Leg.ID
	ch := w.channels[id]
	switch fl.cmd.Kind {
	case CmdRing:
		switch {
		case ch != nil:
		case fl.originator != "" && w.channels[fl.originator] == nil || arg < 20: // no originator, or no telephone
			fl.miss = true
		default:
			w.channels[id] = &channel{}
			w.reports = append(w.reports, report{kind: legRings, leg: id})
		}
	case CmdHangUp:
		fl.miss = ch == nil
		w.gone(id, causeNormal)
	case CmdStopPlay:
		if w.playing == fl.cmd.Prompt.Number {
			w.reports = append(w.reports, report{kind: promptOver, prompt: w.playing})
			w.playing = 0
		}
	case CmdCloseBridge:
		delete(w.bridges, fl.cmd.Bridge)
	default:
		w.carryOn(fl, ch, id, arg)
	}
	w.crowd()
}

// carryOn is a command that needs its leg.
func (w *stage) carryOn(fl *flight, ch *channel, id LegID, arg uint8) {
	takesAway := slices.Contains([]CommandKind{CmdLeave, CmdNoMusic, CmdNoRingback}, fl.cmd.Kind)
	if ch == nil || !ch.up {
		fl.miss = !takesAway
		return
	}
	switch fl.cmd.Kind {
	case CmdSnoop:
		w.snoop(fl, arg)
	case CmdJoin:
		w.join(ch, id, fl.cmd.Bridge)
		w.private(fl)
	case CmdLeave:
		if ch.in != NoBridge {
			ch.in = NoBridge
			w.reports = append(w.reports, report{kind: bridgeLeft, leg: id})
		}
	case CmdMusic:
		ch.music = true
	case CmdNoMusic:
		ch.music = false
	case CmdRingback:
		ch.ringback = true
	case CmdNoRingback:
		ch.ringback = false
	case CmdMute, CmdUnmute:
		ch.muted = fl.cmd.Kind == CmdMute
	case CmdPause, CmdRecord:
		if fl.faulty = fl.faulty || arg < 40; arg < 20 {
			return // the recorder did not hear it
		}
		ch.paused = fl.cmd.Kind == CmdPause
	case CmdPlay:
		w.playing, ch.music = fl.cmd.Prompt.Number, false
	}
}

func (w *stage) join(ch *channel, id LegID, to Bridge) {
	w.bridges[to] = true
	if ch.in != to {
		if ch.in != NoBridge {
			w.reports = append(w.reports, report{kind: bridgeLeft, leg: id})
		}
		ch.in = to
		w.reports = append(w.reports, report{kind: bridgeEntered, leg: id, bridge: to})
	}
}

// gone ends a channel and reports it.
func (w *stage) gone(id LegID, cause int) {
	ch := w.channels[id]
	if ch == nil {
		return
	}
	w.tell("%s goes, cause %d", id, cause)
	if ch.in != NoBridge {
		w.reports = append(w.reports, report{kind: bridgeLeft, leg: id})
	}
	delete(w.channels, id)
	w.reports = append(w.reports, report{kind: legEnded, leg: id, cause: cause})
	if id == LegID(w.c.ID) {
		w.playing = 0
	}
	for _, other := range slices.Sorted(maps.Keys(w.channels)) {
		if w.channels[other].spies.Of == id {
			w.gone(other, causeNormal)
		}
	}
}

// crowd: at no moment do three meet in the bridge of two.
func (w *stage) crowd() {
	n := 0
	for _, ch := range w.channels {
		if ch.in == OfTwo {
			n++
		}
	}
	if n > 2 {
		w.fail("%d are in the bridge of two", n)
	}
}

// always holds after each step: the invariants, of a switch that has what the call wants.
func (w *stage) always() {
	want := Wanted(w.c)
	for _, id := range want.Bridge {
		if l, ok := w.c.Leg(id); !ok || l.Status != Up || l.Leaving != "" {
			w.fail("%q is wanted in the bridge in %s and cannot be there", id, w.c.State)
		}
	}
	if w.c.Paused && w.c.State != Talking && w.c.State != Held {
		w.fail("the recording is paused in %s", w.c.State)
	}
	s := Sight{Calls: []Call{w.c}}
	for _, l := range w.c.Legs {
		if l.Leaving != "" || l.Status == Reserved {
			continue
		}
		ch := Sighted{ID: l.ID, Call: w.c.ID, Up: l.Status == Up, Hears: No}
		ch.Bridge = string(want.in(l.ID))
		if len(want.Bridge) > 1 && slices.Contains(want.Bridge, l.ID) || slices.Contains(want.Aside, l.ID) || want.Music == l.ID || want.Ringback == l.ID || want.Prompt.Number != 0 && l.Role == Caller {
			ch.Hears = Yes
		}
		s.Channels = append(s.Channels, ch)
	}
	if want.Snoop.ID != "" {
		s.Channels = append(s.Channels, Sighted{ID: want.Snoop.ID, Call: w.c.ID, Up: true, Bridge: string(Aside), Hears: Yes})
	}
	for _, what := range Broken(s) {
		w.fail("in %s: %s", w.c.State, what)
	}
}

// settle brings the database back and lets everything that is under way come to its end; passing: timers run out too.
func (w *stage) settle(passing bool) {
	w.away = false
	w.write()
	looks := 0
	for range 400 {
		if w.broken != "" {
			return
		}
		_, more := Plan(w.c, Wanted(w.c), w.f)
		_, records := PlanRecording(w.c, Wanted(w.c), w.f)
		_, sent := w.underWay(0, false)
		_, carried := w.underWay(0, true)
		switch {
		case sent:
			w.carry(255)
		case carried:
			w.answer(0)
		case w.looked != nil || len(w.reports) > 0:
			w.hear()
		case more || records:
			w.plan()
		case len(w.searches) > 0:
			w.dispatch(255)
		case passing && !w.c.DeadlineAt.IsZero():
			w.timer()
		case w.lossy && looks < 3: // what no report told is found by looking
			looks++
			w.sweep()
		default:
			return
		}
	}
	w.fail("no rest in %s: commands and reports without end", w.c.State)
}

// atRest: when nothing is under way, the switch is as the call wants it.
func (w *stage) atRest() {
	want := Wanted(w.c)
	for _, id := range slices.Concat(want.Bridge, want.Aside) {
		if w.channels[id] == nil {
			w.fail("at rest in %s: %s should talk and does not exist", w.c.State, id)
		}
	}
	for _, what := range Broken(w.sight()) {
		w.fail("at rest in %s: %s", w.c.State, what)
	}
	rings := func(id LegID) bool {
		return slices.ContainsFunc(want.Ring, func(l Leg) bool { return l.ID == id })
	}
	for id, ch := range w.channels {
		in := want.in(id)
		l, _ := w.c.Leg(id)
		switch {
		case !ch.up && !rings(id):
			w.fail("at rest in %s: %s rings and should not", w.c.State, id)
		case ch.spies != (Snoop{}) && ch.spies != want.Snoop:
			w.fail("at rest in %s: %s is %+v, want %+v", w.c.State, id, ch.spies, want.Snoop)
		case ch.in != in:
			w.fail("at rest in %s: %s is in bridge %q, want %q", w.c.State, id, ch.in, in)
		case ch.music != (want.Music == id) && ch.up:
			w.fail("at rest in %s: music for %s is %v", w.c.State, id, ch.music)
		case ch.ringback != (want.Ringback == id) && ch.up:
			w.fail("at rest in %s: ringback for %s is %v", w.c.State, id, ch.ringback)
		case ch.paused != (w.c.Paused && l.Role == Caller) && ch.up:
			w.fail("at rest in %s: the recording of %s is paused: %v", w.c.State, id, ch.paused)
		case ch.muted != l.Muted && ch.up:
			w.fail("at rest in %s: mute of %s is %v", w.c.State, id, ch.muted)
		}
	}
}

// sight is the house as it is, for the invariants.
func (w *stage) sight() Sight {
	s, want := Sight{Calls: []Call{w.c}, Taken: map[AgentID]LegID{}}, Wanted(w.c)
	in := map[Bridge]int{}
	for _, ch := range w.channels {
		in[ch.in]++
	}
	for id, ch := range w.channels {
		seen := Sighted{ID: id, Call: w.c.ID, Up: ch.up, Bridge: string(ch.in), Hears: No}
		if ch.music || ch.ringback || ch.in != NoBridge && in[ch.in] > 1 || w.playing != 0 && id == LegID(w.c.ID) {
			seen.Hears = Yes
		} else if want.Prompt.Number != 0 && id == LegID(w.c.ID) {
			seen.Hears = Unknown // its end was not told: the call's own deadline finds that
		}
		s.Channels = append(s.Channels, seen)
	}
	for agent := range w.taken {
		l, _ := w.c.LegOf(agent)
		s.Taken[agent] = l.ID
	}
	return s
}
