package main

import (
	"errors"
	"log/slog"
	"testing"
	"time"

	"hotline/deploy/schema/schematest"
	"hotline/tickets"
	"hotline/tickets/phone"
	"hotline/tickets/postgres"
)

func TestExpire_TheDailyJobDeletesWhatIsOver_R_4_3_2(t *testing.T) {
	t.Parallel()
	now := time.Date(2021, 3, 1, 10, 0, 0, 0, time.UTC)
	reg := tickets.New(postgres.New(schematest.New(t)), phone.Parse, func() time.Time { return now }, slog.New(slog.DiscardHandler))
	w := &expireWorker{house: &house{reg: reg}}
	ticket, err := reg.OpenForCall(t.Context(), tickets.CallOpening{CallID: "kyiv1-1.1", Number: "+380501234567"})
	must(t, err)
	must(t, reg.WrapUp(t.Context(), ticket.ID, ticket.Call, tickets.Author{ID: 7, Name: "Олена"}, tickets.Consulted, ""))
	for _, step := range []struct {
		at   time.Time
		gone bool
	}{{now.AddDate(3, 0, 29).Add(-time.Second), false}, {now.AddDate(3, 0, 29), true}} { // within thirty days (Amb-10)
		now = step.at
		must(t, w.Work(t.Context(), nil))
		_, err := reg.Ticket(t.Context(), tickets.Key{ID: ticket.ID})
		if errors.Is(err, tickets.ErrNotFound) != step.gone {
			t.Errorf("at %s: %v, want gone %v", step.at, err, step.gone)
		}
	}
}
