package softphone

import (
	"context"
	"fmt"
	"slices"
	"strings"
	"sync"
	"time"
)

// steady is how many windows in a row make a statement about what is heard: 180 ms,
// longer than the blur of a tone that begins or ends inside a window.
const steady = 3

// deadAir is how long no RTP may arrive before the ear calls it missing. It is above
// what a busy machine delays packets by.
const deadAir = 200 * time.Millisecond

// Ear is what one Call hears: a measurement for each 60 ms from the moment the call
// was made, early media included. Time in which no RTP arrives is measured too, as
// windows that are Missing.
type Ear struct {
	mu       sync.Mutex
	detector *detector
	pending  []float64 // decoded samples of the window that is being filled
	packetAt time.Time // when sound arrived last
	filledTo time.Time // up to here the windows stand for the time that has passed
	windows  []Window
	changed  chan struct{} // closed and replaced with every window
	closed   bool
	keep     bool
	audio    []byte
	digits   []byte
	firstAt  time.Time
	arrived  reception
}

// Reception counts the packets that arrived.
type Reception struct {
	Packets int
	Lost    int           // gaps in the sequence
	Late    int           // repeated or out of order; not heard
	Jitter  time.Duration // RFC 3550, 6.4.1, the last value
}

func newEar(hz []float64, keep bool, now time.Time) *Ear {
	return &Ear{detector: newDetector(hz), keep: keep, packetAt: now, filledTo: now, changed: make(chan struct{})}
}

// hear takes one packet's A-law payload.
func (e *Ear) hear(payload []byte, now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.packetAt, e.filledTo = now, now
	if e.keep {
		e.audio = append(e.audio, payload...)
	}
	for _, code := range payload {
		e.pending = append(e.pending, float64(alawLinear[code]))
		if len(e.pending) == windowSamples {
			w := e.detector.measure(e.pending)
			e.pending = e.pending[:0]
			e.add(w, now)
		}
	}
}

// idle is called regularly and fills time without RTP with windows that say so.
func (e *Ear) idle(now time.Time) {
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.closed || now.Sub(e.packetAt) < deadAir {
		return
	}
	e.pending = e.pending[:0]
	for now.Sub(e.filledTo) >= WindowLength {
		e.filledTo = e.filledTo.Add(WindowLength)
		e.add(Window{Level: quietest, Missing: true}, e.filledTo)
	}
}

func (e *Ear) add(w Window, now time.Time) {
	if e.closed {
		return
	}
	w.At, w.Offset = now, time.Duration(len(e.windows))*WindowLength
	e.windows = append(e.windows, w)
	close(e.changed)
	e.changed = make(chan struct{})
}

// close ends all waiting: nothing will be heard any more.
func (e *Ear) close() {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.closed {
		e.closed = true
		close(e.changed)
		e.changed = nil
	}
}

// Windows is everything that was measured so far, oldest first.
func (e *Ear) Windows() []Window {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.windows)
}

// FirstRTPAt is when the first packet with sound arrived; zero when none did.
func (e *Ear) FirstRTPAt() time.Time {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.firstAt
}

// Reception counts the packets up to now.
func (e *Ear) Reception() Reception {
	e.mu.Lock()
	defer e.mu.Unlock()
	return e.arrived.Reception
}

// Audio is the A-law sound itself when Config.KeepAudio is set, otherwise nil. Time
// without RTP is not in it.
func (e *Ear) Audio() []byte {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.audio)
}

// Digits are the DTMF digits that arrived as RFC 4733 events.
func (e *Ear) Digits() string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return string(e.digits)
}

// EverHeard reports that the tone was heard steadily (180 ms) in a window that ended
// after since; a zero since is the whole call.
func (e *Ear) EverHeard(hz float64, since time.Time) bool {
	run := 0
	for _, w := range e.Windows() {
		if run++; !w.At.After(since) || !w.Has(hz) {
			run = 0
		}
		if run == steady {
			return true
		}
	}
	return false
}

// WaitTone waits until the tone is heard, alone or among others, for 180 ms. Like all
// waits of an Ear it looks at sound that arrives from now on, ends with an error that
// says what was heard last when ctx ends, and with ErrEnded when the call does.
func (e *Ear) WaitTone(ctx context.Context, hz float64) error {
	return e.Wait(ctx, fmt.Sprintf("%g Hz", hz), steady, func(w Window) bool { return w.Has(hz) })
}

// WaitOnly waits until exactly these tones of those listened for are heard for 180 ms.
func (e *Ear) WaitOnly(ctx context.Context, hz ...float64) error {
	return e.Wait(ctx, fmt.Sprintf("only %g Hz", hz), steady, func(w Window) bool { return w.Only(hz...) })
}

// WaitSilence waits until nothing is heard for 180 ms: silence was sent, or no RTP.
func (e *Ear) WaitSilence(ctx context.Context) error {
	return e.Wait(ctx, "silence", steady, Window.Silent)
}

// Wait waits until n windows in a row, beginning with the next one, satisfy want; what
// names the wish in the error.
func (e *Ear) Wait(ctx context.Context, what string, n int, want func(Window) bool) error {
	e.mu.Lock()
	seen := len(e.windows)
	e.mu.Unlock()
	for run := 0; ; {
		e.mu.Lock()
		fresh, changed, closed := e.windows[seen:], e.changed, e.closed
		seen = len(e.windows)
		e.mu.Unlock()
		for _, w := range fresh {
			if run++; !want(w) {
				run = 0
			}
			if run == n {
				return nil
			}
		}
		if closed {
			return fmt.Errorf("wait for %s: %w; %s", what, ErrEnded, e.recently())
		}
		select {
		case <-changed:
		case <-ctx.Done():
			return fmt.Errorf("wait for %s: %w; %s", what, ctx.Err(), e.recently())
		}
	}
}

// recently words the last windows, repeated ones once.
func (e *Ear) recently() string {
	windows := e.Windows()
	if len(windows) == 0 {
		return "nothing was heard"
	}
	var last []string
	said := func(w Window) string { _, s, _ := strings.Cut(w.String(), " "); return s }
	for _, w := range windows[max(0, len(windows)-16):] {
		if len(last) == 0 || !strings.HasSuffix(last[len(last)-1], said(w)) {
			last = append(last, w.String())
		}
	}
	return "heard: " + strings.Join(last, "; ")
}
