package main

import (
	"context"
	"errors"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"

	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
)

// lapsedArgs: the time of an agent's wrap-up was over before an outcome was chosen.
type lapsedArgs struct {
	Agent call.AgentID `json:"agent"`
	Call  call.ID      `json:"call"`
}

func (lapsedArgs) Kind() string { return "wrap_up_lapsed" }

// InsertOpts: as often as it takes.
func (lapsedArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: forever} }

// lapsed puts the outbox row into the transaction that ends the wrap-up.
func (j *jobs) lapsed(ctx context.Context, tx pgx.Tx, agent call.AgentID, id call.ID) error {
	_, err := j.client.InsertTx(ctx, tx, lapsedArgs{agent, id}, nil)
	return err
}

type lapsedWorker struct {
	river.WorkerDefaults[lapsedArgs]
	*house
}

func (w *lapsedWorker) NextRetry(job *river.Job[lapsedArgs]) time.Time { return soon(job.Attempt) }

// Work writes into the ticket's history that no outcome was chosen, with what the agent had typed.
func (w *lapsedWorker) Work(ctx context.Context, job *river.Job[lapsedArgs]) error {
	r, _, err := w.tel.Record(ctx, job.Args.Call)
	if err != nil {
		return err
	}
	if r.Call.Ticket == 0 {
		return river.JobSnooze(time.Second) // the ticket is being opened
	}
	part, err := w.tel.PartIn(ctx, job.Args.Agent, r.Call.Ticket)
	if err != nil {
		return err
	}
	by := tickets.Author{ID: tickets.AgentID(job.Args.Agent), Name: part.Name}
	return w.reg.Lapse(ctx, tickets.TicketID(r.Call.Ticket), tickets.CallID(r.Call.ID), by)
}

// draftRest is how long what an agent types is left alone.
const draftRest = 30 * time.Second

// keepDrafts makes notes of what agents left who were given back without a wrap-up: a page that was lost, an account that
// was closed, a crash.
func (h *house) keepDrafts(ctx context.Context) error {
	left, err := h.reg.Left(ctx, h.now().Add(-draftRest))
	if err != nil {
		return err
	}
	for _, d := range left {
		part, err := h.tel.PartIn(ctx, call.AgentID(d.Agent.ID), call.TicketID(d.Ticket))
		if err != nil && !errors.Is(err, telephony.ErrNoAgent) {
			return err
		}
		if part.Now {
			continue
		}
		if err := h.reg.Lapse(ctx, d.Ticket, tickets.CallID(part.Call), d.Agent); err != nil {
			return err
		}
	}
	return nil
}
