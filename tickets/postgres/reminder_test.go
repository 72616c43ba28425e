package postgres_test

import (
	"slices"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/sla"
)

func TestRemind_AdministratorsAreToldOnceAWeekUntilTheYearIsConfirmed_R_3_2_1_1(t *testing.T) {
	r := newRegister(t)
	r.staff(t)
	_, err := r.pool.Exec(t.Context(), `INSERT INTO users (id, login, name, role, password_hash, created_at, password_changed_at) OVERRIDING SYSTEM VALUE
		VALUES ($1, 'keeper', $2, 'administrator', '$argon2id$none', now(), now())`, keeper.ID+100, keeper.Name)
	must(t, err)
	admin := keeper.ID + 100
	_, err = r.pool.Exec(t.Context(), `UPDATE calendar_regime SET created_at = $1`, r.now()) // looked at today
	must(t, err)
	confirm := func(year int) {
		t.Helper()
		c, err := r.Calendar(t.Context())
		must(t, err)
		rows, err := c.Propose(year)
		must(t, err)
		e := tickets.Decide{Year: year}
		for _, row := range rows {
			e.Rows = append(e.Rows, tickets.Verdict{Date: row.Date, Norm: row.Norm, Confirm: true})
		}
		r.edit(t, e)
	}
	confirm(2026)
	told := func(when string) []string {
		t.Helper()
		r.setClock(kyiv(t, when))
		for range 2 { // two copies
			must(t, r.Remind(t.Context()))
		}
		return r.told(t, admin)
	}
	year := string(tickets.AlertCalendarYear)
	equal(t, "on Monday", len(told("2026-11-23 10:15")), 1)
	equal(t, "on Sunday of the same week", len(told("2026-11-29 23:00")), 1)
	if got := told("2026-11-30 00:30"); !slices.Equal(got, []string{year, year}) {
		t.Errorf("the next week: %v", got)
	}
	in, err := r.Inbox(t.Context(), admin, 0, 10)
	must(t, err)
	if n := in.Lines[0]; in.Unread != 2 || n.Ticket != 0 || n.Text != "2027" {
		t.Errorf("%d unread, %+v", in.Unread, n)
	}
	confirm(2027)
	equal(t, "confirmed", len(told("2026-12-07 10:00")), 2)
	if got := told("2027-03-01 10:00"); !slices.Equal(got, []string{year, year, string(tickets.AlertRegimeUnseen)}) {
		t.Errorf("martial law after 98 days: %v", got)
	}
	equal(t, "others hear nothing", len(r.told(t, supervisor.ID))+len(r.told(t, agent.ID)), 0)
	r.pass(time.Hour)
	c, err := r.Calendar(t.Context())
	must(t, err)
	r.edit(t, tickets.SetRegime{ID: c.Regimes[0].ID, Name: c.Regimes[0].Name, Regime: c.Regimes[0].Regime})
	equal(t, "looked at", len(told("2027-03-08 10:00")), 3)
}

func TestSetFeast_IsStoredWithItsBasisAndAuthor_R_3_2_1_1(t *testing.T) {
	r := newRegister(t)
	c, err := r.Calendar(t.Context())
	must(t, err)
	count := len(c.Feasts)
	easter := c.Feasts[slices.IndexFunc(c.Feasts, func(f tickets.FeastRow) bool { return f.Name == "Великдень" })]
	easter.Valid.Until = on(2030, 12, 31)
	c = r.edit(t, tickets.SetFeast{ID: easter.ID, Feast: easter.Feast})
	c = r.edit(t, tickets.SetFeast{Feast: sla.Feast{Name: "День Києва", Month: time.May, Day: 25, Valid: sla.Span{From: on(2028, 1, 1)}}})
	equal(t, "lines", len(c.Feasts), count+1)
	for _, f := range c.Feasts {
		switch f.Name {
		case "Великдень":
			if f.Feast != easter.Feast || f.By != agent || f.Basis != "Наказ № 12" || !f.At.Equal(r.now()) {
				t.Errorf("%+v", f)
			}
		case "День Києва":
			if f.Month != time.May || f.Day != 25 || f.Valid.From != on(2028, 1, 1) || f.ID == 0 || f.Reason != "наказ № 12" {
				t.Errorf("%+v", f)
			}
		}
	}
	rows, err := c.Propose(2028)
	must(t, err)
	if !slices.ContainsFunc(rows, func(p tickets.Proposal) bool { return p.Date == on(2028, 5, 25) && p.Norm == sla.Holidays }) {
		t.Error("the new day is not proposed")
	}
}
