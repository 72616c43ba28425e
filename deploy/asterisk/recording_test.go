package asterisk_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"os"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony/softphone"
)

// controller opens the application, as hotline does, and gives the channels that enter it.
func controller(t *testing.T, s *asterisktest.Server) <-chan string {
	t.Helper()
	socket, _, err := websocket.DefaultDialer.Dial("ws://"+s.HTTPAddr+"/ari/events?app="+s.App+"&api_key="+s.ARIUser+":"+s.ARIPassword, nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = socket.Close() })
	entered := make(chan string, 64)
	go func() {
		for {
			var e struct {
				Type    string
				Channel struct{ ID string }
			}
			_, text, err := socket.ReadMessage()
			if err != nil {
				return
			}
			if json.Unmarshal(text, &e) == nil && e.Type == "StasisStart" {
				entered <- e.Channel.ID
			}
		}
	}()
	return entered
}

// A prompt or music in the channel's own codec left the agent out of half of the recordings (Debian's Asterisk 22.10.1,
// see codecs.conf): the caller heard the agent, MixMonitor's tx leg was silent. Six calls find that with all but certainty.
func TestRecording_VoiceAfterPromptAndMusicIsOnTheTxLeg(t *testing.T) {
	t.Parallel()
	s := asterisktest.Start(t, asterisktest.Options{PlainStasis: true})
	entered := controller(t, s)
	configure(t, s, "auth", "agent1", "auth_type", "userpass", "username", "agent1", "password", "agent-secret")
	configure(t, s, "aor", "agent1", "max_contacts", "1")
	configure(t, s, "endpoint", "agent1", "auth", "agent1", "aors", "agent1", "context", "agents-none", "disallow", "all", "allow", "alaw,ulaw")
	agent := phone(t, "127.0.0.1:0")
	agent.OnIncoming(softphone.Behaviour{AutoAnswer: true, Play: softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel)})
	if _, err := agent.Register(within(t, 10*time.Second), softphone.RegisterConfig{Registrar: s.SIPAddr, User: "agent1", Password: "agent-secret"}); err != nil {
		t.Fatal(err)
	}
	do := func(method, path string) {
		if code := ask(t, s, method, path, struct{}{}); code >= 300 {
			t.Fatalf("%s %s: %d", method, path, code)
		}
	}
	for i := range 6 {
		c, err := phone(t, carrier).Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: did},
			softphone.Options{From: "380441112233", Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
		if err != nil {
			t.Fatal(err)
		}
		hears := func(hz float64) {
			if err := c.Heard().WaitTone(within(t, 10*time.Second), hz); err != nil {
				t.Fatal(err)
			}
		}
		id, leg, bridge := <-entered, fmt.Sprintf("a-%d", i), fmt.Sprintf("b-%d", i)
		do(http.MethodPost, "/channels/"+id+"/play?media=sound:hotline/welcome")
		hears(asterisktest.Tones["welcome"].Hz)
		if err := c.Heard().WaitSilence(within(t, 10*time.Second)); err != nil {
			t.Fatal(err)
		}
		if i%2 == 0 {
			do(http.MethodPost, "/channels/"+id+"/moh?mohClass=hotline")
			hears(asterisktest.MusicHz)
			do(http.MethodDelete, "/channels/"+id+"/moh")
		}
		if code := ask(t, s, http.MethodPost, "/channels/"+leg, map[string]any{"endpoint": "PJSIP/agent1", "app": s.App, "originator": id}); code != http.StatusOK {
			t.Fatalf("ring the agent: %d", code)
		}
		<-entered
		do(http.MethodPost, "/bridges/"+bridge+"?type=mixing,dtmf_events,proxy_media")
		do(http.MethodPost, "/bridges/"+bridge+"/addChannel?channel="+leg+","+id)
		hears(softphone.ToneAgent)
		hears(softphone.ToneAgent)
		if err := c.Hangup(within(t, 5*time.Second)); err != nil {
			t.Fatal(err)
		}
		do(http.MethodDelete, "/channels/"+leg)
		eventually(t, "no channel is left", s.Empty)
		for path, n := range notes(t, s) {
			if n.Call == id {
				onRecord(t, path+"-tx.alaw", softphone.ToneAgent)
			}
		}
	}
}

// onRecord looks for a tone of at least three windows in a leg.
func onRecord(t *testing.T, path string, hz float64) {
	t.Helper()
	sound, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	heard := 0
	for _, w := range softphone.DetectTones(sound, softphone.TestTones()) {
		if w.Has(hz) {
			heard++
		}
	}
	if heard < 3 {
		t.Errorf("%s: %v Hz in %d windows only", path, hz, heard)
	}
}
