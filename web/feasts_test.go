package web_test

import (
	"net/http"
	"slices"
	"testing"

	"hotline/web/api"
)

func TestCalendar_TheLawsListIsKeptByAdministratorsAndProposedFrom_R_3_2_1_1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := w.calendar(2026)
	i := slices.IndexFunc(c.Feasts, func(f api.CalendarFeast) bool { return f.Name == "Великдень" })
	if i < 0 || c.Feasts[i].AfterEaster == nil || *c.Feasts[i].AfterEaster != 0 || c.Feasts[i].Month != nil || c.Feasts[i].LegalBasis != "КЗпП, ст. 73" {
		t.Fatalf("%+v", c.Feasts)
	}
	status, text := w.put("/api/v1/calendar/feasts", map[string]any{"version": c.Version, "name": "День Києва", "month": 5, "day": 25, "from": "2027-01-01",
		"legal_basis": "Закон № 1", "reason": "новий закон"})
	if status != http.StatusOK {
		t.Fatalf("%d %s", status, text)
	}
	_, text = w.do("GET", "/api/v1/calendar/proposals/2027", w.as("agent"), nil)
	rows := read[api.CalendarProposal](t, text).Rows
	if !slices.ContainsFunc(rows, func(r api.CalendarProposedRow) bool {
		return r.Date == "2027-05-25" && r.Feast == "День Києва" && !r.Dropped
	}) {
		t.Errorf("not proposed: %s", text)
	}
	after := w.calendar(2026)
	i = slices.IndexFunc(after.Feasts, func(f api.CalendarFeast) bool { return f.Name == "День Києва" })
	want(t, "by whom", after.Feasts[i].Author, "Особа bondar")
	for field, edit := range map[string]map[string]any{
		"day":          {"version": after.Version, "name": "Свято", "from": "2027-01-01", "legal_basis": "Закон", "reason": "так"},
		"after_easter": {"version": after.Version, "name": "Свято", "after_easter": 200, "from": "2027-01-01", "legal_basis": "Закон", "reason": "так"},
		"from":         {"version": after.Version, "name": "Свято", "month": 5, "day": 2, "from": "2027-02-30", "legal_basis": "Закон", "reason": "так"},
	} {
		status, text := w.put("/api/v1/calendar/feasts", edit)
		if p := problem(t, text); status != http.StatusUnprocessableEntity || p.Fields[field] == "" {
			t.Errorf("%s: %d %s", field, status, text)
		}
	}
}
