package tickets

import (
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestArticle_IsFilledForTheTicket_R_4_13(t *testing.T) {
	ticket := ticketAt(t, Phone, "2026-11-23 10:00")
	ticket.ApplicantName = "Петренко Оксана"
	a := Article{Kind: Answer, Text: "Вітаємо, {{ Ім'я }}! Звернення {{номер}}, строк — до {{строк}}. {{номер}}",
		Links: []Link{{"Інструкція", "https://gb.kyivcity.gov.ua/help"}, {"https://ca.diia.gov.ua", "https://ca.diia.gov.ua"}}}
	text, missing := a.Fill(ticket, at(t, "2026-11-23 10:05"))
	want := "Вітаємо, Петренко Оксана! Звернення 10000123-5, строк — до 27 листопада, 10:00. 10000123-5\n" +
		"Інструкція: https://gb.kyivcity.gov.ua/help\nhttps://ca.diia.gov.ua"
	if text != want || len(missing) != 0 {
		t.Errorf("%s\nmissing %q\nwant %s", text, missing, want)
	}
}

// What the ticket does not have stays visible, so that nobody sends an empty name.
func TestArticle_WhatTheTicketLacksIsNamed_R_4_13(t *testing.T) {
	ticket := ticketAt(t, Phone, "2026-11-23 10:00")
	ticket.ResolutionDueAt = time.Time{} // the clock stands
	text, missing := Article{Text: "{{ім’я}}, {{номер}}: до {{строк}}. {{ім’я}}"}.Fill(ticket, at(t, "2026-11-23 10:05"))
	if text != "{{ім’я}}, 10000123-5: до {{строк}}. {{ім’я}}" || !slices.Equal(missing, []string{"{{ім’я}}", "{{строк}}"}) {
		t.Errorf("%q, missing %q", text, missing)
	}
	ticket.ApplicantName = Narrowed
	if text, missing := (Article{Text: "Вітаємо, {{ім’я}}!"}).Fill(ticket, ticket.RegisteredAt); text != "Вітаємо, {{ім’я}}!" || len(missing) != 1 {
		t.Errorf("to somebody of whom access is narrowed: %q, missing %q", text, missing)
	}
	// A name is text and no template.
	ticket.ApplicantName = "{{номер}}"
	if text, _ := (Article{Text: "{{ім’я}}"}).Fill(ticket, ticket.RegisteredAt); text != "{{номер}}" {
		t.Errorf("a name was filled in: %q", text)
	}
}

func TestArticle_FaultsNameTheirFields_R_4_13(t *testing.T) {
	good := Article{Kind: Answer, Title: " Вхід  через BankID ", Text: "Оновіть {{номер}}\r\n", Links: []Link{{"", " https://id.gov.ua "}}}
	a, err := good.checked()
	if err != nil || a.Title != "Вхід через BankID" || a.Text != "Оновіть {{номер}}" || a.Links[0] != (Link{"https://id.gov.ua", "https://id.gov.ua"}) {
		t.Fatalf("%+v, %v", a, err)
	}
	if good.Links[0].URL != " https://id.gov.ua " {
		t.Error("the caller's links were changed")
	}
	for fault, change := range map[string]func(*Article){
		"kind invalid":     func(a *Article) { a.Kind = "page" },
		"title required":   func(a *Article) { a.Title = "\n" },
		"title too_long":   func(a *Article) { a.Title = strings.Repeat("ї", 301) },
		"text required":    func(a *Article) { a.Text = " " },
		"text too_long":    func(a *Article) { a.Text = strings.Repeat("ї", 10001) },
		"text variable":    func(a *Article) { a.Text = "{{пароль}}" },
		"position invalid": func(a *Article) { a.Position = -1 },
		"links invalid":    func(a *Article) { a.Links = []Link{{"x", "javascript:alert(1)"}} },
		"links too_long":   func(a *Article) { a.Links = make([]Link, 11) },
	} {
		a := good
		change(&a)
		var invalid Invalid
		if _, err := a.checked(); !errors.As(err, &invalid) || invalid[0].Field+" "+invalid[0].Code != fault {
			t.Errorf("want %s, got %v", fault, err)
		}
	}
	for _, text := range []string{"{{ім’я", "ім’я}}", "{{{{номер}}}}", "{{ім’я}} {{?}}"} {
		if len(unknownVariables(text, true)) == 0 {
			t.Errorf("%q is taken", text)
		}
	}
	// The FAQ is read by people who have no ticket.
	faq := Article{Kind: Question, Title: "Як?", Text: "Ваш номер {{номер}}"}
	if _, err := faq.checked(); err == nil {
		t.Error("a question of the FAQ speaks of a ticket")
	}
	for _, bad := range []string{"ftp://x", "https://", "https://user:pass@bank.ua", "https://a b", "//x.ua", "https://x.ua/\u202egpj", "data:text/html,x", "https://x/" + strings.Repeat("a", 500)} {
		if (Link{"x", bad}).safe() {
			t.Errorf("%q is taken", bad)
		}
	}
}

// What people look for and what answers it: other endings, apostrophes, проєкт and проект, capitals.
func TestMatchArticles_FindsOtherFormsOfTheWord_R_2_4(t *testing.T) {
	all := []Article{
		{ID: 1, Title: "Як увійти через BankID?", Text: "Оберіть свій банк і підтвердьте вхід у застосунку."},
		{ID: 2, Title: "Як подати проєкт?", Text: "Заповніть форму подання, додайте кошторис."},
		{ID: 3, Title: "Чому мій голос не зараховано?", Text: "Голосування завершено або документ уже використано."},
		{ID: 4, Title: "Як змінити електронну пошту?", Text: "У кабінеті відкрийте налаштування."},
		{ID: 5, Title: "Що таке об’єкт комунальної власності?", Text: "Реєстр об’єктів — на сайті департаменту."},
	}
	for query, want := range map[string][]ArticleID{
		"":                    {1, 2, 3, 4, 5},
		"як?":                 {1, 2, 3, 4, 5},
		"bankid":              {1},
		"BankID банк":         {1},
		"проектів":            {2},
		"подання проєкту":     {2},
		"голоси":              {3},
		"голосувати":          {3},
		"не зарахували голос": {3},
		"зміна пошти":         {4},
		"обʼєкти":             {5},
		"об'єктам":            {5},
		"ОБЄКТ":               {5},
		"собака":              nil,
		"собака гавкає":       nil,
		"електронна собака":   {4}, // half of it is here
		"електронна собака гавкає": nil,
		"' OR 1=1 --":                nil,
		strings.Repeat("проєкт ", 9): {2},
	} {
		var got []ArticleID
		for _, a := range MatchArticles(query, all) {
			got = append(got, a.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q: %v, want %v", query, got, want)
		}
	}
	// What has it in its title comes first.
	got := MatchArticles("пошта", []Article{{ID: 1, Title: "Кабінет", Text: "Пошта там"}, {ID: 2, Title: "Пошта", Text: "…"}})
	if len(got) != 2 || got[0].ID != 2 {
		t.Errorf("%v", got)
	}
}

func TestReference_AsTheRegulationWritesIt_R_4_10_1(t *testing.T) {
	for got, want := range map[string]string{
		SupportEmail: "support.gb@kyivcity.gov.ua", SupportPhone: "+380443668012", MRGEmail: "mrg@kyivcity.gov.ua", GBKEmail: "gbk@kyivcity.gov.ua",
		FacebookGroup: "Громадський бюджет. Спільно", FacebookAccount: "Іван Розумовський", FacebookAccountID: "100026334363737",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

// A thousand questions of five hundred words each: whoever looks for something waits for nobody.
func BenchmarkMatchArticles(b *testing.B) {
	text := strings.Repeat("Заповніть форму подання проєкту та додайте кошторис до заявки. ", 60)
	all := make([]Article, 1000)
	for i := range all {
		all[i] = Article{ID: ArticleID(i), Title: "Як подати проєкт до громадського бюджету?", Text: text}
	}
	read := wordsOf(all)
	for b.Loop() {
		if len(match("зміна електронної пошти кабінету", read)) != 0 {
			b.Fatal("found what is not there")
		}
	}
}
