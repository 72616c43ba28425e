package postgres_test

import (
	"errors"
	"testing"

	"hotline/tickets"
)

// Whoever has opened a ticket does nothing with it once access is narrowed; the chief and whoever is responsible for it do.
func TestActs_AccessIsNarrowedAfterTheTicketWasSeen_R_X_5(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.RequestInfo{Question: "Який браузер?"}, colleague)
	must(t, err)
	owed, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	must(t, r.OpenTicket(t.Context(), r.get(t, ticket.ID).Ticket, operator))
	seen := r.get(t, ticket.ID)
	r.erase(t, ticket.ID, "Заява № 1")
	narrowed := r.get(t, ticket.ID)

	ctx := tickets.ActingAs(t.Context(), operator)
	_, act := r.Do(ctx, ticket.ID, seen.Ticket.Version, tickets.Escalate{To: tickets.Organisation, Why: "процес"}, agent)
	_, whatever := r.Do(ctx, ticket.ID, 0, tickets.Take{}, agent)
	_, naming := r.NameApplicant(ctx, ticket.ID, tickets.ApplicantChoice{Name: "Петренко Оксана"}, agent)
	for what, err := range map[string]error{"act": act, "act on any version": whatever, "applicant": naming,
		"note":        r.AddNote(ctx, ticket.ID, agent, "Передзвонить", "k"),
		"oral notice": r.ConfirmOralNotice(ctx, ticket.ID, tickets.Talk{Call: ticket.Call}, agent),
		"wrap-up":     r.WrapUp(ctx, ticket.ID, ticket.Call, agent, tickets.Consulted, "пояснено"),
		"debt":        r.ToldOrally(ctx, owed[len(owed)-1].ID, tickets.Talk{Call: ticket.Call}, agent)} {
		if !errors.Is(err, tickets.ErrNarrowed) {
			t.Errorf("%s: %v", what, err)
		}
	}
	now := r.get(t, ticket.ID)
	equal(t, "version", now.Ticket.Version, narrowed.Ticket.Version)
	equal(t, "lines of the history", len(now.History), len(narrowed.History))

	must(t, r.AddNote(tickets.ActingAs(t.Context(), chief), ticket.ID, chief.Author, "Перевірено", "chief"))
	_, err = r.Do(tickets.ActingAs(t.Context(), chief), ticket.ID, 0, tickets.Assign{To: agent}, chief.Author)
	must(t, err)
	must(t, r.AddNote(ctx, ticket.ID, agent, "Тепер відповідаю я", "mine"))
}
