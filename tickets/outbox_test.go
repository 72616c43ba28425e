package tickets

import (
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestByMail_TellsWhatIsNeededAndNoApplicant_R_4_5_R_X_5(t *testing.T) {
	ticket := Ticket{Number: 10000123, Class: Class{Feature, High}, Process: "rework", Subject: "Форма", Description: "Бракує поля",
		ApplicantName: "Олена Бойко", Caller: "+380501234567", Content: Content{PageLink: "https://gb.test/p", Browser: "Firefox 140", Steps: "відкрити",
			Login: "o_boiko", Purpose: "рівний доступ", NormLink: "п. 3.2 Положення", Mockups: "https://files.test/m", Screens: "https://files.test/s"}}
	ticket.Decision = Decision{time.Date(2026, 11, 16, 12, 0, 0, 0, time.UTC), "№ 7"}
	ticket.PlannedReleaseAt = time.Date(2026, 12, 1, 22, 30, 0, 0, time.UTC)
	paper := paperOf(Parcel{Body: map[string]string{"reason": "розрив із Положенням"}}, ticket)
	paper.Process = "Доопрацювання системи"
	mail, err := ByMail{To: "developer@example.com"}.Carry(t.Context(), paper)
	if err != nil {
		t.Fatal(err)
	}
	want := "Звернення 10000123-5 передано вам на опрацювання.\n\nТема: Форма\nПричина передання: розрив із Положенням\n" +
		"Тип: Нова функціональність\nПріоритет: Високий\nБізнес-процес: Доопрацювання системи\nРішення МРГ: погоджено 16.11.2026, протокол № 7\nДата оновлення: 02.12.2026\nСуть: Бракує поля\nПосилання на сторінку: https://gb.test/p\n" +
		"Версія та браузер: Firefox 140\nПокроковий опис: відкрити\nМета й цілі: рівний доступ\nПункт нормативного документа: п. 3.2 Положення\n" +
		"Макети: https://files.test/m\nЗнімки екрана: https://files.test/s"
	if mail.To != "developer@example.com" || mail.Subject != "Звернення 10000123-5: Форма" || mail.Text != want {
		t.Errorf("%+v\nwant %s", mail, want)
	}
}

// Every text of a ticket is marked by the name of its field: what of them leaves the house is named here, one by one.
func TestPaper_OnlyWhatMayLeaveTheHouse_R_X_5(t *testing.T) {
	var ticket Ticket
	fill(reflect.ValueOf(&ticket).Elem(), "")
	ticket.ID, ticket.Number = 9, 10000123
	codes := []string{"Class.Type", "Class.Category", "Process"}
	words := []string{"Subject", "Description", "Content.PageLink", "Content.Browser", "Content.Steps", "Content.SourceLink", "Content.Purpose", "Content.NormLink",
		"Content.Mockups", "Content.Screens", "Decision.Protocol"}
	p := Parcel{ID: 7, Body: map[string]string{"reason": "Reason"}}
	for _, c := range []struct {
		what, ground, name string
		withheld           bool
	}{
		{"open to all", "", "Олена Бойко", false},
		{"the ticket is narrowed", "Заява № 1", "Олена Бойко", true},
		{"the card is narrowed", "", Narrowed, true},
	} {
		ticket.Restricted, ticket.ApplicantName = c.ground, c.name
		paper := paperOf(p, ticket)
		var left []string
		texts(reflect.ValueOf(paper.Ticket), &left)
		want, reason := codes, ""
		if !c.withheld {
			want, reason = append(slices.Clone(codes), words...), "Reason"
		}
		slices.Sort(left)
		slices.Sort(want)
		if !slices.Equal(left, want) || paper.Withheld != c.withheld || paper.Reason != reason || paper.Ticket.ID != 9 || paper.Ticket.Number != 10000123 {
			t.Errorf("%s: %v leave, withheld %v, reason %q", c.what, left, paper.Withheld, paper.Reason)
		}
	}
	ticket.Restricted, ticket.Class = "Заява № 1", Class{Bug, Critical}
	mail, err := ByMail{To: "developer@example.com"}.Carry(t.Context(), paperOf(p, ticket))
	if err != nil {
		t.Fatal(err)
	}
	want := "Звернення 10000123-5 передано вам на опрацювання.\n\nТип: Помилка/проблема\nПріоритет: Критичний\n\n" +
		"Доступ до цього звернення обмежено, тому його змісту в листі немає. Зверніться до Служби підтримки користувачів."
	if mail.Subject != "Звернення 10000123-5" || mail.Text != want {
		t.Errorf("%+v", mail)
	}
}

// fill writes into each text of v where it stands.
func fill(v reflect.Value, path string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.String:
		v.SetString(path)
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			fill(v.Field(i), strings.TrimPrefix(path+"."+v.Type().Field(i).Name, "."))
		}
	}
}

// texts are the texts of v that are not empty.
func texts(v reflect.Value, to *[]string) {
	switch {
	case v.Type() == reflect.TypeFor[time.Time]():
	case v.Kind() == reflect.String && v.String() != "":
		*to = append(*to, v.String())
	case v.Kind() == reflect.Struct:
		for i := range v.NumField() {
			texts(v.Field(i), to)
		}
	}
}

func TestEventOf_WhoMayReadAndHowLongItIsKeptIsNothingForOutsiders_R_X_5(t *testing.T) {
	for _, a := range ActNames {
		event, detail := EventOf(Entry{Kind: EntryAct, Act: a})
		want := !slices.Contains([]ActName{ActRestrict, ActUnrestrict, ActHold, ActRelease}, a)
		if (event != "") != want || !want && detail != nil {
			t.Errorf("%s: %q %v", a, event, detail)
		}
	}
}
