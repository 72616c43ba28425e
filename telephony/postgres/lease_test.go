package postgres_test

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

const lockHolders = `SELECT l.pid FROM pg_locks l JOIN pg_database d ON d.oid = l.database
	WHERE l.locktype = 'advisory' AND l.granted AND d.datname = current_database()`

// breakLease ends the connection in which the lock lives and returns when the database has let go of it.
func breakLease(t *testing.T, pool *pgxpool.Pool) (pid int32) {
	t.Helper()
	if err := pool.QueryRow(t.Context(), lockHolders).Scan(&pid); err != nil {
		t.Fatal(err)
	}
	if _, err := pool.Exec(t.Context(), `SELECT pg_terminate_backend($1, 5000)`, pid); err != nil {
		t.Fatal(err)
	}
	return pid
}

func newStore(pool *pgxpool.Pool) *postgres.Store {
	return postgres.New(pool, time.Now, slog.New(slog.DiscardHandler), nil)
}

func TestLease_ConnectionLost_NodeIsStillDriven(t *testing.T) {
	pool := schematest.New(t)
	store := newStore(pool)
	lost, err := store.Lease(t.Context(), "kyiv1")
	if err != nil {
		t.Fatal(err)
	}
	old := breakLease(t, pool)
	for again := int32(0); again == 0 || again == old; {
		if err := pool.QueryRow(t.Context(), lockHolders).Scan(&again); err != nil && !errors.Is(err, pgx.ErrNoRows) {
			t.Fatal(err)
		}
		select {
		case err := <-lost:
			t.Fatalf("the lease was lost: %v", err)
		case <-time.After(10 * time.Millisecond):
		}
	}
	if err := store.Commit(t.Context(), arrived(t)); err != nil {
		t.Errorf("commit after the lock was taken again: %v", err)
	}
}

func TestLease_AnotherCopyWasQuicker_LostAndFenced(t *testing.T) {
	pool := schematest.New(t)
	frozen, quick := newStore(pool), newStore(pool)
	lost, err := frozen.Lease(t.Context(), "kyiv1")
	if err != nil {
		t.Fatal(err)
	}
	// The next copy waits for the lock and gets it the moment the connection breaks.
	next := make(chan error, 1)
	go func() {
		_, err := quick.Lease(t.Context(), "kyiv1")
		next <- err
	}()
	for waiting := 0; waiting == 0; {
		if err := pool.QueryRow(t.Context(), `SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND query LIKE '%pg_terminate_backend(a.pid)%' AND pid <> pg_backend_pid()`).Scan(&waiting); err != nil {
			t.Fatal(err)
		}
	}
	breakLease(t, pool)
	if err := <-next; err != nil {
		t.Fatal(err)
	}
	if err := <-lost; !errors.Is(err, telephony.ErrLostLease) {
		t.Errorf("lost: %v, want ErrLostLease", err)
	}
	if frozen.Holds("kyiv1") == nil || quick.Holds("kyiv1") != nil {
		t.Errorf("the copy that lost may command: %v, the one that drives: %v", frozen.Holds("kyiv1"), quick.Holds("kyiv1"))
	}
	if err := frozen.Commit(t.Context(), arrived(t)); !errors.Is(err, telephony.ErrLostLease) {
		t.Errorf("commit of the copy that lost: %v, want ErrLostLease", err)
	}
	if err := quick.Commit(t.Context(), arrived(t)); err != nil {
		t.Errorf("commit of the copy that drives: %v", err)
	}
}

// arrived is the first step of a call.
func arrived(t *testing.T) telephony.Change {
	t.Helper()
	e := call.Event{Kind: call.Arrived, At: time.Now(), Open: true}
	c, effects, err := call.Next(call.DefaultRules(), call.New("kyiv1-1.0", "kyiv1"), e)
	if err != nil {
		t.Fatal(err)
	}
	return telephony.Change{Call: c, Event: e, Effects: effects}
}
