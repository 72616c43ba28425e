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

	varNumber = "HOTLINE_NUMBER"
)

// The first argument of Stasis.
const (
	argIncoming = "in"
	argLeg      = "leg"
	argOut      = "out" // whom we called, after the notice
	argSnoop    = "snoop"
)

// roleSnoop is no party: the channel by which a supervisor hears one.
const roleSnoop call.Role = "snoop"

// translator turns ARI's events into telephony's. It remembers the channels of ours that live, for one session.
// It is used from one goroutine.
//
// Asterisk tells most of a channel's events twice: once because the channel is in our application, once because we
// subscribe to all telephones and its endpoint is one. What was told already is not told again.
type translator struct {
	tracks map[call.LegID]*track
	dead   []call.LegID      // destroyed, in order; the last of them are still in tracks
	phones map[string]*phone // by endpoint
}

// track is what must be remembered of a channel: its events do not all say it.
type track struct {
	call   call.ID
	role   call.Role
	rung   bool // ChannelRinging was reported
	up     bool // answered, or in our application
	ended  bool // ChannelGone was reported
	cause  int  // of ChannelHangupRequest
	bridge telephony.BridgeID
	played telephony.PlaybackID // the last that was reported finished
}

// phone is what must be remembered of an endpoint.
type phone struct {
	online   bool            // as last reported
	doubted  bool            // a sweep has not found it, for the first time
	contacts map[string]bool // those that were told since the session began, by URI → can be rung
}

func newTranslator(w telephony.World) *translator {
	t := &translator{tracks: map[call.LegID]*track{}, phones: map[string]*phone{}}
	for _, c := range w.Channels {
		t.tracks[c.ID] = &track{call: c.Call, role: c.Role}
	}
	for _, b := range w.Bridges {
		for _, id := range b.Members {
			if known := t.tracks[id]; known != nil {
				known.bridge = b.ID
			}
		}
	}
	for endpoint, online := range w.Reachable {
		t.phones[endpoint] = &phone{online: online, contacts: map[string]bool{}}
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
		out, ok = t.ringing(e.Peer, e.DialStatus == "RINGING")
	case ari.Events.ChannelStateChange:
		if out, ok = t.ringing(e.Channel, e.Channel.State == "Ringing"); !ok {
			out, ok = t.answered(e.Channel)
		}
	case ari.Events.ChannelHold:
		out, ok = t.held(e.Channel, telephony.ChannelHeld)
	case ari.Events.ChannelUnhold:
		out, ok = t.held(e.Channel, telephony.ChannelResumed)
	case ari.Events.ChannelEnteredBridge:
		out, ok = t.bridged(e, telephony.BridgeEntered)
	case ari.Events.ChannelLeftBridge:
		out, ok = t.bridged(e, telephony.BridgeLeft)
	case ari.Events.PlaybackFinished:
		out, ok = t.finished(e)
	case ari.Events.EndpointStateChange, ari.Events.ContactStatusChange:
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
	switch was := t.tracks[id]; {
	case was != nil && was.ended: // told late
		return telephony.SwitchEvent{}, false
	case e.Args[0] == argIncoming:
		known := &track{call: call.ID(id), role: call.Caller, up: true}
		t.tracks[id] = known
		out := known.event(telephony.CallerArrived, e.Channel)
		out.Number = e.Channel.Caller.Number
		out.DID = e.Channel.Vars[varDID]
		return out, true
	case e.Args[0] == argOut:
		known := t.find(e.Channel)
		if known == nil {
			return telephony.SwitchEvent{}, false
		}
		known.up = true
		return known.event(telephony.ChannelUp, e.Channel), true
	case e.Args[0] == argLeg && len(e.Args) >= 3:
		known := t.tracks[id]
		if known == nil {
			known = &track{}
			t.tracks[id] = known
		}
		known.role, known.call = call.Role(e.Args[1]), call.ID(e.Args[2])
		return known.event(telephony.ChannelUp, e.Channel), true
	case e.Args[0] == argSnoop && len(e.Args) >= 2:
		known := &track{call: call.ID(e.Args[1]), role: roleSnoop}
		t.tracks[id] = known
		return known.event(telephony.ChannelUp, e.Channel), true
	}
	return telephony.SwitchEvent{}, false
}

// left reports the end of a caller or a snoop at once: nothing of ours can be done to it any more. A leg of ours always
// gives ChannelDestroyed, with the cause.
func (t *translator) left(e event) (telephony.SwitchEvent, bool) {
	known := t.find(e.Channel)
	if known == nil || known.role != call.Caller && known.role != roleSnoop || known.ended {
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
	t.bury(call.LegID(e.Channel.ID))
	if known.ended && (known.cause != 0 || e.Cause == 0) {
		return telephony.SwitchEvent{}, false // this would say nothing more
	}
	known.ended, known.cause = true, max(int(e.Cause), known.cause)
	out := known.event(telephony.ChannelGone, e.Channel)
	out.Cause = int(e.Cause)
	return out, true
}

// bury forgets the channel after many others have died: its end is told twice, and the second time it must be known.
func (t *translator) bury(id call.LegID) {
	const remembered = 256
	t.dead = append(t.dead, id)
	for len(t.dead) > remembered {
		delete(t.tracks, t.dead[0])
		t.dead = t.dead[1:]
	}
}

func (t *translator) ringing(c channel, now bool) (telephony.SwitchEvent, bool) {
	known := t.find(c)
	if known == nil || !now || known.rung || known.role == call.Caller {
		return telephony.SwitchEvent{}, false
	}
	known.rung = true
	return known.event(telephony.ChannelRinging, c), true
}

// answered is told of whom we called, who comes into our application only after the notice. A caller's channel of ours is up
// before it is heard of.
func (t *translator) answered(c channel) (telephony.SwitchEvent, bool) {
	known := t.find(c)
	if known == nil || c.State != "Up" || known.role != call.Caller || known.up || known.ended {
		return telephony.SwitchEvent{}, false
	}
	known.up = true
	return known.event(telephony.ChannelAnswered, c), true
}

// held is of a telephone that we rang: a caller who holds is silent, and the agent waits or hangs up.
func (t *translator) held(c channel, kind telephony.SwitchEventKind) (telephony.SwitchEvent, bool) {
	known := t.find(c)
	if known == nil || known.role == call.Caller || known.ended {
		return telephony.SwitchEvent{}, false
	}
	return known.event(kind, c), true
}

func (t *translator) bridged(e event, kind telephony.SwitchEventKind) (telephony.SwitchEvent, bool) {
	known, bridge := t.find(e.Channel), telephony.BridgeID(e.Bridge.ID)
	if known == nil || !ourBridge(e.Bridge.ID) || (known.bridge == bridge) == (kind == telephony.BridgeEntered) {
		return telephony.SwitchEvent{}, false
	}
	known.bridge = bridge
	if kind == telephony.BridgeLeft {
		known.bridge = ""
	}
	out := known.event(kind, e.Channel)
	out.Bridge = bridge
	return out, true
}

func (t *translator) finished(e event) (telephony.SwitchEvent, bool) {
	id := call.LegID(strings.TrimPrefix(e.Playback.TargetURI, "channel:"))
	known, playback := t.tracks[id], telephony.PlaybackID(e.Playback.ID)
	if known == nil || !strings.HasPrefix(e.Playback.ID, "p-") || known.played == playback {
		return telephony.SwitchEvent{}, false
	}
	known.played = playback
	out := known.event(telephony.PlaybackFinished, channel{ID: string(id)})
	out.Playback = playback
	return out, true
}

// reachability reports whether a phone can be rung. Contacts decide: an endpoint's own state turns online only when its
// contact has answered an OPTIONS, up to 15 s after the registration, and turns offline for a moment when a new contact
// takes an old one's place. The endpoint's state counts while no contact was told.
func (t *translator) reachability(e event) (telephony.SwitchEvent, bool) {
	if e.Endpoint.Resource == "" || e.Endpoint.Technology != technology {
		return telephony.SwitchEvent{}, false
	}
	p := t.phones[e.Endpoint.Resource]
	if p == nil {
		p = &phone{contacts: map[string]bool{}}
		t.phones[e.Endpoint.Resource] = p
	}
	known := p.contacts[e.Contact.URI]
	online := p.now(e)
	another := !known && p.contacts[e.Contact.URI] // a page loaded anew may register before the old one's contact goes
	if p.online == online && !another {
		return telephony.SwitchEvent{}, false
	}
	p.online = online
	kind := telephony.PhoneUnreachable
	if online {
		kind = telephony.PhoneReachable
	}
	return telephony.SwitchEvent{Kind: kind, Endpoint: e.Endpoint.Resource}, true
}

// swept compares the telephones that a sweep found with those that were told. One that is there is believed at once; one
// that is not, the second time: an endpoint's state comes late after a registration.
func (t *translator) swept(reachable map[string]bool) (all []telephony.SwitchEvent) {
	for endpoint, online := range reachable {
		p := t.phones[endpoint]
		if p == nil {
			p = &phone{contacts: map[string]bool{}}
			t.phones[endpoint] = p
		}
		was, doubted := p.online, p.doubted
		if p.doubted = was && !online && !doubted; was == online || p.doubted {
			continue
		}
		p.online, p.contacts = online, map[string]bool{}
		kind := telephony.PhoneUnreachable
		if online {
			kind = telephony.PhoneReachable
		}
		all = append(all, telephony.SwitchEvent{Kind: kind, At: time.Now().UTC(), Endpoint: endpoint})
	}
	return all
}

// now takes an event of the phone in and says whether it can be rung.
func (p *phone) now(e event) bool {
	if e.Type == ari.Events.ContactStatusChange && e.Contact.URI != "" {
		switch e.Contact.Status {
		case "Removed":
			delete(p.contacts, e.Contact.URI)
		case "Unreachable":
			p.contacts[e.Contact.URI] = false
		case "Reachable", "NonQualified", "Unknown":
			p.contacts[e.Contact.URI] = true
		default:
			return p.online
		}
		for _, good := range p.contacts {
			if good {
				return true
			}
		}
		return false
	}
	if e.Type == ari.Events.EndpointStateChange && len(p.contacts) == 0 && e.Endpoint.State != "" {
		return e.Endpoint.State == "online"
	}
	return p.online
}

func ourBridge(id string) bool {
	return strings.HasPrefix(id, "b-") || strings.HasPrefix(id, "m-") || strings.HasPrefix(id, "s-")
}
