package web_test

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"hotline/tickets"
	"hotline/tickets/phone"
	ticketspg "hotline/tickets/postgres"
	"hotline/web"
)

// An address that was cut, or that is another list's, says what is wrong with it and never shows the first page for the asked one.
func TestRoutes_EveryPlaceInAListIsCheckedAndNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.serve(func(d *web.Deps) {
		d.Tickets, d.Finder = w.real, tickets.NewFinder(ticketspg.NewIndex(w.pool), phone.Parse)
	})
	w.webhooks()
	nonsense := map[string][]string{
		"cursor": {"garbage", "!", "0", "-1", "1.x", "1.0", "1.-2", "1.2.3", "+1.2", "01.2", " 1.2", "1.2 ", "1.2.y", "1.2.x.x", "1.2.3.0.x", "1.2.3.g", "1.2.-3.0", "1.2.3.00",
			"1.2.3.7fc00000", "99999999999999999999.1", "1.99999999999999999999", "253402300800000000.1", "МQ", "MQ==", "\x00", "'; DROP TABLE ticket", strings.Repeat("1", 300)},
		"before": {"garbage", "0", "-1", "1.5", "99999999999999999999", "\x00"},
	}
	doc, err := document()
	must(t, err)
	walked := 0
	for path, item := range doc.Paths.Map() {
		get := item.Get
		if get == nil {
			continue
		}
		for _, p := range get.Parameters {
			at := slices.IndexFunc(w.Routes(), func(r string) bool {
				m, route, _ := strings.Cut(r, " ")
				return m == http.MethodGet && web.ContractPath(route) == path
			})
			if nonsense[p.Value.Name] == nil {
				continue
			}
			walked++
			proper := routes[w.Routes()[at]].path
			role := web.Supervisor
			if routes[w.Routes()[at]].answer[2] != http.StatusOK {
				role = web.Administrator
			}
			for _, place := range nonsense[p.Value.Name] {
				asked := proper + map[bool]string{true: "&", false: "?"}[strings.Contains(proper, "?")] + p.Value.Name + "=" + url.QueryEscape(place)
				answer, text := w.do(http.MethodGet, asked, w.as(role), nil)
				if answer.StatusCode != http.StatusUnprocessableEntity || len(problem(t, text).Fields[p.Value.Name]) < 10 {
					t.Errorf("%s: %d %s", asked, answer.StatusCode, text)
				}
			}
			if p.Value.Name == "before" {
				asked := strings.Split(proper, "?")[0] + "?before=9223372036854775807"
				answer, text := w.do(http.MethodGet, asked, w.as(role), nil)
				want(t, asked+string(text), answer.StatusCode, http.StatusOK)
			}
			answer, text := w.do(http.MethodGet, strings.Split(proper, "?")[0]+"?"+p.Value.Name+"=%ZZ", w.as(role), nil)
			if answer.StatusCode != http.StatusBadRequest {
				t.Errorf("%s of which the encoding is broken: %d %s", path, answer.StatusCode, text)
			}
		}
	}
	answer, text := w.do(http.MethodGet, "/api/v1/tickets?order=newest&cursor=1.2.x", w.as(web.Agent), nil)
	if answer.StatusCode != http.StatusUnprocessableEntity || problem(t, text).Fields["cursor"] == "" {
		t.Errorf("a place in the queue is none in another order: %d %s", answer.StatusCode, text)
	}
	if walked < 8 {
		t.Errorf("only %d lists have a place", walked)
	}
}
