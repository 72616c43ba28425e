package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Commit writes one step: the call, the event, the agents' states and, at the end, the outbox row. It is one round trip:
// what is sent as one batch is one transaction. A step that is written already, because the database's answer was lost on
// its way, is written once.
func (s *Store) Commit(ctx context.Context, ch telephony.Change) error {
	b := s.step(ch)
	var err error
	if s.ended != nil && finishes(ch) {
		err = s.tx(ctx, func(tx pgx.Tx) error {
			if err := tx.SendBatch(ctx, b).Close(); err != nil {
				return err
			}
			return s.ended(ctx, tx, ch.Call.ID)
		})
	} else {
		err = s.flush(ctx, b)
	}
	switch refused := (*pgconn.PgError)(nil); {
	case !errors.As(err, &refused):
	case refused.Code == lostLease:
		err = telephony.ErrLostLease
	case refused.Code == conflict:
		err = s.written(ctx, ch)
	case slices.Contains(unfit, refused.Code[:2]):
		err = fmt.Errorf("%w: %w", telephony.ErrRefused, err)
	}
	if err != nil {
		return fmt.Errorf("commit call %s version %d: %w", ch.Call.ID, ch.Call.Version, err)
	}
	return nil
}

// SQLSTATE of refuse_step.
const (
	lostLease = "HL001"
	conflict  = "HL002"
)

// unfit are the classes of SQLSTATE that the same statement gets again: values that are none, and broken constraints.
var unfit = []string{"22", "23"}

// planned is a batch whose statements keep the plans that the connection made when it first met them. PostgreSQL takes
// Reserve's for too dear to be kept, and makes it anew each time, which takes longer than to carry it out.
//
// One that need not wait for the disk is lost at most if the database or the machine crashes within the next half second. The
// database's log is in order: whatever was written before a batch that waits is on the disk with it.
func planned(waits bool) *pgx.Batch {
	settings := `SELECT set_config('plan_cache_mode', 'force_generic_plan', true)` // until the batch's end
	if !waits {
		settings += `, set_config('synchronous_commit', 'off', true)`
	}
	b := &pgx.Batch{}
	b.Queue(settings)
	return b
}

// told are the events that the switch or the register tell again when the journal has lost them, because a reconciliation
// asks for them. No telephone of an inbound call rings by them alone: the step that makes one ring waits for the disk.
var told = map[call.EventKind]bool{call.Registered: true, call.LegRinging: true, call.LegUp: true}

// decides tells whether a step is to be on the disk before it is acted upon.
func decides(ch telephony.Change) bool {
	return !told[ch.Event.Kind] || ch.Wish != 0 || ch.Call.Direction == call.Outbound || finishes(ch)
}

// flush writes a batch, whole or not at all.
func (s *Store) flush(ctx context.Context, b *pgx.Batch) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return s.pool.SendBatch(ctx, b).Close()
}

func finishes(ch telephony.Change) bool {
	for _, f := range ch.Effects {
		if f.Kind == call.CallFinished {
			return true
		}
	}
	return false
}

// written is no error when this very step stands there already.
func (s *Store) written(ctx context.Context, ch telephony.Change) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	var again bool
	err := s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM call_events WHERE call_id = $1 AND version = $2 AND body = $3::jsonb)`,
		ch.Call.ID, ch.Call.Version, ch.Event).Scan(&again)
	if err == nil && !again {
		err = telephony.ErrConflict
	}
	return err
}

// step is everything of one step but the outbox row.
func (s *Store) step(ch telephony.Change) *pgx.Batch {
	c := ch.Call
	s.mu.Lock()
	held, driven := s.held[c.Node]
	s.mu.Unlock()
	settled := c.State == call.Ended && len(c.Legs) == 0 && c.Ticket != 0
	b := planned(decides(ch))
	b.Queue(putStep, pgx.NamedArgs{"id": c.ID, "node": c.Node, "state": c.State, "version": c.Version, "service": c.Service, "skill": c.Skill, "number": c.Number,
		"ticket": null(c.Ticket), "priority": c.Priority, "queued": nullTime(c.QueuedAt), "arrived": c.ArrivedAt, "ended": nullTime(c.EndedAt),
		"reason": c.EndReason, "placer": null(c.PlacedBy), "settled": settled, "body": c, "epoch": held.epoch, "free": !driven,
		"at": ch.Event.At, "kind": ch.Event.Kind, "agent": null(concerned(ch)), "event": ch.Event})
	if ch.Wish != 0 { // obeyed once: with the step it is gone, without it nothing has happened
		b.Queue(dropWish, ch.Wish)
	}
	for _, f := range ch.Effects {
		s.putEffect(b, ch, f)
	}
	notifyDesks(b, c)
	return b
}

// putStep writes the call and its event. The fence: a copy that lost its lease finds another epoch and writes nothing,
// hence commands nothing.
const putStep = `WITH fence AS (SELECT FROM nodes WHERE node = @node AND epoch = @epoch FOR SHARE),
	may AS (SELECT @free OR EXISTS (SELECT FROM fence) AS fits),
	put AS (INSERT INTO calls (id, node, state, version, service, number, ticket_id, priority, queued_at, arrived_at, ended_at, end_reason, settled, body, skill, direction, placed_by)
		SELECT @id::text, @node::text, @state::text, @version::bigint, @service::text, @number::text, @ticket::bigint, @priority::int,
			@queued::timestamptz, @arrived::timestamptz, @ended::timestamptz, @reason::text, @settled::boolean, @body::jsonb,
			coalesce((SELECT skill FROM skills WHERE skill = @skill::text), ''),
			CASE WHEN @placer::bigint IS NULL THEN 'inbound' ELSE 'outbound' END, @placer FROM may WHERE fits
		ON CONFLICT (id) DO UPDATE SET state = @state, version = @version, number = @number, ticket_id = @ticket, priority = @priority,
			queued_at = @queued, ended_at = @ended, end_reason = @reason, settled = @settled, body = @body
		WHERE calls.version = @version - 1 RETURNING id),
	event AS (INSERT INTO call_events (call_id, version, at, kind, state, agent, body)
		SELECT id, @version, @at::timestamptz, @kind::text, @state, @agent::bigint, @event::jsonb FROM put)
	SELECT CASE WHEN NOT fits THEN refuse_step('lease') WHEN NOT EXISTS (SELECT FROM put) THEN refuse_step('conflict') END FROM may`

// concerned is the agent whom a step is about, if any.
func concerned(ch telephony.Change) call.AgentID {
	for _, f := range ch.Effects {
		switch f.Kind {
		case call.AgentBusy, call.AgentWraps, call.AgentFreed, call.SupervisionAsked, call.SupervisionBegan, call.SupervisionOver:
			return f.Agent
		}
	}
	if l, ok := ch.Call.Leg(ch.Event.Leg); ok {
		return l.Agent
	}
	return ch.Event.Agent
}

func (s *Store) putEffect(b *pgx.Batch, ch telephony.Change, f call.Effect) {
	at := ch.Event.At
	switch f.Kind {
	case call.AgentMoves:
		moveAgent(b, ch.Call.ID, f, at)
	case call.AgentDials:
		b.Queue(`UPDATE agents SET state = 'on_call', reason = '', state_since = $2 WHERE leg = $1 AND state = 'offered'`, f.Leg, at)
	case call.AgentBusy:
		b.Queue(`UPDATE offers SET answered_at = $2, outcome = 'answered' WHERE leg = $1`, f.Leg, at)
		b.Queue(`UPDATE agents SET state = 'on_call', reason = '', state_since = $2 WHERE leg = $1 AND state = 'offered'`, f.Leg, at)
	case call.AgentWraps:
		closeOffer(b, f.Leg, "answered", at)
		b.Queue(`UPDATE agents SET state = 'wrap_up', state_since = $2, wrap_up_until = $3, extensions = 0, leg = NULL, wrap_call = NULL
			WHERE leg = $1`, f.Leg, at, at.Add(s.wrap))
	case call.SupervisionAsked, call.SupervisionBegan, call.SupervisionOver, call.TakenOver:
		putSupervision(b, ch, f)
	case call.AgentFreed:
		// Nobody has talked, also when the receiver was lifted.
		b.Queue(`UPDATE offers SET answered_at = NULL, outcome = CASE outcome WHEN 'answered' THEN '' ELSE outcome END WHERE leg = $1 AND answered_at IS NOT NULL`, f.Leg)
		closeOffer(b, f.Leg, string(f.Outcome), at)
		freeAgent(b, f.Leg, f.Outcome, at)
	}
}

// moveAgent gives the agent, who keeps the talk, another leg in it.
func moveAgent(b *pgx.Batch, id call.ID, f call.Effect, at time.Time) {
	b.Queue(`UPDATE offers SET ended_at = $3, outcome = CASE outcome WHEN '' THEN 'page_lost' ELSE outcome END
		WHERE call_id = $1 AND agent_id = $2 AND ended_at IS NULL`, id, f.Agent, at)
	// The leg's number may have been reserved for a consultation that was over before it began.
	b.Queue(`INSERT INTO offers (leg, call_id, agent_id, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (leg) DO UPDATE SET agent_id = $3, made_at = $4, answered_at = NULL, ended_at = NULL, outcome = ''`, f.Leg, id, f.Agent, at)
	b.Queue(`UPDATE agents SET leg = $1 WHERE id = $2 AND call_id = $3`, f.Leg, f.Agent, id)
}

func closeOffer(b *pgx.Batch, leg call.LegID, outcome string, at time.Time) {
	b.Queue(`UPDATE offers SET ended_at = $2, outcome = CASE outcome WHEN '' THEN $3 ELSE outcome END WHERE leg = $1`, leg, at, outcome)
}

// freeAgent gives an agent back who did not talk. Who let the phone ring out is put on a break, so that the next
// caller does not ring at an empty chair; who declined rests a moment; whose page was lost is offered again when its phone
// is back; everybody else keeps the place among the idle. Who called out of a wrap-up is there again.
func freeAgent(b *pgx.Batch, leg call.LegID, o call.Outcome, at time.Time) {
	state, reason, after, idle := "available", "", at, false
	switch o {
	case call.RangOut, call.Unreachable:
		state, reason = "break", telephony.ReasonNoAnswer
	case call.Declined:
		after, idle = at.Add(declineRest), true
	case call.PageLost:
		after = at.Add(reloadRest)
	}
	b.Queue(`UPDATE agents SET
			state = CASE WHEN wrap_call IS NOT NULL THEN 'wrap_up' WHEN next_state <> '' THEN next_state ELSE $2 END,
			reason = CASE WHEN wrap_call IS NOT NULL THEN '' WHEN next_state <> '' THEN next_reason ELSE $3 END,
			state_since = $4, offer_after = $5, idle_since = CASE WHEN $6 THEN $4 ELSE idle_since END,
			next_state = CASE WHEN wrap_call IS NOT NULL THEN next_state ELSE '' END,
			next_reason = CASE WHEN wrap_call IS NOT NULL THEN next_reason ELSE '' END,
			call_id = wrap_call, leg = NULL, wrap_up_until = CASE WHEN wrap_call IS NOT NULL THEN $7::timestamptz END, wrap_call = NULL
		WHERE leg = $1`, leg, state, reason, at, after, idle, at.Add(WrapUpTime))
	b.Queue(`SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`)
}

// notifyDesks tells every desk that shows this call, and every desk when the line has moved.
func notifyDesks(b *pgx.Batch, c call.Call) {
	moved := c.State == call.Waiting || c.State == call.Offered || c.State == call.Ended
	b.Queue(`SELECT pg_notify('hotline_desk', desk.id::text)
		FROM (SELECT id FROM agents WHERE call_id = $1 UNION ALL SELECT 0 WHERE $2::boolean) desk`, c.ID, moved)
}
