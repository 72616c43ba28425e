// Package sheet writes and reads tables as files: CSV and XLSX. It knows no tickets, only rows of cells.
//
// A CSV file has a byte order mark and semicolons, as office programs expect them in Ukraine, and no cell of it is a formula:
// what begins like one gets an apostrophe in front, which reading takes away again. XLSX has typed cells and needs none.
//
// Nothing that is read is reckoned: of a formula in XLSX there is the result that the office program has stored.
package sheet
