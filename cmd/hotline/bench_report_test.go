//go:build bench

package main

import (
	"fmt"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// figure is what was measured of one thing, by each way.
type figure struct {
	name, what string
	by         map[way][]time.Duration
}

func newFigure(name, what string) *figure { return &figure{name, what, map[way][]time.Duration{}} }

func (f *figure) took(by way, d time.Duration) { f.by[by] = append(f.by[by], d) }

func sorted(d []time.Duration) []time.Duration {
	d = slices.Clone(d)
	slices.Sort(d)
	return d
}

// of is the mean, and the 50th, 95th and 99th of a hundred.
func (f *figure) of(by way) (at [4]time.Duration) {
	took := sorted(f.by[by])
	for _, d := range took {
		at[0] += d / time.Duration(len(took))
	}
	for i, percent := range [3]int{50, 95, 99} {
		at[i+1] = took[min(len(took)*percent/100, len(took)-1)]
	}
	return at
}

func ms(d time.Duration) float64 { return float64(d.Microseconds()) / 1000 }

// report prints the figures, and keeps them for docs in HOTLINE_BENCH_OUT, if that is set: a table and a plot each.
func report(t *testing.T, figures ...*figure) {
	t.Helper()
	for _, f := range figures {
		table := f.table()
		fmt.Print("\n" + table)
		keep(t, f.name+".md", table)
		keep(t, f.name+".svg", f.plot())
	}
}

// table is Markdown that reads well in a terminal.
func (f *figure) table() string {
	var b strings.Builder
	fmt.Fprintf(&b, "| %-12s | %-11s | %5s | %9s | %9s | %9s | %9s |\n|%s|%s|%s|%s|%s|%s|%s|\n", f.name+", ms", "who", "calls", "mean", "p50", "p95", "p99",
		strings.Repeat("-", 14), strings.Repeat("-", 13), strings.Repeat("-", 6)+":", strings.Repeat("-", 10)+":", strings.Repeat("-", 10)+":", strings.Repeat("-", 10)+":", strings.Repeat("-", 10)+":")
	mine := f.of(ours)
	for _, by := range ways {
		if len(f.by[by]) == 0 {
			continue
		}
		fmt.Fprintf(&b, "| %-12s | %-11s | %5d |", "", by.name, len(f.by[by]))
		at := f.of(by)
		for _, d := range at {
			fmt.Fprintf(&b, " %9.1f |", ms(d))
		}
		b.WriteString("\n")
		if by != ours {
			fmt.Fprintf(&b, "| %-12s | %-11s | %5s |", "", "ratio", "")
			for i, d := range at {
				fmt.Fprintf(&b, " %9.3f |", float64(mine[i])/float64(d))
			}
			b.WriteString("\n")
		}
	}
	return b.String()
}

// plot draws each measurement as a dot on a logarithmic scale of milliseconds, and the median as a line.
func (f *figure) plot() string {
	const x0, wide, high, top = 110.0, 760.0, 44, 34
	low, most := math.Inf(1), 0.0
	var present []way
	for _, by := range ways {
		if len(f.by[by]) > 0 {
			present = append(present, by)
		}
		for _, d := range f.by[by] {
			low, most = min(low, math.Log10(ms(d))), max(most, math.Log10(ms(d)))
		}
	}
	low, most = math.Floor(low), math.Ceil(most)
	x := func(d time.Duration) float64 { return x0 + (math.Log10(ms(d))-low)/(most-low)*wide }
	var b strings.Builder
	foot := top + high*len(present)
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="Inter, sans-serif" font-size="13"><rect width="100%%" height="100%%" fill="#fff"/>`, int(x0+wide)+40, foot+28)
	fmt.Fprintf(&b, `<text x="8" y="20" font-weight="600">%s: %s, ms</text>`, f.name, f.what)
	for e := low; e <= most; e++ {
		at := x0 + (e-low)/(most-low)*wide
		fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#d0d7de"/><text x="%.1f" y="%d" fill="#57606a" font-size="11" text-anchor="middle">%g</text>`, at, at, top, foot, at, foot+16, math.Pow(10, e))
	}
	for i, by := range present {
		y := top + i*high
		fmt.Fprintf(&b, `<text x="8" y="%d">%s</text>`, y+high/2+4, by.name)
		for n, d := range f.by[by] {
			fmt.Fprintf(&b, `<circle cx="%.1f" cy="%d" r="2" fill="%s" fill-opacity="0.45"/>`, x(d), y+8+n*7%(high-16), colours[by])
		}
		at := f.of(by)
		fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="%d" y2="%d" stroke="#000" stroke-width="2"/>`, x(at[1]), x(at[1]), y+4, y+high-6)
	}
	b.WriteString("</svg>\n")
	return b.String()
}

// keepIn is where tables and plots are kept for docs. The program, which is this binary too, knows no such variable.
var keepIn = func() string {
	dir := os.Getenv("HOTLINE_BENCH_OUT")
	_ = os.Unsetenv("HOTLINE_BENCH_OUT")
	return dir
}()

// keep writes a file for docs.
func keep(t *testing.T, name, text string) {
	t.Helper()
	if keepIn != "" {
		must(t, os.MkdirAll(keepIn, 0o755))
		must(t, os.WriteFile(filepath.Join(keepIn, name), []byte(text), 0o644))
	}
}
