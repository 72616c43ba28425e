// Package schematest gives each test a PostgreSQL database of its own, with Hotline's schema in it.
package schematest

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"net/url"
	"os"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema"
)

// template is migrated once a test process and then copied by PostgreSQL, which takes a tenth of migrating again.
var template struct {
	once sync.Once
	name string
	err  error
}

// New returns a pool on a fresh database that has every migration, and drops the database when the test ends.
// The server is that of HOTLINE_TEST_POSTGRES; when there is none the test fails. Safe for parallel tests.
func New(t testing.TB) *pgxpool.Pool {
	t.Helper()
	pool, err := pgxpool.New(context.Background(), URL(t))
	if err != nil {
		t.Fatalf("open the test's database: %v", err)
	}
	t.Cleanup(pool.Close)
	return pool
}

// URL makes a fresh migrated database, as New does, and returns its address for a program to open.
func URL(t testing.TB) string {
	t.Helper()
	server := os.Getenv("HOTLINE_TEST_POSTGRES")
	if server == "" {
		t.Fatal("HOTLINE_TEST_POSTGRES is not set: this test needs a PostgreSQL server (run `make test`, or `deploy/test-servers start`)")
	}
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Minute)
	defer cancel()
	template.once.Do(func() { template.name, template.err = migrated(ctx, server) })
	if template.err != nil {
		t.Fatalf("make the migrated database at HOTLINE_TEST_POSTGRES: %v", template.err)
	}
	name := unique()
	if err := run(ctx, server, "CREATE DATABASE "+identifier(name)+" TEMPLATE "+identifier(template.name)); err != nil {
		t.Fatalf("make the test's database: %v", err)
	}
	t.Cleanup(func() {
		if err := run(context.Background(), server, "DROP DATABASE IF EXISTS "+identifier(name)+" WITH (FORCE)"); err != nil {
			t.Errorf("drop the test's database: %v", err)
		}
	})
	return with(server, name)
}

func migrated(ctx context.Context, server string) (string, error) {
	name := unique() + "_template"
	if err := run(ctx, server, "CREATE DATABASE "+identifier(name)); err != nil {
		return "", err
	}
	pool, err := pgxpool.New(ctx, with(server, name))
	if err != nil {
		return "", err
	}
	defer pool.Close()
	_, err = schema.Up(ctx, pool)
	return name, err
}

func run(ctx context.Context, server, statement string) error {
	conn, err := pgx.Connect(ctx, server)
	if err != nil {
		return err
	}
	defer conn.Close(ctx)
	_, err = conn.Exec(ctx, statement)
	return err
}

func with(server, database string) string {
	u, err := url.Parse(server)
	if err != nil {
		return server
	}
	u.Path = "/" + database
	return u.String()
}

func unique() string {
	b := make([]byte, 6)
	_, _ = rand.Read(b) // crypto/rand.Read never fails (Go 1.24)
	return "hotline_test_" + hex.EncodeToString(b)
}

// identifier quotes a name for SQL; PostgreSQL takes no parameter where a database is named.
func identifier(name string) string { return pgx.Identifier{name}.Sanitize() }
