//go:build bench

package main

import (
	"context"
	"flag"
	"fmt"
	"os"
	"runtime"
	"sync"
	"sync/atomic"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema"
	"hotline/tickets/invented"
	ticketspostgres "hotline/tickets/postgres"
)

func init() {
	commands = append(commands, command{"invent", "наповнити порожню базу вигаданим реєстром (для вимірювань)", invent})
}

// years of appeals are in the register: as many as it keeps them (Regulation 4.3).
const years = 3

// invent fills an empty database with a made-up register. It is no part of the program that is installed: the build tag keeps it out.
func invent(ctx context.Context, args []string) error {
	set := flag.NewFlagSet("invent", flag.ContinueOnError)
	database := set.String("database", "", "адреса порожньої бази, postgres://…")
	n := set.Int("tickets", 10_000_000, "скільки тікетів")
	seed := set.Uint64("seed", 1, "той самий seed і той самий until дають той самий реєстр")
	until := set.String("until", "", "до якого моменту, RFC 3339; без нього — до цього")
	words := set.Bool("search", true, "наповнити пошук за словами")
	if err := set.Parse(args); err != nil {
		return err
	}
	end := time.Now().UTC().Truncate(time.Second)
	if *until != "" {
		var err error
		if end, err = time.Parse(time.RFC3339, *until); err != nil {
			return fmt.Errorf("until: %w", err)
		}
	}
	f, err := newFilling(ctx, *database, invented.Size{Tickets: *n, Applicants: max(*n/10, 1), Seed: *seed, Until: end.UTC()})
	if err != nil {
		return err
	}
	defer f.pool.Close()
	return f.run(ctx, *words)
}

// filling is one run of invent.
type filling struct {
	pool    *pgxpool.Pool
	size    invented.Size
	world   *invented.World
	indexes []string // statements that make those that were dropped
}

func newFilling(ctx context.Context, database string, size invented.Size) (*filling, error) {
	c, err := pgxpool.ParseConfig(database)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	c.MaxConns = int32(2*runtime.GOMAXPROCS(0) + 2)
	// What is loaded is right by its making: triggers and foreign keys, checked row by row, would double the time.
	for name, value := range map[string]string{"session_replication_role": "replica", "synchronous_commit": "off", "maintenance_work_mem": "1GB", "plan_cache_mode": "force_custom_plan"} {
		c.ConnConfig.RuntimeParams[name] = value
	}
	pool, err := pgxpool.NewWithConfig(ctx, c)
	if err != nil {
		return nil, fmt.Errorf("database: %w", err)
	}
	f := &filling{pool: pool, size: size}
	if err := f.prepare(ctx); err != nil {
		pool.Close()
		return nil, err
	}
	return f, nil
}

func (f *filling) prepare(ctx context.Context) error {
	if _, err := schema.Up(ctx, f.pool); err != nil {
		return err
	}
	if err := f.begin(ctx); err != nil {
		return err
	}
	terms, err := ticketspostgres.New(f.pool).Terms(ctx, f.size.Until)
	if err != nil {
		return err
	}
	f.world = invented.New(f.size, terms)
	return nil
}

// begin notes in the database what it is being filled with, or finds what an earlier run was about when it was broken off: ten
// million tickets take an hour and more.
func (f *filling) begin(ctx context.Context) error {
	var known, full bool
	if err := f.pool.QueryRow(ctx, `SELECT to_regclass('invented') IS NOT NULL, EXISTS (SELECT FROM ticket)`).Scan(&known, &full); err != nil {
		return err
	}
	switch {
	case known:
		var n int
		var seed int64
		if err := f.pool.QueryRow(ctx, `SELECT tickets, seed, until FROM invented`).Scan(&n, &seed, &f.size.Until); err != nil {
			return err
		}
		if n != f.size.Tickets || uint64(seed) != f.size.Seed {
			return fmt.Errorf("базу почато наповнювати з --tickets %d --seed %d: продовжити можна лише так", n, uint64(seed))
		}
	case full:
		return fmt.Errorf("у базі вже є тікети: потрібна порожня")
	default:
		if _, err := f.pool.Exec(ctx, `CREATE TABLE invented AS SELECT $1::bigint AS tickets, $2::bigint AS seed, $3::timestamptz AS until, NULL::text[] AS indexes`,
			f.size.Tickets, int64(f.size.Seed), f.size.Until); err != nil {
			return err
		}
	}
	f.size.From = f.size.Until.AddDate(-years, 0, 0).UTC()
	return nil
}

// missing tells whether a block has yet to be made: one is there as a whole or not at all.
func (f *filling) missing(ctx context.Context, table, column string, from, to int) (bool, error) {
	var there bool
	err := f.pool.QueryRow(ctx, fmt.Sprintf(`SELECT EXISTS (SELECT FROM %s WHERE %s >= $1 AND %[2]s < $2)`, table, column), from, to).Scan(&there)
	return !there, err
}

func (f *filling) run(ctx context.Context, words bool) error {
	began := time.Now()
	for _, step := range []struct {
		what string
		do   func(context.Context) error
		skip bool
	}{
		{"індекси прибрано", f.dropIndexes, false},
		{"оператори", f.staff, false},
		{"заявники", f.people, false},
		{"тікети", f.tickets, false},
		{"нумератори", f.sequences, false},
		{"індекси", f.makeIndexes, false},
		{"пошук за словами", f.words, !words},
		{"індекс пошуку, статистика", f.finish, false},
	} {
		if step.skip {
			continue
		}
		at := time.Now()
		if err := step.do(ctx); err != nil {
			return fmt.Errorf("%s: %w", step.what, err)
		}
		fmt.Fprintf(os.Stderr, "\r\033[K%-28s %s\n", step.what, time.Since(at).Round(time.Second/10))
	}
	fmt.Fprintf(os.Stderr, "усього %s\n", time.Since(began).Round(time.Second))
	return f.report(ctx)
}

// blocks does n things in blocks, in order, by as many as there are processors, and shows how it goes on.
func (f *filling) blocks(ctx context.Context, what string, n, block int, do func(ctx context.Context, from, to int) error) error {
	ctx, cancel := context.WithCancelCause(ctx)
	defer cancel(nil)
	var next, done atomic.Int64
	var wg sync.WaitGroup
	for range runtime.GOMAXPROCS(0) {
		wg.Go(func() {
			for ctx.Err() == nil {
				from := int(next.Add(int64(block))) - block
				if from >= n {
					return
				}
				to := min(from+block, n)
				if err := do(ctx, from, to); err != nil {
					cancel(err)
					return
				}
				done.Add(int64(to - from))
			}
		})
	}
	finished := make(chan struct{})
	go func() { wg.Wait(); close(finished) }()
	show(what, n, &done, finished)
	return context.Cause(ctx)
}

// show tells every second how much is done, how fast, and how long it will take.
func show(what string, n int, done *atomic.Int64, finished <-chan struct{}) {
	began := time.Now()
	tick := time.NewTicker(time.Second)
	defer tick.Stop()
	for {
		select {
		case <-finished:
			return
		case <-tick.C:
			have, took := done.Load(), time.Since(began)
			rate := float64(have) / took.Seconds()
			left := "?"
			if have > 0 {
				left = time.Duration(float64(int64(n)-have) / rate * float64(time.Second)).Round(time.Second).String()
			}
			fmt.Fprintf(os.Stderr, "\r\033[K%s: %d з %d (%d %%), %.0f за секунду, лишилось %s", what, have, n, have*100/int64(max(n, 1)), rate, left)
		}
	}
}

func (f *filling) staff(ctx context.Context) error {
	var rows [][]any
	for i, a := range invented.Staff() {
		role, service := "agent", new(string)
		switch *service = "information"; {
		case i >= 54:
			role, service = "supervisor", nil
		case i >= 40:
			*service = "organisation"
		}
		// Nobody can log in with this.
		rows = append(rows, []any{int64(a.ID), fmt.Sprintf("agent%d", a.ID), a.Name, role, service, "$argon2id$nobody", f.size.From, f.size.From})
	}
	if missing, err := f.missing(ctx, "users", "id", 1, len(rows)+1); err != nil || !missing {
		return err
	}
	_, err := f.pool.CopyFrom(ctx, pgx.Identifier{"users"}, []string{"id", "login", "name", "role", "service", "password_hash", "created_at", "password_changed_at"}, pgx.CopyFromRows(rows))
	return err
}

func (f *filling) people(ctx context.Context) error {
	return f.blocks(ctx, "заявники", f.size.Applicants, 10_000, func(ctx context.Context, from, to int) error {
		if missing, err := f.missing(ctx, "applicant", "id", from+1, to+1); err != nil || !missing {
			return err
		}
		var all []ticketspostgres.Contacts
		for _, p := range f.world.People(from, to) {
			all = append(all, ticketspostgres.Contacts(p))
		}
		return pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error { return ticketspostgres.LoadApplicants(ctx, tx, all) })
	})
}

func (f *filling) tickets(ctx context.Context) error {
	return f.blocks(ctx, "тікети", f.size.Tickets, 5_000, func(ctx context.Context, from, to int) error {
		if missing, err := f.missing(ctx, "ticket", "id", from+1, to+1); err != nil || !missing {
			return err
		}
		all, err := f.world.Lives(ctx, from, to)
		if err != nil {
			return err
		}
		return pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error { return ticketspostgres.Load(ctx, tx, all) })
	})
}
