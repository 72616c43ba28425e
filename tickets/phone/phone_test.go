package phone

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"
)

func TestParse(t *testing.T) {
	const kyiv, mobile = "+380443668012", "+380501234567"
	for raw, want := range map[string]string{
		"+380443668012": kyiv, "0443668012": kyiv, "380443668012": kyiv, "00380443668012": kyiv, "80443668012": kyiv,
		"810380443668012": kyiv, "3668012": kyiv, "366-80-12": kyiv, "+0443668012": kyiv, "+38 (044) 366-80-12": kyiv,
		"tel:+380-50-123-45-67": mobile, "sip:+380501234567@10.0.0.1;user=phone": mobile, "SIPS:0501234567;phone-context=ua@x": mobile,
		`"Іван" <sip:+380501234567@carrier.ua>`: mobile, "050 123 45 67, вн. 12": mobile, "0501234567 доб 3": mobile, "0501234567 ext. 77": mobile,
		"+442079460958": "+442079460958", "+12125550123": "+12125550123",
		"101": "", "1551": "", "": "", "+": "", "0": "", "12345678901234567890123": "", "+380000000000": "", "abc": "",
		"1' OR '1'='1": "", "+380501234567'; DROP TABLE ticket; --": "", "${EXTEN}": "", "+380501234567|x": "", "0501234567\x00": mobile,
		"٠٥٠١٢٣٤٥٦٧": "", strings.Repeat("0501234567", 300): "", "<<<<": "", "tel:": "", "sip:@": "",
	} {
		if got := Parse(raw); got.E164 != want || got.Valid != (want != "") {
			t.Errorf("%q: %+v, want %q", raw, got, want)
		}
	}
}

func TestParse_Withheld(t *testing.T) {
	for raw, want := range map[string]bool{
		"anonymous": true, "Anonymous": true, "sip:anonymous@anonymous.invalid": true, `"Anonymous" <sip:x@anonymous.invalid>`: true,
		"unknown": true, "unavailable": true, "restricted": true, "private": true, "": true, "unknown@host": true,
		"0501234567": false, "101": false, "anonymously": false,
	} {
		if got := Parse(raw); got.Withheld != want || (want && got.E164 != "") {
			t.Errorf("%q: %+v, want withheld %v", raw, got, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, s := range []string{"0501234567", "+380443668012", "sip:+380501234567@x;user=phone", "810380443668012", "вн. 12", "\x00\r\n",
		strings.Repeat("9", 3000), "<sip:", "tel:+0", "80", "\xff\xfe", "+3800501234567", "1' OR 1=1 --", "%s%n", "+38050123456\u202e7"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		p := Parse(raw)
		if p.Valid != (p.E164 != "") || (p.Withheld && p.Valid) {
			t.Fatalf("%q: contradicts itself: %+v", raw, p)
		}
		if utf8.RuneCountInString(p.Raw) > 64 || strings.ContainsFunc(p.Raw, func(r rune) bool { return !unicode.IsPrint(r) }) {
			t.Fatalf("%q: raw %q", raw, p.Raw)
		}
		if !p.Valid {
			return
		}
		if again := Parse(p.E164); again.E164 != p.E164 || len(p.E164) > 16 || p.E164[0] != '+' {
			t.Fatalf("%q: %q, and again %q", raw, p.E164, again.E164)
		}
	})
}
