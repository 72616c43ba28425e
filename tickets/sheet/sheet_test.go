package sheet

import (
	"bytes"
	"encoding/csv"
	"reflect"
	"strings"
	"testing"
	"time"

	"github.com/xuri/excelize/v2"
)

var zone = time.FixedZone("+02", 2*3600)

func written(t *testing.T, f Format, rows ...[]any) []byte {
	t.Helper()
	var file bytes.Buffer
	w, err := NewWriter(&file, f, zone, "Тема", "Коли", "Скільки")
	if err != nil {
		t.Fatal(err)
	}
	for _, row := range rows {
		if err := w.Row(row...); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	return file.Bytes()
}

// What is written is in the file as it was; in CSV an apostrophe keeps it from being a formula.
func TestSheet_WhatIsWrittenIsInTheFile(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 15, 30, 0, time.UTC)
	texts := []string{"Пошук; «лапки» \"так\"", "=1+1", "+380501234567", "-5", "@SUM(A1)", "'=так", "два\nрядки", "об’єднання"}
	guarded := map[string]bool{"=1+1": true, "+380501234567": true, "-5": true, "@SUM(A1)": true, "'=так": true}
	for f, read := range map[Format]func(*testing.T, []byte) [][]string{CSV: readCSV, XLSX: readBook} {
		var rows [][]any
		want := [][]string{{"Тема", "Коли", "Скільки"}}
		for _, text := range texts {
			rows = append(rows, []any{text, at, int64(7)})
			if f == CSV && guarded[text] {
				text = "'" + text
			}
			want = append(want, []string{text, "2026-11-23 10:15:30", "7"})
		}
		if got := read(t, written(t, f, rows...)); !reflect.DeepEqual(got, want) {
			t.Errorf("%s:\n got %q\nwant %q", f, got, want)
		}
	}
}

func readCSV(t *testing.T, file []byte) [][]string {
	t.Helper()
	r := csv.NewReader(bytes.NewReader(bytes.TrimPrefix(file, []byte("\ufeff"))))
	r.Comma = ';'
	rows, err := r.ReadAll()
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

func readBook(t *testing.T, file []byte) [][]string {
	t.Helper()
	book, err := excelize.OpenReader(bytes.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	rows, err := book.GetRows("Sheet1")
	if err != nil {
		t.Fatal(err)
	}
	return rows
}

// No cell of a CSV file begins as a formula does, whatever the text is (OWASP, CSV Injection).
func TestSheet_NoCellIsAFormula_R_X_4(t *testing.T) {
	for _, text := range []string{"=cmd|' /C calc'!A0", "+1", "-1", "@x", "\t=1", "\r=1"} {
		file := string(written(t, CSV, []any{text, time.Time{}, nil}))
		line := strings.Split(file, "\r\n")[1]
		if cell := strings.TrimPrefix(line, `"`); strings.ContainsRune(formula, rune(cell[0])) {
			t.Errorf("%q is written as %q", text, line)
		}
	}
}
