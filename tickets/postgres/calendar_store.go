package postgres

import (
	"context"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// storeCalendar writes what differs between two calendars, and the line of its history that is first in the later one.
func storeCalendar(ctx context.Context, tx pgx.Tx, before, after tickets.Calendar) error {
	batch := &pgx.Batch{}
	storeDays(batch, before.Days, after.Days)
	storeWeeks(batch, before.Weeks, after.Weeks)
	storeFeasts(batch, before.Feasts, after.Feasts)
	for _, d := range after.Decisions {
		if !slices.Contains(before.Decisions, d) {
			batch.Queue(`INSERT INTO calendar_decision VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (day, norm)
				DO UPDATE SET confirmed = $3, author_id = $4, author = $5, decided_at = $6`, day(d.Date), d.Norm, d.Confirmed, null(d.By.ID), d.By.Name, d.At)
		}
	}
	h := after.Changes[0]
	batch.Queue(`UPDATE work_calendar SET version = version + 1`)
	batch.Queue(`INSERT INTO calendar_change SELECT version, $1, $2, $3, $4, $5 FROM work_calendar`, h.At, null(h.By.ID), h.By.Name, h.Summary, h.Reason)
	if err := storeRegimes(ctx, tx, before.Regimes, after.Regimes); err != nil {
		return err
	}
	return tx.SendBatch(ctx, batch).Close()
}

func storeDays(batch *pgx.Batch, before, after []tickets.DayRow) {
	for _, d := range before {
		if !slices.Contains(after, d) {
			batch.Queue(`DELETE FROM calendar_day WHERE day = $1 AND norm = $2`, day(d.Date), d.Norm)
		}
	}
	for _, d := range after {
		if !slices.Contains(before, d) {
			batch.Queue(`INSERT INTO calendar_day (day, kind, opens_at, closes_at, reason, author, created_at, norm, legal_basis, author_id)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, day(d.Date), d.Kind, clock(d.Hours, d.Hours.Open), clock(d.Hours, d.Hours.Close),
				d.Reason, d.By.Name, d.At, d.Norm, d.Basis, null(d.By.ID))
		}
	}
}

func storeWeeks(batch *pgx.Batch, before, after []tickets.WeekRow) {
	for _, w := range after {
		if slices.Contains(before, w) {
			continue
		}
		batch.Queue(`INSERT INTO calendar_pattern VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (valid_from)
			DO UPDATE SET legal_basis = $2, reason = $3, author_id = $4, author = $5, created_at = $6`,
			day(w.From), w.Basis, w.Reason, null(w.By.ID), w.By.Name, w.At)
		batch.Queue(`DELETE FROM calendar_week WHERE valid_from = $1`, day(w.From))
		for weekday, h := range w.Week {
			if !h.Off() {
				batch.Queue(`INSERT INTO calendar_week (valid_from, weekday, opens_at, closes_at) VALUES ($1, $2, $3, $4)`,
					day(w.From), weekday, clock(h, h.Open), clock(h, h.Close))
			}
		}
	}
}

func storeFeasts(batch *pgx.Batch, before, after []tickets.FeastRow) {
	for _, f := range after {
		if slices.Contains(before, f) {
			continue
		}
		var easter *int
		if f.Month == 0 {
			easter = &f.AfterEaster
		}
		args := []any{f.Name, null(int(f.Month)), null(f.Day), easter, day(f.Valid.From), until(f.Valid.Until), f.Basis, f.Reason, null(f.By.ID), f.By.Name, f.At}
		if f.ID == 0 {
			batch.Queue(`INSERT INTO calendar_feast (name, month, day, after_easter, valid_from, valid_until, legal_basis, reason, author_id, author, created_at)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11)`, args...)
			continue
		}
		batch.Queue(`UPDATE calendar_feast SET name = $1, month = $2, day = $3, after_easter = $4, valid_from = $5, valid_until = $6, legal_basis = $7,
			reason = $8, author_id = $9, author = $10, created_at = $11 WHERE id = $12`, append(args, f.ID)...)
	}
}

func storeRegimes(ctx context.Context, tx pgx.Tx, before, after []tickets.RegimeRow) error {
	same := func(a tickets.RegimeRow) func(tickets.RegimeRow) bool {
		return func(b tickets.RegimeRow) bool { return a.ID == b.ID && a.At.Equal(b.At) }
	}
	for _, r := range after {
		if r.ID != 0 && slices.ContainsFunc(before, same(r)) {
			continue
		}
		args := []any{r.Name, day(r.From), until(r.Until), r.Basis, r.Reason, null(r.By.ID), r.By.Name, r.At}
		sql := `INSERT INTO calendar_regime (name, valid_from, valid_until, legal_basis, reason, author_id, author, created_at)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8) RETURNING id`
		if r.ID != 0 {
			sql = `UPDATE calendar_regime SET name = $1, valid_from = $2, valid_until = $3, legal_basis = $4, reason = $5, author_id = $6, author = $7, created_at = $8
				WHERE id = $9 RETURNING id`
			args = append(args, r.ID)
		}
		var id int64
		if err := tx.QueryRow(ctx, sql, args...).Scan(&id); err != nil {
			return err
		}
		if _, err := tx.Exec(ctx, `DELETE FROM calendar_suspension WHERE regime_id = $1`, id); err != nil {
			return err
		}
		for _, s := range r.Suspends {
			if _, err := tx.Exec(ctx, `INSERT INTO calendar_suspension VALUES ($1, $2, $3, $4)`, id, s.Norm, day(s.From), until(s.Until)); err != nil {
				return err
			}
		}
	}
	return nil
}

// day is a date as a column has it.
func day(d sla.Date) time.Time { return time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC) }

// until is the end of a span; NULL: without end.
func until(d sla.Date) *time.Time {
	if (d == sla.Date{}) {
		return nil
	}
	t := day(d)
	return &t
}

// clock is an end of a day's hours as a column has it; NULL for a day off.
func clock(h sla.Hours, end time.Duration) pgtype.Time {
	return pgtype.Time{Microseconds: end.Microseconds(), Valid: !h.Off()}
}
