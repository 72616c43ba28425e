package telephony

import (
	"context"
	"fmt"

	"hotline/telephony/call"
)

// compare ends the run with ErrConflict when the journal has less of a call than was written into it: its database has crashed
// and come back without its last moments. Whoever runs next begins with what is there, and asks the switch for the rest.
func (b *Board) compare(ctx context.Context) {
	wrote := map[call.ID]int64{} // before the journal is read, so that what is written meanwhile is no difference
	b.mu.Lock()
	for id, a := range b.actors {
		wrote[id] = a.wrote.Load()
	}
	b.mu.Unlock()
	var calls []call.Call
	b.retry(ctx, "compare_calls", func() (err error) {
		calls, err = b.Journal.Live(ctx, b.Node)
		return err
	})
	for _, c := range calls {
		if c.Version < wrote[c.ID] {
			b.fence(fmt.Errorf("call %s stands at version %d, %d was written: %w", c.ID, c.Version, wrote[c.ID], ErrConflict))
			return
		}
	}
}

// fence ends the run: the journal is not what this copy knows.
func (b *Board) fence(err error) {
	select {
	case b.fenced <- err:
	default: // another call has said so
	}
}
