package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// Recount implements tickets.Store.
func (s *Store) Recount(ctx context.Context, version int64, after tickets.TicketID, limit int,
	decide func(tickets.Ticket, []tickets.CalendarChange) (tickets.Change, bool, error),
) (last tickets.TicketID, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		all, err := list(ctx, tx, selectTicket+`
WHERE t.calendar_version < $1 AND t.id > $2 AND t.status <> 'closed' AND (t.reaction_met_at IS NULL OR t.resolution_met_at IS NULL)
ORDER BY t.id LIMIT $3 FOR UPDATE OF t`, version, after, limit)
		if err != nil || len(all) == 0 {
			return err
		}
		last = all[len(all)-1].ID
		oldest := slices.MinFunc(all, func(a, b tickets.Ticket) int { return int(a.CalendarVersion - b.CalendarVersion) }).CalendarVersion
		var changes []tickets.CalendarChange
		var h tickets.CalendarChange
		if err := each(ctx, tx, `SELECT version, at, coalesce(author_id, 0), author, summary, reason FROM calendar_change WHERE version > $1 AND version <= $2 ORDER BY version`,
			[]any{&h.Version, &h.At, &h.By.ID, &h.By.Name, &h.Summary, &h.Reason}, func() error {
				changes = append(changes, h)
				return nil
			}, oldest, version); err != nil {
			return err
		}
		var same []tickets.TicketID
		for _, t := range all {
			since := slices.IndexFunc(changes, func(h tickets.CalendarChange) bool { return h.Version > t.CalendarVersion })
			var why []tickets.CalendarChange
			if since >= 0 {
				why = changes[since:]
			}
			switch change, changed, err := decide(t, why); {
			case err != nil: // the caller tells of it
			case !changed:
				same = append(same, t.ID)
			default:
				if _, _, err := store(ctx, tx, change); err != nil {
					return err
				}
			}
		}
		_, err = tx.Exec(ctx, `UPDATE ticket SET calendar_version = $1 WHERE id = ANY ($2)`, version, same)
		return err
	})
	return last, err
}

// Targets implements tickets.Store.
func (s *Store) Targets(ctx context.Context) (all []tickets.TargetRow, err error) {
	var row tickets.TargetRow
	var reaction, resolution int64
	err = each(ctx, s.pool, `
SELECT type, category, valid_from, reaction_minutes, resolution_minutes, reason, coalesce(author_id, 0), author, created_at
  FROM sla_target ORDER BY valid_from DESC, type, category`,
		[]any{&row.Class.Type, &row.Class.Category, &row.From, &reaction, &resolution, &row.Reason, &row.By.ID, &row.By.Name, &row.At}, func() error {
			row.Reaction, row.Resolution = minutes(reaction), minutes(resolution)
			row.From, row.At = row.From.UTC(), row.At.UTC()
			all = append(all, row)
			return nil
		})
	return all, err
}

// AddTarget implements tickets.Store.
func (s *Store) AddTarget(ctx context.Context, row tickets.TargetRow) error {
	_, err := s.pool.Exec(ctx, `
INSERT INTO sla_target (type, category, valid_from, reaction_minutes, resolution_minutes, author, reason, author_id, created_at)
VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`, row.Class.Type, row.Class.Category, row.From, int64(row.Reaction/time.Minute), int64(row.Resolution/time.Minute),
		row.By.Name, row.Reason, null(row.By.ID), row.At)
	if violates(err, uniqueViolation, "sla_target_pkey") {
		return tickets.Invalid{{Field: "valid_from", Code: "taken"}}
	}
	return err
}

func minutes(n int64) time.Duration { return time.Duration(n) * time.Minute }
