package postgres_test

import (
	"errors"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
)

// owedOf are the open debts of a ticket, by what they are about.
func (r *register) owedOf(t *testing.T, id tickets.TicketID) map[tickets.NoticeAbout]tickets.Notice {
	t.Helper()
	all, err := r.Notices(t.Context(), id)
	must(t, err)
	owed := map[tickets.NoticeAbout]tickets.Notice{}
	for _, n := range all {
		if n.Owed() {
			owed[n.About] = n
		}
	}
	return owed
}

// solved is a ticket of a call that is resolved, and whose applicant has not heard the answer yet.
func (r *register) solved(t *testing.T) tickets.Ticket {
	t.Helper()
	ticket := r.call(t, olenaPhone)
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, tickets.Talk{Call: ticket.Call}, colleague))
	for _, a := range []tickets.Act{
		tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Assignee: colleague},
		tickets.Resolve{Result: "Оновіть сторінку"},
	} {
		_, err := r.Do(t.Context(), ticket.ID, 0, a, colleague)
		must(t, err)
	}
	return ticket
}

func TestWrapUp_OnlyATalkThatToldPaysTheDebts_R_T2_R_4_9_7(t *testing.T) {
	r := newRegister(t)
	ticket := r.solved(t)
	for call, outcome := range map[tickets.CallID]tickets.Disposition{"back-1": tickets.SilentCaller, "back-2": tickets.WrongNumber, "back-3": tickets.CallBack} {
		must(t, r.WrapUp(t.Context(), ticket.ID, call, agent, outcome, ""))
		if owed := r.owedOf(t, ticket.ID); owed[tickets.AboutResult].ID == 0 || owed[tickets.AboutAssigned].ID == 0 {
			t.Errorf("%s: owed %v", outcome, owed)
		}
	}
	must(t, r.WrapUp(t.Context(), ticket.ID, "back-4", agent, tickets.Consulted, "пояснено"))
	if owed := r.owedOf(t, ticket.ID); len(owed) != 0 {
		t.Errorf("told in a talk, and owed %v", owed)
	}
	closed, err := r.Do(t.Context(), ticket.ID, 0, tickets.Close{Reason: tickets.Solved}, agent)
	if err != nil || closed.Status != tickets.Closed || closed.ToldAt.IsZero() || closed.InformedAt.IsZero() {
		t.Errorf("%+v, %v", closed, err)
	}
}

func TestWrapUp_AWrongNumberCalledBackResolvesNothing_R_4_9_7(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Take{}, agent)
	must(t, err)
	must(t, r.WrapUp(t.Context(), ticket.ID, "back-1", agent, tickets.WrongNumber, ""))
	if now, err := r.Ticket(t.Context(), tickets.Key{ID: ticket.ID}); err != nil || now.Status != tickets.InProgress {
		t.Errorf("%s, %v", now.Status, err)
	}
	must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, colleague, tickets.WrongNumber, ""))
	if now, err := r.Ticket(t.Context(), tickets.Key{ID: ticket.ID}); err != nil || now.Status != tickets.Resolved {
		t.Errorf("the call itself: %s, %v", now.Status, err)
	}
}

func TestWrapUp_WhatCameInWritingIsAnsweredInWriting_R_T2(t *testing.T) {
	r := newRegister(t)
	ticket, err := r.RegisterByHand(t.Context(), tickets.Intake{Key: "k", Channel: tickets.Email, Description: "Не відкривається форма"}, agent)
	must(t, err)
	must(t, r.WrapUp(t.Context(), ticket.ID, "back-1", agent, tickets.Consulted, "пояснено"))
	now, err := r.Ticket(t.Context(), tickets.Key{ID: ticket.ID})
	if err != nil || now.Status != tickets.InProgress || !now.ToldAt.IsZero() {
		t.Errorf("%s, told %s, %v", now.Status, now.ToldAt, err)
	}
}

func TestClose_NoContactAfterACallInVainOrWithoutContacts_R_T2(t *testing.T) {
	r := newRegister(t)
	gone := tickets.Close{Reason: tickets.NoContact, Text: "Не відповідає"}
	ticket := r.solved(t)
	_, err := r.Do(t.Context(), ticket.ID, 0, gone, agent)
	var refused *tickets.Refused
	if !errors.As(err, &refused) || refused.Code != "reachable" {
		t.Errorf("nobody has called: %v", err)
	}
	must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: "back-1", Kind: tickets.CalledInVain, Agent: agent, Number: olenaPhone}))
	_, err = r.Do(t.Context(), ticket.ID, 0, gone, agent)
	must(t, err)
	if owed := r.owedOf(t, ticket.ID); len(owed) != 0 {
		t.Errorf("closed, and owed %v", owed)
	}
	hidden := r.call(t, "")
	for _, a := range []tickets.Act{tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}}, tickets.Resolve{Result: "Немає з ким зв’язатися"}, gone} {
		_, err := r.Do(t.Context(), hidden.ID, 0, a, agent)
		must(t, err)
	}
}

func TestDuplicate_OfNoRepetition_R_1_3(t *testing.T) {
	r := newRegister(t)
	a, b, c := r.call(t, olenaPhone), r.call(t, olenaPhone), r.call(t, olenaPhone)
	for _, one := range []tickets.Ticket{a, b, c} {
		_, err := r.Do(t.Context(), one.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}}, agent)
		must(t, err)
	}
	var wg sync.WaitGroup
	errs := make([]error, 2)
	for i, pair := range [][2]tickets.TicketID{{a.ID, b.ID}, {b.ID, a.ID}} { // of each other, at once
		wg.Go(func() { _, errs[i] = r.Do(t.Context(), pair[0], 0, tickets.Duplicate{Of: pair[1]}, agent) })
	}
	wg.Wait()
	repetition := a.ID
	if errs[0] != nil {
		repetition = b.ID
	}
	var refused *tickets.Refused
	if !errors.As(errors.Join(errs...), &refused) || refused.Code != "chain" || errs[0] != nil && errs[1] != nil {
		t.Errorf("of each other: %v", errs)
	}
	if _, err := r.Do(t.Context(), c.ID, 0, tickets.Duplicate{Of: repetition}, agent); !errors.As(err, &refused) || refused.Code != "chain" {
		t.Errorf("of a repetition: %v", err)
	}
	head := a.ID + b.ID - repetition
	if _, err := r.Do(t.Context(), head, 0, tickets.Duplicate{Of: c.ID}, agent); !errors.As(err, &refused) || refused.Code != "repeated" {
		t.Errorf("of what another repeats: %v", err)
	}
	_, err := r.Do(t.Context(), c.ID, 0, tickets.Duplicate{Of: head}, agent)
	must(t, err)
}

// One is made a repetition of the second while the third is made a repetition of it: whoever is first, no chain comes of it.
func TestDuplicate_NoChainWhenTwoAreMarkedAtOnce_R_1_3(t *testing.T) {
	r := newRegister(t)
	for range 5 {
		a, b, c := r.call(t, ""), r.call(t, ""), r.call(t, "")
		for _, one := range []tickets.Ticket{a, b, c} {
			_, err := r.Do(t.Context(), one.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}}, agent)
			must(t, err)
		}
		var wg sync.WaitGroup
		errs := make([]error, 2)
		for i, pair := range [][2]tickets.TicketID{{a.ID, b.ID}, {c.ID, a.ID}} {
			wg.Go(func() { _, errs[i] = r.Do(t.Context(), pair[0], 0, tickets.Duplicate{Of: pair[1]}, agent) })
		}
		wg.Wait()
		var refused *tickets.Refused
		if !errors.As(errors.Join(errs...), &refused) || (errs[0] == nil) == (errs[1] == nil) {
			t.Errorf("both, or none: %v", errs)
		}
	}
}

// Who tells number and term tells the new term, when there is one: that is no second debt.
func TestOralNotice_OfANewTermPaysItToo_R_4_9_5_2_R_4_9_6(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, tickets.Talk{Call: ticket.Call}, agent))
	r.pass(time.Minute)
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.ExtendTerm{By: time.Hour, Why: "чекаємо оновлення"}, colleague)
	must(t, err)
	if owed := r.owedOf(t, ticket.ID); owed[tickets.AboutTerm].ID == 0 {
		t.Fatalf("owed %v", owed)
	}
	r.pass(time.Minute)
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, tickets.Talk{Call: ticket.Call}, agent))
	if owed, now := r.owedOf(t, ticket.ID), r.get(t, ticket.ID).Ticket; len(owed) != 0 || !now.AnnouncedDueAt.Equal(now.ResolutionDueAt) {
		t.Errorf("told, and owed %v; announced %s, due %s", owed, now.AnnouncedDueAt, now.ResolutionDueAt)
	}
}
