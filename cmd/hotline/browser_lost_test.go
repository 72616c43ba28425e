package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Browsers are closed and reloaded in the middle of calls: nobody is left with dead air, and nobody rings for ever.

// A page that is reloaded while it rings shows the same offer again, and can answer it.
func TestBrowser_ReloadedWhileRinging_PopIsShownAgain(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	caller := w.dial(t, callersNumber)
	ticket := oksana.text("ticket-number")
	oksana.until("rings", `window.__hotline.phone().voice === "ringing"`)
	oksana.open("/desk")
	oksana.phase("offer")
	oksana.sees("ticket-number", ticket)
	oksana.ready()
	oksana.press("answer")
	talks(t, oksana, caller)
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
}

// When an agent closes the tab while it rings, the caller keeps the place and the next agent is offered the call.
func TestBrowser_ClosedWhileRinging_NextAgentIsOffered(t *testing.T) {
	beside(t, browsers)
	w, oksana, maria, caller := twoDesktops(t)
	oksana.until("rings", `window.__hotline.phone().voice === "ringing"`)
	oksana.close()
	maria.press("answer")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	maria.hears(softphone.ToneCaller)
	w.until(t, "the closed browser is not rung", func() bool { return !w.state(t, oksana.id).Agent.PhoneReachable })
}

// A page that is reloaded in the talk brings its agent back into it, with nothing to press.
func TestBrowser_ReloadedWhileTalking_AgentIsBackInTheTalk(t *testing.T) {
	beside(t, browsers)
	w, oksana, _, caller := twoDesktops(t)
	oksana.press("answer")
	talks(t, oksana, caller)
	oksana.open("/desk")
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	began := time.Now()
	talks(t, oksana, caller)
	t.Logf("back in the talk after %s", time.Since(began).Round(time.Millisecond))
	oksana.phase("talking")
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	if r := w.last(t); r.Call.EndReason != call.CallerHungUp || r.Call.Priority != 0 {
		t.Errorf("reason %s, priority %d; the caller never was in the line again", r.Call.EndReason, r.Call.Priority)
	}
}

// An agent who was away for longer than a talk waits is told what became of the caller, and has the caller back at once.
func TestBrowser_AwayTooLongWhileTalking_TakesTheCallerAgain(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	caller := w.dial(t, callersNumber)
	oksana.press("answer")
	talks(t, oksana, caller)
	oksana.write("note", agentsNote)
	oksana.has("note-status", "data-status", "saved")
	must(t, chromedp.Do(oksana.ctx, chromedp.Navigate("about:blank")))
	within(t, "the talk waits no longer", func() bool { return w.state(t, oksana.id).Agent.State == telephony.WrapUp })
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	oksana.open("/desk")
	oksana.ready()
	oksana.has("lost-caller", "data-where", "waiting")
	oksana.sees("lost-caller", "Сторінку перезавантажено під час розмови")
	oksana.sees("note", agentsNote)
	oksana.picture("lost-caller")
	oksana.press("take-again")
	oksana.phase("offer")
	oksana.press("answer")
	talks(t, oksana, caller)
	oksana.sees("talk-notes", agentsNote)
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
}

// When an agent closes the tab during the talk, the caller hears music and is the next agent's first.
func TestBrowser_ClosedWhileTalking_CallerHearsMusicAndNextAgent(t *testing.T) {
	beside(t, browsers)
	w, oksana, maria, caller := twoDesktops(t)
	oksana.press("answer")
	talks(t, oksana, caller)
	oksana.close()
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	maria.press("answer")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	maria.hears(softphone.ToneCaller)
}

// A browser that crashes while it rings is not waited for: the next agent is offered the caller at once.
func TestBrowser_KilledWhileRinging_NextAgentIsOfferedAtOnce(t *testing.T) {
	beside(t, browsers)
	w, oksana, maria, caller := twoDesktops(t)
	oksana.until("rings", `window.__hotline.phone().voice === "ringing"`)
	killed := time.Now()
	oksana.kill()
	maria.phase("offer")
	if took := time.Since(killed); took > 15*time.Second {
		t.Errorf("the next agent was offered the caller after %s: that is the ring time, not the crash", took)
	} else {
		t.Logf("the next agent was offered the caller %s after the crash", took.Round(time.Millisecond))
	}
	maria.press("answer")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	maria.hears(softphone.ToneCaller)
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
}

// A browser that crashes in the talk leaves the caller in silence only until Asterisk misses its voice.
func TestBrowser_KilledWhileTalking_CallerHearsMusicAndNextAgent(t *testing.T) {
	beside(t, browsers)
	w, oksana, maria, caller := twoDesktops(t)
	oksana.press("answer")
	talks(t, oksana, caller)
	killed := time.Now()
	oksana.kill()
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	t.Logf("music %s after the crash", time.Since(killed).Round(100*time.Millisecond))
	maria.phase("offer")
	t.Logf("the next agent is offered the caller %s after the crash", time.Since(killed).Round(100*time.Millisecond))
	maria.press("answer")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	maria.hears(softphone.ToneCaller)
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
}

// twoDesktops has a caller at the first of two agents.
func twoDesktops(t *testing.T) (w *town, first, second *desktop, caller *softphone.Call) {
	t.Helper()
	w = newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	first = w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	caller = w.dial(t, callersNumber)
	first.phase("offer")
	return w, first, w.agentDesktop(t, "Марія Коваль", call.Information, softphone.ToneTarget), caller
}
