package tickets

import (
	"strings"
	"unicode"
)

// Around each word that was looked for, in WordMatch.Marked. No text of the register has these characters.
const (
	MarkBegin = '\x02'
	MarkEnd   = '\x03'
)

// snippetLength is how much of a text is shown, in characters.
const snippetLength = 200

// Piece is a part of a snippet: plain text, never markup.
type Piece struct {
	Text string
	Hit  bool // it is what was looked for
}

type span struct{ from, to int } // of runes

// Snippet cuts from a text the part in which most of the marked words stand, at most length characters. A marked text that is not
// the same one, character for character, marks nothing.
func Snippet(text, marked string, length int) []Piece {
	runes := []rune(text)
	hits, same := spans(marked, len(runes))
	if !same {
		hits = nil
	}
	cut := window(runes, hits, length)
	var out []Piece
	add := func(from, to int, hit bool) {
		if s := string(runes[from:to]); s != "" {
			out = append(out, Piece{flat(s), hit})
		}
	}
	at := cut.from
	for _, h := range hits {
		if h.from < at || h.to > cut.to {
			continue
		}
		add(at, h.from, false)
		add(h.from, h.to, true)
		at = h.to
	}
	add(at, cut.to, false)
	if len(out) == 0 {
		return nil
	}
	if first := &out[0]; cut.from > 0 {
		first.Text = "…" + strings.TrimLeft(first.Text, " ")
	}
	if cut.to < len(runes) {
		last := &out[len(out)-1]
		if last.Hit {
			out = append(out, Piece{Text: "…"})
		} else {
			last.Text = strings.TrimRight(last.Text, " ") + "…"
		}
	}
	return out
}

// spans are the places of marked words; same is false when the text between the marks has another length.
func spans(marked string, length int) (hits []span, same bool) {
	at, from := 0, -1
	for _, r := range marked {
		switch {
		case r == MarkBegin:
			from = at
		case r == MarkEnd && from >= 0:
			hits, from = append(hits, span{from, at}), -1
		case r != MarkEnd:
			at++
		}
	}
	return hits, at == length
}

// window is the part to show: from a little before the hit after which most others follow, between words.
func window(runes []rune, hits []span, length int) span {
	if len(runes) <= length {
		return span{0, len(runes)}
	}
	before := length / 5
	best, most := 0, 0
	for i, h := range hits {
		n := 0
		for _, next := range hits[i:] {
			if next.to <= h.from+length-before {
				n++
			}
		}
		if n > most {
			best, most = h.from, n
		}
	}
	from := min(max(best-before, 0), len(runes)-length)
	for from > 0 && from < best && !unicode.IsSpace(runes[from-1]) {
		from++
	}
	to := min(from+length, len(runes))
	if to < len(runes) {
		for end := to; end > from+length/2; end-- {
			if unicode.IsSpace(runes[end]) {
				to = end
				break
			}
		}
	}
	return span{from, to}
}

// flat makes every run of white space one blank.
func flat(s string) string {
	var b strings.Builder
	space := false
	for _, r := range s {
		if unicode.IsSpace(r) {
			space = true
			continue
		}
		if space {
			b.WriteByte(' ')
		}
		space = false
		b.WriteRune(r)
	}
	if space {
		b.WriteByte(' ')
	}
	return b.String()
}
