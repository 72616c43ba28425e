package web_test

import (
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/web"
)

const aTicket = "/api/v1/tickets/123"

func act(name string) string { return aTicket + "/acts/" + name }

type shownTicket struct {
	Work struct {
		Version int64
		Line    int
		Missing []string
		Acts    []string
		Class   struct {
			Type         string
			CategoryName string `json:"category_name"`
		}
		Assignee   struct{ Name string }
		Resolution struct {
			Verdict string
			Left    *int64 `json:"left_s"`
			Target  int64  `json:"target_s"`
		}
	}
	History []struct {
		Act, Text string
		Changes   []struct{ Name, Old, New string }
	}
}

func TestActs_ClassifyIsOneRequestAndAnswersTheTicket_R_4_9_2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	answer, text := w.do("POST", act("classify"), w.as(web.Agent), map[string]any{"version": 1, "type": "consultation", "category": "high",
		"process": "bankid_nbu", "service": "organisation", "reason": "питання процесу", "assignee": w.users[web.Agent].ID})
	want(t, "answer", answer.StatusCode, http.StatusOK)
	got := read[shownTicket](t, text)
	want(t, "version", got.Work.Version, 2)
	want(t, "line", got.Work.Line, 2)
	want(t, "class", got.Work.Class.Type+" "+got.Work.Class.CategoryName, "consultation Високий")
	want(t, "assignee", got.Work.Assignee.Name, w.users[web.Agent].Name)
	want(t, "target", got.Work.Resolution.Target, 16*3600)
	last := got.History[len(got.History)-1]
	var changes []string
	for _, c := range last.Changes {
		changes = append(changes, fmt.Sprintf("%s: %s → %s", c.Name, c.Old, c.New))
	}
	for _, wanted := range []string{"Тип:  → Консультація/задача", "Бізнес-процес:  → Авторизація через BankID НБУ (Ощадбанк, Радабанк)",
		"Служба: Інформаційна підтримка користувачів → Організаційна підтримка користувачів"} {
		if !slices.Contains(changes, wanted) {
			t.Errorf("%q lack %q", changes, wanted)
		}
	}
}

func TestActs_WhoWasFasterIsNamed(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	_, _ = w.do("POST", act("take"), w.as(web.Supervisor), map[string]any{"version": 1})
	answer, text := w.do("POST", act("take"), w.as(web.Agent), map[string]any{"version": 1})
	p := problem(t, text)
	want(t, "answer", answer.StatusCode, http.StatusConflict)
	want(t, "code", p.Code, "ticket_conflict")
	if !strings.Contains(p.Detail, w.users[web.Supervisor].Name) || !strings.Contains(p.Detail, "взято в роботу") {
		t.Errorf("%q", p.Detail)
	}
	if !regexp.MustCompile(`\d\d\.\d\d о \d\d:\d\d`).MatchString(p.Detail) {
		t.Errorf("of which day: %q", p.Detail)
	}
	answer, text = w.do("POST", act("take"), w.as(web.Agent), map[string]any{"version": 0})
	want(t, "without a version", answer.StatusCode, http.StatusUnprocessableEntity)
	if problem(t, text).Fields["version"] == "" {
		t.Errorf("%s", text)
	}
}

func TestActs_OnlySupervisorsChangeTermsAndOrder_R_X_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	bodies := map[string]map[string]any{"extend_term": {"extension_minutes": 60, "reason": "чекаємо"}, "expedite": {"expedited": true, "reason": "горить"},
		"restrict_access": {"reason": "заява"}, "lift_restriction": {"reason": "відкликано"}, "hold": {"reason": "суд"},
		"release_hold": {"reason": "суд скінчився"}, "mark_duplicate": {"duplicate_of": "10000123-5"}}
	for _, name := range tickets.ActNames {
		body := bodies[string(name)]
		if name.OfSupervisor() != (body != nil) {
			t.Errorf("%s is of supervisors: %v", name, name.OfSupervisor())
		}
		if body == nil {
			continue
		}
		w.inWrapUp()
		body["version"] = 1
		answer, text := w.do("POST", act(string(name)), w.as(web.Agent), body)
		if answer.StatusCode != http.StatusForbidden || problem(t, text).Code != "forbidden" {
			t.Errorf("an agent does %s: %d %s", name, answer.StatusCode, text)
		}
		done := http.StatusOK
		if name == tickets.ActDuplicate { // of itself: this world has one ticket
			done = http.StatusConflict
		}
		if answer, text = w.do("POST", act(string(name)), w.as(web.Supervisor), body); answer.StatusCode != done {
			t.Errorf("a supervisor does %s: %d %s", name, answer.StatusCode, text)
		}
	}
	_, text := w.do("GET", aTicket, w.as(web.Agent), nil)
	for _, name := range read[shownTicket](t, text).Work.Acts {
		if bodies[name] != nil {
			t.Errorf("an agent is offered %s", name)
		}
	}
}

func TestActs_FaultsNameTheField(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, c := range []struct {
		act, field string
		body       map[string]any
	}{
		{"classify", "category", map[string]any{"type": "feature", "category": "critical"}},
		{"classify", "oral_reason", map[string]any{"type": "bug", "category": "high"}},
		{"classify", "assignee", map[string]any{"type": "consultation", "category": "low", "assignee": w.users[web.Administrator].ID}},
		{"assign", "assignee", map[string]any{}},
		{"request_info", "question", map[string]any{}},
		{"postpone", "ground", map[string]any{"reason": "так"}},
		{"escalate", "reason", map[string]any{"service": "technical"}},
		{"hand_over", "unit", map[string]any{"reason": "так"}},
		{"mark_duplicate", "duplicate_of", map[string]any{"duplicate_of": "12"}},
		{"describe", "page_link", map[string]any{"content": map[string]any{"page_link": "javascript:alert(1)"}}},
	} {
		w.inWrapUp()
		c.body["version"] = 1
		answer, text := w.do("POST", act(c.act), w.as(web.Supervisor), c.body)
		p := problem(t, text)
		if answer.StatusCode != http.StatusUnprocessableEntity || p.Fields[c.field] == "" || p.Fields[c.field] == "Значення неправильне." {
			t.Errorf("%s: %d, want words for %s: %s", c.act, answer.StatusCode, c.field, text)
		}
	}
}

// Every code of a refusal that the rules know has words and a way out.
func TestActs_EveryRefusalHasWords(t *testing.T) {
	t.Parallel()
	code := regexp.MustCompile(`s\.refuse\("([a-z_]+)"\)`)
	codes := map[string]bool{"status": true}
	for _, file := range []string{"act.go", "act_consult.go", "act_end.go", "act_wait.go", "act_work.go", "content.go"} {
		source, err := os.ReadFile("../tickets/" + file)
		must(t, err)
		for _, found := range code.FindAllStringSubmatch(string(source), -1) {
			codes[found[1]] = true
		}
	}
	if len(codes) < 10 {
		t.Fatalf("only %v found", codes)
	}
	w := newWorld(t)
	for c := range codes {
		w.tickets.fault = &tickets.Refused{Act: tickets.ActClose, Status: tickets.Resolved, Code: c}
		w.inWrapUp()
		answer, text := w.do("POST", act("take"), w.as(web.Agent), map[string]any{"version": 1})
		if p := problem(t, text); answer.StatusCode != http.StatusConflict || p.Code != "refused_"+c || p.Detail == "" || strings.Contains(p.Detail, "%") {
			t.Errorf("%s: %d %s", c, answer.StatusCode, text)
		}
	}
}

func TestPayNotice_OfThisTicketOnly(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	answer, text := w.do("POST", aTicket+"/notices/77/paid", w.as(web.Agent), nil)
	want(t, "another's notice", answer.StatusCode, http.StatusNotFound)
	want(t, "code", problem(t, text).Code, "no_ticket")
	answer, text = w.do("POST", aTicket+"/notices/1/paid", w.as(web.Agent), nil)
	want(t, "its own", answer.StatusCode, http.StatusOK)
	if !strings.Contains(string(text), `"paid_by":"`+w.users[web.Agent].Name+`"`) {
		t.Errorf("%s", text)
	}
}

func TestPayNotice_InATalkThatWasNotOverBefore_R_T2(t *testing.T) {
	t.Parallel()
	for ago, code := range map[time.Duration]int{-time.Second: http.StatusConflict, 0: http.StatusOK} {
		w := newWorld(t)
		w.inWrapUp()
		w.tickets.owed[0].OwedAt = arrived
		w.floor.till = arrived.Add(ago)
		answer, text := w.do("POST", aTicket+"/notices/1/paid", w.as(web.Agent), nil)
		want(t, ago.String(), answer.StatusCode, code)
		if code == http.StatusConflict {
			want(t, "code", problem(t, text).Code, "talk_before")
		}
	}
}

func TestOralNotice_InATalkThatKnewNumberAndTerm_R_4_9_5_2(t *testing.T) {
	t.Parallel()
	moved := tickets.Entry{Kind: tickets.EntryAct, Act: tickets.ActExtendTerm, Values: []tickets.Value{{Field: "resolution_due_at", New: "2026-11-24T07:00:00Z"}}}
	for _, c := range []struct {
		what              string
		registered, moved time.Duration // after the end of the talk
		code              int
	}{
		{"registered and moved in the talk", -2, -1, http.StatusNoContent},
		{"moved as the talk ended", -2, 0, http.StatusNoContent},
		{"moved after the talk", -2, 1, http.StatusConflict},
		{"registered after the talk", 1, -1, http.StatusConflict},
	} {
		w := newWorld(t)
		w.floor.till = arrived
		moved.At = arrived.Add(c.moved * time.Second)
		w.tickets.detail.Ticket.RegisteredAt, w.tickets.detail.History = arrived.Add(c.registered*time.Second), []tickets.Entry{moved}
		answer, text := w.do("POST", aTicket+"/oral-notice", w.as(web.Agent), nil)
		want(t, c.what, answer.StatusCode, c.code)
		if c.code == http.StatusConflict {
			want(t, c.what, problem(t, text).Code, "talk_before")
		}
		w.floor.till = time.Time{} // the talk goes on
		answer, _ = w.do("POST", aTicket+"/oral-notice", w.as(web.Agent), nil)
		want(t, c.what+", and it goes on", answer.StatusCode, http.StatusNoContent)
	}
}

func TestTicketStatus_StatusAndTermAndNothingElse_R_4_10_5(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, text := w.do("GET", "/api/v1/ticket-status?number=10000123-5", w.as(web.Administrator), nil)
	got := read[map[string]string](t, text)
	keys := make([]string, 0, len(got))
	for key := range got {
		keys = append(keys, key)
	}
	slices.Sort(keys)
	want(t, "fields", strings.Join(keys, " "), "number resolution_due_at status status_name")
	want(t, "status", got["status_name"], "Зареєстровано")
	answer, text := w.do("GET", "/api/v1/ticket-status?number=10000123-6", w.as(web.Agent), nil)
	want(t, "a slip", answer.StatusCode, http.StatusUnprocessableEntity)
	if !strings.Contains(string(text), "контрольна") {
		t.Errorf("%s", text)
	}
}

func TestClasses_Table1WithCriteriaOfEachRow_R_3_3_2_1_R_3_3_2_2_R_3_3_2_3_R_T1(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, text := w.do("GET", "/api/v1/classes", w.as(web.Agent), nil)
	got := read[struct {
		Types []struct {
			Type, Name string
			Categories []struct {
				Category, About      string
				Example              string
				Criteria             []string
				Reaction, Resolution int
				ReactionMinutes      int `json:"reaction_minutes"`
				ResolutionMinutes    int `json:"resolution_minutes"`
			}
		}
		Processes, Grounds []struct{ Code, Name string }
	}](t, text)
	// The regulation gives no other examples.
	examples := map[string]string{"bug/critical": "втрата інформації при збереженні форми", "bug/high": "переглянути заповнену форму після її редагування",
		"feature/high": "Положення", "consultation/critical": "без якого не можна створювати новий об’єкт", "consultation/high": "редагувати форму без її перестворення",
		"consultation/low": "фільтрів вибірки пошуку сторінки"}
	var rows []string
	for _, kind := range got.Types {
		for _, c := range kind.Categories {
			if class := kind.Type + "/" + c.Category; !strings.Contains(c.Example, examples[class]) || (c.Example == "") != (examples[class] == "") {
				t.Errorf("%s: the example is %q", class, c.Example)
			}
			rows = append(rows, fmt.Sprintf("%s/%s %d %d", kind.Type, c.Category, c.ReactionMinutes, c.ResolutionMinutes))
			if c.About == "" || len(c.Criteria) == 0 {
				t.Errorf("%s/%s has no criteria", kind.Type, c.Category)
			}
		}
	}
	wanted := []string{"bug/critical 60 240", "bug/high 120 960", "bug/low 240 2160", "feature/high 60 240", "feature/low 240 5760",
		"consultation/critical 30 240", "consultation/high 60 960", "consultation/low 120 2160"}
	if !slices.Equal(rows, wanted) {
		t.Errorf("%q", rows)
	}
	want(t, "processes that may be chosen", len(got.Processes), 1)
	want(t, "grounds", len(got.Grounds), 6)
}

func TestRegisterTicket_OnlyByOfficialChannels_R_4_1_2_R_4_2(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for _, channel := range []string{"facebook", "viber", "telegram", "skype"} {
		answer, text := w.do("POST", "/api/v1/tickets", w.as(web.Agent), map[string]any{"key": "k", "channel": channel, "description": "Так"})
		if answer.StatusCode != http.StatusUnprocessableEntity || problem(t, text).Fields["channel"] == "" {
			t.Errorf("%s: %d %s", channel, answer.StatusCode, text)
		}
	}
	answer, _ := w.do("POST", "/api/v1/tickets", w.as(web.Agent), map[string]any{"key": "k", "channel": "form", "description": "Форма",
		"applicant": map[string]any{"name": "Олена Бойко"}})
	want(t, "the form", answer.StatusCode, http.StatusCreated)
}

// Every route of a ticket: a new one is walked as soon as it stands in the table of routes.
func TestRestricted_WhoMayNotReadDoesNothing(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	w.floor.view.Call.Call.Ticket = 124 // another's talk
	w.tickets.detail.Ticket.Restricted = "заява про видалення"
	w.tickets.detail.Ticket.Caller = "+380501234567"
	walked := 0
	for route, row := range routes {
		method, path, _ := strings.Cut(route, " ")
		if !strings.HasPrefix(path, "/api/v1/tickets/:ticketId") {
			continue
		}
		walked++
		answer, text := w.do(method, row.path, w.as(web.Agent), row.body, "Origin", origin)
		want(t, route, answer.StatusCode, http.StatusForbidden)
		want(t, route, problem(t, text).Code, "narrowed")
	}
	want(t, "routes of a ticket", walked >= 9, true)
	if len(w.floor.told)+len(w.tickets.notes)+len(w.tickets.acts) > 0 || w.tickets.draft.Text != "" {
		t.Errorf("something was done: %q, %q", w.floor.told, w.tickets.notes)
	}
}

func TestRestricted_WhoTalksTakesDownWhatIsSaid_R_4_9_4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	w.tickets.detail.Ticket.Restricted = "заява про видалення"
	answer, _ := w.do("POST", aTicket+"/notes", w.as(web.Agent), map[string]any{"text": "Передзвонить", "key": "k"})
	want(t, "a note", answer.StatusCode, http.StatusNoContent)
	answer, _ = w.do("GET", aTicket, w.as(web.Agent), nil)
	want(t, "the ticket", answer.StatusCode, http.StatusForbidden)
}
