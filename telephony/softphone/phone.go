package softphone

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/netip"
	"sync"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
)

// maxDatagram lets hostile INVITEs of some thousand characters through: sipgo refuses
// datagrams above its idea of the MTU, and a loopback has no such limit.
const maxDatagram = 60000

// goodbye bounds how long a Close waits for the other sides' answers.
const goodbye = 2 * time.Second

// ErrClosed says that the phone was closed.
var ErrClosed = errors.New("phone is closed")

func init() { sip.UDPMTUSize = maxDatagram }

// Config of a Phone. Only Listen is needed.
type Config struct {
	// Listen is the UDP address for SIP, for example "127.0.0.2:0"; RTP uses free ports
	// of the same address, which must not be a wildcard.
	Listen string
	// Log gets one line for each registration and each call's end, and SIP at DEBUG.
	// Without it nothing is logged.
	Log *slog.Logger
	// Tones are those that every call's Ear listens for; TestTones when nil.
	Tones []float64
	// KeepAudio keeps what every call hears for Ear.Audio: 8 kB a second.
	KeepAudio bool
	// Incoming says what happens to calls that arrive; see Phone.OnIncoming.
	Incoming Behaviour
}

// Phone is one SIP user agent on one UDP port. Make it with New and Close it.
type Phone struct {
	log       *slog.Logger
	addr      netip.AddrPort
	tones     []float64
	keepAudio bool
	ua        *sipgo.UserAgent
	client    *sipgo.Client
	clock     clock
	served    chan struct{} // closed when nothing is received any more
	closed    chan struct{}
	incoming  chan *Call

	mu            sync.Mutex
	behaviour     Behaviour
	calls         map[string]*Call // by Call-ID
	registrations map[*Registration]struct{}
	shut          bool
	conn          net.PacketConn
}

// New opens the socket and answers from then on: OPTIONS with 200, INVITE as
// Config.Incoming says.
func New(cfg Config) (*Phone, error) {
	log := cfg.Log
	if log == nil {
		log = slog.New(slog.DiscardHandler)
	}
	conn, err := net.ListenPacket("udp", cfg.Listen)
	if err != nil {
		return nil, fmt.Errorf("open phone on %s: %w", cfg.Listen, err)
	}
	addr := conn.LocalAddr().(*net.UDPAddr).AddrPort()
	addr = netip.AddrPortFrom(addr.Addr().Unmap(), addr.Port())
	if addr.Addr().IsUnspecified() {
		conn.Close()
		return nil, fmt.Errorf("open phone on %s: an address is needed that others can send to", cfg.Listen)
	}
	p := &Phone{
		log: log, addr: addr, tones: cfg.Tones, keepAudio: cfg.KeepAudio, behaviour: cfg.Incoming, conn: conn,
		calls: make(map[string]*Call), registrations: make(map[*Registration]struct{}),
		served: make(chan struct{}), closed: make(chan struct{}), incoming: make(chan *Call, 1024),
	}
	if p.tones == nil {
		p.tones = TestTones()
	}
	if err := p.serve(conn); err != nil {
		conn.Close()
		return nil, fmt.Errorf("open phone on %s: %w", cfg.Listen, err)
	}
	return p, nil
}

// serve starts sipgo on the socket and returns when it reads from it.
func (p *Phone) serve(conn net.PacketConn) error {
	// sipgo reports each lost packet and each unexpected reply as an error; for a
	// phone whose peers are killed on purpose these are details.
	log := slog.New(quieter{p.log.Handler()})
	var err error
	p.ua, err = sipgo.NewUA(
		sipgo.WithUserAgent("hotline-softphone"),
		sipgo.WithUserAgentParser(sip.NewParser(sip.WithHeadersParsers(parsers()))),
		sipgo.WithUserAgentTransactionLayerOptions(
			sip.WithTransactionLayerLogger(log),
			sip.WithTransactionLayerUnhandledResponseHandler(func(*sip.Response) {}),
		),
		sipgo.WithUserAgentTransportLayerOptions(sip.WithTransportLayerLogger(log)),
	)
	if err != nil {
		return fmt.Errorf("make user agent: %w", err)
	}
	server, err := sipgo.NewServer(p.ua, sipgo.WithServerLogger(log))
	if err != nil {
		return fmt.Errorf("make server: %w", err)
	}
	p.client, err = sipgo.NewClient(p.ua, sipgo.WithClientLogger(log), sipgo.WithClientNAT(),
		sipgo.WithClientAddr(p.addr.String()))
	if err != nil {
		return fmt.Errorf("make client: %w", err)
	}
	server.OnInvite(p.onInvite)
	server.OnAck(p.onAck)
	server.OnBye(p.onBye)
	server.OnCancel(func(req *sip.Request, tx sip.ServerTransaction) { p.reply(tx, req, 481, "No Such Call") })
	server.OnOptions(func(req *sip.Request, tx sip.ServerTransaction) { p.reply(tx, req, 200, "OK") })
	server.OnNoRoute(func(req *sip.Request, tx sip.ServerTransaction) { p.reply(tx, req, 405, "Method Not Allowed") })

	reading := &readNotice{PacketConn: conn, begun: make(chan struct{})}
	go func() {
		defer close(p.served)
		if err := server.ServeUDP(reading); err != nil {
			p.log.Error("sip not received any more", "error", err)
		}
	}()
	select {
	case <-reading.begun:
		return nil
	case <-p.served:
		return errors.New("receive SIP: the transport ended at once")
	}
}

// Addr is the address on which the phone can be called.
func (p *Phone) Addr() netip.AddrPort { return p.addr }

// Calls are those that have not ended.
func (p *Phone) Calls() []*Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	calls := make([]*Call, 0, len(p.calls))
	for _, c := range p.calls {
		calls = append(calls, c)
	}
	return calls
}

// Close hangs up all calls, takes back all registrations and closes the phone. It
// waits at most two seconds for the others' answers.
func (p *Phone) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), goodbye)
	defer cancel()
	var wg sync.WaitGroup
	for _, c := range p.Calls() {
		wg.Go(func() { _ = c.Hangup(ctx) }) // a peer that is gone needs no goodbye
	}
	wg.Go(func() { _ = p.Unregister(ctx) })
	wg.Wait()
	return p.Vanish()
}

// Vanish closes the phone without a word, as a browser that has crashed: the other
// sides get no BYE, the registrar no farewell.
func (p *Phone) Vanish() error {
	p.mu.Lock()
	if p.shut {
		p.mu.Unlock()
		return nil
	}
	p.shut = true
	close(p.closed)
	for r := range p.registrations {
		r.stop()
	}
	p.mu.Unlock()
	err := p.conn.Close()
	for _, c := range p.Calls() {
		c.end(EndCause{Kind: EndFailed, Err: ErrClosed})
	}
	<-p.served
	if closeErr := p.ua.Close(); err == nil {
		err = closeErr
	}
	if err != nil {
		return fmt.Errorf("close phone: %w", err)
	}
	return nil
}

// track makes the call known; false when the phone is closed or knows that Call-ID.
func (p *Phone) track(c *Call) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	if _, known := p.calls[c.id]; known || p.shut {
		return false
	}
	p.calls[c.id] = c
	return true
}

func (p *Phone) forget(c *Call) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.calls[c.id] == c {
		delete(p.calls, c.id)
	}
}

// callOf is the call to which an incoming request belongs, nil without.
func (p *Phone) callOf(req *sip.Request) *Call {
	p.mu.Lock()
	defer p.mu.Unlock()
	if id := req.CallID(); id != nil {
		return p.calls[id.Value()]
	}
	return nil
}

// reply sends a response without a body.
func (p *Phone) reply(tx sip.ServerTransaction, req *sip.Request, code int, reason string) {
	res := sip.NewResponseFromRequest(req, code, reason, nil)
	res.AppendHeader(sip.NewHeader("Allow", allowed))
	if err := tx.Respond(res); err != nil {
		p.log.Debug("reply not sent", "code", code, "method", req.Method, "error", err)
	}
}

const allowed = "INVITE, ACK, CANCEL, BYE, OPTIONS"

// prepare sets what all requests of this phone have in common.
func (p *Phone) prepare(req *sip.Request, dest string) {
	hops := sip.MaxForwardsHeader(70)
	req.AppendHeader(&hops)
	req.SetTransport("UDP")
	req.SetDestination(dest)
	req.Laddr = sip.Addr{IP: p.addr.Addr().AsSlice(), Port: int(p.addr.Port())}
}

// contact is the address for requests inside a dialog.
func (p *Phone) contact(user string) *sip.ContactHeader {
	return &sip.ContactHeader{Address: sip.Uri{
		Scheme: "sip", User: user, Host: p.addr.Addr().String(), Port: int(p.addr.Port()),
	}}
}

// readNotice tells when it is read from for the first time: from then on sipgo knows
// the socket and sends from it.
type readNotice struct {
	net.PacketConn
	once  sync.Once
	begun chan struct{}
}

func (r *readNotice) ReadFrom(b []byte) (int, net.Addr, error) {
	r.once.Do(func() { close(r.begun) })
	return r.PacketConn.ReadFrom(b)
}

// quieter turns everything into DEBUG.
type quieter struct{ slog.Handler }

func (q quieter) Enabled(ctx context.Context, _ slog.Level) bool {
	return q.Handler.Enabled(ctx, slog.LevelDebug)
}

func (q quieter) Handle(ctx context.Context, r slog.Record) error {
	r.Level = slog.LevelDebug
	return q.Handler.Handle(ctx, r)
}

func (q quieter) WithAttrs(a []slog.Attr) slog.Handler { return quieter{q.Handler.WithAttrs(a)} }
func (q quieter) WithGroup(n string) slog.Handler      { return quieter{q.Handler.WithGroup(n)} }
