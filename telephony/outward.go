package telephony

import (
	"errors"
	"regexp"
	"slices"
	"strings"

	"hotline/telephony/call"
)

// Faults of a call to the public network. The texts are for logs; web has the words for people.
var (
	ErrNoTrunk      = errors.New("no carrier takes calls of ours")
	ErrNotListed    = errors.New("the number is not in the list of destinations")
	ErrNumberBarred = errors.New("calls to this number are not allowed")
	ErrAgentCap     = errors.New("the agent has called often enough in this hour")
	ErrHouseCap     = errors.New("the house has called often enough in this hour")
	ErrLinesBusy    = errors.New("as many calls out are under way as may be")
)

// Outward says which numbers of the public network may be called, and how often. The zero value allows none.
type Outward struct {
	Node string // on which a call out begins whose agent's telephone could be at any
	From string // our own number, which is shown to whom we call

	PerAgent int // calls out of one agent in an hour
	PerHour  int // of all in an hour
	AtOnce   int // of all at once

	Trunk   bool     // there is a carrier that takes our calls
	Allowed []string // beginnings of the numbers that may be called, E.164, e.g. "+380"
	Refused []string // beginnings that may not although they are allowed, e.g. "+380900"
}

var (
	e164 = regexp.MustCompile(`^\+[1-9][0-9]{7,14}$`)
	// ukrainian numbers have nine digits after the country's, and the first is no 1: 101 to 104, 112 and all other short and
	// emergency numbers begin with it.
	ukrainian = regexp.MustCompile(`^\+380[2-9][0-9]{8}$`)
)

// May tells why a number must not be called: ErrNoTrunk, ErrNumberBarred, or nil.
func (o Outward) May(number string) error {
	begins := func(prefix string) bool { return prefix != "" && strings.HasPrefix(number, prefix) }
	switch {
	case !o.Trunk:
		return ErrNoTrunk
	case !e164.MatchString(number), begins("+380") && !ukrainian.MatchString(number),
		!slices.ContainsFunc(o.Allowed, begins), slices.ContainsFunc(o.Refused, begins):
		return ErrNumberBarred
	}
	return nil
}

// Placement is a call that an agent makes because of a ticket.
type Placement struct {
	Agent  call.AgentID
	Ticket call.TicketID
	Number string // E.164
}

// Destination is an outside number to which callers may be handed over.
type Destination struct {
	Number string // E.164
	Name   string // who answers there
	Note   string // for agents: when, and for what
	Active bool
}
