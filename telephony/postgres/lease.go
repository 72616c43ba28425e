package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
)

const (
	leaseTick = time.Second            // how often the lease's connection is looked at
	leaseTry  = 250 * time.Millisecond // how often a copy that waits tries to take it
	leaseLock = `hashtextextended('hotline node ' || $1, 0)`

	// A copy that has not looked for longer than leaseSure commands nothing before it has looked again; leaseFrozen, which
	// must be longer, is when another takes its place.
	leaseSure   = 8 * time.Second
	leaseFrozen = 10 * time.Second
)

// hold is what a lease says without asking the database.
type hold struct {
	epoch int64
	asked time.Time // begin of the last look that did not find another driver; zero: there is one
}

// lease is the right to drive a node: an advisory lock, which dies with its connection, and the epoch, which is the fence.
type lease struct {
	s     *Store
	node  string
	conn  *pgx.Conn // nil while the database is away
	epoch int64
}

// Lease waits until no other copy drives the node, over lost connections too, then makes this one its driver until ctx ends:
// when the process dies, the database lets go of the lock at once; from one that is frozen it is taken after leaseFrozen.
// A database that goes away does not end the lease: nobody else can take the node meanwhile, and when it is back the lock is
// taken again. lost gets one error, telephony.ErrLostLease, when another copy was quicker.
func (s *Store) Lease(ctx context.Context, node string) (<-chan error, error) {
	l := &lease{s: s, node: node}
	for err := l.take(ctx); err != nil; err = l.take(ctx) {
		l.close(ctx)
		if ctx.Err() == nil {
			s.log.Error("lease_not_taken", "node", node, "err", err)
		}
		if !rest(ctx, leaseTick) {
			return nil, fmt.Errorf("lease node %s: %w", node, err)
		}
	}
	l.holds(time.Now())
	lost := make(chan error, 1)
	go l.keep(ctx, lost)
	return lost, nil
}

// Holds refuses while this copy cannot know that it still drives the node, because it was stopped for longer than another
// copy waits. It asks no database, and does not refuse because that is away.
func (s *Store) Holds(node string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if since := time.Since(s.held[node].asked); since > leaseSure {
		return fmt.Errorf("the lease of node %s was not looked at for %s", node, since.Round(time.Millisecond))
	}
	return nil
}

func (l *lease) holds(asked time.Time) {
	l.s.mu.Lock()
	defer l.s.mu.Unlock()
	l.s.held[l.node] = hold{epoch: l.epoch, asked: asked}
}

// take waits for the lock; a failed query is an error, another copy is not.
func (l *lease) take(ctx context.Context) (err error) {
	if l.conn, err = l.s.connect(ctx); err != nil {
		return err
	}
	for locked := false; ; {
		if err = l.ask(ctx, `SELECT pg_try_advisory_lock(`+leaseLock+`)`, &locked); err != nil {
			return err
		}
		if locked {
			break
		}
		if err = l.unseat(ctx); err != nil {
			return err
		}
		if !rest(ctx, leaseTry) {
			return ctx.Err()
		}
	}
	return l.ask(ctx, `INSERT INTO nodes (node, epoch) VALUES ($1, 1)
		ON CONFLICT (node) DO UPDATE SET epoch = nodes.epoch + 1 RETURNING epoch`, &l.epoch)
}

// unseat ends the connection that holds the lock when its copy has not looked for leaseFrozen; one that lives looks each
// leaseTick. The lock's key is a bigint, of which pg_locks shows two halves.
func (l *lease) unseat(ctx context.Context) error {
	var ended int
	err := l.ask(ctx, `SELECT count(pg_terminate_backend(a.pid)) FROM pg_locks k JOIN pg_stat_activity a USING (pid)
		WHERE k.locktype = 'advisory' AND k.granted AND k.objsubid = 1 AND a.datname = current_database()
		AND k.database = a.datid AND (k.classid::bigint << 32 | k.objid::bigint) = `+leaseLock+`
		AND a.state_change < clock_timestamp() - make_interval(secs => $2)`, &ended, leaseFrozen.Seconds())
	if ended > 0 {
		l.s.log.Warn("frozen_copy_unseated", "node", l.node)
	}
	return err
}

// ask reads one value, with the node as the first argument of the query.
func (l *lease) ask(ctx context.Context, query string, into any, more ...any) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return l.conn.QueryRow(ctx, query, append([]any{l.node}, more...)...).Scan(into)
}

// rest is a pause that ends with ctx; false when ctx has ended.
func rest(ctx context.Context, d time.Duration) bool {
	select {
	case <-ctx.Done():
		return false
	case <-time.After(d):
		return true
	}
}

// keep holds the lock until ctx ends or the node is driven by another copy.
func (l *lease) keep(ctx context.Context, lost chan<- error) {
	defer l.close(ctx)
	tick := time.NewTicker(leaseTick)
	defer tick.Stop()
	for away := false; ; {
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
		asked := time.Now() // before: the process may be stopped between the answer and us
		mine, err := l.look(ctx)
		switch {
		case ctx.Err() != nil:
			return
		case err != nil:
			if !away {
				l.s.log.Error("lease_away", "node", l.node, "err", err)
			}
			away = true
			l.close(ctx)
		case !mine:
			l.holds(time.Time{})
			lost <- fmt.Errorf("lease of node %s: %w", l.node, telephony.ErrLostLease)
			return
		case away:
			l.s.log.Info("lease_back", "node", l.node)
			away = false
		}
		l.holds(asked)
	}
}

// look tells whether the node is still this copy's, on a new connection if the old one is lost. A lock that is not free
// then is held by what is left of the old connection, or by another copy, which changes the epoch next.
func (l *lease) look(ctx context.Context) (mine bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	if l.conn != nil && l.conn.Ping(ctx) == nil {
		return true, nil
	}
	l.close(ctx)
	if l.conn, err = l.s.connect(ctx); err != nil {
		return false, err
	}
	var locked bool
	var epoch int64
	if err = l.ask(ctx, `SELECT pg_try_advisory_lock(`+leaseLock+`)`, &locked); err != nil {
		return false, err
	}
	if err = l.ask(ctx, `SELECT epoch FROM nodes WHERE node = $1`, &epoch); err != nil {
		return false, err
	}
	if epoch == l.epoch && !locked {
		return false, fmt.Errorf("the lock of node %s is not free yet", l.node)
	}
	return epoch == l.epoch, nil
}

func (l *lease) close(ctx context.Context) {
	if l.conn == nil {
		return
	}
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), answer)
	defer cancel()
	_ = l.conn.Close(ctx)
	l.conn = nil
}
