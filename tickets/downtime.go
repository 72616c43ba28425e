package tickets

import (
	"errors"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/tickets/sla"
)

// DowntimeID is the key of a Downtime.
type DowntimeID int64

// DowntimeKind is why the service is not there (Regulation 1).
type DowntimeKind string

const (
	Planned   DowntimeKind = "planned"   // Плановий простій: agreed beforehand, by schedule
	Emergency DowntimeKind = "emergency" // Аварійний простій: work after an accident
)

// DowntimeState is where a downtime stands.
type DowntimeState string

const (
	DowntimeDraft     DowntimeState = "draft"
	DowntimeApproved  DowntimeState = "approved" // planned: agreed, and it begins by itself
	DowntimeRunning   DowntimeState = "running"
	DowntimeDone      DowntimeState = "done"
	DowntimeCancelled DowntimeState = "cancelled"
)

// DowntimeStates are all of them, in the order of a downtime's life.
var DowntimeStates = []DowntimeState{DowntimeDraft, DowntimeApproved, DowntimeRunning, DowntimeDone, DowntimeCancelled}

// DowntimeStep is what is done with a downtime.
type DowntimeStep string

const (
	ApproveDowntime DowntimeStep = "approve"
	FinishDowntime  DowntimeStep = "finish"
	CancelDowntime  DowntimeStep = "cancel"
	EditDowntime    DowntimeStep = "edit"
)

// downtimeSteps is what each step makes of each state; a step that is not here is refused. An approval is of what was approved:
// who edits it afterwards asks for another.
var downtimeSteps = map[DowntimeState]map[DowntimeStep]DowntimeState{
	DowntimeDraft:    {ApproveDowntime: DowntimeApproved, EditDowntime: DowntimeDraft, CancelDowntime: DowntimeCancelled},
	DowntimeApproved: {EditDowntime: DowntimeDraft, CancelDowntime: DowntimeCancelled},
	DowntimeRunning:  {EditDowntime: DowntimeRunning, FinishDowntime: DowntimeDone},
}

// Downtime is a stretch of time in which the service, or a part of it, is not there.
type Downtime struct {
	ID         DowntimeID
	Kind       DowntimeKind
	Title      string // what is not there, as people are told
	Works      string // what is done
	StartsAt   time.Time
	EndsAt     time.Time // of an Emergency: when it is expected to end; zero: nobody knows
	State      DowntimeState
	AgreedBy   string        // with whom it was agreed beforehand, and by what document
	ApproverID ResponsibleID // of the list of section 5; 0: nobody of it was needed
	Approver   string        // the name as it was then
	ApprovedAt time.Time
	Prompt     string    // what callers hear before the line while it runs; empty: nothing
	EndedAt    time.Time // done or cancelled
	Why        string    // of a cancellation
	Author     string
	Version    int64 // 0: new
	ChangedAt  time.Time
}

// At is where the downtime stands at an instant: what was approved begins and ends by itself, so that nobody has to be up at night.
func (d Downtime) At(now time.Time) DowntimeState {
	switch {
	case d.State != DowntimeApproved || now.Before(d.StartsAt):
		return d.State
	case now.Before(d.EndsAt):
		return DowntimeRunning
	}
	return DowntimeDone
}

// Overdue tells whether the downtime lasts longer than was said.
func (d Downtime) Overdue(now time.Time) bool {
	return d.At(now) == DowntimeRunning && !d.EndsAt.IsZero() && !now.Before(d.EndsAt)
}

// ErrDowntimeStep refuses a step that does not fit the state.
var ErrDowntimeStep = errors.New("the step does not fit the downtime's state")

// step is the state after a step at an instant, or ErrDowntimeStep.
func (d Downtime) step(s DowntimeStep, now time.Time) (DowntimeState, error) {
	next, ok := downtimeSteps[d.At(now)][s]
	if !ok {
		return "", fmt.Errorf("%s of a downtime that is %s: %w", s, d.At(now), ErrDowntimeStep)
	}
	return next, nil
}

// checked is the downtime in its form, without the rules of its time. Invalid names each field that is wrong.
func (d Downtime) checked() (Downtime, error) {
	var faults Invalid
	if d.Kind != Planned && d.Kind != Emergency {
		faults = append(faults, Fault{"kind", "invalid"})
	}
	if d.Title = oneLine(d.Title); d.Title == "" {
		faults = append(faults, Fault{"title", "required"})
	} else if utf8.RuneCountInString(d.Title) > maxTitle {
		faults = append(faults, Fault{"title", "too_long"})
	}
	d.Works, d.AgreedBy, d.Prompt = strings.TrimSpace(clean(d.Works)), oneLine(d.AgreedBy), strings.TrimSpace(d.Prompt)
	if err := checkText("works", d.Works, d.Kind == Planned); err != nil {
		faults = append(faults, err.(Invalid)...)
	}
	if utf8.RuneCountInString(d.AgreedBy) > maxTitle {
		faults = append(faults, Fault{"agreed_by", "too_long"})
	}
	d.StartsAt, d.EndsAt = micro(d.StartsAt), maybe(d.EndsAt)
	switch {
	case d.StartsAt.Unix() <= 0:
		faults = append(faults, Fault{"starts_at", "required"})
	case d.EndsAt.IsZero() && d.Kind == Planned:
		faults = append(faults, Fault{"ends_at", "required"})
	case !d.EndsAt.IsZero() && !d.EndsAt.After(d.StartsAt):
		faults = append(faults, Fault{"ends_at", "order"})
	}
	return d, faults.orNil()
}

// Planned works are done between these hours only (Regulation 3.2.4).
const (
	nightBegins = 19
	nightEnds   = 8
)

// inOneNight: the works are done between 19:00 and 08:00 of the next day, in Kyiv's time (Regulation 3.2.4).
func inOneNight(from, to time.Time) (begins, ends bool) {
	local := from.In(sla.Kyiv)
	y, m, day := local.Date()
	switch {
	case local.Hour() >= nightBegins:
	case local.Hour() < nightEnds:
		day--
	default:
		return false, true
	}
	return true, !to.After(time.Date(y, m, day+1, nightEnds, 0, 0, 0, sla.Kyiv))
}

// CheckWindow holds a downtime against the rules of its time: planned ones are in one night, not in the past when they are
// entered, and not more of them in a period than were agreed; an emergency has begun. others are the other planned ones that
// were not cancelled. Invalid names each field. Pure.
func CheckWindow(d Downtime, rules WorkRules, others []Downtime, now time.Time) error {
	var faults Invalid
	if d.Kind == Emergency {
		if d.StartsAt.After(now) {
			faults = append(faults, Fault{"starts_at", "future"})
		}
		return faults.orNil()
	}
	begins, ends := inOneNight(d.StartsAt, d.EndsAt)
	switch {
	case !begins:
		faults = append(faults, Fault{"starts_at", "night"})
	case !ends:
		faults = append(faults, Fault{"ends_at", "night"})
	}
	if !d.StartsAt.After(now) {
		faults = append(faults, Fault{"starts_at", "past"})
	}
	if len(faults) == 0 && rules.full(d, others) {
		faults = append(faults, Fault{"starts_at", "limit"})
	}
	return faults.orNil()
}

// CheckApproval says who has to have approved a planned downtime: it is agreed beforehand with somebody (Regulation 1), and in a
// protected period a responsible person of the list has approved it, so that an empty list blocks it (Regulation 3.2.4, Amb-13).
// The approver is the one that was found, zero: none. Invalid names each field. Pure.
func CheckApproval(d Downtime, rules WorkRules, approver Responsible) error {
	var faults Invalid
	if d.AgreedBy == "" {
		faults = append(faults, Fault{"agreed_by", "required"})
	}
	switch {
	case approver.ID != 0 && approver.Active:
	case approver.ID != 0:
		faults = append(faults, Fault{"approver_id", "retired"})
	case len(rules.Over(d)) > 0 && !rules.anybody():
		faults = append(faults, Fault{"approver_id", "nobody"})
	case len(rules.Over(d)) > 0:
		faults = append(faults, Fault{"approver_id", "protected"})
	}
	return faults.orNil()
}
