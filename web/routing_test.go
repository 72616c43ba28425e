package web_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web"
	"hotline/web/api"
)

// settings are telephony's as the test wants them.
type settings struct{ floor *floor }

func (s *settings) Routing(context.Context) (telephony.Routing, error) {
	return telephony.Routing{Skills: []telephony.SkillRule{{Skill: "english", Name: "Англійська", Wait: time.Minute}},
		Breaks:  []telephony.BreakReason{{Reason: "lunch", Name: "Обід", Position: 1}, {Reason: "smoke", Name: "Перекур", Position: 2, Retired: true}},
		Dialled: []telephony.Dialled{{Number: "+380443668013", Service: call.Organisation}},
		Callers: []telephony.CallerRule{{Number: "+380501234567", Priority: 5, Reason: "Депутат", Author: "Бондар", At: arrived}},
		Duties: []telephony.Duty{{Agent: 1, Name: "Коваль", Service: call.Information, Skills: map[call.Skill]int{"english": 2},
			Helps: map[call.Service]time.Duration{call.Organisation: time.Minute}}}}, nil
}

func (s *settings) tell(by telephony.Author, format string, args ...any) error {
	return s.floor.tell(fmt.Sprintf(format, args...) + " by " + by.Name)
}

func (s *settings) PutSkill(_ context.Context, by telephony.Author, r telephony.SkillRule) error {
	return s.tell(by, "skill %s %s %s", r.Skill, r.Name, r.Wait)
}

func (s *settings) DropSkill(_ context.Context, by telephony.Author, k call.Skill) error {
	return s.tell(by, "drop skill %s", k)
}

func (s *settings) PutBreak(_ context.Context, by telephony.Author, r telephony.BreakReason) error {
	return s.tell(by, "break %s %s %d %v", r.Reason, r.Name, r.Position, r.Retired)
}

func (s *settings) PutDialled(_ context.Context, by telephony.Author, d telephony.Dialled) error {
	return s.tell(by, "dialled %s %s %s", d.Number, d.Service, d.Skill)
}

func (s *settings) DropDialled(_ context.Context, by telephony.Author, number string) error {
	return s.tell(by, "drop dialled %s", number)
}

func (s *settings) PutCaller(_ context.Context, by telephony.Author, r telephony.CallerRule) error {
	return s.tell(by, "caller %s %d %s %s", r.Number, r.Priority, r.Skill, r.Reason)
}

func (s *settings) DropCaller(_ context.Context, by telephony.Author, number string) error {
	return s.tell(by, "drop caller %s", number)
}

func (s *settings) PutDuty(_ context.Context, by telephony.Author, d telephony.Duty) error {
	return s.tell(by, "duty %d %v %v", d.Agent, d.Skills, d.Helps)
}

func (s *settings) SetStateOf(_ context.Context, by telephony.Author, agent call.AgentID, state telephony.AgentState, reason string) error {
	return s.tell(by, "state of %d %s %s", agent, state, reason)
}

func TestRouting_WhatIsPutReachesTelephonyWithItsAuthor(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Administrator)
	for path, c := range map[string]struct {
		body any
		told string
	}{
		"skills/signs": {map[string]any{"name": "  Жестова   мова ", "wait_s": 120}, "skill signs Жестова мова 2m0s"},
		"breaks/yoga":  {map[string]any{"name": "Руханка", "position": 3, "retired": true}, "break yoga Руханка 3 true"},
		"dialled/044 366-80-13": {map[string]any{"service": "organisation", "skill": "english"},
			"dialled +380443668013 organisation english"},
		"callers/0501234567": {map[string]any{"priority": 9, "reason": "Рада ветеранів"}, "caller +380501234567 9  Рада ветеранів"},
		"agents/7": {map[string]any{"skills": []any{map[string]any{"skill": "english", "level": 2}}, "helps": []any{map[string]any{"service": "information", "after_s": 30}}},
			"duty 7 map[english:2] map[information:30s]"},
	} {
		answer, text := w.do("PUT", "/api/v1/routing/"+strings.ReplaceAll(path, " ", "%20"), cookie, c.body)
		want(t, path, answer.StatusCode, http.StatusNoContent)
		if told := c.told + " by Особа bondar"; w.floor.heard(told) != 1 {
			t.Errorf("%s: telephony was not told %q: %s", path, told, text)
		}
	}
	answer, text := w.do("GET", "/api/v1/routing", cookie, nil)
	want(t, "read", answer.StatusCode, http.StatusOK)
	var r api.Routing
	must(t, json.Unmarshal(text, &r))
	want(t, "level", r.Agents[0].Skills[0].Level, 2)
	want(t, "help after", r.Agents[0].Helps[0].AfterS, 60)
	want(t, "author", r.Callers[0].Author, "Бондар")
}

func TestRouting_FaultsNameTheFieldAndTheWayOut(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie := w.as(web.Administrator)
	for path, c := range map[string]struct {
		body  any
		field string
	}{
		"skills/English":     {map[string]any{"name": "Англійська", "wait_s": 60}, "skill"},
		"skills/english":     {map[string]any{"name": "   ", "wait_s": 60}, "name"},
		"skills/english2":    {map[string]any{"name": "Англійська", "wait_s": 4000}, "wait_s"},
		"breaks/no_answer":   {map[string]any{"name": "Не відповів"}, "reason"},
		"dialled/12":         {map[string]any{"service": "organisation"}, "number"},
		"callers/0501234567": {map[string]any{"priority": 0, "reason": "так"}, "priority"},
		"callers/0501234568": {map[string]any{"priority": 1, "reason": " "}, "reason"},
		"callers/abc":        {map[string]any{"priority": 1, "reason": "так"}, "number"},
		"agents/7":           {map[string]any{"skills": []any{map[string]any{"skill": "english", "level": 12}}, "helps": []any{}}, "skills"},
	} {
		answer, text := w.do("PUT", "/api/v1/routing/"+path, cookie, c.body)
		want(t, path, answer.StatusCode, http.StatusUnprocessableEntity)
		if problem(t, text).Fields[c.field] == "" {
			t.Errorf("%s: the field %s is not named: %s", path, c.field, text)
		}
	}
	w.floor.fault = telephony.ErrNoSkill
	answer, text := w.do("PUT", "/api/v1/routing/agents/7", cookie, map[string]any{"skills": []any{map[string]any{"skill": "chinese", "level": 1}}, "helps": []any{}})
	want(t, "unknown skill", answer.StatusCode, http.StatusUnprocessableEntity)
	want(t, "code", problem(t, text).Code, "no_skill")
}

// A break has a reason of the list, whoever asks for it; one that is retired is refused.
func TestBreak_OnlyForAReasonOfTheList(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for who, path := range map[web.Role]string{web.Agent: "/api/v1/desk/state", web.Supervisor: "/api/v1/agents/1/state"} {
		cookie := w.as(who)
		for reason, status := range map[string]int{"lunch": 204, "": 422, "smoke": 422, "обід": 422, "no_answer": 422} {
			answer, text := w.do("PUT", path, cookie, map[string]any{"state": "break", "reason": reason, "why": "за графіком"})
			want(t, string(who)+" "+reason, answer.StatusCode, status)
			if status == 422 && !strings.Contains(problem(t, text).Fields["reason"], "«Обід»") {
				t.Errorf("%q: the way out is not named: %s", reason, text)
			}
		}
	}
	want(t, "told", w.floor.heard("state of 1 break lunch by Особа shevchuk"), 1)
	answer, text := w.do("GET", "/api/v1/desk/breaks", w.as(web.Agent), nil)
	want(t, "list", answer.StatusCode, http.StatusOK)
	var all []api.BreakReason
	must(t, json.Unmarshal(text, &all))
	want(t, "reasons", len(all), 2)
}
