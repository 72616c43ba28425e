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

var _ telephony.Settings = (*Store)(nil)

// Routing gives all rules, each list in its order.
func (s *Store) Routing(ctx context.Context) (r telephony.Routing, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	for _, read := range []func(context.Context, *telephony.Routing) error{s.readSkills, s.readBreaks, s.readDialled, s.readCallers, s.readDuties} {
		if err := read(ctx, &r); err != nil {
			return telephony.Routing{}, fmt.Errorf("routing: %w", err)
		}
	}
	return r, nil
}

func (s *Store) readSkills(ctx context.Context, r *telephony.Routing) error {
	rows, err := s.pool.Query(ctx, `SELECT skill, name, wait_s FROM skills ORDER BY skill`)
	if err != nil {
		return err
	}
	r.Skills, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (k telephony.SkillRule, err error) {
		var wait int
		err = row.Scan(&k.Skill, &k.Name, &wait)
		k.Wait = time.Duration(wait) * time.Second
		return k, err
	})
	return err
}

func (s *Store) readBreaks(ctx context.Context, r *telephony.Routing) error {
	rows, err := s.pool.Query(ctx, `SELECT reason, name, position, retired_at IS NOT NULL FROM break_reasons ORDER BY position, reason`)
	if err != nil {
		return err
	}
	r.Breaks, err = pgx.CollectRows(rows, pgx.RowToStructByPos[telephony.BreakReason])
	return err
}

func (s *Store) readDialled(ctx context.Context, r *telephony.Routing) error {
	rows, err := s.pool.Query(ctx, `SELECT number, service, coalesce(skill, '') FROM dialled_numbers ORDER BY number`)
	if err != nil {
		return err
	}
	r.Dialled, err = pgx.CollectRows(rows, pgx.RowToStructByPos[telephony.Dialled])
	return err
}

func (s *Store) readCallers(ctx context.Context, r *telephony.Routing) error {
	rows, err := s.pool.Query(ctx, `SELECT number, priority, coalesce(skill, ''), reason, author, at FROM caller_rules ORDER BY priority DESC, number`)
	if err != nil {
		return err
	}
	r.Callers, err = pgx.CollectRows(rows, pgx.RowToStructByPos[telephony.CallerRule])
	return err
}

func (s *Store) readDuties(ctx context.Context, r *telephony.Routing) error {
	rows, err := s.pool.Query(ctx, `SELECT a.id, a.name, a.service,
			(SELECT coalesce(jsonb_object_agg(skill, level), '{}') FROM agent_skills k WHERE k.agent_id = a.id),
			(SELECT coalesce(jsonb_object_agg(service, after_s), '{}') FROM agent_lines l WHERE l.agent_id = a.id)
		FROM agents a WHERE a.role = 'agent' ORDER BY a.name, a.id`)
	if err != nil {
		return err
	}
	r.Duties, err = pgx.CollectRows(rows, func(row pgx.CollectableRow) (d telephony.Duty, err error) {
		var helps map[call.Service]int
		err = row.Scan(&d.Agent, &d.Name, &d.Service, &d.Skills, &helps)
		d.Helps = map[call.Service]time.Duration{}
		for service, after := range helps {
			d.Helps[service] = time.Duration(after) * time.Second
		}
		return d, err
	})
	return err
}

// set makes one change of the rules with its row in the audit, and tells boards and desks.
func (s *Store) set(ctx context.Context, by telephony.Author, subject, what string, body any, do func(context.Context, pgx.Tx) error) error {
	err := s.tx(ctx, func(tx pgx.Tx) error {
		if err := do(ctx, tx); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, `WITH noted AS (INSERT INTO floor_changes (at, by_user, by_name, subject, what, body) VALUES ($1, $2, $3, $4, $5, $6))
			SELECT pg_notify('hotline_rules', ''), pg_notify('hotline_line', ''), pg_notify('hotline_desk', '0')`,
			s.now(), null(by.ID), by.Name, subject, what, body)
		return err
	})
	var fault *pgconn.PgError
	if errors.As(err, &fault) && fault.Code == "23503" { // a foreign key: to agents, or to skills
		if fault.TableName == "agent_skills" && fault.ConstraintName == "agent_skills_agent_id_fkey" || fault.ConstraintName == "agent_lines_agent_id_fkey" {
			err = telephony.ErrNoAgent
		} else {
			err = telephony.ErrNoSkill
		}
	}
	if err != nil {
		return fmt.Errorf("%s %s: %w", what, subject, err)
	}
	return nil
}

// must changes at least one row, or fails with none.
func must(ctx context.Context, tx pgx.Tx, none error, sql string, args ...any) error {
	tag, err := tx.Exec(ctx, sql, args...)
	if err == nil && tag.RowsAffected() == 0 {
		err = none
	}
	return err
}

// PutSkill implements telephony.Settings.
func (s *Store) PutSkill(ctx context.Context, by telephony.Author, r telephony.SkillRule) error {
	return s.set(ctx, by, "skill:"+string(r.Skill), "put", map[string]any{"name": r.Name, "wait_s": r.Wait.Seconds()}, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO skills (skill, name, wait_s) VALUES ($1, $2, $3) ON CONFLICT (skill) DO UPDATE SET name = $2, wait_s = $3`,
			r.Skill, r.Name, int(r.Wait.Seconds()))
		return err
	})
}

// DropSkill implements telephony.Settings.
func (s *Store) DropSkill(ctx context.Context, by telephony.Author, k call.Skill) error {
	return s.set(ctx, by, "skill:"+string(k), "drop", struct{}{}, func(ctx context.Context, tx pgx.Tx) error {
		for _, from := range []string{`DELETE FROM agent_skills WHERE skill = $1`, `UPDATE dialled_numbers SET skill = NULL WHERE skill = $1`,
			`UPDATE caller_rules SET skill = NULL WHERE skill = $1`, `UPDATE calls SET skill = '' WHERE skill = $1 AND NOT settled`} {
			if _, err := tx.Exec(ctx, from, k); err != nil {
				return err
			}
		}
		return must(ctx, tx, telephony.ErrNoSkill, `DELETE FROM skills WHERE skill = $1`, k)
	})
}

// PutBreak implements telephony.Settings.
func (s *Store) PutBreak(ctx context.Context, by telephony.Author, r telephony.BreakReason) error {
	body := map[string]any{"name": r.Name, "position": r.Position, "retired": r.Retired}
	return s.set(ctx, by, "break:"+r.Reason, "put", body, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO break_reasons AS b (reason, name, position, retired_at) VALUES ($1, $2, $3, CASE WHEN $4 THEN $5::timestamptz END)
			ON CONFLICT (reason) DO UPDATE SET name = $2, position = $3, retired_at = CASE WHEN $4 THEN coalesce(b.retired_at, $5) END`,
			r.Reason, r.Name, r.Position, r.Retired, s.now())
		return err
	})
}

// PutDialled implements telephony.Settings.
func (s *Store) PutDialled(ctx context.Context, by telephony.Author, d telephony.Dialled) error {
	return s.set(ctx, by, "dialled:"+d.Number, "put", map[string]any{"service": d.Service, "skill": d.Skill}, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO dialled_numbers (number, service, skill) VALUES ($1, $2, $3) ON CONFLICT (number) DO UPDATE SET service = $2, skill = $3`,
			d.Number, d.Service, null(d.Skill))
		return err
	})
}

// DropDialled implements telephony.Settings.
func (s *Store) DropDialled(ctx context.Context, by telephony.Author, number string) error {
	return s.set(ctx, by, "dialled:"+number, "drop", struct{}{}, func(ctx context.Context, tx pgx.Tx) error {
		return must(ctx, tx, telephony.ErrNoRule, `DELETE FROM dialled_numbers WHERE number = $1`, number)
	})
}

// PutCaller implements telephony.Settings.
func (s *Store) PutCaller(ctx context.Context, by telephony.Author, r telephony.CallerRule) error {
	body := map[string]any{"priority": r.Priority, "skill": r.Skill, "reason": r.Reason}
	return s.set(ctx, by, "caller:"+r.Number, "put", body, func(ctx context.Context, tx pgx.Tx) error {
		_, err := tx.Exec(ctx, `INSERT INTO caller_rules (number, priority, skill, reason, author, at) VALUES ($1, $2, $3, $4, $5, $6)
			ON CONFLICT (number) DO UPDATE SET priority = $2, skill = $3, reason = $4, author = $5, at = $6`,
			r.Number, r.Priority, null(r.Skill), r.Reason, by.Name, s.now())
		return err
	})
}

// DropCaller implements telephony.Settings.
func (s *Store) DropCaller(ctx context.Context, by telephony.Author, number string) error {
	return s.set(ctx, by, "caller:"+number, "drop", struct{}{}, func(ctx context.Context, tx pgx.Tx) error {
		return must(ctx, tx, telephony.ErrNoRule, `DELETE FROM caller_rules WHERE number = $1`, number)
	})
}

// PutDuty implements telephony.Settings.
func (s *Store) PutDuty(ctx context.Context, by telephony.Author, d telephony.Duty) error {
	helps := map[call.Service]float64{}
	for service, after := range d.Helps {
		helps[service] = after.Seconds()
	}
	return s.set(ctx, by, fmt.Sprintf("agent:%d", d.Agent), "duty", map[string]any{"skills": d.Skills, "helps": helps}, func(ctx context.Context, tx pgx.Tx) error {
		if err := must(ctx, tx, telephony.ErrNoAgent, `SELECT FROM agents WHERE id = $1 FOR NO KEY UPDATE`, d.Agent); err != nil {
			return err
		}
		b := &pgx.Batch{}
		b.Queue(`DELETE FROM agent_skills WHERE agent_id = $1`, d.Agent)
		b.Queue(`DELETE FROM agent_lines WHERE agent_id = $1`, d.Agent)
		for skill, level := range d.Skills {
			b.Queue(`INSERT INTO agent_skills (agent_id, skill, level) VALUES ($1, $2, $3)`, d.Agent, skill, level)
		}
		for service, after := range d.Helps {
			b.Queue(`INSERT INTO agent_lines (agent_id, service, after_s) VALUES ($1, $2, $3)`, d.Agent, service, int(after.Seconds()))
		}
		return tx.SendBatch(ctx, b).Close()
	})
}

// endWrapUp ends work after a talk that was forgotten: whoever wraps up can do so no longer than somebody else allows.
const endWrapUp = `UPDATE agents SET state = $2, reason = $3, state_since = $4, idle_since = $4, call_id = NULL, wrap_up_until = NULL,
		next_state = '', next_reason = ''
	WHERE id = $1 AND state = 'wrap_up'`

// SetStateOf implements telephony.Settings.
func (s *Store) SetStateOf(ctx context.Context, by telephony.Author, id call.AgentID, state telephony.AgentState, reason string) error {
	if state != telephony.Available && state != telephony.Break && state != telephony.Offline {
		return telephony.ErrUnknownState
	}
	body := map[string]any{"state": state, "reason": reason}
	if by.Why != "" {
		body["why"] = by.Why
	}
	return s.set(ctx, by, fmt.Sprintf("agent:%d", id), "state", body, func(ctx context.Context, tx pgx.Tx) error {
		tag, err := tx.Exec(ctx, endWrapUp, id, string(state), reason, s.now())
		if err == nil && tag.RowsAffected() == 0 {
			err = must(ctx, tx, telephony.ErrNoAgent, setState, id, string(state), reason, "", s.now())
		}
		if err == nil {
			_, err = tx.Exec(ctx, `SELECT pg_notify('hotline_desk', $1::bigint::text)`, id)
		}
		return err
	})
}
