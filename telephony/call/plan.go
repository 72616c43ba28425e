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
	Paused   bool    // the recording holds silence
	Mixed    bool    // they are three or more: joined in the bridge that mixes
	Snoop    Snoop   // hears the agent; no ID: there is none
	Aside    []LegID // joined to each other: who hears by the snoop, and the snoop
	Music    LegID   // hears music
	Ringback LegID
	Prompt   Prompt
	Muted    []LegID
	Over     bool // nothing should be left
}

// in is the bridge in which a leg should be.
func (w Want) in(id LegID) Bridge {
	switch {
	case slices.Contains(w.Aside, id):
		return Aside
	case !slices.Contains(w.Bridge, id):
		return NoBridge
	case w.Mixed:
		return Mixer
	}
	return OfTwo
}

// GreetingPrompt stands for the prompts that the municipality configured as its greeting.
const GreetingPrompt = "greeting"

// greeting is what a caller hears first: whose line it is, what does not work now, and what follows.
func (c Call) greeting(follows ...string) []string {
	return slices.Concat([]string{GreetingPrompt}, c.Outages, follows)
}

// Wanted is what c should be in the switch. Pure.
func Wanted(c Call) Want {
	w := Want{Paused: c.Paused}
	for _, l := range c.Legs {
		switch {
		case l.Leaving != "":
			w.HangUp = append(w.HangUp, l)
		case l.Status == Ringing:
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
		w.Prompt = Prompt{c.Plays, c.greeting()}
	case Closed:
		w.Prompt = Prompt{c.Plays, c.greeting("closed", "beep")}
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
	case Dialling, Announcing:
		w.Ringback = agent.ID
	case Ended:
		w.Over = true
	}
	w.supervision(c)
	return w
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
	CmdPause       CommandKind = "pause_recording"
	CmdRecord      CommandKind = "resume_recording"
	CmdSnoop       CommandKind = "snoop" // Leg is who is heard
	CmdCloseBridge CommandKind = "close_bridge"
)

// Command is one step that closes a difference between Want and Facts.
type Command struct {
	Kind   CommandKind
	Leg    Leg
	Prompt Prompt
	Snoop  Snoop  // CmdSnoop
	Bridge Bridge // CmdJoin, CmdLeave, CmdCloseBridge
}

// Plan gives the next command that brings the switch nearer to want, or false when nothing differs.
// What the recorder should be told is PlanRecording's. Music stops before a join and starts after a leave; leaves come before joins.
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
	if l, found := stranger(c, w, f); found {
		return Command{Kind: CmdHangUp, Leg: l}, true
	}
	if f.Playing != 0 && f.Playing != w.Prompt.Number {
		return Command{Kind: CmdStopPlay, Prompt: Prompt{Number: f.Playing}}, true
	}
	for _, l := range w.Ring {
		if !f.Legs[l.ID].Exists {
			return Command{Kind: CmdRing, Leg: l}, true
		}
	}
	for _, of := range []func(Call, Want, Facts) (Command, bool){planSilence, planBridge, planSound, planMute, planAside} {
		if cmd, ok := of(c, w, f); ok {
			return cmd, true
		}
	}
	for _, b := range Bridges {
		if w.Over && f.Bridges[b] && len(f.Legs) == 0 {
			return Command{Kind: CmdCloseBridge, Bridge: b}, true
		}
	}
	return Command{}, false
}

// stranger is a channel that the call no longer knows: it was rung for the call and heard of too late, or is a snoop of before.
func stranger(c Call, w Want, f Facts) (Leg, bool) {
	for id, lf := range f.Legs {
		if _, ours := c.Leg(id); !ours && !lf.HungUp && id != w.Snoop.ID {
			return Leg{ID: id, Leaving: Normal}, true
		}
	}
	return Leg{}, false
}

// Soothe is Plan while what was decided is not yet written: only what ends what should end and keeps the caller from silence.
// Nobody is rung, and nobody is joined.
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
	case lf.In != NoBridge && !alone(caller.ID, f):
	case lf.In != NoBridge && (music || prompt):
		return Command{Kind: CmdLeave, Leg: caller, Bridge: lf.In}, true
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
		if other != id && lf.In != NoBridge {
			return false
		}
	}
	return true
}

// present are the legs of c that the switch has and that nobody has told to go, in c's order.
func present(c Call, f Facts) []Leg {
	ls := make([]Leg, 0, len(c.Legs))
	for _, l := range c.Legs {
		if lf := f.Legs[l.ID]; lf.Exists && lf.Up && l.Leaving == "" {
			ls = append(ls, l)
		}
	}
	return ls
}

// PlanRecording is Plan for the recorder, which may not be reachable when everything else is: nothing waits for it. It hangs
// on the caller's leg.
func PlanRecording(c Call, w Want, f Facts) (Command, bool) {
	caller, there := c.Of(Caller)
	lf := f.Legs[caller.ID]
	switch {
	case !there || !lf.Exists || !lf.Up:
	case w.Paused && lf.Paused != Yes:
		return Command{Kind: CmdPause, Leg: caller}, true
	case !w.Paused && lf.Paused != No:
		return Command{Kind: CmdRecord, Leg: caller}, true
	}
	return Command{}, false
}

func planSilence(c Call, w Want, f Facts) (Command, bool) {
	for _, l := range present(c, f) {
		lf := f.Legs[l.ID]
		if lf.Music == Yes && w.Music != l.ID || lf.Music == Unknown && w.in(l.ID) != NoBridge {
			return Command{Kind: CmdNoMusic, Leg: l}, true
		}
		if lf.Ringback == Yes && w.Ringback != l.ID || lf.Ringback == Unknown && w.in(l.ID) != NoBridge && l.Role != Caller {
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
		if in := f.Legs[l.ID].In; in != NoBridge && in != w.in(l.ID) {
			return Command{Kind: CmdLeave, Leg: l, Bridge: in}, true
		}
	}
	for _, id := range w.Bridge {
		if lf := f.Legs[id]; !lf.Exists || !lf.Up || lf.In != NoBridge {
			continue
		}
		for _, other := range w.Bridge {
			if of := f.Legs[other]; !w.Mixed && other != id && of.In != NoBridge && of.Met {
				l, _ := c.Leg(other)
				return Command{Kind: CmdLeave, Leg: l, Bridge: of.In}, true
			}
		}
		l, _ := c.Leg(id)
		return Command{Kind: CmdJoin, Leg: l, Bridge: w.in(id)}, true
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

// Originator is the channel with whose codecs a leg's phone is rung, and without which it is not: the agent's when it calls
// out, the caller's otherwise. Empty for the first leg of a call out, which rings for nobody yet.
func Originator(c Call, l Leg) LegID {
	of := Caller
	if l.Role == Caller {
		of = Agent
	}
	with, _ := c.Of(of)
	return with.ID
}
