package web

import (
	"context"
	"time"

	openapi_types "github.com/oapi-codegen/runtime/types"

	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// ListDowntimes shows the register of downtimes.
func (h handlers) ListDowntimes(ctx context.Context, r api.ListDowntimesRequestObject) (api.ListDowntimesResponseObject, error) {
	now := h.Now()
	from, to := dayInKyiv(now.In(sla.Kyiv), -30), dayInKyiv(now.In(sla.Kyiv), 366)
	if r.Params.From != nil {
		from = dayInKyiv(r.Params.From.Time, 0)
	}
	if r.Params.To != nil {
		to = dayInKyiv(r.Params.To.Time, 1)
	}
	all, err := h.Downtimes.List(ctx, from, to)
	if err != nil {
		return nil, err
	}
	rules, err := h.Downtimes.Rules(ctx)
	if err != nil {
		return nil, err
	}
	return api.ListDowntimes200JSONResponse{Downtimes: downtimesOf(all, rules, now), ServerNow: now.UTC()}, nil
}

// ListRunningDowntimes is the banner of every desk.
func (h handlers) ListRunningDowntimes(ctx context.Context, _ api.ListRunningDowntimesRequestObject) (api.ListRunningDowntimesResponseObject, error) {
	all, err := h.Downtimes.Running(ctx)
	return api.ListRunningDowntimes200JSONResponse(downtimesOf(all, tickets.WorkRules{}, h.Now())), err
}

// AddDowntime enters one.
func (h handlers) AddDowntime(ctx context.Context, r api.AddDowntimeRequestObject) (api.AddDowntimeResponseObject, error) {
	d, err := h.putDowntime(ctx, 0, *r.Body)
	return api.AddDowntime201JSONResponse(d), err
}

// PutDowntime changes one.
func (h handlers) PutDowntime(ctx context.Context, r api.PutDowntimeRequestObject) (api.PutDowntimeResponseObject, error) {
	if r.DowntimeId <= 0 {
		return nil, tickets.ErrNoRecord
	}
	d, err := h.putDowntime(ctx, tickets.DowntimeID(r.DowntimeId), *r.Body)
	return api.PutDowntime200JSONResponse(d), err
}

func (h handlers) putDowntime(ctx context.Context, id tickets.DowntimeID, b api.DowntimeText) (api.Downtime, error) {
	d, err := h.Downtimes.Put(ctx, tickets.Downtime{ID: id, Kind: tickets.DowntimeKind(b.Kind), Title: b.Title, Works: value(b.Works), StartsAt: b.StartsAt,
		EndsAt: value(b.EndsAt), AgreedBy: value(b.AgreedBy), Prompt: value(b.Prompt), Version: b.Version}, author(current(ctx).user))
	if err != nil {
		return api.Downtime{}, err
	}
	return h.shownDowntime(ctx, d)
}

// watchDowntimes tells every tab of this copy what was changed on any, until ctx ends.
func (s *Server) watchDowntimes(ctx context.Context) {
	s.rooms.hear(ctx, "downtimes", func() error { return s.Downtimes.Watch(ctx, s.rooms.downtimesChanged) })
}

// downtimesChanged tells every tab: whoever talks with an applicant must know of an accident first. What begins or ends by the
// clock pages find by asking.
func (rs *rooms) downtimesChanged() {
	rs.tell(0, func(d *deskSocket) { d.mark(&d.downs) })
}

// StepDowntime approves, ends or cancels one.
func (h handlers) StepDowntime(ctx context.Context, r api.StepDowntimeRequestObject) (api.StepDowntimeResponseObject, error) {
	b := r.Body
	d, err := h.Downtimes.Step(ctx, tickets.DowntimeID(r.DowntimeId), b.Version, tickets.DowntimeOrder{Step: tickets.DowntimeStep(b.Step),
		Approver: tickets.ResponsibleID(value(b.ApproverId)), Why: value(b.Why), At: value(b.At)}, author(current(ctx).user))
	if err != nil {
		return nil, err
	}
	shown, err := h.shownDowntime(ctx, d)
	return api.StepDowntime200JSONResponse(shown), err
}

// ListDowntimeChanges says who changed one.
func (h handlers) ListDowntimeChanges(ctx context.Context, r api.ListDowntimeChangesRequestObject) (api.ListDowntimeChangesResponseObject, error) {
	all, err := h.Downtimes.Changes(ctx, tickets.DowntimeID(r.DowntimeId))
	return api.ListDowntimeChanges200JSONResponse(changesOf(all)), err
}

func (h handlers) shownDowntime(ctx context.Context, d tickets.Downtime) (api.Downtime, error) {
	rules, err := h.Downtimes.Rules(ctx)
	return downtimeOf(d, rules, h.Now()), err
}

func downtimesOf(all []tickets.Downtime, rules tickets.WorkRules, now time.Time) []api.Downtime {
	out := []api.Downtime{}
	for _, d := range all {
		out = append(out, downtimeOf(d, rules, now))
	}
	return out
}

func downtimeOf(d tickets.Downtime, rules tickets.WorkRules, now time.Time) api.Downtime {
	out := api.Downtime{Id: int64(d.ID), Kind: api.DowntimeKind(d.Kind), Title: d.Title, Works: d.Works, StartsAt: d.StartsAt.UTC(), EndsAt: instant(d.EndsAt),
		State: api.DowntimeState(d.At(now)), Overdue: d.Overdue(now), AgreedBy: d.AgreedBy, Approver: some(d.Approver), ApprovedAt: instant(d.ApprovedAt),
		Prompt: some(d.Prompt), EndedAt: instant(d.EndedAt), Why: some(d.Why), Author: d.Author, Version: d.Version, ChangedAt: d.ChangedAt.UTC(), Protected: []string{}}
	if d.Kind == tickets.Planned {
		for _, p := range rules.Over(d) {
			out.Protected = append(out.Protected, p.Name)
		}
	}
	return out
}

// GetDowntimeRules gives the data by which downtimes are judged.
func (h handlers) GetDowntimeRules(ctx context.Context, _ api.GetDowntimeRulesRequestObject) (api.GetDowntimeRulesResponseObject, error) {
	rules, err := h.Downtimes.Rules(ctx)
	if err != nil {
		return nil, err
	}
	out := api.GetDowntimeRules200JSONResponse{Version: rules.Version, Limit: api.WorkLimit{Works: rules.Limit.Works, Period: api.WorkPeriod(rules.Limit.Period)},
		Periods: []api.ProtectedPeriod{}, Responsibles: []api.Responsible{}, Prompts: []api.LinePrompt{}}
	for _, p := range rules.Protected {
		out.Periods = append(out.Periods, protectedPeriod(p))
	}
	for _, p := range rules.Responsibles {
		out.Responsibles = append(out.Responsibles, responsible(p))
	}
	for _, p := range rules.Prompts {
		out.Prompts = append(out.Prompts, api.LinePrompt{Name: p.Name, Words: p.Words, Active: p.Active})
	}
	return out, nil
}

// PutWorkLimit says how many planned works there may be in a period.
func (h handlers) PutWorkLimit(ctx context.Context, r api.PutWorkLimitRequestObject) (api.PutWorkLimitResponseObject, error) {
	l := tickets.WorkLimit{Works: r.Body.Works, Period: tickets.WorkPeriod(r.Body.Period)}
	return api.PutWorkLimit204Response{}, h.Downtimes.PutLimit(ctx, r.Body.Version, l, author(current(ctx).user))
}

// AddProtectedPeriod adds days in which works need an approval.
func (h handlers) AddProtectedPeriod(ctx context.Context, r api.AddProtectedPeriodRequestObject) (api.AddProtectedPeriodResponseObject, error) {
	p, err := h.Downtimes.AddProtected(ctx, r.Body.Version, tickets.ProtectedPeriod{Name: r.Body.Name, From: sla.DateOf(r.Body.From.Time, time.UTC),
		To: sla.DateOf(r.Body.To.Time, time.UTC)}, author(current(ctx).user))
	return api.AddProtectedPeriod201JSONResponse(protectedPeriod(p)), err
}

// DropProtectedPeriod takes them away.
func (h handlers) DropProtectedPeriod(ctx context.Context, r api.DropProtectedPeriodRequestObject) (api.DropProtectedPeriodResponseObject, error) {
	return api.DropProtectedPeriod204Response{}, h.Downtimes.DropProtected(ctx, r.Params.Version, r.PeriodId, author(current(ctx).user))
}

// AddResponsible adds somebody who may approve works.
func (h handlers) AddResponsible(ctx context.Context, r api.AddResponsibleRequestObject) (api.AddResponsibleResponseObject, error) {
	p, err := h.Downtimes.PutResponsible(ctx, r.Body.Version, responsibleText(0, *r.Body), author(current(ctx).user))
	return api.AddResponsible201JSONResponse(responsible(p)), err
}

// PutResponsible changes what the list says of somebody.
func (h handlers) PutResponsible(ctx context.Context, r api.PutResponsibleRequestObject) (api.PutResponsibleResponseObject, error) {
	if r.ResponsibleId <= 0 {
		return nil, tickets.ErrNoRecord
	}
	p, err := h.Downtimes.PutResponsible(ctx, r.Body.Version, responsibleText(r.ResponsibleId, *r.Body), author(current(ctx).user))
	return api.PutResponsible200JSONResponse(responsible(p)), err
}

// PutLinePrompt keeps what callers can hear before the line.
func (h handlers) PutLinePrompt(ctx context.Context, r api.PutLinePromptRequestObject) (api.PutLinePromptResponseObject, error) {
	p := tickets.LinePrompt{Name: r.Prompt, Words: r.Body.Words, Active: r.Body.Active}
	return api.PutLinePrompt204Response{}, h.Downtimes.PutPrompt(ctx, r.Body.Version, p, author(current(ctx).user))
}

func responsibleText(id int64, b api.ResponsibleText) tickets.Responsible {
	return tickets.Responsible{ID: tickets.ResponsibleID(id), Name: b.Name, Position: b.Position, Contact: b.Contact, Active: b.Active}
}

func responsible(p tickets.Responsible) api.Responsible {
	return api.Responsible{Id: int64(p.ID), Name: p.Name, Position: p.Position, Contact: p.Contact, Active: p.Active}
}

func protectedPeriod(p tickets.ProtectedPeriod) api.ProtectedPeriod {
	return api.ProtectedPeriod{Id: p.ID, Name: p.Name, From: dayOf(p.From), To: dayOf(p.To)}
}

func dayOf(d sla.Date) openapi_types.Date {
	return openapi_types.Date{Time: time.Date(d.Year, d.Month, d.Day, 0, 0, 0, 0, time.UTC)}
}
