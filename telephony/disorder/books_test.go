package disorder

import (
	"context"
	"fmt"
	"log/slog"
	"sync/atomic"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

// books are the journal in PostgreSQL, as the program has it; the register is played.
type books struct {
	*postgres.Store
	t    *testing.T
	pool *pgxpool.Pool
	ctx  context.Context
	away atomic.Bool
}

func newBooks(t *testing.T, r call.Rules) *books {
	t.Helper()
	b := &books{t: t, pool: schematest.New(t), ctx: context.Background()}
	b.Store = postgres.New(b.pool, time.Now, slog.New(slog.DiscardHandler), nil)
	b.Rules = r
	return b
}

// Commit and Reserve fail while the database is away; it answers everything else.
func (b *books) Commit(ctx context.Context, ch telephony.Change) error {
	if b.away.Load() {
		return errAway
	}
	return b.Store.Commit(ctx, ch)
}

func (b *books) Reserve(ctx context.Context, node string, now time.Time) (telephony.Reservation, bool, error) {
	if b.away.Load() {
		return telephony.Reservation{}, false, errAway
	}
	return b.Store.Reserve(ctx, node, now)
}

func (b *books) setAway(away bool) { b.away.Store(away) }

func (b *books) OpenForCall(context.Context, call.Call) (call.TicketID, error) { return 7, nil }

func (b *books) must(err error) {
	if err != nil {
		b.t.Error(err)
	}
}

func (b *books) hire(id call.AgentID, s call.Service, phone call.Phone) {
	b.must(b.PutAgent(b.ctx, id, fmt.Sprint("Агент ", id), s))
	b.must(b.SetState(b.ctx, id, telephony.Available, "", phone))
}

func (b *books) press(id call.AgentID, action telephony.Action, twice bool) bool {
	v, err := b.Desk(b.ctx, id)
	b.must(err)
	switch v.Agent.State {
	case telephony.Break:
		b.must(b.SetState(b.ctx, id, telephony.Available, "", ""))
	case telephony.WrapUp:
		_ = b.FinishWrapUp(b.ctx, id, v.Agent.Call, telephony.Available, "") // it may have ended by itself
	case telephony.OnCall, telephony.OnOffer:
		w := telephony.Wish{Agent: id, Call: v.Agent.Call, Action: action, Service: call.Organisation, Reason: "картка"}
		_ = b.Do(b.ctx, w) // what cannot be now is refused
		if twice {
			_ = b.Do(b.ctx, w)
		}
		return true
	}
	return false
}

func (b *books) look(s *call.Sight, there map[string]bool) []string {
	s.Taken, s.Free, s.Events = map[call.AgentID]call.LegID{}, map[call.Service]int{}, map[call.ID][]call.Event{}
	b.must(pgx.BeginTxFunc(b.ctx, b.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead}, func(tx pgx.Tx) (err error) {
		if s.Calls, s.Events, err = b.read(tx, "NOT settled"); err != nil {
			return err
		}
		rows, err := tx.Query(b.ctx, `SELECT id, service, phone, coalesce(leg, ''), state = 'available' AND offer_after <= $1 FROM agents`, s.At)
		if err != nil {
			return err
		}
		var id call.AgentID
		var service call.Service
		var phone call.Phone
		var leg call.LegID
		var free bool
		_, err = pgx.ForEachRow(rows, []any{&id, &service, &phone, &leg, &free}, func() error {
			if leg != "" {
				s.Taken[id] = leg
			}
			if free && there[telephony.Endpoint(id, phone)] {
				s.Free[service]++
			}
			return nil
		})
		return err
	}))
	return nil
}

// read gives calls with their events.
func (b *books) read(tx pgx.Tx, which string) (calls []call.Call, events map[call.ID][]call.Event, err error) {
	rows, err := tx.Query(b.ctx, `SELECT body FROM calls WHERE `+which)
	if err != nil {
		return nil, nil, err
	}
	if calls, err = pgx.CollectRows(rows, pgx.RowTo[call.Call]); err != nil {
		return nil, nil, err
	}
	rows, err = tx.Query(b.ctx, `SELECT call_id, body FROM call_events WHERE call_id IN (SELECT id FROM calls WHERE `+which+`) ORDER BY call_id, version`)
	if err != nil {
		return nil, nil, err
	}
	events = map[call.ID][]call.Event{}
	type told struct {
		ID    call.ID
		Event call.Event
	}
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[told])
	for _, e := range all {
		events[e.ID] = append(events[e.ID], e.Event)
	}
	return calls, events, err
}

func (b *books) account() (calls []call.Call, events map[call.ID][]call.Event, held []string) {
	b.must(pgx.BeginFunc(b.ctx, b.pool, func(tx pgx.Tx) (err error) {
		if calls, events, err = b.read(tx, "true"); err != nil {
			return err
		}
		rows, err := tx.Query(b.ctx, `SELECT 'agent ' || id || ' is ' || state || ' by ' || coalesce(call_id, '')
			FROM agents WHERE state NOT IN ('available', 'break', 'wrap_up')`)
		if err != nil {
			return err
		}
		held, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	}))
	return calls, events, held
}

// The same with the program's own journal, in true time: a shift on PostgreSQL, with everything that goes wrong.
func TestDisorder_OnPostgreSQL(t *testing.T) {
	for name, c := range map[string]struct {
		how   disorder
		slack time.Duration
	}{
		"none":     {disorder{claim: true, latency: 5 * time.Millisecond}, 10 * time.Second},
		"troubles": {disorder{claim: true, latency: 5 * time.Millisecond, late: 0.1, lateness: time.Second, twice: 0.1, lost: 0.03, invented: 0.05, troubles: 12 * time.Second}, 35 * time.Second},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			seed := uint64(time.Now().UnixNano() % 1e6)
			r := rules()
			r.Ring, r.Rejoin = 3*time.Second, 4*time.Second
			s := &scene{t: t, seed: seed, double: newDouble(seed, c.how), book: newBooks(t, r), rules: r, evening: make(chan struct{}),
				size: size{8, 40, 25 * time.Second, 12 * time.Second}, watch: call.Watch{Ring: 3 * time.Second, Slack: c.slack}}
			s.pass(c.slack)
			for i, what := range s.broken {
				t.Errorf("seed %d: %s", seed, what)
				if i == 0 {
					t.Logf("its story:\n%s", join(s.double))
				}
			}
			t.Logf("seed %d: %d calls", seed, s.calls)
		})
	}
}
