package main

import (
	"errors"
	"fmt"
	"log/slog"
	"net/netip"
	"net/url"
	"os"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/caarlos0/env/v11"

	recminio "hotline/recording/minio"
	"hotline/telephony/asterisk"
)

// config is what an installation says of itself, each by HOTLINE_ and the name given here.
type config struct {
	Listen    string   `env:"LISTEN" envDefault:"127.0.0.1:8080"`            // address of the web server
	PublicURL []string `env:"PUBLIC_URL" envDefault:"http://127.0.0.1:8080"` // origins of the desktop; an https one makes the cookie Secure; the first one's port is in its name
	Postgres  string   `env:"POSTGRES,required,notEmpty"`

	Look time.Duration `env:"-"` // between two looks at the whole switch; 0: as telephony/asterisk has it. No variable: tests hold reports back

	TrustedProxies []string `env:"TRUSTED_PROXIES"` // networks (CIDR) or addresses of reverse proxies whose X-Forwarded-For is believed
	MetricsFrom    []string `env:"METRICS_FROM"`    // who reads /metrics besides this machine

	S3Endpoint  string `env:"S3_ENDPOINT,required,notEmpty"`
	S3AccessKey string `env:"S3_ACCESS_KEY,required,notEmpty"`
	S3SecretKey string `env:"S3_SECRET_KEY,required,notEmpty"`
	S3Bucket    string `env:"S3_BUCKET" envDefault:"recordings"`

	ARIURL      string `env:"ARI_URL" envDefault:"http://127.0.0.1:8088"`
	ARIUser     string `env:"ARI_USER,required,notEmpty"`
	ARIPassword string `env:"ARI_PASSWORD,required,notEmpty"`
	ARIApp      string `env:"ARI_APP" envDefault:"hotline"`
	AMIAddr     string `env:"AMI_ADDR" envDefault:"127.0.0.1:5038"`
	AMIUser     string `env:"AMI_USER" envDefault:"hotline"`
	AMIPassword string `env:"AMI_PASSWORD"`

	Node     string   `env:"NODE" envDefault:"kyiv1"`
	Spool    string   `env:"SPOOL,required,notEmpty"`
	DIDs     []string `env:"DIDS" envDefault:"+380443668012"`
	Carriers []string `env:"CARRIERS"`
	SIPAddr  string   `env:"SIP_ADDR" envDefault:"127.0.0.1:5060"`
	Claim    string   `env:"CLAIM" envDefault:"auto"` // auto, yes or no: callers are offered first (StasisBroadcast)

	TrunkOut   string        `env:"TRUNK_OUT"`                        // host:port (UDP) of the carrier that takes our calls; empty: nobody outside is called
	OutAllowed []string      `env:"OUT_ALLOWED" envDefault:"+380"`    // beginnings of the numbers that may be called …
	OutRefused []string      `env:"OUT_REFUSED" envDefault:"+380900"` // … and of those among them that may not
	OutRing    time.Duration `env:"OUT_RING" envDefault:"45s"`        // how long an outside number rings
	OutAgent   int           `env:"OUT_PER_AGENT" envDefault:"20"`    // calls out of one agent in an hour
	OutHour    int           `env:"OUT_PER_HOUR" envDefault:"200"`    // of all agents in an hour
	OutAtOnce  int           `env:"OUT_AT_ONCE" envDefault:"10"`      // of all agents at once

	Greeting        string        `env:"GREETING" envDefault:"welcome,recorded"` // prompts; "-" for none
	Ring            time.Duration `env:"RING" envDefault:"20s"`
	Last            time.Duration `env:"LAST_AGENT" envDefault:"1h"` // a number that calls again within it gets the agent of before
	Patience        time.Duration `env:"PATIENCE" envDefault:"10m"`  // who has waited so long comes before every number with priority
	WebhookAllow    []string      `env:"WEBHOOK_ALLOW"`              // networks inside to which webhooks may be sent, also without TLS; none by default
	TechnicalURL    string        `env:"TECHNICAL_URL"`              // where hand-overs to Служба технічного супроводу are posted …
	TechnicalSecret string        `env:"TECHNICAL_SECRET"`           // … and the key by which they are signed
	TechnicalMail   string        `env:"TECHNICAL_MAIL"`             // or to whom they are written; with neither they wait in the outbox

	HideListening bool       `env:"HIDE_LISTENING"` // agents are not told that a supervisor listens
	Clock         string     `env:"CLOCK"`          // RFC 3339: what the clock says at the start; for tests and demonstrations
	LogLevel      slog.Level `env:"LOG_LEVEL" envDefault:"INFO"`
}

const prefix = "HOTLINE_"

// foreign are names with our prefix that belong to the scripts around the program.
var foreign = []string{"HOTLINE_TEST_", "HOTLINE_CACHE"}

// readConfig reads the environment; every fault is in the error, also a variable that nobody knows.
func readConfig() (config, error) {
	var c config
	errs, unread := []error{}, map[string]bool{}
	if err := env.ParseWithOptions(&c, env.Options{Prefix: prefix}); err != nil {
		var all env.AggregateError
		if errors.As(err, &all) {
			errs, unread = spelled(all.Errors)
		} else {
			errs = append(errs, err)
		}
	}
	errs = append(errs, unknownVariables()...)
	if c.Clock != "" {
		if _, err := time.Parse(time.RFC3339, c.Clock); err != nil {
			errs = append(errs, fmt.Errorf("%sCLOCK %q: має бути момент RFC 3339, наприклад 2026-11-23T10:00:00+02:00", prefix, c.Clock))
		}
	}
	if !slices.Contains([]string{"auto", "yes", "no"}, c.Claim) {
		errs = append(errs, fmt.Errorf("%sCLAIM %q: має бути auto, yes або no", prefix, c.Claim))
	}
	for name, address := range map[string]string{"ARI_URL": c.ARIURL, "S3_ENDPOINT": c.S3Endpoint} {
		if u, err := url.Parse(address); address != "" && (err != nil || u.Host == "") {
			errs = append(errs, fmt.Errorf("%s%s %q: має бути адреса http://вузол:порт", prefix, name, address))
		}
	}
	for name, all := range map[string][]string{"TRUSTED_PROXIES": c.TrustedProxies, "METRICS_FROM": c.MetricsFrom, "WEBHOOK_ALLOW": c.WebhookAllow} {
		for _, raw := range all {
			if n, err := network(raw); err != nil {
				errs = append(errs, fmt.Errorf("%s%s %q: має бути мережа або адреса, наприклад 10.0.0.0/8 чи 192.0.2.7", prefix, name, raw))
			} else if n.Bits() == 0 {
				errs = append(errs, fmt.Errorf("%s%s %q: це весь світ; назвіть свої мережі", prefix, name, raw))
			}
		}
	}
	if !unread["LAST_AGENT"] && (c.Last < 0 || c.Last > 30*24*time.Hour) {
		errs = append(errs, fmt.Errorf("%sLAST_AGENT %s: від 0s до 720h", prefix, c.Last))
	}
	if !unread["PATIENCE"] && (c.Patience < time.Minute || c.Patience > 4*time.Hour) {
		errs = append(errs, fmt.Errorf("%sPATIENCE %s: від 1m до 4h", prefix, c.Patience))
	}
	if !unread["RING"] && (c.Ring < time.Second || c.Ring > 2*time.Minute) {
		errs = append(errs, fmt.Errorf("%sRING %s: від 1s до 2m", prefix, c.Ring))
	}
	errs = append(errs, c.outwardFaults(unread)...)
	errs = append(errs, c.handOverFaults()...)
	if len(errs) > 0 {
		return c, fmt.Errorf("налаштування:\n  %w", joinLines(errs))
	}
	return c, nil
}

// network reads a network or a single address.
func network(raw string) (netip.Prefix, error) {
	raw = strings.TrimSpace(raw)
	if a, err := netip.ParseAddr(raw); err == nil {
		return a.Prefix(a.BitLen())
	}
	return netip.ParsePrefix(raw)
}

// networks are those that readConfig has looked at.
func networks(all []string) (out []netip.Prefix) {
	for _, raw := range all {
		if n, err := network(raw); err == nil {
			out = append(out, n)
		}
	}
	return out
}

func joinLines(errs []error) error {
	lines := make([]string, len(errs))
	for i, e := range errs {
		lines[i] = e.Error()
	}
	return errors.New(strings.Join(lines, "\n  "))
}

func unknownVariables() (errs []error) {
	known := map[string]bool{}
	for f := range reflect.TypeFor[config]().Fields() {
		name, _, _ := strings.Cut(f.Tag.Get("env"), ",")
		known[prefix+name] = true
	}
next:
	for _, kv := range os.Environ() {
		name, _, _ := strings.Cut(kv, "=")
		if !strings.HasPrefix(name, prefix) || known[name] {
			continue
		}
		for _, f := range foreign {
			if strings.HasPrefix(name, f) {
				continue next
			}
		}
		errs = append(errs, fmt.Errorf("%s: такої змінної немає; перевірте назву", name))
	}
	return errs
}

// clock is the time that the program goes by: the true one, unless HOTLINE_CLOCK moves it.
func (c config) clock() func() time.Time {
	start, err := time.Parse(time.RFC3339, c.Clock)
	if c.Clock == "" || err != nil {
		return time.Now
	}
	offset := time.Until(start)
	return func() time.Time { return time.Now().Add(offset) }
}

func (c config) store() recminio.Config {
	return recminio.Config{URL: c.S3Endpoint, AccessKey: c.S3AccessKey, SecretKey: c.S3SecretKey, Bucket: c.S3Bucket}
}

func (c config) greeting() []string {
	if c.Greeting == "-" || c.Greeting == "" {
		return nil
	}
	return strings.Split(c.Greeting, ",")
}

func (c config) logger() *slog.Logger {
	return slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: c.LogLevel}))
}

// asterisk is how the switch is reached.
func (c config) asterisk() asterisk.Config {
	return asterisk.Config{URL: c.ARIURL, User: c.ARIUser, Password: c.ARIPassword, App: c.ARIApp, Sweep: c.Look,
		TrunkOut: c.TrunkOut, Manager: c.AMIAddr, ManagerUser: c.AMIUser, ManagerPassword: c.AMIPassword}
}
