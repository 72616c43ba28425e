// Package call knows what a telephone call to the hotline is, what may happen to it and what is to be done about it.
// It is pure: no clock, no network, no database. A Call is a value; Next(call, event) gives the next one and what has to
// follow it; Wanted(call) says who should be joined, who should hear music, whose phone should ring; Plan compares that
// with what the switch has and gives one command that closes a difference. A transfer, a crash and a reconnection are
// the same operation.
//
// The events that mean something in each state (registered, leg_ringing, leg_gone, record_failed and recorded do in every
// one after the first):
//
//	(begin)         arrived placed left_unattended
//	greeting        prompt_ended timeout
//	waiting         prompt_ended offer_made timeout
//	offered         prompt_ended shown leg_up timeout decline
//	talking         target_found target_missed leg_up timeout hold mute unmute consult pause_recording resume_recording pause_failed hangup supervise leave snoop_failed
//	held            leg_up timeout resume consult pause_recording resume_recording pause_failed hangup supervise leave snoop_failed
//	consult_ringing target_found target_missed shown leg_up timeout decline mute unmute complete cancel hangup supervise leave snoop_failed
//	consulting      leg_up mute unmute complete cancel swap conference hangup supervise leave snoop_failed
//	swapped         leg_up mute unmute complete cancel swap conference hangup supervise leave snoop_failed
//	conference      leg_up mute unmute complete cancel swap hangup supervise leave snoop_failed
//	transferring    shown leg_up timeout decline supervise leave snoop_failed
//	rejoining       leg_up phone_back timeout decline hangup supervise leave snoop_failed
//	closed          prompt_ended timeout
//	message         timeout
//	thanks          prompt_ended timeout
//	placing         leg_up timeout decline cancel hangup
//	dialling        leg_up leg_answered timeout mute unmute cancel hangup
//	announcing      leg_up timeout mute unmute cancel hangup
//	ended
package call
