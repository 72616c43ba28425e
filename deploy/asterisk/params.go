package asterisk

import (
	"crypto/sha256"
	"errors"
	"fmt"
	"net"
	"net/netip"
	"os"
	"path/filepath"
	"regexp"
	"strconv"
	"strings"
)

// Params say what differs between two installations. Every text is written into Asterisk's configuration, whose syntax
// has no quoting: Validate lets only characters pass that mean nothing there.
type Params struct {
	Dir        string // absolute; Asterisk's own files (log, run, spool, lib, data) are made in it; at most 90 bytes
	ModulesDir string // where chan_pjsip.so is; `deploy/bin/asterisk --paths` tells
	DataDir    string // where documentation/core-en_US.xml is
	// SoundsDir holds beep.sln and hotline/<prompt>.sln, MusicDir the *.sln that a waiting caller hears: raw signed 16-bit
	// samples, the low byte first, 8000 Hz, one channel. Not A-law: in Asterisk 22.10.1 half of the calls that are joined
	// after a file in the channel's own codec have silence on the recording's tx leg (TestRecording_VoiceAfterPrompt…).
	SoundsDir string
	MusicDir  string
	SpoolDir  string // recordings: <SpoolDir>/YYYY/MM/DD/<call>-rx.alaw, -tx.alaw and .call, by UTC

	Node     string // name of this Asterisk in every call's id: small letters, digits and dashes, at most 16
	SIPAddr  string // host:port, UDP: carriers and agents' SIP phones
	HTTPAddr string // loopback host:port: ARI and the browsers' /ws
	AMIAddr  string // loopback host:port

	ARIUser, ARIPassword string
	AMIUser, AMIPassword string
	App                  string // ARI application that gets the calls

	DIDs     []string // numbers of the hotline: digits with or without a leading plus; as written here they are told to App
	Carriers []string // addresses or CIDR networks whose calls are taken without a password

	RTPStart, RTPEnd int // UDP ports of speech, at least 100; two a leg, four a call

	// Claim: a call is handed over only to a controller that claims it in 1.5 s (StasisBroadcast); without it, to
	// whoever has App open, even when that process hangs (Stasis).
	Claim bool

	PublicAddr string   // IP address before a NAT; empty: there is none
	LocalNets  []string // CIDR networks behind that NAT
}

var (
	plainPath = regexp.MustCompile(`^/[A-Za-z0-9._/@+-]*$`)
	plainNode = regexp.MustCompile(`^[a-z0-9][a-z0-9-]{0,15}$`)
	plainName = regexp.MustCompile(`^[A-Za-z][A-Za-z0-9_-]{0,31}$`)
	plainWord = regexp.MustCompile(`^[A-Za-z0-9._~+/=-]{8,128}$`)
	plainDID  = regexp.MustCompile(`^\+?[0-9]{3,15}$`)
)

// maxDir keeps the path of Asterisk's control socket under the limit of sun_path, 108 bytes.
const maxDir = 90

// Validate returns every fault, joined, or nil.
func (p Params) Validate() error {
	var faults []error
	fault := func(format string, a ...any) { faults = append(faults, fmt.Errorf(format, a...)) }

	for _, d := range []struct{ name, path string }{
		{"Dir", p.Dir}, {"ModulesDir", p.ModulesDir}, {"DataDir", p.DataDir},
		{"SoundsDir", p.SoundsDir}, {"MusicDir", p.MusicDir}, {"SpoolDir", p.SpoolDir},
	} {
		if !plainPath.MatchString(d.path) {
			fault("%s: %q is not an absolute path of letters, digits and ._/@+-", d.name, d.path)
		}
	}
	if len(p.Dir) > maxDir {
		fault("Dir: %d bytes are too many for the control socket's path, the limit is %d", len(p.Dir), maxDir)
	}
	if !plainNode.MatchString(p.Node) {
		fault("Node: %q is not 1 to 16 small letters, digits and dashes", p.Node)
	}
	for _, w := range []struct{ name, text string }{{"ARIUser", p.ARIUser}, {"AMIUser", p.AMIUser}, {"App", p.App}} {
		if !plainName.MatchString(w.text) || w.text == "general" {
			fault("%s: %q is not a name of letters, digits, dashes and underscores", w.name, w.text)
		}
	}
	for _, w := range []struct{ name, text string }{{"ARIPassword", p.ARIPassword}, {"AMIPassword", p.AMIPassword}} {
		if !plainWord.MatchString(w.text) { // the text itself is a secret
			fault("%s: it must be 8 to 128 letters, digits and ._~+/=-", w.name)
		}
	}
	faults = append(faults, p.addresses()...)
	faults = append(faults, p.numbers()...)
	return errors.Join(faults...)
}

func (p Params) addresses() (faults []error) {
	for _, a := range []struct {
		name, addr string
		public     bool
	}{{"SIPAddr", p.SIPAddr, true}, {"HTTPAddr", p.HTTPAddr, false}, {"AMIAddr", p.AMIAddr, false}} {
		addr, err := netip.ParseAddrPort(a.addr)
		switch {
		case err != nil || addr.Port() == 0:
			faults = append(faults, fmt.Errorf("%s: %q is not an IP address and a port", a.name, a.addr))
		case !a.public && !addr.Addr().IsLoopback():
			faults = append(faults, fmt.Errorf("%s: %s is not a loopback address, and who reaches it commands Asterisk", a.name, a.addr))
		}
	}
	if len(p.Carriers) == 0 {
		faults = append(faults, errors.New("Carriers: there must be at least one, or nobody can call"))
	}
	for _, c := range p.Carriers {
		if network, err := prefix(c); err != nil || network.Bits() == 0 {
			faults = append(faults, fmt.Errorf("Carriers: %q is neither an IP address nor a network", c))
		}
	}
	for _, n := range p.LocalNets {
		if _, err := netip.ParsePrefix(n); err != nil {
			faults = append(faults, fmt.Errorf("LocalNets: %q is not a network", n))
		}
	}
	if p.PublicAddr != "" {
		if _, err := netip.ParseAddr(p.PublicAddr); err != nil {
			faults = append(faults, fmt.Errorf("PublicAddr: %q is not an IP address", p.PublicAddr))
		}
	}
	return faults
}

// CanClaim tells whether this Asterisk has what Claim needs.
func (p Params) CanClaim() bool {
	_, err := os.Stat(filepath.Join(p.ModulesDir, "app_stasis_broadcast.so"))
	return err == nil
}

func (p Params) numbers() (faults []error) {
	if len(p.DIDs) == 0 {
		faults = append(faults, errors.New("DIDs: there must be at least one number of the hotline"))
	}
	seen := map[string]bool{}
	for _, d := range p.DIDs {
		if !plainDID.MatchString(d) {
			faults = append(faults, fmt.Errorf("DIDs: %q is not 3 to 15 digits with or without a plus", d))
		}
		if bare := strings.TrimPrefix(d, "+"); seen[bare] {
			faults = append(faults, fmt.Errorf("DIDs: %s is there twice", d))
		} else {
			seen[bare] = true
		}
	}
	if p.RTPStart < 1024 || p.RTPEnd > 65535 || p.RTPEnd-p.RTPStart < 99 {
		faults = append(faults, fmt.Errorf("RTPStart, RTPEnd: %d-%d are not at least 100 ports from 1024 to 65535", p.RTPStart, p.RTPEnd))
	}
	if p.Claim && p.ModulesDir != "" && !p.CanClaim() {
		faults = append(faults, fmt.Errorf("Claim: this Asterisk has no StasisBroadcast (22.10 and later have): none in %s", p.ModulesDir))
	}
	return faults
}

// prefix reads an address as a network of one.
func prefix(text string) (netip.Prefix, error) {
	if addr, err := netip.ParseAddr(text); err == nil {
		return netip.PrefixFrom(addr, addr.BitLen()), nil
	}
	return netip.ParsePrefix(text)
}

// files is what the templates see.
type files struct {
	Params
	Etc string
}

// number is one way in which a carrier may write a DID.
type number struct{ Dialled, DID string }

// Numbers are the DIDs as dialled, each with and without the plus.
func (f files) Numbers() (all []number) {
	for _, did := range f.DIDs {
		bare := strings.TrimPrefix(did, "+")
		all = append(all, number{bare, did}, number{"+" + bare, did})
	}
	return all
}

// EntityID is a network card's address that no card has, the same for the same node.
func (f files) EntityID() string {
	h := sha256.Sum256([]byte(f.Node))
	return fmt.Sprintf("02:%02x:%02x:%02x:%02x:%02x", h[0], h[1], h[2], h[3], h[4])
}

func (f files) HTTPHost() string { return host(f.HTTPAddr) }
func (f files) HTTPPort() string { return port(f.HTTPAddr) }
func (f files) AMIHost() string  { return host(f.AMIAddr) }
func (f files) AMIPort() string  { return port(f.AMIAddr) }

// ICELocal is the address that browsers must see as PublicAddr; empty when there is nothing to translate.
func (f files) ICELocal() string {
	addr, err := netip.ParseAddr(host(f.SIPAddr))
	if f.PublicAddr == "" || err != nil || addr.IsUnspecified() || addr.IsLoopback() {
		return ""
	}
	return addr.String()
}

func host(addr string) string {
	h, _, _ := net.SplitHostPort(addr) // validated
	return h
}

func port(addr string) string {
	a, _ := netip.ParseAddrPort(addr) // validated
	return strconv.Itoa(int(a.Port()))
}
