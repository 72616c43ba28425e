package asterisk

import (
	"context"
	"fmt"
	"io"
	"net"
	"net/url"
	"sync"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

const did = "+380443668012"

// beepHz is the beep's tone; the other prompts are in asterisktest.Tones.
const beepHz = 1000

// wire is a TCP relay before Asterisk's HTTP server, which a test can cut.
type wire struct {
	listener net.Listener
	mu       sync.Mutex
	open     []net.Conn
}

// relay gives the address of a wire to target.
func relay(t *testing.T, target string) (*wire, string) {
	t.Helper()
	address, err := url.Parse(target)
	if err != nil {
		t.Fatal(err)
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	w := &wire{listener: listener}
	go func() {
		for {
			near, err := listener.Accept()
			if err != nil {
				return
			}
			far, err := net.Dial("tcp", address.Host)
			if err != nil {
				_ = near.Close()
				continue
			}
			w.mu.Lock()
			w.open = append(w.open, near, far)
			w.mu.Unlock()
			pump := func(to, from net.Conn) {
				_, _ = io.Copy(to, from) // it ends with either side; both are closed then
				_ = to.Close()
				_ = from.Close()
			}
			go pump(near, far)
			go pump(far, near)
		}
	}()
	t.Cleanup(func() {
		_ = listener.Close()
		w.cut()
	})
	return w, "http://" + listener.Addr().String()
}

// cut breaks every connection; new ones are possible.
func (w *wire) cut() {
	w.mu.Lock()
	defer w.mu.Unlock()
	for _, c := range w.open {
		_ = c.Close()
	}
	w.open = nil
}

// must fails the test when a command fails.
func must(t *testing.T, what string, err error) {
	t.Helper()
	if err != nil {
		t.Fatalf("%s: %v", what, err)
	}
}

// happens waits for an event of a channel.
func happens(t *testing.T, d diary, kind telephony.SwitchEventKind, id call.LegID) telephony.SwitchEvent {
	t.Helper()
	return until(t, d, fmt.Sprintf("%s of %s", kind, id), func(e telephony.SwitchEvent) bool { return e.Kind == kind && (id == "" || e.Channel == id) })
}

// returns waits for the next Up.
func returns(t *testing.T, d diary) telephony.World {
	t.Helper()
	deadline := time.After(patience)
	for {
		select {
		case entry := <-d:
			if w, ok := entry.(telephony.World); ok {
				return w
			}
		case <-deadline:
			t.Fatal("no Up")
		}
	}
}

// stage is an Asterisk, a Node that drives it through a wire, and whoever telephones.
type stage struct {
	*testing.T
	server *asterisktest.Server
	ctx    context.Context
	wire   *wire
	node   *Node
	diary  diary
}

func newStage(t *testing.T) *stage {
	t.Helper()
	s := &stage{T: t, server: asterisktest.Start(t, asterisktest.Options{})}
	t.Cleanup(s.server.Kill) // in order it takes up to 30 s once a telephone was registered
	ctx, cancel := context.WithTimeout(context.Background(), time.Minute)
	t.Cleanup(cancel)
	s.ctx = ctx
	c := configOf(s.server)
	s.wire, c.URL = relay(t, c.URL)
	s.node, s.diary, _ = drive(t, c)
	returns(t, s.diary)
	return s
}

func configOf(s *asterisktest.Server) Config {
	return Config{URL: s.ARI, User: s.ARIUser, Password: s.ARIPassword, App: s.App}
}

func (s *stage) phone(listen string) *softphone.Phone {
	s.Helper()
	p, err := softphone.New(softphone.Config{Listen: listen, Tones: append(softphone.TestTones(), beepHz, asterisktest.Tones["apology"].Hz)})
	must(s.T, "make a phone", err)
	s.Cleanup(func() { _ = p.Close() })
	return p
}

// agent makes a desk phone, registers it and waits until it is reported.
func (s *stage) agent(endpoint string) *softphone.Phone {
	s.Helper()
	must(s.T, "configure phone", s.node.ConfigurePhone(s.ctx, telephony.AgentPhone{Endpoint: endpoint, Password: "pw-" + endpoint, Phone: call.Desk}))
	p := s.phone("127.0.0.3:0")
	_, err := p.Register(s.ctx, softphone.RegisterConfig{Registrar: s.server.SIPAddr, User: endpoint, Password: "pw-" + endpoint, Expires: time.Minute})
	must(s.T, "register", err)
	s.reported(telephony.PhoneReachable, endpoint)
	return p
}

func (s *stage) reported(kind telephony.SwitchEventKind, endpoint string) {
	s.Helper()
	until(s.T, s.diary, fmt.Sprintf("%s of %s", kind, endpoint), func(e telephony.SwitchEvent) bool { return e.Kind == kind && e.Endpoint == endpoint })
}

// caller dials and arrives.
func (s *stage) caller() (*softphone.Call, call.LegID) {
	s.Helper()
	c, err := s.phone("127.0.0.2:0").Dial(s.ctx, softphone.Target{Addr: s.server.SIPAddr, User: did},
		softphone.Options{From: "380501112233", Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
	must(s.T, "dial", err)
	e := happens(s.T, s.diary, telephony.CallerArrived, "")
	if e.DID != did || e.Number != "380501112233" || e.Call != call.ID(e.Channel) || e.Role != call.Caller {
		s.Fatalf("arrived: %+v", e)
	}
	return c, e.Channel
}

// ring lets an agent's phone ring and gives the call that it sees.
func (s *stage) ring(p *softphone.Phone, endpoint string, caller call.LegID) (*softphone.Call, telephony.Ring) {
	s.Helper()
	r := telephony.Ring{
		Call: call.ID(caller), Leg: "a-" + caller + "-1", Role: call.Agent, Endpoint: endpoint, Originator: caller,
		CallerID: "+380501112233", CallerName: "Ганна \"Я\"\r\nX-Evil: 1", Timeout: 25 * time.Second,
	}
	must(s.T, "ring", s.node.Ring(s.ctx, r))
	must(s.T, "ring once more", s.node.Ring(s.ctx, r))
	c, err := p.WaitIncoming(s.ctx)
	must(s.T, "wait for the ringing", err)
	if e := happens(s.T, s.diary, telephony.ChannelRinging, r.Leg); e.Call != r.Call || e.Role != call.Agent {
		s.Errorf("ringing: %+v", e)
	}
	return c, r
}

// answer lets the phone answer and speak its tone.
func (s *stage) answer(c *softphone.Call, leg call.LegID) {
	s.Helper()
	c.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
	must(s.T, "answer", c.Answer(s.ctx))
	if e := happens(s.T, s.diary, telephony.ChannelUp, leg); e.Role != call.Agent {
		s.Errorf("up: %+v", e)
	}
}

func (s *stage) hears(who string, c *softphone.Call, hz float64) {
	s.Helper()
	must(s.T, who, c.Heard().WaitOnly(s.ctx, hz))
}

// talk joins both.
func (s *stage) talk(b telephony.BridgeID, caller, agent call.LegID) {
	s.Helper()
	must(s.T, "stop music", s.node.StopMusic(s.ctx, caller))
	for _, leg := range []call.LegID{agent, caller} {
		must(s.T, "join", s.node.Join(s.ctx, b, leg, false))
		if e := happens(s.T, s.diary, telephony.BridgeEntered, leg); e.Bridge != b {
			s.Errorf("entered: %+v", e)
		}
	}
}
