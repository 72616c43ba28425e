package web

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web/api"
)

// errNotTheirs: a number that is no telephone of the ticket's.
var errNotTheirs = errors.New("the number does not belong to the ticket")

// CallOut calls the ticket's applicant. The number must be one of theirs: a page cannot call whom it likes.
func (h handlers) CallOut(ctx context.Context, r api.CallOutRequestObject) (api.CallOutResponseObject, error) {
	d, err := h.Tickets.Get(ctx, tickets.Key{ID: tickets.TicketID(r.TicketId)})
	if err == nil && !d.Ticket.MaySee(viewer(current(ctx).user)) {
		err = tickets.ErrNarrowed
	}
	if err != nil {
		return nil, err
	}
	number := h.ParsePhone(r.Body.Number)
	switch {
	case !number.Valid:
		return nil, Faults{{"number", fieldFaultWords["phone invalid"]}}
	case !slices.Contains(phonesOf(d), number.E164):
		return nil, fmt.Errorf("call out of ticket %d: %w", r.TicketId, errNotTheirs)
	}
	agent := current(ctx).user.agent()
	id, err := h.Floor.Place(ctx, telephony.Placement{Agent: agent, Ticket: call.TicketID(d.Ticket.ID), Number: number.E164})
	if err != nil {
		return nil, fmt.Errorf("call out of ticket %d: %w", r.TicketId, err)
	}
	h.rooms.changed(agent)
	return api.CallOut202JSONResponse{CallId: string(id)}, nil
}

// phonesOf are the numbers at which a ticket's applicant can be called: that of the ticket's call first.
func phonesOf(d tickets.Detail) []string {
	out := []string{}
	if d.Ticket.Caller != "" {
		out = append(out, d.Ticket.Caller)
	}
	if d.Applicant != nil && d.Applicant.Restricted == "" {
		for _, p := range d.Applicant.Phones {
			if p != "" && !slices.Contains(out, p) {
				out = append(out, p)
			}
		}
	}
	return out
}
