package tickets

import (
	"cmp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// MatchArticles are those that answer a query, best first; all of them, as they stand, for a query without words.
// A word is found by its beginning, because Ukrainian words change at their end; the list is some hundreds of articles, for
// which an index would be more than is needed. Pure.
func MatchArticles(query string, all []Article) []Article { return match(query, wordsOf(all)) }

// readArticle is an article whose words are known.
type readArticle struct {
	Article
	title, text []string
}

func wordsOf(all []Article) []readArticle {
	out := make([]readArticle, len(all))
	for i, a := range all {
		out[i] = readArticle{a, plainWords(a.Title), plainWords(a.Text)}
	}
	return out
}

// match is MatchArticles of articles that were read before.
func match(query string, all []readArticle) (out []Article) {
	asked := plainWords(query)
	if len(asked) == 0 {
		for _, a := range all {
			out = append(out, a.Article)
		}
		return out
	}
	type hit struct {
		article       Article
		found, weight int
	}
	var hits []hit
	most := 0
	for _, a := range all {
		h := hit{article: a.Article}
		for _, w := range asked {
			weight := 0
			if begins(a.title, beginning(w)) {
				weight += 3
			}
			if begins(a.text, beginning(w)) {
				weight++
			}
			if h.weight += weight; weight > 0 {
				h.found++
			}
		}
		if h.found*2 >= len(asked) && h.found > 0 {
			hits, most = append(hits, h), max(most, h.found)
		}
	}
	slices.SortStableFunc(hits, func(a, b hit) int { return cmp.Or(b.found-a.found, b.weight-a.weight) })
	for _, h := range hits {
		if h.found == most {
			out = append(out, h.article)
		}
	}
	return out
}

func begins(all []string, head string) bool {
	return slices.ContainsFunc(all, func(w string) bool { return strings.HasPrefix(w, head) })
}

// sameLetters makes one of the ways to write a word: проєкт and проект, об’єкт and обʼєкт and об'єкт.
var sameLetters = strings.NewReplacer("’", "", "ʼ", "", "'", "", "`", "", "‘", "", "є", "е", "ґ", "г", "ё", "е", "\u0301", "")

// noWords are too common to look for.
var noWords = []string{"що", "як", "де", "чи", "та", "або", "для", "при", "про", "від", "мені", "мене", "якщо", "коли", "це", "не", "на", "до", "за", "із", "зі", "по"}

func plainWords(text string) (out []string) {
	for _, w := range strings.FieldsFunc(sameLetters.Replace(strings.ToLower(text)), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) }) {
		if utf8.RuneCountInString(w) > 1 && !slices.Contains(noWords, w) {
			out = append(out, w)
		}
	}
	return out
}

// beginning is what a word begins with in most of its forms: two thirds of it, and at least four letters. Numbers and Latin names do
// not bend.
func beginning(word string) string {
	letters := []rune(word)
	if len(letters) <= 4 || letters[0] < unicode.MaxLatin1 {
		return word
	}
	return string(letters[:max(4, (len(letters)*2+2)/3)])
}
