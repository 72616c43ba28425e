package main

import (
	"cmp"
	"context"
	"errors"
	"flag"
	"fmt"
	"maps"
	"os"
	"slices"
	"strconv"
	"strings"
	"time"

	"hotline/telephony"
	"hotline/telephony/call"
	telpostgres "hotline/telephony/postgres"
	"hotline/tickets/phone"
	"hotline/web"
	webpostgres "hotline/web/postgres"
)

// orders is what the command line can say of agents, and of who is given whose call.
type orders struct {
	*web.Offers
	accounts *webpostgres.Store
	by       telephony.Author
	f        *flag.FlagSet

	login, skills, helps, skill, reason, name, number, service, state string
	wait                                                              time.Duration
	level, position                                                   int
	drop                                                              bool
}

const agentActions = "list, duty, state, skill, break, dialled, caller"

func agent(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("agent: вкажіть дію: %s", agentActions)
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
	who := cmp.Or(os.Getenv("SUDO_USER"), os.Getenv("USER"), "root")
	o := &orders{Offers: web.NewOffers(telpostgres.New(pool, cfg.clock(), cfg.logger(), nil), phone.Parse), accounts: webpostgres.New(pool),
		by: telephony.Author{Name: "командний рядок, " + who}}
	o.flags(args[0])
	if err := o.f.Parse(args[1:]); err != nil {
		return err
	}
	if o.f.NArg() > 0 {
		return fmt.Errorf("agent %s: зайве: %s", args[0], strings.Join(o.f.Args(), " "))
	}
	do, known := map[string]func(context.Context) error{"list": o.list, "duty": o.duty, "state": o.setState, "skill": o.putSkill,
		"break": o.putBreak, "dialled": o.putDialled, "caller": o.putCaller}[args[0]]
	if !known {
		return fmt.Errorf("agent %s: такої дії немає; є %s", args[0], agentActions)
	}
	return spoken(do(ctx))
}

func (o *orders) flags(action string) {
	o.f = flag.NewFlagSet("hotline agent "+action, flag.ContinueOnError)
	o.f.StringVar(&o.login, "login", "", "duty, state: логін оператора")
	o.f.StringVar(&o.skills, "skills", "", "duty: вміння з рівнями, напр. english:1,signs:2 (1 — першим); порожньо — жодного")
	o.f.StringVar(&o.helps, "helps", "", "duty: служба, якій оператор допомагає, і скільки секунд має чекати заявник, напр. information:60")
	o.f.StringVar(&o.state, "state", "", "state: available, break або offline")
	o.f.StringVar(&o.reason, "reason", "", "break, state: назва причини для програм, напр. lunch; caller: чому номер має пріоритет")
	o.f.StringVar(&o.skill, "skill", "", "skill, dialled, caller: назва вміння для програм, напр. english")
	o.f.StringVar(&o.name, "name", "", "skill, break: назва для людей")
	o.f.StringVar(&o.number, "number", "", "dialled: набраний номер; caller: номер заявника")
	o.f.StringVar(&o.service, "service", "", "dialled: information або organisation")
	o.f.DurationVar(&o.wait, "wait", time.Minute, "skill: скільки заявник чекає саме такого оператора")
	o.f.IntVar(&o.level, "priority", 0, "caller: від 1 до 9, що більший, то раніше")
	o.f.IntVar(&o.position, "position", 0, "break: місце у списку")
	o.f.BoolVar(&o.drop, "drop", false, "skill, dialled, caller: прибрати; break: більше не пропонувати")
}

// spoken gives telephony's refusals in words.
func spoken(err error) error {
	for is, words := range map[error]string{
		telephony.ErrNoSkill:      "такого вміння немає; спершу додайте його: hotline agent skill --skill … --name …",
		telephony.ErrNoRule:       "для цього номера правила немає; чинні покаже hotline agent list",
		telephony.ErrNoAgent:      "це не оператор; операторів покаже hotline agent list",
		web.ErrNoUser:             "такого логіна немає; логіни покаже hotline user list",
		telephony.ErrUnknownState: "стан: available, break або offline",
	} {
		if errors.Is(err, is) {
			return errors.New(words)
		}
	}
	return err
}

func (o *orders) agentID(ctx context.Context) (call.AgentID, error) {
	u, _, err := o.accounts.UserByLogin(ctx, strings.ToLower(strings.TrimSpace(o.login)))
	return call.AgentID(u.ID), err
}

func (o *orders) duty(ctx context.Context) error {
	id, err := o.agentID(ctx)
	if err != nil {
		return err
	}
	d := telephony.Duty{Agent: id, Skills: map[call.Skill]int{}, Helps: map[call.Service]time.Duration{}}
	skills, err := pairs(o.skills)
	if err != nil {
		return fmt.Errorf("--skills: %w", err)
	}
	for skill, level := range skills {
		d.Skills[call.Skill(skill)] = level
	}
	helps, err := pairs(o.helps)
	if err != nil {
		return fmt.Errorf("--helps: %w", err)
	}
	for service, after := range helps {
		d.Helps[call.Service(service)] = time.Duration(after) * time.Second
	}
	return o.PutDuty(ctx, o.by, d)
}

// pairs reads «a:1,b:2».
func pairs(text string) (map[string]int, error) {
	out := map[string]int{}
	for _, part := range strings.FieldsFunc(text, func(r rune) bool { return r == ',' || r == ' ' }) {
		name, number, _ := strings.Cut(part, ":")
		n, err := strconv.Atoi(number)
		if err != nil {
			return nil, fmt.Errorf("«%s»: має бути назва, двокрапка і число, напр. english:1", part)
		}
		out[name] = n
	}
	return out, nil
}

func (o *orders) setState(ctx context.Context) error {
	id, err := o.agentID(ctx)
	if err != nil {
		return err
	}
	return o.SetStateOf(ctx, o.by, id, telephony.AgentState(o.state), o.reason)
}

func (o *orders) putSkill(ctx context.Context) error {
	if o.drop {
		return o.DropSkill(ctx, o.by, call.Skill(o.skill))
	}
	return o.PutSkill(ctx, o.by, telephony.SkillRule{Skill: call.Skill(o.skill), Name: o.name, Wait: o.wait})
}

func (o *orders) putBreak(ctx context.Context) error {
	r := telephony.BreakReason{Reason: o.reason, Name: o.name, Position: o.position, Retired: o.drop}
	known, err := o.Routing(ctx)
	if err != nil {
		return err
	}
	for _, b := range known.Breaks { // what is not said stays
		if b.Reason == r.Reason {
			r.Name, r.Position = cmp.Or(r.Name, b.Name), cmp.Or(r.Position, b.Position)
		}
	}
	return o.PutBreak(ctx, o.by, r)
}

func (o *orders) putDialled(ctx context.Context) error {
	if o.drop {
		return o.DropDialled(ctx, o.by, o.number)
	}
	return o.PutDialled(ctx, o.by, telephony.Dialled{Number: o.number, Service: call.Service(o.service), Skill: call.Skill(o.skill)})
}

func (o *orders) putCaller(ctx context.Context) error {
	if o.drop {
		return o.DropCaller(ctx, o.by, o.number)
	}
	return o.PutCaller(ctx, o.by, telephony.CallerRule{Number: o.number, Priority: o.level, Skill: call.Skill(o.skill), Reason: o.reason})
}

func (o *orders) list(ctx context.Context) error {
	r, err := o.Routing(ctx)
	if err != nil {
		return err
	}
	users, err := o.accounts.Users(ctx)
	if err != nil {
		return err
	}
	logins := map[call.AgentID]string{}
	for _, u := range users {
		logins[call.AgentID(u.ID)] = u.Login
	}
	fmt.Println("Оператори")
	for _, d := range r.Duties {
		fmt.Printf("  %-16s %-13s %s%s%s\n", logins[d.Agent], d.Service, d.Name, told("; вміння ", d.Skills, ""), told("; допомагає ", inSeconds(d.Helps), " с"))
	}
	fmt.Println("Вміння")
	for _, k := range r.Skills {
		fmt.Printf("  %-16s %s; чекати %s\n", k.Skill, k.Name, k.Wait)
	}
	fmt.Println("Набрані номери")
	for _, d := range r.Dialled {
		fmt.Printf("  %-16s %s %s\n", d.Number, d.Service, d.Skill)
	}
	fmt.Println("Номери з пріоритетом")
	for _, c := range r.Callers {
		fmt.Printf("  %-16s %d %s — %s (%s, %s)\n", c.Number, c.Priority, c.Skill, c.Reason, c.Author, c.At.Format(time.DateOnly))
	}
	fmt.Println("Причини перерв")
	for _, b := range r.Breaks {
		fmt.Printf("  %-16s %s%s\n", b.Reason, b.Name, map[bool]string{true: " (прибрано)"}[b.Retired])
	}
	return nil
}

func inSeconds(all map[call.Service]time.Duration) map[call.Service]int {
	out := map[call.Service]int{}
	for k, d := range all {
		out[k] = int(d.Seconds())
	}
	return out
}

func told[K cmp.Ordered](before string, all map[K]int, unit string) string {
	out := []string{}
	for _, k := range slices.Sorted(maps.Keys(all)) {
		out = append(out, fmt.Sprintf("%v:%d%s", k, all[k], unit))
	}
	if len(out) == 0 {
		return ""
	}
	return before + strings.Join(out, ", ")
}
