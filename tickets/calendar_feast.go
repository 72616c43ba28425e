package tickets

import (
	"slices"
	"strings"
	"time"

	"hotline/tickets/sla"
)

// FeastRow is a line of the law's list of holidays.
type FeastRow struct {
	ID int64
	sla.Feast
	Provenance
}

// SetFeast adds a line to the law's list of holidays, or changes one. A holiday that the law has dropped gets an end: it stays in
// the list for the years before. Days that were confirmed already stay until a person rejects them.
type SetFeast struct {
	ID int64 // 0: a new one
	sla.Feast
}

// farFromEaster is how many days around Easter a holiday may lie.
const farFromEaster = 100

func (e SetFeast) edit(c *Calendar, from Provenance) (string, error) {
	var faults Invalid
	if e.Name = Printable(strings.TrimSpace(e.Name), 200); e.Name == "" {
		faults = append(faults, Fault{"name", "required"})
	}
	if from.Basis == "" {
		faults = append(faults, Fault{"legal_basis", "required"})
	}
	switch moves := e.Month == 0; {
	case moves && e.Day != 0, !moves && e.AfterEaster != 0, !moves && !dayOfEveryYear(e.Month, e.Day):
		faults = append(faults, Fault{"day", "invalid"})
	case e.AfterEaster < -farFromEaster || e.AfterEaster > farFromEaster:
		faults = append(faults, Fault{"after_easter", "invalid"})
	}
	if !ordered(e.Valid) {
		faults = append(faults, Fault{"until", "invalid"})
	}
	if err := faults.orNil(); err != nil {
		return "", err
	}
	row := FeastRow{e.ID, e.Feast, from}
	if e.ID == 0 {
		c.Feasts = append(c.Feasts, row)
	} else {
		i := slices.IndexFunc(c.Feasts, func(r FeastRow) bool { return r.ID == e.ID })
		if i < 0 {
			return "", Invalid{{"id", "unknown"}}
		}
		c.Feasts[i] = row
	}
	return "перелік свят за законом: «" + e.Name + "», " + spellSpan(e.Valid), nil
}

// dayOfEveryYear tells whether each year has such a day: 29 February is none.
func dayOfEveryYear(m time.Month, day int) bool {
	d := time.Date(2001, m, day, 0, 0, 0, 0, time.UTC)
	return d.Month() == m && d.Day() == day
}

// lawList is the list as sla reads it.
func (c Calendar) lawList() []sla.Feast {
	all := make([]sla.Feast, 0, len(c.Feasts))
	for _, f := range c.Feasts {
		all = append(all, f.Feast)
	}
	return all
}

// dropped are the confirmed days of a year that the law gives no more.
func (c Calendar) dropped(year int, given []sla.Proposed) (all []Proposal) {
	for _, d := range c.Days {
		if d.Norm == sla.Own || d.Date.Year != year ||
			slices.ContainsFunc(given, func(p sla.Proposed) bool { return p.Date == d.Date && p.Norm == d.Norm }) {
			continue
		}
		all = append(all, Proposal{Proposed: sla.Proposed{Rule: d.Rule, Feast: d.Reason, Of: d.Date}, State: RowConfirmed, Dropped: true,
			Suspended: c.Plan().Suspended(d.Date, d.Norm), By: d.By, At: d.At})
	}
	return all
}
