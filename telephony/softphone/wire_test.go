package softphone_test

import (
	"fmt"
	"net"
	"regexp"
	"strings"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// wire is a peer that writes SIP by hand: for what a decent phone does not send.
type wire struct {
	t    *testing.T
	conn net.Conn
	id   string
	tag  string // the phone's, from its last answer
}

func newWire(t *testing.T, p *softphone.Phone) *wire {
	t.Helper()
	conn, err := net.Dial("udp", p.Addr().String())
	must(t, err)
	t.Cleanup(func() { conn.Close() })
	return &wire{t: t, conn: conn, id: fmt.Sprint(time.Now().UnixNano())}
}

// send writes a request; branch is its transaction, extra are whole header lines.
func (w *wire) send(method, branch string, seq int, body string, extra ...string) {
	w.t.Helper()
	me, toTag := w.conn.LocalAddr(), ""
	if w.tag != "" {
		toTag = ";tag=" + w.tag
	}
	m := method
	if method == "CANCEL" {
		toTag = ""
	}
	lines := append([]string{
		m + " sip:phone@" + w.conn.RemoteAddr().String() + " SIP/2.0",
		"Via: SIP/2.0/UDP " + me.String() + ";branch=z9hG4bK-" + w.id + branch,
		"From: <sip:380441234567@" + me.String() + ">;tag=theirs",
		"To: <sip:phone@" + w.conn.RemoteAddr().String() + ">" + toTag,
		"Call-ID: " + w.id,
		fmt.Sprintf("CSeq: %d %s", seq, method),
		"Contact: <sip:" + me.String() + ">",
	}, extra...)
	if body != "" {
		lines = append(lines, "Content-Type: application/sdp")
	}
	lines = append(lines, fmt.Sprintf("Content-Length: %d", len(body)), "", body)
	w.raw(strings.Join(lines, "\r\n"))
}

func (w *wire) raw(s string) {
	w.t.Helper()
	_, err := w.conn.Write([]byte(s))
	must(w.t, err)
}

var statusLine = regexp.MustCompile(`^SIP/2.0 (\d+)`)

// expect reads until a message that begins with one of the wanted texts.
func (w *wire) expect(begin string) string {
	w.t.Helper()
	must(w.t, w.conn.SetReadDeadline(time.Now().Add(10*time.Second)))
	buf := make([]byte, 65536)
	for {
		n, err := w.conn.Read(buf)
		if err != nil {
			w.t.Fatalf("waiting for %q: %v", begin, err)
		}
		got := string(buf[:n])
		if !strings.HasPrefix(got, begin) {
			continue
		}
		if statusLine.MatchString(got) {
			if m := regexp.MustCompile(`(?m)^To: .*;tag=([^;\r]+)`).FindStringSubmatch(got); m != nil {
				w.tag = m[1]
			}
		}
		return got
	}
}

const offer = "v=0\r\no=- 1 1 IN IP4 127.0.0.1\r\ns=-\r\nc=IN IP4 127.0.0.1\r\nt=0 0\r\nm=audio 9 RTP/AVP 0 8\r\n"

func TestIncoming_CancelledElsewhereSaysWhy(t *testing.T) {
	t.Parallel()
	p := open(t, softphone.Config{})
	w := newWire(t, p)
	w.send("INVITE", "a", 1, offer)
	w.expect("SIP/2.0 180")
	in, err := p.WaitIncoming(within(t, 10*time.Second))
	must(t, err)
	const reason = `SIP;cause=200;text="Call completed elsewhere"`
	w.send("CANCEL", "a", 1, "", "Reason: "+reason)
	w.expect("SIP/2.0 487")
	w.send("ACK", "a", 1, "")
	if got := ended(t, in, softphone.EndCancelled); got.Reason != reason {
		t.Errorf("reason %q", got.Reason)
	}
}

func TestAnswer_IsRepeatedUntilTheAck(t *testing.T) {
	t.Parallel()
	p := open(t, softphone.Config{Incoming: softphone.Behaviour{AutoAnswer: true}})
	w := newWire(t, p)
	w.send("INVITE", "a", 1, offer)
	w.expect("SIP/2.0 200")
	w.expect("SIP/2.0 200") // no ACK came
	w.send("ACK", "b", 1, "")
	in, err := p.WaitIncoming(within(t, 10*time.Second))
	must(t, err)

	// Hold in the way of old phones, then an offer that cannot be met, then a stale one.
	w.send("INVITE", "c", 2, strings.Replace(offer, "c=IN IP4 127.0.0.1", "c=IN IP4 0.0.0.0", 1))
	if got := w.expect("SIP/2.0 200"); !strings.Contains(got, "CSeq: 2") || !strings.Contains(got, "a=recvonly") {
		t.Errorf("answer to hold: %s", got)
	}
	w.send("ACK", "d", 2, "")
	if !in.OnHold() {
		t.Error("not on hold")
	}
	w.send("INVITE", "e", 3, strings.Replace(offer, "0 8", "0", 1))
	w.expect("SIP/2.0 488")
	w.send("ACK", "e", 3, "")
	w.send("INVITE", "f", 2, offer)
	w.expect("SIP/2.0 500")
	w.send("ACK", "f", 2, "")
	if got := in.EndCause().Kind; got != softphone.EndNone {
		t.Errorf("call ended %q", got)
	}
	w.send("BYE", "g", 4, "", `Reason: Q.850;cause=16`)
	w.expect("SIP/2.0 200")
	if got := ended(t, in, softphone.EndThere); got.Reason != "Q.850;cause=16" {
		t.Errorf("reason %q", got.Reason)
	}
}

func TestPhone_SurvivesRubbish(t *testing.T) {
	t.Parallel()
	p := open(t, softphone.Config{})
	w := newWire(t, p)
	for _, rubbish := range []string{"\r\n\r\n", "\x00\x00", "hello", "INVITE sip:x SIP/2.0\r\n\r\n", strings.Repeat("A", 30000)} {
		w.raw(rubbish)
	}
	w.send("INVITE", "a", 1, "")
	w.expect("SIP/2.0 488")
	w.send("ACK", "a", 1, "")
	w.id += "x"
	w.tag = "nobody"
	w.send("INVITE", "b", 1, offer)
	w.expect("SIP/2.0 481")
	w.send("ACK", "b", 1, "")
	if n := len(p.Calls()); n != 0 {
		t.Errorf("%d calls", n)
	}
}
