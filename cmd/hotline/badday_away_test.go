package main

import (
	"net/url"
	"strings"
	"testing"

	"hotline/deploy/schema/schematest"
	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// away takes the server away during a talk, which goes on and ends meanwhile, and proves that all is there when it is back.
func away(t *testing.T, w *town, server *wire, how wireState) {
	t.Helper()
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "+380501234567")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	server.set(how)
	must(t, caller.Heard().Wait(w.ctx, "six seconds of the agent", 100, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	must(t, caller.Hangup(w.ctx))
	<-caller.Done()
	<-ring.Done()
	w.until(t, "Asterisk has no channel left", w.sw.Empty)
	server.set(whole)
	w.quiet(t)
	r := w.last(t)
	if r.Call.EndReason != call.CallerHungUp || r.Call.Ticket == 0 {
		t.Errorf("record: reason %s, ticket %d", r.Call.EndReason, r.Call.Ticket)
	}
	if sealed := w.sealed(t, r.Call.ID); sealed.State != recording.Sealed {
		t.Errorf("recording is %s", sealed.State)
	}
	must(t, w.tel.FinishWrapUp(w.ctx, 1, r.Call.ID, "available", ""))
}

func TestBadDay_StoreAway_TheRecordingWaitsInTheSpool(t *testing.T) {
	beside(t, aTown)
	var server *wire
	w := newTown(t, func(c *config) {
		server = newWire(t, strings.TrimPrefix(c.S3Endpoint, "http://"))
		c.S3Endpoint = "http://" + server.addr
	})
	away(t, w, server, cut)
}

// A hotline that is started while the store is away answers, and seals when the store is back.
func TestBadDay_StoreAwayAtTheStart_CallersAreAnswered(t *testing.T) {
	beside(t, aTown)
	var server *wire
	w := emptyTown(t, func(c *config) {
		server = newWire(t, strings.TrimPrefix(c.S3Endpoint, "http://"))
		c.S3Endpoint = "http://" + server.addr
	})
	server.set(cut)
	w.start(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "+380501234567")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	must(t, caller.Hangup(w.ctx))
	w.quiet(t)
	r := w.last(t)
	if r.Call.EndReason != call.CallerHungUp || r.Call.Ticket == 0 {
		t.Errorf("record: reason %s, ticket %d", r.Call.EndReason, r.Call.Ticket)
	}
	server.set(whole)
	if sealed := w.sealed(t, r.Call.ID); sealed.State != recording.Sealed {
		t.Errorf("recording is %s", sealed.State)
	}
}

// behind puts a wire before the town's database.
func behind(t *testing.T) (*town, *wire) {
	t.Helper()
	address, err := url.Parse(schematest.URL(t))
	must(t, err)
	server := newWire(t, address.Host)
	address.Host = server.addr
	return newTown(t, func(c *config) { c.Postgres = address.String() }), server
}

func TestBadDay_DatabaseAway_TheTalkGoesOnAndIsRegistered(t *testing.T) {
	beside(t, aTown)
	w, server := behind(t)
	away(t, w, server, cut)
}

func TestBadDay_DatabaseSilent_TheTalkGoesOnAndIsRegistered(t *testing.T) {
	beside(t, aTown)
	w, server := behind(t)
	away(t, w, server, frozen)
}

// Who calls while the database is away hears the notice and music, and is answered when it is back; who gives up is
// registered all the same.
func TestBadDay_DatabaseAway_NewCallersHearMusicAndAreAnswered(t *testing.T) {
	beside(t, aTown)
	w, server := behind(t)
	oksana := w.agent(t, 1, "Оксана", call.Information)
	server.set(cut)
	var waiting []*softphone.Call
	for _, from := range []string{"+380501234567", "+380671112233"} {
		c := w.dial(t, from)
		must(t, c.Heard().WaitOnly(w.ctx, recordedTone))
		must(t, c.Heard().WaitOnly(w.ctx, softphone.ToneMusic))
		waiting = append(waiting, c)
	}
	impatient, patient := waiting[0], waiting[1]
	must(t, impatient.Hangup(w.ctx))
	server.set(whole)
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, patient)
	must(t, patient.Hangup(w.ctx))
	w.quiet(t)
	all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: 10})
	must(t, err)
	if len(all) != 2 {
		t.Fatalf("%d records of calls, want 2", len(all))
	}
	for _, r := range all {
		want := call.CallerHungUp
		if r.Call.Number == "+380501234567" {
			want = call.Abandoned
		}
		if r.Call.EndReason != want || r.Call.Ticket == 0 {
			t.Errorf("call from %s: reason %s, ticket %d; want %s and a ticket", r.Call.Number, r.Call.EndReason, r.Call.Ticket, want)
		}
		w.sealed(t, r.Call.ID)
	}
}
