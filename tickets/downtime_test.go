package tickets

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/tickets/sla"
)

func codes(err error) (out []string) {
	var invalid Invalid
	if errors.As(err, &invalid) {
		for _, f := range invalid {
			out = append(out, f.Field+" "+f.Code)
		}
	}
	return out
}

func planned(t *testing.T, from, to string) Downtime {
	t.Helper()
	return Downtime{ID: 1, Kind: Planned, Title: "Оновлення", Works: "Нова версія", StartsAt: at(t, from), EndsAt: at(t, to), State: DowntimeDraft, AgreedBy: "лист № 5"}
}

// Every step in every state: what is not written here is refused.
func TestDowntime_EveryStepInEveryState_R_1_9(t *testing.T) {
	now := at(t, "2026-11-20 12:00")
	allowed := map[DowntimeState]map[DowntimeStep]DowntimeState{
		DowntimeDraft:     {ApproveDowntime: DowntimeApproved, EditDowntime: DowntimeDraft, CancelDowntime: DowntimeCancelled},
		DowntimeApproved:  {EditDowntime: DowntimeDraft, CancelDowntime: DowntimeCancelled},
		DowntimeRunning:   {EditDowntime: DowntimeRunning, FinishDowntime: DowntimeDone},
		DowntimeDone:      {},
		DowntimeCancelled: {},
	}
	for _, state := range DowntimeStates {
		for _, step := range []DowntimeStep{ApproveDowntime, EditDowntime, FinishDowntime, CancelDowntime} {
			d := planned(t, "2026-11-20 19:00", "2026-11-20 23:00")
			d.State = state
			got, err := d.step(step, now)
			want, ok := allowed[state][step]
			if got != want || ok == errors.Is(err, ErrDowntimeStep) {
				t.Errorf("%s of %s: %q, %v; want %q", step, state, got, err, want)
			}
		}
	}
}

// What was approved begins and ends by itself.
func TestDowntime_ApprovedWorksRunInTheirTime_R_1_9(t *testing.T) {
	d := planned(t, "2026-11-20 19:00", "2026-11-21 01:00")
	d.State = DowntimeApproved
	for when, want := range map[string]DowntimeState{"2026-11-20 18:59": DowntimeApproved, "2026-11-20 19:00": DowntimeRunning, "2026-11-21 00:59": DowntimeRunning, "2026-11-21 01:00": DowntimeDone} {
		if got := d.At(at(t, when)); got != want {
			t.Errorf("at %s: %s, want %s", when, got, want)
		}
	}
	if _, err := d.step(CancelDowntime, at(t, "2026-11-20 20:00")); !errors.Is(err, ErrDowntimeStep) {
		t.Errorf("works that run were cancelled: %v", err)
	}
	over, err := stepped(d, DowntimeOrder{Step: FinishDowntime}, WorkRules{}, nil, at(t, "2026-11-20 20:00"))
	if err != nil || over.State != DowntimeDone || !over.EndedAt.Equal(at(t, "2026-11-20 20:00")) {
		t.Errorf("%+v, %v", over, err)
	}
	accident := Downtime{Kind: Emergency, State: DowntimeRunning, StartsAt: at(t, "2026-11-20 10:00"), EndsAt: at(t, "2026-11-20 11:00")}
	if now := at(t, "2026-11-20 12:00"); accident.At(now) != DowntimeRunning || !accident.Overdue(now) || accident.Overdue(at(t, "2026-11-20 10:59")) {
		t.Error("an accident is over when people say so, and is seen to last longer than was hoped")
	}
}

func TestCheckWindow_PlannedWorksAtNightOnly_R_3_2_4_1(t *testing.T) {
	now := at(t, "2026-01-10 12:00")
	for window, want := range map[[2]string][]string{
		{"2026-11-20 19:00", "2026-11-21 08:00"}: nil,
		{"2026-11-20 23:30", "2026-11-21 00:30"}: nil,
		{"2026-11-21 00:00", "2026-11-21 08:00"}: nil,
		{"2026-11-21 07:59", "2026-11-21 08:00"}: nil,
		{"2026-11-20 18:59", "2026-11-20 20:00"}: {"starts_at night"},
		{"2026-11-21 08:00", "2026-11-21 08:30"}: {"starts_at night"},
		{"2026-11-21 12:00", "2026-11-21 13:00"}: {"starts_at night"}, // a Saturday is no exception
		{"2026-11-20 19:00", "2026-11-21 08:01"}: {"ends_at night"},
		{"2026-11-20 19:00", "2026-11-21 19:30"}: {"ends_at night"},
		{"2026-11-21 07:00", "2026-11-21 20:00"}: {"ends_at night"},
		{"2026-03-28 19:00", "2026-03-29 08:00"}: nil, // the clock goes forward: twelve hours
		{"2026-10-24 19:00", "2026-10-25 08:00"}: nil, // and back: fourteen
		{"2026-10-24 19:00", "2026-10-25 08:01"}: {"ends_at night"},
		{"2026-12-31 22:00", "2027-01-01 02:00"}: nil,
		{"2026-01-10 11:00", "2026-01-10 11:30"}: {"starts_at night", "starts_at past"},
		{"2026-01-09 20:00", "2026-01-09 21:00"}: {"starts_at past"},
	} {
		if got := codes(CheckWindow(planned(t, window[0], window[1]), WorkRules{}, nil, now)); !slices.Equal(got, want) {
			t.Errorf("%s: %q, want %q", window, got, want)
		}
	}
	accident := Downtime{Kind: Emergency, StartsAt: now}
	if err := CheckWindow(accident, WorkRules{}, nil, now); err != nil {
		t.Errorf("an accident keeps to no hours: %v", err)
	}
	if got := codes(CheckWindow(accident, WorkRules{}, nil, now.Add(-time.Second))); !slices.Equal(got, []string{"starts_at future"}) {
		t.Errorf("an accident of tomorrow: %q", got)
	}
}

func TestCheckWindow_NoMoreWorksThanThePeriodMayHave_R_1_9(t *testing.T) {
	now := at(t, "2026-11-01 12:00")
	other := func(id DowntimeID, from string, change func(*Downtime)) Downtime {
		d := planned(t, from, "2026-12-31 00:00")
		d.ID = id
		if change != nil {
			change(&d)
		}
		return d
	}
	d := planned(t, "2026-11-29 20:00", "2026-11-29 22:00") // a Sunday
	two := WorkRules{Limit: WorkLimit{2, WorkWeek}}
	for name, c := range map[string]struct {
		rules  WorkRules
		others []Downtime
		full   bool
	}{
		"no limit":               {WorkRules{}, []Downtime{other(2, "2026-11-23 20:00", nil), other(3, "2026-11-24 20:00", nil)}, false},
		"one of two":             {two, []Downtime{other(2, "2026-11-23 20:00", nil)}, false},
		"two of two":             {two, []Downtime{other(2, "2026-11-23 00:00", nil), other(3, "2026-11-28 20:00", nil)}, true},
		"the week before":        {two, []Downtime{other(2, "2026-11-22 23:00", nil), other(3, "2026-11-24 20:00", nil)}, false},
		"the week after":         {two, []Downtime{other(2, "2026-11-30 00:00", nil), other(3, "2026-11-24 20:00", nil)}, false},
		"itself":                 {two, []Downtime{other(1, "2026-11-23 20:00", nil), other(3, "2026-11-24 20:00", nil)}, false},
		"a cancelled one":        {two, []Downtime{other(2, "2026-11-23 20:00", func(d *Downtime) { d.State = DowntimeCancelled }), other(3, "2026-11-24 20:00", nil)}, false},
		"an accident":            {two, []Downtime{other(2, "2026-11-23 20:00", func(d *Downtime) { d.Kind = Emergency }), other(3, "2026-11-24 20:00", nil)}, false},
		"a month, first and end": {WorkRules{Limit: WorkLimit{2, WorkMonth}}, []Downtime{other(2, "2026-11-01 00:00", nil), other(3, "2026-11-30 23:59", nil)}, true},
		"the month after":        {WorkRules{Limit: WorkLimit{2, WorkMonth}}, []Downtime{other(2, "2026-12-01 00:00", nil), other(3, "2026-11-30 23:59", nil)}, false},
	} {
		if got := slices.Contains(codes(CheckWindow(d, c.rules, c.others, now)), "starts_at limit"); got != c.full {
			t.Errorf("%s: full %v, want %v", name, got, c.full)
		}
	}
}

func vote() ProtectedPeriod {
	return ProtectedPeriod{Name: "Голосування за проєкти", From: sla.Date{Year: 2026, Month: 11, Day: 20}, To: sla.Date{Year: 2026, Month: 11, Day: 25}}
}

func TestWorkRules_WhichPeriodsWorksTouch_R_3_2_4_2(t *testing.T) {
	rules := WorkRules{Protected: []ProtectedPeriod{vote()}}
	for window, want := range map[[2]string]int{
		{"2026-11-19 20:00", "2026-11-20 00:00"}: 0, // ends as the first day begins
		{"2026-11-19 20:00", "2026-11-20 00:01"}: 1,
		{"2026-11-22 20:00", "2026-11-22 21:00"}: 1,
		{"2026-11-25 23:59", "2026-11-26 03:00"}: 1,
		{"2026-11-26 00:00", "2026-11-26 03:00"}: 0,
	} {
		if got := len(rules.Over(planned(t, window[0], window[1]))); got != want {
			t.Errorf("%s: %d, want %d", window, got, want)
		}
	}
}

func TestCheckApproval_ProtectedPeriodNeedsSomebodyOfTheList_R_3_2_4_2(t *testing.T) {
	person, retired := Responsible{ID: 7, Name: "Гнатюк", Active: true}, Responsible{ID: 8, Name: "Колишній"}
	rules := WorkRules{Protected: []ProtectedPeriod{vote()}, Responsibles: []Responsible{person, retired}}
	inside, outside := planned(t, "2026-11-22 20:00", "2026-11-22 22:00"), planned(t, "2026-12-22 20:00", "2026-12-22 22:00")
	unagreed := outside
	unagreed.AgreedBy = ""
	for name, c := range map[string]struct {
		d    Downtime
		who  Responsible
		want []string
	}{
		"outside, agreed":     {outside, Responsible{}, nil},
		"outside, not agreed": {unagreed, Responsible{}, []string{"agreed_by required"}}, // «Заздалегідь узгоджений»
		"inside, nobody":      {inside, Responsible{}, []string{"approver_id protected"}},
		"inside, of the list": {inside, person, nil},
		"inside, retired":     {inside, retired, []string{"approver_id retired"}},
	} {
		if got := codes(CheckApproval(c.d, rules, c.who)); !slices.Equal(got, c.want) {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}

// The regulation's list of responsible persons is missing: as long as nobody is on ours, works in a protected period stay drafts.
func TestCheckApproval_EmptyListBlocks_Amb_13(t *testing.T) {
	d, now := planned(t, "2026-11-22 20:00", "2026-11-22 22:00"), at(t, "2026-11-10 10:00")
	for name, list := range map[string][]Responsible{"empty": nil, "all retired": {{ID: 8, Name: "Колишній"}}} {
		rules := WorkRules{Protected: []ProtectedPeriod{vote()}, Responsibles: list}
		got, err := stepped(d, DowntimeOrder{Step: ApproveDowntime}, rules, nil, now)
		if !slices.Equal(codes(err), []string{"approver_id nobody"}) || got.State != DowntimeDraft {
			t.Errorf("%s: %s, %v", name, got.State, err)
		}
	}
	rules := WorkRules{Protected: []ProtectedPeriod{vote()}, Responsibles: []Responsible{{ID: 7, Name: "Гнатюк", Active: true}}}
	got, err := stepped(d, DowntimeOrder{Step: ApproveDowntime, Approver: 7}, rules, nil, now)
	if err != nil || got.State != DowntimeApproved || got.Approver != "Гнатюк" || !got.ApprovedAt.Equal(now) {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := stepped(d, DowntimeOrder{Step: ApproveDowntime, Approver: 99}, rules, nil, now); !slices.Equal(codes(err), []string{"approver_id unknown"}) {
		t.Errorf("a stranger approved: %v", err)
	}
	// DowntimeApproved is approved beforehand.
	if _, err := stepped(d, DowntimeOrder{Step: ApproveDowntime, Approver: 7}, rules, nil, at(t, "2026-11-22 20:30")); !slices.Equal(codes(err), []string{"starts_at past"}) {
		t.Errorf("approved when it had begun: %v", err)
	}
}

func TestDowntime_EditAsksForANewApproval_R_3_2_4_2(t *testing.T) {
	was, now := planned(t, "2026-12-22 20:00", "2026-12-22 22:00"), at(t, "2026-11-10 10:00")
	was.State, was.Approver, was.ApproverID, was.ApprovedAt = DowntimeApproved, "Гнатюк", 7, now
	d := was
	d.EndsAt = at(t, "2026-12-22 23:00")
	got, err := edited(was, d, WorkRules{}, nil, now)
	if err != nil || got.State != DowntimeDraft || got.Approver != "" || got.ApproverID != 0 || !got.ApprovedAt.IsZero() || !got.EndsAt.Equal(d.EndsAt) {
		t.Errorf("%+v, %v", got, err)
	}
	// Of what runs neither begin nor, of works that were approved, the end can be changed; what callers are told can.
	running := at(t, "2026-12-22 20:30")
	if _, err := edited(was, d, WorkRules{}, nil, running); !slices.Equal(codes(err), []string{"ends_at fixed"}) {
		t.Errorf("%v", err)
	}
	d = was
	d.Prompt = "works"
	if _, err := edited(was, d, WorkRules{}, nil, running); !slices.Equal(codes(err), []string{"prompt unknown"}) {
		t.Errorf("%v", err)
	}
	got, err = edited(was, d, WorkRules{Prompts: []LinePrompt{{Name: "works", Active: true}}}, nil, running)
	if err != nil || got.State != DowntimeApproved || got.Prompt != "works" || got.Approver != "Гнатюк" {
		t.Errorf("%+v, %v", got, err)
	}
	if _, err := edited(was, d, WorkRules{}, nil, at(t, "2026-12-23 10:00")); !errors.Is(err, ErrDowntimeStep) {
		t.Errorf("what is over was changed: %v", err)
	}
}

func TestPromptsOf_AccidentsFirstAndEachOnce_R_1_9(t *testing.T) {
	got := promptsOf([]Downtime{{Kind: Planned, Prompt: "works"}, {Kind: Emergency, Prompt: "outage"}, {Kind: Emergency}, {Kind: Planned, Prompt: "outage"}})
	if !slices.Equal(got, []string{"outage", "works"}) {
		t.Errorf("%q", got)
	}
}
