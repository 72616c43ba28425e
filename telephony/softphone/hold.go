package softphone

import (
	"context"
	"fmt"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// onReinvite answers an INVITE inside a call: the other side holds, resumes or moves
// its sound (RFC 3264, 8).
func (p *Phone) onReinvite(req *sip.Request, tx sip.ServerTransaction) {
	c := p.callOf(req)
	if c == nil {
		p.reply(tx, req, 481, "No Such Call")
		return
	}
	c.mu.Lock()
	stale := req.CSeq().SeqNo <= c.remoteSeq && c.remoteSeq != 0
	if !stale {
		c.remoteSeq = req.CSeq().SeqNo
	}
	direction := c.wish
	c.mu.Unlock()
	if stale {
		p.reply(tx, req, 500, "Out Of Order")
		return
	}
	if len(req.Body()) > 0 {
		theirs, err := parseSDP(req.Body())
		if err != nil {
			p.reply(tx, req, 488, "A-law Only")
			return
		}
		c.mu.Lock()
		c.theirs = theirs
		if contact := req.Contact(); contact != nil && contact.Address.Host != "" {
			c.target = contact.Address
		}
		direction = theirs.answerTo(c.wish)
		c.mu.Unlock()
		c.media.connect(theirs)
	}
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	res.AppendHeader(p.contact(contactUser))
	withSDP(res, c.description(direction))
	if err := c.confirm(context.Background(), tx, res, func() {}); err != nil {
		p.log.Debug("re-invite not acknowledged", "call_id", c.id, "error", err)
	}
}

// Hold asks the other side to send nothing (a re-INVITE with sendonly); our own Source
// goes on, so that a phone may play music of its own.
func (c *Call) Hold(ctx context.Context) error { return c.reoffer(ctx, "sendonly") }

// Resume ends a Hold.
func (c *Call) Resume(ctx context.Context) error { return c.reoffer(ctx, "sendrecv") }

func (c *Call) reoffer(ctx context.Context, direction string) error {
	select {
	case <-c.answered:
	default:
		return fmt.Errorf("offer %s in call %s: it is not answered", direction, c.id)
	}
	req := c.request(sip.INVITE)
	withSDP(req, c.description(direction))
	res, err := c.phone.client.Do(ctx, req, sipgo.ClientRequestAddVia)
	if err != nil {
		return fmt.Errorf("offer %s in call %s: %w", direction, c.id, err)
	}
	if !res.IsSuccess() {
		return fmt.Errorf("offer %s in call %s: %w", direction, c.id, statusError(res))
	}
	theirs, err := parseSDP(res.Body())
	c.mu.Lock()
	c.wish = direction
	if err == nil {
		c.theirs = theirs
	}
	ack := c.requestWith(sip.ACK, req.CSeq().SeqNo)
	c.mu.Unlock()
	c.acknowledge(ack)
	if err != nil {
		return fmt.Errorf("offer %s in call %s: %w", direction, c.id, err)
	}
	c.media.connect(theirs)
	return nil
}
