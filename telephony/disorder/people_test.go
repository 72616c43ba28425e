package disorder

import (
	"fmt"
	"maps"
	"slices"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

// size is how much happens: so many agents, half of them at a desk phone, so many callers, in so long.
type size struct {
	agents  call.AgentID
	callers int
	shift   time.Duration // callers come within its first part, and all have left at its end
	stays   time.Duration // a caller, at most
}

// begin fills the scene.
func (s *scene) begin() {
	d := s.double
	d.mu.Lock()
	defer d.mu.Unlock()
	for id := call.AgentID(1); id <= s.agents; id++ {
		phone, service := call.Browser, call.Information
		if id > s.agents/2 {
			phone = call.Desk
		}
		if id%2 == 0 && d.likely(0.7) {
			service = call.Organisation
		}
		s.book.hire(id, service, phone)
		d.contacts[telephony.Endpoint(id, phone)] = true
		s.works(id)
	}
	d.rings = s.picksUp
	for i := range s.callers {
		id, number := fmt.Sprintf("kyiv1-%d.%d", 946684800+s.seed, i), fmt.Sprintf("+3805012345%02d", i)
		stays := d.between(0, s.stays)
		if d.likely(0.2) {
			stays = d.between(0, time.Second)
		}
		time.AfterFunc(d.between(0, s.shift*2/5), func() {
			d.mu.Lock()
			defer d.mu.Unlock()
			if d.dead {
				return
			}
			ch := d.arrive(id, number)
			d.after(stays, func() { d.hangUp(ch, 16, true) })
		})
	}
}

// picksUp is what an agent's telephone does when it is called.
func (s *scene) picksUp(ch *channel) {
	d := s.double
	d.after(d.between(5*time.Millisecond, 200*time.Millisecond), func() { d.ringing(ch) })
	soon := d.between(0, 4*time.Second)
	switch chance := d.r.IntN(20); {
	case chance < 11:
		d.after(soon, func() {
			d.answer(ch)
			s.talks(ch)
		})
	case chance < 13: // lifted and put down
		d.after(soon, func() {
			d.answer(ch)
			d.after(d.between(0, 300*time.Millisecond), func() { d.hangUp(ch, 16, true) })
		})
	case chance < 15: // busy, or declined
		d.after(soon, func() { s.puts(ch, []int{17, 21, 19, 20, 0}[d.r.IntN(5)]) })
	case chance < 17: // the page is closed, or loaded anew
		d.after(soon, func() { s.vanishes(ch) })
	case chance < 18:
		d.after(0, func() { d.hangUp(ch, 3, false) }) // nobody there
	} // else nobody comes
}

// puts ends a telephone's part while it rings.
func (s *scene) puts(ch *channel, cause int) {
	if ch.state != "Up" {
		s.double.hangUp(ch, cause, true)
	}
}

// talks: the one at the telephone has enough at some time, and some pages are lost in the talk.
func (s *scene) talks(ch *channel) {
	d := s.double
	d.after(d.between(time.Second, 30*time.Second), func() {
		if d.likely(0.3) {
			s.vanishes(ch)
		} else {
			d.hangUp(ch, 16, true)
		}
	})
}

// vanishes is a telephone that goes without a word, with its registration, and comes back.
func (s *scene) vanishes(ch *channel) {
	d := s.double
	if d.channels[ch.id] != ch {
		return
	}
	endpoint := ch.endpoint
	d.register(endpoint, false)
	if ch.state == "Up" || d.likely(0.5) { // its media stop; one that rings is rung on, into nothing
		d.after(d.between(0, 500*time.Millisecond), func() { d.hangUp(ch, 0, false) })
	}
	d.after(d.between(200*time.Millisecond, 6*time.Second), func() { d.register(endpoint, true) })
}

var wishes = []telephony.Action{telephony.Decline, telephony.Hold, telephony.Resume, telephony.Mute, telephony.Unmute, telephony.Consult, telephony.Consult,
	telephony.Consult, telephony.Complete, telephony.Cancel, telephony.Swap, telephony.Swap, telephony.Confer, telephony.PauseRecording,
	telephony.ResumeRecording, telephony.HangUp}

// works lets an agent press buttons, end wrap-ups, and come back from a break.
func (s *scene) works(id call.AgentID) {
	d := s.double
	time.AfterFunc(d.between(200*time.Millisecond, 4*time.Second), func() {
		d.mu.Lock()
		defer d.mu.Unlock()
		if s.over {
			return
		}
		s.works(id)
		action, twice := wishes[d.r.IntN(len(wishes))], d.likely(0.1)
		if s.book.press(id, action, twice) {
			d.note("agent %d wishes %s", id, action)
		}
	})
}

// leaves is the end of the shift: whoever still calls hangs up, and nobody lifts a receiver.
func (s *scene) leaves() {
	d := s.double
	d.mu.Lock()
	defer d.mu.Unlock()
	s.over = true
	close(s.evening)
	d.note("the end of the shift")
	d.rings = func(*channel) {}
	for _, id := range slices.Sorted(maps.Keys(d.channels)) {
		if ch := d.channels[id]; ch.role == string(call.Caller) {
			d.hangUp(ch, 16, true)
		}
	}
}
