package web

import (
	"context"
	"errors"
	"strconv"
	"time"

	"hotline/tickets"
	"hotline/web/api"
)

// Lists is what web asks of the register for lists of tickets; *tickets.Register is it.
type Lists interface {
	List(ctx context.Context, f tickets.Filter) ([]tickets.Ticket, error)
	Count(ctx context.Context, f tickets.Filter, atMost int) (int, error)
	Near(ctx context.Context, at time.Time) (time.Time, error)
	Standings(ctx context.Context, list []tickets.Ticket, at time.Time) ([]tickets.Standing, error)
}

const (
	pageOfTickets = 50
	countedAtMost = 1000
)

// ListTickets gives a page of a list.
func (h handlers) ListTickets(ctx context.Context, r api.ListTicketsRequestObject) (api.ListTicketsResponseObject, error) {
	now := h.Now().UTC()
	f, err := h.ticketFilter(ctx, r.Params, now)
	if err != nil {
		return nil, err
	}
	f.Limit = pageOfTickets + 1
	list, err := h.Tickets.List(ctx, f)
	if err != nil {
		return nil, err
	}
	out := api.ListTickets200JSONResponse{ServerNow: now}
	if len(list) > pageOfTickets {
		list = list[:pageOfTickets]
		out.NextCursor = some(f.Order.Cursor(list[pageOfTickets-1]).String())
	}
	out.Tickets, err = h.ticketRows(ctx, list, now)
	return out, err
}

// ticketFilter is the query as the register takes it. Each list has an order of its own, which the query may change.
func (s *Server) ticketFilter(ctx context.Context, p api.ListTicketsParams, now time.Time) (f tickets.Filter, err error) {
	f = tickets.Filter{Service: tickets.Service(value(p.Service)), Type: tickets.Type(value(p.Type)), Category: tickets.Category(value(p.Category)),
		Process: value(p.Process), Channel: tickets.Channel(value(p.Channel)), Unit: tickets.Unit(value(p.Unit))}
	if err := s.ofList(ctx, &f, value(p.List), now); err != nil {
		return f, err
	}
	for _, status := range value(p.Status) {
		f.Statuses = append(f.Statuses, tickets.Status(status))
	}
	switch who := value(p.Assignee); who {
	case "":
	case "any":
		f.Assignee, f.Unassigned = 0, false
	case "me":
		f.Assignee, f.Unassigned = author(current(ctx).user).ID, false
	case "none":
		f.Assignee, f.Unassigned = 0, true
	default:
		id, err := strconv.ParseInt(who, 10, 64)
		if err != nil {
			return f, Faults{{"assignee", faultWords["invalid"]}}
		}
		f.Assignee, f.Unassigned = tickets.AgentID(id), false
	}
	for _, trait := range value(p.Only) {
		switch trait {
		case api.TicketTraitOpen:
			f.OpenOnly = true
		case api.TicketTraitExpedited:
			f.Expedited = true
		case api.TicketTraitUnclassified:
			f.Unclassified = true
		case api.TicketTraitFromFacebook:
			f.Origin = tickets.FacebookReferral
		case api.TicketTraitOwed:
			f.Owed = true
		}
	}
	if p.From != nil {
		f.From = dayInKyiv(p.From.Time, 0)
	}
	if p.To != nil {
		f.To = dayInKyiv(p.To.Time, 1)
	}
	if p.Order != nil {
		f.Order = map[api.TicketOrder]tickets.Order{api.TicketOrderQueue: tickets.ByTurn, api.TicketOrderDue: tickets.DueFirst}[*p.Order]
	}
	f.After, err = tickets.ParseCursor(value(p.Cursor))
	return f, err
}

// ofList makes f choose what a list shows when nothing else is asked.
func (s *Server) ofList(ctx context.Context, f *tickets.Filter, name api.TicketListName, now time.Time) (err error) {
	switch name {
	case api.TicketListNameQueue:
		f.OpenOnly, f.Unassigned, f.Order = true, true, tickets.ByTurn
	case api.TicketListNameMine:
		f.OpenOnly, f.Assignee, f.Order = true, author(current(ctx).user).ID, tickets.ByTurn
	case api.TicketListNameNear: // a deadline is met at its very instant (Amb-17)
		f.DueFrom, f.Order = now, tickets.DueFirst
		f.DueBefore, err = s.Tickets.Near(ctx, now)
	case api.TicketListNameBreached:
		f.DueBefore, f.Order = now, tickets.DueFirst
	case api.TicketListNameOwed:
		f.Owed = true
	}
	return err
}

// CountTickets counts the lists for their tabs.
func (h handlers) CountTickets(ctx context.Context, r api.CountTicketsRequestObject) (api.CountTicketsResponseObject, error) {
	now := h.Now().UTC()
	var out api.CountTickets200JSONResponse
	for name, n := range map[api.TicketListName]*int{api.TicketListNameQueue: &out.Queue, api.TicketListNameMine: &out.Mine,
		api.TicketListNameNear: &out.Near, api.TicketListNameBreached: &out.Breached, api.TicketListNameOwed: &out.Owed} {
		f := tickets.Filter{}
		if name != api.TicketListNameMine {
			f.Service = tickets.Service(value(r.Params.Service))
		}
		if err := h.ofList(ctx, &f, name, now); err != nil {
			return nil, err
		}
		var err error
		if *n, err = h.Tickets.Count(ctx, f, countedAtMost); err != nil {
			return nil, err
		}
	}
	return out, nil
}

// ticketRows are tickets as a list shows them.
func (s *Server) ticketRows(ctx context.Context, list []tickets.Ticket, now time.Time) ([]api.TicketRow, error) {
	standings, err := s.Tickets.Standings(ctx, list, now)
	if err != nil {
		return nil, err
	}
	out := []api.TicketRow{}
	for i, t := range list {
		t = t.Listed()
		row := api.TicketRow{Id: int64(t.ID), Number: t.Number.String(), Version: t.Version, Status: api.TicketStatusCode(t.Status),
			Channel: api.TicketChannel(t.Channel), Service: api.TicketService(t.Service), RegisteredAt: t.RegisteredAt.UTC(),
			Type: some(api.TicketType(t.Class.Type)), Category: some(api.TicketCategory(t.Class.Category)), Process: some(t.Process),
			Unit: some(api.TicketUnit(t.Unit)), Responsible: some(t.Responsible), Expedited: t.Expedited, Restricted: t.Restricted != "",
			Subject: some(t.Subject), ApplicantName: some(t.ApplicantName), Caller: some(t.Caller),
			Reaction: clockOf(standings[i].Reaction, t.AssignedAt, t.InformedAt), Resolution: clockOf(standings[i].Resolution, t.DoneAt, t.ToldAt)}
		if t.Assignee.ID != 0 {
			row.Assignee = &api.NamedPerson{Id: int64(t.Assignee.ID), Name: t.Assignee.Name}
		}
		out = append(out, row)
	}
	return out, nil
}

// ActOnTickets does one act with many tickets. That one fails is told with it and keeps no other from being done.
func (h handlers) ActOnTickets(ctx context.Context, r api.ActOnTicketsRequestObject) (api.ActOnTicketsResponseObject, error) {
	b := r.Body
	act, err := h.actOf(ctx, tickets.ActName(b.Act), 0, &api.TicketAct{Reason: b.Reason, Assignee: b.Assignee, Service: b.Service,
		ExtensionMinutes: b.ExtensionMinutes, Expedited: b.Expedited, DuplicateOf: b.DuplicateOf})
	if err != nil {
		return nil, err
	}
	out, by := api.ActOnTickets200JSONResponse{}, author(current(ctx).user)
	acting := tickets.ActingAs(ctx, viewer(current(ctx).user))
	for _, one := range r.Body.Tickets {
		row := api.TicketActed{Id: one.Id}
		t, err := h.Tickets.Do(acting, tickets.TicketID(one.Id), one.Version, act, by)
		if err != nil {
			if h.Away != nil && h.Away(err) {
				err = errors.Join(errUnavailable, err)
			}
			problem := problemOf(err)
			row.Problem = &problem
		} else {
			row.Number = some(t.Number.String())
			h.rooms.ticketChanged(one.Id)
		}
		out = append(out, row)
	}
	return out, nil
}
