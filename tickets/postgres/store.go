package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/tickets"
)

// Store is tickets.Store in PostgreSQL. Safe for concurrent use.
type Store struct {
	pool *pgxpool.Pool

	// CalendarChanged is told in the transaction that changes the calendar; nil: nobody is. Set it before the first use.
	CalendarChanged func(ctx context.Context, tx pgx.Tx) error
}

var _ tickets.Store = (*Store)(nil)

// New keeps the register in the migrated database behind pool.
func New(pool *pgxpool.Pool) *Store { return &Store{pool: pool} }

// SQLSTATE codes that are answers and not faults (PostgreSQL 15, appendix A).
const (
	foreignKeyViolation = "23503"
	uniqueViolation     = "23505"
	deadlockDetected    = "40P01"
)

// violates tells whether err is the refusal of the named constraint.
func violates(err error, code, constraint string) bool {
	var pg *pgconn.PgError
	return errors.As(err, &pg) && pg.Code == code && pg.ConstraintName == constraint
}

// found translates "no row" into the domain's word.
func found(err error) error {
	if errors.Is(err, pgx.ErrNoRows) {
		return tickets.ErrNotFound
	}
	return err
}

func (s *Store) inTx(ctx context.Context, do func(pgx.Tx) error) error {
	return pgx.BeginFunc(ctx, s.pool, do)
}

// inTxAgain is inTx for what locks several rows: when others lock them the other way round at once, PostgreSQL lets one of them go,
// which then begins anew and sees what the others have done.
func (s *Store) inTxAgain(ctx context.Context, do func(pgx.Tx) error) (err error) {
	const tries = 5
	for range tries {
		var fault *pgconn.PgError
		if err = s.inTx(ctx, do); !errors.As(err, &fault) || fault.Code != deadlockDetected {
			return err
		}
	}
	return err
}

// querier is the pool or a transaction.
type querier interface {
	Query(ctx context.Context, sql string, args ...any) (pgx.Rows, error)
	QueryRow(ctx context.Context, sql string, args ...any) pgx.Row
	Exec(ctx context.Context, sql string, args ...any) (pgconn.CommandTag, error)
}

// ticketColumns is every column that scanTicket reads; t is the ticket, a its applicant.
const ticketColumns = `t.id, t.number, t.channel, t.status, coalesce(t.type, ''), coalesce(t.category, ''), t.service, t.subject,
       coalesce(t.applicant_id, 0), CASE WHEN a.restricted <> '' THEN 'Доступ обмежено' ELSE coalesce(a.full_name, '') END,
       coalesce(t.applicant_group, ''), coalesce(t.applicant_subgroup, ''),
       coalesce(t.call_id, ''), coalesce(t.caller_e164, ''), t.caller_raw, t.did, t.after_hours,
       t.received_at, t.registered_at, t.reaction_due_at, t.resolution_due_at, t.first_response_at,
       t.oral_notice_at, t.oral_notice_by, t.announced_due_at, t.resolved_at, t.closed_at, t.version, ` + workColumns

const selectTicket = `SELECT ` + ticketColumns + ` FROM ticket t LEFT JOIN applicant a ON a.id = t.applicant_id `

func scanTicket(row pgx.CollectableRow) (tickets.Ticket, error) {
	var t tickets.Ticket
	var w work
	var due, response, notice, announced, resolved, closed *time.Time
	err := row.Scan(append([]any{&t.ID, &t.Number, &t.Channel, &t.Status, &t.Class.Type, &t.Class.Category, &t.Service, &t.Subject,
		&t.Applicant, &t.ApplicantName, &t.ApplicantGroup, &t.ApplicantSub,
		&t.Call, &t.Caller, &t.RawCaller, &t.DID, &t.AfterHours,
		&t.ReceivedAt, &t.RegisteredAt, &t.ReactionDueAt, &due, &response,
		&notice, &t.OralNoticeBy, &announced, &resolved, &closed, &t.Version}, w.into(&t)...)...)
	if err != nil {
		return t, err
	}
	for _, at := range []*time.Time{&t.ReceivedAt, &t.RegisteredAt, &t.ReactionDueAt} {
		*at = at.UTC()
	}
	t.ResolutionDueAt = instant(due)
	t.FirstResponseAt, t.OralNoticeAt, t.AnnouncedDueAt = instant(response), instant(notice), instant(announced)
	t.ResolvedAt, t.ClosedAt = instant(resolved), instant(closed)
	return t, w.put(&t)
}

// instant is a nullable column as the domain has it.
func instant(at *time.Time) time.Time {
	if at == nil {
		return time.Time{}
	}
	return at.UTC()
}

// null is the other way: the zero value is NULL.
func null[T comparable](v T) *T {
	var zero T
	if v == zero {
		return nil
	}
	return &v
}

func list(ctx context.Context, q querier, sql string, args ...any) ([]tickets.Ticket, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanTicket)
}

func one(ctx context.Context, q querier, sql string, args ...any) (tickets.Ticket, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return tickets.Ticket{}, err
	}
	t, err := pgx.CollectExactlyOneRow(rows, scanTicket)
	return t, found(err)
}

// Ticket implements tickets.Store.
func (s *Store) Ticket(ctx context.Context, by tickets.Key) (tickets.Ticket, error) {
	return ticket(ctx, s.pool, by)
}

func ticket(ctx context.Context, q querier, by tickets.Key) (tickets.Ticket, error) {
	switch {
	case by.ID != 0:
		return one(ctx, q, selectTicket+`WHERE t.id = $1`, by.ID)
	case by.Number != 0:
		return one(ctx, q, selectTicket+`WHERE t.number = $1`, by.Number)
	case by.Call != "":
		return one(ctx, q, selectTicket+`WHERE t.call_id = $1`, by.Call)
	}
	return tickets.Ticket{}, tickets.ErrNotFound
}

// Detail implements tickets.Store.
func (s *Store) Detail(ctx context.Context, by tickets.Key) (d tickets.Detail, err error) {
	err = pgx.BeginTxFunc(ctx, s.pool, pgx.TxOptions{IsoLevel: pgx.RepeatableRead, AccessMode: pgx.ReadOnly}, func(tx pgx.Tx) error {
		if d.Ticket, err = ticket(ctx, tx, by); err != nil {
			return err
		}
		if err := tx.QueryRow(ctx, selectUnreached, d.Ticket.ID).Scan(&d.Ticket.Unreached); err != nil {
			return fmt.Errorf("ways to the applicant: %w", err)
		}
		if d.Ticket.Applicant != 0 {
			a, err := applicant(ctx, tx, d.Ticket.Applicant)
			if err != nil {
				return fmt.Errorf("applicant %d: %w", d.Ticket.Applicant, err)
			}
			d.Applicant = &a
		}
		if d.History, err = history(ctx, tx, d.Ticket.ID); err != nil {
			return fmt.Errorf("history: %w", err)
		}
		d.Related, err = list(ctx, tx, selectTicket+`WHERE t.id IN (
			SELECT related_id FROM ticket_link WHERE ticket_id = $1 UNION SELECT ticket_id FROM ticket_link WHERE related_id = $1)
			ORDER BY t.registered_at DESC, t.id DESC LIMIT 100`, d.Ticket.ID)
		return err
	})
	return d, err
}
