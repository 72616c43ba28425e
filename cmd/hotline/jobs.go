package main

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/riverqueue/river"
	"github.com/riverqueue/river/riverdriver/riverpgxv5"
	"github.com/riverqueue/river/rivertype"

	"hotline/recording"
	"hotline/telephony"
	"hotline/telephony/call"
	"hotline/tickets"
)

// What may come a moment later is a job: a row written in the transaction that made it necessary, done at least once.
type (
	callEndedArgs struct {
		Call call.ID `json:"call"`
	}
	sealArgs struct {
		Call recording.CallID `json:"call" river:"unique"`
	}
	sweepArgs struct{}
	proveArgs struct{}
)

func (callEndedArgs) Kind() string { return "call_ended" }
func (sealArgs) Kind() string      { return "seal_recording" }
func (sweepArgs) Kind() string     { return "sweep_spool" }
func (proveArgs) Kind() string     { return "prove_lock" }

// forever: a recording is given up by nobody but a person.
const forever = 10000

// InsertOpts: one job a recording waits or runs at a time.
func (sealArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: forever, UniqueOpts: river.UniqueOpts{ByArgs: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}}}
}

// InsertOpts: as often as it takes.
func (callEndedArgs) InsertOpts() river.InsertOpts { return river.InsertOpts{MaxAttempts: forever} }

// spoolQueue is for jobs that need a node's spool: only who drives that node has it.
func spoolQueue(node string) string { return "spool_" + node }

// InsertOpts: one sweep of a spool at a time, however many copies ask for it.
func (sweepArgs) InsertOpts() river.InsertOpts {
	return river.InsertOpts{MaxAttempts: 1, UniqueOpts: river.UniqueOpts{ByQueue: true, ByState: []rivertype.JobState{
		rivertype.JobStateAvailable, rivertype.JobStatePending, rivertype.JobStateRetryable, rivertype.JobStateRunning, rivertype.JobStateScheduled}}}
}

type jobs struct {
	*house
	client *river.Client[pgx.Tx]
}

func (j *jobs) prepare() error {
	workers := river.NewWorkers()
	river.AddWorker(workers, &callEndedWorker{house: j.house})
	river.AddWorker(workers, &lapsedWorker{house: j.house})
	river.AddWorker(workers, &sealWorker{house: j.house})
	river.AddWorker(workers, &sweepWorker{house: j.house})
	river.AddWorker(workers, &proveWorker{house: j.house})
	river.AddWorker(workers, &recountWorker{house: j.house})
	river.AddWorker(workers, &expireWorker{house: j.house})
	river.AddWorker(workers, &remindWorker{house: j.house})
	every := func(d time.Duration, args river.JobArgs) *river.PeriodicJob {
		return river.NewPeriodicJob(river.PeriodicInterval(d), func() (river.JobArgs, *river.InsertOpts) {
			return args, &river.InsertOpts{MaxAttempts: 1}
		}, &river.PeriodicJobOpts{RunOnStart: true})
	}
	var err error
	j.client, err = river.NewClient(riverpgxv5.New(j.pool), &river.Config{Workers: workers, Logger: slog.New(quiet{j.log.Handler()}), JobTimeout: 10 * time.Minute,
		ID:           j.pool.Config().ConnConfig.RuntimeParams[ownName],
		Queues:       map[string]river.QueueConfig{river.QueueDefault: {MaxWorkers: 8}, spoolQueue(j.cfg.Node): {MaxWorkers: 8}},
		PeriodicJobs: []*river.PeriodicJob{every(24*time.Hour, proveArgs{}), every(24*time.Hour, expireArgs{}), every(time.Minute, recountArgs{}), every(time.Hour, remindArgs{})}})
	if err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	return nil
}

// quiet makes River's INFO, which counts its jobs every few seconds, our DEBUG: at INFO is the life of calls.
type quiet struct{ slog.Handler }

func lowered(l slog.Level) slog.Level {
	if l == slog.LevelInfo {
		return slog.LevelDebug
	}
	return l
}

// Enabled implements slog.Handler.
func (q quiet) Enabled(ctx context.Context, l slog.Level) bool {
	return q.Handler.Enabled(ctx, lowered(l))
}

// Handle implements slog.Handler.
func (q quiet) Handle(ctx context.Context, r slog.Record) error {
	r.Level = lowered(r.Level)
	return q.Handler.Handle(ctx, r)
}

// WithAttrs implements slog.Handler.
func (q quiet) WithAttrs(a []slog.Attr) slog.Handler { return quiet{q.Handler.WithAttrs(a)} }

// WithGroup implements slog.Handler.
func (q quiet) WithGroup(name string) slog.Handler { return quiet{q.Handler.WithGroup(name)} }

// takeOver gives free the jobs of processes that were killed: they have no connection any more. River itself would wait for
// more than an hour, because it cannot tell a dead worker from a slow one.
func (j *jobs) takeOver(ctx context.Context) error {
	tag, err := j.pool.Exec(ctx, `UPDATE river_job SET state = 'available', scheduled_at = now() WHERE state = 'running'
		AND attempted_by[array_upper(attempted_by, 1)] NOT IN (SELECT application_name FROM pg_stat_activity)`)
	if err != nil {
		return fmt.Errorf("take over the jobs of the dead: %w", err)
	}
	if n := tag.RowsAffected(); n > 0 {
		j.log.Warn("jobs_taken_over", "jobs", n)
	}
	return nil
}

// repeat does something now and after each pause until ctx ends.
func repeat(ctx context.Context, pause time.Duration, do func()) {
	tick := time.NewTicker(pause)
	defer tick.Stop()
	for {
		do()
		select {
		case <-ctx.Done():
			return
		case <-tick.C:
		}
	}
}

// sweepOn gives free what a dead process held, keeps the notes that agents left, and asks for a sweep of this node's spool,
// again and again until ctx ends. River's own periodic jobs are made by one of all copies, which knows only its own node.
func (j *jobs) sweepOn(ctx context.Context) {
	repeat(ctx, rests.sweep, func() {
		err := j.takeOver(ctx)
		if err == nil {
			_, err = j.client.Insert(ctx, sweepArgs{}, &river.InsertOpts{Queue: spoolQueue(j.cfg.Node)})
		}
		if err != nil && ctx.Err() == nil {
			j.log.Warn("ask_for_sweep", "err", err)
		}
		if err := j.keepDrafts(ctx); err != nil && ctx.Err() == nil {
			j.log.Warn("keep_drafts", "err", err)
		}
	})
}

// callEnded puts the outbox row into the transaction that ends the call.
func (j *jobs) callEnded(ctx context.Context, tx pgx.Tx, id call.ID) error {
	_, err := j.client.InsertTx(ctx, tx, callEndedArgs{id}, nil)
	return err
}

// soon repeats a failed job within half a minute, however often it has failed: a store that is back is used at once.
func soon(attempt int) time.Time {
	return time.Now().Add(min(time.Duration(attempt)*2*time.Second, 30*time.Second))
}

type callEndedWorker struct {
	river.WorkerDefaults[callEndedArgs]
	*house
}

func (w *callEndedWorker) NextRetry(job *river.Job[callEndedArgs]) time.Time {
	return soon(job.Attempt)
}

// Work announces the recording and writes the call into its ticket's history.
func (w *callEndedWorker) Work(ctx context.Context, job *river.Job[callEndedArgs]) error {
	r, moments, err := w.tel.Record(ctx, job.Args.Call)
	if err != nil {
		return err
	}
	c := r.Call
	if c.Ticket == 0 {
		return river.JobSnooze(time.Second) // the ticket is being opened
	}
	if err := w.announce(ctx, c); err != nil {
		return err
	}
	talks, err := w.tel.Talks(ctx, c.ID)
	if err != nil {
		return err
	}
	entry := tickets.CallEntry{CallID: tickets.CallID(c.ID), StartedAt: c.ArrivedAt, EndedAt: c.EndedAt, Wait: c.EndedAt.Sub(c.ArrivedAt)}
	if !c.AnsweredAt.IsZero() {
		entry.Wait = c.AnsweredAt.Sub(c.ArrivedAt)
	}
	if c.Direction == call.Outbound {
		entry.Number = c.Number
	}
	for i, t := range talks {
		e := entry
		e.Kind, e.StartedAt, e.EndedAt, e.Talk = tickets.Talked, t.From, t.To, t.To.Sub(t.From)
		switch {
		case i < len(talks)-1:
			e.Kind = tickets.Transferred
		case c.Direction == call.Outbound:
			e.Kind = tickets.Called
		}
		e.Agent = tickets.Author{ID: tickets.AgentID(t.Agent), Name: t.Name}
		if err := w.reg.AddCallEntry(ctx, tickets.TicketID(c.Ticket), e); err != nil {
			return err
		}
	}
	if c.Direction == call.Outbound && len(talks) == 0 {
		return w.calledInVain(ctx, r, entry)
	}
	entry.Kind = tickets.CallOutcome(c.EndReason)
	for _, m := range moments {
		if c.EndReason == call.AfterHours && m.State == call.Message {
			entry.Kind = "message"
		}
	}
	if len(talks) > 0 && c.EndReason != call.Dropped {
		return nil
	}
	return w.reg.AddCallEntry(ctx, tickets.TicketID(c.Ticket), entry)
}

// announce says that the call has a recording, and lets it be brought under lock. A call out that nobody answered has none.
func (w *callEndedWorker) announce(ctx context.Context, c call.Call) error {
	began := c.ArrivedAt
	if c.Direction == call.Outbound {
		began = c.RecordedAt
	}
	if began.IsZero() {
		return nil
	}
	if _, err := w.seal.Register(ctx, recording.CallID(c.ID), began); err != nil {
		return err
	}
	_, err := river.ClientFromContext[pgx.Tx](ctx).Insert(ctx, sealArgs{recording.CallID(c.ID)}, &river.InsertOpts{Queue: spoolQueue(c.Node)})
	return err
}

// vain are the outcomes of a call out of which no talk came, by what the agent read.
var vain = map[call.Notice]tickets.CallOutcome{call.NumberBusy: tickets.CalledBusy, call.NumberNoAnswer: tickets.CalledInVain,
	call.NumberRefused: tickets.CalledRefused, call.NumberUnreachable: tickets.CalledNowhere, call.NumberLeft: tickets.CalledLeft}

// calledInVain writes into the history that an agent tried; one whose own telephone was not answered called nobody.
func (w *callEndedWorker) calledInVain(ctx context.Context, r telephony.Record, e tickets.CallEntry) error {
	c := r.Call
	switch c.EndReason {
	case call.NotPlaced:
		return nil
	case call.Cancelled, call.AgentHungUp:
		e.Kind = tickets.CalledOff
	case call.NotReached:
		e.Kind = vain[c.Notice]
	default:
		e.Kind = tickets.Dropped
	}
	e.Agent = tickets.Author{ID: tickets.AgentID(c.PlacedBy), Name: r.PlacedBy}
	return w.reg.AddCallEntry(ctx, tickets.TicketID(c.Ticket), e)
}

type sealWorker struct {
	river.WorkerDefaults[sealArgs]
	*house
}

func (w *sealWorker) NextRetry(job *river.Job[sealArgs]) time.Time { return soon(job.Attempt) }

// Work brings the recording under lock; files that Asterisk may still write are looked at again.
func (w *sealWorker) Work(ctx context.Context, job *river.Job[sealArgs]) error {
	err := w.seal.Seal(ctx, job.Args.Call)
	if errors.Is(err, recording.ErrNotFinished) {
		return river.JobSnooze(3 * time.Second)
	}
	return err
}

type sweepWorker struct {
	river.WorkerDefaults[sweepArgs]
	*house
}

// Work looks through the spool for what nobody announced.
func (w *sweepWorker) Work(ctx context.Context, _ *river.Job[sweepArgs]) error {
	found, err := w.sweep.Sweep(ctx)
	for _, f := range found {
		if _, insert := river.ClientFromContext[pgx.Tx](ctx).Insert(ctx, sealArgs{f.CallID}, &river.InsertOpts{Queue: spoolQueue(w.cfg.Node)}); insert != nil {
			return errors.Join(err, insert)
		}
	}
	return err
}

type proveWorker struct {
	river.WorkerDefaults[proveArgs]
	*house
}

// Work tries to delete today's locked canary, which must be refused.
func (w *proveWorker) Work(ctx context.Context, _ *river.Job[proveArgs]) error {
	return w.store.Prove(ctx, time.Now())
}
