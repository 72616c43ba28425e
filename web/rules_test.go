package web_test

import (
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/tickets"
	"hotline/web"
)

const aCall = "/api/v1/calls/kyiv1-1763913600.12"

// routes is a proper request for every route of the server and what it answers to nobody, an agent, a supervisor and an
// administrator. It is written out and not reckoned from rules.go, so that a slip there is seen here.
var routes = map[string]struct {
	path   string
	body   any
	answer [4]int
}{
	"POST /api/v1/session":   {"/api/v1/session", map[string]any{"login": "nobody", "password": "wrong password"}, [4]int{401, 401, 401, 401}},
	"GET /api/v1/session":    {"/api/v1/session", nil, [4]int{401, 200, 200, 200}},
	"DELETE /api/v1/session": {"/api/v1/session", nil, [4]int{401, 204, 204, 204}},

	"GET /api/v1/desk":            {"/api/v1/desk", nil, [4]int{401, 200, 200, 403}},
	"PUT /api/v1/desk/state":      {"/api/v1/desk/state", map[string]any{"state": "available"}, [4]int{401, 204, 204, 403}},
	"GET /api/v1/desk/phone":      {"/api/v1/desk/phone", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/desk/colleagues": {"/api/v1/desk/colleagues", nil, [4]int{401, 200, 200, 403}},

	"GET /api/v1/destinations":          {"/api/v1/destinations", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/destinations":          {"/api/v1/destinations", map[string]any{"number": "044 111 22 33", "name": "МРГ", "active": true}, [4]int{401, 403, 403, 200}},
	"GET /api/v1/desk/breaks":           {"/api/v1/desk/breaks", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/agents/:agentId/state": {"/api/v1/agents/1/state", map[string]any{"state": "break", "reason": "lunch", "why": "обід за графіком"}, [4]int{401, 403, 204, 204}},
	"GET /api/v1/routing":               {"/api/v1/routing", nil, [4]int{401, 403, 200, 200}},
	"PUT /api/v1/routing/agents/:agentId": {"/api/v1/routing/agents/1", map[string]any{"skills": []any{map[string]any{"skill": "english", "level": 1}},
		"helps": []any{map[string]any{"service": "organisation", "after_s": 60}}}, [4]int{401, 403, 403, 204}},
	"PUT /api/v1/routing/skills/:skill":      {"/api/v1/routing/skills/english", map[string]any{"name": "Англійська", "wait_s": 60}, [4]int{401, 403, 403, 204}},
	"DELETE /api/v1/routing/skills/:skill":   {"/api/v1/routing/skills/english", nil, [4]int{401, 403, 403, 204}},
	"PUT /api/v1/routing/breaks/:reason":     {"/api/v1/routing/breaks/lunch", map[string]any{"name": "Обід"}, [4]int{401, 403, 403, 204}},
	"PUT /api/v1/routing/dialled/:number":    {"/api/v1/routing/dialled/0443668013", map[string]any{"service": "organisation"}, [4]int{401, 403, 403, 204}},
	"DELETE /api/v1/routing/dialled/:number": {"/api/v1/routing/dialled/+380443668013", nil, [4]int{401, 403, 403, 204}},
	"PUT /api/v1/routing/callers/:number":    {"/api/v1/routing/callers/+380501234567", map[string]any{"priority": 5, "reason": "Депутат"}, [4]int{401, 403, 403, 204}},
	"DELETE /api/v1/routing/callers/:number": {"/api/v1/routing/callers/+380501234567", nil, [4]int{401, 403, 403, 204}},

	"POST /api/v1/calls/:callId/actions":           {aCall + "/actions", map[string]any{"action": "hold"}, [4]int{401, 202, 202, 403}},
	"POST /api/v1/calls/:callId/wrap-up":           {aCall + "/wrap-up", map[string]any{"disposition": "consulted"}, [4]int{401, 204, 204, 403}},
	"POST /api/v1/calls/:callId/wrap-up/extension": {aCall + "/wrap-up/extension", nil, [4]int{401, 204, 204, 403}},
	"GET /api/v1/hall":                             {"/api/v1/hall", nil, [4]int{401, 403, 200, 403}},
	"PUT /api/v1/calls/:callId/supervision":        {aCall + "/supervision", map[string]any{"mode": "listen", "reason": "навчання"}, [4]int{401, 403, 202, 403}},
	"DELETE /api/v1/calls/:callId/supervision":     {aCall + "/supervision", nil, [4]int{401, 403, 202, 403}},
	"GET /api/v1/calls": {"/api/v1/calls?number=0501234567&from=2026-11-01&to=2026-11-30&outcome=abandoned&ticket=10000123-5", nil,
		[4]int{401, 200, 200, 200}},
	"GET /api/v1/calls/:callId": {aCall, nil, [4]int{401, 200, 200, 200}},

	"POST /api/v1/tickets": {"/api/v1/tickets", map[string]any{"key": "k1", "channel": "email", "description": "Лист"}, [4]int{401, 201, 201, 403}},
	"POST /api/v1/tickets/:ticketId/acts/:act": {"/api/v1/tickets/123/acts/request_info", map[string]any{"version": 1, "question": "Яка версія?"},
		[4]int{401, 200, 200, 403}},
	"POST /api/v1/tickets/:ticketId/notices/:noticeId/paid": {"/api/v1/tickets/123/notices/1/paid", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/ticket-status":                             {"/api/v1/ticket-status?number=10000123-5", nil, [4]int{401, 200, 200, 200}},
	"GET /api/v1/classes":                                   {"/api/v1/classes", nil, [4]int{401, 200, 200, 200}},
	"GET /api/v1/assignees":                                 {"/api/v1/assignees", nil, [4]int{401, 200, 200, 200}},

	"GET /api/v1/tickets/:ticketId":              {"/api/v1/tickets/123", nil, [4]int{401, 200, 200, 403}},
	"PUT /api/v1/tickets/:ticketId/draft":        {"/api/v1/tickets/123/draft", map[string]any{"text": "Нотатка", "version": 0}, [4]int{401, 200, 200, 403}},
	"POST /api/v1/tickets/:ticketId/notes":       {"/api/v1/tickets/123/notes", map[string]any{"text": "Нотатка", "key": "k1"}, [4]int{401, 204, 204, 403}},
	"POST /api/v1/tickets/:ticketId/calls":       {"/api/v1/tickets/123/calls", map[string]any{"number": "050 123 45 67"}, [4]int{401, 202, 403, 403}},
	"POST /api/v1/tickets/:ticketId/oral-notice": {"/api/v1/tickets/123/oral-notice", nil, [4]int{401, 204, 204, 403}},
	"PUT /api/v1/tickets/:ticketId/applicant":    {"/api/v1/tickets/123/applicant", map[string]any{"applicant_id": 5}, [4]int{401, 200, 200, 403}},

	"GET /api/v1/search":                                            {"/api/v1/search?q=%D0%BF%D1%80%D0%BE%D1%94%D0%BA%D1%82&order=newest&typing=true&limit=8", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/notifications":                                     {"/api/v1/notifications", nil, [4]int{401, 200, 200, 200}},
	"POST /api/v1/notifications/read":                               {"/api/v1/notifications/read", map[string]any{"up_to": 1}, [4]int{401, 204, 204, 204}},
	"GET /api/v1/webhooks":                                          {"/api/v1/webhooks", nil, [4]int{401, 403, 403, 200}},
	"POST /api/v1/webhooks":                                         {"/api/v1/webhooks", map[string]any{"url": "https://hooks.example.com/", "events": []string{"ticket.closed"}}, [4]int{401, 403, 403, 201}},
	"PUT /api/v1/webhooks/:webhookId":                               {"/api/v1/webhooks/1", map[string]any{"version": 1, "url": "https://hooks.example.com/", "events": []string{"ticket.closed"}}, [4]int{401, 403, 403, 200}},
	"DELETE /api/v1/webhooks/:webhookId":                            {"/api/v1/webhooks/2?version=1", nil, [4]int{401, 403, 403, 204}},
	"POST /api/v1/webhooks/:webhookId/secret":                       {"/api/v1/webhooks/3/secret?version=1", nil, [4]int{401, 403, 403, 200}},
	"GET /api/v1/webhooks/:webhookId/deliveries":                    {"/api/v1/webhooks/1/deliveries", nil, [4]int{401, 403, 403, 200}},
	"POST /api/v1/webhooks/:webhookId/deliveries/:deliveryId/again": {"/api/v1/webhooks/1/deliveries/1/again", nil, [4]int{401, 403, 403, 204}},
	"GET /api/v1/outbox":                                            {"/api/v1/outbox", nil, [4]int{401, 403, 200, 200}},
	"POST /api/v1/outbox/:parcelId/again":                           {"/api/v1/outbox/1/again", nil, [4]int{401, 403, 204, 204}},
	"GET /api/v1/notices":                                           {"/api/v1/notices?service=information&mine=true&late=true", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/tickets":                                           {"/api/v1/tickets?list=queue&service=information&status=registered,in_progress", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/ticket-counts":                                     {"/api/v1/ticket-counts", nil, [4]int{401, 200, 200, 403}},
	"POST /api/v1/ticket-acts":                                      {"/api/v1/ticket-acts", map[string]any{"act": "expedite", "expedited": true, "reason": "зупинено подання", "tickets": []any{map[string]any{"id": 123, "version": 1}}}, [4]int{401, 403, 200, 403}},
	"GET /api/v1/ticket-exports":                                    {"/api/v1/ticket-exports", nil, [4]int{401, 403, 200, 403}},
	"GET /api/v1/ticket-exports/:format":                            {"/api/v1/ticket-exports/csv?list=all", nil, [4]int{401, 403, 200, 403}},

	"GET /api/v1/ticket-imports":                  {"/api/v1/ticket-imports", nil, [4]int{401, 403, 200, 200}},
	"POST /api/v1/ticket-imports":                 {"/api/v1/ticket-imports?name=a.csv&preview=true", importBody, [4]int{401, 403, 200, 200}},
	"GET /api/v1/ticket-import-templates/:format": {"/api/v1/ticket-import-templates/xlsx?applicants=true", nil, [4]int{401, 403, 200, 200}},

	"GET /api/v1/recordings/:recordingId/listens": {"/api/v1/recordings/" + recordingID + "/listens", nil, [4]int{401, 200, 200, 200}},
	"POST /api/v1/recordings/:recordingId/listens": {"/api/v1/recordings/" + recordingID + "/listens", map[string]any{"reason": "скарга заявника"},
		[4]int{401, 201, 201, 403}},
	"GET /api/v1/listens/:listenId/audio":  {"/api/v1/listens/" + listenID + "/audio", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/listens/:listenId/peaks":  {"/api/v1/listens/" + listenID + "/peaks", nil, [4]int{401, 200, 200, 403}},
	"POST /api/v1/listens/:listenId/heard": {"/api/v1/listens/" + listenID + "/heard", map[string]any{"intervals_ms": [][]int{{0, 900}}}, [4]int{401, 204, 204, 403}},

	"GET /api/v1/faq":       {"/api/v1/faq?q=bankid&process=bankid_nbu", nil, [4]int{200, 200, 200, 200}},
	"GET /api/v1/reference": {"/api/v1/reference", nil, [4]int{200, 200, 200, 200}},
	"GET /api/v1/articles":  {"/api/v1/articles?kind=answer&q=bankid", nil, [4]int{401, 200, 200, 200}},
	"POST /api/v1/articles": {"/api/v1/articles", articleBody(0), [4]int{401, 403, 201, 201}},
	// The second to change something has not seen what the first made of it.
	"PUT /api/v1/articles/:articleId":                   {"/api/v1/articles/1", articleBody(1), [4]int{401, 403, 200, 409}},
	"GET /api/v1/articles/:articleId/changes":           {"/api/v1/articles/1/changes", nil, [4]int{401, 403, 200, 200}},
	"POST /api/v1/tickets/:ticketId/answers/:articleId": {"/api/v1/tickets/123/answers/1", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/downtimes":                             {"/api/v1/downtimes?from=2026-11-01&to=2027-12-31", nil, [4]int{401, 200, 200, 200}},
	"GET /api/v1/downtimes/running":                     {"/api/v1/downtimes/running", nil, [4]int{401, 200, 200, 200}},
	"POST /api/v1/downtimes":                            {"/api/v1/downtimes", downtimeBody(0, "2027-02-15"), [4]int{401, 403, 201, 201}},
	"PUT /api/v1/downtimes/:downtimeId":                 {"/api/v1/downtimes/1", downtimeBody(1, "2027-01-15"), [4]int{401, 403, 200, 409}},
	"POST /api/v1/downtimes/:downtimeId/steps":          {"/api/v1/downtimes/2/steps", map[string]any{"step": "approve", "version": 1}, [4]int{401, 403, 200, 409}},
	"GET /api/v1/downtimes/:downtimeId/changes":         {"/api/v1/downtimes/1/changes", nil, [4]int{401, 200, 200, 200}},
	"GET /api/v1/downtime-rules":                        {"/api/v1/downtime-rules", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/downtime-rules/limit":                  {"/api/v1/downtime-rules/limit", map[string]any{"version": 999, "works": 5, "period": "month"}, [4]int{401, 403, 403, 409}},
	"POST /api/v1/downtime-rules/periods": {"/api/v1/downtime-rules/periods", map[string]any{"version": 999, "name": "Голосування", "from": "2027-05-01", "to": "2027-05-10"},
		[4]int{401, 403, 403, 409}},
	"DELETE /api/v1/downtime-rules/periods/:periodId":        {"/api/v1/downtime-rules/periods/1?version=999", nil, [4]int{401, 403, 403, 409}},
	"POST /api/v1/downtime-rules/responsibles":               {"/api/v1/downtime-rules/responsibles", responsibleBody(999), [4]int{401, 403, 403, 409}},
	"PUT /api/v1/downtime-rules/responsibles/:responsibleId": {"/api/v1/downtime-rules/responsibles/1", responsibleBody(999), [4]int{401, 403, 403, 409}},
	"PUT /api/v1/downtime-rules/prompts/:prompt":             {"/api/v1/downtime-rules/prompts/outage-2", map[string]any{"version": 999, "words": "Аварія.", "active": true}, [4]int{401, 403, 403, 409}},

	"GET /api/v1/calendar": {"/api/v1/calendar?year=2027", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/calendar/days": {"/api/v1/calendar/days", map[string]any{"version": 999, "from": "2026-12-24", "until": "2026-12-24", "kind": "short", "opens": "09:00",
		"closes": "17:00", "reason": "наказ"}, [4]int{401, 403, 403, 409}}, // the calendar has another version by now
	"PUT /api/v1/calendar/weeks": {"/api/v1/calendar/weeks", map[string]any{"version": 999, "from": "2027-01-01", "reason": "наказ",
		"hours": []any{map[string]any{"weekday": 1, "opens": "09:00", "closes": "18:00"}}}, [4]int{401, 403, 403, 409}},
	"PUT /api/v1/calendar/regimes": {"/api/v1/calendar/regimes", map[string]any{"version": 999, "name": "Надзвичайний стан", "from": "2027-01-01", "suspends": []any{},
		"legal_basis": "Указ", "reason": "наказ"}, [4]int{401, 403, 403, 409}},
	"PUT /api/v1/calendar/feasts": {"/api/v1/calendar/feasts", map[string]any{"version": 999, "name": "Свято", "month": 5, "day": 25, "from": "2027-01-01",
		"legal_basis": "Закон", "reason": "звірено"}, [4]int{401, 403, 403, 409}},
	"GET /api/v1/calendar/proposals/:year": {"/api/v1/calendar/proposals/2027", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/calendar/proposals/:year": {"/api/v1/calendar/proposals/2027", map[string]any{"version": 999, "reason": "наказ",
		"rows": []any{map[string]any{"date": "2027-01-01", "norm": "holidays", "confirm": true}}}, [4]int{401, 403, 403, 409}},
	"GET /api/v1/settings":       {"/api/v1/settings", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/settings/:name": {"/api/v1/settings/pausing", map[string]any{"version": 0, "value": 0, "reason": "рішення"}, [4]int{401, 403, 403, 204}},
	"GET /api/v1/targets":        {"/api/v1/targets", nil, [4]int{401, 200, 200, 200}},
	"PUT /api/v1/targets": {"/api/v1/targets", map[string]any{"type": "bug", "category": "low", "reaction_minutes": 240, "resolution_minutes": 2160, "reason": "рішення"},
		[4]int{401, 403, 403, 204}},
	"GET /api/v1/applicants":              {"/api/v1/applicants?q=%D0%BE%D0%BA%D1%81%D0%B0%D0%BD%D0%B0", nil, [4]int{401, 200, 200, 403}},
	"GET /api/v1/applicants/:applicantId": {"/api/v1/applicants/5", nil, [4]int{401, 200, 200, 403}},
	"PUT /api/v1/applicants/:applicantId": {"/api/v1/applicants/5", map[string]any{"version": 1, "name": "Оксана Петренко", "kind": "person", "group": "external"},
		[4]int{401, 200, 409, 403}}, // the agent was first
	"PUT /api/v1/applicants/:applicantId/contacts":    {"/api/v1/applicants/6/contacts", map[string]any{"kind": "phone", "value": "067 123 45 67"}, [4]int{401, 204, 204, 403}},
	"DELETE /api/v1/applicants/:applicantId/contacts": {"/api/v1/applicants/7/contacts?kind=phone&value=0501234567", nil, [4]int{401, 204, 404, 403}},
	"GET /api/v1/applicants/:applicantId/merging":     {"/api/v1/applicants/8/merging?source=7", nil, [4]int{401, 403, 200, 403}},
	"POST /api/v1/applicants/:applicantId/merges": {"/api/v1/applicants/9/merges", map[string]any{"source_id": 10, "reason": "одна людина"},
		[4]int{401, 403, 200, 403}},
	"POST /api/v1/applicants/:applicantId/merges/:mergeId/undo": {"/api/v1/applicants/11/merges/1/undo", map[string]any{"reason": "різні люди"}, [4]int{401, 403, 204, 403}},
	"PUT /api/v1/applicants/:applicantId/restriction":           {"/api/v1/applicants/13/restriction", map[string]any{"on": true, "reason": "заява про видалення"}, [4]int{401, 403, 200, 403}},
	"PUT /api/v1/applicants/:applicantId/hold":                  {"/api/v1/applicants/14/hold", map[string]any{"on": true, "reason": "судова справа"}, [4]int{401, 403, 200, 403}},

	// Whoever may have a socket is told here that this is no handshake.
	"GET /api/v1/ws": {"/api/v1/ws", nil, [4]int{401, 400, 400, 403}},
	"GET /sip":       {"/sip", nil, [4]int{401, 400, 400, 403}},

	"GET /healthz":       {"/healthz", nil, [4]int{200, 200, 200, 200}},
	"GET /readyz":        {"/readyz", nil, [4]int{200, 200, 200, 200}},
	"GET /metrics":       {"/metrics", nil, [4]int{200, 200, 200, 200}}, // from the loopback
	"GET /assets/*name":  {"/assets/app-1.js", nil, [4]int{200, 200, 200, 200}},
	"HEAD /assets/*name": {"/assets/app-1.js", nil, [4]int{200, 200, 200, 200}},
}

func TestRoutes_TheTableHasEveryRouteAndTheContractNoMore(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	real := w.Routes()
	for _, route := range real {
		if _, ok := routes[route]; !ok {
			t.Errorf("%s has no row in this test", route)
		}
		if _, ok := web.Rule(route); !ok {
			t.Errorf("%s has no rule", route)
		}
	}
	want(t, "rows", len(routes), len(real))
	doc, err := document()
	must(t, err)
	for path, item := range doc.Paths.Map() {
		for method := range item.Operations() {
			if !slices.ContainsFunc(real, func(r string) bool {
				m, p, _ := strings.Cut(r, " ")
				return m == method && web.ContractPath(p) == path
			}) {
				t.Errorf("%s %s is in the contract and not in the router", method, path)
			}
		}
	}
}

func TestRoutes_EachRoleOnEachRoute_R_X_3(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.webhooks()
	w.keeps()
	w.people()
	for route, row := range routes {
		method, _, _ := strings.Cut(route, " ")
		for i, role := range []web.Role{"", web.Agent, web.Supervisor, web.Administrator} {
			w.inWrapUp()
			w.pass(10 * time.Minute) // no login is throttled
			cookie := ""
			if role != "" {
				cookie = w.as(role)
			}
			answer, text := w.do(method, row.path, cookie, row.body, "Origin", origin, "Accept-Encoding", "identity")
			if answer.StatusCode != row.answer[i] {
				t.Errorf("%s as %q: %d, want %d: %s", route, role, answer.StatusCode, row.answer[i], text)
			}
			if c := answer.StatusCode; c == http.StatusForbidden || c == http.StatusUnauthorized {
				p := problem(t, text)
				if fits := map[int][]string{401: {"login", "wrong_password"}, 403: {"forbidden"}}[c]; !slices.Contains(fits, p.Code) || p.Detail == "" {
					t.Errorf("%s as %q is refused with %+v", route, role, p)
				}
			}
		}
	}
}

// inWrapUp puts the agent's desk and draft as they were, with the call's outcome yet to be chosen.
func (w *world) inWrapUp() {
	w.floor.mu.Lock()
	w.floor.view.Agent.State = telephony.WrapUp
	w.floor.mu.Unlock()
	w.tickets.mu.Lock()
	w.tickets.draft = tickets.Draft{}
	w.tickets.detail.Ticket.Version = 1
	w.tickets.owed = []tickets.Notice{{ID: 1, Stage: tickets.StageStatus, About: tickets.AboutTerm, Ways: []tickets.Way{tickets.Oral}}}
	w.tickets.mu.Unlock()
}

// There is no token to steal or to forget: a browser itself says from which site a request comes, and only the desktop's
// own may change anything (Sec-Fetch-Site, or Origin in a browser that has no such header) or open a socket.
func TestRoutes_NothingIsChangedFromAnotherSite(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.inWrapUp()
	for route, row := range routes {
		method, path, _ := strings.Cut(route, " ")
		socket := path == "/api/v1/ws" || path == "/sip"
		if !socket && (method == http.MethodGet || method == http.MethodHead) {
			continue
		}
		headers := [][]string{{"Origin", "https://evil.test"}, {"Origin", "null"}, {"Sec-Fetch-Site", "cross-site"}, {"Sec-Fetch-Site", "same-site"},
			{"Origin", "http://desk.test.evil.test"}, {"Origin", "https://desk.test"}}
		if socket {
			headers = append(headers[:2:2], nil)
		}
		for _, header := range headers {
			answer, text := w.do(method, row.path, w.as(web.Agent), row.body, header...)
			if answer.StatusCode != http.StatusForbidden || problem(t, text).Code != "cross_origin" {
				t.Errorf("%s with %v: %d %s", route, header, answer.StatusCode, text)
			}
		}
	}
	w.floor.mu.Lock()
	defer w.floor.mu.Unlock()
	if len(w.floor.told) > 0 || w.tickets.wraps > 0 || len(w.tickets.notes) > 0 || len(w.replay.heard) > 0 {
		t.Errorf("another site changed something: %q", w.floor.told)
	}
}

func TestRules_OnlySupervisorsAndOwnersListen_R_X_3(t *testing.T) {
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
