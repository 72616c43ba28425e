package tickets

import (
	"fmt"
	"slices"
	"time"
)

// Disposition is the outcome of a talk, chosen by the agent in the wrap-up. The list is closed.
type Disposition string

const (
	Consulted    Disposition = "consulted"
	Registration Disposition = "registered"
	HandedToOrg  Disposition = "handed_over"
	HandedToMRG  Disposition = "mrg"
	HandedToGBK  Disposition = "gbk"
	NotOurMatter Disposition = "not_our_matter"
	CallBack     Disposition = "call_back"
	SilentCaller Disposition = "silence"
	WrongNumber  Disposition = "wrong_number"
)

// disposition is what an outcome means.
type disposition struct {
	words   string
	status  Status        // the ticket's status after it
	service Service       // who works on it after; empty: as before
	tells   []NoticeAbout // what the applicant has heard in such a talk
}

// Regulation 4.6: a consultation is registered and answered in one talk. Regulation 4.11: what belongs to
// organisational support, МРГ or ГБК is handed over. None of them closes a ticket: that needs a class.
var dispositions = map[Disposition]disposition{
	Consulted:    {"консультацію надано", Resolved, "", []NoticeAbout{AboutAssigned, AboutResult}},
	Registration: {"звернення зареєстровано, у роботі", InProgress, "", []NoticeAbout{AboutAssigned}},
	HandedToOrg:  {"передано організаційній підтримці", InProgress, Organisation, []NoticeAbout{AboutAssigned}},
	HandedToMRG:  {"передано МРГ", HandedOver, Organisation, []NoticeAbout{AboutAssigned, AboutHandedOver}},
	HandedToGBK:  {"передано ГБК", HandedOver, Organisation, []NoticeAbout{AboutAssigned, AboutHandedOver}},
	NotOurMatter: {"питання поза компетенцією підтримки", Resolved, "", []NoticeAbout{AboutAssigned, AboutResult}},
	CallBack:     {"домовлено передзвонити", InProgress, "", nil},
	SilentCaller: {"тиша на лінії", Resolved, "", nil},
	WrongNumber:  {"помилковий дзвінок", Resolved, "", nil},
}

// units are to whom outside the lines an outcome hands the ticket.
var units = map[Disposition]Unit{HandedToMRG: UnitMRG, HandedToGBK: UnitGBK}

// Dispositions are all outcomes in the order in which they are offered to the agent.
var Dispositions = []Disposition{Consulted, Registration, HandedToOrg, HandedToMRG, HandedToGBK, CallBack,
	NotOurMatter, SilentCaller, WrongNumber}

// Known tells whether the outcome is on the list.
func (d Disposition) Known() bool { _, ok := dispositions[d]; return ok }

// Ukrainian is the outcome as people read it.
func (d Disposition) Ukrainian() string { return dispositions[d].words }

// moves is the status that an outcome of a talk gives t, or "" when it stays. Silence and a wrong number are the end of the appeal
// that was nothing but this call. What came in writing is answered and handed over in writing (Regulation, Table 2): a talk only
// takes it into work.
func (d Disposition) moves(t Ticket, call CallID) Status {
	to := d.after(t.Status)
	switch {
	case (d == SilentCaller || d == WrongNumber) && call != t.Call:
		return ""
	case to != "" && t.Channel != Phone:
		if t.Status == Registered {
			return InProgress
		}
		return ""
	}
	return to
}

// told is t after the applicant has heard in a talk what of it was owed, and what that was.
func (d Disposition) told(t Ticket, at time.Time) (Ticket, []NoticeAbout) {
	var heard []NoticeAbout
	for _, about := range dispositions[d].tells {
		if slices.Contains(t.Orally, about) {
			t, heard = Notice{About: about}.heard(t, at), append(heard, about)
		}
	}
	return t, heard
}

// sent is what goes out of a line with a ticket that a talk has moved.
type sent struct {
	letters []Letter
	alerts  []Alert
}

// send moves t, which e has brought into its status, to whom the outcome names: another line gets it without a person, as by
// Escalate, and is told; ГБК gets its letter, as by HandOver (Regulation 4.11.5). What is over stays whose it was.
func (d Disposition) send(t *Ticket, e Entry) (out sent) {
	if to := units[d]; e.To == HandedOver {
		t.handedTo(to)
		if to == UnitGBK {
			out.letters = append(out.letters, letterTo(to, e.Text))
		}
	}
	to := dispositions[d].service
	if to == "" || to == t.Service {
		return out
	}
	if t.Service = to; t.Status.Open() {
		t.Assignee = Author{}
		out.alerts = append(out.alerts, Alert{Kind: AlertEscalated, Service: to, By: e.Author, Text: e.Text, DueAt: t.ResolutionDueAt,
			Key: fmt.Sprintf("%s:%d:%d", AlertEscalated, t.ID, t.Version+1)})
	}
	return out
}

// after is the status of a ticket after an outcome, or "" when it stays as it is. A wrap-up moves a ticket forward only:
// when two agents shared a call, the first agent's late «передано» does not take back the second's «консультацію надано»,
// and what a person has set by hand (waiting, postponed) is not undone by a call.
func (d Disposition) after(s Status) Status {
	to := dispositions[d].status
	rank := map[Status]int{Registered: 1, InProgress: 2, HandedOver: 3, Resolved: 4}
	if rank[s] == 0 || rank[to] <= rank[s] {
		return ""
	}
	return to
}
