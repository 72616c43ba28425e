package web

import (
	"errors"
	"fmt"
	"strings"

	"hotline/recording"
	"hotline/tickets"
	"hotline/web/api"
)

// faultWords are the register's codes in words.
var faultWords = map[string]string{
	"required": "Це поле потрібно заповнити.",
	"invalid":  "Значення неправильне.",
	"taken":    "Таке значення вже має інший заявник.",
	"unknown":  "Такого запису немає.",
	"past":     "Цей час уже минув. Вкажіть пізніший.",
	"future":   "Цей час іще не настав. Вкажіть не пізніший за теперішній.",
}

// fieldFaultWords are better words for one field.
var fieldFaultWords = map[string]string{
	"phone invalid":         "Номер телефону не розпізнано. Введіть його, наприклад, так: 044 123 45 67 або +380441234567.",
	"email invalid":         "Адресу електронної пошти записано неправильно, наприклад: olena@example.com.",
	"login taken":           "Цей логін уже має інший заявник. Знайдіть його за номером або уточніть логін.",
	"name required":         "Вкажіть прізвище та ім’я або назву.",
	"applicant_id unknown":  "Такого заявника вже немає. Оновіть картку.",
	"text variable":         "У тексті є позначка, якої програма не знає. У готовій відповіді можна писати {{ім’я}}, {{номер}} і {{строк}}; у запитанні FAQ позначок немає.",
	"links invalid":         "Посилання має починатися з https:// або http:// і не містити пробілів.",
	"links too_long":        "Посилань може бути не більше ніж десять.",
	"process unknown":       "Такого бізнес-процесу немає. Оберіть зі списку.",
	"starts_at night":       "Планові роботи проводять лише з 19:00 до 08:00 за Києвом (Регламент, п. 3.2.4).",
	"ends_at night":         "Планові роботи мають завершитися до 08:00 тієї самої ночі (Регламент, п. 3.2.4). Поділіть їх на кілька ночей.",
	"starts_at past":        "Планові роботи погоджують заздалегідь: початок має бути в майбутньому. Якщо простій уже триває, зареєструйте аварійний.",
	"starts_at future":      "Аварійний простій уже почався: вкажіть час, не пізніший за теперішній.",
	"starts_at limit":       "На цей проміжок уже заплановано стільки робіт, скільки дозволено. Оберіть інший час або скасуйте інші роботи.",
	"starts_at fixed":       "Простій уже триває: його початок змінити не можна.",
	"ends_at fixed":         "Роботи вже тривають: їхній строк погоджено. Якщо вони затягуються, зареєструйте аварійний простій.",
	"ends_at order":         "Кінець має бути пізніше за початок.",
	"kind fixed":            "Вид простою змінити не можна. Скасуйте цей запис і створіть новий.",
	"agreed_by required":    "Планові роботи погоджують заздалегідь: вкажіть, з ким і яким документом.",
	"approver_id nobody":    "Роботи припадають на захищений період, а список відповідальних осіб порожній, тому затвердити їх не можна. Адміністратор має додати відповідальних.",
	"approver_id protected": "Роботи припадають на захищений період: оберіть, хто з відповідальних осіб їх затвердив (Регламент, п. 3.2.4).",
	"approver_id retired":   "Ця особа вже не має права затверджувати роботи. Оберіть іншу.",
	"approver_id unknown":   "Такої відповідальної особи немає. Оновіть сторінку.",
	"prompt unknown":        "Такого оголошення немає серед доступних. Оберіть зі списку.",
	"to order":              "Останній день має бути не раніше за перший.",
	"at order":              "Час завершення має бути не раніше за початок простою і не пізніше за теперішній.",
	"why required":          "Вкажіть причину.",
	"url required":          "Вкажіть адресу, на яку надсилати повідомлення.",
	"url invalid":           "Це не схоже на адресу. Вона має вигляд https://сервер/шлях, без імені користувача й пароля.",
	"url inside":            "Ця адреса — у внутрішній мережі. Дозволити її може лише налаштування HOTLINE_WEBHOOK_ALLOW.",
	"url insecure":          "Потрібна адреса з https://: без шифрування повідомлення можна підмінити.",
	"events required":       "Оберіть хоча б одну подію.",
	"note over_200":         "Примітка: забагато тексту. Залиште найважливіше, до 200 знаків.",
	"to before_from":        "Останній день має бути не раніше за перший.",
	"cursor invalid":        "Посилання на сторінку списку застаріло. Повторіть пошук.",

	"subgroup invalid":        "Підгрупу мають лише внутрішні користувачі. Змініть групу або приберіть підгрупу.",
	"organisation_id unknown": "Такої організації немає. Оберіть картку організації, а не особи.",
	"organisation_id invalid": "Організація не може належати сама собі.",
	"ground required":         "Вкажіть підставу: наприклад, номер і дату заяви.",
	"reason required":         "Вкажіть причину.",
	"phone required":          "Введіть номер телефону.",
	"email required":          "Введіть адресу електронної пошти.",
	"q too_short":             "Введіть щонайменше два знаки: номер телефону, ім’я, адресу пошти, логін або номер звернення.",

	"q required": "Введіть, що шукати: номер звернення, телефон, ім’я або слова з тексту.",
	"q too_long": "Запит задовгий. Залиште найважливіші слова, до 200 знаків.",
}

// longest are the texts that have a limit of their own, in characters; all others have tickets.MaxText. Where a field has several
// limits it is the least.
var longest = map[string]struct {
	what  string
	limit int
}{
	"name": {"Ім’я або назва", 200}, "login": {"Логін", 64}, "email": {"Адреса пошти", 254}, "subject": {"Тема", 200}, "title": {"Назва", 300},
	"agreed_by": {"З ким погоджено", 300}, "position": {"Посада", 300}, "contact": {"Контакт", 300}, "words": {"Текст оголошення", 1000},
	"reason": {"Причина", 1000}, "ground": {"Підстава", 1000}, "oral_reason": {"Чому усно", 2000},
	"page_link": {"Посилання на сторінку", 2000}, "browser": {"Версія та браузер", 2000}, "steps": {"Покроковий опис", 2000},
	"source_link": {"Посилання на документ", 2000}, "purpose": {"Мета й цілі", 2000}, "norm_link": {"Пункт нормативного документа", 2000},
	"mockups": {"Макети", 2000}, "screens": {"Знімки екрана", 2000},
	"description": {"Суть звернення", tickets.MaxText}, "note": {"Нотатка", tickets.MaxText}, "result": {"Відповідь заявникові", tickets.MaxText},
	"question": {"Запитання", tickets.MaxText}, "works": {"Роботи", tickets.MaxText},
}

func tooLong(field string) string {
	l, ok := longest[field]
	if !ok {
		l.what, l.limit = "Текст", tickets.MaxText
	}
	return fmt.Sprintf("%s: забагато тексту. Залиште найважливіше, до %d знаків.", l.what, l.limit)
}

func wordsFor(field, code string) string {
	for _, better := range []map[string]string{fieldFaultWords, actFaultWords, calendarFaultWords} {
		if words, ok := better[field+" "+code]; ok {
			return words
		}
	}
	if code == "too_long" {
		return tooLong(field)
	}
	if words, ok := faultWords[code]; ok {
		return words
	}
	return faultWords["invalid"]
}

// fieldProblem is the answer to an error that is about fields of the request.
func fieldProblem(err error) (api.Problem, bool) {
	fields := map[string]string{}
	var first string
	add := func(field, words string) {
		if first == "" {
			first = words
		}
		if fields[field] == "" {
			fields[field] = words
		}
	}
	var own Faults
	var register tickets.Invalid
	switch {
	case errors.As(err, &own):
		for _, f := range own {
			add(f.Field, f.Words)
		}
	case errors.As(err, &register):
		for _, f := range register {
			add(f.Field, wordsFor(f.Field, f.Code))
		}
	case errors.Is(err, tickets.ErrWrongDigit):
		add("ticket", "У номері звернення неправильна цифра. Перевірте його ще раз: остання цифра після дефіса — контрольна.")
	case errors.Is(err, tickets.ErrNotANumber):
		add("ticket", "Це не схоже на номер звернення. Він має вісім цифр і контрольну, наприклад 10000123-5.")
	case errors.Is(err, recording.ErrReason):
		add("reason", "Вкажіть причину прослуховування: від 3 до 500 знаків.")
	case errors.Is(err, recording.ErrInvalid):
		add("intervals_ms", "Відрізки виходять за межі запису.")
	default:
		return api.Problem{}, false
	}
	p := problem{nil, 422, "invalid", "Перевірте введене", first}
	if len(fields) > 1 {
		p.detail = fmt.Sprintf("Виправте поля, їх %d. %s", len(fields), strings.TrimSpace(first))
	}
	return document(p, fields), true
}
