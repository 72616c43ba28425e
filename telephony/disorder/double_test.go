package disorder

import (
	"fmt"
	"math/rand/v2"
	"net"
	"net/http"
	"strings"
	"sync"
	"time"

	"hotline/telephony/call"
)

// disorder says how bad the day is.
type disorder struct {
	claim    bool          // callers are offered (StasisBroadcast), not handed over
	latency  time.Duration // of a request before it is carried out, and of the answer: up to
	hang     float64       // share of requests that are never answered
	refuse   float64       // … that are answered 503
	late     float64       // share of events that are told late
	lateness time.Duration // … by up to
	twice    float64       // … that are told twice
	lost     float64       // … that are not told
	invented float64       // … beside which something is told that never was
	troubles time.Duration // something larger breaks that often; 0: never
}

// double plays an Asterisk. What it has is true; what it tells may not be.
type double struct {
	how    disorder
	r      *rand.Rand
	opened time.Time

	mu        sync.Mutex
	began     time.Time
	dead      bool
	channels  map[string]*channel
	bridges   map[string]*bridge
	playbacks map[string]*playback
	contacts  map[string]bool   // endpoint → a telephone is registered
	offered   map[string]func() // callers whom nobody has claimed yet
	socket    *session
	story     []string
	rings     func(*channel) // a telephone is called
	fallback  int            // callers whom the dialplan answered

	server *http.Server
	door   chan net.Conn
	closed chan struct{}
}

type channel struct {
	id, endpoint, number string
	call, role           string
	state                string // Down, Ringing, Up
	stasis               bool
	bridge               string
	music, ringback      bool
	muted, paused        bool
	playing              *playback
	created              time.Time
}

type bridge struct {
	kind    string
	members []*channel
}

type playback struct {
	id   string
	on   *channel
	over chan struct{}
}

func newDouble(seed uint64, how disorder) *double {
	d := &double{how: how, r: rand.New(rand.NewPCG(seed, 7)), opened: time.Now(), contacts: map[string]bool{}, door: make(chan net.Conn), closed: make(chan struct{})}
	d.boot()
	d.server = &http.Server{Handler: d}
	go func() { _ = d.server.Serve(d) }()
	return d
}

// boot is an Asterisk that has just started: with nothing but its telephones' registrations.
func (d *double) boot() {
	d.began, d.dead = time.Now(), false
	d.channels, d.bridges, d.playbacks, d.offered = map[string]*channel{}, map[string]*bridge{}, map[string]*playback{}, map[string]func(){}
}

// likely is true in a share of the cases. d.mu is held, as for everything below that does not take it.
func (d *double) likely(share float64) bool { return d.r.Float64() < share }

func (d *double) between(from, to time.Duration) time.Duration {
	return from + time.Duration(d.r.Int64N(int64(to-from)+1))
}

func (d *double) note(format string, args ...any) {
	if len(d.story) > endless {
		panic("no end:\n" + strings.Join(d.story[len(d.story)-100:], "\n"))
	}
	d.story = append(d.story, fmt.Sprintf("%9.3f  ", time.Since(d.opened).Seconds())+fmt.Sprintf(format, args...))
}

// endless is longer than any story of a shift.
const endless = 20_000

// tells is note for who does not hold d.mu.
func (d *double) tells(format string, args ...any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.note(format, args...)
}

// after does something later, unless Asterisk has died meanwhile.
func (d *double) after(wait time.Duration, do func()) {
	life := d.began
	time.AfterFunc(wait, func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if !d.dead && d.began.Equal(life) {
			do()
		}
	})
}

// arrive is a caller, whom the dialplan has answered and now offers.
func (d *double) arrive(id, number string) *channel {
	ch := &channel{id: id, number: number, call: id, role: string(call.Caller), state: "Up", created: time.Now()}
	d.channels[id] = ch
	enter := func() {
		delete(d.offered, id)
		ch.stasis = true
		d.note("%s enters", id)
		d.tell("StasisStart", map[string]any{"args": []string{"in"}, "channel": ch})
	}
	away := func() {
		delete(d.offered, id)
		d.fallback++
		d.note("%s is answered by the dialplan", id)
	}
	switch {
	case !d.how.claim && d.socket != nil:
		enter()
	case !d.how.claim:
		away()
	default:
		d.offered[id] = enter
		d.tell("CallBroadcast", map[string]any{"channel": ch, "called": "s", "caller": number})
		d.after(1500*time.Millisecond, func() {
			if d.offered[id] != nil && d.channels[id] == ch {
				away()
			}
		})
	}
	return ch
}

// hangUp ends a channel. byPeer: the party at its other end wished so.
func (d *double) hangUp(ch *channel, cause int, byPeer bool) {
	if d.channels[ch.id] != ch {
		return
	}
	d.note("%s has gone, cause %d", ch.id, cause)
	if byPeer && ch.stasis {
		d.tell("ChannelHangupRequest", map[string]any{"channel": ch, "cause": cause})
	}
	if p := ch.playing; p != nil {
		d.finish(p, d.likely(0.5))
	}
	d.leave(ch)
	delete(d.channels, ch.id)
	delete(d.offered, ch.id)
	if ch.stasis {
		ch.stasis = false
		d.tell("StasisEnd", map[string]any{"channel": ch})
	}
	d.tell("ChannelDestroyed", map[string]any{"channel": ch, "cause": cause, "cause_txt": "x"})
}

func (d *double) leave(ch *channel) {
	b := d.bridges[ch.bridge]
	if b == nil {
		return
	}
	for i, m := range b.members {
		if m == ch {
			b.members = append(b.members[:i:i], b.members[i+1:]...)
			break
		}
	}
	id := ch.bridge
	ch.bridge = ""
	d.tell("ChannelLeftBridge", map[string]any{"channel": ch, "bridge": map[string]any{"id": id}})
}

// enter is addChannel: who is in another bridge leaves that.
func (d *double) enter(ch *channel, id string) {
	if ch.bridge == id {
		return
	}
	d.leave(ch)
	ch.bridge = id
	d.bridges[id].members = append(d.bridges[id].members, ch)
	d.tell("ChannelEnteredBridge", map[string]any{"channel": ch, "bridge": map[string]any{"id": id}})
}

// play begins a prompt, which puts the music out for good.
func (d *double) play(ch *channel, id string, prompts int) {
	if ch.playing != nil {
		d.finish(ch.playing, true) // it would wait in the channel's queue; to us it is the same
	}
	p := &playback{id: id, on: ch, over: make(chan struct{})}
	ch.playing, ch.music = p, false
	d.playbacks[id] = p
	d.tell("PlaybackStarted", map[string]any{"playback": p})
	d.after(d.between(time.Second, 3*time.Second)*time.Duration(prompts), func() { d.finish(p, true) })
}

func (d *double) finish(p *playback, told bool) {
	if d.playbacks[p.id] != p {
		return
	}
	delete(d.playbacks, p.id)
	p.on.playing = nil
	close(p.over)
	if told {
		d.tell("PlaybackFinished", map[string]any{"playback": p})
	}
}

// originate calls a telephone.
func (d *double) originate(ch *channel) {
	d.channels[ch.id] = ch
	d.tell("ChannelCreated", map[string]any{"channel": ch})
	d.tell("Dial", map[string]any{"dialstatus": "", "peer": ch})
	d.rings(ch)
}

// ringing: the telephone says that it rings.
func (d *double) ringing(ch *channel) {
	if d.channels[ch.id] != ch || ch.state != "Down" {
		return
	}
	ch.state = "Ringing"
	d.note("%s rings", ch.id)
	d.tell("ChannelStateChange", map[string]any{"channel": ch})
	d.tell("Dial", map[string]any{"dialstatus": "RINGING", "peer": ch})
}

// answer: the receiver is lifted. Without a controller the leg is hung up (ari_originate_dial).
func (d *double) answer(ch *channel) {
	if d.channels[ch.id] != ch || ch.state == "Up" {
		return
	}
	ch.state = "Up"
	d.note("%s is answered", ch.id)
	if d.socket == nil {
		d.hangUp(ch, 16, false)
		return
	}
	ch.stasis = true
	d.tell("ChannelStateChange", map[string]any{"channel": ch})
	d.tell("StasisStart", map[string]any{"args": []string{"leg", ch.role, ch.call}, "channel": ch})
}

// register is a telephone that comes or goes.
func (d *double) register(endpoint string, there bool) {
	if d.contacts[endpoint] == there {
		return
	}
	d.contacts[endpoint] = there
	status, state := "Removed", "offline"
	if there {
		status, state = "NonQualified", "online"
	}
	d.note("the telephone %s is %s", endpoint, state)
	d.tell("ContactStatusChange", map[string]any{"endpoint": map[string]any{"technology": "PJSIP", "resource": endpoint, "state": state},
		"contact_info": map[string]any{"uri": "sip:" + endpoint, "contact_status": status, "aor": endpoint}})
	d.tell("EndpointStateChange", map[string]any{"endpoint": map[string]any{"technology": "PJSIP", "resource": endpoint, "state": state}})
}

// seen is what the switch truly has, for the watch.
func (d *double) seen() (all []call.Sighted) {
	for _, ch := range d.channels {
		if ch.role == string(call.Caller) && !ch.stasis {
			continue // the dialplan has it
		}
		s := call.Sighted{ID: call.LegID(ch.id), Call: call.ID(ch.call), Endpoint: ch.endpoint, Up: ch.state == "Up", Bridge: ch.bridge, Hears: call.No}
		if b := d.bridges[ch.bridge]; ch.music || ch.ringback || ch.playing != nil || b != nil && len(b.members) > 1 {
			s.Hears = call.Yes
		}
		all = append(all, s)
	}
	return all
}
