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

const agentColumns = `agents.id, name, coalesce(agents.service, ''), role = 'supervisor', agents.state, reason, state_since, phone,
	CASE phone WHEN 'browser' THEN browser_reachable ELSE desk_reachable END, desktop, coalesce(call_id, ''), next_state, next_reason, wrap_up_until, extensions`

func scanAgent(row pgx.CollectableRow, more ...any) (a telephony.Agent, err error) {
	var until *time.Time
	err = row.Scan(append([]any{&a.ID, &a.Name, &a.Service, &a.Supervisor, &a.State, &a.Reason, &a.StateSince, &a.Phone, &a.PhoneReachable, &a.Desktop,
		&a.Call, &a.Next, &a.NextReason, &until, &a.Extensions}, more...)...)
	if until != nil {
		a.WrapUpUntil = *until
	}
	return a, err
}

func oneAgent(row pgx.CollectableRow) (telephony.Agent, error) { return scanAgent(row) }

// PutAgent makes a user an agent of a service, or renames one. The phones' password is made once.
func (s *Store) PutAgent(ctx context.Context, id call.AgentID, name string, service call.Service) error {
	_, err := s.pool.Exec(ctx, `WITH put AS (INSERT INTO agents (id, name, service, state_since, idle_since, offer_after, password)
			VALUES ($1, $2, $3, $4, $4, $4, $5) ON CONFLICT (id) DO UPDATE SET name = $2, service = $3 RETURNING id)
		SELECT pg_notify('hotline_phones', id::text) FROM put`, id, name, service, s.now(), rand.Text())
	if err != nil {
		return fmt.Errorf("put agent %d: %w", id, err)
	}
	return nil
}

func (s *Store) agent(ctx context.Context, id call.AgentID) (telephony.Agent, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+agentColumns+` FROM agents WHERE id = $1`, id)
	if err != nil {
		return telephony.Agent{}, fmt.Errorf("agent %d: %w", id, err)
	}
	a, err := pgx.CollectExactlyOneRow(rows, oneAgent)
	if errors.Is(err, pgx.ErrNoRows) {
		err = telephony.ErrNoAgent
	}
	return a, err
}

// line is what a desk shows of its agent's line; a supervisor's are all.
const line = `SELECT count(*), min(queued_at) FROM calls WHERE state IN ('waiting', 'offered') AND service = ANY(@services)`

// Desk is what the agent's desk shows of telephony.
func (s *Store) Desk(ctx context.Context, id call.AgentID) (v telephony.DeskView, err error) {
	if v.Agent, err = s.agent(ctx, id); err != nil {
		return v, err
	}
	var oldest *time.Time
	services := []call.Service{v.Agent.Service}
	if v.Agent.Supervisor {
		services = []call.Service{call.Information, call.Organisation}
	}
	err = s.pool.QueryRow(ctx, line, pgx.NamedArgs{"services": services}).Scan(&v.Waiting, &oldest)
	if err != nil {
		return v, fmt.Errorf("line: %w", err)
	}
	if oldest != nil {
		v.Longest = max(s.now().Sub(*oldest), 0)
	}
	if v.Failed, err = s.failed(ctx, id); err != nil || v.Agent.Call == "" {
		return v, err
	}
	var c call.Call
	err = s.pool.QueryRow(ctx, `SELECT body FROM calls WHERE id = $1`, v.Agent.Call).Scan(&c)
	if errors.Is(err, pgx.ErrNoRows) {
		return v, nil
	}
	if err != nil {
		return v, fmt.Errorf("call %s: %w", v.Agent.Call, err)
	}
	v.Call = &telephony.DeskCall{Call: c}
	if l, ok := c.LegOf(id); ok {
		v.Call.Leg = l
		if l.Status == call.Ringing {
			v.Call.RingUntil = c.DeadlineAt
		}
		return v, s.other(ctx, c, l, v.Call)
	}
	v.Call.Leg = call.Leg{Agent: id, Role: call.Agent, Status: call.Gone}
	if v.Agent.State == telephony.OnOffer {
		v.Call.Leg.Status = call.Reserved // the reservation is written, its step is on the way
	}
	return v, nil
}

// other adds the other party of a consultation; for a supervisor, whom he hears; and who supervises.
func (s *Store) other(ctx context.Context, c call.Call, mine call.Leg, d *telephony.DeskCall) error {
	if l, in := c.Of(call.Supervisor); in && l.ID != mine.ID {
		a, err := s.agent(ctx, l.Agent)
		if err != nil {
			return err
		}
		d.Supervisor, d.Mode = a.Name, l.Mode
	}
	role := call.Target
	if mine.Role != call.Agent {
		role = call.Agent
	}
	l, ok := c.Of(role)
	if !ok || l.ID == mine.ID {
		return nil
	}
	if l.Phone == call.Outside {
		d.OtherLeg = l
		return nil
	}
	a, err := s.agent(ctx, l.Agent)
	d.Other, d.OtherLeg = &a, l
	return err
}

// Colleagues are the other agents who are on shift or may be, the free ones first.
func (s *Store) Colleagues(ctx context.Context, except call.AgentID) ([]telephony.Agent, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+agentColumns+` FROM agents WHERE id <> $1 AND role = 'agent'
		ORDER BY array_position(ARRAY['available', 'wrap_up', 'offered', 'on_call', 'break', 'offline'], state), name`, except)
	if err != nil {
		return nil, fmt.Errorf("colleagues: %w", err)
	}
	return pgx.CollectRows(rows, oneAgent)
}

// SetState changes what the agent does now, or, with a call on the desk, what follows it.
func (s *Store) SetState(ctx context.Context, id call.AgentID, state telephony.AgentState, reason string, phone call.Phone) error {
	if state != telephony.Available && state != telephony.Break && state != telephony.Offline {
		return telephony.ErrUnknownState
	}
	return s.change(ctx, id, setState, telephony.ErrNoAgent, id, string(state), reason, string(phone), s.now())
}

// setState changes what the agent does now, or, with a call on the desk, what follows it.
const setState = `UPDATE agents SET
		phone = CASE WHEN $4 <> '' AND call_id IS NULL THEN $4 ELSE phone END,
		state = CASE WHEN call_id IS NULL THEN $2 ELSE state END,
		reason = CASE WHEN call_id IS NULL THEN $3 ELSE reason END,
		state_since = CASE WHEN call_id IS NULL AND (state, reason) IS DISTINCT FROM ($2, $3) THEN $5 ELSE state_since END,
		idle_since = CASE WHEN call_id IS NULL AND state <> $2 THEN $5 ELSE idle_since END,
		offer_after = CASE WHEN call_id IS NULL THEN $5 ELSE offer_after END,
		next_state = CASE WHEN call_id IS NULL THEN '' ELSE $2 END,
		next_reason = CASE WHEN call_id IS NULL THEN '' ELSE $3 END
	WHERE id = $1`

// change runs one update of one agent and tells line and desks; nothing changed is the given fault.
func (s *Store) change(ctx context.Context, id call.AgentID, update string, none error, args ...any) error {
	err := s.tx(ctx, func(tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, update, args...)
		if err != nil {
			return err
		}
		if tag.RowsAffected() == 0 {
			return none
		}
		_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0'), pg_notify('hotline_desk', $1::bigint::text)`, id)
		return err
	})
	if err != nil {
		return fmt.Errorf("agent %d: %w", id, err)
	}
	return nil
}

// PhoneAccount is the account of the phone in use.
func (s *Store) PhoneAccount(ctx context.Context, id call.AgentID) (p telephony.AgentPhone, err error) {
	err = s.pool.QueryRow(ctx, `SELECT password, phone FROM agents WHERE id = $1`, id).Scan(&p.Password, &p.Phone)
	if errors.Is(err, pgx.ErrNoRows) {
		return p, telephony.ErrNoAgent
	}
	p.Endpoint = telephony.Endpoint(id, p.Phone)
	return p, err
}

// Desktop notes whether a desktop of the agent is connected.
func (s *Store) Desktop(ctx context.Context, id call.AgentID, connected bool) error {
	_, err := s.pool.Exec(ctx, `UPDATE agents SET desktop = $2 WHERE id = $1`, id, connected)
	return err
}

// ForgetDesktops is for a copy that begins to drive a node: whoever died may have left desktops behind that nobody has open.
// Every copy is told, and says again which desktops are open there.
func (s *Store) ForgetDesktops(ctx context.Context) error {
	_, err := s.pool.Exec(ctx, `WITH forgotten AS (UPDATE agents SET desktop = false WHERE desktop RETURNING id)
		SELECT pg_notify('hotline_desk', '0') WHERE EXISTS (SELECT FROM forgotten)`)
	if err != nil {
		return fmt.Errorf("forget desktops: %w", err)
	}
	return nil
}

// shown is no wish of an agent: the offer is on the screen.
const shown telephony.Action = "shown"

// Shown passes on that the offer is on the screen.
func (s *Store) Shown(ctx context.Context, id call.AgentID, leg call.LegID) error {
	of, ok := call.CallOf(leg)
	if !ok {
		return telephony.ErrNoCall
	}
	return s.send(ctx, telephony.Wish{Agent: id, Call: of, Action: shown}, leg)
}

// Do passes a wish to the copy that drives the call. What cannot be now is refused at once; what another event
// overtakes on the way is dropped there, and the desk shows what is.
func (s *Store) Do(ctx context.Context, w telephony.Wish) error {
	if w.Action == telephony.Supervise {
		return s.supervise(ctx, w)
	}
	var c call.Call
	err := s.pool.QueryRow(ctx, `SELECT body FROM calls WHERE id = $1`, w.Call).Scan(&c)
	if errors.Is(err, pgx.ErrNoRows) {
		return telephony.ErrNoCall
	}
	if err != nil {
		return fmt.Errorf("call %s: %w", w.Call, err)
	}
	l, ok := c.LegOf(w.Agent)
	if !ok {
		return telephony.ErrNotYours
	}
	kind, known := telephony.EventOf(w.Action)
	if !known || !w.StillMeant(c.State) {
		return telephony.ErrNotNow
	}
	if w.Number != "" {
		if w.Name, err = s.listed(ctx, w.Number); err != nil {
			return err
		}
	}
	if _, _, err := call.Next(call.DefaultRules(), c, call.Event{Kind: kind, At: s.now(), Leg: l.ID, Agent: w.Target, Service: w.Service, Number: w.Number}); err != nil {
		return telephony.ErrNotNow
	}
	return s.send(ctx, w, "")
}

// Dismiss takes an agent or a supervisor out of the call that he or she is in, if any: the telephone is let go, and a caller
// who is left alone goes to the front of the line.
func (s *Store) Dismiss(ctx context.Context, id call.AgentID) error {
	w := telephony.Wish{Agent: id, Action: telephony.Dismiss}
	err := s.pool.QueryRow(ctx, `SELECT call_id FROM agents WHERE id = $1 AND leg IS NOT NULL`, id).Scan(&w.Call)
	if err == nil {
		err = s.Do(ctx, w)
	}
	if errors.Is(err, pgx.ErrNoRows) || errors.Is(err, telephony.ErrNoCall) || errors.Is(err, telephony.ErrNotYours) || errors.Is(err, telephony.ErrNotNow) {
		return nil // in none, or in none any more
	}
	return err
}

func (s *Store) send(ctx context.Context, w telephony.Wish, leg call.LegID) error {
	_, err := s.pool.Exec(ctx, `WITH w AS (INSERT INTO wishes (node, call_id, agent_id, action, service, target, leg, at, reason, number, name, seen)
			SELECT c.node, c.id, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11 FROM calls c WHERE c.id = $1 RETURNING node)
		SELECT pg_notify('hotline_wish', node) FROM w`, w.Call, w.Agent, w.Action, w.Service, w.Target, leg, s.now(), w.Reason, w.Number, w.Name, w.Seen)
	if err != nil {
		return fmt.Errorf("%s for call %s: %w", w.Action, w.Call, err)
	}
	return nil
}

// FinishWrapUp ends the agent's work after the call.
func (s *Store) FinishWrapUp(ctx context.Context, id call.AgentID, of call.ID, next telephony.AgentState, reason string) error {
	if next == "" {
		next = telephony.Available
	}
	return s.change(ctx, id, `UPDATE agents SET state = $3, reason = $4, state_since = $5, idle_since = $5, call_id = NULL, wrap_up_until = NULL,
			next_state = '', next_reason = ''
		WHERE id = $1 AND call_id = $2 AND state = 'wrap_up'`, telephony.ErrNotNow, id, of, string(next), reason, s.now())
}

// ExtendWrapUp gives a minute more, at most twice.
func (s *Store) ExtendWrapUp(ctx context.Context, id call.AgentID, of call.ID) error {
	return s.change(ctx, id, `UPDATE agents SET wrap_up_until = wrap_up_until + make_interval(secs => $3), extensions = extensions + 1
		WHERE id = $1 AND call_id = $2 AND state = 'wrap_up' AND extensions < $4`,
		telephony.ErrNoExtension, id, of, ExtensionTime.Seconds(), telephony.MaxExtensions)
}
