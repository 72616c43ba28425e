package call

import (
	"slices"
	"time"
)

// trouble is what happens seldom.
func (w *stage) trouble(k, arg uint8) {
	switch {
	case k == 27 && !w.lossy:
		w.tell("registered")
		w.apply(Event{Kind: Registered, Ticket: 7})
	case k == 28 && !w.lossy:
		w.heardOut()
	case k == 29 && arg < 60:
		w.away = !w.away
		w.tell("the database is away: %v", w.away)
		w.write()
	case k == 30 && arg < 50:
		w.connect(arg < 25)
	case k == 30 && arg < 60:
		w.die()
	case k == 30 && arg < 120 && !w.blind:
		w.sweep()
	case (k == 27 || k == 28) && w.lossy:
		w.muddle(arg)
	case k == 31 && arg < 20:
		w.gone(LegID(w.c.ID), causeNormal)
	case k == 31 && len(w.c.Legs) > 0:
		l := w.c.Legs[int(arg)%len(w.c.Legs)]
		w.tell("%s's page or telephone is there", l.Role)
		w.apply(Event{Kind: []EventKind{Shown, PhoneBack}[arg%2], Leg: l.ID, Endpoint: l.Endpoint})
	}
}

// connect is a new connection to the switch; dead: hotline died and begins with what is written.
func (w *stage) connect(dead bool) {
	w.tell("connected anew, hotline died: %v", dead)
	w.reports, w.looked = nil, nil
	if dead {
		w.c, w.unwritten, w.f, w.slots, w.searches, w.blind = w.written, nil, Facts{Legs: map[LegID]LegFacts{}}, [2]*flight{}, nil, true
		w.history = w.history[:w.c.Version]
		if w.c.State == begin { // the caller is taken in anew
			w.f.Legs[LegID(w.c.ID)] = LegFacts{Exists: true, Up: true}
			w.apply(Event{Kind: Arrived, Open: true})
		}
	}
	w.reports = append(w.reports, report{kind: connection, seen: w.look()})
}

// sweep is a look at the switch while reports are still to come.
func (w *stage) sweep() {
	w.tell("a look in between")
	s := w.look()
	s.Sweep = true
	w.looked, w.answered = &s, false
}

// meet lets a look reach the call.
func (w *stage) meet() {
	s := *w.looked
	w.looked = nil
	if s.Old = w.slots[0] != nil || w.answered; s.Old {
		w.tell("the look is older than an answer")
	}
	facts, missed := Reconcile(w.c, w.f, s, w.now)
	w.f = facts
	for _, e := range missed {
		w.apply(e)
	}
}

// muddle loses a report, tells one twice, or one before another.
func (w *stage) muddle(arg uint8) {
	if len(w.reports) == 0 {
		return
	}
	i := int(arg/4) % len(w.reports)
	if w.reports[i].kind == connection {
		return
	}
	switch arg % 4 {
	case 0, 1:
		w.tell("a report about %s is lost", w.reports[i].leg)
		w.reports = slices.Delete(w.reports, i, i+1)
	case 2:
		w.tell("a report about %s is told twice", w.reports[i].leg)
		w.reports = slices.Insert(w.reports, i, w.reports[i])
	case 3:
		if j := len(w.reports) - 1; w.reports[j].kind != connection {
			w.tell("a report about %s comes before one about %s", w.reports[j].leg, w.reports[i].leg)
			w.reports[i], w.reports[j] = w.reports[j], w.reports[i]
		}
	}
}

// die is the switch that dies and begins anew with nothing.
func (w *stage) die() {
	w.tell("the switch dies")
	w.channels, w.bridges, w.playing, w.reports = map[LegID]*channel{}, map[Bridge]bool{}, 0, nil
	for at, found := w.underWay(0, false); found; at, found = w.underWay(0, false) {
		w.slots[at].carried, w.slots[at].miss = true, true
	}
	w.now = w.now.Add(time.Millisecond)
	s := w.look()
	s.Began = w.now
	w.reports = append(w.reports, report{kind: connection, seen: s})
}
