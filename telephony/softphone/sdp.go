package softphone

import (
	"errors"
	"fmt"
	"net/netip"
	"strconv"
	"strings"
)

// RTP payload types: A-law is fixed by RFC 3551, the other is our choice in offers.
const (
	payloadALaw  = 8
	payloadEvent = 101
)

var errNoALaw = errors.New("no audio in A-law in the SDP")

// session is what matters of one side's SDP.
type session struct {
	rtp       netip.AddrPort // zero: it wants nothing sent
	direction string         // sendrecv, sendonly, recvonly, inactive: of the side that wrote it
	eventType uint8          // payload type of RFC 4733 events, 0 without
}

// wantsSound reports whether the side that wrote the SDP wants to hear something.
func (s session) wantsSound() bool {
	return s.rtp.IsValid() && (s.direction == "sendrecv" || s.direction == "recvonly")
}

// answerTo is the direction that an answer to s must have, when we would like wish.
func (s session) answerTo(wish string) string {
	hears, speaks := s.wantsSound(), s.direction == "sendrecv" || s.direction == "sendonly"
	hears = hears && (wish == "sendrecv" || wish == "sendonly")
	speaks = speaks && (wish == "sendrecv" || wish == "recvonly")
	switch {
	case hears && speaks:
		return "sendrecv"
	case hears:
		return "sendonly"
	case speaks:
		return "recvonly"
	}
	return "inactive"
}

// writeSDP describes our side; id and version as in RFC 4566, 5.2.
func writeSDP(at netip.AddrPort, id uint64, version int, direction string, eventType uint8) []byte {
	family := "IP4"
	if at.Addr().Is6() {
		family = "IP6"
	}
	var b strings.Builder
	fmt.Fprintf(&b, "v=0\r\no=- %d %d IN %s %s\r\ns=-\r\nc=IN %s %s\r\nt=0 0\r\n", id, version, family, at.Addr(), family, at.Addr())
	if eventType == 0 {
		fmt.Fprintf(&b, "m=audio %d RTP/AVP 8\r\na=rtpmap:8 PCMA/8000\r\n", at.Port())
	} else {
		fmt.Fprintf(&b, "m=audio %d RTP/AVP 8 %d\r\na=rtpmap:8 PCMA/8000\r\n", at.Port(), eventType)
		fmt.Fprintf(&b, "a=rtpmap:%d telephone-event/8000\r\na=fmtp:%d 0-16\r\n", eventType, eventType)
	}
	fmt.Fprintf(&b, "a=ptime:20\r\na=%s\r\n", direction)
	return []byte(b.String())
}

// parseSDP reads the first audio stream. errNoALaw when it cannot be in A-law.
func parseSDP(body []byte) (session, error) {
	s := session{direction: "sendrecv"}
	var addr netip.Addr
	var port uint64
	streams, alaw := 0, false
	for line := range strings.Lines(string(body)) {
		kind, value, _ := strings.Cut(strings.TrimSpace(line), "=")
		if kind == "m" {
			if streams++; streams > 1 {
				break
			}
			fields := strings.Fields(value)
			if len(fields) < 4 || fields[0] != "audio" {
				return s, fmt.Errorf("stream %q: %w", value, errNoALaw)
			}
			var err error
			if port, err = strconv.ParseUint(fields[1], 10, 16); err != nil {
				return s, fmt.Errorf("stream %q: %w", value, err)
			}
			for _, f := range fields[3:] {
				alaw = alaw || f == strconv.Itoa(payloadALaw)
			}
			continue
		}
		switch {
		case kind == "c":
			if fields := strings.Fields(value); len(fields) == 3 {
				addr, _ = netip.ParseAddr(fields[2])
			}
		case kind == "a" && (value == "sendrecv" || value == "sendonly" || value == "recvonly" || value == "inactive"):
			s.direction = value
		case kind == "a" && strings.Contains(value, "telephone-event/8000"):
			number, _, _ := strings.Cut(strings.TrimPrefix(value, "rtpmap:"), " ")
			if n, err := strconv.ParseUint(number, 10, 7); err == nil {
				s.eventType = uint8(n)
			}
		}
	}
	if streams == 0 || !alaw {
		return s, errNoALaw
	}
	if port != 0 && addr.IsValid() && !addr.IsUnspecified() {
		s.rtp = netip.AddrPortFrom(addr, uint16(port))
	}
	return s, nil
}
