package sla

import (
	"fmt"
	"time"
)

// Target is one row of Table 1: what is promised, in working time. It holds for oral and written appeals alike.
type Target struct {
	Reaction   time.Duration // «Термін реакції»: feedback given or request accepted into work
	Resolution time.Duration // «Термін усунення/виконання»
}

// Deadlines are the instants (UTC) at which the terms end. A deadline is met at or before it (Amb-17).
type Deadlines struct{ ReactionAt, ResolutionAt time.Time }

// Deadlines counts a target from the instant of registration (Regulation 1: both terms start there).
func (c *Calendar) Deadlines(start time.Time, t Target) (Deadlines, error) {
	reaction, err := c.Add(start, t.Reaction)
	if err != nil {
		return Deadlines{}, fmt.Errorf("reaction term: %w", err)
	}
	resolution, err := c.Add(start, t.Resolution)
	if err != nil {
		return Deadlines{}, fmt.Errorf("resolution term: %w", err)
	}
	return Deadlines{reaction, resolution}, nil
}
