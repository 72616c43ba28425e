package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/chromedp/cdproto/browser"
	"github.com/chromedp/chromedp"
	"github.com/chromedp/chromedp/kb"

	"hotline/telephony/softphone"
	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/web"
)

// What an older system has given; in the first file the second row names a channel that there is not.
const (
	olderAppeals = "Ключ;Канал;Надійшло;Тип;Пріоритет;Тема;Опис;Статус;Закрито;Причина закриття;Заявник;Ел. пошта\n" +
		"7001;Електронна пошта;;;;Помилка форми;Не відкривається форма подання проєкту;;;;Ірина Мельник;iryna@example.com\n" +
		"7002;%s;12.05.2025 10:00;Консультація/задача;Низький;Голосування;Пояснено, як проголосувати;Закрито;13.05.2025 11:00;Надано консультацію;;\n"
	aDay = "листопад.csv"
)

// The supervisor's day with the register: a file of an older system is refused by the row that is wrong, and taken when it is
// mended; what came with it is found by a word in another form, and leaves as a file; the administrator sees how another system
// was told of it, and the bell says that a colleague has handed it over.
func TestBrowser_TheSupervisorsDay_FileSearchExportWebhookBell_R_1_4_R_X_4(t *testing.T) {
	beside(t, browsers)
	w := newTown(t, func(c *config) { c.WebhookAllow = []string{"127.0.0.0/8"} })
	other, secret := newReceiver(t, 0), ""
	other.secret = func() string { return secret }
	admin := w.desktop(t, "Олена Бондар", softphone.ToneTarget)
	admin.login(web.Administrator, "")
	admin.open("/webhooks")
	admin.press("hook-add")
	admin.write("hook-url", other.URL)
	admin.press("event-ticket.registered")
	admin.press("rule-save")
	secret = admin.text("secret")
	admin.press("secret-done")
	admin.press("deliveries-1")

	chief := w.desktop(t, "Андрій Мельник", softphone.ToneSupervisor)
	chief.login(web.Supervisor, "")
	chief.press("nav-tickets")
	chief.press("import")
	chief.upload("import-file", aDay, fmt.Sprintf(olderAppeals, "Вайбер"))
	chief.sees("import-faults", "3", "Канал", "«Електронна пошта»")
	chief.picture("day-import-fault")
	chief.upload("import-file", aDay, fmt.Sprintf(olderAppeals, "Форма зворотного зв'язку на сайті ГБ"))
	chief.press("import-send")
	chief.sees("import-done", "Зареєстровано 2 звернення.")
	chief.key(kb.Escape)

	number := foundByItsWords(chief)
	exported(chief, number)

	var told struct {
		Event  string
		Ticket struct{ Number string }
	}
	must(t, json.Unmarshal([]byte(other.next(t, w.ctx.Done())), &told))
	if told.Event != "ticket.registered" || told.Ticket.Number != number {
		t.Errorf("the other system was told %+v, want the one that is to be worked on, %s", told, number)
	}
	admin.until("the delivery is seen", `[...document.querySelectorAll('[data-testid^="delivery-"]')].map(e => e.innerText).join().includes("доставлено")`)
	admin.until("what was closed elsewhere is no news", `document.querySelectorAll('[data-testid^="delivery-"]').length === 1`)
	admin.picture("day-delivery")

	n, err := tickets.ParseNumber(number)
	must(t, err)
	appeal, err := w.reg.Ticket(w.ctx, tickets.Key{Number: n})
	must(t, err)
	_, err = w.reg.Do(w.ctx, appeal.ID, 0, tickets.Assign{To: tickets.Author{ID: tickets.AgentID(chief.id), Name: chief.name}, Why: "потрібне ваше рішення"},
		tickets.Author{ID: tickets.AgentID(admin.id), Name: "Колега"})
	must(t, err)
	chief.sees("bell-count", "1")
	chief.press("bell")
	chief.sees("inbox", "Вам доручено звернення (Колега): потрібне ваше рішення", number)
	chief.picture("day-bell")
	chief.click("the line", `document.querySelector('[data-testid^="inbox-"]')`)
	chief.sees("ticket-number", number)
	chief.sees("ticket-history", "Імпортовано з файлу «"+aDay+"», рядок 2")
}

// foundByItsWords finds the imported appeal by a word of it in another form, and gives its number.
func foundByItsWords(d *desktop) (number string) {
	d.t.Helper()
	d.w.prepareIndex(d.w.ctx)
	within(d.t, "the search has read it", func() bool {
		read, err := d.w.index.Fill(d.w.ctx)
		must(d.t, err)
		return read == 0
	})
	d.open("/search")
	d.write("search-text", "формою")
	d.press("search-find")
	d.sees("hit", "Помилка форми", "Ірина Мельник")
	d.picture("day-found")
	number, _, _ = strings.Cut(d.text("hit"), " ")
	return number
}

// exported takes the whole list as a file and looks for the appeal in it.
func exported(d *desktop, number string) {
	d.t.Helper()
	dir := d.t.TempDir()
	_, err := chromedp.CallBrowser(d.ctx, browser.SetDownloadBehavior, browser.SetDownloadBehaviorParams{Behavior: browser.SetDownloadBehaviorBehaviorAllow, DownloadPath: dir})
	must(d.t, err)
	d.open("/tickets")
	d.press("list-all")
	d.sees("list-all")
	d.press("export")
	d.sees("export-asked", "усі звернення")
	d.press("export-csv")
	var lines []sheet.Line
	within(d.t, "the file has come", func() bool {
		files, err := filepath.Glob(filepath.Join(dir, "*.csv"))
		must(d.t, err)
		if len(files) != 1 {
			return false
		}
		file, err := os.ReadFile(files[0])
		must(d.t, err)
		lines, err = sheet.Read(file, 10)
		return err == nil && len(lines) == 3
	})
	var all []string
	for _, line := range lines {
		all = append(all, strings.Join(line.Cells, ";"))
	}
	if said := strings.Join(all, "\n"); !strings.Contains(said, number) || !strings.Contains(said, "Не відкривається форма подання проєкту") || !strings.Contains(said, "iryna@example.com") {
		d.t.Errorf("the file: %s", said)
	}
	d.until("the audit says who and what", element("export-dialog")+`.innerText.includes("CSV, 2 звернення · усі звернення")`)
	d.picture("day-export")
	d.key(kb.Escape)
}

// upload gives a field of files a file, as its chooser does.
func (d *desktop) upload(id, name, text string) {
	d.t.Helper()
	d.sees(id)
	quoted, err := json.Marshal([]string{name, text})
	must(d.t, err)
	_, err = look[bool](d, fmt.Sprintf(`(([name, text], field) => {
		const chosen = new DataTransfer()
		chosen.items.add(new File([text], name, {type: "text/csv"}))
		field.files = chosen.files
		return field.dispatchEvent(new Event("change", {bubbles: true}))
	})(%s, %s)`, quoted, element(id)))
	must(d.t, err)
}
