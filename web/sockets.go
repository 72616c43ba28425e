package web

import (
	"context"
	"net/http"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/gorilla/websocket"
)

// Close codes of our sockets (RFC 6455 leaves 4000–4999 to applications).
const (
	closeSilent = 4000
	closeLogin  = 4401 // the session is over: log in
	closeTaken  = 4409 // the telephone is in another browser
)

// Limits of sockets.
const (
	socketsPerUser  = 12 // of one kind: tabs
	handshakeLimit  = 5 * time.Second
	writeLimit      = 5 * time.Second
	revalidateEvery = time.Minute
)

// ending is how a socket is told to close, from wherever.
type ending struct {
	once sync.Once
	told chan struct{} // closed when the socket must end
	code int           // 0: without a word
	why  string
	key  endingKey

	browser string // of a telephone's socket: which browser it is, by the browser's own word
	phone   bool   // the user's telephone is there
}

type endingKey struct {
	user UserID
	kind string
}

func (e *ending) end(code int, why string) {
	e.once.Do(func() {
		e.code, e.why = code, why
		close(e.told)
	})
}

// sockets are all open sockets of this copy by session, so that a logout finds them. Safe for concurrent use.
type sockets struct {
	mu     sync.Mutex
	by     map[[32]byte]map[*ending]session
	count  map[endingKey]int
	closed bool
	open   sync.WaitGroup
}

func newSockets() *sockets {
	return &sockets{by: map[[32]byte]map[*ending]session{}, count: map[endingKey]int{}}
}

// add makes room for one socket; whoever gets one calls remove in the end.
func (s *sockets) add(known session, kind string) (*ending, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	e := &ending{told: make(chan struct{}), key: endingKey{known.user.ID, kind}}
	if s.closed {
		return nil, errUnavailable
	}
	if s.count[e.key] >= socketsPerUser {
		return nil, errTooManySockets
	}
	if s.by[known.token] == nil {
		s.by[known.token] = map[*ending]session{}
	}
	s.by[known.token][e] = known
	s.count[e.key]++
	s.open.Add(1)
	return e, nil
}

func (s *sockets) remove(known session, e *ending) {
	s.mu.Lock()
	defer s.mu.Unlock()
	delete(s.by[known.token], e)
	if len(s.by[known.token]) == 0 {
		delete(s.by, known.token)
	}
	if s.count[e.key]--; s.count[e.key] == 0 {
		delete(s.count, e.key)
	}
	s.open.Done()
}

// claim gives the user's telephone to the browser of a new socket. Where another browser has it, it stays, unless it is taken
// from there knowingly; what the same browser had before, with a page that was loaded anew, ends.
func (s *sockets) claim(e *ending, browser string, take bool) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	var before []*ending
	for o := range s.opened(e.key.user) {
		if o.key.kind != e.key.kind || !o.phone {
			continue
		}
		if o.browser != browser && !take {
			return false
		}
		before = append(before, o)
	}
	for _, o := range before {
		o.phone = false
		o.end(closeTaken, "taken")
	}
	e.browser, e.phone = browser, true
	return true
}

func (s *sockets) closeSession(token [32]byte) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for e := range s.by[token] {
		e.end(closeLogin, "login")
	}
}

// of gives the open sockets of a user, each with its session.
func (s *sockets) of(user UserID) map[*ending]session {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.opened(user)
}

// opened is of, for who holds the lock.
func (s *sockets) opened(user UserID) map[*ending]session {
	all := map[*ending]session{}
	for _, open := range s.by {
		for e, known := range open {
			if known.user.ID == user {
				all[e] = known
			}
		}
	}
	return all
}

// closeAll ends every socket, lets no new one in, and returns when they are closed.
func (s *sockets) closeAll() {
	s.mu.Lock()
	s.closed = true
	for _, of := range s.by {
		for e := range of {
			e.end(websocket.CloseGoingAway, "restart")
		}
	}
	s.mu.Unlock()
	s.open.Wait()
}

// accept checks a handshake and makes the socket; nil when it was refused (and answered). before runs between the
// checks and the upgrade, while an answer can still be given.
func (s *Server) accept(c *gin.Context, kind, protocol string, before func(context.Context) error) (*websocket.Conn, *ending) {
	if !s.sameOrigin(c.Request) {
		s.fail(c, errCrossOrigin)
		return nil, nil
	}
	if !websocket.IsWebSocketUpgrade(c.Request) || !offers(c.Request, protocol) {
		s.fail(c, errMalformed)
		return nil, nil
	}
	known := current(c)
	e, err := s.sockets.add(known, kind)
	if err == nil {
		if err = before(c.Request.Context()); err != nil {
			s.sockets.remove(known, e)
		}
	}
	if err != nil {
		s.fail(c, err)
		return nil, nil
	}
	up := websocket.Upgrader{HandshakeTimeout: handshakeLimit, Subprotocols: []string{protocol},
		CheckOrigin: s.sameOrigin,
		Error:       func(http.ResponseWriter, *http.Request, int, error) { s.fail(c, errMalformed) }}
	conn, err := up.Upgrade(c.Writer, c.Request, nil)
	if err != nil {
		s.sockets.remove(known, e)
		return nil, nil
	}
	s.counters.sockets.WithLabelValues(kind).Inc()
	return conn, e
}

// release is the end of what accept gave.
func (s *Server) release(known session, e *ending) {
	s.counters.sockets.WithLabelValues(e.key.kind).Dec()
	s.sockets.remove(known, e)
}

func offers(r *http.Request, protocol string) bool {
	for _, offered := range websocket.Subprotocols(r) {
		if offered == protocol {
			return true
		}
	}
	return false
}

// bye closes a socket with its ending's code, when there is one to tell.
func bye(conn *websocket.Conn, e *ending) {
	if e.code != 0 {
		// The other side may be gone: then nothing is to be told.
		_ = conn.WriteControl(websocket.CloseMessage, websocket.FormatCloseMessage(e.code, e.why), time.Now().Add(time.Second))
	}
	_ = conn.Close()
}

// revalidate ends a socket whose session is over.
func (s *Server) revalidate(ctx context.Context, known session, e *ending) {
	ctx, cancel := context.WithTimeout(ctx, writeLimit)
	defer cancel()
	if !s.valid(ctx, known) {
		e.end(closeLogin, "login")
	}
}
