package tickets

import (
	"context"
	"errors"
	"slices"
	"strings"
	"testing"
	"time"
)

func read(s string) PhoneNumber {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' || r == '+' {
			return r
		}
		return -1
	}, s)
	if len(digits) == 10 && digits[0] == '0' {
		return PhoneNumber{E164: "+38" + digits, Valid: true}
	}
	return PhoneNumber{}
}

func TestNames_WhatATextNames(t *testing.T) {
	t.Parallel()
	f := NewFinder(nil, read)
	for text, want := range map[string][]name{
		"10000123-5":                 {{SoughtNumber, "10000123-5"}},
		"№ 10000123 – 5":             {{SoughtNumber, "10000123-5"}},
		"100001235":                  {{SoughtNumber, "10000123-5"}},
		"10000123":                   {{SoughtNumber, "10000123-5"}},
		"[GB#10000123-5] Re: проєкт": {{SoughtNumber, "10000123-5"}},
		"10000123-4":                 nil, // a wrong digit
		"050 123-45-67":              {{SoughtPhone, "+380501234567"}},
		"телефонував з (050) 123 45 67":      {{SoughtPhone, "+380501234567"}},
		"o.petrenko@example.com":             {{SoughtEmail, "o.petrenko@example.com"}},
		"лист від <o.petrenko@example.com>.": {{SoughtEmail, "o.petrenko@example.com"}},
		"o.petrenko":  {{SoughtLogin, "o.petrenko"}},
		"авторизація": nil,
		"помилка 500": nil,
		"проєкт 2026": nil,
	} {
		if got := f.names(text); !slices.Equal(got, want) {
			t.Errorf("%q names %v, want %v", text, got, want)
		}
	}
}

func TestOtherKeyboard_IsReadAsItWasMeant(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"fdnjhbpfwsz": "авторизація", "Ujkjcedfyyz": "голосування", "j,'rn": "обєкт", "500": "", "ще by": "", "ab": "",
	} {
		if got, err := otherKeyboard(context.Background(), text); err != nil || got != want {
			t.Errorf("%q: %q, %v; want %q", text, got, err, want)
		}
	}
}

func TestNearest_OneSlipForFourLetters(t *testing.T) {
	t.Parallel()
	vocabulary := []string{"авторизація", "голосування", "проєкт", "заявка", "пароль"}
	for word, want := range map[string]string{
		"авторезація": "авторизація", "авторизцаія": "авторизація", "автаризацыя": "авторизація", "голсування": "голосування",
		"проєет": "проєкт", "пароьл": "пароль", "каша": "", "пароль": "", "заявв": "",
	} {
		if got := nearest(word, vocabulary); got != want {
			t.Errorf("%q: %q, want %q", word, got, want)
		}
	}
	for pair, want := range map[[2]string]int{{"", "а"}: 1, {"аб", "ба"}: 1, {"слово", "слова"}: 1, {"слово", "слово"}: 0, {"кит", "кішка"}: 4} {
		if got := slips(pair[0], pair[1]); got != want {
			t.Errorf("%v: %d slips, want %d", pair, got, want)
		}
	}
}

func mark(s string) string {
	return strings.NewReplacer("[", string(MarkBegin), "]", string(MarkEnd)).Replace(s)
}

func flatten(pieces []Piece) string {
	var b strings.Builder
	for _, p := range pieces {
		if p.Hit {
			b.WriteString("[" + p.Text + "]")
		} else {
			b.WriteString(p.Text)
		}
	}
	return b.String()
}

func TestSnippet_ShowsTheTextAsItWasWritten(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("Довгий вступ без потрібного. ", 20)
	for _, c := range []struct{ text, marked, want string }{
		{"Не працює Об'єднання проекту", "не працює [обʼєднання] [проєкту]", "Не працює [Об'єднання] [проекту]"},
		{"Перший\nрядок\n\n другий", "перший\nрядок\n\n [другий]", "Перший рядок [другий]"},
		{"<b>жирний</b> текст", "<b>[жирний]</b> текст", "<b>[жирний]</b> текст"},
		{"нічого", "нічого", "нічого"},
		{"коротше", "[корот]", "коротше"}, // not the same text: nothing is marked
		{"", "", ""},
	} {
		if got := flatten(Snippet(c.text, mark(c.marked), 200)); got != c.want {
			t.Errorf("%q: %q, want %q", c.text, got, c.want)
		}
	}
	got := flatten(Snippet(long+"Помилка входу через KyivID. "+long, mark(long+"[помилка] входу через [kyivid]. "+long), 120))
	if !strings.Contains(got, "[Помилка] входу через [KyivID]") || !strings.HasPrefix(got, "…") || !strings.HasSuffix(got, "…") || len([]rune(got)) > 130 {
		t.Errorf("the part around the words: %q", got)
	}
}

func FuzzSnippet(f *testing.F) {
	f.Add("Не працює авторизація", "не [працює] авторизація", 10)
	f.Add("", "[[", 0)
	f.Fuzz(func(t *testing.T, text, marked string, length int) {
		length = min(max(length, 1), 500)
		n := 0
		for _, p := range Snippet(text, mark(marked), length) {
			n += len([]rune(p.Text))
		}
		if n > length+2 {
			t.Errorf("%d characters, %d allowed", n, length)
		}
	})
}

func TestPlace_SurvivesItsText(t *testing.T) {
	t.Parallel()
	for _, p := range []Place{{}, {Top: 9, Rank: 0.25, At: time.UnixMicro(1795479094000001).UTC(), ID: 7}, {At: time.UnixMicro(5).UTC(), ID: 1}} {
		if got, err := parsePlace(p.String()); err != nil || got != p {
			t.Errorf("%+v: %+v, %v", p, got, err)
		}
	}
	for _, s := range []string{"x", "1.2.3", "1.2.3.zz", "1.0.3.0", "1.2.-3.0", "1.2.3.7fc00000", "1.2.3.4.5"} {
		var fault Invalid
		if _, err := parsePlace(s); !errors.As(err, &fault) {
			t.Errorf("%q: %v", s, err)
		}
	}
}
