package main

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode"

	"github.com/gorilla/websocket"

	"hotline/deploy/schema/schematest"
	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web"
	webpostgres "hotline/web/postgres"
)

// office is a house without a switch: the web server on the real stores, with people who are logged in.
type office struct {
	*house
	t       *testing.T
	ctx     context.Context // ends when nothing should take so long
	url     string
	cookies map[string]string
	ids     map[string]call.AgentID
}

const officePassword = "довгий пароль 1"

func newOffice(t *testing.T, adjust func(*config)) *office {
	t.Helper()
	store, err := url.Parse(os.Getenv("HOTLINE_TEST_MINIO"))
	if err != nil || store.Host == "" {
		t.Fatal("HOTLINE_TEST_MINIO is not set: run `make test`")
	}
	secret, _ := store.User.Password()
	cfg := config{Listen: "127.0.0.1:0", PublicURL: []string{"http://desk.test"}, Postgres: schematest.URL(t), S3Endpoint: store.Scheme + "://" + store.Host,
		S3AccessKey: store.User.Username(), S3SecretKey: secret, S3Bucket: "office-" + fmt.Sprint(time.Now().UnixNano()), ARIURL: "http://127.0.0.1:1",
		Node: "kyiv1", Spool: t.TempDir(), SIPAddr: "127.0.0.1:5060", Ring: 5 * time.Second, Clock: "2026-11-23T10:00:00+02:00"}
	if adjust != nil {
		adjust(&cfg)
	}
	o := &office{t: t, house: &house{cfg: cfg, log: slog.New(slog.NewTextHandler(testLog{t}, nil)), now: cfg.clock()},
		cookies: map[string]string{"nobody": ""}, ids: map[string]call.AgentID{}}
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	o.ctx = ctx
	o.pool, err = openDatabase(t.Context(), cfg, o.log)
	must(t, err)
	t.Cleanup(o.pool.Close)
	must(t, o.build(t.Context()))
	srv, err := o.desks()
	must(t, err)
	server := httptest.NewServer(srv)
	ended := make(chan error, 1)
	go func() { ended <- srv.Run(ctx) }()
	t.Cleanup(func() {
		cancel()
		<-ended
		server.Close()
	})
	o.url = server.URL
	for login, role := range map[string]web.Role{"koval": web.Agent, "bondar": web.Agent, "kerivnyk": web.Supervisor, "admin": web.Administrator} {
		o.hire(login, role)
	}
	return o
}

// hire makes an account, as `hotline user add` does, and logs in.
func (o *office) hire(login string, role web.Role) {
	o.t.Helper()
	u := web.User{Login: login, Name: "Особа " + login, Role: role}
	if role == web.Agent {
		u.Service = "information"
	}
	u, err := web.NewUsers(webpostgres.New(o.pool), o.now).Add(o.t.Context(), u, officePassword)
	must(o.t, err)
	o.ids[login] = call.AgentID(u.ID)
	if role == web.Agent {
		must(o.t, o.tel.PutAgent(o.t.Context(), o.ids[login], u.Name, call.Information))
	}
	if role == web.Supervisor {
		must(o.t, o.tel.PutSupervisor(o.t.Context(), o.ids[login], u.Name))
	}
	answer, text := o.do("nobody", "POST", "/api/v1/session", map[string]any{"login": login, "password": officePassword})
	if answer.StatusCode != http.StatusOK {
		o.t.Fatalf("log in %s: %d %s", login, answer.StatusCode, text)
	}
	o.cookies[login] = answer.Cookies()[0].Name + "=" + answer.Cookies()[0].Value
}

// do sends a request as the user of this login.
func (o *office) do(who, method, path string, body any) (*http.Response, string) {
	o.t.Helper()
	var content io.Reader
	if body != nil {
		text, err := json.Marshal(body)
		must(o.t, err)
		content = bytes.NewReader(text)
	}
	r, err := http.NewRequestWithContext(o.t.Context(), method, o.url+path, content)
	must(o.t, err)
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if o.cookies[who] != "" {
		r.Header.Set("Cookie", o.cookies[who])
	}
	answer, err := http.DefaultTransport.RoundTrip(r)
	must(o.t, err)
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	must(o.t, err)
	return answer, string(text)
}

// refused holds an answer to be a refusal with this status and code, and words that tell the way out.
func refused(t *testing.T, what string, answer *http.Response, text string, status int, codes ...string) {
	t.Helper()
	var p struct {
		Code, Title, Detail string
		Fields              map[string]string
	}
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		t.Errorf("%s: no problem document (%d): %.200s", what, answer.StatusCode, text)
		return
	}
	if answer.StatusCode != status || !slices.Contains(codes, p.Code) {
		t.Errorf("%s: %d %s, want %d %v", what, answer.StatusCode, p.Code, status, codes)
	}
	for _, words := range append([]string{p.Title, p.Detail}, mapValues(p.Fields)...) {
		if !strings.ContainsFunc(words, func(r rune) bool { return unicode.Is(unicode.Cyrillic, r) }) {
			t.Errorf("%s: no words for people: %q", what, words)
		}
	}
}

func mapValues(m map[string]string) (all []string) {
	for _, v := range m {
		all = append(all, v)
	}
	return all
}

// spokenCall is a call that this agent took and now wraps up, with its ticket and recording.
func (o *office) spokenCall(login string, id call.ID) (call.TicketID, recording.Recording) {
	o.t.Helper()
	ctx, agent, at := o.t.Context(), o.ids[login], o.now().Add(-time.Minute).Truncate(time.Microsecond)
	ticket, err := o.reg.OpenForCall(ctx, tickets.CallOpening{CallID: tickets.CallID(id), Number: "+380501234567", ArrivedAt: at, Service: tickets.Information})
	must(o.t, err)
	c := call.Call{ID: id, Node: "kyiv1", State: call.Ended, Version: 9, Service: call.Information, Number: "+380501234567", Ticket: call.TicketID(ticket.ID),
		ArrivedAt: at, AnsweredAt: at.Add(5 * time.Second), EndedAt: ticket.RegisteredAt, EndReason: call.CallerHungUp} // registered as late as could be
	body, err := json.Marshal(c)
	must(o.t, err)
	for _, statement := range []struct {
		sql  string
		args []any
	}{
		{`INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, arrived_at, ended_at, end_reason, settled, body)
			VALUES ($1, 'kyiv1', 'ended', 9, 'information', $2, $3, 0, $4, $5, $6, true, $7)`,
			[]any{id, c.Number, int64(c.Ticket), at, c.EndedAt, string(c.EndReason), body}},
		{`INSERT INTO offers (leg, call_id, agent_id, made_at, answered_at, ended_at) VALUES ($1, $2, $3, $4, $5, $6)`,
			[]any{string(id) + "-1", id, agent, at, c.AnsweredAt, c.EndedAt}},
		{`UPDATE agents SET state = 'wrap_up', call_id = $2, wrap_up_until = $3 WHERE id = $1`, []any{agent, id, o.now().Add(time.Hour)}},
	} {
		_, err := o.pool.Exec(ctx, statement.sql, statement.args...)
		must(o.t, err)
	}
	_, err = o.seal.Register(ctx, recording.CallID(id), at)
	must(o.t, err)
	r, err := o.recs.ByCall(ctx, recording.CallID(id))
	must(o.t, err)
	return c.Ticket, r
}

const (
	noUUID   = "7b0f5e0a-6a52-4f0e-9d0e-00000000000f"
	noTicket = "/api/v1/tickets/999999"
	noCall   = "/api/v1/calls/kyiv1-1.1"
)

// What belongs to a colleague or is not there is refused with words, and nothing of it changes.
func TestServe_WhatIsAnothersOrNobodysIsRefusedInWords(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	const id = "kyiv1-1763913600.12"
	_, rec := o.spokenCall("koval", id)
	const listen = "7b0f5e0a-6a52-4f0e-9d0e-00000000000a"
	_, err := o.pool.Exec(t.Context(), `INSERT INTO recording_listens (id, recording_id, user_id, user_name, reason, at, expires_at, duration_ms)
		VALUES ($1, $2, $3, 'Особа koval', 'скарга', $4, $5, 1000)`, listen, string(rec.ID), o.ids["koval"], o.now(), o.now().Add(time.Hour))
	must(t, err)
	theirs, hold, outcome := "/api/v1/calls/"+id, map[string]any{"action": "hold"}, map[string]any{"disposition": "consulted"}
	heard, reason, note := map[string]any{"intervals_ms": [][]int{}}, map[string]any{"reason": "скарга"}, map[string]any{"text": "Так", "key": "k"}
	for _, c := range []struct {
		method, path string
		body         any
		status       int
		code         string
	}{
		{"GET", theirs, nil, 403, "not_your_call"},
		{"POST", theirs + "/actions", hold, 409, "not_yours"},
		{"POST", theirs + "/wrap-up", outcome, 409, "not_yours"},
		{"POST", theirs + "/wrap-up/extension", nil, 409, "not_yours"},
		{"GET", "/api/v1/recordings/" + string(rec.ID) + "/listens", nil, 403, "not_your_call"},
		{"POST", "/api/v1/recordings/" + string(rec.ID) + "/listens", reason, 403, "not_your_call"},
		{"GET", "/api/v1/listens/" + listen + "/audio", nil, 403, "listen_of_another"},
		{"GET", "/api/v1/listens/" + listen + "/peaks", nil, 403, "listen_of_another"},
		{"POST", "/api/v1/listens/" + listen + "/heard", heard, 403, "listen_of_another"},

		{"GET", noCall, nil, 404, "no_call"},
		{"POST", noCall + "/actions", hold, 404, "no_call"},
		{"POST", noCall + "/wrap-up", outcome, 404, "no_call"},
		{"POST", noCall + "/wrap-up/extension", nil, 404, "no_call"},
		{"GET", noTicket, nil, 404, "no_ticket"},
		{"PUT", noTicket + "/draft", map[string]any{"text": "Так", "version": 0}, 404, "no_ticket"},
		{"POST", noTicket + "/notes", note, 404, "no_ticket"},
		{"POST", noTicket + "/oral-notice", nil, 404, "no_ticket"},
		{"PUT", noTicket + "/applicant", map[string]any{"name": "Олена Бойко"}, 404, "no_ticket"},
		{"GET", "/api/v1/recordings/" + noUUID + "/listens", nil, 404, "no_recording"},
		{"POST", "/api/v1/recordings/" + noUUID + "/listens", reason, 404, "no_recording"},
		{"GET", "/api/v1/listens/" + noUUID + "/audio", nil, 404, "no_recording"},
		{"GET", "/api/v1/listens/" + noUUID + "/peaks", nil, 404, "no_recording"},
		{"POST", "/api/v1/listens/" + noUUID + "/heard", heard, 404, "no_recording"},
	} {
		answer, text := o.do("bondar", c.method, c.path, c.body)
		refused(t, c.method+" "+c.path, answer, text, c.status, c.code)
	}
	if v, err := o.tel.Desk(t.Context(), o.ids["koval"]); err != nil || v.Agent.State != "wrap_up" || v.Agent.Extensions != 0 {
		t.Errorf("the colleague's wrap-up: %+v, %v", v.Agent, err)
	}
	answer, text := o.do("koval", "POST", theirs+"/wrap-up", outcome)
	if answer.StatusCode != http.StatusNoContent {
		t.Errorf("the own wrap-up: %d %s", answer.StatusCode, text)
	}
	answer, text = o.do("koval", "POST", theirs+"/wrap-up", outcome)
	refused(t, "the own wrap-up again", answer, text, 409, "not_yours")
}

// Whatever stands in the place of an id, the answer is "there is no such thing", and never a fault of the server.
func TestServe_GarbageIsNoFaultOfTheServer(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	garbage := []string{"abc", "0", "-1", "1.5", "99999999999999999999", strings.Repeat("7", 3000), "%00", "a%00b", "%ff%fe", "%D1%97", "%20",
		url.PathEscape("1' OR '1'='1"), url.PathEscape("1; DROP TABLE calls;--"), url.PathEscape("{{7*7}}"), "..%2f..%2fetc", "null", noUUID + "0", "%25"}
	for _, c := range []struct {
		method, before, after string
		body                  any
	}{
		{"GET", "/api/v1/calls/", "", nil},
		{"POST", "/api/v1/calls/", "/actions", map[string]any{"action": "hold"}},
		{"POST", "/api/v1/calls/", "/wrap-up", map[string]any{"disposition": "consulted"}},
		{"POST", "/api/v1/calls/", "/wrap-up/extension", nil},
		{"GET", "/api/v1/tickets/", "", nil},
		{"PUT", "/api/v1/tickets/", "/draft", map[string]any{"text": "Так", "version": 0}},
		{"POST", "/api/v1/tickets/", "/notes", map[string]any{"text": "Так", "key": "k"}},
		{"POST", "/api/v1/tickets/", "/oral-notice", nil},
		{"PUT", "/api/v1/tickets/", "/applicant", map[string]any{"name": "Олена"}},
		{"GET", "/api/v1/recordings/", "/listens", nil},
		{"POST", "/api/v1/recordings/", "/listens", map[string]any{"reason": "скарга"}},
		{"GET", "/api/v1/listens/", "/audio", nil},
		{"GET", "/api/v1/listens/", "/peaks", nil},
		{"POST", "/api/v1/listens/", "/heard", map[string]any{"intervals_ms": [][]int{}}},
	} {
		for _, id := range garbage {
			answer, text := o.do("koval", c.method, c.before+id+c.after, c.body)
			refused(t, fmt.Sprintf("%s %s%.40s%s", c.method, c.before, id, c.after), answer, text, 404, "no_call", "no_ticket", "no_recording", "no_route")
		}
	}
}

// A text that PostgreSQL cannot keep, or a number beyond all bounds, is the request's fault.
func TestServe_TextsThatCannotBeKeptAreTheRequestsFault(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	ticket, rec := o.spokenCall("koval", "kyiv1-1763913600.12")
	at := fmt.Sprintf("/api/v1/tickets/%d", ticket)
	for _, nasty := range []string{"а\x00б", "\x00", "'; DROP TABLE users; --", "<script>alert(1)</script>", strings.Repeat("ї", 60)} {
		for _, c := range []struct {
			who, method, path string
			body              any
		}{
			{"nobody", "POST", "/api/v1/session", map[string]any{"login": nasty, "password": nasty}},
			{"koval", "PUT", "/api/v1/desk/state", map[string]any{"state": "break", "reason": nasty}},
			{"koval", "PUT", at + "/draft", map[string]any{"text": nasty, "version": 9223372036854775807}},
			{"koval", "POST", at + "/notes", map[string]any{"text": nasty, "key": nasty}},
			{"koval", "PUT", at + "/applicant", map[string]any{"name": nasty, "phone": nasty, "email": nasty, "login": nasty}},
			{"koval", "PUT", at + "/applicant", map[string]any{"name": nasty}},
			{"koval", "PUT", at + "/applicant", map[string]any{"applicant_id": 9223372036854775807}},
			{"koval", "POST", "/api/v1/recordings/" + string(rec.ID) + "/listens", map[string]any{"reason": "скарга " + nasty}},
			{"koval", "POST", "/api/v1/calls/kyiv1-1763913600.12/wrap-up", map[string]any{"disposition": "consulted", "note": nasty, "next": "break", "reason": "lunch"}},
			{"kerivnyk", "GET", "/api/v1/calls?number=" + url.QueryEscape(nasty), nil},
			{"kerivnyk", "GET", "/api/v1/calls?cursor=" + url.QueryEscape(nasty), nil},
			{"kerivnyk", "GET", "/api/v1/calls?ticket=" + url.QueryEscape(nasty), nil},
		} {
			if answer, text := o.do(c.who, c.method, c.path, c.body); answer.StatusCode >= 500 {
				t.Errorf("%s %s with %.20q: %d %s", c.method, c.path, nasty, answer.StatusCode, text)
			}
		}
	}
}

// Calls are taken without the store of recordings, so it degrades this copy and does not take it out of service.
func TestServe_ReadyzNamesTheStoreThatIsAway(t *testing.T) {
	beside(t, anOffice)
	var way *wire
	o := newOffice(t, func(c *config) {
		way = newWire(t, strings.TrimPrefix(c.S3Endpoint, "http://"))
		c.S3Endpoint = "http://" + way.addr
	})
	ask := func() (answer struct {
		Degraded []string
		Checks   map[string]string
	}) {
		_, text := o.do("nobody", "GET", "/readyz", nil)
		must(t, json.Unmarshal([]byte(text), &answer))
		return answer
	}
	if a := ask(); a.Checks["s3"] != "ok" || a.Checks["postgres"] != "ok" || len(a.Degraded) > 0 {
		t.Errorf("all is there: %+v", a)
	}
	for _, how := range []wireState{frozen, cut} {
		way.set(how)
		began := time.Now()
		if a := ask(); !slices.Equal(a.Degraded, []string{"s3"}) || a.Checks["s3"] != "failed" || a.Checks["postgres"] != "ok" {
			t.Errorf("the store is away: %+v", a)
		}
		if took := time.Since(began); took > 10*time.Second {
			t.Errorf("/readyz took %s", took)
		}
		if _, text := o.do("nobody", "GET", "/metrics", nil); !strings.Contains(text, `hotline_part_up{part="s3"} 0`) {
			t.Error("the metrics do not say that the store is away")
		}
	}
	way.set(whole)
	until(t, o.ctx, "the store is back", func() bool { return ask().Checks["s3"] == "ok" })
}

// A page of calls is never longer than 200, however many were asked for, and the list has each call's own ticket.
func TestServe_PagesOfCalls(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	ticket, _ := o.spokenCall("koval", "kyiv1-1763913600.12")
	_, err := o.pool.Exec(t.Context(), `INSERT INTO calls (id, node, state, version, service, number, priority, arrived_at, ended_at, end_reason, settled, body)
		SELECT 'kyiv1-1.' || n, node, state, version, service, number, priority, arrived_at - n * interval '1 minute', ended_at, end_reason, settled,
			body - 'ticket' || jsonb_build_object('id', 'kyiv1-1.' || n) FROM calls, generate_series(1, 230) n`)
	must(t, err)
	for limit, want := range map[int]int{0: 50, -1: 50, 31: 31, 200: 200, 201: 200, 100000: 200} {
		all, err := o.tel.Records(t.Context(), telephony.RecordFilter{Limit: limit})
		must(t, err)
		if len(all) != want {
			t.Errorf("limit %d: %d records, want %d", limit, len(all), want)
		}
	}
	_, text := o.do("kerivnyk", "GET", "/api/v1/calls", nil)
	var page struct {
		Calls []struct {
			ID           string
			TicketID     int64  `json:"ticket_id"`
			TicketNumber string `json:"ticket_number"`
		}
	}
	must(t, json.Unmarshal([]byte(text), &page))
	if len(page.Calls) != 30 || page.Calls[0].TicketID != int64(ticket) || page.Calls[0].TicketNumber == "" || page.Calls[1].TicketID != 0 {
		t.Errorf("page: %.400s", text)
	}
}

// tab opens a desktop's socket.
func (o *office) tab(who string) *websocket.Conn {
	o.t.Helper()
	d := websocket.Dialer{Subprotocols: []string{"hotline.v1"}, HandshakeTimeout: 5 * time.Second}
	conn, answer, err := d.DialContext(o.t.Context(), "ws"+strings.TrimPrefix(o.url, "http")+"/api/v1/ws",
		http.Header{"Origin": {"http://desk.test"}, "Cookie": {o.cookies[who]}})
	if err != nil {
		o.t.Fatalf("socket of %s: %v %v", who, err, answer)
	}
	o.t.Cleanup(func() { conn.Close() })
	return conn
}

func (o *office) desktop(who string) bool {
	v, err := o.tel.Desk(o.t.Context(), o.ids[who])
	must(o.t, err)
	return v.Agent.Desktop
}
