package main

import (
	"context"
	"net/http"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"hotline/telephony/call"
	"hotline/tickets"
)

// Only who has talked with the caller can say that number and term were told to him; and a note of blanks is none.
func TestOralNotice_OnlyWhoTalkedCanHaveTold_R_4_9_5_2(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	ticket, _ := o.spokenCall("koval", "kyiv1-1763913600.12")
	path := "/api/v1/tickets/" + strconv.FormatInt(int64(ticket), 10)
	for _, who := range []string{"bondar", "kerivnyk"} {
		answer, text := o.do(who, "POST", path+"/oral-notice", nil)
		refused(t, who, answer, text, 403, "not_your_talk")
	}
	if found, err := o.reg.Ticket(t.Context(), tickets.Key{ID: tickets.TicketID(ticket)}); err != nil || !found.OralNoticeAt.IsZero() {
		t.Errorf("%+v, %v", found, err)
	}
	if answer, text := o.do("koval", "POST", path+"/oral-notice", nil); answer.StatusCode != http.StatusNoContent {
		t.Errorf("who talked: %d %s", answer.StatusCode, text)
	}
	answer, text := o.do("koval", "POST", path+"/notes", map[string]any{"text": " \n\t ", "key": "k"})
	if answer.StatusCode != http.StatusUnprocessableEntity && answer.StatusCode != http.StatusBadRequest || !strings.Contains(text, `"text"`) {
		t.Errorf("a note of blanks: %d %s", answer.StatusCode, text)
	}
}

// What was not owed yet while the talk went on was not told in it.
func TestPayNotice_NotByATalkThatWasOverBefore_R_T2(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	ticket, _ := o.spokenCall("koval", "kyiv1-1763913600.12")
	path := "/api/v1/tickets/" + strconv.FormatInt(int64(ticket), 10)
	_, err := o.reg.Do(t.Context(), tickets.TicketID(ticket), 0, tickets.Take{}, tickets.Author{ID: tickets.AgentID(o.ids["koval"]), Name: "Коваль"})
	must(t, err)
	all, err := o.reg.Notices(t.Context(), tickets.TicketID(ticket))
	must(t, err)
	pay := path + "/notices/" + strconv.FormatInt(all[len(all)-1].ID, 10) + "/paid"
	answer, text := o.do("koval", "POST", pay, nil)
	refused(t, "the talk is over", answer, text, 409, "talk_before")
	consult := map[string]any{"version": 2, "category": "low", "text": "Пояснено"}
	answer, text = o.do("koval", "POST", path+"/acts/consult", consult)
	refused(t, "a consultation in it", answer, text, 409, "talk_before")

	_, err = o.pool.Exec(t.Context(), `UPDATE offers SET ended_at = NULL`)
	must(t, err)
	_, err = o.pool.Exec(t.Context(), `UPDATE calls SET state = 'talking', ended_at = NULL, end_reason = ''`)
	must(t, err)
	if answer, text = o.do("koval", "POST", pay, nil); answer.StatusCode != http.StatusOK {
		t.Errorf("while it goes on: %d %s", answer.StatusCode, text)
	}
}

// What an agent had typed is in the ticket's history when the time of the wrap-up is over, with the mark that no outcome was
// chosen; and also when the agent was given back without a wrap-up at all.
func TestWrapUp_TheTimeIsOver_WhatWasTypedIsInTheHistory_R_4_9_4(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	must(t, o.jobs.client.Start(t.Context()))
	defer func() { must(t, o.jobs.client.Stop(context.WithoutCancel(t.Context()))) }()
	done, stop := o.jobs.client.Subscribe(river.EventKindJobCompleted)
	defer stop()
	lapse := func() {
		_, err := o.tel.Tidy(t.Context(), o.now().Add(2*time.Hour))
		must(t, err)
		for e := range done {
			if e.Job.Kind == "wrap_up_lapsed" {
				return
			}
		}
	}
	goesHome := func() {
		_, err := o.pool.Exec(t.Context(), `UPDATE agents SET state = 'offline', call_id = NULL, wrap_up_until = NULL WHERE call_id IS NOT NULL`)
		must(t, err)
		_, err = o.pool.Exec(t.Context(), `UPDATE ticket_draft SET saved_at = saved_at - interval '1 minute'`)
		must(t, err)
		must(t, o.keepDrafts(t.Context()))
		must(t, o.keepDrafts(t.Context()))
	}
	for i, c := range []struct {
		name, text, want string
		give             func()
	}{
		{"the time is over", "Просить передзвонити", "Підсумок дзвінка не обрано. Просить передзвонити", lapse},
		{"nothing was typed", " \n", "Підсумок дзвінка не обрано", lapse},
		{"given back without a wrap-up", "Просить довідку", "Підсумок дзвінка не обрано. Просить довідку", goesHome},
	} {
		ticket, _ := o.spokenCall("koval", call.ID("kyiv1-1763913600."+strconv.Itoa(i)))
		path := "/api/v1/tickets/" + strconv.FormatInt(int64(ticket), 10)
		answer, text := o.do("koval", "PUT", path+"/draft", map[string]any{"text": c.text, "version": 0})
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: draft: %d %s", c.name, answer.StatusCode, text)
		}
		must(t, o.keepDrafts(t.Context())) // still at work: left alone
		c.give()
		_, text = o.do("kerivnyk", "GET", path, nil)
		if strings.Count(text, `"`+c.want+`"`) != 1 || strings.Count(text, "Підсумок") != 1 || !strings.Contains(text, "Особа koval") {
			t.Errorf("%s: not once %q in %s", c.name, c.want, text)
		}
		drafts, err := o.reg.Drafts(t.Context(), tickets.TicketID(ticket))
		if err != nil || len(drafts) != 0 {
			t.Errorf("%s: drafts left: %v, %v", c.name, drafts, err)
		}
	}
}
