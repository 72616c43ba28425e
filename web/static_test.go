package web_test

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"hotline/web"
)

func TestStatic_PageHasItsOwnNonceAndPolicy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	nonces := map[string]bool{}
	for _, path := range []string{"/", "/desk", "/calls/kyiv1-1763913600.12", "/index.html"} {
		answer, text := w.do("GET", path, "", nil)
		want(t, path, answer.StatusCode, http.StatusOK)
		nonce := strings.TrimSuffix(strings.TrimPrefix(string(text), `<meta nonce="`), `">`)
		policy := answer.Header.Get("Content-Security-Policy")
		if nonces[nonce] || !strings.Contains(policy, "'nonce-"+nonce+"'") || !strings.Contains(policy, "frame-ancestors 'none'") {
			t.Errorf("%s: nonce %q, policy %q", path, nonce, policy)
		}
		nonces[nonce] = true
		want(t, "caching", answer.Header.Get("Cache-Control"), "no-store")
		want(t, "sniffing", answer.Header.Get("X-Content-Type-Options"), "nosniff")
		if !strings.Contains(answer.Header.Get("Permissions-Policy"), "microphone=(self)") {
			t.Error("the page may not use the microphone")
		}
	}
}

func TestStatic_AssetsAreImmutableAndCompressed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for accept, wanted := range map[string]string{"identity": "plain", "gzip, br": "br", "gzip": "gz", "br;q=0, gzip": "gz"} {
		answer, text := w.do("GET", "/assets/app-1.js", "", nil, "Accept-Encoding", accept)
		want(t, accept, string(text), wanted)
		want(t, "caching", answer.Header.Get("Cache-Control"), "public, max-age=31536000, immutable")
		want(t, "type", answer.Header.Get("Content-Type"), "text/javascript; charset=utf-8")
		want(t, "Vary", answer.Header.Get("Vary"), "Accept-Encoding")
	}
	answer, _ := w.do("GET", "/favicon.svg", "", nil)
	want(t, "icon", answer.Header.Get("Cache-Control"), "no-cache")
}

func TestStatic_WhatIsNotThereIsNoPage(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, path := range []string{"/api/v2", "/api/v1/unknown", "/assets/old.js", "/assets/", "/assets/app-1.js.br", "/sip/x", "/metrics/x", "/old.js", "/assets/../index.html"} {
		answer, text := w.do("GET", path, "", nil)
		want(t, path, answer.StatusCode, http.StatusNotFound)
		want(t, path, problem(t, text).Code, "no_route")
	}
	answer, _ := w.do("POST", "/desk", "", nil)
	want(t, "POST of a page", answer.StatusCode, http.StatusMethodNotAllowed)
	answer, _ = w.do("DELETE", "/api/v1/desk", w.as(web.Agent), nil)
	want(t, "unknown method", answer.StatusCode, http.StatusMethodNotAllowed)
}

func TestReady_NamesWhatFails(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	answer, text := w.do("GET", "/readyz", "", nil)
	want(t, "status", answer.StatusCode, http.StatusOK)
	want(t, "text", string(text), `{"ready":true,"degraded":[],"checks":{"postgres":"ok"}}`)
	w.checks = errors.New("password=secret")
	answer, text = w.do("GET", "/readyz", "", nil)
	want(t, "status", answer.StatusCode, http.StatusServiceUnavailable)
	want(t, "text", string(text), `{"ready":false,"degraded":[],"checks":{"postgres":"failed"}}`)
	answer, _ = w.do("GET", "/healthz", "", nil)
	want(t, "health", answer.StatusCode, http.StatusOK)
}

// A part without which calls are still taken does not take the copy out of service; and one that hangs holds nobody up.
func TestReady_DegradedIsReadyAndSaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stop()
	var both sync.WaitGroup // one after the other they would never meet
	both.Add(2)
	met := make(chan struct{})
	go func() { both.Wait(); close(met) }()
	var begun [2]sync.Once
	var together atomic.Int64
	hangs := func(i int) func(context.Context) error {
		return func(ctx context.Context) error {
			begun[i].Do(both.Done)
			select {
			case <-met:
				together.Add(1)
			case <-ctx.Done():
			}
			<-ctx.Done()
			return ctx.Err()
		}
	}
	w.serve(func(d *web.Deps) {
		d.Checks = append(d.Checks, web.Check{Name: "s3", Probe: hangs(0), Degrades: true},
			web.Check{Name: "archive", Probe: hangs(1), Degrades: true})
	})
	answer, text := w.do("GET", "/readyz", "", nil)
	want(t, "checks that ran side by side", together.Load(), 2)
	want(t, "status", answer.StatusCode, http.StatusOK)
	want(t, "text", string(text), `{"ready":true,"degraded":["s3","archive"],"checks":{"archive":"failed","postgres":"ok","s3":"failed"}}`)
	_, text = w.do("GET", "/metrics", "", nil)
	for _, line := range []string{`hotline_part_up{part="s3"} 0`, `hotline_part_up{part="postgres"} 1`} {
		if !strings.Contains(string(text), line) {
			t.Errorf("the metrics do not say %s", line)
		}
	}
}

func TestMetrics_LoopbackAndNamedNetworksOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stop()
	w.serve(func(d *web.Deps) {
		d.MetricsFrom, d.TrustedProxies = []netip.Prefix{netip.MustParsePrefix("10.1.0.0/16")}, []netip.Prefix{netip.MustParsePrefix("192.0.2.9/32")}
	})
	for _, c := range []struct {
		from, forwarded string
		status          int
	}{{"127.0.0.1:1", "", 200}, {"[::1]:1", "", 200}, {"127.0.0.1:1", "203.0.113.5", 403}, {"10.1.2.3:1", "", 200}, {"10.2.0.1:1", "", 403},
		{"10.2.0.1:1", "127.0.0.1", 403}, {"192.0.2.9:1", "10.1.0.7", 200}, {"192.0.2.9:1", "203.0.113.5", 403}} {
		r := httptest.NewRequestWithContext(context.Background(), http.MethodGet, "/metrics", nil)
		r.RemoteAddr = c.from
		if c.forwarded != "" {
			r.Header.Set("X-Forwarded-For", c.forwarded)
		}
		answer := httptest.NewRecorder()
		w.ServeHTTP(answer, r)
		want(t, c.from+" for "+c.forwarded, answer.Code, c.status)
	}
}

func TestNew_SaysAllThatIsMissing(t *testing.T) {
	t.Parallel()
	_, err := web.New(web.Deps{Origins: []string{"not an origin"}})
	if err == nil {
		t.Fatal("a server of nothing")
	}
	for _, name := range []string{"Floor", "Tickets", "Store", "Metrics", "SIPUpstream", "not an origin"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q is not named: %v", name, err)
		}
	}
}
