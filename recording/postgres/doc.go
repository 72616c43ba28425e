// Package postgres keeps recordings and the audit of listening in PostgreSQL.
//
// The tables are those of deploy/schema/200_recording.sql. The database repeats what it can: states, what a sealed row
// must have, that its retention is never shortened, that history and audit are only ever added to.
package postgres
