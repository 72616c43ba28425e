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
		return c.GetHeader("X-Forwarded-For") == "" && c.GetHeader("Forwarded") == "" && c.GetHeader("Via") == ""
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

// ready tells whether this copy can work: 200 or 503, with each check's name. Reasons go to the log only.
func (s *Server) ready(c *gin.Context) {
	ctx, cancel := context.WithTimeout(c, checkLimit)
	defer cancel()
	results := make([]error, len(s.Checks))
	var done sync.WaitGroup
	for i, check := range s.Checks {
		done.Go(func() { results[i] = check.Probe(ctx) })
	}
	done.Wait()
	status, words := http.StatusOK, gin.H{}
	for i, check := range s.Checks {
		words[check.Name] = "ok"
		if results[i] != nil {
			status, words[check.Name] = http.StatusServiceUnavailable, "failed"
			s.Log.WarnContext(c, "not ready", "check", check.Name, "error", results[i])
		}
	}
	c.Header("Cache-Control", "no-store")
	c.JSON(status, gin.H{"ready": status == http.StatusOK, "checks": words})
}
