package main

import (
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
)

// Without PostgreSQL everybody is told that the service is away for a while, also who logs in; it is no fault of the server.
func TestServe_DatabaseAway_SaidInWordsAs503(t *testing.T) {
	beside(t, anOffice)
	var way *wire
	o := newOffice(t, func(c *config) {
		u, err := url.Parse(c.Postgres)
		must(t, err)
		way = newWire(t, u.Host)
		u.Host = way.addr
		c.Postgres = u.String()
	})
	way.set(cut)
	for range 20 { // each connection of the pool fails in its own way
		for path, body := range map[string]any{"/api/v1/session": map[string]any{"login": "koval", "password": officePassword}} {
			answer, text := o.do("nobody", "POST", path, body)
			refused(t, "log in", answer, text, 503, "unavailable")
		}
		answer, text := o.do("kerivnyk", "GET", "/api/v1/calls", nil)
		refused(t, "calls", answer, text, 503, "unavailable")
	}
	way.set(whole)
	if answer, text := o.do("kerivnyk", "GET", "/api/v1/calls", nil); answer.StatusCode != http.StatusOK {
		t.Errorf("PostgreSQL is back: %d %s", answer.StatusCode, text)
	}
}

// All parts may be well while the program itself is dead: doctor asks it too.
func TestDoctor_AsksTheProgramItself(t *testing.T) {
	beside(t, anOffice)
	status := http.StatusOK
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/readyz" {
			t.Errorf("asked %s", r.URL.Path)
		}
		w.WriteHeader(status)
	}))
	cfg := config{Listen: strings.Replace(strings.TrimPrefix(server.URL, "http://"), "127.0.0.1", "0.0.0.0", 1)}
	must(t, checkServing(t.Context(), cfg))
	status = http.StatusServiceUnavailable
	if err := checkServing(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "не готова") {
		t.Errorf("not ready: %v", err)
	}
	server.Close()
	if err := checkServing(t.Context(), cfg); err == nil || !strings.Contains(err.Error(), "не відповідає") {
		t.Errorf("dead: %v", err)
	}
}
