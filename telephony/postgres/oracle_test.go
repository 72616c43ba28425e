package postgres_test

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

const node = "kyiv1"

// shift is a floor and its line, small enough to be looked through in the simplest way.
type shift struct {
	now      time.Time
	agents   []*worker
	callers  []*waiter
	patience map[call.Skill]time.Duration // of who waits for the skill
	last     map[string]call.AgentID      // by number, of less than an hour ago
}

type worker struct {
	id        call.AgentID
	service   call.Service
	state     telephony.AgentState
	idle      time.Time
	reachable bool
	rests     bool // declined a moment ago
	skills    map[call.Skill]int
	helps     map[call.Service]time.Duration
}

type waiter struct {
	id       call.ID
	service  call.Service
	skill    call.Skill
	number   string
	priority int
	queued   time.Time
	ticket   bool
	offered  bool
}

// next says in plain Go what Reserve's comment says in words.
func (s *shift) next() (best *waiter, agent *worker) {
	bestHelps := false
	for _, service := range []call.Service{call.Information, call.Organisation} {
		for _, skill := range []call.Skill{"", "english", "signs"} {
			c := s.first(service, skill)
			if c == nil {
				continue
			}
			a, helps := s.agentFor(c)
			if a == nil {
				continue
			}
			if best == nil || bestHelps && !helps || bestHelps == helps && s.before(c, best) < 0 {
				best, agent, bestHelps = c, a, helps
			}
		}
	}
	return best, agent
}

func (s *shift) first(service call.Service, skill call.Skill) (first *waiter) {
	for _, c := range s.callers {
		if c.service == service && c.skill == skill && (c.ticket || !c.queued.After(s.now.Add(-10*time.Second))) && !c.offered && (first == nil || s.before(c, first) < 0) {
			first = c
		}
	}
	return first
}

func (s *shift) before(a, b *waiter) int {
	rank := func(c *waiter) int {
		switch {
		case c.priority == call.Front:
			return 11
		case s.now.Sub(c.queued) >= postgres.Patience:
			return 10
		}
		return c.priority
	}
	return cmp.Or(cmp.Compare(rank(b), rank(a)), a.queued.Compare(b.queued), cmp.Compare(a.id, b.id))
}

func (s *shift) agentFor(c *waiter) (*worker, bool) {
	waits := s.now.Sub(c.queued)
	able := func(a *worker) bool {
		_, has := a.skills[c.skill]
		return c.skill == "" || has || waits >= s.patience[c.skill]
	}
	var own, helpers []*worker
	for _, a := range s.agents {
		after, helps := a.helps[c.service]
		switch {
		case a.state != telephony.Available || a.rests || !a.reachable || !able(a):
		case a.service == c.service && a.id == s.last[c.number]:
			return a, false
		case a.service == c.service:
			own = append(own, a)
		case helps && waits >= after:
			helpers = append(helpers, a)
		}
	}
	level := func(a *worker) int {
		if l, has := a.skills[c.skill]; has {
			return l
		}
		return 10
	}
	order := func(a, b *worker) int {
		return cmp.Or(cmp.Compare(level(a), level(b)), a.idle.Compare(b.idle), cmp.Compare(a.id, b.id))
	}
	if len(own) > 0 {
		return slices.MinFunc(own, order), false
	}
	if len(helpers) > 0 {
		return slices.MinFunc(helpers, order), true
	}
	return nil, false
}

// random makes a shift. Many instants are equal, so that what decides then is seen, too.
func random(r *rand.Rand, now time.Time) *shift {
	s := &shift{now: now, patience: map[call.Skill]time.Duration{"english": time.Minute, "signs": 20 * time.Minute}, last: map[string]call.AgentID{}}
	pick := func(n int) bool { return r.IntN(n) == 0 }
	ago := func(limit int) time.Time { return now.Add(-time.Duration(r.IntN(limit)) * 30 * time.Second) }
	services := []call.Service{call.Information, call.Organisation}
	for i := range 1 + r.IntN(12) {
		a := &worker{id: call.AgentID(i + 1), service: services[r.IntN(2)], state: telephony.Available, idle: ago(12), reachable: !pick(6),
			rests: pick(6), skills: map[call.Skill]int{}, helps: map[call.Service]time.Duration{}}
		if pick(4) {
			a.state = telephony.Break
		}
		for _, k := range []call.Skill{"english", "signs"} {
			if pick(3) {
				a.skills[k] = 1 + r.IntN(3)
			}
		}
		if pick(3) {
			a.helps[services[r.IntN(2)]] = time.Duration(r.IntN(4)) * 30 * time.Second
		}
		s.agents = append(s.agents, a)
	}
	for i := range r.IntN(16) {
		c := &waiter{id: call.ID(fmt.Sprintf("%s-%03d", node, i)), service: services[r.IntN(2)], queued: ago(44), ticket: !pick(8)}
		if pick(3) {
			c.skill = []call.Skill{"english", "signs"}[r.IntN(2)]
		}
		if pick(3) {
			c.priority = []int{1, 5, call.Front}[r.IntN(3)]
		}
		if pick(3) {
			c.number = fmt.Sprintf("+38050000000%d", r.IntN(4))
			s.last[c.number] = s.agents[r.IntN(len(s.agents))].id
		}
		s.callers = append(s.callers, c)
	}
	return s
}

// put writes the shift into the database in place of the one before.
func (s *shift) put(t *testing.T, pool *pgxpool.Pool) {
	t.Helper()
	b := &pgx.Batch{}
	for _, table := range []string{"agent_skills", "agent_lines", "offers", "calls"} {
		b.Queue(`DELETE FROM ` + table)
	}
	b.Queue(`UPDATE agents SET state = 'offline', reason = '', call_id = NULL, leg = NULL`)
	for _, a := range s.agents {
		after := s.now.Add(-time.Hour)
		if a.rests {
			after = s.now.Add(time.Second)
		}
		b.Queue(`INSERT INTO agents (id, name, service, state, state_since, idle_since, offer_after, password, phone, desk_reachable)
			VALUES ($1, 'Агент', $2, $3, $4, $5, $6, 'x', 'desk', $7)
			ON CONFLICT (id) DO UPDATE SET service = $2, state = $3, state_since = $4, idle_since = $5, offer_after = $6, desk_reachable = $7`,
			a.id, a.service, a.state, s.now, a.idle, after, a.reachable)
		for skill, level := range a.skills {
			b.Queue(`INSERT INTO agent_skills VALUES ($1, $2, $3)`, a.id, skill, level)
		}
		for service, after := range a.helps {
			b.Queue(`INSERT INTO agent_lines VALUES ($1, $2, $3)`, a.id, service, int(after.Seconds()))
		}
	}
	insert := `INSERT INTO calls (id, node, state, version, service, skill, number, ticket_id, priority, queued_at, arrived_at, ended_at, end_reason, settled, body)
		VALUES ($1, '` + node + `', $2, 1, $3, $4, $5, $6, $7, $8, $8, CASE WHEN $2 = 'ended' THEN $8::timestamptz END, CASE WHEN $2 = 'ended' THEN 'caller_hung_up' ELSE '' END, $2 = 'ended', $9)`
	for _, c := range s.callers {
		var ticket any
		if c.ticket {
			ticket = 7
		}
		b.Queue(insert, c.id, "waiting", c.service, c.skill, c.number, ticket, c.priority, c.queued, call.Call{ID: c.id, Node: node, State: call.Waiting, Version: 1})
	}
	for number, agent := range s.last {
		id := call.ID("past" + number)
		b.Queue(insert, id, "ended", call.Information, "", number, 7, 0, s.now.Add(-50*time.Minute), call.Call{ID: id})
		b.Queue(`INSERT INTO offers (leg, call_id, agent_id, made_at, answered_at, ended_at, outcome) VALUES ($1, $2, $3, $4, $4, $4, 'answered')`,
			"leg-"+id, id, agent, s.now.Add(-50*time.Minute))
	}
	if err := pool.SendBatch(t.Context(), b).Close(); err != nil {
		t.Fatal(err)
	}
}

func skilled(t *testing.T) (*pgxpool.Pool, *postgres.Store) {
	t.Helper()
	pool := schematest.New(t)
	if _, err := pool.Exec(t.Context(), `INSERT INTO skills VALUES ('english', 'Англійська', 60), ('signs', 'Жестова мова', 1200)`); err != nil {
		t.Fatal(err)
	}
	s := newStore(pool)
	s.LastAgent = time.Hour
	return pool, s
}

// In random shifts Reserve takes, one after the other, exactly the pairs that the plain reading of its rules takes.
func TestReserve_RandomShifts_AsThePlainRulesSay(t *testing.T) {
	pool, store := skilled(t)
	now := time.Now().Truncate(time.Microsecond)
	pairs := 0
	for seed := range uint64(150) {
		s := random(rand.New(rand.NewPCG(seed, 7)), now)
		s.put(t, pool)
		for {
			c, a := s.next()
			r, ok, err := store.Reserve(t.Context(), node, now)
			if err != nil {
				t.Fatal(err)
			}
			if ok != (c != nil) || ok && (r.Call != c.id || r.Agent != a.id) {
				t.Fatalf("seed %d: took %v: agent %d for %s; the rules say %+v for %+v", seed, ok, r.Agent, r.Call, a, c)
			}
			if !ok {
				break
			}
			c.offered, a.state = true, telephony.OnOffer
			pairs++
		}
	}
	t.Logf("%d pairs", pairs)
}

// Many who reserve at once never take an agent or a caller twice, and leave nobody for whom there is somebody.
func TestReserve_ManyAtOnce_NobodyTwice(t *testing.T) {
	pool, store := skilled(t)
	now := time.Now().Truncate(time.Microsecond)
	pairs := 0
	for seed := range uint64(40) {
		s := random(rand.New(rand.NewPCG(seed, 11)), now)
		s.put(t, pool)
		var mu sync.Mutex
		var wg sync.WaitGroup
		agents, callers := map[call.AgentID]call.ID{}, map[call.ID]call.AgentID{}
		for range 8 {
			wg.Go(func() {
				for {
					r, ok, err := store.Reserve(t.Context(), node, now)
					if err != nil {
						t.Error(err)
					}
					if err != nil || !ok {
						return
					}
					mu.Lock()
					if agents[r.Agent] != "" || callers[r.Call] != 0 {
						t.Errorf("seed %d: agent %d for %s: taken before (%s, %d)", seed, r.Agent, r.Call, agents[r.Agent], callers[r.Call])
					}
					agents[r.Agent], callers[r.Call] = r.Call, r.Agent
					mu.Unlock()
				}
			})
		}
		wg.Wait()
		for _, c := range s.callers {
			c.offered = callers[c.id] != 0
		}
		for _, a := range s.agents {
			if agents[a.id] != "" {
				a.state = telephony.OnOffer
			}
		}
		if r, ok, err := store.Reserve(t.Context(), node, now); err != nil || ok {
			// Whoever was locked was passed over: the next look takes them.
			c, a := s.next()
			if err != nil || c == nil || r.Call != c.id || r.Agent != a.id {
				t.Errorf("seed %d: afterwards %+v, %v; the rules say %+v", seed, r, err, c)
			}
		}
		pairs += len(agents)
	}
	t.Logf("%d pairs", pairs)
}
