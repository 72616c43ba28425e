package postgres

import (
	"context"
	"fmt"
	"maps"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgtype"

	"hotline/tickets"
	"hotline/tickets/sla"
)

// The calendar reaches so far around the instant of asking. Ninety-six working hours are eleven days;
// three years leave room for any pause and any planned closure. An appeal may stay open for long: its clock is counted from the
// registration.
const (
	yearsBack  = 10
	yearsAhead = 3
)

// Terms implements tickets.Store: one snapshot of calendar, targets and settings.
func (s *Store) Terms(ctx context.Context, at time.Time) (terms tickets.Terms, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if err := readCalendar(ctx, tx, at, &terms); err != nil {
			return fmt.Errorf("read calendar: %w", err)
		}
		if terms.Tables, err = readTables(ctx, tx); err != nil {
			return fmt.Errorf("read targets: %w", err)
		}
		terms.Table = terms.TableAt(at)
		if terms.Settings, err = settings(ctx, tx); err != nil {
			return fmt.Errorf("read settings: %w", err)
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
	var c tickets.Calendar
	for _, read := range []func(context.Context, querier, *tickets.Calendar) error{readWeeks, readDays, readRegimes} {
		if err := read(ctx, tx, &c); err != nil {
			return err
		}
	}
	terms.Calendar, err = c.Plan().Calendar(loc, sla.DateOf(at.AddDate(-yearsBack, 0, 0), loc), sla.DateOf(at.AddDate(yearsAhead, 0, 0), loc))
	return err
}

// hours of a day; NULL is a day off.
func hours(opens, closes pgtype.Time) sla.Hours {
	return sla.Hours{Open: time.Duration(opens.Microseconds) * time.Microsecond, Close: time.Duration(closes.Microseconds) * time.Microsecond}
}

// readTables gives Table 1 as it has stood and is to stand, the earliest first: each row of a table is the last one of its class.
func readTables(ctx context.Context, tx pgx.Tx) ([]tickets.DatedTable, error) {
	var all []tickets.DatedTable
	var class tickets.Class
	var from time.Time
	var reaction, resolution int
	err := each(ctx, tx, `SELECT valid_from, type, category, reaction_minutes, resolution_minutes FROM sla_target ORDER BY valid_from`,
		[]any{&from, &class.Type, &class.Category, &reaction, &resolution}, func() error {
			n := len(all)
			switch {
			case n == 0:
				all = append(all, tickets.DatedTable{From: from.UTC(), Table: tickets.Table{}})
			case !all[n-1].From.Equal(from):
				all = append(all, tickets.DatedTable{From: from.UTC(), Table: maps.Clone(all[n-1].Table)})
			}
			all[len(all)-1].Table[class] = sla.Target{Reaction: time.Duration(reaction) * time.Minute, Resolution: time.Duration(resolution) * time.Minute}
			return nil
		})
	return all, err
}
