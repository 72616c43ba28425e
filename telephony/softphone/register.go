package softphone

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// defaultExpires is for how long a registration is asked when RegisterConfig says nothing.
const defaultExpires = 2 * time.Minute

// registerPatience bounds one REGISTER of the refreshing in the background.
const registerPatience = 5 * time.Second

// RegisterConfig says where and as whom to register.
type RegisterConfig struct {
	Registrar string        // host:port
	User      string        // of the address of record and of the digest
	Password  string        // answers the challenge
	Expires   time.Duration // two minutes when zero; the registrar may shorten it
}

// Registration is a binding that is refreshed until Unregister.
type Registration struct {
	phone *Phone
	cfg   RegisterConfig
	req   *sip.Request // the last that was sent, template of the next
	once  sync.Once
	quit  chan struct{}
	idle  chan struct{} // closed when the refreshing has ended
}

// Register binds the phone to the user at the registrar and keeps the binding fresh
// until Unregister or Close. A refusal is a *StatusError.
func (p *Phone) Register(ctx context.Context, cfg RegisterConfig) (*Registration, error) {
	if cfg.Expires == 0 {
		cfg.Expires = defaultExpires
	}
	r := &Registration{phone: p, cfg: cfg, quit: make(chan struct{}), idle: make(chan struct{})}
	if err := r.build(); err != nil {
		return nil, fmt.Errorf("register %s at %s: %w", cfg.User, cfg.Registrar, err)
	}
	granted, err := r.send(ctx, cfg.Expires)
	if err != nil {
		return nil, fmt.Errorf("register %s at %s: %w", cfg.User, cfg.Registrar, err)
	}
	p.mu.Lock()
	if p.shut {
		p.mu.Unlock()
		return nil, fmt.Errorf("register %s at %s: %w", cfg.User, cfg.Registrar, ErrClosed)
	}
	p.registrations[r] = struct{}{}
	p.mu.Unlock()
	p.log.Info("phone registered", "user", cfg.User, "registrar", cfg.Registrar, "expires", granted)
	go r.refresh(granted)
	return r, nil
}

// Unregister takes back all registrations of the phone.
func (p *Phone) Unregister(ctx context.Context) error {
	p.mu.Lock()
	var all []*Registration
	for r := range p.registrations {
		all = append(all, r)
	}
	p.mu.Unlock()
	var errs []error
	for _, r := range all {
		errs = append(errs, r.Unregister(ctx))
	}
	return errors.Join(errs...)
}

// Unregister takes the binding back. Again is no error.
func (r *Registration) Unregister(ctx context.Context) error {
	r.phone.mu.Lock()
	_, live := r.phone.registrations[r]
	delete(r.phone.registrations, r)
	r.phone.mu.Unlock()
	if !live {
		return nil
	}
	r.stop()
	select {
	case <-r.idle:
	case <-ctx.Done():
		return fmt.Errorf("unregister %s: %w", r.cfg.User, ctx.Err())
	}
	if _, err := r.send(ctx, 0); err != nil {
		return fmt.Errorf("unregister %s: %w", r.cfg.User, err)
	}
	return nil
}

func (r *Registration) stop() { r.once.Do(func() { close(r.quit) }) }

// refresh registers again after four fifths of the time, and every second after a
// failure until the registrar is back.
func (r *Registration) refresh(granted time.Duration) {
	defer close(r.idle)
	timer := time.NewTimer(granted * 4 / 5)
	defer timer.Stop()
	for {
		select {
		case <-r.quit:
			return
		case <-timer.C:
		}
		ctx, cancel := context.WithTimeout(context.Background(), registerPatience)
		granted, err := r.send(ctx, r.cfg.Expires)
		cancel()
		if err != nil {
			r.phone.log.Warn("phone not registered again", "user", r.cfg.User, "error", err)
			timer.Reset(time.Second)
			continue
		}
		timer.Reset(granted * 4 / 5)
	}
}

func (r *Registration) build() error {
	host, port, err := sip.ParseAddr(r.cfg.Registrar)
	if err != nil {
		return fmt.Errorf("read registrar's address: %w", err)
	}
	if port == 0 {
		port = 5060
	}
	aor := sip.Uri{Scheme: "sip", User: r.cfg.User, Host: host}
	from := sip.FromHeader{Address: aor}
	from.Params.Add("tag", sip.GenerateTagN(12))
	id := sip.CallIDHeader(sip.GenerateTagN(24))
	r.req = sip.NewRequest(sip.REGISTER, sip.Uri{Scheme: "sip", Host: host, Port: port})
	r.req.AppendHeader(&from)
	r.req.AppendHeader(&sip.ToHeader{Address: aor})
	r.req.AppendHeader(&id)
	r.req.AppendHeader(&sip.CSeqHeader{SeqNo: 1, MethodName: sip.REGISTER})
	r.req.AppendHeader(r.phone.contact(r.cfg.User))
	r.phone.prepare(r.req, r.req.Recipient.HostPort())
	r.req.SetBody(nil)
	return nil
}

// send registers for a time (0 takes the binding back) and gives the time granted. It
// is not called twice at once: Register, then refresh, then Unregister.
func (r *Registration) send(ctx context.Context, expires time.Duration) (time.Duration, error) {
	req := r.req.Clone()
	for _, name := range []string{"Via", "Expires", "Authorization", "Proxy-Authorization"} {
		req.RemoveHeader(name)
	}
	req.CSeq().SeqNo++
	req.AppendHeader(sip.NewHeader("Expires", strconv.Itoa(int(expires.Seconds()))))
	r.req = req
	res, err := r.phone.client.Do(ctx, req, sipgo.ClientRequestAddVia)
	if err != nil {
		return 0, err
	}
	if challenged(res) && r.cfg.Password != "" {
		next, tx, err := r.phone.authorize(req, res, r.cfg.User, r.cfg.Password)
		if err != nil {
			return 0, err
		}
		r.req = next
		if res, err = final(ctx, tx); err != nil {
			return 0, err
		}
	}
	if !res.IsSuccess() {
		return 0, statusError(res)
	}
	return r.granted(res, expires), nil
}

// granted finds for how long our own binding holds; a registrar lists all bindings.
func (r *Registration) granted(res *sip.Response, asked time.Duration) time.Duration {
	own := r.req.Contact().Address
	for _, h := range res.GetHeaders("Contact") {
		c, ok := h.(*sip.ContactHeader)
		if !ok || c.Address.Host != own.Host || c.Address.Port != own.Port {
			continue
		}
		if v, ok := c.Params.Get("expires"); ok {
			if n, err := strconv.Atoi(strings.TrimSpace(v)); err == nil && n > 0 {
				return time.Duration(n) * time.Second
			}
		}
	}
	if n, err := strconv.Atoi(headerValue(res, "Expires")); err == nil && n > 0 {
		return time.Duration(n) * time.Second
	}
	return asked
}

// final waits for a transaction's final answer and ends it.
func final(ctx context.Context, tx sip.ClientTransaction) (*sip.Response, error) {
	defer tx.Terminate()
	for {
		select {
		case res := <-tx.Responses():
			if !res.IsProvisional() {
				return res, nil
			}
		case <-tx.Done():
			if err := tx.Err(); err != nil {
				return nil, err
			}
			return nil, errors.New("no answer")
		case <-ctx.Done():
			return nil, ctx.Err()
		}
	}
}
