package softphone_test

import (
	"net"
	"regexp"
	"testing"
	"time"

	"github.com/pion/rtp"

	"hotline/telephony/softphone"
)

// TestEar_CountsWhatANetworkDoes sends RTP by hand: lost, repeated and late packets, a
// sender that begins anew, and a source address that no SDP named.
func TestEar_CountsWhatANetworkDoes(t *testing.T) {
	t.Parallel()
	p := open(t, softphone.Config{Incoming: softphone.Behaviour{AutoAnswer: true}})
	w := newWire(t, p)
	w.send("INVITE", "a", 1, offer)
	port := regexp.MustCompile(`m=audio (\d+)`).FindStringSubmatch(w.expect("SIP/2.0 200"))[1]
	w.send("ACK", "b", 1, "")
	ctx := within(t, 20*time.Second)
	in, err := p.WaitIncoming(ctx)
	must(t, err)

	conn, err := net.Dial("udp", net.JoinHostPort(p.Addr().Addr().String(), port))
	must(t, err)
	defer conn.Close()
	audio := toneBytes(softphone.ToneCaller, time.Second)
	send := func(ssrc uint32, seq uint16) {
		packet := rtp.Packet{
			Header:  rtp.Header{Version: 2, PayloadType: 8, SSRC: ssrc, SequenceNumber: seq, Timestamp: uint32(seq) * 160},
			Payload: audio[int(seq)%50*160:][:160],
		}
		bytes, err := packet.Marshal()
		must(t, err)
		_, err = conn.Write(bytes)
		must(t, err)
	}
	for _, seq := range []uint16{65530, 65531, 65531, 65534, 65535, 0, 65533, 1, 30000, 30001} {
		send(1, seq)
	}
	for seq := range uint16(40) { // another stream, of 440 Hz long enough to be a statement
		send(2, 500+seq)
	}
	_, err = conn.Write([]byte("no RTP at all"))
	must(t, err)
	must(t, in.Heard().Wait(ctx, "everything", 1, func(softphone.Window) bool {
		return in.Heard().Reception().Packets >= 48
	}))
	if got := in.Heard().Reception(); got.Packets != 48 || got.Lost != 2 || got.Late != 2 {
		t.Errorf("%+v, want 48 packets, 2 lost, 2 late", got)
	}
	if !in.Heard().EverHeard(softphone.ToneCaller, time.Time{}) || in.Heard().EverHeard(softphone.ToneCaller, time.Now()) {
		t.Error("440 Hz was heard before now and not after")
	}

	// Symmetric RTP: the answer comes to where the sound came from, not to the SDP's port 9.
	must(t, conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	buf := make([]byte, 2048)
	var previous rtp.Packet
	for i := range 20 {
		n, err := conn.Read(buf)
		must(t, err)
		var got rtp.Packet
		must(t, got.Unmarshal(buf[:n]))
		if got.PayloadType != 8 || len(got.Payload) != 160 {
			t.Errorf("packet %v", &got)
		}
		if i > 0 && (got.SequenceNumber != previous.SequenceNumber+1 || got.Timestamp != previous.Timestamp+160 || got.SSRC != previous.SSRC) {
			t.Errorf("not continuous: %v after %v", &got, &previous)
		}
		previous.Header = got.Header
	}
}
