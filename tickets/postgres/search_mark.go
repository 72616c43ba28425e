package postgres

import (
	"context"
	"regexp"
	"strings"

	lru "github.com/hashicorp/golang-lru/v2"
	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/tickets"
)

// marker finds the words of a text that a query asked for. ts_headline would read every word of every text with the dictionary,
// twenty microseconds each; here each word of the language is read once.
type marker struct {
	pool  *pgxpool.Pool
	known *lru.Cache[string, []string] // lexemes of a folded word
}

// wordsKnown is how many words are remembered, a hundred bytes each.
const wordsKnown = 100_000

func newMarker(pool *pgxpool.Pool) *marker {
	known, err := lru.New[string, []string](wordsKnown)
	if err != nil {
		panic(err) // the size is not positive
	}
	return &marker{pool, known}
}

var (
	// Words that a hyphen, a dot or an at sign joins are read as PostgreSQL reads them: as one, and each.
	wordInText     = regexp.MustCompile(`[\pL\pN_ʼ]+(?:[-.@/][\pL\pN_ʼ]+)*`)
	lexemeOfQuery  = regexp.MustCompile(`'((?:[^']|'')*)'(:\*)?`)
	unquotedLexeme = strings.NewReplacer(`''`, `'`, `\\`, `\`)
)

// soughtWords are the lexemes that a query asks for; those that it excludes are none (querytree).
type soughtWords struct {
	whole map[string]bool
	begun []string
}

func parseQuery(tree string) (s soughtWords) {
	s.whole = map[string]bool{}
	for _, m := range lexemeOfQuery.FindAllStringSubmatch(tree, -1) {
		lexeme := unquotedLexeme.Replace(m[1])
		if m[2] == "" {
			s.whole[lexeme] = true
		} else {
			s.begun = append(s.begun, lexeme)
		}
	}
	return s
}

func (s soughtWords) among(lexemes []string) bool {
	for _, l := range lexemes {
		if s.whole[l] {
			return true
		}
		for _, b := range s.begun {
			if strings.HasPrefix(l, b) {
				return true
			}
		}
	}
	return false
}

// mark sets Marked of each match, whose Marked holds the folded text.
func (m *marker) mark(ctx context.Context, tree string, all []tickets.WordMatch) error {
	if err := m.learn(ctx, all); err != nil {
		return err
	}
	sought := parseQuery(tree)
	for i := range all {
		all[i].Marked = wordInText.ReplaceAllStringFunc(all[i].Marked, func(word string) string {
			if lexemes, _ := m.known.Get(word); !sought.among(lexemes) {
				return word
			}
			return string(tickets.MarkBegin) + word + string(tickets.MarkEnd)
		})
	}
	return nil
}

// learn reads the words that are not known yet.
func (m *marker) learn(ctx context.Context, all []tickets.WordMatch) error {
	var unknown []string
	asked := map[string]bool{}
	for _, match := range all {
		for _, word := range wordInText.FindAllString(match.Marked, -1) {
			if !asked[word] && !m.known.Contains(word) {
				asked[word] = true
				unknown = append(unknown, word)
			}
		}
	}
	if len(unknown) == 0 {
		return nil
	}
	rows, err := m.pool.Query(ctx, `SELECT word, tsvector_to_array(to_tsvector('search', word)) FROM unnest($1::text[]) word`, unknown)
	if err != nil {
		return err
	}
	var word string
	var lexemes []string
	_, err = pgx.ForEachRow(rows, []any{&word, &lexemes}, func() error {
		m.known.Add(word, lexemes)
		lexemes = nil
		return nil
	})
	return err
}
