package softphone_test

import (
	"context"
	"crypto/rand"
	"errors"
	"net"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/emiago/sipgo"
	"github.com/emiago/sipgo/sip"
	"github.com/icholy/digest"

	"hotline/telephony/softphone"
)

// registrar is a small SIP server that challenges everything and reports REGISTERs.
type registrar struct {
	addr       string
	registered chan registered
	mu         sync.Mutex
	refusing   bool
}

type registered struct {
	contact string
	expires string
	code    int
}

const password = "пароль-101"

func newRegistrar(t *testing.T) *registrar {
	t.Helper()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0")
	must(t, err)
	ua, err := sipgo.NewUA()
	must(t, err)
	server, err := sipgo.NewServer(ua)
	must(t, err)
	r := &registrar{addr: conn.LocalAddr().String(), registered: make(chan registered, 100)}
	server.OnRegister(r.onRegister)
	server.OnInvite(func(req *sip.Request, tx sip.ServerTransaction) {
		if r.authorized(req, tx, 407) {
			_ = tx.Respond(sip.NewResponseFromRequest(req, 404, "Not Found", nil))
		}
	})
	server.OnAck(func(*sip.Request, sip.ServerTransaction) {})
	served := make(chan struct{})
	go func() {
		defer close(served)
		_ = server.ServeUDP(conn)
	}()
	t.Cleanup(func() {
		conn.Close()
		<-served
		ua.Close()
	})
	return r
}

func (r *registrar) onRegister(req *sip.Request, tx sip.ServerTransaction) {
	r.mu.Lock()
	refusing := r.refusing
	r.mu.Unlock()
	if refusing {
		_ = tx.Respond(sip.NewResponseFromRequest(req, 503, "Away", nil))
		r.registered <- registered{code: 503}
		return
	}
	if !r.authorized(req, tx, 401) {
		return
	}
	got := registered{contact: req.Contact().Address.String(), expires: req.GetHeader("Expires").Value(), code: 200}
	res := sip.NewResponseFromRequest(req, 200, "OK", nil)
	if got.expires != "0" {
		other := &sip.ContactHeader{Address: sip.Uri{Scheme: "sip", User: "101", Host: "192.0.2.1", Port: 5060}}
		other.Params.Add("expires", "3600")
		own := req.Contact().Clone()
		own.Params.Add("expires", "1") // shorter than asked: the phone must follow
		res.AppendHeader(other)
		res.AppendHeader(own)
	}
	_ = tx.Respond(res)
	r.registered <- got
}

// authorized challenges a request that carries no right credentials.
func (r *registrar) authorized(req *sip.Request, tx sip.ServerTransaction, code int) bool {
	ask, give := "WWW-Authenticate", "Authorization"
	if code == 407 {
		ask, give = "Proxy-Authenticate", "Proxy-Authorization"
	}
	if h := req.GetHeader(give); h != nil {
		got, err := digest.ParseCredentials(h.Value())
		if err == nil {
			want, err := digest.Digest(&digest.Challenge{Realm: "test", Nonce: got.Nonce, Algorithm: "MD5", QOP: []string{"auth"}},
				digest.Options{Method: req.Method.String(), URI: got.URI, Username: "101", Password: password, Cnonce: got.Cnonce, Count: got.Nc})
			if err == nil && want.Response == got.Response && got.Username == "101" {
				return true
			}
		}
		_ = tx.Respond(sip.NewResponseFromRequest(req, 403, "Forbidden", nil))
		return false
	}
	res := sip.NewResponseFromRequest(req, code, "Who Are You", nil)
	challenge := digest.Challenge{Realm: "test", Nonce: rand.Text(), Algorithm: "MD5", QOP: []string{"auth"}}
	res.AppendHeader(sip.NewHeader(ask, challenge.String()))
	_ = tx.Respond(res)
	return false
}

func (r *registrar) next(t *testing.T) registered {
	t.Helper()
	select {
	case got := <-r.registered:
		return got
	case <-time.After(10 * time.Second):
		t.Fatal("no REGISTER")
		return registered{}
	}
}

func TestRegister_DigestRefreshAndFarewell(t *testing.T) {
	t.Parallel()
	r, p := newRegistrar(t), open(t, softphone.Config{})
	ctx := within(t, 30*time.Second)
	binding, err := p.Register(ctx, softphone.RegisterConfig{Registrar: r.addr, User: "101", Password: password})
	must(t, err)
	want := "sip:101@" + p.Addr().String()
	if got := r.next(t); got.contact != want || got.expires != "120" {
		t.Errorf("registered %+v, want %s", got, want)
	}
	if got := r.next(t); got.contact != want { // within the granted second
		t.Errorf("refreshed %+v, want %s", got, want)
	}
	r.mu.Lock()
	r.refusing = true
	r.mu.Unlock()
	for r.next(t).code != 503 {
	}
	r.mu.Lock()
	r.refusing = false
	r.mu.Unlock()
	for r.next(t).code != 200 { // it comes back by itself
	}
	must(t, binding.Unregister(ctx))
	for got := r.next(t); got.expires != "0"; got = r.next(t) {
	}
	must(t, p.Unregister(ctx))
}

func TestRegister_WrongPasswordIsRefused(t *testing.T) {
	t.Parallel()
	r, p := newRegistrar(t), open(t, softphone.Config{})
	_, err := p.Register(within(t, 10*time.Second), softphone.RegisterConfig{Registrar: r.addr, User: "101", Password: "wrong"})
	var status *softphone.StatusError
	if !errors.As(err, &status) || status.Code != 403 {
		t.Errorf("register: %v", err)
	}
	_, err = p.Register(within(t, 10*time.Second), softphone.RegisterConfig{Registrar: r.addr, User: "101"})
	if !errors.As(err, &status) || status.Code != 401 {
		t.Errorf("register without a password: %v", err)
	}
}

func TestDial_AnswersTheChallenge(t *testing.T) {
	t.Parallel()
	r, p := newRegistrar(t), open(t, softphone.Config{})
	target := softphone.Target{Addr: r.addr, User: "102"}
	for want, opts := range map[int]softphone.Options{
		404: {User: "101", Password: password}, // known, but nobody is there
		403: {User: "101", Password: "wrong"},
		407: {},
	} {
		_, err := p.Dial(within(t, 10*time.Second), target, opts)
		var status *softphone.StatusError
		if !errors.As(err, &status) || status.Code != want {
			t.Errorf("dial: %v, want %d", err, want)
		}
	}
}

func TestPhone_AnswersQualify(t *testing.T) {
	t.Parallel()
	p := open(t, softphone.Config{})
	for method, want := range map[string]string{"OPTIONS": "200", "MESSAGE": "405", "BYE": "481"} {
		w := newWire(t, p)
		w.send(method, "a", 1, "")
		if got := w.expect("SIP/2.0 " + want); !strings.Contains(got, "Allow: INVITE, ACK") {
			t.Errorf("%s: %s", method, got)
		}
	}
}

func TestDial_NobodyThere(t *testing.T) {
	t.Parallel()
	conn, err := net.ListenPacket("udp", "127.0.0.1:0") // a host that never answers
	must(t, err)
	defer conn.Close()
	p := open(t, softphone.Config{})
	ctx, cancel := context.WithTimeout(t.Context(), 300*time.Millisecond)
	defer cancel()
	begun := time.Now()
	_, err = p.Dial(ctx, softphone.Target{Addr: conn.LocalAddr().String(), User: "1"}, softphone.Options{})
	if !errors.Is(err, context.DeadlineExceeded) || time.Since(begun) > 3*time.Second {
		t.Errorf("dial: %v after %v", err, time.Since(begun))
	}
}
