package tickets

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/tickets/sla"
)

// processesOf are the business processes by code and by name, when a row has one.
func (r *Register) processesOf(ctx context.Context, rows []ImportRow) (map[string]Process, error) {
	if !slices.ContainsFunc(rows, func(row ImportRow) bool { return row.Process != "" }) {
		return nil, nil
	}
	all, err := r.store.Processes(ctx)
	if err != nil {
		return nil, fmt.Errorf("business processes: %w", err)
	}
	by := map[string]Process{}
	for _, p := range all {
		by[p.Code], by[strings.ToLower(p.Name)] = p, p
	}
	return by, nil
}

// arrival holds one row against the rules: Invalid with each wrong field.
func (r *Register) arrival(m Import, row ImportRow, at time.Time, terms Terms, processes map[string]Process) (a Arrival, err error) {
	if row.Ticket != 0 {
		return Arrival{Row: row.Number, Ticket: row.Ticket}, nil
	}
	a = Arrival{Row: row.Number, Applicant: row.Intake.Applicant}
	var faults, own Invalid
	if m.Applicants || a.Applicant != (ApplicantChoice{}) {
		if a.Applicant, err = a.Applicant.checked(r.parse); errors.As(err, &own) {
			faults = append(faults, own...)
		}
	}
	if m.Applicants {
		if len(faults) == 0 && a.Applicant.Phone == "" && a.Applicant.Email == "" && a.Applicant.Login == "" {
			faults = append(faults, Fault{"phone", "contact"})
		}
		return a, faults.orNil()
	}
	row.Intake.Key = "import" // the true one is made of the checked row
	if a.New, err = row.Intake.checked(at); errors.As(err, &own) {
		for _, f := range own {
			if f.Field == "login" { // a row has the card's login, too
				f.Field = "content_login"
			}
			faults = append(faults, f)
		}
	}
	if utf8.RuneCountInString(row.Key) > 200 {
		faults = append(faults, Fault{"key", "too_long"})
	}
	process, known := processes[strings.ToLower(strings.Join(strings.Fields(row.Process), " "))]
	if row.Process != "" && !known {
		faults = append(faults, Fault{"process", "unknown"})
	}
	a.New.Ticket.Process, a.Process = process.Code, process.Name
	faults = append(faults, row.classFaults()...)
	if faults = append(faults, row.endFaults(at)...); len(faults) > 0 {
		return a, faults
	}
	a.Entry = Entry{At: at, Kind: EntryRegistered, Author: m.By, Key: "registered", Text: fmt.Sprintf("Імпортовано з файлу «%s», рядок %d", m.File, row.Number)}
	return a, a.counted(row, at, terms)
}

// counted gives a checked row its class and its terms, as classifying or closing would have.
func (a *Arrival) counted(row ImportRow, at time.Time, terms Terms) (err error) {
	t := &a.New.Ticket
	if row.Status == Closed {
		if err := t.endedElsewhere(row, terms); err != nil {
			return err
		}
		a.Entry.To = Closed
		for _, v := range []Value{{"type", "", string(t.Class.Type)}, {"category", "", string(t.Class.Category)}, {"process", "", t.Process},
			{"close_reason", "", string(t.CloseReason)}, {"responsible", "", t.Responsible}, {"closed_at", "", stamp(t.ClosedAt)}} {
			if v.New != "" {
				a.Entry.Values = append(a.Entry.Values, v)
			}
		}
		return nil
	}
	if *t, err = promised(*t, terms); err != nil {
		return err
	}
	if row.Class != (Class{}) {
		c, err := Apply(*t, Classification{Class: row.Class}, a.Entry.Author, at, terms)
		if err != nil {
			return err
		}
		*t, a.Entry.Values, a.New.Timers = c.Ticket, c.Entry.Values, c.Timers
		return nil
	}
	a.New.Timers, err = Timers(*t, terms.Calendar)
	return err
}

// endedElsewhere makes t an appeal that an older system has closed: both terms are counted from when it came, and nothing is owed.
func (t *Ticket) endedElsewhere(row ImportRow, terms Terms) (err error) {
	e := row.Ended
	t.RegisteredAt, t.Class = t.ReceivedAt, row.Class
	t.Target = terms.TableAt(t.RegisteredAt)[row.Class]
	if *t, err = Recount(*t, terms); errors.Is(err, sla.ErrHorizon) {
		return Invalid{{"received_at", "too_old"}}
	}
	if err != nil {
		return err
	}
	t.Status, t.CloseReason, t.Responsible, t.ClosedAt = Closed, e.Reason, Printable(e.Responsible, 200), micro(e.At)
	told, reacted := t.ClosedAt, t.ClosedAt
	if !e.ToldAt.IsZero() {
		told = micro(e.ToldAt)
	}
	if !e.ReactedAt.IsZero() {
		reacted = micro(e.ReactedAt)
	}
	t.AssignedAt, t.InformedAt, t.FirstResponseAt = reacted, reacted, reacted
	t.DoneAt, t.ToldAt, t.ResolvedAt = told, told, told
	if e.Reason == RedirectedGBK {
		t.GBKAcceptedAt = t.ClosedAt // closed so only after the letter (Regulation 4.11.5)
	}
	return nil
}

func (row ImportRow) classFaults() Invalid {
	c := row.Class
	switch {
	case c == (Class{}) && row.Status == Closed:
		return Invalid{{"type", "required"}}
	case c == (Class{}) || slices.Contains(Classes, c):
		return nil
	case c.Type == "":
		return Invalid{{"type", "required"}}
	case !slices.ContainsFunc(Classes, func(k Class) bool { return k.Type == c.Type }):
		return Invalid{{"type", "invalid"}}
	case c.Category == "":
		return Invalid{{"category", "required"}}
	case !slices.ContainsFunc(Classes, func(k Class) bool { return k.Category == c.Category }):
		return Invalid{{"category", "invalid"}}
	}
	return Invalid{{"category", "impossible"}} // Regulation 3.3.2
}

func (row ImportRow) endFaults(at time.Time) (faults Invalid) {
	e, fault := row.Ended, func(field, code string) { faults = append(faults, Fault{field, code}) }
	switch {
	case row.Status != "" && row.Status != Registered && row.Status != Closed:
		fault("status", "invalid")
		return faults
	case row.Status != Closed && e != Ended{}:
		fault("status", "open")
		return faults
	case row.Status != Closed:
		return nil
	}
	came := row.Intake.ReceivedAt
	if came.IsZero() {
		fault("received_at", "required")
	}
	within := func(field string, when time.Time) {
		if !when.IsZero() && (when.Before(came) || when.After(e.At)) {
			fault(field, "order")
		}
	}
	within("reacted_at", e.ReactedAt)
	within("told_at", e.ToldAt)
	switch {
	case e.At.IsZero():
		fault("closed_at", "required")
	case e.At.After(at):
		fault("closed_at", "future")
	case e.At.Before(came):
		fault("closed_at", "order")
	}
	switch {
	case e.Reason == "":
		fault("close_reason", "required")
	case e.Reason == DuplicateOf:
		fault("close_reason", "duplicate")
	case !slices.Contains(CloseReasons, e.Reason):
		fault("close_reason", "invalid")
	case (e.Reason == RedirectedMRG || e.Reason == RedirectedGBK) && row.Class.Type != Consultation:
		fault("close_reason", "competence") // Regulation 4.11.2
	case e.Reason == RedirectedMRG && strings.TrimSpace(e.Responsible) == "":
		fault("responsible", "required")
	}
	return faults
}

// importKey is how a row is known again: by the ticket's number, by the file's own key, or by all that it says. What depends on the
// hour is not in it.
func importKey(row ImportRow, a Arrival) string {
	said := []any{"key", row.Key}
	switch {
	case row.Ticket != 0:
		return "ticket:" + row.Ticket.String()
	case row.Key == "":
		t := a.New.Ticket
		received := row.Intake.ReceivedAt
		if !received.IsZero() {
			received = micro(received)
		}
		said = []any{"row", t.Channel, t.Service, t.Subject, t.Description, t.OralReason, received, a.Applicant}
		if row.Class != (Class{}) || t.Process != "" || row.Status == Closed { // a row that says no more is known by the key that it had before
			said = append(said, row.Class, t.Process, t.Status, row.Ended)
		}
		if t.Content != (Content{}) || t.Origin != "" {
			said = append(said, t.Content, t.Origin)
		}
	}
	text, _ := json.Marshal(said) // strings and instants: it cannot fail
	return fmt.Sprintf("import:%x", sha256.Sum256(text))
}
