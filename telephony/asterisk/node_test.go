package asterisk

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

func TestRun_TellsTheWorldAndThenWhatHappenedMeanwhile(t *testing.T) {
	s := newScript(t)
	hold := make(chan struct{})
	s.set("GET /bridges", answer{code: 200, wait: hold, body: `[{"id":"b-c1","bridge_type":"mixing","channels":["c1","a-c1-1"]},{"id":"other","channels":[]}]`})
	s.answer("GET /channels", 200, "["+
		fmt.Sprintf(channelJSON, "c1", "Up", `{"HOTLINE_CALL":"c1","HOTLINE_ROLE":"caller","HOTLINE_DID":"0800100"}`)+","+
		fmt.Sprintf(channelJSON, "c2", "Up", `{"HOTLINE_CALL":"c2","HOTLINE_ROLE":"caller","HOTLINE_DID":"0800200"}`)+","+
		fmt.Sprintf(channelJSON, "a-c1-1", "Ringing", `{"HOTLINE_CALL":"c1","HOTLINE_ROLE":"agent"}`)+","+
		fmt.Sprintf(channelJSON, "foreign", "Up", `{}`)+"]")
	s.answer("GET /applications/hotline", 200, `{"name":"hotline","channel_ids":["c1","a-c1-1"]}`)
	s.answer("GET /endpoints/PJSIP", 200, `[{"technology":"PJSIP","resource":"a7w","state":"online"},{"technology":"PJSIP","resource":"a8d","state":"offline"}]`)
	_, d, _ := drive(t, s.config())
	conn := s.socket(t)
	say(t, conn, arrival("c3"))
	close(hold)

	w := next[telephony.World](t, d)
	started := time.Date(2026, 11, 23, 8, 0, 0, 0, time.UTC)
	created := started.Add(time.Second)
	if !w.StartedAt.Equal(started) {
		t.Errorf("StartedAt %v, want %v", w.StartedAt, started)
	}
	want := []telephony.Channel{
		{ID: "c1", Call: "c1", Role: call.Caller, Up: true, InControl: true, Number: "380501112233", DID: "0800100", CreatedAt: created},
		{ID: "c2", Call: "c2", Role: call.Caller, Up: true, InControl: false, Number: "380501112233", DID: "0800200", CreatedAt: created},
		{ID: "a-c1-1", Call: "c1", Role: call.Agent, Number: "380501112233", CreatedAt: created},
	}
	if fmt.Sprint(w.Channels) != fmt.Sprint(want) {
		t.Errorf("channels\n%v, want\n%v", w.Channels, want)
	}
	if fmt.Sprint(w.Bridges) != "[{b-c1 [c1 a-c1-1]}]" {
		t.Errorf("bridges %v", w.Bridges)
	}
	if !w.Reachable["a7w"] || w.Reachable["a8d"] || len(w.Reachable) != 2 {
		t.Errorf("reachable %v", w.Reachable)
	}
	e := next[telephony.SwitchEvent](t, d)
	if e.Kind != telephony.CallerArrived || e.Channel != "c3" || e.Call != "c3" || e.Number != "380501112233" || e.DID != "0800100" {
		t.Errorf("event %+v", e)
	}
	if s.count("PUT /applications/hotline/eventFilter") != 1 || s.count("POST /applications/hotline/subscription?eventSource=endpoint%3APJSIP") != 1 {
		t.Errorf("filter and subscription were not sent: %v", s.requests)
	}
}

func TestRun_UnknownAndOddEventsAreCountedAndPassedOver(t *testing.T) {
	s := newScript(t)
	n, d, conn := connected(t, s)
	for _, text := range []string{
		`{"type":"ColourOfTheMoon","channel":{"id":"c1"}}`,
		`not JSON at all`,
		`{"application":"hotline"}`,
		`[]`,
		`{"type":"StasisStart"}`,
		`{"type":"StasisStart","args":"in","channel":7}`,
		`{"type":"StasisStart","args":[],"channel":{"id":"x"}}`,
		`{"type":"ChannelDestroyed","cause":"16","channel":{"id":"nobody"}}`,
		`{"type":"Dial","peer":"x","dialstatus":7}`,
		`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":7}}`,
		`{"type":"PlaybackFinished","playback":null}`,
		// All odd, and still of use: the time in another form, the cause as text, a variable that is no text.
		`{"type":"StasisStart","timestamp":"yesterday","args":["in"],"channel":{"id":"c1","caller":null,"creationtime":5,"channelvars":{"X":1,"HOTLINE_DID":"0800100"}}}`,
		`{"type":"ChannelHangupRequest","timestamp":"2026-11-23T10:00:02Z","cause":"17","channel":{"id":"c1"}}`,
		`{"type":"StasisEnd","timestamp":"2026-11-23T10:00:02.5Z","channel":{"id":"c1"}}`,
	} {
		say(t, conn, text)
	}
	first, second := next[telephony.SwitchEvent](t, d), next[telephony.SwitchEvent](t, d)
	if first.Kind != telephony.CallerArrived || first.Channel != "c1" || first.DID != "0800100" || first.At.IsZero() {
		t.Errorf("first event %+v", first)
	}
	if second.Kind != telephony.ChannelGone || second.Cause != 17 || !second.At.Equal(time.Date(2026, 11, 23, 10, 0, 2, 5e8, time.UTC)) {
		t.Errorf("second event %+v", second)
	}
	stats := n.Stats()
	if stats.Events["unknown"] != 1 || stats.Malformed != 2+1 || stats.Connections != 1 {
		t.Errorf("stats %+v", stats)
	}
}

func TestRun_BurstOf5000EventsArrivesInOrderWithoutLoss(t *testing.T) {
	const burst = 5000
	s := newScript(t)
	n, d, conn := connected(t, s)
	say(t, conn, arrival("c1"))
	next[telephony.SwitchEvent](t, d)
	for i := range burst {
		say(t, conn, fmt.Sprintf(`{"type":"PlaybackFinished","playback":{"id":"p-c1-%d","target_uri":"channel:c1"}}`, i))
	}
	for i := range burst {
		if e := next[telephony.SwitchEvent](t, d); e.Playback != telephony.PlaybackID(fmt.Sprintf("p-c1-%d", i)) || e.Channel != "c1" {
			t.Fatalf("event %d is %+v", i, e)
		}
	}
	if stats := n.Stats(); stats.Events["PlaybackFinished"] != burst || stats.Queue != 0 || stats.QueueMax == 0 || stats.LagMax == 0 {
		t.Errorf("stats %+v", stats)
	}
}

func TestRun_HalfOpenSocketIsGivenUpAndOpenedAgain(t *testing.T) {
	s := newScript(t)
	c := s.config()
	c.PingEvery, c.Deaf = 20*time.Millisecond, 100*time.Millisecond
	n, d, _ := drive(t, c)
	s.mute(t) // it is open and answers no ping
	next[telephony.World](t, d)
	if err := next[error](t, d); err == nil {
		t.Error("Down without a reason")
	}
	conn := s.socket(t)
	next[telephony.World](t, d)
	// Pongs alone keep the second one alive: it outlives the limit several times.
	conn.SetPingHandler(nil)
	begun := time.Now()
	eventually(t, "three limits pass", func() bool { return time.Since(begun) > 3*c.Deaf })
	say(t, conn, arrival("c1"))
	if e := next[telephony.SwitchEvent](t, d); e.Channel != "c1" {
		t.Errorf("event %+v", e)
	}
	if stats := n.Stats(); stats.Connections != 2 || !stats.Connected {
		t.Errorf("stats %+v", stats)
	}
}

func TestRun_LostSocketGivesDownOnceAndUpAgain(t *testing.T) {
	s := newScript(t)
	_, d, conn := connected(t, s)
	_ = conn.Close()
	if err := next[error](t, d); err == nil {
		t.Error("Down without a reason")
	}
	conn = s.socket(t)
	next[telephony.World](t, d)
	say(t, conn, arrival("c1"))
	if e := next[telephony.SwitchEvent](t, d); e.Channel != "c1" {
		t.Errorf("event %+v", e)
	}
	// The world cannot be read: the socket is no use, there is one Down for the whole outage.
	s.answer("GET /channels", 500, `{"message":"no"}`)
	_ = conn.Close()
	var refused *Error
	if err := next[error](t, d); errors.As(err, &refused) {
		t.Errorf("first Down is %v, want the lost socket", err)
	}
	s.socket(t)
	s.socket(t)
	s.answer("GET /channels", 200, `[]`)
	next[telephony.World](t, d)
}

func TestRun_SwitchThatIsAwayIsReportedAndContextEndsIt(t *testing.T) {
	n, d := New(Config{URL: "http://127.0.0.1:1", App: "hotline"}), make(diary, 10)
	ctx, cancel := context.WithCancel(context.Background())
	done := make(chan error, 1)
	go func() { done <- n.Run(ctx, d) }()
	if err := next[error](t, d); err == nil {
		t.Error("Down without a reason")
	}
	cancel()
	if err := <-done; !errors.Is(err, context.Canceled) {
		t.Errorf("Run gave %v", err)
	}
}

func TestRun_ReplacedControllerStopsAndCommandsNothing(t *testing.T) {
	s := newScript(t)
	n, d, done := drive(t, s.config())
	conn := s.socket(t)
	next[telephony.World](t, d)
	say(t, conn, `{"type":"ApplicationReplaced","application":"hotline"}`)
	if err := next[error](t, d); !errors.Is(err, ErrReplaced) {
		t.Errorf("Down(%v)", err)
	}
	if err := <-done; !errors.Is(err, ErrReplaced) {
		t.Errorf("Run gave %v", err)
	}
	err := n.Hangup(context.Background(), "c1", call.Normal)
	if !errors.Is(err, ErrReplaced) || !isDown(err) || s.count("DELETE /channels/c1?reason=normal") != 0 {
		t.Errorf("Hangup gave %v, sent %d times", err, s.count("DELETE /channels/c1?reason=normal"))
	}
}

// A controller that may not command opens no socket, sends nothing, and tries again.
func TestRun_MayNot_NothingIsSent(t *testing.T) {
	s := newScript(t)
	var may atomic.Bool
	c := s.config()
	c.May = func() error {
		if may.Load() {
			return nil
		}
		return errors.New("not the driver")
	}
	n, d, _ := drive(t, c)
	if err := next[error](t, d); err == nil || !strings.Contains(err.Error(), "not the driver") {
		t.Errorf("down with %v", err)
	}
	if err := n.Hangup(t.Context(), "a-c1-1", call.Normal); !isDown(err) {
		t.Errorf("a command gave %v", err)
	}
	if n := s.opened(); n != 0 {
		t.Errorf("%d connections were opened", n)
	}
	may.Store(true)
	s.socket(t)
	next[telephony.World](t, d)
}

func TestRun_BroadcastCallerIsClaimedAtOnce(t *testing.T) {
	const line = "POST /events/claim?application=hotline&channelId=c1"
	for name, reply := range map[string]struct {
		code      int
		won, lost uint64
	}{"won": {204, 1, 0}, "lost to another": {409, 0, 1}, "caller has gone": {404, 0, 1}} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			n, _, conn := connected(t, s)
			s.answer(line, reply.code, `{"message":"x"}`)
			say(t, conn, `{"type":"CallBroadcast","called":"0800","channel":{"id":"c1"}}`)
			eventually(t, "the claim is counted", func() bool {
				stats := n.Stats()
				return stats.ClaimsWon == reply.won && stats.ClaimsLost == reply.lost
			})
			if s.count(line) != 1 {
				t.Errorf("claimed %d times", s.count(line))
			}
		})
	}
}

// A claimed caller of whom nobody can take care hears silence: the dialplan would have answered.
func TestRun_NobodyIsThereForCallers_NoneIsClaimed(t *testing.T) {
	const line = "POST /events/claim?application=hotline&channelId="
	s := newScript(t)
	there := make(chan struct{})
	cfg := s.config()
	cfg.Takes = func() <-chan struct{} { return there }
	n, d, _ := drive(t, cfg)
	conn := s.socket(t)
	next[telephony.World](t, d)
	say(t, conn, `{"type":"CallBroadcast","called":"0800","channel":{"id":"c1"}}`)
	eventually(t, "the caller is left", func() bool { return n.Stats().ClaimsLost == 1 })
	if s.count(line+"c1") != 0 {
		t.Error("a caller was claimed whom nobody hears")
	}
	s.answer(line+"c2", 204, "")
	say(t, conn, `{"type":"CallBroadcast","called":"0800","channel":{"id":"c2"}}`)
	close(there)
	eventually(t, "who is still offered is claimed", func() bool { return n.Stats().ClaimsWon == 1 })
}
