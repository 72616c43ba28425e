package web_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/web"
	"hotline/web/api"
)

// onTheRegister puts the server before the real register.
func (w *world) onTheRegister() {
	w.t.Helper()
	w.stop()
	w.serve(func(d *web.Deps) { d.Tickets = w.real })
}

// A bug by phone from the essence to its closing, each step a request, each version that of the answer before it.
func TestTicket_ABugFromTheEssenceToItsClosing_R_4_9_7_R_T2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.onTheRegister()
	ticket, err := w.real.OpenForCall(t.Context(), tickets.CallOpening{CallID: "kyiv1-1.1", Number: "+380501234567", ArrivedAt: w.now()})
	must(t, err)
	path := fmt.Sprintf("/api/v1/tickets/%d", ticket.ID)
	agent, chief := w.as(web.Agent), w.as(web.Supervisor)
	_, text := w.do("GET", path, agent, nil)
	now := read[api.TicketDetail](t, text)
	step := func(cookie, act string, body map[string]any) {
		t.Helper()
		w.pass(10 * time.Minute)
		body["version"] = now.Work.Version
		answer, text := w.do("POST", path+"/acts/"+act, cookie, body)
		if answer.StatusCode != http.StatusOK {
			t.Fatalf("%s: %d %s", act, answer.StatusCode, text)
		}
		now = read[api.TicketDetail](t, text)
	}
	tell := func() {
		t.Helper()
		for _, n := range now.Work.Notices {
			if n.State == api.TicketNoticeStateOwed {
				answer, text := w.do("POST", fmt.Sprintf("%s/notices/%d/paid", path, n.Id), agent, nil)
				want(t, "told "+n.About, answer.StatusCode, http.StatusOK)
				now = read[api.TicketDetail](t, text)
			}
		}
	}
	step(agent, "describe", map[string]any{"subject": "Форма не зберігається", "description": "Натискаю «Зберегти», усе зникає"})
	step(agent, "classify", map[string]any{"type": "bug", "category": "critical", "process": "gbk_application", "oral_reason": "немає інтернету",
		"assignee": w.users[web.Agent].ID})
	if !now.Work.Expedited || now.Work.Resolution.TargetS != 4*3600 || !slices.Contains(now.Work.Missing, "steps") {
		t.Errorf("classified: %+v", now.Work)
	}
	tell()
	step(agent, "request_info", map[string]any{"question": "Який браузер?"})
	want(t, "while the applicant is asked", now.Work.Resolution.Verdict, api.VerdictFrozen)
	step(agent, "resume", map[string]any{"reason": "Chrome 141"})
	step(chief, "extend_term", map[string]any{"extension_minutes": 60, "reason": "чекаємо оновлення"})
	want(t, "extended", now.Work.Resolution.TargetS, 5*3600)
	step(agent, "resolve", map[string]any{"result": "Виправлено, спробуйте ще раз"})
	answer, text := w.do("POST", path+"/acts/close", agent, map[string]any{"version": now.Work.Version, "close_reason": "solved"})
	want(t, "not told yet", answer.StatusCode, http.StatusConflict)
	want(t, "code", problem(t, text).Code, "refused_closing_notice")
	tell()
	step(agent, "close", map[string]any{"close_reason": "solved"})
	want(t, "reaction", now.Work.Reaction.Verdict, api.VerdictMet)
	want(t, "resolution", now.Work.Resolution.Verdict, api.VerdictMet)
	want(t, "status", now.Ticket.Status, "closed")
	var said []string
	for _, e := range now.History {
		said = append(said, e.Text)
	}
	for _, sentence := range []string{"Класифіковано. Статус: В роботі", "Запитано інформацію в заявника. Статус: Очікує інформації від Заявника. Який браузер?",
		"Строк продовжено. чекаємо оновлення", "Заявника повідомлено усно: результат", "Закрито. Статус: Закрито"} {
		if !slices.Contains(said, sentence) {
			t.Errorf("the history lacks %q:\n%s", sentence, strings.Join(said, "\n"))
		}
	}
}

func TestRegisterTicket_TheSameRequestTwiceIsOneTicket_R_4_1_2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.onTheRegister()
	body := map[string]any{"key": "form-1", "channel": "email", "subject": "Лист", "description": "Не надходить код",
		"applicant": map[string]any{"name": "Олена Бойко", "email": "olena@example.com"}}
	var made []api.TicketDetail
	for range 2 {
		answer, text := w.do("POST", "/api/v1/tickets", w.as(web.Agent), body)
		want(t, "answer", answer.StatusCode, http.StatusCreated)
		made = append(made, read[api.TicketDetail](t, text))
		w.pass(time.Minute)
	}
	if made[0].Ticket.Id != made[1].Ticket.Id || made[0].Applicant == nil || made[0].Applicant.Name != "Олена Бойко" {
		t.Errorf("%+v, %+v", made[0].Ticket, made[1].Ticket)
	}
	want(t, "ways of the registration's notice", made[0].Work.Notices[0].Ways[0], api.TicketNoticeWaysEmail)
	// The same key of another person is another request.
	answer, text := w.do("POST", "/api/v1/tickets", w.as(web.Supervisor), body)
	want(t, "another's", answer.StatusCode, http.StatusCreated)
	if read[api.TicketDetail](t, text).Ticket.Id == made[0].Ticket.Id {
		t.Error("two people share a key")
	}
}
