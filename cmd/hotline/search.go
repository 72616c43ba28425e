package main

import (
	"context"
	"time"

	"github.com/prometheus/client_golang/prometheus"

	ticketspostgres "hotline/tickets/postgres"
)

const (
	fillEvery  = time.Second    // how soon what was written is found
	wordsStay  = 3*366 + 90     // days; a word goes after the tickets that had it (Amb-10)
	forgetRate = 24 * time.Hour // how often words go
)

// openIndex gives the search its own connections. None is opened yet: who drives the telephones next is not to wait for it.
func (h *house) openIndex(ctx context.Context) (shut func(), err error) {
	pool, err := newPool(ctx, h.cfg, ticketspostgres.TuneIndex)
	if err != nil {
		return nil, err
	}
	h.index = ticketspostgres.NewIndex(pool)
	return pool.Close, nil
}

// prepareIndex finds out whether the dictionary is there, and says so once.
func (h *house) prepareIndex(ctx context.Context) {
	mode, err := h.index.Prepare(ctx)
	if err == nil {
		err = h.index.Warm(ctx)
	}
	switch {
	case err != nil: // the register can be worked with all the same
		h.log.ErrorContext(ctx, "search", "err", err)
	case mode == ticketspostgres.ByStem:
		h.log.WarnContext(ctx, "search_without_dictionary", "remedy", "deploy/dictionary/install on the database's machine, then restart hotline")
	default:
		h.log.InfoContext(ctx, "search", "mode", string(mode))
	}
}

// fillIndex reads what was written into tickets, a moment later, until ctx ends. The backlog takes half of a processor at most.
func (h *house) fillIndex(ctx context.Context) {
	select {
	case <-ctx.Done():
		return
	case <-time.After(rests.search):
	}
	h.prepareIndex(ctx)
	tick := time.NewTicker(fillEvery)
	defer tick.Stop()
	var forgot time.Time
	for {
		began := time.Now()
		read, err := h.index.Fill(ctx)
		if err == nil && began.Sub(forgot) > forgetRate {
			forgot = began
			err = h.index.Forget(ctx, h.now().AddDate(0, 0, -wordsStay))
		}
		if err != nil && ctx.Err() == nil {
			h.log.WarnContext(ctx, "fill_search", "err", err)
		}
		next := tick.C
		if read > 0 && err == nil {
			next = time.After(time.Since(began))
		}
		select {
		case <-ctx.Done():
			return
		case <-next:
		}
	}
}

// searchMetrics show whether the dictionary is used and how many tickets have yet to be read.
func (h *house) searchMetrics(r *prometheus.Registry) {
	index := ticketspostgres.NewIndex(h.pool) // it asks for no word, and needs no dictionary
	gauge := func(name, help string, value func(context.Context) (float64, error)) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "hotline", Name: name, Help: help}, func() float64 {
			ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
			defer cancel()
			v, err := value(ctx)
			if err != nil {
				h.log.Warn("search_metrics", "err", err)
				return -1
			}
			return v
		}))
	}
	gauge("search_dictionary", "1 when words are found by the dictionary, 0 by stems only, -1 unknown", func(ctx context.Context) (float64, error) {
		mode, err := index.Mode(ctx)
		if mode == ticketspostgres.ByDictionary {
			return 1, err
		}
		return 0, err
	})
	gauge("search_backlog", "tickets that the search has not read yet, -1 unknown", func(ctx context.Context) (float64, error) {
		n, err := index.Behind(ctx)
		return float64(n), err
	})
}
