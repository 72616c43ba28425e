package postgres_test

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/recording"
	"hotline/recording/postgres"
)

var now = time.Date(2026, 11, 23, 17, 0, 0, 123456000, time.UTC)

func fresh(call recording.CallID, started time.Time) recording.Recording {
	return recording.Recording{
		ID: recording.NewRecordingID(), CallID: call, StartedAt: started, Duration: 1500 * time.Millisecond, State: recording.Spooled,
		RetainUntil: recording.RetainUntil(started), Channels: 2,
	}
}

func register(t *testing.T, s *postgres.Store, call recording.CallID, started time.Time) recording.Recording {
	t.Helper()
	r, err := s.Register(t.Context(), fresh(call, started), now)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sealed(r recording.Recording) recording.Recording {
	r.State, r.SizeBytes, r.SHA256, r.CallerSHA256 = recording.Sealed, 58, strings.Repeat("ab", 32), strings.Repeat("cd", 32)
	r.ObjectKey, r.VersionID, r.SealedAt, r.Warnings = "2026/11/23/c/talk.wav", "v1", now.Add(time.Minute), []string{"odd"}
	r.Duration = 2 * time.Second
	return r
}

func TestRegister_TheSameCallHasOneRecording(t *testing.T) {
	pool := schematest.New(t)
	s := postgres.New(pool)
	want := fresh("c-1", now)
	got, err := s.Register(t.Context(), want, now)
	want.Version = 1
	want.Warnings = []string{}
	if err != nil || !equal(got, want) {
		t.Fatalf("got %+v, %v\nwant %+v", got, err, want)
	}
	again, err := s.Register(t.Context(), fresh("c-1", now.Add(time.Hour)), now)
	if err != nil || !equal(again, got) {
		t.Errorf("again %+v, %v", again, err)
	}
	if n := count(t, pool, `SELECT count(*) FROM recording_history WHERE state = 'spooled'`); n != 1 {
		t.Errorf("%d rows of history", n)
	}
}

func equal(a, b recording.Recording) bool {
	same := slices.Equal(a.Warnings, b.Warnings)
	a.Warnings, b.Warnings = nil, nil
	return same && a.ID == b.ID && a.StartedAt.Equal(b.StartedAt) && a.RetainUntil.Equal(b.RetainUntil) && a.SealedAt.Equal(b.SealedAt) &&
		a.State == b.State && a.Duration == b.Duration && a.CallID == b.CallID && a.SizeBytes == b.SizeBytes && a.SHA256 == b.SHA256 &&
		a.CallerSHA256 == b.CallerSHA256 && a.ObjectKey == b.ObjectKey && a.VersionID == b.VersionID && a.Version == b.Version &&
		a.Channels == b.Channels && a.Reason == b.Reason && a.Attempts == b.Attempts
}

func count(t *testing.T, pool *pgxpool.Pool, query string, args ...any) (n int) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), query, args...).Scan(&n); err != nil {
		t.Fatal(err)
	}
	return n
}

func TestMark_StatesGoByCompareAndSet(t *testing.T) {
	pool := schematest.New(t)
	s, ctx := postgres.New(pool), t.Context()
	r := register(t, s, "c-1", now)
	r.Reason = "the store is down"
	if err := s.MarkFailed(ctx, r, now); err != nil {
		t.Fatal(err)
	}
	if err := s.MarkSealed(ctx, sealed(r)); !errors.Is(err, recording.ErrConflict) {
		t.Errorf("a stale version: %v", err)
	}
	failed, err := s.ByCall(ctx, "c-1")
	if err != nil || failed.State != recording.Failed || failed.Attempts != 1 || failed.Reason != "the store is down" {
		t.Fatalf("%+v %v", failed, err)
	}
	failed.Reason = "no file"
	if err := s.MarkMissing(ctx, failed, now); err != nil {
		t.Fatal(err)
	}
	failed.Version++
	want := sealed(failed)
	if err := s.MarkSealed(ctx, want); err != nil {
		t.Fatal(err)
	}
	want.Version, want.Reason = want.Version+1, ""
	got, err := s.ByID(ctx, r.ID)
	if err != nil || !equal(got, want) {
		t.Errorf("got %+v, %v\nwant %+v", got, err, want)
	}
	got.Reason = "late"
	for name, err := range map[string]error{"failed": s.MarkFailed(ctx, got, now), "missing": s.MarkMissing(ctx, got, now), "sealed": s.MarkSealed(ctx, got)} {
		if !errors.Is(err, recording.ErrConflict) {
			t.Errorf("a sealed recording became %s: %v", name, err)
		}
	}
	if n := count(t, pool, `SELECT count(*) FROM recording_history WHERE recording_id = $1`, r.ID); n != 4 {
		t.Errorf("%d rows of history", n)
	}
}

func TestDatabase_NoStatementShortensOrForgets_R_4_3_2(t *testing.T) {
	pool := schematest.New(t)
	s, ctx := postgres.New(pool), t.Context()
	r := register(t, s, "c-1", now)
	if err := s.MarkSealed(ctx, sealed(r)); err != nil {
		t.Fatal(err)
	}
	l := listen(t, s, r.ID, now)
	if err := s.AddHeard(ctx, l.ID, []recording.Interval{{FromMS: 0, ToMS: 10}}, now); err != nil {
		t.Fatal(err)
	}
	for _, statement := range []string{
		`UPDATE recordings SET retain_until = retain_until - interval '1 second'`,
		`UPDATE recordings SET sha256 = repeat('0', 64)`,
		`UPDATE recordings SET version_id = 'v2'`,
		`UPDATE recordings SET started_at = started_at - interval '1 year'`,
		`UPDATE recordings SET state = 'spooled', sealed_at = NULL`,
		`DELETE FROM recordings`,
		`TRUNCATE recordings CASCADE`,
		`UPDATE recording_listens SET reason = 'another'`,
		`DELETE FROM recording_listens`,
		`TRUNCATE recording_listens CASCADE`,
		`UPDATE recording_heard SET heard_ms = '{[0,1)}'`,
		`DELETE FROM recording_heard`,
		`DELETE FROM recording_history`,
		`UPDATE recording_history SET reason = 'x'`,
	} {
		_, err := pool.Exec(ctx, statement)
		var refusal *pgconn.PgError
		if !errors.As(err, &refusal) || refusal.Code != "23001" {
			t.Errorf("%s: %v", statement, err)
		}
	}
	if _, err := pool.Exec(ctx, `UPDATE recordings SET retain_until = retain_until + interval '1 year', legal_hold = true`); err != nil {
		t.Errorf("a later end and a hold: %v", err)
	}
}

func TestDatabase_RefusesWhatCannotBe(t *testing.T) {
	s, ctx := postgres.New(schematest.New(t)), t.Context()
	short := fresh("c-1", now)
	short.RetainUntil = now.AddDate(3, 0, -1)
	if _, err := s.Register(ctx, short, now); !check(err, "recordings_three_years") {
		t.Errorf("kept too short: %v", err)
	}
	leap := time.Date(2028, 2, 29, 23, 59, 59, 0, time.UTC)
	register(t, s, "c-leap", leap)
	r := register(t, s, "c-2", now)
	half := sealed(r)
	half.VersionID = ""
	if err := s.MarkSealed(ctx, half); !check(err, "recordings_sealed") {
		t.Errorf("sealed without a version: %v", err)
	}
	if err := s.MarkFailed(ctx, r, now); !check(err, "recordings_reason") {
		t.Errorf("failed without a reason: %v", err)
	}
}

func check(err error, constraint string) bool {
	var refusal *pgconn.PgError
	return errors.As(err, &refusal) && refusal.ConstraintName == constraint
}

func TestFind_NarrowsAndTurnsPages(t *testing.T) {
	s, ctx := postgres.New(schematest.New(t)), t.Context()
	var all []recording.Recording
	for i, call := range []recording.CallID{"c-0", "c-1", "c-2", "c-3"} {
		all = append(all, register(t, s, call, now.Add(time.Duration(i/2)*time.Hour)))
	}
	calls := func(f recording.Filter) (found []string) {
		t.Helper()
		rs, err := s.Find(ctx, f)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range rs {
			found = append(found, string(r.CallID))
		}
		return found
	}
	if got := calls(recording.Filter{CallID: "c-1"}); !slices.Equal(got, []string{"c-1"}) {
		t.Errorf("by call: %v", got)
	}
	got := calls(recording.Filter{From: now.Add(time.Hour), To: now.Add(2 * time.Hour), State: recording.Spooled})
	slices.Sort(got)
	if !slices.Equal(got, []string{"c-2", "c-3"}) {
		t.Errorf("by time: %v", got)
	}
	if got := calls(recording.Filter{To: now}); got != nil {
		t.Errorf("the end belongs to the next: %v", got)
	}
	if got := calls(recording.Filter{State: recording.Sealed}); got != nil {
		t.Errorf("by state: %v", got)
	}
	var pages []string
	f := recording.Filter{Limit: 1}
	for range all {
		rs, err := s.Find(ctx, f)
		if err != nil || len(rs) != 1 {
			t.Fatalf("%v %v", rs, err)
		}
		pages = append(pages, string(rs[0].CallID))
		f.Before, f.BeforeID = rs[0].StartedAt, rs[0].ID
	}
	if !slices.Equal(pages, calls(recording.Filter{})) {
		t.Errorf("page by page %v", pages)
	}
}

func TestBy_UnknownIsNotFound(t *testing.T) {
	s, ctx := postgres.New(schematest.New(t)), t.Context()
	r := register(t, s, "c-1", now)
	found, err := s.ByCalls(ctx, []recording.CallID{"c-1", "c-2"})
	if err != nil || len(found) != 1 || found["c-1"].ID != r.ID {
		t.Errorf("%v %v", found, err)
	}
	_, byCall := s.ByCall(ctx, "c-2")
	_, byID := s.ByID(ctx, recording.NewRecordingID())
	_, byNonsense := s.ByID(ctx, "nonsense")
	_, byListen := s.Listen(ctx, recording.NewListenID())
	_, listens := s.Listens(ctx, "nonsense")
	for _, err := range []error{byCall, byID, byNonsense, byListen, listens} {
		if !errors.Is(err, recording.ErrNotFound) {
			t.Errorf("got %v", err)
		}
	}
}

func listen(t *testing.T, s *postgres.Store, id recording.RecordingID, at time.Time) recording.Listen {
	t.Helper()
	l := recording.Listen{
		ID: recording.NewListenID(), Recording: id, Who: recording.Listener{ID: 7, Name: "Олена", IP: "10.0.0.5"}, Reason: "скарга",
		At: at, ExpiresAt: at.Add(time.Hour), Duration: time.Minute,
	}
	if err := s.AddListen(t.Context(), l); err != nil {
		t.Fatal(err)
	}
	return l
}

func TestHeard_OverlapsCountOnce(t *testing.T) {
	s, ctx := postgres.New(schematest.New(t)), t.Context()
	r := register(t, s, "c-1", now)
	first, second := listen(t, s, r.ID, now), listen(t, s, r.ID, now.Add(time.Minute))
	for _, heard := range [][]recording.Interval{{{FromMS: 0, ToMS: 1000}, {FromMS: 5000, ToMS: 6000}}, {{FromMS: 500, ToMS: 2000}}, {{FromMS: 500, ToMS: 2000}}} {
		if err := s.AddHeard(ctx, first.ID, heard, now); err != nil {
			t.Fatal(err)
		}
	}
	got, err := s.Listens(ctx, r.ID)
	if err != nil || len(got) != 2 || got[0].ID != second.ID || got[0].HeardFor() != 0 {
		t.Fatalf("%+v %v", got, err)
	}
	if got[1].HeardFor() != 3*time.Second || !slices.Equal(got[1].Heard, []recording.Interval{{FromMS: 0, ToMS: 2000}, {FromMS: 5000, ToMS: 6000}}) {
		t.Errorf("heard %v", got[1].Heard)
	}
	one, err := s.Listen(ctx, first.ID)
	if err != nil || one.Who != first.Who || !one.At.Equal(first.At) || !one.ExpiresAt.Equal(first.ExpiresAt) || one.Duration != first.Duration ||
		one.Reason != first.Reason || one.Recording != r.ID {
		t.Errorf("%+v %v", one, err)
	}
}
