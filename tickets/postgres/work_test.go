package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/tickets"
)

func TestCard_NoneExactSeveralWithheld_R_1_7(t *testing.T) {
	r := newRegister(t)
	card := func(number string, call tickets.CallID) tickets.Card {
		t.Helper()
		c, err := r.CallerCard(t.Context(), number, call)
		must(t, err)
		return c
	}
	first := r.call(t, olenaPhone)
	if c := card(olenaPhone, first.Call); c.Match != tickets.None || len(c.Applicants)+len(c.OpenTickets)+len(c.RecentTickets)+len(c.RecentCalls)+c.CallsLast7Days != 0 {
		t.Errorf("a new caller: %+v", c)
	}
	olena := r.name(t, first.ID, "Олена Бойко")

	second := r.call(t, olenaPhone)
	c := card(olenaPhone, second.Call)
	if second.Applicant != olena.ID || second.ApplicantName != "Олена Бойко" || second.ApplicantGroup != tickets.ExternalUser {
		t.Errorf("the only applicant of the number is not the ticket's: %+v", second)
	}
	if c.Match != tickets.Exact || len(c.Applicants) != 1 || c.Applicants[0].Name != "Олена Бойко" || !slices.Equal(c.Applicants[0].Phones, []string{olenaPhone}) ||
		!slices.Equal(ids(c.OpenTickets), []tickets.TicketID{first.ID}) || !slices.Equal(ids(c.RecentTickets), []tickets.TicketID{first.ID}) || c.CallsLast7Days != 1 {
		t.Errorf("a known caller: %+v", c)
	}

	husband := r.name(t, second.ID, "Іван Бойко")
	third := r.call(t, olenaPhone)
	if c := card(olenaPhone, third.Call); third.Applicant != 0 || c.Match != tickets.Several || len(c.Applicants) != 2 || c.CallsLast7Days != 2 {
		t.Errorf("one number, two people: applicant %d, %+v", third.Applicant, c)
	}
	if _, err := r.NameApplicant(t.Context(), third.ID, tickets.ApplicantChoice{ID: husband.ID}, agent); err != nil {
		t.Fatal(err)
	}
	if c := card(olenaPhone, third.Call); c.Match != tickets.Exact || c.Applicants[0].ID != husband.ID {
		t.Errorf("after the choice: %+v", c)
	}
	// The confirmed one is surer now, and stands first in the next choice.
	if c := card(olenaPhone, "not registered yet"); c.Match != tickets.Several || c.Applicants[0].ID != husband.ID {
		t.Errorf("after the choice, next call: %+v", c)
	}

	hidden := r.call(t, "")
	if c := card("", hidden.Call); c.Match != tickets.Withheld || len(c.RecentTickets) != 0 || c.CallsLast7Days != 0 {
		t.Errorf("no number: %+v", c)
	}
	if _, err := r.NameApplicant(t.Context(), hidden.ID, tickets.ApplicantChoice{ID: olena.ID}, agent); err != nil {
		t.Fatal(err)
	}
	if c := card("", hidden.Call); c.Match != tickets.Exact || !slices.Equal(ids(c.RecentTickets), []tickets.TicketID{first.ID}) {
		t.Errorf("no number, named by the agent: %+v", c)
	}
}

func TestCard_LimitsAndPastCalls(t *testing.T) {
	r := newRegister(t)
	r.call(t, olenaPhone)
	r.pass(8 * 24 * time.Hour)
	var last []tickets.Ticket
	for range 7 {
		last = append(last, r.call(t, olenaPhone))
	}
	talked := last[6]
	must(t, r.AddCallEntry(t.Context(), talked.ID, tickets.CallEntry{CallID: talked.Call, Kind: tickets.Talked, Agent: agent, Wait: 3 * time.Second, Talk: time.Minute}))
	must(t, r.WrapUp(t.Context(), talked.ID, talked.Call, agent, tickets.Consulted, "пояснила"))
	must(t, r.AddNote(t.Context(), talked.ID, agent, "не для списку дзвінків", "k"))
	c, err := r.CallerCard(t.Context(), olenaPhone, "present")
	must(t, err)
	if len(c.OpenTickets) != 7 || len(c.RecentTickets) != 5 || len(c.RecentCalls) != 5 || c.CallsLast7Days != 7 {
		t.Fatalf("%d open, %d recent, %d calls, %d in a week", len(c.OpenTickets), len(c.RecentTickets), len(c.RecentCalls), c.CallsLast7Days)
	}
	if past := c.RecentCalls[0]; past.Ticket.ID != talked.ID || len(past.Entries) != 2 || past.Entries[0].Talk.Talk != time.Minute || past.Entries[1].Disposition != tickets.Consulted {
		t.Errorf("%+v", c.RecentCalls[0])
	}
}

func TestOpenForCall_RepeatedAppealIsLinkedToOpenOnes_R_1_3(t *testing.T) {
	r := newRegister(t)
	done, pending := r.call(t, olenaPhone), r.call(t, olenaPhone)
	r.call(t, secondPhone)
	must(t, r.WrapUp(t.Context(), done.ID, done.Call, agent, tickets.WrongNumber, ""))
	must(t, r.WrapUp(t.Context(), pending.ID, pending.Call, agent, tickets.Registration, ""))
	repeated := r.call(t, olenaPhone)
	if got := ids(r.get(t, repeated.ID).Related); !slices.Equal(got, []tickets.TicketID{pending.ID}) {
		t.Errorf("linked to %v", got)
	}
	if got := ids(r.get(t, pending.ID).Related); !slices.Contains(got, repeated.ID) {
		t.Errorf("the earlier one does not show the later: %v", got)
	}
}

// Whose the earlier appeal is may become known after the later one.
func TestNameApplicant_LaterAppealsRepeatTheOneThatIsNamed_R_1_3(t *testing.T) {
	r := newRegister(t)
	done, earlier := r.call(t, ""), r.call(t, "")
	must(t, r.WrapUp(t.Context(), done.ID, done.Call, agent, tickets.WrongNumber, ""))
	later := r.call(t, secondPhone)
	a := r.name(t, later.ID, "Петренко Оксана")
	for _, id := range []tickets.TicketID{done.ID, earlier.ID} {
		_, err := r.NameApplicant(t.Context(), id, tickets.ApplicantChoice{ID: a.ID}, agent)
		must(t, err)
	}
	var repeats string
	must(t, r.pool.QueryRow(t.Context(), `SELECT string_agg(ticket_id || ' ' || related_id || ' ' || kind, ', ') FROM ticket_link`).Scan(&repeats))
	equal(t, "links", repeats, fmt.Sprintf("%d %d repeat", later.ID, earlier.ID))
}

func TestNameApplicant_LinksHisTicketsOfOtherNumbers(t *testing.T) {
	r := newRegister(t)
	home := r.call(t, olenaPhone)
	olena := r.name(t, home.ID, "Олена Бойко")
	office := r.call(t, secondPhone)
	got, err := r.NameApplicant(t.Context(), office.ID, tickets.ApplicantChoice{ID: olena.ID, Email: "olena@example.com"}, agent)
	must(t, err)
	if got.Email != "olena@example.com" || got.Name != "Олена Бойко" || !slices.Contains(got.Phones, secondPhone) {
		t.Errorf("%+v", got)
	}
	if d := r.get(t, office.ID); !slices.Equal(ids(d.Related), []tickets.TicketID{home.ID}) || d.Applicant == nil || d.Applicant.ID != olena.ID {
		t.Errorf("%+v", d)
	}
}

func TestNameApplicant_RepetitionAndFaults_R_1_5(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	choice := tickets.ApplicantChoice{Name: "Олена Бойко", Login: "olena", Phone: "067 123 45 67"}
	first, err := r.NameApplicant(t.Context(), ticket.ID, choice, agent)
	must(t, err)
	again, err := r.NameApplicant(t.Context(), ticket.ID, choice, agent)
	if err != nil || again.ID != first.ID || len(again.Phones) != 2 {
		t.Errorf("repeated: %+v, %v", again, err)
	}
	if n := len(r.get(t, ticket.ID).History); n != 2 {
		t.Errorf("%d entries, want registered and applicant", n)
	}
	other := r.call(t, "")
	for name, x := range map[string]struct {
		choice tickets.ApplicantChoice
		want   tickets.Fault
	}{
		"login":   {tickets.ApplicantChoice{Name: "Хтось", Login: "OLENA"}, tickets.Fault{Field: "login", Code: "taken"}},
		"unknown": {tickets.ApplicantChoice{ID: 999}, tickets.Fault{Field: "applicant_id", Code: "unknown"}},
		"phone":   {tickets.ApplicantChoice{Name: "Хтось", Phone: "12"}, tickets.Fault{Field: "phone", Code: "invalid"}},
	} {
		var invalid tickets.Invalid
		if _, err := r.NameApplicant(t.Context(), other.ID, x.choice, agent); !errors.As(err, &invalid) || invalid[0] != x.want {
			t.Errorf("%s: %v", name, err)
		}
	}
	if _, err := r.NameApplicant(t.Context(), 999, choice, agent); !errors.Is(err, tickets.ErrNotFound) {
		t.Errorf("no ticket: %v", err)
	}
	if got := r.get(t, other.ID); got.Applicant != nil || len(got.History) != 1 {
		t.Errorf("a refused choice left a trace: %+v", got)
	}
}

func TestHistory_ACallFromTalkToWrapUp(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, olenaPhone)
	_, err := r.SaveDraft(t.Context(), x.ID, agent, "не може увійти", 0)
	must(t, err)
	must(t, r.ConfirmOralNotice(t.Context(), x.ID, tickets.Talk{Call: x.Call}, agent))
	r.pass(5 * time.Minute)
	talk := tickets.CallEntry{CallID: x.Call, Kind: tickets.Talked, Agent: agent, StartedAt: x.ReceivedAt, EndedAt: r.now(), Wait: 10 * time.Second, Talk: 4 * time.Minute}
	for range 2 { // everything may be told twice
		must(t, r.AddCallEntry(t.Context(), x.ID, talk))
		must(t, r.AddNote(t.Context(), x.ID, agent, "нота\x00тка", "key-1"))
		must(t, r.ConfirmOralNotice(t.Context(), x.ID, tickets.Talk{Call: x.Call}, colleague))
		must(t, r.WrapUp(t.Context(), x.ID, x.Call, colleague, tickets.Consulted, "пояснив"))
		must(t, r.WrapUp(t.Context(), x.ID, x.Call, agent, tickets.HandedToOrg, "передала колезі"))
	}
	d := r.get(t, x.ID)
	var kinds, texts []string
	for _, e := range d.History {
		kinds, texts = append(kinds, string(e.Kind)), append(texts, e.Text)
	}
	if got := strings.Join(kinds, " "); got != "registered oral_notice call note wrap_up wrap_up" {
		t.Errorf("history: %s", got)
	}
	if got := strings.Join(texts, "|"); got != "|||нотатка|пояснив|передала колезі" {
		t.Errorf("texts: %s", got)
	}
	call := d.History[2]
	if *call.Talk != (tickets.CallEntry{CallID: x.Call, Kind: tickets.Talked, Agent: agent, StartedAt: x.ReceivedAt, EndedAt: r.now().UTC(), Wait: 10 * time.Second, Talk: 4 * time.Minute}) ||
		call.From != tickets.Registered || call.To != tickets.InProgress || call.Author != agent {
		t.Errorf("%+v, %+v", call, call.Talk)
	}
	got := d.Ticket
	if got.Status != tickets.Resolved || got.Service != tickets.Organisation || !got.ResolvedAt.Equal(r.now()) || !got.FirstResponseAt.Equal(r.now().Add(-4*time.Minute)) ||
		got.OralNoticeBy != agent.Name || !got.AnnouncedDueAt.Equal(x.ResolutionDueAt) || got.OralNoticeAt.IsZero() {
		t.Errorf("%+v", got)
	}
	if draft, err := r.LoadDraft(t.Context(), x.ID, agent.ID); err != nil || draft.Version != 0 {
		t.Errorf("the draft outlived the wrap-up: %+v, %v", draft, err)
	}
}

func TestHistory_AbandonedCallStaysRegistered(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, olenaPhone)
	must(t, r.AddCallEntry(t.Context(), x.ID, tickets.CallEntry{CallID: x.Call, Kind: tickets.Abandoned, Wait: -time.Second}))
	d := r.get(t, x.ID)
	if d.Ticket.Status != tickets.Registered || !d.Ticket.FirstResponseAt.IsZero() || len(d.History) != 2 || d.History[1].Talk.Wait != 0 {
		t.Errorf("%+v", d)
	}
}

func TestRegister_RefusesBadRequests(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, "")
	long := strings.Repeat("я", tickets.MaxText+1)
	ctx := t.Context()
	_, draft := r.SaveDraft(ctx, x.ID, agent, long, 0)
	_, limit := r.List(ctx, tickets.Filter{Limit: 501})
	for want, err := range map[string]error{
		"text required": r.AddNote(ctx, x.ID, agent, "\x00", "k"), "text too_long": r.AddNote(ctx, x.ID, agent, long, "k"),
		"key invalid": r.AddNote(ctx, x.ID, agent, "a", ""), "disposition invalid": r.WrapUp(ctx, x.ID, x.Call, agent, "closed", ""),
		"note too_long": r.WrapUp(ctx, x.ID, x.Call, agent, tickets.Consulted, long), "kind invalid": r.AddCallEntry(ctx, x.ID, tickets.CallEntry{CallID: x.Call}),
		"call_id invalid": r.AddCallEntry(ctx, x.ID, tickets.CallEntry{Kind: tickets.Talked}), "text too_long ": draft, "limit invalid": limit,
	} {
		var invalid tickets.Invalid
		if !errors.As(err, &invalid) || invalid.Error() != "invalid request: "+strings.TrimSpace(want) {
			t.Errorf("%s: %v", want, err)
		}
	}
	must(t, r.AddNote(ctx, x.ID, agent, long[:len(long)-len("я")], "k"))
	_, noDraft := r.SaveDraft(ctx, 999, agent, "a", 0)
	_, noTicket := r.Get(ctx, tickets.Key{Number: 10000099})
	_, noKey := r.Ticket(ctx, tickets.Key{})
	for name, err := range map[string]error{"note": r.AddNote(ctx, 999, agent, "a", "k"), "draft": noDraft, "get": noTicket, "key": noKey} {
		if !errors.Is(err, tickets.ErrNotFound) {
			t.Errorf("%s of a ticket that is not there: %v", name, err)
		}
	}
}

func TestDraft_VersionsAndConflict(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, "")
	ctx := t.Context()
	first, err := r.SaveDraft(ctx, x.ID, agent, "а", 0)
	must(t, err)
	second, err := r.SaveDraft(ctx, x.ID, agent, "аб", first.Version)
	if err != nil || second.Version != 2 {
		t.Fatalf("%+v, %v", second, err)
	}
	if again, err := r.SaveDraft(ctx, x.ID, agent, "аб", first.Version); err != nil || again != second {
		t.Errorf("the same text again: %+v, %v", again, err)
	}
	for _, version := range []int64{0, 1, 3} {
		_, err := r.SaveDraft(ctx, x.ID, agent, "інше", version)
		var conflict *tickets.DraftConflict
		if !errors.As(err, &conflict) || !errors.Is(err, tickets.ErrDraftConflict) || conflict.Newer != second {
			t.Errorf("version %d: %v", version, err)
		}
	}
	if _, err := r.SaveDraft(ctx, x.ID, colleague, "своє", 0); err != nil {
		t.Errorf("a colleague's own draft: %v", err)
	}
	if all, err := r.Drafts(ctx, x.ID); err != nil || len(all) != 2 {
		t.Errorf("%+v, %v", all, err)
	}
	if got, err := r.LoadDraft(ctx, x.ID, agent.ID); err != nil || got != second {
		t.Errorf("%+v, %v", got, err)
	}
}

func TestDraft_TwentyTabsAtOnceOneWins(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, "")
	var wg sync.WaitGroup
	var mu sync.Mutex
	won := 0
	for i := range 20 {
		wg.Go(func() {
			if _, err := r.SaveDraft(context.Background(), x.ID, agent, fmt.Sprint("tab ", i), 0); err == nil {
				mu.Lock()
				defer mu.Unlock()
				won++
			} else if !errors.Is(err, tickets.ErrDraftConflict) {
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if won != 1 {
		t.Errorf("%d tabs won", won)
	}
}

func TestHistory_TwentyNotesAtOnceAllStand(t *testing.T) {
	r := newRegister(t)
	x := r.call(t, "")
	var wg sync.WaitGroup
	for i := range 20 {
		wg.Go(func() {
			if err := r.AddNote(context.Background(), x.ID, agent, "нотатка", fmt.Sprint(i/2)); err != nil { // each key twice
				t.Error(err)
			}
		})
	}
	wg.Wait()
	if d := r.get(t, x.ID); len(d.History) != 11 || d.Ticket.Version != 11 {
		t.Errorf("%d entries, version %d", len(d.History), d.Ticket.Version)
	}
}

func TestList_FiltersAndPages(t *testing.T) {
	r := newRegister(t)
	var all []tickets.TicketID
	var last tickets.Ticket
	for i := range 7 {
		last = r.call(t, []string{olenaPhone, secondPhone}[i%2])
		all = append([]tickets.TicketID{last.ID}, all...)
	}
	olena := r.name(t, last.ID, "Олена Бойко")
	must(t, r.WrapUp(t.Context(), last.ID, last.Call, agent, tickets.Consulted, ""))
	find := func(f tickets.Filter) []tickets.Ticket {
		t.Helper()
		page, err := r.List(t.Context(), f)
		must(t, err)
		return page
	}
	var paged []tickets.TicketID
	for f := (tickets.Filter{Limit: 3}); ; {
		page := find(f)
		paged = append(paged, ids(page)...)
		if len(page) < 3 {
			break
		}
		after, err := tickets.ParseCursor(page[2].Cursor().String())
		must(t, err)
		f.After = after
	}
	for name, x := range map[string]struct{ got, want []tickets.TicketID }{
		"pages":     {paged, all},
		"number":    {ids(find(tickets.Filter{Number: last.Number})), all[:1]},
		"ids":       {ids(find(tickets.Filter{IDs: []tickets.TicketID{all[4], 999999, all[1]}})), []tickets.TicketID{all[1], all[4]}},
		"no ids":    {ids(find(tickets.Filter{IDs: []tickets.TicketID{}})), nil},
		"phone":     {ids(find(tickets.Filter{Phone: secondPhone})), []tickets.TicketID{all[1], all[3], all[5]}},
		"applicant": {ids(find(tickets.Filter{Applicant: olena.ID})), all[:1]},
		"open":      {ids(find(tickets.Filter{OpenOnly: true})), all[1:]},
		"period":    {ids(find(tickets.Filter{From: last.RegisteredAt.Add(-2 * time.Minute), To: last.RegisteredAt})), all[1:3]},
		"nothing":   {ids(find(tickets.Filter{Number: 10000099})), []tickets.TicketID{}},
	} {
		if !slices.Equal(x.got, x.want) {
			t.Errorf("%s: %v, want %v", name, x.got, x.want)
		}
	}
}
