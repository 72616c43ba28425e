package web_test

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline/web"
)

// exchange is a switch's WebSocket that answers each message in capitals and hangs up at BYE.
func exchange(t *testing.T, protocol string) string {
	t.Helper()
	up := websocket.Upgrader{Subprotocols: []string{protocol}, CheckOrigin: func(*http.Request) bool { return true }}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Cookie") != "" {
			t.Error("the session's cookie reached the switch")
		}
		conn, err := up.Upgrade(w, r, nil)
		if err != nil {
			return
		}
		defer conn.Close()
		for {
			kind, text, err := conn.ReadMessage()
			if err != nil || string(text) == "BYE" {
				return
			}
			if conn.WriteMessage(kind, []byte(strings.ToUpper(string(text)))) != nil {
				return
			}
		}
	}))
	t.Cleanup(server.Close)
	return "ws" + strings.TrimPrefix(server.URL, "http") + "/ws"
}

func withExchange(t *testing.T, address string) *world {
	t.Helper()
	w := newWorld(t)
	w.stop()
	w.serve(func(d *web.Deps) { d.SIPUpstream = address })
	return w
}

func TestSIP_FramesAreCopiedBothWays(t *testing.T) {
	t.Parallel()
	w := withExchange(t, exchange(t, "sip"))
	conn, _, err := w.dial("/sip", "sip", w.as(web.Agent), nil)
	must(t, err)
	defer conn.Close()
	want(t, "subprotocol", conn.Subprotocol(), "sip")
	for _, kind := range []int{websocket.TextMessage, websocket.BinaryMessage} {
		must(t, conn.WriteMessage(kind, []byte("register")))
		must(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
		got, text, err := conn.ReadMessage()
		must(t, err)
		want(t, "kind", got, kind)
		want(t, "text", string(text), "REGISTER")
	}
	must(t, conn.WriteMessage(websocket.TextMessage, []byte("BYE")))
	if _, _, err = conn.ReadMessage(); !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("the switch hung up: %v", err)
	}
}

func TestSIP_LogoutCutsThePhone(t *testing.T) {
	t.Parallel()
	w := withExchange(t, exchange(t, "sip"))
	cookie := w.as(web.Agent)
	conn, _, err := w.dial("/sip", "sip", cookie, nil)
	must(t, err)
	defer conn.Close()
	w.do("DELETE", "/api/v1/session", cookie, nil)
	must(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	if _, _, err = conn.ReadMessage(); !websocket.IsCloseError(err, 4401) {
		t.Errorf("closed with %v", err)
	}
}

// One agent in two browsers: the telephone stays where it is until it is taken from there; a page that is loaded anew keeps it.
func TestSIP_TwoBrowsers_ThePhoneIsInOne(t *testing.T) {
	t.Parallel()
	w := withExchange(t, exchange(t, "sip"))
	cookie := w.as(web.Agent)
	open := func(query string) *websocket.Conn {
		conn, _, err := w.dial("/sip?"+query, "sip", cookie, nil)
		must(t, err)
		t.Cleanup(func() { _ = conn.Close() })
		must(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
		return conn
	}
	speaks := func(what string, conn *websocket.Conn) {
		t.Helper()
		must(t, conn.WriteMessage(websocket.TextMessage, []byte("options")))
		_, text, err := conn.ReadMessage()
		if err != nil || string(text) != "OPTIONS" {
			t.Errorf("%s: %q, %v", what, text, err)
		}
	}
	taken := func(what string, conn *websocket.Conn) {
		t.Helper()
		if _, _, err := conn.ReadMessage(); !websocket.IsCloseError(err, 4409) {
			t.Errorf("%s: %v", what, err)
		}
	}
	first := open("browser=a")
	speaks("the first browser", first)
	taken("the second browser", open("browser=b"))
	speaks("the first browser is left alone", first)
	second := open("browser=b&take=1")
	taken("the first browser, from which it was taken", first)
	speaks("the second browser", second)
	reloaded := open("browser=b")
	taken("the page before", second)
	speaks("the page that was loaded anew", reloaded)
}

func TestSIP_WhoIsRefused(t *testing.T) {
	t.Parallel()
	w := withExchange(t, exchange(t, "sip"))
	agent := w.as(web.Agent)
	for name, c := range map[string]struct {
		cookie, protocol string
		header           http.Header
		status           int
	}{
		"no session":       {"", "sip", nil, 401},
		"an administrator": {w.as(web.Administrator), "sip", nil, 403},
		"another origin":   {agent, "sip", http.Header{"Origin": {"http://evil.test"}}, 403},
		"not SIP":          {agent, "hotline.v1", nil, 400},
	} {
		_, answer, err := w.dial("/sip", c.protocol, c.cookie, c.header)
		if err == nil {
			t.Errorf("%s: was let in", name)
			continue
		}
		want(t, name, answer.StatusCode, c.status)
	}
}

func TestSIP_SwitchIsAway(t *testing.T) {
	t.Parallel()
	for name, address := range map[string]string{"nobody listens": "ws://127.0.0.1:1/ws", "speaks no SIP": exchange(t, "ari")} {
		w := withExchange(t, address)
		_, answer, err := w.dial("/sip", "sip", w.as(web.Agent), nil)
		if err == nil {
			t.Errorf("%s: was let in", name)
			continue
		}
		want(t, name, answer.StatusCode, http.StatusServiceUnavailable)
	}
}
