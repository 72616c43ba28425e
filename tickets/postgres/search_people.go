package postgres

import (
	"context"
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/jackc/pgx/v5"

	"hotline/tickets"
)

// People implements tickets.Index: each word must be a part of the name but for its ending, or else be like a part of it; or the only
// one a part of a login or an address. A merged card is found as the one that stands for it.
func (x *Index) People(ctx context.Context, text string, limit int) ([]tickets.Applicant, error) {
	for _, way := range waysToPeople(text) {
		all, err := x.people(ctx, way, limit)
		if err != nil {
			return nil, fmt.Errorf("applicants: %w", err)
		}
		if len(all) > 0 {
			return all, nil
		}
	}
	return nil, nil
}

// way is a statement that gives cards with a rank; its arguments begin at $2.
type way struct {
	sql  string
	args []any
}

// waysToPeople are tried in turn, the cheapest first: words that are like a part of a name are looked for among all names.
func waysToPeople(text string) []way {
	if strings.HasPrefix(text, "+") {
		return []way{{`SELECT applicant_id AS id, confidence::real AS rank FROM applicant_phone WHERE e164 = $2`, []any{text}}}
	}
	if isLatin(text) && !strings.ContainsFunc(text, unicode.IsSpace) && utf8.RuneCountInString(text) >= 3 {
		return []way{{`SELECT id, 1::real AS rank FROM applicant WHERE gb_login <> '' AND gb_login ILIKE $2
			UNION ALL SELECT applicant_id, 0 FROM applicant_email WHERE email LIKE $2`, []any{likePart(strings.ToLower(text))}}}
	}
	words := strings.FieldsFunc(strings.ToLower(text), func(r rune) bool { return unicode.IsSpace(r) || strings.ContainsRune(`"«»“”.,;:!?()`, r) })
	if len(words) == 0 || len(words) > 4 {
		return nil
	}
	const ranked = `SELECT id, word_similarity($2, lower(full_name)) AS rank FROM applicant WHERE true`
	parts, alike := way{ranked, []any{words[0]}}, way{sql: ranked}
	for i, w := range words {
		if utf8.RuneCountInString(w) < 3 {
			return nil
		}
		parts.sql += fmt.Sprintf(` AND lower(full_name) LIKE $%d`, i+3)
		parts.args = append(parts.args, likePart(withoutEnding(w)))
		alike.sql += fmt.Sprintf(` AND $%d <%% lower(full_name)`, i+2)
		alike.args = append(alike.args, w)
	}
	return []way{parts, alike}
}

// withoutEnding is what most cases of a name have in common: Петренко, Петренка.
func withoutEnding(word string) string {
	if _, size := utf8.DecodeLastRuneInString(word); utf8.RuneCountInString(word) >= 5 {
		return word[:len(word)-size]
	}
	return word
}

func (x *Index) people(ctx context.Context, w way, limit int) ([]tickets.Applicant, error) {
	rows, err := x.pool.Query(ctx, `WITH found AS (SELECT coalesce(a.merged_into, a.id) AS id, max(w.rank) AS rank FROM (`+w.sql+` LIMIT 500) w JOIN applicant a USING (id) GROUP BY 1) `+
		selectApplicant+`JOIN found ON found.id = a.id WHERE a.restricted = '' ORDER BY found.rank DESC, a.updated_at DESC, a.id LIMIT $1`, append([]any{limit}, w.args...)...)
	if err != nil {
		return nil, err
	}
	return pgx.CollectRows(rows, scanApplicant)
}

var likeable = strings.NewReplacer(`\`, `\\`, `%`, `\%`, `_`, `\_`)

// likePart is a pattern of LIKE: what has this in it.
func likePart(s string) string { return "%" + likeable.Replace(s) + "%" }

func isLatin(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r > unicode.MaxASCII })
}
