package postgres_test

import (
	"context"
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"hotline/tickets"
)

func TestRestrictApplicant_HisOlderTicketsAreNarrowedHoweverTheyCame_R_X_5(t *testing.T) {
	r := newRegister(t)
	closed, given := r.call(t, olenaPhone), r.call(t, "+380931112233")
	a := r.name(t, closed.ID, "Петренко Оксана")
	must(t, r.WrapUp(t.Context(), closed.ID, closed.Call, agent, tickets.Consulted, ""))
	_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	_, err = r.NameApplicant(t.Context(), given.ID, tickets.ApplicantChoice{ID: a.ID, Chief: true}, chief.Author)
	must(t, err)
	for _, id := range []tickets.TicketID{closed.ID, given.ID} {
		d := r.get(t, id)
		equal(t, "ground", d.Ticket.Restricted, "Заява № 1")
		equal(t, "may be opened by itself", slices.Contains(tickets.PossibleNow(d.Ticket), tickets.ActUnrestrict), false)
	}
	_, err = r.Do(t.Context(), closed.ID, 0, tickets.Unrestrict{Why: "помилка"}, chief.Author)
	if refused := (*tickets.Refused)(nil); !errors.As(err, &refused) || refused.Code != "card" {
		t.Errorf("one ticket alone: %v", err)
	}
	found, err := r.List(t.Context(), tickets.Filter{Limit: 10})
	must(t, err)
	for _, x := range found {
		if x.Restricted == "" || x.Listed().Caller != "" {
			t.Errorf("a list shows %+v", x.Listed())
		}
	}
	_, err = r.LiftApplicant(t.Context(), a.ID, "Заяву відкликано", chief)
	must(t, err)
	equal(t, "lifted with the card", r.get(t, closed.ID).Ticket.Restricted+r.get(t, given.ID).Ticket.Restricted, "")
}

// A ticket that was opened in the very moment of a merge stands at the merged card.
func TestRestrictApplicant_ATicketAtAMergedCardIsNarrowedToo_R_X_5(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	merged, a := r.name(t, ticket.ID, "Петренко О."), r.name(t, r.call(t, secondPhone).ID, "Петренко Оксана")
	_, err := r.MergeApplicants(t.Context(), merged.ID, a.ID, "Та сама людина", chief.Author)
	must(t, err)
	_, err = r.pool.Exec(t.Context(), `UPDATE ticket SET applicant_id = $1 WHERE id = $2`, merged.ID, ticket.ID)
	must(t, err)
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	equal(t, "ground", r.get(t, ticket.ID).Ticket.Restricted, "Заява № 1")
	_, err = r.LiftApplicant(t.Context(), a.ID, "Заяву відкликано", chief)
	must(t, err)
	equal(t, "lifted", r.get(t, ticket.ID).Ticket.Restricted, "")
}

// Whoever narrows a card waits for a ticket that is just opened with it, and then narrows that, too.
func TestRestrictApplicant_ATicketThatIsJustOpenedIsNarrowedToo_R_X_5(t *testing.T) {
	r := newRegister(t)
	mine := r.call(t, olenaPhone)
	a := r.name(t, mine.ID, "Петренко Оксана")
	other := r.call(t, secondPhone)
	opening, err := r.pool.Begin(t.Context())
	must(t, err)
	defer func() { _ = opening.Rollback(context.Background()) }()
	_, err = opening.Exec(t.Context(), `UPDATE ticket SET applicant_id = $1 WHERE id = $2`, a.ID, other.ID)
	must(t, err)
	done := make(chan error, 1)
	go func() {
		_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
		done <- err
	}()
	for waits := false; !waits; {
		select {
		case err := <-done:
			t.Fatalf("it did not wait: %v", err)
		default:
		}
		must(t, r.pool.QueryRow(t.Context(), `SELECT EXISTS (SELECT FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock')`).Scan(&waits))
	}
	must(t, opening.Commit(t.Context()))
	must(t, <-done)
	equal(t, "ground", r.get(t, other.ID).Ticket.Restricted, "Заява № 1")
}

func TestMigration_MendsWhatACardLeftOpen_R_X_5(t *testing.T) {
	r := newRegister(t)
	ticket, own := r.call(t, olenaPhone), r.call(t, secondPhone)
	a := r.name(t, ticket.ID, "Петренко Оксана")
	r.name(t, own.ID, "Гнатюк Степан")
	_, err := r.pool.Exec(t.Context(), `UPDATE applicant SET restricted = 'Заява № 2' WHERE id = $1`, a.ID)
	must(t, err)
	text, err := os.ReadFile("../../deploy/schema/780_narrowed.sql")
	must(t, err)
	_, mend, _ := strings.Cut(string(text), "UPDATE ticket")
	mend, _, _ = strings.Cut(mend, ";")
	tag, err := r.pool.Exec(t.Context(), "UPDATE ticket"+mend)
	must(t, err)
	equal(t, "mended", tag.RowsAffected(), 1)
	equal(t, "ground", r.get(t, ticket.ID).Ticket.Restricted, "Заява № 2")
	equal(t, "another's", r.get(t, own.ID).Ticket.Restricted, "")
}

// told are the keys of a message's ticket that may leave the house; none is a person's.
var told = []string{"category", "channel", "close_reason", "closed_at", "expedited", "id", "number", "planned_release_at", "process", "reaction_due_at", "reaction_met_at",
	"registered_at", "resolution_due_at", "resolution_met_at", "service", "status", "type", "unit", "version"}

func TestWebhooks_NothingOfAPersonLeaves_R_X_5(t *testing.T) {
	r := newRegister(t)
	p := &post{}
	h := r.hooks(p)
	addHook(t, h, tickets.Events...)
	ticket := r.call(t, olenaPhone)
	a := r.name(t, ticket.ID, "Петренко Оксана")
	subject, essence := "Справа Петренко", "Петренко, вул. Садова, 5"
	acts := []tickets.Act{tickets.Describe{Subject: &subject, Description: &essence, Content: &tickets.Content{Login: "o_petrenko", Steps: "Петренко входить"}},
		tickets.Classification{Class: tickets.Class{Type: tickets.Bug, Category: tickets.Critical}, OralReason: "Петренко не має пошти", Assignee: agent},
		tickets.RequestInfo{Question: "Петренко, яка адреса?"}, tickets.Resume{Why: "Петренко відповіла"},
		tickets.HandOver{To: tickets.UnitTechnical, Why: "Петренко скаржиться"}, tickets.Hold{Why: "Петренко проти міста"},
		tickets.Resolve{Result: "Пані Петренко, виправлено"}, tickets.Reopen{Why: "Петренко не згодна"}}
	for i, act := range acts {
		if i == 3 {
			_, err := r.RestrictApplicant(t.Context(), a.ID, "Заява Петренко", chief)
			must(t, err)
		}
		_, err := r.Do(t.Context(), ticket.ID, 0, act, chief.Author)
		must(t, err)
	}
	r.warnAt(t, "2026-11-25 17:00")
	deliver(t, h)
	if len(p.bodies) < len(acts) {
		t.Fatalf("%d messages", len(p.bodies))
	}
	for _, body := range p.bodies {
		for _, personal := range []string{"Петренко", "petrenko", "Садова", olenaPhone, "Коваль", "restrict", "hold"} {
			if strings.Contains(body, personal) {
				t.Errorf("%q leaves: %s", personal, body)
			}
		}
		var m struct{ Ticket map[string]any }
		must(t, json.Unmarshal([]byte(body), &m))
		for key := range m.Ticket {
			if !slices.Contains(told, key) {
				t.Errorf("%s is told: %s", key, body)
			}
		}
	}
}

// A letter that waits when access is narrowed, or opened again, is written anew.
func TestCarryOut_OfARestrictedTicketOnlyThatItIsThere_R_X_5_R_4_11_5(t *testing.T) {
	r := newRegister(t)
	ticket := handedOver(t, r, "ast-1.1")
	essence := "Петренко, вул. Садова, 5"
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.Describe{Description: &essence}, agent)
	must(t, err)
	a := r.name(t, ticket.ID, "Петренко Оксана")
	letter := func(what string, whole bool) {
		t.Helper()
		_, err := r.CarryOut(t.Context(), map[tickets.ParcelKind]tickets.Carrier{tickets.ParcelTechnical: tickets.ByMail{To: "developer@example.com"}})
		must(t, err)
		all, err := r.Outbox(t.Context(), 0, 10)
		must(t, err)
		text := all[0].Body["text"]
		if len(all) != 1 || all[0].Via != "mail" || strings.Contains(text, essence) != whole || strings.Contains(text, "помилка в коді") != whole ||
			strings.Contains(text, "Доступ до цього звернення обмежено") == whole || strings.Contains(text, "Оксана") {
			t.Errorf("%s: %+v", what, all)
		}
	}
	letter("open to all", true)
	_, err = r.RestrictApplicant(t.Context(), a.ID, "Заява № 1", chief)
	must(t, err)
	letter("narrowed with the card", false)
	_, err = r.LiftApplicant(t.Context(), a.ID, "Заяву відкликано", chief)
	must(t, err)
	letter("opened again", true)
	r.erase(t, ticket.ID, "Заява № 2")
	letter("narrowed by itself", false)
}
