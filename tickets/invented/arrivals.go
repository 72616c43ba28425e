package invented

import (
	"sort"
	"time"

	"hotline/tickets/sla"
)

// arrivals tells when each of so many tickets comes, in order: a sum of what each hour is worth, read backwards.
type arrivals struct {
	hours []time.Time
	sum   []float64 // of the weights up to the hour's begin; one more than hours
	n     float64
}

// hourWeight is how much of a working day's appeals come in each hour of Kyiv; out of hours there are letters, forms and callers
// who are told so.
var hourWeight = [24]float64{.3, .2, .1, .1, .1, .2, .5, 1, 2, 11, 13, 12, 10, 8, 10, 11, 9, 7, 2.5, 2, 1.8, 1.5, 1, .6}

// dayWeight begins with Sunday.
var dayWeight = [7]float64{.06, 1.25, 1.1, 1, .95, .8, .08}

// monthWeight: projects are submitted in February and March, votes are given in May and June.
var monthWeight = [13]float64{0, .7, 1.3, 1.4, 1, 1.8, 2, .9, .7, .8, .8, .8, .6}

func newArrivals(from, to time.Time, n int) arrivals {
	a := arrivals{n: float64(n), sum: []float64{0}}
	total := 0.0
	for at := from.Truncate(time.Hour); at.Before(to); at = at.Add(time.Hour) {
		local := at.In(sla.Kyiv)
		total += hourWeight[local.Hour()] * dayWeight[local.Weekday()] * monthWeight[local.Month()]
		a.hours, a.sum = append(a.hours, at), append(a.sum, total)
	}
	return a
}

// at is when ticket i comes, 0 ≤ i < n; part, in [0, 1), is a chance.
func (a arrivals) at(i int, part float64) time.Time {
	goal := (float64(i) + part) / a.n * a.sum[len(a.sum)-1]
	h := min(sort.SearchFloat64s(a.sum, goal), len(a.hours)) - 1
	h = max(h, 0)
	within := (goal - a.sum[h]) / (a.sum[h+1] - a.sum[h])
	return a.hours[h].Add(time.Duration(min(within, .999999) * float64(time.Hour))).Truncate(time.Microsecond)
}
