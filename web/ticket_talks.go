package web

import (
	"context"
	"fmt"
	"slices"

	"github.com/google/uuid"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web/api"
)

// mostTalks is of how many calls of a ticket an agent's own ones are looked for.
const mostTalks = 200

// withTalks adds to the calls in a ticket's history what the user may open and hear: the same as on the page of each call.
func (h handlers) withTalks(ctx context.Context, id tickets.TicketID, lines []api.HistoryEntry) error {
	var calls []recording.CallID
	for _, e := range lines {
		if e.Kind == string(tickets.EntryCall) && e.CallId != nil {
			calls = append(calls, recording.CallID(*e.CallId))
		}
	}
	calls, err := h.ofUser(ctx, id, calls)
	if err != nil || len(calls) == 0 {
		return err
	}
	recs := map[recording.CallID]recording.Recording{}
	if slices.Contains(listeners, current(ctx).user.Role) {
		if recs, err = h.Recordings.ByCalls(ctx, calls); err != nil {
			return fmt.Errorf("recordings of ticket %d: %w", id, err)
		}
	}
	for i, e := range lines {
		if e.Kind != string(tickets.EntryCall) || e.CallId == nil || !slices.Contains(calls, recording.CallID(*e.CallId)) {
			continue
		}
		lines[i].CallOpen = some(true)
		if rec, ok := recs[recording.CallID(*e.CallId)]; ok && rec.State == recording.Sealed {
			rid, err := uuid.Parse(string(rec.ID))
			if err != nil {
				return fmt.Errorf("id of recording %q: %w", rec.ID, err)
			}
			lines[i].RecordingId = &rid
		}
	}
	return nil
}

// ofUser leaves of a ticket's calls those that the user may know: an agent the own ones, others all.
func (h handlers) ofUser(ctx context.Context, id tickets.TicketID, calls []recording.CallID) ([]recording.CallID, error) {
	user := current(ctx).user
	if user.Role != Agent || len(calls) == 0 {
		return calls, nil
	}
	own, err := h.Floor.Records(ctx, telephony.RecordFilter{Agent: user.agent(), Ticket: call.TicketID(id), Limit: mostTalks})
	if err != nil {
		return nil, fmt.Errorf("own calls of ticket %d: %w", id, err)
	}
	return slices.DeleteFunc(calls, func(c recording.CallID) bool {
		return !slices.ContainsFunc(own, func(r telephony.Record) bool { return recording.CallID(r.Call.ID) == c })
	}), nil
}
