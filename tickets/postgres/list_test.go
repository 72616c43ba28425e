package postgres_test

import (
	"errors"
	"fmt"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
	"hotline/tickets/postgres"
	"hotline/tickets/sla"
)

// A bug by phone needs a word why it is not in writing and its essence (Regulation 4.7).
func (r *register) classify(t *testing.T, id tickets.TicketID, class tickets.Class) tickets.Ticket {
	t.Helper()
	essence := "Сторінка не відкривається"
	if _, err := r.Do(t.Context(), id, 0, tickets.Describe{Description: &essence}, agent); err != nil {
		var refused *tickets.Refused
		if !errors.As(err, &refused) {
			t.Fatal(err)
		}
	}
	ticket, err := r.Do(t.Context(), id, 0, tickets.Classification{Class: class, OralReason: "немає інтернету"}, agent)
	must(t, err)
	return ticket
}

func (r *register) list(t *testing.T, f tickets.Filter) []tickets.TicketID {
	t.Helper()
	page, err := r.List(t.Context(), f)
	must(t, err)
	return ids(page)
}

// Out of turn first, each in order of receipt; pages of two give the same order, without a ticket lost or twice.
func TestList_QueueInOrderOfReceiptExpeditedFirst_R_3_3_1_1_R_3_3_1_2_Amb_7(t *testing.T) {
	r := newRegister(t)
	var all []tickets.TicketID
	for range 6 {
		all = append(all, r.call(t, olenaPhone).ID)
	}
	r.classify(t, all[4], tickets.Class{Type: tickets.Bug, Category: tickets.Critical}) // out of turn by itself
	r.classify(t, all[1], tickets.Class{Type: tickets.Bug, Category: tickets.High})     // not out of turn
	_, err := r.Do(t.Context(), all[2], 0, tickets.Expedite{On: true, Why: "зупинено подання проєктів"}, colleague)
	must(t, err)
	want := []tickets.TicketID{all[2], all[4], all[0], all[1], all[3], all[5]}
	f := tickets.Filter{OpenOnly: true, Service: tickets.Information, Order: tickets.ByTurn}
	if got := r.list(t, f); !slices.Equal(got, want) {
		t.Errorf("in turn %v, want %v", got, want)
	}
	for _, size := range []int{1, 2, 4} {
		f.Limit, f.After = size, tickets.Cursor{}
		var got []tickets.TicketID
		for {
			page, err := r.List(t.Context(), f)
			must(t, err)
			got = append(got, ids(page)...)
			if len(page) < size {
				break
			}
			f.After, err = tickets.ParseCursor(f.Order.Cursor(page[len(page)-1]).String())
			must(t, err)
		}
		if !slices.Equal(got, want) {
			t.Errorf("in pages of %d: %v, want %v", size, got, want)
		}
	}
}

func TestList_EachFilterChoosesItsTickets(t *testing.T) {
	r := newRegister(t)
	free, mine, theirs, wish, solved := r.call(t, olenaPhone).ID, r.call(t, olenaPhone).ID, r.call(t, olenaPhone).ID, r.call(t, olenaPhone).ID, r.call(t, olenaPhone).ID
	r.classify(t, mine, tickets.Class{Type: tickets.Bug, Category: tickets.Critical})
	r.classify(t, wish, tickets.Class{Type: tickets.Feature, Category: tickets.High})
	r.classify(t, solved, tickets.Class{Type: tickets.Consultation, Category: tickets.Low})
	for _, step := range []struct {
		id  tickets.TicketID
		act tickets.Act
		by  tickets.Author
	}{
		{mine, tickets.Take{}, agent},
		{theirs, tickets.Take{}, colleague},
		{theirs, tickets.Escalate{To: tickets.Organisation, Why: "питання процесу"}, colleague},
		{wish, tickets.Classification{Class: tickets.Class{Type: tickets.Feature, Category: tickets.High}, Process: "rework"}, agent},
		{wish, tickets.HandOver{To: tickets.UnitTechnical, Why: "розрив із Положенням"}, agent},
		{solved, tickets.Resolve{Result: "пояснено"}, colleague},
	} {
		_, err := r.Do(t.Context(), step.id, 0, step.act, step.by)
		must(t, err)
	}
	day := kyiv(t, "2026-11-23 00:00")
	for what, c := range map[string]struct {
		f    tickets.Filter
		want []tickets.TicketID // newest first
	}{
		"all":           {tickets.Filter{}, []tickets.TicketID{solved, wish, theirs, mine, free}},
		"open":          {tickets.Filter{OpenOnly: true}, []tickets.TicketID{wish, theirs, mine, free}},
		"mine":          {tickets.Filter{Assignee: agent.ID}, []tickets.TicketID{wish, mine}},
		"nobody's":      {tickets.Filter{Unassigned: true, OpenOnly: true}, []tickets.TicketID{theirs, free}},
		"service":       {tickets.Filter{Service: tickets.Organisation}, []tickets.TicketID{theirs}},
		"statuses":      {tickets.Filter{Statuses: []tickets.Status{tickets.HandedOver, tickets.Resolved}}, []tickets.TicketID{solved, wish}},
		"type":          {tickets.Filter{Type: tickets.Feature}, []tickets.TicketID{wish}},
		"category":      {tickets.Filter{Category: tickets.Critical}, []tickets.TicketID{mine}},
		"process":       {tickets.Filter{Process: "rework"}, []tickets.TicketID{wish}},
		"channel":       {tickets.Filter{Channel: tickets.Email}, []tickets.TicketID{}},
		"unit":          {tickets.Filter{Unit: tickets.UnitTechnical}, []tickets.TicketID{wish}},
		"of Facebook":   {tickets.Filter{Origin: tickets.FacebookReferral}, []tickets.TicketID{}},
		"out of turn":   {tickets.Filter{Expedited: true}, []tickets.TicketID{mine}},
		"without class": {tickets.Filter{Unclassified: true}, []tickets.TicketID{theirs, free}},
		"of the day":    {tickets.Filter{From: day, To: day.AddDate(0, 0, 1), Limit: 1}, []tickets.TicketID{solved}},
		"of yesterday":  {tickets.Filter{From: day.AddDate(0, 0, -1), To: day}, []tickets.TicketID{}},
		"number's":      {tickets.Filter{Phone: secondPhone}, []tickets.TicketID{}},
	} {
		if got := r.list(t, c.f); !slices.Equal(got, c.want) {
			t.Errorf("%s: %v, want %v", what, got, c.want)
		}
		n, err := r.Count(t.Context(), c.f, 3)
		must(t, err)
		if c.f.Limit == 0 && n != min(3, len(c.want)) {
			t.Errorf("%s: counted %d, at most 3 of %d", what, n, len(c.want))
		}
	}
}

// A debt is on the list until it is paid.
func TestList_OwedUntilTheApplicantIsTold_R_T2(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	owed := tickets.Filter{Owed: true}
	if got := r.list(t, owed); !slices.Equal(got, []tickets.TicketID{ticket.ID}) {
		t.Fatalf("owed: %v", got)
	}
	must(t, r.ConfirmOralNotice(t.Context(), ticket.ID, tickets.Talk{Call: ticket.Call}, agent))
	if got := r.list(t, owed); len(got) != 0 {
		t.Errorf("owed after it was told: %v", got)
	}
}

// A ticket is near when a promise is to be kept within two working hours, and breached the moment after its deadline; a ticket
// whose clock stands is in neither list.
func TestList_NearAndBreachedByTheNearestDeadline_Amb_17(t *testing.T) {
	r := newRegister(t)
	near := func() (list, late []tickets.TicketID) {
		until, err := r.Near(t.Context(), r.now())
		must(t, err)
		return r.list(t, tickets.Filter{DueFrom: r.now(), DueBefore: until, Order: tickets.DueFirst}), r.list(t, tickets.Filter{DueBefore: r.now(), Order: tickets.DueFirst})
	}
	ticket := r.call(t, olenaPhone) // the reaction is due in 30 minutes
	first := func(list []tickets.TicketID) bool { return slices.Equal(list, []tickets.TicketID{ticket.ID}) }
	if n, l := near(); !first(n) || len(l) != 0 {
		t.Errorf("after the registration: near %v, late %v", n, l)
	}
	r.pass(ticket.ReactionDueAt.Sub(r.now()))
	if n, l := near(); !first(n) || len(l) != 0 {
		t.Errorf("at the deadline: near %v, late %v", n, l)
	}
	r.pass(time.Microsecond)
	if n, l := near(); len(n) != 0 || !first(l) {
		t.Errorf("after it: near %v, late %v", n, l)
	}
	must(t, r.AddCallEntry(t.Context(), ticket.ID, tickets.CallEntry{CallID: ticket.Call, Kind: tickets.Talked, Agent: agent, EndedAt: r.now()}))
	if n, l := near(); len(n) != 0 || len(l) != 0 {
		t.Errorf("after the reaction: near %v, late %v", n, l)
	}
	r.pass(ticket.ResolutionDueAt.Sub(r.now()) - 90*time.Minute)
	if n, _ := near(); !first(n) {
		t.Errorf("90 minutes before the resolution's deadline: near %v", n)
	}
	_, err := r.Do(t.Context(), ticket.ID, 0, tickets.RequestInfo{Question: "Яка версія?"}, agent)
	must(t, err)
	r.pass(48 * time.Hour)
	if n, l := near(); len(n) != 0 || len(l) != 0 {
		t.Errorf("a clock that stands: near %v, late %v", n, l)
	}
}

// next_due_at of the database is NextDueAt of the domain, and a page's standing tells the working time.
func TestStandings_WorkingTimeThatIsLeft_R_1_1_Amb_15(t *testing.T) {
	r := newRegister(t)
	ticket := r.call(t, olenaPhone)
	ticket = r.classify(t, ticket.ID, tickets.Class{Type: tickets.Bug, Category: tickets.High}) // 2 and 16 hours
	r.pass(time.Hour)
	check := func(what string, reaction, resolution tickets.Progress) {
		t.Helper()
		got, err := r.Standings(t.Context(), []tickets.Ticket{ticket}, r.now())
		must(t, err)
		reaction.Target, resolution.Target = 2*time.Hour, 16*time.Hour
		if got[0].Reaction != reaction || got[0].Resolution != resolution {
			t.Errorf("%s:\n got %+v\nwant %+v %+v", what, got[0], reaction, resolution)
		}
		var next *time.Time
		must(t, r.pool.QueryRow(t.Context(), `SELECT next_due_at FROM ticket WHERE id = $1`, ticket.ID).Scan(&next))
		if want := ticket.NextDueAt(); (next == nil) != want.IsZero() || next != nil && !next.Equal(want) {
			t.Errorf("%s: next_due_at %v, want %v", what, next, want)
		}
	}
	running := func(due time.Time, left time.Duration) tickets.Progress {
		return tickets.Progress{Verdict: sla.Running, DueAt: due, Left: left}
	}
	check("after an hour", running(ticket.ReactionDueAt, time.Hour), running(ticket.ResolutionDueAt, 15*time.Hour))
	r.pass(4 * time.Hour) // the reaction is three hours late
	late := tickets.Progress{Verdict: sla.Breached, DueAt: ticket.ReactionDueAt, Left: -3 * time.Hour}
	check("after five hours", late, running(ticket.ResolutionDueAt, 11*time.Hour))
	asked, err := r.Do(t.Context(), ticket.ID, 0, tickets.RequestInfo{Question: "Яка версія?"}, agent)
	must(t, err)
	ticket = asked
	r.pass(24 * time.Hour)
	late.Left = -12 * time.Hour
	check("while the applicant is asked", late, tickets.Progress{Verdict: sla.Frozen, Left: 11 * time.Hour})
}

func TestList_WrongFiltersAreNamed(t *testing.T) {
	r := newRegister(t)
	day := kyiv(t, "2026-11-23 00:00")
	_, err := r.List(t.Context(), tickets.Filter{Limit: -1, Order: "alphabet", From: day, To: day})
	var faults tickets.Invalid
	if !errors.As(err, &faults) || !reflect.DeepEqual(faults, tickets.Invalid{{Field: "limit", Code: "invalid"}, {Field: "order", Code: "invalid"}, {Field: "to", Code: "before_from"}}) {
		t.Errorf("%v", err)
	}
}

// An export gives every ticket once, over many pages, and leaves its row in the audit, whole or not.
func TestExport_EveryTicketAndTheAudit_R_X_4(t *testing.T) {
	r := newRegister(t)
	fillTickets(t, r, 1203)
	seen := map[tickets.TicketID]bool{}
	e := tickets.Export{By: agent, Address: "10.0.0.7", Format: "csv", Filter: "list=all"}
	must(t, r.Export(t.Context(), e, tickets.Filter{}, func(page []tickets.Exported) error {
		for _, ticket := range page {
			seen[ticket.ID] = true
		}
		return nil
	}))
	broken := errors.New("the line is cut")
	if err := r.Export(t.Context(), e, tickets.Filter{}, func([]tickets.Exported) error { return broken }); !errors.Is(err, broken) {
		t.Errorf("a broken export: %v", err)
	}
	all, err := r.Exports(t.Context())
	must(t, err)
	if len(seen) != 1203 || len(all) != 2 || all[1].Tickets != 1203 || !all[1].FinishedAt.Equal(r.now()) || all[1].By != agent || all[1].Address != "10.0.0.7" {
		t.Errorf("%d tickets, audit %+v", len(seen), all)
	}
	if !all[0].FinishedAt.IsZero() {
		t.Errorf("an export that broke off is told as whole: %+v", all[0])
	}
	for _, statement := range []string{`UPDATE ticket_export SET user_name = 'x'`, `DELETE FROM ticket_export`, `TRUNCATE ticket_export`, `UPDATE ticket_export SET tickets = 1 WHERE finished_at IS NOT NULL`} {
		if _, err := r.pool.Exec(t.Context(), statement); constraint(err) != "ticket_export_append_only" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

// fillTickets makes many tickets of the year at once, most of them closed, as a register has them.
func fillTickets(t testing.TB, r *register, n int) {
	t.Helper()
	for _, statement := range []string{`
INSERT INTO ticket (channel, status, type, category, service, process, received_at, registered_at, reaction_minutes, resolution_minutes, calendar_version,
       reaction_due_at, resolution_due_at, assignee_id, assignee, expedited, unit, close_reason, assigned_at, informed_at, done_at, told_at)
SELECT (ARRAY['phone', 'email', 'form'])[1 + i % 3], status, CASE WHEN status <> 'registered' THEN (ARRAY['bug', 'consultation'])[1 + i % 2] END,
       CASE WHEN status <> 'registered' THEN 'low' END, (ARRAY['information', 'organisation', 'technical'])[1 + i % 3],
       CASE WHEN i % 5 = 0 THEN (ARRAY['rework', 'bankid_nbu'])[1 + i % 2] END, at, at, 60, 600, 1, at + interval '2 hours', at + interval '3 days',
       CASE WHEN status <> 'registered' THEN 1 + i % 40 END, CASE WHEN status <> 'registered' THEN 'Хтось' ELSE '' END, i % 97 = 0,
       CASE WHEN status = 'handed_over' THEN 'technical' END, CASE WHEN status = 'closed' THEN 'solved' END,
       CASE WHEN status <> 'registered' THEN at END, CASE WHEN status <> 'registered' THEN at END,
       CASE WHEN status IN ('closed', 'handed_over') THEN at END, CASE WHEN status IN ('closed', 'handed_over') THEN at END
  FROM (SELECT i, timestamptz '2025-11-23Z' + i * interval '31536000 s' / $1::int AS at,
               CASE WHEN i % 100 < 97 THEN 'closed' ELSE (ARRAY['registered', 'in_progress', 'handed_over'])[1 + i % 3] END AS status FROM generate_series(1, $1::int) i) each`,
		`INSERT INTO ticket_notice (ticket_id, stage, about, ways, owed_at, due_at, state, paid_at, way, key)
SELECT id, 'status', 'term', '{email}', registered_at, reaction_due_at, CASE WHEN id % 50 = 0 THEN 'owed' ELSE 'paid' END, CASE WHEN id % 50 <> 0 THEN registered_at END,
       CASE WHEN id % 50 <> 0 THEN 'email' END, 'k' FROM ticket WHERE $1::int > 0`,
	} {
		_, err := r.pool.Exec(t.Context(), statement, n)
		must(t, err)
	}
}

// No list reads the whole table, whatever it has grown to, and none sorts what is closed, of which a register is full: each may be
// asked in each order, of one service or of all.
func TestList_EachHasItsIndex(t *testing.T) {
	r := newRegister(t)
	fillTickets(t, r, 100_000)
	_, err := r.pool.Exec(t.Context(), `ANALYZE`)
	must(t, err)
	now := kyiv(t, "2026-11-23 10:15")
	asked := map[string]tickets.Filter{
		"all, behind":          {After: tickets.Cursor{At: now.AddDate(0, -3, 0), ID: 77}},
		"of a service":         {Service: tickets.Organisation},
		"of a responsible":     {Assignee: 7},
		"of a process":         {Process: "rework"},
		"of a unit":            {Unit: tickets.UnitTechnical},
		"of a week":            {From: now.AddDate(0, 0, -7), To: now},
		"of a class":           {Type: tickets.Bug, Category: tickets.Low},
		"waiting ones":         {Statuses: []tickets.Status{tickets.WaitingApplicant, tickets.Postponed}},
		"queue of a service":   {OpenOnly: true, Service: tickets.Information, Order: tickets.ByTurn},
		"queue, nobody's":      {OpenOnly: true, Unassigned: true, Service: tickets.Information, Order: tickets.ByTurn},
		"queue of all":         {OpenOnly: true, Order: tickets.ByTurn},
		"queue, behind":        {OpenOnly: true, Order: tickets.ByTurn, After: tickets.Cursor{At: now.AddDate(0, -3, 0), ID: 77, Expedited: true}},
		"mine":                 {OpenOnly: true, Assignee: 7, Order: tickets.ByTurn},
		"near":                 {DueFrom: now.AddDate(0, 0, -3), DueBefore: now, Order: tickets.DueFirst},
		"near, of a service":   {Service: tickets.Technical, DueFrom: now.AddDate(0, 0, -3), DueBefore: now, Order: tickets.DueFirst},
		"breached":             {DueBefore: now, Order: tickets.DueFirst},
		"breached, behind":     {DueBefore: now, Order: tickets.DueFirst, After: tickets.Cursor{At: now.AddDate(0, -3, 0), ID: 77}},
		"without class":        {Unclassified: true, OpenOnly: true},
		"after Facebook":       {Origin: tickets.FacebookReferral},
		"number's, applicants": {Phone: olenaPhone, Applicant: 1},
	}
	for list, f := range map[string]tickets.Filter{"all": {}, "queue": {OpenOnly: true, Unassigned: true}, "mine": {OpenOnly: true, Assignee: 7},
		"near": {DueFrom: now.AddDate(0, 0, -3), DueBefore: now}, "breached": {DueBefore: now}, "owed": {Owed: true}} {
		for _, f.Order = range []tickets.Order{tickets.Newest, tickets.ByTurn, tickets.DueFirst} {
			for _, f.Service = range []tickets.Service{"", tickets.Organisation} {
				asked[fmt.Sprintf("%s of %q in order %q", list, f.Service, f.Order)] = f
			}
		}
	}
	for what, f := range asked {
		f.Limit = 51
		sql, args := postgres.ListStatement(f)
		wantIndex(t, r, what, sql, args)
		// The tabs' counts; one of a frequent value may stop early in the table itself.
		if f.After.ID == 0 && (f.OpenOnly || f.Owed || f.Order == tickets.DueFirst) {
			sql, args = postgres.CountStatement(f, 1000)
			wantIndex(t, r, "count of "+what, sql, args)
		}
	}
}

// mostSorted is how many tickets a list may sort: more than are open, far less than there are.
const mostSorted = 5000

var sorts = regexp.MustCompile(`Sort +\(cost=\S+ rows=(\d+)`)

func wantIndex(t *testing.T, r *register, what, sql string, args []any) {
	t.Helper()
	plan := explain(t, r, sql, args)
	if strings.Contains(plan, "Seq Scan on ticket ") {
		t.Errorf("%s reads the whole table:\n%s", what, plan)
	}
	for _, found := range sorts.FindAllStringSubmatch(plan, -1) {
		if rows, err := strconv.Atoi(found[1]); err != nil || rows > mostSorted {
			t.Errorf("%s sorts %s tickets (%v):\n%s", what, found[1], err, plan)
		}
	}
}

func explain(t *testing.T, r *register, sql string, args []any) string {
	t.Helper()
	rows, err := r.pool.Query(t.Context(), "EXPLAIN "+sql, args...)
	must(t, err)
	lines, err := pgx.CollectRows(rows, pgx.RowTo[string])
	must(t, err)
	return strings.Join(lines, "\n")
}
