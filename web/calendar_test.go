package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"hotline/web"
	"hotline/web/api"
)

func (w *world) calendar(year int) (c api.Calendar) {
	w.t.Helper()
	answer, text := w.do("GET", fmt.Sprintf("/api/v1/calendar?year=%d", year), w.as(web.Agent), nil)
	want(w.t, "calendar", answer.StatusCode, http.StatusOK)
	must(w.t, json.Unmarshal(text, &c))
	return c
}

func (w *world) put(path string, body map[string]any) (status int, text []byte) {
	w.t.Helper()
	answer, text := w.do("PUT", path, w.as(web.Administrator), body, "Origin", origin)
	return answer.StatusCode, text
}

func TestCalendar_AShortDayIsSeenWithItsBasisAndAuthor_R_3_2_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.calendar(2026)
	want(t, "days", len(c.Days), 365)
	want(t, "today", c.Today, "2026-11-23")
	edit := map[string]any{"version": c.Version, "from": "2026-12-24", "until": "2026-12-27", "kind": "short", "opens": "09:00", "closes": "17:00",
		"reason": "аварія мережі", "legal_basis": "Наказ № 7"}
	status, text := w.put("/api/v1/calendar/days", edit)
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	after := w.calendar(2026)
	short := 0
	for _, d := range after.Days {
		if d.Rows == nil {
			continue
		}
		short++
		row := (*d.Rows)[0]
		if *d.Closes != "17:00" || *d.Kind != "short" || *row.LegalBasis != "Наказ № 7" || row.Author != "Особа bondar" || row.Suspended || row.Norm != nil {
			t.Errorf("%+v", d)
		}
	}
	want(t, "short days, without the weekend", short, 2)
	if len(after.Changes) != 1 || !strings.Contains(after.Changes[0].Summary, "24.12.2026–27.12.2026") {
		t.Errorf("%+v", after.Changes)
	}
	status, text = w.put("/api/v1/calendar/days", edit) // at the version that was seen before
	if p := problem(t, text); status != http.StatusConflict || !strings.Contains(p.Detail, "Особа bondar") {
		t.Errorf("%d %s", status, text)
	}
}

func TestCalendar_ConfirmedHolidayIsSuspendedByMartialLaw_R_3_2_1_1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.calendar(2027)
	status, text := w.put("/api/v1/calendar/proposals/2027", map[string]any{"version": c.Version, "reason": "звірено з КЗпП",
		"rows": []any{map[string]any{"date": "2027-05-03", "norm": "transfer", "confirm": true}, map[string]any{"date": "2027-05-04", "norm": "transfer", "confirm": false}}})
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	for _, d := range w.calendar(2027).Days {
		if d.Date == "2027-05-03" && (!d.Works || d.Rows == nil || !(*d.Rows)[0].Suspended || *(*d.Rows)[0].LegalBasis != "КЗпП, ст. 67, ч. 3") {
			t.Errorf("%+v", d)
		}
	}
	answer, text := w.do("GET", "/api/v1/calendar/proposals/2027", w.as(web.Agent), nil)
	want(t, "proposal", answer.StatusCode, http.StatusOK)
	var p api.CalendarProposal
	must(t, json.Unmarshal(text, &p))
	states := map[string]string{}
	for _, r := range p.Rows {
		states[r.Date+string(r.Norm)] = string(r.State)
	}
	for row, state := range map[string]string{"2027-05-03transfer": "confirmed", "2027-05-04transfer": "rejected", "2027-05-10transfer": "open"} {
		want(t, row, states[row], state)
	}
}

func TestCalendar_WhatIsWrongIsNamedByItsField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version := w.calendar(2026).Version
	for name, c := range map[string]struct {
		path, field, words string
		change             map[string]any
	}{
		"the past":        {"days", "from", "минули", map[string]any{"from": "2026-11-20"}},
		"no such day":     {"days", "until", "немає", map[string]any{"until": "2027-02-30"}},
		"back to front":   {"days", "until", "не раніше", map[string]any{"until": "2026-11-30"}},
		"without hours":   {"days", "hours", "початок", map[string]any{"closes": "08:00"}},
		"too far":         {"days", "until", "наперед", map[string]any{"until": "2033-12-24"}},
		"without reason":  {"days", "reason", "", map[string]any{"reason": "  "}},
		"no working time": {"weeks", "hours", "робочі дні", map[string]any{"hours": []any{}}},
		"regime of none":  {"regimes", "id", "Оновіть", map[string]any{"id": 99, "name": "Стан", "suspends": []any{}, "legal_basis": "Указ"}},
		"without basis":   {"regimes", "legal_basis", "підставу", map[string]any{"name": "Стан", "suspends": []any{}, "legal_basis": " "}},
	} {
		body := map[string]any{"version": version, "from": "2026-12-24", "until": "2026-12-24", "reason": "наказ"}
		if c.path == "days" {
			body["kind"], body["opens"], body["closes"] = "extended", "08:00", "20:00"
		}
		for k, v := range c.change {
			body[k] = v
		}
		status, text := w.put("/api/v1/calendar/"+c.path, body)
		if p := problem(t, text); status != http.StatusUnprocessableEntity || p.Fields[c.field] == "" || !strings.Contains(p.Fields[c.field], c.words) {
			t.Errorf("%s: %d %s", name, status, text)
		}
	}
	status, text := w.put("/api/v1/targets", map[string]any{"type": "feature", "category": "critical", "reaction_minutes": 60, "resolution_minutes": 30, "valid_from": "2026-11-01T00:00:00Z", "reason": "рішення"})
	if p := problem(t, text); status != http.StatusUnprocessableEntity || len(p.Fields) != 3 || p.Fields["valid_from"] == "" {
		t.Errorf("target: %d %s", status, text)
	}
}
