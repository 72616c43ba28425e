package main

import (
	"context"
	"fmt"

	"hotline/deploy/schema"
)

func migrate(ctx context.Context, _ []string) error {
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	pool, err := newPool(ctx, cfg, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	n, err := schema.Up(ctx, pool)
	if err != nil {
		return err
	}
	fmt.Printf("База даних готова; виконано кроків: %d.\n", n)
	return nil
}
