package postgres_test

import (
	"errors"
	"slices"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
)

func letterOf(key string) tickets.Intake {
	return tickets.Intake{Key: key, Channel: tickets.Email, Description: "Не надходить лист підтвердження", Subject: "Лист"}
}

func TestRegisterByHand_EachChannelOnceAKey_R_4_1_2_Amb_23(t *testing.T) {
	r := newRegister(t)
	for _, channel := range []tickets.Channel{tickets.Phone, tickets.Email, tickets.Form} {
		in := letterOf("key-" + string(channel))
		in.Channel, in.ReceivedAt = channel, kyiv(t, "2026-11-20 19:00")
		in.Applicant = tickets.ApplicantChoice{Name: "Олена Бойко", Email: "olena@example.com"}
		first, err := r.RegisterByHand(t.Context(), in, agent)
		must(t, err)
		again, err := r.RegisterByHand(t.Context(), in, agent)
		must(t, err)
		if again.ID != first.ID || first.ApplicantName != "Олена Бойко" || first.Channel != channel || !first.ReceivedAt.Equal(in.ReceivedAt) {
			t.Errorf("%s: %+v, again %d", channel, first, again.ID)
		}
		// The terms are counted from the registration, 36 working hours as long as nobody has classified it (Amb-14).
		if !first.RegisteredAt.Equal(r.now()) || !first.ResolutionDueAt.Equal(kyiv(t, "2026-11-27 10:15")) {
			t.Errorf("%s: registered %s, due %s", channel, first.RegisteredAt, first.ResolutionDueAt)
		}
		d := r.get(t, first.ID)
		if d.History[0].Author != agent || d.Ticket.Description != in.Description {
			t.Errorf("%s: %+v", channel, d.History[0])
		}
		notices, err := r.Notices(t.Context(), first.ID)
		must(t, err)
		if len(notices) != 1 || !slices.Equal(notices[0].Ways, tickets.Ways(channel, tickets.StageRegistration)) {
			t.Errorf("%s: owed %+v", channel, notices)
		}
	}
}

// The key of a request is no way into a ticket to which access was narrowed since.
func TestRegisterByHand_TheSameRequestOpensNothingNarrowed_R_X_5(t *testing.T) {
	r := newRegister(t)
	in := letterOf("key")
	first, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	_, err = r.Do(t.Context(), first.ID, 0, tickets.Restrict{Ground: "Заява № 1"}, chief.Author)
	must(t, err)
	in.Applicant = tickets.ApplicantChoice{Name: "Хтось Інший"}
	if again, err := r.RegisterByHand(t.Context(), in, agent); !errors.Is(err, tickets.ErrNarrowed) || again.ID != 0 {
		t.Errorf("again: %v, %+v", err, again)
	}
	equal(t, "applicant", r.get(t, first.ID).Ticket.Applicant, 0)
	in.Applicant, in.Chief = tickets.ApplicantChoice{}, true
	again, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	equal(t, "of a chief", again.ID, first.ID)
}

func TestRegisterByHand_NamesEachWrongField(t *testing.T) {
	r := newRegister(t)
	_, err := r.RegisterByHand(t.Context(), tickets.Intake{Key: "k", Channel: "viber", Service: "x", ReceivedAt: kyiv(t, "2026-12-01 10:00"),
		Content: tickets.Content{PageLink: "javascript:alert(1)"}}, agent)
	var faults tickets.Invalid
	if !errors.As(err, &faults) {
		t.Fatal(err)
	}
	var fields []string
	for _, f := range faults {
		fields = append(fields, f.Field)
	}
	if want := []string{"channel", "service", "description", "page_link", "received_at"}; !slices.Equal(fields, want) {
		t.Errorf("%v, want %v", fields, want)
	}
}

func TestConsult_PaysEveryDebtOfTheTalk_R_4_6_R_4_9_5_2(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	closed, err := r.Do(t.Context(), ticket.ID, ticket.Version, tickets.Consult{Category: tickets.Low, Process: "bankid_nbu", Text: "Пояснено", Call: "ast-1.1"}, agent)
	must(t, err)
	if closed.Status != tickets.Closed || closed.OralNoticeBy != agent.Name {
		t.Errorf("%+v", closed)
	}
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	for _, n := range notices {
		if n.Owed() || n.Paid.Call != "ast-1.1" || n.Paid.By != agent {
			t.Errorf("still owed %+v", n)
		}
	}
}

func TestGBK_ClosedWhenTheLetterWasAccepted_R_4_11_5(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	do := func(a tickets.Act) error {
		_, err := r.Do(t.Context(), ticket.ID, 0, a, agent)
		return err
	}
	must(t, do(tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Assignee: agent}))
	must(t, do(tickets.HandOver{To: tickets.UnitGBK, Why: "Скарга на комісію"}))
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	for _, n := range notices {
		must(t, r.ToldOrally(t.Context(), n.ID, tickets.Talk{Call: "ast-1.1"}, agent))
	}
	var refused *tickets.Refused
	if err := do(tickets.Close{Reason: tickets.RedirectedGBK}); !errors.As(err, &refused) || refused.Code != "letter" {
		t.Fatalf("%v, want a refusal for the letter", err)
	}
	letter := r.letterToGBK(t)
	must(t, r.GBKAccepted(t.Context(), letter, "<gbk.1@kyiv>"))
	must(t, r.GBKAccepted(t.Context(), letter, "<gbk.1@kyiv>"))
	must(t, do(tickets.Close{Reason: tickets.RedirectedGBK}))
	d := r.get(t, ticket.ID)
	var lines int
	for _, e := range d.History {
		if e.About == tickets.AboutGBK {
			lines++
		}
	}
	if d.Ticket.Status != tickets.Closed || lines != 1 {
		t.Errorf("%s, %d lines of the letter", d.Ticket.Status, lines)
	}
}

// letterToGBK is the last one that waits.
func (r *register) letterToGBK(t *testing.T) int64 {
	t.Helper()
	out, err := r.Outbox(t.Context(), 0, 10)
	must(t, err)
	for _, p := range out {
		if p.Kind == tickets.ParcelGBK {
			return p.ID
		}
	}
	t.Fatalf("no letter to ГБК waits: %+v", out)
	return 0
}

// Handed to ГБК twice, two letters wait. That the first was accepted says nothing of the second, and the second still waits.
func TestGBK_EachHandOverNeedsItsOwnLetter_R_4_11_5(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Assignee: agent}, agent)
	must(t, err)
	var letters []int64
	for _, why := range []string{"Скарга на комісію", "Доповнення до скарги"} {
		_, err := r.Do(t.Context(), ticket.ID, 0, tickets.HandOver{To: tickets.UnitGBK, Why: why}, agent)
		must(t, err)
		letters = append(letters, r.letterToGBK(t))
	}
	must(t, r.GBKAccepted(t.Context(), letters[0], "<gbk.1@kyiv>"))
	if got := r.get(t, ticket.ID).Ticket; !got.GBKAcceptedAt.IsZero() || r.letterToGBK(t) != letters[1] {
		t.Errorf("the letter of the hand-over before is taken for this one's: %+v", got)
	}
	must(t, r.GBKAccepted(t.Context(), letters[1], "<gbk.2@kyiv>"))
	must(t, r.GBKAccepted(t.Context(), letters[1], "<gbk.3@kyiv>"))
	d := r.get(t, ticket.ID)
	lines := 0
	for _, e := range d.History {
		if e.About == tickets.AboutGBK {
			lines++
		}
	}
	if d.Ticket.GBKAcceptedAt.IsZero() || lines != 2 {
		t.Errorf("accepted at %s, %d lines", d.Ticket.GBKAcceptedAt, lines)
	}
	if err := r.GBKAccepted(t.Context(), 999, "<gbk.4@kyiv>"); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("a letter that nobody wrote: %v", err)
	}
}

func TestNotices_OnlyTheLastTermIsOwed_R_4_9_6(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	for range 3 {
		_, err := r.Do(t.Context(), ticket.ID, 0, tickets.ExtendTerm{By: time.Hour, Why: "чекаємо оновлення"}, colleague)
		must(t, err)
	}
	notices, err := r.Notices(t.Context(), ticket.ID)
	must(t, err)
	owed := 0
	for _, n := range notices {
		if n.About == tickets.AboutTerm && n.Owed() {
			owed++
		}
	}
	if owed != 1 || len(notices) != 4 {
		t.Errorf("%d terms owed of %d notices", owed, len(notices))
	}
}

func TestDuplicate_OwesNothingButItsEndAndIsLinked_R_1_3(t *testing.T) {
	r := newRegister(t)
	main, err := r.RegisterByHand(t.Context(), letterOf("main"), agent)
	must(t, err)
	other, err := r.RegisterByHand(t.Context(), letterOf("other"), agent)
	must(t, err)
	_, err = r.Do(t.Context(), other.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Bug, Category: tickets.High}, Assignee: agent}, agent)
	must(t, err)
	_, err = r.Do(t.Context(), other.ID, 0, tickets.Duplicate{Of: 999999}, agent)
	var faults tickets.Invalid
	if !errors.As(err, &faults) || faults[0].Field != "duplicate_of" {
		t.Errorf("of a ticket that nobody has: %v", err)
	}
	_, err = r.Do(t.Context(), other.ID, 0, tickets.Duplicate{Of: main.ID, Number: main.Number}, agent)
	must(t, err)
	if related := ids(r.get(t, main.ID).Related); !slices.Contains(related, other.ID) {
		t.Errorf("the main appeal shows %v", related)
	}
	_, err = r.Do(t.Context(), other.ID, 0, tickets.Reopen{Why: "інше"}, agent)
	must(t, err)
}

func TestDo_AnUnknownProcessIsNamed(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Process: "nothing"}, agent)
	var faults tickets.Invalid
	if !errors.As(err, &faults) || faults[0].Field != "process" {
		t.Errorf("%v, want process named", err)
	}
	all, err := r.Processes(t.Context())
	must(t, err)
	if len(all) != 7 || all[0].Name != "Авторизація через ЕЦП" || all[5].Name != "Доопрацювання системи" {
		t.Errorf("%+v", all)
	}
}

// Thirty people press «Взяти» at once: one has it, and every other reads whose it is and how that came.
func TestDo_ManyTakeAtOnce_OneHasIt(t *testing.T) {
	r := newRegister(t)
	ticket := openTicket(t, r, "ast-1.1")
	errs := make([]error, 30)
	var wg sync.WaitGroup
	for i := range errs {
		wg.Go(func() {
			_, errs[i] = r.Do(t.Context(), ticket.ID, ticket.Version, tickets.Take{}, tickets.Author{ID: tickets.AgentID(100 + i), Name: "Оператор"})
		})
	}
	wg.Wait()
	won := 0
	for i, err := range errs {
		var conflict *tickets.Conflict
		switch {
		case err == nil:
			won++
		case !errors.As(err, &conflict):
			t.Errorf("%d: %v", i, err)
		case conflict.Last.Act != tickets.ActTake || conflict.Last.Author.ID != conflict.Now.Assignee.ID:
			t.Errorf("%d is told %+v", i, conflict.Last)
		}
	}
	if d := r.get(t, ticket.ID); won != 1 || len(d.History) != 2 {
		t.Errorf("%d took it, %d lines", won, len(d.History))
	}
}
