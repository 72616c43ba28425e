package telephony

import (
	"errors"
	"time"

	"hotline/telephony/call"
)

// Faults of what a supervisor asks for; ErrNoPhone also of an agent who calls out.
var (
	ErrNoSupervisor = errors.New("not a supervisor")
	ErrSupervised   = errors.New("another supervisor is in this call")
	ErrBusy         = errors.New("the supervisor is in another call")
	ErrNoPhone      = errors.New("the own telephone cannot be rung")
)

// Hall is everything that goes on at one moment, as supervisors see it.
type Hall struct {
	Agents  []AgentInHall // also supervisors, who come last
	Waiting []call.Call   // in the lines, in the order in which they are served
}

// AgentInHall is an agent with the call on the desk; nil: none.
type AgentInHall struct {
	Agent Agent
	Call  *call.Call
}

// Supervision is what a supervisor did in a call, from when until when: the audit.
type Supervision struct {
	Supervisor call.AgentID
	Name       string
	Mode       call.Mode
	Reason     string
	AskedAt    time.Time
	From       time.Time // zero: the telephone was not answered
	Until      time.Time // zero: goes on
}
