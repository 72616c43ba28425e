package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

// people puts applicants 5 to 15 into the database; 12 is merged into 11.
func (w *world) people() {
	w.t.Helper()
	_, err := w.pool.Exec(w.t.Context(), `
INSERT INTO applicant (id, kind, grp, full_name, created_at, updated_at) OVERRIDING SYSTEM VALUE
SELECT n, 'person', 'external', CASE n WHEN 5 THEN 'Оксана Петренко' ELSE 'Людина ' || n END, $1, $1 FROM generate_series(5, 15) n`, w.now())
	must(w.t, err)
	_, err = w.pool.Exec(w.t.Context(), `INSERT INTO applicant_phone (applicant_id, e164, last_seen_at) VALUES (5, '+380501234567', $1), (7, '+380501234567', $1)`, w.now())
	must(w.t, err)
	_, err = w.real.MergeApplicants(w.t.Context(), 12, 11, "одна людина", tickets.Author{ID: 2, Name: "Керівник"})
	must(w.t, err)
}

// card reads a card as a role sees it.
func (w *world) card(role web.Role, path string) (c api.ApplicantCard) {
	w.t.Helper()
	answer, text := w.do("GET", path, w.as(role), nil)
	want(w.t, path, answer.StatusCode, http.StatusOK)
	must(w.t, json.Unmarshal(text, &c))
	return c
}

func TestApplicants_CardFoundEditedAndOldVersionRefusedWithTheName(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	answer, text := w.do("GET", "/api/v1/applicants?q=0501234567", w.as(web.Agent), nil)
	var found []api.Applicant
	must(t, json.Unmarshal(text, &found))
	if answer.StatusCode != http.StatusOK || len(found) != 2 {
		t.Errorf("%d: %s", answer.StatusCode, text)
	}
	edit := map[string]any{"version": 1, "name": "Оксана Коваль", "kind": "person", "group": "internal", "subgroup": "mrg"}
	answer, text = w.do("PUT", "/api/v1/applicants/5", w.as(web.Agent), edit, "Origin", origin)
	want(t, string(text), answer.StatusCode, http.StatusOK)
	c := w.card(web.Agent, "/api/v1/applicants/5")
	if c.Applicant.Name != "Оксана Коваль" || *c.Applicant.Subgroup != "mrg" || (*c.History[0].Changes)[1].Name != "Група" {
		t.Errorf("%+v", c)
	}
	answer, text = w.do("PUT", "/api/v1/applicants/5", w.as(web.Supervisor), edit, "Origin", origin)
	if p := problem(t, text); answer.StatusCode != http.StatusConflict || !strings.Contains(p.Detail, w.users[web.Agent].Name) {
		t.Errorf("%d: %s", answer.StatusCode, text)
	}
	edit["version"], edit["group"] = 2, "external"
	_, text = w.do("PUT", "/api/v1/applicants/5", w.as(web.Agent), edit, "Origin", origin)
	if p := problem(t, text); p.Fields["subgroup"] == "" {
		t.Errorf("a sub-group of external users: %s", text)
	}
	for path, code := range map[string]string{"/api/v1/applicants/999": "no_applicant", "/api/v1/applicants/abc": "no_applicant", "/api/v1/applicants?q=x": "invalid"} {
		_, text := w.do("GET", path, w.as(web.Agent), nil)
		want(t, path, problem(t, text).Code, code)
	}
}

func TestApplicants_MergedAndTakenApart_R_X_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	chief := w.as(web.Supervisor)
	answer, text := w.do("POST", "/api/v1/applicants/5/merges", chief, map[string]any{"source_id": 7, "reason": "та сама людина"}, "Origin", origin)
	want(t, string(text), answer.StatusCode, http.StatusOK)
	c := w.card(web.Agent, "/api/v1/applicants/7")
	if c.Applicant.Id != 5 || len(c.Merges) != 1 || c.Merges[0].SourceName != "Людина 7" {
		t.Errorf("%+v", c)
	}
	_, text = w.do("POST", "/api/v1/applicants/6/merges", chief, map[string]any{"source_id": 7, "reason": "та сама"}, "Origin", origin)
	want(t, "merged twice", problem(t, text).Code, "merged")
	answer, text = w.do("POST", "/api/v1/applicants/6/merges/2/undo", chief, map[string]any{"reason": "різні люди"}, "Origin", origin)
	want(t, "undone from another's card: "+string(text), answer.StatusCode, http.StatusNotFound)
	answer, _ = w.do("POST", "/api/v1/applicants/5/merges/2/undo", chief, map[string]any{"reason": "різні люди"}, "Origin", origin)
	want(t, "undo", answer.StatusCode, http.StatusNoContent)
	want(t, "by itself again", w.card(web.Agent, "/api/v1/applicants/7").Applicant.Id, 7)
}

func TestApplicants_NarrowedAccess(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.people()
	put := func(on bool) {
		w.t.Helper()
		answer, text := w.do("PUT", "/api/v1/applicants/5/restriction", w.as(web.Supervisor), map[string]any{"on": on, "reason": "Заява № 7"}, "Origin", origin)
		want(t, string(text), answer.StatusCode, http.StatusOK)
	}
	put(true)
	c := w.card(web.Agent, "/api/v1/applicants/5")
	if !c.Masked || c.Applicant.Name != "Доступ обмежено" || *c.Applicant.Restricted != "Заява № 7" || len(c.Contacts)+len(c.History) > 0 {
		t.Errorf("an agent sees %+v", c)
	}
	w.card(web.Supervisor, "/api/v1/applicants/5")
	whole := w.card(web.Supervisor, "/api/v1/applicants/5")
	if whole.Masked || whole.Applicant.Name != "Оксана Петренко" || whole.History[0].Kind != "read" || *whole.History[0].Author != w.users[web.Supervisor].Name {
		t.Errorf("a supervisor sees %+v", whole)
	}
	put(false)
	want(t, "opened again", w.card(web.Agent, "/api/v1/applicants/5").Applicant.Name, "Оксана Петренко")

	w.tickets.mu.Lock()
	w.tickets.detail.Ticket.Restricted, w.tickets.detail.Ticket.Applicant, w.tickets.detail.Ticket.Subject = "Заява № 7", 5, "Особиста справа"
	w.tickets.detail.Applicant.Restricted, w.tickets.detail.Ticket.ApplicantName = "Заява № 7", tickets.Narrowed // as the store gives it
	w.tickets.mu.Unlock()
	_, text := w.do("GET", "/api/v1/desk", w.as(web.Agent), nil)
	if strings.Contains(string(text), "Особиста справа") || strings.Contains(string(text), "Оксана") || !strings.Contains(string(text), "Доступ обмежено") {
		t.Errorf("the pop shows %s", text)
	}
	answer, text := w.do("GET", "/api/v1/tickets/123", w.as(web.Agent), nil)
	if answer.StatusCode != http.StatusForbidden || problem(t, text).Code != "narrowed" {
		t.Errorf("an agent reads the ticket: %d %s", answer.StatusCode, text)
	}
	answer, _ = w.do("GET", "/api/v1/tickets/123", w.as(web.Supervisor), nil)
	want(t, "a supervisor", answer.StatusCode, http.StatusOK)
	line := w.card(web.Supervisor, "/api/v1/applicants/5").History[0]
	if line.Kind != "read" || *(*line.Changes)[0].New != "10000123-5" {
		t.Errorf("the read is written down as %+v", line)
	}
}
