package main

import (
	"context"
	"fmt"
	"net/mail"
	"net/url"
	"time"

	"hotline/tickets"
	"hotline/tickets/webhook"
)

// warnEvery is how late a warning may be.
const warnEvery = 2 * time.Second

// warnOn tells people of terms that run out, until ctx ends. Every copy does: a timer is fired by whoever locks its ticket first.
func (h *house) warnOn(ctx context.Context) {
	repeat(ctx, warnEvery, func() {
		if _, err := h.reg.Warn(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("warnings", "err", err)
		}
	})
}

// sendEvery is how long a message waits at most before it is sent.
const sendEvery = 2 * time.Second

// sendOn sends webhooks' messages and what else leaves the house, until ctx ends. Every copy does. Each way has a loop of its own: a
// receiver that hangs keeps no other waiting.
func (h *house) sendOn(ctx context.Context) {
	for kind, carrier := range h.cfg.carriers(h.post) {
		go repeat(ctx, sendEvery, func() {
			if _, err := h.reg.CarryOut(ctx, map[tickets.ParcelKind]tickets.Carrier{kind: carrier}); err != nil && ctx.Err() == nil {
				h.log.Warn("outbox", "kind", string(kind), "err", err)
			}
		})
	}
	repeat(ctx, sendEvery, func() {
		go func() {
			if _, err := h.hooks.Deliver(ctx); err != nil && ctx.Err() == nil {
				h.log.Warn("webhooks", "err", err)
			}
		}()
	})
}

// carriers are the ways by which hand-overs leave: to ГБК by mail (Regulation 4.11.5), to Служба технічного супроводу as the
// installation says (Regulation 2.9).
func (c config) carriers(post *webhook.Sender) map[tickets.ParcelKind]tickets.Carrier {
	by := map[tickets.ParcelKind]tickets.Carrier{tickets.ParcelGBK: tickets.ByMail{To: tickets.GBKEmail}}
	switch {
	case c.TechnicalURL != "":
		by[tickets.ParcelTechnical] = webhook.HandOver{Sender: post, URL: c.TechnicalURL, Secret: c.TechnicalSecret}
	case c.TechnicalMail != "":
		by[tickets.ParcelTechnical] = tickets.ByMail{To: c.TechnicalMail}
	}
	return by
}

func (c config) handOverFaults() (errs []error) {
	if u, err := url.Parse(c.TechnicalURL); c.TechnicalURL != "" && (err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http") {
		errs = append(errs, fmt.Errorf("%sTECHNICAL_URL %q: має бути адреса https://сервер/шлях", prefix, c.TechnicalURL))
	}
	if c.TechnicalURL != "" && len(c.TechnicalSecret) < 16 {
		errs = append(errs, fmt.Errorf("%sTECHNICAL_SECRET: потрібен ключ підпису, щонайменше 16 знаків", prefix))
	}
	if c.TechnicalURL != "" && c.TechnicalMail != "" {
		errs = append(errs, fmt.Errorf("%sTECHNICAL_URL і %sTECHNICAL_MAIL: оберіть щось одне", prefix, prefix))
	}
	if _, err := mail.ParseAddress(c.TechnicalMail); c.TechnicalMail != "" && err != nil {
		errs = append(errs, fmt.Errorf("%sTECHNICAL_MAIL %q: має бути адреса електронної пошти", prefix, c.TechnicalMail))
	}
	return errs
}
