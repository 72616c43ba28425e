package asterisk

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"hotline/telephony"
)

// Error is ARI's refusal of one command. errors.Is(err, telephony.ErrGone) holds when the refusal says that the thing
// no longer exists or has left our control, errors.Is(err, telephony.ErrDown) when Asterisk is up but not ready.
type Error struct {
	Method  string
	Path    string
	Code    int    // HTTP status
	Message string // Asterisk's own words
}

// Error implements error.
func (e *Error) Error() string {
	return fmt.Sprintf("%s %s: %d %s", e.Method, e.Path, e.Code, e.Message)
}

// Is maps ARI's answers to telephony's two sentinels.
func (e *Error) Is(target error) bool {
	switch target {
	case telephony.ErrGone:
		return e.gone()
	case telephony.ErrDown:
		return e.Code == http.StatusServiceUnavailable
	}
	return false
}

func (e *Error) gone() bool {
	switch e.Code {
	case http.StatusNotFound, http.StatusConflict, http.StatusPreconditionFailed, http.StatusUnprocessableEntity:
		return true
	case http.StatusBadRequest:
		// addChannel and removeChannel answer 400 for a channel that has gone, originate for a vanished originator.
		return strings.Contains(e.Message, "Channel not found") || e.noOriginator()
	}
	return false
}

func (e *Error) noOriginator() bool {
	return strings.Contains(e.Message, "originator channel was not found")
}

// client sends ARI commands. Safe for concurrent use.
type client struct {
	base     string // "http://127.0.0.1:8088/ari"
	user     string
	password string
	http     *http.Client
	may      func() error
	stats    *counters
}

func newClient(c Config, stats *counters) *client {
	return &client{
		base: strings.TrimSuffix(c.URL, "/") + "/ari", user: c.User, password: c.Password, may: c.May, stats: stats,
		http: &http.Client{
			Timeout: c.Timeout,
			Transport: &http.Transport{
				DialContext:         c.Dial,
				MaxIdleConns:        32,
				MaxIdleConnsPerHost: 32,
				// Below Asterisk's session_keep_alive of 15 s: a connection that Asterisk has just closed is not reused.
				IdleConnTimeout: 10 * time.Second,
			},
		},
	}
}

// command is one request. Path elements are escaped by path(); query is encoded here.
type command struct {
	name   string // for the counters: "ring", "join", …
	method string
	path   string
	query  url.Values
	body   any  // JSON, nil for none
	reply  any  // decoded from a 2xx answer, nil to drop it
	once   bool // must not be repeated on a broken connection
}

// do sends one command. An answer other than 2xx is *Error; no answer in time, or no connection, wraps telephony.ErrDown.
func (c *client) do(ctx context.Context, cmd command) error {
	err := c.exchange(ctx, cmd)
	c.stats.command(cmd.name, err)
	return err
}

func (c *client) exchange(ctx context.Context, cmd command) error {
	if err := c.may(); err != nil {
		return fmt.Errorf("%s %s: %w: %w", cmd.method, cmd.path, telephony.ErrDown, err)
	}
	req, err := c.request(ctx, cmd)
	if err != nil {
		return err
	}
	resp, err := c.http.Do(req)
	if err != nil {
		return fail(ctx, cmd, err)
	}
	defer resp.Body.Close()
	// Read to the end, so that the connection can be used again.
	body, err := io.ReadAll(resp.Body)
	if err != nil {
		return fail(ctx, cmd, err)
	}
	if resp.StatusCode < 200 || resp.StatusCode > 299 {
		return &Error{Method: cmd.method, Path: cmd.path, Code: resp.StatusCode, Message: refusal(body)}
	}
	if cmd.reply == nil {
		return nil
	}
	if err := decode(body, cmd.reply); err != nil {
		return fmt.Errorf("%s %s: decode the reply: %w", cmd.method, cmd.path, err)
	}
	return nil
}

func (c *client) request(ctx context.Context, cmd command) (*http.Request, error) {
	target := c.base + cmd.path
	if len(cmd.query) > 0 {
		target += "?" + cmd.query.Encode()
	}
	var body io.Reader
	if cmd.body != nil {
		raw, err := json.Marshal(cmd.body)
		if err != nil {
			return nil, fmt.Errorf("%s %s: encode: %w", cmd.method, cmd.path, err)
		}
		body = bytes.NewReader(raw)
	}
	req, err := http.NewRequestWithContext(ctx, cmd.method, target, body)
	if err != nil {
		return nil, fmt.Errorf("%s %s: %w", cmd.method, cmd.path, err)
	}
	if cmd.body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if !cmd.once {
		// net/http repeats a POST on a connection that was closed meanwhile only with this key; nil sends no header.
		req.Header["Idempotency-Key"] = nil
	}
	req.SetBasicAuth(c.user, c.password)
	return req, nil
}

// fail names a request that got no answer. Who cancelled the context himself is told so; else the switch is down.
func fail(ctx context.Context, cmd command, err error) error {
	if errors.Is(ctx.Err(), context.Canceled) {
		return fmt.Errorf("%s %s: %w", cmd.method, cmd.path, context.Cause(ctx))
	}
	return fmt.Errorf("%s %s: %w: %w", cmd.method, cmd.path, telephony.ErrDown, err)
}

// refusal takes Asterisk's own words out of an error's body: {"message": …}, in some places {"error": …}.
func refusal(body []byte) string {
	var said struct {
		Message string `json:"message"`
		Error   string `json:"error"`
	}
	if err := decode(body, &said); err != nil {
		return strings.TrimSpace(string(body))
	}
	if said.Message != "" {
		return said.Message
	}
	return said.Error
}

// path joins elements to an ARI path, each escaped: an id may hold anything, also "/".
func path(elements ...string) string {
	var b strings.Builder
	for _, e := range elements {
		b.WriteByte('/')
		b.WriteString(url.PathEscape(e))
	}
	return b.String()
}
