package main

import (
	"context"

	"github.com/riverqueue/river"
)

// remindArgs is the hourly job that tells administrators what the calendar asks of them; each thing once a week.
type remindArgs struct{}

func (remindArgs) Kind() string { return "remind_calendar" }

type remindWorker struct {
	river.WorkerDefaults[remindArgs]
	*house
}

// Work tells what has not been told this week.
func (w *remindWorker) Work(ctx context.Context, _ *river.Job[remindArgs]) error {
	return w.reg.Remind(ctx)
}
