package postgres

import (
	"context"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// newsOf tells every webhook that wants an event of the tickets t in a relation, each as it is there. It names no person (R-X.5).
func newsOf(relation, event, at, detail, key string) string {
	return `
INSERT INTO webhook_delivery (webhook_id, ticket_id, event, made_at, next_at, key, body)
SELECT w.id, t.id, ` + event + `, ` + at + `, ` + at + `, t.id || ':' || ` + key + `, jsonb_build_object('detail', ` + detail + `, 'ticket', jsonb_build_object('id', t.id,
       'status', t.status, 'channel', t.channel, 'type', t.type, 'category', t.category, 'process', t.process, 'service', t.service, 'unit', t.unit,
       'expedited', t.expedited, 'registered_at', t.registered_at, 'reaction_due_at', t.reaction_due_at, 'reaction_met_at', t.reaction_met_at,
       'resolution_due_at', t.resolution_due_at, 'resolution_met_at', t.resolution_met_at, 'planned_release_at', t.planned_release_at,
       'closed_at', t.closed_at, 'close_reason', t.close_reason, 'version', t.version))
  FROM ` + relation + ` t JOIN webhook w ON w.active AND w.deleted_at IS NULL AND ` + event + ` = ANY (w.events)
ON CONFLICT ON CONSTRAINT webhook_delivery_once DO NOTHING`
}

var tellWebhooks = newsOf("(SELECT * FROM ticket WHERE id = $1)", "$2::text", "$3::timestamptz", "$4::jsonb", "$5::text")

// publish tells webhooks of what a line of the history says.
func publish(b *pgx.Batch, id tickets.TicketID, e tickets.Entry) {
	if event, detail := tickets.EventOf(e); event != "" {
		b.Queue(tellWebhooks, id, event, e.At, detail, e.Key)
	}
}

const selectWebhook = `
SELECT w.id, w.url, w.events, w.note, w.active, w.version, w.created_at, w.created_by, w.changed_at, w.changed_by,
       (SELECT count(*) FROM (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting' LIMIT 100) x),
       (SELECT count(*) FROM (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'dead' LIMIT 100) x)
  FROM webhook w `

func scanWebhook(row pgx.CollectableRow) (tickets.Webhook, error) {
	var w tickets.Webhook
	err := row.Scan(&w.ID, &w.URL, &w.Events, &w.Note, &w.Active, &w.Version, &w.CreatedAt, &w.CreatedBy, &w.ChangedAt, &w.ChangedBy, &w.Waiting, &w.Dead)
	w.CreatedAt, w.ChangedAt = w.CreatedAt.UTC(), w.ChangedAt.UTC()
	return w, err
}

// Webhooks implements tickets.HookStore.
func (s *Store) Webhooks(ctx context.Context) ([]tickets.Webhook, error) {
	rows, err := s.pool.Query(ctx, selectWebhook+`WHERE w.deleted_at IS NULL ORDER BY w.id`)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanWebhook)
}

// AddWebhook implements tickets.HookStore.
func (s *Store) AddWebhook(ctx context.Context, w tickets.Webhook, secret string) (tickets.Webhook, error) {
	err := s.pool.QueryRow(ctx, `INSERT INTO webhook (url, events, secret, note, active, created_at, created_by, changed_at, changed_by)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $6, $7) RETURNING id`, w.URL, w.Events, secret, w.Note, w.Active, w.CreatedAt, w.CreatedBy).Scan(&w.ID)
	return w, err
}

// PutWebhook implements tickets.HookStore.
func (s *Store) PutWebhook(ctx context.Context, w tickets.Webhook) (out tickets.Webhook, err error) {
	err = s.ofVersion(ctx, w.ID, w.Version, w.ChangedBy, w.ChangedAt, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE webhook SET url = $2, events = $3, note = $4, active = $5 WHERE id = $1`, w.ID, w.URL, w.Events, w.Note, w.Active); err != nil {
			return err
		}
		rows, err := tx.Query(ctx, selectWebhook+`WHERE w.id = $1`, w.ID)
		if err != nil {
			return err
		}
		out, err = pgx.CollectExactlyOneRow(rows, scanWebhook)
		return err
	})
	return out, err
}

// DropWebhook implements tickets.HookStore.
func (s *Store) DropWebhook(ctx context.Context, id tickets.WebhookID, seen int64, by string, at time.Time) error {
	return s.ofVersion(ctx, id, seen, by, at, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `UPDATE webhook SET deleted_at = $2, active = false, secret = '' WHERE id = $1`, id, at); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE webhook_delivery SET state = 'void' WHERE webhook_id = $1 AND state IN ('waiting', 'dead')`, id)
		return err
	})
}

// SetSecret implements tickets.HookStore.
func (s *Store) SetSecret(ctx context.Context, id tickets.WebhookID, seen int64, secret, by string, at time.Time) error {
	return s.ofVersion(ctx, id, seen, by, at, func(tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `UPDATE webhook SET secret = $2 WHERE id = $1`, id, secret)
		return err
	})
}

// ofVersion changes a webhook as it was seen, in one transaction. ErrNotFound, *Stale.
func (s *Store) ofVersion(ctx context.Context, id tickets.WebhookID, seen int64, by string, at time.Time, do func(pgx.Tx) error) error {
	return s.inTx(ctx, func(tx pgx.Tx) error {
		var version int64
		var last tickets.Stale
		err := found(tx.QueryRow(ctx, `SELECT version, changed_by, changed_at FROM webhook WHERE id = $1 AND deleted_at IS NULL FOR NO KEY UPDATE`, id).
			Scan(&version, &last.By, &last.At))
		if err != nil {
			return err
		}
		if version != seen {
			last.At = last.At.UTC()
			return &last
		}
		if _, err := tx.Exec(ctx, `UPDATE webhook SET version = version + 1, changed_by = $2, changed_at = $3 WHERE id = $1`, id, by, at); err != nil {
			return err
		}
		return do(tx)
	})
}

const deliveryColumns = `d.id, d.webhook_id, d.ticket_id, t.number, d.event, d.made_at, d.state, d.tries, d.next_at, d.tried_at, d.delivered_at,
       d.last_status, d.last_error, d.body, w.url, `

func scanDelivery(row pgx.CollectableRow) (tickets.Delivery, error) {
	var d tickets.Delivery
	var tried, delivered *time.Time
	err := row.Scan(&d.ID, &d.Webhook, &d.Ticket, &d.Number, &d.Event, &d.MadeAt, &d.State, &d.Tries, &d.NextAt, &tried, &delivered,
		&d.LastStatus, &d.LastError, &d.Body, &d.URL, &d.Secret)
	d.MadeAt, d.NextAt, d.TriedAt, d.DeliveredAt = d.MadeAt.UTC(), d.NextAt.UTC(), instant(tried), instant(delivered)
	return d, err
}

// Deliveries implements tickets.HookStore.
func (s *Store) Deliveries(ctx context.Context, id tickets.WebhookID, before int64, limit int) ([]tickets.Delivery, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+deliveryColumns+`'' FROM webhook_delivery d JOIN webhook w ON w.id = d.webhook_id JOIN ticket t ON t.id = d.ticket_id
		WHERE d.webhook_id = $1 AND w.deleted_at IS NULL AND ($2::bigint = 0 OR d.id < $2) ORDER BY d.id DESC LIMIT $3`, id, before, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDelivery)
}

const dueWebhooks = `
SELECT w.id FROM webhook w WHERE w.active AND w.deleted_at IS NULL
   AND EXISTS (SELECT FROM webhook_delivery d WHERE d.webhook_id = w.id AND d.state = 'waiting' AND d.next_at <= $1) ORDER BY w.id`

// DueWebhooks implements tickets.HookStore.
func (s *Store) DueWebhooks(ctx context.Context, at time.Time) ([]tickets.WebhookID, error) {
	rows, err := s.pool.Query(ctx, dueWebhooks, at)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[tickets.WebhookID])
}

const claimDeliveries = `
WITH due AS (
    SELECT d.id FROM webhook_delivery d WHERE d.webhook_id = $1 AND d.state = 'waiting' AND d.next_at <= $2
       AND EXISTS (SELECT FROM webhook w WHERE w.id = $1 AND w.active AND w.deleted_at IS NULL)
     ORDER BY d.next_at, d.id LIMIT $4 FOR UPDATE SKIP LOCKED),
claimed AS (UPDATE webhook_delivery SET tries = tries + 1, next_at = $3 WHERE id IN (SELECT id FROM due) RETURNING *)
SELECT ` + deliveryColumns + `w.secret FROM claimed d JOIN webhook w ON w.id = d.webhook_id JOIN ticket t ON t.id = d.ticket_id ORDER BY d.id`

// ClaimDeliveries implements tickets.HookStore.
func (s *Store) ClaimDeliveries(ctx context.Context, id tickets.WebhookID, at, until time.Time, limit int) ([]tickets.Delivery, error) {
	rows, err := s.pool.Query(ctx, claimDeliveries, id, at, until, limit)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanDelivery)
}

// CloseDelivery implements tickets.HookStore.
func (s *Store) CloseDelivery(ctx context.Context, d tickets.Delivery) error {
	_, err := s.pool.Exec(ctx, `UPDATE webhook_delivery SET state = $2, next_at = $3, tried_at = $4, delivered_at = $5, last_status = $6, last_error = $7
		WHERE id = $1 AND state = 'waiting'`, d.ID, d.State, d.NextAt, null(d.TriedAt), null(d.DeliveredAt), d.LastStatus, d.LastError)
	return err
}

// DeliverAgain implements tickets.HookStore.
func (s *Store) DeliverAgain(ctx context.Context, id tickets.WebhookID, delivery int64, at time.Time) error {
	return found(s.pool.QueryRow(ctx, `UPDATE webhook_delivery SET state = 'waiting', tries = 0, next_at = $3
		WHERE webhook_id = $1 AND id = $2 AND state <> 'void' RETURNING id`, id, delivery, at).Scan(&delivery))
}
