package postgres

import (
	"context"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
)

const (
	leaseTick = time.Second // how often the lease's connection is looked at
	leaseLock = `hashtextextended('hotline node ' || $1, 0)`
)

// lease is the right to drive a node: an advisory lock, which dies with its connection, and the epoch, which is the fence.
type lease struct {
	s     *Store
	node  string
	conn  *pgx.Conn // nil while the database is away
	epoch int64
}

// Lease waits until no other copy drives the node, over lost connections too, then makes this one its driver until ctx ends:
// when the process dies, the database lets go of the lock at once. A database that goes away does not end the lease: nobody
// else can take the node meanwhile, and when it is back the lock is taken again. lost gets one error,
// telephony.ErrLostLease, when another copy was quicker.
func (s *Store) Lease(ctx context.Context, node string) (<-chan error, error) {
	l := &lease{s: s, node: node}
	for err := l.take(ctx); err != nil; err = l.take(ctx) {
		l.close(ctx)
		if ctx.Err() == nil {
			s.log.Error("lease_not_taken", "node", node, "err", err)
		}
		select {
		case <-ctx.Done():
			return nil, fmt.Errorf("lease node %s: %w", node, err)
		case <-time.After(leaseTick):
		}
	}
	s.mu.Lock()
	s.epoch[node] = l.epoch
	s.mu.Unlock()
	lost := make(chan error, 1)
	go l.keep(ctx, lost)
	return lost, nil
}

func (l *lease) take(ctx context.Context) (err error) {
	if l.conn, err = l.s.connect(ctx); err != nil {
		return err
	}
	if _, err = l.conn.Exec(ctx, `SELECT pg_advisory_lock(`+leaseLock+`)`, l.node); err != nil {
		return err
	}
	return l.conn.QueryRow(ctx, `INSERT INTO nodes (node, epoch) VALUES ($1, 1)
		ON CONFLICT (node) DO UPDATE SET epoch = nodes.epoch + 1 RETURNING epoch`, l.node).Scan(&l.epoch)
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
			lost <- fmt.Errorf("lease of node %s: %w", l.node, telephony.ErrLostLease)
			return
		case away:
			l.s.log.Info("lease_back", "node", l.node)
			away = false
		}
	}
}

// look tells whether the node is still this copy's, on a new connection if the old one is lost. A lock that is not free
// then is held by what is left of the old connection, or by another copy, which changes the epoch next.
func (l *lease) look(ctx context.Context) (mine bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	if l.conn != nil {
		return true, l.conn.Ping(ctx)
	}
	if l.conn, err = l.s.connect(ctx); err != nil {
		return false, err
	}
	var locked bool
	var epoch int64
	if err = l.conn.QueryRow(ctx, `SELECT pg_try_advisory_lock(`+leaseLock+`)`, l.node).Scan(&locked); err != nil {
		return false, err
	}
	if err = l.conn.QueryRow(ctx, `SELECT epoch FROM nodes WHERE node = $1`, l.node).Scan(&epoch); err != nil {
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
