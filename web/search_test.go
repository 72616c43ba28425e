package web_test

import (
	"context"
	"encoding/json"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"testing"

	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

// finder answers every search with the same page.
type finder struct {
	mu    sync.Mutex
	asked tickets.Search
	found tickets.Found
	fault error
}

func newFinder(t tickets.Ticket) *finder {
	return &finder{found: tickets.Found{By: tickets.SoughtWords, Value: "проєкт", Complete: true, Hits: []tickets.Hit{
		{Ticket: t, Snippet: []tickets.Piece{{Text: "Не відкривається "}, {Text: "<проєкт>", Hit: true}}}}}}
}

func (f *finder) Find(_ context.Context, s tickets.Search) (tickets.Found, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.asked = s
	return f.found, f.fault
}

func TestSearch_PageAndWhoMaySeeRestricted_R_1_4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.finder.found.Corrected, w.finder.found.Next = true, "1.2.3.0"
	w.finder.found.Applicants = []tickets.Applicant{{ID: 5, Name: "Оксана Петренко", Kind: tickets.Person, Group: tickets.ExternalUser}}
	masked := tickets.Hit{Ticket: tickets.Ticket{ID: 9, Number: 10000124, Channel: tickets.Email, Status: tickets.Closed, Service: tickets.Information, RegisteredAt: arrived}, Masked: true}
	w.finder.found.Hits = append(w.finder.found.Hits, masked)
	answer, text := w.do("GET", "/api/v1/search?order=newest&typing=true&limit=8&cursor=1.2.3.0&q="+url.QueryEscape("проєкт"), w.as(web.Agent), nil)
	want(t, "status", answer.StatusCode, http.StatusOK)
	want(t, "asked", w.finder.asked, tickets.Search{Text: "проєкт", Typing: true, Newest: true, By: w.finder.asked.By, After: "1.2.3.0", Limit: 8})
	want(t, "by an agent", w.finder.asked.By.Chief, false)
	var page api.SearchPage
	must(t, json.Unmarshal(text, &page))
	want(t, "hits", len(page.Hits), 2)
	want(t, "number", page.Hits[0].Ticket.Number, "10000123-5")
	want(t, "name", *page.Hits[0].ApplicantName, "Оксана Петренко")
	want(t, "the word", page.Hits[0].Snippet[1], api.SnippetPiece{Text: "<проєкт>", Hit: true})
	want(t, "masked", page.Hits[1].Masked && page.Hits[1].ApplicantName == nil && page.Hits[1].Caller == nil, true)
	want(t, "applicant", page.Applicants[0].Name, "Оксана Петренко")
	want(t, "next", *page.NextCursor, "1.2.3.0")
	want(t, "corrected", page.Corrected, true)

	_, _ = w.do("GET", "/api/v1/search?q=x", w.as(web.Supervisor), nil)
	want(t, "by a supervisor", w.finder.asked.By, tickets.Viewer{Author: tickets.Author{ID: tickets.AgentID(w.users[web.Supervisor].ID), Name: w.users[web.Supervisor].Name}, Chief: true})
}

func TestSearch_FaultsNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	for query, field := range map[string]string{"": "q", "q=" + strings.Repeat("a", 401): "q", "q=a&order=worst": "order", "q=a&limit=51": "limit", "q=a&typing=maybe": "typing"} {
		answer, text := w.do("GET", "/api/v1/search?"+query, cookie, nil)
		if answer.StatusCode != http.StatusUnprocessableEntity || problem(t, text).Fields[field] == "" {
			t.Errorf("%q: %d %s", query, answer.StatusCode, text)
		}
	}
	for code, words := range map[string]string{"required": "Введіть", "too_long": "задовгий"} {
		w.finder.fault = tickets.Invalid{{Field: "q", Code: code}}
		answer, text := w.do("GET", "/api/v1/search?q=+", cookie, nil)
		want(t, code, answer.StatusCode, http.StatusUnprocessableEntity)
		if got := problem(t, text).Fields["q"]; !strings.Contains(got, words) {
			t.Errorf("%s: %q", code, got)
		}
	}
}
