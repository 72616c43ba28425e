//go:build bench

package main

import (
	"context"

	"github.com/jackc/pgx/v5"

	ticketspostgres "hotline/tickets/postgres"
)

// wordsBlock is how many tickets are read at a time.
const wordsBlock = 5_000

// words fills the search. The program reads each ticket's texts with the dictionary, a millisecond a ticket; here many tickets say
// the same sentences, and each sentence is read once. The index is what the program would have written, but for the weight of names
// that are written together, and gaps that stop words leave between sentences.
func (f *filling) words(ctx context.Context) error {
	if _, err := ticketspostgres.NewIndex(f.pool).Prepare(ctx); err != nil {
		return err
	}
	if _, err := f.pool.Exec(ctx, `
ANALYZE ticket, ticket_history, applicant;
INSERT INTO name_word SELECT DISTINCT unnest(name_words(full_name)) FROM applicant ON CONFLICT DO NOTHING;
CREATE UNLOGGED TABLE IF NOT EXISTS sentence (id uuid PRIMARY KEY, tsv tsvector NOT NULL);
CREATE OR REPLACE AGGREGATE sentences (tsvector) (sfunc = tsvector_concat, stype = tsvector, initcond = '')`); err != nil {
		return err
	}
	var last int
	if err := f.pool.QueryRow(ctx, `SELECT max(id) FROM ticket`).Scan(&last); err != nil {
		return err
	}
	if err := f.blocks(ctx, "пошук за словами", last+1, wordsBlock, f.wordsOf); err != nil {
		return err
	}
	_, err := f.pool.Exec(ctx, `
DROP AGGREGATE sentences (tsvector);
DROP TABLE sentence;
TRUNCATE ticket_search_due;
UPDATE ticket_search_state SET backlog = 0`)
	return err
}

// wordsOf fills the search with the tickets from (included) to (excluded).
func (f *filling) wordsOf(ctx context.Context, from, to int) error {
	if missing, err := f.missing(ctx, "ticket_search", "ticket_id", from, to); err != nil || !missing {
		return err
	}
	return pgx.BeginFunc(ctx, f.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `
CREATE TEMP TABLE said (ticket_id bigint, weight "char", n bigint, id uuid, body text) ON COMMIT DROP`); err != nil {
			return err
		}
		for _, s := range []string{`
INSERT INTO said SELECT ticket_id, weight, n, md5(body)::uuid, body FROM (
    SELECT t.id AS ticket_id, 'A'::"char" AS weight, 0::bigint AS n, t.subject AS body FROM ticket t WHERE t.id >= $1 AND t.id < $2
     UNION ALL SELECT t.id, 'B', p.n, p.body FROM ticket t CROSS JOIN LATERAL (VALUES (0, t.description), (1, t.oral_reason),
           (2, (SELECT string_agg(value, E'\n' ORDER BY key) FROM jsonb_each_text(t.content)))) p (n, body) WHERE t.id >= $1 AND t.id < $2
     UNION ALL SELECT h.ticket_id, 'C', h.id, h.body FROM ticket_history h WHERE h.ticket_id >= $1 AND h.ticket_id < $2 AND h.kind <> 'applicant'
     UNION ALL SELECT t.id, 'D', 0, a.full_name FROM ticket t JOIN applicant a ON a.id = t.applicant_id WHERE t.id >= $1 AND t.id < $2) s
 WHERE body <> ''`, `
WITH unread AS MATERIALIZED (SELECT DISTINCT ON (id) id, search_fold(normalize(body, NFC)) AS body FROM said
     WHERE $1::bigint < $2 AND NOT EXISTS (SELECT FROM sentence WHERE sentence.id = said.id)),
word AS (INSERT INTO search_word (word, seen_on)
    SELECT DISTINCT word, current_date FROM unread, unnest(tsvector_to_array(to_tsvector('simple', body))) word
     WHERE word ~ '^[a-zа-яєіїыэъʼ]{4,24}$' ORDER BY 1 ON CONFLICT DO NOTHING)
INSERT INTO sentence SELECT id, to_tsvector('search', body) || CASE WHEN joined <> body THEN to_tsvector('search', joined) ELSE '' END
  FROM unread, search_join(body) joined ORDER BY id ON CONFLICT DO NOTHING`, `
INSERT INTO ticket_search SELECT t.id, coalesce(s.tsv, '') || search_shelves(t.id) FROM ticket t LEFT JOIN (
    SELECT ticket_id, sentences(setweight(tsv, weight) ORDER BY weight, n) AS tsv FROM said JOIN sentence USING (id) GROUP BY ticket_id) s ON s.ticket_id = t.id
 WHERE t.id >= $1 AND t.id < $2 ORDER BY t.id`} {
			if _, err := tx.Exec(ctx, s, from, to); err != nil {
				return err
			}
		}
		return nil
	})
}
