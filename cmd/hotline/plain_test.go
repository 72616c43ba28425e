package main

import (
	"context"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Callers are offered to whoever claims them, or handed over at once: with either switch an agent answers them, without
// hotline the dialplan does, and who comes while the event socket is dead hears somebody.
func TestCall_OfferedOrHandedOver_SomebodyAnswers(t *testing.T) {
	t.Parallel()
	for name, plain := range map[string]bool{"offered": false, "handed over": true} {
		t.Run(name, func(t *testing.T) {
			beside(t, aTown)
			var ari *wire
			w := emptyTownOn(t, asterisktest.Options{PlainStasis: plain}, func(c *config) {
				c.Greeting = "-"
				ari = newWire(t, strings.TrimPrefix(c.ARIURL, "http://"))
				c.ARIURL = "http://" + ari.addr
			})
			stranger := w.dial(t, "+380931112233")
			must(t, stranger.Heard().WaitTone(w.ctx, awayTone))
			must(t, stranger.Hangup(w.ctx))
			w.start(t)
			w.until(t, "who was answered by the dialplan is registered", func() bool {
				return w.count(t, "calls WHERE end_reason = 'unattended' AND ticket_id IS NOT NULL") == 1
			})
			oksana := w.agent(t, 1, "Оксана", call.Information)
			caller := w.dial(t, callersNumber)
			ring, err := oksana.WaitIncoming(w.ctx)
			must(t, err)
			w.takes(t, ring, caller)

			ari.set(swallowing)
			next := w.dial(t, "+380671112233")
			if !plain { // nobody claims the call
				must(t, next.Heard().WaitTone(w.ctx, awayTone))
			}
			w.until(t, "the loss is noticed", func() bool { return !w.node.Stats().Connected })
			ari.set(whole)
			if plain { // Asterisk has handed the call over to a socket that was dead
				must(t, next.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
			}
			must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
			must(t, next.Hangup(w.ctx))
			must(t, caller.Hangup(w.ctx))
			<-ring.Done()
			w.quiet(t)
			w.until(t, "the second is registered", func() bool { return w.count(t, "calls") == 3 })
			w.settled(t)
		})
	}
}

// The switch is HOTLINE_CLAIM, which `hotline asterisk` writes into the dialplan.
func TestAsterisk_ClaimIsWrittenIntoTheDialplan(t *testing.T) {
	sw := asterisktest.Start(t, asterisktest.Options{})
	for name, value := range map[string]string{"POSTGRES": "postgres://x", "S3_ENDPOINT": "http://127.0.0.1:1", "S3_ACCESS_KEY": "x", "S3_SECRET_KEY": "x",
		"ARI_USER": sw.ARIUser, "ARI_PASSWORD": sw.ARIPassword, "AMI_PASSWORD": sw.AMIPassword, "SPOOL": sw.SpoolDir, "CARRIERS": "127.0.0.2"} {
		t.Setenv("HOTLINE_"+name, value)
	}
	for claim, want := range map[string]string{"auto": "StasisBroadcast(", "yes": "StasisBroadcast(", "no": "Stasis(hotline,in)"} {
		t.Setenv("HOTLINE_CLAIM", claim)
		out := filepath.Join(t.TempDir(), claim)
		must(t, renderAsterisk(context.Background(), []string{"--out", out, "--dir", t.TempDir(), "--modules", sw.ModulesDir, "--data", sw.DataDir,
			"--sounds", sw.SoundsDir, "--music", sw.MusicDir}))
		text, err := os.ReadFile(filepath.Join(out, "extensions.conf"))
		must(t, err)
		if !strings.Contains(string(text), want) {
			t.Errorf("HOTLINE_CLAIM=%s: the dialplan does not say %s", claim, want)
		}
	}
	t.Setenv("HOTLINE_CLAIM", "yes")
	err := renderAsterisk(context.Background(), []string{"--out", t.TempDir(), "--dir", t.TempDir(), "--modules", t.TempDir(), "--data", sw.DataDir,
		"--sounds", sw.SoundsDir, "--music", sw.MusicDir})
	if err == nil || !strings.Contains(err.Error(), "HOTLINE_CLAIM=yes") {
		t.Errorf("an Asterisk without StasisBroadcast gave %v", err)
	}
}
