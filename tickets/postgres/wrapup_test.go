package postgres_test

import (
	"testing"
	"time"

	"hotline/tickets"
)

func TestWrapUp_AnotherLineGetsTheTicketWithoutAPersonAndIsTold_R_2_8_2_R_4_11_1(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	for i, d := range []tickets.Disposition{tickets.HandedToOrg, tickets.HandedToMRG, tickets.HandedToGBK} {
		ticket := r.call(t, olenaPhone)
		must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: ticket.Call, Kind: tickets.Talked, Agent: agent, Talk: time.Minute}))
		for range 2 { // told twice, done once
			must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, agent, d, "питання процесу"))
		}
		if got := r.get(t, ticket.ID).Ticket; got.Assignee.ID != 0 || got.Service != tickets.Organisation || got.AssignedAt.IsZero() {
			t.Errorf("%s: at %q of %s, assigned %s", d, got.Assignee.Name, got.Service, got.AssignedAt)
		}
		if got := r.told(t, colleague.ID); len(got) != i+1 || got[i] != "escalated" {
			t.Errorf("%s: the second line reads %q", d, got)
		}
	}
	// What is answered already goes to nobody.
	ticket := r.call(t, olenaPhone)
	must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, agent, tickets.Consulted, ""))
	must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, colleague, tickets.HandedToOrg, ""))
	if got := r.get(t, ticket.ID).Ticket; got.Assignee != agent || len(r.told(t, colleague.ID)) != 3 {
		t.Errorf("answered: at %q, told %q", got.Assignee.Name, r.told(t, colleague.ID))
	}
}

func TestWrapUp_ToGBKWritesItsLetterAndTheTicketCanBeClosed_R_4_11_5(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	must(t, r.WrapUp(t.Context(), ticket.ID, ticket.Call, agent, tickets.HandedToGBK, "скарга на комісію"))
	out, err := r.Outbox(t.Context(), 0, 10)
	must(t, err)
	if len(out) != 1 || out[0].Kind != tickets.ParcelGBK || out[0].Body["reason"] != "скарга на комісію" {
		t.Fatalf("the outbox holds %+v", out)
	}
	must(t, r.GBKAccepted(t.Context(), out[0].ID, "<gbk.1@kyiv>"))
	for _, a := range []tickets.Act{
		tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Assignee: colleague}, tickets.Close{Reason: tickets.RedirectedGBK},
	} {
		_, err = r.Do(t.Context(), ticket.ID, 0, a, colleague)
		must(t, err)
	}
	if got := r.get(t, ticket.ID).Ticket; got.Status != tickets.Closed || got.Unit != tickets.UnitGBK {
		t.Errorf("%s at %s", got.Status, got.Unit)
	}
}
