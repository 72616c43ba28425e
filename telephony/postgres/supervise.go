package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// PutSupervisor gives a user a telephone and no service, or renames one who has it.
func (s *Store) PutSupervisor(ctx context.Context, id call.AgentID, name string) error {
	_, err := s.pool.Exec(ctx, `WITH put AS (INSERT INTO agents (id, name, role, state_since, idle_since, offer_after, password)
			VALUES ($1, $2, 'supervisor', $3, $3, $3, $4) ON CONFLICT (id) DO UPDATE SET name = $2 RETURNING id)
		SELECT pg_notify('hotline_phones', id::text) FROM put`, id, name, s.now(), rand.Text())
	if err != nil {
		return fmt.Errorf("put supervisor %d: %w", id, err)
	}
	return nil
}

// supervise lets a supervisor do something in a call. One who is not in it yet is reserved here and now, so that nobody is
// ever in two, and what cannot be is refused before any telephone rings. The call's row comes first, as in every step.
func (s *Store) supervise(ctx context.Context, w telephony.Wish) error {
	err := s.tx(ctx, func(tx pgx.Tx) error {
		var c call.Call
		err := tx.QueryRow(ctx, `SELECT body FROM calls WHERE id = $1 FOR UPDATE`, w.Call).Scan(&c)
		if errors.Is(err, pgx.ErrNoRows) {
			return telephony.ErrNoCall
		}
		if err != nil {
			return err
		}
		e := call.Event{Kind: call.AskSupervise, At: s.now(), Mode: w.Mode}
		if l, in := c.LegOf(w.Agent); in {
			e.Leg = l.ID
		} else if err := s.takeSupervisor(ctx, tx, c, &w); err != nil {
			return err
		} else {
			e.Leg, e.Agent = w.Leg, w.Agent
		}
		if _, _, err := call.Next(call.DefaultRules(), c, e); err != nil {
			return telephony.ErrNotNow
		}
		_, err = tx.Exec(ctx, `WITH w AS (INSERT INTO wishes (node, call_id, agent_id, action, leg, mode, reason, at) VALUES ($1, $2, $3, $4, $5, $6, $7, $8))
			SELECT pg_notify('hotline_wish', $1), pg_notify('hotline_desk', $3::bigint::text)`, c.Node, c.ID, w.Agent, w.Action, w.Leg, w.Mode, w.Reason, s.now())
		return err
	})
	if err != nil {
		return fmt.Errorf("supervise call %s: %w", w.Call, err)
	}
	return nil
}

// takeSupervisor reserves the supervisor and names the leg. It refuses who is none, whose telephone would not ring, who is
// in another call, and the second of two.
func (s *Store) takeSupervisor(ctx context.Context, tx pgx.Tx, c call.Call, w *telephony.Wish) error {
	var second bool // somebody is in the call, or reserved for it by a wish that is under way
	err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM agents WHERE role = 'supervisor' AND call_id = $1 AND leg IS NOT NULL AND leg <> ALL($2))`,
		c.ID, legsOf(c, call.Agent, call.Target)).Scan(&second)
	if err != nil {
		return err
	}
	var role string
	var state telephony.AgentState
	var reachable bool
	err = tx.QueryRow(ctx, `SELECT role, state, CASE phone WHEN 'browser' THEN browser_reachable AND browser_node IN ('', $2)
		ELSE desk_reachable AND desk_node IN ('', $2) END FROM agents WHERE id = $1 FOR UPDATE`, w.Agent, c.Node).Scan(&role, &state, &reachable)
	switch {
	case errors.Is(err, pgx.ErrNoRows), err == nil && role != "supervisor":
		return telephony.ErrNoSupervisor
	case err != nil:
		return err
	case second:
		return telephony.ErrSupervised
	case state == telephony.OnOffer, state == telephony.OnCall, state == telephony.WrapUp:
		return telephony.ErrBusy
	case state != telephony.Available, !reachable:
		return telephony.ErrNoPhone
	}
	var n int64
	if err := tx.QueryRow(ctx, `SELECT nextval(pg_get_serial_sequence('wishes', 'id'))`).Scan(&n); err != nil {
		return err
	}
	w.Leg = call.SupervisorLeg(c.ID, n)
	_, err = tx.Exec(ctx, `UPDATE agents SET state = 'offered', reason = '', state_since = $2, call_id = $3, leg = $4 WHERE id = $1`,
		w.Agent, s.now(), c.ID, w.Leg)
	return err
}

// legsOf are the ids of the legs in these roles.
func legsOf(c call.Call, roles ...call.Role) []string {
	ids := []string{}
	for _, l := range c.Legs {
		for _, r := range roles {
			if l.Role == r {
				ids = append(ids, string(l.ID))
			}
		}
	}
	return ids
}

// putSupervision writes what a step means for the supervisor and the audit.
func putSupervision(b *pgx.Batch, ch telephony.Change, f call.Effect) {
	at := ch.Event.At
	over := func() {
		b.Queue(`UPDATE supervisions SET until_at = $2 WHERE leg = $1 AND until_at IS NULL`, f.Leg, at)
	}
	switch f.Kind {
	case call.SupervisionAsked:
		var from time.Time // a supervisor who changes the mode hears already
		if l, _ := ch.Call.Leg(f.Leg); l.Status == call.Up {
			from = at
		}
		agent, _ := ch.Call.Of(call.Agent)
		over()
		b.Queue(`INSERT INTO supervisions (call_id, version, leg, supervisor, agent, mode, reason, asked_at, from_at)
			VALUES ($1, $2, $3, $4, $5, $6, coalesce(nullif($7, ''), (SELECT reason FROM supervisions WHERE leg = $3 ORDER BY version DESC LIMIT 1), '—'), $8, $9)`,
			ch.Call.ID, ch.Call.Version, f.Leg, f.Agent, null(agent.Agent), f.Mode, ch.Event.Reason, at, nullTime(from))
	case call.SupervisionBegan:
		b.Queue(`UPDATE supervisions SET from_at = $2 WHERE leg = $1 AND until_at IS NULL`, f.Leg, at)
		b.Queue(`UPDATE agents SET state = 'on_call', reason = '', state_since = $2 WHERE leg = $1 AND state = 'offered'`, f.Leg, at)
	case call.SupervisionOver:
		over()
		freeAgent(b, f.Leg, call.Withdrawn, at)
	case call.TakenOver:
		over()
		b.Queue(`INSERT INTO offers (leg, call_id, agent_id, made_at, answered_at, outcome) VALUES ($1, $2, $3, $4, $4, 'answered')`,
			f.Leg, ch.Call.ID, f.Agent, at)
	}
}

// Hall is everything that goes on now.
func (s *Store) Hall(ctx context.Context) (h telephony.Hall, err error) {
	rows, err := s.pool.Query(ctx, `SELECT `+agentColumns+`, c.body FROM agents LEFT JOIN calls c ON c.id = call_id
		ORDER BY role, array_position(ARRAY['on_call', 'offered', 'wrap_up', 'available', 'break', 'offline'], agents.state), name`)
	if err != nil {
		return h, fmt.Errorf("hall: %w", err)
	}
	h.Agents, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (a telephony.AgentInHall, err error) {
		a.Agent, err = scanAgent(row, &a.Call)
		return a, err
	})
	if err != nil {
		return h, fmt.Errorf("hall: %w", err)
	}
	rows, err = s.pool.Query(ctx, `SELECT body FROM calls WHERE state IN ('waiting', 'offered') ORDER BY service, priority DESC, queued_at, id LIMIT 500`)
	if err != nil {
		return h, fmt.Errorf("hall: %w", err)
	}
	h.Waiting, err = pgx.CollectRows(rows, pgx.RowTo[call.Call])
	return h, err
}

// Supervisions are the audit of one call, in order.
func (s *Store) Supervisions(ctx context.Context, id call.ID) ([]telephony.Supervision, error) {
	rows, err := s.pool.Query(ctx, `SELECT v.supervisor, a.name, v.mode, v.reason, v.asked_at, coalesce(v.from_at, '0001-01-01'), coalesce(v.until_at, '0001-01-01')
		FROM supervisions v JOIN agents a ON a.id = v.supervisor WHERE v.call_id = $1 ORDER BY v.version`, id)
	if err != nil {
		return nil, fmt.Errorf("supervisions of %s: %w", id, err)
	}
	return pgx.CollectRows(rows, pgx.RowToStructByPos[telephony.Supervision])
}
