package call

// Known is what we know of one thing: a restart knows nothing, and a command or a report settles it.
type Known int8

const (
	Unknown Known = iota
	No
	Yes
)

// Bridge is one of the bridges that a call may have in the switch.
type Bridge string

const (
	NoBridge Bridge = ""
	OfTwo    Bridge = "two"
	Mixer    Bridge = "mixer" // where three and more talk
	Aside    Bridge = "aside" // where a supervisor hears them
)

// Bridges are all that a call may have, in the order in which they are closed.
var Bridges = []Bridge{OfTwo, Mixer, Aside}

// LegFacts is what the switch has of one leg.
type LegFacts struct {
	Exists   bool // rung or seen
	Up       bool
	In       Bridge
	Met      bool // has had company since it joined
	Late     int  // reports of leaving that are still to come for leaves that were carried out
	HungUp   bool // told to go
	Music    Known
	Ringback Known
	Muted    Known
	Paused   Known // its recording
}

// Facts is what the switch has of a call, as far as reports and answers tell.
type Facts struct {
	Legs    map[LegID]LegFacts
	Playing int             // number of the prompt that plays; 0: none
	Played  int             // highest number that was begun
	Bridges map[Bridge]bool // those that exist
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
		lf.In, lf.Met = NoBridge, false
	}
	f.Legs[id] = lf
}

// Entered takes the switch's report that a leg is in a bridge. One that comes before the report of a leave that was
// carried out is older than that leave.
func (f *Facts) Entered(id LegID, b Bridge) {
	lf, known := f.Legs[id]
	if !known || lf.Late > 0 {
		return
	}
	lf.In = b
	f.Legs[id] = lf
	f.meets(id)
	f.exists(b)
}

// meets notes who has company now that id is in a bridge.
func (f *Facts) meets(id LegID) {
	lf := f.Legs[id]
	for other, of := range f.Legs {
		if other != id && of.In == lf.In && lf.In != NoBridge {
			of.Met, lf.Met = true, true
			f.Legs[other] = of
		}
	}
	f.Legs[id] = lf
}

// Rings takes the report that a leg's phone rings.
func (f *Facts) Rings(id LegID) {
	lf := f.Legs[id]
	lf.Exists = true
	f.Legs[id] = lf
}

// Up takes the report that a leg was answered and is ours.
func (f *Facts) Up(id LegID) {
	lf := f.Legs[id]
	lf.Exists, lf.Up = true, true
	f.Legs[id] = lf
}

// Gone takes the report that a leg is no more.
func (f *Facts) Gone(id LegID) { delete(f.Legs, id) }

// PromptOver takes the report that a prompt plays no more.
func (f *Facts) PromptOver(n int) {
	if f.Playing == n {
		f.Playing = 0
	}
}

// Done records that the switch carried out cmd. gone says that what it was about no longer exists; the event, if there is
// one, is what that means for the call.
func (f *Facts) Done(cmd Command, gone bool) (Event, bool) {
	f.note(cmd, gone)
	switch {
	case gone && cmd.Kind == CmdPlay:
		f.Played, f.Playing = cmd.Prompt.Number, 0
		return Event{Kind: PromptEnded, Prompt: cmd.Prompt.Number}, true
	case gone && cmd.Leg.ID != "":
		return Event{Kind: LegGone, Leg: cmd.Leg.ID, Cause: CauseUntold}, true
	case cmd.Kind == CmdRecord:
		return Event{Kind: Recorded}, true
	}
	return Event{}, false
}

// Failed records that the switch did not answer cmd, which may have been carried out all the same: what it was to change is
// not known any more, so that Plan asks for it again, or takes it back. untold: it never reached the switch. The event, if
// there is one, is what that means for the call.
func (f *Facts) Failed(cmd Command, untold bool) (Event, bool) {
	if !untold {
		f.doubt(cmd)
	}
	switch cmd.Kind {
	case CmdPause:
		return Event{Kind: PauseFailed}, true
	case CmdRecord:
		return Event{Kind: RecordFailed}, true
	}
	return Event{}, false
}

func (f *Facts) doubt(cmd Command) {
	lf, known := f.Legs[cmd.Leg.ID]
	switch cmd.Kind {
	case CmdMusic, CmdNoMusic:
		lf.Music = Unknown
	case CmdRingback, CmdNoRingback:
		lf.Ringback = Unknown
	case CmdMute, CmdUnmute:
		lf.Muted = Unknown
	case CmdPause, CmdRecord:
		lf.Paused = Unknown
	case CmdPlay:
		f.Playing, lf.Music = cmd.Prompt.Number, Unknown // to stop one that does not play is harmless
	case CmdJoin:
		f.exists(cmd.Bridge)
	}
	if known {
		f.Legs[cmd.Leg.ID] = lf
	}
}

func (f *Facts) exists(b Bridge) {
	if f.Bridges == nil {
		f.Bridges = map[Bridge]bool{}
	}
	f.Bridges[b] = true
}

func (f *Facts) note(cmd Command, gone bool) {
	if f.Legs == nil {
		f.Legs = map[LegID]LegFacts{}
	}
	id := cmd.Leg.ID
	lf := f.Legs[id]
	switch cmd.Kind {
	case CmdRing:
		lf.Exists, lf.Music, lf.Ringback, lf.Muted, lf.Paused = true, No, No, No, No
	case CmdHangUp:
		lf.HungUp = true
	case CmdJoin:
		lf.In = cmd.Bridge
		f.exists(cmd.Bridge)
		for other, of := range f.Legs {
			if other != id && of.In == cmd.Bridge {
				of.Met, lf.Met = true, true
				f.Legs[other] = of
			}
		}
	case CmdLeave:
		if lf.In != NoBridge {
			lf.Late++
		}
		lf.In, lf.Met = NoBridge, false
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
	case CmdPause:
		lf.Paused = Yes
	case CmdRecord:
		lf.Paused = No
	case CmdSnoop:
		if !gone {
			snoop := f.Legs[cmd.Snoop.ID] // that it is up may have been told before
			snoop.Exists = true
			f.Legs[cmd.Snoop.ID] = snoop
		}
	case CmdPlay:
		f.Playing, f.Played = cmd.Prompt.Number, cmd.Prompt.Number
		lf.Music = No // a file that plays puts the music's generator out, and nothing restarts it
	case CmdStopPlay:
		f.Playing = 0
	case CmdCloseBridge:
		delete(f.Bridges, cmd.Bridge)
	}
	if _, had := f.Legs[id]; id != "" && !gone && (had || cmd.Kind == CmdRing) {
		f.Legs[id] = lf
	}
	if gone && cmd.Kind != CmdStopPlay && cmd.Kind != CmdPlay {
		delete(f.Legs, id)
	}
}
