package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hotline/telephony"
	"hotline/telephony/call"
)

// free is who can be offered a call now: available, rested, and with a phone that the call's node would ring.
const free = `a.state = 'available' AND a.offer_after <= @now AND CASE a.phone WHEN 'browser' THEN a.browser_reachable AND a.browser_node IN ('', @node)
	ELSE a.desk_reachable AND a.desk_node IN ('', @node) END`

// waits is who stands in one line, of a service and a skill, and is not being offered to anybody. The ticket is waited for,
// so that the screen has it, but no longer than 10 s: a register that does not answer keeps nobody from an agent. OFFSET 0:
// the planner would otherwise go through all agents in calls for each caller, and not look for the one caller's.
const waits = `c.node = @node AND c.service = service.service AND c.skill = need.skill AND c.state = 'waiting' AND (c.ticket_id IS NOT NULL OR c.queued_at <= @now::timestamptz - interval '10 seconds')
	AND c.id <> ALL (@calls::text[]) AND NOT EXISTS (SELECT FROM agents x WHERE x.call_id = c.id AND x.state = 'offered' OFFSET 0)`

// mine is an agent of the line's own service.
const mine = `a.service = service.service AND a.id <> ALL (@agents::bigint[]) AND ` + free

// next is the pair of Reserve: the first in each line with the agent for him, and of these pairs the one that comes first.
// Each line is read by its index, so that those for whom nobody is free are not looked through; the pair alone is locked.
const next = `SELECT pair.call, pair.agent, 'leg-' || pair.call || '-' || c.attempts + 1 AS leg, a.phone, a.desktop FROM ( -- call.NextLeg
	SELECT caller.id AS call, coalesce(known.id, skilled.id, idle.id, helper.id) AS agent
	FROM unnest(@services::text[]) service CROSS JOIN (SELECT '' AS skill, 0 AS wait_s UNION ALL SELECT skill, wait_s FROM skills) need
	JOIN LATERAL (SELECT c.id, c.number, c.queued_at, c.priority FROM calls c WHERE ` + waits + `
		ORDER BY c.priority DESC, c.queued_at, c.id LIMIT 1) first ON true
	LEFT JOIN LATERAL (SELECT c.id, c.number, c.queued_at FROM calls c WHERE ` + waits + ` AND first.priority < @front AND c.queued_at <= @risen
		ORDER BY c.queued_at, c.id LIMIT 1) risen ON true
	CROSS JOIN LATERAL (SELECT coalesce(risen.id, first.id) AS id, coalesce(risen.number, first.number) AS number, coalesce(risen.queued_at, first.queued_at) AS queued_at,
		CASE WHEN first.priority >= @front THEN 11 WHEN risen.id IS NOT NULL THEN 10 ELSE first.priority END AS rank) caller
	CROSS JOIN LATERAL (SELECT need.skill = '' OR caller.queued_at <= @now::timestamptz - make_interval(secs => need.wait_s) AS anybody) content
	LEFT JOIN LATERAL (SELECT a.id FROM (SELECT o.agent_id FROM calls p JOIN offers o ON o.call_id = p.id AND o.answered_at IS NOT NULL
			WHERE p.number = caller.number AND p.number <> '' AND p.arrived_at > @since AND p.id <> caller.id
			ORDER BY p.arrived_at DESC, o.made_at DESC LIMIT 1) last JOIN agents a ON a.id = last.agent_id
		WHERE ` + mine + ` AND (content.anybody OR EXISTS (SELECT FROM agent_skills k WHERE k.agent_id = a.id AND k.skill = need.skill)) LIMIT 1) known ON true
	LEFT JOIN LATERAL (SELECT a.id FROM agent_skills k JOIN agents a ON a.id = k.agent_id
		WHERE known.id IS NULL AND k.skill = need.skill AND ` + mine + ` ORDER BY k.level, a.idle_since, a.id LIMIT 1) skilled ON true
	LEFT JOIN LATERAL (SELECT a.id FROM agents a
		WHERE known.id IS NULL AND skilled.id IS NULL AND content.anybody AND ` + mine + ` ORDER BY a.idle_since, a.id LIMIT 1) idle ON true
	LEFT JOIN LATERAL (SELECT a.id FROM agent_lines h JOIN agents a ON a.id = h.agent_id
			LEFT JOIN agent_skills k ON k.agent_id = a.id AND k.skill = need.skill
		WHERE known.id IS NULL AND skilled.id IS NULL AND idle.id IS NULL AND h.service = service.service
			AND caller.queued_at <= @now::timestamptz - make_interval(secs => h.after_s) AND (content.anybody OR k.level IS NOT NULL)
			AND a.service <> service.service AND a.id <> ALL (@agents::bigint[]) AND ` + free + `
		ORDER BY k.level NULLS LAST, a.idle_since, a.id LIMIT 1) helper ON true
	WHERE coalesce(known.id, skilled.id, idle.id, helper.id) IS NOT NULL
	ORDER BY helper.id IS NOT NULL, caller.rank DESC, caller.queued_at, caller.id LIMIT 1) pair
	LEFT JOIN LATERAL (SELECT (c.body->>'attempts')::int AS attempts FROM calls c WHERE c.id = pair.call AND c.state = 'waiting' FOR UPDATE SKIP LOCKED) c ON true
	LEFT JOIN LATERAL (SELECT a.phone, a.desktop FROM agents a WHERE a.id = pair.agent AND a.state = 'available' FOR UPDATE SKIP LOCKED) a ON true`

// takeNext makes that offer, if both are locked. Two who take the same caller at once meet at agents_leg.
const takeNext = `WITH next AS (` + next + `), pair AS (SELECT * FROM next WHERE leg IS NOT NULL AND phone IS NOT NULL),
	took AS (UPDATE agents a SET state = 'offered', reason = '', state_since = @now, call_id = pair.call, leg = pair.leg FROM pair WHERE a.id = pair.agent),
	offer AS (INSERT INTO offers (leg, call_id, agent_id, made_at) SELECT leg, call, agent, @now FROM pair
		ON CONFLICT (leg) DO UPDATE SET agent_id = excluded.agent_id, made_at = excluded.made_at, ended_at = NULL, outcome = '')
	SELECT call, agent, leg, phone, desktop FROM next`

// Reserve takes, in one statement, a caller and the agent for him. This is the whole order:
//
// A line is those who wait for one service with one skill, or with none. In it come first who was returned to it; then who
// has waited for Patience, so that nobody waits for ever behind numbers with priority; then by priority. Among equals who
// has waited longest is first.
//
// The caller's agent is, of those who are free: who talked with the number within LastAgent; who has the skill, by level,
// 1 first; anybody of the service, if no skill is needed or the caller has waited for it as long as the skill says; and who
// helps out in this line, if the caller has waited as long as that agent's help begins. The first three are of the
// service itself. Among equals who has been idle longest is first, to the precision of the database's clock, a microsecond.
//
// When several lines have somebody for their first, a line's own agents come before those who help out in it, so that
// nobody helps while somebody waits whom only he can serve; then the callers of all lines are compared as in one.
//
// Two copies, or two calls, never get the same agent, and a caller is never offered twice: the pair is locked and looked at
// again; whoever is locked by somebody else is passed over.
func (s *Store) Reserve(ctx context.Context, node string, now time.Time) (r telephony.Reservation, ok bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	calls, agents := []call.ID{}, []call.AgentID{} // passed over
	for {
		nobody := false
		var leg *call.LegID
		var phone *call.Phone
		var desktop *bool
		b := planned(false) // the offer that follows waits, before anybody is rung
		b.Queue(takeNext, pgx.NamedArgs{"node": node, "now": now, "since": now.Add(-s.LastAgent), "risen": now.Add(-s.Patience),
			"front": call.Front, "calls": calls, "agents": agents, "services": []call.Service{call.Information, call.Organisation}},
		).QueryRow(func(row pgx.Row) error {
			err := row.Scan(&r.Call, &r.Agent, &leg, &phone, &desktop)
			if nobody = errors.Is(err, pgx.ErrNoRows); nobody {
				err = nil // of a batch with an error pgx forgets all statements, and with them go the plans
			}
			return err
		})
		err := s.pool.SendBatch(ctx, b).Close()
		switch {
		case violates(err, "agents_leg"):
			// Another took the caller before the lock was ours: he is seen to be offered now.
		case err != nil:
			return telephony.Reservation{}, false, fmt.Errorf("reserve an agent: %w", err)
		case nobody:
			return telephony.Reservation{}, false, nil
		case leg == nil:
			calls = append(calls, r.Call)
		case phone == nil:
			agents = append(agents, r.Agent)
		default:
			r.Leg, r.Phone, r.Desktop, r.Endpoint = *leg, *phone, *desktop, telephony.Endpoint(r.Agent, *phone)
			return r, true, nil
		}
	}
}

// violates tells whether err is the refusal of the named unique index.
func violates(err error, index string) bool {
	var refused *pgconn.PgError
	return errors.As(err, &refused) && refused.Code == uniqueViolation && refused.ConstraintName == index
}

const uniqueViolation = "23505" // SQLSTATE

// ReserveTarget takes an agent for a consultation: the named one if free, or the longest idle of the service.
func (s *Store) ReserveTarget(ctx context.Context, id call.ID, leg call.LegID, service call.Service, agent call.AgentID, now time.Time) (r telephony.Reservation, ok bool, err error) {
	err = s.tx(ctx, func(tx pgx.Tx) error {
		var node string
		if err := tx.QueryRow(ctx, `SELECT node FROM calls WHERE id = $1`, id).Scan(&node); err != nil {
			return err
		}
		err := tx.QueryRow(ctx, `SELECT a.id, a.phone, a.desktop FROM agents a
			WHERE a.role = 'agent' AND (a.id = @agent OR @agent = 0 AND a.service = @service) AND `+free+`
			ORDER BY a.idle_since, a.id LIMIT 1 FOR UPDATE SKIP LOCKED`,
			pgx.NamedArgs{"agent": int64(agent), "service": string(service), "now": now, "node": node}).Scan(&r.Agent, &r.Phone, &r.Desktop)
		if errors.Is(err, pgx.ErrNoRows) {
			return nil
		}
		if err != nil {
			return err
		}
		r.Call, r.Leg, r.Endpoint, ok = id, leg, telephony.Endpoint(r.Agent, r.Phone), true
		return take(ctx, tx, r, now)
	})
	if err != nil {
		return telephony.Reservation{}, false, fmt.Errorf("reserve a target for call %s: %w", id, err)
	}
	return r, ok, nil
}

// take makes the offer to an agent whose row the transaction holds.
func take(ctx context.Context, tx pgx.Tx, r telephony.Reservation, now time.Time) error {
	_, err := tx.Exec(ctx, `WITH took AS (UPDATE agents SET state = 'offered', reason = '', state_since = $2, call_id = $3, leg = $4, wrap_up_until = NULL
			WHERE id = $1 RETURNING id)
		INSERT INTO offers (leg, call_id, agent_id, made_at) SELECT $4, $3, id, $2 FROM took
		ON CONFLICT (leg) DO UPDATE SET agent_id = $1, made_at = $2, ended_at = NULL, outcome = ''`, r.Agent, now, r.Call, r.Leg)
	return err
}
