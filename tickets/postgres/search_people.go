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

// People implements tickets.Index: by number, by a part of a login or an address, or by words that a name must have all, or words like
// them. A merged card is found as the one that stands for it.
func (x *Index) People(ctx context.Context, text string, limit int) (all []tickets.Applicant, err error) {
	switch {
	case strings.HasPrefix(text, "+"):
		all, err = x.people(ctx, `SELECT applicant_id AS id FROM applicant_phone WHERE e164 = $2`, text, limit)
	case isLatin(text) && !strings.ContainsFunc(text, unicode.IsSpace) && utf8.RuneCountInString(text) >= 3:
		all, err = x.people(ctx, `SELECT id FROM applicant WHERE gb_login <> '' AND gb_login ILIKE $2
			UNION ALL SELECT applicant_id FROM applicant_email WHERE email LIKE $2`, likePart(strings.ToLower(text)), limit)
	case len(strings.Fields(text)) <= wordsOfName:
		all, err = named(ctx, x.pool, text, false, limit)
	}
	if err != nil {
		return nil, fmt.Errorf("applicants: %w", err)
	}
	return all, nil
}

// wordsOfName: a query of more words is about something else.
const wordsOfName = 4

// people are the cards whose ids a way to look for them gives.
func (x *Index) people(ctx context.Context, way, value string, limit int) ([]tickets.Applicant, error) {
	rows, err := x.pool.Query(ctx, `WITH found AS (SELECT DISTINCT coalesce(a.merged_into, a.id) AS id FROM (`+way+` LIMIT 500) w JOIN applicant a USING (id)) `+
		selectApplicant+`JOIN found ON found.id = a.id WHERE a.restricted = '' ORDER BY a.updated_at DESC, a.id LIMIT $1`, limit, value)
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
