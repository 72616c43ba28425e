package main

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
)

// watched notes every change of agents and of calls, in the order in which they were made.
const watched = `
CREATE TABLE watched (seq bigint GENERATED ALWAYS AS IDENTITY, made timestamptz DEFAULT clock_timestamp(),
	agent bigint, call text, state text, service text, free boolean, since timestamptz, at timestamptz, rests timestamptz, priority int, registered boolean);
CREATE FUNCTION watch_agent() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO watched (agent, call, state, service, free, since, at, rests)
		VALUES (NEW.id, coalesce(NEW.call_id, ''), NEW.state, NEW.service, NEW.desk_reachable, NEW.idle_since, NEW.state_since, NEW.offer_after);
	RETURN NULL; END $$;
CREATE FUNCTION watch_call() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
	INSERT INTO watched (agent, call, state, service, since, priority, registered) VALUES (0, NEW.id, NEW.state, NEW.service, NEW.queued_at, NEW.priority, NEW.ticket_id IS NOT NULL);
	RETURN NULL; END $$;
CREATE TRIGGER watch_agent AFTER INSERT OR UPDATE ON agents FOR EACH ROW EXECUTE FUNCTION watch_agent();
CREATE TRIGGER watch_call AFTER INSERT OR UPDATE ON calls FOR EACH ROW EXECUTE FUNCTION watch_call();`

// change is one row of what was watched.
type change struct {
	Seq                  int64
	Made                 time.Time
	Agent                int64 // 0: of a call
	Call, State, Service string
	Free, Registered     bool
	Since                time.Time // idle, or in the line
	At, Rests            time.Time // an agent: in this state since, offered nobody until
	Priority             int
}

// oracle says of every offer who should have been offered whom: it knows the rules of the line and nothing of the query.
type oracle struct {
	agents map[int64]change
	calls  map[string]change
	offers int
	met    int // a caller with priority came while another's telephone rang
	close  int // offers where somebody better came while this one was made
	faults []string
}

// instant is how long a change may be on its way to who reads the line.
const instant = 100 * time.Millisecond

// judge replays what was watched.
func (w *town) judge(t *testing.T) *oracle {
	t.Helper()
	rows, err := w.pool.Query(w.ctx, `SELECT seq, made, agent, call, state, service, coalesce(free, false), coalesce(registered, false),
		coalesce(since, 'epoch'), coalesce(at, 'epoch'), coalesce(rests, 'epoch'), coalesce(priority, 0) FROM watched ORDER BY seq`)
	must(t, err)
	all, err := pgx.CollectRows(rows, pgx.RowToStructByPos[change])
	must(t, err)
	o := &oracle{agents: map[int64]change{}, calls: map[string]change{}}
	for _, c := range all {
		if c.Agent == 0 {
			if c.Priority > 0 && c.State == "waiting" && o.calls[c.Call].Priority == 0 && o.taken("") {
				o.met++
			}
			o.calls[c.Call] = c
			continue
		}
		if was := o.agents[c.Agent]; c.State == "offered" && was.State != "offered" {
			o.offer(c, was)
		}
		o.agents[c.Agent] = c
	}
	return o
}

// taken tells whether a telephone is about to ring for the call, or for any.
func (o *oracle) taken(call string) bool {
	for _, a := range o.agents {
		if a.State == "offered" && (call == "" || a.Call == call) {
			return true
		}
	}
	return false
}

// offer judges that this agent, who was as was, is offered the call.
func (o *oracle) offer(c, was change) {
	o.offers++
	if was.State != "available" || was.Service != "information" || !was.Free || was.Rests.After(c.At) {
		o.faults = append(o.faults, fmt.Sprintf("agent %d was %s (%s) and rested until %s when offered at %s", c.Agent, was.State, was.Service,
			was.Rests.Format(micro), c.At.Format(micro)))
	}
	for _, a := range o.agents {
		if a.State == "available" && a.Free && !a.Rests.After(c.At) && a.Service == was.Service && earlier(a.Since, a.Agent, was.Since, was.Agent) {
			o.blame(c, a, fmt.Sprintf("agent %d has been idle since %s, agent %d since %s", a.Agent, a.Since.Format(micro), was.Agent, was.Since.Format(micro)))
		}
	}
	mine := o.calls[c.Call]
	for _, other := range o.calls {
		if other.State != "waiting" || !other.Registered || other.Call == mine.Call || o.taken(other.Call) {
			continue
		}
		if other.Priority > mine.Priority || other.Priority == mine.Priority && earlier(other.Since, other.Call, mine.Since, mine.Call) {
			o.blame(c, other, fmt.Sprintf("call %s (%d, %s) was before %s (%d, %s)", other.Call, other.Priority, other.Since.Format(micro),
				mine.Call, mine.Priority, mine.Since.Format(micro)))
		}
	}
}

const micro = "15:04:05.000000"

func earlier[K int64 | string](a time.Time, ak K, b time.Time, bk K) bool {
	return a.Before(b) || a.Equal(b) && ak < bk
}

// blame counts an offer that passed somebody over; one who came in the same instant could not be known.
func (o *oracle) blame(offer, better change, why string) {
	if offer.Made.Sub(better.Made) < instant {
		o.close++
		return
	}
	if o.faults = append(o.faults, why); len(o.faults) > 20 {
		o.faults = slices.Delete(o.faults, 20, len(o.faults))
	}
}
