package main

import (
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// The story of one appeal, from a call to its closing: the information support hands a call that is МРГ's over to the
// organisational support, who records it as Консультація/задача, hands it to a named representative of МРГ, tells the caller, and
// closes it. What the regulation forbids on the way is refused in words.
func TestBrowser_ACallOfMRGsCompetence_FromTheCallToClosing_R_4_11_1_R_4_11_2_R_4_11_3(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Ring = 30 * time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	ivan := w.agentDesktop(t, "Іван Шевчук", call.Organisation, softphone.ToneTarget)
	caller := w.dial(t, callersNumber)
	oksana.phase("offer")
	number := oksana.text("ticket-number")
	oksana.key(kb.F2)
	talks(t, oksana, caller)
	consult(t, oksana, ivan, caller, number)
	oksana.press("complete")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	ivan.phase("talking")

	handedToMRG(ivan, number) // while the caller listens: what is not owed yet cannot have been told
	ivan.picture("ticket-closed")
	must(t, caller.Hangup(w.ctx))
	ivan.open("/")
	ivan.phase("wrap_up")
	ivan.press("disposition-mrg")
	ivan.press("done")
	ivan.phase("idle")
}

// handedToMRG goes through the ticket's page as Regulation 4.11 asks.
func handedToMRG(d *desktop, number string) {
	d.t.Helper()
	d.press("open-ticket")
	d.sees("ticket-status")
	d.sees("ticket-number", number)
	d.press("act-classify")
	d.press("type-consultation")
	d.press("category-low")
	d.picture("ticket-classify")
	d.press("act-submit")
	d.sees("ticket-class", "Консультація/задача", "Низький")

	d.press("more-acts")
	d.press("act-hand_over")
	d.choose("field-unit", "mrg")
	d.write("field-reason", "Питання в компетенції МРГ")
	d.press("act-submit") // to nobody: refused
	d.until("the representative is asked for", `document.querySelector('[data-testid="dialog-hand_over"] .field-error')?.innerText.length > 0`)
	d.write("field-responsible", "Гнатюк Леся Андріївна")
	d.press("act-submit")
	d.sees("ticket-status", "Передано")
	d.picture("ticket-handed-over")

	d.press("act-close")
	d.sees("close-owed") // nobody has told the applicant
	d.picture("ticket-close-owed")
	d.press("close-told-handed_over")
	d.sees("field-close_reason")
	d.press("act-submit")
	d.sees("ticket-status", "Закрито")
	d.sees("ticket-history", "Гнатюк Леся Андріївна", "Передано", "Закрито")
	for _, clock := range []string{"reaction", "resolution"} {
		d.until("the promise is kept", element("clock-"+clock)+`?.querySelector('[data-verdict="met"]')`)
	}
}
