// Package asterisk drives one Asterisk node over ARI, Asterisk's REST interface. It is the only package that knows ARI:
// it implements telephony.Switch and reports to a telephony.Feed. It decides nothing about calls.
//
//	             ┌── GET /events (WebSocket) ── reader ──▶ queue ──▶ Run: translate ──▶ telephony.Feed
//	Asterisk ────┤                                                      │ claim, subscribe
//	             └◀─ POST, PUT, DELETE (one http.Client) ◀──────────────┴── telephony.Switch
//
// The reader does nothing but read and enqueue: a controller that reads slowly makes Asterisk wait inside the
// application's task processor and, past 500 tasks, refuse INVITEs.
//
// github.com/CyCoreSystems/ari/v5 gives the vocabulary (event names, request and resource types). Its event socket and
// its HTTP client are not used; library_test.go shows why, one test a defect.
//
// Whose channel is it? A caller enters with Stasis(app,in); a leg that we ring enters with leg,<role>,<call>; whom we called
// enters with out, after the dialplan [outbound], of whose channel the subscription to all telephones tells until then.
// Both carry the channel variables HOTLINE_CALL and HOTLINE_ROLE, the caller's from the dialplan, the leg's from Ring.
// ari.conf names them in channelvars, so that every event and GET /channels tell the call, and a controller that starts
// anew knows them without a store of its own. A caller carries HOTLINE_DID as well. Everything else in the switch is not
// ours and is passed over.
//
// The socket subscribes manually, not with subscribeAll: then the application, its subscriptions and its event filter
// survive a lost socket in Asterisk, and a channel's end is reported after the reconnection.
//
// An incoming channel is reported gone with StasisEnd: Asterisk takes our application off it before it is destroyed.
package asterisk
