package invented

import (
	"context"
	"fmt"
	"math/rand/v2"
	"time"

	"hotline/tickets"
)

// life is one ticket while it is made up. Whatever is to be done later than Size.Until is not done: so some are open at the end.
type life struct {
	w   *World
	m   *memory
	reg *tickets.Register
	ctx context.Context
	err error

	r      *rand.Rand
	id     tickets.TicketID
	now    time.Time
	by     tickets.Author // who works with it
	call   tickets.CallID
	theme  theme
	person tickets.Applicant
	known  bool // somebody is named as the applicant
}

// live makes up ticket i; it is in l.m.life afterwards.
func (l *life) live(i int) error {
	l.r = l.w.random(i)
	l.id, l.err, l.known, l.call = tickets.TicketID(i+1), nil, false, ""
	l.now = l.w.arrivals.at(i, l.r.Float64())
	l.theme = anyTheme(l.r)
	l.by = l.w.staff[l.r.IntN(40)]
	who := l.w.who(l.r)
	l.person = l.w.person(who)
	l.m.begin(l.id, nil)
	l.m.person = &l.person
	if l.r.Float64() < .7 {
		l.byPhone(who)
	} else {
		l.inWriting()
	}
	l.warned()
	return l.err
}

// pass lets wall time go by; false: the end of the world is reached, or something is wrong.
func (l *life) pass(d time.Duration) bool {
	if l.err != nil || l.now.Add(d).After(l.w.size.Until) {
		return false
	}
	l.now = l.now.Add(d.Truncate(time.Microsecond))
	return true
}

// work lets working time go by, around so much: half of it to thrice.
func (l *life) work(around time.Duration) bool {
	if l.err != nil {
		return false
	}
	d := time.Duration(float64(around) * (.5 + l.r.ExpFloat64()*.7))
	at, err := l.w.terms.Calendar.Add(l.now, d.Truncate(time.Microsecond))
	if err != nil {
		l.err = err
		return false
	}
	return l.pass(at.Sub(l.now))
}

func (l *life) check(err error) {
	if l.err == nil && err != nil {
		l.err = fmt.Errorf("%s, %s: %w", l.m.life.Ticket.Channel, l.m.life.Ticket.Status, err)
	}
}

func (l *life) do(a tickets.Act) {
	if l.err == nil {
		_, err := l.reg.Do(l.ctx, l.id, 0, a, l.by)
		l.check(err)
	}
}

func (l *life) say(pattern []string) string { return text(l.r, pick(l.r, pattern)) }

// note adds up to so many notes, with some time before each.
func (l *life) note(most int) {
	for n := l.r.IntN(most + 1); n > 0 && l.work(40*time.Minute); n-- {
		l.check(l.reg.AddNote(l.ctx, l.id, l.by, l.say(notes), fmt.Sprintf("n%d", len(l.m.life.History))))
	}
}

// name gives the ticket its applicant.
func (l *life) name() {
	if !l.known && l.err == nil {
		_, err := l.reg.NameApplicant(l.ctx, l.id, tickets.ApplicantChoice{ID: l.person.ID}, l.by)
		l.check(err)
		l.known = true
	}
}

// told pays what the applicant is owed and a letter may pay: by a letter, some minutes later.
func (l *life) told() bool {
	if !l.pass(time.Duration(1+l.r.IntN(20)) * time.Minute) {
		return false
	}
	for _, n := range l.m.life.Notices {
		if n.Owed() && n.Ways[len(n.Ways)-1] == tickets.ByEmail && l.err == nil {
			l.check(l.reg.LetterAccepted(l.ctx, n.ID, fmt.Sprintf("<t.%d.%d@support.example>", l.id, n.ID)))
		}
	}
	return l.err == nil
}

func (l *life) byPhone(who int) {
	l.call = tickets.CallID(fmt.Sprintf("in-%010d.%d", l.id, l.r.IntN(100)))
	number := phoneOf(who)
	switch p := l.r.Float64(); {
	case p < .03:
		number = "" // withheld
	case p < .15:
		number = phoneOf(l.w.size.Applicants + l.r.IntN(l.w.size.Applicants)) // of nobody who is known
	default:
		l.m.known = l.w.caller(who, &l.person)
		l.known = l.m.known != nil
	}
	open, err := l.w.terms.Calendar.Open(l.now)
	l.check(err)
	_, err = l.reg.OpenForCall(l.ctx, tickets.CallOpening{CallID: l.call, Number: number, RawNumber: number, DID: "+380443668012", ArrivedAt: l.now,
		AfterHours: !open, Service: tickets.Information})
	l.check(err)
	wait := time.Duration(4+l.r.ExpFloat64()*30) * time.Second
	switch p := l.r.Float64(); {
	case !open:
		l.ended(tickets.CallEntry{Kind: pick(l.r, []tickets.CallOutcome{tickets.AfterHours, tickets.Message}), Wait: wait})
		l.calledBack(number)
	case p < .07:
		l.ended(tickets.CallEntry{Kind: tickets.Abandoned, Wait: wait * 3})
		l.calledBack(number)
	default:
		l.talk(tickets.Talked, wait)
	}
}

// ended writes what became of a call.
func (l *life) ended(c tickets.CallEntry) {
	began := l.now
	if !l.pass(c.Wait + c.Talk) {
		return
	}
	if c.CallID == "" {
		c.CallID = l.call
	}
	c.StartedAt, c.EndedAt = began, l.now
	l.check(l.reg.AddCallEntry(l.ctx, l.id, c))
}

// calledBack: whoever did not reach us is called, unless the number is hidden.
func (l *life) calledBack(number string) {
	if number == "" || !l.work(45*time.Minute) {
		l.silent()
		return
	}
	if l.r.Float64() < .3 {
		l.ended(tickets.CallEntry{CallID: l.call + "-a", Kind: tickets.CalledInVain, Agent: l.by, Wait: 30 * time.Second, Number: number})
		if !l.work(2 * time.Hour) {
			return
		}
	}
	l.call += "-b"
	l.talk(tickets.Called, 12*time.Second)
}

// silent is the end of a call behind which there is nobody; a few are forgotten.
func (l *life) silent() {
	if l.r.Float64() > .05 && l.work(20*time.Minute) && l.m.life.Ticket.Status.Open() {
		l.do(tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Process: "other", Assignee: l.by})
		l.do(tickets.Resolve{Result: "Немає з ким зв’язатися."})
		l.m.life.Ticket.Unreached = true
		l.do(tickets.Close{Reason: tickets.NoContact, Text: "Номер прихований або не відповідає."})
	}
}

// category of an appeal: most are low.
func (l *life) class() tickets.Class {
	c := tickets.Class{Type: l.theme.kind, Category: tickets.Low}
	switch p := l.r.Float64(); {
	case p < .04 && c.Type != tickets.Feature:
		c.Category = tickets.Critical
	case p < .25:
		c.Category = tickets.High
	}
	return c
}
