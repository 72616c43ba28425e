package softphone

import (
	"sync"
	"time"
)

const frameLength = 20 * time.Millisecond

// maxBehind bounds how much late sound is sent at once after the machine stood still;
// what is older is left out, and the timestamps say so.
const maxBehind = 10

// clock beats every 20 ms for all calls of one phone. It runs only while there are
// calls, and keeps to its raster: a late beat is followed by the missed ones.
type clock struct {
	mu      sync.Mutex
	lines   map[*media]struct{}
	running bool
}

func (c *clock) add(m *media) {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.lines == nil {
		c.lines = make(map[*media]struct{})
	}
	c.lines[m] = struct{}{}
	if !c.running {
		c.running = true
		go c.run()
	}
}

func (c *clock) remove(m *media) {
	c.mu.Lock()
	defer c.mu.Unlock()
	delete(c.lines, m)
}

func (c *clock) run() {
	timer := time.NewTimer(frameLength)
	defer timer.Stop()
	due := time.Now().Add(frameLength)
	var lines []*media
	for {
		now := <-timer.C
		lines = lines[:0]
		c.mu.Lock()
		for m := range c.lines {
			lines = append(lines, m)
		}
		if len(lines) == 0 {
			c.running = false
			c.mu.Unlock()
			return
		}
		c.mu.Unlock()
		skipped := uint32(0)
		if behind := int(now.Sub(due) / frameLength); behind > maxBehind {
			skipped = uint32(behind - maxBehind)
			due = due.Add(time.Duration(skipped) * frameLength)
		}
		for ; !due.After(now); due = due.Add(frameLength) {
			for _, m := range lines {
				m.beat(skipped)
			}
			skipped = 0
		}
		for _, m := range lines {
			m.ear.idle(now)
		}
		timer.Reset(time.Until(due))
	}
}
