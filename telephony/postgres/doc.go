// Package postgres keeps telephony in PostgreSQL: the journal of calls, the line, the agents' states and the lease of
// a node. It implements telephony.Journal for the copy that drives a node and telephony.Floor for every desktop.
// It must not know what a channel is. Changes are announced by NOTIFY on these names, with ids only:
//
//	hotline_desk    an agent's id, or 0: whose desk may look different now
//	hotline_wish    a node: an agent asked for something
//	hotline_line    the line may move;  hotline_phones: a phone must be configured;  hotline_rules: arrivals mean something else
package postgres
