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
