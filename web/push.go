package web

import (
	"context"
	"encoding/json"
	"errors"
	"net"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"hotline/telephony/call"
	"hotline/web/api"
)

// The push protocol; see ServerFrame in openapi.yaml.
const (
	pushProtocol  = "hotline.v1"
	pushInbound   = 16 << 10
	heartbeat     = 15 * time.Second
	silenceLimit  = 45 * time.Second
	sentRemembers = 16
)

var (
	heartbeatFrame = []byte(`{"v":1,"type":"hb"}`)
	hallFrame      = []byte(`{"v":1,"type":"hall"}`)
	inboxFrame     = []byte(`{"v":1,"type":"inbox"}`)
	downtimesFrame = []byte(`{"v":1,"type":"downtimes"}`)
)

// frame is a desk on its way; leg is not empty when it shows an offer whose phone waits for the acknowledgement.
type frame struct {
	version string
	leg     call.LegID
	text    []byte
	desktop bool // telephony knows of the desktop
}

// deskSocket is one tab. At most one desk waits to be written: a newer one takes its place.
type deskSocket struct {
	conn  *websocket.Conn
	room  *room
	wake  chan struct{}
	mu    sync.Mutex
	next  *frame
	hall  bool    // it changed, and the tab was not told
	parts bool    // so did the parts that work
	inbox bool    // so did the user's inbox
	downs bool    // so did the downtimes
	sent  []frame // the last ones, without text
	early string  // acknowledged before it was sent: the tab had it by a request
}

// push serves GET /api/v1/ws.
func (s *Server) push(c *gin.Context) {
	known, ctx := current(c), c.Request.Context()
	conn, e := s.accept(c, "desk", pushProtocol, func(context.Context) error { return nil })
	if conn == nil {
		return
	}
	defer s.release(known, e)
	sock := &deskSocket{conn: conn, wake: make(chan struct{}, 1)}
	s.rooms.join(known.user, sock)
	defer s.rooms.leave(sock)
	var writing sync.WaitGroup
	writing.Go(func() { s.write(ctx, known, sock, e) })
	s.read(sock, e)
	writing.Wait()
}

// write is the only writer of data. A client that takes longer than writeLimit for a frame is cut.
func (s *Server) write(ctx context.Context, known session, sock *deskSocket, e *ending) {
	defer bye(sock.conn, e)
	beat, check := time.NewTicker(heartbeat), time.NewTicker(revalidateEvery)
	defer beat.Stop()
	defer check.Stop()
	for {
		var text []byte
		select {
		case <-e.told:
			return
		case <-sock.wake:
			text = sock.take()
		case <-beat.C:
			text = heartbeatFrame
			// Also a ping: it reaches a page whose scripts sleep.
			_ = sock.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeLimit))
		case <-check.C:
			s.revalidate(ctx, known, e)
		}
		if text == nil {
			continue
		}
		_ = sock.conn.SetWriteDeadline(time.Now().Add(s.rooms.limits.write))
		if err := sock.conn.WriteMessage(websocket.TextMessage, text); err != nil {
			if timeout(err) {
				s.counters.cut.Inc()
			}
			e.end(0, "")
			return
		}
	}
}

// read takes acknowledgements until the client leaves or is silent for too long.
func (s *Server) read(sock *deskSocket, e *ending) {
	conn := sock.conn
	conn.SetReadLimit(pushInbound)
	alive := func() { _ = conn.SetReadDeadline(time.Now().Add(silenceLimit)) }
	alive()
	conn.SetPongHandler(func(string) error { alive(); return nil })
	for {
		_, text, err := conn.ReadMessage()
		if err != nil {
			code := 0
			if timeout(err) {
				s.counters.cut.Inc()
				code = closeSilent
			}
			e.end(code, "silent")
			return
		}
		alive()
		var f api.ClientFrame
		if json.Unmarshal(text, &f) == nil && f.Op == api.ClientFrameOpAck && f.Version != nil {
			sock.acknowledged(*f.Version)
		}
	}
}

// offer puts a desk in the place of whatever waits to be written. It never blocks.
func (d *deskSocket) offer(f frame) {
	d.mu.Lock()
	d.next = &f
	d.mu.Unlock()
	d.poke()
}

// offerHall says that the hall has changed. However often that was since the tab was told, it is told once.
func (d *deskSocket) offerHall() {
	d.mu.Lock()
	d.hall = true
	d.mu.Unlock()
	d.poke()
}

func (d *deskSocket) poke() {
	select {
	case d.wake <- struct{}{}:
	default:
	}
}

func (d *deskSocket) take() []byte {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.parts {
		if d.parts = false; d.next != nil || d.hasWord() {
			d.poke()
		}
		if text := d.room.rooms.server.parts.Load(); text != nil {
			return *text
		}
	}
	if d.next == nil {
		return d.takeWord()
	}
	f := *d.next
	d.next = nil
	if d.hasWord() {
		d.poke()
	}
	d.sent = append(d.sent, frame{version: f.version, leg: f.leg})
	if len(d.sent) > sentRemembers {
		d.sent = d.sent[1:]
	}
	if d.early == f.version && f.leg != "" {
		d.room.shown(f.leg)
	}
	return f.text
}

// takeWord is a frame that says only that something has changed, for who holds the lock; nil: nothing has.
func (d *deskSocket) takeWord() []byte {
	for _, word := range []struct {
		said *bool
		text []byte
	}{{&d.hall, hallFrame}, {&d.inbox, inboxFrame}, {&d.downs, downtimesFrame}} {
		if !*word.said {
			continue
		}
		if *word.said = false; d.hasWord() {
			d.poke()
		}
		return word.text
	}
	return nil
}

func (d *deskSocket) hasWord() bool { return d.hall || d.inbox || d.downs }

// acknowledged: this version is on the tab's screen; when it shows an offer, the phone may ring.
func (d *deskSocket) acknowledged(version string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	for _, f := range d.sent {
		if f.version == version {
			if f.leg != "" {
				d.room.shown(f.leg)
			}
			return
		}
	}
	d.early = version
	d.room.changed()
}

func timeout(err error) bool {
	var n net.Error
	return errors.As(err, &n) && n.Timeout()
}
