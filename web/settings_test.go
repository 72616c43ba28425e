package web_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"hotline/web"
	"hotline/web/api"
)

func (w *world) settings(name string) (version int64, s api.Setting) {
	w.t.Helper()
	answer, text := w.do("GET", "/api/v1/settings", w.as(web.Agent), nil)
	want(w.t, "settings", answer.StatusCode, http.StatusOK)
	var all api.Settings
	must(w.t, json.Unmarshal(text, &all))
	for _, s := range all.Settings {
		if string(s.Name) == name {
			return all.Version, s
		}
	}
	w.t.Fatalf("there is no setting %s", name)
	return 0, s
}

func TestSettings_OurReadingUntilAnAdministratorDecides_Amb_10_Amb_15_Amb_23(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	version, s := w.settings("erase_within_days")
	if version != 0 || s.Value != 30 || s.Default != 30 || s.Clause != "п. 4.3" || len(s.Changes) != 0 {
		t.Errorf("%d %+v", version, s)
	}
	edit := map[string]any{"version": 0, "value": 14, "reason": "Наказ № 5"}
	if status, text := w.put("/api/v1/settings/erase_within_days", edit); status != http.StatusNoContent {
		t.Fatalf("%d %s", status, text)
	}
	if version, s = w.settings("erase_within_days"); version == 0 || s.Value != 14 || len(s.Changes) != 1 || s.Changes[0].Author != "Особа bondar" || s.Changes[0].Reason != "Наказ № 5" {
		t.Errorf("%d %+v", version, s)
	}
	edit["value"] = 0
	status, text := w.put("/api/v1/settings/pausing", edit) // at the version that was seen before
	if p := problem(t, text); status != http.StatusConflict || !strings.Contains(p.Detail, "Особа bondar") {
		t.Errorf("%d %s", status, text)
	}
}

func TestSettings_WhatIsWrongIsNamedByItsField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for field, edit := range map[string]map[string]any{
		"value":      {"version": 0, "value": 91, "reason": "так"},
		"reason":     {"version": 0, "value": 30, "reason": " "},
		"valid_from": {"version": 0, "value": 30, "reason": "так", "valid_from": "2020-01-01T00:00:00Z"},
	} {
		status, text := w.put("/api/v1/settings/erase_within_days", edit)
		if p := problem(t, text); status != http.StatusUnprocessableEntity || p.Fields[field] == "" {
			t.Errorf("%s: %d %s", field, status, text)
		}
	}
	if status, _ := w.put("/api/v1/settings/colour", map[string]any{"version": 0, "value": 1, "reason": "так"}); status != http.StatusUnprocessableEntity && status != http.StatusBadRequest {
		t.Errorf("an unknown setting: %d", status)
	}
}
