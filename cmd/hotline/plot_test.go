package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"hotline/telephony/softphone"
)

// voice is a tone of the tests as a plot names and colours it.
type voice struct {
	hz          float64
	who, colour string
}

var voices = []voice{{softphone.ToneCaller, "заявник", "#1f6feb"}, {softphone.TonePrompt1, "назва служби", "#8250df"}, {recordedTone, "про запис", "#bf3989"},
	{softphone.ToneMusic, "музика", "#bf8700"}, {softphone.ToneAgent, "оператор", "#1a7f37"}, {softphone.ToneTarget, "колега", "#cf222e"}}

// plotSides draws what sounds in each 60 ms of a stored recording into HOTLINE_TEST_SHOTS, if that is set.
func plotSides(t *testing.T, name string, left, right []softphone.Window) {
	t.Helper()
	dir := os.Getenv("HOTLINE_TEST_SHOTS")
	if dir == "" {
		return
	}
	const px, x0, lane, top = 8, 150, 84, 20
	width, height := max(x0+px*max(len(left), len(right))+20, x0+len(voices)*135), top+2*lane+66
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="Inter, sans-serif" font-size="13"><rect width="100%%" height="100%%" fill="#fff"/>`, width, height)
	for i, side := range [][]softphone.Window{left, right} {
		y := top + i*lane
		fmt.Fprintf(&b, `<text x="8" y="%d" font-weight="600">%s</text>`, y+lane/2-6, []string{"лівий канал", "правий канал"}[i])
		fmt.Fprintf(&b, `<text x="8" y="%d" fill="#57606a" font-size="11">%s</text>`, y+lane/2+10, []string{"що сказав заявник", "що він почув"}[i])
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#f6f8fa"/>`, x0, y, width-x0-20, lane-8)
		for n, win := range side {
			for k, v := range voices {
				if win.Has(v.hz) {
					fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="12" fill="%s"/>`, x0+n*px, y+2+k*12, px, v.colour)
				}
			}
		}
	}
	for n := 0; n <= max(len(left), len(right)); n += 17 { // a window is 60 ms
		fmt.Fprintf(&b, `<text x="%d" y="%d" fill="#57606a" font-size="11">%d с</text>`, x0+n*px, top+2*lane+12, (n*60+500)/1000)
	}
	for k, v := range voices {
		x := x0 + k*135
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="12" height="12" fill="%s"/><text x="%d" y="%d">%s</text>`, x, height-26, v.colour, x+18, height-15, html.EscapeString(v.who))
	}
	b.WriteString("</svg>\n")
	must(t, os.MkdirAll(dir, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, name+".svg"), []byte(b.String()), 0o644))
}
