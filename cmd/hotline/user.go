package main

import (
	"bufio"
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"strings"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/telephony"
	"hotline/telephony/call"
	telpostgres "hotline/telephony/postgres"
	"hotline/web"
	webpostgres "hotline/web/postgres"
)

func user(ctx context.Context, args []string) error {
	err := users(ctx, args)
	for is, words := range map[error]string{
		web.ErrLoginTaken: "такий логін уже є; оберіть інший, а наявні покаже hotline user list",
		web.ErrNoUser:     "такого логіна немає; логіни покаже hotline user list",
	} {
		if errors.Is(err, is) {
			return errors.New(words)
		}
	}
	return err
}

const userActions = "add, password, disable, enable, list"

func users(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("user: вкажіть дію: %s", userActions)
	}
	if strings.HasPrefix(args[0], "-") {
		fmt.Fprintf(os.Stderr, "hotline user ДІЯ: %s; що треба для дії, покаже hotline user ДІЯ --help\n", userActions)
		return flag.ErrHelp
	}
	f := flag.NewFlagSet("hotline user "+args[0], flag.ContinueOnError)
	login := f.String("login", "", "логін")
	name := f.String("name", "", "прізвище та ім'я, як їх бачать колеги")
	role := f.String("role", "agent", "agent, supervisor або administrator")
	service := f.String("service", "", "для агента: information або organisation")
	password := f.String("password", "", "пароль; без нього буде прочитано один рядок зі стандартного входу")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	pool, err := newPool(ctx, cfg, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	accounts := web.NewUsers(webpostgres.New(pool), cfg.clock())
	switch args[0] {
	case "add":
		secret, err := secretOf(*password)
		if err != nil {
			return err
		}
		return employ(ctx, pool, cfg, web.User{Login: *login, Name: *name, Role: web.Role(*role), Service: *service}, secret)
	case "password":
		secret, err := secretOf(*password)
		if err != nil {
			return err
		}
		return accounts.SetPassword(ctx, *login, secret)
	case "disable":
		return dismiss(ctx, pool, cfg, *login)
	case "enable":
		return accounts.Enable(ctx, *login)
	case "list":
		return listUsers(ctx, accounts)
	}
	return fmt.Errorf("user %s: такої дії немає; є %s", args[0], userActions)
}

// employ makes an account, with the telephone and the place on the floor that its role needs.
func employ(ctx context.Context, pool *pgxpool.Pool, cfg config, u web.User, secret string) error {
	u, err := web.NewUsers(webpostgres.New(pool), cfg.clock()).Add(ctx, u, secret)
	if err != nil {
		return err
	}
	store := telpostgres.New(pool, cfg.clock(), cfg.logger(), nil)
	switch u.Role {
	case web.Agent:
		err = store.PutAgent(ctx, call.AgentID(u.ID), u.Name, call.Service(u.Service))
	case web.Supervisor:
		err = store.PutSupervisor(ctx, call.AgentID(u.ID), u.Name)
	}
	if err != nil {
		return err
	}
	fmt.Printf("%s (%s, %s): готово.\n", u.Login, u.Name, u.Role)
	return nil
}

func listUsers(ctx context.Context, accounts *web.Users) error {
	all, err := accounts.List(ctx)
	for _, u := range all {
		state := ""
		if u.Disabled {
			state = " (вимкнено)"
		}
		fmt.Printf("%-6d %-16s %-14s %-13s %s%s\n", u.ID, u.Login, u.Role, u.Service, u.Name, state)
	}
	return err
}

// dismiss closes an account: its sessions and sockets end, and an agent's shift and talk, whose caller goes to the front of the
// line.
func dismiss(ctx context.Context, pool *pgxpool.Pool, cfg config, login string) error {
	accounts := webpostgres.New(pool)
	if err := web.NewUsers(accounts, cfg.clock()).Disable(ctx, login); err != nil {
		return err
	}
	u, _, err := accounts.UserByLogin(ctx, strings.ToLower(strings.TrimSpace(login)))
	if err != nil || u.Role == web.Administrator {
		return err
	}
	floor := telpostgres.New(pool, cfg.clock(), cfg.logger(), nil)
	err = floor.SetState(ctx, call.AgentID(u.ID), telephony.Offline, "", "")
	if errors.Is(err, telephony.ErrNoAgent) {
		return nil // never had a desk
	}
	if err != nil {
		return err
	}
	return floor.Dismiss(ctx, call.AgentID(u.ID))
}

// secretOf keeps passwords out of the list of processes, for who wants that.
func secretOf(given string) (string, error) {
	if given != "" {
		return given, nil
	}
	line, err := bufio.NewReader(os.Stdin).ReadString('\n')
	if line = strings.TrimRight(line, "\r\n"); line == "" {
		return "", fmt.Errorf("пароль порожній: дайте --password або рядок на стандартному вході (%v)", err)
	}
	return line, nil
}
