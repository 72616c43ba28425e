package telephony

import (
	"errors"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	"hotline/telephony/call"
)

// The recorder did what it was told, and its answer was lost: whatever the screen says in the end must be so.
func TestBoard_TheRecordersAnswerIsLost_TheRecordingGoesOnAndTheScreenSaysSo(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.wire.fails("pause "+string(id)+" true", ErrDown, 1)
		s.wire.fails("pause "+string(id)+" false", ErrDown, 1)
		s.asks(id, PauseRecording)
		if c := s.paper.call(id); c.Paused || c.Notice != call.NotPaused {
			t.Errorf("the pause was not answered: paused %v, notice %q", c.Paused, c.Notice)
		}
		time.Sleep(recorderRest)
		synctest.Wait()
		if c := s.paper.call(id); c.Notice != call.NotRecorded {
			t.Errorf("neither was its end: notice %q", c.Notice)
		}
		time.Sleep(recorderRest)
		synctest.Wait()
		told := s.wire.heard()
		if last := told[len(told)-1]; last != "pause "+string(id)+" false" || s.paper.call(id).Notice != "" {
			t.Errorf("told last %q, notice %q", last, s.paper.call(id).Notice)
		}
	})
}

// A recorder that was never reached records as before: nothing has to be taken back.
func TestBoard_TheRecorderIsNotReached_NothingIsTakenBack(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.wire.fails("pause "+string(id)+" true", ErrUntold, 1)
		s.asks(id, PauseRecording)
		time.Sleep(2 * recorderRest)
		synctest.Wait()
		if told := s.wire.heard(); slices.Contains(told, "pause "+string(id)+" false") || s.paper.call(id).Notice != call.NotPaused {
			t.Errorf("told %q, notice %q", told, s.paper.call(id).Notice)
		}
	})
}

// A recorder that does not answer holds nothing else up.
func TestBoard_TheRecorderIsSilent_TheCallGoesOn(t *testing.T) {
	onStage(t, func(s *stage) {
		s.wire.late = map[string]time.Duration{"pause kyiv1-1763913600.1 true": 3 * time.Second}
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.asks(id, PauseRecording)
		before := len(s.wire.heard())
		s.asks(id, Hold)
		if told := s.wire.heard()[before:]; !slices.Contains(told, "music "+string(id)) {
			t.Errorf("while the recorder is silent the switch is told %q", told)
		}
		time.Sleep(3 * time.Second)
		synctest.Wait()
		if c := s.paper.call(id); c.State != call.Held || !c.Paused {
			t.Errorf("state %s, paused %v", c.State, c.Paused)
		}
	})
}

// A telephone that the switch refused is tried again, and only that one.
func TestBoard_TheSwitchRefusesATelephone_ItIsTriedAgain(t *testing.T) {
	onStage(t, func(s *stage) {
		s.paper.phones = []AgentPhone{{Endpoint: "a7w"}, {Endpoint: "a8w"}}
		s.wire.fails("configure a7w", errors.New("refused"), 2)
		s.board.Up(World{})
		time.Sleep(10 * phoneRest)
		synctest.Wait()
		if told, want := s.wire.heard(), []string{"configure a7w", "configure a8w", "configure a7w", "configure a7w"}; !slices.Equal(told, want) {
			t.Errorf("told %q, want %q", told, want)
		}
	})
}

// The caller leaves as an agent is to be rung: the agent's telephone is not the one that could not be reached.
func TestBoard_TheCallerLeavesBeforeThePhoneRings_TheAgentKeepsThePlace(t *testing.T) {
	onStage(t, func(s *stage) {
		const id, leg = "kyiv1-1763913600.1", "leg-kyiv1-1763913600.1-1"
		s.wire.fails("ring "+leg, ErrNoCaller, 1)
		s.happens(SwitchEvent{Kind: CallerArrived, Channel: id})
		c := s.paper.call(id)
		if c.State != call.Ended || c.EndReason != call.Abandoned || len(c.Legs) > 0 {
			t.Errorf("state %s, %s, legs %v", c.State, c.EndReason, c.Legs)
		}
		for _, e := range s.paper.effects {
			if e.Kind == call.AgentFreed && e.Outcome != call.CallerLeftFirst {
				t.Errorf("the agent is freed as %s", e.Outcome)
			}
		}
		s.happens(SwitchEvent{Kind: ChannelGone, Channel: id, Cause: 16})
		if again := s.paper.call(id); again.Version != c.Version {
			t.Errorf("the report changed the call: %+v", again)
		}
	})
}

// A step that the tables do not take is dropped; the call goes on from what is written, and what came after it is decided anew.
func TestBoard_AStepCannotBeWritten_TheCallGoesOnWithoutIt(t *testing.T) {
	onStage(t, func(s *stage) {
		id, leg := s.rings()
		s.happens(SwitchEvent{Kind: ChannelUp, Channel: leg})
		s.paper.unfit = call.AskHold
		before := len(s.wire.heard())
		s.asks(id, Hold)
		s.asks(id, PauseRecording)
		if c := s.paper.call(id); c.State != call.Talking || len(s.wire.heard()) > before {
			t.Fatalf("state %s, told %q", c.State, s.wire.heard()[before:])
		}
		time.Sleep(2 * refusedRest)
		synctest.Wait()
		c, told := s.paper.call(id), s.wire.heard()[before:]
		if c.State != call.Talking || !c.Paused || !slices.Equal(told, []string{"pause " + string(id) + " true"}) {
			t.Errorf("state %s, paused %v, told %q", c.State, c.Paused, told)
		}
	})
}
