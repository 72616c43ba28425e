package call

import "slices"

// Prompt is a prompt that should be playing to the caller.
type Prompt struct {
	Number int // of the call's prompts; 0: none
	Names  []string
}

// Want says what should be so in the switch, read from a Call alone.
type Want struct {
	Ring     []Leg   // phones that should ring or be up
	HangUp   []Leg   // legs that should go, with the reason in Leaving
	Bridge   []LegID // joined to each other
	Mixed    bool    // they are three: joined in the bridge that mixes
	Music    LegID   // hears music
	Ringback LegID
	Prompt   Prompt
	Muted    []LegID
	Over     bool // nothing should be left
}

// GreetingPrompt stands for the prompts that the municipality configured as its greeting.
const GreetingPrompt = "greeting"

// Wanted is what c should be in the switch. Pure.
func Wanted(c Call) Want {
	var w Want
	for _, l := range c.Legs {
		switch {
		case l.Leaving != "":
			w.HangUp = append(w.HangUp, l)
		case l.Role != Caller && l.Status == Ringing:
			w.Ring = append(w.Ring, l)
		}
		if l.Muted && l.Leaving == "" {
			w.Muted = append(w.Muted, l.ID)
		}
	}
	caller, _ := c.Of(Caller)
	agent, _ := c.Of(Agent)
	target, _ := c.Of(Target)
	switch c.State {
	case Greeting:
		w.Prompt = Prompt{c.Plays, []string{GreetingPrompt}}
	case Closed:
		w.Prompt = Prompt{c.Plays, []string{"closed", "beep"}}
	case Thanks:
		w.Prompt = Prompt{c.Plays, []string{"message-thanks"}}
	case Waiting, Offered:
		w.Music = caller.ID
		if c.Apology {
			w.Music, w.Prompt = "", Prompt{c.Plays, []string{"apology"}}
		}
	case Talking:
		w.Bridge = []LegID{agent.ID, caller.ID}
	case Held:
		w.Bridge, w.Music = []LegID{agent.ID}, caller.ID
	case ConsultRinging:
		w.Music, w.Ringback = caller.ID, agent.ID
	case Consulting:
		w.Bridge, w.Music = []LegID{agent.ID, target.ID}, caller.ID
	case Swapped:
		w.Bridge, w.Music = []LegID{agent.ID, caller.ID}, target.ID
	case Conference:
		w.Bridge, w.Mixed = []LegID{agent.ID, target.ID, caller.ID}, true
	case Transferring, Rejoining:
		w.Music = caller.ID
	case Ended:
		w.Over = true
	}
	return w
}

// Known is what we know of one thing: a restart knows nothing, and a command or a report settles it.
type Known int8

const (
	Unknown Known = iota
	No
	Yes
)

// LegFacts is what the switch has of one leg.
type LegFacts struct {
	Exists   bool // rung or seen
	Up       bool
	InBridge bool
	Mixed    bool // in the bridge that mixes
	Met      bool // has had company since it joined
	Late     int  // reports of leaving that are still to come for leaves that were carried out
	HungUp   bool // told to go
	Music    Known
	Ringback Known
	Muted    Known
}

// Facts is what the switch has of a call, as far as reports and answers tell.
type Facts struct {
	Legs    map[LegID]LegFacts
	Playing int  // number of the prompt that plays; 0: none
	Played  int  // highest number that was begun
	Bridge  bool // exists
	Mixer   bool // the bridge that mixes exists
}

// CommandKind is one thing that a switch can be told.
type CommandKind string

const (
	CmdRing        CommandKind = "ring"
	CmdHangUp      CommandKind = "hang_up"
	CmdForget      CommandKind = "forget" // the leg was never rung: nothing to tell the switch
	CmdJoin        CommandKind = "join"
	CmdLeave       CommandKind = "leave"
	CmdMusic       CommandKind = "start_music"
	CmdNoMusic     CommandKind = "stop_music"
	CmdRingback    CommandKind = "start_ringback"
	CmdNoRingback  CommandKind = "stop_ringback"
	CmdPlay        CommandKind = "play"
	CmdStopPlay    CommandKind = "stop_play"
	CmdMute        CommandKind = "mute"
	CmdUnmute      CommandKind = "unmute"
	CmdCloseBridge CommandKind = "close_bridge"
)

// Command is one step that closes a difference between Want and Facts.
type Command struct {
	Kind   CommandKind
	Leg    Leg
	Prompt Prompt
	Mixed  bool // CmdJoin, CmdLeave, CmdCloseBridge: of the bridge that mixes
}

// Plan gives the next command that brings the switch nearer to want, or false when nothing differs.
// Music stops before a join and starts after a leave; leaves come before joins.
func Plan(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range w.HangUp {
		lf := f.Legs[l.ID]
		if !lf.Exists {
			return Command{Kind: CmdForget, Leg: l}, true
		}
		if !lf.HungUp {
			return Command{Kind: CmdHangUp, Leg: l}, true
		}
	}
	if f.Playing != 0 && f.Playing != w.Prompt.Number {
		return Command{Kind: CmdStopPlay, Prompt: Prompt{Number: f.Playing}}, true
	}
	for _, l := range w.Ring {
		if !f.Legs[l.ID].Exists {
			return Command{Kind: CmdRing, Leg: l}, true
		}
	}
	for _, of := range []func(Call, Want, Facts) (Command, bool){planSilence, planBridge, planSound, planMute} {
		if cmd, ok := of(c, w, f); ok {
			return cmd, true
		}
	}
	if w.Over && (f.Bridge || f.Mixer) && len(f.Legs) == 0 {
		return Command{Kind: CmdCloseBridge, Mixed: !f.Bridge}, true
	}
	return Command{}, false
}

// Soothe is Plan while what was decided is not yet written, because the database is away: only what ends what should end
// and keeps the caller from silence. Nobody is rung, and nobody is joined.
func Soothe(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range w.HangUp {
		if lf := f.Legs[l.ID]; lf.Exists && !lf.HungUp {
			return Command{Kind: CmdHangUp, Leg: l}, true
		}
	}
	caller, ok := c.Of(Caller)
	lf := f.Legs[caller.ID]
	if !ok || !lf.Exists || !lf.Up {
		return Command{}, false
	}
	prompt, music := w.Prompt.Number > f.Played, w.Music == caller.ID
	switch {
	case lf.InBridge && !alone(caller.ID, f):
	case lf.InBridge && (music || prompt):
		return Command{Kind: CmdLeave, Leg: caller, Mixed: lf.Mixed}, true
	case f.Playing != 0 && f.Playing != w.Prompt.Number:
		return Command{Kind: CmdStopPlay, Prompt: Prompt{Number: f.Playing}}, true
	case prompt && lf.Music == Yes:
		return Command{Kind: CmdNoMusic, Leg: caller}, true
	case prompt:
		return Command{Kind: CmdPlay, Leg: caller, Prompt: w.Prompt}, true
	case music && lf.Music != Yes:
		return Command{Kind: CmdMusic, Leg: caller}, true
	}
	return Command{}, false
}

func alone(id LegID, f Facts) bool {
	for other, lf := range f.Legs {
		if other != id && lf.InBridge {
			return false
		}
	}
	return true
}

// present are the legs of c that the switch has and that nobody has told to go, in c's order.
func present(c Call, f Facts) []Leg {
	var ls []Leg
	for _, l := range c.Legs {
		if lf := f.Legs[l.ID]; lf.Exists && lf.Up && l.Leaving == "" {
			ls = append(ls, l)
		}
	}
	return ls
}

func planSilence(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range present(c, f) {
		lf := f.Legs[l.ID]
		if lf.Music == Yes && w.Music != l.ID || lf.Music == Unknown && slices.Contains(w.Bridge, l.ID) {
			return Command{Kind: CmdNoMusic, Leg: l}, true
		}
		if lf.Ringback == Yes && w.Ringback != l.ID || lf.Ringback == Unknown && slices.Contains(w.Bridge, l.ID) && l.Role != Caller {
			return Command{Kind: CmdNoRingback, Leg: l}, true
		}
	}
	return Command{}, false
}

// planBridge lets who should not be there leave before somebody joins, so that three never meet for a moment: the bridge of
// two would begin to mix, and Debian's Asterisk leaves one of the first two without a stream when it does. Three meet in a
// bridge of their own, which never does anything else. Who has had company joins anew when the company changes: with its place in the bridge it loses the decoder
// that went with the other's stream. Debian's Asterisk drops packets whose sequence numbers lie behind the last one that a
// decoder saw, and the streams of two telephones have nothing to do with each other: half of them would not be heard.
func planBridge(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range c.Legs {
		if lf := f.Legs[l.ID]; lf.InBridge && (lf.Mixed != w.Mixed || !slices.Contains(w.Bridge, l.ID)) {
			return Command{Kind: CmdLeave, Leg: l, Mixed: lf.Mixed}, true
		}
	}
	for _, id := range w.Bridge {
		if lf := f.Legs[id]; !lf.Exists || !lf.Up || lf.InBridge {
			continue
		}
		for _, other := range w.Bridge {
			if of := f.Legs[other]; !w.Mixed && other != id && of.InBridge && of.Met {
				l, _ := c.Leg(other)
				return Command{Kind: CmdLeave, Leg: l}, true
			}
		}
		l, _ := c.Leg(id)
		return Command{Kind: CmdJoin, Leg: l, Mixed: w.Mixed}, true
	}
	return Command{}, false
}

func planSound(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range present(c, f) {
		lf := f.Legs[l.ID]
		if w.Music == l.ID && lf.Music != Yes {
			return Command{Kind: CmdMusic, Leg: l}, true
		}
		if w.Ringback == l.ID && lf.Ringback != Yes {
			return Command{Kind: CmdRingback, Leg: l}, true
		}
		if l.Role == Caller && w.Prompt.Number > f.Played {
			return Command{Kind: CmdPlay, Leg: l, Prompt: w.Prompt}, true
		}
	}
	return Command{}, false
}

func planMute(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range present(c, f) {
		on, m := slices.Contains(w.Muted, l.ID), f.Legs[l.ID].Muted
		if on && m != Yes {
			return Command{Kind: CmdMute, Leg: l}, true
		}
		if !on && m != No && l.Role != Caller {
			return Command{Kind: CmdUnmute, Leg: l}, true
		}
	}
	return Command{}, false
}

// Left takes the switch's report that a leg is out of the bridge. The report of a leave that was carried out may come when
// the leg has already joined anew: then it says nothing.
func (f *Facts) Left(id LegID) {
	lf, known := f.Legs[id]
	switch {
	case !known:
		return
	case lf.Late > 0:
		lf.Late--
	default:
		lf.InBridge, lf.Met = false, false
	}
	f.Legs[id] = lf
}

// Entered takes the switch's report that a leg is in a bridge. One that comes before the report of a leave that was
// carried out is older than that leave.
func (f *Facts) Entered(id LegID, mixed bool) {
	if lf, known := f.Legs[id]; known && lf.Late == 0 {
		lf.InBridge, lf.Mixed = true, mixed
		f.Legs[id] = lf
	}
}

// Done records that the switch carried out cmd. gone says that what it was about no longer exists.
func (f *Facts) Done(cmd Command, gone bool) {
	if f.Legs == nil {
		f.Legs = map[LegID]LegFacts{}
	}
	id := cmd.Leg.ID
	lf := f.Legs[id]
	switch cmd.Kind {
	case CmdRing:
		lf.Exists, lf.Music, lf.Ringback, lf.Muted = true, No, No, No
	case CmdHangUp:
		lf.HungUp = true
	case CmdJoin:
		lf.InBridge, lf.Mixed = true, cmd.Mixed
		f.Bridge, f.Mixer = f.Bridge || !cmd.Mixed, f.Mixer || cmd.Mixed
		for other, of := range f.Legs {
			if other != id && of.InBridge {
				of.Met, lf.Met = true, true
				f.Legs[other] = of
			}
		}
	case CmdLeave:
		if lf.InBridge {
			lf.Late++
		}
		lf.InBridge, lf.Met = false, false
	case CmdMusic:
		lf.Music = Yes
	case CmdNoMusic:
		lf.Music = No
	case CmdRingback:
		lf.Ringback = Yes
	case CmdNoRingback:
		lf.Ringback = No
	case CmdMute:
		lf.Muted = Yes
	case CmdUnmute:
		lf.Muted = No
	case CmdPlay:
		f.Playing, f.Played = cmd.Prompt.Number, cmd.Prompt.Number
		lf.Music = No // a file that plays puts the music's generator out, and nothing restarts it
	case CmdStopPlay:
		f.Playing = 0
	case CmdCloseBridge:
		f.Bridge, f.Mixer = f.Bridge && cmd.Mixed, f.Mixer && !cmd.Mixed
	}
	if _, had := f.Legs[id]; id != "" && !gone && (had || cmd.Kind == CmdRing) {
		f.Legs[id] = lf
	}
	if gone && cmd.Kind != CmdStopPlay && cmd.Kind != CmdPlay {
		delete(f.Legs, id)
	}
}
