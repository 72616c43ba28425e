package telephony

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"maps"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony/call"
)

const koval = "a7w"

// paper is a journal without a database: it takes every step, unless it is told what to answer.
type paper struct {
	mu      sync.Mutex
	answer  error
	free    bool // the one agent
	rules   Routing
	calls   map[call.ID]call.Call
	effects []call.Effect // of all steps
	phones  []AgentPhone
	unfit   call.EventKind // steps of it are refused
	wishes  []PendingWish
	look    func() // before it says whether it knows a call
	stirs   chan Stir
}

func (p *paper) Commit(_ context.Context, ch Change) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.unfit != "" && p.unfit == ch.Event.Kind {
		return fmt.Errorf("commit: %w", ErrRefused)
	}
	if p.answer == nil {
		p.calls[ch.Call.ID] = ch.Call
		p.drop(ch.Wish)
		p.effects = append(p.effects, ch.Effects...)
	}
	return p.answer
}

func (p *paper) put(c call.Call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.calls[c.ID] = c
}

func (p *paper) refuse(with error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.answer = with
}

func (p *paper) call(id call.ID) call.Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.calls[id]
}

func (p *paper) Reserve(context.Context, string, time.Time) (r Reservation, ok bool, err error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for id, c := range p.calls {
		if c.State == call.Waiting && p.free {
			p.free = false
			return Reservation{Call: id, Leg: c.NextLeg(), Agent: 7, Phone: call.Browser, Endpoint: koval}, true, nil
		}
	}
	return r, false, nil
}

func (p *paper) Live(context.Context, string) ([]call.Call, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Collect(maps.Values(p.calls)), nil
}
func (p *paper) Known(_ context.Context, id call.ID) (bool, error) {
	if p.look != nil {
		p.look()
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	_, known := p.calls[id]
	return known, p.answer
}
func (p *paper) Release(context.Context, call.LegID, time.Time) error { return nil }
func (p *paper) Tidy(context.Context, time.Time) (int, error)         { return 0, nil }
func (p *paper) Phones(context.Context) ([]AgentPhone, error)         { return p.phones, nil }
func (p *paper) Routing(context.Context) (Routing, error)             { return p.rules, nil }
func (p *paper) Wake(context.Context) (<-chan Stir, error)            { return p.stirs, nil }
func (p *paper) Wishes(context.Context, string) ([]PendingWish, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return slices.Clone(p.wishes), nil
}

func (p *paper) DropWish(_ context.Context, id int64) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.drop(id)
	return nil
}

func (p *paper) drop(id int64) {
	p.wishes = slices.DeleteFunc(p.wishes, func(w PendingWish) bool { return w.ID == id })
}
func (p *paper) Reachable(context.Context, string, map[string]bool, bool) error {
	return nil
}

func (p *paper) ReserveTarget(context.Context, call.ID, call.LegID, call.Service, call.AgentID, time.Time) (r Reservation, ok bool, err error) {
	return r, false, nil
}

func (p *paper) OpenForCall(context.Context, call.Call) (call.TicketID, error) { return 1, nil }

// wire is a switch that notes what it is told and does nothing.
type wire struct {
	mu     sync.Mutex
	told   []string
	faults map[string][]error       // what it answers to the next ones that are told so
	late   map[string]time.Duration // how long it takes to answer them
}

// fails lets the next commands of these words be carried out, and answered with err.
func (w *wire) fails(words string, err error, times int) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.faults == nil {
		w.faults = map[string][]error{}
	}
	w.faults[words] = slices.Repeat([]error{err}, times)
}

func (w *wire) tell(format string, args ...any) error {
	words := fmt.Sprintf(format, args...)
	defer func() { time.Sleep(w.late[words]) }() // set before the scene
	w.mu.Lock()
	defer w.mu.Unlock()
	w.told = append(w.told, words)
	if errs := w.faults[words]; len(errs) > 0 {
		w.faults[words] = errs[1:]
		return errs[0]
	}
	return nil
}

func (w *wire) heard() []string {
	w.mu.Lock()
	defer w.mu.Unlock()
	return slices.Clone(w.told)
}

func (w *wire) Ring(_ context.Context, r Ring) error { return w.tell("ring %s", r.Leg) }
func (w *wire) Hangup(_ context.Context, l call.LegID, _ call.HangUp) error {
	return w.tell("hang up %s", l)
}
func (w *wire) Join(_ context.Context, _ BridgeID, l call.LegID, _ bool) error {
	return w.tell("join %s", l)
}
func (w *wire) Leave(_ context.Context, _ BridgeID, l call.LegID) error {
	return w.tell("leave %s", l)
}
func (w *wire) CloseBridge(context.Context, BridgeID) error         { return w.tell("close") }
func (w *wire) StartMusic(_ context.Context, l call.LegID) error    { return w.tell("music %s", l) }
func (w *wire) StopMusic(_ context.Context, l call.LegID) error     { return w.tell("no music %s", l) }
func (w *wire) StartRingback(_ context.Context, l call.LegID) error { return w.tell("ringback %s", l) }
func (w *wire) StopRingback(_ context.Context, l call.LegID) error {
	return w.tell("no ringback %s", l)
}
func (w *wire) Snoop(_ context.Context, _ call.ID, s call.Snoop) error {
	return w.tell("snoop %s", s.ID)
}
func (w *wire) StopPlay(context.Context, PlaybackID) error         { return w.tell("stop play") }
func (w *wire) Mute(_ context.Context, l call.LegID, _ bool) error { return w.tell("mute %s", l) }
func (w *wire) PauseRecording(_ context.Context, l call.LegID, on bool) error {
	return w.tell("pause %s %v", l, on)
}
func (w *wire) ConfigurePhone(_ context.Context, p AgentPhone) error {
	return w.tell("configure %s", p.Endpoint)
}
func (w *wire) Play(_ context.Context, l call.LegID, _ PlaybackID, _ []string) error {
	return w.tell("play %s", l)
}

// stage is a board between a journal and a switch that only note.
type stage struct {
	t     *testing.T
	board *Board
	paper *paper
	wire  *wire
	ended chan error
	kill  func() // ends the board's run; what was not written is lost
}

// run makes a board between the same two, and lets it run.
func (s *stage) run() {
	s.board = NewBoard(Config{Node: "kyiv1", Rules: call.Rules{Ring: 20 * time.Second, Rejoin: 15 * time.Second, Pause: 2 * time.Minute}, Switch: s.wire, Journal: s.paper,
		Register: s.paper, Hours: func(time.Time) bool { return true }, Number: func(raw string) (string, string) { return raw, raw },
		DIDs: func(d string) string { return d }, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
	ctx, stop := context.WithCancel(s.t.Context())
	s.kill = func() { stop(); synctest.Wait() }
	board := s.board
	go func() { s.ended <- board.Run(ctx) }()
}

// onStage plays a scene in a bubble of its own, in which time passes when all wait.
func onStage(t *testing.T, scene func(s *stage)) {
	t.Helper()
	synctest.Test(t, func(t *testing.T) {
		s := &stage{t: t, paper: &paper{free: true, calls: map[call.ID]call.Call{}, stirs: make(chan Stir)}, wire: &wire{}, ended: make(chan error, 2)}
		s.run()
		defer func() { s.kill() }()
		s.board.Up(World{})
		synctest.Wait()
		scene(s)
	})
}

// happens gives the board an event and waits until all of it is done.
func (s *stage) happens(e SwitchEvent) {
	s.board.Event(e)
	synctest.Wait()
}

// asks gives the call the agent's wish.
func (s *stage) asks(id call.ID, a Action) {
	s.board.post(id, wish(PendingWish{Wish: Wish{Agent: 7, Call: id, Action: a}}))
	synctest.Wait()
}

// rings brings a caller as far as the agent's ringing phone.
func (s *stage) rings() (id call.ID, leg call.LegID) {
	s.t.Helper()
	id = "kyiv1-1763913600.1"
	s.happens(SwitchEvent{Kind: CallerArrived, Channel: call.LegID(id)})
	l, ok := s.paper.call(id).LegOf(7)
	if !ok || !slices.Contains(s.wire.heard(), "ring "+string(l.ID)) {
		s.t.Fatalf("nobody is rung: %+v, told %q", s.paper.call(id), s.wire.heard())
	}
	s.happens(SwitchEvent{Kind: ChannelRinging, Channel: l.ID})
	return id, l.ID
}

func TestBoard_PhoneGoesWhileItRings_IsHungUpAtOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		_, leg := s.rings()
		s.happens(SwitchEvent{Kind: PhoneUnreachable, Endpoint: "a8w"})
		if hangUp := "hang up " + string(leg); slices.Contains(s.wire.heard(), hangUp) {
			t.Fatalf("another phone has gone, told %q", s.wire.heard())
		}
		s.happens(SwitchEvent{Kind: PhoneUnreachable, Endpoint: koval})
		if hangUp := "hang up " + string(leg); !slices.Contains(s.wire.heard(), hangUp) {
			t.Errorf("told %q, want %q", s.wire.heard(), hangUp)
		}
	})
}

func TestBoard_PhoneGoesInTheTalk_TheTalkIsLeftAlone(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.happens(SwitchEvent{Kind: PhoneUnreachable, Endpoint: koval})
		if state := s.paper.call(id).State; state != call.Talking || slices.Contains(s.wire.heard(), "hang up "+string(leg)) {
			t.Errorf("state %s, told %q", state, s.wire.heard())
		}
	})
}

// A copy that was frozen, and wakes up when another drives its node, commands nothing more and ends.
func TestBoard_AnotherCopyDrives_NothingIsCommandedAndRunEnds(t *testing.T) {
	for _, refusal := range []error{ErrLostLease, ErrConflict} {
		onStage(t, func(s *stage) {
			_, leg := s.rings()
			s.paper.refuse(fmt.Errorf("commit: %w", refusal))
			before := len(s.wire.heard())
			s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
			if err := <-s.ended; !errors.Is(err, refusal) {
				t.Errorf("Run ended with %v, want %v", err, refusal)
			}
			if told := s.wire.heard()[before:]; len(told) > 0 {
				t.Errorf("%v: told %q", refusal, told)
			}
		})
	}
}

// The journal was away and has come back without the last step: nothing more is done on what it does not know.
func TestBoard_JournalComesBackOlder_RunEnds(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		older := s.paper.call(id)
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.paper.stirs <- StirAll
		synctest.Wait()
		select {
		case err := <-s.ended:
			t.Fatalf("the journal has all of it, and Run ended with %v", err)
		default:
		}
		s.paper.put(older)
		s.paper.stirs <- StirAll
		if err := <-s.ended; !errors.Is(err, ErrConflict) {
			t.Errorf("Run ended with %v, want %v", err, ErrConflict)
		}
	})
}

// A channel that nobody told of and a leg that nobody missed: the next look at the switch puts both right.
func TestBoard_Sweep_ClosesWhatDiffers(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		before := len(s.wire.heard())
		caller := Channel{ID: call.LegID(id), Call: id, Role: call.Caller, Up: true, InControl: true}
		agent := Channel{ID: leg, Call: id, Role: call.Agent, Up: true, InControl: true}
		both := []Bridge{{ID: bridgeOf(id, call.OfTwo), Members: []call.LegID{call.LegID(id), leg}}}
		sweep := func(w World) []string {
			time.Sleep(time.Millisecond)
			w.Sweep, w.LookedAt = true, time.Now()
			s.board.Up(w)
			synctest.Wait()
			told := s.wire.heard()[before:]
			before += len(told)
			return told
		}
		if told := sweep(World{Channels: []Channel{caller, agent}, Bridges: both}); len(told) > 0 {
			t.Errorf("nothing differs, told %q", told)
		}
		stray := Channel{ID: "leg-stray-1", Call: id, Role: call.Agent, Up: true, InControl: true}
		if told := sweep(World{Channels: []Channel{caller, agent, stray}, Bridges: both}); !slices.Equal(told, []string{"hang up leg-stray-1"}) {
			t.Errorf("a stray channel, told %q", told)
		}
		if told := sweep(World{Channels: []Channel{agent}, Bridges: both}); !slices.Contains(told, "hang up "+string(leg)) || s.paper.call(id).State != call.Ended {
			t.Errorf("the caller has gone unheard, told %q, state %s", told, s.paper.call(id).State)
		}
	})
}

// A report of an arrival that comes when the call is over begins it anew; the journal has it, and that is all.
func TestBoard_ArrivalIsToldLate_NothingElseIsLost(t *testing.T) {
	onStage(t, func(s *stage) {
		s.paper.refuse(fmt.Errorf("commit: %w", ErrConflict))
		s.happens(SwitchEvent{Kind: CallerArrived, Channel: "kyiv1-1763913600.1"})
		select {
		case err := <-s.ended:
			t.Fatalf("hotline gives up: %v", err)
		default:
		}
		if told := s.wire.heard(); len(told) > 0 || s.board.Stats.Live.Load() != 0 {
			t.Errorf("told %q, %d calls live", told, s.board.Stats.Live.Load())
		}
		s.paper.refuse(nil)
		s.happens(SwitchEvent{Kind: CallerArrived, Channel: "kyiv1-1763913600.2"})
		if state := s.paper.call("kyiv1-1763913600.2").State; state == "" {
			t.Error("the next caller is not taken")
		}
	})
}

// What was dialled and who calls say whose line it is, what the agent should know and who comes first; nobody waits for the
// database to say so.
func TestArrival_ByTheRules(t *testing.T) {
	r := newRules(Routing{Dialled: []Dialled{{Number: "+380443668013", Service: call.Organisation, Skill: "english"}},
		Callers: []CallerRule{{Number: "+380501234567", Priority: 5}, {Number: "+380501234568", Skill: "signs"}}})
	for _, c := range []struct {
		did, number string
		service     call.Service
		skill       call.Skill
		priority    int
	}{
		{"+380443668012", "+380671112233", call.Information, "", 0},
		{"+380443668013", "+380671112233", call.Organisation, "english", 0},
		{"+380443668013", "+380501234567", call.Organisation, "english", 5},
		{"+380443668013", "+380501234568", call.Organisation, "signs", 0},
		{"+380443668012", "", call.Information, "", 0},
	} {
		born := call.New("kyiv1-1.0", "kyiv1")
		born.DID, born.Number = c.did, c.number
		got, _, err := call.Next(call.DefaultRules(), born, r.arrival(born, time.Now()))
		if err != nil || got.Service != c.service || got.Skill != c.skill || got.Priority != c.priority {
			t.Errorf("%s from %q: %s, %q, %d, %v; want %+v", c.did, c.number, got.Service, got.Skill, got.Priority, err, c)
		}
	}
	if e := (*rules)(nil).arrival(call.New("kyiv1-1.0", "kyiv1"), time.Now()); e.Kind != call.Arrived || e.Service != "" {
		t.Errorf("before the rules are read: %+v", e)
	}
}
