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
	"too_long": "Текст задовгий.",
	"invalid":  "Значення неправильне.",
	"taken":    "Таке значення вже має інший заявник.",
	"unknown":  "Такого запису немає.",
}

// fieldFaultWords are better words for one field.
var fieldFaultWords = map[string]string{
	"phone invalid":        "Номер телефону не розпізнано. Введіть його, наприклад, так: 044 123 45 67 або +380441234567.",
	"email invalid":        "Адресу електронної пошти записано неправильно, наприклад: olena@example.com.",
	"login taken":          "Цей логін уже має інший заявник. Знайдіть його за номером або уточніть логін.",
	"name required":        "Вкажіть прізвище та ім’я або назву організації.",
	"applicant_id unknown": "Такого заявника вже немає. Оновіть картку.",
	"cursor invalid":       "Посилання на сторінку списку застаріло. Повторіть пошук.",
}

func wordsFor(field, code string) string {
	if words, ok := fieldFaultWords[field+" "+code]; ok {
		return words
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
