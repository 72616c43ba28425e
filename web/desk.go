package web

import (
	"context"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web/api"
)

// recentCalls is how many earlier calls a caller's card shows.
const recentCalls = 5

// desk puts together what one agent's screen shows, and tells whether telephony knows of a desktop. Of the call only the
// ticket's id crosses to the register.
func (s *Server) desk(ctx context.Context, agent call.AgentID) (d api.Desk, desktop bool, err error) {
	view, err := s.Floor.Desk(ctx, agent)
	if err != nil {
		return api.Desk{}, false, fmt.Errorf("desk of agent %d: %w", agent, err)
	}
	now := s.Now().UTC()
	d = api.Desk{ServerNow: now, Agent: deskAgent(view.Agent),
		Line: api.LineSummary{Waiting: view.Waiting, LongestWaitMs: view.Longest.Milliseconds()}}
	d.FailedCall = failedCall(view.Failed)
	if view.Call != nil && !unborn(view) {
		if err := s.deskOfCall(ctx, &d, view, now); err != nil {
			return api.Desk{}, false, fmt.Errorf("desk of agent %d: %w", agent, err)
		}
	}
	d.Version, err = versionOf(d)
	return d, view.Agent.Desktop, err
}

// failedCall says why a call out did not come about.
func failedCall(c *call.Call) *api.FailedCall {
	if c == nil {
		return nil
	}
	return &api.FailedCall{CallId: string(c.ID), Number: c.Number, TicketId: some(int64(c.Ticket)), At: c.EndedAt.UTC(),
		Reason: api.EndReason(c.EndReason), Notice: some(api.Notice(c.Notice))}
}

func directionOf(c call.Call) api.Direction {
	if c.Direction == call.Outbound {
		return api.DirectionOutbound
	}
	return api.DirectionInbound
}

// unborn: the agent is reserved for a call that has no leg for him yet, so there is nothing to answer or to acknowledge.
func unborn(v telephony.DeskView) bool {
	return v.Agent.State == telephony.OnOffer && v.Call.Leg.ID == ""
}

func (s *Server) deskOfCall(ctx context.Context, d *api.Desk, view telephony.DeskView, now time.Time) error {
	c := view.Call.Call
	onDesk := deskCall(*view.Call, now)
	onDesk.Supervision = s.supervision(*view.Call, view.Agent.Name)
	d.Call = &onDesk
	card, err := s.Tickets.CallerCard(ctx, c.Number, tickets.CallID(c.ID))
	if err != nil {
		return fmt.Errorf("card of call %s: %w", c.ID, err)
	}
	if d.Card, err = s.callerCard(ctx, card, c); err != nil {
		return err
	}
	detail, err := s.Tickets.Get(ctx, ticketKey(c))
	if errors.Is(err, tickets.ErrNotFound) {
		return nil // registered in a moment; the call does not wait for it
	}
	if err != nil {
		return fmt.Errorf("ticket of call %s: %w", c.ID, err)
	}
	draft, err := s.Tickets.LoadDraft(ctx, detail.Ticket.ID, tickets.AgentID(view.Agent.ID))
	if err != nil {
		return err
	}
	d.Ticket = deskTicket(detail, draft, tickets.AgentID(view.Agent.ID), c.ArrivedAt)
	return nil
}

// ticketKey finds a call's ticket by its id, or by the call while telephony has not written the id yet.
func ticketKey(c call.Call) tickets.Key {
	if c.Ticket != 0 {
		return tickets.Key{ID: tickets.TicketID(c.Ticket)}
	}
	return tickets.Key{Call: tickets.CallID(c.ID)}
}

// versionOf is a hash of what the screen shows. What only grows with the clock is left out: it is no news.
func versionOf(d api.Desk) (string, error) {
	d.ServerNow, d.Version, d.Line.LongestWaitMs = time.Time{}, "", 0
	if d.Call != nil && d.Call.AnsweredAt == nil {
		c := *d.Call
		c.WaitMs = 0
		d.Call = &c
	}
	text, err := json.Marshal(d)
	if err != nil {
		return "", fmt.Errorf("version of a desk: %w", err)
	}
	sum := sha256.Sum256(text)
	return base64.RawURLEncoding.EncodeToString(sum[:15]), nil
}

func deskAgent(a telephony.Agent) api.DeskAgent {
	d := api.DeskAgent{Id: int64(a.ID), Name: a.Name, Service: some(api.Service(a.Service)), State: api.AgentState(a.State),
		StateSince: a.StateSince.UTC(), Reason: some(a.Reason), Phone: api.Phone(phoneOf(a)), PhoneReachable: a.PhoneReachable,
		NextState: some(api.DeskAgentNextState(a.Next))}
	if a.State == telephony.WrapUp {
		left := max(0, telephony.MaxExtensions-a.Extensions)
		d.WrapUpUntil, d.WrapUpExtensionsLeft = instant(a.WrapUpUntil), &left
	}
	return d
}

func phoneOf(a telephony.Agent) call.Phone {
	if a.Phone == "" {
		return call.Browser
	}
	return a.Phone
}

func deskCall(d telephony.DeskCall, now time.Time) api.DeskCall {
	c := d.Call
	out := api.DeskCall{Id: string(c.ID), Direction: directionOf(c), LegId: string(d.Leg.ID), Role: api.DeskCallRole(d.Leg.Role), LegStatus: api.LegStatus(d.Leg.Status),
		State: api.CallState(c.State), Number: c.Number, NumberRaw: rawNumber(c), ArrivedAt: c.ArrivedAt.UTC(), AnsweredAt: instant(c.AnsweredAt),
		RingUntil: instant(d.RingUntil), WaitMs: waited(c, now).Milliseconds(), Muted: d.Leg.Muted, RecordingPaused: c.Paused, Notice: some(api.Notice(c.Notice))}
	if out.Role == "" {
		out.Role = api.DeskCallRoleAgent
	}
	if out.LegStatus == "" {
		out.LegStatus = api.LegStatusGone
	}
	present := false
	for _, leg := range c.Legs {
		present = present || leg.Role == call.Caller && leg.Status != call.Gone
	}
	out.CallerPresent = &present
	if d.Other != nil {
		out.Other = &api.Party{AgentId: some(int64(d.Other.ID)), Name: d.Other.Name, Service: some(api.Service(d.Other.Service)),
			LegStatus: api.LegStatus(d.OtherLeg.Status)}
	} else if d.OtherLeg.Phone == call.Outside {
		out.Other = &api.Party{Name: d.OtherLeg.Name, Number: some(d.OtherLeg.Endpoint), LegStatus: api.LegStatus(d.OtherLeg.Status)}
	}
	if out.Other != nil && out.Other.LegStatus == "" {
		out.Other.LegStatus = api.LegStatusGone
	}
	return out
}

// waited is how long the caller waited until the first answer, the end, or now.
func waited(c call.Call, now time.Time) time.Duration {
	until := now
	for _, at := range []time.Time{c.EndedAt, c.AnsweredAt} {
		if !at.IsZero() {
			until = at
		}
	}
	return max(0, until.Sub(c.ArrivedAt))
}

func deskTicket(d tickets.Detail, draft tickets.Draft, me tickets.AgentID, since time.Time) *api.DeskTicket {
	t := d.Ticket
	out := &api.DeskTicket{Id: int64(t.ID), Number: t.Number.String(), Spoken: t.Number.Spoken(), Announcement: tickets.Announcement(t),
		RegisteredAt: t.RegisteredAt.UTC(), ReactionDueAt: t.ReactionDueAt.UTC(), ResolutionDueAt: instant(t.ResolutionDueAt),
		Status: string(t.Status), Phones: phonesOf(d), OralNoticeAt: instant(t.OralNoticeAt), Draft: draftOf(draft)}
	if d.Applicant != nil {
		a := applicant(*d.Applicant)
		out.Applicant = &a
	}
	notes := []api.HistoryEntry{}
	for _, e := range d.History {
		if e.Kind == tickets.EntryNote && e.Author.ID != me && !e.At.Before(since) {
			notes = append(notes, historyEntry(e))
		}
	}
	out.Notes = &notes
	return out
}

func (s *Server) callerCard(ctx context.Context, card tickets.Card, c call.Call) (*api.CallerCard, error) {
	out := &api.CallerCard{Match: api.CallerCardMatch(card.Match), CallsLast7Days: card.CallsLast7Days, Applicants: []api.Applicant{},
		OpenTickets: summaries(card.OpenTickets), RecentTickets: summaries(card.RecentTickets), RecentCalls: []api.CallSummary{}}
	for _, a := range card.Applicants {
		out.Applicants = append(out.Applicants, applicant(a))
	}
	if c.Number == "" {
		return out, nil
	}
	records, err := s.Floor.RecentCalls(ctx, c.Number, c.ID, recentCalls)
	if err != nil {
		return nil, fmt.Errorf("recent calls of call %s: %w", c.ID, err)
	}
	known := map[tickets.CallID]tickets.Ticket{}
	for _, past := range card.RecentCalls {
		known[past.Ticket.Call] = past.Ticket
	}
	for _, r := range records {
		// One that still lasts has no length yet: it would change the desk with every look.
		summary := callSummary(r, r.Call.ArrivedAt)
		if t, ok := known[tickets.CallID(r.Call.ID)]; ok {
			withTicket(&summary, t)
		}
		out.RecentCalls = append(out.RecentCalls, summary)
	}
	return out, nil
}

func instant(t time.Time) *time.Time {
	if t.IsZero() {
		return nil
	}
	t = t.UTC()
	return &t
}
