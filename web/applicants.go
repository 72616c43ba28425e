package web

import (
	"context"
	"errors"
	"fmt"

	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// viewer is who looks at cards and tickets: supervisors see what access is narrowed to.
func viewer(u User) tickets.Viewer {
	return tickets.Viewer{Author: author(u), Chief: u.Role == Supervisor}
}

// cardFault tells what is not there by its own name.
func cardFault(err error) error {
	if errors.Is(err, tickets.ErrNotFound) {
		return fmt.Errorf("%w: %w", errNoApplicant, err)
	}
	return err
}

var cardRefusals = map[string]problem{
	"itself":     {nil, 422, "itself", "Це та сама картка", "Картку не можна об’єднати саму з собою. Оберіть іншу."},
	"merged":     {nil, 409, "merged", "Картку вже об’єднано", "Одну з цих карток уже приєднано до іншої. Оновіть сторінку й об’єднуйте основні картки."},
	"restricted": {nil, 409, "restricted", "Доступ обмежено", "Доступ до картки обмежено, тому змінювати чи об’єднувати її не можна. Зверніться до керівника зміни."},
	"undone":     {nil, 409, "undone", "Картки вже роз’єднано", "Ці картки вже роз’єднано. Оновіть сторінку."},
	"same":       {nil, 409, "same", "Це вже зроблено", "Картка вже в цьому стані. Оновіть сторінку."},
}

// cardProblem is the answer to an error about a card of an applicant.
func cardProblem(err error) (problem, bool) {
	var conflict *tickets.CardConflict
	if errors.As(err, &conflict) && conflict.By.Name != "" {
		return problem{nil, 409, "card_conflict", "Картку щойно змінили", "Цю картку змінено: " + conflict.By.Name + ", " +
			conflict.At.In(sla.Kyiv).Format("02.01 о 15:04") + ". Оновіть її й внесіть свої зміни ще раз."}, true
	}
	var refused *tickets.CardRefused
	if errors.As(err, &refused) {
		p, ok := cardRefusals[refused.Code]
		return p, ok
	}
	return problem{}, false
}

// FindApplicants finds by number, name, e-mail, login or ticket number.
func (h handlers) FindApplicants(ctx context.Context, r api.FindApplicantsRequestObject) (api.FindApplicantsResponseObject, error) {
	found, err := h.Applicants.FindApplicants(ctx, r.Params.Q, viewer(current(ctx).user))
	return api.FindApplicants200JSONResponse(people(found)), err
}

// GetApplicant shows a card.
func (h handlers) GetApplicant(ctx context.Context, r api.GetApplicantRequestObject) (api.GetApplicantResponseObject, error) {
	v := viewer(current(ctx).user)
	c, err := h.Applicants.ApplicantCard(ctx, tickets.ApplicantID(r.ApplicantId), v)
	if err != nil {
		return nil, cardFault(err)
	}
	return api.GetApplicant200JSONResponse(applicantCard(c, v)), nil
}

func applicantCard(c tickets.ApplicantCard, v tickets.Viewer) api.ApplicantCard {
	out := api.ApplicantCard{Applicant: applicantWhole(c.Applicant), Masked: c.Applicant.Restricted != "" && !v.Chief, Contacts: []api.ApplicantContact{},
		Tickets: summaries(c.Tickets), OpenCount: c.OpenCount, TotalCount: c.TotalCount, Calls: []api.CardCall{}, Members: people(c.Members),
		Merges: []api.ApplicantMerge{}, Likely: []api.LikelyApplicant{}, History: []api.CardEntry{}}
	for _, k := range c.Contacts {
		out.Contacts = append(out.Contacts, api.ApplicantContact{Kind: api.ContactKind(k.Kind), Value: k.Value, Confidence: k.Confidence, Shared: k.Shared,
			LastSeenAt: k.LastSeenAt.UTC()})
	}
	for _, e := range c.Calls {
		out.Calls = append(out.Calls, api.CardCall{At: e.At.UTC(), CallId: some(string(e.Call)), TicketId: some(int64(e.Ticket)),
			TicketNumber: numberOf(c.Numbers[e.Ticket]), Text: e.Sentence()})
	}
	for _, m := range c.Merges {
		out.Merges = append(out.Merges, applicantMerge(m))
	}
	for _, l := range c.Likely {
		one := api.LikelyApplicant{Applicant: applicant(l.Applicant), Reasons: []api.LikelyApplicantReasons{}}
		for _, why := range l.Reasons {
			one.Reasons = append(one.Reasons, api.LikelyApplicantReasons(why))
		}
		out.Likely = append(out.Likely, one)
	}
	for _, e := range c.History {
		out.History = append(out.History, api.CardEntry{At: e.At.UTC(), Kind: string(e.Kind), Author: some(e.Author.Name), Text: e.Sentence(), Changes: cardChanges(e.Values)})
	}
	return out
}

func numberOf(n tickets.Number) *string {
	if n == 0 {
		return nil
	}
	s := n.String()
	return &s
}

func cardChanges(values []tickets.Value) *[]api.HistoryChange {
	if len(values) == 0 {
		return nil
	}
	out := []api.HistoryChange{}
	for _, v := range values {
		name, old, now := v.CardWords()
		out = append(out, api.HistoryChange{Field: v.Field, Name: name, Old: some(old), New: some(now)})
	}
	return &out
}

// applicant is an applicant as everybody may see him; one to whom access is narrowed is seen in the card only, which is written down.
func applicant(a tickets.Applicant) api.Applicant { return applicantWhole(a.SeenBy(tickets.Viewer{})) }

func applicantWhole(a tickets.Applicant) api.Applicant {
	phones := a.Phones
	if phones == nil {
		phones = []string{}
	}
	return api.Applicant{Id: int64(a.ID), Name: a.Name, Kind: api.ApplicantKind(a.Kind), Group: api.ApplicantGroup(a.Group), Subgroup: some(api.Subgroup(a.Subgroup)),
		Phones: phones, Email: some(a.Email), Login: some(a.Login), OrganisationId: some(int64(a.Organisation)), OrganisationName: some(a.OrganisationName),
		Restricted: some(a.Restricted), Hold: some(a.Hold), Version: some(a.Version)}
}

func people(all []tickets.Applicant) []api.Applicant {
	out := []api.Applicant{}
	for _, a := range all {
		out = append(out, applicantWhole(a)) // the register has hidden what is to be hidden
	}
	return out
}

// EditApplicant stores a card's own fields.
func (h handlers) EditApplicant(ctx context.Context, r api.EditApplicantRequestObject) (api.EditApplicantResponseObject, error) {
	b := r.Body
	a, err := h.Applicants.EditApplicant(ctx, tickets.ApplicantID(r.ApplicantId), b.Version, tickets.ApplicantEdit{Name: b.Name,
		Kind: tickets.ApplicantKind(b.Kind), Group: tickets.Group(b.Group), Subgroup: tickets.Subgroup(value(b.Subgroup)), Email: value(b.Email),
		Login: value(b.Login), Organisation: tickets.ApplicantID(value(b.OrganisationId))}, viewer(current(ctx).user))
	return api.EditApplicant200JSONResponse(applicantWhole(a)), cardFault(err)
}

// PutContact gives a card a number or an address.
func (h handlers) PutContact(ctx context.Context, r api.PutContactRequestObject) (api.PutContactResponseObject, error) {
	b := r.Body
	err := h.Applicants.PutContact(ctx, tickets.ApplicantID(r.ApplicantId), tickets.ContactKind(b.Kind), b.Value, value(b.Shared), viewer(current(ctx).user))
	return api.PutContact204Response{}, cardFault(err)
}

// DropContact takes one from it.
func (h handlers) DropContact(ctx context.Context, r api.DropContactRequestObject) (api.DropContactResponseObject, error) {
	err := h.Applicants.DropContact(ctx, tickets.ApplicantID(r.ApplicantId), tickets.ContactKind(r.Params.Kind), r.Params.Value, viewer(current(ctx).user))
	return api.DropContact204Response{}, cardFault(err)
}

// PreviewMerge shows what a merge would do.
func (h handlers) PreviewMerge(ctx context.Context, r api.PreviewMergeRequestObject) (api.PreviewMergeResponseObject, error) {
	m, err := h.Applicants.Merging(ctx, tickets.ApplicantID(r.Params.Source), tickets.ApplicantID(r.ApplicantId))
	if err != nil {
		return nil, cardFault(err)
	}
	out := api.PreviewMerge200JSONResponse{Source: applicant(m.Source), Target: applicant(m.Target), Tickets: m.Tickets, Open: m.Open,
		Contacts: []string{}, Differs: []api.HistoryChange{}}
	for _, c := range m.Contacts {
		out.Contacts = append(out.Contacts, c.Value)
	}
	if d := cardChanges(m.Differs); d != nil {
		out.Differs = *d
	}
	return out, nil
}

// MergeApplicants merges another card into this one (R-X.3).
func (h handlers) MergeApplicants(ctx context.Context, r api.MergeApplicantsRequestObject) (api.MergeApplicantsResponseObject, error) {
	m, err := h.Applicants.MergeApplicants(ctx, tickets.ApplicantID(r.Body.SourceId), tickets.ApplicantID(r.ApplicantId), r.Body.Reason, author(current(ctx).user))
	return api.MergeApplicants200JSONResponse(applicantMerge(m)), cardFault(err)
}

func applicantMerge(m tickets.Merge) api.ApplicantMerge {
	return api.ApplicantMerge{Id: int64(m.ID), SourceId: int64(m.Source), SourceName: m.SourceName, Reason: m.Reason, By: m.By.Name, At: m.At.UTC(), Tickets: m.Tickets}
}

// UndoMerge takes two cards apart.
func (h handlers) UndoMerge(ctx context.Context, r api.UndoMergeRequestObject) (api.UndoMergeResponseObject, error) {
	_, err := h.Applicants.UnmergeApplicants(ctx, tickets.MergeID(r.MergeId), tickets.ApplicantID(r.ApplicantId), r.Body.Reason, author(current(ctx).user))
	return api.UndoMerge204Response{}, cardFault(err)
}

// RestrictApplicant narrows the access to a card, or opens it again.
func (h handlers) RestrictApplicant(ctx context.Context, r api.RestrictApplicantRequestObject) (api.RestrictApplicantResponseObject, error) {
	do := h.Applicants.LiftApplicant
	if r.Body.On {
		do = h.Applicants.RestrictApplicant
	}
	a, err := do(ctx, tickets.ApplicantID(r.ApplicantId), r.Body.Reason, viewer(current(ctx).user))
	return api.RestrictApplicant200JSONResponse(applicant(a)), cardFault(err)
}

// HoldApplicant bars retention from everything of an applicant, or ends that.
func (h handlers) HoldApplicant(ctx context.Context, r api.HoldApplicantRequestObject) (api.HoldApplicantResponseObject, error) {
	do := h.Applicants.ReleaseApplicant
	if r.Body.On {
		do = h.Applicants.HoldApplicant
	}
	a, err := do(ctx, tickets.ApplicantID(r.ApplicantId), r.Body.Reason, viewer(current(ctx).user))
	return api.HoldApplicant200JSONResponse(applicantWhole(a)), cardFault(err)
}
