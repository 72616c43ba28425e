package main

import (
	"context"
	"fmt"

	"github.com/riverqueue/river"
)

// expireArgs is the daily job that deletes what the register has kept for three years (Regulation 4.3, Amb-10). What one day does
// not finish the next one goes on with.
type expireArgs struct{}

func (expireArgs) Kind() string { return "expire_register" }

type expireWorker struct {
	river.WorkerDefaults[expireArgs]
	*house
}

// Work deletes in batches until nothing is over.
func (w *expireWorker) Work(ctx context.Context, _ *river.Job[expireArgs]) error {
	if _, _, err := w.reg.Expire(ctx); err != nil {
		return fmt.Errorf("retention of the register: %w", err)
	}
	return nil
}
