package tickets

import (
	"context"
	"fmt"
	"slices"
	"time"
)

// Setting is a figure that the regulation leaves open: how one of its unclear places is read.
type Setting string

const (
	EraseWithinDays  Setting = "erase_within_days"  // calendar days after the three years in which a record is deleted (Amb-10)
	Pausing          Setting = "pausing"            // 1: the resolution's clock stands while the applicant is asked and while a ground of 4.14 holds (Amb-15)
	FromReceipt      Setting = "from_receipt"       // 1: both terms are counted from the arrival, 0: from the registration (Amb-23)
	LateAfterMinutes Setting = "late_after_minutes" // working minutes between arrival and registration after which supervisors are told (Amb-23)
	ReopenDays       Setting = "reopen_days"        // working days in which a finished ticket may be reopened
)

// SettingRule is what a setting may be, and what it is until somebody decides otherwise.
type SettingRule struct {
	Name        Setting
	Default     int
	Least, Most int
	Clause      string // of the regulation, as people read it
}

// SettingRules are all settings in the order in which people read them.
var SettingRules = []SettingRule{
	{FromReceipt, 0, 0, 1, "розд. 1 («Час реакції на звернення»), п. 3.2.2"},
	{LateAfterMinutes, 5, 1, 540, "п. 4.15"},
	{Pausing, 1, 0, 1, "п. 4.8, 4.14"},
	{ReopenDays, 5, 1, 60, "розд. 1 («День», «Система обліку звернень»)"},
	{EraseWithinDays, 30, 1, 90, "п. 4.3"},
}

// rule of a setting; false: there is no such setting.
func (n Setting) rule() (SettingRule, bool) {
	i := slices.IndexFunc(SettingRules, func(r SettingRule) bool { return r.Name == n })
	if i < 0 {
		return SettingRule{}, false
	}
	return SettingRules[i], true
}

// SettingRow is a setting's value from an instant on.
type SettingRow struct {
	ID     int64 // in the order of the decisions
	Name   Setting
	Value  int
	From   time.Time
	Reason string
	By     Author
	At     time.Time
}

// SettingAt is a setting's value at an instant; rows may be in any order.
func SettingAt(rows []SettingRow, name Setting, at time.Time) int {
	rule, _ := name.rule()
	value, from := rule.Default, time.Time{}
	for _, r := range rows {
		if r.Name == name && !at.Before(r.From) && !r.From.Before(from) {
			value, from = r.Value, r.From
		}
	}
	return value
}

// Setting is a setting's value at an instant.
func (t Terms) Setting(name Setting, at time.Time) int { return SettingAt(t.Settings, name, at) }

// Settings are all decisions on settings, the latest first.
func (r *Register) Settings(ctx context.Context) ([]SettingRow, error) {
	all, err := r.store.Settings(ctx)
	if err != nil {
		return nil, fmt.Errorf("settings: %w", err)
	}
	return all, nil
}

// SetSetting gives a setting another value from an instant on (zero: from now on). seen is the id of the last decision that was
// seen, 0: there was none. What was counted before stays as it was. Errors: Invalid names each wrong field; *Stale.
func (r *Register) SetSetting(ctx context.Context, seen int64, row SettingRow) error {
	row.At = micro(r.now())
	var why Invalid
	row.From, row.Reason, why = fromWhen(row.From, row.At, row.Reason)
	var faults Invalid
	rule, known := row.Name.rule()
	if !known {
		faults = append(faults, Fault{"name", "unknown"})
	}
	if known && (row.Value < rule.Least || row.Value > rule.Most) {
		faults = append(faults, Fault{"value", "invalid"})
	}
	if err := append(faults, why...).orNil(); err != nil {
		return err
	}
	if err := r.store.AddSetting(ctx, seen, row); err != nil {
		return fmt.Errorf("set %s: %w", row.Name, err)
	}
	r.rereadTerms()
	r.log.InfoContext(ctx, "setting changed", "setting", string(row.Name), "agent", int64(row.By.ID))
	return nil
}

// registeredLate says how late an appeal was registered, when it was later than the setting allows (Amb-23); empty: in time. An
// arrival of which the calendar knows nothing is longer ago than that.
func registeredLate(t Ticket, terms Terms) string {
	most := time.Duration(terms.Setting(LateAfterMinutes, t.RegisteredAt)) * time.Minute
	if waited, err := terms.Calendar.Worked(t.ReceivedAt, t.RegisteredAt); err == nil && waited <= most {
		return ""
	}
	return "надійшло " + spellInstant(t.ReceivedAt, t.RegisteredAt)
}
