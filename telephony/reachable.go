package telephony

import (
	"context"
	"sync"
)

// reach keeps what the journal has not been told of the phones yet: the latest of each. One goroutine writes it down, so
// that what is older never overtakes what is newer, however long the database is away.
type reach struct {
	mu     sync.Mutex
	phones map[string]bool // endpoint → can be rung
	all    bool            // phones that are not named cannot be rung
	flag   chan struct{}
}

func newReach() *reach { return &reach{phones: map[string]bool{}, flag: make(chan struct{}, 1)} }

// note takes what the switch said. all: phones holds every phone that can be rung, and what was noted before is void.
func (r *reach) note(phones map[string]bool, all bool) {
	r.mu.Lock()
	if all {
		clear(r.phones)
		r.all = true
	}
	for endpoint, up := range phones {
		r.phones[endpoint] = up
	}
	r.mu.Unlock()
	stir(r.flag)
}

// write gives all that was noted to put, and keeps it when put fails, under what was noted meanwhile.
func (r *reach) write(put func(phones map[string]bool, all bool) error) error {
	r.mu.Lock()
	phones, all := r.phones, r.all
	r.phones, r.all = map[string]bool{}, false
	r.mu.Unlock()
	if len(phones) == 0 && !all {
		return nil
	}
	err := put(phones, all)
	if err == nil {
		return nil
	}
	r.mu.Lock()
	defer r.mu.Unlock()
	if r.all {
		return err
	}
	for endpoint, up := range r.phones {
		phones[endpoint] = up
	}
	r.phones, r.all = phones, all
	return err
}

// keepReachable writes down which phones can be rung, as long as ctx lasts.
func (b *Board) keepReachable(ctx context.Context) {
	for {
		select {
		case <-ctx.Done():
			return
		case <-b.reach.flag:
		}
		b.retry(ctx, "note_reachable", func() error {
			return b.reach.write(func(phones map[string]bool, all bool) error {
				return b.Journal.Reachable(ctx, b.Node, phones, all)
			})
		})
		b.wakeLine()
	}
}
