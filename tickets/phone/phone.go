package phone

import (
	"regexp"
	"strings"

	"github.com/nyaruka/phonenumbers"

	"hotline/tickets"
)

// longest is the longest text that is looked at; the longest number with every decoration is far shorter.
const longest = 128

var (
	// withheld are the words by which networks and Asterisk say that there is no number (RFC 3323, RFC 3261 20.20).
	withheld = regexp.MustCompile(`(?i)^(anonymous|unknown|unavailable|restricted|private|withheld|asserted|s)?(@.*)?$|@anonymous\.invalid$`)
	// extension cuts an inner number: «вн. 12», «доб 12», "ext. 12".
	extension  = regexp.MustCompile(`(?i)\s*[,;]?\s*(вн|внутр|доб|дод|ext|extension)\.?\s*:?\s*\d*\s*$`)
	shape      = regexp.MustCompile(`^\+?[0-9]{7,20}$`)
	oldTrunk   = regexp.MustCompile(`^80(\d{9})$`)   // the trunk prefix 8 of before 2009
	oldAbroad  = regexp.MustCompile(`^810(\d{8,})$`) // and its international one
	kyivLocal  = regexp.MustCompile(`^\d{7}$`)       // a Kyiv number as its neighbours dial it
	lostPrefix = regexp.MustCompile(`^\+(0\d{9})$`)  // a national number to which somebody put a plus
)

// Parse reads a number: "0443668012", "+380 (44) 366-80-12", "sip:+380…@host;user=phone", "tel:…", "80443668012",
// "366-80-12", with or without an extension. Valid means that the numbering plan has such a number; what is not valid
// is kept as raw text only. Parse(Parse(x).E164) is Parse(x). Safe for concurrent use.
func Parse(raw string) tickets.PhoneNumber {
	p := tickets.PhoneNumber{Raw: tickets.Printable(raw, 64)}
	if len(raw) > longest {
		return p
	}
	s := bare(tickets.Printable(raw, longest))
	if withheld.MatchString(s) {
		p.Withheld = true
		return p
	}
	s, _, _ = strings.Cut(s, "@")
	s = digits(extension.ReplaceAllString(s, ""))
	if !shape.MatchString(s) {
		return p
	}
	n, err := phonenumbers.Parse(ours(s), "UA")
	if err != nil || !phonenumbers.IsValidNumber(n) {
		return p
	}
	e164 := phonenumbers.Format(n, phonenumbers.E164)
	// A number that would read differently the second time is not understood.
	if again, err := phonenumbers.Parse(e164, "UA"); err != nil || phonenumbers.Format(again, phonenumbers.E164) != e164 {
		return p
	}
	p.E164, p.Valid = e164, true
	return p
}

// bare takes off what SIP and tel addresses put around a number.
func bare(s string) string {
	s = strings.TrimSpace(s)
	if open := strings.IndexByte(s, '<'); open >= 0 {
		s, _, _ = strings.Cut(s[open+1:], ">")
	}
	for _, scheme := range []string{"sips:", "sip:", "tel:"} {
		if len(s) >= len(scheme) && strings.EqualFold(s[:len(scheme)], scheme) {
			s, _, _ = strings.Cut(s[len(scheme):], ";")
			break
		}
	}
	return strings.TrimSpace(s)
}

// digits takes off the marks between digits. A text with anything else is given back with it, and is no number.
func digits(s string) string {
	return strings.Map(func(r rune) rune {
		if strings.ContainsRune(" ()-./\u00a0\u2010\u2011\u2012\u2013\u2014", r) {
			return -1
		}
		return r
	}, s)
}

func ours(s string) string {
	switch {
	case oldTrunk.MatchString(s):
		return s[1:]
	case oldAbroad.MatchString(s):
		return "+" + s[3:]
	case kyivLocal.MatchString(s):
		return "044" + s
	case lostPrefix.MatchString(s):
		return "+38" + s[1:]
	}
	return s
}
