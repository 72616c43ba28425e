package tickets

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"hotline/tickets/sla"
)

// AlertCalendarYear and AlertRegimeUnseen are of no ticket.
const (
	AlertCalendarYear AlertKind = "calendar_year" // days that the law gives a year wait for a decision; Text is the year
	AlertRegimeUnseen AlertKind = "regime_unseen" // nobody has looked at an endless legal regime for long; Text is its name
)

// regimeSeenWithin is how long a regime without an end may stay as it is before somebody looks whether it still holds.
const regimeSeenWithin = 90 * 24 * time.Hour

// Reminders are what administrators are to be told of a calendar at an instant, once a week each: from 1 October that the next
// year's days by law wait for a decision, until each row has one; and that a regime without an end was not looked at for 90 days.
// To keep a regime as it is, with a reason, is to have looked at it. Pure.
func Reminders(c Calendar, at time.Time) ([]Alert, error) {
	today := sla.DateOf(at, sla.Kyiv)
	isoYear, isoWeek := at.In(sla.Kyiv).ISOWeek()
	week := fmt.Sprintf("%d-W%02d", isoYear, isoWeek)
	years := []int{today.Year}
	if today.Month >= time.October {
		years = append(years, today.Year+1)
	}
	var all []Alert
	for _, year := range years {
		rows, err := c.Propose(year)
		if err != nil {
			return nil, fmt.Errorf("proposal of %d: %w", year, err)
		}
		for _, row := range rows {
			if row.State == RowOpen && !row.Date.Before(today) {
				all = append(all, Alert{Kind: AlertCalendarYear, Administrators: true, Text: strconv.Itoa(year), Key: fmt.Sprintf("calendar_year:%d:%s", year, week)})
				break
			}
		}
	}
	for _, r := range c.Regimes {
		if r.Has(today) && (r.Until == sla.Date{}) && at.Sub(r.At) >= regimeSeenWithin {
			all = append(all, Alert{Kind: AlertRegimeUnseen, Administrators: true, Text: r.Name, Key: fmt.Sprintf("regime_unseen:%d:%s", r.ID, week)})
		}
	}
	return all, nil
}

// Remind tells administrators what the calendar asks of them. It may be repeated and run in several copies: each is told once a week.
func (r *Register) Remind(ctx context.Context) error {
	at := micro(r.now())
	c, err := r.store.Calendar(ctx)
	if err != nil {
		return fmt.Errorf("remind: %w", err)
	}
	alerts, err := Reminders(c, at)
	if err != nil {
		return fmt.Errorf("remind: %w", err)
	}
	if err := r.store.Tell(ctx, alerts, at); err != nil {
		return fmt.Errorf("remind: %w", err)
	}
	return nil
}
