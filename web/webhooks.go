package web

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"

	"hotline/tickets"
	"hotline/tickets/webhook"
	"hotline/web/api"
)

// Webhooks is what web asks for the administrators' screen; *tickets.Webhooks is it.
type Webhooks interface {
	All(ctx context.Context) ([]tickets.Webhook, error)
	Add(ctx context.Context, w tickets.Webhook, secret string, by tickets.Author) (tickets.Webhook, error)
	Put(ctx context.Context, w tickets.Webhook, by tickets.Author) (tickets.Webhook, error)
	Drop(ctx context.Context, id tickets.WebhookID, seen int64, by tickets.Author) error
	Renew(ctx context.Context, id tickets.WebhookID, seen int64, secret string, by tickets.Author) error
	Deliveries(ctx context.Context, id tickets.WebhookID, before int64, limit int) ([]tickets.Delivery, error)
	Again(ctx context.Context, id tickets.WebhookID, delivery int64) error
}

// newSecret is the key of a webhook's signatures: 256 bits of chance.
func newSecret() string { return "whsec_" + rand.Text() + rand.Text() }

// hookErr gives the register's "not here" the words that fit.
func hookErr(err error) error {
	if errors.Is(err, tickets.ErrNotFound) {
		return fmt.Errorf("%w: %w", errNoWebhook, err)
	}
	return err
}

// ListWebhooks shows them.
func (h handlers) ListWebhooks(ctx context.Context, _ api.ListWebhooksRequestObject) (api.ListWebhooksResponseObject, error) {
	all, err := h.Webhooks.All(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListWebhooks200JSONResponse{}
	for _, w := range all {
		out = append(out, webhookOf(w))
	}
	return out, nil
}

func webhookOf(w tickets.Webhook) api.Webhook {
	out := api.Webhook{Id: int64(w.ID), Url: w.URL, Events: []api.WebhookEvent{}, Note: some(w.Note), Active: w.Active, Version: w.Version, CreatedAt: w.CreatedAt.UTC(),
		CreatedBy: w.CreatedBy, ChangedAt: w.ChangedAt.UTC(), ChangedBy: w.ChangedBy, Waiting: w.Waiting, Dead: w.Dead}
	for _, e := range w.Events {
		out.Events = append(out.Events, api.WebhookEvent(e))
	}
	return out
}

func hookRule(r api.WebhookRule) tickets.Webhook {
	w := tickets.Webhook{URL: r.Url, Note: value(r.Note), Active: r.Active == nil || *r.Active}
	for _, e := range r.Events {
		w.Events = append(w.Events, tickets.Event(e))
	}
	return w
}

// AddWebhook makes one and tells its secret, this once.
func (h handlers) AddWebhook(ctx context.Context, r api.AddWebhookRequestObject) (api.AddWebhookResponseObject, error) {
	secret := newSecret()
	w, err := h.Webhooks.Add(ctx, hookRule(*r.Body), secret, author(current(ctx).user))
	if err != nil {
		return nil, err
	}
	return api.AddWebhook201JSONResponse{Webhook: webhookOf(w), Secret: secret}, nil
}

// PutWebhook changes one.
func (h handlers) PutWebhook(ctx context.Context, r api.PutWebhookRequestObject) (api.PutWebhookResponseObject, error) {
	rule := hookRule(api.WebhookRule{Url: r.Body.Url, Events: r.Body.Events, Note: r.Body.Note, Active: r.Body.Active})
	rule.ID, rule.Version = tickets.WebhookID(r.WebhookId), r.Body.Version
	w, err := h.Webhooks.Put(ctx, rule, author(current(ctx).user))
	if err != nil {
		return nil, hookErr(err)
	}
	return api.PutWebhook200JSONResponse(webhookOf(w)), nil
}

// DropWebhook takes one away.
func (h handlers) DropWebhook(ctx context.Context, r api.DropWebhookRequestObject) (api.DropWebhookResponseObject, error) {
	return api.DropWebhook204Response{}, hookErr(h.Webhooks.Drop(ctx, tickets.WebhookID(r.WebhookId), r.Params.Version, author(current(ctx).user)))
}

// RenewWebhookSecret gives one another secret and tells it, this once.
func (h handlers) RenewWebhookSecret(ctx context.Context, r api.RenewWebhookSecretRequestObject) (api.RenewWebhookSecretResponseObject, error) {
	secret := newSecret()
	if err := h.Webhooks.Renew(ctx, tickets.WebhookID(r.WebhookId), r.Params.Version, secret, author(current(ctx).user)); err != nil {
		return nil, hookErr(err)
	}
	return api.RenewWebhookSecret200JSONResponse{Secret: secret}, nil
}

// ListDeliveries shows what was sent to one, and what waits.
func (h handlers) ListDeliveries(ctx context.Context, r api.ListDeliveriesRequestObject) (api.ListDeliveriesResponseObject, error) {
	all, err := h.Webhooks.Deliveries(ctx, tickets.WebhookID(r.WebhookId), value(r.Params.Before), limitOr(r.Params.Limit, 50))
	if err != nil {
		return nil, err
	}
	out := api.ListDeliveries200JSONResponse{}
	for _, d := range all {
		message, err := d.Message()
		if err != nil {
			return nil, err
		}
		row := api.Delivery{Id: d.ID, Event: api.WebhookEvent(d.Event), TicketId: int64(d.Ticket), TicketNumber: d.Number.String(), MadeAt: d.MadeAt.UTC(),
			State: api.DeliveryState(d.State), Tries: d.Tries, TriedAt: instant(d.TriedAt), DeliveredAt: instant(d.DeliveredAt), LastStatus: some(d.LastStatus),
			Fault: some(postFault(d.LastError, d.LastStatus)), Message: string(message)}
		if d.State == "waiting" {
			row.NextAt = instant(d.NextAt)
		}
		out = append(out, row)
	}
	return out, nil
}

func limitOr(limit *int, otherwise int) int {
	if limit != nil {
		return *limit
	}
	return otherwise
}

// DeliverAgain sends one once more.
func (h handlers) DeliverAgain(ctx context.Context, r api.DeliverAgainRequestObject) (api.DeliverAgainResponseObject, error) {
	return api.DeliverAgain204Response{}, hookErr(h.Webhooks.Again(ctx, tickets.WebhookID(r.WebhookId), r.DeliveryId))
}

// postWords say what went wrong at a try.
var postWords = map[string]string{
	webhook.CodeTimeout:   "Сервер отримувача не відповів вчасно.",
	webhook.CodeForbidden: "Адреса веде до внутрішньої мережі; її не дозволено налаштуванням HOTLINE_WEBHOOK_ALLOW.",
	webhook.CodeRedirect:  "Отримувач переспрямував запит; вкажіть кінцеву адресу.",
	webhook.CodeTLS:       "Сертифікат отримувача не пройшов перевірку.",
	webhook.CodeDNS:       "Імені сервера не знайдено.",
	webhook.CodeConnect:   "Не вдалося з’єднатися з сервером отримувача.",
}

func postFault(code string, status int) string {
	if code == webhook.CodeStatus {
		return fmt.Sprintf("Отримувач відповів кодом %d.", status)
	}
	return postWords[code]
}

// ListOutbox shows what waits to leave the house.
func (h handlers) ListOutbox(ctx context.Context, r api.ListOutboxRequestObject) (api.ListOutboxResponseObject, error) {
	all, err := h.Inbox.Outbox(ctx, value(r.Params.Before), limitOr(r.Params.Limit, 50))
	if err != nil {
		return nil, err
	}
	out := api.ListOutbox200JSONResponse{}
	for _, p := range all {
		out = append(out, api.Parcel{Id: p.ID, TicketId: int64(p.Ticket), TicketNumber: p.Number.String(), Kind: api.ParcelKind(p.Kind), MadeAt: p.MadeAt.UTC(),
			State: api.ParcelState(p.State), Via: some(api.ParcelVia(p.Via)), Text: parcelWords(p), Tries: p.Tries, Fault: some(parcelFault(p))})
	}
	return out, nil
}

// parcelWords say what a parcel is, and why it has not left.
func parcelWords(p tickets.Parcel) string {
	what := map[tickets.ParcelKind]string{tickets.ParcelLetter: "Лист заявникові: " + tickets.NoticeAbout(p.Body["about"]).Ukrainian(),
		tickets.ParcelGBK: "Лист до ГБК", tickets.ParcelTechnical: "Передання до Служби технічного супроводу"}[p.Kind]
	if to := p.Body["to"]; to != "" {
		what += " (" + to + ")"
	}
	switch {
	case p.State == "void":
		return what + ". Уже не потрібно."
	case p.State == "dead":
		return what + ". Спроби вичерпано."
	case p.Kind == tickets.ParcelLetter || p.Via == "mail":
		return what + ". Чекає, доки пошта його забере."
	case p.Via == "":
		return what + ". Чекає на відправлення."
	}
	return what + ". Буде повторено."
}

func parcelFault(p tickets.Parcel) string {
	var status int
	code := p.LastError
	if n, _ := fmt.Sscanf(p.LastError, "status %d", &status); n == 1 {
		code = webhook.CodeStatus
	}
	return postFault(code, status)
}

// SendAgain lets one be tried at once.
func (h handlers) SendAgain(ctx context.Context, r api.SendAgainRequestObject) (api.SendAgainResponseObject, error) {
	err := h.Inbox.SendAgain(ctx, r.ParcelId)
	if errors.Is(err, tickets.ErrNotFound) {
		err = fmt.Errorf("%w: %w", errNoParcel, err)
	}
	return api.SendAgain204Response{}, err
}
