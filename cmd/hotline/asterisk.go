package main

import (
	"context"
	"flag"
	"fmt"
	"net/url"
	"os"

	asteriskconf "hotline/deploy/asterisk"
)

// renderAsterisk writes Asterisk's configuration from the same environment that hotline runs with.
func renderAsterisk(_ context.Context, args []string) error {
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	p := asteriskconf.Params{Node: cfg.Node, SIPAddr: cfg.SIPAddr, AMIAddr: cfg.AMIAddr, ARIUser: cfg.ARIUser, ARIPassword: cfg.ARIPassword,
		AMIUser: cfg.AMIUser, AMIPassword: cfg.AMIPassword, App: cfg.ARIApp, DIDs: cfg.DIDs, Carriers: cfg.Carriers,
		SpoolDir: cfg.Spool}
	u, err := url.Parse(cfg.ARIURL)
	if err != nil {
		return fmt.Errorf("HOTLINE_ARI_URL: %w", err)
	}
	p.HTTPAddr = u.Host
	f := flag.NewFlagSet("hotline asterisk", flag.ContinueOnError)
	out := f.String("out", "", "тека, куди записати налаштування")
	f.StringVar(&p.Dir, "dir", "", "тека для власних файлів Asterisk")
	f.StringVar(&p.ModulesDir, "modules", "/usr/lib/asterisk/modules", "тека модулів")
	f.StringVar(&p.DataDir, "data", "/usr/share/asterisk", "тека даних")
	f.StringVar(&p.SoundsDir, "sounds", "", "тека підказок")
	f.StringVar(&p.MusicDir, "music", "", "тека музики")
	f.IntVar(&p.RTPStart, "rtp-start", 10000, "перший порт мовлення")
	f.IntVar(&p.RTPEnd, "rtp-end", 20000, "останній порт мовлення")
	f.StringVar(&p.PublicAddr, "public", "", "адреса перед NAT")
	f.Func("local-net", "мережа за NAT, напр. 10.0.0.0/8; можна кілька разів", func(net string) error {
		p.LocalNets = append(p.LocalNets, net)
		return nil
	})
	if err := f.Parse(args); err != nil {
		return err
	}
	if *out == "" {
		return fmt.Errorf("--out: вкажіть теку, куди записати налаштування Asterisk")
	}
	switch p.Claim = cfg.Claim != "no"; {
	case cfg.Claim == "auto" && !p.CanClaim():
		p.Claim = false
		fmt.Fprintln(os.Stderr, "Цей Asterisk не має StasisBroadcast (він є з 22.10): дзвінок одразу передається застосунку "+p.App)
	case p.Claim && !p.CanClaim():
		return fmt.Errorf("HOTLINE_CLAIM=yes: цей Asterisk не має StasisBroadcast (він є з 22.10); вкажіть auto або no")
	}
	return asteriskconf.Render(p, *out)
}
