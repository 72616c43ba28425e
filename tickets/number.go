package tickets

import (
	"errors"
	"fmt"
	"strings"
)

// Number is a ticket's number without its check digit: eight digits, 10000001 to 99999999 (Regulation 4.15.1: unique
// for ever). It is shown with the check digit of Damm's algorithm, which finds every single wrong digit and every
// swap of neighbours. The zero value is no number.
type Number int64

const (
	firstNumber Number = 10000001
	lastNumber  Number = 99999999
)

var (
	// ErrNotANumber says that the text has not the form of a ticket's number.
	ErrNotANumber = errors.New("not a ticket number")
	// ErrWrongDigit says that the form is right and the check digit is not: a digit was misheard or mistyped.
	ErrWrongDigit = errors.New("wrong digit in a ticket number")
)

// damm is the quasigroup of order 10 from H. M. Damm, "Total anti-symmetrische Quasigruppen" (2004).
var damm = [10][10]byte{
	{0, 3, 1, 7, 5, 9, 8, 6, 4, 2},
	{7, 0, 9, 2, 1, 5, 4, 8, 6, 3},
	{4, 2, 0, 6, 8, 7, 1, 3, 5, 9},
	{1, 7, 5, 0, 9, 8, 3, 4, 2, 6},
	{6, 1, 2, 3, 0, 4, 5, 9, 7, 8},
	{3, 6, 7, 4, 2, 0, 9, 5, 8, 1},
	{5, 8, 6, 9, 7, 2, 0, 1, 3, 4},
	{8, 9, 4, 5, 3, 6, 2, 0, 1, 7},
	{9, 4, 3, 8, 6, 1, 7, 2, 0, 5},
	{2, 5, 8, 1, 4, 3, 6, 7, 9, 0},
}

func checkDigit(digits string) byte {
	var interim byte
	for i := range len(digits) {
		interim = damm[interim][digits[i]-'0']
	}
	return '0' + interim
}

func (n Number) digits() (string, byte) {
	d := fmt.Sprintf("%08d", int64(n))
	return d, checkDigit(d)
}

// Valid tells whether n is a number that a ticket may have.
func (n Number) Valid() bool { return n >= firstNumber && n <= lastNumber }

// String is the written form, e.g. "10000123-5".
func (n Number) String() string {
	d, check := n.digits()
	return d + "-" + string(check)
}

// Spoken is the form for reading aloud: pairs, then the check digit, e.g. "10 00 01 23 – 5".
func (n Number) Spoken() string {
	d, check := n.digits()
	return d[0:2] + " " + d[2:4] + " " + d[4:6] + " " + d[6:8] + " – " + string(check)
}

// ParseNumber reads what a person typed: with or without the dash, with spaces or other dashes anywhere, with «№».
// Errors: ErrNotANumber, ErrWrongDigit.
func ParseNumber(s string) (Number, error) {
	if len(s) > 64 {
		return 0, ErrNotANumber
	}
	s = strings.TrimLeft(s, " \t\u00a0№#Nn")
	var digits []byte
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
		case strings.ContainsRune(" \t\r\n\u00a0\u2009\u202f-\u2010\u2011\u2012\u2013\u2014\u2212.", r):
		default:
			return 0, ErrNotANumber
		}
	}
	if len(digits) != 9 {
		return 0, ErrNotANumber
	}
	var n Number
	for _, d := range digits[:8] {
		n = n*10 + Number(d-'0')
	}
	if checkDigit(string(digits[:8])) != digits[8] {
		return 0, ErrWrongDigit
	}
	if !n.Valid() {
		return 0, ErrNotANumber
	}
	return n, nil
}
