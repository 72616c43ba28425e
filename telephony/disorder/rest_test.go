package disorder

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/textproto"
	"slices"
	"strings"
	"time"
)

// Accept, Close and Addr make the double its own listener: connections are pipes.
func (d *double) Accept() (net.Conn, error) {
	select {
	case c := <-d.door:
		return c, nil
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

func (d *double) Close() error   { return nil }
func (d *double) Addr() net.Addr { return &net.TCPAddr{} }

const manager = "manager:5038"

// dial is how hotline reaches the double.
func (d *double) dial(ctx context.Context, _, address string) (net.Conn, error) {
	d.mu.Lock()
	dead := d.dead
	d.mu.Unlock()
	if dead {
		return nil, errors.New("connection refused")
	}
	here, there := net.Pipe()
	if address == manager {
		go d.manage(there)
		return here, nil
	}
	select {
	case d.door <- there:
		return here, nil
	case <-ctx.Done():
		return nil, ctx.Err()
	case <-d.closed:
		return nil, net.ErrClosed
	}
}

// manage speaks AMI.
func (d *double) manage(conn net.Conn) {
	defer conn.Close()
	r := textproto.NewReader(bufio.NewReader(conn))
	_, _ = io.WriteString(conn, "Asterisk Call Manager/9\r\n")
	for {
		h, err := r.ReadMIMEHeader()
		if err != nil {
			return
		}
		answer := "Response: Success\r\n\r\n"
		if h.Get("Action") == "MixMonitorMute" {
			d.mu.Lock()
			ch := d.channels[h.Get("Channel")]
			switch {
			case d.likely(d.how.hang):
				d.mu.Unlock()
				return
			case ch == nil:
				answer = "Response: Error\r\nMessage: No such channel\r\n\r\n"
			default:
				ch.paused = h.Get("State") == "1"
			}
			d.mu.Unlock()
		}
		if _, err := io.WriteString(conn, answer); err != nil {
			return
		}
	}
}

// ServeHTTP is ARI.
func (d *double) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	path := strings.TrimPrefix(r.URL.Path, "/ari/")
	if path == "events" {
		d.openSocket(w, r)
		return
	}
	var body map[string]any
	_ = json.NewDecoder(r.Body).Decode(&body) // most have none
	d.mu.Lock()
	before, after := d.between(0, d.how.latency), d.between(0, d.how.latency)
	hang, refuse, early := d.likely(d.how.hang), d.likely(d.how.refuse), d.likely(0.5)
	d.mu.Unlock()
	time.Sleep(before)
	if hang && early {
		<-r.Context().Done()
		return
	}
	code, answer := http.StatusServiceUnavailable, any(said("not ready"))
	if !refuse {
		code, answer = d.carryOut(r, strings.Split(path, "/"), body)
	}
	time.Sleep(after)
	if hang {
		<-r.Context().Done()
		return
	}
	w.WriteHeader(code)
	if answer != nil {
		_ = json.NewEncoder(w).Encode(answer) // who asked may have gone
	}
}

type said string

func (s said) MarshalJSON() ([]byte, error) {
	return json.Marshal(map[string]string{"message": string(s)})
}

const (
	ok        = http.StatusNoContent
	notFound  = http.StatusNotFound
	conflict  = http.StatusConflict
	notNow    = http.StatusPreconditionFailed
	malformed = http.StatusBadRequest
)

// carryOut is one command, whole before the next.
func (d *double) carryOut(r *http.Request, path []string, body map[string]any) (int, any) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.dead {
		return http.StatusServiceUnavailable, nil
	}
	id := func(i int) string {
		if i < len(path) {
			return path[i]
		}
		return ""
	}
	if r.Method != http.MethodGet && (path[0] == "channels" || path[0] == "bridges" || path[0] == "playbacks") {
		d.note("%s %s %s", r.Method, strings.Join(path, "/"), r.URL.RawQuery)
	}
	switch path[0] {
	case "asterisk":
		if id(1) == "info" {
			return 200, map[string]any{"status": map[string]any{"startup_time": d.began.Format(stamp)}}
		}
		return 200, []any{} // a telephone's configuration
	case "applications":
		return 200, map[string]any{"name": "hotline", "channel_ids": d.list(func(ch *channel) any { return ch.id }, true)}
	case "endpoints":
		all := []any{}
		for endpoint, there := range d.contacts {
			all = append(all, map[string]any{"technology": "PJSIP", "resource": endpoint, "state": map[bool]string{true: "online", false: "offline"}[there]})
		}
		return 200, all
	case "events":
		return d.claim(r.URL.Query().Get("channelId"))
	case "channels":
		if id(1) == "" {
			return 200, d.list(func(ch *channel) any { return ch.json() }, false)
		}
		return d.channel(r, id(1), path[2:], body)
	case "bridges":
		return d.bridge(r, id(1), id(2))
	case "playbacks":
		p := d.playbacks[id(1)]
		switch {
		case p == nil:
			return notFound, said("Playback not found")
		case r.Method == http.MethodDelete:
			d.finish(p, true)
			return ok, nil
		}
		return 200, map[string]any{"id": p.id}
	}
	return notFound, said("Resource not found")
}

func (d *double) list(show func(*channel) any, inStasis bool) []any {
	all := []any{}
	for _, ch := range d.channels {
		if !inStasis || ch.stasis {
			all = append(all, show(ch))
		}
	}
	return all
}

func (d *double) claim(id string) (int, any) {
	enter := d.offered[id]
	if enter == nil {
		return notFound, said("Channel not found")
	}
	d.offered[id] = nil // claimed: nobody else's
	d.after(d.between(0, 2*time.Millisecond), func() {
		if ch := d.channels[id]; ch != nil && !ch.stasis {
			enter()
		}
	})
	return ok, nil
}

func (d *double) channel(r *http.Request, id string, what []string, body map[string]any) (int, any) {
	ch, make, take := d.channels[id], r.Method == http.MethodPost, r.Method == http.MethodDelete
	if len(what) == 0 && make {
		return d.ring(id, body)
	}
	switch {
	case ch == nil:
		return notFound, said("Channel not found")
	case len(what) == 0 && take:
		d.after(d.between(0, 20*time.Millisecond), func() { d.hangUp(ch, 16, false) })
		return ok, nil
	case len(what) == 0:
		return 200, ch.json()
	case !ch.stasis && ch.state != "Up":
		return notNow, said("Channel in invalid state")
	case !ch.stasis:
		return conflict, said("Channel not in Stasis application")
	}
	switch what[0] {
	case "moh":
		ch.music = make
	case "ring":
		ch.ringback = make
	case "mute":
		ch.muted = make
	case "play":
		media, _ := body["media"].([]any)
		d.play(ch, what[1], len(media))
		return 201, map[string]any{"id": what[1]}
	default:
		return notFound, said("Resource not found")
	}
	return ok, nil
}

func (d *double) ring(id string, body map[string]any) (int, any) {
	endpoint, _ := body["endpoint"].(string)
	endpoint = strings.TrimPrefix(endpoint, "PJSIP/")
	vars, _ := body["variables"].(map[string]any)
	switch originator, _ := body["originator"].(string); {
	case d.channels[id] != nil:
		return conflict, said("Channel with given unique ID already exists")
	case originator != "" && d.channels[originator] == nil:
		return malformed, said("Provided originator channel was not found.")
	case !d.contacts[endpoint]:
		return http.StatusInternalServerError, said("Allocation failed")
	}
	ch := &channel{id: id, endpoint: endpoint, call: fmt.Sprint(vars["HOTLINE_CALL"]), role: fmt.Sprint(vars["HOTLINE_ROLE"]), state: "Down", created: time.Now()}
	d.originate(ch)
	return 200, ch.json()
}

func (d *double) bridge(r *http.Request, id, what string) (int, any) {
	b, of := d.bridges[id], r.URL.Query().Get("channel")
	ch := d.channels[of]
	switch {
	case id == "":
		all := []any{}
		for id, b := range d.bridges {
			members := []string{}
			for _, m := range b.members {
				members = append(members, m.id)
			}
			all = append(all, map[string]any{"id": id, "channels": members})
		}
		return 200, all
	case what == "" && r.Method == http.MethodPost:
		if b == nil {
			d.bridges[id] = &bridge{kind: r.URL.Query().Get("type")}
		}
		return 200, map[string]any{"id": id}
	case b == nil:
		return notFound, said("Bridge not found")
	case what == "":
		for len(b.members) > 0 {
			d.leave(b.members[0])
		}
		delete(d.bridges, id)
		return ok, nil
	case ch == nil:
		return malformed, said("Channel not found")
	case !ch.stasis:
		return conflict, said("Channel not in Stasis application")
	case what == "removeChannel" && !slices.Contains(b.members, ch):
		return http.StatusUnprocessableEntity, said("Channel not in this bridge")
	case what == "removeChannel":
		d.leave(ch)
		return ok, nil
	}
	if p := ch.playing; p != nil { // the channel is busy until the prompt has ended
		d.mu.Unlock()
		select {
		case <-p.over:
		case <-r.Context().Done():
		}
		d.mu.Lock()
		if d.channels[of] != ch || d.bridges[id] != b {
			return malformed, said("Channel not found")
		}
	}
	d.enter(ch, id)
	if len(b.members) > 2 && strings.HasPrefix(id, "b-") {
		d.note("THREE meet in the bridge of two %s", id)
	}
	return ok, nil
}
