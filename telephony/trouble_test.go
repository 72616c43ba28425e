package telephony

import (
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
