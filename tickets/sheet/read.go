package sheet

import (
	"bufio"
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/xuri/excelize/v2"
)

// ErrUnreadable says that a file is no table of its format.
var ErrUnreadable = errors.New("the file is no table")

// ErrTooLong says that a file has more rows than asked for.
var ErrTooLong = errors.New("the table is too long")

// unpacked bounds what a packed file may become: 200 MB.
const unpacked = 200 << 20

// Read gives the rows of a file, the head first, cells without blanks around them; at most limit rows below the head. CSV may
// be parted by semicolons, commas or tabs. Errors: ErrUnreadable, ErrTooLong.
func Read(file []byte, f Format, limit int) ([][]string, error) {
	if f == XLSX {
		return readBook(file, limit)
	}
	text := bytes.TrimPrefix(file, []byte("\ufeff"))
	r := csv.NewReader(bufio.NewReader(bytes.NewReader(text)))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(text), -1, true
	var rows [][]string
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return rows, nil
		}
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if len(rows) > limit {
			return nil, ErrTooLong
		}
		for i := range row {
			row[i] = meant(strings.TrimSpace(row[i]))
		}
		rows = append(rows, row)
	}
}

// separator is the one that the head has most of.
func separator(text []byte) rune {
	head, _, _ := bytes.Cut(text, []byte("\n"))
	best := ';'
	for _, c := range ",\t" {
		if bytes.ContainsRune(head, c) && bytes.Count(head, []byte(string(c))) > bytes.Count(head, []byte(string(best))) {
			best = c
		}
	}
	return best
}

func readBook(file []byte, limit int) ([][]string, error) {
	book, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: 16 << 20})
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer book.Close()
	names := book.GetSheetList()
	if len(names) == 0 {
		return nil, ErrUnreadable
	}
	it, err := book.Rows(names[0])
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	defer it.Close()
	var rows [][]string
	for it.Next() {
		row, err := it.Columns()
		if err != nil {
			return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
		}
		if len(rows) > limit {
			return nil, ErrTooLong
		}
		for i := range row {
			row[i] = strings.TrimSpace(row[i])
		}
		rows = append(rows, row)
	}
	if err := it.Error(); err != nil {
		return nil, fmt.Errorf("%w: %w", ErrUnreadable, err)
	}
	return rows, nil
}
