package webhook

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"crypto/tls"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"hotline/tickets"
)

// Limits of one post.
const (
	connectLimit = 5 * time.Second
	postLimit    = 15 * time.Second
	answerLimit  = 64 << 10 // of an answer's body that is read, so that the connection can be used again
)

// Codes of what went wrong; the words for people are web's.
const (
	CodeTimeout   = "timeout"
	CodeForbidden = "forbidden_address"
	CodeRedirect  = "redirect"
	CodeStatus    = "status"
	CodeTLS       = "tls"
	CodeDNS       = "dns"
	CodeConnect   = "connect"
)

// Sender posts messages. Safe for concurrent use.
type Sender struct {
	allow  []netip.Prefix
	now    func() time.Time
	limit  time.Duration
	client *http.Client
}

var _ tickets.Poster = (*Sender)(nil)

// New makes a sender that also reaches the allowed networks inside. now gives the second of the signatures.
func New(allow []netip.Prefix, now func() time.Time) *Sender {
	s := &Sender{allow: allow, now: now, limit: postLimit}
	s.client = &http.Client{
		CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse },
		Transport: &http.Transport{ // no Proxy: it would be asked to connect where we may not
			DialContext:         s.dial,
			TLSClientConfig:     &tls.Config{MinVersion: tls.VersionTLS12},
			TLSHandshakeTimeout: connectLimit, ResponseHeaderTimeout: postLimit, MaxResponseHeaderBytes: answerLimit,
			MaxIdleConnsPerHost: 4, IdleConnTimeout: time.Minute, ForceAttemptHTTP2: true,
		},
	}
	return s
}

type secureKey struct{}

// dial knows by the context whether the request is one by https.
func (s *Sender) dial(ctx context.Context, network, address string) (net.Conn, error) {
	secure, _ := ctx.Value(secureKey{}).(bool)
	return s.dialer(secure).DialContext(ctx, network, address)
}

// Post implements tickets.Poster.
func (s *Sender) Post(ctx context.Context, d tickets.Delivery, message []byte) tickets.Outcome {
	status, code := s.post(ctx, d.URL, d.Secret, string(d.Event), strconv.FormatInt(d.ID, 10), message)
	return tickets.Outcome{Status: status, Code: code, Gone: status == http.StatusGone}
}

// Sign is the value of Hotline-Signature for a body that is sent at an instant.
func Sign(secret string, at time.Time, body []byte) string {
	t := strconv.FormatInt(at.Unix(), 10)
	mac := hmac.New(sha256.New, []byte(secret))
	mac.Write([]byte(t + "."))
	mac.Write(body)
	return "t=" + t + ",v1=" + hex.EncodeToString(mac.Sum(nil))
}

// post sends one message; code is empty when it was accepted.
func (s *Sender) post(ctx context.Context, url, secret, event, id string, body []byte) (status int, code string) {
	ctx, cancel := context.WithTimeout(ctx, s.limit)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, url, bytes.NewReader(body))
	if err != nil {
		return 0, CodeForbidden
	}
	r = r.WithContext(context.WithValue(ctx, secureKey{}, r.URL.Scheme == "https"))
	r.Header.Set("Content-Type", "application/json; charset=utf-8")
	r.Header.Set("User-Agent", "Hotline")
	r.Header.Set("Hotline-Event", event)
	r.Header.Set("Hotline-Delivery", id)
	r.Header.Set("Hotline-Signature", Sign(secret, s.now(), body))
	answer, err := s.client.Do(r)
	if err != nil {
		return 0, codeOf(err)
	}
	defer answer.Body.Close()
	_, _ = io.Copy(io.Discard, io.LimitReader(answer.Body, answerLimit)) // it is accepted by its status, whatever it says
	switch {
	case answer.StatusCode >= 200 && answer.StatusCode < 300:
		return answer.StatusCode, ""
	case answer.StatusCode >= 300 && answer.StatusCode < 400:
		return answer.StatusCode, CodeRedirect
	}
	return answer.StatusCode, CodeStatus
}

func codeOf(err error) string {
	var n net.Error
	var dns *net.DNSError
	var cert *tls.CertificateVerificationError
	switch {
	case errors.Is(err, errForbidden):
		return CodeForbidden
	case errors.As(err, &dns) && !dns.IsTimeout:
		return CodeDNS
	case errors.As(err, &cert):
		return CodeTLS
	case errors.Is(err, context.DeadlineExceeded), errors.As(err, &n) && n.Timeout():
		return CodeTimeout
	}
	return CodeConnect
}

// HandOver is the tickets.Carrier that posts to Служба технічного супроводу's own system, in our own form (Regulation 2.9: theirs
// is defined elsewhere).
type HandOver struct {
	Sender *Sender
	URL    string
	Secret string
}

// Carry implements tickets.Carrier.
func (h HandOver) Carry(ctx context.Context, p tickets.Paper) (*tickets.Mail, error) {
	body, err := paperJSON(p)
	if err != nil {
		return nil, err
	}
	if status, code := h.Sender.post(ctx, h.URL, h.Secret, string(tickets.EventHandedOver), p.ID, body); code != "" {
		return nil, refused{status, code}
	}
	return nil, nil
}

// refused is a post that was not accepted; its text is the code, and the status where there was one.
type refused struct {
	status int
	code   string
}

func (e refused) Error() string {
	if e.status != 0 {
		return fmt.Sprintf("%s %d", e.code, e.status)
	}
	return e.code
}
