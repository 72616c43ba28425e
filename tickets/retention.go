package tickets

import (
	"context"
	"fmt"
	"time"

	"hotline/tickets/sla"
)

// KeepUntil is the instant until which a record that was made at an instant must be kept: three calendar years
// (Regulation 4.3, Amb-10), counted on Kyiv's calendar and on UTC's, whichever ends later. 29 February becomes 1 March. UTC.
func KeepUntil(at time.Time) time.Time {
	until := at.UTC().AddDate(3, 0, 0)
	if local := at.In(sla.Kyiv).AddDate(3, 0, 0).UTC(); local.After(until) {
		return local
	}
	return until
}

// RetentionStore deletes what has been kept long enough.
type RetentionStore interface {
	// Expire deletes at most limit finished tickets whose last record is not later than before and of which over says so, except
	// those under hold, and then applicants without tickets whose own records are. It returns how many tickets and applicants went.
	Expire(ctx context.Context, before, at time.Time, limit int, over func(last time.Time) bool) (tickets, applicants int, err error)
}

// expireAtOnce is how many tickets one transaction deletes.
const expireAtOnce = 500

// Expire deletes what has been kept for three years since its last record, and as long after as a daily run may wait so that it
// is gone within the days of the setting EraseWithinDays (a hold can be put till then): tickets that nobody works on any more, with
// their history, and then applicants of whom nothing is left. A legal hold wins. It may be repeated; it ends when nothing is over.
func (r *Register) Expire(ctx context.Context) (tickets, applicants int, err error) {
	now := micro(r.now())
	rows, err := r.Settings(ctx)
	if err != nil {
		return 0, 0, fmt.Errorf("expire: %w", err)
	}
	wait := SettingAt(rows, EraseWithinDays, now) - 1
	over := func(last time.Time) bool { return !KeepUntil(last).AddDate(0, 0, wait).After(now) }
	before := latest(over, now.AddDate(-3, 0, 2-wait))
	for {
		n, m, err := r.store.Expire(ctx, before, now, expireAtOnce, over)
		tickets, applicants = tickets+n, applicants+m
		if err != nil {
			return tickets, applicants, fmt.Errorf("expire: %w", err)
		}
		if n == 0 && m == 0 {
			break
		}
	}
	if tickets+applicants > 0 {
		r.log.InfoContext(ctx, "expired", "tickets", tickets, "applicants", applicants)
	}
	return tickets, applicants, nil
}

// latest is the latest instant, hour by hour back from one, at which a last record is over. What still has to wait would otherwise
// fill the batches and keep what is over behind it.
func latest(over func(time.Time) bool, at time.Time) time.Time {
	for !over(at) {
		at = at.Add(-time.Hour)
	}
	return at
}
