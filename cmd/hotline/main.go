// Command hotline is the whole of Hotline: one program, started in as many copies as are needed. Each subcommand has a
// file of its own. The configuration is the environment, names that begin with HOTLINE_ (config.go lists them).
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"syscall"
)

// version is set by the build: -ldflags "-X main.version=…".
var version = "dev"

type command struct {
	name, says string
	run        func(ctx context.Context, args []string) error
}

var commands = []command{
	{"serve", "обслуговувати дзвінки, робоче місце і записи", serve},
	{"migrate", "привести базу даних до потрібного вигляду", migrate},
	{"user", "користувачі: add, password, disable, enable, list", user},
	{"destination", "зовнішні номери, куди можна перевести заявника: put, off, list", destination},
	{"agent", "кому дзвонити: " + agentActions, agent},
	{"doctor", "перевірити кожну частину і сказати, що робити", doctor},
	{"call", "зателефонувати на гарячу лінію (для перевірки)", placeCall},
	{"carrier", "приймати дзвінки операторів замість оператора зв'язку (для перевірки)", demoCarrier},
	{"asterisk", "записати налаштування Asterisk", renderAsterisk},
}

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	err := run(ctx, os.Args[1:])
	stop()
	switch {
	case errors.Is(err, flag.ErrHelp):
		os.Exit(2)
	case err != nil:
		fmt.Fprintln(os.Stderr, "hotline:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, args []string) error {
	if len(args) > 0 {
		for _, c := range commands {
			if c.name == args[0] {
				return c.run(ctx, args[1:])
			}
		}
	}
	fmt.Fprintf(os.Stderr, "hotline %s — контакт-центр громадського бюджету\n\n", version)
	for _, c := range commands {
		fmt.Fprintf(os.Stderr, "  hotline %-11s %s\n", c.name, c.says)
	}
	return flag.ErrHelp
}
