package main

import (
	"testing"

	"github.com/chromedp/chromedp/kb"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/web"
)

// An accident from its announcement to its end: the supervisor writes an answer and announces it; callers hear of it before the
// line, the agent reads it above the talk and puts the answer into the note; when it is over nobody is told any more. What is
// published is read without a login.
func TestBrowser_AnAccidentAndItsAnswer_R_1_8_R_1_9_R_4_13(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, nil)
	chief := w.desktop(t, "Андрій Мельник", softphone.ToneSupervisor)
	chief.login(web.Supervisor, "")
	chief.open("/knowledge")
	chief.press("article-new")
	chief.write("article-title", "Як увійти через BankID?")
	chief.write("article-text", "Оберіть свій банк.")
	chief.press("article-save")
	chief.sees("article-1", "Як увійти через BankID?")
	chief.press("tab-answer")
	chief.press("article-new")
	chief.write("article-title", "Аварія BankID")
	chief.press("article-save") // without a text: refused
	chief.until("the text is asked for", `document.querySelector('[role="dialog"] .field-error')?.innerText.length > 0`)
	chief.write("article-text", "Ваше звернення ")
	chief.press("variable-номер")
	chief.press("article-save")
	chief.sees("article-2", "{{номер}}", "Використано в 0")

	chief.open("/downtime")
	chief.press("add-emergency")
	chief.write("downtime-title", "Не працює вхід через BankID")
	chief.choose("downtime-prompt", "outage")
	chief.picture("downtime-announce")
	chief.press("downtime-save")
	chief.has("downtime-1", "data-state", "running")

	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	oksana.sees("outages", "Не працює вхід через BankID", "Заявники чують оголошення")
	caller := w.dial(t, callersNumber)
	must(t, caller.Heard().WaitTone(w.ctx, outageTone))
	oksana.phase("offer")
	number := oksana.text("ticket-number")
	oksana.key(kb.F2)
	talks(t, oksana, caller)
	oksana.write("note", "Скаржиться на вхід.")
	oksana.press("answers")
	oksana.write("answer-look", "аварії")
	oksana.until("one is found", `document.querySelectorAll('[role="dialog"] [role="option"]').length === 1`)
	oksana.press("answer-2")
	oksana.sees("note", "Скаржиться на вхід.\nВаше звернення "+number)
	oksana.picture("answer-inserted")
	must(t, caller.Hangup(w.ctx))
	oksana.phase("wrap_up")

	chief.press("finish-1")
	chief.press("step-send")
	chief.has("downtime-1", "data-state", "done")
	oksana.until("the warning goes", "!"+element("outages"))
	chief.open("/knowledge")
	chief.press("tab-answer")
	chief.sees("article-2", "Використано в 1")
	chief.press("logout")
	chief.sees("login")
	chief.open("/faq")
	chief.write("faq-look", "вхід bankid")
	chief.until("what is published is found", `document.querySelectorAll('[data-testid="faq-question"]').length === 1`)
	chief.sees("faq-question", "Як увійти через BankID?", "Оберіть свій банк.")
	w.quiet(t)
}
