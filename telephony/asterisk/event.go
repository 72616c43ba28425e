package asterisk

import (
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/CyCoreSystems/ari/v5"
)

// Types that Asterisk 22.10 sends and ari/v5 v5.3.1 does not know.
const (
	typeReplaced     = "ApplicationReplaced"
	typeBroadcast    = "CallBroadcast"
	typeClaimed      = "CallClaimed"
	typeTone         = "ChannelToneDetected"
	typeTransfer     = "ChannelTransfer"
	typeRegistered   = "ApplicationRegistered"
	typeUnregistered = "ApplicationUnregistered"
)

// knownEvents are the types that are counted by their name. Most of them mean nothing to us; any other is "unknown".
var knownEvents = func() map[string]bool {
	known := map[string]bool{}
	e := ari.Events
	for _, t := range []string{
		typeReplaced, typeBroadcast, typeClaimed, typeTone, typeTransfer, typeRegistered, typeUnregistered,
		e.BridgeCreated, e.BridgeDestroyed, e.BridgeMerged, e.BridgeVideoSourceChanged, e.BridgeAttendedTransfer, e.BridgeBlindTransfer,
		e.ChannelCallerID, e.ChannelConnectedLine, e.ChannelCreated, e.ChannelDestroyed, e.ChannelDialplan, e.ChannelDtmfReceived,
		e.ChannelEnteredBridge, e.ChannelHangupRequest, e.ChannelHold, e.ChannelLeftBridge, e.ChannelStateChange,
		e.ChannelTalkingFinished, e.ChannelTalkingStarted, e.ChannelUnhold, e.ChannelUserevent, e.ChannelVarset,
		e.ContactInfo, e.ContactStatusChange, e.DeviceStateChanged, e.Dial, e.EndpointStateChange, e.MissingParams, e.Peer, e.PeerStatusChange,
		e.PlaybackContinuing, e.PlaybackFinished, e.PlaybackStarted, e.RecordingFailed, e.RecordingFinished, e.RecordingStarted,
		e.StasisEnd, e.StasisStart, e.TextMessageReceived, e.ApplicationMoveFailed,
	} {
		known[t] = true
	}
	return known
}()

// event is any ARI event, with the fields that we use. A field that is missing or of an odd form is zero: one odd field
// must not cost the event.
type event struct {
	Type       string   `json:"type"`
	Timestamp  instant  `json:"timestamp"`
	Args       []string `json:"args"`
	Channel    channel  `json:"channel"`
	Peer       channel  `json:"peer"` // Dial: the channel that is dialled
	DialStatus string   `json:"dialstatus"`
	Bridge     struct {
		ID string `json:"id"`
	} `json:"bridge"`
	Playback struct {
		ID        string `json:"id"`
		TargetURI string `json:"target_uri"`
	} `json:"playback"`
	Endpoint ari.EndpointData `json:"endpoint"`
	Contact  struct {
		URI    string `json:"uri"`
		Status string `json:"contact_status"`
	} `json:"contact_info"`
	Cause number `json:"cause"`
}

// subject is the channel that the event is about; of Dial, which names it "peer", the one that is dialled.
func (e event) subject() channel {
	if e.Type == ari.Events.Dial {
		return e.Peer
	}
	return e.Channel
}

// channel is ARI's channel without what ari.ChannelData of v5.3.1 is strict about.
type channel struct {
	ID      string            `json:"id"`
	Name    string            `json:"name"`
	State   string            `json:"state"`
	Caller  ari.CallerID      `json:"caller"`
	Created instant           `json:"creationtime"`
	Vars    map[string]string `json:"channelvars"`
}

func decodeEvent(raw []byte) (event, error) {
	var e event
	if err := decode(raw, &e); err != nil {
		return event{}, err
	}
	if e.Type == "" {
		return event{}, errors.New("event without a type")
	}
	return e, nil
}

// decode is json.Unmarshal that passes over values of an unexpected type: they stay zero, the rest is decoded.
func decode(raw []byte, into any) error {
	err := json.Unmarshal(raw, into)
	if odd := (*json.UnmarshalTypeError)(nil); errors.As(err, &odd) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("decode JSON: %w", err)
	}
	return nil
}

// instant is a time as Asterisk writes it (2026-11-23T16:00:00.000+0200), or as anybody else might; else zero.
type instant struct{ time.Time }

// UnmarshalJSON never fails.
func (t *instant) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	for _, layout := range []string{ari.DateFormat, time.RFC3339Nano} {
		if at, err := time.Parse(layout, text); err == nil {
			t.Time = at.UTC()
			return nil
		}
	}
	return nil
}

// number is a whole number, also when it comes as text; else zero.
type number int

// UnmarshalJSON never fails.
func (i *number) UnmarshalJSON(raw []byte) error {
	if f, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64); err == nil {
		*i = number(f)
	}
	return nil
}
