package disorder

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"time"

	"github.com/gorilla/websocket"
)

// session is one event socket.
type session struct {
	conn *websocket.Conn
	mail chan []byte
	end  chan struct{} // closed: the connection is over
	deaf bool          // half-open: nothing gets through any more, and nobody is told
}

func (d *double) openSocket(w http.ResponseWriter, r *http.Request) {
	upgrader := websocket.Upgrader{}
	conn, err := upgrader.Upgrade(w, r, nil)
	if err != nil {
		return
	}
	s := &session{conn: conn, mail: make(chan []byte, 10_000), end: make(chan struct{})}
	conn.SetPingHandler(func(text string) error {
		d.mu.Lock()
		deaf := s.deaf
		d.mu.Unlock()
		if deaf {
			return nil
		}
		return conn.WriteControl(websocket.PongMessage, []byte(text), time.Now().Add(time.Second))
	})
	d.mu.Lock()
	if old := d.socket; old != nil {
		old.send(d.frame("ApplicationReplaced", nil))
	}
	d.socket = s
	d.note("a socket is open")
	d.mu.Unlock()
	go s.write()
	for err == nil {
		_, _, err = conn.ReadMessage()
	}
	d.mu.Lock()
	if d.socket == s {
		d.socket = nil
		d.note("the socket is closed")
	}
	d.mu.Unlock()
	s.close()
}

func (s *session) write() {
	for {
		select {
		case raw := <-s.mail:
			if s.conn.WriteMessage(websocket.TextMessage, raw) != nil {
				s.close()
				return
			}
		case <-s.end:
			return
		}
	}
}

func (s *session) send(raw []byte) {
	if s.deaf {
		return
	}
	select {
	case s.mail <- raw:
	default: // nobody reads
	}
}

func (s *session) close() {
	select {
	case <-s.end:
	default:
		close(s.end)
	}
	_ = s.conn.Close()
}

const stamp = "2006-01-02T15:04:05.000-0700"

// frame is the text of an event as it is now.
func (d *double) frame(kind string, fields map[string]any) []byte {
	text := map[string]any{"type": kind, "timestamp": time.Now().Format(stamp), "application": "hotline", "asterisk_id": "x"}
	for name, v := range fields {
		switch v := v.(type) {
		case *channel:
			text[name] = v.json()
		case *playback:
			text[name] = map[string]any{"id": v.id, "target_uri": "channel:" + v.on.id, "state": "x"}
		default:
			text[name] = v
		}
	}
	raw, err := json.Marshal(text)
	if err != nil {
		panic(err)
	}
	return raw
}

func (ch *channel) json() map[string]any {
	vars := map[string]string{"HOTLINE_CALL": ch.call, "HOTLINE_ROLE": ch.role, "HOTLINE_DID": ""}
	if ch.endpoint == "" {
		vars["HOTLINE_DID"] = "+380443668012"
	}
	return map[string]any{"id": ch.id, "name": "PJSIP/" + ch.id, "state": ch.state, "caller": map[string]any{"name": "", "number": ch.number},
		"creationtime": ch.created.Format(stamp), "dialplan": map[string]any{"context": "c", "exten": "s", "priority": 1}, "channelvars": vars}
}

// tell sends an event, or loses it, or sends it late, or twice. When nobody is connected it is lost, as in Asterisk.
func (d *double) tell(kind string, fields map[string]any) {
	if d.socket == nil {
		return
	}
	raw, about := d.frame(kind, fields), ""
	for _, name := range []string{"channel", "peer"} {
		if ch, ok := fields[name].(*channel); ok {
			about = ch.id
		}
	}
	if d.likely(d.how.lost) {
		d.note("  not told: %s %s", kind, about)
		return
	}
	times := 1
	if d.likely(d.how.twice) {
		times = 2
	}
	for range times {
		s := d.socket
		if !d.likely(d.how.late) {
			s.send(raw)
			continue
		}
		wait := d.between(0, d.how.lateness)
		d.note("  told %s late: %s %s", wait, kind, about)
		d.after(wait, func() { s.send(raw) })
	}
	if d.likely(d.how.invented) {
		d.socket.send([]byte(d.nonsense()))
	}
}

// nonsense is something that a switch may say and that means nothing: unknown types, missing fields, values of an odd form,
// and news of what never was.
func (d *double) nonsense() string {
	some := "leg-nobody-1"
	for id := range d.channels { // any
		some = id
		break
	}
	all := []string{
		`{`, `[]`, `null`, `{}`, `"text"`, `{"type":17}`, `{"type":"FluxChanged","channel":{"id":"CHANNEL"}}`,
		`{"type":"ChannelToneDetected","channel":{"id":"CHANNEL"}}`, `{"type":"CallClaimed","channel":{"id":"CHANNEL"}}`, `{"type":"CallBroadcast"}`,
		`{"type":"CallBroadcast","channel":{"id":"nobody"}}`,
		`{"type":"StasisStart"}`, `{"type":"StasisStart","args":[],"channel":{"id":"CHANNEL"}}`, `{"type":"StasisStart","args":["in"]}`,
		`{"type":"StasisStart","args":["leg"],"channel":{"id":"CHANNEL"}}`, `{"type":"StasisStart","args":"in","channel":"CHANNEL"}`,
		`{"type":"StasisStart","args":["leg","agent","nobody"],"channel":{"id":"leg-nobody-1"}}`,
		`{"type":"StasisStart","args":["in"],"channel":{"id":"ghost-NUMBER","state":"Up","caller":{"number":null},"channelvars":null}}`,
		`{"type":"StasisEnd"}`, `{"type":"StasisEnd","channel":{"id":"nobody"}}`, `{"type":"ChannelDestroyed"}`,
		`{"type":"ChannelDestroyed","cause":"x","channel":{"id":"leg-nobody-1"}}`, `{"type":"ChannelHangupRequest","channel":{}}`,
		`{"type":"ChannelHangupRequest","timestamp":5,"cause":1.5,"channel":{"id":"nobody"}}`,
		`{"type":"Dial"}`, `{"type":"Dial","dialstatus":"RINGING","peer":{"id":"leg-nobody-1","channelvars":{"HOTLINE_CALL":"nobody"}}}`,
		`{"type":"ChannelStateChange","channel":{"id":"CHANNEL"}}`, `{"type":"ChannelEnteredBridge","channel":{"id":"CHANNEL"}}`,
		`{"type":"ChannelEnteredBridge","bridge":{"id":"b-nobody"},"channel":{"id":"nobody"}}`, `{"type":"ChannelLeftBridge","bridge":{"id":"x"},"channel":{"id":"CHANNEL"}}`,
		`{"type":"PlaybackFinished"}`, `{"type":"PlaybackFinished","playback":{"id":"p-CHANNEL-99","target_uri":"channel:CHANNEL"}}`,
		`{"type":"PlaybackFinished","playback":{"id":"p--","target_uri":"channel:CHANNEL"}}`, `{"type":"PlaybackFinished","playback":{"id":"p-nobody-1"}}`,
		`{"type":"ContactStatusChange"}`, `{"type":"ContactStatusChange","endpoint":{"technology":"PJSIP","resource":"a99w"},"contact_info":{"contact_status":"?"}}`,
		`{"type":"EndpointStateChange","endpoint":{"technology":"PJSIP"}}`, `{"type":"BridgeDestroyed","timestamp":"tomorrow"}`,
	}
	text := strings.NewReplacer("CHANNEL", some, "NUMBER", fmt.Sprint(d.r.IntN(1e6))).Replace(all[d.r.IntN(len(all))])
	d.note("  nonsense: %s", text)
	return text
}

func join(d *double) string {
	d.mu.Lock()
	defer d.mu.Unlock()
	return strings.Join(d.story, "\n")
}
