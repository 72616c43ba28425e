package web

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"sync"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/web/api"
)

// roomLimits are the times of rooms; tests have shorter ones.
type roomLimits struct {
	grace   time.Duration // between the last tab's leaving and telephony's hearing of it: a reload is no leaving
	refresh time.Duration // a desk is looked at even when nobody said that it changed
	retry   time.Duration // first pause after a failure; it doubles up to refresh
	write   time.Duration // for one frame to one tab
}

// rooms are the agents whose desktops are open on this copy. Safe for concurrent use.
type rooms struct {
	server *Server
	limits roomLimits
	ctx    context.Context // ends with run
	cancel context.CancelFunc
	mu     sync.Mutex
	by     map[call.AgentID]*room
	active sync.WaitGroup
}

func newRooms(s *Server) *rooms {
	ctx, cancel := context.WithCancel(context.Background())
	return &rooms{server: s, ctx: ctx, cancel: cancel, by: map[call.AgentID]*room{},
		limits: roomLimits{grace: 10 * time.Second, refresh: heartbeat, retry: time.Second, write: writeLimit}}
}

// run hears telephony's changes until ctx ends.
func (rs *rooms) run(ctx context.Context) {
	rs.hear(ctx, "desks", func() error {
		changes, err := rs.server.Floor.Changes(ctx)
		if err != nil {
			return err
		}
		rs.changed(0) // whatever happened while nobody listened
		for agent := range changes {
			rs.changed(agent)
			rs.recheck(agent)
		}
		return nil
	})
	rs.cancel()
	rs.active.Wait()
}

// hear listens to changes again and again until ctx ends; listen returns when the connection is lost.
func (rs *rooms) hear(ctx context.Context, what string, listen func() error) {
	for ctx.Err() == nil {
		if err := listen(); err != nil && ctx.Err() == nil {
			rs.server.Log.WarnContext(ctx, "changes of "+what+" not heard", "error", err)
		}
		select {
		case <-ctx.Done():
		case <-time.After(rs.limits.retry):
		}
	}
}

// tell offers something to each tab of an agent; 0: of everybody.
func (rs *rooms) tell(agent call.AgentID, offer func(*deskSocket)) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for id, r := range rs.by {
		if agent == 0 || agent == id {
			r.mu.Lock()
			for sock := range r.sockets {
				defer offer(sock)
			}
			r.mu.Unlock()
		}
	}
}

// changed says that an agent's desk may show something new; 0: everybody's.
func (rs *rooms) changed(agent call.AgentID) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, r := range rs.by {
		if r.supervisor {
			r.hallChanged()
		}
	}
	if agent != 0 {
		if r := rs.by[agent]; r != nil {
			r.changed()
		}
		return
	}
	for _, r := range rs.by {
		r.changed()
	}
}

// recheck looks at the sessions of an agent of whom telephony speaks: what happened may be that the account was closed.
func (rs *rooms) recheck(agent call.AgentID) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	if r := rs.by[agent]; r != nil {
		r.mu.Lock()
		r.doubtful = true
		r.mu.Unlock()
		r.poke()
	}
}

// ticketChanged finds the desks on which this ticket lies.
func (rs *rooms) ticketChanged(id int64) {
	rs.mu.Lock()
	defer rs.mu.Unlock()
	for _, r := range rs.by {
		r.mu.Lock()
		shows := r.ticket == id
		r.mu.Unlock()
		if shows {
			r.changed()
		}
	}
}

func (rs *rooms) join(who User, sock *deskSocket) {
	agent := who.agent()
	rs.mu.Lock()
	defer rs.mu.Unlock()
	r := rs.by[agent]
	if r == nil {
		r = &room{rooms: rs, agent: agent, supervisor: who.Role == Supervisor, sockets: map[*deskSocket]bool{}, wake: make(chan struct{}, 1)}
		rs.by[agent] = r
		rs.active.Go(r.run)
	}
	sock.room = r
	r.mu.Lock()
	r.sockets[sock] = true
	r.mu.Unlock()
	sock.offerParts()
	sock.offerInbox()
	r.changed()
}

func (rs *rooms) leave(sock *deskSocket) {
	r := sock.room
	r.mu.Lock()
	delete(r.sockets, sock)
	if len(r.sockets) == 0 {
		r.emptyAt = time.Now()
	}
	r.mu.Unlock()
	r.poke()
}

// room is one agent's tabs with the goroutine that tells telephony of them and composes their desk.
type room struct {
	rooms      *rooms
	agent      call.AgentID
	supervisor bool
	wake       chan struct{}
	mu         sync.Mutex
	sockets    map[*deskSocket]bool
	emptyAt    time.Time
	dirty      bool
	doubtful   bool         // the sessions may be over
	legs       []call.LegID // shown, telephony does not know yet
	lastLeg    call.LegID   // the last of which telephony was told
	ticket     int64        // on the desk
	// Only the room's goroutine uses these.
	told     bool // telephony thinks that a desktop is there
	version  string
	failures int
}

func (r *room) poke() {
	select {
	case r.wake <- struct{}{}:
	default:
	}
}

func (r *room) changed() {
	r.mu.Lock()
	r.dirty = true
	r.mu.Unlock()
	r.poke()
}

// hallChanged tells the tabs of a supervisor, who may look at the hall.
func (r *room) hallChanged() {
	r.mu.Lock()
	everybody := slices.Collect(maps.Keys(r.sockets))
	r.mu.Unlock()
	for _, sock := range everybody {
		sock.offerHall()
	}
}

// shown: a tab shows the offer of this leg.
func (r *room) shown(leg call.LegID) {
	r.mu.Lock()
	if leg != r.lastLeg {
		r.lastLeg = leg
		r.legs = append(r.legs, leg)
	}
	r.mu.Unlock()
	r.poke()
}

// run works whenever something is to be done, until the last tab has been away for the grace.
func (r *room) run() {
	limits := r.rooms.limits
	timer := time.NewTimer(limits.refresh)
	defer timer.Stop()
	for {
		refresh := false
		select {
		case <-r.rooms.ctx.Done():
			return // telephony is not told: after a restart the tabs are back in a moment
		case <-r.wake:
		case <-timer.C:
			refresh = true
		}
		r.revalidate()
		err := errors.Join(r.present(), r.tellShown(), r.compose(refresh))
		pause := limits.refresh
		if err != nil && r.rooms.ctx.Err() == nil {
			pause = min(limits.refresh, limits.retry<<min(r.failures, 10))
			r.failures++
			r.rooms.server.Log.WarnContext(r.rooms.ctx, "desk not told", "agent_id", int64(r.agent), "error", err)
		} else {
			r.failures = 0
		}
		left, empty := r.left()
		if empty && left <= 0 && !r.told && r.gone() {
			return
		}
		if empty && r.failures == 0 {
			pause = max(time.Millisecond, left)
		}
		timer.Reset(pause)
	}
}

// left is how much of the grace remains, when nobody is there.
func (r *room) left() (time.Duration, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.sockets) > 0 {
		return 0, false
	}
	return time.Until(r.emptyAt.Add(r.rooms.limits.grace)), true
}

// gone takes the room away unless somebody came in at the last moment.
func (r *room) gone() bool {
	r.rooms.mu.Lock()
	defer r.rooms.mu.Unlock()
	r.mu.Lock()
	defer r.mu.Unlock()
	if len(r.sockets) > 0 {
		return false
	}
	delete(r.rooms.by, r.agent)
	return true
}

// revalidate ends the agent's sockets whose sessions are over.
func (r *room) revalidate() {
	r.mu.Lock()
	doubtful := r.doubtful
	r.doubtful = false
	r.mu.Unlock()
	if !doubtful {
		return
	}
	for e, known := range r.rooms.server.sockets.of(UserID(r.agent)) {
		r.rooms.server.revalidate(r.rooms.ctx, known, e)
	}
}

// present tells telephony when the first tab came and when the last one has left for good.
func (r *room) present() error {
	left, empty := r.left()
	want := !empty || r.told && left > 0
	if want == r.told {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.rooms.ctx, writeLimit)
	defer cancel()
	err := r.rooms.server.Floor.Desktop(ctx, r.agent, want)
	if err == nil || errors.Is(err, telephony.ErrNoAgent) {
		r.told = want
	}
	return err
}

// tellShown tells telephony which offers are on the screen, once each.
func (r *room) tellShown() error {
	r.mu.Lock()
	legs := r.legs
	r.legs = nil
	r.mu.Unlock()
	ctx, cancel := context.WithTimeout(r.rooms.ctx, writeLimit)
	defer cancel()
	for i, leg := range legs {
		err := r.rooms.server.Floor.Shown(ctx, r.agent, leg)
		if err == nil || errors.Is(err, telephony.ErrNoCall) || errors.Is(err, telephony.ErrNotYours) || errors.Is(err, telephony.ErrNotNow) {
			continue // an offer that has gone needs no ringing
		}
		r.mu.Lock()
		r.legs = append(legs[i:len(legs):len(legs)], r.legs...)
		r.mu.Unlock()
		return err
	}
	return nil
}

// compose gives every tab the newest desk when something changed; at a refresh only when it really differs.
func (r *room) compose(refresh bool) error {
	r.mu.Lock()
	dirty, anybody := r.dirty, len(r.sockets) > 0
	r.dirty = false
	r.mu.Unlock()
	if !anybody || !dirty && !refresh {
		return nil
	}
	ctx, cancel := context.WithTimeout(r.rooms.ctx, requestLimit)
	defer cancel()
	f, ticket, err := r.rooms.server.deskFrame(ctx, r.agent)
	r.mu.Lock()
	if err != nil {
		r.dirty = true // the timer comes back to it
		r.mu.Unlock()
		return err
	}
	if !f.desktop && r.told { // forgotten: by a copy that took a node over, or with this agent's last tab on another copy
		r.told = false
		r.poke()
	}
	r.ticket = ticket
	everybody := slices.Collect(maps.Keys(r.sockets))
	r.mu.Unlock()
	if !dirty && f.version == r.version {
		return nil
	}
	r.version = f.version
	for _, sock := range everybody { // not under the room's lock: a socket takes it under its own
		sock.offer(f)
	}
	return nil
}

// deskFrame is the agent's desk as a frame, and the ticket on it.
func (s *Server) deskFrame(ctx context.Context, agent call.AgentID) (frame, int64, error) {
	d, desktop, err := s.desk(ctx, agent)
	if err != nil {
		return frame{}, 0, err
	}
	text, err := json.Marshal(api.ServerFrame{V: 1, Type: api.ServerFrameTypeDesk, Desk: &d})
	if err != nil {
		return frame{}, 0, err
	}
	f, ticket := frame{version: d.Version, text: text, desktop: desktop}, int64(0)
	if d.Call != nil && d.Call.LegStatus == api.LegStatusReserved {
		f.leg = call.LegID(d.Call.LegId)
	}
	if d.Ticket != nil {
		ticket = d.Ticket.Id
	}
	return f, ticket, nil
}
