package tickets

import (
	"strings"
	"testing"

	"hotline/tickets/sla"
)

func (l *life) set(name Setting, value int, from string) {
	l.terms.Settings = append(l.terms.Settings, SettingRow{Name: name, Value: value, From: at(l.t, from)})
}

func TestSetting_TheLastThatHasBegunHoldsAndOursBefore(t *testing.T) {
	rows := []SettingRow{{Name: ReopenDays, Value: 7, From: at(t, "2026-12-01 00:00")}, {Name: ReopenDays, Value: 3, From: at(t, "2026-11-24 10:00")},
		{Name: Pausing, Value: 0, From: at(t, "2026-11-01 00:00")}}
	for when, want := range map[string]int{"2026-11-24 09:59": 5, "2026-11-24 10:00": 3, "2026-11-30 23:59": 3, "2026-12-01 00:00": 7} {
		if got := SettingAt(rows, ReopenDays, at(t, when)); got != want {
			t.Errorf("at %s: %d days, want %d", when, got, want)
		}
	}
}

func TestSettings_OurReadingsAreWithinTheirLimitsAndNameTheirClause_Amb_10_Amb_15_Amb_23(t *testing.T) {
	want := map[Setting]int{EraseWithinDays: 30, Pausing: 1, FromReceipt: 0, LateAfterMinutes: 5, ReopenDays: 5}
	for _, r := range SettingRules {
		if r.Default != want[r.Name] || r.Default < r.Least || r.Default > r.Most || r.Clause == "" {
			t.Errorf("%+v", r)
		}
		delete(want, r.Name)
	}
	if len(want) > 0 {
		t.Errorf("without a rule: %v", want)
	}
}

func TestPause_TurnedOffTheClockGoesOnWhileTheApplicantIsAsked_Amb_15(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	due := l.ResolutionDueAt
	l.set(Pausing, 0, "2026-11-24 00:00")
	l.do("2026-11-24 10:00", koval, RequestInfo{"Яка версія?"})
	if l.Status != WaitingApplicant || l.Frozen || !l.ResolutionDueAt.Equal(due) {
		t.Errorf("%s, frozen %v, due %s", l.Status, l.Frozen, l.ResolutionDueAt)
	}
	l.do("2026-11-25 10:00", koval, Postpone{Ground: NeedsRelease, Why: "Оновлення"})
	if l.Frozen || len(l.Pauses) != 0 || !l.ResolutionDueAt.Equal(due) {
		t.Errorf("postponed: %v, due %s", l.Pauses, l.ResolutionDueAt)
	}
}

func TestPause_OneThatBeganBeforeItWasTurnedOffLastsUntilItIsOver_Amb_15(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	due := l.ResolutionDueAt
	l.do("2026-11-23 12:00", koval, RequestInfo{"Яка версія?"})
	l.set(Pausing, 0, "2026-11-23 13:00")
	l.do("2026-11-24 12:00", koval, Resume{})
	if l.Frozen || !due.Equal(at(t, "2026-11-27 10:00")) || !l.ResolutionDueAt.Equal(at(t, "2026-11-30 10:00")) {
		t.Errorf("due %s, want a working day after %s", l.ResolutionDueAt, due)
	}
}

func TestStart_FromTheArrivalWhenTheSettingSaysSo_Amb_23(t *testing.T) {
	terms := termsOf(t)
	terms.Settings = []SettingRow{{Name: FromReceipt, Value: 1, From: at(t, "2026-11-24 00:00")}}
	in := Ticket{Channel: Email, Status: Registered, ReceivedAt: at(t, "2026-11-20 10:00"), RegisteredAt: at(t, "2026-11-23 10:00")}
	before, err := promised(in, terms)
	if err != nil || before.FromReceipt || !before.ReactionDueAt.Equal(at(t, "2026-11-23 10:30")) {
		t.Errorf("registered before: from the arrival %v, due %s, %v", before.FromReceipt, before.ReactionDueAt, err)
	}
	in.RegisteredAt = at(t, "2026-11-24 10:00")
	after, err := promised(in, terms)
	if err != nil || !after.FromReceipt || !after.StartsAt().Equal(in.ReceivedAt) || !after.ReactionDueAt.Equal(at(t, "2026-11-20 10:30")) ||
		after.Reaction(in.RegisteredAt) != sla.Breached {
		t.Errorf("registered after: due %s, %s, %v", after.ReactionDueAt, after.Reaction(in.RegisteredAt), err)
	}
	// Classified by whatever the setting is then, it starts where it started.
	terms.Settings = append(terms.Settings, SettingRow{Name: FromReceipt, Value: 0, From: at(t, "2026-11-24 11:00")})
	c, err := Apply(after, Classification{Class: Class{Consultation, Low}, Assignee: koval}, koval, at(t, "2026-11-24 12:00"), terms)
	if err != nil || !c.Ticket.ReactionDueAt.Equal(at(t, "2026-11-20 12:00")) {
		t.Errorf("classified: due %s, %v", c.Ticket.ReactionDueAt, err)
	}
	in.ReceivedAt, in.RegisteredAt = at(t, "1999-01-01 10:00"), at(t, "2026-11-24 12:00")
	_, err = promised(in, terms)
	if err != nil {
		t.Errorf("counted from the registration the arrival may be long ago: %v", err)
	}
	terms.Settings = terms.Settings[:1]
	_, err = promised(in, terms)
	faultOf(t, err, "received_at")
}

func TestRegisteredLate_AfterSoManyWorkingMinutes_Amb_23(t *testing.T) {
	terms := termsOf(t)
	terms.Settings = []SettingRow{{Name: LateAfterMinutes, Value: 60, From: at(t, "2026-11-25 00:00")}}
	for _, c := range []struct {
		received, registered string
		late                 bool
	}{
		{"2026-11-23 10:00", "2026-11-23 10:05", false},
		{"2026-11-23 10:00", "2026-11-23 10:06", true},
		{"2026-11-20 19:00", "2026-11-23 09:05", false}, // a weekend has no working minutes
		{"2026-11-20 19:00", "2026-11-23 09:06", true},
		{"2026-11-25 10:00", "2026-11-25 11:00", false},
		{"2026-11-25 10:00", "2026-11-25 11:01", true},
		{"1999-11-25 10:00", "2026-11-25 11:01", true}, // before the calendar begins
	} {
		words := registeredLate(Ticket{ReceivedAt: at(t, c.received), RegisteredAt: at(t, c.registered)}, terms)
		if (words != "") != c.late || c.late && !strings.HasPrefix(words, "надійшло ") {
			t.Errorf("%s – %s: %q, want late %v", c.received, c.registered, words, c.late)
		}
	}
}

func TestReopen_AsManyWorkingDaysAsTheSettingSays_R_1_1(t *testing.T) {
	l := resolvedLife(t, "2026-11-23 12:00")
	l.set(ReopenDays, 2, "2026-11-01 00:00")
	refusedWith(t, l.try("2026-11-25 18:01", koval, Reopen{"Пізно"}), "reopen_late")
	l.do("2026-11-25 18:00", koval, Reopen{"Не працює"})
}
