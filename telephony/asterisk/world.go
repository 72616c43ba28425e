package asterisk

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/CyCoreSystems/ari/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

const technology = "PJSIP"

// noise are event types that are many and mean nothing to us. The filter lives in Asterisk's application object, which
// may be new after each connection.
var noise = []string{
	ari.Events.ChannelVarset, ari.Events.ChannelDialplan, ari.Events.ChannelConnectedLine, ari.Events.ChannelCallerID,
	ari.Events.PeerStatusChange, // repeats EndpointStateChange
}

// world sets the application up and reads everything of ours.
func (n *Node) world(ctx context.Context) (telephony.World, error) {
	var w telephony.World
	var info struct {
		Status struct {
			StartedAt instant `json:"startup_time"`
		} `json:"status"`
	}
	if err := n.get(ctx, path("asterisk", "info"), url.Values{"only": {"status"}}, &info); err != nil {
		return w, fmt.Errorf("ask who the switch is: %w", err)
	}
	if err := n.prepare(ctx); err != nil {
		return w, err
	}
	return n.look(ctx, info.Status.StartedAt.Time)
}

// look reads everything of ours in the switch, which began at the given time. The lists are asked for at once: a sweep,
// for which events wait, takes no longer than one request may.
func (n *Node) look(ctx context.Context, began time.Time) (w telephony.World, err error) {
	w.LookedAt, w.StartedAt = time.Now(), began
	var app ari.ApplicationData
	var channels []channel
	var bridges []ari.BridgeData
	var endpoints []ari.EndpointData
	lists := []struct {
		path string
		into any
	}{
		{path("applications", n.cfg.App), &app},
		{path("channels"), &channels},
		{path("bridges"), &bridges},
		{path("endpoints", technology), &endpoints},
	}
	faults := make([]error, len(lists))
	var all sync.WaitGroup
	for i, list := range lists {
		all.Go(func() {
			if err := n.get(ctx, list.path, nil, list.into); err != nil && !errors.Is(err, telephony.ErrGone) {
				faults[i] = err
			}
		})
	}
	all.Wait()
	if err := errors.Join(faults...); err != nil {
		return w, fmt.Errorf("read the switch: %w", err)
	}
	for _, c := range channels {
		if mine, ok := ours(c); ok {
			mine.InControl = mine.InControl && slices.Contains(app.ChannelIDs, c.ID)
			w.Channels = append(w.Channels, mine)
		}
	}
	for _, b := range bridges {
		if ourBridge(b.ID) {
			w.Bridges = append(w.Bridges, bridgeOf(b))
		}
	}
	w.Reachable = make(map[string]bool, len(endpoints))
	for _, e := range endpoints {
		w.Reachable[e.Resource] = e.State == "online"
	}
	return w, nil
}

// prepare filters noise out and subscribes to the state of all telephones.
func (n *Node) prepare(ctx context.Context) error {
	type eventType struct {
		Type string `json:"type"`
	}
	var filter struct {
		Disallowed []eventType `json:"disallowed"`
	}
	for _, t := range noise {
		filter.Disallowed = append(filter.Disallowed, eventType{Type: t})
	}
	err := n.ari.do(ctx, command{name: "filter", method: http.MethodPut, path: path("applications", n.cfg.App, "eventFilter"), body: filter})
	if err != nil {
		return fmt.Errorf("filter events: %w", err)
	}
	if err := n.subscribe(ctx, "endpoint:"+technology); err != nil {
		return fmt.Errorf("subscribe to telephones: %w", err)
	}
	return nil
}

// ours tells whether a channel is the hotline's, and what it is. A snoop carries no variables: its name says whose it is.
func ours(c channel) (telephony.Channel, bool) {
	if of, snoops := call.CallOf(call.LegID(c.ID)); snoops && strings.HasPrefix(c.ID, "snoop-") {
		c.Vars = map[string]string{varCall: string(of), varRole: string(roleSnoop)}
	}
	return telephony.Channel{
		ID: call.LegID(c.ID), Call: call.ID(c.Vars[varCall]), Role: call.Role(c.Vars[varRole]), DID: c.Vars[varDID],
		Up: c.State == "Up", InControl: c.State == "Up", Number: c.Caller.Number, CreatedAt: c.Created.UTC(),
	}, c.Vars[varCall] != ""
}

func bridgeOf(b ari.BridgeData) telephony.Bridge {
	out := telephony.Bridge{ID: telephony.BridgeID(b.ID)}
	for _, id := range b.ChannelIDs {
		out.Members = append(out.Members, call.LegID(id))
	}
	return out
}

func (n *Node) get(ctx context.Context, path string, query url.Values, into any) error {
	return n.ari.do(ctx, command{name: "read", method: http.MethodGet, path: path, query: query, reply: into})
}

func (n *Node) subscribe(ctx context.Context, source string) error {
	return n.ari.do(ctx, command{
		name: "subscribe", method: http.MethodPost, path: path("applications", n.cfg.App, "subscription"), query: url.Values{"eventSource": {source}},
	})
}

// offered is how long StasisBroadcast offers a caller, in deploy/asterisk; then the dialplan answers.
const offered = 1500 * time.Millisecond

// taken tells whether somebody is there for callers before the offer is over.
func (n *Node) taken(ctx context.Context) bool {
	if n.cfg.Takes == nil {
		return true
	}
	over := time.NewTimer(offered)
	defer over.Stop()
	select {
	case <-n.cfg.Takes():
		return true
	case <-ctx.Done():
	case <-over.C:
	}
	return false
}

// claim takes a caller whom StasisBroadcast offers. To lose is normal: another controller was first, or the caller left.
// Nobody is claimed whom nobody would hear: who is not claimed is answered by the dialplan.
func (n *Node) claim(ctx context.Context, id string) {
	if !n.taken(ctx) {
		n.stats.change(func(s *Stats) { s.ClaimsLost++ })
		n.log.Warn("caller left to the dialplan", "channel", id)
		return
	}
	err := n.ari.do(ctx, command{
		name: "claim", method: http.MethodPost, path: path("events", "claim"), query: url.Values{"channelId": {id}, "application": {n.cfg.App}},
	})
	n.stats.change(func(s *Stats) {
		if err == nil {
			s.ClaimsWon++
		} else {
			s.ClaimsLost++
		}
	})
	if err != nil && !errors.Is(err, telephony.ErrGone) {
		n.log.Warn("caller not claimed", "channel", id, "error", err)
	}
}
