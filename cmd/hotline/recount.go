package main

import (
	"context"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/rivertype"
)

// recountArgs: the calendar has changed, and open terms are counted again.
type recountArgs struct{}

func (recountArgs) Kind() string { return "recount_terms" }

// InsertOpts: one at a time; whatever it could not do is found again by the next.
func (recountArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}}}
}

// calendarChanged puts the job into the transaction that changes the calendar.
func (j *jobs) calendarChanged(ctx context.Context, tx pgx.Tx) error {
	_, err := j.client.InsertTx(ctx, tx, recountArgs{}, nil)
	return err
}

type recountWorker struct {
	river.WorkerDefaults[recountArgs]
	*house
}

// Work counts the open terms again. It is asked for with each change of the calendar, and again and again: also for a ticket that
// another copy counted by the former calendar a moment after the change.
func (w *recountWorker) Work(ctx context.Context, _ *river.Job[recountArgs]) error {
	n, err := w.reg.RecountOpen(ctx)
	if n > 0 {
		w.log.Info("terms_recounted", "tickets", n)
	}
	return err
}
