package webhook

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
)

var (
	loopback = []netip.Prefix{netip.MustParsePrefix("127.0.0.0/8"), netip.MustParsePrefix("::1/128")}
	sentAt   = time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)
)

func sender(allow ...netip.Prefix) *Sender {
	return New(allow, func() time.Time { return sentAt })
}

// receiver answers as the test says and keeps what it got.
func receiver(t *testing.T, answer http.HandlerFunc) (*httptest.Server, chan *http.Request, chan []byte) {
	t.Helper()
	requests, bodies := make(chan *http.Request, 8), make(chan []byte, 8)
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		requests <- r
		bodies <- body
		answer(w, r)
	}))
	t.Cleanup(server.Close)
	return server, requests, bodies
}

func status(code int) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(code) }
}

func TestPost_IsSignedOverTheSecondAndTheBody(t *testing.T) {
	server, requests, bodies := receiver(t, status(204))
	d := tickets.Delivery{ID: 4711, Event: tickets.EventClosed, URL: server.URL, Secret: "the key"}
	message := []byte(`{"id":4711,"event":"ticket.closed"}`)
	if got := sender(loopback...).Post(t.Context(), d, message); got != (tickets.Outcome{Status: 204}) {
		t.Fatalf("%+v", got)
	}
	r, body := <-requests, <-bodies
	mac := hmac.New(sha256.New, []byte("the key"))
	mac.Write([]byte("1795421700."))
	mac.Write(body)
	if want := "t=1795421700,v1=" + hex.EncodeToString(mac.Sum(nil)); r.Header.Get("Hotline-Signature") != want || string(body) != string(message) {
		t.Errorf("signature %q, want %q; body %s", r.Header.Get("Hotline-Signature"), want, body)
	}
	if r.Header.Get("Hotline-Event") != "ticket.closed" || r.Header.Get("Hotline-Delivery") != "4711" || r.Method != http.MethodPost {
		t.Errorf("%s %v", r.Method, r.Header)
	}
}

func TestPost_EachFailureHasItsCode(t *testing.T) {
	redirect, _, _ := receiver(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, "http://127.0.0.1:1/", http.StatusTemporaryRedirect)
	})
	failing, _, _ := receiver(t, status(500))
	gone, _, _ := receiver(t, status(410))
	killed, _, _ := receiver(t, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		conn.Close()
	})
	release := make(chan struct{})
	slow, _, _ := receiver(t, func(http.ResponseWriter, *http.Request) { <-release })
	defer close(release)
	closed, _, _ := receiver(t, status(200))
	closed.Close()
	stranger := httptest.NewTLSServer(status(200)) // by a certificate that nobody knows
	defer stranger.Close()
	stranger.Config.ErrorLog = log.New(io.Discard, "", 0)
	for name, c := range map[string]struct {
		url  string
		want tickets.Outcome
	}{
		"a redirect is not followed":    {redirect.URL, tickets.Outcome{Status: 307, Code: CodeRedirect}},
		"the receiver fails":            {failing.URL, tickets.Outcome{Status: 500, Code: CodeStatus}},
		"the receiver wants no more":    {gone.URL, tickets.Outcome{Status: 410, Code: CodeStatus, Gone: true}},
		"killed in the middle":          {killed.URL, tickets.Outcome{Code: CodeConnect}},
		"no answer in time":             {slow.URL, tickets.Outcome{Code: CodeTimeout}},
		"nobody listens":                {closed.URL, tickets.Outcome{Code: CodeConnect}},
		"an unknown certificate":        {stranger.URL, tickets.Outcome{Code: CodeTLS}},
		"an address inside, by its own": {"https://10.0.0.1/", tickets.Outcome{Code: CodeForbidden}},
	} {
		t.Run(name, func(t *testing.T) {
			s := sender(loopback...)
			if name == "no answer in time" {
				s.limit = 50 * time.Millisecond
			}
			if got := s.Post(t.Context(), tickets.Delivery{ID: 1, URL: c.url}, []byte(`{}`)); got != c.want {
				t.Errorf("%+v, want %+v", got, c.want)
			}
		})
	}
}

// A name may turn to the inside after it was checked: what counts is the address that is connected to.
func TestPost_NothingGoesInsideUnlessTheNetworkIsNamed(t *testing.T) {
	server, requests, _ := receiver(t, status(200))
	d := tickets.Delivery{ID: 1, URL: server.URL}
	if got := sender().Post(t.Context(), d, []byte(`{}`)); got.Code != CodeForbidden {
		t.Errorf("loopback: %+v", got)
	}
	d.URL = strings.Replace(server.URL, "127.0.0.1", "localhost", 1)
	if got := sender().Post(t.Context(), d, []byte(`{}`)); got.Code != CodeForbidden {
		t.Errorf("a name of the loopback: %+v", got)
	}
	if len(requests) != 0 {
		t.Error("a request arrived")
	}
}

func TestOutside_AddressesOfTheWorldOnly(t *testing.T) {
	for address, want := range map[string]bool{
		"93.184.215.14": true, "2a00:1450:4001:80b::200e": true, "8.8.8.8": true,
		"127.0.0.1": false, "10.1.2.3": false, "172.16.0.1": false, "192.168.1.1": false, "169.254.169.254": false, "100.64.0.1": false, "0.0.0.0": false,
		"224.0.0.1": false, "255.255.255.255": false, "::1": false, "::": false, "fe80::1": false, "fd00::1": false, "ff02::1": false,
		"64:ff9b::a00:1": false, "2002:a00:1::": false, "198.18.0.1": false, "240.0.0.1": false,
	} {
		if got := outside(netip.MustParseAddr(address).Unmap()); got != want {
			t.Errorf("%s: %v, want %v", address, got, want)
		}
	}
	if outside(netip.MustParseAddr("::ffff:10.0.0.1").Unmap()) {
		t.Error("a private address in IPv6's clothes is outside")
	}
}

func TestCheck_SaysAtOnceWhatIsNeverSent(t *testing.T) {
	for url, code := range map[string]string{"https://hooks.example.com/x": "", "https://8.8.8.8/": "", "http://hooks.example.com/": "insecure",
		"https://127.0.0.1/": "inside", "https://localhost/": "inside", "https://[::1]:8443/": "inside", "https://[::ffff:10.0.0.1]/": "inside", "http://192.168.0.1/": "inside"} {
		err := sender().Check(url)
		var faults tickets.Invalid
		if code == "" && err != nil || code != "" && (!errors.As(err, &faults) || faults[0] != tickets.Fault{Field: "url", Code: code}) {
			t.Errorf("%s: %v, want %q", url, err, code)
		}
	}
	if err := sender(loopback...).Check("http://127.0.0.1:9000/"); err != nil {
		t.Errorf("a named network: %v", err)
	}
}

func TestHandOver_TellsWhatIsNeededAndNoApplicant_R_2_9_R_X_5(t *testing.T) {
	server, requests, bodies := receiver(t, status(200))
	ticket := tickets.Ticket{Number: 10000123, Class: tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, Subject: "Форма", Description: "Не відкривається",
		Content:       tickets.Content{Login: "o_boiko", Purpose: "рівний доступ", NormLink: "п. 3.2 Положення", Mockups: "https://files.test/m", Screens: "https://files.test/s"},
		ApplicantName: "Олена Бойко", Caller: "+380501234567"}
	h := HandOver{Sender: sender(loopback...), URL: server.URL, Secret: "key"}
	mail, err := h.Carry(t.Context(), tickets.Paper{ID: "handover-7", Ticket: ticket, Reason: "помилка в коді", At: sentAt})
	if mail != nil || err != nil {
		t.Fatalf("%v, %v", mail, err)
	}
	body := <-bodies
	var got map[string]any
	if err := json.Unmarshal(body, &got); err != nil {
		t.Fatal(err)
	}
	if got["number"] != ticket.Number.String() || got["reason"] != "помилка в коді" || got["description"] != "Не відкривається" || (<-requests).Header.Get("Hotline-Delivery") != "handover-7" {
		t.Errorf("%s", body)
	}
	for field, want := range map[string]string{"purpose": "рівний доступ", "norm_link": "п. 3.2 Положення", "mockups": "https://files.test/m", "screens": "https://files.test/s"} {
		if got[field] != want { // Regulation 4.5
			t.Errorf("%s: %v, want %q", field, got[field], want)
		}
	}
	if strings.Contains(string(body), "o_boiko") || strings.Contains(string(body), "Бойко") || strings.Contains(string(body), "+38050") {
		t.Errorf("the applicant is named: %s", body)
	}
	failing, _, _ := receiver(t, status(503))
	h.URL = failing.URL
	if _, err := h.Carry(context.Background(), tickets.Paper{ID: "handover-7", Ticket: ticket}); err == nil || err.Error() != "status 503" {
		t.Errorf("%v", err)
	}
}
