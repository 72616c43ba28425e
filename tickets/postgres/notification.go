package postgres

import (
	"context"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const inboxChannel = "hotline_inbox"

// tell puts an alert (id 0: of no ticket) into the inbox of everybody whom it names, but not of who caused it, and says so to their desktops.
func tell(b *pgx.Batch, id tickets.TicketID, a tickets.Alert, at time.Time) {
	b.Queue(`
WITH told AS (
    INSERT INTO notification (user_id, at, kind, ticket_id, promise, percent, due_at, author, text, key)
    SELECT s.id, $2, $3, $1, $4, $5, $6, $7, left($8, 500), $9 FROM staff s
     WHERE s.id <> $10 AND (s.id = $11 OR s.role = 'agent' AND s.service = $12 OR s.role = 'supervisor' AND $13 OR s.role = 'administrator' AND $14)
    ON CONFLICT ON CONSTRAINT notification_once DO NOTHING RETURNING user_id)
SELECT pg_notify('`+inboxChannel+`', user_id::text) FROM told`,
		null(id), at, a.Kind, a.Promise, a.Percent, null(a.DueAt), a.By.Name, a.Text, a.Key, a.By.ID, a.Person, a.Service, a.Supervisors, a.Administrators)
}

// Tell implements tickets.Store.
func (s *Store) Tell(ctx context.Context, all []tickets.Alert, at time.Time) error {
	if len(all) == 0 {
		return nil
	}
	batch := &pgx.Batch{}
	for _, a := range all {
		tell(batch, 0, a, at)
	}
	return s.pool.SendBatch(ctx, batch).Close()
}

const (
	countUnread = `SELECT count(*) FROM (SELECT FROM notification WHERE user_id = $1 AND read_at IS NULL LIMIT $2) unread`
	selectInbox = `
SELECT n.id, n.at, n.kind, coalesce(n.ticket_id, 0), coalesce(t.number, 0), CASE WHEN t.restricted = '' THEN t.subject ELSE '' END, n.promise, n.percent, n.due_at, n.author,
       CASE WHEN t.restricted <> '' AND n.kind <> 'notice_late' THEN '' ELSE n.text END, n.read_at -- a late notice has a code there
  FROM notification n LEFT JOIN ticket t ON t.id = n.ticket_id
 WHERE n.user_id = $1 AND ($2::bigint = 0 OR n.id < $2) ORDER BY n.id DESC LIMIT $3`
)

// Inbox implements tickets.Store.
func (s *Store) Inbox(ctx context.Context, who tickets.AgentID, before int64, limit int) (in tickets.Inbox, err error) {
	in.Lines = []tickets.Notification{}
	batch := &pgx.Batch{}
	batch.Queue(countUnread, who, tickets.MaxUnread).
		QueryRow(func(row pgx.Row) error { return row.Scan(&in.Unread) })
	into(batch.Queue(selectInbox, who, before, limit), scanNotification, &in.Lines)
	return in, s.pool.SendBatch(ctx, batch).Close()
}

func scanNotification(row pgx.CollectableRow) (tickets.Notification, error) {
	var n tickets.Notification
	var due, read *time.Time
	err := row.Scan(&n.ID, &n.At, &n.Kind, &n.Ticket, &n.Number, &n.Subject, &n.Promise, &n.Percent, &due, &n.By, &n.Text, &read)
	n.At, n.DueAt, n.ReadAt = n.At.UTC(), instant(due), instant(read)
	return n, err
}

// MarkRead implements tickets.Store. The person's other tabs hear of it.
func (s *Store) MarkRead(ctx context.Context, who tickets.AgentID, upTo int64, at time.Time) error {
	_, err := s.pool.Exec(ctx, `
WITH read AS (UPDATE notification SET read_at = $3 WHERE user_id = $1 AND id <= $2 AND read_at IS NULL RETURNING id)
SELECT pg_notify('`+inboxChannel+`', $1::bigint::text) FROM read LIMIT 1`, who, upTo, at)
	return err
}

// InboxChanges implements tickets.Store. It holds one connection of its own.
func (s *Store) InboxChanges(ctx context.Context) (<-chan tickets.AgentID, error) {
	return listen(ctx, s, inboxChannel, func(payload string) (tickets.AgentID, bool) {
		id, err := strconv.ParseInt(payload, 10, 64)
		return tickets.AgentID(id), err == nil
	})
}
