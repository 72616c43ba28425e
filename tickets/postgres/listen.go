package postgres

import (
	"context"

	"github.com/jackc/pgx/v5"
)

// listen gives what read makes of the notices of a channel, on a connection of its own, until ctx ends or the connection is lost;
// then what it gave is closed. A notice of which read makes nothing is not ours.
func listen[T any](ctx context.Context, s *Store, channel string, read func(payload string) (T, bool)) (<-chan T, error) {
	conn, err := pgx.ConnectConfig(ctx, s.pool.Config().ConnConfig)
	if err != nil {
		return nil, err
	}
	if _, err := conn.Exec(ctx, "LISTEN "+channel); err != nil {
		_ = conn.Close(context.WithoutCancel(ctx))
		return nil, err
	}
	out := make(chan T)
	go func() {
		defer close(out)
		defer func() { _ = conn.Close(context.WithoutCancel(ctx)) }()
		for {
			n, err := conn.WaitForNotification(ctx)
			if err != nil {
				return
			}
			v, ok := read(n.Payload)
			if !ok {
				continue
			}
			select {
			case out <- v:
			case <-ctx.Done():
				return
			}
		}
	}()
	return out, nil
}
