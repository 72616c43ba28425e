package telephony

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony/call"
)

// lookAt gives the board a look at a switch in which this caller is ours.
func (s *stage) lookAt(id call.ID) {
	s.board.Up(World{Sweep: true, Channels: []Channel{{ID: call.LegID(id), Call: id, Role: call.Caller, Up: true, InControl: true}}})
	synctest.Wait()
}

// The look saw the caller before the report of the arrival was read: who arrives meanwhile is not a stranger.
func TestBoard_CallerArrivesWhileALookAdopts_IsNotHungUp(t *testing.T) {
	onStage(t, func(s *stage) {
		const id = "kyiv1-1763913600.2"
		asked := make(chan struct{})
		s.paper.look = func() { <-asked }
		s.lookAt(id)
		s.happens(SwitchEvent{Kind: CallerArrived, Channel: id})
		if s.paper.call(id).State == "" {
			t.Fatal("the caller has not arrived")
		}
		close(asked)
		synctest.Wait()
		if told := s.wire.heard(); slices.Contains(told, "hang up "+id) {
			t.Errorf("told %q", told)
		}
	})
}

// Looks that come while the database is away adopt a caller once, and nobody is hung up when it is back.
func TestBoard_LooksWhileTheDatabaseIsAway_AdoptOnce(t *testing.T) {
	onStage(t, func(s *stage) {
		const id = "kyiv1-1763913600.3"
		looks := 0
		s.paper.look = func() { looks++; time.Sleep(time.Second) }
		s.paper.refuse(errors.New("away"))
		for range 3 {
			s.lookAt(id)
		}
		if looks != 1 {
			t.Errorf("%d adoptions of one caller", looks)
		}
		if told := s.wire.heard(); slices.Contains(told, "hang up "+id) {
			t.Errorf("told %q", told)
		}
		s.paper.refuse(nil)
		time.Sleep(10 * time.Second)
		synctest.Wait()
		if told := s.wire.heard(); slices.Contains(told, "hang up "+id) || s.paper.call(id).State != call.Offered {
			t.Errorf("told %q, state %s", told, s.paper.call(id).State)
		}
	})
}

// A look that began before the caller was joined says that nobody is in the bridge: the answer is newer.
func TestBoard_ALookIsOlderThanAnAnswer_TheAnswerStands(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		looked := time.Now()
		time.Sleep(time.Millisecond)
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		before := len(s.wire.heard())
		look := World{Sweep: true, LookedAt: looked, Channels: []Channel{
			{ID: call.LegID(id), Call: id, Role: call.Caller, Up: true, InControl: true},
			{ID: leg, Call: id, Role: call.Agent, Up: true, InControl: true}}}
		s.board.Up(look)
		synctest.Wait()
		if told := s.wire.heard()[before:]; len(told) > 0 {
			t.Errorf("an old look, told %q", told)
		}
		time.Sleep(time.Millisecond)
		look.LookedAt = time.Now()
		s.board.Up(look)
		synctest.Wait()
		if told := s.wire.heard()[before:]; len(told) != 2 {
			t.Errorf("a new look, told %q; want both joined anew", told)
		}
	})
}
