package asterisk

import (
	"context"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// socket is one connection for events.
type socket struct {
	conn  *websocket.Conn
	queue *queue
	node  *Node
}

func (n *Node) openSocket(ctx context.Context) (*socket, error) {
	query := url.Values{"app": {n.cfg.App}, "subscribeAll": {"false"}}
	target := "ws" + strings.TrimPrefix(n.ari.base, "http") + "/events?" + query.Encode()
	// The password goes in a header, not in the address: addresses are logged.
	auth := &http.Request{Header: http.Header{}}
	auth.SetBasicAuth(n.cfg.User, n.cfg.Password)
	dialer := websocket.Dialer{HandshakeTimeout: n.cfg.Timeout, NetDialContext: n.cfg.Dial}
	conn, resp, err := dialer.DialContext(ctx, target, auth.Header)
	if err != nil {
		if resp != nil {
			return nil, fmt.Errorf("open event socket: %w: %s", err, resp.Status)
		}
		return nil, fmt.Errorf("open event socket: %w", err)
	}
	return &socket{conn: conn, queue: newQueue(), node: n}, nil
}

// read takes frames into the queue until the connection ends or is silent for too long, and then ends the session.
func (s *socket) read(end context.CancelCauseFunc) {
	alive := func() error { return s.conn.SetReadDeadline(time.Now().Add(s.node.cfg.Deaf)) }
	s.conn.SetPongHandler(func(string) error { return alive() })
	err := alive()
	for err == nil {
		var raw []byte
		if _, raw, err = s.conn.ReadMessage(); err == nil {
			s.node.stats.queued(s.queue.put(message{raw: raw, read: time.Now()}))
			err = alive()
		}
	}
	err = fmt.Errorf("read events: %w", err)
	end(err)
	s.queue.close(err)
}

// ping asks for a sign of life: Asterisk sends nothing when nothing happens, and a half-open connection looks the same.
// When ctx ends it closes the connection, which ends the reader.
func (s *socket) ping(ctx context.Context) {
	tick := time.NewTicker(s.node.cfg.PingEvery)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			s.close()
			return
		case <-tick.C:
			if err := s.conn.WriteControl(websocket.PingMessage, nil, time.Now().Add(s.node.cfg.Timeout)); err != nil {
				s.close()
				return
			}
		}
	}
}

// close says goodbye, so that Asterisk logs no fault, and gives the connection up. No answer is awaited.
func (s *socket) close() {
	goodbye := websocket.FormatCloseMessage(websocket.CloseNormalClosure, "")
	_ = s.conn.WriteControl(websocket.CloseMessage, goodbye, time.Now().Add(100*time.Millisecond))
	_ = s.conn.Close()
}
