package tickets

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
	status  Status  // the ticket's status after it
	service Service // who works on it after; empty: as before
}

// Regulation 4.6: a consultation is registered and answered in one talk. Regulation 4.11: what belongs to
// organisational support, МРГ or ГБК is handed over. None of them closes a ticket: that needs a class.
var dispositions = map[Disposition]disposition{
	Consulted:    {"консультацію надано", Resolved, ""},
	Registration: {"звернення зареєстровано, у роботі", InProgress, ""},
	HandedToOrg:  {"передано організаційній підтримці", InProgress, Organisation},
	HandedToMRG:  {"передано МРГ", HandedOver, Organisation},
	HandedToGBK:  {"передано ГБК", HandedOver, Organisation},
	NotOurMatter: {"питання поза компетенцією підтримки", Resolved, ""},
	CallBack:     {"домовлено передзвонити", InProgress, ""},
	SilentCaller: {"тиша на лінії", Resolved, ""},
	WrongNumber:  {"помилковий дзвінок", Resolved, ""},
}

// Dispositions are all outcomes in the order in which they are offered to the agent.
var Dispositions = []Disposition{Consulted, Registration, HandedToOrg, HandedToMRG, HandedToGBK, CallBack,
	NotOurMatter, SilentCaller, WrongNumber}

// Known tells whether the outcome is on the list.
func (d Disposition) Known() bool { _, ok := dispositions[d]; return ok }

// Ukrainian is the outcome as people read it.
func (d Disposition) Ukrainian() string { return dispositions[d].words }

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
