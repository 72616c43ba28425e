package web

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"runtime/debug"
	"strings"
	"syscall"
	"time"

	"github.com/gin-gonic/gin"
)

// Limits of a request. Sockets and audio have their own.
const (
	bodyLimit     = 256 << 10 // 10 000 characters, each written as \uXXXX twice, and room
	requestLimit  = 10 * time.Second
	transferLimit = 30 * time.Second // for reading the body and writing the answer
	importLimit   = 3 * time.Minute  // to read a file of five thousand rows and to register them
	audioLimit    = 15 * time.Minute // a player may leave a connection idle while it has enough; an export is as long as it is
)

const requestIDKey = "request_id"

// observe gives the request its id, and counts and logs it: the route, never the address, a query or a person.
func (s *Server) observe(c *gin.Context) {
	began := time.Now()
	b := make([]byte, 8)
	_, _ = rand.Read(b) // crypto/rand.Read never fails (Go 1.24)
	id := hex.EncodeToString(b)
	c.Set(requestIDKey, id)
	c.Header("X-Request-Id", id)
	c.Next()
	took, route := time.Since(began), c.FullPath()
	if route == "" {
		route = "other"
	}
	s.counters.request(c.Request.Method, route, c.Writer.Status(), took)
	s.Log.LogAttrs(c, slog.LevelDebug, "request", slog.String("method", c.Request.Method), slog.String("route", route),
		slog.Int("status", c.Writer.Status()), slog.Int64("took_ms", took.Milliseconds()), slog.String("request_id", id),
		slog.Int64("user_id", int64(current(c).user.ID)))
}

// recover turns a panic into an answer 500 and a log entry with the stack.
func (s *Server) recover(c *gin.Context) {
	defer func() {
		v := recover()
		if v == nil {
			return
		}
		if v == http.ErrAbortHandler { //nolint:errorlint // net/http compares it so too
			panic(v)
		}
		if err, ok := v.(error); ok && (errors.Is(err, syscall.EPIPE) || errors.Is(err, syscall.ECONNRESET)) {
			c.Abort() // the client left while we wrote
			return
		}
		s.Log.ErrorContext(c, "panic", "route", c.FullPath(), "request_id", c.GetString(requestIDKey), "panic", v,
			"stack", string(debug.Stack()))
		s.fail(c, errors.New("panic"))
	}()
	c.Next()
}

// harden sets the headers that every answer carries.
func (s *Server) harden(c *gin.Context) {
	h := c.Writer.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Referrer-Policy", "same-origin")
	h.Set("Cross-Origin-Opener-Policy", "same-origin")
	h.Set("Cross-Origin-Resource-Policy", "same-origin")
	if s.secure {
		h.Set("Strict-Transport-Security", "max-age=31536000")
	}
	if strings.HasPrefix(c.Request.URL.Path, "/api/") {
		h.Set("Cache-Control", "no-store")
		h.Set("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'")
	}
}

// limit bounds the body, the work and the transfer.
func (s *Server) limit(c *gin.Context) {
	switch c.FullPath() {
	case "/api/v1/ws", "/sip":
		return
	}
	ctrl := http.NewResponseController(c.Writer)
	now, transfer, reading, work, body := time.Now(), transferLimit, transferLimit, requestLimit, int64(bodyLimit)
	if c.FullPath() == importRoute && c.Request.Method == http.MethodPost {
		transfer, reading, work, body = importLimit, importLimit, importLimit-5*time.Second, importBytes
	}
	switch c.FullPath() {
	case audioRoute, exportRoute:
		transfer = audioLimit
	default:
		ctx, cancel := context.WithTimeout(c.Request.Context(), work)
		defer cancel()
		c.Request = c.Request.WithContext(ctx)
	}
	// A writer that knows no deadlines (a test's recorder) has no slow client either.
	_ = ctrl.SetWriteDeadline(now.Add(transfer))
	if c.Request.Body != nil && c.Request.ContentLength != 0 {
		_ = ctrl.SetReadDeadline(now.Add(reading))
		c.Request.Body = http.MaxBytesReader(c.Writer, c.Request.Body, body)
	}
	c.Next()
}

// crossOrigin refuses a changing request that another site's page sent (CSRF).
func (s *Server) crossOrigin(c *gin.Context) {
	if err := s.csrf.Check(c.Request); err != nil {
		s.fail(c, errCrossOrigin)
	}
}

// sameOrigin is the rule for sockets: an Origin that is on the list, exactly. A browser always sends one.
func (s *Server) sameOrigin(r *http.Request) bool { return s.origins[r.Header.Get("Origin")] }

// addressOf is the client's address without a port, as the audit keeps it.
func addressOf(c *gin.Context) string {
	if ip := net.ParseIP(c.ClientIP()); ip != nil {
		return ip.String()
	}
	return ""
}
