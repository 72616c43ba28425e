package asterisk

import (
	"maps"
	"sync"
	"time"
)

// Stats is what a Node counted since it was made.
type Stats struct {
	Connected   bool
	Sweeps      int64             // looks at the whole switch
	Connections uint64            // event sockets that were opened and reported Up
	Events      map[string]uint64 // by ARI type, unknown ones as "unknown"
	Malformed   uint64            // frames that were no JSON object with a type
	Queue       int               // events read and not yet handed on
	QueueMax    int
	Lag         time.Duration // between reading and handing on, of the last event
	LagMax      time.Duration
	Commands    map[string]uint64 // by name: "ring", "join", …
	Failures    map[string]uint64 // of these: refused (gone included) or not answered
	ClaimsWon   uint64            // of CallBroadcast
	ClaimsLost  uint64            // another claimed first, or the caller has gone
}

type counters struct {
	mu sync.Mutex
	s  Stats
}

func newCounters() *counters {
	return &counters{s: Stats{Events: map[string]uint64{}, Commands: map[string]uint64{}, Failures: map[string]uint64{}}}
}

func (c *counters) change(f func(s *Stats)) {
	c.mu.Lock()
	defer c.mu.Unlock()
	f(&c.s)
}

func (c *counters) command(name string, err error) {
	c.change(func(s *Stats) {
		s.Commands[name]++
		if err != nil {
			s.Failures[name]++
		}
	})
}

func (c *counters) queued(length int) {
	c.change(func(s *Stats) {
		s.Queue++
		s.QueueMax = max(s.QueueMax, s.Queue, length)
	})
}

func (c *counters) handed(lag time.Duration) {
	c.change(func(s *Stats) {
		s.Queue--
		s.Lag = lag
		s.LagMax = max(s.LagMax, lag)
	})
}

func (c *counters) snapshot() Stats {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := c.s
	s.Events, s.Commands, s.Failures = maps.Clone(s.Events), maps.Clone(s.Commands), maps.Clone(s.Failures)
	return s
}
