package web

import (
	"bytes"
	"cmp"
	"context"
	"crypto/sha256"
	"errors"
	"fmt"
	"io"
	"slices"

	"github.com/gin-gonic/gin"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/tickets/sla"
	"hotline/web/api"
)

const (
	importRoute   = "/api/v1/ticket-imports"
	importBytes   = 5 << 20
	importRows    = 5000 // without the head
	shownFaults   = 200
	shownArrivals = 10
)

// importFaults refuses a file of which rows are wrong; the preview has told which.
type importFaults struct {
	first api.TicketImportFault
	count int
}

func (e *importFaults) Error() string { return fmt.Sprintf("%d faults in the file", e.count) }

func (e *importFaults) problem() api.Problem {
	where := fmt.Sprintf("рядок %d", e.first.Row)
	if e.first.Column != "" {
		where += ", «" + e.first.Column + "»"
	}
	detail := "Нічого не зареєстровано. Виправте файл і надішліть його ще раз: " + where + ". " + e.first.Words
	return document(problem{nil, 422, "import_faults", "У файлі є помилки", detail}, nil)
}

// ListImports shows who imported what.
func (h handlers) ListImports(ctx context.Context, _ api.ListImportsRequestObject) (api.ListImportsResponseObject, error) {
	all, err := h.Tickets.Imports(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListImports200JSONResponse{}
	for _, m := range all {
		out = append(out, api.TicketImport{At: m.At.UTC(), Who: m.By.Name, File: m.File, Sha256: m.SHA256, Applicants: m.Applicants, Rows: m.Rows, Registered: m.Registered})
	}
	return out, nil
}

// ImportTickets registers what a file has, or says what it would.
func (h handlers) ImportTickets(ctx context.Context, r api.ImportTicketsRequestObject) (api.ImportTicketsResponseObject, error) {
	bytes, err := io.ReadAll(r.Body)
	if err != nil {
		return nil, errMalformed
	}
	m := tickets.Import{By: author(current(ctx).user), Address: addressOf(ctx.(*gin.Context)), File: tickets.Printable(r.Params.Name, 255), SHA256: fmt.Sprintf("%x", sha256.Sum256(bytes))}
	if m.File == "" {
		return nil, Faults{{"name", faultWords["required"]}}
	}
	file, err := readImport(bytes)
	if err != nil {
		return nil, err
	}
	m.Applicants = file.applicants
	check, err := h.Tickets.CheckImport(ctx, m, file.rows)
	if err != nil {
		return nil, err
	}
	out := file.understood(check)
	if value(r.Params.Preview) {
		return api.ImportTickets200JSONResponse(out), nil
	}
	if out.FaultCount > 0 {
		return nil, &importFaults{out.Faults[0], out.FaultCount}
	}
	m, err = h.Tickets.Import(ctx, m, file.rows)
	var late tickets.RowFaults
	if errors.As(err, &late) {
		return nil, &importFaults{rowFault(late[0]), len(late)}
	}
	if err != nil {
		return nil, err
	}
	out.Registered, out.Known = m.Registered, m.Rows-m.Registered
	return api.ImportTickets200JSONResponse(out), nil
}

// understood is the answer: what is wrong, row by row, and the first rows as they are understood.
func (f importFile) understood(check tickets.ImportCheck) api.TicketImported {
	faults := f.faults
	for _, fault := range check.Faults {
		one := rowFault(fault)
		if !slices.ContainsFunc(f.faults, func(read api.TicketImportFault) bool { return read.Row == one.Row && read.Column == one.Column }) {
			faults = append(faults, one) // what was not read is not missed besides
		}
	}
	slices.SortStableFunc(faults, func(a, b api.TicketImportFault) int { return cmp.Compare(a.Row, b.Row) })
	out := api.TicketImported{Applicants: f.applicants, Rows: len(f.rows), Known: check.Known, Registered: max(len(check.Arrivals)-check.Known, 0), Ignored: f.ignored,
		FaultCount: len(faults), Faults: faults[:min(len(faults), shownFaults)], Head: []string{}, First: []api.TicketImportRow{}}
	if out.Faults == nil {
		out.Faults = []api.TicketImportFault{}
	}
	for _, c := range f.columns {
		out.Head = append(out.Head, c.heading)
	}
	keys := map[int]string{}
	for _, row := range f.rows {
		keys[row.Number] = row.Key
	}
	for _, a := range check.Arrivals {
		if a.Ticket != 0 {
			continue // of a row that is known by its number nothing else was read
		}
		if len(out.First) == shownArrivals {
			break
		}
		row := api.TicketImportRow{Row: a.Row, Cells: []string{}}
		for _, c := range f.columns {
			cell := ""
			switch {
			case c.field == "key":
				cell = keys[a.Row]
			case c.field != "number":
				cell = c.show(a)
			}
			row.Cells = append(row.Cells, cell)
		}
		out.First = append(out.First, row)
	}
	return out
}

// GetImportTemplate gives an empty file.
func (h handlers) GetImportTemplate(_ context.Context, r api.GetImportTemplateRequestObject) (api.GetImportTemplateResponseObject, error) {
	var head []string
	for _, c := range importColumns[1:] { // a number is the register's to give
		if c.ofApplicant || !value(r.Params.Applicants) {
			head = append(head, c.heading)
		}
	}
	var file bytes.Buffer
	w, err := sheet.NewWriter(&file, sheet.Format(r.Format), sla.Kyiv, head...)
	if err != nil {
		return nil, err
	}
	if err := w.Close(); err != nil {
		return nil, err
	}
	name := "звернення-зразок"
	if value(r.Params.Applicants) {
		name = "заявники-зразок"
	}
	return template{sheet.Format(r.Format), name, file.Bytes()}, nil
}
