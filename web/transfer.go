package web

import (
	"context"
	"net/http"
	"net/url"

	"github.com/gin-gonic/gin"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/tickets/sla"
	"hotline/web/api"
)

// Transfer is what web asks of the register for files; *tickets.Register is it.
type Transfer interface {
	Export(ctx context.Context, e tickets.Export, f tickets.Filter, take func([]tickets.Exported) error) error
	Exports(ctx context.Context) ([]tickets.Export, error)
	CheckImport(ctx context.Context, m tickets.Import, rows []tickets.ImportRow) (tickets.ImportCheck, error)
	Import(ctx context.Context, m tickets.Import, rows []tickets.ImportRow) (tickets.Import, error)
	Imports(ctx context.Context) ([]tickets.Import, error)
}

const exportRoute = "/api/v1/ticket-exports/:format"

// ListExports shows who exported what.
func (h handlers) ListExports(ctx context.Context, _ api.ListExportsRequestObject) (api.ListExportsResponseObject, error) {
	all, err := h.Tickets.Exports(ctx)
	if err != nil {
		return nil, err
	}
	out := api.ListExports200JSONResponse{}
	for _, e := range all {
		row := api.TicketExport{At: e.At.UTC(), Who: e.By.Name, Format: api.TicketExportFormat(e.Format), Filter: e.Filter}
		if !e.FinishedAt.IsZero() {
			row.Tickets = &e.Tickets
		}
		out = append(out, row)
	}
	return out, nil
}

// ExportTickets gives a whole list as a file.
func (h handlers) ExportTickets(ctx context.Context, r api.ExportTicketsRequestObject) (api.ExportTicketsResponseObject, error) {
	now := h.Now().UTC()
	f, err := h.ticketFilter(ctx, api.ListTicketsParams(r.Params), now)
	if err != nil {
		return nil, err
	}
	f.After = tickets.Cursor{}
	if sheet.Format(r.Format) == sheet.XLSX {
		n, err := h.Tickets.Count(ctx, f, sheet.MaxRows+1)
		if err != nil {
			return nil, err
		}
		if n > sheet.MaxRows {
			return nil, Faults{{"format", "У файлі Excel уміщується щонайбільше 1 048 575 звернень, а у списку їх більше. Оберіть коротший період або вивантажте CSV."}}
		}
	}
	c := ctx.(*gin.Context)
	e := tickets.Export{By: author(current(ctx).user), Address: addressOf(c), Format: string(r.Format), Filter: asked(c.Request.URL)}
	return export{fail: func(err error) { h.fail(c, err) }, format: sheet.Format(r.Format), name: "звернення-" + now.In(sla.Kyiv).Format("2006-01-02-1504"),
		each: func(take func([]tickets.Exported) error) error { return h.Tickets.Export(ctx, e, f, take) }}, nil
}

// asked is the query of a list without the place in it.
func asked(u *url.URL) string {
	q := u.Query()
	q.Del("cursor")
	return q.Encode()
}

// export writes the file while the tickets are read.
type export struct {
	fail   func(error)
	format sheet.Format
	name   string
	each   func(take func([]tickets.Exported) error) error
}

// exportHead are the columns; exportRow has the cells in the same order. Those of an import have its headings.
var exportHead = []string{"Номер", "Зареєстровано", "Надійшло", "Канал", "Служба", "Статус", "Тип", "Пріоритет", "Бізнес-процес", "Тема", "Опис", "Чому усно",
	"Заявник", "Хто це", "Група", "Підгрупа", "Телефон", "Ел. пошта", "Логін", "Відповідальний", "Поза чергою", "Передано до", "Представник",
	"Строк реакції", "Реакцію надано", "Строк виконання", "Виконано й повідомлено", "Закрито", "Причина закриття",
	"Походження", "Посилання на сторінку", "Версія та браузер", "Покроковий опис", "Логін у системі", "Посилання на документ", "Мета й цілі",
	"Пункт нормативного документа", "Макети", "Знімки екрана"}

func exportRow(t tickets.Exported) []any {
	expedited, a, c := "", t.Applicant, t.Content
	if t.Expedited {
		expedited = "так"
	}
	phone := a.Phone
	if phone == "" {
		phone = t.Caller
	}
	return []any{t.Number.String(), t.RegisteredAt, t.ReceivedAt, t.Channel.Ukrainian(), t.Service.Ukrainian(), t.Status.Ukrainian(), t.Class.Type.Ukrainian(),
		t.Class.Category.Ukrainian(), t.Process, t.Subject, t.Description, t.OralReason, t.ApplicantName, a.Kind.Ukrainian(), t.ApplicantGroup.Ukrainian(),
		t.ApplicantSub.Ukrainian(), phone, a.Email, a.Login, t.Assignee.Name, expedited, t.Unit.Ukrainian(), t.Responsible,
		t.ReactionDueAt, t.ReactionMetAt(), t.ResolutionDueAt, t.ResolutionMetAt(), t.ClosedAt, t.CloseReason.Ukrainian(),
		t.Origin.Ukrainian(), c.PageLink, c.Browser, c.Steps, c.Login, c.SourceLink, c.Purpose, c.NormLink, c.Mockups, c.Screens}
}

// VisitExportTicketsResponse implements api.ExportTicketsResponseObject. The head leaves with the first page, so that a fault
// before it still has its words; after it the connection is cut, so that nobody takes a part for the whole.
func (x export) VisitExportTicketsResponse(w http.ResponseWriter) error {
	var file sheet.Writer
	err := x.each(func(page []tickets.Exported) (err error) {
		if file == nil {
			h := w.Header()
			h.Set("Content-Type", x.format.ContentType())
			h.Set("Content-Disposition", "attachment; filename=\"tickets."+string(x.format)+"\"; filename*=UTF-8''"+url.PathEscape(x.name)+"."+string(x.format))
			h.Set("Cache-Control", "private, no-store")
			if file, err = sheet.NewWriter(w, x.format, sla.Kyiv, exportHead...); err != nil {
				return err
			}
		}
		for _, t := range page {
			if err := file.Row(exportRow(t)...); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil {
		err = file.Close()
	}
	if err != nil && file == nil {
		x.fail(err)
		return nil
	}
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	return nil
}
