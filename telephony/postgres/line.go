package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Release undoes a reservation that came too late for its call.
func (s *Store) Release(ctx context.Context, leg call.LegID, now time.Time) error {
	b := planned(true)
	closeOffer(b, leg, string(call.Withdrawn), now)
	freeAgent(b, leg, call.Withdrawn, now)
	if err := s.flush(ctx, b); err != nil {
		return fmt.Errorf("release leg %s: %w", leg, err)
	}
	return nil
}

// Tidy ends wrap-ups whose time is over, and frees agents whose call has no leg of theirs: after a crash between a
// reservation and its step, or a fault of ours, nobody stays taken. A reservation is left 5 s to become a leg.
func (s *Store) Tidy(ctx context.Context, now time.Time) (strays int, err error) {
	err = s.tx(ctx, func(tx pgx.Tx) error {
		lapsed, err := s.lapse(ctx, tx, now)
		if err != nil {
			return err
		}
		tag, err := tx.Exec(ctx, `UPDATE agents a SET state = CASE next_state WHEN '' THEN 'available' ELSE next_state END, reason = next_reason,
				state_since = $1, call_id = NULL, leg = NULL, next_state = '', next_reason = '', wrap_call = NULL
			WHERE a.state IN ('offered', 'on_call') AND a.state_since < $1::timestamptz - interval '5 seconds'
			  AND NOT EXISTS (SELECT FROM calls c WHERE c.id = a.call_id AND NOT c.settled
				AND c.body->'legs' @> jsonb_build_array(jsonb_build_object('id', a.leg)))`, now)
		if err != nil {
			return err
		}
		strays = int(tag.RowsAffected())
		if lapsed+strays > 0 {
			_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`)
		}
		return err
	})
	if err != nil {
		return 0, fmt.Errorf("tidy agents: %w", err)
	}
	return strays, nil
}

// lapse ends the wrap-ups whose time is over.
func (s *Store) lapse(ctx context.Context, tx pgx.Tx, now time.Time) (n int, err error) {
	rows, err := tx.Query(ctx, `UPDATE agents a SET state = CASE a.next_state WHEN '' THEN 'available' ELSE a.next_state END, reason = a.next_reason,
			state_since = $1, idle_since = $1, call_id = NULL, wrap_up_until = NULL, next_state = '', next_reason = ''
		FROM agents before WHERE before.id = a.id AND a.state = 'wrap_up' AND a.wrap_up_until <= $1 RETURNING a.id, before.call_id`, now)
	if err != nil {
		return 0, err
	}
	type part struct {
		Agent call.AgentID
		Call  call.ID
	}
	parts, err := pgx.CollectRows(rows, pgx.RowToStructByPos[part])
	for _, p := range parts {
		if err == nil && s.Lapsed != nil {
			err = s.Lapsed(ctx, tx, p.Agent, p.Call)
		}
	}
	return len(parts), err
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

// Reachable notes which phones the node would ring.
func (s *Store) Reachable(ctx context.Context, node string, endpoints map[string]bool, all bool) error {
	var up, down []string
	for e, is := range endpoints {
		if is {
			up = append(up, e)
		} else {
			down = append(down, e)
		}
	}
	err := s.tx(ctx, func(tx pgx.Tx) error {
		// What a node does not say of a phone that is another's means nothing.
		tag, err := tx.Exec(ctx, `WITH n AS (SELECT id,
				CASE WHEN 'a' || id || 'w' = ANY(@up) THEN true WHEN browser_node IN ('', @node) AND (@all OR 'a' || id || 'w' = ANY(@down)) THEN false ELSE browser_reachable END AS browser,
				CASE WHEN 'a' || id || 'w' = ANY(@up) THEN @node ELSE browser_node END AS browser_node,
				CASE WHEN 'a' || id || 'd' = ANY(@up) THEN true WHEN desk_node IN ('', @node) AND (@all OR 'a' || id || 'd' = ANY(@down)) THEN false ELSE desk_reachable END AS desk,
				CASE WHEN 'a' || id || 'd' = ANY(@up) THEN @node ELSE desk_node END AS desk_node FROM agents)
			UPDATE agents a SET browser_reachable = n.browser, desk_reachable = n.desk, browser_node = n.browser_node, desk_node = n.desk_node FROM n
			WHERE a.id = n.id AND (a.browser_reachable, a.desk_reachable, a.browser_node, a.desk_node) IS DISTINCT FROM (n.browser, n.desk, n.browser_node, n.desk_node)`,
			pgx.NamedArgs{"node": node, "up": up, "down": down, "all": all})
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

// DropWish removes a wish of which nothing comes.
func (s *Store) DropWish(ctx context.Context, id int64) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	if _, err := s.pool.Exec(ctx, dropWish, id); err != nil {
		return fmt.Errorf("drop wish %d: %w", id, err)
	}
	return nil
}

const dropWish = `DELETE FROM wishes WHERE id = $1`

// Wishes gives what agents ask for, in order. Commit removes what is obeyed.
func (s *Store) Wishes(ctx context.Context, node string) ([]telephony.PendingWish, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	rows, err := s.pool.Query(ctx, `SELECT w.id, w.call_id, agent_id, action, w.service, target, w.leg, w.reason, number, w.name, seen, mode, coalesce(a.phone, ''),
			CASE action WHEN 'placed' THEN (SELECT body FROM calls c WHERE c.id = w.call_id AND NOT c.settled) END
		FROM wishes w LEFT JOIN agents a ON a.id = agent_id WHERE w.node = $1 ORDER BY w.id`, node)
	if err != nil {
		return nil, fmt.Errorf("read wishes: %w", err)
	}
	var wishes []telephony.PendingWish
	var p telephony.PendingWish
	_, err = pgx.ForEachRow(rows, []any{&p.ID, &p.Wish.Call, &p.Wish.Agent, &p.Wish.Action, &p.Wish.Service, &p.Wish.Target, &p.Wish.Leg, &p.Wish.Reason, &p.Wish.Number, &p.Wish.Name, &p.Wish.Seen, &p.Wish.Mode, &p.Wish.Phone, &p.Placed}, func() error {
		p.Shown = ""
		if p.Wish.Action == shown {
			p.Shown = p.Wish.Leg
		}
		wishes = append(wishes, p)
		return nil
	})
	return wishes, err
}
