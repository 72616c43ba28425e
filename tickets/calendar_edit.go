package tickets

import (
	"fmt"
	"slices"
	"strings"

	"hotline/tickets/sla"
)

// SetDays gives the days From..Until a row of the service's own (Regulation 3.2.3). Short and extended days are only those that
// have working hours by the week; an empty Kind takes the service's own rows away.
type SetDays struct {
	From, Until sla.Date
	Kind        sla.Kind
	Hours       sla.Hours // not for days off
}

func (e SetDays) edit(c *Calendar, from Provenance) (string, error) {
	if e.Until.Before(e.From) {
		return "", Invalid{{"until", "invalid"}}
	}
	if last := sla.DateOf(from.At, sla.Kyiv); e.Until.Year > last.Year+yearsAhead || e.From.AddDays(maxDays).Before(e.Until) {
		return "", Invalid{{"until", "too_far"}}
	}
	if e.Kind != "" && !slices.Contains(sla.Kinds, e.Kind) {
		return "", Invalid{{"kind", "invalid"}}
	}
	if off := e.Kind == "" || e.Kind.Off(); off != e.Hours.Off() || !e.Hours.Valid() {
		return "", Invalid{{"hours", "invalid"}}
	}
	plan := sla.Plan{Weeks: c.Plan().Weeks}
	usual, err := plan.Days(e.From, e.Until)
	if err != nil {
		return "", err
	}
	changed := 0
	for i, day := range usual {
		date := e.From.AddDays(i)
		if (e.Kind == sla.Short || e.Kind == sla.Extended) && day.Hours.Off() {
			continue
		}
		if e.Kind == "" && c.day(date, sla.Own) == nil {
			continue
		}
		changed++
		c.Days = slices.DeleteFunc(c.Days, func(r DayRow) bool { return r.Date == date && r.Norm == sla.Own })
		if e.Kind != "" {
			c.Days = append(c.Days, DayRow{sla.Rule{Date: date, Kind: e.Kind, Hours: e.Hours, Norm: sla.Own}, from})
		}
	}
	if changed == 0 {
		return "", Invalid{{"from", "nothing"}}
	}
	return spellSpan(sla.Span{From: e.From, Until: e.Until}) + ": " + SpellKind(e.Kind) + spellHours(e.Hours), nil
}

// SetWeek is the week's pattern from a day on.
type SetWeek struct {
	From sla.Date
	Week sla.Week
}

func (e SetWeek) edit(c *Calendar, from Provenance) (string, error) {
	if last := sla.DateOf(from.At, sla.Kyiv); e.From.Year > last.Year+yearsAhead {
		return "", Invalid{{"from", "too_far"}}
	}
	for _, h := range e.Week {
		if !h.Valid() {
			return "", Invalid{{"hours", "invalid"}}
		}
	}
	c.Weeks = slices.DeleteFunc(c.Weeks, func(w WeekRow) bool { return w.From == e.From })
	c.Weeks = append(c.Weeks, WeekRow{sla.DatedWeek{From: e.From, Week: e.Week}, from})
	return "розклад тижня з " + spellDate(e.From), nil
}

// SetRegime adds a legal regime, or changes one: when it is in force and which norms it suspends when.
type SetRegime struct {
	ID   int64 // 0: a new one
	Name string
	sla.Regime
}

func (e SetRegime) edit(c *Calendar, from Provenance) (string, error) {
	var faults Invalid
	if e.Name = Printable(strings.TrimSpace(e.Name), 100); e.Name == "" {
		faults = append(faults, Fault{"name", "required"})
	}
	if from.Basis == "" {
		faults = append(faults, Fault{"legal_basis", "required"})
	}
	if !ordered(e.Span) {
		faults = append(faults, Fault{"until", "invalid"})
	}
	for i, s := range e.Suspends {
		twice := slices.ContainsFunc(e.Suspends[:i], func(o sla.Suspension) bool { return o.Norm == s.Norm && o.From == s.From })
		if !slices.Contains(sla.Norms, s.Norm) || !ordered(s.Span) || twice {
			faults = append(faults, Fault{"suspends", "invalid"})
			break
		}
	}
	if err := faults.orNil(); err != nil {
		return "", err
	}
	row := RegimeRow{e.ID, e.Name, e.Regime, from}
	if e.ID == 0 {
		c.Regimes = append(c.Regimes, row)
	} else {
		i := slices.IndexFunc(c.Regimes, func(r RegimeRow) bool { return r.ID == e.ID })
		if i < 0 {
			return "", Invalid{{"id", "unknown"}}
		}
		c.Regimes[i] = row
	}
	return "правовий режим «" + e.Name + "»: " + spellSpan(e.Span), nil
}

func ordered(s sla.Span) bool {
	return s.From != sla.Date{} && (s.Until == sla.Date{} || !s.Until.Before(s.From))
}

// Decide confirms or rejects rows that the law proposes for a year, each by its date and norm.
type Decide struct {
	Year int
	Rows []Verdict
}

// Verdict is a person's word on one proposed row.
type Verdict struct {
	Date    sla.Date
	Norm    sla.Norm
	Confirm bool
}

func (e Decide) edit(c *Calendar, from Provenance) (string, error) {
	if last := sla.DateOf(from.At, sla.Kyiv); e.Year < last.Year || e.Year > last.Year+yearsAhead {
		return "", Invalid{{"year", "invalid"}}
	}
	proposed, err := c.Propose(e.Year)
	if err != nil {
		return "", err
	}
	if len(e.Rows) == 0 {
		return "", Invalid{{"rows", "required"}}
	}
	yes := 0
	for _, v := range e.Rows {
		i := slices.IndexFunc(proposed, func(p Proposal) bool { return p.Date == v.Date && p.Norm == v.Norm })
		if i < 0 {
			return "", Invalid{{"rows", "unknown"}}
		}
		c.Decisions = slices.DeleteFunc(c.Decisions, func(d CalendarDecision) bool { return d.Date == v.Date && d.Norm == v.Norm })
		c.Decisions = append(c.Decisions, CalendarDecision{v.Date, v.Norm, v.Confirm, from.By, from.At})
		c.Days = slices.DeleteFunc(c.Days, func(r DayRow) bool { return r.Date == v.Date && r.Norm == v.Norm })
		if v.Confirm {
			yes++
			row := from
			row.Basis, row.Reason = NormBasis(v.Norm), proposed[i].Feast
			c.Days = append(c.Days, DayRow{proposed[i].Rule, row})
		}
	}
	return fmt.Sprintf("законодавчі дні %d року: підтверджено %d, відхилено %d", e.Year, yes, len(e.Rows)-yes), nil
}

// NormBasis is where a norm stands.
func NormBasis(n sla.Norm) string {
	return map[sla.Norm]string{sla.Holidays: "КЗпП, ст. 73", sla.Transfer: "КЗпП, ст. 67, ч. 3", sla.ShortEve: "КЗпП, ст. 53", sla.Own: "Регламент, п. 3.2.3"}[n]
}

// SpellKind is a kind of day in Ukrainian; the empty one is the week's usual day.
func SpellKind(k sla.Kind) string {
	return map[sla.Kind]string{"": "за тижневим розкладом", sla.Holiday: "святковий або неробочий день", sla.DayOff: "вихідний день",
		sla.Working: "робочий день", sla.Short: "скорочений день", sla.Extended: "інші години роботи"}[k]
}

func spellDate(d sla.Date) string { return fmt.Sprintf("%02d.%02d.%d", d.Day, int(d.Month), d.Year) }

func spellSpan(s sla.Span) string {
	switch s.Until {
	case s.From:
		return spellDate(s.From)
	case sla.Date{}:
		return "з " + spellDate(s.From)
	}
	return spellDate(s.From) + "–" + spellDate(s.Until)
}

func spellHours(h sla.Hours) string {
	if h.Off() {
		return ""
	}
	return ", " + h.String()
}
