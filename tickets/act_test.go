package tickets

import (
	"errors"
	"fmt"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets/sla"
)

var (
	koval  = Author{1, "Коваль"}
	melnyk = Author{2, "Мельник"}
)

func termsOf(t testing.TB) Terms {
	t.Helper()
	c, err := sla.New(sla.Kyiv, sla.NineToSix, nil, sla.Date{Year: 2025, Month: 1, Day: 1}, sla.Date{Year: 2028, Month: 12, Day: 31})
	if err != nil {
		t.Fatal(err)
	}
	table := Table{}
	const h = time.Hour
	for i, target := range [][2]time.Duration{{h, 4 * h}, {2 * h, 16 * h}, {4 * h, 36 * h}, {h, 4 * h}, {4 * h, 96 * h}, {h / 2, 4 * h}, {h, 16 * h}, {2 * h, 36 * h}} {
		table[Classes[i]] = sla.Target{Reaction: target[0], Resolution: target[1]}
	}
	return Terms{Calendar: c, CalendarVersion: 7, Table: table}
}

func at(t testing.TB, s string) time.Time {
	t.Helper()
	when, err := time.ParseInLocation("2006-01-02 15:04", s, sla.Kyiv)
	if err != nil {
		t.Fatal(err)
	}
	return when.UTC()
}

// ticketAt is a ticket that came by a channel and that nobody has classified.
func ticketAt(t testing.TB, channel Channel, when string) Ticket {
	t.Helper()
	terms := termsOf(t)
	target, err := terms.Table.Unclassified()
	if err != nil {
		t.Fatal(err)
	}
	ticket := Ticket{ID: 5, Number: 10000123, Channel: channel, Status: Registered, Service: Information, RegisteredAt: at(t, when),
		Description: "Не відкривається форма", Version: 1, Clocks: Clocks{Target: target}}
	ticket, err = Recount(ticket, terms)
	if err != nil {
		t.Fatal(err)
	}
	return ticket
}

// life is a ticket to which things are done, each at its time.
type life struct {
	t     testing.TB
	terms Terms
	Ticket
	last Change
}

func (l *life) do(when string, by Author, a Act) {
	l.t.Helper()
	if err := l.try(when, by, a); err != nil {
		l.t.Fatalf("%s: %v", a.Name(), err)
	}
}

func (l *life) try(when string, by Author, a Act) (err error) {
	change, err := Apply(l.Ticket, a, by, at(l.t, when), l.terms)
	if err != nil {
		return err
	}
	l.last, l.Ticket = change, change.Ticket
	l.Version++
	for _, n := range change.Notices {
		if n.Stage == StageClosing {
			l.NoticesOwed++
		}
	}
	return nil
}

// tell pays what the last act owes.
func (l *life) tell(when string) {
	for _, n := range l.last.Notices {
		l.Ticket = n.Told(l.Ticket, at(l.t, when))
	}
	l.NoticesOwed = 0
}

func newLife(t testing.TB, channel Channel, when string) *life {
	return &life{t: t, terms: termsOf(t), Ticket: ticketAt(t, channel, when)}
}

// The table in doc.go is the table that runs.
func TestActs_TablePrintedInDoc(t *testing.T) {
	var b strings.Builder
	for _, s := range Statuses {
		var names []string
		for _, a := range ActNames {
			if Possible(s, a) {
				names = append(names, string(a))
			}
		}
		b.WriteString(fmt.Sprintf("//\t%-17s %s\n", s, strings.Join(names, " ")))
	}
	doc, err := os.ReadFile("doc.go")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(doc), b.String()) {
		t.Errorf("doc.go is stale; the table is now:\n%s", b.String())
	}
}

// acts is one of each that is well formed.
func acts() []Act {
	words, subject := "бо так треба", "Форма"
	return []Act{Classification{Class: Class{Consultation, High}}, Take{}, Assign{To: melnyk}, Describe{Subject: &subject}, RequestInfo{words},
		Postpone{Ground: OutOfScope, Why: words}, Resume{}, Escalate{Organisation, words}, HandOver{To: UnitMRG, Responsible: "Іваненко", Why: words},
		PlanRelease{At: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}, ExtendTerm{time.Hour, words}, Expedite{true, words}, Consult{Category: Low, Text: words, Call: "kyiv1-1.1"}, Resolve{words}, Close{Reason: Solved},
		Reopen{words}, Duplicate{Of: 9}, Restrict{words}, Unrestrict{words}, Hold{words}, Release{words}}
}

// Every act in every status: what the table bars is refused with that code, and what it allows changes nothing but by the rules:
// never back in time, one line of history, a known status.
func TestActs_EveryPairOfStatusAndAct(t *testing.T) {
	terms, now := termsOf(t), at(t, "2026-11-24 10:00")
	for _, status := range Statuses {
		for _, a := range acts() {
			ticket := ticketAt(t, Email, "2026-11-23 10:00")
			ticket.Status, ticket.Class = status, Class{Consultation, Low}
			ticket.ResolvedAt, ticket.ClosedAt = at(t, "2026-11-23 12:00"), at(t, "2026-11-23 12:00")
			change, err := Apply(ticket, a, koval, now, terms)
			var refused *Refused
			switch {
			case !Possible(status, a.Name()):
				if !errors.As(err, &refused) || refused.Code != "status" {
					t.Errorf("%s in %s: %v, want a refusal by the status", a.Name(), status, err)
				}
			case err != nil:
				if !errors.Is(err, ErrRefused) {
					t.Errorf("%s in %s: %v", a.Name(), status, err)
				}
			case change.Entry.Act != a.Name() || change.Entry.Author != koval || !change.Entry.At.Equal(now):
				t.Errorf("%s in %s: history %+v", a.Name(), status, change.Entry)
			case change.Ticket.Status != status && (change.Entry.From != status || change.Entry.To != change.Ticket.Status),
				change.Ticket.Status == status && change.Entry.To != "":
				t.Errorf("%s in %s: the history tells of %q to %q, it became %q", a.Name(), status, change.Entry.From, change.Entry.To, change.Ticket.Status)
			case !change.Ticket.RegisteredAt.Equal(ticket.RegisteredAt) || change.Ticket.Version != ticket.Version:
				t.Errorf("%s in %s changed the registration", a.Name(), status)
			}
		}
	}
	if len(acts()) != len(ActNames) {
		t.Errorf("%d acts are tried, there are %d", len(acts()), len(ActNames))
	}
}

func TestClassify_TheCombinationThatTable1LacksIsRefused_R_3_3_2_Amb_1(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	var faults Invalid
	if err := l.try("2026-11-23 10:05", koval, Classification{Class: Class{Feature, Critical}}); !errors.As(err, &faults) || faults[0].Field != "category" {
		t.Errorf("%v, want category named", err)
	}
}

func TestClassify_OneActSetsTypeCategoryProcessLineAndResponsible_R_4_9_2_Amb_12_Amb_16(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Critical}, Process: "bankid", Service: Technical, Assignee: melnyk, Why: "помилка в коді"})
	if l.Class != (Class{Bug, Critical}) || l.Process != "bankid" || l.Service.Line() != 3 || l.Assignee != melnyk || l.Status != InProgress || !l.Expedited {
		t.Errorf("%+v", l.Ticket)
	}
	// R-T1: one hour and four hours from the registration, whenever it was classified.
	if !l.ReactionDueAt.Equal(at(t, "2026-11-23 11:00")) || !l.ResolutionDueAt.Equal(at(t, "2026-11-23 14:00")) {
		t.Errorf("due %s, %s", l.ReactionDueAt, l.ResolutionDueAt)
	}
	// Amb-16: another class, the same start; both old and new deadline in the history.
	l.do("2026-11-23 10:30", koval, Classification{Class: Class{Bug, Low}})
	if !l.ResolutionDueAt.Equal(at(t, "2026-11-27 10:00")) {
		t.Errorf("due %s", l.ResolutionDueAt)
	}
	var kept bool
	for _, v := range l.last.Entry.Values {
		kept = kept || v.Field == "resolution_due_at" && v.Old == "2026-11-23T12:00:00Z" && v.New == "2026-11-27T08:00:00Z"
	}
	if !kept || l.Expedited {
		t.Errorf("history %+v, expedited %v", l.last.Entry.Values, l.Expedited)
	}
}

func TestClassify_APromiseThatIsKeptOrBrokenStaysAsItWas_Amb_16(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, High}, Assignee: koval})
	l.tell("2026-11-23 10:20")
	l.do("2026-11-23 16:00", koval, Classification{Class: Class{Bug, Critical}}) // its four hours are over
	if due := at(t, "2026-11-23 11:00"); !l.ReactionDueAt.Equal(due) || l.Target.Reaction != time.Hour {
		t.Errorf("the reaction that was kept is due %s of %s", l.ReactionDueAt, l.Target.Reaction)
	}
	if l.Resolution(at(t, "2026-11-23 16:00")) != sla.Breached {
		t.Errorf("the resolution is due %s, want what is over already", l.ResolutionDueAt)
	}
	l.do("2026-11-23 16:30", koval, Classification{Class: Class{Consultation, Low}})
	if due := at(t, "2026-11-23 14:00"); !l.ResolutionDueAt.Equal(due) || l.Resolution(at(t, "2026-11-23 16:31")) != sla.Breached {
		t.Errorf("a class with a longer term makes the broken promise due %s, want %s", l.ResolutionDueAt, due)
	}
}

func TestClassify_TheFirstClassSaysWhatHadBeenPromised_Amb_14(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	l.do("2026-11-23 10:01", koval, Take{})
	l.tell("2026-11-23 10:45") // later than the half hour in which somebody is to classify
	if l.Reaction(at(t, "2026-11-23 10:46")) != sla.MetLate {
		t.Fatal("the approximate term was kept")
	}
	l.do("2026-11-23 10:50", koval, Classification{Class: Class{Consultation, Low}})
	if !l.ReactionDueAt.Equal(at(t, "2026-11-23 12:00")) || l.Reaction(at(t, "2026-11-23 10:51")) != sla.Met {
		t.Errorf("the reaction is due %s, %s", l.ReactionDueAt, l.Reaction(at(t, "2026-11-23 10:51")))
	}
}

func TestClassify_ByPhoneABugNeedsItsReasonAndItsEssence_R_4_7_1_R_4_7_2(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	l.Description = ""
	var faults Invalid
	if err := l.try("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}}); !errors.As(err, &faults) || len(faults) != 2 {
		t.Fatalf("%v, want oral_reason and description named", err)
	}
	l.do("2026-11-23 10:06", koval, Classification{Class: Class{Consultation, High}}) // 4.6: a consultation needs neither
}

func TestReaction_AssignedAndInformed_R_1_6_R_4_9_1(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, High}})
	l.do("2026-11-23 10:10", koval, Take{})
	if !l.AssignedAt.Equal(at(t, "2026-11-23 10:10")) || l.Reaction(at(t, "2026-11-23 11:01")) != sla.Breached {
		t.Errorf("assigned %s; started without informing: %s, want breached", l.AssignedAt, l.Reaction(at(t, "2026-11-23 11:01")))
	}
	l.tell("2026-11-23 11:00")
	if l.Reaction(at(t, "2026-11-23 12:00")) != sla.Met || !l.ReactionMetAt().Equal(at(t, "2026-11-23 11:00")) {
		t.Errorf("%s at %s, want met at the deadline", l.Reaction(at(t, "2026-11-23 12:00")), l.ReactionMetAt())
	}
}

func TestPause_TheResolutionStandsWhileTheApplicantIsAsked_R_4_8_Amb_15(t *testing.T) {
	l := newLife(t, Email, "2026-11-24 10:00")
	l.do("2026-11-24 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-24 15:00", koval, RequestInfo{"Який браузер?"})
	if !l.Frozen || l.ResolutionLeft != 31*time.Hour || l.Status != WaitingApplicant || !l.ResolutionDueAt.IsZero() {
		t.Errorf("%+v", l.Clocks)
	}
	l.do("2026-11-26 11:30", koval, Resume{})
	if l.Frozen || !l.ResolutionDueAt.Equal(at(t, "2026-12-01 15:30")) {
		t.Errorf("due %s", l.ResolutionDueAt)
	}
}

func TestClose_NotBeforeTheApplicantKnows_R_T2_R_2_3(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Take{})
	l.do("2026-11-23 10:30", koval, Resolve{"Пояснено, як подати проєкт"})
	for _, code := range []string{"unclassified", "closing_notice"} {
		var refused *Refused
		if err := l.try("2026-11-23 10:31", koval, Close{Reason: Solved}); !errors.As(err, &refused) || refused.Code != code {
			t.Fatalf("%v, want %s", err, code)
		}
		l.do("2026-11-23 10:32", koval, Classification{Class: Class{Consultation, High}})
		l.last.Notices = []Notice{{About: AboutResult}}
	}
	l.tell("2026-11-23 10:40")
	l.do("2026-11-23 10:41", koval, Close{Reason: Solved})
	if l.Status != Closed || l.Resolution(at(t, "2026-12-01 10:00")) != sla.Met || !l.ResolutionMetAt().Equal(at(t, "2026-11-23 10:40")) {
		t.Errorf("%s, %s", l.Status, l.Resolution(at(t, "2026-12-01 10:00")))
	}
}

func TestMRG_ClosedOnlyWithTheRepresentativesName_R_4_11_2_R_4_11_3_Amb_20(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, High}, Assignee: koval})
	var faults Invalid
	if err := l.try("2026-11-23 10:10", koval, HandOver{To: UnitMRG, Why: "Питання МРГ"}); !errors.As(err, &faults) || faults[0].Field != "responsible" {
		t.Fatalf("%v, want responsible named", err)
	}
	l.do("2026-11-23 10:11", koval, HandOver{To: UnitMRG, Responsible: "Іваненко Іван", Why: "Питання МРГ"})
	l.tell("2026-11-23 10:12")
	l.do("2026-11-23 10:13", koval, Close{Reason: RedirectedMRG})
	if l.Responsible != "Іваненко Іван" || l.Reaction(at(t, "2026-11-24 10:00")) != sla.Met || l.Resolution(at(t, "2026-11-24 10:00")) != sla.Met {
		t.Errorf("%s, %s, %s", l.Responsible, l.Reaction(at(t, "2026-11-24 10:00")), l.Resolution(at(t, "2026-11-24 10:00")))
	}
}

func TestGBK_ClosedOnlyAfterTheLetterWasAccepted_R_4_11_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-23 10:11", koval, HandOver{To: UnitGBK, Why: "Питання ГБК"})
	if len(l.last.Letters) != 1 || l.last.Letters[0].Kind != "gbk" {
		t.Fatalf("letters %+v", l.last.Letters)
	}
	l.tell("2026-11-23 10:12")
	var refused *Refused
	if err := l.try("2026-11-23 10:13", koval, Close{Reason: RedirectedGBK}); !errors.As(err, &refused) || refused.Code != "letter" {
		t.Fatalf("%v, want a refusal for the letter", err)
	}
	l.GBKAcceptedAt = at(t, "2026-11-23 10:13")
	l.do("2026-11-23 10:14", koval, Close{Reason: RedirectedGBK})
}

func TestGBK_ASecondHandOverNeedsALetterOfItsOwn_R_4_11_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-23 10:11", koval, HandOver{To: UnitGBK, Why: "Питання ГБК"})
	l.GBKAcceptedAt = at(t, "2026-11-23 10:13")
	l.do("2026-11-23 11:00", koval, Resume{"ГБК повернула"})
	l.do("2026-11-23 12:00", koval, HandOver{To: UnitGBK, Why: "Уточнено"})
	l.tell("2026-11-23 12:01")
	refusedWith(t, l.try("2026-11-23 12:02", koval, Close{Reason: RedirectedGBK}), "letter")
	l.GBKAcceptedAt = at(t, "2026-11-23 12:03")
	l.do("2026-11-23 12:04", koval, Close{Reason: RedirectedGBK})
	l.do("2026-11-23 12:05", koval, Reopen{"Не погоджується"})
	if !l.GBKAcceptedAt.IsZero() {
		t.Error("the letter of before it was reopened is ГБК's answer still")
	}
}

func TestWish_OnlyAfterMRGHasAgreed_R_3_3_2_2_1_Amb_6(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Feature, Low}, Assignee: koval})
	h := HandOver{To: UnitTechnical, Why: "Доопрацювання фільтра"}
	var refused *Refused
	if err := l.try("2026-11-23 10:06", koval, h); !errors.As(err, &refused) || refused.Code != "decision" {
		t.Fatalf("%v, want a refusal for the decision", err)
	}
	l.do("2026-11-23 10:07", koval, HandOver{To: UnitMRG, Responsible: "Іваненко", Why: "На розгляд"}) // Amb-6
	refusedWith(t, l.try("2026-11-23 10:08", koval, Escalate{Technical, "Доопрацювання фільтра"}), "decision")
	refusedWith(t, l.try("2026-11-23 10:08", koval, Classification{Class: Class{Feature, Low}, Service: Technical, Why: "Доопрацювання фільтра"}), "decision")
	h.Decision.Protocol = "12"
	faultOf(t, l.try("2026-11-30 12:10", koval, h), "decision_at")
	h.Decision.At = at(t, "2026-11-30 12:00")
	faultOf(t, l.try("2026-11-30 12:10", koval, h), "decision_agreed") // the date and the number do not say what МРГ thinks of it
	h.Agreed = true
	faultOf(t, l.try("2026-11-30 11:59", koval, h), "decision_at") // the meeting is yet to come
	l.do("2026-11-30 12:10", koval, h)
	if want := (Value{"decision", "", "погоджено 30.11.2026, протокол 12"}); l.Decision.Protocol != "12" || l.Unit != UnitTechnical || !slices.Contains(l.last.Entry.Values, want) {
		t.Errorf("%+v, %s", l.Decision, l.Unit)
	}
	l.do("2026-11-30 12:20", koval, Escalate{Technical, "Погоджено"}) // their line has it, too
}

func TestMissing_WhatTheRegulationAsksFor_R_4_4_1_R_4_5(t *testing.T) {
	ticket := Ticket{Class: Class{Feature, Low}, Applicant: 3, Content: Content{Purpose: "Пошук"}}
	if got := strings.Join(Missing(ticket, nil), " "); got != "description norm_link mockups screens" {
		t.Errorf("wish lacks %s", got)
	}
	ticket.Class.Type, ticket.Applicant = Bug, 0
	if got := strings.Join(Missing(ticket, nil), " "); got != "description page_link browser steps login applicant" {
		t.Errorf("bug lacks %s", got)
	}
	ticket.Applicant = 3
	if got := strings.Join(Missing(ticket, &Applicant{Name: "Олена Бойко"}), " "); got != "description page_link browser steps login email phone" {
		t.Errorf("bug of whom nobody can reach lacks %s", got)
	}
}

func TestDescribe_TheEssenceOfABugByPhoneStays_R_4_7_2(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}, OralReason: "немає інтернету"})
	blank := " "
	faultOf(t, l.try("2026-11-23 10:06", koval, Describe{Description: &blank}), "description")
}

func TestDescribe_ALinkIsAnAddressOfThePage(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	var faults Invalid
	if err := l.try("2026-11-23 10:05", koval, Describe{Content: &Content{PageLink: "javascript:alert(1)"}}); !errors.As(err, &faults) || faults[0].Field != "page_link" {
		t.Errorf("%v, want page_link named", err)
	}
}
