package web

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"errors"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"time"

	"github.com/gin-gonic/gin"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web/api"
)

// Limits of a session.
const (
	idleLimit    = 12 * time.Hour
	sessionLimit = 24 * time.Hour
)

// Limits of guessing. An attempt counts before it is looked at, so that parallel guesses do not slip through;
// a successful one forgets those of its login, not of its address: who has one account must not guess others freely.
// Offices share an address, so its limit is wide.
const (
	throttleWindow     = 5 * time.Minute
	attemptsPerLogin   = 50 // from wherever: nobody can lock a colleague out with a handful of wrong passwords
	attemptsPerPlace   = 5  // of one login from one address
	attemptsPerAddress = 200
)

const sessionKey = "session"

// session is a request's session; token is the hash by which the store knows it.
type session struct {
	user  User
	token [32]byte
}

func (u User) agent() call.AgentID { return call.AgentID(u.ID) }

func current(ctx context.Context) session {
	known, _ := ctx.Value(sessionKey).(session)
	return known
}

// cookieName is the name of the cookie of a session. Browsers tell cookies of a host apart by their names only, not by ports: two
// services on one machine would log each other's people out. Copies of one service have the same address, and so the same name.
// With TLS a page of a neighbouring host cannot plant one (RFC 6265bis, 4.1.3.2).
func cookieName(first string, secure bool) string {
	name := "hotline_session"
	if u, err := url.Parse(first); err == nil && u.Port() != "" {
		name += "_" + u.Port()
	}
	if secure {
		name = "__Host-" + name
	}
	return name
}

func (s *Server) tokenOf(r *http.Request) ([32]byte, bool) {
	cookie, err := r.Cookie(s.cookie)
	if err != nil || len(cookie.Value) != base64.RawURLEncoding.EncodedLen(32) {
		return [32]byte{}, false
	}
	raw, err := base64.RawURLEncoding.DecodeString(cookie.Value)
	return sha256.Sum256(raw), err == nil
}

// session finds who asks. ErrNoSession.
func (s *Server) session(c *gin.Context) (session, error) {
	token, ok := s.tokenOf(c.Request)
	if !ok {
		return session{}, ErrNoSession
	}
	now := s.Now()
	user, err := s.Store.Session(c, token, now, now.Add(-idleLimit), true)
	return session{user, token}, err
}

// valid tells whether an open socket's session still is. A database that is away ends no session.
func (s *Server) valid(ctx context.Context, known session) bool {
	now := s.Now()
	user, err := s.Store.Session(ctx, known.token, now, now.Add(-idleLimit), false)
	if errors.Is(err, ErrNoSession) || err == nil && user.Role != known.user.Role {
		return false
	}
	if err != nil {
		s.Log.WarnContext(ctx, "session not checked", "error", err)
	}
	return true
}

// throttled refuses a login for a while.
type throttled struct{ wait time.Duration }

func (t throttled) Error() string {
	return fmt.Sprintf("too many attempts to log in, wait %s", t.wait.Round(time.Second))
}

func (t throttled) seconds() int { return max(1, int(math.Ceil(t.wait.Seconds()))) }

// CreateSession logs in.
func (h handlers) CreateSession(ctx context.Context, r api.CreateSessionRequestObject) (api.CreateSessionResponseObject, error) {
	c := ctx.(*gin.Context)
	login, address := normalLogin(r.Body.Login), c.ClientIP()
	byPlace := sha256.Sum256([]byte("place:" + address + " " + login))
	for _, by := range []struct {
		key   [32]byte
		limit int
	}{{byPlace, attemptsPerPlace}, {sha256.Sum256([]byte("login:" + login)), attemptsPerLogin}, {sha256.Sum256([]byte("address:" + address)), attemptsPerAddress}} {
		if err := h.throttle(ctx, by.key, by.limit); err != nil {
			return nil, err
		}
	}
	user, hash, err := h.Store.UserByLogin(ctx, login)
	if err != nil && !errors.Is(err, ErrNoUser) {
		return nil, fmt.Errorf("log in: %w", err)
	}
	unknown := err != nil || user.Disabled
	if unknown {
		hash = nobody
	}
	right, err := checkPassword(hash, r.Body.Password)
	if err != nil {
		return nil, fmt.Errorf("log in user %d: %w", user.ID, err)
	}
	if unknown || !right {
		h.counters.logins.WithLabelValues("refused").Inc()
		h.Log.WarnContext(ctx, "login refused", "user_id", user.ID, "address", address)
		return nil, errWrongPassword
	}
	if err := h.Store.Forget(ctx, byPlace); err != nil {
		return nil, fmt.Errorf("log in user %d: %w", user.ID, err)
	}
	if err := h.open(c, user, address); err != nil {
		return nil, err
	}
	h.counters.logins.WithLabelValues("accepted").Inc()
	h.Log.InfoContext(ctx, "logged in", "user_id", user.ID)
	return api.CreateSession200JSONResponse(sessionOf(user)), nil
}

func (s *Server) throttle(ctx context.Context, key [32]byte, limit int) error {
	now := s.Now()
	count, began, err := s.Store.Attempt(ctx, key, now, throttleWindow)
	if err != nil {
		return fmt.Errorf("log in: %w", err)
	}
	if count > limit {
		s.counters.logins.WithLabelValues("throttled").Inc()
		s.Log.WarnContext(ctx, "login throttled", "attempts", count)
		return throttled{began.Add(throttleWindow).Sub(now)}
	}
	return nil
}

func (s *Server) open(c *gin.Context, user User, address string) error {
	if old, ok := s.tokenOf(c.Request); ok { // the browser's former session ends: one browser, one person
		s.sockets.closeSession(old)
		if err := s.Store.EndSession(c, old, s.Now()); err != nil {
			return fmt.Errorf("end the former session: %w", err)
		}
	}
	raw := make([]byte, 32)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails (Go 1.24)
	now := s.Now()
	if err := s.Store.AddSession(c, sha256.Sum256(raw), user.ID, address, now, now.Add(sessionLimit)); err != nil {
		return fmt.Errorf("log in user %d: %w", user.ID, err)
	}
	s.setCookie(c, base64.RawURLEncoding.EncodeToString(raw), int(sessionLimit.Seconds()))
	return nil
}

func (s *Server) setCookie(c *gin.Context, value string, maxAge int) {
	http.SetCookie(c.Writer, &http.Cookie{Name: s.cookie, Value: value, Path: "/", MaxAge: maxAge,
		HttpOnly: true, Secure: s.secure, SameSite: http.SameSiteLaxMode})
}

// GetSession tells who is logged in.
func (h handlers) GetSession(ctx context.Context, _ api.GetSessionRequestObject) (api.GetSessionResponseObject, error) {
	return api.GetSession200JSONResponse(sessionOf(current(ctx).user)), nil
}

// DeleteSession logs out: the session and its sockets end, an agent goes offline (after the present call).
func (h handlers) DeleteSession(ctx context.Context, _ api.DeleteSessionRequestObject) (api.DeleteSessionResponseObject, error) {
	known := current(ctx)
	if known.user.Role != Administrator {
		// A shift that cannot be ended keeps nobody from logging out: without a desktop and a phone no call is offered.
		if err := h.changeState(ctx, known.user.agent(), telephony.Offline, "", ""); err != nil {
			h.Log.WarnContext(ctx, "shift not ended at logout", "user_id", known.user.ID, "error", err)
		}
	}
	if err := h.Store.EndSession(ctx, known.token, h.Now()); err != nil {
		return nil, fmt.Errorf("log out user %d: %w", known.user.ID, err)
	}
	h.sockets.closeSession(known.token)
	h.setCookie(ctx.(*gin.Context), "", -1)
	return api.DeleteSession204Response{}, nil
}

func sessionOf(u User) api.Session {
	return api.Session{UserId: int64(u.ID), Login: u.Login, Name: u.Name, Role: api.Role(u.Role), Service: some(api.Service(u.Service))}
}

// sweep deletes what has expired, once an hour.
func (s *Server) sweep(ctx context.Context) {
	tick := time.NewTicker(time.Hour)
	defer tick.Stop()
	for {
		now := s.Now()
		if err := s.Store.Sweep(ctx, now, now.Add(-idleLimit)); err != nil && ctx.Err() == nil {
			s.Log.WarnContext(ctx, "old sessions not swept", "error", err)
		}
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// some is a pointer to v, or nil for the zero value: what is unknown is absent.
func some[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

// value is *p, or the zero value.
func value[T any](p *T) T {
	if p == nil {
		var zero T
		return zero
	}
	return *p
}
