package softphone_test

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

func open(t *testing.T, cfg softphone.Config) *softphone.Phone {
	t.Helper()
	if cfg.Listen == "" {
		cfg.Listen = "127.0.0.1:0"
	}
	p, err := softphone.New(cfg)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("close: %v", err)
		}
	})
	return p
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}

func ended(t *testing.T, c *softphone.Call, want softphone.EndKind) softphone.EndCause {
	t.Helper()
	select {
	case <-c.Done():
	case <-time.After(10 * time.Second):
		t.Fatalf("call has not ended, wanted %q", want)
	}
	if got := c.EndCause(); got.Kind != want {
		t.Errorf("call ended %+v, want %q", got, want)
	}
	return c.EndCause()
}

func to(p *softphone.Phone) softphone.Target {
	return softphone.Target{Addr: p.Addr().String(), User: "0443668012"}
}

// talk gives both ends of an answered call, the caller at 440 Hz, the agent at 620.
func talk(t *testing.T, caller, agent *softphone.Phone) (out, in *softphone.Call) {
	t.Helper()
	ctx := within(t, 20*time.Second)
	agent.OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
	out, err := caller.Dial(ctx, to(agent), softphone.Options{
		From: "380441234567", Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel),
	})
	must(t, err)
	in, err = agent.WaitIncoming(ctx)
	must(t, err)
	select {
	case <-in.Answered():
	case <-ctx.Done():
		t.Fatal("agent's call is not answered")
	}
	return out, in
}

func TestCall_TonesBothWays(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{KeepAudio: true}), open(t, softphone.Config{})
	out, in := talk(t, caller, agent)
	ctx := within(t, 20*time.Second)
	must(t, out.Heard().WaitOnly(ctx, softphone.ToneAgent))
	must(t, in.Heard().WaitOnly(ctx, softphone.ToneCaller))
	if out.Heard().EverHeard(softphone.ToneCaller, time.Time{}) {
		t.Error("the caller hears itself")
	}
	if got := in.From(); got != "380441234567" {
		t.Errorf("from %q", got)
	}
	if got := in.Dialled(); got != "0443668012" {
		t.Errorf("dialled %q", got)
	}

	in.Play(softphone.Silence())
	must(t, out.Heard().WaitSilence(ctx))
	in.Play(softphone.Nothing())
	must(t, out.Heard().Wait(ctx, "dead air", 3, func(w softphone.Window) bool { return w.Missing }))
	said := in.Play(softphone.ALaw(toneBytes(softphone.TonePrompt1, time.Second)))
	must(t, out.Heard().WaitTone(ctx, softphone.TonePrompt1))
	select {
	case <-said:
	case <-ctx.Done():
		t.Fatal("the announcement does not end")
	}
	must(t, out.Heard().WaitSilence(ctx))

	r := out.Heard().Reception()
	if r.Packets == 0 || r.Lost > 0 || r.Late > 0 {
		t.Errorf("reception %+v", r)
	}
	if len(out.Heard().Audio()) == 0 || out.Heard().FirstRTPAt().Before(out.AnsweredAt().Add(-time.Second)) {
		t.Error("no audio kept, or its time is wrong")
	}
	if !out.InviteSentAt().Before(out.AnsweredAt()) || in.InviteReceivedAt().After(in.AnsweredAt()) {
		t.Error("instants out of order")
	}
}

func TestCall_HangupFromEitherSide(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	ctx := within(t, 20*time.Second)

	out, in := talk(t, caller, agent)
	must(t, out.Hangup(ctx))
	ended(t, out, softphone.EndHere)
	ended(t, in, softphone.EndThere)
	must(t, out.Hangup(ctx))

	out, in = talk(t, caller, agent)
	must(t, in.Hangup(ctx))
	ended(t, in, softphone.EndHere)
	ended(t, out, softphone.EndThere)
	if err := in.Heard().WaitTone(ctx, softphone.ToneCaller); !errors.Is(err, softphone.ErrEnded) {
		t.Errorf("hearing in an ended call: %v", err)
	}
	if n := len(caller.Calls()) + len(agent.Calls()); n != 0 {
		t.Errorf("%d calls left", n)
	}
}

func TestDial_CancelledWhileRinging(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	ctx, cancel := context.WithCancel(within(t, 20*time.Second))
	failed := make(chan error, 1)
	go func() {
		_, err := caller.Dial(ctx, to(agent), softphone.Options{From: "380441234567"})
		failed <- err
	}()
	in, err := agent.WaitIncoming(ctx)
	must(t, err)
	<-in.Ringing()
	cancel()
	if err := <-failed; !errors.Is(err, context.Canceled) {
		t.Errorf("dial: %v", err)
	}
	ended(t, in, softphone.EndCancelled)
	if err := in.Answer(within(t, time.Second)); !errors.Is(err, softphone.ErrEnded) {
		t.Errorf("answer of a cancelled call: %v", err)
	}
}

func TestStart_HangupWhileRingingAndSilent(t *testing.T) {
	t.Parallel()
	caller := open(t, softphone.Config{})
	agent := open(t, softphone.Config{Incoming: softphone.Behaviour{Silent: true}})
	ctx := within(t, 20*time.Second)
	out, err := caller.Start(ctx, to(agent), softphone.Options{From: "380441234567"})
	must(t, err)
	in, err := agent.WaitIncoming(ctx)
	must(t, err)
	must(t, out.Hangup(ctx)) // waits for the first provisional answer, the automatic 100
	ended(t, out, softphone.EndHere)
	ended(t, in, softphone.EndCancelled)
	if !out.RingingAt().IsZero() {
		t.Error("a silent phone was heard ringing")
	}
}

func TestDial_Refused(t *testing.T) {
	t.Parallel()
	caller := open(t, softphone.Config{})
	agent := open(t, softphone.Config{Incoming: softphone.Behaviour{Reject: 486}})
	ctx := within(t, 20*time.Second)
	refusal := func(want int) {
		t.Helper()
		_, err := caller.Dial(ctx, to(agent), softphone.Options{})
		var status *softphone.StatusError
		if !errors.As(err, &status) || status.Code != want {
			t.Errorf("dial: %v, want %d", err, want)
		}
	}
	refusal(486)
	in, err := agent.WaitIncoming(ctx)
	must(t, err)
	if got := ended(t, in, softphone.EndHere).Code; got != 486 {
		t.Errorf("code %d", got)
	}
	if in.From() != "anonymous" || in.DisplayName() != "Anonymous" {
		t.Errorf("without a number: %q <%s>", in.DisplayName(), in.From())
	}

	agent.OnIncoming(softphone.Behaviour{})
	go func() {
		if in, err := agent.WaitIncoming(ctx); err == nil {
			_ = in.Reject(603) // the refusal below tells
		}
	}()
	refusal(603)
}

func TestCall_RingsThenAnswered(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	ctx := within(t, 20*time.Second)
	out, err := caller.Start(ctx, to(agent), softphone.Options{
		From: "380441234567", DisplayName: "Олена",
		Headers: []softphone.Header{{"P-Asserted-Identity", "<sip:380449999999@carrier>"}, {"Privacy", "none"}, {"X-Call", "17"}},
	})
	must(t, err)
	in, err := agent.WaitIncoming(ctx)
	must(t, err)
	select {
	case <-out.Ringing():
	case <-ctx.Done():
		t.Fatal("not ringing")
	}
	if got := in.Header("x-call"); got != "17" {
		t.Errorf("X-Call %q", got)
	}
	if got := in.Header("P-Asserted-Identity"); got != "<sip:380449999999@carrier>" {
		t.Errorf("P-Asserted-Identity %q", got)
	}
	if in.DisplayName() != "Олена" {
		t.Errorf("name %q", in.DisplayName())
	}
	must(t, in.Answer(ctx))
	must(t, out.WaitAnswer(ctx))
	if err := in.Reject(486); err == nil {
		t.Error("an answered call was refused")
	}
	if out.RingingAt().After(out.AnsweredAt()) {
		t.Error("rang after the answer")
	}
}

func TestDial_HostileNumbersArriveAsSent(t *testing.T) {
	t.Parallel()
	caller := open(t, softphone.Config{})
	agent := open(t, softphone.Config{Incoming: softphone.Behaviour{AutoAnswer: true}})
	for _, number := range []string{
		"", "anonymous", "+380 (44) 366-80-12", `'"; DROP TABLE tickets; --`, `<script>alert("1")</script>`,
		"380441234567;tag=x", "a:b", "%00%0d%0aX-Evil: 1", "380@evil@host", "☎️0443668012", `"`, ",", "<", ">",
		"${SHELL(id)}", "../../etc/passwd", strings.Repeat("9", 3000), strings.Repeat("<\"'", 1000),
	} {
		ctx := within(t, 20*time.Second)
		out, err := caller.Dial(ctx, to(agent), softphone.Options{From: number, DisplayName: number})
		if err != nil {
			t.Errorf("%.40q: %v", number, err)
			continue
		}
		in, err := agent.WaitIncoming(ctx)
		must(t, err)
		want := number
		if number == "" {
			want = "anonymous"
		}
		if in.From() != want {
			t.Errorf("%.40q arrived as %.40q", want, in.From())
		}
		must(t, in.Hangup(ctx))
		ended(t, out, softphone.EndThere)
	}
}

func TestCall_HoldAndResume(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	out, in := talk(t, caller, agent)
	ctx := within(t, 30*time.Second)
	must(t, in.Heard().WaitOnly(ctx, softphone.ToneCaller))
	must(t, in.Hold(ctx))
	must(t, in.Heard().WaitSilence(ctx))
	must(t, out.Heard().WaitOnly(ctx, softphone.ToneAgent)) // the holder may play its music
	if !out.OnHold() || in.OnHold() {
		t.Errorf("on hold: caller %v, agent %v", out.OnHold(), in.OnHold())
	}
	must(t, in.Resume(ctx))
	must(t, in.Heard().WaitOnly(ctx, softphone.ToneCaller))
	must(t, out.Hold(ctx))
	must(t, out.Heard().WaitSilence(ctx))
	must(t, out.Resume(ctx))
	must(t, out.Heard().WaitOnly(ctx, softphone.ToneAgent))
	must(t, out.Hangup(ctx))
	ended(t, in, softphone.EndThere)
}

func TestCall_DTMF(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	out, in := talk(t, caller, agent)
	ctx := within(t, 20*time.Second)
	must(t, out.SendDTMF(ctx, "112#a"))
	must(t, in.Heard().WaitOnly(ctx, softphone.ToneCaller)) // the sound goes on behind the keys
	if got := in.Heard().Digits(); got != "112#A" {
		t.Errorf("digits %q", got)
	}
	if err := out.SendDTMF(ctx, "x"); err == nil {
		t.Error("x was sent")
	}
}

func TestVanish_LeavesTheOtherSideAlone(t *testing.T) {
	t.Parallel()
	caller, agent := open(t, softphone.Config{}), open(t, softphone.Config{})
	out, in := talk(t, caller, agent)
	ctx := within(t, 20*time.Second)
	must(t, out.Heard().WaitOnly(ctx, softphone.ToneAgent))
	must(t, agent.Vanish())
	ended(t, in, softphone.EndFailed)
	must(t, out.Heard().WaitSilence(ctx))
	if got := out.EndCause().Kind; got != softphone.EndNone {
		t.Errorf("caller's call ended: %q", got)
	}
	if _, err := agent.Dial(ctx, to(caller), softphone.Options{}); err == nil {
		t.Error("a closed phone called")
	}
}
