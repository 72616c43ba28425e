package main

import (
	"context"
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/riverqueue/river"

	"hotline/tickets"
)

// An administrator makes a day off on the calendar's page; a moment later an open ticket has its new term and says why.
func TestRecount_ADayOffOverRESTMovesAnOpenTerm_R_3_2_3(t *testing.T) {
	beside(t, anOffice)
	o := newOffice(t, nil)
	opened, err := o.reg.OpenForCall(t.Context(), tickets.CallOpening{CallID: "kyiv1-1.1", Number: "+380501234567"})
	must(t, err)
	done, stop := o.jobs.client.Subscribe(river.EventKindJobCompleted)
	defer stop()
	must(t, o.jobs.client.Start(t.Context()))
	defer func() { must(t, o.jobs.client.Stop(context.WithoutCancel(t.Context()))) }()
	var calendar struct{ Version int64 }
	answer, text := o.do("admin", http.MethodGet, "/api/v1/calendar", nil)
	if err := json.Unmarshal([]byte(text), &calendar); err != nil || answer.StatusCode != http.StatusOK {
		t.Fatalf("calendar: %d %v", answer.StatusCode, err)
	}
	answer, text = o.do("admin", http.MethodPut, "/api/v1/calendar/days", map[string]any{"version": calendar.Version, "from": "2026-11-24", "until": "2026-11-24",
		"kind": "day_off", "reason": "розпорядження № 5"})
	if answer.StatusCode != http.StatusOK {
		t.Fatalf("day off: %d %s", answer.StatusCode, text)
	}
	for {
		d, err := o.reg.Get(t.Context(), tickets.Key{ID: opened.ID})
		must(t, err)
		if last := d.History[len(d.History)-1]; last.Kind == tickets.EntryRecount {
			if moved := d.Ticket.ResolutionDueAt.Sub(opened.ResolutionDueAt); moved != 3*24*time.Hour {
				t.Errorf("moved by %s: %s", moved, last.Sentence())
			}
			return
		}
		select {
		case <-done:
		case <-o.ctx.Done():
			t.Fatal("the term was not counted again")
		}
	}
}
