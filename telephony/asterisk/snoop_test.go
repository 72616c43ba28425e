package asterisk

import (
	"errors"
	"slices"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// A snoop hears both, and is heard by the agent alone when it whispers; it dies with the agent's leg, and its name is
// known to whoever looks at the switch.
func TestAsterisk_SnoopHearsBothAndWhispersToOne(t *testing.T) {
	s := newStage(t)
	n, ctx := s.node, s.ctx
	phone, boss := s.agent("a7d"), s.agent("a9d")
	c, caller := s.caller()
	a, r := s.ring(phone, "a7d", caller)
	s.answer(a, r.Leg)
	s.talk(telephony.BridgeID("b-"+caller), caller, r.Leg)
	sup := call.SupervisorLeg(call.ID(caller), 1)
	must(t, "ring the supervisor", n.Ring(ctx, telephony.Ring{Call: call.ID(caller), Leg: sup, Role: call.Supervisor, Endpoint: "a9d", Originator: caller, Timeout: 25 * time.Second}))
	d, err := boss.WaitIncoming(ctx)
	must(t, "the supervisor's phone rings", err)
	d.Play(softphone.Tone(softphone.ToneSupervisor, softphone.DefaultLevel))
	must(t, "answer", d.Answer(ctx))
	happens(t, s.diary, telephony.ChannelUp, sup)

	aside := telephony.BridgeID("s-" + caller)
	must(t, "join the supervisor", n.Join(ctx, aside, sup, true))
	var last call.Snoop
	for i, whisper := range []bool{false, true, false} {
		snoop := call.Snoop{ID: call.SnoopID(call.ID(caller), i+1), Of: r.Leg, Whisper: whisper}
		must(t, "snoop", n.Snoop(ctx, call.ID(caller), snoop))
		must(t, "snoop once more", n.Snoop(ctx, call.ID(caller), snoop))
		happens(t, s.diary, telephony.ChannelUp, snoop.ID)
		must(t, "join the snoop", n.Join(ctx, aside, snoop.ID, true))
		if last.ID != "" {
			must(t, "drop the snoop of before", n.Hangup(ctx, last.ID, call.Normal))
			happens(t, s.diary, telephony.ChannelGone, last.ID)
		}
		last = snoop
		must(t, "the supervisor hears both", d.Heard().WaitOnly(ctx, softphone.ToneCaller, softphone.ToneAgent))
		s.hears("the caller hears the agent", c, softphone.ToneAgent)
		toAgent := []float64{softphone.ToneCaller}
		if whisper {
			toAgent = append(toAgent, softphone.ToneSupervisor)
		}
		must(t, "the agent hears", a.Heard().WaitOnly(ctx, toAgent...))
	}
	w, err := n.world(ctx)
	must(t, "look", err)
	i := slices.IndexFunc(w.Channels, func(ch telephony.Channel) bool { return ch.ID == last.ID })
	if i < 0 || w.Channels[i].Call != call.ID(caller) || !w.Channels[i].Up || !w.Channels[i].InControl {
		t.Errorf("the world does not know the snoop: %+v", w.Channels)
	}
	must(t, "the agent is let go", n.Hangup(ctx, r.Leg, call.Normal))
	happens(t, s.diary, telephony.ChannelGone, last.ID)
	if err := n.Snoop(ctx, call.ID(caller), call.Snoop{ID: call.SnoopID(call.ID(caller), 9), Of: r.Leg}); !errors.Is(err, telephony.ErrGone) {
		t.Errorf("snoop on a leg that has gone: %v, want ErrGone", err)
	}
	must(t, "hang up", c.Hangup(ctx))
	must(t, "let the supervisor go", n.Hangup(ctx, sup, call.Normal))
	<-d.Done()
}
