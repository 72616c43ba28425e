package web

import (
	"slices"

	"github.com/gin-gonic/gin"
)

// rule says who may use a route. Nil: everybody, also without a session.
type rule []Role

var (
	public     = rule(nil)
	everyone   = rule{Agent, Supervisor, Administrator}
	agents     = rule{Agent}
	desks      = rule{Agent, Supervisor} // who has a telephone
	superiors  = rule{Supervisor}
	listeners  = rule{Agent, Supervisor} // agents only to calls in which they took part: see mayHear
	ticketwork = rule{Agent, Supervisor}
	chiefs     = rule{Supervisor, Administrator}
	keepers    = rule{Administrator}
)

// rules is the whole of who may do what, by method and route. What is not here is closed. An agent sees and hears only
// calls of his own; that is decided where the call is known (calls.go, listens.go).
var rules = map[string]rule{
	"POST /api/v1/session":   public,
	"GET /api/v1/session":    everyone,
	"DELETE /api/v1/session": everyone,

	"GET /api/v1/desk":                                      desks,
	"PUT /api/v1/desk/state":                                desks,
	"GET /api/v1/desk/phone":                                desks,
	"GET /api/v1/desk/colleagues":                           desks,
	"GET /api/v1/destinations":                              everyone,
	"PUT /api/v1/destinations":                              keepers,
	"GET /api/v1/desk/breaks":                               everyone,
	"PUT /api/v1/agents/:agentId/state":                     chiefs,
	"GET /api/v1/routing":                                   chiefs,
	"PUT /api/v1/routing/agents/:agentId":                   keepers,
	"PUT /api/v1/routing/skills/:skill":                     keepers,
	"DELETE /api/v1/routing/skills/:skill":                  keepers,
	"PUT /api/v1/routing/breaks/:reason":                    keepers,
	"PUT /api/v1/routing/dialled/:number":                   keepers,
	"DELETE /api/v1/routing/dialled/:number":                keepers,
	"PUT /api/v1/routing/callers/:number":                   keepers,
	"DELETE /api/v1/routing/callers/:number":                keepers,
	"POST /api/v1/calls/:callId/actions":                    desks,
	"POST /api/v1/calls/:callId/wrap-up":                    desks,
	"POST /api/v1/calls/:callId/wrap-up/extension":          desks,
	"GET /api/v1/hall":                                      superiors,
	"PUT /api/v1/calls/:callId/supervision":                 superiors,
	"DELETE /api/v1/calls/:callId/supervision":              superiors,
	"GET /api/v1/calls":                                     everyone,
	"GET /api/v1/calls/:callId":                             everyone,
	"POST /api/v1/tickets":                                  ticketwork,
	"GET /api/v1/tickets/:ticketId":                         ticketwork,
	"POST /api/v1/tickets/:ticketId/acts/:act":              ticketwork, // some are supervisors' only: see ActOnTicket
	"POST /api/v1/tickets/:ticketId/notices/:noticeId/paid": ticketwork,
	"GET /api/v1/ticket-status":                             everyone,
	"GET /api/v1/classes":                                   everyone,
	"GET /api/v1/assignees":                                 everyone,
	"PUT /api/v1/tickets/:ticketId/draft":                   desks,
	"POST /api/v1/tickets/:ticketId/notes":                  ticketwork,
	"POST /api/v1/tickets/:ticketId/calls":                  agents,
	"POST /api/v1/tickets/:ticketId/oral-notice":            desks,
	"PUT /api/v1/tickets/:ticketId/applicant":               ticketwork,
	"GET /api/v1/recordings/:recordingId/listens":           everyone, // who listened is no secret from those who keep order
	"POST /api/v1/recordings/:recordingId/listens":          listeners,
	"GET /api/v1/listens/:listenId/audio":                   listeners,
	"GET /api/v1/listens/:listenId/peaks":                   listeners,
	"POST /api/v1/listens/:listenId/heard":                  listeners,

	"GET /api/v1/faq":                                        public,
	"GET /api/v1/reference":                                  public,
	"GET /api/v1/articles":                                   everyone, // agents: what is published
	"POST /api/v1/articles":                                  chiefs,
	"PUT /api/v1/articles/:articleId":                        chiefs,
	"GET /api/v1/articles/:articleId/changes":                chiefs,
	"POST /api/v1/tickets/:ticketId/answers/:articleId":      ticketwork,
	"GET /api/v1/downtimes":                                  everyone,
	"GET /api/v1/downtimes/running":                          everyone,
	"POST /api/v1/downtimes":                                 chiefs,
	"PUT /api/v1/downtimes/:downtimeId":                      chiefs,
	"POST /api/v1/downtimes/:downtimeId/steps":               chiefs,
	"GET /api/v1/downtimes/:downtimeId/changes":              everyone,
	"GET /api/v1/downtime-rules":                             everyone,
	"PUT /api/v1/downtime-rules/limit":                       keepers,
	"POST /api/v1/downtime-rules/periods":                    keepers,
	"DELETE /api/v1/downtime-rules/periods/:periodId":        keepers,
	"POST /api/v1/downtime-rules/responsibles":               keepers,
	"PUT /api/v1/downtime-rules/responsibles/:responsibleId": keepers,
	"PUT /api/v1/downtime-rules/prompts/:prompt":             keepers,

	"GET /api/v1/search":                          ticketwork,
	"GET /api/v1/notifications":                   everyone,
	"POST /api/v1/notifications/read":             everyone,
	"GET /api/v1/notices":                         ticketwork,
	"GET /api/v1/tickets":                         ticketwork,
	"GET /api/v1/ticket-counts":                   ticketwork,
	"POST /api/v1/ticket-acts":                    superiors,
	"GET /api/v1/ticket-exports":                  superiors,
	"GET /api/v1/ticket-exports/:format":          superiors,
	"GET /api/v1/ticket-imports":                  chiefs,
	"POST /api/v1/ticket-imports":                 chiefs,
	"GET /api/v1/ticket-import-templates/:format": chiefs,

	"GET /api/v1/calendar":                                          everyone,
	"PUT /api/v1/calendar/days":                                     keepers,
	"PUT /api/v1/calendar/weeks":                                    keepers,
	"PUT /api/v1/calendar/regimes":                                  keepers,
	"PUT /api/v1/calendar/feasts":                                   keepers,
	"GET /api/v1/calendar/proposals/:year":                          everyone,
	"PUT /api/v1/calendar/proposals/:year":                          keepers,
	"GET /api/v1/settings":                                          everyone,
	"PUT /api/v1/settings/:name":                                    keepers,
	"GET /api/v1/targets":                                           everyone,
	"PUT /api/v1/targets":                                           keepers,
	"GET /api/v1/applicants":                                        ticketwork,
	"GET /api/v1/applicants/:applicantId":                           ticketwork,
	"PUT /api/v1/applicants/:applicantId":                           ticketwork,
	"PUT /api/v1/applicants/:applicantId/contacts":                  ticketwork,
	"DELETE /api/v1/applicants/:applicantId/contacts":               ticketwork,
	"GET /api/v1/applicants/:applicantId/merging":                   superiors,
	"POST /api/v1/applicants/:applicantId/merges":                   superiors, // R-X.3
	"POST /api/v1/applicants/:applicantId/merges/:mergeId/undo":     superiors,
	"PUT /api/v1/applicants/:applicantId/restriction":               superiors,
	"PUT /api/v1/applicants/:applicantId/hold":                      superiors,
	"GET /api/v1/webhooks":                                          keepers,
	"POST /api/v1/webhooks":                                         keepers,
	"PUT /api/v1/webhooks/:webhookId":                               keepers,
	"DELETE /api/v1/webhooks/:webhookId":                            keepers,
	"POST /api/v1/webhooks/:webhookId/secret":                       keepers,
	"GET /api/v1/webhooks/:webhookId/deliveries":                    keepers,
	"POST /api/v1/webhooks/:webhookId/deliveries/:deliveryId/again": keepers,
	"GET /api/v1/outbox":                                            chiefs,
	"POST /api/v1/outbox/:parcelId/again":                           chiefs,

	"GET /api/v1/ws": desks,
	"GET /sip":       desks,

	"GET /healthz":       public,
	"GET /readyz":        public,
	"GET /metrics":       public, // by address: see metrics
	"GET /assets/*name":  public,
	"HEAD /assets/*name": public,
}

// authorize lets through whom the route's rule names, with the session in the context.
func (s *Server) authorize(c *gin.Context) {
	if c.FullPath() == "" {
		return // no route: NoRoute and NoMethod answer, with public things only
	}
	allowed, known := rules[c.Request.Method+" "+c.FullPath()]
	switch {
	case !known:
		s.fail(c, errForbidden)
		return
	case allowed == nil:
		return
	}
	session, err := s.session(c)
	if err != nil {
		s.fail(c, err)
		return
	}
	c.Set(sessionKey, session)
	if !slices.Contains(allowed, session.user.Role) {
		s.fail(c, errForbidden)
	}
}
