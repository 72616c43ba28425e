package asterisk

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// These tests drive a real Asterisk with telephones that send a tone each and recognise what they hear.

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
	must(t, "join once more", n.Join(ctx, b, r.Leg, false))
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
		"leave": n.Leave(ctx, b, caller), "close": n.CloseBridge(ctx, b),
		"close again": n.CloseBridge(ctx, b), "stop music": n.StopMusic(ctx, caller), "stop ringback": n.StopRingback(ctx, caller),
		"stop play": n.StopPlay(ctx, "p-1"),
	} {
		must(s.T, what+" of what has gone", err)
	}
	gone := n.Hangup(ctx, r.Leg, call.Normal)
	r.Leg += "-late"
	for what, err := range map[string]error{
		"hang up":                    gone,
		"ring for a caller who left": n.Ring(ctx, r), "join": n.Join(ctx, "b-late", caller, false), "music": n.StartMusic(ctx, caller),
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

func TestAsterisk_KilledAndStartedAgainIsAnotherWorld(t *testing.T) {
	server := asterisktest.Start(t, asterisktest.Options{})
	n, d, _ := drive(t, configOf(server))
	first := returns(t, d)
	server.Kill()
	if err := next[error](t, d); err == nil {
		t.Error("Down without a reason")
	}
	if err := n.StartMusic(t.Context(), "x"); !errors.Is(err, telephony.ErrDown) {
		t.Errorf("a command meanwhile gave %v, want ErrDown", err)
	}
	server.Restart()
	if second := returns(t, d); second.StartedAt.IsZero() || second.StartedAt.Equal(first.StartedAt) {
		t.Errorf("StartedAt %s, before %s", second.StartedAt, first.StartedAt)
	}
}
