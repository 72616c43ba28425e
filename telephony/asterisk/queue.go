package asterisk

import (
	"sync"
	"time"
)

// message is one text frame of the event socket and the instant it was read; without text it asks for a sweep.
type message struct {
	raw  []byte
	read time.Time
}

// queue keeps messages in order between the reader and the feed. It has no limit: to lose an event or to let Asterisk
// wait is worse than memory. Put never blocks. Safe for concurrent use by one who puts and one who takes.
type queue struct {
	mu     sync.Mutex
	items  []message
	err    error
	closed bool
	wake   chan struct{}
}

func newQueue() *queue { return &queue{wake: make(chan struct{}, 1)} }

func (q *queue) put(m message) (length int) {
	q.mu.Lock()
	q.items = append(q.items, m)
	length = len(q.items)
	q.mu.Unlock()
	q.signal()
	return length
}

// close ends the queue with the reason; what is queued can still be taken.
func (q *queue) close(err error) {
	q.mu.Lock()
	if !q.closed {
		q.closed, q.err = true, err
	}
	q.mu.Unlock()
	q.signal()
}

// take gives everything that is queued, waiting for at least one message. With the queue closed and empty it gives
// the reason.
func (q *queue) take() ([]message, error) {
	for {
		q.mu.Lock()
		items, closed, err := q.items, q.closed, q.err
		q.items = nil
		q.mu.Unlock()
		if len(items) > 0 {
			return items, nil
		}
		if closed {
			return nil, err
		}
		<-q.wake
	}
}

func (q *queue) signal() {
	select {
	case q.wake <- struct{}{}:
	default:
	}
}
