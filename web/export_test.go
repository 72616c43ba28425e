package web

import (
	"context"
	"time"

	"hotline/web/api"
)

// What tests of the outside need to see of the inside.

var ContractPath = contractPath

// Rule is who may use a route; ok is false when there is no rule, and a nil list means everybody.
func Rule(methodAndRoute string) (roles []Role, ok bool) {
	r, ok := rules[methodAndRoute]
	return r, ok
}

// Routes are what the router really has.
func (s *Server) Routes() []string {
	var all []string
	for _, r := range s.engine.Routes() {
		all = append(all, r.Method+" "+r.Path)
	}
	return all
}

// SetRoomLimits shortens the times of rooms; before the first socket.
func (s *Server) SetRoomLimits(grace, refresh, retry, write time.Duration) {
	s.rooms.limits = roomLimits{grace, refresh, retry, write}
}

// ProblemOf is the answer to an error.
func ProblemOf(err error) api.Problem { return problemOf(err) }

// CheckPassword and HashPassword are the password's own.
var (
	CheckPassword = checkPassword
	HashPassword  = hashPassword
)

// Revalidate looks at a session as an open socket does every minute.
func (s *Server) Revalidate(ctx context.Context, token [32]byte, u User) bool {
	return s.valid(ctx, session{u, token})
}
