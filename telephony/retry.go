package telephony

import (
	"context"
	"time"
)

// backoff is the pause after the given try, counted from 0: a database that is back is used within a second.
func backoff(try int) time.Duration {
	return min(time.Duration(try+1)*100*time.Millisecond, time.Second)
}

// sayAgain is after how many tries, about half a minute, a fault that stays is told anew.
const sayAgain = 30

// wait is a pause that ends with ctx; false when ctx has ended.
func wait(ctx context.Context, d time.Duration) bool {
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-ctx.Done():
		return false
	case <-t.C:
		return true
	}
}

// retry repeats what the database or the register must do in the end, until it is done or ctx ends.
func (b *Board) retry(ctx context.Context, what string, do func() error) {
	for try := 0; ; try++ {
		err := do()
		if err == nil || ctx.Err() != nil {
			return
		}
		if try%sayAgain == 0 {
			b.Log.Error(what, "tries", try+1, "err", err)
		}
		if !wait(ctx, backoff(try)) {
			return
		}
	}
}
