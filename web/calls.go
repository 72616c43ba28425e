package web

import (
	"context"
	"encoding/base64"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/google/uuid"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// pageOfCalls is how many calls a page has.
const pageOfCalls = 30

// ListCalls shows calls, newest first; an agent sees the own ones.
func (h handlers) ListCalls(ctx context.Context, r api.ListCallsRequestObject) (api.ListCallsResponseObject, error) {
	filter, some, err := h.callFilter(ctx, r.Params)
	if err != nil {
		return nil, err
	}
	out := api.ListCalls200JSONResponse{Calls: []api.CallSummary{}}
	if !some {
		return out, nil
	}
	records, err := h.Floor.Records(ctx, filter)
	if err != nil {
		return nil, fmt.Errorf("list calls: %w", err)
	}
	if len(records) > pageOfCalls {
		records = records[:pageOfCalls]
		next := cursorOf(records[pageOfCalls-1].Call)
		out.NextCursor = &next
	}
	out.Calls, _, err = h.joined(ctx, records)
	return out, err
}

// callFilter reads the query; false when nothing can fit it.
func (s *Server) callFilter(ctx context.Context, p api.ListCallsParams) (telephony.RecordFilter, bool, error) {
	f := telephony.RecordFilter{Reason: call.Reason(value(p.Outcome)), Limit: pageOfCalls + 1}
	if user := current(ctx).user; user.Role == Agent {
		f.Agent = user.agent()
	}
	if raw := strings.TrimSpace(value(p.Number)); raw != "" {
		number := s.ParsePhone(raw)
		if !number.Valid {
			return f, false, Faults{{"number", fieldFaultWords["phone invalid"]}}
		}
		f.Number = number.E164
	}
	if p.From != nil {
		f.From = dayInKyiv(p.From.Time, 0)
	}
	if p.To != nil {
		f.To = dayInKyiv(p.To.Time, 1)
	}
	if !f.From.IsZero() && !f.To.IsZero() && !f.From.Before(f.To) {
		return f, false, Faults{{"to", "Останній день має бути не раніше за перший."}}
	}
	if raw := value(p.Cursor); raw != "" {
		var err error
		if f.Before, f.After, err = parseCursor(raw); err != nil {
			return f, false, err
		}
	}
	if raw := strings.TrimSpace(value(p.Ticket)); raw != "" {
		number, err := tickets.ParseNumber(raw)
		if err != nil {
			return f, false, err
		}
		t, err := s.Tickets.Ticket(ctx, tickets.Key{Number: number})
		if errors.Is(err, tickets.ErrNotFound) {
			return f, false, nil
		}
		if err != nil {
			return f, false, fmt.Errorf("list calls of ticket %s: %w", number, err)
		}
		f.Ticket = call.TicketID(t.ID)
	}
	return f, true, nil
}

func dayInKyiv(day time.Time, later int) time.Time {
	return time.Date(day.Year(), day.Month(), day.Day()+later, 0, 0, 0, 0, sla.Kyiv).UTC()
}

func cursorOf(c call.Call) string {
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.ArrivedAt.UnixMicro(), 10) + " " + string(c.ID)))
}

func parseCursor(s string) (time.Time, call.ID, error) {
	raw, err := base64.RawURLEncoding.DecodeString(s)
	at, id, ok := strings.Cut(string(raw), " ")
	us, err2 := strconv.ParseInt(at, 10, 64)
	if err != nil || err2 != nil || !ok || us < 0 || us > 253402300799e6 || !recording.CallID(id).Valid() {
		return time.Time{}, "", Faults{{"cursor", fieldFaultWords["cursor invalid"]}}
	}
	return time.UnixMicro(us).UTC(), call.ID(id), nil
}

// joined adds to calls what the register and the recordings know of them.
func (s *Server) joined(ctx context.Context, records []telephony.Record) ([]api.CallSummary, map[recording.CallID]recording.Recording, error) {
	ids := make([]recording.CallID, len(records))
	for i, r := range records {
		ids[i] = recording.CallID(r.Call.ID)
	}
	recs, err := s.Recordings.ByCalls(ctx, ids)
	if err != nil {
		return nil, nil, fmt.Errorf("recordings of calls: %w", err)
	}
	registered, err := s.ticketsOf(ctx, records)
	if err != nil {
		return nil, nil, err
	}
	out := make([]api.CallSummary, len(records))
	for i, r := range records {
		out[i] = callSummary(r, s.Now())
		if rec, ok := recs[ids[i]]; ok {
			if out[i].Recording, err = recordingOf(rec); err != nil {
				return nil, nil, err
			}
		}
		if t, ok := registered[tickets.TicketID(r.Call.Ticket)]; ok {
			withTicket(&out[i], t)
		}
	}
	return out, recs, nil
}

// ticketsOf are the tickets of a page of calls, asked for at once.
func (s *Server) ticketsOf(ctx context.Context, records []telephony.Record) (map[tickets.TicketID]tickets.Ticket, error) {
	out := map[tickets.TicketID]tickets.Ticket{}
	var ids []tickets.TicketID
	for _, r := range records {
		if id := tickets.TicketID(r.Call.Ticket); id != 0 && !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	if len(ids) == 0 {
		return out, nil
	}
	found, err := s.Tickets.List(ctx, tickets.Filter{IDs: ids, Limit: len(ids)})
	if err != nil {
		return nil, fmt.Errorf("tickets of %d calls: %w", len(records), err)
	}
	for _, t := range found {
		out[t.ID] = t
	}
	return out, nil
}

func callSummary(r telephony.Record, now time.Time) api.CallSummary {
	c := r.Call
	agents := r.Agents
	if agents == nil {
		agents = []string{}
	}
	end := now
	if !c.EndedAt.IsZero() {
		end = c.EndedAt
	}
	wait, talk := waited(c, now).Milliseconds(), r.TalkFor.Milliseconds()
	return api.CallSummary{Id: string(c.ID), Direction: directionOf(c), PlacedBy: some(r.PlacedBy), Number: c.Number, NumberRaw: rawNumber(c), ArrivedAt: c.ArrivedAt.UTC(), AnsweredAt: instant(c.AnsweredAt),
		EndedAt: instant(c.EndedAt), State: api.CallState(c.State), EndReason: some(api.EndReason(c.EndReason)), WaitMs: &wait, TalkMs: &talk,
		DurationMs: max(0, end.Sub(c.ArrivedAt)).Milliseconds(), Agents: &agents, TicketId: some(int64(c.Ticket))}
}

// rawNumber is what came in the place of a number that can be called.
func rawNumber(c call.Call) *string {
	if c.Number != "" {
		return nil
	}
	return some(c.RawNumber)
}

func withTicket(c *api.CallSummary, t tickets.Ticket) {
	c.TicketId, c.TicketNumber, c.ApplicantName = some(int64(t.ID)), some(t.Number.String()), some(t.Listed().ApplicantName)
}

func recordingOf(r recording.Recording) (*api.Recording, error) {
	id, err := uuid.Parse(string(r.ID))
	if err != nil {
		return nil, fmt.Errorf("id of recording %q: %w", r.ID, err)
	}
	return &api.Recording{Id: id, State: api.RecordingState(r.State), DurationMs: some(r.Duration.Milliseconds()), SizeBytes: some(r.SizeBytes),
		Sha256: some(r.SHA256), RetainUntil: instant(r.RetainUntil), SealedAt: instant(r.SealedAt), ObjectKey: some(r.ObjectKey),
		Flawed: some(len(r.Warnings) > 0)}, nil
}

// GetCall shows one call with its timeline and recording.
func (h handlers) GetCall(ctx context.Context, r api.GetCallRequestObject) (api.GetCallResponseObject, error) {
	record, moments, err := h.Floor.Record(ctx, call.ID(r.CallId))
	if err != nil {
		return nil, fmt.Errorf("call %s: %w", r.CallId, err)
	}
	user := current(ctx).user
	if err := h.mayKnow(ctx, user, record.Call); err != nil {
		return nil, err
	}
	summaries, recs, err := h.joined(ctx, []telephony.Record{record})
	if err != nil {
		return nil, err
	}
	out := api.GetCall200JSONResponse{Call: summaries[0]}
	if user.Role != Agent {
		if out.Supervisions, err = h.supervisions(ctx, record.Call.ID); err != nil {
			return nil, err
		}
	} else if h.HideListening {
		moments = withoutListening(moments)
	}
	rec, recorded := recs[recording.CallID(record.Call.ID)]
	listen := recorded && slices.Contains(listeners, user.Role) && rec.State != recording.Missing
	out.Timeline, out.MayListen = timeline(moments, began(record.Call)), &listen
	return out, nil
}

// began is when a call's recording begins.
func began(c call.Call) time.Time {
	if c.Direction == call.Outbound && !c.RecordedAt.IsZero() {
		return c.RecordedAt
	}
	return c.ArrivedAt
}

// mayKnow lets an agent see only the calls in which he took part; others see all.
func (s *Server) mayKnow(ctx context.Context, user User, c call.Call) error {
	if user.Role != Agent {
		return nil
	}
	at := c.ArrivedAt
	own, err := s.Floor.Records(ctx, telephony.RecordFilter{Agent: user.agent(), Number: c.Number, Ticket: c.Ticket,
		From: at.Add(-time.Millisecond), To: at.Add(time.Millisecond), Limit: 200})
	if err != nil {
		return fmt.Errorf("who was in call %s: %w", c.ID, err)
	}
	if !slices.ContainsFunc(own, func(r telephony.Record) bool { return r.Call.ID == c.ID }) {
		return fmt.Errorf("call %s: %w", c.ID, errNotYourCall)
	}
	return nil
}
