package postgres

import (
	"context"
	"fmt"
	"log/slog"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/telephony"
	"hotline/telephony/call"
)

// Store is telephony's part of the database. Safe for concurrent use.
type Store struct {
	Patience  time.Duration     // who has waited so long comes before every number with priority
	LastAgent time.Duration     // a number that calls again within it gets the agent it talked with, if free; 0: the longest idle
	Outward   telephony.Outward // which numbers may be called, and how often
	Rules     call.Rules        // by which a call out begins
	// Lapsed, unless nil, is called in the transaction that takes an agent out of a wrap-up whose time is over.
	Lapsed func(ctx context.Context, tx pgx.Tx, agent call.AgentID, id call.ID) error

	pool  *pgxpool.Pool
	now   func() time.Time
	wrap  time.Duration
	ended func(ctx context.Context, tx pgx.Tx, id call.ID) error
	log   *slog.Logger

	mu   sync.Mutex
	held map[string]hold // by node: this copy's leases
}

// Patience is how long a caller waits at most behind numbers with priority, unless the configuration says otherwise.
const Patience = 10 * time.Minute

// WrapUpTime is how long an agent has after a talk; ExtensionTime is what one prolongation adds.
const (
	WrapUpTime    = 90 * time.Second
	ExtensionTime = time.Minute
	declineRest   = 5 * time.Second
	reloadRest    = 2 * time.Second
)

// New returns a Store. ended is called in the transaction that ends a call, to put the outbox row into it.
func New(pool *pgxpool.Pool, now func() time.Time, log *slog.Logger, ended func(context.Context, pgx.Tx, call.ID) error) *Store {
	return &Store{Rules: call.DefaultRules(), Patience: Patience, pool: pool, now: now, wrap: WrapUpTime, ended: ended, log: log, held: map[string]hold{}}
}

// answer is how long a transaction or a query of the driver may take: a connection may be dead without saying so.
const answer = 5 * time.Second

// connect opens a connection of its own, for what must live in one.
func (s *Store) connect(ctx context.Context) (*pgx.Conn, error) {
	return pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
}

func (s *Store) tx(ctx context.Context, do func(pgx.Tx) error) error {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	return pgx.BeginFunc(ctx, s.pool, do)
}

// Live gives the node's calls that still need somebody.
func (s *Store) Live(ctx context.Context, node string) ([]call.Call, error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	rows, err := s.pool.Query(ctx, `SELECT body FROM calls WHERE node = $1 AND NOT settled ORDER BY arrived_at`, node)
	if err != nil {
		return nil, fmt.Errorf("live calls of %s: %w", node, err)
	}
	return pgx.CollectRows(rows, pgx.RowTo[call.Call])
}

// Known tells whether the journal has this call.
func (s *Store) Known(ctx context.Context, id call.ID) (known bool, err error) {
	ctx, cancel := context.WithTimeout(ctx, answer)
	defer cancel()
	err = s.pool.QueryRow(ctx, `SELECT EXISTS (SELECT FROM calls WHERE id = $1)`, id).Scan(&known)
	return known, err
}

func null[T comparable](v T) any {
	var zero T
	if v == zero {
		return nil
	}
	return v
}

func nullTime(t time.Time) any {
	if t.IsZero() {
		return nil
	}
	return t
}
