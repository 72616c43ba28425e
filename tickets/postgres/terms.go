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

// The calendar reaches so far around the instant of asking. Ninety-six working hours are eleven days;
// three years leave room for any pause and any planned closure.
const (
	yearsBack  = 2
	yearsAhead = 3
)

// Terms implements tickets.Store: one snapshot of calendar and targets.
func (s *Store) Terms(ctx context.Context, at time.Time) (terms tickets.Terms, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := readCalendar(ctx, tx, at, &terms); err != nil {
			return fmt.Errorf("read calendar: %w", err)
		}
		if terms.Table, err = readTable(ctx, tx, at); err != nil {
			return fmt.Errorf("read targets: %w", err)
		}
		return nil
	})
	return terms, err
}

func readCalendar(ctx context.Context, tx pgx.Tx, at time.Time, terms *tickets.Terms) error {
	var zone string
	if err := tx.QueryRow(ctx, `SELECT time_zone, version FROM work_calendar`).Scan(&zone, &terms.CalendarVersion); err != nil {
		return err
	}
	loc, err := time.LoadLocation(zone)
	if err != nil {
		return err
	}
	var week sla.Week
	rows, err := tx.Query(ctx, `SELECT weekday, opens_at, closes_at FROM calendar_week`)
	if err != nil {
		return err
	}
	var weekday int
	var opens, closes pgtype.Time
	if _, err := pgx.ForEachRow(rows, []any{&weekday, &opens, &closes}, func() error {
		week[weekday] = hours(opens, closes)
		return nil
	}); err != nil {
		return err
	}
	from, to := sla.DateOf(at.AddDate(-yearsBack, 0, 0), loc), sla.DateOf(at.AddDate(yearsAhead, 0, 0), loc)
	rows, err = tx.Query(ctx, `SELECT day, opens_at, closes_at FROM calendar_day WHERE day BETWEEN $1::text::date AND $2::text::date`, from.String(), to.String())
	if err != nil {
		return err
	}
	var days []sla.Day
	var day time.Time
	if _, err := pgx.ForEachRow(rows, []any{&day, &opens, &closes}, func() error {
		days = append(days, sla.Day{Date: sla.DateOf(day, time.UTC), Hours: hours(opens, closes)})
		return nil
	}); err != nil {
		return err
	}
	terms.Calendar, err = sla.New(loc, week, days, from, to)
	return err
}

// hours of a day; NULL is a day off.
func hours(opens, closes pgtype.Time) sla.Hours {
	return sla.Hours{Open: time.Duration(opens.Microseconds) * time.Microsecond, Close: time.Duration(closes.Microseconds) * time.Microsecond}
}

func readTable(ctx context.Context, tx pgx.Tx, at time.Time) (tickets.Table, error) {
	rows, err := tx.Query(ctx, `
SELECT DISTINCT ON (type, category) type, category, reaction_minutes, resolution_minutes
  FROM sla_target WHERE valid_from <= $1 ORDER BY type, category, valid_from DESC`, at)
	if err != nil {
		return nil, err
	}
	table := tickets.Table{}
	var class tickets.Class
	var reaction, resolution int
	_, err = pgx.ForEachRow(rows, []any{&class.Type, &class.Category, &reaction, &resolution}, func() error {
		table[class] = sla.Target{Reaction: time.Duration(reaction) * time.Minute, Resolution: time.Duration(resolution) * time.Minute}
		return nil
	})
	return table, err
}
