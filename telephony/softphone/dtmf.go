package softphone

import (
	"context"
	"encoding/binary"
	"errors"
	"fmt"
	"strings"

	"github.com/pion/rtp"
)

const keys = "0123456789*#ABCD" // RFC 4733, 3.2: the event's code is the index

// A key is pressed for 100 ms and followed by 60 ms of pause, in beats of 20 ms.
const (
	keyBeats   = 5
	pauseBeats = 3
	keyRepeats = 3 // of the last packet (RFC 4733, 2.5.1.4)
)

// ErrNoKeys says that the other side takes no RFC 4733 events.
var ErrNoKeys = errors.New("the other side takes no DTMF events")

// keyPress is one key on its way out.
type keyPress struct {
	event byte
	beat  int
	start uint32
	sent  chan struct{} // closed after the last key of a SendDTMF; nil before
}

func (k *keyPress) drop() {
	if k.sent != nil {
		close(k.sent)
	}
}

// SendDTMF presses the keys (0-9, *, #, A-D) one after the other and returns when the
// last was sent. The call's Source pauses meanwhile.
func (c *Call) SendDTMF(ctx context.Context, digits string) error {
	presses := make([]keyPress, 0, len(digits))
	for _, d := range strings.ToUpper(digits) {
		event := strings.IndexRune(keys, d)
		if event < 0 {
			return fmt.Errorf("send DTMF: %q is no key", d)
		}
		presses = append(presses, keyPress{event: byte(event)})
	}
	if len(presses) == 0 {
		return nil
	}
	sent := make(chan struct{})
	presses[len(presses)-1].sent = sent
	m := c.media
	m.mu.Lock()
	switch {
	case m.closed:
		m.mu.Unlock()
		return fmt.Errorf("send DTMF: %w", ErrEnded)
	case m.eventType == 0:
		m.mu.Unlock()
		return fmt.Errorf("send DTMF: %w", ErrNoKeys)
	}
	m.dial = append(m.dial, presses...)
	m.mu.Unlock()
	select {
	case <-sent:
		return nil
	case <-c.done:
		return fmt.Errorf("send DTMF: %w", ErrEnded)
	case <-ctx.Done():
		return fmt.Errorf("send DTMF: %w", ctx.Err())
	}
}

// beatKey sends one beat of the first key in the queue.
func (m *media) beatKey() {
	k := &m.dial[0]
	if k.beat == 0 {
		k.start = m.packet.Timestamp
	}
	k.beat++
	var payload [4]byte
	payload[0], payload[1] = k.event, 10 // volume, -10 dBm0
	binary.BigEndian.PutUint16(payload[2:], uint16(min(k.beat, keyBeats)*frameSamples))
	switch {
	case k.beat < keyBeats:
		m.send(m.eventType, k.start, k.beat == 1, payload[:])
	case k.beat == keyBeats:
		payload[1] |= 0x80
		for range keyRepeats {
			m.send(m.eventType, k.start, false, payload[:])
		}
	case k.beat == keyBeats+pauseBeats:
		k.drop()
		m.dial = m.dial[1:]
	}
	m.talking = false
}

// key takes an arriving event at its end, once.
func (e *Ear) key(p *rtp.Packet) {
	if len(p.Payload) < 4 || p.Payload[1]&0x80 == 0 || int(p.Payload[0]) >= len(keys) {
		return
	}
	e.mu.Lock()
	defer e.mu.Unlock()
	if e.arrived.hadKey && e.arrived.lastKey == p.Timestamp {
		return
	}
	e.arrived.hadKey, e.arrived.lastKey = true, p.Timestamp
	e.digits = append(e.digits, keys[p.Payload[0]])
}
