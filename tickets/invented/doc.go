// Package invented makes up a register of appeals of any size, for measurements: who appeals, when, about what, and what is done
// with it until an instant.
//
// Nothing of it is a copy of real data. Each ticket lives through tickets.Register, one rule after another, so that what comes out
// is what the program itself would have stored: terms, pauses, debts of notices, lines of history. A part of a register is made
// without the rest, and the same seed gives the same register.
//
//	arrivals ─▶ when ─┐
//	people ───▶ who ──┼─▶ life ─▶ tickets.Register ─▶ memory ─▶ tickets.Life
//	themes ───▶ what ─┘
//
// The distributions are assumptions, written where they are used: seven of ten appeals by phone, one applicant in a hundred makes a
// tenth of all appeals, Mondays and mornings are busy, voting in May and June doubles the load.
package invented
