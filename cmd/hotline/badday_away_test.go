package main

import (
	"io"
	"net"
	"strings"
	"sync"
	"testing"

	"hotline/recording"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// wire stands before a server and can be cut: what is connected is broken, and nobody new gets through.
type wire struct {
	addr, to string
	mu       sync.Mutex
	cut      bool
	ends     map[net.Conn]bool
}

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { l.Close() })
	w := &wire{addr: l.Addr().String(), to: to, ends: map[net.Conn]bool{}}
	go func() {
		for {
			c, err := l.Accept()
			if err != nil {
				return
			}
			go w.carry(c)
		}
	}()
	return w
}

func (w *wire) carry(in net.Conn) {
	defer in.Close()
	out, err := net.Dial("tcp", w.to)
	if err != nil {
		return
	}
	defer out.Close()
	w.mu.Lock()
	if w.cut {
		w.mu.Unlock()
		return
	}
	w.ends[in], w.ends[out] = true, true
	w.mu.Unlock()
	go func() {
		io.Copy(out, in)
		out.Close()
	}()
	io.Copy(in, out)
	w.mu.Lock()
	delete(w.ends, in)
	delete(w.ends, out)
	w.mu.Unlock()
}

func (w *wire) set(cut bool) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.cut = cut
	for c := range w.ends {
		if cut {
			c.Close()
		}
	}
}

// away cuts the server during a talk, which goes on and ends meanwhile, and proves that all is there when it is back.
func away(t *testing.T, w *town, server *wire) {
	t.Helper()
	oksana := w.agent(t, 1, "Оксана", call.Information)
	caller := w.dial(t, "+380501234567")
	ring, err := oksana.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	server.set(true)
	must(t, caller.Heard().Wait(w.ctx, "fifteen seconds of the agent", 250, func(win softphone.Window) bool { return win.Has(softphone.ToneAgent) }))
	must(t, ring.Heard().WaitOnly(w.ctx, softphone.ToneCaller))
	must(t, caller.Hangup(w.ctx))
	<-caller.Done()
	<-ring.Done()
	w.until(t, "Asterisk has no channel left", w.sw.Empty)
	server.set(false)
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
	var server *wire
	w := newTown(t, func(c *config) {
		server = newWire(t, strings.TrimPrefix(c.S3Endpoint, "http://"))
		c.S3Endpoint = "http://" + server.addr
	})
	away(t, w, server)
}
