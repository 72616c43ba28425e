package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/recording"
	"hotline/telephony/call"
)

// A watcher looks at Asterisk and at the database four times a second, and holds both to call.Invariants. What nobody
// hears it cannot see; the ears of the telephones do.
type watcher struct {
	w      *town
	watch  call.Watch
	broken []string
	looks  int
	most   int // channels at one moment
}

// watched begins to look. The function that it gives ends that, and proves that nothing was broken.
func (w *town) watched(t *testing.T) (end func()) {
	t.Helper()
	ctx, cancel := context.WithCancel(w.ctx)
	// A command and a look are apart by the time that either takes on a loaded machine.
	v := &watcher{w: w, watch: call.Watch{Ring: w.cfg.Ring, Slack: time.Second}}
	done := make(chan error, 1)
	go func() { done <- v.run(ctx) }()
	return func() {
		t.Helper()
		cancel()
		if err := <-done; err != nil {
			t.Errorf("the watcher could not see: %v", err)
		}
		for _, what := range v.broken {
			t.Error(what)
		}
		if v.looks == 0 {
			t.Error("nobody looked")
		}
		t.Logf("%d looks at up to %d channels, %d invariants, %d breaches", v.looks, v.most, len(call.Invariants), len(v.broken))
	}
}

func (v *watcher) run(ctx context.Context) error {
	tick := time.NewTicker(250 * time.Millisecond)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		s, err := v.w.sight(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if err != nil {
			return err
		}
		v.looks, v.most = v.looks+1, max(v.most, len(s.Channels))
		v.broken = append(v.broken, v.watch.Look(s)...)
	}
}

// sight is one look. The database is read in one snapshot, Asterisk's lists after it.
func (w *town) sight(ctx context.Context) (s call.Sight, err error) {
	s = call.Sight{At: time.Now(), Rules: w.board.Rules, Taken: map[call.AgentID]call.LegID{}, Free: map[call.Service]int{}, Events: map[call.ID][]call.Event{}}
	err = pgx.BeginTxFunc(ctx, w.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		rows, err := tx.Query(ctx, `SELECT body FROM calls WHERE NOT settled`)
		if err != nil {
			return err
		}
		if s.Calls, err = pgx.CollectRows(rows, pgx.RowTo[call.Call]); err != nil {
			return err
		}
		if s.Events, err = eventsOf(ctx, tx, `SELECT id FROM calls WHERE NOT settled`); err != nil {
			return err
		}
		var agent call.AgentID
		var leg *call.LegID
		rows, err = tx.Query(ctx, `SELECT id, leg FROM agents WHERE leg IS NOT NULL`)
		if err != nil {
			return err
		}
		if _, err = pgx.ForEachRow(rows, []any{&agent, &leg}, func() error { s.Taken[agent] = *leg; return nil }); err != nil {
			return err
		}
		var service call.Service
		var n int
		rows, err = tx.Query(ctx, `SELECT service, count(*) FROM agents
			WHERE state = 'available' AND offer_after <= $1 AND desk_reachable GROUP BY service`, w.now())
		if err != nil {
			return err
		}
		_, err = pgx.ForEachRow(rows, []any{&service, &n}, func() error { s.Free[service] = n; return nil })
		return err
	})
	if err != nil {
		return s, fmt.Errorf("look at the database: %w", err)
	}
	s.Channels, err = w.channels(ctx)
	return s, err
}

func eventsOf(ctx context.Context, tx pgx.Tx, calls string) (map[call.ID][]call.Event, error) {
	all := map[call.ID][]call.Event{}
	var id call.ID
	var e call.Event
	rows, err := tx.Query(ctx, `SELECT call_id, body FROM call_events WHERE call_id IN (`+calls+`) ORDER BY call_id, version`)
	if err != nil {
		return nil, err
	}
	_, err = pgx.ForEachRow(rows, []any{&id, &e}, func() error {
		all[id] = append(all[id], e)
		e = call.Event{}
		return nil
	})
	return all, err
}

// endpointOf finds an agent's telephone in a channel's name, PJSIP/a7d-0000002a.
var endpointOf = regexp.MustCompile(`^PJSIP/(a\d+[wd])-`)

// channels are those of ours that are in the application, or are being rung for it.
func (w *town) channels(ctx context.Context) (all []call.Sighted, err error) {
	var channels []struct {
		ID, Name, State string
		Vars            map[string]string `json:"channelvars"`
	}
	var bridges []struct {
		ID       string
		Channels []string
	}
	var app struct {
		Channels []string `json:"channel_ids"`
	}
	if err := errors.Join(w.ask(ctx, "applications/hotline", &app), w.ask(ctx, "channels", &channels), w.ask(ctx, "bridges", &bridges)); err != nil {
		return nil, fmt.Errorf("look at Asterisk: %w", err)
	}
	in := map[string]string{}
	for _, b := range bridges {
		for _, c := range b.Channels {
			in[c] = b.ID
		}
	}
	for _, c := range channels {
		of := c.Vars["HOTLINE_CALL"]
		if of == "" || of == c.ID && !slices.Contains(app.Channels, c.ID) {
			continue // not ours, or the dialplan has it
		}
		s := call.Sighted{ID: call.LegID(c.ID), Call: call.ID(of), Up: c.State == "Up", Bridge: in[c.ID]}
		if m := endpointOf.FindStringSubmatch(c.Name); m != nil {
			s.Endpoint = m[1]
		}
		all = append(all, s)
	}
	return all, nil
}

func (w *town) ask(ctx context.Context, path string, into any) error {
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, w.sw.ARI+"/ari/"+path, nil)
	if err != nil {
		return err
	}
	r.SetBasicAuth(w.sw.ARIUser, w.sw.ARIPassword)
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("%s: %s", path, res.Status)
	}
	return json.NewDecoder(res.Body).Decode(into)
}

// settled waits until every call has come to its end, and holds the ends to the invariants: a ticket, both sides of the
// recording under lock, and events that explain what the call has become.
func (w *town) settled(t *testing.T) (calls int) {
	t.Helper()
	w.until(t, "every call has come to its end", func() bool { return w.count(t, `calls WHERE NOT settled`) == 0 })
	// Of who left before the answer there is nothing to hear.
	w.until(t, "every recording is under lock", func() bool {
		return w.count(t, `calls c WHERE NOT EXISTS (SELECT FROM recordings r WHERE r.call_id = c.id
			AND (r.state = 'sealed' OR r.state = 'missing' AND c.end_reason = 'unattended' AND c.ended_at = c.arrived_at))`) == 0
	})
	s := call.Sight{Rules: w.board.Rules}
	must(t, pgx.BeginFunc(w.ctx, w.pool, func(tx pgx.Tx) (err error) {
		rows, err := tx.Query(w.ctx, `SELECT body FROM calls`)
		if err != nil {
			return err
		}
		all, err := pgx.CollectRows(rows, pgx.RowTo[call.Call])
		for _, c := range all {
			f := call.Finished{Call: c, Recorded: call.Yes}
			r, missing := w.recs.ByCall(w.ctx, recording.CallID(c.ID))
			if missing != nil || len(r.Warnings) > 0 || r.Duration < c.EndedAt.Sub(c.ArrivedAt)/2 {
				f.Recorded = call.No
				t.Logf("recording of %s: %v, %s of %s, %q", c.ID, missing, r.Duration, c.EndedAt.Sub(c.ArrivedAt), r.Warnings)
			}
			s.Finished = append(s.Finished, f)
		}
		if err == nil {
			s.Events, err = eventsOf(w.ctx, tx, `SELECT id FROM calls`)
		}
		return err
	}))
	for _, what := range call.Broken(s) {
		t.Error(what)
	}
	ends := map[call.Reason]int{}
	for _, f := range s.Finished {
		ends[f.Call.EndReason]++
	}
	var told []string
	for _, r := range slices.Sorted(maps.Keys(ends)) {
		told = append(told, fmt.Sprintf("%s %d", r, ends[r]))
	}
	t.Logf("%d calls, each with a ticket, both sides recorded, explained by its events: %s", len(s.Finished), strings.Join(told, ", "))
	return len(s.Finished)
}
