package webhook

import (
	"errors"
	"net"
	"net/netip"
	"net/url"
	"slices"
	"strings"
	"syscall"

	"hotline/tickets"
)

// errForbidden says that the address is one to which nothing is sent.
var errForbidden = errors.New("the address is not allowed")

// inside are networks that netip does not call private, loopback or the like, and that are no place of another's server all the same.
var inside = []netip.Prefix{
	netip.MustParsePrefix("0.0.0.0/8"), netip.MustParsePrefix("100.64.0.0/10"), netip.MustParsePrefix("192.0.0.0/24"), netip.MustParsePrefix("192.0.2.0/24"),
	netip.MustParsePrefix("192.88.99.0/24"), netip.MustParsePrefix("198.18.0.0/15"), netip.MustParsePrefix("198.51.100.0/24"), netip.MustParsePrefix("203.0.113.0/24"),
	netip.MustParsePrefix("240.0.0.0/4"), netip.MustParsePrefix("64:ff9b::/96"), netip.MustParsePrefix("64:ff9b:1::/48"), netip.MustParsePrefix("100::/64"),
	netip.MustParsePrefix("2001::/23"), netip.MustParsePrefix("2001:db8::/32"), netip.MustParsePrefix("2002::/16"), netip.MustParsePrefix("fec0::/10"),
}

// named tells whether the configuration allows an address by name.
func (s *Sender) named(a netip.Addr) bool {
	return slices.ContainsFunc(s.allow, func(n netip.Prefix) bool { return n.Contains(a) })
}

// outside tells whether an address is somewhere in the world.
func outside(a netip.Addr) bool {
	return a.IsGlobalUnicast() && !a.IsPrivate() && !slices.ContainsFunc(inside, func(n netip.Prefix) bool { return n.Contains(a) })
}

// connecting is asked for each address, after names were resolved and before a packet is sent: a name that turns to the inside
// between a check and the connection is refused here.
func (s *Sender) connecting(secure bool) func(network, address string, _ syscall.RawConn) error {
	return func(_, address string, _ syscall.RawConn) error {
		a, err := netip.ParseAddrPort(address)
		if err != nil {
			return errForbidden
		}
		if ip := a.Addr().Unmap().WithZone(""); s.named(ip) || secure && outside(ip) {
			return nil
		}
		return errForbidden
	}
}

// Check implements tickets.Poster. Names are looked at when a message is sent; here only what can be seen at once.
func (s *Sender) Check(address string) error {
	u, err := url.Parse(address)
	if err != nil {
		return tickets.Invalid{{Field: "url", Code: "invalid"}}
	}
	host := strings.TrimSuffix(strings.ToLower(u.Hostname()), ".")
	ip, err := netip.ParseAddr(host)
	ip = ip.Unmap().WithZone("")
	local := host == "localhost" || strings.HasSuffix(host, ".localhost")
	switch literal := err == nil; {
	case local && s.named(netip.MustParseAddr("127.0.0.1")), literal && s.named(ip):
		return nil
	case local, literal && !outside(ip):
		return tickets.Invalid{{Field: "url", Code: "inside"}}
	case u.Scheme == "http" && (literal || len(s.allow) == 0):
		return tickets.Invalid{{Field: "url", Code: "insecure"}}
	}
	return nil
}

// dialer connects to allowed addresses only.
func (s *Sender) dialer(secure bool) *net.Dialer {
	return &net.Dialer{Timeout: connectLimit, Control: s.connecting(secure)}
}
