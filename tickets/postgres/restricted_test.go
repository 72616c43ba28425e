package postgres_test

import (
	"testing"

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
