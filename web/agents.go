package web

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web/api"
)

// GetDesk gives the desk as the push would.
func (h handlers) GetDesk(ctx context.Context, _ api.GetDeskRequestObject) (api.GetDeskResponseObject, error) {
	d, _, err := h.desk(ctx, current(ctx).user.agent())
	return api.GetDesk200JSONResponse(d), err
}

// SetAgentState begins or ends a shift or a break.
func (h handlers) SetAgentState(ctx context.Context, r api.SetAgentStateRequestObject) (api.SetAgentStateResponseObject, error) {
	err := h.changeState(ctx, current(ctx).user.agent(), telephony.AgentState(r.Body.State), value(r.Body.Reason), call.Phone(value(r.Body.Phone)))
	return api.SetAgentState204Response{}, err
}

// changeState keeps the present phone when none is named.
func (s *Server) changeState(ctx context.Context, agent call.AgentID, state telephony.AgentState, reason string, phone call.Phone) error {
	if err := s.Offers.checkBreak(ctx, state, &reason); err != nil {
		return fmt.Errorf("state of agent %d: %w", agent, err)
	}
	if phone == "" {
		view, err := s.Floor.Desk(ctx, agent)
		if err != nil {
			return fmt.Errorf("state of agent %d: %w", agent, err)
		}
		phone = phoneOf(view.Agent)
	}
	if err := s.Floor.SetState(ctx, agent, state, reason, phone); err != nil {
		return fmt.Errorf("set state of agent %d: %w", agent, err)
	}
	return nil
}

// GetPhone gives the agent's own telephone account.
func (h handlers) GetPhone(ctx context.Context, _ api.GetPhoneRequestObject) (api.GetPhoneResponseObject, error) {
	agent := current(ctx).user.agent()
	account, err := h.Floor.PhoneAccount(ctx, agent)
	if err != nil {
		return nil, fmt.Errorf("phone of agent %d: %w", agent, err)
	}
	out := api.GetPhone200JSONResponse{Phone: api.Phone(account.Phone), Uri: "sip:" + account.Endpoint + "@" + h.SIPDomain,
		Username: account.Endpoint, Password: account.Password, Registrar: "/sip"}
	if account.Phone == call.Desk {
		out.Registrar = h.DeskRegistrar
	}
	return out, nil
}

// ListColleagues tells to whom a call can be handed.
func (h handlers) ListColleagues(ctx context.Context, _ api.ListColleaguesRequestObject) (api.ListColleaguesResponseObject, error) {
	all, err := h.Floor.Colleagues(ctx, current(ctx).user.agent())
	if err != nil {
		return nil, fmt.Errorf("colleagues: %w", err)
	}
	accounts, err := h.Store.Users(ctx)
	if err != nil {
		return nil, fmt.Errorf("colleagues: %w", err)
	}
	for _, u := range accounts { // whose account is closed does not come back to the shift
		if u.Disabled {
			all = slices.DeleteFunc(all, func(a telephony.Agent) bool { return a.ID == u.agent() })
		}
	}
	out := api.ListColleagues200JSONResponse{}
	for _, free := range []bool{true, false} {
		for _, a := range all {
			if (a.State == telephony.Available) == free {
				out = append(out, api.Colleague{AgentId: int64(a.ID), Name: a.Name, Service: api.Service(a.Service),
					State: api.AgentState(a.State), StateSince: a.StateSince.UTC()})
			}
		}
	}
	return out, nil
}

// ActOnCall hands the agent's wish to telephony.
func (h handlers) ActOnCall(ctx context.Context, r api.ActOnCallRequestObject) (api.ActOnCallResponseObject, error) {
	wish := telephony.Wish{Agent: current(ctx).user.agent(), Call: call.ID(r.CallId), Action: telephony.Action(r.Body.Action),
		Seen: call.State(value(r.Body.Seen))}
	if wish.Action == telephony.Consult {
		wish.Service, wish.Target = call.Service(value(r.Body.Service)), call.AgentID(value(r.Body.AgentId))
		if raw := strings.TrimSpace(value(r.Body.Number)); raw != "" {
			number := h.ParsePhone(raw)
			if !number.Valid {
				return nil, fmt.Errorf("consult %q: %w", raw, telephony.ErrNotListed)
			}
			wish.Number = number.E164
		}
		switch {
		case wish.Service == "" && wish.Target == 0 && wish.Number == "":
			return nil, Faults{{"service", "Оберіть службу, колегу або номер зі списку, з ким порадитися."}}
		case wish.Target == wish.Agent:
			return nil, Faults{{"agent_id", "Оберіть колегу: з собою порадитися не можна."}}
		}
	}
	if wish.Action == telephony.PauseRecording {
		if wish.Reason = strings.TrimSpace(value(r.Body.Reason)); wish.Reason == "" {
			return nil, Faults{{"reason", "Вкажіть, чому призупиняється запис."}}
		}
	}
	if err := h.Floor.Do(ctx, wish); err != nil {
		return nil, fmt.Errorf("%s call %s: %w", wish.Action, wish.Call, err)
	}
	return api.ActOnCall202Response{}, nil
}

// FinishWrapUp writes the outcome into the register, then frees the agent. Said twice, it is written once.
func (h handlers) FinishWrapUp(ctx context.Context, r api.FinishWrapUpRequestObject) (api.FinishWrapUpResponseObject, error) {
	user, id := current(ctx).user, call.ID(r.CallId)
	next, reason := telephony.AgentState(value(r.Body.Next)), value(r.Body.Reason)
	if next == "" {
		next = telephony.Available
	}
	if err := h.Offers.checkBreak(ctx, next, &reason); err != nil {
		return nil, fmt.Errorf("wrap up call %s: %w", id, err)
	}
	spoken, err := h.inWrapUp(ctx, user.agent(), id)
	if err != nil {
		return nil, fmt.Errorf("wrap up call %s: %w", id, err)
	}
	ticket, err := h.Tickets.Ticket(ctx, ticketKey(spoken))
	if errors.Is(err, tickets.ErrNotFound) {
		err = errNoTicketYet
	}
	if err != nil {
		return nil, fmt.Errorf("wrap up call %s: %w", id, err)
	}
	// A caller who waits again, because the agent's page was lost, has no outcome yet: the next talk gives it.
	waits := spoken.State == call.Waiting || spoken.State == call.Offered
	if note := value(r.Body.Note); !waits || note != "" {
		err = h.Tickets.WrapUp(ctx, ticket.ID, tickets.CallID(id), author(user), tickets.Disposition(r.Body.Disposition), note)
		if err != nil {
			return nil, fmt.Errorf("wrap up call %s: %w", id, err)
		}
	}
	if err := h.Floor.FinishWrapUp(ctx, user.agent(), id, next, reason); err != nil {
		return nil, fmt.Errorf("wrap up call %s: %w", id, err)
	}
	h.rooms.changed(user.agent())
	return api.FinishWrapUp204Response{}, nil
}

// inWrapUp is the call that the agent wraps up now. telephony.ErrNoCall, ErrNotYours, ErrNotNow.
func (s *Server) inWrapUp(ctx context.Context, agent call.AgentID, id call.ID) (call.Call, error) {
	view, err := s.Floor.Desk(ctx, agent)
	switch {
	case err != nil:
		return call.Call{}, err
	case view.Call == nil || view.Call.Call.ID != id:
		if _, _, err := s.Floor.Record(ctx, id); err != nil {
			return call.Call{}, err
		}
		return call.Call{}, telephony.ErrNotYours
	case view.Agent.State != telephony.WrapUp:
		return call.Call{}, telephony.ErrNotNow
	}
	return view.Call.Call, nil
}

// ExtendWrapUp gives the agent a minute more.
func (h handlers) ExtendWrapUp(ctx context.Context, r api.ExtendWrapUpRequestObject) (api.ExtendWrapUpResponseObject, error) {
	agent, id := current(ctx).user.agent(), call.ID(r.CallId)
	_, err := h.inWrapUp(ctx, agent, id)
	if err == nil {
		err = h.Floor.ExtendWrapUp(ctx, agent, id)
	}
	if err != nil {
		return nil, fmt.Errorf("extend wrap-up of call %s: %w", id, err)
	}
	return api.ExtendWrapUp204Response{}, nil
}

func author(u User) tickets.Author { return tickets.Author{ID: tickets.AgentID(u.ID), Name: u.Name} }
