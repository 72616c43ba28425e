package main

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/chromedp/chromedp/kb"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
	"hotline/tickets"
	"hotline/web"
)

const (
	callersNumber = "+380501234567"
	agentsNote    = "Помилка 500 на сторінці проєкту № 214, браузер Chrome"
)

// The story of the house as people see it: two agents in real browsers with the phone in the browser, a warm transfer
// between them, and a supervisor who finds the talk and listens to it.
func TestBrowser_PopAnswerWarmTransferReplay_R_1_7(t *testing.T) {
	beside(t, allOfIt) // the telephone waits 300 ms for the pop, and then rings without it
	w := newTown(t, func(c *config) { c.Ring = 30 * time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	ivan := w.agentDesktop(t, "Іван Шевчук", call.Organisation, softphone.ToneTarget)
	watchPop(oksana)
	caller := w.dial(t, callersNumber)
	ticket := popStands(t, w, oksana)
	oksana.picture("offer")
	oksana.key(kb.F2)
	talks(t, oksana, caller)
	muteAndHold(oksana, caller)
	consult(t, oksana, ivan, caller, ticket)

	oksana.press("complete")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	ivan.hears(softphone.ToneCaller)
	ivan.phase("talking")
	ivan.sees("ticket-number", ticket)
	must(t, caller.Heard().Wait(w.ctx, "a second of the target", 16, func(win softphone.Window) bool { return win.Has(softphone.ToneTarget) }))

	oksana.phase("wrap_up")
	oksana.write("note", "Передано до організаційної підтримки")
	oksana.press("disposition-handed_over")
	oksana.sees("talk-notes", agentsNote)
	oksana.picture("wrap-up")
	oksana.press("done")
	oksana.phase("idle")
	oksana.sees("last-talk", agentsNote, "Передано до організаційної підтримки")
	oksana.picture("idle")
	oksana.has("agent-state", "data-state", "available")

	must(t, caller.Hangup(w.ctx))
	ivan.phase("wrap_up")
	w.quiet(t)
	ivan.press("done") // without an outcome: refused
	ivan.sees("disposition", "Оберіть")
	ivan.press("disposition-consulted")
	ivan.press("done")
	ivan.phase("idle")
	notesStand(t, w, agentsNote, "Передано до організаційної підтримки")
	w.sealed(t, w.last(t).Call.ID)
	replay(t, w, ticket)
}

// watchPop notes what the phone did at the instant at which the sentence to read aloud stood on the screen.
func watchPop(d *desktop) {
	d.t.Helper()
	_, err := look[bool](d, `new MutationObserver(() => {
		if (!window.voiceAtPop && `+element("announcement")+`?.textContent) window.voiceAtPop = window.__hotline.phone().voice
	}).observe(document.body, {subtree: true, childList: true, characterData: true}), true`)
	must(d.t, err)
}

// popStands waits for the screen-pop and gives the ticket's number: all of it is there before the phone rings.
func popStands(t *testing.T, w *town, d *desktop) (ticket string) {
	t.Helper()
	d.phase("offer")
	if n := digits(d.text("caller-number")); "+"+n != callersNumber {
		t.Errorf("the screen names the caller +%s, want %s", n, callersNumber)
	}
	ticket = d.text("ticket-number")
	if _, err := tickets.ParseNumber(ticket); err != nil {
		t.Errorf("ticket %q: %v", ticket, err)
	}
	if sentence := d.text("announcement"); !strings.Contains(sentence, "звернення") {
		t.Errorf("to be read aloud: %q", sentence)
	}
	d.until("the phone rings", `window.__hotline.phone().voice === "ringing"`)
	at, err := look[string](d, "window.voiceAtPop")
	if err != nil || at != "none" {
		t.Errorf("when the pop stood there the phone was %q (%v), want none: it rings afterwards", at, err)
	}
	d.has("agent-state", "data-state", "offered")
	return ticket
}

// talks waits until agent and caller hear each other and nobody else.
func talks(t *testing.T, d *desktop, caller *softphone.Call) {
	t.Helper()
	d.phase("talking")
	must(t, caller.Heard().WaitOnly(d.w.ctx, softphone.ToneAgent))
	d.hears(softphone.ToneCaller)
}

func muteAndHold(d *desktop, caller *softphone.Call) {
	d.t.Helper()
	hear := caller.Heard()
	d.press("mute")
	must(d.t, hear.WaitSilence(d.w.ctx))
	d.has("mute", "aria-pressed", "false")
	d.hears(softphone.ToneCaller)
	d.press("mute")
	must(d.t, hear.WaitOnly(d.w.ctx, softphone.ToneAgent))
	d.key(kb.F4)
	d.phase("held")
	must(d.t, hear.WaitOnly(d.w.ctx, softphone.ToneMusic))
	d.hearsNothing()
	d.press("hold")
	talks(d.t, d, caller)
}

// consult asks the organisational support: its desk shows the same ticket with the note, and the caller hears music
// while the two talk.
func consult(t *testing.T, from, to *desktop, caller *softphone.Call, ticket string) {
	t.Helper()
	from.write("note", agentsNote)
	from.press("transfer")
	from.has(fmt.Sprintf("colleague-%d", to.id), "data-state", "available")
	from.picture("transfer-choice")
	from.press("consult-any-organisation")
	to.phase("consult_offer")
	to.sees("ticket-number", ticket)
	to.sees("talk-notes", from.name, agentsNote)
	from.sees("talk-notes", "Ви", agentsNote)
	to.sees("callbar", from.name)
	from.phase("consult_ringing")
	must(t, caller.Heard().WaitOnly(from.w.ctx, softphone.ToneMusic))
	from.hears(softphone.ToneRingback)
	to.picture("consult-offer")
	to.press("answer")
	from.phase("consulting")
	to.phase("consulted")
	from.hears(softphone.ToneTarget)
	to.hears(softphone.ToneAgent)
	must(t, caller.Heard().WaitOnly(from.w.ctx, softphone.ToneMusic))
	from.sees("consult-with", to.name)
	from.picture("consulting")
	to.picture("consulted")
}

// notesStand looks for notes in the ticket of the last call.
func notesStand(t *testing.T, w *town, notes ...string) {
	t.Helper()
	d, err := w.reg.Get(w.ctx, tickets.Key{ID: tickets.TicketID(w.last(t).Call.Ticket)})
	must(t, err)
	var all strings.Builder
	for _, e := range d.History {
		fmt.Fprintf(&all, "%s\n", e.Sentence())
	}
	for _, n := range notes {
		if !strings.Contains(all.String(), n) {
			t.Errorf("the ticket does not say %q: %s", n, all.String())
		}
	}
}

// replay is the supervisor's part: the call is found by number, by ticket and by date, is listened to with a jump to its
// middle, and the listening stands in the audit.
func replay(t *testing.T, w *town, ticket string) {
	t.Helper()
	d := w.desktop(t, "Олена Мельник", softphone.ToneSupervisor)
	d.login(web.Supervisor, "")
	d.press("nav-calls")
	id := string(w.last(t).Call.ID)
	day := w.last(t).Call.ArrivedAt.Format(time.DateOnly)
	for _, f := range []struct{ field, words, wrong string }{
		{"filter-number", "050 123-45-67", "050 123-45-68"}, {"filter-ticket", ticket, ""}, {"filter-from", day, "2027-01-01"},
	} {
		if f.wrong != "" {
			d.search(f.field, f.wrong)
			d.until("nothing is found", "location.search && !"+element("calls-table")+" && document.querySelector('.page .empty')")
		}
		d.search(f.field, f.words)
		d.has("call-row", "data-call", id)
	}
	d.picture("calls")
	d.press("call-link")
	d.sees("call-ticket", ticket)
	d.has("recording-state", "data-state", "sealed")
	d.press("listen")
	d.write("reason", "Контроль якості")
	d.press("listen-start")
	audio := element("player-audio")
	d.until("knows its length", audio+".duration > 1")
	d.press("player-play")
	d.has("player", "data-playing", "true")
	d.until("goes on", audio+".currentTime > 0.6")
	middle(t, d, audio)
	d.picture("replay")
	d.press("player-play")
	d.has("player", "data-playing", "false")
	d.until("is in the audit", element("listens")+`?.innerText.includes("Контроль якості")`)
	d.sees("listens", d.name)
	audited(t, w, d, id)
	d.press("check-object")
	d.has("check-outcome", "data-outcome", "match")
	d.until("the check is in the audit", element("listens")+`?.innerText.includes("Перевірка цілісності")`)
	d.sees("locked-until", w.sealed(t, call.ID(id)).RetainUntil.Format("2006"))
	d.picture("proof")
	heardInTheHistory(t, w, d)
}

// heardInTheHistory hears the talk once more, in the history of its appeal; that stands in the audit as well.
func heardInTheHistory(t *testing.T, w *town, d *desktop) {
	t.Helper()
	const why = "Уточнення суті звернення"
	c := w.last(t).Call
	d.open(fmt.Sprintf("/tickets/%d", c.Ticket))
	d.press("talk-listen")
	d.write("reason", why)
	d.press("listen-start")
	d.press("player-play")
	d.until("is heard", element("player-audio")+".currentTime > 0.3")
	d.press("player-play")
	d.picture("ticket-replay")
	r := w.sealed(t, c.ID)
	w.until(t, "that it was heard in the history is in the audit", func() bool {
		listens, err := w.play.Listens(w.ctx, r.ID)
		must(t, err)
		return slices.ContainsFunc(listens, func(l recording.Listen) bool { return l.Reason == why && l.Who.Name == d.name && l.HeardFor() > 0 })
	})
}

// search asks for the calls with one filter, by the form's fields.
func (d *desktop) search(field, words string) {
	d.t.Helper()
	d.open("/calls")
	if strings.HasPrefix(field, "filter-from") {
		d.sees(field)
		// A field of the type date takes its value, not keys, whose order is the locale's.
		_, err := look[bool](d, fmt.Sprintf(`(e => { Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(e, %q);
			return e.dispatchEvent(new Event("input", {bubbles: true})) })(%s)`, words, element(field)))
		must(d.t, err)
	} else {
		d.write(field, words)
	}
	d.press("filter-find")
}

// middle jumps to the middle by the slider's keys and hears the sound go on from there.
func middle(t *testing.T, d *desktop, audio string) {
	t.Helper()
	half, err := look[float64](d, audio+".duration / 2")
	must(t, err)
	_, err = look[bool](d, fmt.Sprintf(`(e => { e.focus(); Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, "value").set.call(e, Math.round(%g));
		e.dispatchEvent(new Event("input", {bubbles: true})); return e.dispatchEvent(new Event("change", {bubbles: true})) })(%s.querySelector("input[type=range]"))`, half, element("player-seek")))
	must(t, err)
	d.until("goes on from the middle", fmt.Sprintf("!%s.seeking && %[1]s.currentTime > %g && !%[1]s.error", audio, half+0.3))
}

// audited looks at the row of the audit: who, why, and how much was really heard.
func audited(t *testing.T, w *town, d *desktop, id string) {
	t.Helper()
	r := w.sealed(t, call.ID(id))
	w.until(t, "the audit tells how much was heard", func() bool {
		listens, err := w.play.Listens(w.ctx, r.ID)
		must(t, err)
		return len(listens) == 1 && listens[0].Who.Name == d.name && listens[0].HeardFor() > 0
	})
}

// In a consultation the agent asks the caller something, goes back to the colleague, joins all three, and calls the
// consultation off, which frees the colleague.
func TestBrowser_ConsultSwappedJoinedAndCancelled_AgentIsBackWithTheCaller(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	ivan := w.agentDesktop(t, "Іван Шевчук", call.Organisation, softphone.ToneTarget)
	caller := w.dial(t, callersNumber)
	oksana.press("answer")
	talks(t, oksana, caller)
	oksana.key(kb.F7)
	oksana.sees("recording", "запис на паузі")
	talks(t, oksana, caller)
	oksana.picture("paused")
	oksana.key(kb.F7)
	w.until(t, "the recording goes on", func() bool { return !w.last(t).Call.Paused })
	consult(t, oksana, ivan, caller, oksana.text("ticket-number"))
	oksana.key(kb.F4)
	oksana.phase("swapped")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
	oksana.hears(softphone.ToneCaller)
	ivan.hears(softphone.ToneMusic)
	oksana.picture("swapped")
	ivan.picture("swapped-colleague")
	oksana.key(kb.F4)
	oksana.phase("consulting")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	oksana.key(kb.F6)
	oksana.phase("conference")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent, softphone.ToneTarget))
	oksana.hears(softphone.ToneCaller, softphone.ToneTarget)
	ivan.hears(softphone.ToneCaller, softphone.ToneAgent)
	oksana.picture("conference")
	ivan.picture("conference-colleague")
	oksana.key(kb.Escape)
	talks(t, oksana, caller)
	ivan.phase("wrap_up")
	w.until(t, "the colleague's voice is down", func() bool { return w.state(t, ivan.id).Agent.State == telephony.WrapUp })
	oksana.press("hangup")
	<-caller.Done()
	oksana.phase("wrap_up")
	w.quiet(t)
}

// The agent hands the caller over while the colleague's telephone still rings: the caller hears music until the colleague
// answers, the agent wraps up at once.
func TestBrowser_HandedOverWhileTheColleagueRings_CallerWaitsForTheColleague(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.Greeting, c.Ring = "-", 30*time.Second })
	oksana := w.agentDesktop(t, "Оксана Петренко", call.Information, softphone.ToneAgent)
	ivan := w.agentDesktop(t, "Іван Шевчук", call.Organisation, softphone.ToneTarget)
	caller := w.dial(t, callersNumber)
	oksana.press("answer")
	talks(t, oksana, caller)
	ticket := oksana.text("ticket-number")
	oksana.press("transfer")
	oksana.press("consult-any-organisation")
	ivan.phase("consult_offer")
	oksana.phase("consult_ringing")
	oksana.picture("handing-over")
	oksana.press("complete")
	oksana.phase("wrap_up")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
	ivan.sees("ticket-number", ticket)
	ivan.press("answer")
	ivan.phase("talking")
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneTarget))
	ivan.hears(softphone.ToneCaller)
	ivan.press("hangup")
	<-caller.Done()
	ivan.phase("wrap_up")
	w.quiet(t)
}
