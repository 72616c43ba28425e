package web

import (
	"context"
	"time"

	"hotline/tickets"
	"hotline/web/api"
)

// categoryText is what the regulation says of one row of Table 1.
type categoryText struct {
	about    string
	criteria []string
	example  string
}

// typeTexts are the regulation's words on each type (3.3.2.1–3.3.2.3), in its order.
var typeTexts = []struct {
	kind   tickets.Type
	clause string
	about  string
}{
	{tickets.Bug, "3.3.2.1", "Некоректна або несподівана поведінка системи через помилки на рівні програмного коду."},
	{tickets.Feature, "3.3.2.2", "Запит про додаткові роботи, що змінюють процеси системи."},
	{tickets.Consultation, "3.3.2.3", "Комунікація із заявником усно або письмово, щоб пояснити ситуацію та розв’язати пов’язані з нею проблеми."},
}

var categoryTexts = map[tickets.Class]categoryText{
	{Type: tickets.Bug, Category: tickets.Critical}: {"Потрібні негайні дії: процеси, що їх виконує система ГБ, неможливі.",
		[]string{"блокування взаємодії користувача з системою", "невиконання основних функцій системи", "збої", "втрати даних", "порушення логіки роботи",
			"інші подібні моменти, пов’язані з порушенням виконання основних функцій системи"},
		"пошук по сторінці видає некоректні результати; втрата інформації при збереженні форми"},
	{Type: tickets.Bug, Category: tickets.High}: {"Потрібне прискорене виконання для своєчасного виконання процесів системи.",
		[]string{"незручності в роботі системи", "неможливість виконання системою деяких функцій",
			"інші подібні моменти, які не пов’язані з порушенням основних функцій, але завдають незручностей"},
		"неможливо переглянути заповнену форму після її редагування без перелогінювання в системі"},
	{Type: tickets.Bug, Category: tickets.Low}: {"Ніяк не впливає на виконання процесів системи та на її працездатність.",
		[]string{"незначні незручності", "дрібні недоробки", "інші подібні моменти, які ніяк не впливають на виконання основних функцій"}, ""},
	{Type: tickets.Feature, Category: tickets.High}: {"Недопрацювання системи згідно із затвердженими нормативними документами, що блокують бізнес-процеси.",
		[]string{"виявлено недопрацювання відносно нормативного документа", "недопрацювання блокує бізнес-процес"}, "вимога Положення, якої система не виконує"},
	{Type: tickets.Feature, Category: tickets.Low}: {"Рекомендації та зауваження користувачів, які поліпшують роботу системи. До роботи — лише після рішення МРГ.",
		[]string{"рекомендація або побажання", "поліпшує роботу системи"}, ""},
	{Type: tickets.Consultation, Category: tickets.Critical}: {"Без консультації заблоковано виконання основних бізнес-процесів.",
		[]string{"питання блокує виконання основних бізнес-процесів"}, "додавання нового поля у форму, без якого не можна створювати новий об’єкт"},
	{Type: tickets.Consultation, Category: tickets.High}: {"Консультація потрібна, щоб усунути некоректну взаємодію користувача з системою.",
		[]string{"користувач взаємодіє із системою некоректно"}, "як коректно редагувати форму без її перестворення"},
	{Type: tickets.Consultation, Category: tickets.Low}: {"Некритичні питання та функціонал.",
		[]string{"питання не критичне"}, "робота фільтрів вибірки пошуку сторінки"},
}

// GetClasses gives Table 1 as it holds now with the regulation's criteria, and the lists from which acts choose.
func (h handlers) GetClasses(ctx context.Context, _ api.GetClassesRequestObject) (api.GetClassesResponseObject, error) {
	table, err := h.Tickets.Table(ctx)
	if err != nil {
		return nil, err
	}
	processes, err := h.Tickets.Processes(ctx)
	if err != nil {
		return nil, err
	}
	out := api.GetClasses200JSONResponse{Types: []api.TypeRule{}, Processes: []api.CodeName{},
		Services:     codeNames(tickets.Information, tickets.Organisation, tickets.Technical),
		Units:        codeNames(tickets.Units...),
		Grounds:      codeNames(tickets.Grounds...),
		CloseReasons: codeNames(tickets.CloseReasons...)}
	for _, t := range typeTexts {
		out.Types = append(out.Types, api.TypeRule{Type: api.TicketType(t.kind), Name: t.kind.Ukrainian(), About: t.about, Clause: some(t.clause),
			Categories: categoryRules(t.kind, table)})
	}
	for _, p := range processes {
		if p.Active {
			out.Processes = append(out.Processes, api.CodeName{Code: p.Code, Name: p.Name})
		}
	}
	return out, nil
}

func categoryRules(kind tickets.Type, table tickets.Table) []api.CategoryRule {
	out := []api.CategoryRule{}
	for _, class := range tickets.Classes {
		target, known := table[class]
		if class.Type != kind || !known {
			continue
		}
		text := categoryTexts[class]
		out = append(out, api.CategoryRule{Category: api.TicketCategory(class.Category), Name: class.Category.Ukrainian(),
			ReactionMinutes: int(target.Reaction / time.Minute), ResolutionMinutes: int(target.Resolution / time.Minute),
			About: text.about, Criteria: text.criteria, Example: text.example})
	}
	return out
}

// worded is a code of a closed list that people can read.
type worded interface {
	~string
	Ukrainian() string
}

func codeNames[T worded](codes ...T) []api.CodeName {
	out := []api.CodeName{}
	for _, c := range codes {
		out = append(out, api.CodeName{Code: string(c), Name: c.Ukrainian()})
	}
	return out
}
