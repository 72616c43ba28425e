package sla

import (
	"flag"
	"fmt"
	"os"
	"strings"
	"testing"
	"time"
)

var update = flag.Bool("update", false, "write docs/calendar.md from the examples")

const examplesFile = "../../docs/calendar.md"

// example is one term counted by hand; the document is made of them, so that what it says is what the program does.
type example struct {
	what, calendar, start string
	target                Target
	pauses                [][2]string // of the resolution; an empty end: it lasts
	byHand                string
	reaction, resolution  string // the latter is what is left while the clock stands: "стоїть, лишилося 31 год"
}

const h = time.Hour

var (
	bugCritical     = Target{h, 4 * h}
	bugHigh         = Target{2 * h, 16 * h}
	bugLow          = Target{4 * h, 36 * h}
	featureLow      = Target{4 * h, 96 * h}
	consultCritical = Target{h / 2, 4 * h}
	consultLow      = Target{2 * h, 36 * h}
)

var examples = []example{
	{"Консультація/Критичний у межах дня", "В", "2026-11-23 10:15", consultCritical, nil, "той самий день", "2026-11-23 10:45", "2026-11-23 14:15"},
	{"Помилка/Критичний через вечір", "В", "2026-11-23 16:20", bugCritical, nil, "пн 1:40 + вт 2:20", "2026-11-23 17:20", "2026-11-24 11:20"},
	{"Помилка/Низький через вихідні", "В", "2026-11-27 17:30", bugLow, nil, "0:30 + 3:30; 0:30 + 3×9 + 8:30", "2026-11-30 12:30", "2026-12-03 17:30"},
	{"Нова функціональність/Низький, 96 год", "В", "2026-11-23 09:00", featureLow, nil, "10 днів × 9 = 90, і ще 6", "2026-11-23 13:00", "2026-12-07 15:00"},
	{"Помилка/Високий, лист у суботу (3.2.2)", "В", "2026-11-28 14:00", bugHigh, nil, "від пн 09:00; 9 + 7", "2026-11-30 11:00", "2026-12-01 16:00"},
	{"Строк рівно до закриття (Amb-17)", "В", "2026-11-23 14:00", Target{4 * h, 4 * h}, nil, "14→18, а не вт 09:00", "2026-11-23 18:00", "2026-11-23 18:00"},
	{"Пауза з вт 15:00 до чт 11:30 (Amb-15)", "В", "2026-11-24 10:00", consultLow, [][2]string{{"2026-11-24 15:00", "2026-11-26 11:30"}},
		"без паузи пн 10:00; на паузі 3 + 9 + 2:30", "2026-11-24 12:00", "2026-12-01 15:30"},
	{"Та сама пауза триває", "В", "2026-11-24 10:00", consultLow, [][2]string{{"2026-11-24 15:00", ""}}, "пройшло 5 з 36", "2026-11-24 12:00", "стоїть, лишилося 31 год"},
	{"Перехід на літній час", "В", "2027-03-26 17:00", Target{4 * h, 4 * h}, nil, "1 + 3; справжніх годин 66", "2027-03-29 12:00", "2027-03-29 12:00"},
	{"Перехід на зимовий час", "В", "2026-10-23 17:00", Target{4 * h, 4 * h}, nil, "1 + 3; справжніх годин 68", "2026-10-26 12:00", "2026-10-26 12:00"},

	{"Дзвінок о 18:00:00: уже закрито", "В", "2026-11-23 18:00", bugCritical, nil, "від вт 09:00", "2026-11-24 10:00", "2026-11-24 13:00"},
	{"Дзвінок о 08:59: ще закрито", "В", "2026-11-24 08:59", consultCritical, nil, "від 09:00", "2026-11-24 09:30", "2026-11-24 13:00"},
	{"День незалежності під час воєнного стану", "В", "2026-08-24 10:00", bugCritical, nil, "звичайний понеділок", "2026-08-24 11:00", "2026-08-24 14:00"},
	{"День незалежності без воєнного стану", "М", "2026-08-24 10:00", bugCritical, nil, "від вт 09:00", "2026-08-25 10:00", "2026-08-25 13:00"},
	{"Напередодні Дня незалежності: неділя, не скорочено", "М", "2026-08-21 16:00", bugCritical, nil, "пт 2; пн святковий; вт 2", "2026-08-21 17:00", "2026-08-25 11:00"},
	{"Скорочений день 30 вересня (ст. 53)", "М", "2026-09-30 16:00", bugCritical, nil, "ср 1 (до 17:00); чт святковий; пт 3", "2026-09-30 17:00", "2026-10-02 12:00"},
	{"Травень 2027: свято в суботу, Великдень у неділю", "М", "2027-04-30 16:30", bugCritical, nil, "пт 0:30 (до 17:00); 3 і 4 травня вихідні; ср 3:30", "2027-05-05 09:30", "2027-05-05 12:30"},
	{"Різдво 2027 у суботу: вихідний у понеділок", "М", "2027-12-24 16:00", bugCritical, nil, "пт 1 (до 17:00); пн вихідний; вт 3", "2027-12-24 17:00", "2027-12-28 12:00"},
	{"Новорічна ніч 2026–2027", "М", "2026-12-31 16:00", Target{2 * h, 16 * h}, nil, "чт 1 (до 17:00); пт свято; пн 1; 9 + 6", "2027-01-04 10:00", "2027-01-05 15:00"},
	{"Трійця 2026: вихідний у понеділок 1 червня", "М", "2026-05-29 17:00", bugCritical, nil, "пт 1; пн вихідний; вт 3", "2026-05-29 18:00", "2026-06-02 12:00"},
	{"Робоча субота 28.11 (3.2.3)", "С", "2026-11-27 17:00", bugCritical, nil, "пт 1; сб 10–16: 3", "2026-11-27 18:00", "2026-11-28 13:00"},
	{"Довший день 30.11, 08:00–20:00 (3.2.3)", "С", "2026-11-30 07:00", bugHigh, nil, "пн 12; вт 4", "2026-11-30 10:00", "2026-12-01 13:00"},
	{"Пауза почалася, коли строк минув: прострочення лишається", "В", "2026-11-23 10:00", bugCritical, [][2]string{{"2026-11-23 15:00", "2026-11-25 10:00"}},
		"14:00 настало раніше за паузу", "2026-11-23 11:00", "2026-11-23 14:00"},
	{"Пауза лише вночі не коштує нічого", "В", "2026-11-23 16:00", bugCritical, [][2]string{{"2026-11-23 18:00", "2026-11-24 09:00"}}, "пн 2 + вт 2", "2026-11-23 17:00", "2026-11-24 11:00"},
}

// calendars are those of the examples, by their letter.
func calendars(t *testing.T) map[string]*Calendar {
	t.Helper()
	war := []Regime{{Span: Span{From: Date{2022, 2, 24}}}}
	for _, n := range Norms {
		war[0].Suspends = append(war[0].Suspends, Suspension{n, Span{From: Date{2022, 3, 24}}})
	}
	own := with(t, war, 2026, 2027)
	own.Rules = append(own.Rules, Rule{Date{2026, 11, 28}, Working, Hours{10 * h, 16 * h}, Own}, Rule{Date{2026, 11, 30}, Extended, Hours{8 * h, 20 * h}, Own})
	all := map[string]*Calendar{}
	for letter, p := range map[string]Plan{"В": with(t, war, 2026, 2027), "М": with(t, nil, 2026, 2027), "С": own} {
		c, err := p.Calendar(Kyiv, Date{2026, 1, 1}, Date{2028, 12, 31})
		if err != nil {
			t.Fatal(err)
		}
		all[letter] = c
	}
	return all
}

func (e example) clock(t *testing.T) Clock {
	k := Clock{Start: kyiv(t, e.start+":00"), Target: e.target.Resolution}
	for _, p := range e.pauses {
		pause := Pause{From: kyiv(t, p[0]+":00")}
		if p[1] != "" {
			pause.To = kyiv(t, p[1]+":00")
		}
		k.Pauses = append(k.Pauses, pause)
	}
	return k
}

func TestExamples_ByHand_R_1_1_R_3_2_1_1_R_3_2_2_R_T1_Amb_15_Amb_17(t *testing.T) {
	by := calendars(t)
	for _, e := range examples {
		c, k := by[e.calendar], e.clock(t)
		reaction, err := c.Add(k.Start, e.target.Reaction)
		if err != nil {
			t.Fatal(err)
		}
		due, err := c.Due(k)
		if err != nil {
			t.Fatal(err)
		}
		resolution := due.At.In(Kyiv).Format("2006-01-02 15:04")
		if due.Frozen {
			resolution = fmt.Sprintf("стоїть, лишилося %d год", int(due.Left.Hours()))
		}
		if got := reaction.In(Kyiv).Format("2006-01-02 15:04"); got != e.reaction || resolution != e.resolution {
			t.Errorf("%s: %s / %s, by hand %s / %s", e.what, got, resolution, e.reaction, e.resolution)
		}
	}
	text := document()
	if *update {
		if err := os.WriteFile(examplesFile, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	written, err := os.ReadFile(examplesFile)
	if err != nil || string(written) != text {
		t.Errorf("docs/calendar.md is stale (%v): go test ./tickets/sla -run Examples -update", err)
	}
}

func document() string {
	var b strings.Builder
	b.WriteString(`# Робочий час на прикладах

Таблицю пише тест ` + "`tickets/sla/examples_test.go`" + ` з тих самих рядків, за якими перевіряє програму: ` + "`go test ./tickets/sla -run Examples -update`" + `.
Час київський. Календарі: **В** — воєнний стан (Закон № 2136-IX, ст. 6, ч. 6: ст. 53, 67 ч. 3–5 і 73 КЗпП не діють), **М** — мирний час,
**С** — воєнний стан і власні рядки служби: робоча субота 28.11.2026, 10:00–16:00, і довший понеділок 30.11.2026, 08:00–20:00.

| № | Приклад | Календар | Зареєстровано | Строки, год | Пауза вирішення | Від руки | Реакція до | Вирішення до |
|---|---|---|---|---|---|---|---|---|
`)
	for i, e := range examples {
		pauses := make([]string, 0, len(e.pauses))
		for _, p := range e.pauses {
			pauses = append(pauses, p[0]+" – "+p[1])
		}
		fmt.Fprintf(&b, "| %d | %s | %s | %s | %g / %g | %s | %s | %s | %s |\n", i+1, e.what, e.calendar, e.start, e.target.Reaction.Hours(), e.target.Resolution.Hours(),
			strings.Join(pauses, "; "), e.byHand, e.reaction, e.resolution)
	}
	b.WriteString("\n## Вихідні серед тижня в мирний час\n\nПропозиція на рік за КЗпП; зірочка — вихідний, перенесений за ст. 67, ч. 3.\n\n")
	for _, year := range []int{2026, 2027, 2028} {
		rows, err := peace.Propose(year, feasts)
		if err != nil {
			panic(err)
		}
		var days []string
		for _, r := range rows {
			if wd := r.Date.Weekday(); r.Kind.Off() && wd != time.Saturday && wd != time.Sunday {
				days = append(days, r.Date.String()[5:]+map[Norm]string{Transfer: "*"}[r.Norm])
			}
		}
		fmt.Fprintf(&b, "- %d: %s\n", year, strings.Join(days, ", "))
	}
	return b.String()
}
