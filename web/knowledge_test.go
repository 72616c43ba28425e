package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/web"
	"hotline/web/api"
)

func articleBody(version int) map[string]any {
	return map[string]any{"kind": "answer", "title": "Вхід через BankID", "text": "Вітаємо, {{ім’я}}! Звернення {{номер}}.", "position": 1, "published": true,
		"links": []any{map[string]any{"title": "Довідка", "url": "https://gb.kyivcity.gov.ua/help"}}, "version": version}
}

func downtimeBody(version int, day string) map[string]any {
	return map[string]any{"kind": "planned", "title": "Оновлення", "works": "Нова версія", "agreed_by": "лист № 5", "prompt": "works",
		"starts_at": day + "T20:00:00Z", "ends_at": day + "T23:00:00Z", "version": version}
}

func responsibleBody(version int) map[string]any {
	return map[string]any{"version": version, "name": "Гнатюк Степан", "position": "МРГ", "contact": "", "active": true}
}

// keeps enters one of everything: an article, two downtimes, a period, a person.
func (w *world) keeps() {
	w.t.Helper()
	cookie := w.as(web.Administrator)
	for _, row := range []struct {
		path string
		body any
	}{{"/api/v1/articles", articleBody(0)}, {"/api/v1/downtimes", downtimeBody(0, "2027-01-15")}, {"/api/v1/downtimes", downtimeBody(0, "2027-01-16")},
		{"/api/v1/downtime-rules/periods", map[string]any{"version": 1, "name": "Подання проєктів", "from": "2027-03-01", "to": "2027-03-31"}},
		{"/api/v1/downtime-rules/responsibles", responsibleBody(2)}} {
		if answer, text := w.do("POST", row.path, cookie, row.body, "Origin", origin); answer.StatusCode != http.StatusCreated {
			w.t.Fatalf("%s: %d %s", row.path, answer.StatusCode, text)
		}
	}
}

// An agent puts an answer into a ticket: filled in, and counted.
func TestArticle_IsInsertedIntoATicket_R_4_13(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeps()
	cookie := w.as(web.Agent)
	answer, text := w.do("POST", "/api/v1/tickets/123/answers/1", cookie, nil, "Origin", origin)
	want(t, "status", answer.StatusCode, http.StatusOK)
	var filled api.FilledArticle
	must(t, json.Unmarshal(text, &filled))
	want(t, "text", filled.Text, "Вітаємо, Оксана Петренко! Звернення 10000123-5.\nДовідка: https://gb.kyivcity.gov.ua/help")
	_, _ = w.do("POST", "/api/v1/tickets/123/answers/1", cookie, nil, "Origin", origin)
	_, text = w.do("GET", "/api/v1/articles?kind=answer&q=банкід%20bankid", cookie, nil)
	var list api.ArticleList
	must(t, json.Unmarshal(text, &list))
	if len(list.Articles) != 1 || list.Articles[0].Uses != 1 || len(list.Topics) != 7 || len(list.Variables) != 3 {
		t.Errorf("%s", text)
	}
	for path, status := range map[string]int{"/api/v1/tickets/123/answers/99": 404, "/api/v1/tickets/123/answers/x": 404, "/api/v1/tickets/999999/answers/1": 404} {
		answer, text := w.do("POST", path, cookie, nil, "Origin", origin)
		want(t, path, answer.StatusCode, status)
		if problem(t, text).Detail == "" {
			t.Errorf("%s: %s", path, text)
		}
	}
}

// Who may not read a ticket is not told by an answer who appeals in it.
func TestArticle_NotForATicketThatTheAgentMayNotRead_R_4_13(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeps()
	w.tickets.detail.Ticket.Restricted = "заява про видалення даних"
	answer, text := w.do("POST", "/api/v1/tickets/123/answers/1", w.as(web.Agent), nil, "Origin", origin)
	want(t, "an agent", answer.StatusCode, http.StatusForbidden)
	want(t, "code", problem(t, text).Code, "narrowed")
	answer, _ = w.do("POST", "/api/v1/tickets/123/answers/1", w.as(web.Supervisor), nil, "Origin", origin)
	want(t, "a supervisor", answer.StatusCode, http.StatusOK)
}

// Drafts are for those who write them; the FAQ is everybody's, ready answers are not.
func TestFAQ_PublicWithoutLoginAndWithoutDrafts_R_1_8(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Supervisor)
	for title, published := range map[string]bool{"Опубліковане": true, "Чернетка": false} {
		body := map[string]any{"kind": "question", "title": title, "text": "Відповідь", "position": 1, "published": published, "links": []any{}, "version": 0}
		answer, _ := w.do("POST", "/api/v1/articles", cookie, body, "Origin", origin)
		want(t, title, answer.StatusCode, http.StatusCreated)
	}
	_, _ = w.do("POST", "/api/v1/articles", cookie, articleBody(0), "Origin", origin)
	_, text := w.do("GET", "/api/v1/faq", "", nil)
	var faq api.Faq
	must(t, json.Unmarshal(text, &faq))
	if len(faq.Questions) != 1 || faq.Questions[0].Title != "Опубліковане" {
		t.Errorf("public: %s", text)
	}
	seen := func(role web.Role) (n int) {
		var list api.ArticleList
		_, text := w.do("GET", "/api/v1/articles", w.as(role), nil)
		must(t, json.Unmarshal(text, &list))
		return len(list.Articles)
	}
	want(t, "an agent sees", seen(web.Agent), 2)
	want(t, "a supervisor sees", seen(web.Supervisor), 3)
}

// An accident stands on every open page at once.
func TestDowntime_AnAccidentIsToldToEveryTab(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	agent, chief := w.tab(w.as(web.Agent)), w.tab(w.as(web.Supervisor))
	agent.desk()
	chief.desk()
	accident := map[string]any{"kind": "emergency", "title": "Не працює вхід", "starts_at": w.now(), "version": 0}
	answer, text := w.do("POST", "/api/v1/downtimes", w.as(web.Supervisor), accident, "Origin", origin)
	want(t, "entered", answer.StatusCode, http.StatusCreated)
	agent.told(api.ServerFrameTypeDowntimes)
	chief.told(api.ServerFrameTypeDowntimes)
	var d api.Downtime
	must(t, json.Unmarshal(text, &d))
	step := map[string]any{"step": "finish", "version": d.Version}
	answer, _ = w.do("POST", fmt.Sprintf("/api/v1/downtimes/%d/steps", d.Id), w.as(web.Supervisor), step, "Origin", origin)
	want(t, "ended", answer.StatusCode, http.StatusOK)
	agent.told(api.ServerFrameTypeDowntimes)
}

// Nor does it matter which copy of the program a page is open on: what it then asks for has the accident in it.
func TestDowntime_AnAccidentIsToldToTheTabsOfAnotherCopy(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	here := w.url
	w.serve(nil)
	there, cookie := w.url, w.as(web.Agent)
	agent := w.tab(cookie)
	agent.desk()
	do := func(path string, body any) api.Downtime {
		t.Helper()
		w.url = here
		_, text := w.do("POST", path, w.as(web.Supervisor), body, "Origin", origin)
		return read[api.Downtime](t, text)
	}
	told := func(running int) {
		t.Helper()
		w.url = there
		for now := -1; now != running; {
			agent.told(api.ServerFrameTypeDowntimes)
			_, text := w.do("GET", "/api/v1/downtimes/running", cookie, nil)
			now = len(read[[]api.Downtime](t, text))
		}
	}
	d := do("/api/v1/downtimes", map[string]any{"kind": "emergency", "title": "Не працює вхід", "starts_at": w.now(), "version": 0})
	told(1)
	do(fmt.Sprintf("/api/v1/downtimes/%d/steps", d.Id), map[string]any{"step": "finish", "version": d.Version})
	told(0)
}

// Each fault of a downtime has its field and the way out, in words.
func TestDowntime_FaultsAreToldInWords_R_3_2_4_1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.keeps()
	cookie := w.as(web.Administrator)
	day := downtimeBody(0, "2027-01-20")
	day["starts_at"] = "2027-01-20T10:00:00Z"
	answer, text := w.do("POST", "/api/v1/downtimes", cookie, day, "Origin", origin)
	want(t, "by day", answer.StatusCode, http.StatusUnprocessableEntity)
	if p := problem(t, text); !strings.Contains(p.Fields["starts_at"], "з 19:00 до 08:00") {
		t.Errorf("%s", text)
	}
	vote := downtimeBody(0, "2027-03-10")
	answer, text = w.do("POST", "/api/v1/downtimes", cookie, vote, "Origin", origin)
	want(t, "in a protected period", answer.StatusCode, http.StatusCreated)
	var d api.Downtime
	must(t, json.Unmarshal(text, &d))
	if len(d.Protected) != 1 || d.Protected[0] != "Подання проєктів" || d.State != api.DowntimeStateDraft {
		t.Errorf("%s", text)
	}
	steps := "/api/v1/downtimes/3/steps"
	answer, text = w.do("POST", steps, cookie, map[string]any{"step": "approve", "version": 1}, "Origin", origin)
	want(t, "without an approver", answer.StatusCode, http.StatusUnprocessableEntity)
	if p := problem(t, text); !strings.Contains(p.Fields["approver_id"], "захищений період") {
		t.Errorf("%s", text)
	}
	answer, _ = w.do("POST", steps, cookie, map[string]any{"step": "approve", "version": 1, "approver_id": 1}, "Origin", origin)
	want(t, "with one", answer.StatusCode, http.StatusOK)
	answer, text = w.do("POST", steps, cookie, map[string]any{"step": "cancel", "version": 1, "why": "ні"}, "Origin", origin)
	want(t, "meanwhile changed", answer.StatusCode, http.StatusConflict)
	if p := problem(t, text); p.Code != "stale" || !strings.Contains(p.Detail, "bondar") {
		t.Errorf("%s", text)
	}
	answer, text = w.do("POST", steps, cookie, map[string]any{"step": "finish", "version": 2}, "Origin", origin)
	want(t, "not running", answer.StatusCode, http.StatusConflict)
	want(t, "code", problem(t, text).Code, "downtime_step")
}

// Every desk is told what runs now, and no longer.
func TestDowntime_BannerOfEveryDesk_R_1_9(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	running := func() (all []api.Downtime) {
		t.Helper()
		_, text := w.do("GET", "/api/v1/downtimes/running", w.as(web.Agent), nil)
		must(t, json.Unmarshal(text, &all))
		return all
	}
	want(t, "before", len(running()), 0)
	body := map[string]any{"kind": "emergency", "title": "Не працює вхід через BankID", "starts_at": w.now().Format(time.RFC3339), "prompt": "outage", "version": 0}
	answer, text := w.do("POST", "/api/v1/downtimes", w.as(web.Supervisor), body, "Origin", origin)
	want(t, "an accident", answer.StatusCode, http.StatusCreated)
	if all := running(); len(all) != 1 || all[0].State != api.DowntimeStateRunning || all[0].Title != "Не працює вхід через BankID" {
		t.Errorf("%+v, %s", all, text)
	}
	answer, _ = w.do("POST", "/api/v1/downtimes/1/steps", w.as(web.Supervisor), map[string]any{"step": "finish", "version": 1}, "Origin", origin)
	want(t, "it is over", answer.StatusCode, http.StatusOK)
	want(t, "after", len(running()), 0)
}
