package softphone

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// cancelPatience bounds the wait for the 487 after a CANCEL; deafPatience that for the
// first word of a target that has said nothing yet, before which there is no CANCEL.
const (
	cancelPatience = 5 * time.Second
	deafPatience   = time.Second
)

// Target is whom to call.
type Target struct {
	Addr string // host:port of the SIP server or of another Phone
	User string // the number dialled
}

// Header is one more line of an INVITE.
type Header struct{ Name, Value string }

// Options of an outgoing call. The zero value calls without a number.
type Options struct {
	// From is the caller's number. It is sent exactly as it is, without escaping: a
	// test may pass quotes, markup or thousands of characters. "" sends
	// "Anonymous" <sip:anonymous@anonymous.invalid> (RFC 3323).
	From string
	// FromHost is the host in From; the phone's own address when empty.
	FromHost string
	// DisplayName is the caller's name, sent without escaping too.
	DisplayName string
	// Headers are added, for example P-Asserted-Identity, Privacy.
	Headers []Header
	// User and Password answer a 401 or 407.
	User, Password string
	// Play is said from the answer on; Silence when zero. Use Call.Play(Nothing()) for a
	// call without RTP.
	Play Source
}

// Dial calls and waits for the answer. When ctx ends before it, the call is cancelled
// and the error is ctx's. A refusal is a *StatusError, an unreachable target another
// error. After the answer ctx has no influence on the call.
func (p *Phone) Dial(ctx context.Context, target Target, opts Options) (*Call, error) {
	c, err := p.Start(ctx, target, opts)
	if err != nil {
		return nil, err
	}
	if err := c.WaitAnswer(ctx); err != nil {
		return nil, fmt.Errorf("call %s at %s: %w", target.User, target.Addr, err)
	}
	return c, nil
}

// Start sends the INVITE and returns at once: Ringing, Answered and Done tell what
// becomes of it, and early media is heard. ctx only bounds the sending; Hangup cancels.
func (p *Phone) Start(ctx context.Context, target Target, opts Options) (*Call, error) {
	fail := func(err error) (*Call, error) {
		return nil, fmt.Errorf("call %s at %s: %w", target.User, target.Addr, err)
	}
	host, port, err := sip.ParseAddr(target.Addr)
	if err != nil {
		return fail(err)
	}
	if port == 0 {
		port = 5060
	}
	c, err := p.newCall(true)
	if err != nil {
		return fail(err)
	}
	c.buildInvite(sip.Uri{Scheme: "sip", User: target.User, Host: host, Port: port}, opts)
	if opts.Play.name != "" {
		c.Play(opts.Play)
	}
	if !p.track(c) {
		c.media.close()
		return fail(ErrClosed)
	}
	c.sentAt = time.Now()
	tx, err := p.client.TransactionRequest(ctx, c.invite, sipgo.ClientRequestAddVia)
	if err != nil {
		c.end(EndCause{Kind: EndFailed, Err: err})
		return fail(err)
	}
	go c.await(tx, opts)
	return c, nil
}

// WaitAnswer waits until an outgoing call is answered. When ctx ends before, the call
// is cancelled.
func (c *Call) WaitAnswer(ctx context.Context) error {
	select {
	case <-c.answered:
		return nil
	case <-c.done:
		select {
		case <-c.answered: // and hung up since
			return nil
		default:
			return c.failure()
		}
	case <-ctx.Done():
		c.giveUp()
		<-c.done // bounded by cancelPatience
		return ctx.Err()
	}
}

// failure is the error of a call that ended without an answer.
func (c *Call) failure() error {
	cause := c.EndCause()
	if cause.Err != nil {
		return cause.Err
	}
	return ErrEnded
}

func (c *Call) buildInvite(to sip.Uri, opts Options) {
	from := sip.FromHeader{DisplayName: opts.DisplayName, Address: sip.Uri{Scheme: "sip", User: opts.From, Host: opts.FromHost}}
	if opts.FromHost == "" {
		from.Address.Host = c.phone.addr.Addr().String()
	}
	if opts.From == "" {
		from.DisplayName, from.Address.User, from.Address.Host = "Anonymous", "anonymous", "anonymous.invalid"
	}
	from.Params.Add("tag", sip.GenerateTagN(12))
	c.local, c.remote, c.target = from, sip.ToHeader{Address: to}, to
	c.id = sip.GenerateTagN(24) + "@" + c.phone.addr.Addr().String()
	c.dest = to.HostPort()
	c.seq++
	req := c.requestWith(sip.INVITE, c.seq)
	req.AppendHeader(sip.NewHeader("Allow", allowed))
	req.AppendHeader(sip.NewHeader("User-Agent", "hotline-softphone"))
	for _, h := range opts.Headers {
		req.AppendHeader(sip.NewHeader(h.Name, h.Value))
	}
	withSDP(req, c.description(c.wish))
	c.invite = req
}

// await owns an outgoing call until it is answered or over.
func (c *Call) await(tx sip.ClientTransaction, opts Options) {
	invite, leave := c.invite, c.leave
	var provisional, leaving bool
	var patience <-chan time.Time
	for {
		select {
		case res := <-tx.Responses():
			switch {
			case res.IsProvisional():
				c.progress(res)
				if provisional = true; leaving {
					leaving, patience = false, time.After(cancelPatience)
					c.cancel(invite)
				}
			case res.IsSuccess():
				c.up(res, tx)
				return
			case challenged(res) && opts.Password != "" && !credited(invite) && !c.isLeaving():
				next, nextTx, err := c.phone.authorize(invite, res, opts.User, opts.Password)
				if err != nil {
					c.end(EndCause{Kind: EndFailed, Err: err})
					return
				}
				c.mu.Lock()
				c.seq = next.CSeq().SeqNo
				c.mu.Unlock()
				invite, tx = next, nextTx
			default:
				c.refused(res)
				return
			}
		case <-leave:
			leave, patience = nil, time.After(deafPatience)
			if leaving = !provisional; !leaving { // RFC 3261, 9.1: not before a provisional answer
				patience = time.After(cancelPatience)
				c.cancel(invite)
			}
		case <-patience:
			tx.Terminate()
			c.end(EndCause{Kind: EndHere})
			return
		case <-tx.Done():
			err := tx.Err()
			if err == nil {
				err = errors.New("no answer to INVITE")
			}
			c.end(EndCause{Kind: EndFailed, Err: err})
			return
		case <-c.done: // the phone was closed
			tx.Terminate()
			return
		}
	}
}

func (c *Call) isLeaving() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.leaving
}

// progress takes a provisional answer.
func (c *Call) progress(res *sip.Response) {
	if res.StatusCode == 100 {
		return
	}
	c.mu.Lock()
	if c.ringingAt.IsZero() {
		c.ringingAt = time.Now()
		close(c.ringing)
	}
	c.mu.Unlock()
}

// refused ends the call by a final answer of 300 or above.
func (c *Call) refused(res *sip.Response) {
	if c.isLeaving() {
		c.end(EndCause{Kind: EndHere, Code: res.StatusCode})
		return
	}
	e := statusError(res)
	c.end(EndCause{Kind: EndRefused, Code: e.Code, Reason: e.Reason, Err: e})
}

// up takes the 2xx: acknowledges it, also when it is repeated, and starts the sound.
func (c *Call) up(res *sip.Response, tx sip.ClientTransaction) {
	theirs, err := parseSDP(res.Body())
	c.mu.Lock()
	c.upAt = time.Now()
	c.response, c.theirs = res, theirs
	c.remote = *res.To()
	if contact := res.Contact(); contact != nil && contact.Address.Host != "" {
		c.target = contact.Address
	}
	c.dest = res.Source()
	ack := c.requestWith(sip.ACK, c.seq)
	c.mu.Unlock()
	tx.OnRetransmission(func(*sip.Response) { c.acknowledge(ack.Clone()) })
	c.acknowledge(ack.Clone())
	if err == nil {
		c.media.connect(theirs)
	}
	close(c.answered)
	if err != nil || c.isLeaving() {
		ctx, cancel := context.WithTimeout(context.Background(), cancelPatience)
		defer cancel()
		if err := c.bye(ctx); err != nil {
			c.phone.log.Warn("answered call not hung up", "call_id", c.id, "error", err)
		}
	}
}

func (c *Call) acknowledge(ack *sip.Request) {
	if err := c.phone.client.WriteRequest(ack, sipgo.ClientRequestAddVia); err != nil {
		c.phone.log.Warn("ack not sent", "call_id", c.id, "error", err)
	}
}

// cancel sends CANCEL for the INVITE (RFC 3261, 9.1); its effect is the 487.
func (c *Call) cancel(invite *sip.Request) {
	req := sip.NewRequest(sip.CANCEL, invite.Recipient)
	req.AppendHeader(sip.HeaderClone(invite.Via()))
	req.AppendHeader(sip.HeaderClone(invite.From()))
	req.AppendHeader(sip.HeaderClone(invite.To()))
	req.AppendHeader(sip.HeaderClone(invite.CallID()))
	req.AppendHeader(&sip.CSeqHeader{SeqNo: invite.CSeq().SeqNo, MethodName: sip.CANCEL})
	c.phone.prepare(req, c.dest)
	req.SetBody(nil)
	go func() {
		ctx, stop := context.WithTimeout(context.Background(), cancelPatience)
		defer stop()
		if _, err := c.phone.client.Do(ctx, req, asBuilt); err != nil {
			c.phone.log.Debug("cancel not confirmed", "call_id", c.id, "error", err)
		}
	}()
}

// asBuilt keeps sipgo from adding headers.
func asBuilt(*sipgo.Client, *sip.Request) error { return nil }

func challenged(res *sip.Response) bool { return res.StatusCode == 401 || res.StatusCode == 407 }

// credited reports whether the request carries credentials already.
func credited(req *sip.Request) bool {
	return slices.ContainsFunc(req.Headers(), func(h sip.Header) bool {
		return strings.EqualFold(h.Name(), "Authorization") || strings.EqualFold(h.Name(), "Proxy-Authorization")
	})
}

// authorize repeats a request with the digest that the 401 or 407 asks for.
func (p *Phone) authorize(req *sip.Request, res *sip.Response, user, password string) (*sip.Request, sip.ClientTransaction, error) {
	next := req.Clone() // the first one still belongs to its transaction
	ctx, cancel := context.WithTimeout(context.Background(), cancelPatience)
	defer cancel()
	tx, err := p.client.TransactionDigestAuth(ctx, next, res, sipgo.DigestAuth{Username: user, Password: password})
	if err != nil {
		return nil, nil, fmt.Errorf("answer digest challenge: %w", err)
	}
	return next, tx, nil
}
