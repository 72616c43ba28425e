package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

func TestCalls_PageJoinsTicketAndRecordingAndGoesOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := w.floor.records[0]
	for n := range 40 {
		older := one
		older.Call.ID, older.Call.ArrivedAt = call.ID("kyiv1-1763900000."+string(rune('0'+n/10))+string(rune('0'+n%10))), arrived.Add(-time.Duration(n+1)*time.Minute)
		w.floor.records = append(w.floor.records, older)
	}
	cookie := w.as(web.Supervisor)
	page := func(query string) (p api.CallPage) {
		answer, text := w.do("GET", "/api/v1/calls"+query, cookie, nil)
		want(t, "status", answer.StatusCode, http.StatusOK)
		must(t, json.Unmarshal(text, &p))
		return p
	}
	first := page("?ticket=10000123-5&from=2026-11-22&to=2026-11-23")
	want(t, "calls", len(first.Calls), 30)
	c := first.Calls[0]
	want(t, "ticket", *c.TicketNumber, "10000123-5")
	want(t, "applicant", *c.ApplicantName, "Оксана Петренко")
	want(t, "recording", c.Recording.State, api.RecordingStateSealed)
	if c.Recording.Flawed != nil {
		t.Error("a recording that warns of nothing is shown as flawed")
	}
	before := w.tickets.asked.Load()
	second := page("?cursor=" + *first.NextCursor)
	want(t, "questions to the register for a page", w.tickets.asked.Load()-before, 1)
	want(t, "calls of the second page", len(second.Calls), 11)
	if second.NextCursor != nil {
		t.Error("the last page has a next one")
	}
	want(t, "calls of an unknown ticket", len(page("?ticket=10000124-3").Calls), 0)
}

func TestCalls_QueryFaultsNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Supervisor)
	for query, field := range map[string]string{
		"ticket=10000123-4": "ticket", "ticket=abc": "ticket", "number=abc": "number", "from=yesterday": "from", "outcome=bored": "outcome",
		"from=2026-11-23&to=2026-11-22": "to", "cursor=!": "cursor", "number=" + strings.Repeat("1", 65): "number",
	} {
		answer, text := w.do("GET", "/api/v1/calls?"+query, cookie, nil)
		want(t, query, answer.StatusCode, http.StatusUnprocessableEntity)
		if problem(t, text).Fields[field] == "" {
			t.Errorf("%s: the field is not named: %s", query, text)
		}
	}
}

func TestCalls_TimelineIsUkrainianAndCountsFromTheArrival(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.replay.rec.StartedAt = arrived.AddDate(1, 0, 0) // by a clock that was not shifted
	_, text := w.do("GET", "/api/v1/calls/kyiv1-1763913600.12", w.as(web.Agent), nil)
	var d api.CallDetail
	must(t, json.Unmarshal(text, &d))
	var words []string
	for _, e := range d.Timeline {
		words = append(words, *e.Text)
	}
	want(t, "timeline", strings.Join(words, "; "), "Надійшов дзвінок; Заявник чекає в черзі; Оператор відповів")
	want(t, "offset", d.Timeline[2].OffsetMs, 9000)
	want(t, "may listen", *d.MayListen, true)
	answer, text := w.do("GET", "/api/v1/calls/unknown", w.as(web.Supervisor), nil)
	want(t, "unknown", answer.StatusCode, http.StatusNotFound)
	want(t, "code", problem(t, text).Code, "no_call")
}

func TestTimeline_EveryEventHasItsWordsOrIsLeftOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Supervisor)
	for _, kind := range call.EventKinds {
		w.floor.moments = []telephony.Moment{{At: arrived, Event: kind, State: call.Talking}}
		_, text := w.do("GET", "/api/v1/calls/kyiv1-1763913600.12", cookie, nil)
		var d api.CallDetail
		must(t, json.Unmarshal(text, &d))
		if kind == call.PromptEnded {
			want(t, string(kind), len(d.Timeline), 0)
			continue
		}
		if len(d.Timeline) != 1 || *d.Timeline[0].Text == "" {
			t.Errorf("%s has no words: %s", kind, text)
		}
	}
}

func TestWrapUp_OutcomeIsWrittenThenTheAgentIsFree(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	path, outcome := "/api/v1/calls/kyiv1-1763913600.12/wrap-up", map[string]any{"disposition": "consulted", "next": "break", "reason": "lunch"}
	answer, text := w.do("POST", path, cookie, outcome)
	want(t, "during the call", answer.StatusCode, http.StatusConflict)
	want(t, "code", problem(t, text).Code, "not_now")
	want(t, "written too early", w.tickets.wraps, 0)
	w.floor.set(func(v *telephony.DeskView) { v.Agent.State, v.Call.Call.State = telephony.WrapUp, call.Ended })
	answer, _ = w.do("POST", path, cookie, outcome)
	want(t, "status", answer.StatusCode, http.StatusNoContent)
	want(t, "written", w.tickets.wraps, 1)
	want(t, "free", w.floor.heard("finish kyiv1-1763913600.12 break"), 1)
	w.floor.set(func(v *telephony.DeskView) { v.Call.Call.Ticket, v.Call.Call.ID = 0, "kyiv1-2.2" })
	answer, text = w.do("POST", "/api/v1/calls/kyiv1-2.2/wrap-up", cookie, outcome)
	want(t, "no ticket yet", answer.StatusCode, http.StatusServiceUnavailable)
	want(t, "code", problem(t, text).Code, "no_ticket_yet")
}

func TestRequests_FieldsThatDoNotFitAreNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	for name, c := range map[string]struct {
		method, path string
		body         any
		field        string
	}{
		"missing":          {"POST", "/api/v1/tickets/123/notes", map[string]any{"key": "k"}, "text"},
		"empty":            {"POST", "/api/v1/tickets/123/notes", map[string]any{"key": "k", "text": ""}, "text"},
		"too long":         {"POST", "/api/v1/tickets/123/notes", map[string]any{"key": "k", "text": strings.Repeat("ї", 10001)}, "text"},
		"of another set":   {"PUT", "/api/v1/desk/state", map[string]any{"state": "on_call"}, "state"},
		"with nobody":      {"POST", "/api/v1/calls/c/actions", map[string]any{"action": "consult"}, "service"},
		"pause, no reason": {"POST", "/api/v1/calls/c/actions", map[string]any{"action": "pause_recording", "reason": "  "}, "reason"},
		"with oneself":     {"POST", "/api/v1/calls/c/actions", map[string]any{"action": "consult", "agent_id": w.users[web.Agent].ID}, "agent_id"},
		"short reason":     {"POST", "/api/v1/recordings/" + recordingID + "/listens", map[string]any{"reason": "a"}, "reason"},
		"one number":       {"POST", "/api/v1/listens/" + listenID + "/heard", map[string]any{"intervals_ms": [][]int{{1}}}, "intervals_ms"},
	} {
		answer, text := w.do(c.method, c.path, cookie, c.body)
		want(t, name, answer.StatusCode, http.StatusUnprocessableEntity)
		if problem(t, text).Fields[c.field] == "" {
			t.Errorf("%s: the field %s is not named: %s", name, c.field, text)
		}
	}
	answer, text := w.do("POST", "/api/v1/tickets/123/notes", cookie, map[string]any{"key": "k", "text": strings.Repeat("x", 300<<10)})
	want(t, "too large", answer.StatusCode, http.StatusRequestEntityTooLarge)
	want(t, "code", problem(t, text).Code, "too_large")
	answer, _ = w.do("POST", "/api/v1/tickets/123/notes", cookie, []int{1})
	if answer.StatusCode != http.StatusBadRequest && answer.StatusCode != http.StatusUnprocessableEntity {
		t.Errorf("an array instead of an object: %d", answer.StatusCode)
	}
}

// An instant that is of no year which can be answered would be kept, and its page never shown again.
func TestRequests_InstantsAreOfYearsThatCanBeAnswered(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, at := range []string{"9999-12-31T23:59:59-23:59", "0000-01-01T00:00:00+23:59", "0001-01-01T00:00:01Z", "1999-12-31T23:59:59Z", "2026-02-30T00:00:00Z", "2026-11-23"} {
		status, text := w.put("/api/v1/settings/reopen_days", map[string]any{"version": 0, "value": 10, "reason": "так", "valid_from": at})
		if status != http.StatusUnprocessableEntity || problem(t, text).Fields["valid_from"] == "" {
			t.Errorf("%s: %d %s", at, status, text)
		}
		answer, text := w.do("POST", "/api/v1/tickets", w.as(web.Agent), map[string]any{"key": "k", "channel": "form", "description": "Форма", "received_at": at})
		if answer.StatusCode != http.StatusUnprocessableEntity || problem(t, text).Fields["received_at"] == "" {
			t.Errorf("%s: %d %s", at, answer.StatusCode, text)
		}
	}
}

func TestAnswers_WhatCannotBeWrittenIsNoEmptyGoodOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tickets.detail.Ticket.PlannedReleaseAt = time.Date(10000, 1, 1, 0, 0, 0, 0, time.UTC)
	answer, text := w.do("GET", "/api/v1/tickets/123", w.as(web.Agent), nil)
	want(t, "status", answer.StatusCode, http.StatusInternalServerError)
	want(t, "code", problem(t, text).Code, "internal")
}

func TestDraft_ConflictIs409(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	save := func(version int) (*http.Response, []byte) {
		return w.do("PUT", "/api/v1/tickets/123/draft", cookie, map[string]any{"text": "Текст", "version": version})
	}
	answer, _ := save(0)
	want(t, "first", answer.StatusCode, http.StatusOK)
	answer, text := save(0)
	want(t, "again", answer.StatusCode, http.StatusConflict)
	want(t, "code", problem(t, text).Code, "draft_conflict")
}

func TestProblems_EveryDomainErrorHasItsAnswer(t *testing.T) {
	t.Parallel()
	for err, status := range map[error]int{
		telephony.ErrNoAgent: 404, telephony.ErrNoCall: 404, telephony.ErrNotYours: 409, telephony.ErrNotNow: 409,
		telephony.ErrNoExtension: 409, telephony.ErrUnknownState: 422, telephony.ErrDown: 503,
		tickets.ErrNotFound: 404, tickets.ErrNotANumber: 422, tickets.ErrWrongDigit: 422, &tickets.DraftConflict{}: 409,
		recording.ErrNotFound: 404, recording.ErrMissing: 409, recording.ErrNotFinished: 409, recording.ErrForbidden: 403,
		recording.ErrExpired: 410, recording.ErrReason: 422, recording.ErrInvalid: 422, recording.ErrDamaged: 500, errAway: 500,
	} {
		p := web.ProblemOf(err)
		want(t, err.Error(), p.Status, status)
		if p.Detail == nil || *p.Detail == "" || strings.ContainsAny(*p.Detail, "{}") || p.Title == "" {
			t.Errorf("%v has no words: %+v", err, p)
		}
	}
	p := web.ProblemOf(tickets.Invalid{{Field: "phone", Code: "invalid"}, {Field: "name", Code: "required"}})
	want(t, "fields", len(*p.Fields), 2)
	for field, words := range map[string]string{"subject": "Тема: забагато тексту. Залиште найважливіше, до 200 знаків.", "mockups": "Макети: забагато тексту. Залиште найважливіше, до 2000 знаків.",
		"text": "Текст: забагато тексту. Залиште найважливіше, до 10000 знаків.", "links": "Посилань може бути не більше ніж десять."} {
		want(t, field, *web.ProblemOf(tickets.Invalid{{Field: field, Code: "too_long"}}).Detail, words)
	}
}

// What telephony and the register can say stands in the contract, in the same order.
func TestContract_HasEveryWordOfTheDomains(t *testing.T) {
	t.Parallel()
	doc, err := document()
	must(t, err)
	for name, words := range map[string]string{"CallState": fmt.Sprint(call.States), "Disposition": fmt.Sprint(tickets.Dispositions)} {
		want(t, name, fmt.Sprint(doc.Components.Schemas[name].Value.Enum), words)
	}
}

// A pause that runs out says so, in a hold too; a colleague who does not answer is not mistaken for it.
func TestTimeline_APauseRunsOut_SaysSo(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Supervisor)
	for name, c := range map[string]struct {
		moments []telephony.Moment
		want    string
	}{
		"in a hold": {[]telephony.Moment{{At: arrived, Event: call.AskPause, State: call.Talking}, {At: arrived, Event: call.AskHold, State: call.Held},
			{At: arrived, Event: call.Timeout, State: call.Held}}, "Час паузи вичерпано, запис триває"},
		"after a consultation began": {[]telephony.Moment{{At: arrived, Event: call.AskPause, State: call.Talking}, {At: arrived, Event: call.AskConsult, State: call.ConsultRinging},
			{At: arrived, Event: call.Timeout, State: call.Talking}}, "Час вичерпано, розмова із заявником триває"},
	} {
		w.floor.moments = c.moments
		_, text := w.do("GET", "/api/v1/calls/kyiv1-1763913600.12", cookie, nil)
		var d api.CallDetail
		must(t, json.Unmarshal(text, &d))
		if n := len(d.Timeline); n != len(c.moments) || *d.Timeline[n-1].Text != c.want {
			t.Errorf("%s: %s", name, text)
		}
	}
}
