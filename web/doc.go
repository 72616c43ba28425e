// Package web is the door of Hotline for people: login, the interface of openapi.yaml, the push of the agent's desk,
// the browser phone's way to the switch, and the built desktop itself.
//
//	browser ── REST ────────────▶ authorize (rules.go) ─▶ validate (openapi.yaml) ─▶ handlers ─▶ telephony, tickets, recording
//	        ── GET /api/v1/ws ──▶ room of the agent ◀── telephony.Floor.Changes
//	        ── GET /sip ────────▶ copied to and fro ──▶ Asterisk's WebSocket
//
// Here is the only place that knows HTTP and gin, where the three domains meet, and where their errors get Ukrainian
// words. Between the domains only ids cross: a call's ticket, a recording's call. Who may do what stands in one table,
// rules.go; a route without a rule is closed to everybody.
//
// Words: a User is who logs in, with one Role; an agent is a user of role agent and has the same id in telephony.
// A desk is everything that one agent's screen shows; a room is the sockets of one agent on this copy of Hotline.
// The package knows no SQL (see web/postgres) and reads no environment.
package web
