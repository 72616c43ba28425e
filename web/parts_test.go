package web_test

import (
	"context"
	"encoding/json"
	"errors"
	"testing"
	"time"

	"github.com/gorilla/websocket"

	"hotline/web"
)

// A part that stops working is told to every open desk, and to one that is opened later; so is its return.
func TestPush_PartsThatDoNotWorkAreTold(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.stop()
	broken := make(chan bool, 1)
	broken <- false
	w.serve(func(d *web.Deps) {
		d.Checks = []web.Check{{Name: "postgres", Probe: func(context.Context) error {
			now := <-broken
			broken <- now
			if now {
				return errors.New("away")
			}
			return nil
		}}, {Name: "switch", Probe: func(context.Context) error { return errors.New("another copy drives it") }, Ours: func() bool { return false }}}
	})
	set := func(now bool) { <-broken; broken <- now }
	told := func(conn *websocket.Conn) []string {
		for {
			var f struct {
				Type    string
				Lacking []string
			}
			must(t, conn.SetReadDeadline(time.Now().Add(30*time.Second)))
			_, text, err := conn.ReadMessage()
			must(t, err)
			must(t, json.Unmarshal(text, &f))
			if f.Type == "parts" {
				return f.Lacking
			}
		}
	}
	cookie := w.as(web.Agent)
	early := w.tab(cookie)
	early.desk()
	set(true)
	want(t, "lacking", len(told(early.Conn)), 1)
	late := w.tab(cookie)
	want(t, "lacking for who comes later", len(told(late.Conn)), 1)
	set(false)
	want(t, "all is back", len(told(early.Conn)), 0)
}
