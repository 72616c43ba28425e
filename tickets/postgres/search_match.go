package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const (
	// ranked is how many of the newest matches are put in order at most. Who has more must say more.
	ranked = 400
	// enough matches are worth being put in order: none older is looked for.
	enough = 50
)

// shelf is a level of search_shelves: so many bits of a ticket's id stand on one.
type shelf struct {
	level string
	bits  uint
}

// shelves are the levels that are asked in turn. There is a larger one in the index ("d"), which is not worth asking: a search costs
// as much as its rarest word has tickets or as the shelf has, whichever is less.
var shelves = []shelf{{"a", 13}, {"b", 16}, {"c", 19}}

// within narrows a query to the two newest shelves of a level, and tells the first ticket that stands there.
func (s shelf) within(query string, top tickets.TicketID) (narrowed string, first tickets.TicketID) {
	newest := int64(top) >> s.bits
	before := max(newest-1, 0)
	return fmt.Sprintf("(%s) & ('\x01%s%d' | '\x01%[2]s%[4]d')", query, s.level, newest, before), tickets.TicketID(before << s.bits)
}

// newest are the newest tickets up to top that match the query and that the viewer may see, at least need of them, when the register
// has so many, and at most most.
func (x *Index) newest(ctx context.Context, by tickets.Viewer, query string, top tickets.TicketID, need, most int) ([]tickets.TicketID, error) {
	var all []tickets.TicketID
	below := top + 1
	look := func(query string) error {
		sql, args := newestStatement(by, query, below, most-len(all))
		more, err := collectIDs[tickets.TicketID](ctx, x.pool, sql, args...)
		all = append(all, more...)
		return err
	}
	for i, s := range shelves {
		narrowed, first := s.within(query, top)
		if err := look(narrowed); err != nil {
			return nil, err
		}
		if below = first; len(all) >= need || below == 0 {
			return all, nil
		}
		if i > 0 && i+1 < len(shelves) && len(all)<<(shelves[i+1].bits-s.bits) < 2*need {
			break // so rare that the next shelf would hardly do; the newest one is too small to tell
		}
	}
	return all, look(query)
}

// newestStatement finds matches below a ticket. The planner would guess how frequent a word is, and for one that it does not know might
// go back through all tickets: OFFSET 0 keeps it from that.
func newestStatement(by tickets.Viewer, query string, below tickets.TicketID, most int) (sql string, args []any) {
	return `
SELECT m.ticket_id FROM (SELECT ticket_id FROM (SELECT ticket_id FROM ticket_search WHERE tsv @@ $1::tsquery AND ticket_id < $2 OFFSET 0) m ORDER BY ticket_id DESC) m
 CROSS JOIN LATERAL (SELECT FROM ticket t WHERE t.id = m.ticket_id AND ($4 OR t.restricted = '' OR t.assignee_id = $5) OFFSET 0) t
 ORDER BY m.ticket_id DESC LIMIT $3`, []any{query, below, most, by.Chief, by.ID}
}

// Match implements tickets.Index.
func (x *Index) Match(ctx context.Context, a tickets.Asked) (all []tickets.WordMatch, top tickets.TicketID, err error) {
	query, tree, err := x.query(ctx, a.Words, a.Typing)
	if err != nil || query == "" {
		return nil, 0, err
	}
	if top = a.After.Top; top == 0 {
		if top, err = x.top(ctx); err != nil {
			return nil, 0, err
		}
	}
	from, need, most := top, enough, ranked
	if a.Newest {
		need, most = a.Limit, a.Limit
		if a.After.ID != 0 {
			from = min(top, a.After.ID-1)
		}
	}
	ids, err := x.newest(ctx, a.By, query, from, need, most)
	if err != nil || len(ids) == 0 {
		return nil, top, err
	}
	sql, args := pageStatement(a, query, ids)
	rows, err := x.pool.Query(ctx, sql, args...)
	if err != nil {
		return nil, 0, err
	}
	if all, err = pgx.CollectRows(rows, scanMatch); err != nil {
		return nil, 0, err
	}
	return all, top, x.marker.mark(ctx, tree, all)
}

func (x *Index) top(ctx context.Context) (top tickets.TicketID, err error) {
	err = x.pool.QueryRow(ctx, `SELECT coalesce(max(ticket_id), 0) FROM ticket_search`).Scan(&top)
	return top, err
}

// pageStatement puts matches in order and gives a page its tickets with their texts, as they were written and folded.
func pageStatement(a tickets.Asked, query string, ids []tickets.TicketID) (sql string, args []any) {
	const texts = ` JOIN ticket t ON t.id = page.ticket_id LEFT JOIN applicant a ON a.id = t.applicant_id
	CROSS JOIN LATERAL (SELECT left(normalize(concat_ws(E'\n', nullif(t.subject, ''), ` + ticketText + `, ` + ticketNotes + `), NFC), 20000) AS body) words
	ORDER BY page.rank DESC, page.ticket_id DESC`
	columns := `SELECT page.rank, words.body, search_fold(words.body), ` + ticketColumns
	if a.Newest {
		return columns + ` FROM (SELECT id AS ticket_id, 0::float4 AS rank FROM unnest($1::bigint[]) id) page` + texts, []any{ids}
	}
	return `
WITH found AS MATERIALIZED (SELECT s.ticket_id, ts_rank_cd(s.tsv, $1::tsquery, 1) AS rank FROM unnest($2::bigint[]) id
     CROSS JOIN LATERAL (SELECT * FROM ticket_search WHERE ticket_id = id OFFSET 0) s),
page AS (SELECT ticket_id, rank FROM found WHERE $5::bigint = 0 OR (rank, ticket_id) < ($4::float4, $5) ORDER BY rank DESC, ticket_id DESC LIMIT $3)
` + columns + ` FROM page` + texts, []any{query, ids, a.Limit, a.After.Rank, a.After.ID}
}

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
func (b behind) Scan(dest ...any) error {
	return b.CollectableRow.Scan(append(slices.Clip(b.first), dest...)...)
}

// Alike implements tickets.Index.
func (x *Index) Alike(ctx context.Context, word string) (all []string, err error) {
	query, _, err := x.query(ctx, word, false)
	if err != nil || query == "" {
		return nil, err
	}
	top, err := x.top(ctx)
	if err != nil {
		return nil, err
	}
	there, err := x.newest(ctx, tickets.Viewer{Chief: true}, query, top, 1, 1)
	if err != nil || len(there) > 0 {
		return nil, err
	}
	rows, err := x.pool.Query(ctx, `SELECT word FROM search_word WHERE word % search_fold($1) ORDER BY similarity(word, search_fold($1)) DESC LIMIT 30`, word)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[string])
}
