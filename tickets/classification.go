package tickets

import (
	"errors"
	"fmt"
	"slices"
	"time"

	"hotline/tickets/sla"
)

// Type of an appeal (Regulation 3.3.2). Empty: not classified yet.
type Type string

const (
	Bug          Type = "bug"          // Помилка/проблема
	Feature      Type = "feature"      // Нова функціональність
	Consultation Type = "consultation" // Консультація/задача
)

// Category is the priority of an appeal (Regulation 3.3.2). Empty: not classified yet.
type Category string

const (
	Critical Category = "critical" // Критичний
	High     Category = "high"     // Високий
	Low      Category = "low"      // Низький
)

// Class is a row of Table 1. The zero value means that the ticket is not classified.
type Class struct {
	Type     Type
	Category Category
}

// Classes are the rows of Table 1 in its order. «Нова функціональність» has no «Критичний» (Amb-1).
var Classes = []Class{
	{Bug, Critical}, {Bug, High}, {Bug, Low},
	{Feature, High}, {Feature, Low},
	{Consultation, Critical}, {Consultation, High}, {Consultation, Low},
}

// ErrNoTarget says that Table 1 has no row for what is asked.
var ErrNoTarget = errors.New("no target")

// Table is Table 1 as it holds at one instant.
type Table map[Class]sla.Target

// Unclassified is the target of a ticket that nobody has classified yet (Amb-14): reaction within the strictest
// term of the table (30 working minutes, the time to classify), resolution as Помилка/Низький (36 hours), which is
// the approximate term that the applicant is told.
func (t Table) Unclassified() (sla.Target, error) {
	longest, ok := t[Class{Bug, Low}]
	if !ok {
		return sla.Target{}, fmt.Errorf("bug/low: %w", ErrNoTarget)
	}
	triage := longest.Reaction
	for _, target := range t {
		triage = min(triage, target.Reaction)
	}
	return sla.Target{Reaction: triage, Resolution: longest.Resolution}, nil
}

// DatedTable is Table 1 from an instant on, until the next one.
type DatedTable struct {
	From  time.Time
	Table Table
}

// Terms is what the register needs to count a term: the calendar, its version, and Table 1 at the instant of asking.
type Terms struct {
	Calendar        *sla.Calendar
	CalendarVersion int64
	Table           Table
	Tables          []DatedTable // as it has stood and is to stand, the earliest first; empty: always as Table
	Settings        []SettingRow // all decisions; none: as SettingRules say
}

// TableAt is Table 1 as it holds at an instant: a change does not alter what was promised before.
func (t Terms) TableAt(at time.Time) Table {
	for _, d := range slices.Backward(t.Tables) {
		if !at.Before(d.From) {
			return d.Table
		}
	}
	return t.Table
}
