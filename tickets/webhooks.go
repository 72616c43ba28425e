package tickets

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"time"
)

// Webhooks keeps who outside is told what becomes of tickets, and tells them. Safe for concurrent use.
type Webhooks struct {
	store  HookStore
	poster Poster
	now    func() time.Time
	busy   sync.Map // WebhookID: Deliver is sending to it
}

// NewWebhooks keeps webhooks in store and posts by poster.
func NewWebhooks(store HookStore, poster Poster, now func() time.Time) *Webhooks {
	return &Webhooks{store: store, poster: poster, now: now}
}

// All are the webhooks that there are, the oldest first.
func (h *Webhooks) All(ctx context.Context) ([]Webhook, error) {
	all, err := h.store.Webhooks(ctx)
	if err != nil {
		return nil, fmt.Errorf("webhooks: %w", err)
	}
	return all, nil
}

// Add makes a webhook with the key of its signature, which must be random. Invalid names each wrong field.
func (h *Webhooks) Add(ctx context.Context, w Webhook, secret string, by Author) (Webhook, error) {
	w, err := w.checked(h.poster)
	if err != nil {
		return w, err
	}
	w.Active, w.Version = true, 1
	w.CreatedAt, w.CreatedBy = micro(h.now()), by.Name
	w.ChangedAt, w.ChangedBy = w.CreatedAt, by.Name
	if w, err = h.store.AddWebhook(ctx, w, secret); err != nil {
		return w, fmt.Errorf("add webhook: %w", err)
	}
	return w, nil
}

// Put changes one as it was edited at w.Version. Invalid names each wrong field; ErrNotFound, *Stale.
func (h *Webhooks) Put(ctx context.Context, w Webhook, by Author) (Webhook, error) {
	w, err := w.checked(h.poster)
	if err != nil {
		return w, err
	}
	w.ChangedAt, w.ChangedBy = micro(h.now()), by.Name
	if w, err = h.store.PutWebhook(ctx, w); err != nil {
		return w, fmt.Errorf("put webhook %d: %w", w.ID, err)
	}
	return w, nil
}

// Drop takes one away as it was seen at a version; what was not delivered is void. ErrNotFound, *Stale.
func (h *Webhooks) Drop(ctx context.Context, id WebhookID, seen int64, by Author) error {
	if err := h.store.DropWebhook(ctx, id, seen, by.Name, micro(h.now())); err != nil {
		return fmt.Errorf("drop webhook %d: %w", id, err)
	}
	return nil
}

// Renew gives one, as it was seen at a version, another key; messages are signed by it from now on. ErrNotFound, *Stale.
func (h *Webhooks) Renew(ctx context.Context, id WebhookID, seen int64, secret string, by Author) error {
	if err := h.store.SetSecret(ctx, id, seen, secret, by.Name, micro(h.now())); err != nil {
		return fmt.Errorf("secret of webhook %d: %w", id, err)
	}
	return nil
}

// Deliveries are a webhook's, the newest first: at most limit (1..100) before the given id, 0: from the newest.
func (h *Webhooks) Deliveries(ctx context.Context, id WebhookID, before int64, limit int) ([]Delivery, error) {
	if limit < 1 || limit > 100 {
		return nil, Invalid{{"limit", "invalid"}}
	}
	all, err := h.store.Deliveries(ctx, id, before, limit)
	if err != nil {
		return nil, fmt.Errorf("deliveries of webhook %d: %w", id, err)
	}
	return all, nil
}

// Again sends a delivery once more at the next opportunity. ErrNotFound.
func (h *Webhooks) Again(ctx context.Context, id WebhookID, delivery int64) error {
	if err := h.store.DeliverAgain(ctx, id, delivery, micro(h.now())); err != nil {
		return fmt.Errorf("delivery %d again: %w", delivery, err)
	}
	return nil
}

// How deliveries are claimed: a copy that was killed while it sent gives them up after the lease, which is longer than a post.
const (
	deliverLease  = time.Minute
	deliverAtOnce = 4 // of each webhook
)

// Deliver sends what is due, and tells how much that was. It may run in several copies at once and be killed at any moment: a message
// reaches its receiver at least once, and carries the same id each time. What fails is tried again later, for about a day.
//
// A call returns when the slowest receiver has answered. Another one meanwhile leaves out the webhooks that this one is busy with,
// so whoever calls again in time has no receiver wait for another.
func (h *Webhooks) Deliver(ctx context.Context) (n int, err error) {
	due, err := h.store.DueWebhooks(ctx, micro(h.now()))
	if err != nil {
		return 0, fmt.Errorf("webhooks with deliveries: %w", err)
	}
	sent, faults := make([]int, len(due)), make([]error, len(due))
	var each sync.WaitGroup
	for i, id := range due {
		if _, busy := h.busy.LoadOrStore(id, true); busy {
			continue
		}
		each.Go(func() {
			defer h.busy.Delete(id)
			sent[i], faults[i] = h.deliverTo(ctx, id)
		})
	}
	each.Wait()
	for _, m := range sent {
		n += m
	}
	return n, errors.Join(faults...)
}

// deliverTo sends what is due of one webhook, a few at once, until there is no more.
func (h *Webhooks) deliverTo(ctx context.Context, id WebhookID) (n int, err error) {
	for ctx.Err() == nil {
		at := micro(h.now())
		due, err := h.store.ClaimDeliveries(ctx, id, at, at.Add(deliverLease), deliverAtOnce)
		if err != nil {
			return n, fmt.Errorf("deliveries of webhook %d: %w", id, err)
		}
		if len(due) == 0 {
			break
		}
		faults := make([]error, len(due))
		var posts sync.WaitGroup
		for i, d := range due {
			posts.Go(func() { faults[i] = h.deliver(ctx, d) })
		}
		posts.Wait()
		n += len(due)
		if err := errors.Join(faults...); err != nil {
			return n, err
		}
	}
	return n, nil
}

func (h *Webhooks) deliver(ctx context.Context, d Delivery) error {
	message, err := d.Message()
	if err != nil {
		return err
	}
	was := h.poster.Post(ctx, d, message)
	if ctx.Err() != nil {
		return nil // stopped in the middle: the lease runs out, and it is sent again
	}
	d = d.after(was, micro(h.now()))
	if err := h.store.CloseDelivery(ctx, d); err != nil {
		return fmt.Errorf("delivery %d: %w", d.ID, err)
	}
	return nil
}

// after is a delivery after a try.
func (d Delivery) after(o Outcome, at time.Time) Delivery {
	d.TriedAt, d.LastStatus, d.LastError = at, o.Status, o.Code
	switch {
	case o.Code == "":
		d.State, d.DeliveredAt = "delivered", at
	case o.Gone || d.Tries >= triesUntil:
		d.State = "dead"
	default:
		d.NextAt = at.Add(Backoff(d.Tries))
	}
	return d
}
