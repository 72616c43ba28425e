package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

// extend moves the term a minute later.
func (r *register) extend(t *testing.T, id tickets.TicketID) {
	t.Helper()
	r.pass(time.Minute)
	_, err := r.Do(t.Context(), id, 0, tickets.ExtendTerm{By: time.Hour, Why: "чекаємо оновлення"}, chief.Author)
	must(t, err)
}

func TestOralNotice_OfATermThatTheTalkCouldTell_R_4_9_5_2_R_4_9_6(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	told := ticket.ResolutionDueAt
	r.pass(time.Minute)
	talk := tickets.Talk{Call: ticket.Call, Till: r.now()}
	r.pass(time.Minute)
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, talk, agent)) // in the wrap-up
	r.extend(t, ticket.ID)
	if err := r.ConfirmOralNotice(t.Context(), ticket.ID, talk, agent); !errors.Is(err, tickets.ErrTalkBefore) {
		t.Errorf("the new term in the old talk: %v", err)
	}
	equal(t, "announced", r.get(t, ticket.ID).Ticket.AnnouncedDueAt, told)
	equal(t, "the new term is owed", r.owedOf(t, ticket.ID)[tickets.AboutTerm].ID != 0, true)
	back := tickets.Talk{Call: "back-1"} // goes on
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, back, agent))
	equal(t, "announced in a later talk", r.get(t, ticket.ID).Ticket.AnnouncedDueAt, r.get(t, ticket.ID).Ticket.ResolutionDueAt)
}

// moving is a store in which something happens after a ticket's history was read, once.
type moving struct {
	*postgres.Store
	then func()
}

func (m *moving) Detail(ctx context.Context, by tickets.Key) (tickets.Detail, error) {
	d, err := m.Store.Detail(ctx, by)
	if then := m.then; then != nil {
		m.then = nil
		then()
	}
	return d, err
}

func TestOralNotice_TheTermMovesWhileItIsConfirmed_R_4_9_5_2(t *testing.T) {
	r := newRegister(t)
	m := &moving{Store: postgres.New(r.pool)}
	desk := tickets.New(m, phone.Parse, r.now, slog.New(slog.DiscardHandler))
	for _, goesOn := range []bool{false, true} {
		ticket := r.call(t, olenaPhone)
		talk := tickets.Talk{Call: ticket.Call, Till: r.now()}
		if goesOn {
			talk.Till = time.Time{}
		}
		m.then = func() { r.extend(t, ticket.ID) }
		err := desk.ConfirmOralNotice(t.Context(), ticket.ID, talk, agent)
		equal(t, "refused", errors.Is(err, tickets.ErrTalkBefore), !goesOn)
		equal(t, "announced", !r.get(t, ticket.ID).Ticket.AnnouncedDueAt.IsZero(), goesOn)
	}
}

func TestToldOrally_InATalkThatKnewIt_R_T2_R_4_9_6(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, tickets.Talk{Call: ticket.Call}, agent))
	told := r.get(t, ticket.ID).Ticket.AnnouncedDueAt
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Assign{To: colleague}, chief.Author)
	must(t, err)
	assigned := r.owedOf(t, ticket.ID)[tickets.AboutAssigned]
	over := tickets.Talk{Call: ticket.Call, Till: assigned.OwedAt.Add(-time.Second)}
	if err := r.ToldOrally(t.Context(), assigned.ID, over, agent); !errors.Is(err, tickets.ErrTalkBefore) {
		t.Errorf("in a talk that was over: %v", err)
	}
	talk := tickets.Talk{Call: "back-1", Till: assigned.OwedAt}
	r.extend(t, ticket.ID)
	equal(t, "the new term is owed", r.owedOf(t, ticket.ID)[tickets.AboutTerm].ID != 0, true)
	must(t, r.ToldOrally(t.Context(), assigned.ID, talk, agent))
	equal(t, "announced: who is responsible was told, and not the new term", r.get(t, ticket.ID).Ticket.AnnouncedDueAt, told)
	equal(t, "the new term is owed still", r.owedOf(t, ticket.ID)[tickets.AboutTerm].ID != 0, true)
}

func TestGet_TellsThatNobodyCanBeReached_R_T2(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	equal(t, "before anybody tried", r.get(t, ticket.ID).Ticket.Unreached, false)
	r.pass(time.Minute)
	must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: "back-1", Kind: tickets.CalledInVain, Agent: agent}))
	equal(t, "after a call in vain", r.get(t, ticket.ID).Ticket.Unreached, true)
}
