package main

import (
	"fmt"
	"testing"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/web"
)

// A supervisor in a browser sees the hall, listens to a talk, whispers, barges in and takes it over; the agent, in another
// browser, reads who is there.
func TestBrowser_SupervisorInTheHall(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting = "-" })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	chief := w.desktop(t, "Олена Мельник", softphone.ToneSupervisor)
	chief.login(web.Supervisor, "")
	chief.sees("hall-no-phone", "телефон")
	chief.until("the way to the telephone", `(document.querySelector('[data-testid=hall-no-phone] a')?.click(), location.pathname === "/desk")`)
	chief.press("phone-browser")
	chief.press("shift-start")
	chief.ready()
	chief.has(fmt.Sprintf("hall-agent-%d", oksana.id), "data-state", "available")

	caller := w.dial(t, callersNumber)
	oksana.phase("offer")
	oksana.press("answer")
	talks(t, oksana, caller)
	chief.has(fmt.Sprintf("hall-agent-%d", oksana.id), "data-state", "on_call") // told, and not only asked for
	chief.picture("hall")
	chief.press(fmt.Sprintf("supervise-%d", oksana.id))
	chief.write("supervise-reason", "Навчання новачка")
	chief.picture("hall-join")
	chief.press("supervise-start")
	chief.phase("supervising")
	chief.hears(softphone.ToneCaller, softphone.ToneAgent)
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	oksana.hears(softphone.ToneCaller)
	oksana.sees("supervised", "Олена Мельник слухає")

	chief.press("to-whisper")
	oksana.hears(softphone.ToneCaller, softphone.ToneSupervisor)
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	oksana.sees("supervised", "Олена Мельник підказує")
	chief.picture("hall-whispering")
	chief.press("to-barge")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent, softphone.ToneSupervisor))
	oksana.picture("supervised")
	chief.press("to-take_over")
	oksana.phase("wrap_up")
	chief.phase("talking")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneSupervisor))
	chief.hears(softphone.ToneCaller)
	must(t, caller.Hangup(w.ctx))
	chief.phase("wrap_up")
	w.quiet(t)
}
