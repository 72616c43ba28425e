package web

import (
	"cmp"
	"context"
	"fmt"
	"slices"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web/api"
)

// changer is who asks for a change of the rules.
func changer(ctx context.Context) telephony.Author {
	u := current(ctx).user
	return telephony.Author{ID: int64(u.ID), Name: u.Name}
}

// ListBreaks gives the reasons of breaks.
func (h handlers) ListBreaks(ctx context.Context, _ api.ListBreaksRequestObject) (api.ListBreaksResponseObject, error) {
	r, err := h.Offers.Routing(ctx)
	return api.ListBreaks200JSONResponse(breaks(r.Breaks)), err
}

// SetStateOfAgent sets an agent's state on the agent's behalf.
func (h handlers) SetStateOfAgent(ctx context.Context, r api.SetStateOfAgentRequestObject) (api.SetStateOfAgentResponseObject, error) {
	by := changer(ctx)
	by.Why = r.Body.Why
	err := h.Offers.SetStateOf(ctx, by, call.AgentID(r.AgentId), telephony.AgentState(r.Body.State), value(r.Body.Reason))
	if err != nil {
		return nil, fmt.Errorf("state of agent %d: %w", r.AgentId, err)
	}
	h.rooms.changed(call.AgentID(r.AgentId))
	return api.SetStateOfAgent204Response{}, nil
}

// GetRouting gives all rules.
func (h handlers) GetRouting(ctx context.Context, _ api.GetRoutingRequestObject) (api.GetRoutingResponseObject, error) {
	r, err := h.Offers.Routing(ctx)
	if err != nil {
		return nil, err
	}
	out := api.GetRouting200JSONResponse{Skills: []api.Skill{}, Breaks: breaks(r.Breaks), Dialled: []api.Dialled{},
		Callers: []api.PriorityCaller{}, Agents: []api.Duty{}}
	for _, k := range r.Skills {
		out.Skills = append(out.Skills, api.Skill{Skill: string(k.Skill), Name: k.Name, WaitS: seconds(k.Wait)})
	}
	for _, d := range r.Dialled {
		out.Dialled = append(out.Dialled, api.Dialled{Number: d.Number, Service: api.Service(d.Service), Skill: some(string(d.Skill))})
	}
	for _, c := range r.Callers {
		out.Callers = append(out.Callers, api.PriorityCaller{Number: c.Number, Priority: c.Priority, Skill: some(string(c.Skill)),
			Reason: c.Reason, Author: c.Author, At: c.At.UTC()})
	}
	for _, d := range r.Duties {
		out.Agents = append(out.Agents, duty(d))
	}
	return out, nil
}

func breaks(all []telephony.BreakReason) []api.BreakReason {
	out := []api.BreakReason{}
	for _, b := range all {
		out = append(out, api.BreakReason{Reason: b.Reason, Name: b.Name, Position: b.Position, Retired: b.Retired})
	}
	return out
}

func duty(d telephony.Duty) api.Duty {
	out := api.Duty{AgentId: int64(d.Agent), Name: d.Name, Service: api.Service(d.Service), Skills: []api.AgentSkill{}, Helps: []api.AgentLine{}}
	for skill, level := range d.Skills {
		out.Skills = append(out.Skills, api.AgentSkill{Skill: string(skill), Level: level})
	}
	for service, after := range d.Helps {
		out.Helps = append(out.Helps, api.AgentLine{Service: api.Service(service), AfterS: seconds(after)})
	}
	slices.SortFunc(out.Skills, func(a, b api.AgentSkill) int { return cmp.Compare(a.Skill, b.Skill) })
	slices.SortFunc(out.Helps, func(a, b api.AgentLine) int { return cmp.Compare(a.Service, b.Service) })
	return out
}

func seconds(d time.Duration) int { return int(d / time.Second) }

// PutDuty says what an agent is rung for.
func (h handlers) PutDuty(ctx context.Context, r api.PutDutyRequestObject) (api.PutDutyResponseObject, error) {
	d := telephony.Duty{Agent: call.AgentID(r.AgentId), Skills: map[call.Skill]int{}, Helps: map[call.Service]time.Duration{}}
	for _, k := range r.Body.Skills {
		d.Skills[call.Skill(k.Skill)] = k.Level
	}
	for _, l := range r.Body.Helps {
		d.Helps[call.Service(l.Service)] = time.Duration(l.AfterS) * time.Second
	}
	return api.PutDuty204Response{}, h.Offers.PutDuty(ctx, changer(ctx), d)
}

// PutSkill keeps one skill of the list.
func (h handlers) PutSkill(ctx context.Context, r api.PutSkillRequestObject) (api.PutSkillResponseObject, error) {
	k := telephony.SkillRule{Skill: call.Skill(r.Skill), Name: r.Body.Name, Wait: time.Duration(r.Body.WaitS) * time.Second}
	return api.PutSkill204Response{}, h.Offers.PutSkill(ctx, changer(ctx), k)
}

// DropSkill takes one away.
func (h handlers) DropSkill(ctx context.Context, r api.DropSkillRequestObject) (api.DropSkillResponseObject, error) {
	return api.DropSkill204Response{}, h.Offers.DropSkill(ctx, changer(ctx), call.Skill(r.Skill))
}

// PutBreak keeps one reason of a break.
func (h handlers) PutBreak(ctx context.Context, r api.PutBreakRequestObject) (api.PutBreakResponseObject, error) {
	b := telephony.BreakReason{Reason: r.Reason, Name: r.Body.Name, Position: value(r.Body.Position), Retired: value(r.Body.Retired)}
	return api.PutBreak204Response{}, h.Offers.PutBreak(ctx, changer(ctx), b)
}

// PutDialled keeps what a dialled number means.
func (h handlers) PutDialled(ctx context.Context, r api.PutDialledRequestObject) (api.PutDialledResponseObject, error) {
	d := telephony.Dialled{Number: r.Number, Service: call.Service(r.Body.Service), Skill: call.Skill(value(r.Body.Skill))}
	return api.PutDialled204Response{}, h.Offers.PutDialled(ctx, changer(ctx), d)
}

// DropDialled forgets it.
func (h handlers) DropDialled(ctx context.Context, r api.DropDialledRequestObject) (api.DropDialledResponseObject, error) {
	return api.DropDialled204Response{}, h.Offers.DropDialled(ctx, changer(ctx), r.Number)
}

// PutCaller keeps a caller's priority or skill.
func (h handlers) PutCaller(ctx context.Context, r api.PutCallerRequestObject) (api.PutCallerResponseObject, error) {
	c := telephony.CallerRule{Number: r.Number, Priority: r.Body.Priority, Skill: call.Skill(value(r.Body.Skill)), Reason: r.Body.Reason}
	return api.PutCaller204Response{}, h.Offers.PutCaller(ctx, changer(ctx), c)
}

// DropCaller forgets it.
func (h handlers) DropCaller(ctx context.Context, r api.DropCallerRequestObject) (api.DropCallerResponseObject, error) {
	return api.DropCaller204Response{}, h.Offers.DropCaller(ctx, changer(ctx), r.Number)
}
