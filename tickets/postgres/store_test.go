package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"reflect"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
	"hotline/tickets/sla"
)

const (
	olenaPhone  = "+380501234567"
	secondPhone = "+380671234567"
)

var (
	agent     = tickets.Author{ID: 7, Name: "Олена Коваль"}
	colleague = tickets.Author{ID: 8, Name: "Петро Гнатюк"}
)

// register is a register on a database of its own, with a clock that the test sets.
type register struct {
	*tickets.Register
	pool  *pgxpool.Pool
	clock time.Time
	mu    sync.Mutex
	calls int
}

func newRegister(t *testing.T) *register {
	t.Helper()
	t.Parallel()
	r := &register{pool: schematest.New(t), clock: kyiv(t, "2026-11-23 10:15")}
	r.Register = tickets.New(postgres.New(r.pool), phone.Parse, r.now, slog.New(slog.DiscardHandler))
	return r
}

func (r *register) now() time.Time {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.clock
}

func (r *register) pass(d time.Duration) {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.clock = r.clock.Add(d)
}

// call opens a ticket for a new call of this number, one minute after the last.
func (r *register) call(t *testing.T, number string) tickets.Ticket {
	t.Helper()
	r.pass(time.Minute)
	r.calls++
	ticket, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: tickets.CallID(fmt.Sprintf("ast-%d.%d", r.clock.Unix(), r.calls)),
		Number: number, RawNumber: number, DID: "+380443668012", ArrivedAt: r.now(), Service: tickets.Information})
	must(t, err)
	return ticket
}

func (r *register) name(t *testing.T, id tickets.TicketID, name string) tickets.Applicant {
	t.Helper()
	a, err := r.NameApplicant(t.Context(), id, tickets.ApplicantChoice{Name: name}, agent)
	must(t, err)
	return a
}

func (r *register) get(t *testing.T, id tickets.TicketID) tickets.Detail {
	t.Helper()
	d, err := r.Get(t.Context(), tickets.Key{ID: id})
	must(t, err)
	return d
}

func must(t testing.TB, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func kyiv(t *testing.T, s string) time.Time {
	t.Helper()
	at, err := time.ParseInLocation("2006-01-02 15:04", s, sla.Kyiv)
	must(t, err)
	return at
}

func constraint(err error) string {
	var pg *pgconn.PgError
	if errors.As(err, &pg) {
		return pg.ConstraintName
	}
	return ""
}

func ids(list []tickets.Ticket) []tickets.TicketID {
	out := []tickets.TicketID{}
	for _, t := range list {
		out = append(out, t.ID)
	}
	return out
}

func TestOpenForCall_TicketHasNumberTermsAndHistory_R_2_1_R_2_2(t *testing.T) {
	r := newRegister(t)
	got, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: "ast-1.1", Number: olenaPhone, RawNumber: "0501234567",
		DID: "+380443668012", ArrivedAt: kyiv(t, "2026-11-23 10:14")})
	must(t, err)
	want := tickets.Ticket{ID: got.ID, Number: 10000001, Channel: tickets.Phone, Status: tickets.Registered, Service: tickets.Information,
		Call: "ast-1.1", Caller: olenaPhone, RawCaller: "0501234567", DID: "+380443668012",
		ReceivedAt: kyiv(t, "2026-11-23 10:14").UTC(), RegisteredAt: kyiv(t, "2026-11-23 10:15").UTC(),
		ReactionDueAt: kyiv(t, "2026-11-23 10:45").UTC(), ResolutionDueAt: kyiv(t, "2026-11-27 10:15").UTC(), Version: 1,
		Clocks: tickets.Clocks{Target: sla.Target{Reaction: 30 * time.Minute, Resolution: 36 * time.Hour}, CalendarVersion: got.CalendarVersion}}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("got  %+v\nwant %+v", got, want)
	}
	d, err := r.Get(t.Context(), tickets.Key{Number: got.Number})
	must(t, err)
	if len(d.History) != 1 || d.History[0].Kind != tickets.EntryRegistered || d.History[0].Call != "ast-1.1" || d.Applicant != nil || len(d.Related) != 0 {
		t.Errorf("%+v", d)
	}
	again, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: "ast-1.1", Number: secondPhone})
	if err != nil || !reflect.DeepEqual(again, got) {
		t.Errorf("the same call told again: %+v, %v", again, err)
	}
}

func TestOpenForCall_OutsideHoursTheClockStartsAtTheNextOpening_R_3_2_2(t *testing.T) {
	r := newRegister(t)
	r.clock = kyiv(t, "2026-11-28 14:00") // a Saturday
	got := r.call(t, "")
	if !got.ReactionDueAt.Equal(kyiv(t, "2026-11-30 09:30")) || !got.ResolutionDueAt.Equal(kyiv(t, "2026-12-03 18:00")) {
		t.Errorf("due %s, %s", got.ReactionDueAt.In(sla.Kyiv), got.ResolutionDueAt.In(sla.Kyiv))
	}
	open, next, err := r.Hours(t.Context(), r.clock)
	if err != nil || open || !next.Equal(kyiv(t, "2026-11-30 09:00")) {
		t.Errorf("hours: %v, %s, %v", open, next, err)
	}
}

func TestOpenForCall_TwentyAtOnce(t *testing.T) {
	r := newRegister(t)
	const n = 20
	open := func(call func(i int) tickets.CallID) map[tickets.Number]int {
		var wg sync.WaitGroup
		var mu sync.Mutex
		numbers := map[tickets.Number]int{}
		for i := range n {
			wg.Go(func() {
				got, err := r.OpenForCall(context.Background(), tickets.CallOpening{CallID: call(i), Number: olenaPhone})
				if err != nil {
					t.Error(err)
				}
				mu.Lock()
				defer mu.Unlock()
				numbers[got.Number]++
			})
		}
		wg.Wait()
		return numbers
	}
	if got := open(func(int) tickets.CallID { return "same" }); len(got) != 1 {
		t.Errorf("one call has the tickets %v", got)
	}
	if got := open(func(i int) tickets.CallID { return tickets.CallID(fmt.Sprint("call-", i)) }); len(got) != n {
		t.Errorf("%d calls have %d numbers", n, len(got))
	}
	var count, registered int
	must(t, r.pool.QueryRow(t.Context(), `SELECT (SELECT count(*) FROM ticket), (SELECT count(*) FROM ticket_history WHERE kind = 'registered')`).Scan(&count, &registered))
	if count != n+1 || registered != n+1 {
		t.Errorf("%d tickets, %d entries, want %d", count, registered, n+1)
	}
}

func TestOpenForCall_BadNumbersLoseNoCall(t *testing.T) {
	r := newRegister(t)
	long := fmt.Sprintf("%03000d", 7)
	for i, raw := range []string{"anonymous", "", "1' OR '1'='1", long, "\x00\x1b\r\n<script>", "\xff\xfe", "${SHELL(id)}"} {
		p := phone.Parse(raw)
		for j, number := range []string{p.E164, raw} { // parsed, and as a careless caller would pass it on
			got, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: tickets.CallID(fmt.Sprint("bad-", i, "-", j)), Number: number, RawNumber: raw, DID: raw})
			if err != nil || got.Caller != "" || len([]rune(got.RawCaller)) > 64 {
				t.Errorf("%.20q: %+v, %v", raw, got, err)
			}
		}
	}
	for _, id := range []tickets.CallID{"", "a\x00b", tickets.CallID(long)} {
		var invalid tickets.Invalid
		if _, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: id}); !errors.As(err, &invalid) {
			t.Errorf("call id %.20q: %v", string(id), err)
		}
	}
}

// An instant without a zone is another one on a machine of another zone.
func TestSchema_EveryInstantHasItsZone_R_X_1(t *testing.T) {
	r := newRegister(t)
	var with, without []string
	must(t, r.pool.QueryRow(t.Context(), `SELECT array_agg(table_name || '.' || column_name) FILTER (WHERE data_type = 'timestamp with time zone'),
		array_agg(table_name || '.' || column_name) FILTER (WHERE data_type = 'timestamp without time zone' AND table_name <> 'goose_db_version')
		  FROM information_schema.columns WHERE table_schema = current_schema()`).Scan(&with, &without))
	if len(with) < 50 || len(without) > 0 {
		t.Errorf("%d with a zone, without: %v", len(with), without)
	}
}

func TestHistory_IsAppendOnly_R_1_2(t *testing.T) {
	r := newRegister(t)
	r.call(t, olenaPhone)
	for _, statement := range []string{`UPDATE ticket_history SET body = 'x'`, `DELETE FROM ticket_history`, `TRUNCATE ticket_history`} {
		if _, err := r.pool.Exec(t.Context(), statement); constraint(err) != "ticket_history_append_only" {
			t.Errorf("%s: %v", statement, err)
		}
	}
}

func TestSchema_RefusesWhatTheRegulationDoes_R_2_3_R_2_7_2_R_3_3_2_R_4_2(t *testing.T) {
	r := newRegister(t)
	r.call(t, "")
	for statement, want := range map[string]string{
		`INSERT INTO ticket_class VALUES ('feature', 'critical')`:                                      "ticket_class_possible",
		`INSERT INTO sla_target VALUES ('feature', 'critical', now(), 1, 1, 'a', 'b')`:                 "sla_target_class",
		`UPDATE ticket SET type = 'feature', category = 'critical'`:                                    "ticket_class_known",
		`UPDATE ticket SET type = 'bug'`:                                                               "ticket_class_known",
		`UPDATE ticket SET status = 'closed', close_reason = 'solved'`:                                 "ticket_closed_is_classified",
		`UPDATE ticket SET channel = 'facebook', call_id = NULL`:                                       "ticket_channel",
		`UPDATE ticket SET channel = 'email'`:                                                          "ticket_call_is_phone",
		`INSERT INTO calendar_day VALUES ('2026-12-25', 'holiday', '09:00', '18:00', 'x', 'x', now())`: "calendar_day_hours",
		`INSERT INTO calendar_day VALUES ('2026-12-26', 'working', NULL, NULL, 'x', 'x', now())`:       "calendar_day_hours",
	} {
		if _, err := r.pool.Exec(t.Context(), statement); constraint(err) != want {
			t.Errorf("%s: %v, want %s", statement, err, want)
		}
	}
}

func TestTerms_Table1AsSeeded_R_T1_R_3_3_1_3(t *testing.T) {
	r := newRegister(t)
	terms, err := postgres.New(r.pool).Terms(t.Context(), r.clock)
	must(t, err)
	const h = time.Hour
	want := tickets.Table{
		{Type: tickets.Bug, Category: tickets.Critical}: {Reaction: h, Resolution: 4 * h}, {Type: tickets.Bug, Category: tickets.High}: {Reaction: 2 * h, Resolution: 16 * h},
		{Type: tickets.Bug, Category: tickets.Low}: {Reaction: 4 * h, Resolution: 36 * h}, {Type: tickets.Feature, Category: tickets.High}: {Reaction: h, Resolution: 4 * h},
		{Type: tickets.Feature, Category: tickets.Low}: {Reaction: 4 * h, Resolution: 96 * h}, {Type: tickets.Consultation, Category: tickets.Critical}: {Reaction: h / 2, Resolution: 4 * h},
		{Type: tickets.Consultation, Category: tickets.High}: {Reaction: h, Resolution: 16 * h}, {Type: tickets.Consultation, Category: tickets.Low}: {Reaction: 2 * h, Resolution: 36 * h},
	}
	if len(terms.Table) != len(want) || len(want) != len(tickets.Classes) {
		t.Fatalf("%d rows", len(terms.Table))
	}
	for _, class := range tickets.Classes {
		if terms.Table[class] != want[class] {
			t.Errorf("%v: %v, want %v", class, terms.Table[class], want[class])
		}
	}
}

func TestTerms_AChangeHoldsForLaterTicketsOnly_R_3_1(t *testing.T) {
	r := newRegister(t)
	before := r.call(t, "")
	_, err := r.pool.Exec(t.Context(), `INSERT INTO sla_target VALUES ('bug', 'low', $1, 240, 540, 'x', 'y')`, kyiv(t, "2026-11-23 12:00"))
	must(t, err)
	_, err = r.pool.Exec(t.Context(), `INSERT INTO calendar_day VALUES ('2026-11-24', 'holiday', NULL, NULL, 'x', 'y', now()),
		('2026-11-25', 'extended', '08:00', '24:00', 'x', 'y', now())`)
	must(t, err)
	r.clock = kyiv(t, "2026-11-23 12:59")
	after := r.call(t, "") // 13:00: five hours on Monday, none on Tuesday, four on Wednesday
	if !after.ResolutionDueAt.Equal(kyiv(t, "2026-11-25 12:00")) {
		t.Errorf("due %s", after.ResolutionDueAt.In(sla.Kyiv))
	}
	if got := r.get(t, before.ID).Ticket; !got.ResolutionDueAt.Equal(before.ResolutionDueAt) {
		t.Errorf("a former promise became %s", got.ResolutionDueAt)
	}
	var versions []int64
	must(t, r.pool.QueryRow(t.Context(), `SELECT array_agg(calendar_version ORDER BY id) FROM ticket`).Scan(&versions))
	if len(versions) != 2 || versions[1] != versions[0]+1 {
		t.Errorf("calendar versions %v", versions)
	}
}

func TestHours_DatabaseAwayTheLastKnownCalendarIsUsed(t *testing.T) {
	r := newRegister(t)
	if open, _, err := r.Hours(t.Context(), r.now()); err != nil || !open {
		t.Fatalf("open %v, %v", open, err)
	}
	r.pool.Close()
	r.pass(24 * time.Hour)
	if open, _, err := r.Hours(t.Context(), r.now()); err != nil || !open {
		t.Errorf("Tuesday with the database away: open %v, %v", open, err)
	}
	r.pass(9 * time.Hour)
	if open, next, err := r.Hours(t.Context(), r.now()); err != nil || open || !next.Equal(kyiv(t, "2026-11-25 09:00")) {
		t.Errorf("Tuesday evening with the database away: open %v, next %s, %v", open, next, err)
	}
	if _, err := r.OpenForCall(t.Context(), tickets.CallOpening{CallID: "later"}); err == nil {
		t.Error("a ticket was opened without a database")
	}
}
