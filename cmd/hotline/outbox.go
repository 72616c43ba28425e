package main

import (
	"context"
	"time"
)

// warnEvery is how late a warning may be.
const warnEvery = 2 * time.Second

// warnOn tells people of terms that run out, until ctx ends. Every copy does: a timer is fired by whoever locks its ticket first.
func (h *house) warnOn(ctx context.Context) {
	repeat(ctx, warnEvery, func() {
		if _, err := h.reg.Warn(ctx); err != nil && ctx.Err() == nil {
			h.log.Warn("warnings", "err", err)
		}
	})
}

// repeat does something now and after each pause until ctx ends.
func repeat(ctx context.Context, pause time.Duration, do func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}
