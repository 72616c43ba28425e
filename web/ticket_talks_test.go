package web_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"hotline/recording"
	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

func TestTicket_HistoryNamesTheRecordingToWhoMayHearIt_R_4_3_1_R_X_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tickets.detail.History = append(w.tickets.detail.History,
		tickets.Entry{At: w.now(), Kind: tickets.EntryCall, Call: "kyiv1-1763913600.12"},
		tickets.Entry{At: w.now(), Kind: tickets.EntryCall, Call: "kyiv1-1.1"}) // was not recorded
	calls := func(role web.Role) (lines []api.HistoryEntry) {
		answer, text := w.do("GET", aTicket, w.as(role), nil)
		want(t, "status", answer.StatusCode, http.StatusOK)
		var d api.TicketDetail
		must(t, json.Unmarshal(text, &d))
		for _, e := range d.History {
			if e.Kind == "call" {
				lines = append(lines, e)
			} else if e.CallOpen != nil || e.RecordingId != nil {
				t.Errorf("%s: a line that is no call offers one", e.Kind)
			}
		}
		want(t, "calls", len(lines), 2)
		return lines
	}
	for _, role := range []web.Role{web.Agent, web.Supervisor} {
		lines := calls(role)
		if lines[0].CallOpen == nil || lines[0].RecordingId == nil {
			t.Fatalf("%s is not offered the own talk: %+v", role, lines[0])
		}
		want(t, "recording", lines[0].RecordingId.String(), string(recordingID))
		if lines[1].RecordingId != nil {
			t.Errorf("%s is offered what was not recorded", role)
		}
	}
	if lines := calls(web.Agent); lines[1].CallOpen != nil {
		t.Error("an agent is offered the page of a call that the own ones lack")
	}
	w.floor.foreign = true
	if lines := calls(web.Agent); lines[0].CallOpen != nil || lines[0].RecordingId != nil {
		t.Errorf("an agent is offered a colleague's talk: %+v", lines[0])
	}
	w.floor.foreign = false
	w.replay.rec.State = recording.Spooled
	if lines := calls(web.Supervisor); lines[0].RecordingId != nil {
		t.Error("a recording that is not sealed yet is offered")
	}
}
