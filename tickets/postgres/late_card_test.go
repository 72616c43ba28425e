package postgres_test

import (
	"testing"

	"hotline/tickets"
)

// The number comes into a card after the ticket: the desk finds the card by it, and whoever confirms it is in the history.
func TestNameApplicant_WhoseCardCameLater_R_1_5_R_4_4_2(t *testing.T) {
	r := newRegister(t)
	early, other := r.call(t, olenaPhone), r.call(t, secondPhone)
	a := r.name(t, other.ID, "Бойко Олена")
	card, err := r.CallerCard(t.Context(), olenaPhone, early.Call)
	must(t, err)
	equal(t, "before", card.Match, tickets.None)
	must(t, r.PutContact(t.Context(), a.ID, "phone", olenaPhone, false, operator))
	card, err = r.CallerCard(t.Context(), olenaPhone, early.Call)
	must(t, err)
	equal(t, "the card of the number", []any{card.Match, card.Applicants[0].ID}, []any{tickets.Exact, a.ID})
	found, err := r.FindApplicants(t.Context(), olenaPhone, operator)
	must(t, err)
	equal(t, "offered", []any{len(found), found[0].ID}, []any{1, a.ID})
	equal(t, "nobody has said so yet", r.get(t, early.ID).Ticket.Applicant, 0)

	_, err = r.NameApplicant(t.Context(), early.ID, tickets.ApplicantChoice{ID: found[0].ID}, agent)
	must(t, err)
	d := r.get(t, early.ID)
	last := d.History[len(d.History)-1]
	equal(t, "applicant", d.Ticket.Applicant, a.ID)
	equal(t, "the history", []any{last.Kind, last.Author, last.Applicant, last.Text}, []any{tickets.EntryApplicant, agent, a.ID, "Бойко Олена"})
}
