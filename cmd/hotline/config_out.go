package main

import (
	"errors"
	"fmt"
	"net"
	"os"
	"reflect"
	"regexp"
	"strconv"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	"hotline/telephony"
)

var (
	beginning = regexp.MustCompile(`^\+[1-9][0-9]{0,14}$`)
	hostName  = regexp.MustCompile(`^[A-Za-z0-9.-]+$|^[0-9A-Fa-f:]+$`)
)

// spelled gives the library's faults in words, by the names of variables, and which of them could not be read.
func spelled(faults []error) (errs []error, unread map[string]bool) {
	unread = map[string]bool{}
	for _, fault := range faults {
		var parse env.ParseError
		var absent env.VarIsNotSetError
		var empty env.EmptyVarError
		switch {
		case errors.As(fault, &parse):
			f, _ := reflect.TypeFor[config]().FieldByName(parse.Name)
			name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
			unread[name] = true
			errs = append(errs, fmt.Errorf("%s%s %q: значення не розібрано; має бути %s", prefix, name, os.Getenv(prefix+name), kinds[parse.Type.String()]))
		case errors.As(fault, &absent):
			errs = append(errs, fmt.Errorf("%s: потрібне значення", absent.Key))
		case errors.As(fault, &empty):
			errs = append(errs, fmt.Errorf("%s: потрібне значення", empty.Key))
		default:
			errs = append(errs, fault)
		}
	}
	return errs, unread
}

// kinds says how a value of a type is written.
var kinds = map[string]string{"time.Duration": "тривалість, наприклад 20s або 10m", "slog.Level": "DEBUG, INFO, WARN або ERROR",
	"int": "ціле число", "bool": "true або false"}

// outward is which numbers may be called, and how often.
func (c config) outward() telephony.Outward {
	o := telephony.Outward{Trunk: c.TrunkOut != "", Allowed: c.OutAllowed, Refused: c.OutRefused, Node: c.Node,
		PerAgent: c.OutAgent, PerHour: c.OutHour, AtOnce: c.OutAtOnce}
	if len(c.DIDs) > 0 {
		o.From = c.DIDs[0]
	}
	return o
}

func (c config) outwardFaults(unread map[string]bool) (errs []error) {
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
	for name, n := range map[string]int{"OUT_PER_AGENT": c.OutAgent, "OUT_PER_HOUR": c.OutHour, "OUT_AT_ONCE": c.OutAtOnce} {
		if !unread[name] && (n < 0 || n > 100000) {
			errs = append(errs, fmt.Errorf("%s%s %d: від 0 (зовсім не дзвонити) до 100000", prefix, name, n))
		}
	}
	if !unread["OUT_RING"] && (c.OutRing < 5*time.Second || c.OutRing > 2*time.Minute) {
		errs = append(errs, fmt.Errorf("%sOUT_RING %s: від 5s до 2m", prefix, c.OutRing))
	}
	return errs
}
