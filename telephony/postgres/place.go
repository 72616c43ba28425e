package postgres

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Place begins a call out. In one transaction the caps are looked at, the agent is taken, the call's first step is written
// and whoever drives the node is told: a crash at any moment leaves all of it, or nothing.
func (s *Store) Place(ctx context.Context, p telephony.Placement) (call.ID, error) {
	if err := s.Outward.May(p.Number); err != nil {
		return "", fmt.Errorf("call %s: %w", p.Number, err)
	}
	var id call.ID
	err := s.tx(ctx, func(tx pgx.Tx) error {
		now := s.now()
		// One after the other, or two would both be the last that the caps allow.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock(hashtext('hotline_calls_out'))`); err != nil {
			return err
		}
		if err := s.mayCall(ctx, tx, p.Agent, now); err != nil {
			return err
		}
		r, service, node, err := s.callingAgent(ctx, tx, p.Agent)
		if err != nil {
			return err
		}
		id = call.ID(fmt.Sprintf("%s-o%d.%s", node, now.UnixMilli(), strings.ToLower(rand.Text()[:10])))
		c := call.New(id, node)
		c.DID = s.Outward.From
		r.Call, r.Leg = id, c.NextLeg()
		e := call.Event{Kind: call.Placed, At: now, Leg: r.Leg, Agent: r.Agent, Phone: r.Phone, Endpoint: r.Endpoint,
			Number: p.Number, Ticket: p.Ticket, Service: service}
		c, effects, err := call.Next(s.Rules, c, e)
		if err != nil {
			return err
		}
		if err := take(ctx, tx, r, now); err != nil {
			return err
		}
		if err := tx.SendBatch(ctx, s.step(telephony.Change{Call: c, Event: e, Effects: effects})).Close(); err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `WITH w AS (INSERT INTO wishes (node, call_id, agent_id, action, at) VALUES ($1, $2, $3, $4, $5) RETURNING node)
			SELECT pg_notify('hotline_wish', node) FROM w`, node, id, p.Agent, placed, now)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("agent %d calls out: %w", p.Agent, err)
	}
	return id, nil
}

// placed is the row among the wishes that brings a call out to who drives its node.
const placed = "placed"

// mayCall holds the agent and the house to their caps.
func (s *Store) mayCall(ctx context.Context, tx pgx.Tx, agent call.AgentID, now time.Time) error {
	var own, all, live int
	err := tx.QueryRow(ctx, `SELECT count(*) FILTER (WHERE placed_by = $1), count(*),
			(SELECT count(*) FROM calls WHERE direction = 'outbound' AND ended_at IS NULL)
		FROM calls WHERE direction = 'outbound' AND arrived_at > $2`, agent, now.Add(-time.Hour)).Scan(&own, &all, &live)
	switch o := s.Outward; {
	case err != nil:
		return err
	case own >= o.PerAgent:
		return telephony.ErrAgentCap
	case all >= o.PerHour:
		return telephony.ErrHouseCap
	case live >= o.AtOnce:
		return telephony.ErrLinesBusy
	}
	return nil
}

// callingAgent locks the agent, who must be free or wrap up, at a telephone that would ring. What is wrapped up is put aside.
func (s *Store) callingAgent(ctx context.Context, tx pgx.Tx, id call.AgentID) (r telephony.Reservation, service call.Service, node string, err error) {
	var state telephony.AgentState
	var reachable bool
	err = tx.QueryRow(ctx, `SELECT id, coalesce(service, ''), state, phone,
			CASE phone WHEN 'browser' THEN browser_reachable ELSE desk_reachable END, CASE phone WHEN 'browser' THEN browser_node ELSE desk_node END
		FROM agents WHERE id = $1 FOR UPDATE`, id).Scan(&r.Agent, &service, &state, &r.Phone, &reachable, &node)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return r, "", "", telephony.ErrNoAgent
	case err != nil:
		return r, "", "", err
	case state != telephony.Available && state != telephony.WrapUp:
		return r, "", "", telephony.ErrNotFree
	case !reachable:
		return r, "", "", telephony.ErrNoPhone
	}
	if node == "" {
		node = s.Outward.Node
	}
	r.Endpoint = telephony.Endpoint(r.Agent, r.Phone)
	_, err = tx.Exec(ctx, `UPDATE agents SET wrap_call = call_id WHERE id = $1 AND state = 'wrap_up'`, id)
	return r, service, node, err
}

// failedFor is how long a desk says that a call out did not come about.
const failedFor = 5 * time.Minute

// failed is the agent's last call out, if no talk came of it and that is news.
func (s *Store) failed(ctx context.Context, id call.AgentID) (*call.Call, error) {
	var c call.Call
	err := s.pool.QueryRow(ctx, `SELECT body FROM calls WHERE direction = 'outbound' AND placed_by = $1 ORDER BY arrived_at DESC LIMIT 1`, id).Scan(&c)
	switch {
	case errors.Is(err, pgx.ErrNoRows):
		return nil, nil
	case err != nil:
		return nil, fmt.Errorf("last call out of agent %d: %w", id, err)
	case c.State != call.Ended || !c.AnsweredAt.IsZero() || c.EndReason == call.Cancelled || s.now().Sub(c.EndedAt) > failedFor:
		return nil, nil
	}
	return &c, nil
}
