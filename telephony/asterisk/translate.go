package asterisk

import (
	"strings"
	"time"

	"github.com/CyCoreSystems/ari/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// The variables that our channels carry.
const (
	varCall = "HOTLINE_CALL"
	varRole = "HOTLINE_ROLE"
	varDID  = "HOTLINE_DID"
)

// The first argument of Stasis.
const (
	argIncoming = "in"
	argLeg      = "leg"
)

// translator turns ARI's events into telephony's. It remembers the channels of ours that live, for one session.
// It is used from one goroutine.
type translator struct {
	tracks map[call.LegID]*track
	online map[string]bool // endpoint → last reported
}

// track is what must be remembered of a channel: its events do not all say it.
type track struct {
	call  call.ID
	role  call.Role
	rung  bool // ChannelRinging was reported
	ended bool // ChannelGone was reported
	cause int  // of ChannelHangupRequest
}

func newTranslator(w telephony.World) *translator {
	t := &translator{tracks: map[call.LegID]*track{}, online: map[string]bool{}}
	for _, c := range w.Channels {
		t.tracks[c.ID] = &track{call: c.Call, role: c.Role}
	}
	for endpoint, online := range w.Reachable {
		t.online[endpoint] = online
	}
	return t
}

// translate gives what the event means to telephony: nothing, or one event. read is the instant of an event that
// does not say when it happened.
func (t *translator) translate(e event, read time.Time) []telephony.SwitchEvent {
	at := e.Timestamp.Time
	if at.IsZero() {
		at = read
	}
	var out telephony.SwitchEvent
	ok := false
	switch e.Type {
	case ari.Events.StasisStart:
		out, ok = t.entered(e)
	case ari.Events.StasisEnd:
		out, ok = t.left(e)
	case ari.Events.ChannelHangupRequest:
		if known := t.find(e.Channel); known != nil && e.Cause != 0 {
			known.cause = int(e.Cause)
		}
	case ari.Events.ChannelDestroyed:
		out, ok = t.destroyed(e)
	case ari.Events.Dial:
		out, ok = t.ringing(e.Peer.channel, e.DialStatus == "RINGING")
	case ari.Events.ChannelStateChange:
		out, ok = t.ringing(e.Channel, e.Channel.State == "Ringing")
	case ari.Events.ChannelEnteredBridge:
		out, ok = t.bridged(e, telephony.BridgeEntered)
	case ari.Events.ChannelLeftBridge:
		out, ok = t.bridged(e, telephony.BridgeLeft)
	case ari.Events.PlaybackFinished:
		out, ok = t.played(e)
	case ari.Events.EndpointStateChange, ari.Events.ContactStatusChange, ari.Events.PeerStatusChange:
		out, ok = t.reachability(e)
	}
	if !ok {
		return nil
	}
	out.At = at.UTC()
	return []telephony.SwitchEvent{out}
}

// find gives the track of a channel of ours, or nil. A channel that is met for the first time is ours by its variables.
func (t *translator) find(c channel) *track {
	id := call.LegID(c.ID)
	if known := t.tracks[id]; known != nil {
		return known
	}
	if c.ID == "" || c.Vars[varCall] == "" {
		return nil
	}
	known := &track{call: call.ID(c.Vars[varCall]), role: call.Role(c.Vars[varRole])}
	t.tracks[id] = known
	return known
}

func (known *track) event(kind telephony.SwitchEventKind, c channel) telephony.SwitchEvent {
	return telephony.SwitchEvent{Kind: kind, Channel: call.LegID(c.ID), Call: known.call, Role: known.role}
}

func (t *translator) entered(e event) (telephony.SwitchEvent, bool) {
	if e.Channel.ID == "" || len(e.Args) == 0 {
		return telephony.SwitchEvent{}, false
	}
	id := call.LegID(e.Channel.ID)
	switch {
	case e.Args[0] == argIncoming:
		known := &track{call: call.ID(id), role: call.Caller}
		t.tracks[id] = known
		out := known.event(telephony.CallerArrived, e.Channel)
		out.Number = e.Channel.Caller.Number
		out.DID = e.Channel.Dialplan.Exten
		if len(e.Args) > 1 && e.Args[1] != "" {
			out.DID = e.Args[1]
		}
		return out, true
	case e.Args[0] == argLeg && len(e.Args) >= 3:
		known := t.tracks[id]
		if known == nil {
			known = &track{}
			t.tracks[id] = known
		}
		known.role, known.call = call.Role(e.Args[1]), call.ID(e.Args[2])
		return known.event(telephony.ChannelUp, e.Channel), true
	}
	return telephony.SwitchEvent{}, false
}

// left reports the end of a caller, who gives no ChannelDestroyed when its subscription by id came too late.
// A leg of ours always gives one, with the cause.
func (t *translator) left(e event) (telephony.SwitchEvent, bool) {
	known := t.find(e.Channel)
	if known == nil || known.role != call.Caller || known.ended {
		return telephony.SwitchEvent{}, false
	}
	known.ended = true
	out := known.event(telephony.ChannelGone, e.Channel)
	out.Cause = known.cause
	return out, true
}

func (t *translator) destroyed(e event) (telephony.SwitchEvent, bool) {
	known := t.find(e.Channel)
	if known == nil {
		return telephony.SwitchEvent{}, false
	}
	delete(t.tracks, call.LegID(e.Channel.ID))
	if known.ended && known.cause != 0 {
		return telephony.SwitchEvent{}, false // already said, and with its cause
	}
	out := known.event(telephony.ChannelGone, e.Channel)
	out.Cause = int(e.Cause)
	return out, true
}

func (t *translator) ringing(c channel, now bool) (telephony.SwitchEvent, bool) {
	known := t.find(c)
	if known == nil || !now || known.rung || known.role == call.Caller {
		return telephony.SwitchEvent{}, false
	}
	known.rung = true
	return known.event(telephony.ChannelRinging, c), true
}

func (t *translator) bridged(e event, kind telephony.SwitchEventKind) (telephony.SwitchEvent, bool) {
	known := t.find(e.Channel)
	if known == nil || !ourBridge(e.Bridge.ID) {
		return telephony.SwitchEvent{}, false
	}
	out := known.event(kind, e.Channel)
	out.Bridge = telephony.BridgeID(e.Bridge.ID)
	return out, true
}

func (t *translator) played(e event) (telephony.SwitchEvent, bool) {
	if !strings.HasPrefix(e.Playback.ID, "p-") {
		return telephony.SwitchEvent{}, false
	}
	id := call.LegID(strings.TrimPrefix(e.Playback.TargetURI, "channel:"))
	out := telephony.SwitchEvent{Kind: telephony.PlaybackFinished, Channel: id, Playback: telephony.PlaybackID(e.Playback.ID)}
	if known := t.tracks[id]; known != nil {
		out.Call, out.Role = known.call, known.role
	}
	return out, true
}

// reachability reports a change of an endpoint's state. Asterisk tells it two or three times, in three event types.
func (t *translator) reachability(e event) (telephony.SwitchEvent, bool) {
	endpoint := e.Endpoint.Resource
	online, said := reachable(e)
	before, seen := t.online[endpoint]
	if endpoint == "" || e.Endpoint.Technology != technology || !said || (seen && before == online) {
		return telephony.SwitchEvent{}, false
	}
	t.online[endpoint] = online
	kind := telephony.PhoneUnreachable
	if online {
		kind = telephony.PhoneReachable
	}
	return telephony.SwitchEvent{Kind: kind, Endpoint: endpoint}, true
}

func reachable(e event) (online, said bool) {
	switch {
	case e.Type == ari.Events.PeerStatusChange && e.Peer.Status == "Reachable":
		return true, true
	case e.Type == ari.Events.PeerStatusChange && e.Peer.Status == "Unreachable":
		return false, true
	case e.Type == ari.Events.EndpointStateChange && e.Endpoint.State != "":
		return e.Endpoint.State == "online", true
	}
	return false, false
}

func ourBridge(id string) bool { return strings.HasPrefix(id, "b-") }
