// Package sheet writes tables as files: CSV and XLSX. It knows no tickets, only rows of cells.
//
// A CSV file has a byte order mark and semicolons, as office programs expect them in Ukraine, and no cell of it is a formula:
// what begins like one gets an apostrophe in front. XLSX has typed cells and needs none.
package sheet
