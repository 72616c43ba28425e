package web

import (
	"bytes"
	"crypto/rand"
	"encoding/base64"
	"io"
	"io/fs"
	"net/http"
	"path"
	"slices"
	"strings"
	"time"

	"github.com/gin-gonic/gin"
)

const nonceMark = "__CSP_NONCE__"

// policy is the page's Content-Security-Policy; React Aria and wavesurfer need the nonce for their styles.
func policy(nonce string) string {
	return "default-src 'self'; script-src 'self'; style-src 'self' 'nonce-" + nonce + "'; style-src-attr 'unsafe-inline'; " +
		"img-src 'self' data: blob:; media-src 'self' blob:; connect-src 'self'; worker-src 'self' blob:; frame-ancestors 'none'; " +
		"base-uri 'none'; form-action 'self'; object-src 'none'"
}

// page answers every address without a route: a file of the desktop, or the desktop itself, which has routes of its own.
// What looks like an address of the server, or like a file that is not there, is 404: an old tab must not run a page as a script.
func (s *Server) page(c *gin.Context) {
	name := strings.TrimPrefix(path.Clean(c.Request.URL.Path), "/")
	first, _, _ := strings.Cut(name, "/")
	if slices.Contains([]string{"api", "sip", "assets", "healthz", "readyz", "metrics"}, first) {
		s.fail(c, errNoRoute)
		return
	}
	if c.Request.Method != http.MethodGet && c.Request.Method != http.MethodHead {
		s.fail(c, errMethod)
		return
	}
	if name == first && name != "index.html" && path.Ext(name) != "" { // only the root has files: a call's id has a dot too
		if !s.serve(c, name, "no-cache") {
			s.fail(c, errNoRoute)
		}
		return
	}
	raw := make([]byte, 18)
	_, _ = rand.Read(raw) // crypto/rand.Read never fails (Go 1.24)
	nonce := base64.StdEncoding.EncodeToString(raw)
	h := c.Writer.Header()
	h.Set("Cache-Control", "no-store") // it carries the nonce
	h.Set("Content-Security-Policy", policy(nonce))
	h.Set("Permissions-Policy", "microphone=(self), speaker-selection=(self), camera=()")
	c.Data(http.StatusOK, "text/html; charset=utf-8", bytes.ReplaceAll(s.index, []byte(nonceMark), []byte(nonce)))
}

// asset serves files whose names carry a hash of their content.
func (s *Server) asset(c *gin.Context) {
	if !s.serve(c, "assets"+path.Clean(c.Param("name")), "public, max-age=31536000, immutable") {
		s.fail(c, errNoRoute)
	}
}

// serve sends a file, compressed when there is such a copy and the browser takes it; false when there is no such file.
func (s *Server) serve(c *gin.Context, name, cache string) bool {
	kind := typeOf(name)
	if kind == "" || !fs.ValidPath(name) {
		return false
	}
	if info, err := fs.Stat(s.UI, name); err != nil || info.IsDir() {
		return false
	}
	h := c.Writer.Header()
	stored := name
	for _, coding := range []struct{ name, suffix string }{{"br", ".br"}, {"gzip", ".gz"}} {
		if _, err := fs.Stat(s.UI, name+coding.suffix); err != nil {
			continue
		}
		h.Set("Vary", "Accept-Encoding")
		if stored == name && accepts(c.GetHeader("Accept-Encoding"), coding.name) {
			stored = name + coding.suffix
			h.Set("Content-Encoding", coding.name)
		}
	}
	file, err := s.UI.Open(stored)
	if err != nil {
		return false
	}
	defer file.Close()
	body, err := io.ReadAll(file)
	if err != nil {
		return false
	}
	h.Set("Cache-Control", cache)
	h.Set("Content-Type", kind)
	http.ServeContent(c.Writer, c.Request, "", time.Time{}, bytes.NewReader(body))
	return true
}

// typeOf knows the desktop's kinds of files; empty for everything else. The machine's own table of types is no help:
// it differs from machine to machine, and there ".1" is a manual page. Compressed copies are reached through their originals.
func typeOf(name string) string {
	switch path.Ext(name) {
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".woff2":
		return "font/woff2"
	case ".json", ".webmanifest":
		return "application/json"
	case ".png":
		return "image/png"
	case ".ico":
		return "image/x-icon"
	case ".txt":
		return "text/plain; charset=utf-8"
	case ".mp3":
		return "audio/mpeg"
	case ".wav":
		return "audio/wav"
	}
	return ""
}

func accepts(header, coding string) bool {
	for part := range strings.SplitSeq(header, ",") {
		name, weight, _ := strings.Cut(strings.TrimSpace(part), ";")
		if strings.TrimSpace(name) == coding {
			weight = strings.ReplaceAll(weight, " ", "")
			return weight != "q=0" && weight != "q=0.0" && weight != "q=0.00" && weight != "q=0.000"
		}
	}
	return false
}
