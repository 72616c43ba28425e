package postgres_test

import (
	"errors"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
)

var chief = telephony.Author{ID: 3, Name: "Мельник Андрій"}

// What is put is read back, replaced by what is put next, and each change has its row.
func TestRouting_PutReadDrop(t *testing.T) {
	pool := schematest.New(t)
	s := newStore(pool)
	ctx := t.Context()
	must := func(err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	must(s.PutAgent(ctx, 1, "Коваль Параска", call.Information))
	must(s.PutSkill(ctx, chief, telephony.SkillRule{Skill: "english", Name: "Англійська", Wait: time.Minute}))
	must(s.PutSkill(ctx, chief, telephony.SkillRule{Skill: "english", Name: "Англійська мова", Wait: 30 * time.Second}))
	must(s.PutDuty(ctx, chief, telephony.Duty{Agent: 1, Skills: map[call.Skill]int{"english": 2}, Helps: map[call.Service]time.Duration{call.Organisation: time.Minute}}))
	must(s.PutDialled(ctx, chief, telephony.Dialled{Number: "+380443668013", Service: call.Organisation, Skill: "english"}))
	must(s.PutCaller(ctx, chief, telephony.CallerRule{Number: "+380501234567", Priority: 5, Skill: "english", Reason: "Депутат"}))
	must(s.PutBreak(ctx, chief, telephony.BreakReason{Reason: "prayer", Name: "Молитва", Position: 9}))
	must(s.PutBreak(ctx, chief, telephony.BreakReason{Reason: "technical", Name: "Технічна", Position: 4, Retired: true}))
	r, err := s.Routing(ctx)
	must(err)
	if k := r.Skills; len(k) != 1 || k[0].Name != "Англійська мова" || k[0].Wait != 30*time.Second {
		t.Errorf("skills %+v", k)
	}
	if d := r.Duties; len(d) != 1 || d[0].Skills["english"] != 2 || d[0].Helps[call.Organisation] != time.Minute || d[0].Service != call.Information {
		t.Errorf("duties %+v", d)
	}
	if d := r.Dialled; len(d) != 1 || d[0] != (telephony.Dialled{Number: "+380443668013", Service: call.Organisation, Skill: "english"}) {
		t.Errorf("dialled %+v", d)
	}
	if c := r.Callers; len(c) != 1 || c[0].Priority != 5 || c[0].Author != chief.Name || c[0].Reason != "Депутат" || c[0].At.IsZero() {
		t.Errorf("callers %+v", c)
	}
	if b := r.Breaks; len(b) != 5 || !b[3].Retired || b[4].Reason != "prayer" {
		t.Errorf("breaks %+v", b)
	}
	for what, err := range map[string]struct{ got, want error }{
		"an unknown skill":        {s.PutDuty(ctx, chief, telephony.Duty{Agent: 1, Skills: map[call.Skill]int{"chinese": 1}}), telephony.ErrNoSkill},
		"a number's unknown one":  {s.PutDialled(ctx, chief, telephony.Dialled{Number: "+380443668014", Service: call.Information, Skill: "chinese"}), telephony.ErrNoSkill},
		"a caller's unknown one":  {s.PutCaller(ctx, chief, telephony.CallerRule{Number: "+380501234568", Skill: "chinese", Reason: "мова"}), telephony.ErrNoSkill},
		"an unknown agent":        {s.PutDuty(ctx, chief, telephony.Duty{Agent: 2}), telephony.ErrNoAgent},
		"an unknown number":       {s.DropDialled(ctx, chief, "+380441"), telephony.ErrNoRule},
		"an unknown caller":       {s.DropCaller(ctx, chief, "+380441"), telephony.ErrNoRule},
		"a skill that is no more": {s.DropSkill(ctx, chief, "chinese"), telephony.ErrNoSkill},
	} {
		if !errors.Is(err.got, err.want) {
			t.Errorf("%s: %v, want %v", what, err.got, err.want)
		}
	}
	if r, err = s.Routing(ctx); err != nil || r.Duties[0].Skills["english"] != 2 {
		t.Errorf("what was refused has changed something: %+v, %v", r.Duties, err)
	}
	must(s.DropSkill(ctx, chief, "english"))
	must(s.DropCaller(ctx, chief, "+380501234567"))
	r, err = s.Routing(ctx)
	must(err)
	if len(r.Skills)+len(r.Callers)+len(r.Duties[0].Skills) != 0 || r.Dialled[0].Skill != "" {
		t.Errorf("after the drop: %+v", r)
	}
	var rows int
	must(pool.QueryRow(ctx, `SELECT count(*) FROM floor_changes WHERE by_user = 3 AND by_name = 'Мельник Андрій'`).Scan(&rows))
	if rows != 9 {
		t.Errorf("%d rows in the audit, want 9", rows)
	}
}

// A caller whose skill is dropped is given anybody; one who arrives with it a moment later, too.
func TestDropSkill_WhoWaitsForIt_IsGivenAnybody(t *testing.T) {
	pool := schematest.New(t)
	s := newStore(pool)
	ctx := t.Context()
	if err := s.PutAgent(ctx, 1, "Агент", call.Information); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(ctx, `UPDATE agents SET state = 'available', phone = 'desk', desk_reachable = true`); err != nil {
		t.Fatal(err)
	}
	if err := s.PutSkill(ctx, chief, telephony.SkillRule{Skill: "english", Name: "Англійська", Wait: time.Hour}); err != nil {
		t.Fatal(err)
	}
	wait := func(id call.ID) {
		e := call.Event{Kind: call.Arrived, At: time.Now(), Open: true, Skill: "english"}
		rules := call.DefaultRules()
		rules.Greeting = false
		c, effects, err := call.Next(rules, call.New(id, node), e)
		if err == nil {
			err = s.Commit(ctx, telephony.Change{Call: c, Event: e, Effects: effects})
		}
		if err == nil {
			e = call.Event{Kind: call.Registered, At: time.Now(), Ticket: 7}
			c, effects, err = call.Next(rules, c, e)
		}
		if err == nil {
			err = s.Commit(ctx, telephony.Change{Call: c, Event: e, Effects: effects})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	wait("kyiv1-1.0")
	if _, ok, err := s.Reserve(ctx, node, time.Now()); ok || err != nil {
		t.Fatalf("somebody without the skill was taken: %v, %v", ok, err)
	}
	if err := s.DropSkill(ctx, chief, "english"); err != nil {
		t.Fatal(err)
	}
	r, ok, err := s.Reserve(ctx, node, time.Now())
	if err != nil || !ok || r.Call != "kyiv1-1.0" {
		t.Fatalf("%+v, %v, %v", r, ok, err)
	}
	wait("kyiv1-2.0")
	if err := s.Release(ctx, r.Leg, time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(ctx, `UPDATE calls SET state = 'offered' WHERE id = 'kyiv1-1.0'`); err != nil {
		t.Fatal(err)
	}
	if r, ok, err = s.Reserve(ctx, node, time.Now()); err != nil || !ok || r.Call != "kyiv1-2.0" {
		t.Errorf("%+v, %v, %v", r, ok, err)
	}
}

// Each state that is over is one row, whoever changed it; the rows cannot be changed.
func TestAgentStates_EachIsKept(t *testing.T) {
	pool := schematest.New(t)
	s := newStore(pool)
	ctx := t.Context()
	steps := []error{s.PutAgent(ctx, 1, "Агент", call.Information),
		s.SetState(ctx, 1, telephony.Available, "", call.Desk),
		s.SetState(ctx, 1, telephony.Available, "", call.Desk), // nothing new
		s.SetState(ctx, 1, telephony.Break, "lunch", ""),
		s.SetStateOf(ctx, chief, 1, telephony.Break, "training"),
		s.SetStateOf(ctx, chief, 1, telephony.Available, "")}
	if err := errors.Join(steps...); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(ctx, `UPDATE agents SET desk_reachable = true`); err != nil {
		t.Fatal(err)
	}
	ch := arrived(t)
	if err := s.Commit(ctx, ch); err != nil {
		t.Fatal(err)
	}
	if _, ok, err := s.ReserveTarget(ctx, ch.Call.ID, ch.Call.NextLeg(), call.Information, 0, time.Now()); err != nil || !ok {
		t.Fatal(ok, err)
	}
	if err := s.SetStateOf(ctx, chief, 1, telephony.Offline, ""); err != nil { // follows the call
		t.Fatal(err)
	}
	if err := s.Release(ctx, ch.Call.NextLeg(), time.Now()); err != nil {
		t.Fatal(err)
	}
	rows, err := pool.Query(ctx, `SELECT state || CASE reason WHEN '' THEN '' ELSE ' ' || reason END || CASE WHEN call_id IS NULL THEN '' ELSE ' of a call' END
		FROM agent_states WHERE agent_id = 1 ORDER BY id`)
	if err != nil {
		t.Fatal(err)
	}
	got, err := pgx.CollectRows(rows, pgx.RowTo[string])
	want := []string{"offline", "available", "break lunch", "break training", "available", "offered of a call"}
	if err != nil || len(got) != len(want) {
		t.Fatalf("%v, %v; want %v", got, err, want)
	}
	for i := range want {
		if got[i] != want[i] {
			t.Errorf("row %d: %q, want %q", i, got[i], want[i])
		}
	}
	var seamless, audited bool
	err = pool.QueryRow(ctx, `SELECT (SELECT bool_and(from_at = before) FROM (SELECT from_at, lag(until_at) OVER (ORDER BY id) AS before FROM agent_states) s WHERE before IS NOT NULL),
		(SELECT count(*) = 3 FROM floor_changes WHERE subject = 'agent:1' AND what = 'state' AND by_user = 3)`).Scan(&seamless, &audited)
	if err != nil || !seamless || !audited {
		t.Errorf("%v: without gaps %v, in the audit %v", err, seamless, audited)
	}
	if _, err := pool.Exec(ctx, `DELETE FROM agent_states`); err == nil {
		t.Error("the history can be deleted")
	}
	if v, err := s.Desk(ctx, 1); err != nil || v.Agent.State != telephony.Offline {
		t.Errorf("afterwards %s, %v", v.Agent.State, err)
	}
}
