package tickets

import (
	"regexp"
	"slices"
	"time"
	"unicode/utf8"

	"hotline/tickets/sla"
)

// WorkPeriod is the stretch in which planned works are counted: «Періодичність виконання планових робіт» (Regulation 1).
type WorkPeriod string

const (
	WorkWeek  WorkPeriod = "week"  // from Monday
	WorkMonth WorkPeriod = "month" // of the calendar
)

// WorkLimit is how many planned works there may be in a period of Kyiv's calendar.
type WorkLimit struct {
	Works  int // 0: as many as one likes
	Period WorkPeriod
}

// ProtectedPeriod is a stretch of days in which works need an approval: projects are submitted, a vote ends (Regulation 3.2.4).
type ProtectedPeriod struct {
	ID       int64
	Name     string
	From, To sla.Date // both are in it, in Kyiv
}

// ResponsibleID is the key of a Responsible.
type ResponsibleID int64

// Responsible is a person who is responsible for the project and may approve works (section 5 of the regulation, which its text
// lacks: Amb-13).
type Responsible struct {
	ID       ResponsibleID
	Name     string
	Position string
	Contact  string
	Active   bool
}

// LinePrompt is what callers can hear before the line while a downtime runs: a file of that name among the switch's prompts,
// recorded or synthesised. Words are what it says.
type LinePrompt struct {
	Name   string
	Words  string
	Active bool
}

// WorkRules are the data by which downtimes are judged.
type WorkRules struct {
	Version      int64 // grows with each change of any rule
	Limit        WorkLimit
	Protected    []ProtectedPeriod
	Responsibles []Responsible
	Prompts      []LinePrompt
}

// Over are the protected periods that a downtime touches.
func (r WorkRules) Over(d Downtime) (over []ProtectedPeriod) {
	first, last := sla.DateOf(d.StartsAt, sla.Kyiv), sla.DateOf(d.EndsAt.Add(-time.Microsecond), sla.Kyiv)
	for _, p := range r.Protected {
		if !p.To.Before(first) && !last.Before(p.From) {
			over = append(over, p)
		}
	}
	return over
}

// anybody tells whether there is somebody who may approve.
func (r WorkRules) anybody() bool {
	return slices.ContainsFunc(r.Responsibles, func(p Responsible) bool { return p.Active })
}

// Responsible finds one of the list; the zero value when there is none.
func (r WorkRules) Responsible(id ResponsibleID) Responsible {
	i := slices.IndexFunc(r.Responsibles, func(p Responsible) bool { return p.ID == id })
	if i < 0 {
		return Responsible{}
	}
	return r.Responsibles[i]
}

// has tells whether the prompt is one that may be chosen.
func (r WorkRules) has(prompt string) bool {
	return slices.ContainsFunc(r.Prompts, func(p LinePrompt) bool { return p.Name == prompt && p.Active })
}

// full tells whether the period of d has all the planned works that it may have.
func (r WorkRules) full(d Downtime, others []Downtime) bool {
	if r.Limit.Works <= 0 {
		return false
	}
	n, from := 0, r.Limit.Period.begin(d.StartsAt)
	for _, o := range others {
		if o.ID != d.ID && o.Kind == Planned && o.State != DowntimeCancelled && r.Limit.Period.begin(o.StartsAt) == from {
			n++
		}
	}
	return n >= r.Limit.Works
}

// begin is the first day of the period in which an instant is.
func (p WorkPeriod) begin(at time.Time) sla.Date {
	day := sla.DateOf(at, sla.Kyiv)
	if p == WorkMonth {
		return sla.Date{Year: day.Year, Month: day.Month, Day: 1}
	}
	return day.AddDays(-(int(day.Weekday()) + 6) % 7)
}

func (l WorkLimit) checked() error {
	var faults Invalid
	if l.Works < 0 || l.Works > 1000 {
		faults = append(faults, Fault{"works", "invalid"})
	}
	if l.Period != WorkWeek && l.Period != WorkMonth {
		faults = append(faults, Fault{"period", "invalid"})
	}
	return faults.orNil()
}

func (p ProtectedPeriod) checked() (ProtectedPeriod, error) {
	var faults Invalid
	if p.Name = oneLine(p.Name); p.Name == "" {
		faults = append(faults, Fault{"name", "required"})
	} else if utf8.RuneCountInString(p.Name) > maxTitle {
		faults = append(faults, Fault{"name", "too_long"})
	}
	if p.To.Before(p.From) {
		faults = append(faults, Fault{"to", "order"})
	}
	return p, faults.orNil()
}

func (p Responsible) checked() (Responsible, error) {
	var faults Invalid
	p.Name, p.Position, p.Contact = oneLine(p.Name), oneLine(p.Position), oneLine(p.Contact)
	if p.Name == "" {
		faults = append(faults, Fault{"name", "required"})
	}
	for field, s := range map[string]string{"name": p.Name, "position": p.Position, "contact": p.Contact} {
		if utf8.RuneCountInString(s) > maxTitle {
			faults = append(faults, Fault{field, "too_long"})
		}
	}
	return p, faults.orNil()
}

var promptName = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,39}$`)

func (p LinePrompt) checked() (LinePrompt, error) {
	var faults Invalid
	if !promptName.MatchString(p.Name) {
		faults = append(faults, Fault{"prompt", "invalid"})
	}
	if p.Words = oneLine(p.Words); p.Words == "" {
		faults = append(faults, Fault{"words", "required"})
	} else if utf8.RuneCountInString(p.Words) > 1000 {
		faults = append(faults, Fault{"words", "too_long"})
	}
	return p, faults.orNil()
}
