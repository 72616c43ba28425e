package asterisk

import (
	"context"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"

	"github.com/CyCoreSystems/ari/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Names that the switch's configuration (deploy/asterisk) gives to what we use.
const (
	musicClass = "hotline"
	promptDir  = "hotline"
	language   = "uk"
	trunk      = "trunk"
	contextOut = "outbound"
	beep       = "beep"
)

// Ring lets a phone ring. A leg that rings already is success; ErrNoCaller: the originator has left; ErrGone: no telephone is
// registered for the endpoint.
func (n *Node) Ring(ctx context.Context, r telephony.Ring) error {
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	if r.Number != "" && n.cfg.TrunkOut == "" {
		return fmt.Errorf("ring leg %s: %w: no carrier takes our calls", r.Leg, telephony.ErrGone)
	}
	body := ari.OriginateRequest{
		Endpoint:   n.endpoint(r),
		App:        n.cfg.App,
		AppArgs:    argLeg + "," + string(r.Role) + "," + string(r.Call),
		CallerID:   callerID(r.CallerName, r.CallerID),
		Timeout:    int(math.Ceil(r.Timeout.Seconds())),
		Originator: string(r.Originator),
		Variables: map[string]string{
			varCall: string(r.Call),
			varRole: string(r.Role),
		},
	}
	if r.Number != "" {
		body.Variables[varNumber] = dialable(r.Number) // of the note beside the recording
	}
	if r.Number != "" && r.Role == call.Caller {
		// A call out goes through the dialplan when it is answered: recording and notice begin there at once, though hotline
		// be dead, and the channel waits there for the next one. With App it would be hung up then.
		body.App, body.AppArgs, body.Context, body.Extension, body.Priority = "", "", contextOut, "s", 1
	}
	if r.Number == "" {
		// The desktop knows by it that this INVITE is the offer on its screen.
		body.Variables["PJSIP_HEADER(add,X-Hotline-Leg)"] = string(r.Leg)
	}
	err := n.send(ctx, command{name: "ring", method: http.MethodPost, path: path("channels", string(r.Leg)), body: body})
	if refused := (*Error)(nil); errors.As(err, &refused) {
		switch refused.Code {
		case http.StatusConflict:
			// The channel exists: this very command was sent before. Or no telephone is registered and Asterisk's thread
			// still holds the reason of an earlier refusal (22.10.1 does not reset it), so look.
			err = n.send(ctx, command{name: "look", method: http.MethodGet, path: path("channels", string(r.Leg))})
		case http.StatusBadRequest:
			if refused.noOriginator() {
				return fmt.Errorf("ring leg %s: %w: %w", r.Leg, telephony.ErrNoCaller, err)
			}
		case http.StatusInternalServerError:
			// Asterisk's only answer when it finds no contact to send the INVITE to.
			return fmt.Errorf("ring leg %s: %w: %w", r.Leg, telephony.ErrGone, err)
		}
	}
	return wrap("ring leg", string(r.Leg), err)
}

// endpoint is what Asterisk dials. The carrier's address stands here and not in Asterisk's configuration, where the trunk has
// no contact: nothing but a command of ours can call outside, whatever the dialplan says.
func (n *Node) endpoint(r telephony.Ring) string {
	if r.Number == "" {
		return technology + "/" + r.Endpoint
	}
	return technology + "/" + trunk + "/sip:" + dialable(r.Number) + "@" + n.cfg.TrunkOut
}

// Hangup ends a channel, answered or not, with the reason that its phone is told. ErrGone: there is none; nothing more will
// be reported of it.
func (n *Node) Hangup(ctx context.Context, leg call.LegID, why call.HangUp) error {
	if why == "" {
		why = call.Normal
	}
	return n.act(ctx, "hang up leg", string(leg), command{
		name: "hangup", method: http.MethodDelete, path: path("channels", string(leg)), query: url.Values{"reason": {string(why)}},
	})
}

// What a bridge is made as. dtmf_events and proxy_media keep the native bridge away: it would flip with every recorder that
// comes and goes. Asterisk takes a bridge of two for one that mixes when a third joins, and the reverse; video_sfu is its
// only way to a bridge that mixes from the first to the last, of audio too (bridge_create_common in res_stasis.c).
const (
	bridgeOfTwo = "mixing,dtmf_events,proxy_media"
	mixer       = "mixing,dtmf_events,proxy_media,video_sfu"
)

// Join puts a leg into the call's bridge, which is made when there is none. It returns when the leg is in.
// While a prompt is played to the leg Asterisk does it only after the prompt: stop the prompt first.
func (n *Node) Join(ctx context.Context, b telephony.BridgeID, leg call.LegID, mixed bool) error {
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	kind := bridgeOfTwo
	if mixed {
		kind = mixer
	}
	add := command{
		name: "join", method: http.MethodPost, path: path("bridges", string(b), "addChannel"), query: url.Values{
			"channel": {string(leg)},
			// Neither party's telephone is told the other's number by re-INVITE: the desktop shows it.
			"inhibitConnectedLineUpdates": {"true"},
		},
	}
	err := n.send(ctx, add)
	if refused := (*Error)(nil); errors.As(err, &refused) && refused.Code == http.StatusNotFound {
		// 404 is the bridge; a channel that has gone is 400.
		err = n.send(ctx, command{
			name: "bridge", method: http.MethodPost, path: path("bridges", string(b)),
			query: url.Values{"type": {kind}},
		})
		if exists := (*Error)(nil); err == nil || errors.As(err, &exists) && exists.Code == http.StatusConflict {
			err = n.send(ctx, add)
		}
	}
	return wrap("join leg", string(leg), err)
}

// Leave takes a leg out of the bridge; it stays in our control.
func (n *Node) Leave(ctx context.Context, b telephony.BridgeID, leg call.LegID) error {
	return n.end(ctx, "take out leg", string(leg), command{
		name: "leave", method: http.MethodPost, path: path("bridges", string(b), "removeChannel"), query: url.Values{"channel": {string(leg)}},
	})
}

// CloseBridge removes the bridge; who is in it stays in our control.
func (n *Node) CloseBridge(ctx context.Context, b telephony.BridgeID) error {
	return n.end(ctx, "close bridge", string(b), command{name: "close_bridge", method: http.MethodDelete, path: path("bridges", string(b))})
}

// StartMusic lets a leg that is in no bridge hear music. A prompt ends the music; start it again afterwards.
func (n *Node) StartMusic(ctx context.Context, leg call.LegID) error {
	return n.act(ctx, "start music for leg", string(leg), command{
		name: "music", method: http.MethodPost, path: path("channels", string(leg), "moh"), query: url.Values{"mohClass": {musicClass}},
	})
}

// StopMusic ends it.
func (n *Node) StopMusic(ctx context.Context, leg call.LegID) error {
	return n.end(ctx, "stop music for leg", string(leg), command{
		name: "music_stop", method: http.MethodDelete, path: path("channels", string(leg), "moh"),
	})
}

// StartRingback lets an answered leg hear the ringing tone.
func (n *Node) StartRingback(ctx context.Context, leg call.LegID) error {
	return n.act(ctx, "start ringback for leg", string(leg), command{
		name: "ringback", method: http.MethodPost, path: path("channels", string(leg), "ring"),
	})
}

// StopRingback ends it.
func (n *Node) StopRingback(ctx context.Context, leg call.LegID) error {
	return n.end(ctx, "stop ringback for leg", string(leg), command{
		name: "ringback_stop", method: http.MethodDelete, path: path("channels", string(leg), "ring"),
	})
}

// Play plays prompts one after the other as one playback. One that is already queued or played is not begun again.
func (n *Node) Play(ctx context.Context, leg call.LegID, id telephony.PlaybackID, prompts []string) error {
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	// Asterisk accepts the same id twice and plays twice, so it is asked first.
	err := n.send(ctx, command{name: "playback", method: http.MethodGet, path: path("playbacks", string(id))})
	if !errors.Is(err, telephony.ErrGone) {
		return wrap("look for playback", string(id), err)
	}
	body := struct {
		Media []string `json:"media"` // an array: Asterisk does not split a list in JSON, and v5.3.1 sends one text only
		Lang  string   `json:"lang"`
	}{Lang: language}
	for _, p := range prompts {
		body.Media = append(body.Media, mediaURI(p))
	}
	return n.act(ctx, "play to leg", string(leg), command{
		name: "play", method: http.MethodPost, path: path("channels", string(leg), "play", string(id)), body: body, once: true,
	})
}

func mediaURI(prompt string) string {
	if prompt == beep {
		return "sound:" + beep
	}
	return "sound:" + promptDir + "/" + prompt
}

// StopPlay ends a playback before its end; PlaybackFinished is reported all the same.
func (n *Node) StopPlay(ctx context.Context, id telephony.PlaybackID) error {
	return n.end(ctx, "stop playback", string(id), command{
		name: "play_stop", method: http.MethodDelete, path: path("playbacks", string(id)),
	})
}

// Snoop makes the channel that hears both directions of a leg, as "out" is what that leg hears. It enters our application by
// itself and is reported as up. One that is there already is success; ErrGone: the leg has gone.
func (n *Node) Snoop(ctx context.Context, id call.ID, s call.Snoop) error {
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	whisper := "none"
	if s.Whisper {
		whisper = string(ari.DirectionOut)
	}
	err := n.send(ctx, command{name: "snoop", method: http.MethodPost, path: path("channels", string(s.Of), "snoop", string(s.ID)), query: url.Values{
		"spy": {string(ari.DirectionBoth)}, "whisper": {whisper}, "app": {n.cfg.App}, "appArgs": {argSnoop + "," + string(id)},
	}})
	if refused := (*Error)(nil); errors.As(err, &refused) && refused.Code == http.StatusInternalServerError {
		// Asterisk's answer to an id that exists, and to whatever else may be wrong: look.
		if look := n.send(ctx, command{name: "look", method: http.MethodGet, path: path("channels", string(s.ID))}); look == nil {
			return nil
		}
	}
	return wrap("snoop on leg", string(s.Of), err)
}

// Mute drops what this leg says ("in" is the direction from the phone to the switch).
func (n *Node) Mute(ctx context.Context, leg call.LegID, on bool) error {
	cmd := command{name: "mute", method: http.MethodPost, path: path("channels", string(leg), "mute"), query: url.Values{"direction": {string(ari.DirectionIn)}}}
	if !on {
		cmd.name, cmd.method = "unmute", http.MethodDelete
	}
	return n.act(ctx, "mute leg", string(leg), cmd)
}

// act sends a command that needs its object: what has gone is ErrGone.
func (n *Node) act(ctx context.Context, what, id string, cmd command) error {
	return wrap(what, id, n.send(ctx, cmd))
}

// end sends a command that takes something away: what has gone already is success.
func (n *Node) end(ctx context.Context, what, id string, cmd command) error {
	err := n.send(ctx, cmd)
	if errors.Is(err, telephony.ErrGone) {
		return nil
	}
	return wrap(what, id, err)
}

// send is the gate of every command of telephony.Switch: a Node that was replaced sends none.
func (n *Node) send(ctx context.Context, cmd command) error {
	if n.replaced.Load() {
		return fmt.Errorf("%w: %w", telephony.ErrDown, ErrReplaced)
	}
	ctx, cancel := context.WithTimeout(ctx, n.cfg.Timeout)
	defer cancel()
	return n.ari.do(ctx, cmd)
}

func wrap(what, id string, err error) error {
	if err != nil {
		return fmt.Errorf("%s %s: %w", what, id, err)
	}
	return nil
}
