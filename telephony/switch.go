package telephony

import (
	"context"
	"errors"
	"fmt"
	"time"

	"hotline/telephony/call"
)

// ErrGone is a Switch's answer for a channel, bridge or playback that no longer exists or has left our control
// (ARI 404, 409 and 412, 400 for a vanished originator). It is a fact, not a fault.
var ErrGone = errors.New("gone from the switch")

// ErrNoCaller is the ErrGone of a Ring whose originator has left.
var ErrNoCaller = fmt.Errorf("the caller has left: %w", ErrGone)

// ErrDown says that the switch cannot be reached or does not answer in time; the same command may be sent again later.
var ErrDown = errors.New("the switch does not answer")

// ErrUntold says that a command certainly never reached the switch: nothing has changed.
var ErrUntold = errors.New("the switch was not told")

// Ring asks a phone to ring.
type Ring struct {
	Call       call.ID
	Leg        call.LegID // becomes the channel's id
	Role       call.Role
	Endpoint   string        // PJSIP endpoint, e.g. "a7w" …
	Number     string        // … or a number of the public network, E.164: through the carrier. Of the Caller: a call out
	CallerID   string        // number to display, E.164 or empty
	CallerName string        // name to display; no quotes or control characters reach the wire
	Originator call.LegID    // the caller's channel: codecs are aligned with it
	Timeout    time.Duration // the switch's own safety net; the authority is the call's deadline
}

// BridgeID names a bridge of a call: "b-" and the call's id where two talk, "m-" where more do, "s-" where a
// supervisor hears them.
type BridgeID string

// PlaybackID names one prompt that is played: "p-", the call's id and a number.
type PlaybackID string

// AgentPhone is what the switch must know of an agent's telephone.
type AgentPhone struct {
	Endpoint string // PJSIP endpoint, AOR and digest user in one
	Password string
	Phone    call.Phone // Browser: WebRTC over WebSocket; Desk: plain RTP over UDP
}

// Switch is what telephony tells the telephone switch. Each method is idempotent: what is already so is no error,
// and what has gone is ErrGone (Leave, Stop… of a thing that has gone succeed).
// All methods are safe for concurrent use and return within the client's time limit (3 s).
type Switch interface {
	Ring(ctx context.Context, r Ring) error
	Hangup(ctx context.Context, leg call.LegID, why call.HangUp) error
	// Join makes the bridge when there is none; mixed: one that mixes from its first moment.
	Join(ctx context.Context, b BridgeID, leg call.LegID, mixed bool) error
	Leave(ctx context.Context, b BridgeID, leg call.LegID) error
	CloseBridge(ctx context.Context, b BridgeID) error
	StartMusic(ctx context.Context, leg call.LegID) error
	StopMusic(ctx context.Context, leg call.LegID) error
	StartRingback(ctx context.Context, leg call.LegID) error
	StopRingback(ctx context.Context, leg call.LegID) error
	Play(ctx context.Context, leg call.LegID, id PlaybackID, prompts []string) error // names such as "welcome", or "beep"
	StopPlay(ctx context.Context, id PlaybackID) error
	// Snoop makes a channel that hears what its leg says and hears, and speaks to it alone when it whispers.
	Snoop(ctx context.Context, id call.ID, s call.Snoop) error
	Mute(ctx context.Context, leg call.LegID, on bool) error // the others stop hearing this leg
	// PauseRecording lets the recording of this leg's call hold silence; its timeline goes on.
	// ErrUntold: it goes on as it was.
	PauseRecording(ctx context.Context, leg call.LegID, on bool) error
	ConfigurePhone(ctx context.Context, p AgentPhone) error
}

// World is everything of ours that a switch holds at one moment.
type World struct {
	Sweep     bool      // a look in between, and no connection
	LookedAt  time.Time // when the look began, by our clock: what was done since may not be seen
	StartedAt time.Time // of the switch's process: what was there before is dead
	Channels  []Channel
	Bridges   []Bridge
	Reachable map[string]bool // endpoint → it has a registered contact
}

// Channel is one channel that is in our application, or is being rung for it.
type Channel struct {
	ID        call.LegID
	Call      call.ID // from the channel's own variable; for the caller's channel its id
	Role      call.Role
	Up        bool
	InControl bool // it is in our Stasis application now
	Number    string
	DID       string
	CreatedAt time.Time
}

// Bridge is one bridge of ours with its members.
type Bridge struct {
	ID      BridgeID
	Members []call.LegID
}

// SwitchEventKind says what a switch reports.
type SwitchEventKind string

const (
	CallerArrived    SwitchEventKind = "caller_arrived" // an incoming channel entered our application
	ChannelRinging   SwitchEventKind = "channel_ringing"
	ChannelAnswered  SwitchEventKind = "channel_answered" // a number that we called; the channel is in the dialplan
	ChannelUp        SwitchEventKind = "channel_up"       // a leg that we rang was answered and is in our application; or a snoop is
	ChannelHeld      SwitchEventKind = "channel_held"     // a telephone that we rang holds, by its own button
	ChannelResumed   SwitchEventKind = "channel_resumed"
	ChannelGone      SwitchEventKind = "channel_gone" // the channel is destroyed, or an incoming one left our application
	BridgeEntered    SwitchEventKind = "bridge_entered"
	BridgeLeft       SwitchEventKind = "bridge_left"
	PlaybackFinished SwitchEventKind = "playback_finished"
	PhoneReachable   SwitchEventKind = "phone_reachable"
	PhoneUnreachable SwitchEventKind = "phone_unreachable"
)

// SwitchEvent is one thing that happened in the switch. Fields that do not belong to its Kind are zero.
type SwitchEvent struct {
	Kind     SwitchEventKind
	At       time.Time
	Channel  call.LegID
	Call     call.ID   // from the channel's variable, when it carries one
	Role     call.Role // likewise
	Bridge   BridgeID
	Playback PlaybackID
	Endpoint string // PhoneReachable, PhoneUnreachable
	Number   string // CallerArrived: as the carrier sent it; not trusted
	DID      string // CallerArrived
	Cause    int    // ChannelGone: Q.850 cause, 0 when unknown
}

// Feed takes what a switch reports. The adapter calls it from one goroutine, in the switch's order;
// the methods must return at once.
//
// After each (re)connection Up comes first with everything that exists, then the events that happened meanwhile. While the
// connection lasts it comes again now and then, as a Sweep: whatever differs then was missed by somebody.
// An event may tell what World told already: whoever handles it must be idempotent.
type Feed interface {
	Up(w World)
	Event(e SwitchEvent)
	Down(err error)
}
