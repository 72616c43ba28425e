package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
)

var keeper = tickets.Author{ID: 3, Name: "Особа bondar"}

func (r *register) set(t *testing.T, name tickets.Setting, value int) {
	t.Helper()
	rows, err := r.Settings(t.Context())
	must(t, err)
	seen := int64(0)
	if len(rows) > 0 {
		seen = rows[0].ID
	}
	must(t, r.SetSetting(t.Context(), seen, tickets.SettingRow{Name: name, Value: value, Reason: "Наказ № 5", By: keeper}))
}

func TestSetting_IsKeptWithItsAuthorAndTwoAtOnceAreToldApart(t *testing.T) {
	r := newRegister(t)
	r.set(t, tickets.Pausing, 0)
	r.pass(time.Hour)
	err := r.SetSetting(t.Context(), 0, tickets.SettingRow{Name: tickets.ReopenDays, Value: 7, Reason: "так", By: agent})
	var stale *tickets.Stale
	if !errors.As(err, &stale) || stale.By != keeper.Name || !stale.At.Equal(r.now().Add(-time.Hour)) {
		t.Errorf("%v, want who was faster", err)
	}
	rows, err := r.Settings(t.Context())
	must(t, err)
	equal(t, "rows", len(rows), 1)
	if got := rows[0]; got.Name != tickets.Pausing || got.Value != 0 || got.By != keeper || got.Reason != "Наказ № 5" || !got.From.Equal(got.At) {
		t.Errorf("%+v", got)
	}
	for field, bad := range map[string]tickets.SettingRow{
		"name":       {Name: "x", Reason: "так"},
		"value":      {Name: tickets.EraseWithinDays, Value: 0, Reason: "так"},
		"valid_from": {Name: tickets.Pausing, Value: 1, Reason: "так", From: r.now().Add(-time.Second)},
		"reason":     {Name: tickets.Pausing, Value: 1, Reason: " "},
	} {
		var faults tickets.Invalid
		if err := r.SetSetting(t.Context(), rows[0].ID, bad); !errors.As(err, &faults) || faults[0].Field != field {
			t.Errorf("%v, want %s named", err, field)
		}
	}
	for _, statement := range []string{`UPDATE setting SET value = 1`, `DELETE FROM setting`, `TRUNCATE setting`} {
		_, err = r.pool.Exec(t.Context(), statement)
		equal(t, statement, constraint(err), "setting_append_only")
	}
}

func TestExpire_WithinTheDaysOfTheSetting_R_4_3_2_Amb_10(t *testing.T) {
	for name, c := range map[string]struct{ set, wait int }{"thirty days unless decided otherwise": {0, 29}, "one": {1, 0}, "ninety": {90, 89}} {
		t.Run(name, func(t *testing.T) {
			r := newRegister(t)
			r.old(t, olenaPhone, kyiv(t, "2020-02-28 12:00"))
			if c.set != 0 {
				r.set(t, tickets.EraseWithinDays, c.set)
			}
			over := kyiv(t, "2023-02-28 12:00").Add(time.Duration(c.wait) * 24 * time.Hour)
			for _, step := range []struct {
				at   time.Time
				want int
			}{{kyiv(t, "2023-02-28 12:00").Add(-time.Second), 0}, {over.Add(-time.Second), 0}, {over, 1}} {
				r.at(step.at)
				n, _, err := r.Expire(t.Context())
				must(t, err)
				equal(t, step.at.String(), n, step.want)
			}
		})
	}
}

func TestRegister_CountedFromTheArrivalKeepsItsStart_Amb_23(t *testing.T) {
	r := newRegister(t)
	r.set(t, tickets.FromReceipt, 1)
	in := tickets.Intake{Key: "k1", Channel: tickets.Email, Description: "Не працює", ReceivedAt: kyiv(t, "2026-11-20 10:00")}
	ticket, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	r.pass(time.Minute)
	_, err = r.Warn(t.Context())
	must(t, err)
	if h := r.get(t, ticket.ID).History; !strings.Contains(h[len(h)-1].Sentence(), "від надходження, до реєстрації він уже минув") {
		t.Errorf("%s", h[len(h)-1].Sentence())
	}
	r.set(t, tickets.FromReceipt, 0)
	ticket, err = r.Do(t.Context(), ticket.ID, 0, tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Assignee: agent}, agent)
	must(t, err)
	if !ticket.FromReceipt || !ticket.StartsAt().Equal(in.ReceivedAt) || !ticket.ResolutionDueAt.Equal(kyiv(t, "2026-11-26 10:00")) {
		t.Errorf("starts at %s, due %s", ticket.StartsAt(), ticket.ResolutionDueAt)
	}
	in.Key = "k2"
	later, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	equal(t, "after the setting was taken back", later.StartsAt(), later.RegisteredAt)
}

func TestRegister_SupervisorsHearOfALateRegistration_Amb_23(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	in := tickets.Intake{Key: "k1", Channel: tickets.Email, Description: "Не працює", ReceivedAt: r.now().Add(-5 * time.Minute)}
	_, err := r.RegisterByHand(t.Context(), in, agent)
	must(t, err)
	in.Key, in.ReceivedAt = "k2", r.now().Add(-6*time.Minute)
	for range 2 { // the same request twice
		_, err = r.RegisterByHand(t.Context(), in, agent)
		must(t, err)
	}
	told := r.told(t, supervisor.ID)
	if n := len(slices.DeleteFunc(told, func(s string) bool { return s != "registered_late" })); n != 1 {
		t.Errorf("told %d times: %v", n, told)
	}
	if told := r.told(t, agent.ID); slices.Contains(told, "registered_late") {
		t.Errorf("an operator was told: %v", told)
	}
}
