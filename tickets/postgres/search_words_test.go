package postgres_test

import (
	"testing"
	"time"
)

// Reading the register anew keeps a word no longer than the tickets that say it.
func TestFill_WordsAreDatedByTheirTicketsAndNotByTheReading_R_4_3_2_Amb_10(t *testing.T) {
	r, index, _ := newFinder(t)
	seen := func() (on string) {
		t.Helper()
		must(t, r.pool.QueryRow(t.Context(), `SELECT coalesce(max(seen_on)::text, 'gone') FROM search_word WHERE word = 'синьоокенко'`).Scan(&on))
		return on
	}
	readAnew := func() {
		t.Helper()
		_, err := r.pool.Exec(t.Context(), `UPDATE ticket_search_state SET backlog = (SELECT max(id) FROM ticket)`)
		must(t, err)
		fill(t, r, index)
	}
	r.at(kyiv(t, "2021-03-02 10:00"))
	old := r.about(t, olenaPhone, "Скарга Синьоокенко")
	r.at(kyiv(t, "2026-03-02 10:00"))
	fill(t, r, index)
	equal(t, "the day of the ticket's last record", seen(), "2021-03-02")
	r.at(kyiv(t, "2026-09-02 10:00"))
	readAnew()
	equal(t, "read anew", seen(), "2021-03-02")
	must(t, index.Forget(t.Context(), kyiv(t, "2021-03-02 00:00")))
	equal(t, "the ticket is kept yet", seen(), "2021-03-02")

	must(t, r.AddNote(t.Context(), old.ID, agent, "Дзвонила знову", "k"))
	fill(t, r, index)
	equal(t, "the ticket has a later record", seen(), "2026-09-02")
	must(t, index.Forget(t.Context(), r.now().Add(48*time.Hour)))
	equal(t, "after all", seen(), "gone")
}
