package web_test

import (
	"encoding/json"
	"net"
	"net/http"
	"runtime"
	"strings"
	"testing"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gorilla/websocket"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web"
	"hotline/web/api"
)

// tab is a desktop's socket.
type tab struct {
	*websocket.Conn
	t *testing.T
}

func (w *world) dial(path, protocol, cookie string, header http.Header) (*websocket.Conn, *http.Response, error) {
	if header == nil {
		header = http.Header{"Origin": {origin}}
	}
	header.Set("Cookie", cookie)
	d := websocket.Dialer{Subprotocols: []string{protocol}, HandshakeTimeout: 5 * time.Second}
	return d.DialContext(w.t.Context(), "ws"+strings.TrimPrefix(w.url, "http")+path, header)
}

func (w *world) tab(cookie string) tab {
	w.t.Helper()
	conn, _, err := w.dial("/api/v1/ws", "hotline.v1", cookie, nil)
	must(w.t, err)
	w.t.Cleanup(func() { conn.Close() })
	return tab{conn, w.t}
}

// desk is the next desk; it is held against the contract.
func (c tab) desk() api.Desk {
	c.t.Helper()
	must(c.t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, text, err := c.ReadMessage()
		must(c.t, err)
		var f api.ServerFrame
		must(c.t, json.Unmarshal(text, &f))
		if f.Type != api.ServerFrameTypeDesk {
			continue
		}
		doc, err := document()
		must(c.t, err)
		var raw any
		must(c.t, json.Unmarshal(text, &raw))
		if err := doc.Components.Schemas["ServerFrame"].Value.VisitJSON(raw, openapi3.EnableFormatValidation()); err != nil {
			c.t.Errorf("frame breaks the contract: %v", err)
		}
		return *f.Desk
	}
}

// told waits for a word that something has changed.
func (c tab) told(what api.ServerFrameType) {
	c.t.Helper()
	must(c.t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		var f api.ServerFrame
		must(c.t, c.ReadJSON(&f))
		if f.Type == what {
			return
		}
	}
}

// deskWith waits for a desk that fits.
func (c tab) deskWith(what string, fits func(api.Desk) bool) api.Desk {
	c.t.Helper()
	for range 50 {
		if d := c.desk(); fits(d) {
			return d
		}
	}
	c.t.Fatalf("never came: a desk with %s", what)
	return api.Desk{}
}

func (c tab) ack(version string) {
	c.t.Helper()
	must(c.t, c.WriteJSON(map[string]string{"op": "ack", "version": version}))
}

func TestPush_DeskAtConnectAndAtEachChange(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.tab(w.as(web.Agent))
	first := c.desk()
	want(t, "number", first.Ticket.Number, "10000123-5")
	want(t, "match", first.Card.Match, api.CallerCardMatchExact)
	want(t, "notes of colleagues", len(*first.Ticket.Notes), 1)
	want(t, "ticket of an earlier call", *first.Card.RecentCalls[0].TicketNumber, first.Ticket.Number)
	w.floor.set(func(v *telephony.DeskView) { v.Call.Leg.Muted = true })
	next := c.deskWith("mute", func(d api.Desk) bool { return d.Call.Muted })
	if next.Version == first.Version {
		t.Error("another desk has the same version")
	}
	_, text := w.do("GET", "/api/v1/desk", w.as(web.Agent), nil)
	var asked api.Desk
	must(t, json.Unmarshal(text, &asked))
	want(t, "version by request", asked.Version, next.Version)
	w.pass(time.Second)
	_, text = w.do("GET", "/api/v1/desk", w.as(web.Agent), nil)
	must(t, json.Unmarshal(text, &asked))
	want(t, "version a second later", asked.Version, next.Version)
}

func TestPush_OfferIsToldAsShownOnceWhenATabAcknowledges(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	a, b := w.tab(cookie), w.tab(cookie)
	offer := a.desk()
	b.desk()
	a.ack("another version")
	want(t, "shown before the acknowledgement", w.floor.heard("shown leg-1"), 0)
	a.ack(offer.Version)
	b.ack(offer.Version)
	eventually(t, "shown", func() bool { return w.floor.heard("shown leg-1") == 1 })
	w.floor.set(func(v *telephony.DeskView) { v.Call.Leg.ID, v.Call.Leg.Status = "leg-2", call.Reserved })
	second := a.deskWith("the second offer", func(d api.Desk) bool { return d.Call.LegId == "leg-2" })
	a.ack(second.Version)
	eventually(t, "the second shown", func() bool { return w.floor.heard("shown leg-2") == 1 })
	want(t, "the first shown", w.floor.heard("shown leg-1"), 1)
}

func TestPush_AcknowledgedBeforeItWasSent(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.floor.view.Call.Leg.Status = call.Ringing
	cookie := w.as(web.Agent)
	c := w.tab(cookie)
	c.desk()
	w.floor.mu.Lock() // changes without the server's hearing of it: the tab asks first
	changed := *w.floor.view.Call
	changed.Leg.ID, changed.Leg.Status = "leg-9", call.Reserved
	w.floor.view.Call = &changed
	w.floor.mu.Unlock()
	_, text := w.do("GET", "/api/v1/desk", cookie, nil)
	var asked api.Desk
	must(t, json.Unmarshal(text, &asked))
	c.ack(asked.Version)
	eventually(t, "shown", func() bool { return w.floor.heard("shown leg-9") == 1 })
}

func TestPush_DesktopIsTold_ReloadDoesNotFlap(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.SetRoomLimits(300*time.Millisecond, time.Second, 10*time.Millisecond, time.Second)
	cookie := w.as(web.Agent)
	first := w.tab(cookie)
	first.desk()
	eventually(t, "desktop on", func() bool { return w.floor.heard("desktop on") == 1 })
	must(t, first.Close())
	second := w.tab(cookie) // the reload
	second.desk()
	want(t, "desktop on", w.floor.heard("desktop on"), 1)
	want(t, "desktop off", w.floor.heard("desktop off"), 0)
	must(t, second.Close())
	eventually(t, "desktop off", func() bool { return w.floor.heard("desktop off") == 1 })
	third := w.tab(cookie)
	third.desk()
	eventually(t, "desktop on again", func() bool { return w.floor.heard("desktop on") == 2 })
}

// A desktop of which telephony has forgotten (another copy of hotline took its node over) is told again.
func TestPush_AForgottenDesktopIsToldAgain(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.tab(w.as(web.Agent))
	c.desk()
	eventually(t, "desktop on", func() bool { return w.floor.heard("desktop on") == 1 })
	w.floor.set(func(v *telephony.DeskView) { v.Agent.Desktop = false })
	eventually(t, "desktop on again", func() bool { return w.floor.heard("desktop on") == 2 })
}

// An agent who is reserved has no leg for a moment: there is nothing to answer yet, so nothing is shown or acknowledged.
func TestPush_AnOfferIsShownWhenItHasALeg(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.floor.view.Call.Leg.ID = ""
	c := w.tab(w.as(web.Agent))
	first := c.desk()
	want(t, "state", first.Agent.State, api.AgentStateOffered)
	if first.Call != nil || first.Ticket != nil || first.Card != nil {
		t.Errorf("an offer without a leg: %+v", first.Call)
	}
	c.ack(first.Version)
	w.floor.set(func(v *telephony.DeskView) { v.Call.Leg.ID = "leg-1" })
	offer := c.deskWith("the offer", func(d api.Desk) bool { return d.Call != nil })
	want(t, "leg", offer.Call.LegId, "leg-1")
	want(t, "shown before it was there", w.floor.heard("shown "), 0)
	c.ack(offer.Version)
	eventually(t, "shown", func() bool { return w.floor.heard("shown leg-1") == 1 })
}

func TestPush_AClosedAccountLosesItsSocketsAtOnce(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c, other := w.tab(w.as(web.Agent)), w.tab(w.as(web.Agent))
	c.desk()
	other.desk()
	must(t, web.NewUsers(w.store, w.now).Disable(t.Context(), w.users[web.Agent].Login))
	w.floor.set(func(v *telephony.DeskView) { v.Agent.Next = telephony.Offline })
	for _, socket := range []tab{c, other} {
		must(t, socket.SetReadDeadline(time.Now().Add(10*time.Second)))
		for {
			if _, _, err := socket.ReadMessage(); err != nil {
				if !websocket.IsCloseError(err, 4401) {
					t.Errorf("closed with %v, want 4401", err)
				}
				break
			}
		}
	}
	if _, answer, err := w.dial("/api/v1/ws", "hotline.v1", w.as(web.Agent), nil); err == nil || answer.StatusCode != http.StatusUnauthorized {
		t.Errorf("a closed account opens a socket: %v", err)
	}
}

func TestPush_ReconnectGetsTheNewestDesk(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	c := w.tab(cookie)
	c.desk()
	must(t, c.Close())
	for n := range 5 {
		w.floor.set(func(v *telephony.DeskView) { v.Waiting = 10 + n })
	}
	want(t, "waiting", w.tab(cookie).desk().Line.Waiting, 14)
}

func TestPush_SlowClientIsCutAndHoldsNobodyUp(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	w.tickets.mu.Lock()
	w.tickets.draft.Text = strings.Repeat("я", 1<<18) // so that a few frames fill the buffers of the kernel
	w.tickets.mu.Unlock()
	slow, fast := w.tab(cookie), w.tab(cookie)
	must(t, slow.UnderlyingConn().(*net.TCPConn).SetReadBuffer(4<<10))
	for n := range 16 {
		w.floor.set(func(v *telephony.DeskView) { v.Waiting = 100 + n })
		fast.deskWith("the new count", func(d api.Desk) bool { return d.Line.Waiting == 100+n })
	}
	eventually(t, "the slow one is cut", func() bool {
		_, text := w.do("GET", "/metrics", "", nil)
		return strings.Contains(string(text), "hotline_sockets_cut_total 1")
	})
	w.floor.set(func(v *telephony.DeskView) { v.Waiting = 7 })
	fast.deskWith("the last count", func(d api.Desk) bool { return d.Line.Waiting == 7 })
}

func TestPush_LogoutClosesWith4401(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	c := w.tab(cookie)
	c.desk()
	w.do("DELETE", "/api/v1/session", cookie, nil)
	must(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, _, err := c.ReadMessage()
		if err == nil {
			continue
		}
		if !websocket.IsCloseError(err, 4401) {
			t.Errorf("closed with %v", err)
		}
		return
	}
}

func TestPush_HandshakeIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.as(web.Agent)
	for name, c := range map[string]struct {
		cookie, protocol string
		header           http.Header
		status           int
	}{
		"another origin":  {agent, "hotline.v1", http.Header{"Origin": {"http://evil.test"}}, 403},
		"no origin":       {agent, "hotline.v1", http.Header{}, 403},
		"other protocol":  {agent, "cc.v1", nil, 400},
		"no session":      {"", "hotline.v1", nil, 401},
		"no telephone":    {w.as(web.Administrator), "hotline.v1", nil, 403},
		"a phone's route": {agent, "xmpp", nil, 400},
	} {
		_, answer, err := w.dial("/api/v1/ws", c.protocol, c.cookie, c.header)
		if err == nil {
			t.Errorf("%s: was let in", name)
			continue
		}
		want(t, name, answer.StatusCode, c.status)
	}
}

func TestPush_TooMuchFromAClientClosesIt(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.tab(w.as(web.Agent))
	c.desk()
	must(t, c.WriteMessage(websocket.TextMessage, []byte(strings.Repeat("x", 17<<10))))
	must(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	var err error
	for err == nil {
		_, _, err = c.ReadMessage()
	}
	if n, ok := err.(net.Error); ok && n.Timeout() {
		t.Errorf("the socket stays open: %v", err)
	}
}

//nolint:paralleltest // it counts goroutines of the process
func TestPush_NoGoroutineStays(t *testing.T) {
	w := newWorld(t)
	cookie := w.as(web.Agent)
	warm := w.tab(cookie)
	warm.desk()
	must(t, warm.Close())
	eventually(t, "the room is gone", func() bool { return w.floor.heard("desktop off") == 1 })
	before := runtime.NumGoroutine()
	for range 10 {
		c := w.tab(cookie)
		c.desk()
		must(t, c.Close())
	}
	eventually(t, "the goroutines ended", func() bool { return runtime.NumGoroutine() <= before })
	c := w.tab(cookie)
	c.desk()
	w.stop()
	must(t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	var err error
	for err == nil { // a desk that was on its way comes before
		_, _, err = c.ReadMessage()
	}
	if !websocket.IsCloseError(err, websocket.CloseGoingAway) {
		t.Errorf("at the end: %v", err)
	}
}
