package sheet

import (
	"bytes"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// A file is the same table however an office program has written it.
func TestRead_EachSeparatorAndEncoding(t *testing.T) {
	want := []Line{{1, []string{"Тема", "Опис", "Канал"}}, {2, []string{"Лист", "Перший рядок\nдругий; з «ї»", "email"}}, {4, []string{"", "=1+1", "form"}}}
	for _, sep := range []string{";", ",", "\t"} {
		text := strings.ReplaceAll("Тема|Опис|Канал\r\nЛист|\"Перший рядок\nдругий; з «ї»\"|email\r\n\r\n|'=1+1|form\r\n", "|", sep)
		cp1251, err := charmap.Windows1251.NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		little, err := unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		big, err := unicode.UTF16(unicode.BigEndian, unicode.UseBOM).NewEncoder().Bytes([]byte(text))
		if err != nil {
			t.Fatal(err)
		}
		for name, file := range map[string][]byte{"UTF-8": []byte(text), "with a mark": []byte("\ufeff" + text), "Windows-1251": cp1251,
			"Excel's «Текст Юнікод»": little, "UTF-16 of others": big} {
			got, err := Read(file, 10)
			if err != nil || !reflect.DeepEqual(got, want) {
				t.Errorf("%q, %s: %v\n got %v\nwant %v", sep, name, err, got, want)
			}
		}
	}
}

// What was written is read back, and an instant is the same instant.
func TestRead_WhatWasWritten_R_X_4(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 15, 30, 0, time.UTC)
	texts := []string{"Пошук; «лапки» \"так\"", "=1+1", "+380501234567", "-5", "'=так", "'тут'", "два\nрядки"}
	for _, f := range []Format{CSV, XLSX} {
		var rows [][]any
		for _, text := range texts {
			rows = append(rows, []any{text, at, int64(7)})
		}
		lines, err := Read(written(t, f, rows...), 100)
		if err != nil || len(lines) != len(texts)+1 {
			t.Fatalf("%s: %v, %d rows", f, err, len(lines))
		}
		for i, text := range texts {
			cells := lines[i+1].Cells
			if read, ok := Instant(cells[1], zone); cells[0] != text || !ok || !read.Equal(at) || cells[2] != "7" {
				t.Errorf("%s: %q is read as %q, %v", f, text, cells, read)
			}
		}
	}
}

// A number of many digits is not rounded, and a formula is not reckoned: its stored result is a text.
func TestRead_NumbersWholeAndFormulasAsText_R_X_4(t *testing.T) {
	book := excelize.NewFile()
	for cell, value := range map[string]any{"A1": "Телефон", "B1": "Тема", "A3": 380501234567, "B3": "x"} {
		if err := book.SetCellValue("Sheet1", cell, value); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetCellFormula("Sheet1", "B4", "A3*2"); err != nil {
		t.Fatal(err)
	}
	if err := book.SetCellValue("Sheet1", "A4", "'=1+1"); err != nil {
		t.Fatal(err)
	}
	var file bytes.Buffer
	if err := book.Write(&file); err != nil {
		t.Fatal(err)
	}
	got, err := Read(file.Bytes(), 10)
	want := "[{1 [Телефон Тема]} {3 [380501234567 x]} {4 ['=1+1]}]"
	for i := range got { // an empty last cell is there or not
		got[i].Cells = strings.Split(strings.TrimRight(strings.Join(got[i].Cells, "\x00"), "\x00"), "\x00")
	}
	if err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v\n got %v\nwant %v", err, got, want)
	}
}

func TestRead_SaysWhyNot(t *testing.T) {
	for name, c := range map[string]struct {
		file string
		want Unreadable
	}{
		"a picture":       {"\x89PNG\r\n\x1a\n\x00\x00", Unreadable{Code: "format"}},
		"an old book":     {"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1\x00", Unreadable{Code: "format"}},
		"a broken book":   {"PK\x03\x04 and no more", Unreadable{Code: "format"}},
		"an open quote":   {"Тема;Опис\n\nа;\"б\n", Unreadable{"quotes", 3}},
		"one row more":    {"Тема\nа\nб\nв\n", Unreadable{Code: "rows"}},
		"no pair":         {"\xff\xfe\x00\xd8\x3b\x00", Unreadable{Code: "encoding"}},
		"half a letter":   {"\xff\xfe\x22\x04\x35", Unreadable{Code: "encoding"}},
		"UTF-16, no mark": {"\x22\x04;\x00", Unreadable{Code: "format"}},
		"broken UTF-8":    {"\ufeffТема;Опи\xd1;\n", Unreadable{Code: "encoding"}},
		"no letters":      {"\x98\x98;\xd1\n", Unreadable{Code: "encoding"}},
		"text in quotes":  {"Тема;Опис\nа;б\"в\n", Unreadable{"quotes", 2}},
	} {
		_, err := Read([]byte(c.file), 3)
		var not *Unreadable
		if !errors.As(err, &not) || *not != c.want {
			t.Errorf("%s: %v, want %v", name, err, c.want)
		}
	}
}

// A text with formats is read like any other, and twice where two cells share it.
func TestRead_TextsWithFormats(t *testing.T) {
	book := excelize.NewFile()
	for _, cell := range []string{"A1", "B1"} {
		if err := book.SetCellRichText("Sheet1", cell, []excelize.RichTextRun{{Text: "Не від"}, {Text: "кривається", Font: &excelize.Font{Bold: true}}}); err != nil {
			t.Fatal(err)
		}
	}
	if err := book.SetSheetRow("Sheet1", "A2", &[]any{"форма", "", "форма", 0, "0"}); err != nil {
		t.Fatal(err)
	}
	file, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	got, err := Read(file.Bytes(), 10)
	if want := "[{1 [Не відкривається Не відкривається]} {2 [форма  форма 0 0]}]"; err != nil || fmt.Sprint(got) != want {
		t.Errorf("%v\n got %v\nwant %v", err, got, want)
	}
}

// One row is enough to swell: all the places that it has, and the longest text in each.
func TestRead_ARowThatSwellsIsRefused_R_X_4(t *testing.T) {
	book := excelize.NewFile()
	row := slices.Repeat([]string{"я"}, excelize.MaxColumns)
	if err := book.SetSheetRow("Sheet1", "A1", &row); err != nil {
		t.Fatal(err)
	}
	book.SharedStrings.SI[0].T.Val = strings.Repeat("я", excelize.TotalCellChars)
	file, err := book.WriteToBuffer()
	if err != nil {
		t.Fatal(err)
	}
	var not *Unreadable
	if _, err := Read(file.Bytes(), 5001); !errors.As(err, &not) || not.Code != "large" {
		t.Errorf("%d bytes: %v", file.Len(), err)
	}
}

// A few kilobytes of a book can say a text, or an empty place, a million times.
func TestRead_ABookThatSwellsIsRefused(t *testing.T) {
	for name, fill := range map[string]func(book *excelize.File, row int) error{
		"one text in each cell": func(book *excelize.File, row int) error {
			text := strings.Repeat("а", 30000)
			return book.SetSheetRow("Sheet1", fmt.Sprintf("A%d", row), &[]string{text, text, text, text, text, text, text, text, text, text})
		},
		"a stray cell far to the right": func(book *excelize.File, row int) error {
			return book.SetCellStr("Sheet1", fmt.Sprintf("XFD%d", row), "х")
		},
	} {
		book := excelize.NewFile()
		for row := 1; row <= 180; row++ {
			if err := fill(book, row); err != nil {
				t.Fatal(err)
			}
		}
		file, err := book.WriteToBuffer()
		if err != nil {
			t.Fatal(err)
		}
		var not *Unreadable
		if _, err := Read(file.Bytes(), 5001); !errors.As(err, &not) || not.Code != "large" {
			t.Errorf("%s, %d bytes: %v", name, file.Len(), err)
		}
	}
}

func TestInstant_AsPeopleWriteIt(t *testing.T) {
	want := time.Date(2026, 11, 23, 8, 15, 0, 0, time.UTC)
	for _, cell := range []string{"2026-11-23 10:15", "23.11.2026 10:15", "23.11.2026, 10:15", "2026-11-23T10:15:00+02:00", "46349.427083333336"} {
		if at, ok := Instant(cell, zone); !ok || !at.Equal(want) {
			t.Errorf("%q is read as %v", cell, at)
		}
	}
	for _, cell := range []string{"", "вчора", "11/23/26", "1", "NaN", "1e9", "31.02.2026", "01.01.0001", "0000-01-01 00:00", "31.12.1999",
		"2100-01-02", "9999-12-31T23:59:59-23:59"} {
		if at, ok := Instant(cell, zone); ok {
			t.Errorf("%q is read as %v", cell, at)
		}
	}
}
