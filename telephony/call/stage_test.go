package call

import (
	"fmt"
	"maps"
	"slices"
	"time"
)

// stage is a switch that does what it is told, sooner or later; a database that may be away; and hotline, which may die,
// with one call. What is true in the switch (channels), what hotline believes (f) and what is written (written) are apart.
type stage struct {
	c Call
	f Facts

	channels map[LegID]*channel
	bridges  map[Bridge]bool // exist
	playing  int
	reports  []report   // told, and not yet heard
	slots    [2]*flight // under way: the switch's command, the recorder's

	looked   *Seen // a look that has not reached the call yet
	answered bool  // since that look

	history   []Event // what made c
	written   Call
	unwritten []decided
	away      bool
	out       bool    // it is a call out
	lossy     bool    // the switch's reports are not to be relied on
	blind     bool    // hotline has died, and has not seen the switch yet
	searches  []LegID // of colleagues are under way, for these legs
	taken     map[AgentID]bool
	agents    AgentID
	watchers  int64          // supervisors so far
	snoops    map[LegID]bool // that were made
	now       time.Time

	story   []func() string // told only when something breaks
	visited map[int]bool    // index into States, and sights
	broken  string
}

// flight is a command under way.
type flight struct {
	cmd           Command
	originator    LegID
	together      []LegID // should have been in a bridge when it was sent
	carried, miss bool    // it was carried out; what it was about had gone
	faulty        bool    // its answer is lost
	refused       bool    // the switch would not make the snoop
}

// channel is the truth about a leg.
type channel struct {
	noticed                            bool // answered outside, and in the dialplan
	up, music, ringback, muted, paused bool
	in                                 Bridge
	spies                              Snoop // of a snoop
}

type reportKind uint8

const (
	legRings reportKind = iota
	legAnswered
	legUp
	legEnded
	bridgeEntered
	bridgeLeft
	promptOver
	connection // the world after a connection
)

// report is what the switch tells.
type report struct {
	kind   reportKind
	leg    LegID
	cause  int
	bridge Bridge
	prompt int
	seen   Seen
}

// decided is a step that is not written yet.
type decided struct {
	call    Call
	e       Event
	effects []Effect
}

func newStage(out bool) *stage {
	id := ID("kyiv1-1.0")
	w := &stage{c: New(id, "kyiv1"), f: Facts{Legs: map[LegID]LegFacts{}}, out: out,
		channels: map[LegID]*channel{}, bridges: map[Bridge]bool{}, taken: map[AgentID]bool{}, snoops: map[LegID]bool{}, visited: map[int]bool{}, now: noon}
	if !out {
		w.f.Legs[LegID(id)] = LegFacts{Exists: true, Up: true, Music: No, Ringback: No, Muted: No, Paused: No}
		w.channels[LegID(id)] = &channel{up: true}
	}
	w.written = w.c
	return w
}

func (w *stage) fail(format string, args ...any) {
	if w.broken == "" {
		w.broken = fmt.Sprintf(format, args...)
	}
}

func (w *stage) tell(format string, args ...any) {
	w.story = append(w.story, func() string { return fmt.Sprintf(format, args...) })
}

// apply is a step of the call: decided now, written when the database is there.
func (w *stage) apply(e Event) {
	e.At = w.now
	next, effects, _ := Next(DefaultRules(), w.c, e)
	if next.Version == w.c.Version {
		return
	}
	w.tell("%s %s: %s becomes %s", e.Kind, e.Leg, w.c.State, next.State)
	w.c = next
	w.history = append(w.history, e)
	w.visited[slices.Index(States, next.State)] = true
	for i, s := range sights {
		if s.seen(next) {
			w.visited[len(States)+i] = true
		}
	}
	w.unwritten = append(w.unwritten, decided{next, e, effects})
	w.write()
	w.always()
}

// write is the database, which takes all that was decided when it is there; with it goes who is taken.
func (w *stage) write() {
	if w.away {
		return
	}
	for _, d := range w.unwritten {
		if d.e.Kind == OfferMade || d.e.Kind == TargetFound || d.e.Kind == Placed {
			w.taken[d.e.Agent] = true
		}
		for _, f := range d.effects {
			switch f.Kind {
			case SupervisionAsked:
				w.taken[f.Agent] = true
			case AgentWraps, AgentFreed, SupervisionOver:
				if !w.taken[f.Agent] {
					w.fail("agent %d is given back twice", f.Agent)
				}
				delete(w.taken, f.Agent)
			case FindTarget:
				w.searches = append(w.searches, f.Leg)
			}
		}
		w.written = d.call
	}
	w.unwritten = nil
}

// plan sends the next commands, if none is under way.
func (w *stage) plan() {
	if w.blind {
		return
	}
	next := Plan
	if len(w.unwritten) > 0 {
		next = Soothe
	}
	if w.slots[0] == nil {
		cmd, more := next(w.c, Wanted(w.c), w.f)
		if more && cmd.Kind == CmdForget {
			w.apply(Event{Kind: LegGone, Leg: cmd.Leg.ID})
			return
		}
		w.send(0, cmd, more)
	}
	if w.slots[1] == nil && len(w.unwritten) == 0 {
		cmd, more := PlanRecording(w.c, Wanted(w.c), w.f)
		w.send(1, cmd, more)
	}
}

func (w *stage) send(slot int, cmd Command, more bool) {
	if more {
		w.tell("  tells the switch: %s %s", cmd.Kind, cmd.Leg.ID)
		w.slots[slot] = &flight{cmd: cmd, originator: Originator(w.c, cmd.Leg), together: Wanted(w.c).Bridge}
	}
}

// underWay gives a command under way that has been carried out, or has not, beginning with this slot.
func (w *stage) underWay(slot int, carried bool) (at int, found bool) {
	for i := range w.slots {
		at = (slot + i) % len(w.slots)
		if fl := w.slots[at]; fl != nil && fl.carried == carried {
			return at, true
		}
	}
	return 0, false
}

// answer brings the switch's answer to a command.
func (w *stage) answer(slot int) {
	at, found := w.underWay(slot, true)
	if !found {
		return
	}
	fl := w.slots[at]
	cmd := fl.cmd
	w.slots[at] = nil
	w.answered = w.answered || at == 0
	switch {
	case cmd.Kind != CmdRing || !fl.miss:
	case fl.originator != "" && w.channels[fl.originator] == nil:
		w.f.Gone(fl.originator)
		w.apply(Event{Kind: LegGone, Leg: fl.originator})
		return
	default:
		w.apply(Event{Kind: LegGone, Leg: cmd.Leg.ID, Cause: CauseUnregistered}) // refused
		return
	}
	if fl.refused {
		w.apply(Event{Kind: SnoopFailed})
		return
	}
	if fl.faulty {
		w.tell("  the answer to %s is lost", cmd.Kind)
		if e, follows := w.f.Failed(cmd, false); follows {
			w.apply(e)
		}
		return
	}
	if e, follows := w.f.Done(cmd, fl.miss); follows {
		before := w.c.State
		w.apply(e)
		if before != Ended && w.c.State == Ended && w.c.EndReason == AgentHungUp {
			w.fail("a command that came too late is taken for the agent's goodbye in %s", before)
		}
	}
}

// hear takes the oldest report.
func (w *stage) hear() {
	if w.looked != nil { // reports that came after the look wait behind it
		w.meet()
		return
	}
	if len(w.reports) == 0 {
		return
	}
	r := w.reports[0]
	w.reports = w.reports[1:]
	switch r.kind {
	case legRings:
		w.f.Rings(r.leg)
	case legAnswered:
		w.apply(Event{Kind: LegAnswered, Leg: r.leg})
	case legUp:
		w.f.Up(r.leg)
		w.apply(Event{Kind: LegUp, Leg: r.leg})
	case legEnded:
		w.f.Gone(r.leg)
		w.apply(Event{Kind: LegGone, Leg: r.leg, Cause: r.cause})
	case bridgeEntered:
		w.f.Entered(r.leg, r.bridge)
	case bridgeLeft:
		w.f.Left(r.leg)
	case promptOver:
		w.f.PromptOver(r.prompt)
		w.apply(Event{Kind: PromptEnded, Prompt: r.prompt})
	case connection:
		facts, missed := Reconcile(w.c, w.f, r.seen, w.now)
		w.f, w.blind = facts, false
		for _, e := range missed {
			w.apply(e)
		}
	}
}

// look is what the switch says of itself.
func (w *stage) look() Seen {
	s := Seen{Legs: map[LegID]SeenLeg{}, Bridges: maps.Clone(w.bridges)}
	for id, ch := range w.channels {
		s.Legs[id] = SeenLeg{Up: ch.up || ch.noticed, InControl: ch.up, In: ch.in}
	}
	return s
}
