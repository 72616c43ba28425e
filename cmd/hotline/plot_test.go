package main

import (
	"fmt"
	"html"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"hotline/telephony/softphone"
)

// voice is a tone of the tests as a plot names and colours it.
type voice struct {
	hz          float64
	who, colour string
}

var voices = []voice{{softphone.ToneCaller, "заявник", "#1f6feb"}, {softphone.TonePrompt1, "назва служби", "#8250df"}, {recordedTone, "про запис", "#bf3989"},
	{softphone.ToneMusic, "музика", "#bf8700"}, {softphone.ToneAgent, "оператор", "#1a7f37"}, {softphone.ToneTarget, "колега", "#cf222e"}}

// lane is one line of a plot: what sounded somewhere in each 60 ms, and how long after the plot's begin that began.
type lane struct {
	who, what string
	begin     time.Duration
	windows   []softphone.Window
}

// end is the number of the last 60 ms in the plot.
func (l lane) end() int { return int(l.begin/softphone.WindowLength) + len(l.windows) }

// plotSides draws what sounds in a stored recording.
func plotSides(t *testing.T, name string, left, right []softphone.Window) {
	t.Helper()
	plot(t, name, lane{who: "лівий канал", what: "що сказав заявник", windows: left}, lane{who: "правий канал", what: "що він почув", windows: right})
}

// ear is what a party of a call heard, for a plot that begins with the first of them.
func ear(who string, first, c *softphone.Call) lane {
	w := c.Heard().Windows()
	return lane{who: who, what: "що чує", begin: w[0].At.Sub(first.Heard().Windows()[0].At), windows: w}
}

// plot draws lanes into HOTLINE_TEST_SHOTS, if that is set.
func plot(t *testing.T, name string, lanes ...lane) {
	t.Helper()
	dir := os.Getenv("HOTLINE_TEST_SHOTS")
	if dir == "" {
		return
	}
	const x0, high, top = 150, 84, 20
	last := 0
	for _, l := range lanes {
		last = max(last, l.end())
	}
	px := 8.0 // of 60 ms
	if last > 150 {
		px = 1200 / float64(last)
	}
	wide, foot := max(x0+int(px*float64(last))+20, x0+len(voices)*135), top+len(lanes)*high
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="Inter, sans-serif" font-size="13"><rect width="100%%" height="100%%" fill="#fff"/>`, wide, foot+66)
	for i, l := range lanes {
		y := top + i*high
		fmt.Fprintf(&b, `<text x="8" y="%d" font-weight="600">%s</text>`, y+high/2-6, l.who)
		fmt.Fprintf(&b, `<text x="8" y="%d" fill="#57606a" font-size="11">%s</text>`, y+high/2+10, l.what)
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="%d" height="%d" fill="#f6f8fa"/>`, x0, y, wide-x0-20, high-8)
		for n, win := range l.windows {
			for k, v := range voices {
				if win.Has(v.hz) {
					fmt.Fprintf(&b, `<rect x="%.1f" y="%d" width="%.1f" height="12" fill="%s"/>`, x0+px*float64(l.end()-len(l.windows)+n), y+2+k*12, px, v.colour)
				}
			}
		}
	}
	second := float64(time.Second / softphone.WindowLength)
	for n := 0; float64(n)*second <= float64(last); n++ {
		fmt.Fprintf(&b, `<text x="%.1f" y="%d" fill="#57606a" font-size="11">%d с</text>`, x0+px*float64(n)*float64(time.Second)/float64(softphone.WindowLength), foot+12, n)
	}
	for k, v := range voices {
		x := x0 + k*135
		fmt.Fprintf(&b, `<rect x="%d" y="%d" width="12" height="12" fill="%s"/><text x="%d" y="%d">%s</text>`, x, foot+40, v.colour, x+18, foot+51, html.EscapeString(v.who))
	}
	b.WriteString("</svg>\n")
	must(t, os.MkdirAll(dir, 0o755))
	must(t, os.WriteFile(filepath.Join(dir, name+".svg"), []byte(b.String()), 0o644))
}
