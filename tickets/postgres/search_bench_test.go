package postgres_test

import (
	"bufio"
	"context"
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema/schematest"
	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

// language is every word of the dictionary, drawn as words of a language are: few of them often, most of them seldom.
func language(b *testing.B, seed uint64) func() string {
	b.Helper()
	file, err := os.Open("/usr/share/hunspell/uk_UA.dic")
	must(b, err)
	defer file.Close()
	var words []string
	for lines := bufio.NewScanner(file); lines.Scan(); {
		word, _, _ := strings.Cut(lines.Text(), "/")
		words = append(words, word)
	}
	draw := rand.New(rand.NewPCG(seed, 1))
	draw.Shuffle(len(words), func(i, j int) { words[i], words[j] = words[j], words[i] })
	frequent := rand.NewZipf(draw, 1.1, 8, uint64(len(words)-1))
	return func() string { return words[frequent.Uint64()] }
}

// BenchmarkSearch measures searches among so many tickets, HOTLINE_TEST_SEARCH=100000, each with sixty words.
func BenchmarkSearch(b *testing.B) {
	n, _ := strconv.Atoi(os.Getenv("HOTLINE_TEST_SEARCH"))
	if n == 0 {
		n = 20_000
	}
	conf, err := pgxpool.ParseConfig(schematest.URL(b))
	must(b, err)
	conf.MaxConns = 4
	conf.ConnConfig.RuntimeParams["plan_cache_mode"], conf.ConnConfig.RuntimeParams["jit"] = "force_custom_plan", "off"
	pool, err := pgxpool.NewWithConfig(b.Context(), conf)
	must(b, err)
	defer pool.Close()
	fillTickets(b, &register{pool: pool}, n)
	index := postgres.NewIndex(pool)
	_, err = index.Prepare(b.Context())
	must(b, err)
	write(b, pool, n)
	b.Logf("%d tickets", n)
	began := time.Now()
	for read := 1; read > 0; {
		read, err = index.Fill(b.Context())
		must(b, err)
	}
	b.Logf("%d tickets read in %s", n, time.Since(began).Round(time.Second))
	_, err = pool.Exec(b.Context(), `VACUUM ANALYZE`)
	must(b, err)
	find := tickets.NewFinder(index, phone.Parse)
	for _, s := range []struct {
		name string
		ask  tickets.Search
	}{
		{"rare", tickets.Search{Text: "кошторисів"}}, {"common", tickets.Search{Text: "авторизацією"}}, {"newest", tickets.Search{Text: "авторизацією", Newest: true}},
		{"two", tickets.Search{Text: "авторизація кабінету"}}, {"typing", tickets.Search{Text: "автори", Typing: true, Limit: 8}}, {"slip", tickets.Search{Text: "кошториз"}},
		{"phone", tickets.Search{Text: "050 000 00 07"}}, {"number", tickets.Search{Text: "10000123-5"}}, {"name", tickets.Search{Text: "Петренка"}}, {"nothing", tickets.Search{Text: "ыыыыыыы"}},
	} {
		b.Run(s.name, func(b *testing.B) {
			var took []time.Duration
			hits := 0
			for b.Loop() {
				began := time.Now()
				found, err := find.Find(context.Background(), s.ask)
				must(b, err)
				took, hits = append(took, time.Since(began)), len(found.Hits)
			}
			slices.Sort(took)
			for _, p := range []int{50, 99} {
				b.ReportMetric(float64(took[(len(took)-1)*p/100].Microseconds())/1000, fmt.Sprintf("p%d-ms", p))
			}
			b.ReportMetric(float64(hits), "hits")
		})
	}
}

// write gives each ticket a subject, an essence and a note; one in three speaks of авторизація, one in two thousand of кошторис.
func write(b *testing.B, pool *pgxpool.Pool, n int) {
	b.Helper()
	word := language(b, 7)
	text := func(words int) string {
		var t strings.Builder
		for range words {
			t.WriteString(word() + " ")
		}
		return t.String()
	}
	_, err := pool.Exec(b.Context(), `CREATE TABLE said (n bigint, subject text, body text, note text);
INSERT INTO applicant (kind, grp, full_name, created_at, updated_at) SELECT 'person', 'external', (ARRAY['Петренко', 'Гнатюк', 'Коваленко', 'Бондар', 'Мельник', 'Ткачук', 'Шевченко'])[1 + i % 7] || ' ' ||
       (ARRAY['Оксана', 'Степан', 'Марія', 'Іван', 'Олег'])[1 + i % 5] || ' ' || md5(i::text), now(), now() FROM generate_series(1, 10000) i`)
	must(b, err)
	_, err = pool.CopyFrom(b.Context(), pgx.Identifier{"said"}, []string{"n", "subject", "body", "note"}, pgx.CopyFromSlice(n, func(i int) ([]any, error) {
		body := text(40)
		if i%3 == 0 {
			body += "не працює авторизація "
		}
		if i%2000 == 0 {
			body += "зникає кошторис проєкту "
		}
		if i%50 == 0 {
			body += "у кабінеті "
		}
		return []any{i, text(4), body, text(16)}, nil
	}))
	must(b, err)
	_, err = pool.Exec(b.Context(), `
UPDATE ticket t SET subject = left(s.subject, 200), description = s.body, caller_e164 = '+38050' || lpad((s.n % 2000)::text, 7, '0'), applicant_id = 1 + s.n % 10000
  FROM said s JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ticket) i USING (n) WHERE t.id = i.id;
INSERT INTO ticket_history (ticket_id, at, kind, author, body, key) SELECT i.id, now(), 'note', 'Хтось', s.note, 'n'
  FROM said s JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS n FROM ticket) i USING (n)`)
	must(b, err)
}

// Neither a rare word nor a frequent one is looked for in every ticket.
func TestSearch_NoneReadsTheWholeTable(t *testing.T) {
	r := newRegister(t)
	fillTickets(t, r, 50_000)
	_, err := r.pool.Exec(t.Context(), `INSERT INTO ticket_search SELECT id, array_to_tsvector(ARRAY['w' || id % 20000, 'x' || id % 50, CASE WHEN id % 3 = 0 THEN 'common' ELSE 'other' END]) || search_shelves(id) FROM ticket`)
	must(t, err)
	_, err = r.pool.Exec(t.Context(), `ANALYZE`)
	must(t, err)
	conf := r.pool.Config()
	sent := &statements{seen: map[string][]any{}}
	conf.ConnConfig.Tracer = sent
	postgres.TuneIndex(conf)
	pool, err := pgxpool.NewWithConfig(t.Context(), conf)
	must(t, err)
	defer pool.Close()
	index := postgres.NewIndex(pool)
	for word, least := range map[string]int{"w77": 1, "x7": 21, "common": 21, "common x7": 21, "absent": 0} {
		for _, a := range []tickets.Asked{{}, {Newest: true}, {Newest: true, After: tickets.Place{Top: 50_000, ID: 30_000}}} {
			a.By, a.Limit, a.Words = operator, 21, word
			found, _, err := index.Match(t.Context(), a)
			must(t, err)
			if len(found) < least {
				t.Errorf("%q, newest %t: %d found, want %d", word, a.Newest, len(found), least)
			}
			for sql, args := range sent.taken() {
				for _, table := range readWhole(t, pool, sql, args) {
					if table == "ticket" || table == "ticket_search" { // the others are empty here
						t.Errorf("%q, newest %t: %s is read whole by\n%s", word, a.Newest, table, sql)
					}
				}
			}
		}
	}
}

// What stands on the newest shelves is found first, and what stands further back is found all the same.
func TestSearch_FromTheNewestShelfBack(t *testing.T) {
	r := newRegister(t)
	fillTickets(t, r, 40_000)
	// One in 1 500 is rare: on the newest shelves stand ten at most, so that older ones must be found, too.
	_, err := r.pool.Exec(t.Context(), `INSERT INTO ticket_search SELECT id, array_to_tsvector(ARRAY['word', CASE WHEN id % 1500 = 7 THEN 'rare' ELSE 'other' END]) || search_shelves(id) FROM ticket;
UPDATE ticket SET restricted = 'законодавча заборона' WHERE id = 1507`)
	must(t, err)
	index := postgres.NewIndex(r.pool)
	var want []tickets.TicketID
	for id := tickets.TicketID(39_007); id > 0; id -= 1500 {
		if id != 1507 { // not for an operator
			want = append(want, id)
		}
	}
	var got []tickets.TicketID
	a := tickets.Asked{Words: "rare", By: operator, Newest: true, Limit: 4}
	for {
		page, top, err := index.Match(t.Context(), a)
		must(t, err)
		for _, m := range page {
			got = append(got, m.Ticket.ID)
		}
		if len(page) < a.Limit {
			break
		}
		a.After = tickets.Place{Top: top, ID: page[len(page)-1].Ticket.ID}
	}
	areFound(t, "newest first", got, want)
	best, _, err := index.Match(t.Context(), tickets.Asked{Words: "rare", By: chief, Limit: 50})
	must(t, err)
	if len(best) != len(want)+1 {
		t.Errorf("%d found by a supervisor, want %d", len(best), len(want)+1)
	}
}
