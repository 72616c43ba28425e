package asterisk

import (
	"fmt"
	"testing"
	"time"

	"hotline/telephony"
)

// What nobody told is found by a look in between; the events that come meanwhile are handed on after it.
func TestRun_LooksAtTheSwitchNowAndThen(t *testing.T) {
	s := newScript(t)
	c := s.config()
	c.Sweep = 50 * time.Millisecond
	n, d, _ := drive(t, c)
	conn := s.socket(t)
	if w := next[telephony.World](t, d); w.Sweep || len(w.Channels) != 0 {
		t.Errorf("the first world: %+v", w)
	}
	hold := make(chan struct{})
	s.answer("GET /channels", 200, "["+fmt.Sprintf(channelJSON, "c1", "Up", `{"HOTLINE_CALL":"c1","HOTLINE_ROLE":"caller"}`)+"]")
	s.set("GET /bridges", answer{code: 200, wait: hold, body: `[]`})
	eventually(t, "the switch is being looked at", func() bool { return s.count("GET /bridges") > 1 })
	say(t, conn, arrival("c2"))
	close(hold)
	w := next[telephony.World](t, d)
	for len(w.Channels) == 0 {
		w = next[telephony.World](t, d)
	}
	if !w.Sweep || w.Channels[0].ID != "c1" {
		t.Errorf("the sweep: %+v", w)
	}
	until(t, d, "the caller who arrived meanwhile", func(e telephony.SwitchEvent) bool { return e.Channel == "c2" })
	if stats := n.Stats(); stats.Sweeps == 0 || stats.Connections != 1 {
		t.Errorf("stats %+v", stats)
	}
}

// The news of a telephone was lost: the next sweep finds one that is there; that one is away is believed the second time,
// because a telephone that has just registered is not yet in the list.
func TestTranslate_SweepFindsTelephonesThatNobodyToldOf(t *testing.T) {
	tr := newTranslator(telephony.World{Reachable: map[string]bool{"a1w": true, "a2w": false}})
	for i, step := range []struct {
		seen map[string]bool
		want string
	}{
		{map[string]bool{"a1w": true, "a2w": false}, ""},
		{map[string]bool{"a1w": false, "a2w": true}, "phone_reachable a2w"},
		{map[string]bool{"a1w": true, "a2w": true}, ""}, // it was there all the time
		{map[string]bool{"a1w": false, "a2w": true}, ""},
		{map[string]bool{"a1w": false, "a2w": true}, "phone_unreachable a1w"},
		{map[string]bool{"a1w": false, "a2w": true, "a3w": true}, "phone_reachable a3w"},
	} {
		got := ""
		for _, e := range tr.swept(step.seen) {
			got += string(e.Kind) + " " + e.Endpoint
		}
		if got != step.want {
			t.Errorf("sweep %d: told %q, want %q", i, got, step.want)
		}
	}
}
