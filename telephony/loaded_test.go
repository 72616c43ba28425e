package telephony

import (
	"context"
	"errors"
	"log/slog"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony/call"
)

// slowPaper is a journal that does not give its calls until it is there.
type slowPaper struct {
	*paper
	there atomic.Bool
}

func (p *slowPaper) Live(ctx context.Context, node string) ([]call.Call, error) {
	if !p.there.Load() {
		return nil, errors.New("away")
	}
	return p.paper.Live(ctx, node)
}

// Callers are taken when the journal's calls are on the board, and not before.
func TestBoard_TheJournalIsAwayAtTheStart_CallersAreTakenWhenItIsBack(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		journal := &slowPaper{paper: &paper{calls: map[call.ID]call.Call{}}}
		b := NewBoard(Config{Node: "kyiv1", Switch: &wire{}, Journal: journal, Register: journal, Now: time.Now, Log: slog.New(slog.DiscardHandler)})
		ctx, stop := context.WithCancel(t.Context())
		go func() { _ = b.Run(ctx) }()
		b.Up(World{})
		loaded := func() bool {
			synctest.Wait()
			select {
			case <-b.Loaded():
				return true
			default:
				return false
			}
		}
		if loaded() {
			t.Error("callers are taken before the journal's calls are here")
		}
		journal.there.Store(true)
		time.Sleep(time.Second)
		if !loaded() {
			t.Error("nobody takes the callers")
		}
		stop()
		synctest.Wait()
	})
}
