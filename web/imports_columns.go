package web

import (
	"slices"
	"strings"
	"time"

	"hotline/tickets"
	"hotline/tickets/sheet"
	"hotline/tickets/sla"
)

// importColumn is a column that an import knows, by its heading or its code. Headings are those of an export, so that an export
// is a file that an import understands.
type importColumn struct {
	field, heading string
	before         string // the heading of older templates, folded
	ofApplicant    bool
	fill           func(row *tickets.ImportRow, cell string) bool // false: the cell is not understood. A wrong word of a closed list is put as it is: the register refuses it
	show           func(a tickets.Arrival) string
}

func textColumn(field, heading string, in func(*tickets.ImportRow) *string, show func(tickets.Arrival) string) importColumn {
	return importColumn{field: field, heading: heading, show: show, fill: func(r *tickets.ImportRow, s string) bool {
		*in(r) = s
		return true
	}}
}

func instantColumn(field, heading string, in func(*tickets.ImportRow) *time.Time, show func(tickets.Arrival) time.Time) importColumn {
	return importColumn{field: field, heading: heading,
		fill: func(r *tickets.ImportRow, s string) (ok bool) {
			*in(r), ok = sheet.Instant(s, sla.Kyiv)
			return ok
		},
		show: func(a tickets.Arrival) string {
			if at := show(a); !at.IsZero() {
				return at.In(sla.Kyiv).Format("02.01.2006, 15:04")
			}
			return ""
		}}
}

type listed interface {
	~string
	Ukrainian() string
}

func listColumn[T listed](field, heading string, list []T, in func(*tickets.ImportRow) *T, show func(tickets.Arrival) T) importColumn {
	return importColumn{field: field, heading: heading, show: func(a tickets.Arrival) string { return show(a).Ukrainian() },
		fill: func(r *tickets.ImportRow, s string) bool {
			*in(r) = oneOf(s, list)
			return true
		}}
}

type (
	arrival = tickets.Arrival
	fileRow = *tickets.ImportRow
)

var importColumns = slices.Concat(appealColumns, contentColumns, applicantColumns)

var appealColumns = []importColumn{
	{field: "number", heading: "Номер", show: func(a arrival) string { return a.Ticket.String() },
		fill: func(r fileRow, s string) bool {
			n, err := tickets.ParseNumber(s)
			r.Ticket = n
			return err == nil
		}},
	textColumn("key", "Ключ", func(r fileRow) *string { return &r.Key }, nil),
	asShown(channelsShown, listColumn("channel", "Канал", importChannels, func(r fileRow) *tickets.Channel { return &r.Intake.Channel },
		func(a arrival) tickets.Channel { return a.New.Ticket.Channel })),
	older("послуга", listColumn("service", "Служба", importServices, func(r fileRow) *tickets.Service { return &r.Intake.Service },
		func(a arrival) tickets.Service { return a.New.Ticket.Service })),
	instantColumn("received_at", "Надійшло", func(r fileRow) *time.Time { return &r.Intake.ReceivedAt }, func(a arrival) time.Time { return a.New.Ticket.ReceivedAt }),
	listColumn("type", "Тип", importTypes, func(r fileRow) *tickets.Type { return &r.Class.Type }, func(a arrival) tickets.Type { return a.New.Ticket.Class.Type }),
	listColumn("category", "Пріоритет", importCategories, func(r fileRow) *tickets.Category { return &r.Class.Category },
		func(a arrival) tickets.Category { return a.New.Ticket.Class.Category }),
	textColumn("process", "Бізнес-процес", func(r fileRow) *string { return &r.Process }, func(a arrival) string { return a.Process }),
	textColumn("subject", "Тема", func(r fileRow) *string { return &r.Intake.Subject }, func(a arrival) string { return a.New.Ticket.Subject }),
	textColumn("description", "Опис", func(r fileRow) *string { return &r.Intake.Description }, func(a arrival) string { return a.New.Ticket.Description }),
	textColumn("oral_reason", "Чому усно", func(r fileRow) *string { return &r.Intake.OralReason }, func(a arrival) string { return a.New.Ticket.OralReason }),
	listColumn("status", "Статус", tickets.Statuses, func(r fileRow) *tickets.Status { return &r.Status }, func(a arrival) tickets.Status { return a.New.Ticket.Status }),
	instantColumn("reacted_at", "Реакцію надано", func(r fileRow) *time.Time { return &r.Ended.ReactedAt }, func(a arrival) time.Time { return a.New.Ticket.ReactionMetAt() }),
	instantColumn("told_at", "Виконано й повідомлено", func(r fileRow) *time.Time { return &r.Ended.ToldAt }, func(a arrival) time.Time { return a.New.Ticket.ResolutionMetAt() }),
	instantColumn("closed_at", "Закрито", func(r fileRow) *time.Time { return &r.Ended.At }, func(a arrival) time.Time { return a.New.Ticket.ClosedAt }),
	listColumn("close_reason", "Причина закриття", tickets.CloseReasons, func(r fileRow) *tickets.CloseReason { return &r.Ended.Reason },
		func(a arrival) tickets.CloseReason { return a.New.Ticket.CloseReason }),
	textColumn("responsible", "Представник", func(r fileRow) *string { return &r.Ended.Responsible }, func(a arrival) string { return a.New.Ticket.Responsible }),
}

// contentColumns are what an appeal should bring with it (Regulation 4.4, 4.5), and what led the applicant here. The login stands here
// as it was told with the appeal; the card's own is a column of the applicant.
var contentColumns = []importColumn{
	listColumn("origin", "Походження", importOrigins, func(r fileRow) *tickets.Origin { return &r.Intake.Origin }, func(a arrival) tickets.Origin { return a.New.Ticket.Origin }),
	contentColumn("page_link", "Посилання на сторінку", func(c *tickets.Content) *string { return &c.PageLink }),
	contentColumn("browser", "Версія та браузер", func(c *tickets.Content) *string { return &c.Browser }),
	contentColumn("steps", "Покроковий опис", func(c *tickets.Content) *string { return &c.Steps }),
	contentColumn("content_login", "Логін у системі", func(c *tickets.Content) *string { return &c.Login }),
	contentColumn("source_link", "Посилання на документ", func(c *tickets.Content) *string { return &c.SourceLink }),
	contentColumn("purpose", "Мета й цілі", func(c *tickets.Content) *string { return &c.Purpose }),
	contentColumn("norm_link", "Пункт нормативного документа", func(c *tickets.Content) *string { return &c.NormLink }),
	contentColumn("mockups", "Макети", func(c *tickets.Content) *string { return &c.Mockups }),
	contentColumn("screens", "Знімки екрана", func(c *tickets.Content) *string { return &c.Screens }),
}

func contentColumn(field, heading string, of func(*tickets.Content) *string) importColumn {
	return textColumn(field, heading, func(r fileRow) *string { return of(&r.Intake.Content) }, func(a arrival) string { return *of(&a.New.Ticket.Content) })
}

var applicantColumns = ofApplicant(
	textColumn("name", "Заявник", func(r fileRow) *string { return &r.Intake.Applicant.Name }, func(a arrival) string { return a.Applicant.Name }),
	listColumn("kind", "Хто це", importKinds, func(r fileRow) *tickets.ApplicantKind { return &r.Intake.Applicant.Kind },
		func(a arrival) tickets.ApplicantKind { return a.Applicant.Kind }),
	listColumn("group", "Група", importGroups, func(r fileRow) *tickets.Group { return &r.Intake.Applicant.Group }, func(a arrival) tickets.Group { return a.Applicant.Group }),
	listColumn("subgroup", "Підгрупа", tickets.Subgroups, func(r fileRow) *tickets.Subgroup { return &r.Intake.Applicant.Subgroup },
		func(a arrival) tickets.Subgroup { return a.Applicant.Subgroup }),
	textColumn("phone", "Телефон", func(r fileRow) *string { return &r.Intake.Applicant.Phone }, func(a arrival) string { return a.Applicant.Phone }),
	textColumn("email", "Ел. пошта", func(r fileRow) *string { return &r.Intake.Applicant.Email }, func(a arrival) string { return a.Applicant.Email }),
	textColumn("login", "Логін", func(r fileRow) *string { return &r.Intake.Applicant.Login }, func(a arrival) string { return a.Applicant.Login }),
)

func older(heading string, c importColumn) importColumn {
	c.before = heading
	return c
}

// asShown has the column also read the short words, in lower case, that stand for its values on the desktop.
func asShown(words map[string]tickets.Channel, c importColumn) importColumn {
	fill := c.fill
	c.fill = func(r fileRow, s string) bool {
		if code, ok := words[fold(s)]; ok {
			s = string(code)
		}
		return fill(r, s)
	}
	return c
}

func ofApplicant(all ...importColumn) []importColumn {
	for i := range all {
		all[i].ofApplicant = true
	}
	return all
}

var (
	importChannels   = []tickets.Channel{tickets.Phone, tickets.Email, tickets.Form}
	channelsShown    = map[string]tickets.Channel{"телефон": tickets.Phone, "лист": tickets.Email, "форма": tickets.Form}
	importOrigins    = []tickets.Origin{tickets.FacebookReferral}
	importServices   = []tickets.Service{tickets.Information, tickets.Organisation, tickets.Technical}
	importTypes      = []tickets.Type{tickets.Bug, tickets.Feature, tickets.Consultation}
	importCategories = []tickets.Category{tickets.Critical, tickets.High, tickets.Low}
	importKinds      = []tickets.ApplicantKind{tickets.Person, tickets.OrganisationKind}
	importGroups     = []tickets.Group{tickets.InternalUser, tickets.ExternalUser, tickets.Moderator, tickets.Administrator}
)

// oneOf is the member of a closed list that a cell names, by its words or its code.
func oneOf[T listed](cell string, list []T) T {
	for _, v := range list {
		if said := fold(cell); said == fold(v.Ukrainian()) || said == string(v) {
			return v
		}
	}
	return T(cell)
}

func closedList[T listed](list []T) string {
	var all []string
	for _, v := range list {
		all = append(all, "«"+v.Ukrainian()+"»")
	}
	return "Значення має бути одним із таких: " + strings.Join(all, ", ") + "."
}

const dateNotRead = "Дату не розпізнано. Запишіть її, наприклад, так: 23.11.2026 10:15."

var importWords = map[string]string{
	"number invalid":          "Це не номер звернення цієї системи. Номер із давнішої системи пишіть у стовпці «Ключ».",
	"number unknown":          "Звернення з таким номером у системі немає. Якщо це номер із давнішої системи, пишіть його в стовпці «Ключ».",
	"channel invalid":         closedList(importChannels),
	"origin invalid":          closedList(importOrigins),
	"service invalid":         closedList(importServices),
	"type invalid":            closedList(importTypes),
	"type required":           "Вкажіть тип і пріоритет. Закрите звернення без них не приймається.",
	"category invalid":        closedList(importCategories),
	"category required":       "Разом із типом вкажіть пріоритет.",
	"process unknown":         "Такого бізнес-процесу немає. Запишіть його назву, як у формі класифікації.",
	"status invalid":          "Імпорт приймає звернення зі статусом «Зареєстровано» (їх мають опрацювати) або «Закрито» (їх закрито в давнішій системі).",
	"status open":             "Дані про закриття має лише звернення зі статусом «Закрито».",
	"received_at required":    "Для закритого звернення вкажіть, коли воно надійшло.",
	"closed_at required":      "Для закритого звернення вкажіть, коли його закрито.",
	"closed_at order":         "Закрито не може бути раніше, ніж надійшло.",
	"reacted_at order":        "Час має бути між надходженням і закриттям.",
	"told_at order":           "Час має бути між надходженням і закриттям.",
	"close_reason required":   "Вкажіть причину закриття.",
	"close_reason invalid":    closedList(tickets.CloseReasons),
	"close_reason duplicate":  "Основного звернення імпорт не знає. Вкажіть «Вирішено» або іншу причину.",
	"close_reason competence": "До МРГ і ГБК передають лише консультації (п. 4.11).",
	"kind invalid":            closedList(importKinds),
	"group invalid":           closedList(importGroups),
	"subgroup invalid":        "Підгрупу мають лише внутрішні користувачі. " + closedList(tickets.Subgroups),
	"received_at invalid":     dateNotRead,
	"reacted_at invalid":      dateNotRead,
	"told_at invalid":         dateNotRead,
	"closed_at invalid":       dateNotRead,
	"login taken":             "Цей логін має заявник з іншим ім’ям. Уточніть ім’я або логін.",
	"key too_long":            "Ключ має бути не довший за 200 знаків.",
	"content_login too_long":  "Логін у системі: забагато тексту. Скоротіть до 2000 знаків.",
	"phone contact":           "Вкажіть телефон, електронну пошту або логін: без них заявника не впізнати, коли файл надішлють ще раз.",
	"name narrowed":           "Ім’я в цьому рядку приховано, бо доступ до звернення обмежено. Приберіть рядок.",
	"column required":         "У файлі немає цього стовпця.",
	"column repeated":         "Стовпець із цим заголовком повторюється. Залиште один.",
	"column unknown":          "Такого стовпця імпорт не знає. Виправте заголовок за зразком або приберіть стовпець.",
}
