package web

import (
	"testing"

	"hotline/telephony"
	"hotline/telephony/call"
)

// The clock of the pop and others that mean nothing to people are no lines of a call's timeline; a ring that was not answered is.
func TestTimeline_TheMachinesOwnClocksAreNoLines(t *testing.T) {
	for state, want := range map[call.State]string{
		call.Offered: "", call.ConsultRinging: "", call.Placing: "",
		call.Waiting: "Оператор не відповів, заявник повернувся в чергу", call.Rejoining: "Телефон оператора викликано знову",
	} {
		if got := wordsOf(telephony.Moment{Event: call.Timeout, State: state}, false, false); got != want {
			t.Errorf("%s: %q, want %q", state, got, want)
		}
	}
}
