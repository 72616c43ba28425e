package asterisk_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony/softphone"
)

const (
	did     = "+380443668012"
	carrier = "127.0.0.2:0"
)

// awayHz is the tone of the prompt that the dialplan plays when nobody takes the call.
var awayHz = asterisktest.Tones["away"].Hz

func phone(t *testing.T, listen string) *softphone.Phone {
	t.Helper()
	p, err := softphone.New(softphone.Config{Listen: listen, Tones: append(softphone.TestTones(), awayHz, 1000)})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := p.Close(); err != nil {
			t.Errorf("close the phone: %v", err)
		}
	})
	return p
}

func within(t *testing.T, d time.Duration) context.Context {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), d)
	t.Cleanup(cancel)
	return ctx
}

// eventually waits for a condition.
func eventually(t *testing.T, what string, ok func() bool) {
	t.Helper()
	ctx := within(t, 15*time.Second)
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for !ok() {
		select {
		case <-tick.C:
		case <-ctx.Done():
			t.Fatalf("waited in vain for: %s", what)
		}
	}
}

// note is what the dialplan writes beside a recording.
type note struct {
	Call    string  `json:"call"`
	DID     string  `json:"did"`
	Number  string  `json:"number"`
	Arrived float64 `json:"arrived"`
}

// notes reads every note of the spool, with the path of the recording.
func notes(t *testing.T, s *asterisktest.Server) map[string]note {
	t.Helper()
	paths, err := filepath.Glob(s.SpoolDir + "/*/*/*/*.call")
	if err != nil {
		t.Fatal(err)
	}
	all := map[string]note{}
	for _, path := range paths {
		text, err := os.ReadFile(path)
		if err != nil {
			t.Fatal(err)
		}
		var n note
		if err := json.Unmarshal(text, &n); err != nil {
			t.Fatalf("%s: %v: %s", path, err, text)
		}
		all[strings.TrimSuffix(path, ".call")] = n
	}
	return all
}

func TestDialplan_HotlineAway_CallerIsToldAndRecorded(t *testing.T) {
	t.Parallel()
	for name, o := range map[string]asterisktest.Options{"claim": {Node: "kyiv1"}, "plain": {Node: "kyiv1", PlainStasis: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := asterisktest.Start(t, o)
			before := time.Now()
			c, err := phone(t, carrier).Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: strings.TrimPrefix(did, "+")},
				softphone.Options{From: "+380501234567", Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
			if err != nil {
				t.Fatal(err)
			}
			if waited := c.AnsweredAt().Sub(c.InviteSentAt()); waited > 200*time.Millisecond {
				t.Errorf("answered after %s", waited)
			}
			for _, hz := range []float64{awayHz, 1000} {
				if err := c.Heard().WaitTone(within(t, 10*time.Second), hz); err != nil {
					t.Fatal(err)
				}
			}
			if err := c.Heard().WaitSilence(within(t, 10*time.Second)); err != nil {
				t.Fatal(err)
			}
			if err := c.Hangup(within(t, 5*time.Second)); err != nil {
				t.Fatal(err)
			}
			eventually(t, "no channel is left", s.Empty)
			all := notes(t, s)
			if len(all) != 1 {
				t.Fatalf("notes: %v", all)
			}
			for path, n := range all {
				if n.Call != filepath.Base(path) || !strings.HasPrefix(n.Call, "kyiv1-") || n.DID != did || n.Number != "+380501234567" {
					t.Errorf("%s: %+v", path, n)
				}
				if arrived := time.UnixMilli(int64(n.Arrived * 1000)); arrived.Before(before.Add(-2*time.Second)) || arrived.After(time.Now()) {
					t.Errorf("arrived %s, called at %s", arrived, before)
				}
				if day := time.UnixMilli(int64(n.Arrived * 1000)).UTC().Format("2006/01/02"); !strings.HasPrefix(path, filepath.Join(s.SpoolDir, day)) {
					t.Errorf("%s is not in the directory of %s", path, day)
				}
				talked := time.Since(c.AnsweredAt())
				if !o.PlainStasis {
					talked -= 1500 * time.Millisecond // while StasisBroadcast waits in vain, Asterisk reads nothing
				}
				recorded(t, path, talked)
			}
		})
	}
}

// recorded looks at the two legs of a call.
func recorded(t *testing.T, base string, talked time.Duration) {
	t.Helper()
	var length [2]int
	for i, leg := range []struct {
		suffix string
		tones  []float64
	}{{"-rx.alaw", []float64{softphone.ToneCaller}}, {"-tx.alaw", []float64{awayHz, 1000}}} {
		sound, err := os.ReadFile(base + leg.suffix)
		if err != nil {
			t.Fatal(err)
		}
		length[i] = len(sound)
		windows := softphone.DetectTones(sound, append(softphone.TestTones(), awayHz, 1000))
		for _, hz := range append([]float64{softphone.ToneCaller}, awayHz, 1000) {
			heard := 0
			for _, w := range windows {
				if w.Has(hz) {
					heard++
				}
			}
			want := hz == leg.tones[0] || hz == leg.tones[len(leg.tones)-1]
			if want != (heard > 0) {
				t.Errorf("%s: %v Hz in %d windows of %d, want it: %t", leg.suffix, hz, heard, len(windows), want)
			}
		}
	}
	if skew := length[0] - length[1]; skew > 320 || skew < -320 {
		t.Errorf("legs of %d and %d samples", length[0], length[1])
	}
	if seconds := float64(length[0]) / 8000; seconds < talked.Seconds()-1 {
		t.Errorf("recorded %.2f s of a call of %s", seconds, talked)
	}
}

// escaped writes every byte as %XX.
func escaped(text string) string {
	var out strings.Builder
	for _, b := range []byte(text) {
		fmt.Fprintf(&out, "%%%02X", b)
	}
	return out.String()
}

func TestDialplan_CallersNumberIsFiltered(t *testing.T) {
	t.Parallel()
	s := asterisktest.Start(t, asterisktest.Options{PlainStasis: true})
	// As it stands in the From header, where %XX is any byte: what is no SIP at all is dropped before the dialplan.
	// Asterisk itself leaves out what follows a semicolon.
	want := map[string]string{
		"":                        "",
		"anonymous":               "",
		"380441112233":            "380441112233",
		strings.Repeat("7", 3000): strings.Repeat("7", 32),
		"1" + escaped("${SHELL(touch pwned)}") + "2":         "12",
		escaped(`3","call":"x","number":"4`):                 "34",
		escaped("5)r(6,7|8;9&`id`\\$[1+1]"):                  "5678",
		escaped("380/../../../etc/passwd\n1\r\nX-Header: 2"): "38012",
	}
	for from := range want {
		c, err := phone(t, carrier).Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: did}, softphone.Options{From: from})
		if err != nil {
			t.Errorf("call from %.40q: %v", from, err)
			continue
		}
		if err := c.Heard().WaitTone(within(t, 10*time.Second), awayHz); err != nil {
			t.Errorf("call from %.40q: %v", from, err)
		}
		if err := c.Hangup(within(t, 5*time.Second)); err != nil {
			t.Error(err)
		}
	}
	seen := map[string]bool{}
	for path, n := range notes(t, s) {
		seen[n.Number] = true
		if n.DID != did || n.Call != filepath.Base(path) {
			t.Errorf("%s: %+v", path, n)
		}
	}
	for from, number := range want {
		if !seen[number] {
			t.Errorf("no note of %.40q as %q: %v", from, number, seen)
		}
	}
}

func TestDialplan_WithheldNumberStaysWithheld(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		privacy, want string
	}{"asserted by the carrier": {"none", "+380501112233"}, "asserted and withheld": {"id", ""}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := asterisktest.Start(t, asterisktest.Options{PlainStasis: true})
			call, err := phone(t, carrier).Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: did}, softphone.Options{
				From:    "anonymous",
				Headers: []softphone.Header{{Name: "P-Asserted-Identity", Value: "<sip:+380501112233@carrier.example>"}, {Name: "Privacy", Value: c.privacy}},
			})
			if err != nil {
				t.Fatal(err)
			}
			if shown := strings.Contains(s.Command("core show channels verbose"), "380501112233"); shown != (c.want != "") {
				t.Errorf("the channel shows the number: %t", shown)
			}
			if err := call.Hangup(within(t, 5*time.Second)); err != nil {
				t.Error(err)
			}
			all := notes(t, s)
			if len(all) != 1 {
				t.Errorf("notes: %v", all)
			}
			for _, n := range all {
				if n.Number != c.want {
					t.Errorf("number %q, want %q", n.Number, c.want)
				}
			}
		})
	}
}

func TestTrunk_StrangersAndOtherNumbersAreRefused(t *testing.T) {
	t.Parallel()
	s := asterisktest.Start(t, asterisktest.Options{})
	for _, c := range []struct {
		name, listen, number string
		code                 int
	}{
		{"another number through the trunk", carrier, "380501234567", 404},
		{"a premium number through the trunk", carrier, "+19005551234", 404},
		{"a stranger's address", "127.0.0.3:0", did, 401},
	} {
		_, err := phone(t, c.listen).Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: c.number}, softphone.Options{From: "380441112233"})
		var refused *softphone.StatusError
		if !errors.As(err, &refused) || refused.Code != c.code {
			t.Errorf("%s: %v, want %d", c.name, err, c.code)
		}
	}
	if all := notes(t, s); len(all) != 0 {
		t.Errorf("refused calls left %v", all)
	}
}

// ask sends a request to ARI and returns the status.
func ask(t *testing.T, s *asterisktest.Server, method, path string, body any) int {
	t.Helper()
	text, err := json.Marshal(body)
	if err != nil {
		t.Fatal(err)
	}
	r, err := http.NewRequestWithContext(t.Context(), method, s.ARI+"/ari"+path, bytes.NewReader(text))
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", "application/json")
	r.SetBasicAuth(s.ARIUser, s.ARIPassword)
	reply, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	defer reply.Body.Close()
	answer, err := io.ReadAll(reply.Body)
	if err != nil {
		t.Fatal(err)
	}
	if reply.StatusCode >= 300 {
		t.Logf("%s %s: %d %s", method, path, reply.StatusCode, answer)
	}
	return reply.StatusCode
}

// configure tells Asterisk an agent's telephone as hotline does.
func configure(t *testing.T, s *asterisktest.Server, kind, name string, pairs ...string) {
	t.Helper()
	type field struct {
		Attribute string `json:"attribute"`
		Value     string `json:"value"`
	}
	var fields []field
	for i := 0; i+1 < len(pairs); i += 2 {
		fields = append(fields, field{pairs[i], pairs[i+1]})
	}
	if code := ask(t, s, http.MethodPut, "/asterisk/config/dynamic/res_pjsip/"+kind+"/"+name, map[string]any{"fields": fields}); code != http.StatusOK {
		t.Fatalf("configure %s %s: %d", kind, name, code)
	}
}

func TestAgent_PhoneToldOverARI_IsCalledAndCallsNobody(t *testing.T) {
	t.Parallel()
	s := asterisktest.Start(t, asterisktest.Options{})
	for name, webrtc := range map[string]string{"agent1": "no", "agent2": "yes"} {
		configure(t, s, "auth", name, "auth_type", "userpass", "username", name, "password", "agent-secret")
		configure(t, s, "aor", name, "max_contacts", "1", "remove_existing", "yes", "qualify_frequency", "15")
		configure(t, s, "endpoint", name, "auth", name, "aors", name, "context", "agents-none", "disallow", "all", "allow", "alaw,ulaw",
			"direct_media", "no", "allow_transfer", "no", "webrtc", webrtc)
	}
	if text := s.Command("pjsip show endpoint agent2"); !strings.Contains(text, "ice_support") || !strings.Contains(text, "DTLS") && !strings.Contains(text, "dtls") {
		t.Errorf("the browser's endpoint: %s", text)
	}
	agent := phone(t, "127.0.0.1:0")
	if _, err := agent.Register(within(t, 10*time.Second), softphone.RegisterConfig{Registrar: s.SIPAddr, User: "agent1", Password: "wrong"}); err == nil {
		t.Error("registered with a wrong password")
	}
	if _, err := agent.Register(within(t, 10*time.Second), softphone.RegisterConfig{Registrar: s.SIPAddr, User: "agent1", Password: "agent-secret"}); err != nil {
		t.Fatal(err)
	}
	call := map[string]any{"endpoint": "PJSIP/agent1", "extension": "s", "context": "agents-none", "callerId": "380441112233"}
	if code := ask(t, s, http.MethodPost, "/channels/a-1", call); code != http.StatusOK {
		t.Fatalf("ring the agent: %d", code)
	}
	in, err := agent.WaitIncoming(within(t, 10*time.Second))
	if err != nil {
		t.Fatal(err)
	}
	if in.From() != "380441112233" {
		t.Errorf("the agent's phone shows %q", in.From())
	}
	if err := in.Reject(486); err != nil {
		t.Error(err)
	}
	for _, number := range []string{did, "380501234567", "agent2"} {
		_, err := agent.Dial(within(t, 10*time.Second), softphone.Target{Addr: s.SIPAddr, User: number},
			softphone.Options{From: "agent1", User: "agent1", Password: "agent-secret"})
		var refused *softphone.StatusError
		if !errors.As(err, &refused) || refused.Code != 404 {
			t.Errorf("the agent dials %s: %v, want 404", number, err)
		}
	}
}
