package web

import (
	"context"
	"net/http"
	"net/netip"
	"strconv"
	"sync"
	"time"

	"github.com/gin-gonic/gin"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/promhttp"
)

type counters struct {
	requests *prometheus.CounterVec
	duration *prometheus.HistogramVec
	logins   *prometheus.CounterVec
	sockets  *prometheus.GaugeVec
	cut      prometheus.Counter
}

func newCounters(r *prometheus.Registry) (counters, error) {
	c := counters{
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hotline_http_requests_total",
			Help: "Requests by method, route and status."}, []string{"method", "route", "status"}),
		duration: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "hotline_http_request_seconds",
			Help: "Time until the answer was written.", Buckets: []float64{.005, .02, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		logins: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "hotline_logins_total",
			Help: "Attempts to log in: accepted, refused, throttled."}, []string{"outcome"}),
		sockets: prometheus.NewGaugeVec(prometheus.GaugeOpts{Name: "hotline_sockets",
			Help: "Open WebSockets: desk, sip."}, []string{"kind"}),
		cut: prometheus.NewCounter(prometheus.CounterOpts{Name: "hotline_sockets_cut_total",
			Help: "Desk sockets that were closed because the client was too slow or silent."}),
	}
	for _, m := range []prometheus.Collector{c.requests, c.duration, c.logins, c.sockets, c.cut} {
		if err := r.Register(m); err != nil {
			return c, err
		}
	}
	return c, nil
}

func (c counters) request(method, route string, status int, took time.Duration) {
	switch method {
	case http.MethodGet, http.MethodHead, http.MethodPost, http.MethodPut, http.MethodDelete:
	default:
		method = "other" // a stranger's word must not become a label
	}
	c.requests.WithLabelValues(method, route, strconv.Itoa(status)).Inc()
	if status != http.StatusSwitchingProtocols {
		c.duration.WithLabelValues(route).Observe(took.Seconds())
	}
}

// metrics shows the registry to the loopback and to the configured networks.
func (s *Server) metrics() gin.HandlerFunc {
	show := promhttp.HandlerFor(s.Metrics, promhttp.HandlerOpts{})
	return func(c *gin.Context) {
		if !s.mayReadMetrics(c) {
			s.fail(c, errForbidden)
			return
		}
		show.ServeHTTP(c.Writer, c.Request)
	}
}

func (s *Server) mayReadMetrics(c *gin.Context) bool {
	address, err := netip.ParseAddr(c.ClientIP())
	if err != nil {
		return false
	}
	address = address.Unmap()
	if address.IsLoopback() {
		// A reverse proxy on this machine brings strangers from the loopback too; a scraper that is here has none between.
		return c.GetHeader("X-Forwarded-For") == "" && c.GetHeader("X-Real-Ip") == "" && c.GetHeader("Forwarded") == "" && c.GetHeader("Via") == ""
	}
	for _, network := range s.MetricsFrom {
		if network.Contains(address) {
			return true
		}
	}
	return false
}

// checkLimit is how long one check may take.
const checkLimit = 2 * time.Second

// probe runs all checks side by side; nil stands for one that is well.
func (s *Server) probe(ctx context.Context) []error {
	ctx, cancel := context.WithTimeout(ctx, checkLimit)
	defer cancel()
	results := make([]error, len(s.Checks))
	var done sync.WaitGroup
	for i, check := range s.Checks {
		done.Go(func() { results[i] = check.Probe(ctx) })
	}
	done.Wait()
	return results
}

// readiness is the answer of /readyz: a word for each check, and which of those that failed only degrade the service.
type readiness struct {
	Ready    bool              `json:"ready"`
	Degraded []string          `json:"degraded"`
	Checks   map[string]string `json:"checks"`
}

// ready tells whether this copy can work: 200 or 503, with each check's name. Reasons go to the log only.
func (s *Server) ready(c *gin.Context) {
	answer, status := readiness{Ready: true, Degraded: []string{}, Checks: map[string]string{}}, http.StatusOK
	for i, err := range s.probe(c) {
		check := s.Checks[i]
		answer.Checks[check.Name] = "ok"
		switch {
		case err == nil:
			continue
		case check.Degrades:
			answer.Degraded = append(answer.Degraded, check.Name)
		default:
			answer.Ready, status = false, http.StatusServiceUnavailable
		}
		answer.Checks[check.Name] = "failed"
		s.Log.WarnContext(c, "check failed", "check", check.Name, "error", err)
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(status, answer)
}

var partUp = prometheus.NewDesc("hotline_part_up", "1 when this part answers now: postgres, s3, switch.", []string{"part"}, nil)

// parts shows the checks among the metrics; each scrape runs them.
type parts struct{ *Server }

// Describe implements prometheus.Collector.
func (p parts) Describe(out chan<- *prometheus.Desc) { out <- partUp }

// Collect implements prometheus.Collector.
func (p parts) Collect(out chan<- prometheus.Metric) {
	for i, err := range p.probe(context.Background()) {
		up := 1.0
		if err != nil {
			up = 0
		}
		out <- prometheus.MustNewConstMetric(partUp, prometheus.GaugeValue, up, p.Checks[i].Name)
	}
}
