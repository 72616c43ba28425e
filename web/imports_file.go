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
	"hotline/web/api"
)

var apostrophes = strings.NewReplacer("’", "'", "ʼ", "'", "`", "'", "‘", "'")

// fold makes one of the ways to write a heading or a word of a list.
func fold(s string) string {
	return apostrophes.Replace(strings.ToLower(strings.Join(strings.Fields(s), " ")))
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
			"format":   "Це не файл CSV і не книга XLSX. Збережіть таблицю як «Книга Excel (.xlsx)» або «CSV UTF-8» і надішліть її.",
			"encoding": "Літер файлу не розпізнано. Збережіть таблицю як «Книга Excel (.xlsx)» або «CSV UTF-8» і надішліть її.",
			"quotes":   fmt.Sprintf("У рядку %d неправильно розставлено лапки: текст, що починається з лапок, має ними й закінчуватися.", not.Row),
			"large":    "У книзі забагато тексту або порожніх стовпців. Скопіюйте потрібні стовпці в нову книгу й надішліть її.",
			"rows":     fmt.Sprintf("У файлі понад %d рядків. Поділіть його на частини.", importRows)}[not.Code]}}
	}
	if err != nil {
		return importFile{}, err
	}
	if len(lines) < 2 {
		return importFile{}, Faults{{"file", "У файлі немає жодного рядка з даними. У першому рядку мають бути заголовки, далі — по зверненню в рядку."}}
	}
	f := importFile{applicants: true, ignored: []string{}}
	at := f.head(lines[0])
	if len(f.columns) == 0 {
		return importFile{}, Faults{{"file", "Жодного заголовка не впізнано. Стовпці мають розділятися крапкою з комою, комою або табуляцією, а літери — бути в UTF-8, UTF-16 чи " +
			"Windows-1251. Збережіть таблицю як «Книга Excel (.xlsx)» або «CSV UTF-8» із заголовками зі зразка й надішліть її."}}
	}
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
		n := slices.IndexFunc(importColumns, func(c importColumn) bool {
			return slices.Contains([]string{fold(c.heading), c.field, c.before}, fold(cell))
		})
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
	needed := map[string]bool{"channel": !has["number"], "description": !has["number"]} // of a row of the register's own no more is needed
	if f.applicants {
		needed = map[string]bool{"name": true}
	}
	for _, c := range importColumns {
		if needed[c.field] && !has[c.field] {
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
		case !c.fill(&row, cell):
			f.fault(line.Number, c.heading, c.field+" invalid")
		}
	}
	if row.Intake.Applicant.Name == tickets.Narrowed && row.Ticket == 0 {
		f.fault(line.Number, "Заявник", "name narrowed")
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
