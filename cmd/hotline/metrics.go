package main

import (
	"sync/atomic"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
)

// metrics shows what telephony counts.
func (h *house) metrics(r *prometheus.Registry) {
	h.searchMetrics(r)
	r.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	st := &h.board.Stats
	for name, c := range map[string]struct {
		help  string
		value *atomic.Int64
	}{
		"calls_total":            {"calls that arrived", &st.Calls},
		"call_transitions_total": {"steps of calls that were written", &st.Transitions},
		"call_misfits_total":     {"events that did not fit the call's state", &st.Misfits},
		"switch_commands_total":  {"commands to the switch", &st.Commands},
		"switch_faults_total":    {"commands that the switch did not carry out", &st.CommandFaults},
		"journal_retries_total":  {"writes that had to wait for the database", &st.CommitRetries},
		"agents_set_free_total":  {"agents who were found taken by no call", &st.Strays},
	} {
		r.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Namespace: "hotline", Name: name, Help: c.help},
			func() float64 { return float64(c.value.Load()) }))
	}
	gauge := func(name, help string, value func() float64) {
		r.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: "hotline", Name: name, Help: help}, value))
	}
	gauge("calls_live", "calls that have not come to their end", func() float64 { return float64(st.Live.Load()) })
	gauge("switch_connected", "1 when the event socket is open", func() float64 {
		if h.node.Stats().Connected {
			return 1
		}
		return 0
	})
	gauge("spool_free_ratio", "room on the disk of recordings, 0 to 1", func() float64 {
		free, err := freeRoom(h.cfg.Spool)
		if err != nil {
			h.log.Error("spool", "err", err)
			return 0
		}
		return free
	})
	gauge("switch_event_queue", "events read and not yet handled", func() float64 { return float64(h.node.Stats().Queue) })
}
