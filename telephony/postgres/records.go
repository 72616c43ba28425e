package postgres

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

const recordColumns = `c.body,
	coalesce((SELECT array_agg(a.name ORDER BY o.answered_at) FROM offers o JOIN agents a ON a.id = o.agent_id
		WHERE o.call_id = c.id AND o.answered_at IS NOT NULL), '{}'),
	(SELECT min(o.answered_at) FROM offers o WHERE o.call_id = c.id), (SELECT max(o.ended_at) FROM offers o WHERE o.call_id = c.id AND o.answered_at IS NOT NULL),
	coalesce((SELECT a.name FROM agents a WHERE a.id = c.placed_by), '')`

func scanRecord(row pgx.CollectableRow) (r telephony.Record, err error) {
	var from, to *time.Time
	err = row.Scan(&r.Call, &r.Agents, &from, &to, &r.PlacedBy)
	r.Agents = slices.Compact(r.Agents) // who came back on another leg has talked once
	if from != nil && to != nil {
		r.TalkFor = to.Sub(*from)
	}
	return r, err
}

// maxRecords is the longest page of records.
const maxRecords = 200

// Records gives calls, newest first: Limit of them, 50 when it is not set, 200 at most.
func (s *Store) Records(ctx context.Context, f telephony.RecordFilter) ([]telephony.Record, error) {
	if f.Limit <= 0 {
		f.Limit = 50
	}
	f.Limit = min(f.Limit, maxRecords)
	rows, err := s.pool.Query(ctx, `SELECT `+recordColumns+` FROM calls c WHERE
			(@number = '' OR c.number = @number) AND (@ticket::bigint = 0 OR c.ticket_id = @ticket)
			AND (@agent::bigint = 0 OR EXISTS (SELECT FROM offers o WHERE o.call_id = c.id AND o.agent_id = @agent AND o.answered_at IS NOT NULL)
				OR c.placed_by = @agent)
			AND (@from::timestamptz IS NULL OR c.arrived_at >= @from) AND (@to::timestamptz IS NULL OR c.arrived_at < @to)
			AND (@reason = '' OR c.end_reason = @reason)
			AND (@before::timestamptz IS NULL OR (c.arrived_at, c.id) < (@before, @after))
		ORDER BY c.arrived_at DESC, c.id DESC LIMIT @limit`,
		pgx.NamedArgs{"number": f.Number, "ticket": int64(f.Ticket), "agent": int64(f.Agent), "from": nullTime(f.From), "to": nullTime(f.To),
			"reason": string(f.Reason), "before": nullTime(f.Before), "after": string(f.After), "limit": f.Limit})
	if err != nil {
		return nil, fmt.Errorf("records: %w", err)
	}
	return pgx.CollectRows(rows, scanRecord)
}

// RecentCalls gives the last calls of a number.
func (s *Store) RecentCalls(ctx context.Context, number string, except call.ID, limit int) ([]telephony.Record, error) {
	if number == "" {
		return nil, nil
	}
	rows, err := s.pool.Query(ctx, `SELECT `+recordColumns+` FROM calls c WHERE c.number = $1 AND c.id <> $2
		ORDER BY c.arrived_at DESC LIMIT $3`, number, except, limit)
	if err != nil {
		return nil, fmt.Errorf("recent calls: %w", err)
	}
	return pgx.CollectRows(rows, scanRecord)
}

// Record gives one call with its timeline.
func (s *Store) Record(ctx context.Context, id call.ID) (telephony.Record, []telephony.Moment, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+recordColumns+` FROM calls c WHERE c.id = $1`, id)
	if err != nil {
		return telephony.Record{}, nil, fmt.Errorf("record %s: %w", id, err)
	}
	r, err := pgx.CollectExactlyOneRow(rows, scanRecord)
	if errors.Is(err, pgx.ErrNoRows) {
		return r, nil, telephony.ErrNoCall
	}
	if err != nil {
		return r, nil, fmt.Errorf("record %s: %w", id, err)
	}
	rows, err = s.pool.Query(ctx, `SELECT e.at, e.kind, e.state, coalesce(a.name, ''), coalesce(e.body->>'reason', ''), coalesce(e.body->>'leg', ''), coalesce(e.body->>'mode', ''), coalesce(e.body->>'name', '')
		FROM call_events e LEFT JOIN agents a ON a.id = e.agent
		WHERE e.call_id = $1 ORDER BY e.version`, id)
	if err != nil {
		return r, nil, fmt.Errorf("timeline %s: %w", id, err)
	}
	moments, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (m telephony.Moment, err error) {
		err = row.Scan(&m.At, &m.Event, &m.State, &m.Agent, &m.Reason, &m.Leg, &m.Mode, &m.Name)
		return m, err
	})
	return r, moments, err
}

var (
	_ telephony.Journal = (*Store)(nil)
	_ telephony.Floor   = (*Store)(nil)
)

// PartIn tells what an agent has to do with a ticket.
func (s *Store) PartIn(ctx context.Context, agent call.AgentID, ticket call.TicketID) (p telephony.Part, err error) {
	var till *time.Time
	err = s.pool.QueryRow(ctx, `SELECT a.name, coalesce(talk.id, ''), talk.till,
			EXISTS (SELECT FROM calls c WHERE c.ticket_id = $2 AND (c.id = a.call_id OR c.state IN ('waiting', 'offered')))
		FROM agents a LEFT JOIN LATERAL (SELECT c.id, coalesce(o.ended_at, c.ended_at) AS till FROM calls c JOIN offers o ON o.call_id = c.id
			WHERE c.ticket_id = $2 AND o.agent_id = a.id AND o.answered_at IS NOT NULL ORDER BY o.answered_at DESC LIMIT 1) talk ON true
		WHERE a.id = $1`, agent, ticket).Scan(&p.Name, &p.Call, &till, &p.Now)
	if till != nil {
		p.Till = till.UTC()
	}
	if errors.Is(err, pgx.ErrNoRows) {
		err = telephony.ErrNoAgent
	}
	if err != nil {
		return p, fmt.Errorf("part of agent %d in ticket %d: %w", agent, ticket, err)
	}
	return p, nil
}

// Talk is one agent's part in a call.
type Talk struct {
	Agent    call.AgentID
	Name     string
	From, To time.Time
}

// Talks gives who talked in a call, in order. A talk that goes on ends now.
func (s *Store) Talks(ctx context.Context, id call.ID) ([]Talk, error) {
	rows, err := s.pool.Query(ctx, `SELECT o.agent_id, a.name, o.answered_at, coalesce(o.ended_at, c.ended_at, $2)
		FROM offers o JOIN agents a ON a.id = o.agent_id JOIN calls c ON c.id = o.call_id
		WHERE o.call_id = $1 AND o.answered_at IS NOT NULL ORDER BY o.answered_at`, id, s.now())
	if err != nil {
		return nil, fmt.Errorf("talks of %s: %w", id, err)
	}
	legs, err := pgx.CollectRows(rows, pgx.RowToStructByPos[Talk])
	var talks []Talk
	for _, t := range legs {
		if n := len(talks); n > 0 && talks[n-1].Agent == t.Agent { // was back in the talk on another leg
			talks[n-1].To = t.To
			continue
		}
		talks = append(talks, t)
	}
	return talks, err
}
