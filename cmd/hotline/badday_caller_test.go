package main

import (
	"context"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// What a caller writes into his number is only ever shown; it breaks no call, no note in the spool and no ticket.
func TestBadDay_StrangeCallers_AreAnsweredWithATicket(t *testing.T) {
	beside(t, aTown)
	w := newTown(t, nil)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	var ids []call.ID
	mark := filepath.Join(t.TempDir(), "run")
	tickets := map[int64]string{}
	for _, c := range []struct{ name, from, display string }{
		{"anonymous", "", ""},
		{"word", "anonymous", "Anonymous"},
		{"malformed", "+38(05O)--12", "???"},
		{"sql", escaped("'; DROP TABLE tickets; --"), "'; DROP TABLE tickets; --"},
		{"html", escaped("<script>alert(1)</script>"), "<script>alert(1)</script>"},
		{"dialplan", escaped("${SHELL(touch " + mark + ")}"), "${SHELL(touch " + mark + ")}"},
		{"json", escaped(`380501234567","did":"1`), `{'number':1}`},
		{"two lines", escaped("380501234567\r\nNumber: 1"), ""},
		{"long", strings.Repeat("7", 3000), strings.Repeat("ї", 100)},
	} {
		p, err := softphone.New(softphone.Config{Listen: "127.0.0.2:0"})
		must(t, err)
		ctx, cancel := context.WithTimeout(w.ctx, 5*time.Second)
		caller, err := p.Dial(ctx, softphone.Target{Addr: w.sw.SIPAddr, User: "380443668012"},
			softphone.Options{From: c.from, DisplayName: c.display, Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
		cancel()
		if err != nil {
			t.Errorf("%s: not answered: %v", c.name, err)
			p.Close()
			continue
		}
		ring, err := oksana.WaitIncoming(w.ctx)
		must(t, err)
		desk := w.state(t, 1)
		if desk.Call == nil || desk.Call.Call.Ticket == 0 {
			t.Fatalf("%s: the phone rings without a ticket", c.name)
		}
		number := desk.Call.Call.Number
		t.Logf("%s: number %q", c.name, number)
		if strings.ContainsAny(number, "<>'\"${}\r\n\x00") || len(number) > 32 || !utf8.ValidString(number) {
			t.Errorf("%s: the desk is given the number %q", c.name, number)
		}
		if before, twice := tickets[int64(desk.Call.Call.Ticket)]; twice {
			t.Errorf("%s has the ticket of %s", c.name, before)
		}
		tickets[int64(desk.Call.Call.Ticket)] = c.name
		w.takes(t, ring, caller)
		must(t, caller.Hangup(w.ctx))
		<-ring.Done()
		w.quiet(t)
		r := w.last(t)
		if r.Call.Number != number || r.Call.EndReason != call.CallerHungUp {
			t.Errorf("%s: the record has number %q, reason %s", c.name, r.Call.Number, r.Call.EndReason)
		}
		ids = append(ids, r.Call.ID)
		must(t, w.tel.FinishWrapUp(w.ctx, 1, r.Call.ID, "available", ""))
		p.Close()
	}
	if _, err := os.Stat(mark); err == nil {
		t.Error("the dialplan ran what the caller wrote")
	}
	for _, id := range ids {
		w.sealed(t, id)
	}
}

// escaped writes text into the user part of a SIP URI (RFC 3261 25.1), where Asterisk reads it as it was.
func escaped(text string) string {
	var b strings.Builder
	for i := range len(text) {
		fmt.Fprintf(&b, "%%%02X", text[i])
	}
	return b.String()
}
