package softphone

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// ErrEnded says that the call has ended.
var ErrEnded = errors.New("call has ended")

// StatusError is a final answer of 300 or above.
type StatusError struct {
	Code   int
	Phrase string // of the status line
	Reason string // the Reason header (RFC 3326), "" without
}

func (e *StatusError) Error() string {
	if e.Reason != "" {
		return fmt.Sprintf("%d %s (%s)", e.Code, e.Phrase, e.Reason)
	}
	return fmt.Sprintf("%d %s", e.Code, e.Phrase)
}

// EndKind says who ended a call.
type EndKind string

// Why a call ended.
const (
	EndNone      EndKind = ""          // it has not
	EndHere      EndKind = "here"      // Hangup, Reject or a cancelled Dial on this phone
	EndThere     EndKind = "there"     // the other side sent BYE
	EndCancelled EndKind = "cancelled" // the caller gave up before we answered
	EndRefused   EndKind = "refused"   // the other side answered with 300 or above
	EndFailed    EndKind = "failed"    // no answer, no ACK, or the phone was closed
)

// EndCause says how a call ended.
type EndCause struct {
	Kind   EndKind
	Code   int    // SIP status: of EndRefused the other side's, of a Reject ours
	Reason string // Reason header of BYE, CANCEL or the refusal, for example `SIP;cause=200;text="Call completed elsewhere"`
	Err    error  // of EndRefused (a *StatusError) and EndFailed
}

// Call is one dialog with its sound, outgoing or incoming. It exists from the first
// INVITE on; Answered and Done tell how far it is.
type Call struct {
	phone    *Phone
	id       string
	outgoing bool
	media    *media
	ringing  chan struct{}
	answered chan struct{}
	done     chan struct{}
	settled  chan struct{} // incoming: the INVITE has its final answer
	leave    chan struct{} // outgoing: closed when the call is to be cancelled

	mu        sync.Mutex
	invite    *sip.Request
	inviteTx  sip.ServerTransaction // incoming
	response  *sip.Response         // outgoing: the 2xx
	local     sip.FromHeader        // with tag
	remote    sip.ToHeader          // with tag
	target    sip.Uri               // the other side's Contact
	dest      string                // where requests are sent
	seq       uint32                // of our last request
	remoteSeq uint32                // of their last request
	theirs    session
	wish      string // direction that we offer: sendrecv, or sendonly while we hold
	sdpID     uint64
	sdpCount  int
	acks      map[uint32]chan struct{} // by CSeq: a 2xx that waits for its ACK
	sentAt    time.Time
	ringingAt time.Time
	upAt      time.Time
	gotAt     time.Time
	leaving   bool
	decided   bool // incoming: a final answer is on its way
	cause     EndCause
}

func (p *Phone) newCall(outgoing bool) (*Call, error) {
	m, err := newMedia(p.addr.Addr(), p.tones, p.keepAudio, &p.clock, p.log)
	if err != nil {
		return nil, err
	}
	return &Call{
		phone: p, outgoing: outgoing, media: m, wish: "sendrecv", sdpID: rand.Uint64() >> 2,
		seq:     rand.Uint32N(1 << 16),
		ringing: make(chan struct{}), answered: make(chan struct{}), done: make(chan struct{}),
		settled: make(chan struct{}), leave: make(chan struct{}), acks: make(map[uint32]chan struct{}),
	}, nil
}

// ID is the SIP Call-ID.
func (c *Call) ID() string { return c.id }

// Heard is what this call hears.
func (c *Call) Heard() *Ear { return c.media.ear }

// Play says s from now on, instead of what was said. A call begins with Silence. The
// channel is closed when a source that is not looped has been said, when something
// else is played, or when the call ends. Nothing is sent before the call is answered.
func (c *Call) Play(s Source) <-chan struct{} { return c.media.setSource(s) }

// PacketsSent counts the RTP packets that left.
func (c *Call) PacketsSent() int { return c.media.packetsSent() }

// Ringing is closed when the other side (or, incoming, we) said 180 or 183.
func (c *Call) Ringing() <-chan struct{} { return c.ringing }

// Answered is closed when the call was answered.
func (c *Call) Answered() <-chan struct{} { return c.answered }

// Done is closed when the call has ended; EndCause is set then.
func (c *Call) Done() <-chan struct{} { return c.done }

// EndCause says how the call ended; its Kind is EndNone before.
func (c *Call) EndCause() EndCause {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.cause
}

// InviteSentAt is when an outgoing INVITE left, zero in an incoming call.
func (c *Call) InviteSentAt() time.Time { return c.instant(&c.sentAt) }

// InviteReceivedAt is when an incoming INVITE arrived, zero in an outgoing call.
func (c *Call) InviteReceivedAt() time.Time { return c.instant(&c.gotAt) }

// RingingAt is when the first 180 or 183 came or went, zero without.
func (c *Call) RingingAt() time.Time { return c.instant(&c.ringingAt) }

// AnsweredAt is when the 200 came or went, zero before.
func (c *Call) AnsweredAt() time.Time { return c.instant(&c.upAt) }

func (c *Call) instant(t *time.Time) time.Time {
	c.mu.Lock()
	defer c.mu.Unlock()
	return *t
}

// Header is the first header of that name in the INVITE, "" without.
func (c *Call) Header(name string) string { return headerValue(c.invite, name) }

// AnswerHeader is a header of the answer to an outgoing call, "" without or before.
func (c *Call) AnswerHeader(name string) string {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.response == nil {
		return ""
	}
	return headerValue(c.response, name)
}

// From is the number in the INVITE's From as it was sent, whatever it is.
func (c *Call) From() string { return user(c.invite.From().Address) }

// DisplayName is the name in the INVITE's From.
func (c *Call) DisplayName() string { return c.invite.From().DisplayName }

// Dialled is the number in the INVITE's request line.
func (c *Call) Dialled() string { return user(c.invite.Recipient) }

// RemoteMedia is where RTP is sent, as far as it is known.
func (c *Call) RemoteMedia() netip.AddrPort {
	c.media.mu.Lock()
	defer c.media.mu.Unlock()
	return c.media.remote
}

// OnHold reports that the other side does not want to hear us.
func (c *Call) OnHold() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return !c.upAt.IsZero() && !c.theirs.wantsSound()
}

// Hangup ends the call from this side in whatever state it is: CANCEL while an
// outgoing one rings, 603 while an incoming one does, BYE afterwards. It returns when
// the other side has confirmed or ctx ends; the call is over here in any case. A call
// that has ended is no error.
func (c *Call) Hangup(ctx context.Context) error {
	select {
	case <-c.done:
		return nil
	case <-c.answered:
		return c.bye(ctx)
	default:
	}
	if !c.outgoing {
		if err := c.Reject(603); !errors.Is(err, errDecided) {
			return err
		}
		return c.bye(ctx) // it was answered at the same moment
	}
	c.giveUp()
	select {
	case <-c.done:
		return nil
	case <-ctx.Done():
		return fmt.Errorf("cancel call %s: %w", c.id, ctx.Err())
	}
}

// giveUp asks the goroutine that waits for the answer to cancel.
func (c *Call) giveUp() {
	c.mu.Lock()
	defer c.mu.Unlock()
	if !c.leaving {
		c.leaving = true
		close(c.leave)
	}
}

// bye ends an answered call.
func (c *Call) bye(ctx context.Context) error {
	req := c.request(sip.BYE)
	if !c.end(EndCause{Kind: EndHere}) {
		return nil
	}
	res, err := c.phone.client.Do(ctx, req, sipgo.ClientRequestAddVia)
	if err != nil {
		return fmt.Errorf("hang up call %s: %w", c.id, err)
	}
	if !res.IsSuccess() && res.StatusCode != 481 { // 481: it hung up at the same moment
		return fmt.Errorf("hang up call %s: %w", c.id, statusError(res))
	}
	return nil
}

// end is the one way out of every state; only the first cause counts, and only for
// it the result is true.
func (c *Call) end(cause EndCause) bool {
	c.mu.Lock()
	if c.cause.Kind != EndNone {
		c.mu.Unlock()
		return false
	}
	c.cause = cause
	close(c.done)
	c.mu.Unlock()
	c.media.close()
	c.phone.forget(c)
	c.phone.log.Info("call ended", "call_id", c.id, "kind", cause.Kind, "code", cause.Code, "reason", cause.Reason)
	return true
}

// request builds the next request inside the dialog.
func (c *Call) request(method sip.RequestMethod) *sip.Request {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.seq++
	return c.requestWith(method, c.seq)
}

// requestWith needs the lock.
func (c *Call) requestWith(method sip.RequestMethod, seq uint32) *sip.Request {
	req := sip.NewRequest(method, *c.target.Clone())
	id := sip.CallIDHeader(c.id)
	req.AppendHeader(sip.HeaderClone(&c.local))
	req.AppendHeader(sip.HeaderClone(&c.remote))
	req.AppendHeader(&id)
	req.AppendHeader(&sip.CSeqHeader{SeqNo: seq, MethodName: method})
	req.AppendHeader(c.phone.contact(contactUser))
	c.phone.prepare(req, c.dest)
	req.SetBody(nil)
	return req
}

// contactUser is the user part in our Contact: the caller's number may be anything.
const contactUser = "phone"

// description is our SDP in its next version.
func (c *Call) description(direction string) []byte {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.sdpCount++
	events := uint8(payloadEvent)
	if c.theirs.rtp.IsValid() {
		events = c.theirs.eventType // an answer repeats the offer's number
	}
	return writeSDP(netip.AddrPortFrom(c.phone.addr.Addr(), c.media.port()), c.sdpID, c.sdpCount, direction, events)
}

func statusError(res *sip.Response) *StatusError {
	return &StatusError{Code: res.StatusCode, Phrase: res.Reason, Reason: headerValue(res, "Reason")}
}

func withSDP(m sip.Message, body []byte) {
	kind := sip.ContentTypeHeader("application/sdp")
	m.AppendHeader(&kind)
	m.SetBody(body)
}
