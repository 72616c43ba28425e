package main

import (
	"testing"
	"time"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// One agent in two browsers: the second says that the phone is in the first, takes it from there when told to, and then it
// rings there. Nothing can be taken in the middle of a talk, which would be cut.
func TestBrowser_TwoOfOneAgent_ThePhoneIsWhereItWasTakenTo(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	home := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	office := w.desktop(t, home.name, softphone.ToneTarget)
	office.as, office.id = home.as, home.id
	office.enter()
	office.has("phone-lamp", "data-ready", "false")
	office.sees("phone-elsewhere", "в іншому браузері")
	office.picture("elsewhere")
	home.has("phone-lamp", "data-ready", "true")
	office.press("phone-take")
	home.sees("phone-elsewhere", "в іншому браузері")
	office.ready()

	caller := w.dial(t, callersNumber)
	office.press("answer")
	office.phase("talking")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	office.hears(softphone.ToneCaller)
	home.sees("phone-elsewhere", "розмова триває там")
	home.until("has no way to cut the talk", "!"+element("phone-take"))
	must(t, caller.Hangup(w.ctx))
	office.phase("wrap_up")
	w.quiet(t)
}
