package postgres

import (
	"context"
	"fmt"
	"strings"
	"sync"
	"time"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"golang.org/x/sync/errgroup"

	"hotline/tickets"
)

// Index is tickets.Index in PostgreSQL, and what fills it. Safe for concurrent use.
//
// Its pool is its own, as TuneIndex makes it, and nobody who changes a ticket waits for it.
type Index struct {
	pool   *pgxpool.Pool
	marker *marker
}

var _ tickets.Index = (*Index)(nil)

// NewIndex searches the migrated database behind pool.
func NewIndex(pool *pgxpool.Pool) *Index { return &Index{pool, newMarker(pool)} }

// TuneIndex makes the configuration of a pool that of an index: few connections that stay, since PostgreSQL loads the dictionary into
// each (half a second at rest, 60 MB), and every statement planned anew, since whether a word is rare or common decides how it is
// best looked for.
func TuneIndex(c *pgxpool.Config) {
	const stays = 30 * 24 * time.Hour
	c.MaxConns = 4
	c.MaxConnIdleTime, c.MaxConnLifetime = stays, stays
	c.ConnConfig.RuntimeParams["plan_cache_mode"] = "force_custom_plan"
	c.AfterConnect = func(ctx context.Context, conn *pgx.Conn) error {
		// Without its files Prepare does without it.
		_, _ = conn.Exec(ctx, `SELECT to_tsvector('search', 'слово')`)
		return nil
	}
}

// Warm opens all connections, so that nobody who searches waits for one to load the dictionary.
func (x *Index) Warm(ctx context.Context) error {
	var all errgroup.Group
	var opened sync.WaitGroup
	opened.Add(int(x.pool.Config().MaxConns))
	for range x.pool.Config().MaxConns {
		all.Go(func() error {
			conn, err := x.pool.Acquire(ctx)
			opened.Done()
			if err != nil {
				return err
			}
			opened.Wait() // a connection given back would be handed to the next
			conn.Release()
			return nil
		})
	}
	if err := all.Wait(); err != nil {
		return fmt.Errorf("warm the search: %w", err)
	}
	return nil
}

// ranked is how many of the newest matches are put in order. Who has more must say more.
const ranked = 1000

// Direct implements tickets.Index.
func (x *Index) Direct(ctx context.Context, by tickets.Sought, value string, after tickets.Cursor, limit int) ([]tickets.Ticket, error) {
	const (
		newest = ` ORDER BY t.registered_at DESC, t.id DESC LIMIT $2`
		before = ` AND ($3::bigint = 0 OR (t.registered_at, t.id) < ($4, $3))`
		theirs = ` CROSS JOIN LATERAL (SELECT t.id, t.registered_at FROM ticket t WHERE t.applicant_id = who.id` + before + newest + `) t`
		page   = selectTicket + `JOIN (SELECT id FROM picked GROUP BY id) p ON p.id = t.id` + newest
	)
	var who string
	switch by {
	case tickets.SoughtNumber:
		n, err := tickets.ParseNumber(value)
		if err != nil {
			return nil, nil
		}
		return list(ctx, x.pool, selectTicket+`WHERE t.number = $1`, n)
	case tickets.SoughtPhone:
		who = `(SELECT t.id FROM ticket t WHERE t.caller_e164 = $1` + before + newest + `)
			UNION ALL (SELECT t.id FROM (SELECT DISTINCT coalesce(a.merged_into, a.id) AS id FROM applicant_phone p JOIN applicant a ON a.id = p.applicant_id WHERE p.e164 = $1 LIMIT 100) who` + theirs + `)`
	case tickets.SoughtEmail:
		who = `SELECT t.id FROM (SELECT DISTINCT coalesce(a.merged_into, a.id) AS id FROM applicant_email e JOIN applicant a ON a.id = e.applicant_id WHERE e.email = lower($1) LIMIT 100) who` + theirs
	case tickets.SoughtLogin:
		who = `SELECT t.id FROM (SELECT coalesce(merged_into, id) AS id FROM applicant WHERE gb_login <> '' AND lower(gb_login) = lower($1) LIMIT 100) who` + theirs
	default:
		return nil, fmt.Errorf("search by %q", by)
	}
	return list(ctx, x.pool, `WITH picked AS (`+who+`) `+page, value, limit, after.ID, after.At)
}

// Match implements tickets.Index.
func (x *Index) Match(ctx context.Context, a tickets.Asked) (all []tickets.WordMatch, top tickets.TicketID, err error) {
	query, tree, err := x.query(ctx, a.Words, a.Typing)
	if err != nil || query == "" {
		return nil, 0, err
	}
	top = a.After.Top
	if top == 0 {
		if err := x.pool.QueryRow(ctx, `SELECT coalesce(max(ticket_id), 0) FROM ticket_search`).Scan(&top); err != nil {
			return nil, 0, err
		}
	}
	sql, args := matchStatement(a, query, top)
	rows, err := x.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, 0, err
	}
	all, err = pgx.CollectRows(rows, scanMatch)
	if err == nil {
		err = x.marker.mark(ctx, tree, all)
	}
	return all, top, err
}

// Among so many of the newest tickets a match is looked for first; those of a frequent word are met here, however many the register
// has. Where fewer than enough are, the word is rare enough for the index of words to name every one of its tickets.
const (
	window = 20_000
	enough = 200
)

// matchStatement finds a query's matches up to the newest ticket top. The planner would guess how frequent a word is, and for one
// that it does not know might go back through all tickets: so it is not asked.
func matchStatement(a tickets.Asked, query string, top tickets.TicketID) (sql string, args []any) {
	const maySee = `($4 OR t.restricted = '' OR t.assignee_id = $5)`
	args = []any{query, top, a.Limit, a.By.Chief, a.By.ID}
	if a.Newest {
		if a.After.ID != 0 {
			args[1] = min(top, a.After.ID-1)
		}
		return fmt.Sprintf(`
WITH near AS MATERIALIZED (SELECT s.ticket_id FROM ticket_search s JOIN ticket t ON t.id = s.ticket_id
     WHERE s.tsv @@ $1::tsquery AND s.ticket_id <= $2 AND s.ticket_id > $2 - %d AND %s ORDER BY s.ticket_id DESC LIMIT $3),
far AS MATERIALIZED (SELECT ticket_id FROM ticket_search WHERE tsv @@ $1::tsquery AND ticket_id <= $2 - %[1]d AND (SELECT count(*) FROM near) < $3),
page AS (SELECT ticket_id, 0::float4 AS rank FROM (
     SELECT ticket_id FROM near UNION ALL (SELECT f.ticket_id FROM (SELECT ticket_id FROM far ORDER BY ticket_id DESC) f
     CROSS JOIN LATERAL (SELECT FROM ticket t WHERE t.id = f.ticket_id AND %[2]s OFFSET 0) t ORDER BY f.ticket_id DESC LIMIT $3)) n
     ORDER BY ticket_id DESC LIMIT $3)
%s ORDER BY page.ticket_id DESC`, window, maySee, matched), args
	}
	return fmt.Sprintf(`
WITH near AS MATERIALIZED (SELECT ticket_id FROM ticket_search
     WHERE tsv @@ $1::tsquery AND ticket_id <= $2 AND ticket_id > $2 - %d ORDER BY ticket_id DESC LIMIT %d),
far AS MATERIALIZED (SELECT ticket_id FROM ticket_search WHERE tsv @@ $1::tsquery AND ticket_id <= $2 - %[1]d AND (SELECT count(*) FROM near) < %[3]d),
best AS MATERIALIZED (SELECT s.ticket_id, ts_rank_cd(s.tsv, $1::tsquery, 1) AS rank FROM (
     SELECT ticket_id FROM near UNION ALL (SELECT ticket_id FROM far ORDER BY ticket_id DESC LIMIT %[2]d)) n
     CROSS JOIN LATERAL (SELECT * FROM ticket_search WHERE ticket_id = n.ticket_id OFFSET 0) s),
page AS (SELECT b.ticket_id, b.rank FROM best b CROSS JOIN LATERAL (SELECT FROM ticket t WHERE t.id = b.ticket_id AND %[4]s OFFSET 0) t
     WHERE ($7::bigint = 0 OR (b.rank, b.ticket_id) < ($6::float4, $7)) ORDER BY b.rank DESC, b.ticket_id DESC LIMIT $3)
%[5]s ORDER BY page.rank DESC, page.ticket_id DESC`, window, ranked, enough, maySee, matched), append(args, a.After.Rank, a.After.ID)
}

// matched gives a page its tickets with their texts, as they were written and folded.
const matched = `SELECT page.rank, words.body, search_fold(words.body), ` +
	ticketColumns + ` FROM page JOIN ticket t ON t.id = page.ticket_id LEFT JOIN applicant a ON a.id = t.applicant_id
	CROSS JOIN LATERAL (SELECT left(normalize(concat_ws(E'\n', nullif(t.subject, ''), ` + ticketText + `, ` + ticketNotes + `), NFC), 20000) AS body) words`

func scanMatch(row pgx.CollectableRow) (m tickets.WordMatch, err error) {
	m.Ticket, err = scanTicket(behind{row, []any{&m.Rank, &m.Text, &m.Marked}})
	return m, err
}

// behind is a row whose first columns go elsewhere.
type behind struct {
	pgx.CollectableRow
	first []any
}

// Scan implements pgx.CollectableRow.
func (b behind) Scan(dest ...any) error { return b.CollectableRow.Scan(append(b.first, dest...)...) }

// query is what the words ask for, in PostgreSQL's language; "" when nothing is left of them; tree is the same without what must not
// be there. Quotation marks, OR and a minus mean what they mean elsewhere. The last word of one who is still typing is taken as a
// beginning, too.
func (x *Index) query(ctx context.Context, words string, typing bool) (query, tree string, err error) {
	begun, last := words, ""
	if typing && !strings.ContainsAny(words, `"«»`) {
		if i := strings.LastIndexFunc(words, unicode.IsSpace); isWord(words[i+1:]) {
			begun, last = words[:i+1], words[i+1:]
		}
	}
	words = strings.NewReplacer("«", `"`, "»", `"`, "“", `"`, "”", `"`, "„", `"`).Replace(words)
	if last == "" {
		err = x.pool.QueryRow(ctx, `SELECT q::text, querytree(q) FROM websearch_to_tsquery('search', search_join(search_fold(normalize($1, NFC)))) q`, words).Scan(&query, &tree)
		return query, tree, err
	}
	err = x.pool.QueryRow(ctx, `SELECT q::text, querytree(q) FROM (SELECT websearch_to_tsquery('search', search_join(search_fold(normalize($1, NFC)))) &&
		(websearch_to_tsquery('search', search_fold(normalize($2, NFC))) || to_tsquery('simple', quote_literal(search_fold(normalize($2, NFC))) || ':*')) AS q) asked`,
		begun, last).Scan(&query, &tree)
	return query, tree, err
}

// isWord: of three letters or digits at least, so that what begins with it is not half of the register.
func isWord(s string) bool {
	for _, r := range s {
		if !unicode.IsLetter(r) && !unicode.IsDigit(r) && !strings.ContainsRune(`'’ʼ`, r) {
			return false
		}
	}
	return utf8.RuneCountInString(s) >= 3
}

// Alike implements tickets.Index.
func (x *Index) Alike(ctx context.Context, word string) (all []string, err error) {
	query, _, err := x.query(ctx, word, false)
	if err != nil || query == "" {
		return nil, err
	}
	err = pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		if there, err := occurs(ctx, tx, query); err != nil || there {
			return err
		}
		rows, err := tx.Query(ctx, `SELECT word FROM search_word WHERE word % search_fold($1) ORDER BY similarity(word, search_fold($1)) DESC LIMIT 30`, word)
		if err != nil {
			return err
		}
		all, err = pgx.CollectRows(rows, pgx.RowTo[string])
		return err
	})
	return all, err
}

// occurs tells whether some ticket has it. Of a word that nobody has written the planner knows nothing and would read every ticket;
// a common one is among the newest, so that the words' index is asked for rare ones only.
func occurs(ctx context.Context, tx pgx.Tx, query string) (there bool, err error) {
	if _, err := tx.Exec(ctx, `SET LOCAL enable_seqscan = off`); err != nil {
		return false, err
	}
	var top tickets.TicketID
	if err := tx.QueryRow(ctx, `SELECT coalesce(max(ticket_id), 0) FROM ticket_search`).Scan(&top); err != nil {
		return false, err
	}
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM ticket_search WHERE tsv @@ $1::tsquery AND ticket_id > $2)`, query, top-1000).Scan(&there); err != nil || there {
		return there, err
	}
	err = tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM ticket_search WHERE tsv @@ $1::tsquery)`, query).Scan(&there)
	return there, err
}

// People implements tickets.Index: each word must be like a part of the name, or the only one a part of a login or an address. A
// merged card is found as the one that stands for it.
func (x *Index) People(ctx context.Context, text string, limit int) ([]tickets.Applicant, error) {
	var which string
	args := []any{limit}
	arg := func(v string) string {
		args = append(args, v)
		return fmt.Sprintf("$%d", len(args))
	}
	switch {
	case strings.HasPrefix(text, "+"):
		which = `SELECT applicant_id AS id, confidence::real AS rank FROM applicant_phone WHERE e164 = ` + arg(text)
	case isLatin(text) && !strings.ContainsFunc(text, unicode.IsSpace) && utf8.RuneCountInString(text) >= 3:
		part := arg("%" + likeable.Replace(strings.ToLower(text)) + "%")
		which = `SELECT id, 1::real AS rank FROM applicant WHERE gb_login <> '' AND gb_login ILIKE ` + part + ` UNION ALL SELECT applicant_id, 0 FROM applicant_email WHERE email LIKE ` + part
	default:
		words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"«»“”.,;:!?()`, r) })
		var conditions []string
		for _, w := range words {
			if utf8.RuneCountInString(w) < 3 || len(conditions) == 4 {
				return nil, nil
			}
			conditions = append(conditions, arg(w)+` <% lower(full_name)`)
		}
		if len(conditions) == 0 {
			return nil, nil
		}
		which = `SELECT id, word_similarity($2, lower(full_name)) AS rank FROM applicant WHERE ` + strings.Join(conditions, ` AND `)
	}
	rows, err := x.pool.Query(ctx, `WITH found AS (SELECT coalesce(a.merged_into, a.id) AS id, max(w.rank) AS rank FROM (`+which+` LIMIT 1000) w JOIN applicant a USING (id) GROUP BY 1) `+
		selectApplicant+`JOIN found ON found.id = a.id WHERE a.restricted = '' ORDER BY found.rank DESC, a.updated_at DESC, a.id LIMIT $1`, args...)
	if err != nil {
		return nil, fmt.Errorf("applicants: %w", err)
	}
	return pgx.CollectRows(rows, scanApplicant)
}

var likeable = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
