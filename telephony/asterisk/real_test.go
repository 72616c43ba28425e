package asterisk

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/url"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// These tests drive a real Asterisk with telephones that send a tone each and recognise what they hear.

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
		must(s.T, "join", s.node.Join(s.ctx, b, leg))
		if e := happens(s.T, s.diary, telephony.BridgeEntered, leg); e.Bridge != b {
			s.Errorf("entered: %+v", e)
		}
	}
}

func TestAsterisk_CallFromArrivalToItsEnd(t *testing.T) {
	s := newStage(t)
	n, ctx := s.node, s.ctx
	phone := s.agent("a7d")
	c, caller := s.caller()

	must(t, "play", n.Play(ctx, caller, "p-1", []string{"welcome", "beep", "beep"}))
	must(t, "play once more", n.Play(ctx, caller, "p-1", []string{"welcome", "beep", "beep"}))
	s.hears("the welcome", c, asterisktest.Tones["welcome"].Hz)

	must(t, "the beep", c.Heard().WaitTone(ctx, beepHz))
	if e := happens(t, s.diary, telephony.PlaybackFinished, caller); e.Playback != "p-1" {
		t.Errorf("finished: %+v", e)
	}
	must(t, "start music", n.StartMusic(ctx, caller))
	must(t, "start music once more", n.StartMusic(ctx, caller))
	s.hears("music", c, softphone.ToneMusic)

	a, r := s.ring(phone, "a7d", caller)
	if a.From() != "+380501112233" || a.DisplayName() != "Ганна Я X-Evil: 1" || a.Header("X-Evil") != "" {
		t.Errorf("the phone shows %q %q", a.From(), a.DisplayName())
	}
	s.hears("music while it rings", c, softphone.ToneMusic)
	s.answer(a, r.Leg)
	b := telephony.BridgeID("b-" + caller)
	s.talk(b, caller, r.Leg)
	s.hears("the agent", c, softphone.ToneAgent)
	s.hears("the caller", a, softphone.ToneCaller)
	must(t, "join once more", n.Join(ctx, b, r.Leg))
	s.hears("the agent after that", c, softphone.ToneAgent)

	must(t, "mute", n.Mute(ctx, r.Leg, true))
	must(t, "silence from a muted agent", c.Heard().WaitSilence(ctx))
	s.hears("the caller while muted", a, softphone.ToneCaller)
	must(t, "unmute", n.Mute(ctx, r.Leg, false))
	s.hears("the agent again", c, softphone.ToneAgent)

	must(t, "leave", n.Leave(ctx, b, caller))
	must(t, "leave once more", n.Leave(ctx, b, caller))
	happens(t, s.diary, telephony.BridgeLeft, caller)
	must(t, "music on hold", n.StartMusic(ctx, caller))
	s.hears("music on hold", c, softphone.ToneMusic)
	must(t, "silence beside the held", a.Heard().WaitSilence(ctx))
	must(t, "take the agent out", n.Leave(ctx, b, r.Leg))
	must(t, "ringback", n.StartRingback(ctx, r.Leg))
	s.hears("ringback", a, softphone.ToneRingback)
	must(t, "stop ringback", n.StopRingback(ctx, r.Leg))
	must(t, "silence after ringback", a.Heard().WaitSilence(ctx))
	s.talk(b, caller, r.Leg)
	s.hears("the agent after the hold", c, softphone.ToneAgent)

	must(t, "hang up", c.Hangup(ctx))
	if e := happens(t, s.diary, telephony.ChannelGone, caller); e.Role != call.Caller {
		t.Errorf("gone: %+v", e)
	}
	must(t, "hang up the agent", n.Hangup(ctx, r.Leg, call.Normal))
	if e := happens(t, s.diary, telephony.ChannelGone, r.Leg); e.Cause != 16 {
		t.Errorf("gone: %+v", e)
	}
	<-a.Done()
	s.gone(b, caller, r)
}

// gone tries everything on a call that has ended.
func (s *stage) gone(b telephony.BridgeID, caller call.LegID, r telephony.Ring) {
	s.Helper()
	n, ctx := s.node, s.ctx
	for what, err := range map[string]error{
		"hang up": n.Hangup(ctx, r.Leg, call.Normal), "leave": n.Leave(ctx, b, caller), "close": n.CloseBridge(ctx, b),
		"close again": n.CloseBridge(ctx, b), "stop music": n.StopMusic(ctx, caller), "stop ringback": n.StopRingback(ctx, caller),
		"stop play": n.StopPlay(ctx, "p-1"),
	} {
		must(s.T, what+" of what has gone", err)
	}
	r.Leg += "-late"
	for what, err := range map[string]error{
		"ring for a caller who left": n.Ring(ctx, r), "join": n.Join(ctx, "b-late", caller), "music": n.StartMusic(ctx, caller),
		"ringback": n.StartRingback(ctx, caller), "mute": n.Mute(ctx, caller, true), "play": n.Play(ctx, caller, "p-2", []string{"welcome"}),
	} {
		if !errors.Is(err, telephony.ErrGone) {
			s.Errorf("%s gave %v, want ErrGone", what, err)
		}
	}
	must(s.T, "close the late bridge", n.CloseBridge(ctx, "b-late"))
}

func TestAsterisk_PromptIsStoppedForTheAgentAndMusicComesBack(t *testing.T) {
	s := newStage(t)
	c, caller := s.caller()
	must(t, "start music", s.node.StartMusic(s.ctx, caller))
	s.hears("music", c, softphone.ToneMusic)
	must(t, "play", s.node.Play(s.ctx, caller, "p-1", slices.Repeat([]string{"apology"}, 20)))
	s.hears("the apology", c, asterisktest.Tones["apology"].Hz)
	must(t, "stop the prompt", s.node.StopPlay(s.ctx, "p-1"))
	happens(t, s.diary, telephony.PlaybackFinished, caller)
	must(t, "stop it again", s.node.StopPlay(s.ctx, "p-1"))
	must(t, "start music again", s.node.StartMusic(s.ctx, caller))
	s.hears("music again", c, softphone.ToneMusic)
	must(t, "hang up", s.node.Hangup(s.ctx, caller, call.Normal))
	happens(t, s.diary, telephony.ChannelGone, caller)
	<-c.Done()
}

func TestAsterisk_HangupTellsThePhoneWhy(t *testing.T) {
	s := newStage(t)
	phone := s.agent("a7d")
	c, caller := s.caller()
	a, r := s.ring(phone, "a7d", caller)
	must(t, "cancel", s.node.Hangup(s.ctx, r.Leg, call.AnsweredElsewhere))
	<-a.Done()
	if end := a.EndCause(); end.Kind != softphone.EndCancelled || !strings.Contains(end.Reason, "completed elsewhere") {
		t.Errorf("the phone was told %+v", end)
	}
	happens(t, s.diary, telephony.ChannelGone, r.Leg)

	phone.OnIncoming(softphone.Behaviour{Reject: 486})
	r.Leg += "b"
	must(t, "ring a busy phone", s.node.Ring(s.ctx, r))
	if e := happens(t, s.diary, telephony.ChannelGone, r.Leg); e.Cause != 17 {
		t.Errorf("a busy phone: %+v", e)
	}
	must(t, "unregister", phone.Unregister(s.ctx))
	s.reported(telephony.PhoneUnreachable, "a7d")
	r.Leg += "c"
	if err := s.node.Ring(s.ctx, r); !errors.Is(err, telephony.ErrGone) {
		t.Errorf("ring without a phone gave %v", err)
	}
	must(t, "hang up", c.Hangup(s.ctx))
	happens(t, s.diary, telephony.ChannelGone, caller)
}

func TestAsterisk_CutSocketAndTheWorldIsToldAnew(t *testing.T) {
	s := newStage(t)
	phone := s.agent("a7d")
	c, caller := s.caller()
	a, r := s.ring(phone, "a7d", caller)
	s.answer(a, r.Leg)
	b := telephony.BridgeID("b-" + caller)
	s.talk(b, caller, r.Leg)
	s.hears("the agent", c, softphone.ToneAgent)
	// A registered phone is configured again: its registration and the talk go on.
	must(t, "configure again", s.node.ConfigurePhone(s.ctx, telephony.AgentPhone{Endpoint: "a7d", Password: "pw-a7d", Phone: call.Desk}))

	s.wire.cut()
	w := returns(t, s.diary)
	s.hears("the agent meanwhile", c, softphone.ToneAgent)
	seen := map[call.LegID]telephony.Channel{}
	for _, ch := range w.Channels {
		seen[ch.ID] = ch
	}
	if ch := seen[caller]; ch.Role != call.Caller || ch.Call != call.ID(caller) || ch.DID != did || ch.Number != "380501112233" || !ch.Up || !ch.InControl || ch.CreatedAt.IsZero() {
		t.Errorf("caller %+v", ch)
	}
	if ch := seen[r.Leg]; ch.Role != call.Agent || ch.Call != call.ID(caller) || !ch.Up || !ch.InControl {
		t.Errorf("agent %+v", ch)
	}
	if len(w.Channels) != 2 || len(w.Bridges) != 1 || w.Bridges[0].ID != b || len(w.Bridges[0].Members) != 2 || !w.Reachable["a7d"] || w.StartedAt.IsZero() {
		t.Errorf("world %+v", w)
	}
	// What happens from now on is reported as before, of channels that arrived before the cut too.
	must(t, "agent hangs up", a.Hangup(s.ctx))
	happens(t, s.diary, telephony.ChannelGone, r.Leg)
	must(t, "caller hangs up", c.Hangup(s.ctx))
	happens(t, s.diary, telephony.ChannelGone, caller)
}

func TestAsterisk_ControllerThatIsReplacedLearnsIt(t *testing.T) {
	s := newStage(t)
	second, d, _ := drive(t, configOf(s.server))
	returns(t, d)
	if err := next[error](t, s.diary); !errors.Is(err, ErrReplaced) {
		t.Errorf("the first was told %v", err)
	}
	if err := s.node.StartMusic(s.ctx, "x"); !errors.Is(err, ErrReplaced) {
		t.Errorf("the first may still command: %v", err)
	}
	if err := second.StartMusic(s.ctx, "x"); !errors.Is(err, telephony.ErrGone) {
		t.Errorf("the second may not command: %v", err)
	}
}

func TestAsterisk_WrongPasswordIsNoConnection(t *testing.T) {
	c := configOf(asterisktest.Start(t, asterisktest.Options{}))
	c.Password = "wrong"
	_, d, _ := drive(t, c)
	if err := next[error](t, d); !strings.Contains(err.Error(), "401") {
		t.Errorf("Down(%v)", err)
	}
}
