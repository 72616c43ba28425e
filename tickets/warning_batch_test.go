package tickets

import (
	"context"
	"log/slog"
	"testing"
	"time"
)

// batches is a store of which each Fire locks so many tickets.
type batches struct {
	Store
	left []int
}

func (b *batches) Fire(context.Context, time.Time, int, func(Ticket, []Timer) []Warning) (n int, err error) {
	if len(b.left) > 0 {
		n, b.left = b.left[0], b.left[1:]
	}
	return n, nil
}

func (b *batches) PostponedUntil(context.Context, time.Time, int) ([]Ticket, error) { return nil, nil }

func (b *batches) LateNotices(context.Context, time.Time, int) (int, error) { return 0, nil }

// After an outage a batch of timers is of fewer tickets than the limit, and more are due behind it.
func TestWarn_GoesOnUntilNothingIsDue_R_2_2(t *testing.T) {
	b := &batches{left: []int{warnedAtOnce / 4, warnedAtOnce / 4, 1}}
	told, err := New(b, nil, time.Now, slog.New(slog.DiscardHandler)).Warn(t.Context())
	if err != nil || told != warnedAtOnce/4*2+1 || len(b.left) != 0 {
		t.Errorf("told %d, left %v, %v", told, b.left, err)
	}
}
