package web_test

import (
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/web"
	"hotline/web/api"
)

func TestListTickets_EachListAsksTheRegisterForItsOwn_R_3_3_1_1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	me, now := tickets.AgentID(w.users[web.Agent].ID), w.now()
	day := time.Date(2026, 11, 20, 22, 0, 0, 0, time.UTC) // midnight in Kyiv
	for query, want := range map[string]tickets.Filter{
		"":              {},
		"list=all":      {},
		"list=queue":    {OpenOnly: true, Unassigned: true, Order: tickets.ByTurn},
		"list=mine":     {OpenOnly: true, Assignee: me, Order: tickets.ByTurn},
		"list=near":     {DueFrom: now, DueBefore: now.Add(2 * time.Hour), Order: tickets.DueFirst},
		"list=breached": {DueBefore: now, Order: tickets.DueFirst},
		"list=owed":     {Owed: true},
		"list=queue&service=technical&assignee=any&order=newest":  {OpenOnly: true, Service: tickets.Technical},
		"status=registered,postponed&only=expedited,unclassified": {Statuses: []tickets.Status{tickets.Registered, tickets.Postponed}, Expedited: true, Unclassified: true},
		"type=bug&category=high&process=rework&channel=form&unit=mrg&assignee=42&only=open,owed": {Type: tickets.Bug, Category: tickets.High, Process: "rework",
			Channel: tickets.Form, Unit: tickets.UnitMRG, Assignee: 42, OpenOnly: true, Owed: true},
		"assignee=none&from=2026-11-21&to=2026-11-21": {Unassigned: true, From: day, To: day.AddDate(0, 0, 1)},
		"order=queue&cursor=1795000000123456.9.x":     {Order: tickets.ByTurn, After: tickets.Cursor{At: time.UnixMicro(1795000000123456).UTC(), ID: 9, Expedited: true}},
	} {
		answer, text := w.do("GET", "/api/v1/tickets?"+query, w.as(web.Agent), nil)
		if want.Limit = 51; answer.StatusCode != http.StatusOK || !reflect.DeepEqual(w.tickets.filter, want) {
			t.Errorf("%s: %d %s\nasked %+v\nwant  %+v", query, answer.StatusCode, text, w.tickets.filter, want)
		}
	}
	for query, field := range map[string]string{"list=others": "list", "status=lost": "status", "assignee=0": "assignee", "category=urgent": "category",
		"from=yesterday": "from", "cursor=1.x": "cursor", "order=name": "order", "only=all": "only"} {
		answer, text := w.do("GET", "/api/v1/tickets?"+query, w.as(web.Agent), nil)
		if p := problem(t, text); answer.StatusCode != http.StatusUnprocessableEntity || p.Fields[field] == "" {
			t.Errorf("%s: %d %s", query, answer.StatusCode, text)
		}
	}
}

func TestListTickets_PageHasWhatARowShowsAndTheWayOn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for i := range 51 {
		one := w.tickets.detail.Ticket
		one.ID, one.Version, one.Subject, one.Expedited = tickets.TicketID(200+i), 4, "Не відкривається", i == 49
		one.Class, one.Assignee = tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, tickets.Author{ID: 7, Name: "Коваль"}
		w.tickets.listed = append(w.tickets.listed, one)
	}
	_, text := w.do("GET", "/api/v1/tickets?list=queue", w.as(web.Agent), nil)
	page := read[api.TicketPage](t, text)
	last := w.tickets.listed[49]
	if len(page.Tickets) != 50 || page.NextCursor == nil || *page.NextCursor != fmt.Sprintf("%d.249.x", last.RegisteredAt.UnixMicro()) {
		t.Errorf("%d tickets, then %v", len(page.Tickets), page.NextCursor)
	}
	row := page.Tickets[0]
	if row.Number != "10000123-5" || row.Version != 4 || *row.Subject != "Не відкривається" || row.Assignee.Name != "Коваль" || *row.Category != "critical" ||
		row.Reaction.Verdict != "running" || *row.Reaction.LeftS != 1800 || row.Resolution.Verdict != "met" {
		t.Errorf("%s", text)
	}
}

// A list says that a restricted ticket is there, and no more, also to who may open it: that is written down.
func TestLists_RestrictedShowNobody_R_X_5(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	of := &w.tickets.detail.Ticket
	of.Restricted, of.Subject, of.Caller = "запит на видалення", "Таємниця", "+380501112233"
	w.tickets.listed = []tickets.Ticket{*of}
	told := func(role web.Role, path string) bool {
		_, text := w.do("GET", path, w.as(role), nil)
		if !strings.Contains(string(text), "10000123-5") {
			t.Errorf("%s as %s does not have the ticket: %s", path, role, text)
		}
		return strings.Contains(string(text), "Таємниця") || strings.Contains(string(text), "Петренко") || strings.Contains(string(text), "+380501112233")
	}
	for _, role := range []web.Role{web.Agent, web.Supervisor} {
		want(t, "the list tells", told(role, "/api/v1/tickets"), false)
		want(t, "the calls tell", told(role, "/api/v1/calls"), false)
	}
	want(t, "the file tells", told(web.Supervisor, "/api/v1/ticket-exports/csv"), false)
	of.Restricted, of.ApplicantName = "", tickets.Narrowed
	w.tickets.listed = []tickets.Ticket{*of}
	_, text := w.do("GET", "/api/v1/tickets", w.as(web.Agent), nil)
	want(t, "the number of an applicant to whom access is narrowed is shown", strings.Contains(string(text), "+380501112233"), false)
}

func TestActOnTickets_OneFailsTheOthersAreDone_R_X_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent := w.users[web.Agent]
	seen := []any{map[string]any{"id": 7, "version": 1}, map[string]any{"id": 123, "version": 1}, map[string]any{"id": 123, "version": 1}}
	w.tickets.detail.Ticket.Version = 1
	answer, text := w.do("POST", "/api/v1/ticket-acts", w.as(web.Supervisor), map[string]any{"act": "assign", "tickets": seen, "assignee": agent.ID, "reason": "заміна"})
	want(t, "answer", answer.StatusCode, http.StatusOK)
	rows := read[[]api.TicketActed](t, text)
	if len(rows) != 3 || rows[0].Problem.Code != "no_ticket" || rows[1].Problem != nil || *rows[1].Number != "10000123-5" || rows[2].Problem.Code != "ticket_conflict" {
		t.Errorf("%s", text)
	}
	if got := w.tickets.detail.Ticket; got.Assignee != (tickets.Author{ID: tickets.AgentID(agent.ID), Name: agent.Name}) {
		t.Errorf("responsible is %+v", got.Assignee)
	}
}

func TestActOnTickets_EachActFromItsFields(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	one := []any{map[string]any{"id": 1, "version": 3}}
	for act, c := range map[string]struct {
		fields map[string]any
		want   tickets.Act
	}{
		"escalate":       {map[string]any{"service": "technical", "reason": "помилка в коді"}, tickets.Escalate{To: tickets.Technical, Why: "помилка в коді"}},
		"expedite":       {map[string]any{"expedited": true, "reason": "зупинено подання"}, tickets.Expedite{On: true, Why: "зупинено подання"}},
		"extend_term":    {map[string]any{"extension_minutes": 90, "reason": "оновлення"}, tickets.ExtendTerm{By: 90 * time.Minute, Why: "оновлення"}},
		"mark_duplicate": {map[string]any{"duplicate_of": "10000123-5"}, tickets.Duplicate{Of: 123, Number: 10000123}},
	} {
		body := map[string]any{"act": act, "tickets": one}
		for k, v := range c.fields {
			body[k] = v
		}
		w.tickets.acts = nil
		answer, text := w.do("POST", "/api/v1/ticket-acts", w.as(web.Supervisor), body)
		if answer.StatusCode != http.StatusOK || len(w.tickets.acts) != 1 || w.tickets.acts[0] != c.want {
			t.Errorf("%s: %d %s %+v", act, answer.StatusCode, text, w.tickets.acts)
		}
	}
	for field, body := range map[string]map[string]any{
		"assignee":     {"act": "assign", "tickets": one, "assignee": w.users[web.Administrator].ID},
		"duplicate_of": {"act": "mark_duplicate", "tickets": one, "duplicate_of": "10000123-4"},
		"tickets":      {"act": "expedite", "tickets": []any{}, "reason": "x"},
	} {
		answer, text := w.do("POST", "/api/v1/ticket-acts", w.as(web.Supervisor), body)
		if p := problem(t, text); answer.StatusCode != http.StatusUnprocessableEntity || p.Fields[field] == "" {
			t.Errorf("%s: %d %s", field, answer.StatusCode, text)
		}
	}
}

func TestCountTickets_EachTabOfTheService(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, text := w.do("GET", "/api/v1/ticket-counts?service=organisation", w.as(web.Agent), nil)
	got := read[api.TicketCounts](t, text)
	if sum := got.Queue + got.Mine + got.Near + got.Breached + got.Owed; sum != 1+2+3+4+5 {
		t.Errorf("%s", text)
	}
	for _, f := range w.tickets.counted {
		if (f.Service == tickets.Organisation) == (f.Assignee != 0) {
			t.Errorf("counted %+v: of the service, or one's own", f)
		}
	}
}

func TestExportTickets_FileHasTheListAndNoFormula_R_X_4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tickets.detail.Ticket.Subject = `=HYPERLINK("http://evil.test")`
	answer, text := w.do("GET", "/api/v1/ticket-exports/csv?list=queue&service=information&cursor=1.1", w.as(web.Supervisor), nil)
	want(t, "answer", answer.StatusCode, http.StatusOK)
	want(t, "type", answer.Header.Get("Content-Type"), "text/csv; charset=utf-8")
	file := string(text)
	if !strings.HasPrefix(file, "\ufeffНомер;Зареєстровано;") || !strings.Contains(file, `;"'=HYPERLINK(""http://evil.test"")";`) || !strings.Contains(file, ";'+380") && strings.Contains(file, ";+380") {
		t.Errorf("%s", file)
	}
	e := w.tickets.exported
	if e.By.ID != tickets.AgentID(w.users[web.Supervisor].ID) || e.Filter != "list=queue&service=information" || e.Format != "csv" || e.Address == "" {
		t.Errorf("audit %+v", e)
	}
	answer, text = w.do("GET", "/api/v1/ticket-exports/xlsx", w.as(web.Supervisor), nil)
	if answer.StatusCode != http.StatusOK || !strings.HasPrefix(string(text), "PK") || !strings.Contains(answer.Header.Get("Content-Disposition"), ".xlsx") {
		t.Errorf("%d %s", answer.StatusCode, answer.Header)
	}
	w.tickets.many = sheet.MaxRows + 1
	answer, text = w.do("GET", "/api/v1/ticket-exports/xlsx", w.as(web.Supervisor), nil)
	want(t, "more than a sheet holds", answer.StatusCode, http.StatusUnprocessableEntity)
	if words := problem(t, text).Fields["format"]; !strings.Contains(words, "коротший період або вивантажте CSV") {
		t.Errorf("the way out: %q", words)
	}
	answer, _ = w.do("GET", "/api/v1/ticket-exports/csv", w.as(web.Supervisor), nil)
	want(t, "CSV holds any number", answer.StatusCode, http.StatusOK)
	w.tickets.fault = errAway
	answer, text = w.do("GET", "/api/v1/ticket-exports/csv", w.as(web.Supervisor), nil)
	want(t, "fault before the first row", answer.StatusCode, http.StatusInternalServerError)
	want(t, "its words", problem(t, text).Code, "internal")
}
