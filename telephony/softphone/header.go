package softphone

import (
	"maps"
	"strings"

	"github.com/emiago/sipgo/sip"
)

// Networks send numbers and names that are no SIP: quotes that do not end, commas,
// markup, thousands of characters. A call must not be lost for that, and the number
// must be read as it was sent. So From and To are taken apart from their outer ends,
// where the parts that a dialog needs (tag, host) are written by machines.

// parsers are sipgo's header parsers with lenient ones for addresses.
func parsers() map[string]sip.HeaderParser {
	m := maps.Clone(sip.DefaultHeadersParser())
	from := func(_ []byte, value string) (sip.Header, error) {
		display, uri, params := splitAddress(value)
		return &sip.FromHeader{DisplayName: display, Address: uri, Params: params}, nil
	}
	to := func(_ []byte, value string) (sip.Header, error) {
		display, uri, params := splitAddress(value)
		return &sip.ToHeader{DisplayName: display, Address: uri, Params: params}, nil
	}
	strict := m["contact"]
	contact := func(name []byte, value string) (sip.Header, error) {
		h, err := strict(name, value)
		if err == nil || strings.Contains(value, ",") { // the error may only say that there are several
			return h, err
		}
		display, uri, params := splitAddress(value)
		return &sip.ContactHeader{DisplayName: display, Address: uri, Params: params}, nil
	}
	m["from"], m["f"], m["to"], m["t"], m["contact"], m["m"] = from, from, to, to, contact, contact
	return m
}

// splitAddress reads `"display" <sip:user@host>;params`. It never fails: what cannot be
// understood stays in the user or in the host.
func splitAddress(value string) (display string, uri sip.Uri, params sip.HeaderParams) {
	address, rest := value, ""
	if open := openBracket(value); open >= 0 {
		display = strings.TrimSpace(value[:open])
		if len(display) > 1 && display[0] == '"' && display[len(display)-1] == '"' {
			display = display[1 : len(display)-1]
		}
		address = value[open+1:]
		if end := strings.LastIndex(address, ">"); end >= 0 {
			address, rest = address[:end], address[end+1:]
		}
	} else if semicolon := strings.Index(value, ";"); semicolon >= 0 { // RFC 3261, 20.10
		address, rest = value[:semicolon], value[semicolon:]
	}
	for part := range strings.SplitSeq(rest, ";") {
		if name, v, _ := strings.Cut(strings.TrimSpace(part), "="); name != "" {
			params.Add(name, v)
		}
	}
	scheme, address, found := strings.Cut(address, ":")
	if !found {
		scheme, address = "sip", scheme
	}
	number := ""
	if at := strings.LastIndex(address, "@"); at >= 0 {
		number, address = address[:at], address[at+1:]
	}
	if err := sip.ParseUri(scheme+":"+address, &uri); err != nil {
		uri = sip.Uri{Scheme: "sip", Host: address}
	}
	uri.User = number
	return display, uri, params
}

// openBracket is where the URI's bracket opens, -1 without.
func openBracket(value string) int {
	first := -1
	for _, scheme := range []string{"<sip:", "<sips:", "<tel:"} {
		if i := strings.Index(value, scheme); i >= 0 && (first < 0 || i < first) {
			first = i
		}
	}
	if first < 0 {
		return strings.Index(value, "<")
	}
	return first
}

// user is the number of an address; what follows a colon in it belongs to it for us.
func user(u sip.Uri) string {
	if u.Password != "" {
		return u.User + ":" + u.Password
	}
	if raw := u.Raw(); raw != "" { // tel: and other schemes
		return raw
	}
	return u.User
}

// headerValue is the first header of that name in m, "" without.
func headerValue(m sip.Message, name string) string {
	if all := m.GetHeaders(name); len(all) > 0 {
		return all[0].Value()
	}
	return ""
}
