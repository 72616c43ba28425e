package telephony

import (
	"errors"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony/call"
)

// wishes lets an agent ask for something as the desktop does.
func (s *stage) wishes(id int64, w Wish) {
	s.paper.mu.Lock()
	s.paper.wishes = append(s.paper.wishes, PendingWish{ID: id, Wish: w})
	s.paper.mu.Unlock()
	stir(s.board.wishes)
	synctest.Wait()
}

func (s *stage) waiting() []PendingWish {
	w, _ := s.paper.Wishes(s.t.Context(), "")
	return w
}

// A wish is in the journal until its step is: whoever drives next obeys what this copy had only heard, and nothing is
// obeyed twice, however often the wishes are looked at meanwhile.
func TestWish_TheJournalIsAway_ObeyedOnceWhenItIsBack(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		before := s.paper.call(id).Version
		s.paper.refuse(errors.New("away"))
		s.wishes(1, Wish{Agent: 7, Call: id, Action: Hold})
		time.Sleep(20 * time.Second) // the wishes are looked at every 5 s
		synctest.Wait()
		if w := s.waiting(); len(w) != 1 {
			t.Fatalf("the wish is gone before it is obeyed: %v", w)
		}
		s.paper.refuse(nil)
		time.Sleep(20 * time.Second)
		synctest.Wait()
		if c := s.paper.call(id); c.State != call.Held || c.Version != before+1 || len(s.waiting()) > 0 {
			t.Errorf("state %s, version %d after %d, wishes %v", c.State, c.Version, before, s.waiting())
		}
	})
}

// Nothing comes of a wish that does not fit, or is about a call that is over: it does not wait for ever.
func TestWish_NothingComesOfIt_Dropped(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		before := s.paper.call(id).Version
		s.wishes(1, Wish{Agent: 7, Call: id, Action: Swap})
		s.wishes(2, Wish{Agent: 9, Call: id, Action: HangUp})
		s.wishes(3, Wish{Agent: 7, Call: "kyiv1-1763913600.9", Action: HangUp})
		if w := s.waiting(); len(w) > 0 || s.paper.call(id).Version != before {
			t.Errorf("wishes %v, version %d after %d", w, s.paper.call(id).Version, before)
		}
		s.paper.unfit = call.AskHold
		s.wishes(4, Wish{Agent: 7, Call: id, Action: Hold})
		time.Sleep(2 * refusedRest)
		synctest.Wait()
		if w := s.waiting(); len(w) > 0 {
			t.Errorf("a wish whose step cannot be written: %v", w)
		}
	})
}

// A copy that is killed has heard a wish and written nothing: the next one obeys it.
func TestWish_WhoHeardItIsKilled_TheNextObeys(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.paper.refuse(errors.New("away"))
		s.wishes(1, Wish{Agent: 7, Call: id, Action: Hold})
		s.kill()
		s.paper.refuse(nil)
		s.run()
		s.board.Up(World{Channels: []Channel{{ID: call.LegID(id), Call: id, Role: call.Caller, Up: true, InControl: true},
			{ID: leg, Call: id, Role: call.Agent, Up: true, InControl: true}}})
		synctest.Wait()
		time.Sleep(6 * time.Second)
		synctest.Wait()
		if c := s.paper.call(id); c.State != call.Held || len(s.waiting()) > 0 {
			t.Errorf("state %s, wishes %v", c.State, s.waiting())
		}
	})
}

// The colleague goes as the agent hangs up to hand the caller over: the caller is not cut off, the agent is back with the caller.
func TestWish_TheColleagueGoesAsTheAgentHandsOver_TheCallGoesOn(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.wishes(1, Wish{Agent: 7, Call: id, Action: HangUp, Seen: call.Consulting})
		s.wishes(2, Wish{Agent: 7, Call: id, Action: Swap, Seen: call.Consulting})
		if c := s.paper.call(id); c.State != call.Talking || len(s.waiting()) > 0 {
			t.Errorf("state %s, wishes %v", c.State, s.waiting())
		}
		s.wishes(3, Wish{Agent: 7, Call: id, Action: HangUp, Seen: call.Held})
		if c := s.paper.call(id); c.State != call.Ended {
			t.Errorf("state %s: to end the call is meant in a hold and in a talk alike", c.State)
		}
	})
}
