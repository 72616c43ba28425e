package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// setTimers writes a ticket's timers anew; nil: its terms did not change, only promises may be kept by now. One that has fired is
// armed again when the part is yet to be used up after all.
func setTimers(b *pgx.Batch, t tickets.Ticket, all []tickets.Timer, at time.Time) {
	b.Queue(`DELETE FROM ticket_timer WHERE ticket_id = $1 AND fired_at IS NULL AND promise <> ALL ($2)`, t.ID, t.Running())
	if len(all) == 0 {
		return
	}
	promises, percents, ats := columnsOf(all)
	b.Queue(`
INSERT INTO ticket_timer AS x (ticket_id, promise, percent, fire_at, set_at)
SELECT $1, promise, percent, fire_at, $5 FROM unnest($2::text[], $3::smallint[], $4::timestamptz[]) AS n (promise, percent, fire_at)
ON CONFLICT (ticket_id, promise, percent) DO UPDATE SET fire_at = excluded.fire_at, set_at = excluded.set_at,
       fired_at = CASE WHEN excluded.fire_at > excluded.set_at THEN NULL ELSE x.fired_at END
 WHERE x.fire_at <> excluded.fire_at`, t.ID, promises, percents, ats, at)
}

func columnsOf(all []tickets.Timer) (promises []tickets.Promise, percents []int, ats []time.Time) {
	promises, percents, ats = []tickets.Promise{}, []int{}, []time.Time{}
	for _, x := range all {
		promises, percents, ats = append(promises, x.Promise), append(percents, x.Percent), append(ats, x.At)
	}
	return promises, percents, ats
}

// due is the condition of a timer x that is to fire at $1; a term that ends at this very instant is not broken yet (Amb-17).
const due = `x.fired_at IS NULL AND x.fire_at <= $1 AND (x.percent < 100 OR x.fire_at < $1)`

// late is the condition of a debt n that nobody has paid by $1, and of which nobody was told.
const late = `n.state = 'owed' AND n.warned_at IS NULL AND n.due_at < $1`

var (
	fireable = selectTicket + `WHERE t.id IN (SELECT x.ticket_id FROM ticket_timer x WHERE ` + due + ` ORDER BY x.fire_at LIMIT $2)
	ORDER BY t.id FOR UPDATE OF t SKIP LOCKED`
	indebted = selectTicket + `WHERE t.id IN (SELECT n.ticket_id FROM ticket_notice n WHERE ` + late + ` ORDER BY n.due_at LIMIT $2)
	ORDER BY t.id FOR UPDATE OF t SKIP LOCKED`
)

// Fire implements tickets.Store. The ticket is locked before its timers, as everywhere.
func (s *Store) Fire(ctx context.Context, at time.Time, limit int, warn func(tickets.Ticket, []tickets.Timer) []tickets.Warning) (n int, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		found, err := list(ctx, tx, fireable, at, limit)
		if n = len(found); err != nil || n == 0 {
			return err
		}
		timers, err := dueTimers(ctx, tx, found, at)
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		for _, t := range found {
			for _, w := range warn(t, timers[t.ID]) {
				if _, err := insertEntry(ctx, tx, w.Entry); err != nil {
					return err
				}
				tell(batch, t.ID, w.Alert, at)
				publish(batch, t.ID, w.Entry)
			}
		}
		batch.Queue(`UPDATE ticket_timer x SET fired_at = $1 WHERE x.ticket_id = ANY ($2) AND `+due, at, idsOf(found))
		return tx.SendBatch(ctx, batch).Close()
	})
	return n, err
}

func idsOf(all []tickets.Ticket) []tickets.TicketID {
	ids := []tickets.TicketID{}
	for _, t := range all {
		ids = append(ids, t.ID)
	}
	return ids
}

func dueTimers(ctx context.Context, tx pgx.Tx, of []tickets.Ticket, at time.Time) (map[tickets.TicketID][]tickets.Timer, error) {
	rows, err := tx.Query(ctx, `SELECT x.ticket_id, x.promise, x.percent, x.fire_at, x.set_at FROM ticket_timer x WHERE x.ticket_id = ANY ($2) AND `+due, at, idsOf(of))
	if err != nil {
		return nil, err
	}
	all := map[tickets.TicketID][]tickets.Timer{}
	var id tickets.TicketID
	var x tickets.Timer
	_, err = pgx.ForEachRow(rows, []any{&id, &x.Promise, &x.Percent, &x.At, &x.SetAt}, func() error {
		all[id] = append(all[id], x)
		return nil
	})
	return all, err
}

// LateNotices implements tickets.Store. Who is responsible is told, or the whole line when nobody is.
func (s *Store) LateNotices(ctx context.Context, at time.Time, limit int) (n int, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		found, err := list(ctx, tx, indebted, at, limit)
		if err != nil || len(found) == 0 {
			return err
		}
		of := map[tickets.TicketID]tickets.Ticket{}
		for _, t := range found {
			of[t.ID] = t
		}
		rows, err := tx.Query(ctx, `UPDATE ticket_notice n SET warned_at = $1 WHERE n.ticket_id = ANY ($2) AND `+late+` RETURNING n.id, n.ticket_id, n.about, n.due_at`, at, idsOf(found))
		if err != nil {
			return err
		}
		batch := &pgx.Batch{}
		var notice tickets.Notice
		_, err = pgx.ForEachRow(rows, []any{&notice.ID, &notice.Ticket, &notice.About, &notice.DueAt}, func() error {
			n++
			t := of[notice.Ticket]
			a := tickets.Alert{Kind: tickets.AlertNoticeLate, Person: t.Assignee.ID, DueAt: notice.DueAt, Text: string(notice.About), Key: fmt.Sprintf("notice_late:%d", notice.ID)}
			if a.Person == 0 {
				a.Service, a.Supervisors = t.Service, t.Service == tickets.Technical
			}
			tell(batch, t.ID, a, at)
			return nil
		})
		if err != nil {
			return err
		}
		return tx.SendBatch(ctx, batch).Close()
	})
	return n, err
}

// PostponedUntil implements tickets.Store.
func (s *Store) PostponedUntil(ctx context.Context, at time.Time, limit int) ([]tickets.Ticket, error) {
	return list(ctx, s.pool, selectTicket+`WHERE t.status = 'postponed' AND t.postponed_until <= $1 ORDER BY t.postponed_until, t.id LIMIT $2`, at, limit)
}
