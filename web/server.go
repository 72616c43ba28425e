package web

import (
	"context"
	_ "embed"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/netip"
	"net/url"
	"sync"
	"sync/atomic"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"

	"hotline/recording"
	"hotline/telephony"
	"hotline/tickets"
	"hotline/web/api"
)

//go:embed openapi.yaml
var contract []byte

// Tickets is what web asks of the register; *tickets.Register is it.
type Tickets interface {
	CallerCard(ctx context.Context, number string, call tickets.CallID) (tickets.Card, error)
	AddNote(ctx context.Context, id tickets.TicketID, by tickets.Author, text, key string) error
	WrapUp(ctx context.Context, id tickets.TicketID, call tickets.CallID, by tickets.Author, d tickets.Disposition, note string) error
	ConfirmOralNotice(ctx context.Context, id tickets.TicketID, talk tickets.Talk, by tickets.Author) error
	NameApplicant(ctx context.Context, id tickets.TicketID, c tickets.ApplicantChoice, by tickets.Author) (tickets.Applicant, error)
	SaveDraft(ctx context.Context, id tickets.TicketID, by tickets.Author, text string, version int64) (tickets.Draft, error)
	LoadDraft(ctx context.Context, id tickets.TicketID, agent tickets.AgentID) (tickets.Draft, error)
	Ticket(ctx context.Context, by tickets.Key) (tickets.Ticket, error)
	Get(ctx context.Context, by tickets.Key) (tickets.Detail, error)
	Do(ctx context.Context, id tickets.TicketID, version int64, a tickets.Act, by tickets.Author) (tickets.Ticket, error)
	RegisterByHand(ctx context.Context, in tickets.Intake, by tickets.Author) (tickets.Ticket, error)
	Notices(ctx context.Context, id tickets.TicketID) ([]tickets.Notice, error)
	ToldOrally(ctx context.Context, notice int64, talk tickets.Talk, by tickets.Author) error
	Standing(ctx context.Context, t tickets.Ticket) (tickets.Standing, error)
	Processes(ctx context.Context) ([]tickets.Process, error)
	Table(ctx context.Context) (tickets.Table, error)
	Lists
	Transfer
}

// Finder searches the register; *tickets.Finder is it.
type Finder interface {
	Find(ctx context.Context, s tickets.Search) (tickets.Found, error)
}

// Applicants is what web asks of the cards of applicants; *tickets.Register is it.
type Applicants interface {
	FindApplicants(ctx context.Context, text string, v tickets.Viewer) ([]tickets.Applicant, error)
	ApplicantCard(ctx context.Context, id tickets.ApplicantID, v tickets.Viewer) (tickets.ApplicantCard, error)
	EditApplicant(ctx context.Context, id tickets.ApplicantID, version int64, e tickets.ApplicantEdit, v tickets.Viewer) (tickets.Applicant, error)
	PutContact(ctx context.Context, id tickets.ApplicantID, kind tickets.ContactKind, value string, shared bool, v tickets.Viewer) error
	DropContact(ctx context.Context, id tickets.ApplicantID, kind tickets.ContactKind, value string, v tickets.Viewer) error
	Merging(ctx context.Context, source, target tickets.ApplicantID) (tickets.Merging, error)
	MergeApplicants(ctx context.Context, source, target tickets.ApplicantID, why string, by tickets.Author) (tickets.Merge, error)
	UnmergeApplicants(ctx context.Context, id tickets.MergeID, of tickets.ApplicantID, why string, by tickets.Author) (tickets.Merge, error)
	RestrictApplicant(ctx context.Context, id tickets.ApplicantID, ground string, v tickets.Viewer) (tickets.Applicant, error)
	LiftApplicant(ctx context.Context, id tickets.ApplicantID, why string, v tickets.Viewer) (tickets.Applicant, error)
	HoldApplicant(ctx context.Context, id tickets.ApplicantID, why string, v tickets.Viewer) (tickets.Applicant, error)
	ReleaseApplicant(ctx context.Context, id tickets.ApplicantID, why string, v tickets.Viewer) (tickets.Applicant, error)
	OpenTicket(ctx context.Context, t tickets.Ticket, v tickets.Viewer) error
}

// Recordings is the part of recording.Records that web reads.
type Recordings interface {
	ByID(context.Context, recording.RecordingID) (recording.Recording, error)
	ByCalls(context.Context, []recording.CallID) (map[recording.CallID]recording.Recording, error)
}

// Replay lets people hear; *recording.Replay is it.
type Replay interface {
	StartListen(ctx context.Context, who recording.Listener, id recording.RecordingID, reason string) (recording.Listen, error)
	Open(ctx context.Context, id recording.ListenID, who recording.UserID) (recording.Audio, error)
	Peaks(ctx context.Context, id recording.ListenID, who recording.UserID) ([]byte, error)
	Heard(ctx context.Context, id recording.ListenID, who recording.UserID, heard []recording.Interval) error
	Listens(ctx context.Context, id recording.RecordingID) ([]recording.Listen, error)
}

// Check is one part that this copy needs. Probe must return soon after its context ends.
type Check struct {
	Name     string
	Probe    func(context.Context) error
	Degrades bool // without it the copy is still ready, and says what it lacks
	// Ours tells whether a failure is told to the desks; nil: always. A copy that only stands by has no switch, and calls come
	// all the same.
	Ours func() bool
}

// Deps is all that the server needs. Every field is needed unless it says otherwise.
type Deps struct {
	Floor      telephony.Floor
	Offers     *Offers
	Tickets    Tickets
	Calendar   Calendar
	Applicants Applicants
	Knowledge  *tickets.Knowledge
	Downtimes  *tickets.Downtimes
	Finder     Finder
	ParsePhone func(raw string) tickets.PhoneNumber
	Recordings Recordings
	Replay     Replay
	Inbox      Inbox
	Webhooks   Webhooks
	Store      Store
	UI         fs.FS                // index.html and assets/, see hotline/web/ui
	Metrics    *prometheus.Registry // what /metrics shows; web adds its own
	Checks     []Check              // of /readyz; may be empty
	Now        func() time.Time
	Log        *slog.Logger

	// Origins are the exact origins of the desktop, e.g. "https://hotline.example", at least one. With an https one the
	// cookie is Secure.
	Origins        []string
	TrustedProxies []netip.Prefix   // whose X-Forwarded-For is believed; none by default
	MetricsFrom    []netip.Prefix   // who may read /metrics besides the loopback
	SIPUpstream    string           // the switch's WebSocket, e.g. "ws://127.0.0.1:8088/ws"
	SIPDomain      string           // of the phones' addresses; empty: "hotline"
	DeskRegistrar  string           // host:port (UDP) at which desk phones register
	Away           func(error) bool // says of an error that a part did not answer, which is no fault of ours; may be nil
	HideListening  bool             // agents are not told that a supervisor listens, as long as they cannot hear who does
}

// Server is the HTTP handler of Hotline. Run must run beside it. Safe for concurrent use.
type Server struct {
	Deps
	engine   *gin.Engine
	document *openapi3.T
	origins  map[string]bool
	secure   bool
	cookie   string // the name of a session's
	csrf     *http.CrossOriginProtection
	index    []byte
	sockets  *sockets
	rooms    *rooms
	counters counters
	parts    atomic.Pointer[[]byte] // the last frame of parts; nil: all has worked since the start
}

// New checks d and makes the server; it starts nothing. Its routes are those of openapi.yaml, the two WebSockets,
// the desktop's files, /healthz, /readyz and /metrics.
func New(d Deps) (*Server, error) {
	s := &Server{Deps: d, origins: map[string]bool{}, csrf: http.NewCrossOriginProtection(), sockets: newSockets()}
	if s.SIPDomain == "" {
		s.SIPDomain = "hotline"
	}
	if err := s.checkDeps(); err != nil {
		return nil, fmt.Errorf("web: %w", err)
	}
	var err error
	if s.document, err = loadContract(); err != nil {
		return nil, err
	}
	if s.index, err = fs.ReadFile(d.UI, "index.html"); err != nil {
		return nil, fmt.Errorf("web: read the desktop: %w", err)
	}
	if s.counters, err = newCounters(d.Metrics); err != nil {
		return nil, fmt.Errorf("web: register metrics: %w", err)
	}
	if err := d.Metrics.Register(parts{s}); err != nil {
		return nil, fmt.Errorf("web: register metrics: %w", err)
	}
	s.rooms = newRooms(s)
	s.engine, err = s.router()
	return s, err
}

func (s *Server) checkDeps() error {
	var errs []error
	for name, missing := range map[string]bool{
		"Floor": s.Floor == nil, "Offers": s.Offers == nil, "Tickets": s.Tickets == nil, "Calendar": s.Calendar == nil, "Knowledge": s.Knowledge == nil, "Downtimes": s.Downtimes == nil,
		"Finder": s.Finder == nil, "ParsePhone": s.ParsePhone == nil, "Recordings": s.Recordings == nil,
		"Replay": s.Replay == nil, "Store": s.Store == nil, "UI": s.UI == nil, "Metrics": s.Metrics == nil, "Now": s.Now == nil,
		"Inbox":      s.Inbox == nil,
		"Webhooks":   s.Webhooks == nil,
		"Applicants": s.Applicants == nil,
		"Log":        s.Log == nil, "Origins": len(s.Origins) == 0,
	} {
		if missing {
			errs = append(errs, fmt.Errorf("%s is missing", name))
		}
	}
	for _, origin := range s.Origins {
		if err := s.csrf.AddTrustedOrigin(origin); err != nil {
			errs = append(errs, fmt.Errorf("origin %q: %w", origin, err))
		}
		s.origins[origin] = true
		if u, err := url.Parse(origin); err == nil && u.Scheme == "https" {
			s.secure = true
		}
	}
	if len(s.Origins) > 0 {
		s.cookie = cookieName(s.Origins[0], s.secure)
	}
	if u, err := url.Parse(s.SIPUpstream); err != nil || u.Host == "" || u.Scheme != "ws" && u.Scheme != "wss" {
		errs = append(errs, fmt.Errorf("SIPUpstream %q is no ws:// address", s.SIPUpstream))
	}
	return errors.Join(errs...)
}

// ServeHTTP implements http.Handler.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) { s.engine.ServeHTTP(w, r) }

// Run pushes desks and sweeps old sessions until ctx ends; then it closes all sockets, waits for them and returns nil.
func (s *Server) Run(ctx context.Context) error {
	var done sync.WaitGroup
	done.Go(func() { s.rooms.run(ctx) })
	done.Go(func() { s.sweep(ctx) })
	done.Go(func() { s.watchParts(ctx) })
	done.Go(func() { s.watchInboxes(ctx) })
	done.Go(func() { s.watchDowntimes(ctx) })
	<-ctx.Done()
	s.sockets.closeAll()
	done.Wait()
	return nil
}

// HTTPServer is an http.Server with the time limits that this handler expects: long answers (audio, sockets) set their own.
func (s *Server) HTTPServer(addr string) *http.Server {
	return &http.Server{Addr: addr, Handler: s, ReadHeaderTimeout: 5 * time.Second, IdleTimeout: 2 * time.Minute,
		MaxHeaderBytes: 32 << 10, ErrorLog: slog.NewLogLogger(s.Log.Handler(), slog.LevelDebug)}
}

func (s *Server) router() (*gin.Engine, error) {
	gin.SetMode(gin.ReleaseMode)
	e := gin.New()
	e.ContextWithFallback = true // handlers get gin's context as theirs: it must end with the request
	e.HandleMethodNotAllowed = true
	e.RedirectTrailingSlash = false
	e.RemoteIPHeaders = []string{"X-Forwarded-For"} // the one to which every proxy adds; another could be the client's own
	var proxies []string                            // gin's own default is to believe everybody
	for _, network := range s.TrustedProxies {
		proxies = append(proxies, network.String())
	}
	if err := e.SetTrustedProxies(proxies); err != nil {
		return nil, fmt.Errorf("web: trusted proxies: %w", err)
	}
	e.Use(s.observe, s.recover, s.harden, s.limit, s.crossOrigin, s.authorize, s.validate)
	strict := api.NewStrictHandlerWithOptions(handlers{s}, nil, api.StrictGinServerOptions{
		RequestErrorHandlerFunc: func(c *gin.Context, err error) {
			s.Log.DebugContext(c, "request not understood", "error", err)
			s.fail(c, errMalformed)
		},
		HandlerErrorFunc: s.fail,
		ResponseErrorHandlerFunc: func(c *gin.Context, err error) {
			if !c.Writer.Written() { // an answer that cannot be written is none, and not an empty good one
				s.fail(c, fmt.Errorf("write the answer: %w", err))
				return
			}
			s.Log.DebugContext(c, "answer not written", "error", err) // it has begun: there is nobody to tell but the log
		},
	})
	api.RegisterHandlersWithOptions(e, strict, api.GinServerOptions{ErrorHandler: func(c *gin.Context, err error, _ int) {
		s.Log.DebugContext(c, "parameter not understood", "error", err)
		s.fail(c, errMalformed)
	}})
	e.GET("/api/v1/ws", s.push)
	e.GET("/sip", s.sip)
	e.GET("/healthz", func(c *gin.Context) { c.String(http.StatusOK, "ok\n") })
	e.GET("/readyz", s.ready)
	e.GET("/metrics", s.metrics())
	e.GET("/assets/*name", s.asset)
	e.HEAD("/assets/*name", s.asset)
	e.NoRoute(s.page)
	e.NoMethod(func(c *gin.Context) { s.fail(c, errMethod) })
	return e, nil
}

// handlers fills the contract; each file of the package has its part of it.
type handlers struct{ *Server }

var _ api.StrictServerInterface = handlers{}
