package tickets

import (
	"slices"
	"strings"
	"testing"
)

func TestHold_WithAReasonAndOnceAtATime_R_4_3_2_Amb_10(t *testing.T) {
	l := newLife(t, Email, "2026-11-23 10:00")
	refusedWith(t, l.try("2026-11-23 10:05", melnyk, Release{"Справу закрито"}), "same")
	faultOf(t, l.try("2026-11-23 10:05", melnyk, Hold{" "}), "reason")
	faultOf(t, l.try("2026-11-23 10:05", melnyk, Hold{strings.Repeat("ї", 1001)}), "reason")
	l.do("2026-11-23 10:05", melnyk, Hold{"Судова справа"})
	if l.Hold != "Судова справа" || l.last.Entry.Sentence() != "Видалення заборонено. Судова справа" {
		t.Errorf("%q: %s", l.Hold, l.last.Entry.Sentence())
	}
	refusedWith(t, l.try("2026-11-23 10:06", melnyk, Hold{"Ще одна"}), "same")
	faultOf(t, l.try("2026-11-23 10:06", melnyk, Release{}), "reason")
	l.do("2026-11-23 10:06", melnyk, Release{"Справу закрито"})
	if l.Hold != "" {
		t.Errorf("held still: %q", l.Hold)
	}
}

func TestPossibleNow_OnlyWhatCanBeDone(t *testing.T) {
	phone, letter := ticketAt(t, Phone, "2026-11-23 10:00"), ticketAt(t, Email, "2026-11-23 10:00")
	if got := PossibleNow(phone); !slices.Contains(got, ActConsult) || slices.Contains(got, ActUnrestrict) || slices.Contains(got, ActClose) {
		t.Errorf("by phone %v", got)
	}
	if got := PossibleNow(phone); !slices.Contains(got, ActHold) || slices.Contains(got, ActRelease) {
		t.Errorf("not held %v", got)
	}
	letter.Restricted, letter.Hold = "заява", "суд"
	if got := PossibleNow(letter); slices.Contains(got, ActHold) || !slices.Contains(got, ActRelease) {
		t.Errorf("held %v", got)
	}
	if got := PossibleNow(letter); slices.Contains(got, ActConsult) || slices.Contains(got, ActRestrict) || !slices.Contains(got, ActUnrestrict) {
		t.Errorf("by letter, restricted %v", got)
	}
}
