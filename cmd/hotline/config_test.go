package main

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

func setMinimum(t *testing.T) {
	t.Helper()
	for _, name := range []string{"POSTGRES", "S3_ACCESS_KEY", "S3_SECRET_KEY", "ARI_USER", "ARI_PASSWORD", "SPOOL"} {
		t.Setenv("HOTLINE_"+name, "x")
	}
	t.Setenv("HOTLINE_S3_ENDPOINT", "http://127.0.0.1:9000")
}

func TestConfig_NetworksAreReadAndFaultsNamed(t *testing.T) {
	setMinimum(t)
	c, err := readConfig()
	if err != nil || len(c.TrustedProxies) != 0 || len(c.MetricsFrom) != 0 {
		t.Errorf("by default somebody is trusted: %v %v, %v", c.TrustedProxies, c.MetricsFrom, err)
	}
	t.Setenv("HOTLINE_TRUSTED_PROXIES", "10.0.0.0/8, 192.0.2.7,fd00::/8")
	t.Setenv("HOTLINE_METRICS_FROM", "10.1.2.3")
	c, err = readConfig()
	must(t, err)
	all := networks(append(c.TrustedProxies, c.MetricsFrom...))
	if len(all) != 4 || all[1].String() != "192.0.2.7/32" || all[2].String() != "fd00::/8" || all[3].String() != "10.1.2.3/32" {
		t.Errorf("networks: %v", all)
	}
	t.Setenv("HOTLINE_TRUSTED_PROXIES", "nginx,0.0.0.0/0")
	t.Setenv("HOTLINE_METRICS_FROM", "10.0.0.0/99")
	_, err = readConfig()
	if err == nil {
		t.Fatal("broken networks are taken")
	}
	for _, want := range []string{`HOTLINE_TRUSTED_PROXIES "nginx": має бути мережа`, `HOTLINE_TRUSTED_PROXIES "0.0.0.0/0": це весь світ`,
		`HOTLINE_METRICS_FROM "10.0.0.0/99": має бути мережа`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the fault does not say %q:\n%v", want, err)
		}
	}
}

// Behind a proxy on another machine the audit has the citizen's, or the agent's, own address, and /metrics stays closed.
func TestServe_BehindAProxy(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, func(c *config) {
		c.TrustedProxies, c.MetricsFrom = []string{"10.0.0.0/8"}, []string{"192.0.2.0/24"}
	})
	srv, err := o.desks()
	must(t, err)
	ask := func(from, forwarded, method, path, body string) int {
		r := httptest.NewRequestWithContext(t.Context(), method, path, strings.NewReader(body))
		r.RemoteAddr = from + ":4711"
		r.Header.Set("X-Forwarded-For", forwarded)
		if body != "" {
			r.Header.Set("Content-Type", "application/json")
		}
		answer := httptest.NewRecorder()
		srv.ServeHTTP(answer, r)
		return answer.Code
	}
	login := `{"login":"koval","password":"` + officePassword + `"}`
	for from, want := range map[string]string{"10.1.1.1": "203.0.113.9", "198.51.100.7": "198.51.100.7"} {
		if code := ask(from, "203.0.113.9", "POST", "/api/v1/session", login); code != http.StatusOK {
			t.Errorf("log in from %s: %d", from, code)
		}
		var address string
		must(t, o.pool.QueryRow(t.Context(), `SELECT address FROM user_history WHERE event = 'logged_in' ORDER BY id DESC LIMIT 1`).Scan(&address))
		if address != want {
			t.Errorf("from %s the audit has %s, want %s", from, address, want)
		}
	}
	for from, want := range map[string]int{"203.0.113.9": http.StatusForbidden, "192.0.2.77": http.StatusOK} {
		if code := ask("10.1.1.1", from, "GET", "/metrics", ""); code != want {
			t.Errorf("/metrics for %s: %d, want %d", from, code, want)
		}
	}
}
