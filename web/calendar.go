package web

import (
	"context"
	"fmt"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// Calendar keeps the working calendar, Table 1 and the settings; *tickets.Register is it.
type Calendar interface {
	Calendar(ctx context.Context) (tickets.Calendar, error)
	EditCalendar(ctx context.Context, version int64, e tickets.CalendarEdit, why, basis string, by tickets.Author) (tickets.Calendar, error)
	Targets(ctx context.Context) ([]tickets.TargetRow, error)
	SetTarget(ctx context.Context, row tickets.TargetRow) error
	Settings(ctx context.Context) ([]tickets.SettingRow, error)
	SetSetting(ctx context.Context, seen int64, row tickets.SettingRow) error
}

// GetCalendar gives a year day by day.
func (h handlers) GetCalendar(ctx context.Context, r api.GetCalendarRequestObject) (api.GetCalendarResponseObject, error) {
	c, err := h.Calendar.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	today := sla.DateOf(h.Now(), sla.Kyiv)
	year := value(r.Params.Year)
	if year == 0 {
		year = today.Year
	}
	out := api.GetCalendar200JSONResponse{Version: c.Version, Year: year, Today: dateOf(today), Weeks: []api.CalendarWeek{}, Regimes: []api.CalendarRegime{},
		Feasts: []api.CalendarFeast{}, Changes: []api.CalendarHistory{}}
	if out.Days, err = daysOf(c, year); err != nil {
		return nil, err
	}
	for _, w := range c.Weeks {
		out.Weeks = append(out.Weeks, weekOf(w))
	}
	for _, g := range c.Regimes {
		out.Regimes = append(out.Regimes, regimeOf(g))
	}
	for _, f := range c.Feasts {
		out.Feasts = append(out.Feasts, feastOf(f))
	}
	for _, l := range c.Changes {
		out.Changes = append(out.Changes, api.CalendarHistory{At: l.At, Author: l.By.Name, Summary: l.Summary, Reason: l.Reason})
	}
	return out, nil
}

func daysOf(c tickets.Calendar, year int) ([]api.CalendarDay, error) {
	plan, first := c.Plan(), sla.Date{Year: year, Month: time.January, Day: 1}
	effects, err := plan.Days(first, sla.Date{Year: year, Month: time.December, Day: 31})
	if err != nil {
		return nil, fmt.Errorf("calendar of %d: %w", year, err)
	}
	rows := map[sla.Date][]api.CalendarRow{}
	for _, d := range c.Days {
		row := api.CalendarRow{Kind: api.CalendarKind(d.Kind), Norm: some(api.CalendarNorm(d.Norm)), LegalBasis: some(d.Basis), Reason: d.Reason,
			Author: d.By.Name, At: d.At, Suspended: plan.Suspended(d.Date, d.Norm)}
		row.Opens, row.Closes = clocksOf(d.Hours)
		rows[d.Date] = append(rows[d.Date], row)
	}
	days := make([]api.CalendarDay, 0, len(effects))
	for i, e := range effects {
		date := first.AddDays(i)
		day := api.CalendarDay{Date: dateOf(date), Works: !e.Hours.Off()}
		day.Opens, day.Closes = clocksOf(e.Hours)
		if e.Rule != nil {
			day.Kind = some(api.CalendarKind(e.Rule.Kind))
		}
		if of := rows[date]; len(of) > 0 {
			day.Rows = &of
		}
		days = append(days, day)
	}
	return days, nil
}

func weekOf(w tickets.WeekRow) api.CalendarWeek {
	out := api.CalendarWeek{From: dateOf(w.From), Hours: []api.CalendarHours{}, LegalBasis: some(w.Basis), Reason: w.Reason, Author: w.By.Name, At: w.At}
	for weekday, hours := range w.Week {
		if opens, closes := clocksOf(hours); opens != nil {
			out.Hours = append(out.Hours, api.CalendarHours{Weekday: weekday, Opens: *opens, Closes: *closes})
		}
	}
	return out
}

func regimeOf(g tickets.RegimeRow) api.CalendarRegime {
	out := api.CalendarRegime{Id: g.ID, Name: g.Name, From: dateOf(g.From), Until: some(lastDay(g.Until)), Suspends: []api.CalendarSuspension{}, LegalBasis: g.Basis,
		Reason: g.Reason, Author: g.By.Name, At: g.At}
	for _, s := range g.Suspends {
		out.Suspends = append(out.Suspends, api.CalendarSuspension{Norm: api.CalendarNorm(s.Norm), From: dateOf(s.From), Until: some(lastDay(s.Until))})
	}
	return out
}

// PutCalendarDays gives days other hours.
func (h handlers) PutCalendarDays(ctx context.Context, r api.PutCalendarDaysRequestObject) (api.PutCalendarDaysResponseObject, error) {
	b := r.Body
	var bad badDates
	e := tickets.SetDays{From: bad.date("from", b.From), Until: bad.date("until", b.Until), Kind: sla.Kind(value(b.Kind)), Hours: hoursOf(b.Opens, b.Closes)}
	saved, err := h.editCalendar(ctx, bad, b.Version, e, b.Reason, value(b.LegalBasis))
	return api.PutCalendarDays200JSONResponse(saved), err
}

// PutCalendarWeek gives the week another pattern from a day on.
func (h handlers) PutCalendarWeek(ctx context.Context, r api.PutCalendarWeekRequestObject) (api.PutCalendarWeekResponseObject, error) {
	b := r.Body
	var bad badDates
	e := tickets.SetWeek{From: bad.date("from", b.From)}
	for _, d := range b.Hours {
		e.Week[d.Weekday] = hoursOf(&d.Opens, &d.Closes)
	}
	saved, err := h.editCalendar(ctx, bad, b.Version, e, b.Reason, value(b.LegalBasis))
	return api.PutCalendarWeek200JSONResponse(saved), err
}

// PutCalendarRegime keeps a legal regime.
func (h handlers) PutCalendarRegime(ctx context.Context, r api.PutCalendarRegimeRequestObject) (api.PutCalendarRegimeResponseObject, error) {
	b := r.Body
	var bad badDates
	e := tickets.SetRegime{ID: value(b.Id), Name: b.Name, Regime: sla.Regime{Span: bad.span("", b.From, b.Until)}}
	for _, s := range b.Suspends {
		e.Suspends = append(e.Suspends, sla.Suspension{Norm: sla.Norm(s.Norm), Span: bad.span("suspends", s.From, s.Until)})
	}
	saved, err := h.editCalendar(ctx, bad, b.Version, e, b.Reason, b.LegalBasis)
	return api.PutCalendarRegime200JSONResponse(saved), err
}

// GetCalendarProposal gives what the law says of a year.
func (h handlers) GetCalendarProposal(ctx context.Context, r api.GetCalendarProposalRequestObject) (api.GetCalendarProposalResponseObject, error) {
	c, err := h.Calendar.Calendar(ctx)
	if err != nil {
		return nil, err
	}
	rows, err := c.Propose(r.Year)
	if err != nil {
		return nil, fmt.Errorf("proposal of %d: %w", r.Year, err)
	}
	out := api.GetCalendarProposal200JSONResponse{Version: c.Version, Year: r.Year, Rows: []api.CalendarProposedRow{}}
	for _, p := range rows {
		row := api.CalendarProposedRow{Date: dateOf(p.Date), Kind: api.CalendarKind(p.Kind), Norm: api.CalendarNorm(p.Norm), Feast: p.Feast, FeastOn: dateOf(p.Of),
			LegalBasis: tickets.NormBasis(p.Norm), State: api.CalendarProposedRowState(p.State), Suspended: p.Suspended, Dropped: p.Dropped, Author: some(p.By.Name), At: instant(p.At)}
		row.Opens, row.Closes = clocksOf(p.Hours)
		out.Rows = append(out.Rows, row)
	}
	return out, nil
}

// DecideCalendarProposal confirms or rejects rows.
func (h handlers) DecideCalendarProposal(ctx context.Context, r api.DecideCalendarProposalRequestObject) (api.DecideCalendarProposalResponseObject, error) {
	var bad badDates
	e := tickets.Decide{Year: r.Year}
	for _, v := range r.Body.Rows {
		e.Rows = append(e.Rows, tickets.Verdict{Date: bad.date("rows", v.Date), Norm: sla.Norm(v.Norm), Confirm: v.Confirm})
	}
	saved, err := h.editCalendar(ctx, bad, r.Body.Version, e, r.Body.Reason, "")
	return api.DecideCalendarProposal200JSONResponse(saved), err
}

func (h handlers) editCalendar(ctx context.Context, bad badDates, version int64, e tickets.CalendarEdit, why, basis string) (api.CalendarSaved, error) {
	if len(bad.faults) > 0 {
		return api.CalendarSaved{}, bad.faults
	}
	c, err := h.Calendar.EditCalendar(ctx, version, e, why, basis, author(current(ctx).user))
	return api.CalendarSaved{Version: c.Version}, err
}

// ListTargets gives Table 1 with its history.
func (h handlers) ListTargets(ctx context.Context, _ api.ListTargetsRequestObject) (api.ListTargetsResponseObject, error) {
	all, err := h.Calendar.Targets(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListTargets200JSONResponse{}
	for _, t := range all {
		out = append(out, api.TargetRow{Type: api.TargetRowType(t.Class.Type), Category: api.TargetRowCategory(t.Class.Category),
			ReactionMinutes: int(t.Reaction / time.Minute), ResolutionMinutes: int(t.Resolution / time.Minute), ValidFrom: t.From, Reason: t.Reason, Author: t.By.Name})
	}
	return out, nil
}

// PutTarget promises another term.
func (h handlers) PutTarget(ctx context.Context, r api.PutTargetRequestObject) (api.PutTargetResponseObject, error) {
	b := r.Body
	return api.PutTarget204Response{}, h.Calendar.SetTarget(ctx, tickets.TargetRow{
		Class:  tickets.Class{Type: tickets.Type(b.Type), Category: tickets.Category(b.Category)},
		Target: sla.Target{Reaction: time.Duration(b.ReactionMinutes) * time.Minute, Resolution: time.Duration(b.ResolutionMinutes) * time.Minute},
		From:   value(b.ValidFrom), Reason: b.Reason, By: author(current(ctx).user)})
}

// badDates reads dates and remembers which were none: 2027-02-30 has the form of one.
type badDates struct{ faults tickets.Invalid }

func (b *badDates) date(field, s string) sla.Date {
	d, err := sla.ParseDate(s)
	if err != nil {
		b.faults = append(b.faults, tickets.Fault{Field: field, Code: "no_such_day"})
	}
	return d
}

// span reads a span; field is its name when that is not from and until themselves.
func (b *badDates) span(field, from string, until *string) (s sla.Span) {
	name := func(own string) string {
		if field != "" {
			return field
		}
		return own
	}
	s.From = b.date(name("from"), from)
	if until != nil {
		s.Until = b.date(name("until"), *until)
	}
	return s
}

func dateOf(d sla.Date) string { return d.String() }

// lastDay is the end of a span; empty: without end.
func lastDay(d sla.Date) string {
	if (d == sla.Date{}) {
		return ""
	}
	return d.String()
}

func clocksOf(h sla.Hours) (opens, closes *string) {
	if h.Off() {
		return nil, nil
	}
	o, c := h.Clocks()
	return &o, &c
}

// hoursOf reads what the contract has held to its form.
func hoursOf(opens, closes *string) sla.Hours {
	return sla.Hours{Open: timeOfDay(opens), Close: timeOfDay(closes)}
}

func timeOfDay(s *string) time.Duration {
	var hour, minute time.Duration
	if s != nil {
		_, _ = fmt.Sscanf(*s, "%d:%d", &hour, &minute)
	}
	return hour*time.Hour + minute*time.Minute
}
