package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// free is who can be offered a call now: available, rested, and with a phone that would ring.
const free = `a.state = 'available' AND a.offer_after <= @now AND CASE a.phone WHEN 'browser' THEN a.browser_reachable ELSE a.desk_reachable END`

// next is the first in each line with the agent for it, and of these pairs the one whose caller is first. The agent is the
// one who talked with this number last, if that is not long ago and the agent is free, or the longest idle. Each line is read
// by its index, so that those who wait for a service without a free agent are not looked through.
const next = `SELECT c.body, coalesce(known.id, idle.id), coalesce(known.phone, idle.phone), coalesce(known.desktop, idle.desktop)
	FROM unnest(@services::text[]) service
	JOIN LATERAL (SELECT c.body, c.priority, c.queued_at, c.id, c.number FROM calls c
		WHERE c.node = @node AND c.service = service.service AND c.state = 'waiting' AND c.ticket_id IS NOT NULL
		  AND NOT EXISTS (SELECT FROM agents x WHERE x.call_id = c.id AND x.state = 'offered')
		ORDER BY c.priority DESC, c.queued_at, c.id LIMIT 1 FOR UPDATE SKIP LOCKED) c ON true
	LEFT JOIN LATERAL (SELECT a.id, a.phone, a.desktop FROM agents a WHERE a.service = service.service AND ` + free + `
		AND a.id = (SELECT o.agent_id FROM calls p JOIN offers o ON o.call_id = p.id AND o.answered_at IS NOT NULL
			WHERE p.number = c.number AND c.number <> '' AND p.arrived_at > @since AND p.id <> c.id
			ORDER BY p.arrived_at DESC, o.made_at DESC LIMIT 1) FOR UPDATE SKIP LOCKED) known ON true
	LEFT JOIN LATERAL (SELECT a.id, a.phone, a.desktop FROM agents a WHERE known.id IS NULL AND a.service = service.service AND ` + free + `
		ORDER BY a.idle_since, a.id LIMIT 1 FOR UPDATE SKIP LOCKED) idle ON true
	WHERE coalesce(known.id, idle.id) IS NOT NULL
	ORDER BY c.priority DESC, c.queued_at, c.id LIMIT 1`

// Reserve takes, in one transaction, the caller who is first in the line and the agent of that service who talked with the
// number within LastAgent, or has been idle longest. Two copies, or two calls, never get the same agent: rows are locked, and locked rows are skipped.
func (s *Store) Reserve(ctx context.Context, node string, now time.Time) (r telephony.Reservation, ok bool, err error) {
	err = s.tx(ctx, func(tx pgx.Tx) error {
		var c call.Call
		var phone call.Phone
		err := tx.QueryRow(ctx, next, pgx.NamedArgs{"node": node, "now": now, "since": now.Add(-s.LastAgent), "services": []call.Service{call.Information, call.Organisation}}).Scan(&c, &r.Agent, &phone, &r.Desktop)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		r.Call, r.Leg, r.Phone, r.Endpoint, ok = c.ID, c.NextLeg(), phone, telephony.Endpoint(r.Agent, phone), true
		return s.take(ctx, tx, r, now)
	})
	if err != nil {
		return telephony.Reservation{}, false, fmt.Errorf("reserve an agent: %w", err)
	}
	return r, ok, nil
}

// ReserveTarget takes an agent for a consultation: the named one if free, or the longest idle of the service.
func (s *Store) ReserveTarget(ctx context.Context, id call.ID, leg call.LegID, service call.Service, agent call.AgentID, now time.Time) (r telephony.Reservation, ok bool, err error) {
	err = s.tx(ctx, func(tx pgx.Tx) error {
		err := tx.QueryRow(ctx, `SELECT a.id, a.phone, a.desktop FROM agents a
			WHERE (a.id = @agent OR @agent = 0 AND a.service = @service) AND `+free+`
			ORDER BY a.idle_since, a.id LIMIT 1 FOR UPDATE SKIP LOCKED`,
			pgx.NamedArgs{"agent": int64(agent), "service": string(service), "now": now}).Scan(&r.Agent, &r.Phone, &r.Desktop)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		r.Call, r.Leg, r.Endpoint, ok = id, leg, telephony.Endpoint(r.Agent, r.Phone), true
		return s.take(ctx, tx, r, now)
	})
	if err != nil {
		return telephony.Reservation{}, false, fmt.Errorf("reserve a target for call %s: %w", id, err)
	}
	return r, ok, nil
}

func (s *Store) take(ctx context.Context, tx pgx.Tx, r telephony.Reservation, now time.Time) error {
	if _, err := tx.Exec(ctx, `UPDATE agents SET state = 'offered', reason = '', state_since = $2, call_id = $3, leg = $4 WHERE id = $1`,
		r.Agent, now, r.Call, r.Leg); err != nil {
		return err
	}
	_, err := tx.Exec(ctx, `INSERT INTO offers (leg, call_id, agent_id, made_at) VALUES ($1, $2, $3, $4)
		ON CONFLICT (leg) DO UPDATE SET agent_id = $3, made_at = $4, ended_at = NULL, outcome = ''`, r.Leg, r.Call, r.Agent, now)
	return err
}

// Release undoes a reservation that came too late for its call.
func (s *Store) Release(ctx context.Context, leg call.LegID, now time.Time) error {
	err := s.tx(ctx, func(tx pgx.Tx) error {
		if err := s.closeOffer(ctx, tx, leg, string(call.Withdrawn), now); err != nil {
			return err
		}
		return s.freeAgent(ctx, tx, leg, call.Withdrawn, now)
	})
	if err != nil {
		return fmt.Errorf("release leg %s: %w", leg, err)
	}
	return nil
}

// Tidy ends wrap-ups whose time is over, and frees agents whose call has no leg of theirs: after a crash between a
// reservation and its step, or a fault of ours, nobody stays taken. A reservation is left 5 s to become a leg.
func (s *Store) Tidy(ctx context.Context, now time.Time) (strays int, err error) {
	err = s.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `UPDATE agents SET state = CASE next_state WHEN '' THEN 'available' ELSE next_state END, reason = next_reason,
				state_since = $1, idle_since = $1, call_id = NULL, wrap_up_until = NULL, next_state = '', next_reason = ''
			WHERE state = 'wrap_up' AND wrap_up_until <= $1`, now)
		if err != nil {
			return err
		}
		changed := tag.RowsAffected()
		tag, err = tx.Exec(ctx, `UPDATE agents a SET state = CASE next_state WHEN '' THEN 'available' ELSE next_state END, reason = next_reason,
				state_since = $1, call_id = NULL, leg = NULL, next_state = '', next_reason = ''
			WHERE a.state IN ('offered', 'on_call') AND a.state_since < $1::timestamptz - interval '5 seconds'
			  AND NOT EXISTS (SELECT FROM calls c WHERE c.id = a.call_id AND NOT c.settled
				AND c.body->'legs' @> jsonb_build_array(jsonb_build_object('id', a.leg)))`, now)
		if err != nil {
			return err
		}
		strays = int(tag.RowsAffected())
		if changed+tag.RowsAffected() > 0 {
			_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("tidy agents: %w", err)
	}
	return strays, nil
}

// Phones gives every agent's two accounts in the switch.
func (s *Store) Phones(ctx context.Context) ([]telephony.AgentPhone, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	rows, err := s.pool.Query(ctx, `SELECT id, password FROM agents ORDER BY id`)
	if err != nil {
		return nil, fmt.Errorf("phones: %w", err)
	}
	var phones []telephony.AgentPhone
	var id call.AgentID
	var password string
	_, err = pgx.ForEachRow(rows, []any{&id, &password}, func() error {
		for _, kind := range []call.Phone{call.Browser, call.Desk} {
			phones = append(phones, telephony.AgentPhone{Endpoint: telephony.Endpoint(id, kind), Password: password, Phone: kind})
		}
		return nil
	})
	return phones, err
}

// Reachable notes which phones would ring.
func (s *Store) Reachable(ctx context.Context, endpoints map[string]bool, all bool, now time.Time) error {
	var up, down []string
	for e, is := range endpoints {
		if is {
			up = append(up, e)
		} else {
			down = append(down, e)
		}
	}
	err := s.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, `WITH n AS (SELECT id,
				CASE WHEN 'a' || id || 'w' = ANY($1) THEN true WHEN $3 OR 'a' || id || 'w' = ANY($2) THEN false ELSE browser_reachable END AS browser,
				CASE WHEN 'a' || id || 'd' = ANY($1) THEN true WHEN $3 OR 'a' || id || 'd' = ANY($2) THEN false ELSE desk_reachable END AS desk FROM agents)
			UPDATE agents a SET browser_reachable = n.browser, desk_reachable = n.desk FROM n
			WHERE a.id = n.id AND (a.browser_reachable, a.desk_reachable) IS DISTINCT FROM (n.browser, n.desk)`, up, down, all)
		if err == nil && tag.RowsAffected() > 0 {
			_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`)
		}
		return err
	})
	if err != nil {
		return fmt.Errorf("note reachable phones: %w", err)
	}
	return nil
}

// TakeWishes gives what agents asked for, in order, and removes it.
func (s *Store) TakeWishes(ctx context.Context, node string) ([]telephony.PendingWish, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	rows, err := s.pool.Query(ctx, `WITH w AS (DELETE FROM wishes WHERE node = $1 RETURNING *)
		SELECT call_id, agent_id, action, service, target, leg, reason FROM w ORDER BY id`, node)
	if err != nil {
		return nil, fmt.Errorf("take wishes: %w", err)
	}
	var wishes []telephony.PendingWish
	var p telephony.PendingWish
	_, err = pgx.ForEachRow(rows, []any{&p.Wish.Call, &p.Wish.Agent, &p.Wish.Action, &p.Wish.Service, &p.Wish.Target, &p.Shown, &p.Wish.Reason}, func() error {
		wishes = append(wishes, p)
		return nil
	})
	return wishes, err
}
