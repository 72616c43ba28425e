package postgres

import (
	"context"
	"fmt"
	"strconv"
	"time"

	"github.com/jackc/pgx/v5"

	"hotline/telephony"
	"hotline/telephony/call"
)

// listen keeps one connection that hears the named channels and calls heard for each notice; lost and regained
// connections are told by again. It returns when ctx ends.
func (s *Store) listen(ctx context.Context, names []string, heard func(name, payload string), again func()) {
	said := false // once an outage
	for ctx.Err() == nil {
		err := s.hear(ctx, names, heard, func() { said = false; again() })
		if ctx.Err() != nil {
			return
		}
		if !said {
			s.log.Warn("listen_lost", "names", names, "err", err)
		}
		said = true
		select {
		case <-ctx.Done():
		case <-time.After(200 * time.Millisecond):
		}
	}
}

func (s *Store) hear(ctx context.Context, names []string, heard func(name, payload string), again func()) error {
	conn, err := s.connect(ctx)
	if err != nil {
		return fmt.Errorf("connect: %w", err)
	}
	defer conn.Close(context.WithoutCancel(ctx))
	for _, n := range names {
		if _, err := conn.Exec(ctx, "LISTEN "+pgx.Identifier{n}.Sanitize()); err != nil {
			return fmt.Errorf("listen: %w", err)
		}
	}
	again()
	for {
		n, err := conn.WaitForNotification(ctx)
		if err != nil {
			return err
		}
		heard(n.Channel, n.Payload)
	}
}

// Wake tells the board what to look at. A board that does not read lets the notices wait in the database's connection.
func (s *Store) Wake(ctx context.Context) (<-chan telephony.Stir, error) {
	out := make(chan telephony.Stir, 64)
	send := func(v telephony.Stir) {
		select {
		case out <- v: // none is dropped: of the telephones nobody looks without being told
		case <-ctx.Done():
		}
	}
	kinds := map[string]telephony.Stir{"hotline_wish": telephony.StirWish, "hotline_line": telephony.StirLine, "hotline_phones": telephony.StirPhones, "hotline_rules": telephony.StirRules}
	go s.listen(ctx, []string{"hotline_wish", "hotline_line", "hotline_phones", "hotline_rules"},
		func(name, _ string) { send(kinds[name]) }, func() { send(telephony.StirAll) })
	return out, nil
}

// Changes tells whose desk may look different now; 0 means everybody's. The channel is closed when ctx ends.
func (s *Store) Changes(ctx context.Context) (<-chan call.AgentID, error) {
	out := make(chan call.AgentID, 1024)
	send := func(id call.AgentID) {
		select {
		case out <- id:
		case <-ctx.Done():
		}
	}
	go func() {
		defer close(out)
		s.listen(ctx, []string{"hotline_desk"}, func(_, payload string) {
			if id, err := strconv.ParseInt(payload, 10, 64); err == nil {
				send(call.AgentID(id))
			}
		}, func() { send(0) })
	}()
	return out, nil
}
