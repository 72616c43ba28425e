package postgres_test

import (
	"errors"
	"testing"
	"time"

	"hotline/tickets"
)

// erase narrows the access to a ticket itself.
func (r *register) erase(t *testing.T, id tickets.TicketID, ground string) {
	t.Helper()
	_, err := r.Do(t.Context(), id, 0, tickets.Restrict{Ground: ground}, chief.Author)
	must(t, err)
}

func TestDebts_RestrictedTellNothing_R_X_5(t *testing.T) {
	r := newRegister(t)
	own, his := r.call(t, olenaPhone), r.call(t, secondPhone)
	r.name(t, own.ID, "Петренко Оксана")
	a := r.name(t, his.ID, "Гнатюк Степан")
	for _, id := range []tickets.TicketID{own.ID, his.ID} {
		_, err := r.Do(t.Context(), id, 0, tickets.Take{}, agent)
		must(t, err)
		_, err = r.Do(t.Context(), id, 0, tickets.RequestInfo{Question: "Ваша адреса?"}, agent)
		must(t, err)
	}
	r.erase(t, own.ID, "Заява № 1")
	_, err := r.pool.Exec(t.Context(), `UPDATE applicant SET restricted = 'Заява № 2' WHERE id = $1`, a.ID) // the card only
	must(t, err)
	all, err := r.Debts(t.Context(), tickets.DebtFilter{})
	must(t, err)
	if len(all) == 0 {
		t.Fatal("nothing is owed")
	}
	for _, d := range all {
		equal(t, "applicant", d.Applicant, tickets.Narrowed)
		equal(t, "phone", d.Phone, "")
		if d.Ticket == own.ID && d.Text+d.Subject != "" {
			t.Errorf("a debt of a restricted ticket: %+v", d)
		}
	}
}

func TestInbox_RestrictedTellsNoWords_R_X_5(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	ticket := r.call(t, olenaPhone)
	subject := "Особиста справа"
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Describe{Subject: &subject}, agent)
	must(t, err)
	_, err = r.Do(t.Context(), ticket.ID, 0, tickets.Assign{To: colleague, Why: "донька пана Петренка"}, agent)
	must(t, err)
	r.erase(t, ticket.ID, "Заява № 1")
	in, err := r.Inbox(t.Context(), colleague.ID, 0, 10)
	must(t, err)
	if len(in.Lines) != 1 || in.Lines[0].Subject+in.Lines[0].Text != "" || in.Lines[0].Number != ticket.Number {
		t.Errorf("%+v", in.Lines)
	}
}

func TestNameApplicant_RestrictedCardIsAChiefsChoice_R_X_5(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана")
	_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	own := r.call(t, secondPhone)
	_, err = r.NameApplicant(t.Context(), own.ID, tickets.ApplicantChoice{ID: a.ID, Phone: "0931112233"}, agent)
	equal(t, "an operator", cardCode(err), "restricted")
	c := r.card(t, a.ID)
	equal(t, "numbers of the card", contacts(c.Contacts), []string{olenaPhone})
	equal(t, "the operator's ticket", r.get(t, own.ID).Ticket.Applicant, 0)

	_, err = r.NameApplicant(t.Context(), own.ID, tickets.ApplicantChoice{ID: a.ID, Chief: true}, chief.Author)
	must(t, err)
	d := r.get(t, own.ID)
	equal(t, "the chief's ticket is narrowed", d.Ticket.Restricted, "Заява № 1")
	equal(t, "name in the history", d.History[len(d.History)-1].Text, tickets.Narrowed)
	r.name(t, own.ID, "Хтось Інший")
	equal(t, "narrowed to whomever it is given", r.get(t, own.ID).Ticket.Restricted, "Заява № 1")
}

func TestOpenForCall_OfARestrictedApplicantIsRestricted_R_X_5(t *testing.T) {
	r := newRegister(t)
	a := r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана")
	_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	equal(t, "his next call", r.call(t, olenaPhone).Restricted, "Заява № 1")
	equal(t, "another's", r.call(t, secondPhone).Restricted, "")
}

func TestUnmerge_OfARestrictedCardOpensNothing_R_X_3_R_X_5(t *testing.T) {
	r := newRegister(t)
	a, b := r.name(t, r.call(t, olenaPhone).ID, "Петренко Оксана"), r.name(t, r.call(t, secondPhone).ID, "Петренко О. В.")
	other := r.name(t, r.call(t, "+380931112233").ID, "Гнатюк Степан")
	m, err := r.MergeApplicants(t.Context(), b.ID, a.ID, "та сама людина", chief.Author)
	must(t, err)
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	if _, err := r.UnmergeApplicants(t.Context(), m.ID, other.ID, "різні люди", chief.Author); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("from another's card: %v", err)
	}
	_, err = r.UnmergeApplicants(t.Context(), m.ID, a.ID, "різні люди", chief.Author)
	must(t, err)
	c, err := r.ApplicantCard(t.Context(), b.ID, operator)
	must(t, err)
	if c.Applicant.ID != b.ID || c.Applicant.Name != tickets.Narrowed || c.Applicant.Restricted != "Заява № 1" {
		t.Errorf("an operator sees %+v", c.Applicant)
	}
	d := r.get(t, 2)
	equal(t, "its ticket", d.Ticket.Restricted, "Заява № 1")
	equal(t, "name in its history", d.History[len(d.History)-1].Text, "Доступ обмежено (картки роз’єднано)")
	_, err = r.LiftApplicant(t.Context(), b.ID, "Заяву відкликано", chief)
	must(t, err)
	equal(t, "lifted by itself", r.get(t, 2).Ticket.Restricted, "")
}

func TestLift_TicketOnAGroundOfItsOwnStaysRestricted_R_X_5(t *testing.T) {
	r := newRegister(t)
	own, his := r.call(t, olenaPhone), r.call(t, olenaPhone)
	a := r.name(t, own.ID, "Петренко Оксана")
	_, err := r.NameApplicant(t.Context(), his.ID, tickets.ApplicantChoice{ID: a.ID}, agent)
	must(t, err)
	r.erase(t, own.ID, "Лікарська таємниця")
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	_, err = r.LiftApplicant(t.Context(), a.ID, "Заяву відкликано", chief)
	must(t, err)
	equal(t, "on its own ground", r.get(t, own.ID).Ticket.Restricted, "Лікарська таємниця")
	equal(t, "on the card's", r.get(t, his.ID).Ticket.Restricted, "")
}

// An open page asks every few seconds.
func TestOpenTicket_ReadsAreWrittenDownOnceAnHour_R_X_5(t *testing.T) {
	r := newRegister(t)
	one, two := r.call(t, olenaPhone), r.call(t, olenaPhone)
	a := r.name(t, one.ID, "Петренко Оксана")
	_, err := r.NameApplicant(t.Context(), two.ID, tickets.ApplicantChoice{ID: a.ID}, agent)
	must(t, err)
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	other := tickets.Viewer{Author: tickets.Author{ID: 4, Name: "Другий керівник"}, Chief: true}
	reads := func() (n int) {
		must(t, r.pool.QueryRow(t.Context(), `SELECT count(*) FROM applicant_history WHERE kind = 'read'`).Scan(&n))
		return n
	}
	for range 3 {
		must(t, r.OpenTicket(t.Context(), r.get(t, one.ID).Ticket, chief))
	}
	equal(t, "one reader, one ticket", reads(), 1)
	must(t, r.OpenTicket(t.Context(), r.get(t, two.ID).Ticket, chief))
	must(t, r.OpenTicket(t.Context(), r.get(t, one.ID).Ticket, other))
	equal(t, "another ticket, another reader", reads(), 3)
	r.pass(time.Hour)
	must(t, r.OpenTicket(t.Context(), r.get(t, one.ID).Ticket, chief))
	equal(t, "an hour later", reads(), 4)
}
