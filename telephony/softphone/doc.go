// Package softphone is a SIP phone without a screen: it places the demo call of
// "hotline call", and in tests it is the caller, the agent and the supervisor.
// Its purpose there is to measure who hears whom instead of assuming it: every
// phone sends a tone of its own and names the tones that it receives.
//
//	Phone ── Dial / Incoming ──▶ Call ── Play(Source) ──▶ RTP out (G.711 A-law, 20 ms)
//	  │                           │
//	  └─ Register (digest)        └─ Heard() *Ear ◀────── RTP in, 60 ms windows, Goertzel
//
// SIP is spoken over UDP only, without proxies and without TLS, which is what a
// test and a demo on one machine need. Transactions are those of
// github.com/emiago/sipgo; dialogs are kept here.
//
// Vocabulary: a Phone is one SIP address on one UDP port, a Call one dialog with
// one RTP socket, a Source what is said, an Ear what is heard. Nothing here knows
// about Asterisk, about queues or about the rest of the product.
//
// All methods of all types are safe for concurrent use. Waiting is done on
// channels and contexts; nothing sleeps.
package softphone
