package tickets

import (
	"slices"
	"testing"
	"time"
)

func TestTerm_IsOwedOnceAChangeAndNotOnEveryAct_R_4_9_6(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, Critical}, Assignee: koval})
	l.tell("2026-11-23 10:06")
	l.do("2026-11-23 11:00", melnyk, ExtendTerm{3 * time.Hour, "Чекаємо на постачальника"})
	for _, a := range []Act{Take{}, Expedite{false, "Черга"}, Escalate{Organisation, "Питання процесу"}, RequestInfo{"Яка версія?"}} {
		l.do("2026-11-23 11:30", melnyk, a)
		if l.last.owes(AboutTerm) || slices.Contains(l.last.Voids, AboutTerm) {
			t.Errorf("%s moved no term, and owes %v", a.Name(), l.last.Notices)
		}
	}
	l.do("2026-11-23 12:30", melnyk, Resume{})
	if !l.last.owes(AboutTerm) { // an hour later than what was told
		t.Errorf("the clock stood for an hour, owed %v", l.last.Notices)
	}
	l.tell("2026-11-23 12:31")
	l.do("2026-11-23 12:32", koval, RequestInfo{"Який браузер?"})
	l.do("2026-11-23 12:32", koval, Resume{})
	if l.last.owes(AboutTerm) {
		t.Errorf("the clock stood for no time, owed %v", l.last.Notices)
	}
}

func TestNotice_WhatIsWrittenForTheHouseIsNotToldTheApplicant_R_X_5(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	text := func() (all []string) {
		for _, n := range l.last.Notices {
			all = append(all, n.Text)
		}
		return all
	}
	for _, c := range []struct {
		act  Act
		want []string
	}{
		{Classification{Class: Class{Bug, High}, Assignee: koval, Why: "заявник грубить"}, []string{""}},
		{Assign{To: melnyk, Why: "Коваль у відпустці"}, []string{""}},
		{RequestInfo{"Який браузер?"}, []string{"Який браузер?"}},
		{Postpone{Ground: OutOfScope, Why: "Поза межами робіт"}, []string{"Поза межами робіт"}},
		{ExtendTerm{time.Hour, "Чекаємо оновлення"}, []string{"Чекаємо оновлення"}},
		{HandOver{To: UnitTechnical, Why: "Помилка в коді"}, []string{"Помилка в коді"}},
		{Resolve{"Виправлено"}, []string{"Виправлено"}},
		{Reopen{"Заявник скаржиться"}, []string{""}},
	} {
		l.do("2026-11-23 10:10", koval, c.act)
		if got := text(); !slices.Equal(got, c.want) {
			t.Errorf("%s tells %q, want %q", c.act.Name(), got, c.want)
		}
	}
}

func TestClose_WhatTheResultSaysIsOwedNoMore_R_T2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, Resolve{"Оновіть сторінку"})
	l.tell("2026-11-23 10:11")
	l.do("2026-11-23 10:12", koval, Close{Reason: Solved})
	for _, about := range []NoticeAbout{AboutRegistration, AboutAssigned, AboutTerm, AboutQuestion, AboutPostponed, AboutHandedOver} {
		if !slices.Contains(l.last.Voids, about) {
			t.Errorf("%s is still owed when all is told", about)
		}
	}
	if slices.Contains(l.last.Voids, AboutResult) {
		t.Error("the result is owed no more")
	}
}

func TestClose_NoContactOnlyWhenNobodyCanBeReachedAndWithWords_R_T2(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, Resolve{"Оновіть сторінку"})
	refusedWith(t, l.try("2026-11-23 10:11", koval, Close{Reason: NoContact, Text: "Не відповідає"}), "reachable")
	l.Unreached = true
	faultOf(t, l.try("2026-11-23 10:11", koval, Close{Reason: NoContact}), "text")
	l.do("2026-11-23 10:11", koval, Close{Reason: NoContact, Text: "Не відповідає"})
	if l.Status != Closed || !slices.Contains(l.last.Voids, AboutResult) {
		t.Errorf("%s, voids %v", l.Status, l.last.Voids)
	}
}
