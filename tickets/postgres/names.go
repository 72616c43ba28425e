package postgres

import (
	"context"
	"fmt"
	"slices"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

const (
	// cardsRead is how many cards of a name are compared: of a common one more stand in the register than anybody reads.
	cardsRead = 100
	// namesRead is how many words of a query are looked for, in the order of name_words.
	namesRead = 6
)

// meanings are, in turn, what a typed word may be in names: itself; what it is a part of but for its ending (Петренка, Петренко), a
// short one only the beginning; and what it is like.
var meanings = []string{
	`SELECT ARRAY[w] FROM unnest(name_words($1)) w`,
	`SELECT w || ARRAY(SELECT word FROM name_word WHERE word LIKE CASE WHEN length(w) < 3 THEN w || '%' WHEN length(w) < 5 THEN '%' || w || '%' ELSE '%' || left(w, -1) || '%' END
		ORDER BY starts_with(word, left(w, greatest(length(w) - 1, 2))) DESC, similarity(word, w) DESC, word LIMIT 20) FROM unnest(name_words($1)) w`,
	`SELECT w || ARRAY(SELECT word FROM name_word WHERE word % w ORDER BY similarity(word, w) DESC, word LIMIT 8) FROM unnest(name_words($1)) w`,
}

// named are cards by the words of their names, those first that have them as they were typed; narrowed ones only when all
// are asked for. A merged card is found as the one that stands for it. Likeness is asked for only when nothing is found otherwise.
func named(ctx context.Context, q querier, text string, all bool, limit int) (cards []tickets.Applicant, err error) {
	for i, meaning := range meanings {
		rows, err := q.Query(ctx, meaning, text)
		if err != nil {
			return nil, err
		}
		words, err := pgx.CollectRows(rows, pgx.RowTo[[]string])
		if err != nil {
			return nil, fmt.Errorf("words of names: %w", err)
		}
		if len(words) == 0 {
			return nil, nil
		}
		more, err := withKeys(ctx, q, text, keys(words), all, limit)
		if err != nil {
			return nil, fmt.Errorf("cards by name: %w", err)
		}
		for _, a := range more {
			if !slices.ContainsFunc(cards, func(c tickets.Applicant) bool { return c.ID == a.ID }) {
				cards = append(cards, a)
			}
		}
		if len(cards) >= limit || len(cards) > 0 && i > 0 {
			break
		}
	}
	return cards[:min(len(cards), limit)], nil
}

// keys are those of name_keys of which a card has one of each set, by what each typed word may be: the word, or the pairs of neighbours
// in the order of name_words.
func keys(words [][]string) (sets [][]string) {
	words = words[:min(len(words), namesRead)]
	if len(words) == 1 {
		return words
	}
	for i := range words[1:] {
		var set []string
		for _, one := range words[i] {
			for _, other := range words[i+1] {
				set = append(set, min(one, other)+" "+max(one, other))
			}
		}
		sets = append(sets, set)
	}
	return sets
}

// withKeys are the cards that have one of each set of keys.
func withKeys(ctx context.Context, q querier, text string, sets [][]string, all bool, limit int) ([]tickets.Applicant, error) {
	args, having := []any{text, all, limit}, ""
	for i, set := range sets {
		having += fmt.Sprintf(` AND name_keys(full_name) && $%d`, i+4)
		args = append(args, set)
	}
	rows, err := q.Query(ctx, fmt.Sprintf(`
WITH several AS (SELECT coalesce(merged_into, id) AS id, full_name FROM applicant WHERE ($2 OR restricted = '')%s LIMIT %d),
found AS (SELECT id, max(word_similarity(lower($1), lower(full_name))) AS rank FROM several GROUP BY id)
%s JOIN found ON found.id = a.id WHERE $2 OR a.restricted = '' ORDER BY found.rank DESC, a.updated_at DESC, a.id LIMIT $3`, having, cardsRead, selectApplicant), args...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanApplicant)
}

// learn reads the words of names that were written since, so that a part of one, or one with a slip, finds them. It returns how many
// cards it read.
func learn(ctx context.Context, tx pgx.Tx) (int, error) {
	ids, err := takeDue[tickets.ApplicantID](ctx, tx, "name_word_due", "applicant_id")
	if err != nil || len(ids) == 0 {
		return 0, err
	}
	_, err = tx.Exec(ctx, `INSERT INTO name_word SELECT DISTINCT unnest(name_words(full_name)) FROM applicant WHERE id = ANY ($1) ON CONFLICT DO NOTHING`, ids)
	return len(ids), err
}
