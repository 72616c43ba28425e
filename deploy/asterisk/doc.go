// Package asterisk writes the configuration of the hotline's Asterisk: a trunk known by its addresses, agents'
// telephones that are told over ARI, one dialplan that records and hands each call over, and no way to dial out.
//
// It knows what Asterisk reads and nothing of what hotline does with a call.
//
//	Params ──Validate──▶ Render ──▶ DIR/*.conf ──▶ deploy/bin/asterisk -f -C DIR/asterisk.conf
//
// Written for Asterisk 20 and later, tried with 22.10. StasisBroadcast, with which a call is offered instead of handed over,
// came in 22.10; before that the dialplan uses Stasis.
package asterisk
