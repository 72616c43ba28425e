package tickets

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"time"

	"hotline/tickets/sla"
)

// Calendar is the whole working calendar.
func (r *Register) Calendar(ctx context.Context) (Calendar, error) {
	c, err := r.store.Calendar(ctx)
	if err != nil {
		return Calendar{}, fmt.Errorf("calendar: %w", err)
	}
	return c, nil
}

// EditCalendar changes the calendar as it was seen at version (0: however it is), with the reason and the legal basis, and gives
// it as it is then. Open terms are counted again by RecountOpen. Errors: Invalid, *CalendarConflict.
func (r *Register) EditCalendar(ctx context.Context, version int64, e CalendarEdit, why, basis string, by Author) (Calendar, error) {
	at := r.now()
	c, err := r.store.ChangeCalendar(ctx, version, func(c Calendar) (Calendar, error) { return ApplyCalendar(c, e, why, basis, by, at) })
	if err != nil {
		return Calendar{}, fmt.Errorf("edit calendar: %w", err)
	}
	r.rereadTerms()
	r.log.InfoContext(ctx, "calendar changed", "version", c.Version, "agent", int64(by.ID))
	return c, nil
}

// TargetRow is one row of Table 1 from an instant on.
type TargetRow struct {
	Class Class
	sla.Target
	From   time.Time
	Reason string
	By     Author
	At     time.Time
}

// Targets are all rows that Table 1 has ever had and is to have, the latest first.
func (r *Register) Targets(ctx context.Context) ([]TargetRow, error) {
	all, err := r.store.Targets(ctx)
	if err != nil {
		return nil, fmt.Errorf("targets: %w", err)
	}
	return all, nil
}

// maxTarget keeps a term inside the calendar's horizon.
const maxTarget = 1000 * time.Hour

// SetTarget promises another term for a class from an instant on (zero: from now on). Tickets that are registered before keep
// what was promised. Invalid names each wrong field.
func (r *Register) SetTarget(ctx context.Context, row TargetRow) error {
	row.At = micro(r.now())
	var why Invalid
	row.From, row.Reason, why = fromWhen(row.From, row.At, row.Reason)
	var faults Invalid
	if !slices.Contains(Classes, row.Class) {
		faults = append(faults, Fault{"category", "impossible"})
	}
	if row.Reaction < time.Minute || row.Reaction%time.Minute != 0 {
		faults = append(faults, Fault{"reaction_minutes", "invalid"})
	}
	if row.Resolution < row.Reaction || row.Resolution > maxTarget || row.Resolution%time.Minute != 0 {
		faults = append(faults, Fault{"resolution_minutes", "invalid"})
	}
	if err := append(faults, why...).orNil(); err != nil {
		return err
	}
	if err := r.store.AddTarget(ctx, row); err != nil {
		return fmt.Errorf("set target: %w", err)
	}
	r.rereadTerms()
	return nil
}

// fromWhen is what each decision on dated data says: from which instant on (zero: from now on) and why. It never reaches back.
func fromWhen(from, now time.Time, reason string) (time.Time, string, Invalid) {
	if from.IsZero() {
		from = now
	}
	from, reason = micro(from), Printable(strings.TrimSpace(reason), 500)
	var faults Invalid
	if from.Before(now) {
		faults = append(faults, Fault{"valid_from", "past"})
	}
	if reason == "" {
		faults = append(faults, Fault{"reason", "required"})
	}
	return from, reason, faults
}

// rereadTerms makes this copy count by what was decided at once; the others do so some seconds later.
func (r *Register) rereadTerms() {
	r.mu.Lock()
	r.termsAt = time.Time{}
	r.mu.Unlock()
}
