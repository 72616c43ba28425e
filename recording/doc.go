// Package recording turns what Asterisk leaves in its spool into an object under lock, and replays it with an audit.
//
// A call's recording is two headerless A-law files at 8 kHz that the dialplan begins before any program of ours hears
// of the call: what the caller said (rx) and what the caller heard (tx). Once the call is over they become one stereo
// WAV, caller left and the rest right, sealed in an S3 store in COMPLIANCE mode for three calendar years
// (Regulation 4.3.2), with a manifest beside it that says what was sealed and what was odd about it.
//
//	spool: YYYY/MM/DD/<call>-rx.alaw, -tx.alaw, <call>.call
//	   │ Sweeper: finds what nobody announced          Replay: from the spool while it is there,
//	   ▼                                                       from the store afterwards
//	Sealer ─▶ <call>/talk.wav, manifest.json (locked), peaks.json ─▶ row `sealed` ─▶ spool emptied
//
// The order is the safety: object, proof that the object is there and locked, row, and only then the spool. A process
// that is killed between any two of them leaves something that the next Seal adopts.
//
// The package knows the rules and the ports; S3 is in recording/minio, SQL in recording/postgres. It does not know what
// a ticket, an agent or a channel is. Who may listen is decided by the caller of Replay.
//
// Words: Recording is the whole; a leg is one of its two files; an object is one key of the store; RetainUntil is the
// first instant at which an object may be erased; a listen is one person's permission to hear one recording for a while.
package recording
