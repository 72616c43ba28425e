package tickets

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// MaxText is the longest note or draft, in characters.
const MaxText = 10000

// Printable keeps at most limit characters of s and none that is not printable (control characters, line ends,
// marks of direction, broken UTF-8). For texts that come from the network and are shown or logged.
func Printable(s string, limit int) string {
	var b strings.Builder
	n := 0
	for _, r := range s {
		if r == utf8.RuneError || !unicode.IsPrint(r) {
			continue
		}
		if n++; n > limit {
			break
		}
		b.WriteRune(r)
	}
	return strings.TrimSpace(b.String())
}

// clean makes a text of an agent storable: whole UTF-8, line ends as "\n", no control characters but tab and line end.
// What the agent wrote is otherwise kept as it is.
func clean(s string) string {
	s = strings.ReplaceAll(strings.ToValidUTF8(s, ""), "\r\n", "\n")
	return strings.Map(func(r rune) rune {
		if unicode.IsControl(r) && r != '\n' && r != '\t' {
			return -1
		}
		return r
	}, s)
}
