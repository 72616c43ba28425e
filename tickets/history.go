package tickets

import (
	"fmt"
	"strings"
	"time"
)

// EntryKind is what a line of the history tells.
type EntryKind string

const (
	EntryRegistered EntryKind = "registered"
	EntryCall       EntryKind = "call"
	EntryNote       EntryKind = "note"
	EntryWrapUp     EntryKind = "wrap_up"
	EntryOralNotice EntryKind = "oral_notice"
	EntryApplicant  EntryKind = "applicant"
	EntryAct        EntryKind = "act"
	EntryNotice     EntryKind = "notice"  // the applicant was told
	EntryRecount    EntryKind = "recount" // the calendar changed
	EntryWarning    EntryKind = "warning" // so much of a term is used up
)

// Entry is one line of a ticket's history. It is added and never changed.
type Entry struct {
	ID     int64
	Ticket TicketID
	At     time.Time
	Kind   EntryKind
	Author Author // zero: the system
	Call   CallID // empty when the line has nothing to do with a call
	Text   string // what a person wrote
	Key    string // unique in the ticket: the same line twice is one line

	Talk        *CallEntry  // of kind EntryCall
	Disposition Disposition // of kind EntryWrapUp; empty: the agent chose none in time
	Applicant   ApplicantID // of kind EntryApplicant
	DueAt       time.Time   // of kind EntryOralNotice: the term that was told
	From, To    Status      // when the line changed the ticket's status
	Act         ActName     // of kind EntryAct
	Values      []Value     // … and EntryRecount: what it changed
	About       NoticeAbout // of kind EntryNotice
	Way         Way         // …
}

// CallOutcome is what became of a call, or of one agent's part in it.
type CallOutcome string

const (
	Talked      CallOutcome = "talked"
	Transferred CallOutcome = "transferred" // this agent handed the caller to a colleague
	Abandoned   CallOutcome = "abandoned"   // the caller left before an agent answered
	AfterHours  CallOutcome = "after_hours" // out of working hours, no message
	Message     CallOutcome = "message"     // out of working hours, the caller left a message
	Dropped     CallOutcome = "dropped"     // we lost the call
	Unattended  CallOutcome = "unattended"  // hotline was away: the dialplan took the message

	Called        CallOutcome = "called" // an agent called the applicant, and they talked
	CalledBusy    CallOutcome = "called_busy"
	CalledInVain  CallOutcome = "called_no_answer"
	CalledRefused CallOutcome = "called_refused"
	CalledNowhere CallOutcome = "called_unreachable"
	CalledLeft    CallOutcome = "called_left"      // hung up before the talk
	CalledOff     CallOutcome = "called_cancelled" // the agent did not wait for the answer
)

var outcomeWords = map[CallOutcome]string{
	Talked: "Розмова", Transferred: "Дзвінок переведено колезі", Abandoned: "Заявник не дочекався відповіді",
	AfterHours: "Дзвінок у неробочий час", Message: "Заявник залишив повідомлення",
	Dropped: "Дзвінок обірвався з технічних причин", Unattended: "Дзвінок прийнято автовідповідачем",
	Called: "Дзвінок заявникові: розмова", CalledBusy: "Дзвінок заявникові: номер зайнятий", CalledInVain: "Дзвінок заявникові: немає відповіді",
	CalledRefused: "Дзвінок заявникові: відхилено", CalledNowhere: "Дзвінок заявникові: номер недоступний",
	CalledLeft: "Дзвінок заявникові: слухавку покладено до розмови", CalledOff: "Дзвінок заявникові: оператор не дочекався відповіді",
}

// CallEntry is what telephony tells of a call that is over, or of one agent's part in it.
// An entry is told once a call, outcome and agent; a repetition is harmless.
type CallEntry struct {
	CallID    CallID
	Kind      CallOutcome
	Agent     Author // zero when nobody answered
	StartedAt time.Time
	EndedAt   time.Time
	Wait      time.Duration // until the answer, or until the end
	Talk      time.Duration
	Number    string // E.164; which an agent called
}

func (c CallEntry) key() string {
	return fmt.Sprintf("call:%s:%s:%d", c.CallID, c.Kind, c.Agent.ID)
}

func (c CallEntry) sentence() string {
	s := outcomeWords[c.Kind]
	if c.Agent.Name != "" && (c.Kind == Talked || c.Kind == Called) {
		s += " з оператором " + c.Agent.Name
	}
	if c.Number != "" {
		s += ", номер " + c.Number
	}
	if c.Wait > 0 && c.Number == "" {
		s += ", очікування " + spell(c.Wait)
	}
	if c.Talk > 0 {
		s += ", тривалість розмови " + spell(c.Talk)
	}
	return s
}

// Sentence is the line as people read it, in Ukrainian.
func (e Entry) Sentence() string {
	var s string
	switch e.Kind {
	case EntryRegistered:
		s = "Звернення зареєстровано"
	case EntryCall:
		if e.Talk != nil {
			s = e.Talk.sentence()
		}
	case EntryWrapUp:
		s = "Підсумок дзвінка не обрано"
		if e.Disposition != "" {
			s = "Підсумок дзвінка: " + e.Disposition.Ukrainian()
		}
	case EntryOralNotice:
		s = "Номер та строк повідомлено заявникові"
		if !e.DueAt.IsZero() {
			s += " (до " + spellInstant(e.DueAt, e.At) + ")"
		}
	case EntryAct:
		s = actWords[e.Act]
	case EntryNotice:
		s = e.noticeSentence()
	case EntryApplicant:
		return "Заявник: " + e.Text
	case EntryWarning:
		return e.warningSentence()
	case EntryNote:
		return e.Text
	case EntryRecount:
		return recountSentence(e)
	}
	if e.To != "" && e.To != e.From {
		s += ". Статус: " + e.To.Ukrainian()
	}
	if e.Text != "" {
		s += ". " + e.Text
	}
	return s
}

// spell is a duration in minutes and seconds: "3 хв 07 с", "45 с".
func spell(d time.Duration) string {
	seconds := int64(d.Round(time.Second) / time.Second)
	switch {
	case seconds >= 3600:
		return fmt.Sprintf("%d год %02d хв %02d с", seconds/3600, seconds/60%60, seconds%60)
	case seconds >= 60:
		return fmt.Sprintf("%d хв %02d с", seconds/60, seconds%60)
	}
	return fmt.Sprintf("%d с", seconds)
}

// Draft is an agent's note while it is being typed.
type Draft struct {
	Ticket  TicketID
	Agent   Author
	Text    string
	Version int64 // 0: nothing has been saved yet
	SavedAt time.Time
}

func wrapUpKey(call CallID, by Author) string { return fmt.Sprintf("wrap_up:%s:%d", call, by.ID) }

// noteKey keeps keys that requests bring apart from the register's own.
func noteKey(author Author, key string) string {
	return fmt.Sprintf("note:%d:%s", author.ID, strings.ToValidUTF8(key, ""))
}
