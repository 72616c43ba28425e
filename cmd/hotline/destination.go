package main

import (
	"context"
	"errors"
	"flag"
	"fmt"

	"hotline/telephony"
	telpostgres "hotline/telephony/postgres"
	"hotline/tickets/phone"
	"hotline/web"
)

// destination keeps the list of outside numbers to which callers may be handed over.
func destination(ctx context.Context, args []string) error {
	if len(args) == 0 {
		return fmt.Errorf("destination: вкажіть дію: put, off, list")
	}
	cfg, err := readConfig()
	if err != nil {
		return err
	}
	pool, err := newPool(ctx, cfg, nil)
	if err != nil {
		return err
	}
	defer pool.Close()
	store := telpostgres.New(pool, cfg.clock(), cfg.logger(), nil)
	store.Outward = cfg.outward()
	f := flag.NewFlagSet("hotline destination "+args[0], flag.ContinueOnError)
	number := f.String("number", "", "номер у будь-якому звичному записі")
	name := f.String("name", "", "хто там відповідає, як це бачать оператори")
	note := f.String("note", "", "примітка для операторів: коли і з чим туди звертатися")
	if err := f.Parse(args[1:]); err != nil {
		return err
	}
	switch args[0] {
	case "put":
		return putDestination(ctx, store, telephony.Destination{Number: *number, Name: *name, Note: *note, Active: true})
	case "off":
		d, err := known(ctx, store, *number)
		if err != nil {
			return err
		}
		d.Active = false
		return putDestination(ctx, store, d)
	case "list":
		all, err := store.Destinations(ctx, true)
		for _, d := range all {
			state := "діє"
			if !d.Active {
				state = "вимкнено"
			}
			fmt.Printf("%-15s %-9s %s  %s\n", d.Number, state, d.Name, d.Note)
		}
		return err
	}
	return fmt.Errorf("destination %s: такої дії немає; є put, off, list", args[0])
}

func putDestination(ctx context.Context, store *telpostgres.Store, d telephony.Destination) error {
	d, faults := web.CheckDestination(phone.Parse, d)
	if len(faults) > 0 {
		return faults
	}
	err := store.PutDestination(ctx, d, 0)
	if errors.Is(err, telephony.ErrNumberBarred) {
		return fmt.Errorf("%s: на такі номери дзвонити не дозволено; дивіться HOTLINE_OUT_ALLOWED і HOTLINE_OUT_REFUSED", d.Number)
	}
	if err == nil {
		fmt.Printf("%s (%s): готово.\n", d.Number, d.Name)
	}
	return err
}

// known finds a number of the list.
func known(ctx context.Context, store *telpostgres.Store, raw string) (telephony.Destination, error) {
	all, err := store.Destinations(ctx, true)
	p := phone.Parse(raw)
	for _, d := range all {
		if p.Valid && d.Number == p.E164 {
			return d, nil
		}
	}
	return telephony.Destination{}, errors.Join(err, fmt.Errorf("--number %q: такого номера в переліку немає; перелік показує hotline destination list", raw))
}
