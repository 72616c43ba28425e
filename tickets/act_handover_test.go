package tickets

import (
	"slices"
	"testing"
)

// Who is named by the regulation can be handed to: each by its own name, and each is told to the applicant.
func TestHandOver_ToEachParty_R_1_10(t *testing.T) {
	for _, unit := range []Unit{UnitGBK, UnitKMR, UnitMRG, UnitTechnical, UnitOther} {
		l := newLife(t, Email, "2026-11-23 10:00")
		l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
		l.do("2026-11-23 10:10", koval, HandOver{To: unit, Responsible: "Ірина Шевчук", Why: "Належить до їхньої компетенції"})
		if l.Status != HandedOver || l.Unit != unit || unit.Ukrainian() == "" || !slices.ContainsFunc(l.last.Notices, func(n Notice) bool { return n.About == AboutHandedOver }) {
			t.Errorf("%s: %+v", unit, l.last)
		}
	}
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
	faultOf(t, l.try("2026-11-23 10:10", koval, HandOver{To: "nobody", Why: "Так"}), "unit")
}

// What the system cannot do as it is becomes the technical support's, and is over with the update that it has planned.
func TestHandOver_ToTechnicalSupportUntilAnUpdate_R_3_3_3_1(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	l.do("2026-11-23 10:05", koval, Classification{Class: Class{Bug, High}, Assignee: koval})
	l.do("2026-11-23 10:10", koval, HandOver{To: UnitTechnical, ReleaseAt: at(t, "2026-12-07 10:00"), Why: "Чинний функціонал цього не вміє"})
	if l.Unit != UnitTechnical || !l.PlannedReleaseAt.Equal(at(t, "2026-12-07 10:00")) || len(l.last.Letters) != 1 {
		t.Errorf("%+v", l.last)
	}
	l.tell("2026-11-23 10:11")
	l.do("2026-12-07 11:00", melnyk, Resolve{"Виправлено в оновленні 4.3"})
	l.tell("2026-12-07 11:01")
	l.do("2026-12-07 11:02", melnyk, Close{Reason: Solved})
	if l.Status != Closed {
		t.Errorf("%s", l.Status)
	}
}

// Where a ticket was handed over says how it may be closed: МРГ and ГБК keep control of what is theirs, anybody else owes a result.
func TestClose_AHandedOverTicketAsTheUnitThatHasIt_R_4_11_2_R_4_9_7(t *testing.T) {
	for unit, want := range map[Unit]CloseReason{UnitMRG: RedirectedMRG, UnitGBK: RedirectedGBK, UnitTechnical: "", UnitKMR: "", UnitOther: ""} {
		l := newLife(t, Email, "2026-11-23 10:00")
		l.do("2026-11-23 10:05", koval, Classification{Class: Class{Consultation, Low}, Assignee: koval})
		l.do("2026-11-23 10:11", koval, HandOver{To: unit, Responsible: "Іваненко Іван Іванович", Why: "не наша компетенція"})
		l.tell("2026-11-23 10:12")
		l.GBKAcceptedAt = at(t, "2026-11-23 10:13")
		for _, why := range []CloseReason{RedirectedMRG, RedirectedGBK} {
			if why != want {
				refusedWith(t, l.try("2026-11-23 10:14", koval, Close{Reason: why}), "unresolved")
			}
		}
		if offered := slices.Contains(PossibleNow(l.Ticket), ActClose); offered != (want != "") {
			t.Errorf("%s: closing is offered: %v", unit, offered)
		}
		if want != "" {
			l.do("2026-11-23 10:15", koval, Close{Reason: want})
		}
	}
}
