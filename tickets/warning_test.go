package tickets

import (
	"slices"
	"testing"
	"time"
)

func timersOf(t testing.TB, ticket Ticket) map[Promise]map[int]time.Time {
	t.Helper()
	all, err := Timers(ticket, termsOf(t).Calendar)
	if err != nil {
		t.Fatal(err)
	}
	of := map[Promise]map[int]time.Time{PromiseReaction: {}, PromiseResolution: {}}
	for _, x := range all {
		of[x.Promise][x.Percent] = x.At
	}
	return of
}

func TestTimers_PartsAreOfWorkingTime_R_3_2_2(t *testing.T) {
	// A Friday at 17:50: half an hour of reaction and thirty-six hours of resolution (Amb-14).
	ticket := ticketAt(t, Phone, "2026-11-27 17:50")
	of := timersOf(t, ticket)
	for percent, when := range map[int]string{50: "2026-11-30 09:05", 90: "2026-11-30 09:17", 100: "2026-11-30 09:20"} {
		if got := of[PromiseReaction][percent]; !got.Equal(at(t, when)) {
			t.Errorf("%d %% of the reaction at %s, want %s", percent, got, when)
		}
	}
	for percent, when := range map[int]string{50: "2026-12-01 17:50", 75: "2026-12-02 17:50", 90: "2026-12-03 14:14", 100: "2026-12-03 17:50"} {
		if got := of[PromiseResolution][percent]; !got.Equal(at(t, when)) {
			t.Errorf("%d %% of the resolution at %s, want %s", percent, got, when)
		}
	}
}

func TestTimers_NoneWhileTheClockStandsOrThePromiseIsKept_Amb_15(t *testing.T) {
	l := life{t: t, terms: termsOf(t), Ticket: ticketAt(t, Phone, "2026-11-23 10:00")}
	l.do("2026-11-23 10:30", koval, RequestInfo{Question: "Яка версія?"})
	if of := timersOf(t, l.Ticket); len(of[PromiseResolution]) != 0 || len(of[PromiseReaction]) != 4 {
		t.Errorf("asked: %v", of)
	}
	l.do("2026-11-23 11:30", koval, Resume{})
	if got := timersOf(t, l.Ticket)[PromiseResolution][100]; !got.Equal(l.ResolutionDueAt) || len(l.last.Timers) != 8 {
		t.Errorf("resumed: the breach at %s, the term at %s, %d timers", got, l.ResolutionDueAt, len(l.last.Timers))
	}
	l.Ticket = l.reacted(at(t, "2026-11-23 11:40"), koval)
	if of := timersOf(t, l.Ticket); len(of[PromiseReaction]) != 0 || len(of[PromiseResolution]) != 4 {
		t.Errorf("reacted: %v", of)
	}
	l.Ticket = l.finished(at(t, "2026-11-23 11:50"))
	if of := timersOf(t, l.Ticket); len(of[PromiseResolution]) != 0 {
		t.Errorf("finished: %v", of)
	}
}

func TestWarn_EachPartToTheRightPerson(t *testing.T) {
	ticket := ticketAt(t, Phone, "2026-11-23 10:00")
	mine := ticket
	mine.Assignee = koval
	line3 := ticket
	line3.Service = Technical
	now := at(t, "2026-11-23 15:00")
	for _, c := range []struct {
		name    string
		ticket  Ticket
		percent int
		want    Alert
	}{
		{"50, responsible", mine, 50, Alert{Kind: AlertWarning, Person: koval.ID}},
		{"50, nobody's", ticket, 50, Alert{Kind: AlertWarning, Service: Information}},
		{"75, responsible", mine, 75, Alert{Kind: AlertWarning, Person: koval.ID}},
		{"75, nobody's", ticket, 75, Alert{Kind: AlertWarning, Service: Information}},
		{"75, nobody's in line 3", line3, 75, Alert{Kind: AlertWarning, Service: Technical, Supervisors: true}},
		{"90", mine, 90, Alert{Kind: AlertWarning, Supervisors: true}},
		{"breach", mine, 100, Alert{Kind: AlertBreach, Person: koval.ID, Supervisors: true}},
	} {
		got := Warn(c.ticket, []Timer{{Promise: PromiseReaction, Percent: c.percent, At: now, SetAt: ticket.RegisteredAt}}, now)
		if len(got) != 1 {
			t.Fatalf("%s: %+v", c.name, got)
		}
		a := got[0].Alert
		if a.Kind != c.want.Kind || a.Person != c.want.Person || a.Service != c.want.Service || a.Supervisors != c.want.Supervisors || a.Percent != c.percent {
			t.Errorf("%s: %+v", c.name, a)
		}
	}
}

func TestWarn_OfSeveralPartsTheHighestCounts(t *testing.T) {
	ticket := ticketAt(t, Phone, "2026-11-23 10:00")
	now := at(t, "2026-11-24 15:00")
	got := Warn(ticket, []Timer{{Promise: PromiseReaction, Percent: 75, At: now}, {Promise: PromiseReaction, Percent: 100, At: now}, {Promise: PromiseReaction, Percent: 90, At: now},
		{Promise: PromiseResolution, Percent: 50, At: now}}, now)
	if len(got) != 2 || got[0].Alert.Kind != AlertBreach || got[1].Alert.Percent != 50 {
		t.Errorf("%+v", got)
	}
}

func TestWarn_ATermThatWasOverWhenItWasCountedSaysSo_Amb_16(t *testing.T) {
	ticket := ticketAt(t, Phone, "2026-11-23 10:00")
	set := at(t, "2026-11-23 16:00")
	w := Warn(ticket, []Timer{{Promise: PromiseReaction, Percent: 100, At: ticket.ReactionDueAt, SetAt: set}}, set)
	if want := "Порушено строк реакції (до 23 листопада, 10:30): після перерахунку він уже минув"; len(w) != 1 || w[0].Entry.Sentence() != want {
		t.Errorf("%q, want %q", w[0].Entry.Sentence(), want)
	}
	w = Warn(ticket, []Timer{{Promise: PromiseResolution, Percent: 75, At: set, SetAt: ticket.RegisteredAt}}, set)
	if want := "Минуло 75 % строку виконання (до 27 листопада, 10:00)"; w[0].Entry.Sentence() != want {
		t.Errorf("%q, want %q", w[0].Entry.Sentence(), want)
	}
}

func TestApply_TellsWhoIsGivenATicketAndTheLineThatGetsOne_R_2_8_2(t *testing.T) {
	l := life{t: t, terms: termsOf(t), Ticket: ticketAt(t, Phone, "2026-11-23 10:00")}
	l.do("2026-11-23 10:05", koval, Take{})
	if len(l.last.Alerts) != 0 {
		t.Errorf("who takes a ticket knows it: %+v", l.last.Alerts)
	}
	l.do("2026-11-23 10:10", koval, Assign{To: melnyk, Why: "ваша тема"})
	if a := l.last.Alerts; len(a) != 1 || a[0].Kind != AlertAssigned || a[0].Person != melnyk.ID || a[0].Text != "ваша тема" || a[0].By != koval {
		t.Errorf("assigned: %+v", a)
	}
	l.do("2026-11-23 10:20", melnyk, Escalate{To: Organisation, Why: "питання процесу"})
	if a := l.last.Alerts; len(a) != 1 || a[0].Kind != AlertEscalated || a[0].Service != Organisation || a[0].Supervisors {
		t.Errorf("escalated: %+v", a)
	}
	keys := []string{}
	for _, a := range l.last.Alerts {
		keys = append(keys, a.Key)
	}
	if !slices.Equal(keys, []string{"escalated:5:4"}) {
		t.Errorf("keys %v", keys)
	}
}
