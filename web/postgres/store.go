package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/web"
)

// Store implements web.Store.
type Store struct{ pool *pgxpool.Pool }

var _ web.Store = (*Store)(nil)

// New works on a database that has the schema.
func New(pool *pgxpool.Pool) *Store { return &Store{pool} }

const userColumns = `u.id, u.login, u.name, u.role, coalesce(u.service, ''), u.disabled_at IS NOT NULL`

func scanUser(row pgx.Row, more ...any) (web.User, error) {
	var u web.User
	err := row.Scan(append([]any{&u.ID, &u.Login, &u.Name, &u.Role, &u.Service, &u.Disabled}, more...)...)
	return u, err
}

// AddUser implements web.Store.
func (s *Store) AddUser(ctx context.Context, u web.User, hash string, now time.Time) (web.User, error) {
	err := s.pool.QueryRow(ctx, `
WITH added AS (
    INSERT INTO users (login, name, role, service, password_hash, created_at, password_changed_at)
    VALUES ($1, $2, $3, nullif($4, ''), $5, $6, $6) RETURNING id),
noted AS (INSERT INTO user_history (user_id, at, event) SELECT id, $6, 'added' FROM added)
SELECT id FROM added`, u.Login, u.Name, u.Role, u.Service, hash, now).Scan(&u.ID)
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.ConstraintName == "users_login" {
		return u, web.ErrLoginTaken
	}
	return u, wrap("insert user", err)
}

// UserByLogin implements web.Store.
func (s *Store) UserByLogin(ctx context.Context, login string) (web.User, string, error) {
	var hash string
	u, err := scanUser(s.pool.QueryRow(ctx, `SELECT `+userColumns+`, u.password_hash FROM users u WHERE u.login = $1`, login), &hash)
	if errors.Is(err, pgx.ErrNoRows) {
		err = web.ErrNoUser
	}
	return u, hash, wrap("read user", err)
}

// SetPassword implements web.Store.
func (s *Store) SetPassword(ctx context.Context, login, hash string, now time.Time) error {
	return s.change(ctx, `
WITH changed AS (UPDATE users SET password_hash = $2, password_changed_at = $3 WHERE login = $1 RETURNING id),
ended AS (DELETE FROM user_session WHERE user_id IN (SELECT id FROM changed)),
noted AS (INSERT INTO user_history (user_id, at, event) SELECT id, $3, 'password_changed' FROM changed)
SELECT id FROM changed`, login, hash, now)
}

// SetDisabled implements web.Store.
func (s *Store) SetDisabled(ctx context.Context, login string, disabled bool, now time.Time) error {
	if !disabled {
		return s.change(ctx, `
WITH changed AS (UPDATE users SET disabled_at = NULL WHERE login = $1 RETURNING id),
noted AS (INSERT INTO user_history (user_id, at, event) SELECT id, $2, 'enabled' FROM changed)
SELECT id FROM changed`, login, now)
	}
	return s.change(ctx, `
WITH changed AS (UPDATE users SET disabled_at = coalesce(disabled_at, $2) WHERE login = $1 RETURNING id),
ended AS (DELETE FROM user_session WHERE user_id IN (SELECT id FROM changed)),
noted AS (INSERT INTO user_history (user_id, at, event) SELECT id, $2, 'disabled' FROM changed)
SELECT id FROM changed`, login, now)
}

func (s *Store) change(ctx context.Context, statement string, args ...any) error {
	var id int64
	err := s.pool.QueryRow(ctx, statement, args...).Scan(&id)
	if errors.Is(err, pgx.ErrNoRows) {
		err = web.ErrNoUser
	}
	return wrap("change user", err)
}

// Users implements web.Store.
func (s *Store) Users(ctx context.Context) ([]web.User, error) {
	rows, err := s.pool.Query(ctx, `SELECT `+userColumns+` FROM users u ORDER BY u.login`)
	if err != nil {
		return nil, wrap("read users", err)
	}
	all, err := pgx.CollectRows(rows, func(row pgx.CollectableRow) (web.User, error) { return scanUser(row) })
	return all, wrap("read users", err)
}

// AddSession implements web.Store.
func (s *Store) AddSession(ctx context.Context, token [32]byte, user web.UserID, address string, now, expires time.Time) error {
	_, err := s.pool.Exec(ctx, `
WITH noted AS (INSERT INTO user_history (user_id, at, event, address) VALUES ($2, $3, 'logged_in', $5))
INSERT INTO user_session (token_sha256, user_id, created_at, seen_at, expires_at) VALUES ($1, $2, $3, $3, $4)`,
		token[:], user, now, expires, address)
	return wrap("insert session", err)
}

// Session implements web.Store.
func (s *Store) Session(ctx context.Context, token [32]byte, now, idleSince time.Time, touch bool) (web.User, error) {
	var seen time.Time
	u, err := scanUser(s.pool.QueryRow(ctx, `
SELECT `+userColumns+`, s.seen_at FROM user_session s JOIN users u ON u.id = s.user_id
 WHERE s.token_sha256 = $1 AND s.expires_at > $2 AND s.seen_at > $3 AND u.disabled_at IS NULL`, token[:], now, idleSince), &seen)
	if errors.Is(err, pgx.ErrNoRows) {
		return web.User{}, web.ErrNoSession
	}
	if err != nil {
		return web.User{}, wrap("read session", err)
	}
	if touch && now.Sub(seen) >= time.Minute {
		_, err = s.pool.Exec(ctx, `UPDATE user_session SET seen_at = greatest(seen_at, $2) WHERE token_sha256 = $1`, token[:], now)
	}
	return u, wrap("touch session", err)
}

// EndSession implements web.Store.
func (s *Store) EndSession(ctx context.Context, token [32]byte, now time.Time) error {
	_, err := s.pool.Exec(ctx, `
WITH ended AS (DELETE FROM user_session WHERE token_sha256 = $1 RETURNING user_id)
INSERT INTO user_history (user_id, at, event) SELECT user_id, $2, 'logged_out' FROM ended`, token[:], now)
	return wrap("delete session", err)
}

// Attempt implements web.Store.
func (s *Store) Attempt(ctx context.Context, key [32]byte, now time.Time, window time.Duration) (int, time.Time, error) {
	var count int
	var began time.Time
	err := s.pool.QueryRow(ctx, `
INSERT INTO login_attempt AS a (key, attempts, began_at) VALUES ($1, 1, $2)
ON CONFLICT (key) DO UPDATE SET attempts = CASE WHEN a.began_at <= $3 THEN 1 ELSE least(a.attempts, 1000000) + 1 END,
                                began_at = CASE WHEN a.began_at <= $3 THEN $2 ELSE a.began_at END
RETURNING attempts, began_at`, key[:], now, now.Add(-window)).Scan(&count, &began)
	return count, began, wrap("count attempt", err)
}

// Forget implements web.Store.
func (s *Store) Forget(ctx context.Context, key [32]byte) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM login_attempt WHERE key = $1`, key[:])
	return wrap("forget attempts", err)
}

// Sweep implements web.Store.
func (s *Store) Sweep(ctx context.Context, now, idleSince time.Time) error {
	_, err := s.pool.Exec(ctx, `DELETE FROM user_session WHERE expires_at <= $1 OR seen_at <= $2`, now, idleSince)
	if err == nil {
		_, err = s.pool.Exec(ctx, `DELETE FROM login_attempt WHERE began_at < $1`, now.Add(-24*time.Hour))
	}
	return wrap("sweep sessions", err)
}

func wrap(what string, err error) error {
	if err == nil {
		return nil
	}
	return fmt.Errorf("%s: %w", what, err)
}
