package telephony

import (
	"errors"
	"regexp"
	"slices"
	"strings"
)

// Faults of a call to the public network. The texts are for logs; web has the words for people.
var (
	ErrNoTrunk      = errors.New("no carrier takes calls of ours")
	ErrNotListed    = errors.New("the number is not in the list of destinations")
	ErrNumberBarred = errors.New("calls to this number are not allowed")
)

// Outward says which numbers of the public network may be called. The zero value allows none.
type Outward struct {
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

// Destination is an outside number to which callers may be handed over.
type Destination struct {
	Number string // E.164
	Name   string // who answers there
	Note   string // for agents: when, and for what
	Active bool
}
