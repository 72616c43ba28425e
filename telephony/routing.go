package telephony

import (
	"context"
	"errors"
	"time"

	"hotline/telephony/call"
)

// Faults of what administrators ask for.
var (
	ErrNoSkill = errors.New("no such skill")
	ErrNoRule  = errors.New("no such rule")
)

// SkillRule is one skill of the list.
type SkillRule struct {
	Skill call.Skill
	Name  string        // for people
	Wait  time.Duration // after so long a caller who needs it is given anybody of the service
}

// BreakReason is one entry of the list from which agents choose. One that is retired can no longer be chosen.
type BreakReason struct {
	Reason, Name string
	Position     int
	Retired      bool
}

// Dialled says what a number that people dial means. One without a rule is the information service's.
type Dialled struct {
	Number  string // E.164
	Service call.Service
	Skill   call.Skill // empty: none
}

// CallerRule gives a caller's number priority in the line, 1 to 9, the higher the sooner, or a skill, or both.
type CallerRule struct {
	Number   string // E.164
	Priority int
	Skill    call.Skill
	Reason   string // why, for whoever asks
	Author   string
	At       time.Time
}

// Duty is what an agent is rung for.
type Duty struct {
	Agent   call.AgentID
	Name    string
	Service call.Service                   // the own line
	Skills  map[call.Skill]int             // the level of each, 1 is rung first
	Helps   map[call.Service]time.Duration // other lines, for callers who have waited so long
}

// Routing is all that says who is given whose call. Without any of it the longest idle of the service is.
type Routing struct {
	Skills  []SkillRule
	Breaks  []BreakReason
	Dialled []Dialled
	Callers []CallerRule
	Duties  []Duty
}

// Author is who changes something; on the command line without an id.
type Author struct {
	ID   int64
	Name string
	Why  string // in the author's words; empty: nobody asked
}

// Settings keeps the Routing and sets agents' states on their behalf. Each change leaves a row with its author that is
// never changed. What is put replaces what stood there. Safe for concurrent use.
type Settings interface {
	Routing(ctx context.Context) (Routing, error)
	PutSkill(ctx context.Context, by Author, r SkillRule) error
	// DropSkill takes the skill from agents, rules and callers who wait for it. ErrNoSkill.
	DropSkill(ctx context.Context, by Author, s call.Skill) error
	PutBreak(ctx context.Context, by Author, r BreakReason) error
	PutDialled(ctx context.Context, by Author, d Dialled) error // ErrNoSkill
	DropDialled(ctx context.Context, by Author, number string) error
	PutCaller(ctx context.Context, by Author, r CallerRule) error // ErrNoSkill; Author and At are set
	DropCaller(ctx context.Context, by Author, number string) error
	PutDuty(ctx context.Context, by Author, d Duty) error // Name and Service are not read. ErrNoAgent, ErrNoSkill
	// SetStateOf is Floor.SetState by somebody else, who is noted; it ends a wrap-up at once.
	SetStateOf(ctx context.Context, by Author, agent call.AgentID, state AgentState, reason string) error
}

// rules is the Routing as arrivals are looked up in it.
type rules struct {
	dialled map[string]Dialled
	callers map[string]CallerRule
}

func newRules(r Routing) *rules {
	out := &rules{dialled: map[string]Dialled{}, callers: map[string]CallerRule{}}
	for _, d := range r.Dialled {
		out.dialled[d.Number] = d
	}
	for _, c := range r.Callers {
		out.callers[c.Number] = c
	}
	return out
}

// arrival is what happens to a call that comes in. The caller's own rule outweighs that of the number dialled.
func (r *rules) arrival(c call.Call, at time.Time) call.Event {
	e := call.Event{Kind: call.Arrived, At: at}
	if r == nil {
		return e
	}
	d := r.dialled[c.DID]
	e.Service, e.Skill = d.Service, d.Skill
	if own, ok := r.callers[c.Number]; ok && c.Number != "" {
		e.Priority = own.Priority
		if own.Skill != "" {
			e.Skill = own.Skill
		}
	}
	return e
}

// learn reads the rules anew. They are kept in memory: no arrival waits for the database.
func (b *Board) learn(ctx context.Context) {
	b.retry(ctx, "read_routing", func() error {
		r, err := b.Journal.Routing(ctx)
		if err == nil {
			b.rules.Store(newRules(r))
		}
		return err
	})
}
