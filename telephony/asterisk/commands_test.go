package asterisk

import (
	"context"
	"errors"
	"strings"
	"testing"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
)

func TestRing_SendsEverything(t *testing.T) {
	s := newScript(t)
	n := New(s.config())
	err := n.Ring(context.Background(), telephony.Ring{
		Call: "n1-1.2", Leg: "a-n1-1.2-1", Role: call.Agent, Endpoint: "a7w", CallerID: "+380501112233",
		CallerName: "Ганна \"Я\" <sip:x>\r\nVia: evil", Originator: "n1-1.2", Timeout: 24500 * time.Millisecond,
	})
	if err != nil {
		t.Fatal(err)
	}
	body := s.body(t, "POST /channels/a-n1-1.2-1")
	for key, want := range map[string]any{
		"endpoint": "PJSIP/a7w", "app": "hotline", "appArgs": "leg,agent,n1-1.2", "timeout": 25.0, "originator": "n1-1.2",
		"callerId": `"Ганна Я sip:x Via: evil" <+380501112233>`,
	} {
		if body[key] != want {
			t.Errorf("%s = %v, want %v", key, body[key], want)
		}
	}
	variables, _ := body["variables"].(map[string]any)
	for name, want := range map[string]string{"HOTLINE_CALL": "n1-1.2", "HOTLINE_ROLE": "agent"} {
		if variables[name] != want {
			t.Errorf("%s = %v, want %s", name, variables[name], want)
		}
	}
}

// Outside numbers go to the carrier that is configured and nowhere else; whom an agent calls goes through the dialplan.
func TestRing_OutsideNumbers(t *testing.T) {
	s := newScript(t)
	c := s.config()
	c.TrunkOut = "198.51.100.7:5060"
	n := New(c)
	consulted := telephony.Ring{Call: "n1-1.2", Leg: "leg-n1-1.2-2", Role: call.Target, Number: "+380442021501", CallerID: "+380443668012", Originator: "n1-1.2", Timeout: time.Second}
	called := telephony.Ring{Call: "o1", Leg: "o1", Role: call.Caller, Number: "+380501112233;x@evil", CallerID: "+380443668012", Originator: "leg-o1-1", Timeout: time.Second}
	for _, c := range []struct {
		ring telephony.Ring
		want map[string]any
	}{
		{consulted, map[string]any{"endpoint": "PJSIP/trunk/sip:+380442021501@198.51.100.7:5060", "app": "hotline", "appArgs": "leg,target,n1-1.2", "callerId": "+380443668012", "context": nil}},
		{called, map[string]any{"endpoint": "PJSIP/trunk/sip:+380501112233@198.51.100.7:5060", "app": nil, "context": "outbound", "extension": "s", "originator": "leg-o1-1"}},
	} {
		if err := n.Ring(context.Background(), c.ring); err != nil {
			t.Fatal(err)
		}
		body := s.body(t, "POST /channels/"+string(c.ring.Leg))
		for key, want := range c.want {
			if got := body[key]; got != want && (want != nil || got != "") {
				t.Errorf("%s: %s = %v, want %v", c.ring.Leg, key, got, want)
			}
		}
		if variables, _ := body["variables"].(map[string]any); variables["PJSIP_HEADER(add,X-Hotline-Leg)"] != nil {
			t.Errorf("%s: the carrier is told our leg", c.ring.Leg)
		}
	}
	c.TrunkOut = ""
	if err := New(c).Ring(context.Background(), consulted); !errors.Is(err, telephony.ErrGone) {
		t.Errorf("without a carrier: %v, want ErrGone", err)
	}
}

func TestCallerID_NothingOfItEndsTheQuotation(t *testing.T) {
	for _, test := range [][3]string{
		{"", "", ""},
		{"", "0501112233", "0501112233"},
		{"Ім'я", "", `"Ім'я" <>`},
		{`a"b\c<d>e;f`, "+38(050)+1", `"a b c d e f" <+380501>`},
		{"\x00\x1b[31m\u202e\xff ", "1;rm -rf *", `"[31m" <1*>`},
		{strings.Repeat("я", 200), strings.Repeat("1", 200), `"` + strings.Repeat("я", 64) + `" <` + strings.Repeat("1", 32) + `>`},
	} {
		if got := callerID(test[0], test[1]); got != test[2] {
			t.Errorf("callerID(%q, %q) = %q, want %q", test[0], test[1], got, test[2])
		}
	}
}

// Each method against each answer that is a race and not a fault.
func TestCommands_WhatHasGone(t *testing.T) {
	ctx := context.Background()
	ring := telephony.Ring{Call: "c1", Leg: "l1", Role: call.Agent, Endpoint: "a7w", Originator: "c1", Timeout: time.Second}
	phone := telephony.AgentPhone{Endpoint: "a7w", Password: "x", Phone: call.Browser}
	type outcome int
	const (
		fine outcome = iota
		gone
		noCaller
		fault
	)
	for _, test := range []struct {
		line string
		code int
		text string
		do   func(n *Node) error
		want outcome
	}{
		{"POST /channels/l1", 409, "Channel with given unique ID already exists", func(n *Node) error { return n.Ring(ctx, ring) }, fine},
		{"POST /channels/l1", 400, "Provided originator channel was not found", func(n *Node) error { return n.Ring(ctx, ring) }, noCaller},
		{"POST /channels/l1", 500, "Allocation failed", func(n *Node) error { return n.Ring(ctx, ring) }, gone},
		{"POST /channels/l1", 400, "Invalid endpoint specified", func(n *Node) error { return n.Ring(ctx, ring) }, fault},
		{"POST /channels/l1", 401, "", func(n *Node) error { return n.Ring(ctx, ring) }, fault},
		{"DELETE /channels/l1?reason=answered_elsewhere", 404, "Channel not found", func(n *Node) error { return n.Hangup(ctx, "l1", call.AnsweredElsewhere) }, gone},
		{"DELETE /channels/l1?reason=normal", 500, "x", func(n *Node) error { return n.Hangup(ctx, "l1", "") }, fault},
		{"POST /bridges/b-c1/addChannel?channel=l1&inhibitConnectedLineUpdates=true", 400, "Channel not found", func(n *Node) error { return n.Join(ctx, "b-c1", "l1", false) }, gone},
		{"POST /bridges/b-c1/addChannel?channel=l1&inhibitConnectedLineUpdates=true", 409, "x", func(n *Node) error { return n.Join(ctx, "b-c1", "l1", false) }, gone},
		{"POST /bridges/b-c1/addChannel?channel=l1&inhibitConnectedLineUpdates=true", 422, "x", func(n *Node) error { return n.Join(ctx, "b-c1", "l1", false) }, gone},
		{"POST /bridges/b-c1/removeChannel?channel=l1", 400, "Channel not found", func(n *Node) error { return n.Leave(ctx, "b-c1", "l1") }, fine},
		{"POST /bridges/b-c1/removeChannel?channel=l1", 422, "Channel not in this bridge", func(n *Node) error { return n.Leave(ctx, "b-c1", "l1") }, fine},
		{"DELETE /bridges/b-c1", 404, "Bridge not found", func(n *Node) error { return n.CloseBridge(ctx, "b-c1") }, fine},
		{"POST /channels/l1/moh?mohClass=hotline", 404, "x", func(n *Node) error { return n.StartMusic(ctx, "l1") }, gone},
		{"POST /channels/l1/moh?mohClass=hotline", 412, "x", func(n *Node) error { return n.StartMusic(ctx, "l1") }, gone},
		{"DELETE /channels/l1/moh", 409, "x", func(n *Node) error { return n.StopMusic(ctx, "l1") }, fine},
		{"POST /channels/l1/ring", 409, "x", func(n *Node) error { return n.StartRingback(ctx, "l1") }, gone},
		{"DELETE /channels/l1/ring", 404, "x", func(n *Node) error { return n.StopRingback(ctx, "l1") }, fine},
		{"DELETE /playbacks/p-c1-1", 404, "x", func(n *Node) error { return n.StopPlay(ctx, "p-c1-1") }, fine},
		{"POST /channels/l1/mute?direction=in", 404, "x", func(n *Node) error { return n.Mute(ctx, "l1", true) }, gone},
		{"DELETE /channels/l1/mute?direction=in", 404, "x", func(n *Node) error { return n.Mute(ctx, "l1", false) }, gone},
		{"PUT /asterisk/config/dynamic/res_pjsip/endpoint/a7w", 403, "x", func(n *Node) error { return n.ConfigurePhone(ctx, phone) }, fault},
	} {
		s := newScript(t)
		s.answer(test.line, test.code, `{"message":"`+test.text+`"}`)
		err := test.do(New(s.config()))
		var refused *Error
		ok := s.count(test.line) == 1
		switch test.want {
		case fine:
			ok = ok && err == nil
		case noCaller:
			ok = ok && isGone(err) && errors.Is(err, telephony.ErrNoCaller)
		case gone:
			ok = ok && isGone(err) && errors.As(err, &refused) && refused.Code == test.code && refused.Message == test.text
		case fault:
			ok = ok && !isGone(err) && !isDown(err) && errors.As(err, &refused) && refused.Code == test.code
		}
		if !ok {
			t.Errorf("%s answered %d %s: sent %d times, gave %v", test.line, test.code, test.text, s.count(test.line), err)
		}
	}
}

func TestJoin_MakesTheBridgeWhenThereIsNone(t *testing.T) {
	const add, create = "POST /bridges/b-c1/addChannel?channel=l1&inhibitConnectedLineUpdates=true", "POST /bridges/b-c1?type=mixing%2Cdtmf_events%2Cproxy_media"
	for name, code := range map[string]int{"made": 200, "somebody was faster": 409} {
		t.Run(name, func(t *testing.T) {
			s := newScript(t)
			s.answer(add, 404, `{"message":"Bridge not found"}`)
			s.answer(create, code, `{}`)
			err := New(s.config()).Join(context.Background(), "b-c1", "l1", false)
			if !isGone(err) || s.count(add) != 2 || s.count(create) != 1 {
				t.Errorf("gave %v, %d adds, %d creates", err, s.count(add), s.count(create))
			}
		})
	}
}

func TestPlay_SendsAListInUkrainianAndNeverTwice(t *testing.T) {
	s := newScript(t)
	n := New(s.config())
	const look, play = "GET /playbacks/p-c1-1", "POST /channels/c1/play/p-c1-1"
	s.answer(look, 404, `{"message":"Playback not found"}`)
	if err := n.Play(context.Background(), "c1", "p-c1-1", []string{"welcome", "beep"}); err != nil {
		t.Fatal(err)
	}
	body := s.body(t, play)
	media, _ := body["media"].([]any)
	if len(media) != 2 || media[0] != "sound:hotline/welcome" || media[1] != "sound:beep" || body["lang"] != "uk" {
		t.Errorf("body %v", body)
	}
	s.answer(look, 200, `{"id":"p-c1-1","state":"queued"}`)
	if err := n.Play(context.Background(), "c1", "p-c1-1", []string{"welcome"}); err != nil || s.count(play) != 1 {
		t.Errorf("the second Play gave %v, %d were sent", err, s.count(play))
	}
}

func TestCommand_SlowAnswerIsErrDown(t *testing.T) {
	s := newScript(t)
	c := s.config()
	c.Timeout = 50 * time.Millisecond
	hold := make(chan struct{})
	defer close(hold)
	s.set("POST /channels/l1/moh?mohClass=hotline", answer{code: 204, wait: hold})
	n := New(c)
	if err := n.StartMusic(context.Background(), "l1"); !isDown(err) {
		t.Errorf("a slow answer gave %v", err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	cancel()
	if err := n.StartMusic(ctx, "l1"); isDown(err) || !errors.Is(err, context.Canceled) {
		t.Errorf("a cancelled command gave %v", err)
	}
	s.Close()
	if err := n.StopMusic(context.Background(), "l1"); !isDown(err) {
		t.Errorf("a refused connection gave %v", err)
	}
	if stats := n.Stats(); stats.Commands["music"] != 2 || stats.Failures["music"] != 2 || stats.Failures["music_stop"] != 1 {
		t.Errorf("stats %+v", stats)
	}
}

func TestConfigurePhone_BrowserAndDesk(t *testing.T) {
	for phone, webrtc := range map[call.Phone]string{call.Browser: "yes", call.Desk: "no"} {
		s := newScript(t)
		s.answer("GET /asterisk/config/dynamic/res_pjsip/aor/a7w", 404, `{"message":"Resource not found"}`)
		err := New(s.config()).ConfigurePhone(context.Background(), telephony.AgentPhone{Endpoint: "a7w", Password: "s3cret", Phone: phone})
		if err != nil {
			t.Fatal(err)
		}
		const at = "PUT /asterisk/config/dynamic/res_pjsip/"
		for line, want := range map[string]map[string]string{
			"auth/a7w":     {"username": "a7w", "password": "s3cret"},
			"aor/a7w":      {"max_contacts": "1", "remove_existing": "yes"},
			"endpoint/a7w": {"webrtc": webrtc, "auth": "a7w", "aors": "a7w", "allow": "alaw,ulaw", "allow_transfer": "no", "rtp_timeout": silence[phone]},
		} {
			got := map[string]string{}
			list, _ := s.body(t, at+line)["fields"].([]any)
			for _, entry := range list {
				tuple, _ := entry.(map[string]any)
				name, _ := tuple["attribute"].(string)
				got[name], _ = tuple["value"].(string)
			}
			for name, value := range want {
				if got[name] != value {
					t.Errorf("%s phone, %s: %s = %q, want %q", phone, line, name, got[name], value)
				}
			}
		}
	}
}

func TestConfigurePhone_ARegisteredPhoneKeepsItsAddressOfRecord(t *testing.T) {
	s := newScript(t) // it answers GET with success: the object exists
	err := New(s.config()).ConfigurePhone(context.Background(), telephony.AgentPhone{Endpoint: "a7w", Password: "x", Phone: call.Browser})
	if err != nil || s.count("PUT /asterisk/config/dynamic/res_pjsip/aor/a7w") != 0 || s.count("PUT /asterisk/config/dynamic/res_pjsip/auth/a7w") != 1 {
		t.Errorf("gave %v, sent %v", err, s.requests)
	}
}

func TestRing_ConflictMeansThatTheLegExistsOnlyWhenItDoes(t *testing.T) {
	s := newScript(t)
	s.answer("POST /channels/l1", 409, `{"message":"Channel with given unique ID already exists"}`)
	s.answer("GET /channels/l1", 404, `{"message":"Channel not found"}`)
	r := telephony.Ring{Call: "c1", Leg: "l1", Role: call.Agent, Endpoint: "a7w", Originator: "c1", Timeout: time.Second}
	if err := New(s.config()).Ring(context.Background(), r); !isGone(err) {
		t.Errorf("Ring gave %v", err)
	}
}
