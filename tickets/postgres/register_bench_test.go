//go:build bench

package postgres_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema"
	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

const (
	readsPerSecond  = 50
	writesPerSecond = 5
)

// bench is a made-up register (make bench-data) that is measured.
type bench struct {
	*tickets.Register
	pool   *pgxpool.Pool
	finder *tickets.Finder
	sql    *statements
	n      int64 // tickets at the begin
	phones []string
	now    time.Time
}

// question is one thing that people ask of the register all the time.
type question struct {
	name  string
	limit time.Duration // of 99 in a hundred
	ask   func(ctx context.Context, b *bench, r *rand.Rand) error
}

func list(f tickets.Filter) func(context.Context, *bench, *rand.Rand) error {
	return func(ctx context.Context, b *bench, _ *rand.Rand) error {
		f.Limit = 51
		_, err := b.List(ctx, f)
		return err
	}
}

// people are looked for as they are called, in another case, in part, and with a slip.
var people = []string{"Шевченко Олена", "Ковальчук Тарас", "Петренко Оксана Василівна", "Гнатюк Степан", "Петренку Оксані", "Шевчен Тар", "Гнатук Степан"}

var questions = []question{
	{"screen-pop: Card", 20 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		_, err := b.CallerCard(ctx, b.phones[r.IntN(len(b.phones))], "in-bench")
		return err
	}},
	{"queue, line 1", 20 * time.Millisecond, list(tickets.Filter{OpenOnly: true, Service: tickets.Information, Order: tickets.ByTurn})},
	{"queue, line 2", 20 * time.Millisecond, list(tickets.Filter{OpenOnly: true, Service: tickets.Organisation, Order: tickets.ByTurn})},
	{"queue, line 3", 20 * time.Millisecond, list(tickets.Filter{OpenOnly: true, Service: tickets.Technical, Order: tickets.ByTurn})},
	{"mine", 20 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		return list(tickets.Filter{OpenOnly: true, Assignee: tickets.AgentID(1 + r.IntN(54)), Order: tickets.ByTurn})(ctx, b, r)
	}},
	{"all, newest", 20 * time.Millisecond, list(tickets.Filter{})},
	{"near breach", 20 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		until, err := b.Near(ctx, b.now)
		if err != nil {
			return err
		}
		return list(tickets.Filter{DueFrom: b.now, DueBefore: until, Order: tickets.DueFirst})(ctx, b, r)
	}},
	{"breached", 20 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		return list(tickets.Filter{DueBefore: b.now, Order: tickets.DueFirst})(ctx, b, r)
	}},
	{"debts of notices", 20 * time.Millisecond, func(ctx context.Context, b *bench, _ *rand.Rand) error {
		_, err := b.Debts(ctx, tickets.DebtFilter{})
		return err
	}},
	{"ticket opened", 20 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		id := tickets.TicketID(1 + r.Int64N(b.n))
		if _, err := b.Get(ctx, tickets.Key{ID: id}); err != nil {
			return err
		}
		_, err := b.Notices(ctx, id)
		return err
	}},
	{"applicant's card", 100 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		_, err := b.ApplicantCard(ctx, tickets.ApplicantID(1+r.Int64N(b.n/10)), tickets.Viewer{Author: tickets.Author{ID: 1}})
		return err
	}},
	{"applicants by name", 100 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		_, err := b.FindApplicants(ctx, people[r.IntN(len(people))], tickets.Viewer{Author: tickets.Author{ID: 1}})
		return err
	}},
	{"search by words", 100 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		words := []string{"авторизація ощадбанк", "не зберігається форма", "скейт-парк біля метро", "кошторис проєкту", "голосування дарницький район", "сертифікат", "вулиця Межигірська"}
		_, err := b.finder.Find(ctx, tickets.Search{Text: words[r.IntN(len(words))], Limit: 20})
		return err
	}},
	{"search by number", 100 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		_, err := b.finder.Find(ctx, tickets.Search{Text: tickets.Number(10000001 + r.Int64N(b.n)).String()})
		return err
	}},
	{"search by name", 100 * time.Millisecond, func(ctx context.Context, b *bench, r *rand.Rand) error {
		_, err := b.finder.Find(ctx, tickets.Search{Text: people[r.IntN(len(people))]})
		return err
	}},
}

// TestBench_Register measures each register of HOTLINE_BENCH_REGISTERS, the smallest first: fifty questions a second, spread over
// all kinds, while five changes a second are written. A question's time begins when it is due, not when somebody has time for it.
func TestBench_Register(t *testing.T) {
	long := 60 * time.Second
	if s := os.Getenv("HOTLINE_BENCH_SECONDS"); s != "" {
		n, err := strconv.Atoi(s)
		must(t, err)
		long = time.Duration(n) * time.Second
	}
	var all []map[string][]time.Duration
	var sizes []int64
	for _, url := range strings.Fields(os.Getenv("HOTLINE_BENCH_REGISTERS")) {
		b := openBench(t, url)
		b.warm(t)
		before := b.scans(t)
		took := b.run(t, long)
		after := b.scans(t)
		all, sizes = append(all, took), append(sizes, b.n)
		for table, n := range after {
			if n != before[table] {
				t.Errorf("%d tickets: %s was read whole %d times", b.n, table, n-before[table])
			}
		}
		b.explain(t)
	}
	if len(all) == 0 {
		t.Fatal("HOTLINE_BENCH_REGISTERS names no register: make bench-data, then deploy/bench-register")
	}
	fmt.Print(table(t, sizes, all))
}

func openBench(t *testing.T, url string) *bench {
	t.Helper()
	b := &bench{sql: &statements{seen: map[string][]any{}}}
	open := func(tune func(*pgxpool.Config)) *pgxpool.Pool {
		c, err := pgxpool.ParseConfig(url)
		must(t, err)
		c.MaxConns, c.ConnConfig.Tracer = 16, b.sql
		c.ConnConfig.RuntimeParams["jit"], c.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "off", "0" // as the service has it
		tune(c)
		pool, err := pgxpool.NewWithConfig(t.Context(), c)
		must(t, err)
		t.Cleanup(pool.Close)
		return pool
	}
	b.pool = open(func(*pgxpool.Config) {})
	_, err := schema.Up(t.Context(), b.pool) // the register may be older than the program
	must(t, err)
	index := postgres.NewIndex(open(postgres.TuneIndex))
	must(t, index.Warm(t.Context()))
	b.finder = tickets.NewFinder(index, phone.Parse)
	b.Register = tickets.New(postgres.New(b.pool), phone.Parse, time.Now, slog.New(slog.DiscardHandler))
	b.now = time.Now()
	must(t, b.pool.QueryRow(t.Context(), `SELECT max(id) FROM ticket`).Scan(&b.n))
	// Who appealed lately, calls lately: the busy ones in their proportion.
	must(t, b.pool.QueryRow(t.Context(), `SELECT array_agg(caller_e164) FROM (SELECT caller_e164 FROM ticket WHERE caller_e164 IS NOT NULL ORDER BY id DESC LIMIT 5000) c`).Scan(&b.phones))
	return b
}

// warm asks each thing on all connections at once, as a register that is in use has been asked: a connection plans what it is asked for
// the first times, and who called in the last days has been looked at in the last days.
func (b *bench) warm(t *testing.T) {
	t.Helper()
	var all sync.WaitGroup
	for i := range b.pool.Config().MaxConns {
		all.Go(func() {
			r := rand.New(rand.NewPCG(1, uint64(i)))
			for _, q := range questions {
				for range 10 {
					if err := q.ask(t.Context(), b, r); err != nil {
						t.Errorf("%s: %v", q.name, err)
					}
				}
			}
			for n := int(i); n < len(b.phones); n += int(b.pool.Config().MaxConns) {
				if _, err := b.CallerCard(t.Context(), b.phones[n], "in-bench"); err != nil {
					t.Errorf("a card: %v", err)
				}
			}
		})
	}
	all.Wait()
}

// run asks and writes, and gives the time of each answer.
func (b *bench) run(t *testing.T, long time.Duration) map[string][]time.Duration {
	t.Helper()
	took := map[string][]time.Duration{}
	var mu sync.Mutex
	var wg sync.WaitGroup
	note := func(name string, since time.Time, err error) {
		mu.Lock()
		defer mu.Unlock()
		took[name] = append(took[name], time.Since(since))
		if err != nil {
			t.Errorf("%s: %v", name, err)
		}
	}
	began := time.Now()
	every := func(perSecond int, do func(i int, due time.Time)) {
		for i := range int(long.Seconds()) * perSecond {
			due := began.Add(time.Duration(i) * time.Second / time.Duration(perSecond))
			time.Sleep(time.Until(due)) // the schedule of the load
			wg.Go(func() { do(i, due) })
		}
	}
	wg.Go(func() {
		every(writesPerSecond, func(i int, due time.Time) { note("(writing)", due, b.write(t.Context(), i)) })
	})
	// In an order that is another each time: otherwise one question would always stand behind the dearest search.
	var order []int
	for r := rand.New(rand.NewPCG(uint64(b.n), 3)); len(order) < int(long.Seconds())*readsPerSecond; {
		order = append(order, r.Perm(len(questions))...)
	}
	every(readsPerSecond, func(i int, due time.Time) {
		q := questions[order[i]]
		note(q.name, due, q.ask(t.Context(), b, rand.New(rand.NewPCG(uint64(b.n), uint64(i)))))
	})
	wg.Wait()
	return took
}

// write registers a call, takes a ticket, adds a note, or consults and closes, in turn.
func (b *bench) write(ctx context.Context, i int) error {
	by := tickets.Author{ID: tickets.AgentID(1 + i%40), Name: "Вимірювач"}
	call := tickets.CallID(fmt.Sprintf("bench-%d-%d", b.now.UnixNano(), i))
	t, err := b.OpenForCall(ctx, tickets.CallOpening{CallID: call, Number: b.phones[i%len(b.phones)], ArrivedAt: time.Now(), Service: tickets.Information})
	if err != nil {
		return err
	}
	if i%2 == 0 {
		_, err = b.Do(ctx, t.ID, t.Version, tickets.Consult{Category: tickets.Low, Process: "other", Text: "Пояснено порядок голосування", Call: call}, by)
		return err
	}
	if err := b.AddNote(ctx, t.ID, by, "Чекає на відповідь банку", "k"); err != nil {
		return err
	}
	_, err = b.Do(ctx, t.ID, 0, tickets.Take{}, by)
	var refused *tickets.Refused
	if errors.As(err, &refused) {
		return nil
	}
	return err
}

func percentile(d []time.Duration, p int) time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d[min(len(d)*p/100, len(d)-1)]
}

// table is Markdown: the figures of each size, and the growth of the median from the smallest to the largest.
func table(t *testing.T, sizes []int64, all []map[string][]time.Duration) string {
	var b strings.Builder
	head, line := "| ms |", "|---|"
	for _, n := range sizes {
		head += fmt.Sprintf(" %d: p50 | p99 |", n)
		line += "--:|--:|"
	}
	b.WriteString(head + " growth of p50 |\n" + line + "--:|\n")
	ms := func(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }
	for _, q := range append(slices.Clone(questions), question{name: "(writing)", limit: time.Second}) {
		fmt.Fprintf(&b, "| %s |", q.name)
		for i, took := range all {
			p99 := percentile(took[q.name], 99)
			fmt.Fprintf(&b, " %.1f | %.1f |", ms(percentile(took[q.name], 50)), ms(p99))
			if p99 > q.limit {
				t.Errorf("%s of %d tickets: p99 %s, want at most %s", q.name, sizes[i], p99, q.limit)
			}
		}
		fmt.Fprintf(&b, " %.2f |\n", ms(percentile(all[len(all)-1][q.name], 50))/ms(percentile(all[0][q.name], 50)))
	}
	return b.String()
}
