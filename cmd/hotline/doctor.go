package main

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"os"
	"syscall"
	"time"

	"hotline/deploy/schema"
	recminio "hotline/recording/minio"
	"hotline/telephony/asterisk"
)

// finding is one part that doctor looked at.
type finding struct {
	part, way string
	err       error
}

// doctor looks at each part and says in words what is wrong and what to do. It changes nothing.
func doctor(ctx context.Context, _ []string) error {
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithTimeout(ctx, 30*time.Second)
	defer cancel()
	found := []finding{
		{"PostgreSQL", "перевірте HOTLINE_POSTGRES і чи працює сервер; потім `hotline migrate`", checkDatabase(ctx, cfg)},
		{"сховище записів", "перевірте HOTLINE_S3_…; сховище мусить уміти блокування об'єктів у режимі COMPLIANCE", checkStore(ctx, cfg)},
		{"Asterisk (ARI)", "перевірте HOTLINE_ARI_… і чи працює Asterisk; налаштування пише `hotline asterisk`", checkARI(ctx, cfg)},
		{"Asterisk (AMI)", "перевірте HOTLINE_AMI_…: без нього запис не можна призупинити; налаштування пише `hotline asterisk`",
			asterisk.New(cfg.asterisk()).CheckManager(ctx)},
		{"тека записів Asterisk", "тека HOTLINE_SPOOL має бути доступна для запису і мати вільне місце: приберіть з диска зайве або збільште його; незапечатані записи (*.alaw) не видаляйте", checkSpool(cfg, 10)},
		{"hotline", "програма не працює або не готова: `make up` (окремо від демонстрації — `systemctl start hotline`)", checkServing(ctx, cfg)},
	}
	var bad int
	for _, f := range found {
		if f.err == nil {
			fmt.Printf("✓ %s\n", f.part)
			continue
		}
		bad++
		if isAway(f.err) {
			f.way = "не працює або недоступне з цієї машини: `make up`; якщо не допомогло, " + f.way
		}
		fmt.Printf("✗ %s: %v\n    що робити: %s\n", f.part, f.err, f.way)
	}
	if bad > 0 {
		return fmt.Errorf("несправних частин: %d", bad)
	}
	return nil
}

func checkDatabase(ctx context.Context, cfg config) error {
	pool, err := newPool(ctx, cfg, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	pending, err := schema.Pending(ctx, pool)
	if err == nil && pending {
		err = errors.New("таблиці старіші за програму")
	}
	return err
}

func checkStore(ctx context.Context, cfg config) error {
	_, err := recminio.Open(ctx, cfg.store(), time.Now())
	return err
}

func checkARI(ctx context.Context, cfg config) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, cfg.ARIURL+"/ari/asterisk/info", nil)
	if err != nil {
		return err
	}
	req.SetBasicAuth(cfg.ARIUser, cfg.ARIPassword)
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("відповідь %s", res.Status)
	}
	return nil
}

// checkServing asks the program itself, which may be dead while all its parts are well.
func checkServing(ctx context.Context, cfg config) error {
	host, port, err := net.SplitHostPort(cfg.Listen)
	if err != nil {
		return fmt.Errorf("HOTLINE_LISTEN: %w", err)
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "127.0.0.1"
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, "http://"+net.JoinHostPort(host, port)+"/readyz", nil)
	if err != nil {
		return err
	}
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		return fmt.Errorf("програма не відповідає на %s: дзвінків ніхто не приймає (%w)", cfg.Listen, err)
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return fmt.Errorf("програма працює, але не готова приймати дзвінки (%s)", res.Status)
	}
	return nil
}

// checkSpool writes a block, as the recordings need room and not only a name. Of the disk so many percent must be free.
func checkSpool(cfg config, percent int) error {
	room, err := freeRoom(cfg.Spool)
	if err != nil {
		return err
	}
	probe, err := os.CreateTemp(cfg.Spool, ".doctor-*") // others may look at the same time
	if err == nil {
		_, err = probe.Write(make([]byte, 4096))
		err = errors.Join(err, probe.Close(), os.Remove(probe.Name()))
	}
	free := int(100 * room)
	switch {
	case errors.Is(err, syscall.ENOSPC) || err == nil && free < 2:
		return fmt.Errorf("диск записів заповнений: розмови тривають, але не записуються (вільно %d %%)", free)
	case err != nil:
		return err
	case free < percent:
		return fmt.Errorf("диск записів майже заповнений: вільно лише %d %%", free)
	}
	return nil
}

// freeRoom is how much of the disk that dir is on is free, 0 to 1.
func freeRoom(dir string) (float64, error) {
	var fs syscall.Statfs_t
	if err := syscall.Statfs(dir, &fs); err != nil {
		return 0, fmt.Errorf("room in %s: %w", dir, err)
	}
	return float64(fs.Bavail) / float64(max(fs.Blocks, 1)), nil
}
