package sheet

import (
	"bytes"
	"encoding/csv"
	"errors"
	"fmt"
	"io"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"github.com/xuri/excelize/v2"
	"golang.org/x/text/encoding"
	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"
)

// Line is a row that has something in it.
type Line struct {
	Number int // as an office program counts rows, from 1
	Cells  []string
}

// Unreadable says why a file is not read.
type Unreadable struct {
	Code string // "format": neither CSV nor XLSX; "encoding": its letters cannot be told; "quotes": a CSV row that does not end; "rows": more than allowed; "large": so much in it that it is none of people's
	Row  int    // of "quotes"; 0: of the whole file
}

func (e *Unreadable) Error() string {
	return fmt.Sprintf("unreadable table: %s, row %d", e.Code, e.Row)
}

const (
	widest    = 64        // cells of a row that are read: a stray one far to the right is no column
	unpacked  = 100 << 20 // what an XLSX file of a few megabytes may grow to, and the texts of its cells
	manyCells = 1 << 21   // with the empty ones before a stray one
)

// Read gives the rows of a CSV file or of the first sheet of an XLSX file that are not empty, at most so many. CSV is separated by
// semicolon, comma or tab, whichever the first row has most of, in UTF-8 with or without a byte order mark, in UTF-16 with one, or
// else in Windows-1251. *Unreadable when the file is none of these, or longer.
func Read(file []byte, most int) ([]Line, error) {
	if bytes.HasPrefix(file, []byte("PK\x03\x04")) {
		return readXLSX(file, most)
	}
	text, err := decoded(file)
	if err != nil {
		return nil, err
	}
	return readCSVLines(text, most)
}

// decoded gives a text in UTF-8 without a mark. An encoding that has characters which are none is not the file's: *Unreadable.
func decoded(file []byte) ([]byte, error) {
	var from encoding.Encoding = charmap.Windows1251
	switch marked := bytes.HasPrefix(file, []byte("\ufeff")); {
	case bytes.HasPrefix(file, []byte("\xff\xfe")), bytes.HasPrefix(file, []byte("\xfe\xff")): // «Текст Юнікод» of Excel
		from = unicode.UTF16(unicode.BigEndian, unicode.ExpectBOM)
	case bytes.IndexByte(file, 0) >= 0:
		return nil, &Unreadable{Code: "format"}
	case utf8.Valid(file):
		return bytes.TrimPrefix(file, []byte("\ufeff")), nil
	case marked: // said to be UTF-8, and is not
		return nil, &Unreadable{Code: "encoding"}
	}
	text, err := from.NewDecoder().Bytes(file)
	if err != nil || bytes.ContainsRune(text, utf8.RuneError) || bytes.IndexByte(text, 0) >= 0 {
		return nil, &Unreadable{Code: "encoding"}
	}
	return text, nil
}

func readCSVLines(file []byte, most int) (all []Line, err error) {
	r := csv.NewReader(bytes.NewReader(file))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes = separator(file), -1, false
	row, next := 0, 1 // the row before, and the line of the file on which the one after it begins
	for {
		cells, err := r.Read()
		if errors.Is(err, io.EOF) {
			return all, nil
		}
		if err != nil {
			var parse *csv.ParseError
			if errors.As(err, &parse) { // the lines between are empty rows, which the reader passes over
				row += 1 + parse.StartLine - next
			}
			return nil, &Unreadable{"quotes", row}
		}
		begins, _ := r.FieldPos(0)
		ends, _ := r.FieldPos(len(cells) - 1)
		row += 1 + begins - next
		next = ends + strings.Count(cells[len(cells)-1], "\n") + 1
		for i, cell := range cells {
			if cell = strings.TrimSpace(cell); len(cell) > 1 && cell[0] == '\'' && plain(cell[1:]) == cell {
				cell = cell[1:]
			}
			cells[i] = cell
		}
		if all, err = add(all, row, cells, most); err != nil {
			return nil, err
		}
	}
}

// separator is what the first row has most of outside of quotes.
func separator(file []byte) rune {
	counts := map[rune]int{}
	quoted := false
	for _, c := range string(file) {
		if c == '"' {
			quoted = !quoted
		}
		if c == '\n' && !quoted {
			break
		}
		if !quoted {
			counts[c]++
		}
	}
	best := ';'
	for _, c := range []rune{',', '\t'} {
		if counts[c] > counts[best] {
			best = c
		}
	}
	return best
}

func add(all []Line, row int, cells []string, most int) ([]Line, error) {
	cells = append([]string(nil), cells[:min(len(cells), widest)]...) // not the whole of a row that is too wide
	if strings.Join(cells, "") == "" {
		return all, nil
	}
	if len(all) == most {
		return nil, &Unreadable{Code: "rows"}
	}
	return append(all, Line{row, cells}), nil
}

// wallLayouts are how people and this package write an instant.
var wallLayouts = []string{"2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04", "2006-01-02",
	"02.01.2006 15:04:05", "02.01.2006 15:04", "02.01.2006, 15:04", "02.01.2006"}

// Instant reads a cell as wall time of loc: as it is written, as an XLSX file's number of days, or with its own zone (RFC 3339); of the
// years 2000 to 2099.
func Instant(cell string, loc *time.Location) (time.Time, bool) {
	at, ok := instant(cell, loc)
	if year := at.Year(); !ok || year < 2000 || year > 2099 {
		return time.Time{}, false
	}
	return at, true
}

func instant(cell string, loc *time.Location) (time.Time, bool) {
	for _, layout := range wallLayouts {
		if at, err := time.ParseInLocation(layout, cell, loc); err == nil {
			return at.UTC(), true
		}
	}
	if at, err := time.Parse(time.RFC3339, cell); err == nil {
		return at.UTC(), true
	}
	days, err := strconv.ParseFloat(cell, 64)
	if err != nil || !(days >= 36526 && days < 73051) { // of 2000 to 2099
		return time.Time{}, false
	}
	wall, err := excelize.ExcelDateToTime(math.Round(days*86400)/86400, false)
	if err != nil {
		return time.Time{}, false
	}
	wall = wall.Round(time.Second)
	return time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, loc).UTC(), true
}
