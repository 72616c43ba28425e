package telephony

import "sync"

// mailbox is an unbounded queue with one reader: whoever posts never waits, so the switch's event socket is never
// held up by a slow database (telephony events back up into Asterisk's own queues otherwise). The zero value is not ready.
type mailbox[T any] struct {
	mu   sync.Mutex
	mail []T
	flag chan struct{} // holds a token while mail waits
}

func newMailbox[T any]() *mailbox[T] { return &mailbox[T]{flag: make(chan struct{}, 1)} }

func (m *mailbox[T]) post(v T) {
	m.mu.Lock()
	m.mail = append(m.mail, v)
	m.mu.Unlock()
	select {
	case m.flag <- struct{}{}:
	default:
	}
}

// take gives everything that waits, in order.
func (m *mailbox[T]) take() []T {
	m.mu.Lock()
	defer m.mu.Unlock()
	mail := m.mail
	m.mail = nil
	return mail
}
