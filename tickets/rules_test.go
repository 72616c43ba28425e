package tickets

import (
	"errors"
	"strings"
	"testing"
	"time"

	"hotline/tickets/sla"
)

func TestNumber_WrittenGroupedSpoken(t *testing.T) {
	n := Number(10000123)
	if n.String() != "10000123-5" || n.Spoken() != "10 00 01 23 – 5" {
		t.Errorf("%s, %s", n, n.Spoken())
	}
	if got := checkDigit("572"); got != '4' { // the worked example of Damm's algorithm
		t.Errorf("check digit of 572 is %c, want 4", got)
	}
}

func TestParseNumber(t *testing.T) {
	for s, want := range map[string]error{
		"10000123-5": nil, "100001235": nil, " 1000 0123-5 ": nil, "10 00 01 23 – 5": nil, "№ 10000123-5": nil, "#100001235": nil,
		"10000123‑5": nil, "1000\u00a00123\u20145": nil,
		"10000123-3": ErrWrongDigit, "10000132-5": ErrWrongDigit, "20000123-5": ErrWrongDigit,
		"": ErrNotANumber, "10000123": ErrNotANumber, "1000012335": ErrNotANumber, "1000012a-3": ErrNotANumber,
		"1' OR '1'='1": ErrNotANumber, "000000000": ErrNotANumber, strings.Repeat("1", 3000): ErrNotANumber, "١٠٠٠٠١٢٣٣": ErrNotANumber,
	} {
		n, err := ParseNumber(s)
		if !errors.Is(err, want) || (want == nil && n != 10000123) {
			t.Errorf("%q: %d, %v; want %v", s, int64(n), err, want)
		}
	}
}

func TestParseNumber_EverySingleWrongDigitAndEverySwapIsFound(t *testing.T) {
	for n := Number(10000001); n <= lastNumber; n += 999_983 {
		good := strings.ReplaceAll(n.String(), "-", "")
		if back, err := ParseNumber(good); err != nil || back != n {
			t.Fatalf("%s: %d, %v", good, back, err)
		}
		for i := range good {
			for d := byte('0'); d <= '9'; d++ {
				if bad := good[:i] + string(d) + good[i+1:]; bad != good {
					if _, err := ParseNumber(bad); err == nil {
						t.Fatalf("%s passes for %s", bad, good)
					}
				}
			}
			if i > 0 && good[i] != good[i-1] {
				bad := good[:i-1] + string(good[i]) + string(good[i-1]) + good[i+1:]
				if _, err := ParseNumber(bad); err == nil {
					t.Fatalf("%s passes for %s", bad, good)
				}
			}
		}
	}
}

func TestAnnouncement_SaysNumberAndTerm_R_4_9_5_2_R_X_1(t *testing.T) {
	at := func(s string) time.Time {
		v, err := time.ParseInLocation("2006-01-02 15:04", s, sla.Kyiv)
		if err != nil {
			t.Fatal(err)
		}
		return v.UTC()
	}
	for want, x := range map[string]Ticket{
		"Ваше звернення зареєстровано за номером 10000123-5, орієнтовний строк — до 27 листопада, 17:30; його буде уточнено.": {
			Number: 10000123, RegisteredAt: at("2026-11-23 17:30"), ResolutionDueAt: at("2026-11-27 17:30")},
		"Ваше звернення зареєстровано за номером 10000123-5, орієнтовний строк — до 4 січня 2027 року, 09:05.": {
			Number: 10000123, Class: Class{Bug, High}, RegisteredAt: at("2026-12-31 17:30"), ResolutionDueAt: at("2027-01-04 09:05")},
		// 1 January in Kyiv is still 31 December in UTC: the year is that of Kyiv
		"Ваше звернення зареєстровано за номером 10000123-5, орієнтовний строк — до 1 січня, 01:00; його буде уточнено.": {
			Number: 10000123, RegisteredAt: at("2027-01-01 00:30"), ResolutionDueAt: at("2027-01-01 01:00")},
	} {
		if got := Announcement(x); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestUnclassified_StrictestReactionAndLongestTerm_Amb_14(t *testing.T) {
	table := Table{{Bug, Low}: {Reaction: 4 * time.Hour, Resolution: 36 * time.Hour}, {Consultation, Critical}: {Reaction: 30 * time.Minute, Resolution: 4 * time.Hour}}
	got, err := table.Unclassified()
	if want := (sla.Target{Reaction: 30 * time.Minute, Resolution: 36 * time.Hour}); err != nil || got != want {
		t.Errorf("%v, %v", got, err)
	}
	if _, err := (Table{}).Unclassified(); !errors.Is(err, ErrNoTarget) {
		t.Errorf("an empty table: %v", err)
	}
}

func TestDisposition_EveryPairWithEveryStatus(t *testing.T) {
	const same = Status("")
	want := map[Disposition][7]Status{ // in the order of Statuses
		Consulted:    {Resolved, Resolved, same, same, Resolved, same, same},
		Registration: {InProgress, same, same, same, same, same, same},
		HandedToOrg:  {InProgress, same, same, same, same, same, same},
		HandedToMRG:  {HandedOver, HandedOver, same, same, same, same, same},
		HandedToGBK:  {HandedOver, HandedOver, same, same, same, same, same},
		NotOurMatter: {Resolved, Resolved, same, same, Resolved, same, same},
		CallBack:     {InProgress, same, same, same, same, same, same},
		SilentCaller: {Resolved, Resolved, same, same, Resolved, same, same},
		WrongNumber:  {Resolved, Resolved, same, same, Resolved, same, same},
	}
	if len(want) != len(Dispositions) || len(dispositions) != len(Dispositions) {
		t.Fatalf("%d dispositions, %d offered", len(dispositions), len(Dispositions))
	}
	for _, d := range Dispositions {
		for i, s := range Statuses {
			if got := d.after(s); got != want[d][i] {
				t.Errorf("%s after %s: %q, want %q", d, s, got, want[d][i])
			}
		}
		if d.Ukrainian() == "" {
			t.Errorf("%s has no words", d)
		}
	}
	if Disposition("closed").Known() {
		t.Error("an outcome that is not on the list is known")
	}
}

func TestApplicantChoice_NamesEachWrongField(t *testing.T) {
	parse := func(s string) PhoneNumber { return PhoneNumber{E164: s, Valid: s == "+380501234567"} }
	_, err := ApplicantChoice{Kind: "robot", Group: "guests", Phone: "12", Email: "x@y", Login: strings.Repeat("л", 65)}.checked(parse)
	var got Invalid
	if !errors.As(err, &got) || got.Error() !=
		"invalid request: name required, kind invalid, group invalid, phone invalid, email invalid, login too_long" {
		t.Errorf("%v", err)
	}
	c, err := ApplicantChoice{Name: "  Іван\u00a0\u202eПетренко\n", Phone: "+380501234567", Email: " ivan@example.com "}.checked(parse)
	if want := (ApplicantChoice{Name: "Іван Петренко", Kind: Person, Group: ExternalUser, Phone: "+380501234567", Email: "ivan@example.com"}); err != nil || c != want {
		t.Errorf("%+v, %v", c, err)
	}
	for _, email := range []string{"Ім'я <a@b.ua>", "a b@c.ua", "a@b.ua, c@d.ua", "a@b.ua\r\nBcc: x@y.z", strings.Repeat("a", 250) + "@b.ua"} {
		if _, err := (ApplicantChoice{Name: "А", Email: email}).checked(parse); err == nil {
			t.Errorf("%q was accepted", email)
		}
	}
	if _, err := (ApplicantChoice{ID: 7}).checked(parse); err != nil {
		t.Errorf("a known applicant alone: %v", err)
	}
}

func TestPrintable(t *testing.T) {
	for in, want := range map[string]string{
		"+380 44\r\nX: y": "+380 44X: y", "\x00\x1b[31m5": "[31m5", "\xff\xfe7": "7", "  a  ": "a", "\u202e12": "12",
		strings.Repeat("9", 3000): strings.Repeat("9", 64),
	} {
		if got := Printable(in, 64); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestCursor_RoundTripAndRefusal(t *testing.T) {
	for _, expedited := range []bool{false, true} {
		c := Cursor{time.UnixMicro(1795000000123456).UTC(), 42, expedited}
		if got, err := ParseCursor(c.String()); err != nil || got != c {
			t.Errorf("%v, %v", got, err)
		}
	}
	if got, err := ParseCursor(""); err != nil || got != (Cursor{}) || got.String() != "" {
		t.Errorf("the list's begin: %v, %v", got, err)
	}
	for _, s := range []string{"1", "a.b", "1.0", "-1.5", "999999999999999999.1", "1.2.3", "1;drop"} {
		var invalid Invalid
		if _, err := ParseCursor(s); !errors.As(err, &invalid) {
			t.Errorf("%q: %v", s, err)
		}
	}
}

func TestEntry_Sentences(t *testing.T) {
	for want, e := range map[string]Entry{
		"Звернення зареєстровано": {Kind: EntryRegistered},
		"Розмова з оператором Олена Коваль, очікування 12 с, тривалість розмови 3 хв 07 с. Статус: В роботі": {Kind: EntryCall,
			Talk: &CallEntry{Kind: Talked, Agent: Author{1, "Олена Коваль"}, Wait: 12 * time.Second, Talk: 187 * time.Second}, From: Registered, To: InProgress},
		"Заявник не дочекався відповіді, очікування 1 год 00 хв 05 с":                   {Kind: EntryCall, Talk: &CallEntry{Kind: Abandoned, Wait: 3605 * time.Second}},
		"Підсумок дзвінка: консультацію надано. Статус: Вирішено. Пояснила, як увійти.": {Kind: EntryWrapUp, Disposition: Consulted, From: Registered, To: Resolved, Text: "Пояснила, як увійти."},
		"Нотатка": {Kind: EntryNote, Text: "Нотатка"},
		"Заявник: Іван Петренко": {Kind: EntryApplicant, Text: "Іван Петренко"},
		"Номер та строк повідомлено заявникові (до 27 листопада, 17:30)": {Kind: EntryOralNotice,
			At: time.Date(2026, 11, 23, 12, 0, 0, 0, time.UTC), DueAt: time.Date(2026, 11, 27, 15, 30, 0, 0, time.UTC)},
	} {
		if got := e.Sentence(); got != want {
			t.Errorf("got  %s\nwant %s", got, want)
		}
	}
}

func TestKeepUntil_ThreeCalendarYears_R_4_3_2(t *testing.T) {
	for at, want := range map[string]string{
		"2026-11-23T10:00:00Z": "2029-11-23T10:00:00Z",
		"2024-02-29T12:00:00Z": "2027-03-01T12:00:00Z",
		"2021-03-01T00:00:00Z": "2024-03-01T00:00:00Z",
		"2024-03-30T23:30:00Z": "2027-03-30T23:30:00Z", // the clocks change in different nights
		"2025-10-26T00:30:00Z": "2028-10-26T00:30:00Z",
	} {
		from, err := time.Parse(time.RFC3339, at)
		if err != nil {
			t.Fatal(err)
		}
		if got := KeepUntil(from).Format(time.RFC3339); got != want {
			t.Errorf("%s is kept until %s, want %s", at, got, want)
		}
	}
}
