package web_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

// appeal registers a call in the real register and gives it to the agent.
func (w *world) appeal(call tickets.CallID) tickets.Ticket {
	w.t.Helper()
	t, err := w.real.OpenForCall(w.t.Context(), tickets.CallOpening{CallID: call, Number: "+380501234567", ArrivedAt: w.now()})
	must(w.t, err)
	who := w.users[web.Agent]
	t, err = w.real.Do(w.t.Context(), t.ID, 0, tickets.Assign{To: tickets.Author{ID: tickets.AgentID(who.ID), Name: who.Name}, Why: "ваша тема"},
		tickets.Author{ID: tickets.AgentID(w.users[web.Supervisor].ID), Name: "Ірина Шевчук"})
	must(w.t, err)
	return t
}

func read[T any](t *testing.T, text []byte) (v T) {
	t.Helper()
	if err := json.Unmarshal(text, &v); err != nil {
		t.Fatalf("%v: %s", err, text)
	}
	return v
}

// word waits for a frame that says only that something has changed.
func (c tab) word(kind api.ServerFrameType) {
	c.t.Helper()
	must(c.t, c.SetReadDeadline(time.Now().Add(10*time.Second)))
	for {
		_, text, err := c.ReadMessage()
		must(c.t, err)
		if read[api.ServerFrame](c.t, text).Type == kind {
			return
		}
	}
}

func TestNotifications_AreToldOverTheSocketAndRead(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Agent)
	tab := w.tab(cookie)
	tab.word(api.ServerFrameTypeInbox) // a tab that comes looks for itself
	ticket := w.appeal("kyiv1-1.1")
	tab.word(api.ServerFrameTypeInbox)
	_, text := w.do("GET", "/api/v1/notifications", cookie, nil)
	page := read[api.NotificationPage](t, text)
	if len(page.Lines) != 1 || page.Unread != 1 || page.Lines[0].Text != "Вам доручено звернення (Ірина Шевчук): ваша тема" || *page.Lines[0].TicketNumber != ticket.Number.String() {
		t.Fatalf("%+v", page)
	}
	_, text = w.do("GET", "/api/v1/notifications", w.as(web.Supervisor), nil)
	want(t, "another's inbox", len(read[api.NotificationPage](t, text).Lines), 0)
	w.do("POST", "/api/v1/notifications/read", cookie, map[string]any{"up_to": page.Lines[0].Id}, "Origin", origin)
	tab.word(api.ServerFrameTypeInbox)
	_, text = w.do("GET", fmt.Sprintf("/api/v1/notifications?before=%d", page.Lines[0].Id+1), cookie, nil)
	if page = read[api.NotificationPage](t, text); page.Unread != 0 || len(page.Lines) != 1 || page.Lines[0].ReadAt == nil {
		t.Errorf("%+v", page)
	}
}

func TestNotices_WhatIsOwedAndWhatIsLate_R_T2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	ticket := w.appeal("kyiv1-1.1")
	cookie := w.as(web.Agent)
	list := func(query string) api.NoticePage {
		answer, text := w.do("GET", "/api/v1/notices"+query, cookie, nil)
		want(t, query, answer.StatusCode, http.StatusOK)
		return read[api.NoticePage](t, text)
	}
	page := list("?limit=1")
	if len(page.Notices) != 1 || page.NextCursor == nil || page.Notices[0].TicketId != int64(ticket.ID) || page.Notices[0].Late {
		t.Fatalf("%+v", page)
	}
	next := list("?limit=1&cursor=" + *page.NextCursor)
	if len(next.Notices) != 1 || next.Notices[0].Id == page.Notices[0].Id {
		t.Errorf("the next page: %+v", next)
	}
	want(t, "late yet", len(list("?late=true").Notices), 0)
	w.pass(3 * time.Hour)
	late := list("?late=true&mine=true&oral=true&service=information")
	if len(late.Notices) != 2 || !late.Notices[0].Late || late.Notices[0].Assignee == nil {
		t.Errorf("late: %+v", late)
	}
	want(t, "of another line", len(list("?service=organisation").Notices), 0)
	_, err := w.real.Do(t.Context(), ticket.ID, 0, tickets.Escalate{To: tickets.Technical, Why: "помилка в коді"}, tickets.Author{ID: 1, Name: "Коваль"})
	must(t, err)
	if technical := list("?service=technical"); len(technical.Notices) != 2 || technical.Notices[0].Service != "technical" {
		t.Errorf("of technical support: %+v", technical)
	}
	answer, text := w.do("GET", "/api/v1/notices?cursor=nonsense", cookie, nil)
	want(t, "a wrong cursor", answer.StatusCode, http.StatusUnprocessableEntity)
	if problem(t, text).Fields["cursor"] == "" {
		t.Errorf("%s", text)
	}
}
