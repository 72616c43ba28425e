package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"math/rand/v2"
	"slices"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/postgres"
	"hotline/tickets/sla"
)

func newDowntimes(t *testing.T) (*tickets.Downtimes, *register) {
	t.Helper()
	r := newRegister(t) // it is 10:15 on Monday, 23 November 2026
	return tickets.NewDowntimes(postgres.New(r.pool), r.now, slog.New(slog.DiscardHandler)), r
}

func night(t *testing.T, from, to string) tickets.Downtime {
	t.Helper()
	return tickets.Downtime{Kind: tickets.Planned, Title: "Оновлення системи", Works: "Нова версія", StartsAt: kyiv(t, from), EndsAt: kyiv(t, to), AgreedBy: "лист № 5"}
}

func invalid(err error) (out []string) {
	var faults tickets.Invalid
	if errors.As(err, &faults) {
		for _, f := range faults {
			out = append(out, f.Field+" "+f.Code)
		}
	}
	return out
}

func TestDowntime_FromDraftToDone_R_1_9(t *testing.T) {
	d, r := newDowntimes(t)
	draft := night(t, "2026-11-24 20:00", "2026-11-25 02:00")
	draft.Prompt = "works"
	got, err := d.Put(t.Context(), draft, agent)
	must(t, err)
	if got.State != tickets.DowntimeDraft || got.Author != agent.Name || got.Version != 1 || !got.StartsAt.Equal(draft.StartsAt) {
		t.Fatalf("%+v", got)
	}
	got, err = d.Step(t.Context(), got.ID, got.Version, tickets.DowntimeOrder{Step: tickets.ApproveDowntime}, colleague)
	must(t, err)
	if got.State != tickets.DowntimeApproved || !got.ApprovedAt.Equal(r.now()) {
		t.Fatalf("%+v", got)
	}
	hears := func() []string {
		t.Helper()
		names, err := d.Prompts(t.Context())
		must(t, err)
		return names
	}
	if names := hears(); len(names) != 0 {
		t.Errorf("before: %q", names)
	}
	r.clock = kyiv(t, "2026-11-24 20:00")
	if names := hears(); !slices.Equal(names, []string{"works"}) {
		t.Errorf("while it runs: %q", names)
	}
	r.clock = kyiv(t, "2026-11-25 01:00")
	done, err := d.Step(t.Context(), got.ID, got.Version, tickets.DowntimeOrder{Step: tickets.FinishDowntime}, agent)
	must(t, err)
	if names := hears(); len(names) != 0 || done.State != tickets.DowntimeDone || !done.EndedAt.Equal(r.now()) {
		t.Errorf("afterwards: %q, %+v", names, done)
	}
	if _, err := d.Step(t.Context(), got.ID, done.Version, tickets.DowntimeOrder{Step: tickets.CancelDowntime, Why: "x"}, agent); !errors.Is(err, tickets.ErrDowntimeStep) {
		t.Errorf("what is done was cancelled: %v", err)
	}
	changes, err := d.Changes(t.Context(), got.ID)
	must(t, err)
	var whats []string
	for _, c := range changes {
		whats = append(whats, c.By+" "+c.What)
	}
	if !slices.Equal(whats, []string{agent.Name + " finish", colleague.Name + " approve", agent.Name + " created"}) {
		t.Errorf("%q", whats)
	}
	all, err := d.List(t.Context(), kyiv(t, "2026-11-24 00:00"), kyiv(t, "2026-11-26 00:00"))
	must(t, err)
	if len(all) != 1 || all[0].ID != got.ID {
		t.Errorf("%+v", all)
	}
	if all, err = d.List(t.Context(), kyiv(t, "2026-11-25 01:00"), kyiv(t, "2026-11-26 00:00")); err != nil || len(all) != 0 {
		t.Errorf("after its end: %+v, %v", all, err)
	}
}

func TestDowntime_AccidentRunsAtOnceUntilSomebodySaysOtherwise_R_1_9(t *testing.T) {
	d, r := newDowntimes(t)
	got, err := d.Put(t.Context(), tickets.Downtime{Kind: tickets.Emergency, Title: "Не працює вхід", StartsAt: r.now().Add(-time.Minute), Prompt: "outage"}, agent)
	must(t, err)
	r.pass(48 * time.Hour)
	running, err := d.Running(t.Context())
	must(t, err)
	if len(running) != 1 || running[0].ID != got.ID || running[0].State != tickets.DowntimeRunning {
		t.Fatalf("%+v", running)
	}
	got.EndsAt = r.now().Add(-time.Hour)
	got, err = d.Put(t.Context(), got, colleague)
	must(t, err)
	if !got.Overdue(r.now()) {
		t.Errorf("%+v", got)
	}
	if _, err := d.Step(t.Context(), got.ID, 1, tickets.DowntimeOrder{Step: tickets.FinishDowntime}, agent); err == nil {
		t.Error("what was changed meanwhile was ended unseen")
	} else if stale := (&tickets.Stale{}); !errors.As(err, &stale) || stale.By != colleague.Name {
		t.Errorf("%v", err)
	}
	if _, err := d.Step(t.Context(), got.ID, got.Version, tickets.DowntimeOrder{Step: tickets.FinishDowntime, At: got.StartsAt.Add(-1)}, agent); !slices.Equal(invalid(err), []string{"at order"}) {
		t.Errorf("ended before it began: %v", err)
	}
	done, err := d.Step(t.Context(), got.ID, got.Version, tickets.DowntimeOrder{Step: tickets.FinishDowntime, At: r.now().Add(-time.Minute)}, agent)
	must(t, err)
	if running, err = d.Running(t.Context()); err != nil || len(running) != 0 || !done.EndedAt.Equal(r.now().Add(-time.Minute)) {
		t.Errorf("%+v, %v", running, err)
	}
	if _, err := d.Put(t.Context(), tickets.Downtime{Kind: tickets.Emergency, Title: "x", StartsAt: r.now(), Prompt: "no-such"}, agent); !slices.Equal(invalid(err), []string{"prompt unknown"}) {
		t.Errorf("%v", err)
	}
}

func TestDowntime_InAProtectedPeriodSomebodyOfTheListApproves_R_3_2_4_2_Amb_13(t *testing.T) {
	d, _ := newDowntimes(t)
	period, err := d.AddProtected(t.Context(), 0, tickets.ProtectedPeriod{Name: "Голосування за проєкти", From: sla.Date{Year: 2026, Month: 12, Day: 1},
		To: sla.Date{Year: 2026, Month: 12, Day: 10}}, agent)
	must(t, err)
	got, err := d.Put(t.Context(), night(t, "2026-12-05 20:00", "2026-12-05 22:00"), agent)
	must(t, err)
	approve := func(id tickets.ResponsibleID) error {
		_, err := d.Step(t.Context(), got.ID, got.Version, tickets.DowntimeOrder{Step: tickets.ApproveDowntime, Approver: id}, agent)
		return err
	}
	if err := approve(0); !slices.Equal(invalid(err), []string{"approver_id nobody"}) {
		t.Errorf("the list is empty: %v", err)
	}
	person, err := d.PutResponsible(t.Context(), 0, tickets.Responsible{Name: "Гнатюк Степан", Position: "МРГ", Active: true}, agent)
	must(t, err)
	if err := approve(0); !slices.Equal(invalid(err), []string{"approver_id protected"}) {
		t.Errorf("nobody was named: %v", err)
	}
	person.Active = false
	_, err = d.PutResponsible(t.Context(), 0, person, agent)
	must(t, err)
	if err := approve(person.ID); !slices.Equal(invalid(err), []string{"approver_id retired"}) {
		t.Errorf("a retired one: %v", err)
	}
	person.Active = true
	_, err = d.PutResponsible(t.Context(), 0, person, agent)
	must(t, err)
	must(t, approve(person.ID))
	must(t, d.DropProtected(t.Context(), 0, period.ID, agent))
	if err := d.DropProtected(t.Context(), 0, period.ID, agent); !errors.Is(err, tickets.ErrNoRecord) {
		t.Errorf("%v", err)
	}
	rules, err := d.Rules(t.Context())
	must(t, err)
	if len(rules.Protected) != 0 || len(rules.Responsibles) != 1 || rules.Responsibles[0].Name != "Гнатюк Степан" || len(rules.Prompts) != 2 {
		t.Errorf("%+v", rules)
	}
}

// Ten people enter the last works of the week at once: one of them is the last.
func TestDowntime_TheLimitHoldsAlsoWhenAllComeAtOnce_R_1_9(t *testing.T) {
	d, r := newDowntimes(t)
	must(t, d.PutLimit(t.Context(), 0, tickets.WorkLimit{Works: 3, Period: tickets.WorkWeek}, agent))
	var people sync.WaitGroup
	var taken, refused atomic.Int64
	for range 10 {
		works := night(t, "2026-11-24 20:00", "2026-11-25 02:00")
		people.Go(func() {
			_, err := d.Put(context.Background(), works, agent)
			switch {
			case err == nil:
				taken.Add(1)
			case slices.Equal(invalid(err), []string{"starts_at limit"}):
				refused.Add(1)
			default:
				t.Error(err)
			}
		})
	}
	people.Wait()
	if taken.Load() != 3 || refused.Load() != 7 || count(t, r.pool, "downtime") != 3 {
		t.Errorf("%d taken, %d refused", taken.Load(), refused.Load())
	}
	_, err := d.Put(t.Context(), night(t, "2026-11-30 20:00", "2026-11-30 22:00"), agent)
	must(t, err)
}

// The database and the rule mean the same night, also when the clocks change.
func TestDowntime_TheDatabaseKeepsTheSameNight_R_3_2_4_1(t *testing.T) {
	_, r := newDowntimes(t)
	chance := rand.New(rand.NewPCG(1, 2))
	now := kyiv(t, "2026-01-01 12:00")
	agreed, refused := 0, 0
	for range 400 {
		from := kyiv(t, []string{"2026-03-28 12:00", "2026-10-24 12:00", "2026-11-20 12:00"}[chance.IntN(3)]).Add(time.Duration(chance.IntN(48*4)) * 15 * time.Minute)
		to := from.Add(time.Duration(1+chance.IntN(15*4)) * 15 * time.Minute)
		rule := tickets.CheckWindow(tickets.Downtime{Kind: tickets.Planned, StartsAt: from, EndsAt: to}, tickets.WorkRules{}, nil, now)
		_, err := r.pool.Exec(t.Context(), `INSERT INTO downtime (kind, title, starts_at, ends_at, state, author, changed_at) VALUES ('planned', 'x', $1, $2, 'draft', 'x', now())`, from, to)
		if err != nil && constraint(err) != "downtime_night" {
			t.Fatal(err)
		}
		if (rule == nil) != (err == nil) {
			t.Errorf("%s – %s: the rule says %v, the database %v", from.In(sla.Kyiv), to.In(sla.Kyiv), rule, err)
		}
		if err == nil {
			agreed++
		} else {
			refused++
		}
	}
	if agreed < 50 || refused < 50 {
		t.Errorf("%d nights, %d others: the chances are too one-sided", agreed, refused)
	}
}

// While the database is away callers hear what was known last; a copy that has never read it says that it does not know.
func TestDowntime_WithoutDatabaseTheLastKnownIsTold_R_1_9(t *testing.T) {
	d, r := newDowntimes(t)
	_, err := d.Put(t.Context(), tickets.Downtime{Kind: tickets.Emergency, Title: "Не працює вхід", StartsAt: r.now(), Prompt: "outage"}, agent)
	must(t, err)
	if names, err := d.Prompts(t.Context()); err != nil || !slices.Equal(names, []string{"outage"}) {
		t.Fatalf("%q, %v", names, err)
	}
	fresh := tickets.NewDowntimes(postgres.New(r.pool), r.now, slog.New(slog.DiscardHandler))
	r.pool.Close()
	r.pass(time.Minute)
	if names, err := d.Prompts(t.Context()); err != nil || !slices.Equal(names, []string{"outage"}) {
		t.Errorf("%q, %v", names, err)
	}
	if _, err := fresh.Prompts(t.Context()); err == nil {
		t.Error("nothing was read and nothing is said")
	}
}

// Whoever edits what another administrator has changed meanwhile is told by whom and when, whichever rule it is.
func TestWorkRules_TwoWhoEditAtOnceAreToldApart_R_3_2_4_2(t *testing.T) {
	r := newRegister(t)
	d := tickets.NewDowntimes(postgres.New(r.pool), r.now, slog.New(slog.DiscardHandler))
	rules, err := d.Rules(t.Context())
	must(t, err)
	seen := rules.Version
	must(t, d.PutLimit(t.Context(), seen, tickets.WorkLimit{Works: 2, Period: tickets.WorkWeek}, agent))
	at := r.now()
	r.pass(time.Minute)
	day := sla.Date{Year: 2026, Month: 12, Day: 1}
	edits := map[string]func() error{
		"limit": func() error {
			return d.PutLimit(t.Context(), seen, tickets.WorkLimit{Works: 9, Period: tickets.WorkWeek}, colleague)
		},
		"period": func() error {
			_, err := d.AddProtected(t.Context(), seen, tickets.ProtectedPeriod{Name: "Голосування", From: day, To: day}, colleague)
			return err
		},
		"dropped period": func() error { return d.DropProtected(t.Context(), seen, 1, colleague) },
		"responsible": func() error {
			_, err := d.PutResponsible(t.Context(), seen, tickets.Responsible{Name: "Гнатюк Степан", Active: true}, colleague)
			return err
		},
		"prompt": func() error {
			return d.PutPrompt(t.Context(), seen, tickets.LinePrompt{Name: "works", Words: "Інше", Active: true}, colleague)
		},
	}
	for name, edit := range edits {
		var stale *tickets.Stale
		if err := edit(); !errors.As(err, &stale) || stale.By != agent.Name || !stale.At.Equal(at) {
			t.Errorf("%s: %v, want who was faster", name, err)
		}
	}
	after, err := d.Rules(t.Context())
	must(t, err)
	if after.Version != seen+1 || after.Limit.Works != 2 || len(after.Protected) != len(rules.Protected) || len(after.Responsibles) != len(rules.Responsibles) {
		t.Errorf("something was changed all the same: %+v", after)
	}
	seen = after.Version
	must(t, edits["limit"]())
}
