package web_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web"
	"hotline/web/api"
)

func TestHall_AgentsTheirCallsAndTheLine(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	c := call.Call{ID: "kyiv1-1.0", State: call.Talking, Service: call.Information, Number: "+380501234567", ArrivedAt: arrived, Legs: []call.Leg{
		{ID: "kyiv1-1.0", Role: call.Caller, Status: call.Up}, {ID: "leg-kyiv1-1.0-1", Role: call.Agent, Agent: 1, Status: call.Up},
		{ID: "leg-kyiv1-1.0-s1", Role: call.Supervisor, Agent: 9, Status: call.Up, Mode: call.Whisper}}}
	w.floor.hall = telephony.Hall{Agents: []telephony.AgentInHall{
		{Agent: telephony.Agent{ID: 1, Name: "Оксана", Service: call.Information, State: telephony.OnCall, StateSince: arrived}, Call: &c},
		{Agent: telephony.Agent{ID: 9, Name: "Олена", Supervisor: true, State: telephony.OnCall, StateSince: arrived}, Call: &c}},
		Waiting: []call.Call{{ID: "kyiv1-2.0", State: call.Waiting, Service: call.Information, QueuedAt: arrived, ArrivedAt: arrived, Priority: 3}}}
	answer, text := w.do("GET", "/api/v1/hall", w.as(web.Supervisor), nil)
	want(t, "status", answer.StatusCode, http.StatusOK)
	var hall api.Hall
	must(t, json.Unmarshal(text, &hall))
	if len(hall.Agents) != 2 || len(hall.Waiting) != 1 || hall.Waiting[0].Priority != 3 {
		t.Fatalf("hall: %s", text)
	}
	talks, sup := hall.Agents[0], hall.Agents[1]
	if talks.MaySupervise == nil || !*talks.MaySupervise || talks.Call.Supervision == nil || talks.Call.Supervision.Name != "Олена" || talks.Call.Supervision.Mode != "whisper" {
		t.Errorf("who talks: %+v", talks)
	}
	if !sup.Supervisor || sup.Service != nil || sup.MaySupervise == nil || *sup.MaySupervise {
		t.Errorf("the supervisor: %+v", sup)
	}
}

// What is wrong with a wish is told in words; a reason is needed to come in, and not to do something else there.
func TestSupervise_RefusalsHaveWords(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	cookie, path := w.as(web.Supervisor), aCall+"/supervision"
	answer, text := w.do("PUT", path, cookie, map[string]any{"mode": "listen", "reason": " "})
	want(t, "without a reason", answer.StatusCode, http.StatusUnprocessableEntity)
	if p := problem(t, text); p.Fields["reason"] == "" {
		t.Errorf("without a reason: %s", text)
	}
	answer, _ = w.do("PUT", path, cookie, map[string]any{"mode": "shout", "reason": "навчання"})
	want(t, "an unknown mode", answer.StatusCode, http.StatusUnprocessableEntity)
	for fault, code := range map[error]string{telephony.ErrNoSupervisor: "not_supervisor", telephony.ErrSupervised: "supervised",
		telephony.ErrBusy: "busy", telephony.ErrNoPhone: "no_phone", telephony.ErrNotNow: "not_now"} {
		w.floor.mu.Lock()
		w.floor.fault = fault
		w.floor.mu.Unlock()
		_, text := w.do("PUT", path, cookie, map[string]any{"mode": "listen", "reason": "навчання"})
		want(t, "code", problem(t, text).Code, code)
	}
}

// Who is in the talk stands on the agent's desk; who only listens does not, where the house has it so.
func TestSupervise_AgentIsTold(t *testing.T) {
	t.Parallel()
	for _, hide := range []bool{false, true} {
		for _, mode := range []call.Mode{call.Listen, call.Whisper, call.Barge} {
			w := newWorld(t)
			w.serve(func(d *web.Deps) { d.HideListening = hide })
			w.floor.set(func(v *telephony.DeskView) { v.Call.Supervisor, v.Call.Mode = "Олена", mode })
			_, text := w.do("GET", "/api/v1/desk", w.as(web.Agent), nil)
			var desk api.Desk
			must(t, json.Unmarshal(text, &desk))
			told := desk.Call.Supervision != nil && desk.Call.Supervision.Name == "Олена" && string(desk.Call.Supervision.Mode) == string(mode)
			want(t, string(mode)+" is told", told, !hide || mode != call.Listen)
		}
	}
}

// Where listening is hidden, an agent's timeline has nothing of who only listened.
func TestTimeline_ListeningIsHiddenFromAgents(t *testing.T) {
	t.Parallel()
	const quiet, loud = call.LegID("leg-c-s1"), call.LegID("leg-c-s2")
	moments := []telephony.Moment{{Event: call.Arrived}, {Event: call.AskSupervise, Leg: quiet, Mode: call.Listen}, {Event: call.LegUp, Leg: quiet}, {Event: call.AskLeave, Leg: quiet},
		{Event: call.AskSupervise, Leg: loud, Mode: call.Listen}, {Event: call.LegUp, Leg: loud}, {Event: call.AskSupervise, Leg: loud, Mode: call.Barge}, {Event: call.LegGone, Leg: loud}}
	for role, n := range map[web.Role][2]int{web.Agent: {8, 4}, web.Supervisor: {8, 8}, web.Administrator: {8, 8}} {
		for i, hide := range []bool{false, true} {
			w := newWorld(t)
			w.serve(func(d *web.Deps) { d.HideListening = hide })
			w.floor.moments = moments
			_, text := w.do("GET", aCall, w.as(role), nil)
			var d api.CallDetail
			must(t, json.Unmarshal(text, &d))
			want(t, "moments for "+string(role), len(d.Timeline), n[i])
			want(t, "the audit is shown", d.Supervisions != nil, role != web.Agent)
		}
	}
}

// A supervisor's tab is told that the hall has changed, an agent's is not.
func TestPush_HallChanged_SupervisorsAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	told := func(conn tab) bool {
		must(t, conn.SetReadDeadline(time.Now().Add(5*time.Second)))
		for {
			_, text, err := conn.ReadMessage()
			if err != nil {
				return false
			}
			var f api.ServerFrame
			must(t, json.Unmarshal(text, &f))
			if f.Type == "hall" {
				return true
			}
		}
	}
	supervisor, agent := w.tab(w.as(web.Supervisor)), w.tab(w.as(web.Agent))
	w.floor.changes <- 12345
	want(t, "the supervisor is told", told(supervisor), true)
	must(t, agent.SetReadDeadline(time.Now()))
	want(t, "the agent is told", told(agent), false)
}
