package sheet

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
	"strings"
	"time"

	"github.com/xuri/excelize/v2"
)

// Format of a file.
type Format string

const (
	CSV  Format = "csv"
	XLSX Format = "xlsx"
)

// MaxRows is how many rows an XLSX file can hold below its head.
const MaxRows = 1<<20 - 1

// ContentType is the format's media type.
func (f Format) ContentType() string {
	if f == XLSX {
		return "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
	}
	return "text/csv; charset=utf-8"
}

// Writer takes a table row by row. A cell is a string, an int64, a time.Time (a zero one: empty) or nil.
type Writer interface {
	Row(cells ...any) error
	// Close ends the file. Without it the file is not whole.
	Close() error
}

// NewWriter begins a file with its head. Instants are written as wall time of loc.
func NewWriter(w io.Writer, f Format, loc *time.Location, head ...string) (Writer, error) {
	if f == XLSX {
		return newBook(w, loc, head)
	}
	if _, err := io.WriteString(w, "\ufeff"); err != nil {
		return nil, err
	}
	c := lines{csv.NewWriter(w), loc}
	c.w.Comma, c.w.UseCRLF = ';', true
	return c, c.w.Write(head)
}

type lines struct {
	w   *csv.Writer
	loc *time.Location
}

func (l lines) Row(cells ...any) error {
	row := make([]string, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case string:
			row[i] = plain(v)
		case int64:
			row[i] = strconv.FormatInt(v, 10)
		case time.Time:
			if !v.IsZero() {
				row[i] = v.In(l.loc).Format("2006-01-02 15:04:05")
			}
		case nil:
		default:
			return fmt.Errorf("cell %d: %T cannot be written", i+1, cell)
		}
	}
	if err := l.w.Write(row); err != nil {
		return err
	}
	l.w.Flush() // a row is a write; whoever wants fewer gives a buffer
	return l.w.Error()
}

func (l lines) Close() error {
	l.w.Flush()
	return l.w.Error()
}

// formula are the first characters by which an office program takes a cell for a formula (OWASP, CSV Injection).
const formula = "=+-@\t\r"

// plain makes a text that is no formula.
func plain(s string) string {
	if s != "" && (strings.ContainsRune(formula, rune(s[0])) || s[0] == '\'') {
		return "'" + s
	}
	return s
}

// book is an XLSX file; excelize keeps long ones in a temporary file until Close.
type book struct {
	to   io.Writer
	file *excelize.File
	rows *excelize.StreamWriter
	loc  *time.Location
	date int
	n    int
}

func newBook(w io.Writer, loc *time.Location, head []string) (*book, error) {
	b := &book{to: w, file: excelize.NewFile(), loc: loc}
	format := "yyyy-mm-dd hh:mm:ss"
	var err error
	if b.date, err = b.file.NewStyle(&excelize.Style{CustomNumFmt: &format}); err != nil {
		return nil, err
	}
	bold, err := b.file.NewStyle(&excelize.Style{Font: &excelize.Font{Bold: true}})
	if err != nil {
		return nil, err
	}
	if b.rows, err = b.file.NewStreamWriter("Sheet1"); err != nil {
		return nil, err
	}
	if err := b.rows.SetColWidth(1, len(head), 20); err != nil {
		return nil, err
	}
	if err := b.rows.SetPanes(&excelize.Panes{Freeze: true, YSplit: 1, TopLeftCell: "A2", ActivePane: "bottomLeft"}); err != nil {
		return nil, err
	}
	cells := make([]any, len(head))
	for i, name := range head {
		cells[i] = excelize.Cell{StyleID: bold, Value: name}
	}
	return b, b.add(cells)
}

func (b *book) Row(cells ...any) error {
	row := make([]any, len(cells))
	for i, cell := range cells {
		switch v := cell.(type) {
		case time.Time:
			if !v.IsZero() {
				// A sheet's instant has no zone: the wall's.
				wall := v.In(b.loc)
				row[i] = excelize.Cell{StyleID: b.date, Value: time.Date(wall.Year(), wall.Month(), wall.Day(), wall.Hour(), wall.Minute(), wall.Second(), 0, time.UTC)}
			}
		case string, int64, nil:
			row[i] = v
		default:
			return fmt.Errorf("cell %d: %T cannot be written", i+1, cell)
		}
	}
	return b.add(row)
}

func (b *book) add(cells []any) error {
	b.n++
	at, err := excelize.CoordinatesToCellName(1, b.n)
	if err != nil {
		return err
	}
	return b.rows.SetRow(at, cells)
}

func (b *book) Close() error {
	defer b.file.Close()
	if err := b.rows.Flush(); err != nil {
		return err
	}
	return b.file.Write(b.to)
}
