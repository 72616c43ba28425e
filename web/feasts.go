package web

import (
	"context"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

func feastOf(f tickets.FeastRow) api.CalendarFeast {
	out := api.CalendarFeast{Id: f.ID, Name: f.Name, Month: some(int(f.Month)), Day: some(f.Day), From: dateOf(f.Valid.From), Until: some(lastDay(f.Valid.Until)),
		LegalBasis: f.Basis, Reason: f.Reason, Author: f.By.Name, At: f.At}
	if f.Month == 0 {
		out.AfterEaster = &f.AfterEaster
	}
	return out
}

// PutCalendarFeast keeps a line of the law's list.
func (h handlers) PutCalendarFeast(ctx context.Context, r api.PutCalendarFeastRequestObject) (api.PutCalendarFeastResponseObject, error) {
	b := r.Body
	var bad badDates
	if b.Month == nil && b.Day == nil && b.AfterEaster == nil {
		bad.faults = append(bad.faults, tickets.Fault{Field: "day", Code: "invalid"})
	}
	e := tickets.SetFeast{ID: value(b.Id), Feast: sla.Feast{Name: b.Name, Month: time.Month(value(b.Month)), Day: value(b.Day),
		AfterEaster: value(b.AfterEaster), Valid: bad.span("", b.From, b.Until)}}
	saved, err := h.editCalendar(ctx, bad, b.Version, e, b.Reason, b.LegalBasis)
	return api.PutCalendarFeast200JSONResponse(saved), err
}
