package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"log/slog"
	"net/http"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"
	"github.com/prometheus/client_golang/prometheus"

	"hotline/deploy/schema"
	"hotline/recording"
	recminio "hotline/recording/minio"
	recpostgres "hotline/recording/postgres"
	"hotline/telephony"
	"hotline/telephony/asterisk"
	"hotline/telephony/call"
	telpostgres "hotline/telephony/postgres"
	"hotline/tickets"
	"hotline/tickets/phone"
	ticketspostgres "hotline/tickets/postgres"
	"hotline/tickets/webhook"
	"hotline/web"
	webpostgres "hotline/web/postgres"
	"hotline/web/ui"
)

// How long serve waits at its start for the database, without which there is no call, and for the store.
const (
	patience      = time.Minute
	storePatience = 10 * time.Second
)

// rests is when the spool's files are taken to be whole: those of a call that ended, those that nobody announced (0: as
// recording has it), and how often the latter are looked for; and when after the start the search is filled. A variable for
// tests, which have many short calls.
var rests = struct{ ended, unannounced, sweep, search time.Duration }{sweep: 30 * time.Second, search: time.Second}

// house is everything that serve wires together.
type house struct {
	cfg   config
	log   *slog.Logger
	now   func() time.Time
	pool  *pgxpool.Pool
	reg   *tickets.Register
	hooks *tickets.Webhooks
	post  *webhook.Sender
	know  *tickets.Knowledge
	downs *tickets.Downtimes
	tel   *telpostgres.Store
	node  *asterisk.Node
	board *telephony.Board
	recs  *recpostgres.Store
	store *recminio.Store
	seal  *recording.Sealer
	sweep *recording.Sweeper
	play  *recording.Replay
	jobs  *jobs
	index *ticketspostgres.Index
}

func serve(ctx context.Context, _ []string) error {
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	h := &house{cfg: cfg, log: cfg.logger(), now: cfg.clock()}
	slog.SetDefault(h.log)
	if h.pool, err = openDatabase(ctx, cfg, h.log); err != nil {
		return err
	}
	defer h.pool.Close()
	if err := h.build(ctx); err != nil {
		return err
	}
	return h.run(ctx)
}

// ownName is the parameter of a connection that tells this process from every other.
const ownName = "application_name"

// newPool is the one way to the database; it connects when it is first used. tune may be nil.
func newPool(ctx context.Context, cfg config, tune func(*pgxpool.Config)) (*pgxpool.Pool, error) {
	pc, err := pgxpool.ParseConfig(cfg.Postgres)
	if err != nil {
		return nil, fmt.Errorf("HOTLINE_POSTGRES: %w", err)
	}
	pc.MaxConns = max(pc.MaxConns, 16)
	pc.ConnConfig.RuntimeParams["timezone"] = "UTC"
	// Every query of ours takes less time than to compile it, or to start a process that helps with it.
	pc.ConnConfig.RuntimeParams["jit"], pc.ConnConfig.RuntimeParams["max_parallel_workers_per_gather"] = "off", "0"
	pc.ConnConfig.RuntimeParams[ownName] = "hotline-" + rand.Text()
	if tune != nil {
		tune(pc)
	}
	pool, err := pgxpool.NewWithConfig(ctx, pc)
	if err != nil {
		return nil, fmt.Errorf("HOTLINE_POSTGRES: %w", err)
	}
	return pool, nil
}

// openDatabase waits for PostgreSQL and refuses one whose tables are not ours.
func openDatabase(ctx context.Context, cfg config, log *slog.Logger) (*pgxpool.Pool, error) {
	pool, err := newPool(ctx, cfg, nil)
	if err != nil {
		return nil, err
	}
	if err := await(ctx, log, pool.Ping); err != nil {
		pool.Close()
		return nil, err
	}
	pending, err := schema.Pending(ctx, pool)
	if err == nil && pending {
		err = errors.New("база даних старіша за програму: виконайте `hotline migrate`")
	}
	if err != nil {
		pool.Close()
		return nil, err
	}
	return pool, nil
}

// await tries until the database answers or patience ends.
func await(ctx context.Context, log *slog.Logger, ping func(context.Context) error) error {
	until := time.Now().Add(patience)
	for {
		err := ping(ctx)
		if err == nil || ctx.Err() != nil {
			return err
		}
		if time.Now().After(until) {
			return fmt.Errorf("PostgreSQL не відповідає вже %s: %w", patience, err)
		}
		log.Warn("waiting_for_postgres", "err", err)
		select {
		case <-ctx.Done():
		case <-time.After(time.Second):
		}
	}
}

func (h *house) build(ctx context.Context) error {
	cfg := h.cfg
	kept := ticketspostgres.New(h.pool)
	kept.CalendarChanged = func(ctx context.Context, tx pgx.Tx) error { return h.jobs.calendarChanged(ctx, tx) }
	h.reg = tickets.New(kept, phone.Parse, h.now, h.log)
	h.post = webhook.New(networks(cfg.WebhookAllow), time.Now)
	h.hooks = tickets.NewWebhooks(kept, h.post, h.now)
	h.know, h.downs = tickets.NewKnowledge(kept, h.now), tickets.NewDowntimes(kept, h.now, h.log)
	h.recs = recpostgres.New(h.pool)
	if err := h.openStore(ctx); err != nil {
		return fmt.Errorf("сховище записів: %w", err)
	}
	h.jobs = &jobs{house: h}
	if err := h.jobs.prepare(); err != nil {
		return err
	}
	h.tel = telpostgres.New(h.pool, h.now, h.log, h.jobs.callEnded)
	h.tel.Lapsed = h.jobs.lapsed
	h.tel.LastAgent, h.tel.Patience, h.tel.Outward = cfg.Last, cfg.Patience, cfg.outward()
	node := cfg.asterisk()
	node.Log, node.May = h.log, func() error { return h.tel.Holds(cfg.Node) }
	node.Takes = func() <-chan struct{} { return h.board.Loaded() }
	h.node = asterisk.New(node)
	rules := call.DefaultRules()
	rules.Ring, rules.RingOut = cfg.Ring, cfg.OutRing
	h.tel.Rules = rules
	h.board = telephony.NewBoard(telephony.Config{Node: cfg.Node, Rules: rules, Greeting: cfg.greeting(), Switch: h.node, Journal: h.tel,
		Register: register{h.reg}, Hours: h.open, Outages: h.outages, Number: number, DIDs: func(d string) string { return did(cfg.DIDs, d) }, Now: h.now, Log: h.log})
	spool := recording.Spool{Root: cfg.Spool}
	sw := writing{h.board}
	h.seal = &recording.Sealer{Quiet: rests.ended, Spool: spool, Records: h.recs, Store: h.store, Switch: sw, Talks: talkers{h}, Software: "hotline " + version, Now: time.Now, Log: h.log}
	h.play = &recording.Replay{Records: h.recs, Audit: h.recs, Store: h.store, Spool: spool, Switch: sw, Now: h.now, Log: h.log}
	h.sweep = &recording.Sweeper{Age: rests.unannounced, Spool: spool, Records: h.recs, Switch: sw, Calls: unattended{h}, Now: time.Now, Log: h.log}
	return nil
}

// openStore refuses a store that does not lock. One that is away proves itself before the first recording is put there:
// until then calls are taken, and their recordings wait in the spool.
func (h *house) openStore(ctx context.Context) (err error) {
	if h.store, err = recminio.New(h.cfg.store()); err != nil {
		return err
	}
	prepare, cancel := context.WithTimeout(ctx, storePatience)
	defer cancel()
	err = h.store.Prepare(prepare, time.Now())
	if err == nil || errors.Is(err, recording.ErrNoLock) || ctx.Err() != nil {
		return err
	}
	h.log.Warn("store_away", "err", err)
	return nil
}

// open tells whether the service works at t. With no calendar at hand callers are taken: a person decides better.
func (h *house) open(t time.Time) bool {
	ctx, cancel := context.WithTimeout(context.Background(), 2*time.Second)
	defer cancel()
	open, _, err := h.reg.Hours(ctx, t)
	if err != nil {
		h.log.Error("working_hours", "err", err)
		return true
	}
	return open
}

// outages are the prompts of what does not work now. With no database at hand the last that is known is told.
func (h *house) outages() []string {
	ctx, cancel := context.WithTimeout(context.Background(), time.Second)
	defer cancel()
	names, err := h.downs.Prompts(ctx)
	if err != nil {
		h.log.Error("outages", "err", err)
	}
	return names
}

// desks is the web server with everything that it shows.
func (h *house) desks() (*web.Server, error) {
	registry := prometheus.NewRegistry()
	h.metrics(registry)
	return web.New(web.Deps{Floor: h.tel, Offers: web.NewOffers(h.tel, phone.Parse), Tickets: h.reg, Calendar: h.reg, Knowledge: h.know, Downtimes: h.downs, ParsePhone: phone.Parse, Recordings: h.recs, Replay: h.play,
		Finder:     tickets.NewFinder(h.index, phone.Parse),
		Inbox:      h.reg,
		Webhooks:   h.hooks,
		Applicants: h.reg,
		Store:      webpostgres.New(h.pool), UI: ui.Files(), Metrics: registry, Now: h.now, Log: h.log, Origins: h.cfg.PublicURL,
		SIPUpstream: "ws" + strings.TrimPrefix(h.cfg.ARIURL, "http") + "/ws", DeskRegistrar: h.cfg.SIPAddr, HideListening: h.cfg.HideListening,
		Away: isAway, TrustedProxies: networks(h.cfg.TrustedProxies), MetricsFrom: networks(h.cfg.MetricsFrom),
		// Without the store calls are taken as ever and their recordings wait in the spool.
		Checks: []web.Check{{Name: "postgres", Probe: h.pool.Ping}, {Name: "switch", Probe: h.switchConnected, Ours: func() bool { return h.tel.Holds(h.cfg.Node) == nil }},
			{Name: "s3", Probe: h.store.Ready, Degrades: true}, {Name: "spool", Probe: h.spoolHasRoom, Degrades: true}}})
}

func (h *house) run(ctx context.Context) error {
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	closeIndex, err := h.openIndex(ctx)
	if err != nil {
		return err
	}
	defer closeIndex()
	srv, err := h.desks()
	if err != nil {
		return err
	}
	if err := h.jobs.takeOver(ctx); err != nil {
		return err
	}
	if err := h.jobs.client.Start(context.WithoutCancel(ctx)); err != nil {
		return fmt.Errorf("jobs: %w", err)
	}
	go h.jobs.sweepOn(ctx)
	go h.fillIndex(ctx)
	go h.warnOn(ctx)
	go h.sendOn(ctx)
	parts := map[string]func(context.Context) error{"web": srv.Run, "telephony": h.drive}
	ended := make(chan error, len(parts)+1)
	for name, part := range parts {
		go func() {
			err := part(ctx)
			stop(fmt.Errorf("%s: %w", name, err))
			ended <- err
		}()
	}
	httpServer := srv.HTTPServer(h.cfg.Listen)
	go func() {
		err := httpServer.ListenAndServe()
		if !errors.Is(err, http.ErrServerClosed) {
			stop(err)
		}
		ended <- err
	}()
	h.log.Info("serving", "address", h.cfg.Listen, "version", version)
	<-ctx.Done()
	quiet, cancel := context.WithTimeout(context.WithoutCancel(ctx), 10*time.Second)
	defer cancel()
	_ = httpServer.Shutdown(quiet)
	_ = h.jobs.client.Stop(quiet)
	for range len(parts) + 1 {
		<-ended
	}
	if cause := context.Cause(ctx); !errors.Is(cause, context.Canceled) {
		return cause
	}
	h.log.Info("stopped")
	return nil
}

// drive waits for the node's lease, then answers its calls until ctx ends or the lease is lost.
func (h *house) drive(ctx context.Context) error {
	lost, err := h.tel.Lease(ctx, h.cfg.Node)
	if err != nil {
		return err
	}
	h.log.Info("driving", "node", h.cfg.Node)
	if err := h.tel.ForgetDesktops(ctx); err != nil {
		h.log.Warn("desktops", "err", err) // an offer waits a moment for a desktop that is not there, and rings then
	}
	ctx, stop := context.WithCancelCause(ctx)
	defer stop(nil)
	done := make(chan struct{})
	go func() { defer close(done); stop(h.board.Run(ctx)) }()
	go func() {
		select {
		case err := <-lost:
			stop(err)
		case <-ctx.Done():
		}
	}()
	err = h.node.Run(ctx, h.board)
	stop(err)
	<-done
	return context.Cause(ctx)
}

// spoolHasRoom fails when talks are not recorded any more.
func (h *house) spoolHasRoom(context.Context) error { return checkSpool(h.cfg, 2) }

func (h *house) switchConnected(context.Context) error {
	if !h.node.Stats().Connected {
		return errors.New("немає зв'язку з Asterisk")
	}
	return nil
}
