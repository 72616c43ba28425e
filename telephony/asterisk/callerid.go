package asterisk

import (
	"strings"
	"unicode"
)

// callerID joins a name and a number to what Asterisk reads as `"name" <number>`. Both come from the public network:
// nothing of them can end the quotation, the header or the line.
func callerID(name, number string) string {
	name, number = displayName(name), dialable(number)
	switch {
	case name == "":
		return number
	case number == "":
		return `"` + name + `" <>`
	}
	return `"` + name + `" <` + number + `>`
}

const (
	nameLimit   = 64 // runes
	numberLimit = 32
)

func displayName(name string) string {
	var out []rune
	for _, r := range name {
		switch {
		case r == unicode.ReplacementChar || !unicode.IsPrint(r) || strings.ContainsRune(`"<>\;`, r):
			r = ' '
		}
		if r == ' ' && (len(out) == 0 || out[len(out)-1] == ' ') {
			continue
		}
		if len(out) == nameLimit {
			break
		}
		out = append(out, r)
	}
	return strings.TrimSpace(string(out))
}

func dialable(number string) string {
	var out []rune
	for _, r := range number {
		if strings.ContainsRune("0123456789*#", r) || r == '+' && len(out) == 0 {
			out = append(out, r)
		}
	}
	return string(out[:min(len(out), numberLimit)])
}
