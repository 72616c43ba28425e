package main

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
)

// receiver is another's server: it takes nothing whose signature is not right, and fails at first.
type receiver struct {
	*httptest.Server
	secret   func() string
	mu       sync.Mutex
	failures int
	accepted chan string // bodies
}

func newReceiver(t *testing.T, failures int) *receiver {
	r := &receiver{failures: failures, accepted: make(chan string, 16)}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		body, err := io.ReadAll(q.Body)
		if err != nil {
			t.Error(err)
		}
		second, signature, _ := strings.Cut(strings.TrimPrefix(q.Header.Get("Hotline-Signature"), "t="), ",v1=")
		mac := hmac.New(sha256.New, []byte(r.secret()))
		mac.Write([]byte(second + "." + string(body)))
		if hex.EncodeToString(mac.Sum(nil)) != signature {
			t.Errorf("signature %q of %s", q.Header.Get("Hotline-Signature"), body)
		}
		r.mu.Lock()
		defer r.mu.Unlock()
		if r.failures > 0 {
			r.failures--
			w.WriteHeader(http.StatusServiceUnavailable)
			return
		}
		r.accepted <- string(body)
	}))
	t.Cleanup(r.Close)
	return r
}

// next is what was accepted next.
func (r *receiver) next(t *testing.T, patience <-chan struct{}) string {
	t.Helper()
	select {
	case body := <-r.accepted:
		return body
	case <-patience:
		t.Fatal("nothing was accepted")
	}
	return ""
}

func TestOutbox_EventsAndHandOversReachTheirReceiversThoughTheyFailAtFirst_R_2_9(t *testing.T) {
	beside(t, anOffice)
	const key = "a key of the developer's"
	events, developer := newReceiver(t, 1), newReceiver(t, 1)
	developer.secret = func() string { return key }
	o := newOffice(t, func(c *config) {
		c.WebhookAllow, c.TechnicalURL, c.TechnicalSecret = []string{"127.0.0.0/8"}, developer.URL, key
	})
	answer, text := o.do("admin", "POST", "/api/v1/webhooks", map[string]any{"url": events.URL, "events": []string{"ticket.handed_over"}})
	var made struct {
		Webhook struct{ ID int64 }
		Secret  string
	}
	must(t, json.Unmarshal([]byte(text), &made))
	if answer.StatusCode != http.StatusCreated {
		t.Fatalf("%d %s", answer.StatusCode, text)
	}
	events.secret = func() string { return made.Secret }
	go o.sendOn(o.ctx)

	by := tickets.Author{ID: tickets.AgentID(o.ids["koval"]), Name: "Особа koval"}
	ticket, err := o.reg.OpenForCall(o.ctx, tickets.CallOpening{CallID: "kyiv1-1.1", Number: "+380501234567", ArrivedAt: o.now()})
	must(t, err)
	essence := "Не відкривається форма"
	for _, a := range []tickets.Act{tickets.Describe{Description: &essence},
		tickets.Classification{Class: tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, OralReason: "немає інтернету", Assignee: by},
		tickets.HandOver{To: tickets.UnitTechnical, Why: "помилка в коді"}} {
		_, err := o.reg.Do(o.ctx, ticket.ID, 0, a, by)
		must(t, err)
	}
	// Both have failed once; a person does not wait for the next try.
	again := func(list, path string, failed func(row map[string]any) bool) {
		t.Helper()
		for o.ctx.Err() == nil {
			_, text := o.do("admin", "GET", list, nil)
			var rows []map[string]any
			must(t, json.Unmarshal([]byte(text), &rows))
			if len(rows) == 1 && failed(rows[0]) {
				answer, text := o.do("admin", "POST", fmt.Sprintf(path, int64(rows[0]["id"].(float64))), nil)
				if answer.StatusCode != http.StatusNoContent {
					t.Fatalf("%d %s", answer.StatusCode, text)
				}
				return
			}
			<-time.After(20 * time.Millisecond)
		}
		t.Fatalf("%s never showed the failure", list)
	}
	refused := func(row map[string]any) bool {
		return row["fault"] == "Отримувач відповів кодом 503."
	}
	deliveries := fmt.Sprintf("/api/v1/webhooks/%d/deliveries", made.Webhook.ID)
	again(deliveries, deliveries+"/%d/again", refused)
	again("/api/v1/outbox", "/api/v1/outbox/%d/again", refused)

	if body := events.next(t, o.ctx.Done()); !strings.Contains(body, `"event":"ticket.handed_over"`) || !strings.Contains(body, ticket.Number.String()) || strings.Contains(body, "+38050") {
		t.Errorf("told %s", body)
	}
	if body := developer.next(t, o.ctx.Done()); !strings.Contains(body, essence) || !strings.Contains(body, "помилка в коді") || strings.Contains(body, "+38050") {
		t.Errorf("handed over %s", body)
	}
}

func TestConfig_HowHandOversLeaveIsOneWayOnly(t *testing.T) {
	setMinimum(t)
	for name, value := range map[string]string{"TECHNICAL_URL": "developer", "TECHNICAL_SECRET": "short", "TECHNICAL_MAIL": "nobody", "WEBHOOK_ALLOW": "0.0.0.0/0"} {
		t.Setenv("HOTLINE_"+name, value)
	}
	_, err := readConfig()
	if err == nil {
		t.Fatal("faults are taken")
	}
	for _, want := range []string{"HOTLINE_TECHNICAL_URL \"developer\"", "HOTLINE_TECHNICAL_SECRET: потрібен ключ", "оберіть щось одне", "HOTLINE_TECHNICAL_MAIL \"nobody\"", `HOTLINE_WEBHOOK_ALLOW "0.0.0.0/0": це весь світ`} {
		if !strings.Contains(err.Error(), want) {
			t.Errorf("the fault does not say %q:\n%v", want, err)
		}
	}
}
