package web_test

import (
	"bytes"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/web"
	"hotline/web/api"
)

// archive has of each kind one: closed in an older system, classified, and new with a text that looks like a formula.
const archive = "Ключ;Канал;Служба;Надійшло;Тип;Пріоритет;Бізнес-процес;Тема;Опис;Чому усно;Статус;Реакцію надано;Виконано й повідомлено;Закрито;Причина закриття;Представник;" +
	"Заявник;Хто це;Група;Підгрупа;Телефон;Ел. пошта;Логін;Походження;Посилання на сторінку;Версія та браузер;Покроковий опис;Логін у системі;Посилання на документ;" +
	"Мета й цілі;Пункт нормативного документа;Макети;Знімки екрана\n" +
	"1;Електронна пошта;Організаційна підтримка користувачів;2024-05-13 11:00:00;Консультація/задача;Високий;Авторизація через ЕЦП;Вхід;Не входить за ключем;;Закрито;" +
	"2024-05-13 11:20:00;2024-05-14 10:00:00;2024-05-15 09:30:00;Передано до МРГ;Петренко Іван Іванович;" +
	"Школа № 5;Організація;Внутрішні користувачі;Районна державна адміністрація (РДА);'+380443668099;school@example.com;school5;після допису у Facebook;https://gb.kyivcity.gov.ua/projects/7;Chrome 130;" +
	"\"1. Увійти\n2. «Подати»\";school5-old;https://example.com/norm.pdf;Щоб було;https://example.com/p4;'=макети;два знімки\n" +
	"2;Контактний номер телефону;Служба технічного супроводу системи;;Помилка/проблема;Критичний;Доопрацювання системи;'=1+1;\"Рядок один\nі «два»; зі знаком\";не має пошти;Зареєстровано;;;;;;" +
	"Ірина Мельник;Фізична особа;Зовнішні користувачі;;'+380501112233;;;;;Firefox;;irina.m;;;;;\n" +
	"3;Форма зворотного зв’язку на сайті ГБ;Інформаційна підтримка користувачів;;;;;;'+380 не додзвонитися;;;;;;;;;;;;;;;;;;;;;;;;\n"

// withRealTickets is a world over the true register.
func withRealTickets(t *testing.T) *world {
	w := newWorld(t)
	w.serve(func(d *web.Deps) { d.Tickets = w.real })
	return w
}

func (w *world) imports(file []byte, preview string) api.TicketImported {
	w.t.Helper()
	answer, text := w.do("POST", importPath+preview, w.as(web.Supervisor), fileBody(file))
	if answer.StatusCode != http.StatusOK {
		w.t.Fatalf("%d %s", answer.StatusCode, text)
	}
	return read[api.TicketImported](w.t, text)
}

func (w *world) exports(format string) []byte {
	w.t.Helper()
	answer, text := w.do("GET", "/api/v1/ticket-exports/"+format, w.as(web.Supervisor), nil, "Accept-Encoding", "identity")
	want(w.t, format, answer.StatusCode, http.StatusOK)
	return text
}

// What was exported is known when it comes back, whatever became of it: of each ticket, also of one that nobody has described and
// of one to which access is narrowed, and nothing is registered twice.
func TestExport_ComesBackAsKnownRows_R_X_4(t *testing.T) {
	t.Parallel()
	w := withRealTickets(t)
	if got := w.imports([]byte(archive), ""); got.Registered != 3 {
		t.Fatalf("%+v", got)
	}
	w.appeal("kyiv1-1.1")
	secret, err := w.real.RegisterByHand(t.Context(), tickets.Intake{Key: "s", Channel: tickets.Email, Subject: "Таємна тема", Description: "Таємний опис", OralReason: "Таємно",
		Applicant: tickets.ApplicantChoice{Name: "Таємна Особа", Email: "secret@example.com", Login: "secret"}}, tickets.Author{ID: 1, Name: "Коваль"})
	must(t, err)
	_, err = w.real.Do(t.Context(), secret.ID, 0, tickets.Restrict{Ground: "заява"}, tickets.Author{ID: 2, Name: "Шевчук"})
	must(t, err)
	for _, format := range []string{"csv", "xlsx"} {
		file := w.exports(format)
		if got := w.imports(file, "&preview=true"); got.FaultCount != 0 || got.Known != 5 || got.Registered != 0 || got.Rows != 5 {
			t.Errorf("%s, looked at: %+v", format, got)
		}
		if got := w.imports(file, ""); got.Known != 5 || got.Registered != 0 {
			t.Errorf("%s: %+v", format, got)
		}
		lines, err := sheet.Read(file, 10)
		must(t, err)
		for _, line := range lines {
			if said := strings.Join(line.Cells, " "); strings.Contains(strings.ToLower(said), "таємн") || strings.Contains(said, "secret") {
				t.Errorf("%s tells of a restricted ticket: %s", format, said)
			}
		}
	}
}

// In another register the same file, its numbers taken as the file's own keys, makes the same appeals: all that an import knows of
// a ticket is in an export.
func TestExport_HasAllThatAnImportNeeds_R_X_4(t *testing.T) {
	t.Parallel()
	from, to := withRealTickets(t), withRealTickets(t)
	from.imports([]byte(archive), "")
	first := rowsOf(t, from.exports("xlsx"))
	for _, said := range []string{"після допису у Facebook", "https://gb.kyivcity.gov.ua/projects/7", "Chrome 130", "1. Увійти\n2. «Подати»", "school5-old",
		"https://example.com/norm.pdf", "Щоб було", "https://example.com/p4", "=макети", "два знімки", "irina.m"} {
		if !slices.ContainsFunc(first, func(row []string) bool { return slices.Contains(row, said) }) {
			t.Errorf("the export lacks %q", said)
		}
	}
	var moved bytes.Buffer
	head := slices.Clone(first[0])
	head[slices.Index(head, "Номер")] = "Ключ"
	out, err := sheet.NewWriter(&moved, sheet.CSV, time.UTC, head...)
	must(t, err)
	for _, row := range first[1:] {
		cells := make([]any, len(head))
		for i := range head {
			cells[i] = row[i]
			if slices.Contains([]string{"Реакцію надано", "Виконано й повідомлено"}, head[i]) && !slices.Contains(row, "Закрито") {
				cells[i] = nil
			}
		}
		must(t, out.Row(cells...))
	}
	must(t, out.Close())
	if got := to.imports(moved.Bytes(), ""); got.Registered != 3 || got.FaultCount != 0 {
		t.Fatalf("%+v", got)
	}
	second := rowsOf(t, to.exports("xlsx"))
	for _, rows := range [][][]string{first, second} {
		for _, row := range rows {
			row[0] = "" // the numbers are each register's own
		}
		slices.SortFunc(rows, slices.Compare)
	}
	if !slices.EqualFunc(first, second, slices.Equal) {
		t.Errorf("\nfrom %q\n  to %q", first, second)
	}
}

func rowsOf(t *testing.T, file []byte) (rows [][]string) {
	t.Helper()
	lines, err := sheet.Read(file, 10)
	must(t, err)
	for _, line := range lines {
		rows = append(rows, append(line.Cells, make([]string, len(lines[0].Cells)-len(line.Cells))...))
	}
	return rows
}
