package call

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
)

// interleavings is how many a run of the tests makes: HOTLINE_TEST_INTERLEAVINGS, or few, because the race detector slows
// them twentyfold and has nothing to find in them.
func interleavings(t *testing.T) uint64 {
	t.Helper()
	const few = 10_000
	n, err := strconv.ParseUint(os.Getenv("HOTLINE_TEST_INTERLEAVINGS"), 10, 64)
	if os.Getenv("HOTLINE_TEST_INTERLEAVINGS") == "" {
		return few
	}
	if err != nil {
		t.Fatalf("HOTLINE_TEST_INTERLEAVINGS: %v", err)
	}
	return n
}

// Whatever agents, callers, telephones, timers, the database and crashes do, in any order: no invariant breaks, and every
// call ends. A counter-example is shrunk and printed as a story.
func TestCall_RandomInterleavings_KeepInvariants(t *testing.T) {
	n := interleavings(t)
	var next atomic.Uint64
	seen := make([]atomic.Int64, len(States)+len(sights))
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for seed := next.Add(1); seed <= n && !t.Failed(); seed = next.Add(1) {
				run := chance(seed)
				w := run.play()
				for state := range w.visited {
					seen[state].Add(1)
				}
				if w.broken != "" {
					t.Errorf("seed %d: %s", seed, run.shrink())
					return
				}
			}
		})
	}
	wg.Wait()
	var told []string
	for i := range seen {
		name := ""
		if i < len(States) {
			name = string(States[i])
		} else {
			name = sights[i-len(States)].name
		}
		told = append(told, fmt.Sprintf("%s %d", name, seen[i].Load()))
		if seen[i].Load() == 0 && !t.Failed() {
			t.Errorf("%s was never reached: the test proves nothing about it", name)
		}
	}
	t.Logf("%d interleavings; calls that came through each state: %s", n, strings.Join(told, ", "))
}

// sights are what must have been seen besides the States.
var sights = []struct {
	name string
	seen func(Call) bool
}{
	{"outside target consulted", func(c Call) bool { t, ok := c.Of(Target); return ok && t.Phone == Outside && c.State == Consulting }},
	{"outside target blind", func(c Call) bool {
		t, ok := c.Of(Target)
		return ok && t.Phone == Outside && c.State == Transferring
	}},
	{"outside party alone with the caller", func(c Call) bool { a, ok := c.Of(Agent); return ok && a.Phone == Outside && c.State == Talking }},
	{"number busy or the like", func(c Call) bool { return c.EndReason == NotReached }},
	{"agent of a call out did not answer", func(c Call) bool { return c.EndReason == NotPlaced }},
	{"call out given up", func(c Call) bool { return c.EndReason == Cancelled }},
	{"called party in the line", func(c Call) bool { return c.Direction == Outbound && c.State == Waiting }},
	{"outside party hung up", func(c Call) bool { return c.EndReason == OutsideHungUp }},
	{"listens to a talk", supervises(Listen, Talking)},
	{"whispers in a talk", supervises(Whisper, Talking)},
	{"barges into a talk", supervises(Barge, Talking)},
	{"barges into a hold", supervises(Barge, Held)},
	{"barges where a colleague rings", supervises(Barge, ConsultRinging)},
	{"listens to a consultation", supervises(Listen, Consulting)},
	{"barges into a conference", supervises(Barge, Conference)},
	{"waits for whom the caller waits for", supervises(Listen, Transferring)},
	{"waits for a lost page", supervises(Whisper, Rejoining)},
	{"a supervisor has taken over", func(c Call) bool {
		a, ok := c.Of(Agent)
		return ok && strings.Contains(string(a.ID), "-s") && c.State == Talking
	}},
	{"a supervisor listens to a supervisor", func(c Call) bool {
		a, _ := c.Of(Agent)
		return strings.Contains(string(a.ID), "-s") && supervises(Listen, Talking)(c)
	}},
}

func supervises(mode Mode, state State) func(Call) bool {
	return func(c Call) bool {
		l, ok := c.Of(Supervisor)
		return ok && l.Status == Up && l.Mode == mode && c.State == state
	}
}

// move is one thing that happens; which, and to whom, is by chance.
type move struct{ kind, arg uint8 }

// run is one interleaving: where it begins, and what happens.
type run struct {
	from  State
	heard Mode // a supervisor is there from the beginning
	out   bool // it is a call out
	away  bool // the target of a consultation that it begins with is outside
	lossy bool // reports are lost, told twice and told out of order
	moves []move
}

func chance(seed uint64) run {
	r := rand.New(rand.NewPCG(seed, 1))
	moves := make([]move, 20+r.IntN(120))
	for i := range moves {
		moves[i] = move{uint8(r.UintN(256)), uint8(r.UintN(256))}
	}
	heard := []Mode{"", "", "", Listen, Whisper, Barge}[r.IntN(6)]
	from, out := []State{begin, Waiting, Talking, Consulting, Consulting}, r.IntN(3) == 0
	if out {
		from = []State{begin, Dialling, Announcing, Talking, Consulting}
	}
	return run{from[r.IntN(len(from))], heard, out, r.IntN(3) == 0, r.IntN(4) == 0, moves}
}

// play lets the moves happen, lets all come to rest, and brings the call to its end.
func (r run) play() *stage {
	w := newStage(r.out)
	w.bring(r.from, r.away)
	if r.heard != "" && w.c.State != begin {
		w.watch(r.heard)
	}
	w.lossy = r.lossy
	for _, m := range r.moves {
		if w.happen(m); w.broken != "" {
			return w
		}
	}
	if w.settle(false); w.broken == "" {
		w.atRest()
	}
	if w.broken == "" {
		w.finish()
	}
	return w
}

// shrink leaves out what the break does not need, and tells the story that is left.
func (r run) shrink() string {
	moves := r.moves
	for size := len(moves) / 2; size > 0; size /= 2 {
		for i := 0; i+size <= len(moves); {
			if shorter := slices.Delete(slices.Clone(moves), i, i+size); (run{r.from, r.heard, r.out, r.away, r.lossy, shorter}).play().broken != "" {
				moves = shorter
			} else {
				i++
			}
		}
	}
	w := run{r.from, r.heard, r.out, r.away, r.lossy, moves}.play()
	var story strings.Builder
	for _, line := range w.story {
		story.WriteString("\n  " + line())
	}
	return fmt.Sprintf("%s\n  after %d moves:%s", w.broken, len(moves), &story)
}

// finish hangs up whoever is left and lets time pass, until nothing is.
func (w *stage) finish() {
	for range 12 {
		if w.settle(true); w.broken != "" || w.c.State == Ended && len(w.c.Legs) == 0 {
			break
		}
		for _, id := range slices.Sorted(maps.Keys(w.channels)) {
			w.gone(id, causeNormal)
		}
	}
	switch {
	case w.broken != "":
	case w.c.State != Ended || len(w.c.Legs) > 0:
		w.fail("the call does not end: %s, %d legs", w.c.State, len(w.c.Legs))
	case len(w.taken) > 0:
		w.fail("agents are not given back: %v", w.taken)
	case len(w.channels) > 0:
		w.fail("channels are left in the switch: %v", slices.Sorted(maps.Keys(w.channels)))
	case len(w.bridges) > 0:
		w.fail("a bridge is left in the switch")
	default:
		if err := Explain(DefaultRules(), w.c, w.history); err != nil {
			w.fail("%v", err)
		}
	}
}
