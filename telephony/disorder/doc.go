// Package disorder holds no program, only tests: the real telephony.Board and the real asterisk.Node drive an Asterisk that
// is played. It does what it is told as the real one does (deploy/asterisk, telephony/asterisk/real_test.go show how that
// is), late or not at all, answers late, wrongly or never, and tells what happened late, twice, in another order, or not;
// between that it tells of what nobody ever heard of. Sockets break, or hear nothing any more; Asterisk, the database and
// hotline die and come back. Callers, agents and their telephones do what they like.
//
// Meanwhile somebody looks at the whole house, and holds it to call.Invariants.
//
//	people ──▶ double (ARI, AMI, events) ◀──▶ asterisk.Node ◀──▶ telephony.Board ◀──▶ ledger (a journal in memory, or PostgreSQL)
//	              └───────────────── call.Watch ────────────────────────────────────────┘
//
// A scene is played in a bubble of testing/synctest: minutes of telephony in milliseconds, each from its seed.
package disorder
