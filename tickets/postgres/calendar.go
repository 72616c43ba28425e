package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// changesShown is how much of its history a calendar carries.
const changesShown = 100

// Calendar implements tickets.Store.
func (s *Store) Calendar(ctx context.Context) (c tickets.Calendar, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		c, err = wholeCalendar(ctx, tx)
		return err
	})
	return c, err
}

func wholeCalendar(ctx context.Context, tx pgx.Tx) (c tickets.Calendar, err error) {
	if err := tx.QueryRow(ctx, `SELECT version FROM work_calendar`).Scan(&c.Version); err != nil {
		return c, err
	}
	for _, read := range []func(context.Context, querier, *tickets.Calendar) error{readWeeks, readDays, readRegimes, readFeasts, readDecisions, readChanges} {
		if err := read(ctx, tx, &c); err != nil {
			return c, err
		}
	}
	return c, nil
}

// each reads every row of a statement into the same places, and calls do for each.
func each(ctx context.Context, q querier, sql string, into []any, do func() error, args ...any) error {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return err
	}
	_, err = pgx.ForEachRow(rows, into, do)
	return err
}

func readWeeks(ctx context.Context, q querier, c *tickets.Calendar) error {
	var row tickets.WeekRow
	var from time.Time
	var weekday *int16
	var opens, closes pgtype.Time
	return each(ctx, q, `
SELECT p.valid_from, p.legal_basis, p.reason, coalesce(p.author_id, 0), p.author, p.created_at, w.weekday, w.opens_at, w.closes_at
  FROM calendar_pattern p LEFT JOIN calendar_week w USING (valid_from) ORDER BY p.valid_from, w.weekday`,
		[]any{&from, &row.Basis, &row.Reason, &row.By.ID, &row.By.Name, &row.At, &weekday, &opens, &closes}, func() error {
			row.From, row.At = date(from), row.At.UTC()
			if n := len(c.Weeks); n == 0 || c.Weeks[n-1].From != row.From {
				c.Weeks = append(c.Weeks, row)
			}
			if weekday != nil {
				c.Weeks[len(c.Weeks)-1].Week[*weekday] = hours(opens, closes)
			}
			return nil
		})
}

func readDays(ctx context.Context, q querier, c *tickets.Calendar) error {
	var row tickets.DayRow
	var day time.Time
	var opens, closes pgtype.Time
	return each(ctx, q, `
SELECT day, kind, opens_at, closes_at, norm, legal_basis, reason, coalesce(author_id, 0), author, created_at FROM calendar_day ORDER BY day, norm`,
		[]any{&day, &row.Kind, &opens, &closes, &row.Norm, &row.Basis, &row.Reason, &row.By.ID, &row.By.Name, &row.At}, func() error {
			row.Date, row.Hours, row.At = date(day), hours(opens, closes), row.At.UTC()
			c.Days = append(c.Days, row)
			return nil
		})
}

func readRegimes(ctx context.Context, q querier, c *tickets.Calendar) error {
	var row tickets.RegimeRow
	var norm *string
	var from time.Time
	var sFrom, until, sUntil *time.Time
	return each(ctx, q, `
SELECT r.id, r.name, r.valid_from, r.valid_until, r.legal_basis, r.reason, coalesce(r.author_id, 0), r.author, r.created_at,
       s.norm, s.valid_from, s.valid_until
  FROM calendar_regime r LEFT JOIN calendar_suspension s ON s.regime_id = r.id ORDER BY r.valid_from, r.id, s.norm, s.valid_from`,
		[]any{&row.ID, &row.Name, &from, &until, &row.Basis, &row.Reason, &row.By.ID, &row.By.Name, &row.At, &norm, &sFrom, &sUntil}, func() error {
			if n := len(c.Regimes); n == 0 || c.Regimes[n-1].ID != row.ID {
				row.Span, row.At, row.Suspends = span(&from, until), row.At.UTC(), nil
				c.Regimes = append(c.Regimes, row)
			}
			if norm != nil {
				r := &c.Regimes[len(c.Regimes)-1]
				r.Suspends = append(r.Suspends, sla.Suspension{Norm: sla.Norm(*norm), Span: span(sFrom, sUntil)})
			}
			return nil
		})
}

func readFeasts(ctx context.Context, q querier, c *tickets.Calendar) error {
	var f tickets.FeastRow
	var from time.Time
	var until *time.Time
	return each(ctx, q, `
SELECT id, name, coalesce(month, 0), coalesce(day, 0), coalesce(after_easter, 0), valid_from, valid_until,
       legal_basis, reason, coalesce(author_id, 0), author, created_at FROM calendar_feast ORDER BY month, day, after_easter, valid_from, id`,
		[]any{&f.ID, &f.Name, &f.Month, &f.Day, &f.AfterEaster, &from, &until, &f.Basis, &f.Reason, &f.By.ID, &f.By.Name, &f.At}, func() error {
			f.Valid, f.At = span(&from, until), f.At.UTC()
			c.Feasts = append(c.Feasts, f)
			return nil
		})
}

func readDecisions(ctx context.Context, q querier, c *tickets.Calendar) error {
	var d tickets.CalendarDecision
	var day time.Time
	return each(ctx, q, `SELECT day, norm, confirmed, coalesce(author_id, 0), author, decided_at FROM calendar_decision ORDER BY day, norm`,
		[]any{&day, &d.Norm, &d.Confirmed, &d.By.ID, &d.By.Name, &d.At}, func() error {
			d.Date, d.At = date(day), d.At.UTC()
			c.Decisions = append(c.Decisions, d)
			return nil
		})
}

func readChanges(ctx context.Context, q querier, c *tickets.Calendar) error {
	var h tickets.CalendarChange
	return each(ctx, q, `
SELECT version, at, coalesce(author_id, 0), author, summary, reason FROM calendar_change ORDER BY version DESC LIMIT $1`,
		[]any{&h.Version, &h.At, &h.By.ID, &h.By.Name, &h.Summary, &h.Reason}, func() error {
			h.At = h.At.UTC()
			c.Changes = append(c.Changes, h)
			return nil
		}, changesShown)
}

// date is a column of that type as the domain has it.
func date(t time.Time) sla.Date { return sla.DateOf(t, time.UTC) }

func span(from, until *time.Time) (s sla.Span) {
	s.From = date(*from)
	if until != nil {
		s.Until = date(*until)
	}
	return s
}

// ChangeCalendar implements tickets.Store.
func (s *Store) ChangeCalendar(ctx context.Context, version int64, decide func(tickets.Calendar) (tickets.Calendar, error)) (c tickets.Calendar, err error) {
	err = s.inTx(ctx, func(tx pgx.Tx) error {
		// Whoever changes the calendar waits here for whoever does already.
		if _, err := tx.Exec(ctx, `SELECT FROM work_calendar FOR UPDATE`); err != nil {
			return err
		}
		before, err := wholeCalendar(ctx, tx)
		if err != nil {
			return err
		}
		if version != 0 && version != before.Version {
			conflict := &tickets.CalendarConflict{}
			if len(before.Changes) > 0 {
				conflict.Last = before.Changes[0]
			}
			return conflict
		}
		after, err := decide(before)
		if err != nil {
			return err
		}
		if err := storeCalendar(ctx, tx, before, after); err != nil {
			return fmt.Errorf("store: %w", err)
		}
		if s.CalendarChanged != nil {
			if err := s.CalendarChanged(ctx, tx); err != nil {
				return err
			}
		}
		c, err = wholeCalendar(ctx, tx)
		return err
	})
	return c, err
}
