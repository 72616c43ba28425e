package asterisk

import (
	"fmt"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

// events are told by their texts to a translator that knows nothing, and the kinds that come out are compared.
func TestTranslate(t *testing.T) {
	const leg = `"channel":{"id":"a-c1-1","state":"%s","channelvars":{"HOTLINE_CALL":"c1","HOTLINE_ROLE":"agent"}}`
	caller := arrival("c1")
	gone := func(cause int) telephony.SwitchEvent {
		return telephony.SwitchEvent{Kind: telephony.ChannelGone, Channel: "c1", Call: "c1", Role: call.Caller, Cause: cause}
	}
	agent := func(kind telephony.SwitchEventKind) telephony.SwitchEvent {
		return telephony.SwitchEvent{Kind: kind, Channel: "a-c1-1", Call: "c1", Role: call.Agent}
	}
	const called = `{"id":"o1","state":"%s","channelvars":{"HOTLINE_CALL":"o1","HOTLINE_ROLE":"caller"}}`
	reached := func(kind telephony.SwitchEventKind, cause int) telephony.SwitchEvent {
		return telephony.SwitchEvent{Kind: kind, Channel: "o1", Call: "o1", Role: call.Caller, Cause: cause}
	}
	came := telephony.SwitchEvent{Kind: telephony.CallerArrived, Channel: "c1", Call: "c1", Role: call.Caller, Number: "380501112233", DID: "0800100"}
	contact := func(uri, status string) string {
		return `{"type":"ContactStatusChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"offline"},` +
			`"contact_info":{"uri":"` + uri + `","contact_status":"` + status + `","aor":"a7w","roundtrip_usec":"0"}}`
	}
	phone := func(kind telephony.SwitchEventKind) telephony.SwitchEvent {
		return telephony.SwitchEvent{Kind: kind, Endpoint: "a7w"}
	}
	for name, test := range map[string]struct {
		events []string
		want   []telephony.SwitchEvent
	}{
		"caller hangs up, with a cause": {
			[]string{caller, `{"type":"ChannelHangupRequest","cause":17,"channel":{"id":"c1"}}`, `{"type":"StasisEnd","channel":{"id":"c1"}}`,
				`{"type":"ChannelDestroyed","cause":16,"channel":{"id":"c1"}}`},
			[]telephony.SwitchEvent{came, gone(17)},
		},
		"caller hangs up, without a cause": {
			[]string{caller, `{"type":"ChannelHangupRequest","channel":{"id":"c1"}}`, `{"type":"StasisEnd","channel":{"id":"c1"}}`,
				`{"type":"ChannelDestroyed","cause":0,"channel":{"id":"c1"}}`},
			[]telephony.SwitchEvent{came, gone(0)},
		},
		"caller's cause comes with the end only": {
			[]string{caller, `{"type":"StasisEnd","channel":{"id":"c1"}}`, `{"type":"ChannelDestroyed","cause":31,"channel":{"id":"c1"}}`},
			[]telephony.SwitchEvent{came, gone(0), gone(31)},
		},
		"caller is destroyed without StasisEnd": {
			[]string{caller, `{"type":"ChannelDestroyed","cause":127,"channel":{"id":"c1"}}`},
			[]telephony.SwitchEvent{came, gone(127)},
		},
		"agent rings once, answers, talks, ends": {
			[]string{
				`{"type":"Dial","dialstatus":"","peer":` + fmt.Sprintf(leg, "Down")[len(`"channel":`):] + `}`,
				`{"type":"ChannelStateChange",` + fmt.Sprintf(leg, "Ringing") + `}`,
				`{"type":"Dial","dialstatus":"RINGING","peer":` + fmt.Sprintf(leg, "Ringing")[len(`"channel":`):] + `}`,
				`{"type":"ChannelStateChange",` + fmt.Sprintf(leg, "Up") + `}`,
				`{"type":"StasisStart","args":["leg","agent","c1"],` + fmt.Sprintf(leg, "Up") + `}`,
				`{"type":"StasisEnd",` + fmt.Sprintf(leg, "Up") + `}`,
				`{"type":"ChannelDestroyed","cause":0,` + fmt.Sprintf(leg, "Up") + `}`,
				`{"type":"ChannelDestroyed","cause":0,` + fmt.Sprintf(leg, "Up") + `}`,
			},
			[]telephony.SwitchEvent{agent(telephony.ChannelRinging), agent(telephony.ChannelUp), agent(telephony.ChannelGone)},
		},
		"caller whom StasisBroadcast brings": {
			[]string{`{"type":"StasisStart","args":["in"],"channel":{"id":"c1","caller":{"number":"380501112233"},` +
				`"channelvars":{"HOTLINE_CALL":"c1","HOTLINE_ROLE":"caller","HOTLINE_DID":"0800100"}}}`},
			[]telephony.SwitchEvent{came},
		},
		"whom we called answers, hears the notice, is ours, hangs up": {
			[]string{
				`{"type":"Dial","dialstatus":"RINGING","peer":` + fmt.Sprintf(called, "Ringing") + `}`,
				`{"type":"ChannelStateChange","channel":` + fmt.Sprintf(called, "Up") + `}`,
				`{"type":"ChannelStateChange","channel":` + fmt.Sprintf(called, "Up") + `}`,
				`{"type":"StasisStart","args":["out"],"channel":` + fmt.Sprintf(called, "Up") + `}`,
				`{"type":"StasisEnd","channel":` + fmt.Sprintf(called, "Up") + `}`,
				`{"type":"ChannelDestroyed","cause":16,"channel":` + fmt.Sprintf(called, "Up") + `}`,
			},
			[]telephony.SwitchEvent{reached(telephony.ChannelAnswered, 0), reached(telephony.ChannelUp, 0), reached(telephony.ChannelGone, 0), reached(telephony.ChannelGone, 16)},
		},
		"whom we called is busy": {
			[]string{`{"type":"Dial","dialstatus":"BUSY","peer":` + fmt.Sprintf(called, "Down") + `}`,
				`{"type":"ChannelDestroyed","cause":17,"channel":` + fmt.Sprintf(called, "Down") + `}`},
			[]telephony.SwitchEvent{reached(telephony.ChannelGone, 17)},
		},
		"foreign channels and bridges": {
			[]string{
				`{"type":"StasisStart","args":["snoop"],"channel":{"id":"s1"}}`,
				`{"type":"StasisStart","args":["leg","agent"],"channel":{"id":"s1"}}`,
				`{"type":"ChannelEnteredBridge","bridge":{"id":"b-c9"},"channel":{"id":"s1"}}`,
				`{"type":"ChannelEnteredBridge","bridge":{"id":"x"},` + fmt.Sprintf(leg, "Up") + `}`,
				`{"type":"PlaybackFinished","playback":{"id":"other","target_uri":"channel:s1"}}`,
				`{"type":"StasisEnd","channel":{"id":"s1"}}`,
			}, nil,
		},
		"what happens in a bridge is told twice and reported once": {
			[]string{
				caller,
				`{"type":"ChannelLeftBridge","bridge":{"id":"b-c1"},"channel":{"id":"c1"}}`,
				`{"type":"ChannelEnteredBridge","bridge":{"id":"b-c1"},"channel":{"id":"c1"}}`,
				`{"type":"ChannelEnteredBridge","bridge":{"id":"b-c1"},"channel":{"id":"c1"}}`,
				`{"type":"ChannelLeftBridge","bridge":{"id":"b-c1"},"channel":{"id":"c1"}}`,
				`{"type":"ChannelLeftBridge","bridge":{"id":"b-c1"},"channel":{"id":"c1"}}`,
				`{"type":"PlaybackFinished","playback":{"id":"p-c1-1","target_uri":"channel:c1"}}`,
				`{"type":"PlaybackFinished","playback":{"id":"p-c1-1","target_uri":"channel:c1"}}`,
			},
			[]telephony.SwitchEvent{
				came,
				{Kind: telephony.BridgeEntered, Channel: "c1", Call: "c1", Role: call.Caller, Bridge: "b-c1"},
				{Kind: telephony.BridgeLeft, Channel: "c1", Call: "c1", Role: call.Caller, Bridge: "b-c1"},
				{Kind: telephony.PlaybackFinished, Channel: "c1", Call: "c1", Role: call.Caller, Playback: "p-c1-1"},
			},
		},
		"phone registers, is replaced by another, stops to answer, leaves": {
			[]string{
				contact("1", "NonQualified"),
				`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"online"}}`,
				contact("1", "Reachable"),
				contact("2", "NonQualified"),
				contact("1", "Removed"),
				`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"offline"}}`,
				contact("2", "Reachable"),
				contact("2", "Unreachable"),
				contact("2", "Unheard of"),
				contact("2", "Reachable"),
				contact("2", "Removed"),
			},
			[]telephony.SwitchEvent{
				phone(telephony.PhoneReachable), phone(telephony.PhoneReachable), // the second contact is another page
				phone(telephony.PhoneUnreachable), phone(telephony.PhoneReachable), phone(telephony.PhoneUnreachable),
			},
		},
		"phone whose contact was not told": {
			[]string{
				`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"online"}}`,
				`{"type":"EndpointStateChange","endpoint":{"technology":"SIP","resource":"a7w","state":"offline"}}`,
				`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":"a7w"}}`,
				`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"offline"}}`,
				`{"type":"PeerStatusChange","endpoint":{"technology":"PJSIP","resource":"a7w","state":"offline"},"peer":{"peer_status":"Unreachable"}}`,
			},
			[]telephony.SwitchEvent{phone(telephony.PhoneReachable), phone(telephony.PhoneUnreachable)},
		},
	} {
		t.Run(name, func(t *testing.T) {
			tr := newTranslator(telephony.World{})
			var got []telephony.SwitchEvent
			for _, text := range test.events {
				e, err := decodeEvent([]byte(text))
				if err != nil {
					t.Fatalf("decode %s: %v", text, err)
				}
				for _, out := range tr.translate(e, time.Now()) {
					if out.At.IsZero() {
						t.Errorf("no time in %+v", out)
					}
					out.At = time.Time{}
					got = append(got, out)
				}
			}
			if fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", test.want) {
				t.Errorf("got\n%+v, want\n%+v", got, test.want)
			}
		})
	}
}
