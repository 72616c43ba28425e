package web

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"

	"hotline/telephony"
)

// Limits of the way to the switch. A SIP message with SDP and candidates is a few kilobytes.
const (
	sipProtocol = "sip" // RFC 7118
	sipMessage  = 64 << 10
	sipPing     = 20 * time.Second
	sipSilence  = 60 * time.Second
)

// sip copies SIP between an agent's browser and the switch's WebSocket (RFC 7118). The phone itself is known to the
// switch by its own account; the session decides who may come near it at all. The browser says which one it is
// (?browser=), and whether it takes the telephone from another one (&take=1).
func (s *Server) sip(c *gin.Context) {
	known, ctx := current(c), c.Request.Context()
	var upstream *websocket.Conn
	browser, e := s.accept(c, "sip", sipProtocol, func(ctx context.Context) (err error) {
		upstream, err = s.dialSwitch(ctx)
		return err
	})
	if browser == nil {
		if upstream != nil {
			_ = upstream.Close()
		}
		return
	}
	defer s.release(known, e)
	if !s.sockets.claim(e, c.Query("browser"), c.Query("take") != "") { // not a word of it reaches the switch
		e.end(closeTaken, "taken")
		bye(browser, e)
		bye(upstream, &ending{code: websocket.CloseNormalClosure})
		return
	}
	browser.SetReadLimit(sipMessage)
	heard := func() { _ = browser.SetReadDeadline(time.Now().Add(sipSilence)) }
	heard()
	browser.SetPongHandler(func(string) error { heard(); return nil })
	var copying sync.WaitGroup
	copying.Go(func() {
		copyFrames(upstream, browser, heard)
		e.end(websocket.CloseNormalClosure, "")
	})
	copying.Go(func() {
		copyFrames(browser, upstream, func() {})
		e.end(websocket.CloseGoingAway, "switch")
	})
	s.keepSIP(ctx, known, browser, e)
	bye(browser, e)
	bye(upstream, &ending{code: websocket.CloseNormalClosure})
	copying.Wait()
}

func (s *Server) dialSwitch(ctx context.Context) (*websocket.Conn, error) {
	dialer := websocket.Dialer{HandshakeTimeout: handshakeLimit, Subprotocols: []string{sipProtocol}}
	conn, answer, err := dialer.DialContext(ctx, s.SIPUpstream, nil)
	if answer != nil && answer.Body != nil {
		_ = answer.Body.Close()
	}
	if err != nil {
		return nil, errors.Join(telephony.ErrDown, fmt.Errorf("dial the switch's WebSocket: %w", err))
	}
	if conn.Subprotocol() != sipProtocol {
		_ = conn.Close()
		return nil, fmt.Errorf("%w: its WebSocket speaks no SIP", telephony.ErrDown)
	}
	conn.SetReadLimit(sipMessage)
	return conn, nil
}

// keepSIP pings the browser and looks at the session until the socket must end.
func (s *Server) keepSIP(ctx context.Context, known session, browser *websocket.Conn, e *ending) {
	ping, check := time.NewTicker(sipPing), time.NewTicker(revalidateEvery)
	defer ping.Stop()
	defer check.Stop()
	for {
		select {
		case <-e.told:
			return
		case <-ping.C:
			if err := browser.WriteControl(websocket.PingMessage, nil, time.Now().Add(writeLimit)); err != nil {
				e.end(0, "")
			}
		case <-check.C:
			s.revalidate(ctx, known, e)
		}
	}
}

// copyFrames copies until either side fails; heard is called for each message. Whoever is the browser answers pings; the switch needs none:
// its socket is on the same machine or network and TCP's own keep-alive finds it dead.
func copyFrames(to, from *websocket.Conn, heard func()) {
	for {
		kind, text, err := from.ReadMessage()
		if err != nil {
			return
		}
		heard()
		_ = to.SetWriteDeadline(time.Now().Add(writeLimit))
		if err := to.WriteMessage(kind, text); err != nil {
			return
		}
	}
}
