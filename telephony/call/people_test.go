package call

import (
	"maps"
	"slices"
	"time"
)

// happen lets one move happen; one that is not possible now does nothing.
func (w *stage) happen(m move) {
	if w.c.State == begin {
		w.begin(m.arg > 20)
		return
	}
	switch k := m.kind % 32; {
	case k < 6:
		w.plan()
	case k < 12:
		w.carry(m.arg)
	case k < 16:
		w.answer(int(m.arg) % 2)
	case k < 21:
		w.hear()
	case k < 23:
		w.phone(m.arg)
	case k == 23:
		w.supervise(m.arg)
	case k == 24:
		w.wish(m.arg)
	case k == 25:
		if m.arg < 60 {
			w.timer()
			return
		}
		w.wish(m.arg)
	case k == 26:
		w.dispatch(m.arg)
	default:
		w.trouble(k, m.arg)
	}
}

// begin is the caller who arrives, or the agent who calls out.
func (w *stage) begin(open bool) {
	if !w.out {
		w.apply(Event{Kind: Arrived, Open: open})
		return
	}
	w.agents++
	w.apply(Event{Kind: Placed, Leg: w.c.NextLeg(), Agent: w.agents, Phone: []Phone{Browser, Desk}[w.agents%2], Endpoint: "a1w", Number: outsideNumber, Ticket: 7})
}

const outsideNumber = "+380441112233"

// bring lets a call come as far as a state, the straight way; outside: whoever is consulted is.
func (w *stage) bring(to State, outside bool) {
	answers := func() {
		w.settle(false)
		w.phone(0)
		w.phone(8)
		w.settle(false)
	}
	takenIn := func() {
		w.begin(true)
		w.settle(false)
		for range 3 {
			if w.out && w.c.State != to {
				answers()
			}
		}
	}
	for _, do := range []func(){
		takenIn,
		func() { w.heardOut(); w.settle(false) },
		func() { w.dispatch(0); answers() },
		func() {
			e := Event{Kind: AskConsult, Leg: w.c.Legs[1].ID, Service: Organisation}
			if outside {
				e.Number = outsideNumber
			}
			w.apply(e)
			w.dispatch(0)
			answers()
			w.phone(16)
			w.settle(false)
		},
	} {
		if w.c.State == to || w.broken != "" {
			return
		}
		do()
	}
	if w.c.State != to {
		w.fail("brought to %s, not to %s", w.c.State, to)
	}
}

// wish is what somebody in the call asks for.
func (w *stage) wish(arg uint8) {
	var wishes []EventKind
	for _, k := range EventKinds[slices.Index(EventKinds, AskDecline) : slices.Index(EventKinds, AskHangUp)+1] {
		if table[w.c.State][k] != nil {
			wishes = append(wishes, k)
		}
	}
	if len(w.c.Legs) > 0 && len(wishes) > 0 {
		l, kind := w.c.Legs[len(w.c.Legs)-1-int(arg/16)%len(w.c.Legs)], wishes[int(arg)%len(wishes)]
		if arg%32 == 31 && l.Agent != 0 && l.Leaving == "" {
			w.apply(Event{Kind: LegGone, Leg: l.ID, Cause: CauseDismissed})
			return
		}
		e := Event{Kind: kind, Leg: l.ID, Service: Organisation}
		if kind == AskConsult && arg > 127 {
			e.Number = outsideNumber
		}
		w.apply(e)
	}
}

func (w *stage) timer() {
	if d := w.c.DeadlineAt; !d.IsZero() && !w.blind {
		w.now = later(w.now, d)
		w.heardOut() // no prompt is as long as a timer
		w.apply(Event{Kind: Timeout})
	}
}

// heardOut lets the prompt that plays come to its end.
func (w *stage) heardOut() {
	if w.playing != 0 {
		w.tell("prompt %d was played", w.playing)
		w.reports = append(w.reports, report{kind: promptOver, prompt: w.playing})
		w.playing = 0
	}
}

func later(a, b time.Time) time.Time {
	if a.After(b) {
		return a
	}
	return b
}

// dispatch gives the waiting caller an agent, or the agent a colleague.
func (w *stage) dispatch(arg uint8) {
	e := Event{Leg: w.c.NextLeg(), Agent: w.agents + 1, Phone: []Phone{Browser, Desk}[arg%2], Endpoint: "a1w", Desktop: arg%4 > 1}
	switch {
	case w.away: // nobody can be taken
		return
	case w.written.State == Waiting && w.written.NextLeg() == e.Leg:
		e.Kind = OfferMade
	case len(w.searches) > 0:
		i := int(arg) % len(w.searches)
		e.Kind, e.Leg = TargetFound, w.searches[i]
		if arg >= 200 {
			e.Kind = TargetMissed
		}
		w.searches = slices.Delete(w.searches, i, i+1)
	default:
		return
	}
	w.agents++
	w.apply(e)
}

// phone is something that a telephone does which was rung.
func (w *stage) phone(arg uint8) {
	ids := slices.Sorted(maps.Keys(w.channels))
	ids = slices.DeleteFunc(ids, func(id LegID) bool { return id == LegID(w.c.ID) && !w.out })
	if len(ids) == 0 {
		return
	}
	id := ids[int(arg/8)%len(ids)]
	switch ch := w.channels[id]; {
	case !ch.up && !ch.noticed && arg%8 < 5 && id == LegID(w.c.ID):
		w.tell("%s is answered, and hears the notice", id)
		ch.noticed = true
		w.reports = append(w.reports, report{kind: legAnswered, leg: id})
	case !ch.up && arg%8 < 5:
		w.tell("%s is answered", id)
		ch.up = true
		w.reports = append(w.reports, report{kind: legUp, leg: id})
	case arg%8 == 6:
		w.now = w.now.Add([]time.Duration{slip, slip, slip, aWord}[int(arg/64)]) // few hands are faster than a slip
		w.gone(id, []int{causeNormal, causeBusy, causeNoAnswer, CauseUnregistered}[int(arg/8)%4])
	}
}
