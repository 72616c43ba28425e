package tickets

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"slices"
	"sync"
	"time"
)

// DowntimeStore keeps the register of downtimes. Each method is one transaction; all are safe for concurrent use.
type DowntimeStore interface {
	// Downtime finds one. ErrNoRecord.
	Downtime(ctx context.Context, id DowntimeID) (Downtime, error)
	// Downtimes are those that touch [from, to), the latest first, at most five hundred.
	Downtimes(ctx context.Context, from, to time.Time) ([]Downtime, error)
	// RunningDowntimes are those that are not over and begin before an instant.
	RunningDowntimes(ctx context.Context, before time.Time) ([]Downtime, error)
	// WorkRules are all of them.
	WorkRules(ctx context.Context) (WorkRules, error)
	// PutDowntime stores what decide makes of the downtime as it was seen at version (id 0: of a new one), with a line of its
	// history. One decision is made at a time. *Stale, ErrNoRecord, or decide's error.
	PutDowntime(ctx context.Context, id DowntimeID, version int64, by Author, at time.Time,
		decide func(now Downtime, rules WorkRules, planned []Downtime) (DowntimeDecision, error)) (Downtime, error)
	// DowntimeChanges tells which downtimes have been changed, on whichever copy of the program, until ctx ends or the database is
	// lost; then the channel is closed.
	DowntimeChanges(ctx context.Context) (<-chan DowntimeID, error)
	// What changes a rule takes the version of the rules that was seen: *Stale when it is another by now, 0: any.
	PutLimit(ctx context.Context, seen int64, l WorkLimit, by Author, at time.Time) error
	AddProtected(ctx context.Context, seen int64, p ProtectedPeriod, by Author, at time.Time) (ProtectedPeriod, error)
	// DropProtected forgets a period; its history stays. ErrNoRecord.
	DropProtected(ctx context.Context, seen int64, id int64, by Author, at time.Time) error
	// PutResponsible adds (ID 0) or changes one. ErrNoRecord.
	PutResponsible(ctx context.Context, seen int64, p Responsible, by Author, at time.Time) (Responsible, error)
	PutPrompt(ctx context.Context, seen int64, p LinePrompt, by Author, at time.Time) error
	Changes(ctx context.Context, subject string) ([]SubjectChange, error)
}

// DowntimeDecision is what becomes of a downtime, and how its history says so.
type DowntimeDecision struct {
	Downtime Downtime
	What     string
	Note     string
}

// heardFor is how long the running downtimes are used after they were read: with each call they are asked for.
const heardFor = 3 * time.Second

// Downtimes is the register of planned and emergency downtimes (R-1.9, Regulation 3.2.4). Safe for concurrent use.
type Downtimes struct {
	store DowntimeStore
	now   func() time.Time
	log   *slog.Logger

	mu      sync.Mutex // guards what follows
	near    []Downtime // run, or will soon
	known   bool       // near was read
	askedAt time.Time
}

// NewDowntimes makes it.
func NewDowntimes(store DowntimeStore, now func() time.Time, log *slog.Logger) *Downtimes {
	return &Downtimes{store: store, now: now, log: log}
}

// Running are the downtimes that run now, the longest first. What was read last is used for some seconds, and as long as the
// database does not answer.
func (r *Downtimes) Running(ctx context.Context) ([]Downtime, error) {
	now := r.now()
	r.mu.Lock()
	near, known, age := r.near, r.known, now.Sub(r.askedAt)
	old := r.askedAt.IsZero() || age < 0 || age >= heardFor
	if old {
		r.askedAt = now // who comes beside us does not ask as well
	}
	r.mu.Unlock()
	if old || !known {
		fresh, err := r.store.RunningDowntimes(ctx, now.Add(time.Hour))
		switch {
		case err == nil:
			near = fresh
			r.mu.Lock()
			r.near, r.known = fresh, true
			r.mu.Unlock()
		case !known:
			return nil, fmt.Errorf("running downtimes: %w", err)
		default:
			r.log.WarnContext(ctx, "downtimes not read, the last known are used", "error", err)
		}
	}
	return slices.DeleteFunc(slices.Clone(near), func(d Downtime) bool { return d.At(now) != DowntimeRunning }), nil
}

// Prompts are what a caller hears before the line at this moment, each once.
func (r *Downtimes) Prompts(ctx context.Context) ([]string, error) {
	running, err := r.Running(ctx)
	return promptsOf(running), err
}

// promptsOf are the prompts of what runs: an accident is told before planned works.
func promptsOf(running []Downtime) (names []string) {
	for _, kind := range []DowntimeKind{Emergency, Planned} {
		for _, d := range running {
			if d.Kind == kind && d.Prompt != "" && !slices.Contains(names, d.Prompt) {
				names = append(names, d.Prompt)
			}
		}
	}
	return names
}

// List are the downtimes that touch [from, to), the latest first.
func (r *Downtimes) List(ctx context.Context, from, to time.Time) ([]Downtime, error) {
	if !from.Before(to) {
		return nil, Invalid{{"to", "order"}}
	}
	all, err := r.store.Downtimes(ctx, from, to)
	if err != nil {
		return nil, fmt.Errorf("list downtimes: %w", err)
	}
	return all, nil
}

// Rules are the data by which downtimes are judged.
func (r *Downtimes) Rules(ctx context.Context) (WorkRules, error) {
	rules, err := r.store.WorkRules(ctx)
	if err != nil {
		return WorkRules{}, fmt.Errorf("rules of downtimes: %w", err)
	}
	return rules, nil
}

// Put enters a downtime (ID 0) or changes one as it was seen at d.Version. A planned one is a draft then, and one that was
// approved is to be approved again; an emergency runs at once. Of what runs, neither kind nor begin can be changed, and of planned
// works not the end. Errors: Invalid, *Stale, ErrDowntimeStep, ErrNoRecord.
func (r *Downtimes) Put(ctx context.Context, d Downtime, by Author) (Downtime, error) {
	d, err := d.checked()
	if err != nil {
		return Downtime{}, err
	}
	at := micro(r.now())
	return r.put(ctx, d.ID, d.Version, by, at, func(was Downtime, rules WorkRules, planned []Downtime) (DowntimeDecision, error) {
		next, err := edited(was, d, rules, planned, at)
		what := "changed"
		if was.ID == 0 {
			next.Author, what = by.Name, "created"
		}
		return DowntimeDecision{Downtime: next, What: what}, err
	})
}

// edited is what an edit makes of a downtime; the zero value is a new one. Pure.
func edited(was, d Downtime, rules WorkRules, planned []Downtime, at time.Time) (Downtime, error) {
	var faults Invalid
	next := was
	next.Title, next.Works, next.AgreedBy, next.Prompt, next.EndsAt = d.Title, d.Works, d.AgreedBy, d.Prompt, d.EndsAt
	if d.Prompt != "" && d.Prompt != was.Prompt && !rules.has(d.Prompt) {
		faults = append(faults, Fault{"prompt", "unknown"})
	}
	if was.ID == 0 {
		next.Kind, next.StartsAt, next.State = d.Kind, d.StartsAt, DowntimeDraft
		if d.Kind == Emergency {
			next.State = DowntimeRunning
		}
		if err := CheckWindow(next, rules, planned, at); err != nil {
			faults = append(faults, err.(Invalid)...)
		}
		return next, faults.orNil()
	}
	state, err := was.step(EditDowntime, at)
	if err != nil {
		return was, err
	}
	if state == DowntimeRunning {
		fixed := map[string]bool{"kind": d.Kind != was.Kind, "starts_at": !d.StartsAt.Equal(was.StartsAt), "ends_at": was.Kind == Planned && !d.EndsAt.Equal(was.EndsAt)}
		for _, field := range []string{"kind", "starts_at", "ends_at"} {
			if fixed[field] {
				faults = append(faults, Fault{field, "fixed"})
			}
		}
		return next, faults.orNil() // approved works that have begun stay as they were approved
	}
	if d.Kind != was.Kind {
		faults = append(faults, Fault{"kind", "fixed"})
	}
	next.StartsAt, next.State = d.StartsAt, state
	next.Approver, next.ApproverID, next.ApprovedAt = "", 0, time.Time{}
	if err := CheckWindow(next, rules, planned, at); err != nil {
		faults = append(faults, err.(Invalid)...)
	}
	return next, faults.orNil()
}

// DowntimeOrder is a step that somebody takes.
type DowntimeOrder struct {
	Step     DowntimeStep
	Approver ResponsibleID // ApproveDowntime
	Why      string        // CancelDowntime
	At       time.Time     // FinishDowntime: when it ended; zero: now
}

// Step approves, ends or cancels a downtime as it was seen at version. Errors: Invalid, *Stale, ErrDowntimeStep, ErrNoRecord.
func (r *Downtimes) Step(ctx context.Context, id DowntimeID, version int64, o DowntimeOrder, by Author) (Downtime, error) {
	at := micro(r.now())
	return r.put(ctx, id, version, by, at, func(d Downtime, rules WorkRules, planned []Downtime) (DowntimeDecision, error) {
		next, err := stepped(d, o, rules, planned, at)
		return DowntimeDecision{Downtime: next, What: string(o.Step), Note: next.Why}, err
	})
}

// stepped is what a step makes of a downtime. Pure.
func stepped(d Downtime, o DowntimeOrder, rules WorkRules, planned []Downtime, at time.Time) (Downtime, error) {
	state, err := d.step(o.Step, at)
	if err != nil || o.Step == EditDowntime {
		return d, err
	}
	switch o.Step {
	case ApproveDowntime:
		approver := rules.Responsible(o.Approver)
		if o.Approver != 0 && approver.ID == 0 {
			return d, Invalid{{"approver_id", "unknown"}}
		}
		if err := CheckWindow(d, rules, planned, at); err != nil {
			return d, err
		}
		if err := CheckApproval(d, rules, approver); err != nil {
			return d, err
		}
		d.ApproverID, d.Approver, d.ApprovedAt = approver.ID, approver.Name, at
	case FinishDowntime:
		if d.EndedAt = maybe(o.At); d.EndedAt.IsZero() {
			d.EndedAt = at
		}
		if d.EndedAt.After(at) || d.EndedAt.Before(d.StartsAt) {
			return d, Invalid{{"at", "order"}}
		}
	case CancelDowntime:
		if d.Why = oneLine(o.Why); d.Why == "" {
			return d, Invalid{{"why", "required"}}
		}
		if err := checkText("why", d.Why, true); err != nil {
			return d, err
		}
		d.EndedAt = at
	}
	d.State = state
	return d, nil
}

func (r *Downtimes) put(ctx context.Context, id DowntimeID, version int64, by Author, at time.Time,
	decide func(Downtime, WorkRules, []Downtime) (DowntimeDecision, error)) (Downtime, error) {
	d, err := r.store.PutDowntime(ctx, id, version, by, at, decide)
	r.forget()
	if err != nil {
		return Downtime{}, fmt.Errorf("downtime %d: %w", id, err)
	}
	return d, nil
}

// forget makes the next caller's downtimes be read anew.
func (r *Downtimes) forget() {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.askedAt = time.Time{}
}

// Watch calls changed when the register may have been changed, on whichever copy of the program: at once, and with each change,
// until ctx ends (then the error is nil) or the database is lost. Whoever asks for the running downtimes after it was called is told
// of the change.
func (r *Downtimes) Watch(ctx context.Context, changed func()) error {
	changes, err := r.store.DowntimeChanges(ctx)
	if err != nil {
		return fmt.Errorf("hear of downtimes: %w", err)
	}
	for ok := true; ok; _, ok = <-changes {
		r.forget()
		changed()
	}
	if ctx.Err() == nil {
		return errors.New("hear of downtimes: the connection is lost")
	}
	return nil
}

// Changes are who changed a downtime, newest first.
func (r *Downtimes) Changes(ctx context.Context, id DowntimeID) ([]SubjectChange, error) {
	all, err := r.store.Changes(ctx, fmt.Sprintf("downtime:%d", id))
	if err != nil {
		return nil, fmt.Errorf("changes of downtime %d: %w", id, err)
	}
	return all, nil
}

// PutLimit says how many planned works there may be in a period. seen is, as in all that follows, the version of the rules that was
// seen, 0: any. Invalid, *Stale.
func (r *Downtimes) PutLimit(ctx context.Context, seen int64, l WorkLimit, by Author) error {
	if err := l.checked(); err != nil {
		return err
	}
	return named("limit of works", r.store.PutLimit(ctx, seen, l, by, micro(r.now())))
}

// AddProtected adds a protected period. Works that were approved before stay approved. Invalid, *Stale.
func (r *Downtimes) AddProtected(ctx context.Context, seen int64, p ProtectedPeriod, by Author) (ProtectedPeriod, error) {
	p, err := p.checked()
	if err != nil {
		return p, err
	}
	p, err = r.store.AddProtected(ctx, seen, p, by, micro(r.now()))
	return p, named("protected period", err)
}

// DropProtected takes a protected period away. ErrNoRecord, *Stale.
func (r *Downtimes) DropProtected(ctx context.Context, seen int64, id int64, by Author) error {
	return named("protected period", r.store.DropProtected(ctx, seen, id, by, micro(r.now())))
}

// PutResponsible adds somebody to the list of section 5 (ID 0), or changes what it says. Invalid, ErrNoRecord, *Stale.
func (r *Downtimes) PutResponsible(ctx context.Context, seen int64, p Responsible, by Author) (Responsible, error) {
	p, err := p.checked()
	if err != nil {
		return p, err
	}
	p, err = r.store.PutResponsible(ctx, seen, p, by, micro(r.now()))
	return p, named("responsible person", err)
}

// PutPrompt adds a prompt that downtimes can choose, or changes what is said of it. Invalid, *Stale.
func (r *Downtimes) PutPrompt(ctx context.Context, seen int64, p LinePrompt, by Author) error {
	p, err := p.checked()
	if err != nil {
		return err
	}
	return named("prompt of the line", r.store.PutPrompt(ctx, seen, p, by, micro(r.now())))
}

func named(what string, err error) error {
	if err != nil {
		return fmt.Errorf("%s: %w", what, err)
	}
	return nil
}
