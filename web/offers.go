package web

import (
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
)

// Offers checks what administrators say of who is given whose call, before telephony keeps it; for the desktop and for
// `hotline agent`. Errors are Faults, which name every field, and those of telephony.Settings. Safe for concurrent use.
type Offers struct {
	telephony.Settings
	parse func(raw string) tickets.PhoneNumber
}

// NewOffers checks for settings; parse reads numbers as people write them.
func NewOffers(settings telephony.Settings, parse func(raw string) tickets.PhoneNumber) *Offers {
	return &Offers{settings, parse}
}

// maxSkills is how many skills there can be: each is a line of its own for the query that makes offers.
const maxSkills = 32

var word = regexp.MustCompile(`^[a-z][a-z0-9_]{0,31}$`)

// check collects what is wrong.
type check struct{ faults Faults }

func (c *check) want(ok bool, field, words string) {
	if !ok {
		c.faults = append(c.faults, Fault{field, words})
	}
}

func (c *check) word(field, w string) {
	c.want(word.MatchString(w), field, "Назва для програм: до 32 малих латинських літер, цифр чи «_», перша — літера, наприклад english.")
}

func (c *check) name(field, name string, longest int) {
	n := utf8.RuneCountInString(name)
	c.want(n > 0 && n <= longest && utf8.ValidString(name), field, fmt.Sprintf("Вкажіть текст, не довший за %s.", characters(uint64(longest))))
}

func (c *check) service(field string, s call.Service) {
	c.want(s == call.Information || s == call.Organisation, field, "Служба: information або organisation.")
}

func (c *check) wait(field string, d time.Duration) {
	c.want(d >= 0 && d <= time.Hour && d%time.Second == 0, field, "Час очікування: від 0 до 3600 секунд.")
}

func (c *check) err() error {
	if len(c.faults) == 0 {
		return nil
	}
	return c.faults
}

func oneLine(s string) string { return strings.Join(strings.Fields(s), " ") }

// PutSkill checks and keeps one skill of the list.
func (o *Offers) PutSkill(ctx context.Context, by telephony.Author, r telephony.SkillRule) error {
	r.Name = oneLine(r.Name)
	c := check{}
	c.word("skill", string(r.Skill))
	c.name("name", r.Name, 64)
	c.wait("wait_s", r.Wait)
	if err := c.err(); err != nil {
		return err
	}
	known, err := o.Routing(ctx)
	if err != nil {
		return err
	}
	there := slices.ContainsFunc(known.Skills, func(k telephony.SkillRule) bool { return k.Skill == r.Skill })
	if !there && len(known.Skills) >= maxSkills {
		return Faults{{"skill", fmt.Sprintf("Вмінь уже %d, більше не можна. Приберіть зайве.", maxSkills)}}
	}
	return o.Settings.PutSkill(ctx, by, r)
}

// PutBreak checks and keeps one reason of a break.
func (o *Offers) PutBreak(ctx context.Context, by telephony.Author, r telephony.BreakReason) error {
	r.Name = oneLine(r.Name)
	c := check{}
	c.word("reason", r.Reason)
	c.want(r.Reason != telephony.ReasonNoAnswer, "reason", "Цю причину ставить сама система. Оберіть іншу назву.")
	c.name("name", r.Name, 64)
	c.want(r.Position >= 0 && r.Position <= 1000, "position", "Місце у списку: від 0 до 1000.")
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.PutBreak(ctx, by, r)
}

func (o *Offers) number(c *check, raw string) string {
	p := o.parse(raw)
	c.want(p.Valid, "number", wordsFor("phone", "invalid"))
	return p.E164
}

// PutDialled checks and keeps what a dialled number means.
func (o *Offers) PutDialled(ctx context.Context, by telephony.Author, d telephony.Dialled) error {
	c := check{}
	d.Number = o.number(&c, d.Number)
	c.service("service", d.Service)
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.PutDialled(ctx, by, d)
}

// DropDialled forgets it. telephony.ErrNoRule.
func (o *Offers) DropDialled(ctx context.Context, by telephony.Author, number string) error {
	c := check{}
	number = o.number(&c, number)
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.DropDialled(ctx, by, number)
}

// PutCaller checks and keeps a caller's priority or skill.
func (o *Offers) PutCaller(ctx context.Context, by telephony.Author, r telephony.CallerRule) error {
	r.Reason = oneLine(r.Reason)
	c := check{}
	r.Number = o.number(&c, r.Number)
	c.want(r.Priority >= 0 && r.Priority < call.Front, "priority", "Пріоритет: від 0 до 9; що більший, то раніше.")
	c.want(r.Priority > 0 || r.Skill != "", "priority", "Вкажіть пріоритет від 1 до 9, або вміння, або обидва.")
	c.name("reason", r.Reason, 200)
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.PutCaller(ctx, by, r)
}

// DropCaller forgets it. telephony.ErrNoRule.
func (o *Offers) DropCaller(ctx context.Context, by telephony.Author, number string) error {
	c := check{}
	number = o.number(&c, number)
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.DropCaller(ctx, by, number)
}

// PutDuty checks and keeps an agent's skills and lines.
func (o *Offers) PutDuty(ctx context.Context, by telephony.Author, d telephony.Duty) error {
	c := check{}
	for skill, level := range d.Skills {
		c.want(level >= 1 && level <= 9, "skills", fmt.Sprintf("Рівень вміння «%s»: від 1 до 9; першим дзвонять рівню 1.", skill))
	}
	for service, after := range d.Helps {
		c.service("helps", service)
		c.wait("helps", after)
	}
	if err := c.err(); err != nil {
		return err
	}
	return o.Settings.PutDuty(ctx, by, d)
}

// SetStateOf checks the reason of a break.
func (o *Offers) SetStateOf(ctx context.Context, by telephony.Author, agent call.AgentID, state telephony.AgentState, reason string) error {
	if err := o.checkBreak(ctx, state, &reason); err != nil {
		return err
	}
	return o.Settings.SetStateOf(ctx, by, agent, state, reason)
}

// checkBreak wants a reason of the list for a break, and none for anything else.
func (o *Offers) checkBreak(ctx context.Context, state telephony.AgentState, reason *string) error {
	if state != telephony.Break {
		*reason = ""
		return nil
	}
	known, err := o.Routing(ctx)
	if err != nil {
		return err
	}
	words := []string{}
	for _, b := range known.Breaks {
		if b.Retired {
			continue
		}
		if b.Reason == *reason {
			return nil
		}
		words = append(words, "«"+b.Name+"» ("+b.Reason+")")
	}
	return Faults{{"reason", "Оберіть причину перерви зі списку: " + strings.Join(words, ", ") + "."}}
}
