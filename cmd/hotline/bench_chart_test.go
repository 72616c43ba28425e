//go:build bench

package main

import (
	"fmt"
	"math"
	"strings"
)

type (
	point struct{ x, y float64 }
	line  []point
	named struct {
		name, colour string
		line
	}
)

// chart is lines over a common axis that begins at zero; y outside of low and high is drawn at the edge.
type chart struct {
	title     string
	low, high float64
	lines     []named
}

var colours = map[way]string{ours: "#1a7f37", handed: "#0969da", plain: "#57606a", queue: "#cf222e"}

func (c chart) svg() string {
	const x0, y0, wide, high = 60.0, 36.0, 760.0, 220.0
	end := 1.0
	for _, l := range c.lines {
		for _, p := range l.line {
			end = max(end, p.x)
		}
	}
	unit := math.Pow(10, math.Floor(math.Log10(end)))
	if end/unit < 4 {
		unit /= 2
	}
	x := func(v float64) float64 { return x0 + v/end*wide }
	y := func(v float64) float64 {
		return y0 + high - (min(max(v, c.low), c.high)-c.low)/(c.high-c.low)*high
	}
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="Inter, sans-serif" font-size="13"><rect width="100%%" height="100%%" fill="#fff"/>`, int(x0+wide)+40, int(y0+high)+36)
	fmt.Fprintf(&b, `<text x="8" y="20" font-weight="600">%s</text>`, c.title)
	for i := range 6 {
		v := c.low + float64(i)*(c.high-c.low)/5
		fmt.Fprintf(&b, `<line x1="%.1f" x2="%.1f" y1="%.1f" y2="%.1f" stroke="#d0d7de"/><text x="%.1f" y="%.1f" fill="#57606a" font-size="11" text-anchor="end">%g</text>`, x0, x0+wide, y(v), y(v), x0-6, y(v)+4, v)
	}
	for v := unit; v <= end; v += unit {
		fmt.Fprintf(&b, `<text x="%.1f" y="%.1f" fill="#57606a" font-size="11" text-anchor="middle">%g</text>`, x(v), y0+high+16, v)
	}
	for i, l := range c.lines {
		var path strings.Builder
		for _, p := range l.line {
			fmt.Fprintf(&path, "%.1f,%.1f ", x(p.x), y(p.y))
		}
		fmt.Fprintf(&b, `<polyline points="%s" fill="none" stroke="%s" stroke-width="2"/><text x="%.1f" y="%.1f" fill="%s">%s</text>`, strings.TrimSpace(path.String()), l.colour, x0+8, y0+high-10-18*float64(i), l.colour, l.name)
	}
	b.WriteString("</svg>\n")
	return b.String()
}
