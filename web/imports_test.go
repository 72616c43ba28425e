package web_test

import (
	"bytes"
	"crypto/sha256"
	"fmt"
	"net/http"
	"reflect"
	"strings"
	"testing"
	"time"

	"golang.org/x/text/encoding/charmap"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/tickets/sla"
	"hotline/web"
	"hotline/web/api"
)

// fileBody is a request's body that is sent as it is.
type fileBody []byte

var importBody = fileBody("Канал;Опис\nemail;Не надходить лист\n")

// ended is the head of a file of closed appeals and the begin of a row.
const ended = "Канал;Опис;Статус;Тип;Пріоритет;Надійшло;Закрито;Причина закриття;Представник\nform;а;Закрито;"

const importPath = "/api/v1/ticket-imports?name=%D0%BB%D0%B8%D1%81%D1%82%D0%BE%D0%BF%D0%B0%D0%B4.csv"

func TestImportTickets_PreviewShowsWhatIsUnderstoodAndTheImportRegistersIt_R_X_4(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	file := "\ufeffКлюч;Строк реакції;Канал;Послуга;Надійшло;Тема;Опис;Заявник;Хто це;Група;Підгрупа;Телефон;Ел. пошта;login\n" +
		"A-1;2026-11-20 19:30;Електронна пошта;technical;20.11.2026 19:00;Лист;'=1+1;Ірина Мельник;Фізична  особа;Внутрішні користувачі;kmr;'+380501234567;i@example.com;iryna\n" +
		";;form;;;;Не відкривається форма;;;;;;;\n"
	_, text := w.do("POST", importPath+"&preview=true", w.as(web.Supervisor), fileBody(file))
	got := read[api.TicketImported](t, text)
	want := api.TicketImported{Rows: 2, Registered: 2, Ignored: []string{"Строк реакції"}, Faults: []api.TicketImportFault{},
		Head: []string{"Ключ", "Канал", "Служба", "Надійшло", "Тема", "Опис", "Заявник", "Хто це", "Група", "Підгрупа", "Телефон", "Ел. пошта", "Логін"},
		First: []api.TicketImportRow{{Row: 2, Cells: []string{"A-1", "Електронна пошта", "Служба технічного супроводу системи", "20.11.2026, 19:00", "Лист", "=1+1",
			"Ірина Мельник", "фізична особа", "Внутрішні користувачі", "Київська міська рада (КМР)", "+380501234567", "i@example.com", "iryna"}},
			{Row: 3, Cells: []string{"", "Форма зворотного зв’язку на сайті ГБ", "Інформаційна підтримка користувачів", w.tickets.now.In(sla.Kyiv).Format("02.01.2006, 15:04"), "",
				"Не відкривається форма", "", "", "", "", "", "", ""}}}}
	if !reflect.DeepEqual(got, want) || len(w.tickets.imported) != 0 {
		t.Errorf("\n got %+v\nwant %+v", got, want)
	}
	_, text = w.do("POST", importPath, w.as(web.Supervisor), fileBody(file))
	if got := read[api.TicketImported](t, text); got.Registered != 2 || got.Known != 0 || len(w.tickets.imported) != 1 {
		t.Fatalf("%s", text)
	}
	m, first := w.tickets.imported[0], w.tickets.arrivals[0]
	if m.By.ID != tickets.AgentID(w.users[web.Supervisor].ID) || m.File != "листопад.csv" || m.SHA256 != fmt.Sprintf("%x", sha256.Sum256([]byte(file))) || m.Address == "" || m.Rows != 2 {
		t.Errorf("audit %+v", m)
	}
	if first.New.Ticket.Service != tickets.Technical || first.Entry.Text != "Імпортовано з файлу «листопад.csv», рядок 2" || first.Applicant.Subgroup != tickets.OfKMR {
		t.Errorf("%+v", first)
	}
	_, text = w.do("GET", "/api/v1/ticket-imports", w.as(web.Administrator), nil)
	if all := read[[]api.TicketImport](t, text); len(all) != 1 || all[0].File != "листопад.csv" || all[0].Sha256 != m.SHA256 || all[0].Registered != 2 {
		t.Errorf("%s", text)
	}
}

func TestImportTickets_EachFaultNamesRowAndColumn(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	for name, c := range map[string]struct{ file, want string }{
		"no column":      {"Канал;Тема\nform;а\n", "1 Опис: У файлі немає цього стовпця."},
		"unknown column": {"Канал;Опис;Телфон\nform;а;\n", "1 Телфон: Такого стовпця імпорт не знає."},
		"column twice":   {"Канал;Опис;опис\nform;а;б\n", "1 опис: Стовпець із цим заголовком повторюється."},
		"no heading":     {"Канал;Опис\nform;а;б\n", "2 : У стовпці 3 є значення, але немає заголовка."},
		"channel":        {"Канал;Опис\nviber;а\n", "2 Канал: Значення має бути одним із таких: «Контактний номер телефону»"},
		"service":        {"Канал;Опис;Послуга\n\nform;а;інша\n", "3 Служба: Значення має бути одним із таких:"},
		"date":           {"Канал;Опис;Надійшло\nform;а;вчора\n", "2 Надійшло: Дату не розпізнано."},
		"future":         {"Канал;Опис;Надійшло\nform;а;01.01.2099\n", "2 Надійшло: Цей час іще не настав."},
		"no essence":     {"Канал;Опис\nform;\n", "2 Опис: Запишіть детальну суть звернення (п. 4.7)."},
		"too long":       {"Канал;Опис;Тема\nform;а;" + strings.Repeat("я", 201) + "\n", "2 Тема: Тема: забагато тексту."},
		"long key":       {"Канал;Опис;Ключ\nform;а;" + strings.Repeat("я", 201) + "\n", "2 Ключ: Ключ має бути не довший за 200 знаків."},
		"phone":          {"Канал;Опис;Заявник;Телефон\nform;а;Олена;12\n", "2 Телефон: Номер телефону не розпізнано."},
		"address":        {"Канал;Опис;Заявник;Ел. пошта\nform;а;Олена;olena@\n", "2 Ел. пошта: Адресу електронної пошти записано неправильно"},
		"no name":        {"Канал;Опис;Телефон\nform;а;0501234567\n", "2 Заявник: Вкажіть прізвище"},
		"group":          {"Канал;Опис;Заявник;Група\nform;а;Олена;усі\n", "2 Група: Значення має бути одним із таких: «Внутрішні користувачі»"},
		"login taken":    {"Канал;Опис;Заявник;Логін\nform;а;Інша;OLENA\n", "2 Логін: Цей логін має заявник з іншим ім’ям."},
		"row twice":      {"Канал;Опис\nform;а\nform;б\nФорма зворотного зв'язку на сайті ГБ;а\n", "4 : Такий самий рядок або такий самий ключ уже є вище: рядок 2."},
		"hidden name":    {"Канал;Опис;Заявник\nform;а;Доступ обмежено\n", "2 Заявник: Ім’я в цьому рядку приховано"},
		"wrong number":   {"Номер;Канал;Опис\n10000123-4;form;а\n", "2 Номер: Це не номер звернення цієї системи."},
		"no such number": {"Номер\n10000123-5\n", "2 Номер: Звернення з таким номером у системі немає."},
		"type":           {"Канал;Опис;Тип;Пріоритет\nform;а;Збій;Низький\n", "2 Тип: Значення має бути одним із таких: «Помилка/проблема»"},
		"priority":       {"Канал;Опис;Тип\nform;а;bug\n", "2 Пріоритет: Разом із типом вкажіть пріоритет."},
		"no such class":  {"Канал;Опис;Тип;Пріоритет\nform;а;feature;critical\n", "2 Пріоритет: Такого пріоритету для цього типу немає"},
		"why by phone":   {"Канал;Опис;Тип;Пріоритет\nphone;а;bug;low\n", "2 Чому усно: Поясніть, чому звернення не подано письмово"},
		"process":        {"Канал;Опис;Бізнес-процес\nform;а;Вибори\n", "2 Бізнес-процес: Такого бізнес-процесу немає."},
		"status":         {"Канал;Опис;Статус\nform;а;В роботі\n", "2 Статус: Імпорт приймає звернення зі статусом «Зареєстровано»"},
		"not closed":     {"Канал;Опис;Закрито\nform;а;20.11.2026\n", "2 Статус: Дані про закриття має лише звернення"},
		"no class":       {ended + ";;12.05.2024;13.05.2024;Вирішено;\n", "2 Тип: Вкажіть тип і пріоритет"},
		"when came":      {ended + "bug;low;;13.05.2024;Вирішено;\n", "2 Надійшло: Для закритого звернення вкажіть, коли воно надійшло."},
		"when closed":    {ended + "bug;low;12.05.2024;;Вирішено;\n", "2 Закрито: Для закритого звернення вкажіть, коли його закрито."},
		"unread":         {ended + "bug;low;12.05.2024;колись;Вирішено;\n", "2 Закрито: Дату не розпізнано."},
		"too early":      {ended + "bug;low;12.05.2024;11.05.2024;Вирішено;\n", "2 Закрито: Закрито не може бути раніше, ніж надійшло."},
		"yet to come":    {ended + "bug;low;12.05.2024;11.05.2077;Вирішено;\n", "2 Закрито: Цей час іще не настав."},
		"why closed":     {ended + "bug;low;12.05.2024;13.05.2024;;\n", "2 Причина закриття: Вкажіть причину закриття."},
		"other reason":   {ended + "bug;low;12.05.2024;13.05.2024;Інше;\n", "2 Причина закриття: Значення має бути одним із таких: «Вирішено»"},
		"repetition":     {ended + "bug;low;12.05.2024;13.05.2024;Повторне звернення;\n", "2 Причина закриття: Основного звернення імпорт не знає."},
		"competence":     {ended + "bug;low;12.05.2024;13.05.2024;Передано до ГБК;\n", "2 Причина закриття: До МРГ і ГБК передають лише консультації"},
		"nobody there":   {ended + "consultation;low;12.05.2024;13.05.2024;Передано до МРГ;\n", "2 Представник: Вкажіть прізвище, ім’я та по батькові представника МРГ"},
		"origin":         {"Канал;Опис;Походження\nform;а;Viber\n", "2 Походження: Значення має бути одним із таких: «після допису у Facebook»."},
		"a link":         {"Канал;Опис;Посилання на сторінку\nform;а;javascript:alert(1)\n", "2 Посилання на сторінку: Вставте адресу сторінки повністю"},
		"content login":  {"Канал;Опис;Логін у системі\nform;а;" + strings.Repeat("я", 2001) + "\n", "2 Логін у системі: Логін у системі: забагато тексту."},
		"no contact":     {"Заявник;Телефон\nОлена;\n", "2 Телефон: Вкажіть телефон, електронну пошту або логін"},
	} {
		_, text := w.do("POST", importPath+"&preview=true", w.as(web.Supervisor), fileBody(c.file))
		got := read[api.TicketImported](t, text)
		if len(got.Faults) != 1 || !strings.HasPrefix(fmt.Sprintf("%d %s: %s", got.Faults[0].Row, got.Faults[0].Column, got.Faults[0].Words), c.want) {
			t.Errorf("%s: %s", name, text)
		}
		answer, text := w.do("POST", importPath, w.as(web.Supervisor), fileBody(c.file))
		p := problem(t, text)
		if answer.StatusCode != http.StatusUnprocessableEntity || p.Code != "import_faults" || !strings.Contains(p.Detail, got.Faults[0].Words) || len(w.tickets.imported) > 0 {
			t.Errorf("%s, imported: %d %s", name, answer.StatusCode, text)
		}
	}
}

func TestImportTickets_ChannelsAsTheDesktopNamesThem(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	_, text := w.do("POST", importPath, w.as(web.Supervisor), fileBody("Канал;Опис\nТелефон;а\nлист;б\nформа;в\n"))
	if got := read[api.TicketImported](t, text); got.Registered != 3 || len(got.Faults) > 0 {
		t.Fatalf("%s", text)
	}
	for i, want := range []tickets.Channel{tickets.Phone, tickets.Email, tickets.Form} {
		if got := w.tickets.arrivals[i].New.Ticket.Channel; got != want {
			t.Errorf("row %d: %q, not %q", i+2, got, want)
		}
	}
}

func TestImportTickets_WhatIsNoTableIsRefused(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	many := "Канал;Опис\n"
	for n := range 5001 {
		many += fmt.Sprintf("form;Опис %d\n", n)
	}
	for name, c := range map[string]struct {
		file string
		want string
	}{
		"a picture":        {"\x89PNG\r\n\x00", "Це не файл CSV"},
		"head alone":       {"Канал;Опис\n", "немає жодного рядка"},
		"open quote":       {"Канал;Опис\nform;\"а\n", "У рядку 2 неправильно розставлено лапки"},
		"other letters":    {"\x8a\xa0\xad\xa0\xab;\x8e\xaf\xa8\xe1\nform;\xa0\n", "Збережіть таблицю як «Книга Excel (.xlsx)» або «CSV UTF-8»"}, // CP866
		"other separators": {"Канал|Опис\nform|а\n", "Стовпці мають розділятися крапкою з комою, комою або табуляцією"},
		"broken letters":   {"\ufeffКанал;Опи\xd1\nform;а\n", "Літер файлу не розпізнано. Збережіть"},
		"many rows":        {many, "понад 5000 рядків"},
	} {
		answer, text := w.do("POST", importPath+"&preview=true", w.as(web.Supervisor), fileBody(c.file))
		if p := problem(t, text); answer.StatusCode != http.StatusUnprocessableEntity || !strings.Contains(p.Fields["file"], c.want) {
			t.Errorf("%s: %d %s", name, answer.StatusCode, text)
		}
	}
	answer, text := w.do("POST", importPath, w.as(web.Supervisor), fileBody(bytes.Repeat([]byte("а"), 5<<20)))
	if answer.StatusCode != http.StatusRequestEntityTooLarge || problem(t, text).Code != "file_too_large" {
		t.Errorf("6 MB: %d %s", answer.StatusCode, text)
	}
	answer, _ = w.do("POST", "/api/v1/ticket-imports", w.as(web.Supervisor), importBody)
	want(t, "no name", answer.StatusCode, http.StatusUnprocessableEntity)
}

// The preview shows what would be registered: of a row that is known by its number nothing else is read.
func TestImportTickets_PreviewLeavesOutWhatIsKnown(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tickets.known = map[tickets.Number]bool{10000123: true}
	_, text := w.do("POST", importPath+"&preview=true", w.as(web.Supervisor), fileBody("Номер;Канал;Опис\n10000123-5;лист;а\n;форма;б\n"))
	if got := read[api.TicketImported](t, text); got.Known != 1 || got.Registered != 1 || len(got.First) != 1 || got.First[0].Row != 3 {
		t.Errorf("%s", text)
	}
}

// Five thousand rows in Windows-1251 are read whole, and the template, filled in, is a file that is understood.
func TestImportTickets_LargestFileAndTemplate(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	lines := []string{"Канал,Опис"}
	for n := range 5000 {
		lines = append(lines, fmt.Sprintf("form,Опис %d", n))
	}
	old, err := charmap.Windows1251.NewEncoder().Bytes([]byte(strings.Join(lines, "\r\n")))
	must(t, err)
	_, text := w.do("POST", importPath, w.as(web.Administrator), fileBody(old))
	if got := read[api.TicketImported](t, text); got.Registered != 5000 || len(got.First) != 10 || w.tickets.arrivals[4999].New.Ticket.Description != "Опис 4999" {
		t.Errorf("%s", text)
	}
	for _, format := range []string{"csv", "xlsx"} {
		answer, text := w.do("GET", "/api/v1/ticket-import-templates/"+format, w.as(web.Supervisor), nil)
		head, err := sheet.Read(text, 1)
		must(t, err)
		if len(head) != 1 || !strings.Contains(answer.Header.Get("Content-Disposition"), "."+format) {
			t.Fatalf("%s: %v %v", format, head, answer.Header)
		}
		var file bytes.Buffer
		out, err := sheet.NewWriter(&file, sheet.Format(format), time.UTC, head[0].Cells...)
		must(t, err)
		cells := make([]any, len(head[0].Cells))
		for i, name := range head[0].Cells {
			cells[i] = map[string]string{"Ключ": "k-" + format, "Канал": "form", "Опис": "Опис", "Заявник": "Олена Бойко"}[name]
		}
		must(t, out.Row(cells...))
		must(t, out.Close())
		_, text = w.do("POST", importPath+"&preview=true", w.as(web.Supervisor), fileBody(file.Bytes()))
		if got := read[api.TicketImported](t, text); got.FaultCount != 0 || got.Registered != 1 || len(got.Head) != len(head[0].Cells) {
			t.Errorf("%s: %s", format, text)
		}
	}
}
