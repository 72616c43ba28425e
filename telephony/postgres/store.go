package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Store is telephony's part of the database. Safe for concurrent use.
type Store struct {
	Patience  time.Duration // who has waited so long comes before every number with priority
	LastAgent time.Duration // a number that calls again within it gets the agent it talked with, if free; 0: the longest idle

	pool  *pgxpool.Pool
	now   func() time.Time
	wrap  time.Duration
	ended func(ctx context.Context, tx pgx.Tx, id call.ID) error
	log   *slog.Logger

	mu   sync.Mutex
	held map[string]hold // by node: this copy's leases
}

// Patience is how long a caller waits at most behind numbers with priority, unless the configuration says otherwise.
const Patience = 10 * time.Minute

// WrapUpTime is how long an agent has after a talk; ExtensionTime is what one prolongation adds.
const (
	WrapUpTime    = 90 * time.Second
	ExtensionTime = time.Minute
	MaxExtensions = 2
	declineRest   = 5 * time.Second
	reloadRest    = 2 * time.Second
)

// New returns a Store. ended is called in the transaction that ends a call, to put the outbox row into it.
func New(pool *pgxpool.Pool, now func() time.Time, log *slog.Logger, ended func(context.Context, pgx.Tx, call.ID) error) *Store {
	return &Store{Patience: Patience, pool: pool, now: now, wrap: WrapUpTime, ended: ended, log: log, held: map[string]hold{}}
}

// answer is how long a transaction or a query of the driver may take: a connection may be dead without saying so.
const answer = 5 * time.Second

// connect opens a connection of its own, for what must live in one.
func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
}

func (s *Store) tx(ctx context.Context, do func(pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return pgx.BeginFunc(ctx, s.pool, do)
}

// Commit writes one step: the call, the event, the agents' states and, at the end, the outbox row. A step that is
// written already, because the database's answer was lost on its way, is written once.
func (s *Store) Commit(ctx context.Context, ch telephony.Change) error {
	err := s.tx(ctx, func(tx pgx.Tx) error {
		again, err := s.putCall(ctx, tx, ch)
		if err != nil || again {
			return err
		}
		for _, f := range ch.Effects {
			if err := s.putEffect(ctx, tx, ch, f); err != nil {
				return err
			}
		}
		return notifyDesks(ctx, tx, ch.Call)
	})
	if err != nil {
		return fmt.Errorf("commit call %s version %d: %w", ch.Call.ID, ch.Call.Version, err)
	}
	return nil
}

// putCall writes the call and its event; again tells that this very step stands there already.
func (s *Store) putCall(ctx context.Context, tx pgx.Tx, ch telephony.Change) (again bool, err error) {
	c := ch.Call
	s.mu.Lock()
	held, driven := s.held[c.Node]
	s.mu.Unlock()
	settled := c.State == call.Ended && len(c.Legs) == 0 && c.Ticket != 0
	args := pgx.NamedArgs{"id": c.ID, "node": c.Node, "state": c.State, "version": c.Version, "service": c.Service, "skill": c.Skill, "number": c.Number,
		"ticket": null(c.Ticket), "priority": c.Priority, "queued": nullTime(c.QueuedAt), "arrived": c.ArrivedAt, "ended": nullTime(c.EndedAt),
		"reason": c.EndReason, "settled": settled, "body": c, "epoch": held.epoch, "free": !driven,
		"at": ch.Event.At, "kind": ch.Event.Kind, "agent": null(concerned(ch)), "event": ch.Event}
	var fits, put bool
	if err = tx.QueryRow(ctx, putStep, args).Scan(&fits, &put); err != nil {
		return false, err
	}
	switch {
	case !fits:
		return false, telephony.ErrLostLease
	case put:
		return false, nil
	}
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM call_events WHERE call_id = $1 AND version = $2 AND body = $3::jsonb)`,
		c.ID, c.Version, ch.Event).Scan(&again)
	if err == nil && !again {
		err = telephony.ErrConflict
	}
	return again, err
}

// putStep writes the call and its event in one round trip. The fence: a copy that lost its lease finds another epoch and
// writes nothing, hence commands nothing.
const putStep = `WITH fence AS (SELECT FROM nodes WHERE node = @node AND epoch = @epoch FOR SHARE),
	may AS (SELECT @free OR EXISTS (SELECT FROM fence) AS fits),
	put AS (INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, ended_at, end_reason, settled, body, skill)
		SELECT @id::text, @node::text, @state::text, @version::bigint, @service::text, @number::text, @ticket::bigint, @priority::int,
			@queued::timestamptz, @arrived::timestamptz, @ended::timestamptz, @reason::text, @settled::boolean, @body::jsonb,
			coalesce((SELECT skill FROM skills WHERE skill = @skill::text), '') FROM may WHERE fits
		ON CONFLICT (id) DO UPDATE SET state = @state, version = @version, number = @number, ticket_id = @ticket, priority = @priority,
			queued_at = @queued, ended_at = @ended, end_reason = @reason, settled = @settled, body = @body
		WHERE calls.version = @version - 1 RETURNING id),
	event AS (INSERT INTO call_events (call_id, version, at, kind, state, agent, body)
		SELECT id, @version, @at::timestamptz, @kind::text, @state, @agent::bigint, @event::jsonb FROM put)
	SELECT fits, EXISTS (SELECT FROM put) FROM may`

// concerned is the agent whom a step is about, if any.
func concerned(ch telephony.Change) call.AgentID {
	for _, f := range ch.Effects {
		if f.Kind == call.AgentBusy || f.Kind == call.AgentWraps || f.Kind == call.AgentFreed {
			return f.Agent
		}
	}
	if l, ok := ch.Call.Leg(ch.Event.Leg); ok {
		return l.Agent
	}
	return ch.Event.Agent
}

func (s *Store) putEffect(ctx context.Context, tx pgx.Tx, ch telephony.Change, f call.Effect) error {
	at := ch.Event.At
	switch f.Kind {
	case call.AgentMoves:
		return s.moveAgent(ctx, tx, ch.Call.ID, f, at)
	case call.AgentBusy:
		if _, err := tx.Exec(ctx, `UPDATE offers SET answered_at = $2, outcome = 'answered' WHERE leg = $1`, f.Leg, at); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE agents SET state = 'on_call', reason = '', state_since = $2 WHERE leg = $1 AND state = 'offered'`, f.Leg, at)
		return err
	case call.AgentWraps:
		if err := s.closeOffer(ctx, tx, f.Leg, "answered", at); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `UPDATE agents SET state = 'wrap_up', state_since = $2, wrap_up_until = $3, extensions = 0, leg = NULL
			WHERE leg = $1`, f.Leg, at, at.Add(s.wrap))
		return err
	case call.AgentFreed:
		if err := s.closeOffer(ctx, tx, f.Leg, string(f.Outcome), at); err != nil {
			return err
		}
		return s.freeAgent(ctx, tx, f.Leg, f.Outcome, at)
	case call.CallFinished:
		if s.ended != nil {
			return s.ended(ctx, tx, ch.Call.ID)
		}
	}
	return nil
}

// moveAgent gives the agent, who keeps the talk, another leg in it.
func (s *Store) moveAgent(ctx context.Context, tx pgx.Tx, id call.ID, f call.Effect, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE offers SET ended_at = $3, outcome = CASE outcome WHEN '' THEN 'page_lost' ELSE outcome END
		WHERE call_id = $1 AND agent_id = $2 AND ended_at IS NULL`, id, f.Agent, at)
	if err != nil {
		return err
	}
	// The leg's number may have been reserved for a consultation that was over before it began.
	_, err = tx.Exec(ctx, `INSERT INTO offers (leg, call_id, agent_id, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (leg) DO UPDATE SET agent_id = $3, made_at = $4, answered_at = NULL, ended_at = NULL, outcome = ''`, f.Leg, id, f.Agent, at)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `UPDATE agents SET leg = $1 WHERE id = $2 AND call_id = $3`, f.Leg, f.Agent, id)
	return err
}

func (s *Store) closeOffer(ctx context.Context, tx pgx.Tx, leg call.LegID, outcome string, at time.Time) error {
	_, err := tx.Exec(ctx, `UPDATE offers SET ended_at = $2, outcome = CASE outcome WHEN '' THEN $3 ELSE outcome END WHERE leg = $1`, leg, at, outcome)
	return err
}

// freeAgent gives an agent back who did not talk. Who let the phone ring out is put on a break, so that the next
// caller does not ring at an empty chair; who declined rests a moment; whose page was lost is offered again when its phone
// is back; everybody else keeps the place among the idle.
func (s *Store) freeAgent(ctx context.Context, tx pgx.Tx, leg call.LegID, o call.Outcome, at time.Time) error {
	state, reason, after, idle := "available", "", at, false
	switch o {
	case call.RangOut, call.Unreachable:
		state, reason = "break", telephony.ReasonNoAnswer
	case call.Declined:
		after, idle = at.Add(declineRest), true
	case call.PageLost:
		after = at.Add(reloadRest)
	}
	_, err := tx.Exec(ctx, `UPDATE agents SET
			state = CASE WHEN next_state <> '' THEN next_state ELSE $2 END,
			reason = CASE WHEN next_state <> '' THEN next_reason ELSE $3 END,
			state_since = $4, offer_after = $5, idle_since = CASE WHEN $6 THEN $4 ELSE idle_since END,
			next_state = '', next_reason = '', call_id = NULL, leg = NULL
		WHERE leg = $1`, leg, state, reason, at, after, idle)
	if err != nil {
		return err
	}
	_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`)
	return err
}

// notifyDesks tells every desk that shows this call, and every desk when the line has moved.
func notifyDesks(ctx context.Context, tx pgx.Tx, c call.Call) error {
	_, err := tx.Exec(ctx, `SELECT pg_notify('hotline_desk', id::text) FROM agents WHERE call_id = $1`, c.ID)
	if err == nil && (c.State == call.Waiting || c.State == call.Offered || c.State == call.Ended) {
		_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_desk', '0')`)
	}
	return err
}

// Live gives the node's calls that still need somebody.
func (s *Store) Live(ctx context.Context, node string) ([]call.Call, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	rows, err := s.pool.Query(ctx, `SELECT body FROM calls WHERE node = $1 AND NOT settled ORDER BY arrived_at`, node)
	if err != nil {
		return nil, fmt.Errorf("live calls of %s: %w", node, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[call.Call])
}

// Known tells whether the journal has this call.
func (s *Store) Known(ctx context.Context, id call.ID) (known bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM calls WHERE id = $1)`, id).Scan(&known)
	return known, err
}

func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func nullTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
