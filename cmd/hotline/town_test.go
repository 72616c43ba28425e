package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"net/url"
	"os"
	"strings"
	"testing"
	"time"

	"hotline/deploy/asterisk/asterisktest"
	"hotline/deploy/schema/schematest"
	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/softphone"
)

// Tones that stand for prompts (asterisktest.Tones).
const (
	recordedTone = 1600 // "the talk is recorded"
	awayTone     = 2000 // the dialplan's own, for callers whom no hotline answers
	apologyTone  = 2400 // to a caller who is back in the line
	outageTone   = 2800 // before the line, while something does not work
)

// town is a whole Hotline on real servers: Asterisk, PostgreSQL, MinIO, and the program itself in this process.
type town struct {
	*house
	sw   *asterisktest.Server
	cfg  config
	stop func()
	ctx  context.Context
}

func newTown(t *testing.T, adjust func(*config)) *town {
	t.Helper()
	w := emptyTown(t, adjust)
	w.start(t)
	return w
}

// emptyTown has all servers, and no program yet.
func emptyTown(t *testing.T, adjust func(*config)) *town {
	t.Helper()
	return emptyTownOn(t, asterisktest.Options{}, adjust)
}

// emptyTownOn is emptyTown with an Asterisk that is told more.
func emptyTownOn(t *testing.T, o asterisktest.Options, adjust func(*config)) *town {
	t.Helper()
	store, err := url.Parse(os.Getenv("HOTLINE_TEST_MINIO"))
	if err != nil || store.Host == "" {
		t.Fatal("HOTLINE_TEST_MINIO is not set: run `make test`")
	}
	secret, _ := store.User.Password()
	sw := asterisktest.Start(t, o)
	t.Cleanup(sw.Kill) // before Stop, which waits for registered phones
	cfg := config{Listen: asterisktest.Free(), Postgres: schematest.URL(t), S3Endpoint: store.Scheme + "://" + store.Host, S3AccessKey: store.User.Username(),
		S3SecretKey: secret, S3Bucket: "story-" + fmt.Sprint(time.Now().UnixNano()), ARIURL: sw.ARI, ARIUser: sw.ARIUser, ARIPassword: sw.ARIPassword, AMIAddr: sw.AMIAddr, AMIUser: sw.AMIUser, AMIPassword: sw.AMIPassword,
		ARIApp: sw.App, Node: sw.Node, Spool: sw.SpoolDir, DIDs: []string{"+380443668012"}, SIPAddr: sw.SIPAddr, Greeting: "welcome,recorded",
		Ring: 5 * time.Second, Patience: 10 * time.Minute, Clock: "2026-11-23T10:00:00+02:00"}
	cfg.PublicURL = []string{"http://" + cfg.Listen}
	if adjust != nil {
		adjust(&cfg)
	}
	limit := 2 * time.Minute
	if os.Getenv("HOTLINE_TEST_CROSSINGS") != "" {
		limit = 30 * time.Minute
	}
	ctx, cancel := context.WithTimeout(context.Background(), limit)
	t.Cleanup(cancel)
	return &town{sw: sw, cfg: cfg, ctx: ctx}
}

// start runs the program until the test ends or stop is called.
func (w *town) start(t *testing.T) {
	t.Helper()
	log := slog.New(slog.NewTextHandler(testLog{t}, &slog.HandlerOptions{Level: slog.LevelInfo}))
	ctx, cancel := context.WithCancel(context.Background())
	h := w.furnish(t, log)
	ended := make(chan error, 1)
	go func() { ended <- h.run(ctx) }()
	stopped := false
	w.stop = func() {
		if stopped {
			return
		}
		stopped = true
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("serve: %v", err)
		}
		h.pool.Close()
		w.cfg.Clock = h.now().Format(time.RFC3339Nano) // it goes on over a restart, as a true one does
	}
	t.Cleanup(func() { w.stop() })
	w.until(t, "hotline drives Asterisk", func() bool { return h.node.Stats().Connected })
}

// furnish builds the house, whose parts do nothing by themselves until it runs.
func (w *town) furnish(t *testing.T, log *slog.Logger) *house {
	t.Helper()
	h := &house{cfg: w.cfg, log: log, now: w.cfg.clock()}
	var err error
	h.pool, err = openDatabase(w.ctx, w.cfg, log)
	must(t, err)
	must(t, h.build(w.ctx))
	w.house = h
	return h
}

type testLog struct{ t *testing.T }

func (l testLog) Write(b []byte) (int, error) {
	l.t.Log(strings.TrimRight(string(b), "\n"))
	return len(b), nil
}

// until waits for a condition; the test fails when it does not come.
func (w *town) until(t *testing.T, what string, is func() bool) {
	t.Helper()
	until(t, w.ctx, what, is)
}

func until(t *testing.T, ctx context.Context, what string, is func() bool) {
	t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for {
		if is() {
			return
		}
		select {
		case <-ctx.Done():
			t.Fatalf("did not come: %s", what)
		case <-tick.C:
		}
	}
}

// die kills who drives Asterisk and waits until Asterisk has seen it: whoever answers before that waits for the next who does.
func (w *town) die(t *testing.T, p *program) {
	t.Helper()
	before := w.sw.Deaths()
	p.kill()
	w.until(t, "Asterisk sees that nobody drives it", func() bool { return w.sw.Deaths() > before })
}

// ready waits until the program answers callers.
func (w *town) ready(t *testing.T) {
	t.Helper()
	w.until(t, "/readyz says 200", func() bool {
		res, err := http.Get("http://" + w.cfg.Listen + "/readyz")
		if err != nil {
			return false
		}
		defer res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
}

// agent puts an agent on shift at a desk phone, which sings its tone.
func (w *town) agent(t *testing.T, id call.AgentID, name string, s call.Service) *softphone.Phone {
	t.Helper()
	return w.answering(t, id, name, s, softphone.Behaviour{})
}

// answering is agent, whose phone does this with each call from the first one on: callers may wait already.
func (w *town) answering(t *testing.T, id call.AgentID, name string, s call.Service, does softphone.Behaviour) *softphone.Phone {
	t.Helper()
	must(t, w.tel.PutAgent(w.ctx, id, name, s))
	return w.seatWith(t, id, name, does)
}

// seat puts whoever has a desk at a desk phone, and on shift.
func (w *town) seat(t *testing.T, id call.AgentID, name string) *softphone.Phone {
	t.Helper()
	return w.seatWith(t, id, name, softphone.Behaviour{})
}

func (w *town) seatWith(t *testing.T, id call.AgentID, name string, does softphone.Behaviour) *softphone.Phone {
	t.Helper()
	must(t, w.tel.SetState(w.ctx, id, telephony.Offline, "", call.Desk))
	p := telephone(t, w.ctx, softphone.Config{Listen: "127.0.0.1:0", Incoming: does})
	account, err := w.tel.PhoneAccount(w.ctx, id)
	must(t, err)
	w.until(t, "phone of "+name+" registers", func() bool {
		_, err := p.Register(w.ctx, softphone.RegisterConfig{Registrar: w.sw.SIPAddr, User: account.Endpoint, Password: account.Password})
		return err == nil
	})
	must(t, w.tel.SetState(w.ctx, id, telephony.Available, "", call.Desk))
	w.until(t, name+" is reachable", func() bool {
		v, err := w.tel.Desk(w.ctx, id)
		return err == nil && v.Agent.PhoneReachable
	})
	return p
}

// telephone is one for as long as the test may last: then it hangs up, so that nobody waits for the end of a call for ever.
func telephone(t *testing.T, ctx context.Context, c softphone.Config) *softphone.Phone {
	t.Helper()
	p, err := softphone.New(c)
	must(t, err)
	keep := context.AfterFunc(ctx, func() {
		if errors.Is(ctx.Err(), context.DeadlineExceeded) {
			t.Error("the test's time is over: its telephones hang up")
			_ = p.Close()
		}
	})
	t.Cleanup(func() {
		keep()
		_ = p.Close()
	})
	return p
}

func (w *town) dial(t *testing.T, from string) *softphone.Call {
	t.Helper()
	p := telephone(t, w.ctx, softphone.Config{Listen: "127.0.0.2:0", Tones: append(softphone.TestTones(), awayTone, apologyTone, outageTone)})
	c, err := p.Dial(w.ctx, softphone.Target{Addr: w.sw.SIPAddr, User: "380443668012"},
		softphone.Options{From: from, Play: softphone.Tone(softphone.ToneCaller, softphone.DefaultLevel)})
	must(t, err)
	return c
}

func (w *town) state(t *testing.T, id call.AgentID) telephony.DeskView {
	t.Helper()
	v, err := w.tel.Desk(w.ctx, id)
	must(t, err)
	return v
}

// do asks for an action and fails when it is refused.
func (w *town) do(t *testing.T, agent call.AgentID, a telephony.Action, s call.Service) {
	t.Helper()
	must(t, w.tel.Do(w.ctx, telephony.Wish{Agent: agent, Call: w.state(t, agent).Agent.Call, Action: a, Service: s}))
}

// sealed waits until the call's recording is under lock.
func (w *town) sealed(t *testing.T, id call.ID) recording.Recording {
	t.Helper()
	var r recording.Recording
	w.until(t, "the recording is under lock", func() bool {
		var err error
		r, err = w.recs.ByCall(w.ctx, recording.CallID(id))
		return err == nil && r.State == recording.Sealed
	})
	return r
}

// quiet waits until Asterisk has no channel and no agent is taken.
func (w *town) quiet(t *testing.T) {
	t.Helper()
	w.until(t, "Asterisk has no channel left", w.sw.Empty)
	w.until(t, "no call is live", func() bool { return w.board.Stats.Live.Load() == 0 })
}

func (w *town) last(t *testing.T) telephony.Record {
	t.Helper()
	all, err := w.tel.Records(w.ctx, telephony.RecordFilter{Limit: 1})
	must(t, err)
	if len(all) != 1 {
		t.Fatalf("%d records of calls, want one", len(all))
	}
	return all[0]
}

// talk lets somebody call, and the agent at this phone answer.
func (w *town) talk(t *testing.T, p *softphone.Phone) (caller, ring *softphone.Call) {
	t.Helper()
	caller = w.dial(t, callersNumber)
	ring, err := p.WaitIncoming(w.ctx)
	must(t, err)
	w.takes(t, ring, caller)
	return caller, ring
}

// takes answers a phone that rings for caller, who hears the agent from then on.
func (w *town) takes(t *testing.T, ring, caller *softphone.Call) {
	t.Helper()
	ring.Play(softphone.Tone(softphone.ToneAgent, softphone.DefaultLevel))
	must(t, ring.Answer(w.ctx))
	must(t, caller.Heard().WaitOnly(w.ctx, softphone.ToneAgent))
}

func must(t *testing.T, err error) {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
}
