package main

import (
	"bytes"
	"context"
	"log/slog"
	"strings"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline/telephony"
	"hotline/telephony/call"
)

// A copy that was killed leaves behind that its agents have desktops. Whoever drives the node next forgets them all, and
// those that are open, here or at another copy, are told again at once.
func TestServe_DesktopsOfADeadCopyAreForgotten(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	o.tab("koval")
	until(t, o.ctx, "the desktop is known", func() bool { return o.desktop("koval") })
	must(t, o.tel.Desktop(t.Context(), o.ids["bondar"], true)) // by the copy that is dead
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- o.drive(ctx) }()
	began := time.Now()
	until(t, o.ctx, "only the open desktop is known", func() bool { return !o.desktop("bondar") && o.desktop("koval") })
	if took := time.Since(began); took > 10*time.Second {
		t.Errorf("told again after %s: with the heartbeat and not at once", took)
	}
	cancel()
	<-ended
}

// An account that is closed ends what its owner has open, and his shift: at once, or with the present call.
func TestServe_AClosedAccountEndsTheShiftSessionsAndSockets(t *testing.T) {
	o := newOffice(t, nil)
	setMinimum(t)
	t.Setenv("HOTLINE_POSTGRES", o.cfg.Postgres)
	must(t, o.tel.SetState(t.Context(), o.ids["koval"], telephony.Available, "", call.Browser))
	o.spokenCall("bondar", "kyiv1-1763913600.12")
	sockets := map[string]*websocket.Conn{"koval": o.tab("koval"), "bondar": o.tab("bondar")}
	for who, socket := range sockets {
		until(t, o.ctx, "the desktop is known", func() bool { return o.desktop(who) })
		must(t, run(t.Context(), []string{"user", "disable", "--login", strings.ToUpper(who)}))
		must(t, socket.SetReadDeadline(time.Now().Add(10*time.Second)))
		var err error
		for err == nil {
			_, _, err = socket.ReadMessage()
		}
		if !websocket.IsCloseError(err, 4401) {
			t.Errorf("socket of %s: %v, want 4401", who, err)
		}
		answer, text := o.do(who, "GET", "/api/v1/session", nil)
		refused(t, "session of "+who, answer, text, 401, "login")
		answer, text = o.do("nobody", "POST", "/api/v1/session", map[string]any{"login": who, "password": officePassword})
		refused(t, "login of "+who, answer, text, 401, "wrong_password")
	}
	for who, want := range map[string][2]telephony.AgentState{"koval": {telephony.Offline, ""}, "bondar": {telephony.WrapUp, telephony.Offline}} {
		v, err := o.tel.Desk(t.Context(), o.ids[who])
		must(t, err)
		if v.Agent.State != want[0] || v.Agent.Next != want[1] {
			t.Errorf("%s is %s and then %q, want %v", who, v.Agent.State, v.Agent.Next, want)
		}
	}
	must(t, run(t.Context(), []string{"user", "disable", "--login", "kerivnyk"})) // has no shift
	answer, text := o.do("kerivnyk", "GET", "/api/v1/calls", nil)
	refused(t, "a supervisor's session", answer, text, 401, "login")
}

func TestServe_TheJobsAreQuietInTheLog(t *testing.T) {
	beside(t, anOffice)
	var out bytes.Buffer
	log := slog.New(quiet{slog.NewTextHandler(&out, &slog.HandlerOptions{Level: slog.LevelInfo})}).With("part", "jobs")
	log.InfoContext(t.Context(), "producer: job counts")
	if out.Len() > 0 {
		t.Errorf("said at INFO: %s", &out)
	}
	log.WarnContext(t.Context(), "job failed")
	if !strings.Contains(out.String(), "level=WARN msg=\"job failed\" part=jobs") {
		t.Errorf("a warning: %q", &out)
	}
}
