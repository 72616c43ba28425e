// Package asterisk writes the configuration of the hotline's Asterisk: a trunk known by its addresses, agents'
// telephones that are told over ARI, one dialplan that records and hands each call over, and no way to dial out.
//
// It knows what Asterisk reads and nothing of what hotline does with a call.
//
//	Params ──Validate──▶ Render ──▶ DIR/*.conf ──▶ deploy/bin/asterisk -f -C DIR/asterisk.conf
//
// Needs Asterisk 22.10.1 or later: ARI variables with report_events and StasisBroadcast.
package asterisk
