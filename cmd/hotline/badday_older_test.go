package main

import (
	"testing"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// PostgreSQL crashes and comes back without what had not reached its disk: that the agent answered, which is not waited for.
// hotline finds the call older than it knew it and ends; who is started next asks Asterisk, and the talk goes on as if nothing
// had been lost.
func TestBadDay_TheDatabaseComesBackOlder_TheTalkGoesOn(t *testing.T) {
	beside(t, aTown)
	w, first := watchedTown(t, func(c *config) { c.Greeting = "-" })
	caller, ring := w.talk(t, w.agent(t, 1, "Оксана", call.Information))
	id := w.last(t).Call.ID
	w.until(t, "the answer is written", func() bool { return w.last(t).Call.State == call.Talking })

	w.forgetsTheAnswer(t, id)
	<-first.logged
	w.launch(t)
	w.until(t, "the answer is written again", func() bool { return w.last(t).Call.State == call.Talking })
	w.do(t, 1, telephony.Hold, "")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	w.do(t, 1, telephony.Resume, "")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	must(t, caller.Hangup(w.ctx))
	w.settled(t)
	if again := w.count(t, `call_events WHERE kind = 'leg_up'`); again != 1 {
		t.Errorf("the answer stands in the journal %d times, want once", again)
	}
	w.rested(t, 1)
}

// forgetsTheAnswer takes back the step in which the agent answered, and what was written after it, as the crash of a database
// does that had not waited for its disk.
func (w *town) forgetsTheAnswer(t *testing.T, id call.ID) {
	t.Helper()
	must(t, pgx.BeginFunc(w.ctx, w.pool, func(tx pgx.Tx) error {
		all, err := eventsOf(w.ctx, tx, `SELECT id FROM calls`)
		if err != nil {
			return err
		}
		was := w.last(t).Call
		older := call.New(was.ID, was.Node)
		older.DID, older.Number, older.RawNumber = was.DID, was.Number, was.RawNumber
		for _, e := range all[id] {
			if e.Kind == call.LegUp {
				break
			}
			if older, _, err = call.Next(w.board.Rules, older, e); err != nil {
				return err
			}
		}
		b := &pgx.Batch{}
		b.Queue(`ALTER TABLE call_events DISABLE TRIGGER call_events_written_once`)
		b.Queue(`DELETE FROM call_events WHERE call_id = $1 AND version > $2`, id, older.Version)
		b.Queue(`UPDATE calls SET state = $2, version = $3, body = $4 WHERE id = $1`, id, older.State, older.Version, older)
		b.Queue(`UPDATE agents SET state = 'offered' WHERE call_id = $1`, id)
		b.Queue(`UPDATE offers SET answered_at = NULL, outcome = '' WHERE call_id = $1`, id)
		b.Queue(`ALTER TABLE call_events ENABLE TRIGGER call_events_written_once`)
		b.Queue(`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`)
		return tx.SendBatch(w.ctx, b).Close()
	}))
}
