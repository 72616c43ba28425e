package web

import (
	"context"
	"fmt"

	"hotline/tickets"
	"hotline/web/api"
)

// SaveDraft keeps what the agent is typing.
func (h handlers) SaveDraft(ctx context.Context, r api.SaveDraftRequestObject) (api.SaveDraftResponseObject, error) {
	user, id := current(ctx).user, tickets.TicketID(r.TicketId)
	var d tickets.Draft
	err := h.takeDown(ctx, id, func(ctx context.Context) (err error) {
		d, err = h.Tickets.SaveDraft(ctx, id, author(user), r.Body.Text, r.Body.Version)
		return err
	})
	if err != nil {
		return nil, err
	}
	h.rooms.changed(user.agent())
	return api.SaveDraft200JSONResponse(draftOf(d)), nil
}

// AddNote adds a line to the history; the same key adds it once.
func (h handlers) AddNote(ctx context.Context, r api.AddNoteRequestObject) (api.AddNoteResponseObject, error) {
	id := tickets.TicketID(r.TicketId)
	err := h.takeDown(ctx, id, func(ctx context.Context) error {
		return h.Tickets.AddNote(ctx, id, author(current(ctx).user), r.Body.Text, r.Body.Key)
	})
	if err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(r.TicketId)
	return api.AddNote204Response{}, nil
}

// ConfirmOralNotice notes that number and term were told (Regulation 4.9.5), by somebody who has talked with the caller since the
// appeal has them.
func (h handlers) ConfirmOralNotice(ctx context.Context, r api.ConfirmOralNoticeRequestObject) (api.ConfirmOralNoticeResponseObject, error) {
	user, ticket := current(ctx).user, tickets.TicketID(r.TicketId)
	err := h.takeDown(ctx, ticket, func(ctx context.Context) error {
		talk, err := h.talkAbout(ctx, ticket)
		if err != nil {
			return fmt.Errorf("oral notice of ticket %d: %w", ticket, err)
		}
		return h.Tickets.ConfirmOralNotice(ctx, ticket, talk, author(user))
	})
	if err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(r.TicketId)
	return api.ConfirmOralNotice204Response{}, nil
}

// SetApplicant says who appeals.
func (h handlers) SetApplicant(ctx context.Context, r api.SetApplicantRequestObject) (api.SetApplicantResponseObject, error) {
	user, id := current(ctx).user, tickets.TicketID(r.TicketId)
	var a tickets.Applicant
	err := h.takeDown(ctx, id, func(ctx context.Context) (err error) {
		a, err = h.Tickets.NameApplicant(ctx, id, choiceOf(*r.Body, user), author(user))
		return err
	})
	if err != nil {
		return nil, err
	}
	h.rooms.ticketChanged(r.TicketId)
	return api.SetApplicant200JSONResponse(applicant(a)), nil
}

func choiceOf(b api.ApplicantChoice, by User) tickets.ApplicantChoice {
	return tickets.ApplicantChoice{ID: tickets.ApplicantID(value(b.ApplicantId)), Name: value(b.Name), Kind: tickets.ApplicantKind(value(b.Kind)),
		Group: tickets.Group(value(b.Group)), Subgroup: tickets.Subgroup(value(b.Subgroup)), Phone: value(b.Phone), Email: value(b.Email), Login: value(b.Login),
		Chief: value(b.ApplicantId) != 0 && viewer(by).Chief}
}

func ticketSummary(t tickets.Ticket) api.TicketSummary {
	return api.TicketSummary{Id: int64(t.ID), Number: t.Number.String(), Channel: api.TicketSummaryChannel(t.Channel), Subject: some(t.Subject),
		Status: string(t.Status), RegisteredAt: t.RegisteredAt.UTC(), ResolutionDueAt: instant(t.ResolutionDueAt)}
}

func summaries(all []tickets.Ticket) []api.TicketSummary {
	out := []api.TicketSummary{}
	for _, t := range all {
		out = append(out, ticketSummary(t.Listed()))
	}
	return out
}

func historyEntry(e tickets.Entry) api.HistoryEntry {
	return api.HistoryEntry{At: e.At.UTC(), Kind: string(e.Kind), Author: some(e.Author.Name), Text: e.Sentence(), CallId: some(string(e.Call)), Act: some(string(e.Act))}
}

func draftOf(d tickets.Draft) api.Draft {
	return api.Draft{Text: d.Text, Version: d.Version, SavedAt: instant(d.SavedAt)}
}
