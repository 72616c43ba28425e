package sheet

import (
	"bytes"
	"crypto/rand"
	"strconv"
	"strings"

	"github.com/xuri/excelize/v2"
)

func readXLSX(file []byte, most int) ([]Line, error) {
	b, err := excelize.OpenReader(bytes.NewReader(file), excelize.Options{UnzipSizeLimit: unpacked, UnzipXMLSizeLimit: unpacked, RawCellValue: true})
	if err != nil {
		return nil, &Unreadable{Code: "format"}
	}
	defer b.Close()
	sheets := b.GetSheetList()
	if len(sheets) == 0 {
		return nil, &Unreadable{Code: "format"}
	}
	texts, err := sharedTexts(b)
	if err != nil {
		return nil, err
	}
	rows, err := b.Rows(sheets[0])
	if err != nil {
		return nil, &Unreadable{Code: "format"}
	}
	defer rows.Close()
	return readRows(rows, texts, most)
}

func readRows(rows *excelize.Rows, texts []string, most int) (all []Line, err error) {
	read, letters := 0, 0
	for row := 1; rows.Next(); row++ {
		cells, err := rows.Columns()
		if err != nil {
			return nil, &Unreadable{Code: "format"}
		}
		if read += len(cells); read > manyCells {
			return nil, &Unreadable{Code: "large"}
		}
		for i, cell := range cells {
			if number, shared := strings.CutPrefix(cell, mark); shared {
				if n, err := strconv.Atoi(number); err == nil && n >= 0 && n < len(texts) {
					cell = texts[n]
				}
			}
			if letters += len(cell); letters > unpacked {
				return nil, &Unreadable{Code: "large"}
			}
			cells[i] = strings.TrimSpace(cell)
		}
		if all, err = add(all, row, cells, most); err != nil {
			return nil, err
		}
	}
	if rows.Error() != nil {
		return nil, &Unreadable{Code: "format"}
	}
	return all, nil
}

// mark begins what stands for a shared text. No XML has it.
const mark = "\x00"

// sharedTexts takes the texts that cells share out of a book and leaves their numbers there: excelize makes a copy of the text for
// each cell of a row before one can see how many they are, and a row of sixteen thousand that share one of thirty is a gigabyte.
func sharedTexts(b *excelize.File) ([]string, error) {
	if part, ok := b.Pkg.Load("xl/sharedStrings.xml"); ok {
		if part, ok := part.([]byte); !ok || bytes.Count(part, []byte("<")) > manyCells {
			return nil, &Unreadable{Code: "large"}
		}
	}
	sheet := rand.Text() // the table is read when a text is added to a sheet: to one that the file does not have
	if _, err := b.NewSheet(sheet); err != nil {
		return nil, &Unreadable{Code: "format"}
	}
	if err := b.SetCellStr(sheet, "A1", sheet); err != nil || b.SharedStrings == nil {
		return nil, &Unreadable{Code: "format"}
	}
	all := b.SharedStrings.SI
	texts := make([]string, len(all))
	for i := range all {
		texts[i] = all[i].String()
		left := mark + strconv.Itoa(i)
		if t := all[i].T; t != nil {
			t.Val, left = left, ""
		}
		for _, run := range all[i].R { // of a text with formats
			if run.T != nil {
				run.T.Val, left = left, ""
			}
		}
	}
	return texts, nil
}
