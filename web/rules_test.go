package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"

	"hotline/web"
)

// requests is a proper request for each operation of the contract.
var requests = map[string]struct {
	path string
	body any
}{
	"createSession":     {"/api/v1/session", map[string]any{"login": "nobody", "password": "wrong password"}},
	"getSession":        {"/api/v1/session", nil},
	"deleteSession":     {"/api/v1/session", nil},
	"getDesk":           {"/api/v1/desk", nil},
	"setAgentState":     {"/api/v1/desk/state", map[string]any{"state": "available"}},
	"getPhone":          {"/api/v1/desk/phone", nil},
	"listColleagues":    {"/api/v1/desk/colleagues", nil},
	"actOnCall":         {"/api/v1/calls/kyiv1-1763913600.12/actions", map[string]any{"action": "hold"}},
	"finishWrapUp":      {"/api/v1/calls/kyiv1-1763913600.12/wrap-up", map[string]any{"disposition": "consulted", "note": "Так."}},
	"extendWrapUp":      {"/api/v1/calls/kyiv1-1763913600.12/wrap-up/extension", nil},
	"listCalls":         {"/api/v1/calls?number=0501234567&from=2026-11-01&to=2026-11-30&outcome=abandoned&ticket=10000123-5", nil},
	"getCall":           {"/api/v1/calls/kyiv1-1763913600.12", nil},
	"getTicket":         {"/api/v1/tickets/123", nil},
	"saveDraft":         {"/api/v1/tickets/123/draft", map[string]any{"text": "Нотатка", "version": 0}},
	"addNote":           {"/api/v1/tickets/123/notes", map[string]any{"text": "Нотатка", "key": "k1"}},
	"confirmOralNotice": {"/api/v1/tickets/123/oral-notice", nil},
	"setApplicant":      {"/api/v1/tickets/123/applicant", map[string]any{"applicant_id": 5}},
	"listListens":       {"/api/v1/recordings/" + recordingID + "/listens", nil},
	"startListen":       {"/api/v1/recordings/" + recordingID + "/listens", map[string]any{"reason": "скарга заявника"}},
	"getAudio":          {"/api/v1/listens/" + listenID + "/audio", nil},
	"getPeaks":          {"/api/v1/listens/" + listenID + "/peaks", nil},
	"reportHeard":       {"/api/v1/listens/" + listenID + "/heard", map[string]any{"intervals_ms": [][]int{{0, 900}}}},
}

func TestRules_EveryOperationAndEveryRouteHasOne(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	routes := w.Routes()
	for _, route := range routes {
		if _, ok := web.Rule(route); !ok {
			t.Errorf("%s has no rule", route)
		}
	}
	doc, err := document()
	must(t, err)
	operations := 0
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			operations++
			if !slices.ContainsFunc(routes, func(r string) bool {
				return r[:strings.Index(r, " ")] == method && web.ContractPath(r[strings.Index(r, " ")+1:]) == path
			}) {
				t.Errorf("%s %s is in the contract and not in the router", method, path)
			}
		}
	}
	want(t, "operations with a request in this test", len(requests), operations)
}

func TestRules_EachRoleOnEachOperation(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	doc, err := document()
	must(t, err)
	for path, item := range doc.Paths.Map() {
		for method, operation := range item.Operations() {
			request := requests[operation.OperationID]
			allowed, open := roles(t, w, method, path)
			status := func(cookie string) int {
				answer, _ := w.do(method, request.path, cookie, request.body)
				return answer.StatusCode
			}
			if got := status(""); !open && got != http.StatusUnauthorized {
				t.Errorf("%s without a session: %d", operation.OperationID, got)
			}
			for _, role := range []web.Role{web.Agent, web.Supervisor, web.Administrator} {
				w.pass(1)
				got := status(w.as(role))
				refused := got == http.StatusForbidden
				if permitted := open || slices.Contains(allowed, role); refused == permitted || got >= 500 {
					t.Errorf("%s as %s: %d, permitted %v", operation.OperationID, role, got, permitted)
				}
			}
		}
	}
}

// roles are who may use an operation, found as the router finds it; open means everybody.
func roles(t *testing.T, w *world, method, path string) (roles []web.Role, open bool) {
	t.Helper()
	for _, route := range w.Routes() {
		m, p, _ := strings.Cut(route, " ")
		if m == method && web.ContractPath(p) == path {
			roles, _ := web.Rule(route)
			return roles, roles == nil
		}
	}
	t.Fatalf("no route for %s %s", method, path)
	return nil, false
}

func TestRules_OnlySupervisorsAndOwnersListen(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	path := "/api/v1/recordings/" + recordingID + "/listens"
	listen := func(role web.Role) int {
		w.pass(1)
		answer, _ := w.do("POST", path, w.as(role), map[string]any{"reason": "скарга"})
		return answer.StatusCode
	}
	want(t, "supervisor", listen(web.Supervisor), http.StatusCreated)
	want(t, "administrator", listen(web.Administrator), http.StatusForbidden)
	want(t, "agent, own call", listen(web.Agent), http.StatusCreated)
	w.floor.foreign = true
	want(t, "agent, another's call", listen(web.Agent), http.StatusForbidden)
	w.pass(1)
	answer, text := w.do("GET", "/api/v1/calls/kyiv1-1763913600.12", w.as(web.Agent), nil)
	want(t, "another's call", answer.StatusCode, http.StatusForbidden)
	want(t, "code", problem(t, text).Code, "not_your_call")
}
