package tickets

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets/sla"
)

func refusedWith(t *testing.T, err error, code string) {
	t.Helper()
	var refused *Refused
	if !errors.As(err, &refused) || refused.Code != code {
		t.Errorf("%v, want a refusal %s", err, code)
	}
}

func faultOf(t *testing.T, err error, field string) {
	t.Helper()
	var faults Invalid
	if !errors.As(err, &faults) || faults[0].Field != field {
		t.Errorf("%v, want %s named", err, field)
	}
}

func TestConsult_RegisteredClassifiedAnsweredToldAndClosedInOneStep_R_4_6(t *testing.T) {
	l := newLife(t, Phone, "2026-11-23 10:00")
	c := Consult{Category: Low, Process: "bankid_nbu", Text: "Пояснено, як увійти через BankID", Call: "kyiv1-1.1"}
	faultOf(t, l.try("2026-11-23 10:04", koval, Consult{Category: Low, Call: "kyiv1-1.1"}), "text") // Regulation 4.9.4
	faultOf(t, l.try("2026-11-23 10:04", koval, Consult{Category: Low, Text: "Так"}), "call_id")
	l.do("2026-11-23 10:05", koval, c)
	now := at(t, "2026-11-23 10:06")
	if l.Status != Closed || l.Class != (Class{Consultation, Low}) || l.CloseReason != ConsultedFully || l.Assignee != koval ||
		l.Reaction(now) != sla.Met || l.Resolution(now) != sla.Met || l.OralNoticeAt.IsZero() {
		t.Errorf("%+v", l.Ticket)
	}
	if l.last.Entry.Text != c.Text || l.last.Entry.Call != c.Call || l.last.Paid.Way != Oral || !slices.Contains(l.last.PaysAbout, AboutResult) || len(l.last.Notices) != 0 {
		t.Errorf("%+v", l.last)
	}
}

func TestConsult_WhatCameInWritingIsAnsweredInWriting_R_T2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	refusedWith(t, l.try("2026-11-23 10:05", koval, Consult{Category: Low, Text: "Так", Call: "kyiv1-1.1"}), "channel")
}

func TestClose_AHandedOverTicketNeedsItsResultFirst_R_4_9_7(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, HandOver{To: UnitTechnical, Why: "Помилка в коді"})
	l.tell("2026-11-23 10:11")
	refusedWith(t, l.try("2026-11-23 10:12", koval, Close{Reason: Solved}), "unresolved")
	l.do("2026-11-30 10:00", melnyk, Resolve{"Виправлено в оновленні"})
	refusedWith(t, l.try("2026-11-30 10:01", melnyk, Close{Reason: Solved}), "closing_notice")
	l.tell("2026-11-30 10:02")
	l.do("2026-11-30 10:03", melnyk, Close{Reason: Solved})
	// Handing over was the promise (Amb-5); the week after it is not the support's.
	if l.Resolution(at(t, "2026-12-01 10:00")) != sla.Met || !l.ResolutionMetAt().Equal(at(t, "2026-11-23 10:11")) {
		t.Errorf("%s at %s", l.Resolution(at(t, "2026-12-01 10:00")), l.ResolutionMetAt())
	}
}

func TestHandOver_EndsTheResolutionOnlyWhenTheApplicantKnows_Amb_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Critical}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, HandOver{To: UnitTechnical, Why: "Помилка в коді"})
	if late := at(t, "2026-11-23 14:01"); l.Resolution(late) != sla.Breached || !l.Status.Open() {
		t.Errorf("handed over and not told: %s, %s", l.Resolution(late), l.Status)
	}
	l.do("2026-11-23 15:00", melnyk, Resume{"Бракує журналу"})
	if l.Status != InProgress || !l.DoneAt.IsZero() || !slices.Contains(l.last.Voids, AboutHandedOver) {
		t.Errorf("given back: %s, done %s, voids %v", l.Status, l.DoneAt, l.last.Voids)
	}
}

func TestEscalate_KeepsTheClockAndSaysWhoWhenWhy_R_2_8_2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, High}, Assignee: koval})
	refusedWith(t, l.try("2026-11-23 10:06", koval, Escalate{Information, "Так"}), "same")
	faultOf(t, l.try("2026-11-23 10:06", koval, Escalate{To: Organisation}), "reason")
	due := l.ResolutionDueAt
	l.do("2026-11-23 10:10", koval, Escalate{Organisation, "Питання процесу голосування"})
	e := l.last.Entry
	if l.Service != Organisation || l.Assignee.ID != 0 || !l.ResolutionDueAt.Equal(due) || !l.DoneAt.IsZero() { // Amb-5: 1→2 ends nothing
		t.Errorf("%+v", l.Ticket)
	}
	if e.Author != koval || e.Text != "Питання процесу голосування" || !slices.Contains(e.Values, Value{"service", "information", "organisation"}) ||
		len(l.last.Alerts) != 1 || l.last.Alerts[0].Kind != AlertEscalated || l.last.Alerts[0].Service != Organisation {
		t.Errorf("%+v, alerts %v", e, l.last.Alerts)
	}
}

func TestClassify_AnotherLineGetsItWithAReasonAndIsTold_R_2_8_2_R_4_9_2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Take{})
	c := Classification{Class: Class{Consultation, High}, Service: Organisation}
	faultOf(t, l.try("2026-11-23 10:06", koval, c), "reason")
	c.Why = "Питання процесу голосування"
	l.do("2026-11-23 10:07", koval, c)
	if a := l.last.Alerts; l.Assignee.ID != 0 || l.Service != Organisation || len(a) != 1 || a[0].Kind != AlertEscalated || a[0].Service != Organisation || a[0].Text != c.Why {
		t.Errorf("at %q, alerts %+v", l.Assignee.Name, a)
	}
	l.do("2026-11-23 10:08", melnyk, Take{})
	l.do("2026-11-23 10:09", melnyk, Classification{Class: Class{Consultation, Low}, Service: Organisation}) // the same line
	if l.Assignee != melnyk || len(l.last.Alerts) != 0 {
		t.Errorf("at %q, alerts %+v", l.Assignee.Name, l.last.Alerts)
	}
}

func TestClassify_OutOfTurnByTheCategoryAndNotAgainstASupervisor_R_3_3_1_2_Amb_7(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Critical}})
	if want := (Value{"expedited", "no", "yes"}); !l.Expedited || !slices.Contains(l.last.Entry.Values, want) {
		t.Errorf("out of turn %v, history %+v", l.Expedited, l.last.Entry.Values)
	}
	l.do("2026-11-23 10:10", melnyk, Expedite{false, "Масове, вже відоме"})
	l.do("2026-11-23 10:15", koval, Classification{Class: Class{Bug, Critical}, Process: "bankid_nbu"})
	if l.Expedited {
		t.Error("the same class again overrules the supervisor")
	}
	l.do("2026-11-23 10:20", koval, Classification{Class: Class{Bug, Low}})
	l.do("2026-11-23 10:25", koval, Classification{Class: Class{Bug, Critical}})
	l.do("2026-11-23 10:30", koval, Classification{Class: Class{Bug, High}})
	if want := (Value{"expedited", "yes", "no"}); l.Expedited || !slices.Contains(l.last.Entry.Values, want) {
		t.Errorf("out of turn %v, history %+v", l.Expedited, l.last.Entry.Values)
	}
}

func TestMRG_ByLetterItGoesThroughOrganisationalSupport_R_4_11_4(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Service: Organisation, Assignee: melnyk, Why: "компетенція МРГ"})
	l.do("2026-11-23 10:30", melnyk, HandOver{To: UnitMRG, Responsible: "Іваненко Іван Іванович", Why: "Компетенція МРГ"})
	refusedWith(t, l.try("2026-11-23 10:31", melnyk, Close{Reason: RedirectedMRG}), "closing_notice")
	l.tell("2026-11-23 10:32")
	l.do("2026-11-23 10:33", melnyk, Close{Reason: RedirectedMRG})
	if l.Status != Closed || l.Responsible != "Іваненко Іван Іванович" || l.Service.Line() != 2 {
		t.Errorf("%s, %q, line %d", l.Status, l.Responsible, l.Service.Line())
	}
}

func TestGBK_OnlyAConsultationOrAWish_R_4_11_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Low}, Assignee: koval})
	refusedWith(t, l.try("2026-11-23 10:06", koval, HandOver{To: UnitGBK, Why: "Питання ГБК"}), "competence")
}

func TestPostpone_OneOfSixGroundsWithAText_R_4_14(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	faultOf(t, l.try("2026-11-23 10:05", koval, Postpone{Ground: "бо так", Why: "Так"}), "ground")
	faultOf(t, l.try("2026-11-23 10:05", koval, Postpone{Ground: OutOfScope}), "reason")
	faultOf(t, l.try("2026-11-23 10:05", koval, Postpone{Ground: OutOfScope, Why: "Так", Until: at(t, "2026-11-23 10:00")}), "until")
	if len(Grounds) != 6 {
		t.Errorf("%d grounds", len(Grounds))
	}
	for _, g := range Grounds {
		one := newLife(t, Email, "2026-11-23 10:00")
		one.do("2026-11-23 10:05", koval, Postpone{Ground: g, Why: "Чому саме"})
		if !one.Frozen || one.Status != Postponed || one.Pauses[0].Why != string(g) || !one.last.owes(AboutPostponed) || g.Ukrainian() == "" {
			t.Errorf("%s: %+v", g, one.Clocks)
		}
	}
}

func (c Change) owes(about NoticeAbout) bool {
	return slices.ContainsFunc(c.Notices, func(n Notice) bool { return n.About == about })
}

func TestReaction_AQuestionOfAPersonIsTheAnswer_Amb_4(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, RequestInfo{"Який браузер?"})
	if l.Assignee != koval || !l.ReactionMetAt().IsZero() {
		t.Errorf("asked, not yet told: %s, met %s", l.Assignee.Name, l.ReactionMetAt())
	}
	l.tell("2026-11-23 10:06")
	if !l.ReactionMetAt().Equal(at(t, "2026-11-23 10:06")) {
		t.Errorf("met %s", l.ReactionMetAt())
	}
	// The reaction's clock never stands (Amb-15), and the automatic word of the registration stops none.
	other := newLife(t, Email, "2026-11-23 10:00")
	other.Ticket = Notice{About: AboutRegistration}.Told(other.Ticket, at(t, "2026-11-23 10:01"))
	if !other.ReactionMetAt().IsZero() || !other.InformedAt.IsZero() {
		t.Errorf("the letter of the registration stopped the reaction: %+v", other.Clocks)
	}
}

func TestExtendTerm_TheApplicantIsToldTheNewOneOnce_R_4_9_6(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Critical}, Assignee: koval})
	l.tell("2026-11-23 10:06")
	l.do("2026-11-23 11:00", melnyk, ExtendTerm{3 * time.Hour, "Чекаємо на постачальника"})
	if !l.ResolutionDueAt.Equal(at(t, "2026-11-23 17:00")) || len(l.last.Notices) != 1 || l.last.Notices[0].About != AboutTerm {
		t.Errorf("due %s, owed %+v", l.ResolutionDueAt, l.last.Notices)
	}
	if !slices.Contains(l.last.Entry.Values, Value{"resolution_due_at", "2026-11-23T12:00:00Z", "2026-11-23T15:00:00Z"}) {
		t.Errorf("history %+v", l.last.Entry.Values)
	}
	l.do("2026-11-23 12:00", melnyk, ExtendTerm{time.Hour, "Ще година"})
	if !slices.Contains(l.last.Voids, AboutTerm) { // only the last term is told
		t.Errorf("voids %v", l.last.Voids)
	}
	faultOf(t, l.try("2026-11-23 12:00", melnyk, ExtendTerm{2000 * time.Hour, "Дуже довго"}), "extension_minutes")
}

func TestPlanRelease_AnotherDateIsToldToo_R_3_3_3_2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, HandOver{To: UnitTechnical, Why: "Потрібне оновлення", ReleaseAt: at(t, "2026-12-07 10:00")})
	l.do("2026-11-24 10:10", koval, PlanRelease{At: at(t, "2026-12-14 10:00"), Why: "Перенесено"})
	if !l.PlannedReleaseAt.Equal(at(t, "2026-12-14 10:00")) || !l.last.owes(AboutTerm) {
		t.Errorf("%s, owed %+v", l.PlannedReleaseAt, l.last.Notices)
	}
	refusedWith(t, l.try("2026-11-24 10:11", koval, PlanRelease{At: at(t, "2026-12-14 10:00")}), "same")
	faultOf(t, l.try("2026-11-24 10:11", koval, PlanRelease{At: at(t, "2026-11-24 10:11")}), "planned_release_at")
	faultOf(t, l.try("2026-11-24 10:11", koval, HandOver{To: UnitTechnical, Why: "Ще раз", ReleaseAt: at(t, "2026-11-23 10:00")}), "planned_release_at")
}

func TestExpedite_CriticalByItselfOthersBySupervisorsWithAReason_R_3_3_1_2_Amb_7(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}})
	if l.Expedited {
		t.Error("Високий goes out of turn")
	}
	faultOf(t, l.try("2026-11-23 10:06", melnyk, Expedite{On: true}), "reason")
	l.do("2026-11-23 10:06", melnyk, Expedite{true, "Не працює модуль голосування"})
	l.do("2026-11-23 10:07", koval, Classification{Class: Class{Bug, Low}})
	if !l.Expedited || !slices.Contains(l.last.Entry.Values, Value{"category", "high", "low"}) {
		t.Error("a supervisor's word did not stay")
	}
	for _, a := range ActNames {
		want := slices.Contains([]ActName{ActExtendTerm, ActExpedite, ActDuplicate, ActRestrict, ActUnrestrict, ActHold, ActRelease}, a)
		if a.OfSupervisor() != want {
			t.Errorf("%s: of a supervisor %v", a, a.OfSupervisor())
		}
	}
}

func TestDuplicate_ClosesWhenTheApplicantKnowsAndMayBeReopened_R_1_3_R_T2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	refusedWith(t, l.try("2026-11-23 10:05", koval, Duplicate{Of: 9}), "unclassified")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}, Assignee: koval})
	refusedWith(t, l.try("2026-11-23 10:06", koval, Duplicate{Of: l.ID}), "itself")
	l.do("2026-11-23 10:06", koval, Duplicate{Of: 9, Number: 10000124, Why: "Те саме"})
	if l.Status != Resolved || l.DuplicateOf != 9 || !slices.Contains(l.last.Voids, AboutAssigned) || !l.last.owes(AboutResult) ||
		!slices.Contains(l.last.Entry.Values, Value{"duplicate_of", "", Number(10000124).String()}) {
		t.Errorf("%+v, %+v", l.Ticket, l.last)
	}
	refusedWith(t, l.try("2026-11-23 10:07", koval, Close{Reason: Solved}), "closing_notice")
	l.tell("2026-11-23 10:08")
	l.do("2026-11-23 10:09", koval, Close{Reason: Solved})
	if l.Status != Closed || l.CloseReason != DuplicateOf {
		t.Errorf("%s: %s", l.Status, l.CloseReason)
	}
	l.do("2026-11-23 11:00", koval, Reopen{"Це інша проблема"})
	if l.Status != InProgress || l.DuplicateOf != 0 || l.CloseReason != "" || !slices.Contains(l.last.Voids, AboutResult) {
		t.Errorf("%+v, voids %v", l.Ticket, l.last.Voids)
	}
}

func TestClose_AServiceOfAPartnerNeedsItsText_R_2_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-23 10:06", koval, Resolve{"Зверніться до банку"})
	l.tell("2026-11-23 10:07")
	faultOf(t, l.try("2026-11-23 10:08", koval, Close{Reason: ThirdParty}), "text")
	faultOf(t, l.try("2026-11-23 10:08", koval, Close{Reason: Impossible, Text: "Так"}), "ground")
	l.do("2026-11-23 10:08", koval, Close{Reason: ThirdParty, Text: "Застосунок банку"})
	if l.CloseReason != ThirdParty || l.last.Entry.Text != "Застосунок банку" {
		t.Errorf("%+v", l.last.Entry)
	}
}

// The regulation's own names, byte for byte.
func TestWords_AreTheRegulations_R_2_6_1_R_2_8_1_R_3_3_2(t *testing.T) {
	want := []string{"Помилка/проблема", "Нова функціональність", "Консультація/задача", "Критичний", "Високий", "Низький",
		"Інформаційна підтримка користувачів", "Організаційна підтримка користувачів", "Служба технічного супроводу системи",
		"Внутрішні користувачі", "Зовнішні користувачі", "Модератори ГБ", "Адміністратори ГБ"}
	got := []string{Bug.Ukrainian(), Feature.Ukrainian(), Consultation.Ukrainian(), Critical.Ukrainian(), High.Ukrainian(), Low.Ukrainian(),
		Information.Ukrainian(), Organisation.Ukrainian(), Technical.Ukrainian(), InternalUser.Ukrainian(), ExternalUser.Ukrainian(),
		Moderator.Ukrainian(), Administrator.Ukrainian()}
	if !slices.Equal(got, want) {
		t.Errorf("%q", got)
	}
}

func TestChannels_ThreeAndNoOther_R_2_7_1_R_4_2(t *testing.T) {
	want := map[Channel]string{Email: "Електронна пошта", Phone: "Контактний номер телефону", Form: "Форма зворотного зв’язку на сайті ГБ"}
	if len(channelWords) != len(want) {
		t.Errorf("%d channels", len(channelWords))
	}
	for c, words := range want {
		if c.Ukrainian() != words {
			t.Errorf("%s: %q", c, c.Ukrainian())
		}
	}
	if _, err := (Intake{Key: "k", Channel: "facebook", Description: "Так"}).checked(at(t, "2026-11-23 10:00")); err == nil {
		t.Error("an appeal of another channel is registered")
	}
}

// Every act, field and value that a history may hold has words.
func TestSentences_EveryActHasWords(t *testing.T) {
	for _, a := range ActNames {
		e := Entry{Kind: EntryAct, Act: a, From: InProgress, To: Resolved, Text: "бо так треба"}
		if s := e.Sentence(); strings.HasPrefix(s, ".") || !strings.Contains(s, "Вирішено") || !strings.HasSuffix(s, "бо так треба") {
			t.Errorf("%s: %q", a, s)
		}
	}
	field, old, now := Value{"resolution_due_at", "2026-11-23T12:00:00Z", "2026-11-24T07:00:00Z"}.Words()
	if field != "Строк виконання" || old != "23.11.2026, 14:00" || now != "24.11.2026, 09:00" {
		t.Errorf("%q %q %q", field, old, now)
	}
	for _, about := range []NoticeAbout{AboutRegistration, AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed, AboutHandedOver, AboutResult} {
		if about.Ukrainian() == "" {
			t.Errorf("%s has no words", about)
		}
	}
}

func TestStanding_CountsWorkingTimeBothWays_R_1_1(t *testing.T) {
	terms := termsOf(t)
	ticket := ticketAt(t, Email, "2026-11-27 17:30") // 36 working hours
	for _, c := range []struct {
		when string
		left time.Duration
		open bool
		edge string
	}{{"2026-11-27 17:45", 36*time.Hour - 15*time.Minute, true, "2026-11-27 18:00"}, {"2026-11-28 12:00", 35*time.Hour + 30*time.Minute, false, "2026-11-30 09:00"},
		{"2026-12-03 18:30", -30 * time.Minute, false, "2026-12-04 09:00"}} {
		s, err := StandingOf(ticket, at(t, c.when), terms.Calendar)
		if err != nil {
			t.Fatal(err)
		}
		if s.Resolution.Left != c.left || s.Open != c.open || !s.ChangesAt.Equal(at(t, c.edge)) {
			t.Errorf("%s: left %s, open %v until %s", c.when, s.Resolution.Left, s.Open, s.ChangesAt)
		}
	}
	ticket.AssignedAt, ticket.InformedAt = at(t, "2026-11-27 17:40"), at(t, "2026-11-27 17:50")
	s, err := StandingOf(ticket, at(t, "2026-12-20 12:00"), terms.Calendar)
	if err != nil || s.Reaction.Verdict != sla.Met || s.Reaction.Left != 10*time.Minute {
		t.Errorf("kept: %+v, %v", s.Reaction, err)
	}
	// Older than the calendar: what is left is not known, and the page opens all the same.
	ticket.ReactionDueAt, ticket.AssignedAt, ticket.InformedAt = at(t, "2020-11-27 18:00"), at(t, "2020-11-27 17:40"), at(t, "2020-11-27 17:50")
	if s, err = StandingOf(ticket, at(t, "2026-12-20 12:00"), terms.Calendar); err != nil || !s.Reaction.Unknown {
		t.Errorf("an old one: %+v, %v", s.Reaction, err)
	}
}
