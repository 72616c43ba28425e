package web_test

import (
	"context"
	"sync"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web"
)

// floor is telephony as the test wants it.
type floor struct {
	mu         sync.Mutex
	view       telephony.DeskView
	records    []telephony.Record // all of them the agent's own, unless foreign
	foreign    bool
	fault      error
	told       []string
	changes    chan call.AgentID
	moments    []telephony.Moment
	hall       telephony.Hall
	supervisor call.AgentID // whose desk shows what the agent's does
	till       time.Time    // when the agent's last talk ended; zero: it goes on
}

var arrived = time.Date(2026, 11, 23, 7, 58, 0, 0, time.UTC)

func newFloor(agent web.User) *floor {
	c := call.Call{ID: "kyiv1-1763913600.12", State: call.Offered, Number: "+380501234567", Service: call.Information, Ticket: 123,
		ArrivedAt: arrived, Legs: []call.Leg{{ID: "kyiv1-1763913600.12", Role: call.Caller, Status: call.Up}}}
	me := telephony.Agent{ID: call.AgentID(agent.ID), Name: agent.Name, Service: call.Information, State: telephony.OnOffer,
		StateSince: arrived, Phone: call.Browser, PhoneReachable: true, Call: c.ID}
	return &floor{changes: make(chan call.AgentID, 16),
		moments: []telephony.Moment{{At: arrived, Event: call.Arrived, State: call.Greeting},
			{At: arrived.Add(time.Second), Event: call.PromptEnded, State: call.Waiting},
			{At: arrived.Add(9 * time.Second), Event: call.LegUp, State: call.Talking, Agent: agent.Name}},
		view: telephony.DeskView{Agent: me, Waiting: 1, Longest: time.Minute, Call: &telephony.DeskCall{Call: c,
			Leg: call.Leg{ID: "leg-1", Role: call.Agent, Status: call.Reserved, Agent: me.ID}}},
		records: []telephony.Record{{Call: c, Agents: []string{agent.Name}, TalkFor: time.Minute}}}
}

// set changes the view and tells of it.
func (f *floor) set(change func(*telephony.DeskView)) {
	f.mu.Lock()
	c := *f.view.Call
	f.view.Call = &c
	change(&f.view)
	agent := f.view.Agent.ID
	f.mu.Unlock()
	f.changes <- agent
}

func (f *floor) tell(what string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.told = append(f.told, what)
	return f.fault
}

func (f *floor) heard(what string) (n int) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, s := range f.told {
		if s == what {
			n++
		}
	}
	return n
}

func (f *floor) Desk(_ context.Context, agent call.AgentID) (telephony.DeskView, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	v := f.view
	switch agent {
	case v.Agent.ID:
	case f.supervisor:
		v.Agent.ID, v.Agent.Service, v.Agent.Supervisor = agent, "", true
	default:
		return telephony.DeskView{}, telephony.ErrNoAgent
	}
	return v, nil
}

func (f *floor) Colleagues(context.Context, call.AgentID) ([]telephony.Agent, error) {
	return []telephony.Agent{{ID: 21, Name: "Зайнята", Service: call.Information, State: telephony.OnCall, StateSince: arrived},
		{ID: 22, Name: "Вільний", Service: call.Organisation, State: telephony.Available, StateSince: arrived}}, nil
}

func (f *floor) SetState(_ context.Context, _ call.AgentID, s telephony.AgentState, reason string, p call.Phone) error {
	return f.tell("state " + string(s) + " " + reason + " " + string(p))
}

func (f *floor) PhoneAccount(context.Context, call.AgentID) (telephony.AgentPhone, error) {
	return telephony.AgentPhone{Endpoint: "a1w", Password: "secret", Phone: call.Browser}, nil
}

func (f *floor) Desktop(_ context.Context, _ call.AgentID, on bool) error {
	f.mu.Lock()
	f.view.Agent.Desktop = on
	f.mu.Unlock()
	if on {
		return f.tell("desktop on")
	}
	return f.tell("desktop off")
}

func (f *floor) Shown(_ context.Context, _ call.AgentID, leg call.LegID) error {
	return f.tell("shown " + string(leg))
}

func (f *floor) Do(_ context.Context, w telephony.Wish) error {
	return f.tell("do " + string(w.Action))
}

func (f *floor) Hall(context.Context) (telephony.Hall, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.hall, f.fault
}

func (f *floor) Supervisions(context.Context, call.ID) ([]telephony.Supervision, error) {
	return []telephony.Supervision{{Supervisor: 9, Name: "Олена", Mode: call.Listen, Reason: "навчання", AskedAt: arrived, From: arrived}}, nil
}

func (f *floor) PartIn(context.Context, call.AgentID, call.TicketID) (telephony.Part, error) {
	return telephony.Part{Call: "kyiv1-1.1", Till: f.till}, nil
}

func (f *floor) Place(_ context.Context, p telephony.Placement) (call.ID, error) {
	return "kyiv1-o1.abc", f.tell("call " + p.Number)
}

func (f *floor) Destinations(_ context.Context, all bool) ([]telephony.Destination, error) {
	list := []telephony.Destination{{Number: "+380441112233", Name: "МРГ", Note: "будні", Active: true}}
	if all {
		list = append(list, telephony.Destination{Number: "+380441112244", Name: "Колишній"})
	}
	return list, nil
}

func (f *floor) PutDestination(_ context.Context, d telephony.Destination, _ call.AgentID) error {
	return f.tell("destination " + d.Number)
}

func (f *floor) FinishWrapUp(_ context.Context, _ call.AgentID, id call.ID, next telephony.AgentState, _ string) error {
	return f.tell("finish " + string(id) + " " + string(next))
}

func (f *floor) ExtendWrapUp(context.Context, call.AgentID, call.ID) error { return f.tell("extend") }

func (f *floor) Records(_ context.Context, filter telephony.RecordFilter) ([]telephony.Record, error) {
	f.mu.Lock()
	defer f.mu.Unlock()
	if filter.Agent != 0 && f.foreign {
		return nil, nil
	}
	var out []telephony.Record
	for _, r := range f.records {
		after := filter.Before.IsZero() || r.Call.ArrivedAt.Before(filter.Before)
		if after && !r.Call.ArrivedAt.Before(filter.From) && len(out) < filter.Limit {
			out = append(out, r)
		}
	}
	return out, nil
}

func (f *floor) Record(_ context.Context, id call.ID) (telephony.Record, []telephony.Moment, error) {
	if id != f.records[0].Call.ID {
		return telephony.Record{}, nil, telephony.ErrNoCall
	}
	return f.records[0], f.moments, nil
}

func (f *floor) RecentCalls(context.Context, string, call.ID, int) ([]telephony.Record, error) {
	return f.records, nil
}

func (f *floor) Changes(ctx context.Context) (<-chan call.AgentID, error) {
	out := make(chan call.AgentID)
	go func() {
		defer close(out)
		for {
			select {
			case <-ctx.Done():
				return
			case agent := <-f.changes:
				select {
				case out <- agent:
				case <-ctx.Done():
					return
				}
			}
		}
	}()
	return out, nil
}
