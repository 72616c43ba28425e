package web_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	ticketspg "hotline/tickets/postgres"
	"hotline/tickets/webhook"
	"hotline/web"
	"hotline/web/api"
)

// webhooks makes three with a delivery that waits, and a letter in the outbox.
func (w *world) webhooks() {
	w.t.Helper()
	hooks := tickets.NewWebhooks(ticketspg.New(w.pool), webhook.New(nil, w.now), w.now)
	for range 3 {
		_, err := hooks.Add(w.t.Context(), tickets.Webhook{URL: "https://hooks.example.com/", Events: []tickets.Event{tickets.EventRegistered}}, "key", tickets.Author{Name: "Бондар"})
		must(w.t, err)
	}
	_, err := w.real.RegisterByHand(w.t.Context(), tickets.Intake{Key: "k", Channel: tickets.Email, Description: "Не відкривається форма"}, tickets.Author{ID: 1, Name: "Коваль"})
	must(w.t, err)
}

func TestWebhooks_TheSecretIsToldOnceAndFaultsNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Administrator)
	rule := map[string]any{"url": "https://hooks.example.com/gb", "events": []string{"ticket.closed", "term.breached"}, "note": "Аналітика"}
	answer, text := w.do("POST", "/api/v1/webhooks", cookie, rule, "Origin", origin)
	want(t, "made", answer.StatusCode, http.StatusCreated)
	made := read[api.NewWebhook](t, text)
	if len(made.Secret) < 40 || !made.Webhook.Active || made.Webhook.CreatedBy == "" {
		t.Fatalf("%+v", made)
	}
	_, text = w.do("GET", "/api/v1/webhooks", cookie, nil)
	if strings.Contains(string(text), made.Secret) || strings.Contains(string(text), "secret") {
		t.Errorf("the secret is shown again: %s", text)
	}
	key := fmt.Sprintf("/api/v1/webhooks/%d/secret?version=1", made.Webhook.Id)
	_, text = w.do("POST", key, cookie, nil, "Origin", origin)
	if next := read[api.WebhookSecret](t, text).Secret; len(next) < 40 || next == made.Secret {
		t.Errorf("another secret: %q", next)
	}
	if answer, text = w.do("POST", key, cookie, nil, "Origin", origin); answer.StatusCode != http.StatusConflict || problem(t, text).Code != "stale" ||
		!strings.Contains(problem(t, text).Detail, made.Webhook.CreatedBy) {
		t.Errorf("a key of what is no more: %d %s", answer.StatusCode, text)
	}
	for url, words := range map[string]string{"https://169.254.169.254/latest": "внутрішній мережі", "http://hooks.example.com/": "https://", "javascript:alert(1)": "не схоже на адресу"} {
		answer, text = w.do("POST", "/api/v1/webhooks", cookie, map[string]any{"url": url, "events": []string{"ticket.closed"}}, "Origin", origin)
		if p := problem(t, text); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(p.Fields["url"], words) {
			t.Errorf("%s: %d %s", url, answer.StatusCode, text)
		}
	}
	rule["version"] = 1
	answer, text = w.do("PUT", "/api/v1/webhooks/999", cookie, rule, "Origin", origin)
	want(t, "nobody's", answer.StatusCode, http.StatusNotFound)
	want(t, "code", problem(t, text).Code, "no_webhook")
}

func TestWebhooks_DeliveriesAndTheOutboxAreSeen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.webhooks()
	cookie := w.as(web.Administrator)
	_, text := w.do("GET", "/api/v1/webhooks/1/deliveries", cookie, nil)
	all := read[[]api.Delivery](t, text)
	if len(all) != 1 || all[0].State != "waiting" || all[0].NextAt == nil || !strings.Contains(all[0].Message, `"event":"ticket.registered"`) || !strings.Contains(all[0].Message, all[0].TicketNumber) {
		t.Fatalf("%s", text)
	}
	_, err := w.pool.Exec(t.Context(), `UPDATE webhook_delivery SET state = 'dead', tries = 30, last_status = 500, last_error = 'status', tried_at = $1`, w.now())
	must(t, err)
	_, text = w.do("GET", "/api/v1/webhooks/1/deliveries", cookie, nil)
	if all = read[[]api.Delivery](t, text); all[0].State != "dead" || *all[0].Fault != "Отримувач відповів кодом 500." {
		t.Errorf("%s", text)
	}
	_, text = w.do("GET", "/api/v1/outbox", w.as(web.Supervisor), nil)
	if out := read[[]api.Parcel](t, text); len(out) != 1 || out[0].Text != "Лист заявникові: номер звернення та орієнтовний строк. Чекає, доки пошта його забере." {
		t.Errorf("%s", text)
	}
	w.pass(time.Minute)
	answer, text := w.do("POST", "/api/v1/outbox/999/again", cookie, nil, "Origin", origin)
	if answer.StatusCode != http.StatusNotFound || problem(t, text).Code != "no_parcel" {
		t.Errorf("%d %s", answer.StatusCode, text)
	}
}
