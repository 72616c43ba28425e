// Package postgres keeps the register of appeals in PostgreSQL (tables of deploy/schema/300_tickets.sql).
//
// Each exported method is one transaction, or one statement; helpers take the transaction. Instants come from the
// caller. Faults that the database finds are recognised by SQLSTATE and the constraint's name.
package postgres
