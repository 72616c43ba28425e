package web

import (
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// importColumn is a column that an import knows, by its heading or its code. Headings are those of an export where both have it.
type importColumn struct {
	field, heading string
	ofApplicant    bool
	fill           func(row *tickets.ImportRow, cell string) // what is not understood is put as it is: the register refuses it
	show           func(a tickets.Arrival) string
}

var importColumns = []importColumn{
	{"key", "Ключ", false, func(r *tickets.ImportRow, s string) { r.Key = s }, nil},
	{"channel", "Канал", false, func(r *tickets.ImportRow, s string) { r.Intake.Channel = oneOf(s, importChannels) },
		func(a tickets.Arrival) string { return a.New.Ticket.Channel.Ukrainian() }},
	{"service", "Послуга", false, func(r *tickets.ImportRow, s string) { r.Intake.Service = oneOf(s, importServices) },
		func(a tickets.Arrival) string { return a.New.Ticket.Service.Ukrainian() }},
	{"received_at", "Надійшло", false, func(r *tickets.ImportRow, s string) { r.Intake.ReceivedAt, _ = sheet.Instant(s, sla.Kyiv) },
		func(a tickets.Arrival) string {
			return a.New.Ticket.ReceivedAt.In(sla.Kyiv).Format("02.01.2006, 15:04")
		}},
	{"subject", "Тема", false, func(r *tickets.ImportRow, s string) { r.Intake.Subject = s }, func(a tickets.Arrival) string { return a.New.Ticket.Subject }},
	{"description", "Опис", false, func(r *tickets.ImportRow, s string) { r.Intake.Description = s }, func(a tickets.Arrival) string { return a.New.Ticket.Description }},
	{"oral_reason", "Чому усно", false, func(r *tickets.ImportRow, s string) { r.Intake.OralReason = s }, func(a tickets.Arrival) string { return a.New.Ticket.OralReason }},
	{"name", "Заявник", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Name = s }, func(a tickets.Arrival) string { return a.Applicant.Name }},
	{"kind", "Хто це", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Kind = oneOf(s, importKinds) },
		func(a tickets.Arrival) string { return a.Applicant.Kind.Ukrainian() }},
	{"group", "Група", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Group = oneOf(s, importGroups) },
		func(a tickets.Arrival) string { return a.Applicant.Group.Ukrainian() }},
	{"subgroup", "Підгрупа", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Subgroup = oneOf(s, tickets.Subgroups) },
		func(a tickets.Arrival) string { return a.Applicant.Subgroup.Ukrainian() }},
	{"phone", "Телефон", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Phone = s }, func(a tickets.Arrival) string { return a.Applicant.Phone }},
	{"email", "Ел. пошта", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Email = s }, func(a tickets.Arrival) string { return a.Applicant.Email }},
	{"login", "Логін", true, func(r *tickets.ImportRow, s string) { r.Intake.Applicant.Login = s }, func(a tickets.Arrival) string { return a.Applicant.Login }},
}

var (
	importChannels = []tickets.Channel{tickets.Phone, tickets.Email, tickets.Form}
	importServices = []tickets.Service{tickets.Information, tickets.Organisation, tickets.Technical}
	importKinds    = []tickets.ApplicantKind{tickets.Person, tickets.OrganisationKind}
	importGroups   = []tickets.Group{tickets.InternalUser, tickets.ExternalUser, tickets.Moderator, tickets.Administrator}
)

// oneOf is the member of a closed list that a cell names, by its words or its code.
func oneOf[T interface {
	~string
	Ukrainian() string
}](cell string, list []T) T {
	for _, v := range list {
		if said := fold(cell); said == fold(v.Ukrainian()) || said == string(v) {
			return v
		}
	}
	return T(cell)
}

func closedList[T interface{ Ukrainian() string }](list []T) string {
	var all []string
	for _, v := range list {
		all = append(all, "«"+v.Ukrainian()+"»")
	}
	return "Значення має бути одним із таких: " + strings.Join(all, ", ") + "."
}

var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "‘", "'")

// fold makes one of the ways to write a heading or a word of a list.
func fold(s string) string {
	return apostrophes.Replace(strings.ToLower(strings.Join(strings.Fields(s), " ")))
}

var importWords = map[string]string{
	"channel invalid":     closedList(importChannels),
	"service invalid":     closedList(importServices),
	"kind invalid":        closedList(importKinds),
	"group invalid":       closedList(importGroups),
	"subgroup invalid":    "Підгрупу мають лише внутрішні користувачі. " + closedList(tickets.Subgroups),
	"received_at invalid": "Дату не розпізнано. Запишіть її, наприклад, так: 23.11.2026 10:15.",
	"login taken":         "Цей логін має заявник з іншим ім’ям. Уточніть ім’я або логін.",
	"phone contact":       "Вкажіть телефон, електронну пошту або логін: без них заявника не впізнати, коли файл надішлють ще раз.",
	"name narrowed":       "Ім’я в цьому рядку приховано, бо доступ до звернення обмежено. Приберіть рядок.",
	"column required":     "У файлі немає цього стовпця.",
	"column repeated":     "Стовпець із цим заголовком повторюється. Залиште один.",
	"column unknown":      "Такого стовпця імпорт не знає. Виправте заголовок за зразком або приберіть стовпець.",
}

// rowFault is a fault of the register's in words.
func rowFault(f tickets.RowFault) api.TicketImportFault {
	out := api.TicketImportFault{Row: f.Row, Words: importWords[f.Field+" "+f.Code]}
	for _, c := range importColumns {
		if c.field == f.Field {
			out.Column = c.heading
		}
	}
	switch {
	case f.Code == "repeated":
		out.Column, out.Words = "", fmt.Sprintf("Такий самий рядок або такий самий ключ уже є вище: рядок %d.", f.Of)
	case out.Words == "":
		out.Words = wordsFor(f.Field, f.Code)
	}
	return out
}

// importFile is a file as its head is understood.
type importFile struct {
	applicants bool
	columns    []importColumn // that the file has, in its order
	ignored    []string
	rows       []tickets.ImportRow
	faults     []api.TicketImportFault
}

// readImport reads a file. Faults when it is no table at all.
func readImport(file []byte) (importFile, error) {
	lines, err := sheet.Read(file, importRows+1)
	var not *sheet.Unreadable
	if errors.As(err, &not) {
		return importFile{}, Faults{{"file", map[string]string{
			"format": "Це не файл CSV і не книга XLSX. Збережіть таблицю як «Книга Excel (.xlsx)» або «CSV UTF-8» і надішліть її.",
			"quotes": fmt.Sprintf("У рядку %d неправильно розставлено лапки: текст, що починається з лапок, має ними й закінчуватися.", not.Row),
			"rows":   fmt.Sprintf("У файлі понад %d рядків. Поділіть його на частини.", importRows)}[not.Code]}}
	}
	if err != nil {
		return importFile{}, err
	}
	if len(lines) < 2 {
		return importFile{}, Faults{{"file", "У файлі немає жодного рядка з даними. У першому рядку мають бути заголовки, далі — по зверненню в рядку."}}
	}
	f := importFile{applicants: true, ignored: []string{}}
	at := f.head(lines[0])
	if len(f.faults) > 0 { // what its rows say is not known then
		return f, nil
	}
	for _, line := range lines[1:] {
		f.rows = append(f.rows, f.row(line, at))
	}
	return f, nil
}

// head finds the columns: which stands at which place.
func (f *importFile) head(line sheet.Line) map[int]importColumn {
	at, has := map[int]importColumn{}, map[string]bool{}
	for i, cell := range line.Cells {
		n := slices.IndexFunc(importColumns, func(c importColumn) bool { return fold(cell) == fold(c.heading) || fold(cell) == c.field })
		switch {
		case cell == "":
		case n >= 0 && has[importColumns[n].field]:
			f.fault(line.Number, cell, "column repeated")
		case n >= 0:
			c := importColumns[n]
			at[i], has[c.field], f.applicants = c, true, f.applicants && c.ofApplicant
			f.columns = append(f.columns, c)
		case slices.ContainsFunc(exportHead, func(s string) bool { return fold(s) == fold(cell) }):
			at[i] = importColumn{}
			f.ignored = append(f.ignored, cell)
		default:
			at[i] = importColumn{}
			f.fault(line.Number, cell, "column unknown")
		}
	}
	needed := map[string]string{"channel": "Канал", "description": "Опис"}
	if f.applicants {
		needed = map[string]string{"name": "Заявник"}
	}
	for _, c := range importColumns {
		if needed[c.field] != "" && !has[c.field] {
			f.fault(line.Number, c.heading, "column required")
		}
	}
	return at
}

func (f *importFile) row(line sheet.Line, at map[int]importColumn) tickets.ImportRow {
	row := tickets.ImportRow{Number: line.Number}
	for i, cell := range line.Cells {
		c, known := at[i]
		switch {
		case cell == "" || known && c.field == "":
			continue
		case !known:
			f.faults = append(f.faults, api.TicketImportFault{Row: line.Number, Words: fmt.Sprintf("У стовпці %d є значення, але немає заголовка.", i+1)})
			continue
		case c.field == "name" && cell == tickets.Narrowed:
			f.fault(line.Number, c.heading, "name narrowed")
		}
		if c.fill(&row, cell); c.field == "received_at" && row.Intake.ReceivedAt.IsZero() {
			f.fault(line.Number, c.heading, "received_at invalid")
		}
	}
	return row
}

func (f *importFile) fault(row int, column, code string) {
	f.faults = append(f.faults, api.TicketImportFault{Row: row, Column: tickets.Printable(column, 100), Words: importWords[code]})
}

// template is an empty file.
type template struct {
	format sheet.Format
	name   string
	bytes  []byte
}

// VisitGetImportTemplateResponse implements api.GetImportTemplateResponseObject.
func (t template) VisitGetImportTemplateResponse(w http.ResponseWriter) error {
	w.Header().Set("Content-Type", t.format.ContentType())
	w.Header().Set("Content-Disposition", "attachment; filename=\"template."+string(t.format)+"\"; filename*=UTF-8''"+url.PathEscape(t.name)+"."+string(t.format))
	_, err := w.Write(t.bytes)
	return err
}
