package main

import (
	"fmt"
	"net"
	"regexp"
	"strconv"
	"time"

	"hotline/telephony"
)

var (
	beginning = regexp.MustCompile(`^\+[1-9][0-9]{0,14}$`)
	hostName  = regexp.MustCompile(`^[A-Za-z0-9.-]+$|^[0-9A-Fa-f:]+$`)
)

// outward is which numbers may be called.
func (c config) outward() telephony.Outward {
	return telephony.Outward{Trunk: c.TrunkOut != "", Allowed: c.OutAllowed, Refused: c.OutRefused}
}

func (c config) outwardFaults() (errs []error) {
	if c.TrunkOut != "" {
		host, port, err := net.SplitHostPort(c.TrunkOut)
		n, _ := strconv.Atoi(port)
		if err != nil || !hostName.MatchString(host) || n < 1 || n > 65535 {
			errs = append(errs, fmt.Errorf("%sTRUNK_OUT %q: має бути вузол:порт оператора зв'язку, наприклад 198.51.100.7:5060", prefix, c.TrunkOut))
		}
	}
	for name, all := range map[string][]string{"OUT_ALLOWED": c.OutAllowed, "OUT_REFUSED": c.OutRefused} {
		for _, p := range all {
			if !beginning.MatchString(p) {
				errs = append(errs, fmt.Errorf("%s%s %q: має бути початок номера, наприклад +380", prefix, name, p))
			}
		}
	}
	if c.OutRing < 5*time.Second || c.OutRing > 2*time.Minute {
		errs = append(errs, fmt.Errorf("%sOUT_RING %s: від 5s до 2m", prefix, c.OutRing))
	}
	return errs
}
