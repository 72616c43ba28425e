package softphone

import (
	"fmt"
	"log/slog"
	"math/rand/v2"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/pion/rtp"
)

// media is the RTP of one call: one socket, one stream out, one Ear. Sound goes where
// the other side's sound comes from (symmetric RTP), and until then where its SDP said.
type media struct {
	conn  *net.UDPConn
	ear   *Ear
	clock *clock
	log   *slog.Logger

	mu        sync.Mutex
	remote    netip.AddrPort
	sending   bool // answered, and the other side wants to hear us
	eventType uint8
	play      *playback
	dial      []keyPress
	packet    rtp.Packet
	frame     [frameSamples]byte
	wire      []byte
	talking   bool // a packet was sent in the last beat: no marker on the next
	sent      int
	closed    bool
}

func newMedia(ip netip.Addr, tones []float64, keepAudio bool, c *clock, log *slog.Logger) (*media, error) {
	conn, err := net.ListenUDP("udp", net.UDPAddrFromAddrPort(netip.AddrPortFrom(ip, 0)))
	if err != nil {
		return nil, fmt.Errorf("open RTP socket: %w", err)
	}
	m := &media{
		conn: conn, clock: c, log: log, play: newPlayback(Silence()), wire: make([]byte, 256),
		ear: newEar(tones, keepAudio, time.Now()),
	}
	m.packet.Header = rtp.Header{
		Version: 2, SSRC: rand.Uint32(), SequenceNumber: uint16(rand.Uint32()), Timestamp: rand.Uint32(),
	}
	go m.listen()
	c.add(m)
	return m, nil
}

func (m *media) port() uint16 { return m.conn.LocalAddr().(*net.UDPAddr).AddrPort().Port() }

// connect applies what the other side's SDP says.
func (m *media) connect(s session) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if s.rtp.IsValid() {
		m.remote = s.rtp
	}
	m.eventType = s.eventType
	m.sending = s.wantsSound()
}

func (m *media) setSource(s Source) <-chan struct{} {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.play.end()
	m.play = newPlayback(s)
	if m.closed {
		m.play.end()
	}
	return m.play.ended
}

// beat sends what is due in these 20 ms; skipped counts the beats that were left out
// before it.
func (m *media) beat(skipped uint32) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.packet.Timestamp += skipped*frameSamples + frameSamples
	if m.closed || !m.sending || !m.remote.IsValid() {
		m.talking = false
		return
	}
	if len(m.dial) > 0 {
		m.beatKey()
		return
	}
	if m.play.silentLine() {
		m.talking = false
		return
	}
	m.play.next(m.frame[:])
	m.send(payloadALaw, m.packet.Timestamp, !m.talking, m.frame[:])
	m.talking = true
}

func (m *media) send(payloadType uint8, timestamp uint32, marker bool, payload []byte) {
	p := m.packet
	p.PayloadType, p.Marker, p.Timestamp, p.Payload = payloadType, marker, timestamp, payload
	n, err := p.MarshalTo(m.wire)
	if err != nil {
		m.log.Warn("rtp packet not built", "error", err)
		return
	}
	m.packet.SequenceNumber++
	// A refused packet is the other side's closed socket: it will say BYE or has died.
	if _, err := m.conn.WriteToUDPAddrPort(m.wire[:n], m.remote); err == nil {
		m.sent++
	}
}

// listen runs until the socket is closed.
func (m *media) listen() {
	buf := make([]byte, 2048)
	var p rtp.Packet
	for {
		n, from, err := m.conn.ReadFromUDPAddrPort(buf)
		if err != nil {
			if m.isClosed() {
				return
			}
			continue // an ICMP answer to something that was sent
		}
		now := time.Now()
		if err := p.Unmarshal(buf[:n]); err != nil || p.Version != 2 {
			continue
		}
		m.latch(netip.AddrPortFrom(from.Addr().Unmap(), from.Port()))
		m.ear.receive(&p, m.eventPayload(), now)
	}
}

func (m *media) latch(from netip.AddrPort) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.remote = from
}

func (m *media) eventPayload() uint8 {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.eventType
}

func (m *media) isClosed() bool {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.closed
}

func (m *media) packetsSent() int {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.sent
}

func (m *media) close() {
	m.mu.Lock()
	was := m.closed
	m.closed = true
	m.play.end()
	for _, k := range m.dial {
		k.drop()
	}
	m.dial = nil
	m.mu.Unlock()
	if was {
		return
	}
	m.clock.remove(m)
	m.conn.Close()
	m.ear.close()
}

// Limits of RFC 3550, appendix A.1, in packets.
const (
	maxDropout  = 3000
	maxMisorder = 100
)

// reception follows one incoming stream (RFC 3550, appendices A.1 and A.8).
type reception struct {
	Reception
	begun    bool
	ssrc     uint32
	expected uint16
	transit  float64
	jitter   float64 // in samples
	began    time.Time
	lastKey  uint32 // timestamp of the last DTMF event that was taken
	hadKey   bool
}

// receive takes a packet: counts it, and hears it when it is sound.
func (e *Ear) receive(p *rtp.Packet, eventType uint8, now time.Time) {
	if !e.count(p, now) {
		return
	}
	switch {
	case p.PayloadType == payloadALaw:
		e.mu.Lock()
		if e.firstAt.IsZero() {
			e.firstAt = now
		}
		e.mu.Unlock()
		e.hear(p.Payload, now)
	case eventType != 0 && p.PayloadType == eventType:
		e.key(p)
	}
}

// count reports whether the packet is new.
func (e *Ear) count(p *rtp.Packet, now time.Time) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	a := &e.arrived
	if !a.begun || a.ssrc != p.SSRC {
		a.begun, a.ssrc, a.expected, a.transit = true, p.SSRC, p.SequenceNumber, 0
		a.began = now
	}
	gap := p.SequenceNumber - a.expected
	switch {
	case gap > 0xFFFF-maxMisorder:
		a.Late++
		return false
	case gap > maxDropout: // the sender began anew
		gap = 0
	}
	a.Packets++
	a.Lost += int(gap)
	a.expected = p.SequenceNumber + 1
	transit := now.Sub(a.began).Seconds()*8000 - float64(p.Timestamp)
	if a.transit != 0 {
		a.jitter += (max(transit-a.transit, a.transit-transit) - a.jitter) / 16
		a.Jitter = time.Duration(a.jitter / 8000 * float64(time.Second))
	}
	a.transit = transit
	return true
}
