package tickets

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"hotline/tickets/sla"
)

// Promise is one of the two that a ticket carries (Table 1).
type Promise string

const (
	PromiseReaction   Promise = "reaction"   // Термін реакції
	PromiseResolution Promise = "resolution" // Термін усунення/виконання
)

// Parts are the parts of a promise's working time, in per cent, of which somebody is warned. A hundred is the breach.
var Parts = []int{50, 75, 90, 100}

// Timer is when a part of a promise is used up.
type Timer struct {
	Promise Promise
	Percent int
	At      time.Time // UTC
	SetAt   time.Time // read from the store: when it was counted
}

// Running are the promises of t whose clocks run: not kept, not standing still, and of a ticket that is not over.
func (t Ticket) Running() []Promise {
	running := []Promise{}
	if t.Status == Closed {
		return running
	}
	if t.ReactionMetAt().IsZero() {
		running = append(running, PromiseReaction)
	}
	if t.ResolutionMetAt().IsZero() && !t.Frozen {
		running = append(running, PromiseResolution)
	}
	return running
}

// Timers are all parts of the running promises of t, counted in working time (B4.7). Pure.
func Timers(t Ticket, c *sla.Calendar) ([]Timer, error) {
	all := []Timer{}
	for _, p := range t.Running() {
		clock := t.ReactionClock()
		if p == PromiseResolution {
			clock = t.ResolutionClock()
		}
		for _, percent := range Parts {
			due, err := c.Due(clock.Part(percent))
			if err != nil {
				return nil, fmt.Errorf("%d %% of the %s of ticket %s: %w", percent, p, t.Number, err)
			}
			at := due.At
			if end := t.dueAt(p); at.After(end) {
				at = end // a promise that was broken stays so, whatever the calendar is now (Amb-16)
			}
			all = append(all, Timer{Promise: p, Percent: percent, At: at})
		}
	}
	return all, nil
}

// dueAt is the deadline of a promise.
func (t Ticket) dueAt(p Promise) time.Time {
	if p == PromiseReaction {
		return t.ReactionDueAt
	}
	return t.ResolutionDueAt
}

// open stores a new ticket with the timers of its promises.
func (r *Register) open(ctx context.Context, n NewTicket, terms Terms, e Entry) (t Ticket, first bool, err error) {
	if n.Timers, err = Timers(n.Ticket, terms.Calendar); err != nil {
		return t, false, err
	}
	n.Late = registeredLate(n.Ticket, terms)
	return r.store.Open(ctx, n, e)
}

// Warning is what the worker writes of one promise of a ticket: the line of the history, and whom it tells.
type Warning struct {
	Entry Entry
	Alert Alert
}

// Warn is what the due timers of t mean at an instant: of each promise the highest part counts, the lower ones have nothing to add.
// 50 and 75 % go to who is responsible, and to the whole line when nobody is; 90 % to the supervisors; a breach to the supervisors
// and to who is responsible. Pure.
func Warn(t Ticket, due []Timer, at time.Time) []Warning {
	var all []Warning
	for _, p := range t.Running() {
		highest := Timer{}
		for _, d := range due {
			if d.Promise == p && d.Percent > highest.Percent {
				highest = d
			}
		}
		if highest.Percent > 0 {
			all = append(all, t.warning(highest, at))
		}
	}
	return all
}

func (t Ticket) warning(d Timer, at time.Time) Warning {
	due := t.dueAt(d.Promise)
	key := fmt.Sprintf("warning:%s:%d:%d", d.Promise, d.Percent, d.At.UnixMicro())
	e := Entry{Ticket: t.ID, At: at, Kind: EntryWarning, DueAt: due, Key: key,
		Values: []Value{{Field: string(d.Promise), New: strconv.Itoa(d.Percent)}}}
	if d.Percent == 100 && !d.At.After(d.SetAt) {
		cause := "recounted" // the term was over when it was counted (Amb-16)
		if t.FromReceipt && d.SetAt.Equal(t.RegisteredAt) {
			cause = "registered_late" // … or when the appeal was registered (Amb-23)
		}
		e.Values = append(e.Values, Value{Field: "cause", New: cause})
	}
	a := Alert{Kind: AlertWarning, Promise: d.Promise, Percent: d.Percent, DueAt: due, Key: key}
	switch d.Percent {
	case 100:
		a.Kind, a.Supervisors, a.Person = AlertBreach, true, t.Assignee.ID
	case 90:
		a.Supervisors = true
	default:
		a.Person = t.Assignee.ID
		if a.Person == 0 {
			a.Service, a.Supervisors = t.Service, t.Service == Technical // line 3 has nobody at a desk
		}
	}
	return Warning{e, a}
}

var promiseWords = map[Promise]string{PromiseReaction: "реакції", PromiseResolution: "виконання"}

// Ukrainian is the promise as people read it after «строк».
func (p Promise) Ukrainian() string { return promiseWords[p] }

// warningSentence is a warning's line as people read it.
func (e Entry) warningSentence() string {
	var s, cause string
	for _, v := range e.Values {
		switch word := Promise(v.Field).Ukrainian(); {
		case v.Field == "cause" && v.New == "registered_late":
			cause = ": його пораховано від надходження, до реєстрації він уже минув"
		case v.Field == "cause":
			cause = ": після перерахунку він уже минув"
		case v.New == "100":
			s = "Порушено строк " + word
		case word != "":
			s = "Минуло " + v.New + " % строку " + word
		}
	}
	if !e.DueAt.IsZero() {
		s += " (до " + spellInstant(e.DueAt, e.At) + ")"
	}
	return s + cause
}

// warnedAtOnce is how many tickets one transaction of Warn looks at.
const warnedAtOnce = 100

// Warn tells everybody whom the due timers concern, and of debts that are late. It may run in several copies at once and be killed
// at any moment: each warning is told once. told is how many tickets had something due.
func (r *Register) Warn(ctx context.Context) (told int, err error) {
	at := micro(r.now())
	for {
		n, err := r.store.Fire(ctx, at, warnedAtOnce, func(t Ticket, due []Timer) []Warning { return Warn(t, due, at) })
		if told += n; err != nil {
			return told, fmt.Errorf("warnings: %w", err)
		}
		if n == 0 { // a batch is of timers: it has fewer tickets, of which several are due
			break
		}
	}
	resumed := r.resumePostponed(ctx, at)
	late, err := r.store.LateNotices(ctx, at, warnedAtOnce)
	if err = errors.Join(resumed, err); err != nil {
		return told, fmt.Errorf("postponed tickets and late notices: %w", err)
	}
	if told > 0 || late > 0 {
		r.log.InfoContext(ctx, "warned", "tickets", told, "late_notices", late)
	}
	return told, nil
}

// resumePostponed lets the work on tickets go on whose «відкладено до» has come (Regulation 4.14). What a person has done with one
// meanwhile goes before it, and one that cannot go on keeps no other from it.
func (r *Register) resumePostponed(ctx context.Context, at time.Time) error {
	over, err := r.store.PostponedUntil(ctx, at, warnedAtOnce)
	if err != nil {
		return err
	}
	var faults []error
	for _, t := range over {
		_, err := r.Do(ctx, t.ID, t.Version, Resume{Why: "Настав час, до якого звернення відкладено"}, Author{})
		if err != nil && !errors.Is(err, ErrConflict) && !errors.Is(err, ErrRefused) {
			faults = append(faults, err)
		}
	}
	return errors.Join(faults...)
}
