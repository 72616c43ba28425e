package softphone

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/emiago/sipgo/sip"
)

// errDecided says that an incoming call was answered or refused already.
var errDecided = errors.New("call was answered or refused already")

// Behaviour says what a phone does with calls by itself. The zero value rings (180)
// and waits for Answer or Reject.
type Behaviour struct {
	Silent      bool          // send no 180
	Reject      int           // refuse at once with this code, for example 486
	AutoAnswer  bool          // answer after AnswerAfter
	AnswerAfter time.Duration // of ringing
	Play        Source        // what is said from the answer on; Silence when zero
}

// OnIncoming changes the behaviour for calls that arrive from now on.
func (p *Phone) OnIncoming(b Behaviour) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.behaviour = b
}

// Incoming gives each call that arrives, also one that the behaviour answers or
// refuses. It is never closed; 1024 calls that nobody takes are kept, further ones are
// refused with 486.
func (p *Phone) Incoming() <-chan *Call { return p.incoming }

// WaitIncoming waits for the next call.
func (p *Phone) WaitIncoming(ctx context.Context) (*Call, error) {
	select {
	case c := <-p.incoming:
		return c, nil
	case <-p.closed:
		return nil, fmt.Errorf("wait for a call: %w", ErrClosed)
	case <-ctx.Done():
		return nil, fmt.Errorf("wait for a call: %w", ctx.Err())
	}
}

// onInvite runs until the INVITE has its final answer: sipgo ends the transaction of a
// handler that returns before.
func (p *Phone) onInvite(req *sip.Request, tx sip.ServerTransaction) {
	now := time.Now()
	if req.From() == nil || req.To() == nil || req.CallID() == nil || req.CSeq() == nil {
		p.reply(tx, req, 400, "Header Missing")
		return
	}
	if req.To().Params.Has("tag") {
		p.onReinvite(req, tx)
		return
	}
	theirs, err := parseSDP(req.Body())
	if err != nil {
		p.reply(tx, req, 488, "A-law Only")
		return
	}
	p.mu.Lock()
	b := p.behaviour
	p.mu.Unlock()
	c, err := p.newCall(false)
	if err != nil {
		p.log.Error("call not taken", "error", err)
		p.reply(tx, req, 500, "No Socket")
		return
	}
	c.received(req, tx, theirs, now)
	if b.Play.name != "" {
		c.Play(b.Play)
	}
	if !p.track(c) {
		c.media.close()
		p.reply(tx, req, 482, "Loop Detected")
		return
	}
	if !tx.OnCancel(c.cancelled) {
		c.end(EndCause{Kind: EndCancelled})
		return
	}
	select {
	case p.incoming <- c:
	default:
		b = Behaviour{Reject: 486}
	}
	c.behave(b)
	select {
	case <-c.settled:
	case <-c.done:
	case <-tx.Done():
		c.end(EndCause{Kind: EndFailed, Err: tx.Err()})
	}
}

// received fills an incoming call. The request is copied: its transaction goes on to
// read the original.
func (c *Call) received(req *sip.Request, tx sip.ServerTransaction, theirs session, now time.Time) {
	invite := req.Clone()
	invite.To().Params.Add("tag", sip.GenerateTagN(12))
	to := invite.To()
	c.id = invite.CallID().Value()
	c.invite, c.inviteTx, c.theirs, c.gotAt = invite, tx, theirs, now
	c.local = sip.FromHeader{DisplayName: to.DisplayName, Address: to.Address, Params: to.Params.Clone()}
	c.remote = invite.From().AsTo()
	c.target = invite.From().Address
	if contact := invite.Contact(); contact != nil && contact.Address.Host != "" {
		c.target = contact.Address
	}
	c.dest = req.Source()
	c.remoteSeq = invite.CSeq().SeqNo
}

// behave does what the behaviour says, without waiting.
func (c *Call) behave(b Behaviour) {
	report := func(what string, err error) {
		if err != nil && !errors.Is(err, errDecided) && !errors.Is(err, ErrEnded) {
			c.phone.log.Warn(what, "call_id", c.id, "error", err)
		}
	}
	if b.Reject != 0 {
		report("call not refused", c.Reject(b.Reject))
		return
	}
	if !b.Silent {
		report("ringing not sent", c.ring())
	}
	if b.AutoAnswer {
		time.AfterFunc(b.AnswerAfter, func() {
			ctx, cancel := context.WithTimeout(context.Background(), 64*sip.T1)
			defer cancel()
			report("call not answered", c.Answer(ctx))
		})
	}
}

func (c *Call) ring() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	if c.decided {
		return errDecided
	}
	res := sip.NewResponseFromRequest(c.invite, 180, "Ringing", nil)
	res.AppendHeader(c.phone.contact(contactUser))
	if err := c.inviteTx.Respond(res); err != nil {
		return fmt.Errorf("ring call %s: %w", c.id, err)
	}
	c.ringingAt = time.Now()
	close(c.ringing)
	return nil
}

// decide makes the caller of it the only one that may send a final answer.
func (c *Call) decide() error {
	c.mu.Lock()
	defer c.mu.Unlock()
	switch {
	case c.outgoing:
		return errors.New("an outgoing call is answered by the other side")
	case c.decided:
		return errDecided
	case c.cause.Kind != EndNone:
		return ErrEnded
	}
	c.decided = true
	return nil
}

// Answer takes an incoming call and returns when the caller has acknowledged it. A call
// that the caller has cancelled gives ErrEnded.
func (c *Call) Answer(ctx context.Context) error {
	if err := c.decide(); err != nil {
		return fmt.Errorf("answer call %s: %w", c.id, err)
	}
	defer close(c.settled)
	res := sip.NewResponseFromRequest(c.invite, 200, "OK", nil)
	res.AppendHeader(c.phone.contact(contactUser))
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	withSDP(res, c.description(c.theirs.answerTo(c.wish)))
	c.mu.Lock()
	if c.cause.Kind != EndNone {
		c.mu.Unlock()
		return fmt.Errorf("answer call %s: %w", c.id, ErrEnded)
	}
	c.upAt = time.Now()
	c.mu.Unlock()
	c.media.connect(c.theirs)
	if err := c.confirm(ctx, c.inviteTx, res, func() { close(c.answered) }); err != nil {
		return fmt.Errorf("answer call %s: %w", c.id, err)
	}
	return nil
}

// confirm sends the 2xx to an INVITE, tells so by sent, and repeats it until the ACK
// (RFC 3261, 13.3.1.4). Without an ACK for 32 seconds the call is over.
func (c *Call) confirm(ctx context.Context, tx sip.ServerTransaction, res *sip.Response, sent func()) error {
	seq := res.CSeq().SeqNo
	acked := make(chan struct{})
	c.mu.Lock()
	c.acks[seq] = acked
	c.mu.Unlock()
	err := tx.Respond(res)
	sent()
	if err != nil {
		c.end(EndCause{Kind: EndFailed, Err: err})
		return err
	}
	wait := sip.T1
	again, never := time.NewTimer(wait), time.NewTimer(64*sip.T1)
	defer again.Stop()
	defer never.Stop()
	for {
		select {
		case <-acked:
			return nil
		case <-c.done:
			return ErrEnded
		case <-again.C:
			if err := tx.Respond(res); err != nil {
				c.phone.log.Debug("answer not repeated", "call_id", c.id, "error", err)
			}
			wait = min(2*wait, sip.T2)
			again.Reset(wait)
		case <-never.C:
			err := errors.New("no ACK from the caller")
			c.end(EndCause{Kind: EndFailed, Err: err})
			return err
		case <-ctx.Done():
			return ctx.Err()
		}
	}
}

// Reject refuses an incoming call with a code of 400 to 699: 486 busy, 603 declined,
// 480 unavailable.
func (c *Call) Reject(code int) error {
	if code < 400 || code > 699 {
		return fmt.Errorf("reject call %s: %d is no refusal", c.id, code)
	}
	if err := c.decide(); err != nil {
		return fmt.Errorf("reject call %s: %w", c.id, err)
	}
	defer close(c.settled)
	phrase := map[int]string{480: "Temporarily Unavailable", 486: "Busy Here", 603: "Decline"}[code]
	if phrase == "" {
		phrase = "Refused"
	}
	err := c.inviteTx.Respond(sip.NewResponseFromRequest(c.invite, code, phrase, nil))
	c.end(EndCause{Kind: EndHere, Code: code})
	if err != nil {
		return fmt.Errorf("reject call %s: %w", c.id, err)
	}
	return nil
}

// cancelled takes the caller's CANCEL; sipgo has answered it and sends the 487.
func (c *Call) cancelled(req *sip.Request) {
	select {
	case <-c.answered: // it crossed our answer: a BYE follows
		return
	default:
	}
	c.end(EndCause{Kind: EndCancelled, Code: 487, Reason: headerValue(req, "Reason")})
}

func (p *Phone) onAck(req *sip.Request, _ sip.ServerTransaction) {
	c := p.callOf(req)
	if c == nil || req.CSeq() == nil {
		return
	}
	c.mu.Lock()
	defer c.mu.Unlock()
	if acked, waiting := c.acks[req.CSeq().SeqNo]; waiting {
		delete(c.acks, req.CSeq().SeqNo)
		close(acked)
	}
}

func (p *Phone) onBye(req *sip.Request, tx sip.ServerTransaction) {
	c := p.callOf(req)
	if c == nil {
		p.reply(tx, req, 481, "No Such Call")
		return
	}
	c.end(EndCause{Kind: EndThere, Reason: headerValue(req, "Reason")})
	p.reply(tx, req, 200, "OK")
}
