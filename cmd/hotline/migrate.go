package main

import (
	"context"
	"fmt"

	"github.com/jackc/pgx/v5/pgxpool"

	"hotline/deploy/schema"
)

func migrate(ctx context.Context, _ []string) error {
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	pool, err := pgxpool.New(ctx, cfg.Postgres)
	if err != nil {
		return fmt.Errorf("HOTLINE_POSTGRES: %w", err)
	}
	defer pool.Close()
	n, err := schema.Up(ctx, pool)
	if err != nil {
		return err
	}
	fmt.Printf("База даних готова; виконано кроків: %d.\n", n)
	return nil
}
