package telephony

import (
	"context"
	"fmt"
	"strings"
	"time"

	"hotline/telephony/call"
)

// command carries one command to the switch.
func (b *Board) command(ctx context.Context, c call.Call, cmd call.Command) error {
	leg, bridge := cmd.Leg.ID, bridgeOf(c.ID, cmd.Bridge)
	sw := b.Switch
	switch cmd.Kind {
	case call.CmdRing:
		return sw.Ring(ctx, b.ring(c, cmd.Leg))
	case call.CmdHangUp:
		return sw.Hangup(ctx, leg, cmd.Leg.Leaving)
	case call.CmdJoin:
		return sw.Join(ctx, bridge, leg, cmd.Bridge != call.OfTwo)
	case call.CmdLeave:
		return sw.Leave(ctx, bridge, leg)
	case call.CmdMusic:
		return sw.StartMusic(ctx, leg)
	case call.CmdNoMusic:
		return sw.StopMusic(ctx, leg)
	case call.CmdRingback:
		return sw.StartRingback(ctx, leg)
	case call.CmdNoRingback:
		return sw.StopRingback(ctx, leg)
	case call.CmdPlay:
		return sw.Play(ctx, leg, playback(c.ID, cmd.Prompt.Number), b.prompts(cmd.Prompt.Names))
	case call.CmdStopPlay:
		return sw.StopPlay(ctx, playback(c.ID, cmd.Prompt.Number))
	case call.CmdSnoop:
		return sw.Snoop(ctx, c.ID, cmd.Snoop)
	case call.CmdMute, call.CmdUnmute:
		return sw.Mute(ctx, leg, cmd.Kind == call.CmdMute)
	case call.CmdPause, call.CmdRecord:
		return sw.PauseRecording(ctx, leg, cmd.Kind == call.CmdPause)
	case call.CmdCloseBridge:
		return sw.CloseBridge(ctx, bridge)
	}
	return fmt.Errorf("unknown command %q", cmd.Kind)
}

// ring says how a leg's phone is rung. Outside, our own number is shown: no carrier lets us show another's.
func (b *Board) ring(c call.Call, l call.Leg) Ring {
	const slack = 5 * time.Second
	r := Ring{Call: c.ID, Leg: l.ID, Role: l.Role, Originator: call.Originator(c, l)}
	if l.Phone == call.Outside {
		r.Number, r.CallerID, r.Timeout = l.Endpoint, c.DID, b.Rules.RingOut+slack
	} else {
		r.Endpoint, r.CallerID, r.Timeout = l.Endpoint, c.Number, b.Rules.Ring+slack
	}
	return r
}

func (b *Board) prompts(names []string) (all []string) {
	for _, name := range names {
		if name == call.GreetingPrompt {
			all = append(all, b.Greeting...)
		} else {
			all = append(all, name)
		}
	}
	return all
}

// bridgePrefix begins a bridge's name in the switch; the call's id follows.
var bridgePrefix = map[call.Bridge]string{call.OfTwo: "b-", call.Mixer: "m-", call.Aside: "s-"}

func bridgeOf(id call.ID, b call.Bridge) BridgeID { return BridgeID(bridgePrefix[b] + string(id)) }

// callOfBridge is the other way round: what follows the first hyphen.
func callOfBridge(b BridgeID) call.ID {
	_, id, _ := strings.Cut(string(b), "-")
	return call.ID(id)
}

// kindOf tells which of its call's bridges this one is.
func kindOf(b BridgeID) call.Bridge {
	for kind, prefix := range bridgePrefix {
		if strings.HasPrefix(string(b), prefix) {
			return kind
		}
	}
	return call.NoBridge
}

func playback(id call.ID, n int) PlaybackID { return PlaybackID(fmt.Sprintf("p-%s-%d", id, n)) }

func callOfPlayback(p PlaybackID) (call.ID, bool) {
	rest, ok := strings.CutPrefix(string(p), "p-")
	i := strings.LastIndexByte(rest, '-')
	if !ok || i < 0 {
		return "", false
	}
	return call.ID(rest[:i]), true
}

func promptNumber(p PlaybackID) int {
	n := 0
	if i := strings.LastIndexByte(string(p), '-'); i >= 0 {
		_, _ = fmt.Sscanf(string(p[i+1:]), "%d", &n)
	}
	return n
}
