// Package webhook sends messages to other people's servers: events of tickets (tickets.Poster) and hand-overs to Служба технічного
// супроводу (tickets.Carrier). It knows HTTP and no database.
//
// A message is a POST of JSON with the headers
//
//	Hotline-Event: ticket.closed
//	Hotline-Delivery: 4711
//	Hotline-Signature: t=1795431600,v1=5257a869…
//
// v1 is the HMAC-SHA256, in hexadecimal, of "<t>.<body>" by the webhook's secret; t is the second at which it was sent. The receiver
// compares in constant time, refuses a t that is older than a few minutes, and knows by Hotline-Delivery what it has had before: a
// message comes at least once. Any answer of 200–299 accepts it; 410 says that no more of it is wanted. Redirects are not followed.
//
// Nothing is sent to addresses inside (loopback, private, link-local and the like), whatever a name resolves to at the moment of
// connecting, unless the configuration names their network; and nothing without TLS, except into those networks.
package webhook
