package main

import (
	"bytes"
	"net"
	"sync"
	"sync/atomic"
	"testing"
)

// wire stands before a server and can be cut: what is connected is broken, and nobody new gets through. Or it can be
// frozen: everybody is connected, and nothing gets through until it thaws. Or swallowing, as a firewall that drops: everybody
// is connected, nothing gets through, and what is connected then is lost for good.
type wire struct {
	addr, to string
	mu       sync.Mutex
	thaw     *sync.Cond
	how      wireState
	ends     map[net.Conn]bool // false: what it says is swallowed
	requests atomic.Int64      // HTTP requests that went through
}

type wireState int

const (
	whole wireState = iota
	cut
	frozen
	swallowing
)

func newWire(t *testing.T, to string) *wire {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	must(t, err)
	t.Cleanup(func() { l.Close() })
	w := &wire{addr: l.Addr().String(), to: to, ends: map[net.Conn]bool{}}
	w.thaw = sync.NewCond(&w.mu)
	t.Cleanup(func() { w.set(cut) })
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
	if w.how == cut {
		w.mu.Unlock()
		return
	}
	w.ends[in], w.ends[out] = w.how != swallowing, w.how != swallowing
	w.mu.Unlock()
	go func() {
		w.pass(out, in)
		out.Close()
	}()
	w.pass(in, out)
	w.mu.Lock()
	delete(w.ends, in)
	delete(w.ends, out)
	w.mu.Unlock()
}

func (w *wire) pass(to, from net.Conn) {
	buf := make([]byte, 32<<10)
	for {
		n, err := from.Read(buf)
		w.mu.Lock()
		for w.how == frozen {
			w.thaw.Wait()
		}
		through := w.ends[from]
		w.mu.Unlock()
		if !through && err == nil {
			continue
		}
		w.requests.Add(int64(bytes.Count(buf[:n], []byte(" HTTP/1.1\r\n"))))
		if _, lost := to.Write(buf[:n]); err != nil || lost != nil {
			return
		}
	}
}

func (w *wire) set(how wireState) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.how = how
	w.thaw.Broadcast()
	for c := range w.ends {
		switch how {
		case cut:
			c.Close()
		case swallowing:
			w.ends[c] = false
		}
	}
}
