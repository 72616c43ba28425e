package sheet

import (
	"bytes"
	"errors"
	"reflect"
	"strings"
	"testing"
	"time"
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

// What is written is read again as it was, also what begins like a formula.
func TestSheet_WhatIsWrittenIsReadAgain(t *testing.T) {
	at := time.Date(2026, 11, 23, 8, 15, 30, 0, time.UTC)
	for _, f := range []Format{CSV, XLSX} {
		var rows [][]any
		want := [][]string{{"Тема", "Коли", "Скільки"}}
		for _, text := range []string{"Пошук; «лапки» \"так\"", "=1+1", "+380501234567", "-5", "@SUM(A1)", "'=так", "'просто", "два\nрядки", "об’єднання"} {
			rows = append(rows, []any{text, at, int64(7)})
			want = append(want, []string{text, "2026-11-23 10:15:30", "7"})
		}
		got, err := Read(written(t, f, rows...), f, 100)
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%s: %v\n got %q\nwant %q", f, err, got, want)
		}
	}
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

func TestRead_SeparatorsAndFaults(t *testing.T) {
	want := [][]string{{"Ключ", "Тема"}, {"1", "а"}}
	for _, text := range []string{"Ключ;Тема\n1;а\n", "\ufeffКлюч,Тема\r\n1,а\r\n", "Ключ\tТема\n1\tа"} {
		if got, err := Read([]byte(text), CSV, 10); err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %q, %v", text, got, err)
		}
	}
	if _, err := Read([]byte("a\n1\n2\n3\n"), CSV, 2); !errors.Is(err, ErrTooLong) {
		t.Errorf("three rows of two: %v", err)
	}
	if _, err := Read([]byte("це не книга"), XLSX, 2); !errors.Is(err, ErrUnreadable) {
		t.Errorf("no book: %v", err)
	}
	if _, err := Read(written(t, XLSX, []any{"1"}, []any{"2"}, []any{"3"}), XLSX, 2); !errors.Is(err, ErrTooLong) {
		t.Errorf("three rows of two: %v", err)
	}
}
