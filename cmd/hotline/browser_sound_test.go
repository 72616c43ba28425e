package main

import (
	"context"
	"testing"
	"time"

	"github.com/chromedp/cdproto/cdp"
	"github.com/chromedp/cdproto/page"
	"github.com/chromedp/chromedp"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The voice of a talk is lost with SIP and the desk as they were: the desktop notices, says so and brings it back.

// keepsConnections lets a test look at the page's connections, the newest last, and spoil the first description that the next one
// is given: with another password of ICE no check of Asterisk's address ever succeeds.
const keepsConnections = `window.connections = []; window.RTCPeerConnection = class extends RTCPeerConnection {
	constructor(...all) { super(...all); connections.push(this) }
	setRemoteDescription({ type, sdp }) {
		if (window.spoil) sdp = sdp.replace(/(?<=a=ice-pwd:)\S+/g, (word) => "x".repeat(word.length))
		window.spoil = false
		return super.setRemoteDescription({ type, sdp })
	} }`

const newest = "window.connections.at(-1)"

// The way of the packets never opens, as on a machine that has too much to do: a re-INVITE opens another, and nothing is to be pressed.
func TestBrowser_NoWayForThePackets_AnotherIsOpened(t *testing.T) {
	w, oksana, caller := offeredTo(t)
	_, err := look[bool](oksana, "window.spoil = true")
	must(t, err)
	oksana.press("answer")
	oksana.phase("talking")
	oksana.has("sound", "data-sound", "mending")
	oksana.sees("sound", "Звук зник, відновлюємо")
	oksana.picture("sound-mending")
	began := time.Now()
	talks(t, oksana, caller)
	t.Logf("heard %s after it was missed", time.Since(began).Round(time.Millisecond))
	oksana.has("sound", "data-sound", "good")
	if n, err := look[int](oksana, "connections.length"); err != nil || n != 1 {
		t.Errorf("%d connections (%v): the leg was left, not mended", n, err)
	}
	hungUp(t, w, caller)
}

// A connection that is dead is mended by nothing: the agent leaves the leg, and is rung back into the talk as after a reload.
func TestBrowser_ConnectionIsDeadInTheTalk_AgentIsRungBackIntoIt(t *testing.T) {
	w, oksana, caller := offeredTo(t)
	oksana.press("answer")
	talks(t, oksana, caller)
	_, err := look[bool](oksana, newest+".close(), true")
	must(t, err)
	must(t, caller.Heard().WaitTone(w.ctx, softphone.ToneMusic))
	oksana.has("sound", "data-sound", "mending")
	began := time.Now()
	oksana.has("sound", "data-sound", "back")
	oksana.sees("sound", "Звук відновлено")
	oksana.picture("sound-back")
	talks(t, oksana, caller)
	t.Logf("back in the talk after %s", time.Since(began).Round(time.Millisecond))
	hungUp(t, w, caller)
}

// hungUp ends the call by its caller, who never was in the line again.
func hungUp(t *testing.T, w *town, caller *softphone.Call) {
	t.Helper()
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	if r := w.last(t); r.Call.EndReason != call.CallerHungUp || r.Call.Priority != 0 {
		t.Errorf("the call ended by %s, priority %d", r.Call.EndReason, r.Call.Priority)
	}
}

// offeredTo is an agent, whose connections can be looked at, and a caller who is offered.
func offeredTo(t *testing.T) (w *town, oksana *desktop, caller *softphone.Call) {
	t.Helper()
	beside(t, browsers)
	w = newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	oksana = w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	must(t, chromedp.Do(oksana.ctx, func(ctx context.Context, tab *chromedp.Target) (chromedp.Void, error) {
		_, err := cdp.Call(ctx, tab, page.AddScriptToEvaluateOnNewDocument, page.AddScriptToEvaluateOnNewDocumentParams{Source: keepsConnections})
		return chromedp.Void{}, err
	}))
	oksana.open("/desk")
	oksana.ready()
	caller = w.dial(t, callersNumber)
	oksana.phase("offer")
	return w, oksana, caller
}
