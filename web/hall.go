package web

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web/api"
)

// GetHall shows everything that goes on now.
func (h handlers) GetHall(ctx context.Context, _ api.GetHallRequestObject) (api.GetHallResponseObject, error) {
	hall, err := h.Floor.Hall(ctx)
	if err != nil {
		return nil, err
	}
	names := map[call.AgentID]string{}
	for _, a := range hall.Agents {
		names[a.Agent.ID] = a.Agent.Name
	}
	out := api.GetHall200JSONResponse{ServerNow: h.Now().UTC(), Agents: []api.HallAgent{}, Waiting: []api.HallCall{}}
	for _, a := range hall.Agents {
		out.Agents = append(out.Agents, hallAgent(a, names))
	}
	for _, c := range hall.Waiting {
		out.Waiting = append(out.Waiting, hallCall(c, names))
	}
	return out, nil
}

func hallAgent(a telephony.AgentInHall, names map[call.AgentID]string) api.HallAgent {
	who := a.Agent
	out := api.HallAgent{AgentId: int64(who.ID), Name: who.Name, Supervisor: who.Supervisor, Service: some(api.Service(who.Service)), State: api.AgentState(who.State),
		Reason: some(who.Reason), StateSince: who.StateSince.UTC(), NextState: some(api.HallAgentNextState(who.Next)),
		PhoneReachable: who.PhoneReachable, WrapUpUntil: instant(who.WrapUpUntil)}
	if a.Call == nil {
		return out
	}
	c := hallCall(*a.Call, names)
	out.Call = &c
	talks, in := a.Call.Of(call.Agent)
	_, caller := a.Call.Of(call.Caller)
	may := in && caller && talks.Agent == who.ID && talks.Status == call.Up
	out.MaySupervise = &may
	return out
}

func hallCall(c call.Call, names map[call.AgentID]string) api.HallCall {
	out := api.HallCall{Id: string(c.ID), Service: api.Service(c.Service), State: api.CallState(c.State), Number: c.Number, ArrivedAt: c.ArrivedAt.UTC(),
		QueuedAt: instant(c.QueuedAt), AnsweredAt: instant(c.AnsweredAt), Priority: c.Priority, Skill: some(string(c.Skill))}
	if l, in := c.Of(call.Supervisor); in {
		out.Supervision = &api.Supervision{SupervisorId: some(int64(l.Agent)), Name: names[l.Agent], Mode: api.SupervisionMode(l.Mode)}
	}
	return out
}

// SuperviseCall lets a supervisor into a talk, or do something else in it.
func (h handlers) SuperviseCall(ctx context.Context, r api.SuperviseCallRequestObject) (api.SuperviseCallResponseObject, error) {
	me := current(ctx).user.agent()
	wish := telephony.Wish{Agent: me, Call: call.ID(r.CallId), Action: telephony.Supervise, Mode: call.Mode(r.Body.Mode), Reason: strings.TrimSpace(value(r.Body.Reason))}
	if wish.Reason == "" {
		view, err := h.Floor.Desk(ctx, me)
		if err != nil {
			return nil, fmt.Errorf("supervise call %s: %w", wish.Call, err)
		}
		if view.Call == nil || view.Call.Call.ID != wish.Call || view.Call.Leg.Role != call.Supervisor {
			return nil, Faults{{"reason", "Вкажіть, чому ви підключаєтеся до розмови: причину буде записано в історії дзвінка."}}
		}
	}
	if err := h.Floor.Do(ctx, wish); err != nil {
		return nil, fmt.Errorf("%s call %s: %w", wish.Mode, wish.Call, err)
	}
	return api.SuperviseCall202Response{}, nil
}

// LeaveCall lets the supervisor go.
func (h handlers) LeaveCall(ctx context.Context, r api.LeaveCallRequestObject) (api.LeaveCallResponseObject, error) {
	wish := telephony.Wish{Agent: current(ctx).user.agent(), Call: call.ID(r.CallId), Action: telephony.Leave}
	if err := h.Floor.Do(ctx, wish); err != nil {
		return nil, fmt.Errorf("leave call %s: %w", wish.Call, err)
	}
	return api.LeaveCall202Response{}, nil
}

// supervision is who is in the desk's call as supervisor. The house may have it that agents are not told who listens; who
// speaks to them is no secret.
func (s *Server) supervision(d telephony.DeskCall, me string) *api.Supervision {
	switch {
	case d.Leg.Role == call.Supervisor:
		return &api.Supervision{Name: me, Mode: api.SupervisionMode(d.Leg.Mode)}
	case d.Supervisor == "", s.HideListening && d.Mode == call.Listen:
		return nil
	}
	return &api.Supervision{Name: d.Supervisor, Mode: api.SupervisionMode(d.Mode)}
}

// supervisions is the audit of a call.
func (s *Server) supervisions(ctx context.Context, id call.ID) (*[]api.SupervisionEntry, error) {
	all, err := s.Floor.Supervisions(ctx, id)
	if err != nil || len(all) == 0 {
		return nil, err
	}
	out := []api.SupervisionEntry{}
	for _, v := range all {
		out = append(out, api.SupervisionEntry{Name: v.Name, Mode: api.SupervisionMode(v.Mode), Reason: v.Reason, AskedAt: v.AskedAt.UTC(),
			From: instant(v.From), Until: instant(v.Until)})
	}
	return &out, nil
}

// withoutListening leaves out of a timeline that somebody listened and was not heard.
func withoutListening(moments []telephony.Moment) []telephony.Moment {
	heard := map[call.LegID]bool{} // supervisors who did more than listen
	for _, m := range moments {
		heard[m.Leg] = heard[m.Leg] || m.Mode != "" && m.Mode != call.Listen
	}
	return slices.DeleteFunc(slices.Clone(moments), func(m telephony.Moment) bool {
		return m.Mode == call.Listen || call.OfSupervisor(m.Leg) && !heard[m.Leg]
	})
}
