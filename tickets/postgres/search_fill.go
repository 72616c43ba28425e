package postgres

import (
	"context"
	"errors"
	"fmt"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"hotline/tickets"
)

// SearchMode is how words are brought to one form.
type SearchMode string

const (
	// ByDictionary: hunspell's Ukrainian dictionary, and Russian stems for what it does not know.
	ByDictionary SearchMode = "dictionary"
	// ByStem: the dictionary is not on the database's machine; only stems.
	ByStem SearchMode = "stem"
)

// filled is how many tickets one transaction reads.
const filled = 500

// searchLock keeps two copies of the program from filling, or from changing the mode, at once.
const searchLock = 740_740

// noDictionary: config_file_error, the files are missing or are no dictionary.
const noDictionary = "F0000"

// Prepare uses the dictionary hotline_uk when its files are on the database's machine, and stems when they are not; with another
// mode than before, every ticket is read anew, the newest first. See deploy/dictionary.
func (x *Index) Prepare(ctx context.Context) (mode SearchMode, err error) {
	err = pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, searchLock); err != nil {
			return err
		}
		var was SearchMode
		if err := tx.QueryRow(ctx, `SELECT mode FROM ticket_search_state`).Scan(&was); err != nil {
			return err
		}
		if mode, err = dictionary(ctx, tx); err != nil || mode == was {
			return err
		}
		mapping := map[SearchMode]string{ByDictionary: `search_uk, search_stem`, ByStem: `search_stem`}[mode]
		_, err := tx.Exec(ctx, `ALTER TEXT SEARCH CONFIGURATION search ALTER MAPPING FOR word, hword, hword_part WITH `+mapping)
		if err != nil {
			return err
		}
		_, err = tx.Exec(ctx, `UPDATE ticket_search_state SET mode = $1, backlog = (SELECT coalesce(max(id), 0) FROM ticket)`, mode)
		return err
	})
	if err != nil {
		return "", fmt.Errorf("prepare the search: %w", err)
	}
	x.marker.known.Purge()
	return mode, nil
}

// dictionary makes search_uk, or finds that its files are not there.
func dictionary(ctx context.Context, tx pgx.Tx) (SearchMode, error) {
	var known bool
	if err := tx.QueryRow(ctx, `SELECT EXISTS (SELECT FROM pg_ts_dict WHERE dictname = 'search_uk')`).Scan(&known); err != nil {
		return "", err
	}
	try := `CREATE TEXT SEARCH DICTIONARY search_uk (TEMPLATE = ispell, DictFile = hotline_uk, AffFile = hotline_uk, StopWords = hotline_uk)`
	if known {
		try = `SELECT ts_lexize('search_uk', 'звернення')`
	}
	err := pgx.BeginFunc(ctx, tx, func(savepoint pgx.Tx) error {
		_, err := savepoint.Exec(ctx, try)
		return err
	})
	var pg *pgconn.PgError
	if errors.As(err, &pg) && pg.Code == noDictionary {
		return ByStem, nil
	}
	return ByDictionary, err
}

// Mode is how words are brought to one form now.
func (x *Index) Mode(ctx context.Context) (mode SearchMode, err error) {
	err = x.pool.QueryRow(ctx, `SELECT mode FROM ticket_search_state`).Scan(&mode)
	return mode, err
}

// Behind implements tickets.Index; what was changed in the last moments is not counted.
func (x *Index) Behind(ctx context.Context) (n int64, err error) {
	err = x.pool.QueryRow(ctx, `SELECT backlog FROM ticket_search_state`).Scan(&n)
	return n, err
}

// Fill reads tickets whose words are not in the index: those that were changed, then some of the backlog. It returns how many it
// read; 0: the index is as the register is, or another copy is filling it.
func (x *Index) Fill(ctx context.Context) (read int, err error) {
	err = pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		var ours bool
		if err := tx.QueryRow(ctx, `SELECT pg_try_advisory_xact_lock($1)`, searchLock).Scan(&ours); err != nil || !ours {
			return err
		}
		// A row that is seen here was committed with its ticket's change, which the next statement therefore sees.
		ids, err := takeDue[tickets.TicketID](ctx, tx, "ticket_search_due", "ticket_id")
		if err != nil {
			return err
		}
		if read, err = learn(ctx, tx); err != nil {
			return err
		}
		read += len(ids)
		if len(ids) < filled {
			more, err := collectIDs[tickets.TicketID](ctx, tx, `SELECT t.id FROM ticket t, ticket_search_state s WHERE t.id <= s.backlog ORDER BY t.id DESC LIMIT $1`, filled-len(ids))
			if err != nil {
				return err
			}
			if err := shorten(ctx, tx, more); err != nil {
				return err
			}
			read, ids = read+len(more), append(ids, more...)
		}
		if len(ids) == 0 {
			return nil
		}
		return index(ctx, tx, ids)
	})
	if err != nil {
		return 0, fmt.Errorf("fill the search: %w", err)
	}
	return read, nil
}

// takeDue takes the next of those whose words are still to be read from its table.
func takeDue[ID ~int64](ctx context.Context, tx pgx.Tx, table, of string) ([]ID, error) {
	return collectIDs[ID](ctx, tx, `DELETE FROM `+table+` WHERE id IN (SELECT id FROM `+table+` ORDER BY id LIMIT $1 FOR UPDATE SKIP LOCKED) RETURNING `+of, filled)
}

func collectIDs[ID ~int64](ctx context.Context, q querier, sql string, args ...any) ([]ID, error) {
	rows, err := q.Query(ctx, sql, args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, pgx.RowTo[ID])
}

// shorten notes how far the backlog was read.
func shorten(ctx context.Context, tx pgx.Tx, read []tickets.TicketID) error {
	var rest tickets.TicketID
	if len(read) > 0 {
		rest = read[len(read)-1] - 1
	}
	_, err := tx.Exec(ctx, `UPDATE ticket_search_state SET backlog = $1 WHERE backlog <> $1`, rest)
	return err
}

// What a ticket says: of the essence, and of what was done. The applicant's name is a weight of its own.
const (
	ticketText = `nullif(t.description, ''), nullif(t.oral_reason, ''), (SELECT string_agg(value, E'\n' ORDER BY key) FROM jsonb_each_text(t.content))`
	// A life's longest history would be too much for a tsvector.
	ticketNotes = `(SELECT left(string_agg(h.body, E'\n' ORDER BY h.id), 100000) FROM ticket_history h WHERE h.ticket_id = t.id AND h.body <> '' AND h.kind <> 'applicant')`
)

// index reads these tickets' words. A word is dated by the last record of the tickets that say it, from which they are kept, and not
// by the day of the reading: to read the register anew keeps no name longer (Amb-10).
func index(ctx context.Context, tx pgx.Tx, ids []tickets.TicketID) error {
	_, err := tx.Exec(ctx, `
WITH said AS MATERIALIZED (
    SELECT t.id, search_fold(normalize(t.subject, NFC)) AS subject, search_fold(normalize(concat_ws(E'\n', `+ticketText+`), NFC)) AS body,
           search_fold(normalize(coalesce(`+ticketNotes+`, ''), NFC)) AS notes, search_fold(normalize(coalesce(a.full_name, ''), NFC)) AS applicant,
           (SELECT greatest(t.registered_at, max(h.at)) AT TIME ZONE 'UTC' FROM ticket_history h WHERE h.ticket_id = t.id)::date AS last_on
      FROM ticket t LEFT JOIN applicant a ON a.id = t.applicant_id WHERE t.id = ANY ($1)),
word AS (
    INSERT INTO search_word (word, seen_on)
    SELECT word, max(last_on) FROM said, unnest(tsvector_to_array(to_tsvector('simple', concat_ws(' ', subject, body, notes, applicant)))) word
     WHERE word ~ '^[a-zа-яєіїыэъʼ]{4,24}$' GROUP BY word
    ON CONFLICT (word) DO UPDATE SET seen_on = excluded.seen_on WHERE search_word.seen_on < excluded.seen_on - 30)
INSERT INTO ticket_search (ticket_id, tsv)
SELECT id, setweight(to_tsvector('search', subject), 'A') || setweight(to_tsvector('search', body), 'B') ||
           setweight(to_tsvector('search', notes), 'C') || setweight(to_tsvector('search', applicant), 'D') ||
           CASE WHEN joined <> apart THEN to_tsvector('search', joined) ELSE '' END || search_shelves(id)
  FROM said, concat_ws(' ', subject, body, notes) apart, search_join(apart) joined
ON CONFLICT (ticket_id) DO UPDATE SET tsv = excluded.tsv WHERE ticket_search.tsv <> excluded.tsv`, ids)
	return err
}

// forgetNames asks the index of names for each word, which has the bytes' order and is looked for in the index's.
const forgetNames = `DELETE FROM name_word w WHERE NOT EXISTS (SELECT FROM applicant WHERE name_keys(full_name) @> ARRAY[w.word COLLATE "default"])`

// Forget drops words that no ticket has said since an instant, and those of names that nobody has: they go with the tickets and the
// cards that said them.
func (x *Index) Forget(ctx context.Context, before time.Time) error {
	if _, err := x.pool.Exec(ctx, `DELETE FROM search_word WHERE seen_on < $1::date`, before); err != nil {
		return fmt.Errorf("forget words: %w", err)
	}
	err := pgx.BeginFunc(ctx, x.pool, func(tx pgx.Tx) error {
		// Another copy would find a word there that is forgotten a moment later.
		if _, err := tx.Exec(ctx, `SELECT pg_advisory_xact_lock($1)`, searchLock); err != nil {
			return err
		}
		_, err := tx.Exec(ctx, forgetNames)
		return err
	})
	if err != nil {
		return fmt.Errorf("forget names: %w", err)
	}
	return nil
}
