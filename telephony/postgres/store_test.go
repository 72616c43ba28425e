package postgres_test

import (
	"context"
	"errors"
	"log/slog"
	"testing"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/deploy/schema/schematest"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/telephony/postgres"
)

// A database whose answer was lost is asked again: the step and its outbox row stand once, another step is refused.
func TestCommit_SameStepTwice_WrittenOnce(t *testing.T) {
	var outbox int
	store := postgres.New(schematest.New(t), time.Now, slog.New(slog.DiscardHandler),
		func(context.Context, pgx.Tx, call.ID) error { outbox++; return nil })
	e := call.Event{Kind: call.LeftUnattended, At: time.Now()}
	c, effects, err := call.Next(call.DefaultRules(), call.New("kyiv1-1.0", "kyiv1"), e)
	if err != nil {
		t.Fatal(err)
	}
	step := telephony.Change{Call: c, Event: e, Effects: effects}
	for range 2 {
		if err := store.Commit(t.Context(), step); err != nil {
			t.Fatal(err)
		}
	}
	if outbox != 1 {
		t.Errorf("%d outbox rows, want 1", outbox)
	}
	step.Event.At = e.At.Add(time.Second)
	if err := store.Commit(t.Context(), step); !errors.Is(err, telephony.ErrConflict) {
		t.Errorf("another step of the same version: %v, want ErrConflict", err)
	}
}
