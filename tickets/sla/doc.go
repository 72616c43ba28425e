// Package sla counts working time: the calendar of 9×5 support in Kyiv and the terms of Table 1 (Regulation 3.2, 3.3).
//
// It is pure: the standard library, no clock, no database. It does not know tickets; targets and dated days are passed in.
//
// Vocabulary: a Window is one working day's span as UTC instants, half-open [open, close). Working time is what lies
// inside windows. «Година» and «День» of the regulation are working ones (Regulation 1, R-1.1).
// The resolution is one microsecond, which is PostgreSQL's; finer parts of an instant are cut off.
//
//	week pattern ─┐
//	dated days  ──┴─▶ New ─▶ windows + prefix sums ─▶ C(t) = working time up to t ─▶ Worked, Add, Open, NextOpen
package sla
