package invented

import (
	"fmt"
	"time"

	"hotline/tickets"
)

// talk is an answered call and what follows from it.
func (l *life) talk(kind tickets.CallOutcome, wait time.Duration) {
	l.ended(tickets.CallEntry{Kind: kind, Agent: l.by, Wait: wait, Talk: time.Duration(60+l.r.ExpFloat64()*150) * time.Second})
	if l.m.life.Ticket.Status != tickets.InProgress || l.err != nil {
		return
	}
	if l.r.Float64() < .9 {
		l.name()
	}
	l.check(l.reg.ConfirmOralNotice(l.ctx, l.id, tickets.Talk{Call: l.call}, l.by))
	if !l.pass(time.Duration(20+l.r.IntN(100)) * time.Second) {
		return
	}
	subject, essence := l.say(l.theme.subjects), l.say(l.theme.essence)
	l.do(tickets.Describe{Subject: &subject, Description: &essence})
	switch p := l.r.Float64(); {
	case l.theme.kind == tickets.Consultation && p < .72: // Regulation 4.6
		l.do(tickets.Consult{Category: l.class().Category, Process: l.theme.process, Text: l.say(l.theme.answers), Call: l.call})
	case l.theme.kind == tickets.Consultation && p < .82: // Regulation 4.11
		l.check(l.reg.WrapUp(l.ctx, l.id, l.call, l.by, tickets.HandedToOrg, l.say(movedWhy)))
		l.toMRG()
	default:
		l.check(l.reg.WrapUp(l.ctx, l.id, l.call, l.by, tickets.Registration, l.say(notes)))
		l.solve()
	}
}

// inWriting is an appeal by e-mail or form, day or night; a letter tells its number (Regulation 4.15).
func (l *life) inWriting() {
	in := tickets.Intake{Key: fmt.Sprintf("w%d", l.id), Channel: tickets.Email, Subject: l.say(l.theme.subjects), Description: l.say(l.theme.essence) + "\n\n" + l.say(l.theme.essence)}
	if l.r.Float64() < .35 {
		in.Channel = tickets.Form
		in.Content = tickets.Content{PageLink: fmt.Sprintf("https://gb.example/projects/%d", l.r.IntN(9000)), Browser: pick(l.r, fill["браузер"]), Login: l.person.Login}
	}
	_, err := l.reg.RegisterByHand(l.ctx, in, tickets.Author{})
	l.check(err)
	if !l.told() || !l.work(25*time.Minute) {
		return
	}
	l.name()
	switch p := l.r.Float64(); {
	case l.theme.kind == tickets.Consultation && p < .12:
		l.do(tickets.Escalate{To: tickets.Organisation, Why: l.say(movedWhy)})
		l.toMRG()
	default:
		l.solve()
	}
}

// solve is a ticket's usual way: classified, worked on, answered, closed.
func (l *life) solve() {
	class := l.class()
	c := tickets.Classification{Class: class, Process: l.theme.process, Assignee: l.by}
	if class.Type != tickets.Consultation && l.m.life.Ticket.Channel == tickets.Phone {
		c.OralReason = pick(l.r, oralWhy)
	}
	l.do(c)
	if !l.told() {
		return
	}
	l.note(4)
	if l.r.Float64() < .12 && !l.asked() {
		return
	}
	if l.r.Float64() < .04 && !l.postponed() {
		return
	}
	if l.r.Float64() < .05 && l.work(time.Hour) {
		l.do(tickets.ExtendTerm{By: time.Duration(1+l.r.IntN(8)) * time.Hour, Why: "Потрібна додаткова перевірка"})
		l.told()
	}
	if l.r.Float64() < .015 { // some wait for an update that has not come in years
		l.do(tickets.Postpone{Ground: tickets.NeedsRelease, Why: "Потрібне доопрацювання, дату оновлення не визначено"})
		l.told()
		return
	}
	if class.Type == tickets.Bug && l.r.Float64() < .35 && !l.developed() {
		return
	}
	if class.Type == tickets.Feature && l.r.Float64() < .5 {
		l.toMRGForDecision()
		return
	}
	l.note(2)
	l.answer(class)
}

// answer resolves within most of the promise, tells and closes; some are not satisfied.
func (l *life) answer(class tickets.Class) {
	around := map[tickets.Category]time.Duration{tickets.Critical: 90 * time.Minute, tickets.High: 5 * time.Hour, tickets.Low: 11 * time.Hour}[class.Category]
	if !l.work(around) {
		return
	}
	l.do(tickets.Resolve{Result: l.say(l.theme.answers)})
	if !l.told() {
		return
	}
	if l.r.Float64() < .015 && l.work(4*time.Hour) {
		l.do(tickets.Reopen{Why: "Заявник повідомив, що помилка повторилася"})
		if !l.told() || !l.work(around) {
			return
		}
		l.do(tickets.Resolve{Result: l.say(l.theme.answers)})
		if !l.told() {
			return
		}
	}
	if l.work(6 * time.Hour) {
		l.do(tickets.Close{Reason: tickets.Solved})
	}
}

// asked is a question to the applicant; the clock stands until the answer (Regulation 4.8).
func (l *life) asked() bool {
	l.do(tickets.RequestInfo{Question: l.say(questions)})
	if !l.told() || !l.work(9*time.Hour) {
		return false
	}
	l.do(tickets.Resume{Why: "Заявник надав інформацію"})
	l.note(2)
	return l.err == nil
}

// postponed waits for weeks (Regulation 4.14).
func (l *life) postponed() bool {
	l.do(tickets.Postpone{Ground: tickets.NeedsRelease, Why: "Виправлення увійде до планового оновлення", Until: l.now.AddDate(0, 0, 21)})
	if !l.told() || !l.work(120*time.Hour) {
		return false
	}
	l.do(tickets.Resume{Why: "Оновлення встановлено"})
	return l.err == nil
}

// developed is a way over line 3 and back.
func (l *life) developed() bool {
	l.do(tickets.HandOver{To: tickets.UnitTechnical, Why: l.say(movedWhy), ReleaseAt: l.now.AddDate(0, 0, 14)})
	l.sent()
	if !l.told() || !l.work(40*time.Hour) {
		return false
	}
	l.do(tickets.Resume{Why: "Виправлення встановлено"})
	return l.err == nil
}

// sent: the letters of the last act have left the house.
func (l *life) sent() {
	if all := l.m.life.Letters; len(all) > 0 && l.now.Add(time.Minute).Before(l.w.size.Until) {
		all[len(all)-1].SentAt = l.now.Add(time.Minute)
	}
}

// toMRG is Regulation 4.11.2: organisational support records it, names МРГ's representative, and it is over.
func (l *life) toMRG() {
	l.by = l.w.staff[40+l.r.IntN(14)]
	if !l.work(time.Hour) {
		return
	}
	l.do(tickets.Classification{Class: tickets.Class{Type: tickets.Consultation, Category: tickets.Low}, Process: l.theme.process, Assignee: l.by})
	l.note(2)
	if !l.told() || !l.work(2*time.Hour) {
		return
	}
	l.do(tickets.HandOver{To: tickets.UnitMRG, Responsible: pick(l.r, l.w.staff).Name, Why: l.say(movedWhy)})
	if l.told() && l.work(3*time.Hour) {
		l.do(tickets.Close{Reason: tickets.RedirectedMRG})
	}
}

// toMRGForDecision: a wish waits for a meeting (Regulation 3.3.2.2).
func (l *life) toMRGForDecision() {
	l.do(tickets.HandOver{To: tickets.UnitMRG, Responsible: pick(l.r, l.w.staff).Name, Why: "На розгляд МРГ"})
	if !l.told() || !l.work(60*time.Hour) {
		return
	}
	l.do(tickets.Resume{Why: "МРГ розглянула побажання"})
	l.answer(tickets.Class{Type: tickets.Feature, Category: tickets.Low})
}

// warned: of promises that run at the end, the warnings that were due are told (their timers have fired).
func (l *life) warned() {
	var due []tickets.Timer
	for _, x := range l.m.life.Timers {
		if x.At.Before(l.w.size.Until) {
			due = append(due, x)
		}
	}
	for _, warning := range tickets.Warn(l.m.life.Ticket, due, l.w.size.Until) {
		l.m.add(warning.Entry)
	}
}
